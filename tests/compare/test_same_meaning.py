"""What is written otherwise and means the same is no change; its opposite is one, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from .test_found import document, reported, values

STRING = {"type": "string"}
SAME: dict[str, tuple[Any, Any]] = {
    "no least length": ({**STRING, "minLength": 0}, STRING),
    "no least number of items": ({"type": "array", "items": STRING, "minItems": 0}, {"type": "array", "items": STRING}),
    "no least number of properties": (
        {"type": "object", "additionalProperties": STRING, "minProperties": 0},
        {"type": "object", "additionalProperties": STRING},
    ),
    "one that is contained": (
        {"type": "array", "items": STRING, "contains": {"const": "a"}, "minContains": 1},
        {"type": "array", "items": STRING, "contains": {"const": "a"}},
    ),
    "a list of one type": ({"type": ["string"]}, STRING),
    "a constant": ({**STRING, "const": "a"}, {**STRING, "enum": ["a"]}),
    "values in another order": ({**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["b", "a"]}),
    "types in another order": ({"type": ["string", "integer"]}, {"type": ["integer", "string"]}),
    "items that need not differ": (
        {"type": "array", "items": STRING, "uniqueItems": False},
        {"type": "array", "items": STRING},
    ),
    "an integer that is written as a number": ({"type": "integer", "minimum": 1.0}, {"type": "integer", "minimum": 1}),
}
OTHER: dict[str, tuple[Any, Any]] = {
    "a least length": ({**STRING, "minLength": 1}, STRING),
    "a greatest length": ({**STRING, "maxLength": 0}, STRING),
    "a least number of items": ({"type": "array", "items": STRING, "minItems": 1}, {"type": "array", "items": STRING}),
    "a bound of zero": ({"type": "integer", "minimum": 0}, {"type": "integer"}),
    "a value": ({**STRING, "enum": ["a", "b"]}, {**STRING, "enum": ["a"]}),
    "items that differ": (
        {"type": "array", "items": STRING, "uniqueItems": True},
        {"type": "array", "items": STRING},
    ),
    "an item at a place": (
        {"type": "array", "prefixItems": [STRING, STRING]},
        {"type": "array", "prefixItems": [STRING]},
    ),
}


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "received"])
@pytest.mark.parametrize("case", SAME)
def test_what_means_the_same_is_no_change(case: str, sent: bool) -> None:
    one, other = SAME[case]
    assert values(one, other, sent=sent) == values(other, one, sent=sent) == []


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "received"])
@pytest.mark.parametrize("case", OTHER)
def test_what_means_something_else_is_a_change_either_way(case: str, sent: bool) -> None:
    one, other = OTHER[case]
    assert values(one, other, sent=sent)
    assert values(other, one, sent=sent)


@pytest.mark.parametrize(("flag", "sent"), [("readOnly", True), ("writeOnly", False)])
def test_what_no_longer_travels_is_not_reported_for_its_type_as_well(flag: str, sent: bool) -> None:
    """What became read-only is not sent any more, so its new type means nothing to those who send."""
    turned = values(STRING, {**STRING, flag: True}, sent=sent)
    assert len(turned) == 1
    assert values(STRING, {"type": "integer", flag: True}, sent=sent) == turned
    assert len(values({**STRING, flag: True}, {"type": "integer", flag: True}, sent=sent)) == 1


@pytest.mark.parametrize(
    ("before", "after", "is_renamed"),
    [
        ((STRING, True), (STRING, True), True),
        ((STRING, False), (STRING, False), True),
        ((STRING, True), (STRING, False), False),
        ((STRING, False), (STRING, True), False),
        ((STRING, True), ({"type": "integer"}, True), False),
    ],
    ids=str,
)
def test_a_property_is_renamed_if_type_and_requiredness_stay(before: Any, after: Any, is_renamed: bool) -> None:
    sides = [
        {"type": "object", "properties": {name: schema, "id": STRING}, "required": [name] if required else []}
        for name, (schema, required) in (("old_name", before), ("new_name", after))
    ]
    found = reported(*(document(one) for one in sides))
    assert any("was called `old_name`" in message for _, message in found) is is_renamed, found
