"""Unions of unions and of aliases: the constants of the classes tell their variants apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.behaviour.packages import Package, document, generated


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def package(**message: Any) -> Package:
    """Return a package with a union of a union, a class and an alias of a class."""
    schemas: dict[str, Any] = {
        tag.upper(): {"type": "object", "required": ["role"], "properties": {"role": {"const": tag}}} for tag in "abcd"
    }
    schemas["Pair"] = {"oneOf": [ref("A"), ref("B")]}
    schemas["Other"] = ref("D")
    schemas["Message"] = {"oneOf": [ref("Pair"), ref("C"), ref("Other")], **message}
    responses = {"200": {"description": "all", "content": {"application/json": {"schema": ref("Message")}}}}
    text = document({"/m": {"get": {"operationId": "read", "responses": responses}}}, components={"schemas": schemas})
    return generated(text)


@pytest.mark.parametrize("message", [{}, {"discriminator": {"propertyName": "role"}}])
def test_the_variants_of_inner_unions_have_tags(message: dict[str, Any]) -> None:
    models = package(**message).outcome.files["models.py"]
    line = " ".join(models.split("Message: TypeAlias = ")[1].split())
    assert line.startswith("Annotated[ A | B | C | D | Unknown, Tagged(") or line.startswith(
        "Annotated[A | B | C | D |"
    )
    assert '"a": "A", "b": "B", "c": "C", "d": "D"' in line
