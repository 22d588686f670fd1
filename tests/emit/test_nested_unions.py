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


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_aliases_of_aliases_of_aliases_are_validated_by_themselves(keyword: str) -> None:
    """A plain alias is expanded where it is used, which doubles with each level; every fifth one is named."""
    schemas: dict[str, Any] = {
        f"{name}{level}": {keyword: [{"type": "array", "items": ref(f"{one}{level - 1}")} for one in "AB"]}
        for level in range(1, 13)
        for name in "AB"
    }
    schemas |= {f"{name}0": {"type": "object", "properties": {name: {"type": "string"}}} for name in "AB"}
    responses = {"200": {"description": "all", "content": {"application/json": {"schema": ref("A12")}}}}
    text = document({"/m": {"get": {"operationId": "read", "responses": responses}}}, components={"schemas": schemas})
    models = generated(text).outcome.files["models.py"]
    named = {int(line.split(" =")[0][1:]) for line in models.splitlines() if " = TypeAliasType(" in line}
    assert named == {5, 10}
