"""Which property distinguishes the variants of a union, and whether it must be there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.behaviour.packages import document, generated

STRING = {"type": "string"}


def variant(tag: Any, *, required: bool = True, name: str = "kind") -> dict[str, Any]:
    return {"type": "object", "properties": {name: tag}, "required": [name] if required else []}


def written(first: Any, second: Any, **union: Any) -> str:
    """Return how the union of two classes is annotated in the models."""
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    schemas = {"Cat": first, "Dog": second, "Pet": {"oneOf": refs, **union}}
    responses = {
        "200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
    }
    text = document({"/p": {"get": {"operationId": "read", "responses": responses}}}, components={"schemas": schemas})
    models = generated(text).outcome.files["models.py"]
    return " ".join(models.split("Pet: TypeAlias = ")[1].split())


DECLARED = {"discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}}


@pytest.mark.parametrize(
    ("first", "second", "optional"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_a_tag_that_one_variant_does_not_require_is_optional(first: bool, second: bool, optional: bool) -> None:
    found = written(variant(STRING, required=first), variant(STRING, required=second), **DECLARED)
    assert "Tagged(" in found
    assert ("optional=True" in found) is optional


@pytest.mark.parametrize(
    ("first", "second", "is_tag"),
    [
        (variant({"const": "cat"}), variant({"const": "dog"}), True),
        (variant({"enum": ["cat", "kitten"]}), variant({"const": "dog"}), True),
        (variant({"enum": ["cat", "dog"]}), variant({"const": "dog"}), False),
        (variant({"const": "cat"}), variant({"const": "cat"}), False),
        (variant({"const": "cat"}), variant({"const": "dog"}, required=False), False),
        (variant({"const": "cat"}), variant({"const": "dog"}, name="sort"), False),
        (variant({"const": 1}), variant({"const": 2}), False),
        (variant({"const": "cat"}), variant(STRING), False),
    ],
    ids=str,
)
def test_without_a_discriminator_only_constants_of_their_own_distinguish(first: Any, second: Any, is_tag: bool) -> None:
    assert ("Tagged(" in written(first, second)) is is_tag
