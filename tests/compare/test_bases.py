"""What a class has means the same wherever it is declared: in the class, in its base, or in both."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from .test_found import JSON, changes, document

TEXT = {"type": "string"}
ABOUT_CLASSES = {"model-base-added", "model-base-changed", "unused-schema-changed"}
"""Rules about bases themselves, and about a base that nothing inherits from any more."""
STATES = [
    (base, own)
    for base in ("absent", "optional", "required")
    for own in ("absent", "optional", "required", "requires alone")
    if (base, own) != ("absent", "requires alone")
]
"""How the base declares a property, and how its subclass does; at last the subclass only requires what the base declares."""


def part(state: str, other: str) -> JSON:
    properties: dict[str, Any] = {other: TEXT}
    if state in ("optional", "required"):
        properties["n"] = TEXT
    return {
        "type": "object",
        "properties": properties,
        **({"required": ["n"]} if state.startswith("require") else {}),
    }


def inherited(base: str, own: str, *, sent: bool) -> JSON:
    schemas = {
        "Base": part(base, "k"),
        "Sub": {"allOf": [{"$ref": "#/components/schemas/Base"}, part(own, "z")]},
    }
    return document({"$ref": "#/components/schemas/Sub"}, sent=sent, components={"schemas": schemas})


def flat(base: str, own: str, *, sent: bool) -> JSON:
    both = {base, own}
    state = (
        "required" if any(one.startswith("require") for one in both) else "optional" if both != {"absent"} else "absent"
    )
    whole = part(state, "k")
    whole["properties"]["z"] = TEXT
    return document({"$ref": "#/components/schemas/Sub"}, sent=sent, components={"schemas": {"Sub": whole}})


def found(old: JSON, new: JSON, *symbols: str) -> list[tuple[str, str]]:
    """Return rule and level of the changes that have one of some symbols."""
    return sorted(
        (one.rule, one.level.value)
        for one in changes(old, new)
        if one.rule not in ABOUT_CLASSES and set(symbols) & set(one.symbols)
    )


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "received"])
@pytest.mark.parametrize("old", STATES, ids=" and ".join)
def test_a_change_is_reported_for_a_subclass_as_for_a_class_without_a_base(old: tuple[str, str], sent: bool) -> None:
    for new in STATES:
        expected = found(flat(*old, sent=sent), flat(*new, sent=sent), "Sub.n")
        # Where the subclass never declares the property, it is the base's alone, and is reported once.
        symbols = ["Base.n"] if old[1] == new[1] == "absent" else ["Sub.n"]
        assert found(inherited(*old, sent=sent), inherited(*new, sent=sent), *symbols) == expected, new


def test_a_property_that_moves_is_a_change_of_the_base_alone() -> None:
    for old, new in itertools.permutations([("absent", "optional"), ("optional", "absent")]):
        moved = changes(inherited(*old, sent=False), inherited(*new, sent=False))
        assert {symbol for one in moved for symbol in one.symbols} == {"Base.n"}, new
