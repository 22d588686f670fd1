"""The judge itself: a contract test that passes must mean something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.judge import Judge
from tests.support.payloads import mutations, sample

_PET = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "kind": {"enum": ["cat", "dog"]},
        "owner": {"$ref": "#/components/schemas/Owner"},
        "labels": {"type": "object", "additionalProperties": True},
        "notes": {"type": "object"},
        "any": {"description": "Anything."},
        "born": {"type": "string", "format": "date"},
    },
    "required": ["name"],
}
_OWNER = {"type": "object", "properties": {}}
_DOG = {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {"bark": {"type": "string"}}}]}
_ANY = {
    "anyOf": [{"$ref": "#/components/schemas/Dog"}, {"type": "array", "items": {"$ref": "#/components/schemas/Dog"}}]
}
_JUDGE = Judge({"components": {"schemas": {"Pet": _PET, "Owner": _OWNER, "Dog": _DOG, "Any": _ANY}}})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("value", "strict", "tolerant"),
    [
        ({"name": "Rex"}, True, True),
        ({"name": "R"}, False, True),
        ({"name": "Rex", "kind": "fox"}, False, True),
        ({"name": "Rex", "kind": 1}, False, False),
        ({"name": "Rex", "kind": None}, False, True),
        ({"name": None}, False, False),
        ({}, False, False),
        ({"name": "Rex", "born": "yesterday"}, False, False),
        ({"name": "Rex", "born": 20200101}, False, False),
        ({"name": "Rex", "new": 1}, True, True),
    ],
)
def test_strict_and_tolerant(value: object, strict: bool, tolerant: bool) -> None:
    """Given: what conforms, what only a client has to accept, and what nobody has to."""
    assert (_JUDGE.strict(_ref("Dog"), value) == []) is strict
    assert (_JUDGE.tolerant(_ref("Dog"), value) == []) is tolerant


@pytest.mark.parametrize(
    ("name", "value", "undeclared"),
    [
        ("Pet", {"name": "Rex", "labels": {"any": {"thing": 1}}, "any": {"thing": 2}}, []),
        ("Pet", {"name": "Rex", "notes": {"of": "mine"}}, ["/notes/of"]),
        ("Pet", {"name": "Rex", "age": 3, "owner": {"id": 1, "it's": 2}}, ["/age", "/owner/id", "/owner/it's"]),
        ("Dog", {"name": "Rex", "bark": "wau", "a/b": 1}, ["/a~1b"]),
        ("Any", [{"name": "Rex", "bark": "wau"}, {"name": "Rex", "wings": 2}], ["/1/wings"]),
    ],
)
def test_undeclared_fields(name: str, value: object, undeclared: list[str]) -> None:
    """Given: open objects, an object without properties, inheritance, a union."""
    assert _JUDGE.undeclared(_ref(name), value) == undeclared


def test_samples_conform() -> None:
    """Given: each schema, with all properties and with the required ones."""
    for name in ("Pet", "Owner", "Dog", "Any"):
        for full in (True, False):
            assert _JUDGE.strict(_ref(name), sample(_JUDGE, _ref(name), full=full)) == []


def test_mutations_change_one_thing_each() -> None:
    """Given: a payload with a required field, an enumeration and an optional date."""
    value = {"name": "Rex", "kind": "cat", "born": "2020-01-01"}
    found = {str(mutation): mutation for mutation in mutations(_JUDGE, _ref("Dog"), value)}
    assert found.keys() == {
        "type /",
        "drop /name",
        "extra /field-of-tomorrow",
        "type /name",
        "null /name",
        "null /kind",
        "enum /kind",
        "type /born",
        "null /born",
        "format /born",
    }
    assert found["drop /name"].value == {"kind": "cat", "born": "2020-01-01"}
    assert found["enum /kind"].owners == {"Dog", "Pet"}


@pytest.mark.parametrize(
    ("value", "strict", "tolerant"),
    [
        ({"type": "say", "text": "hi"}, True, True),
        ({"type": "play", "text": "hi"}, False, True),
        ({"type": "", "text": "hi"}, False, True),
        ({"text": "hi"}, False, True),
    ],
)
def test_a_discriminator_says_which_variant_counts(value: object, strict: bool, tolerant: bool) -> None:
    """Given: the value of the variant, that of another one, one that nothing is mapped to, and none."""
    text, url = {"type": "string"}, {"type": "string", "format": "uri"}
    say = {"type": "object", "properties": {"type": text, "text": text}, "required": ["text"]}
    play = {"type": "object", "properties": {"type": text, "url": url}, "required": ["url"]}
    mapping = {"say": "#/components/schemas/Say", "play": "#/components/schemas/Play"}
    union = {"oneOf": [_ref("Say"), _ref("Play")], "discriminator": {"propertyName": "type", "mapping": mapping}}
    judge = Judge({"components": {"schemas": {"Say": say, "Play": play, "Action": union}}})
    assert (judge.strict(_ref("Action"), value) == []) is strict
    assert (judge.request(union, value) == []) is strict
    assert (judge.tolerant(_ref("Action"), value) == []) is tolerant
