"""Names for schemas that have none: singulars, and differences between the variants of a union."""

from __future__ import annotations

import pytest

from generator.schema.inline_names import variant_labels
from generator.text.inflection import singular

_PAIRS = """
ActionsCaches ActionsCache; Sizes Size; Cookies Cookie; Aliases Alias; Analyses Analysis; Axes Axis; Movies Movie
Branches Branch; Boxes Box; Classes Class; Responses Response; Databases Database; Policies Policy; Ties Tie
People Person; UserAddresses UserAddress; CallStatuses CallStatus; Heroes Hero; Voices Voice
Sms Sms; SentSms SentSms; Kms Kms; Ebs Ebs; Ids Id; Vms Vm; Apis Api; Dns Dns; Series Series; Status Status; Lens Lens; Media Media; As As
"""


@pytest.mark.parametrize("pair", [pair.split() for line in _PAIRS.splitlines() for pair in line.split(";") if pair])
def test_singulars(pair: list[str]) -> None:
    """Given: the plurals of names, and words that are no plurals."""
    plural, one = pair
    assert singular(plural) == one


def test_the_order_of_keys_does_not_name_a_variant() -> None:
    def variant(*names: str) -> dict[str, object]:
        return {"type": "object", "properties": {name: {"type": "string"} for name in names}}

    labels = variant_labels([variant("a", "b"), variant("c")], None)
    assert labels == variant_labels([variant("b", "a"), variant("c")], None) == ["WithA", "WithC"]


def _object(**properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": {"a": {"type": "string"}, **properties}}


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        (_object(v={"const": 1}), _object(v={"const": 2}), ["WithV1", "WithV2"]),
        (_object(v={"const": -1.5}), _object(v={"const": 2}), ["WithVMinus1Point5", "WithV2"]),
        (_object(ok={"enum": [True]}), _object(ok={"enum": [False]}), ["WithOkTrue", "WithOkFalse"]),
        (_object(v={"enum": [1, 2]}), _object(v={"enum": [3, 2]}), ["WithV1", "WithV3"]),
        (_object(n={"minimum": 18}), _object(n={"maximum": 17}), ["WithNMinimum18", "WithNMaximum17"]),
        (_object(s={"maxLength": 3}), _object(s={"maxLength": 4}), ["WithSMaxLength3", "WithSMaxLength4"]),
        (_object(t={"format": "date"}), _object(t={"format": "date-time"}), ["WithTDate", "WithTDateTime"]),
        (_object(c=_object(s={"const": "x"})), _object(c=_object(s={"const": "y"})), ["WithCSX", "WithCSY"]),
        (_object(c={"items": _object(b={})}), _object(c={"items": _object(d={})}), ["WithCB", "WithCD"]),
        (_object(), _object(), ["Object", "Object2"]),
    ],
)
def test_variants_are_named_after_their_differences(first: object, second: object, labels: list[str]) -> None:
    """Constants and values of every type, limits, formats, and what is within; a number only if nothing differs."""
    assert variant_labels([first, second], None) == labels
    assert variant_labels([second, first], None) == (labels[::-1] if labels[0] != "Object" else labels)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ({"const": "cat"}, "Cat"),
        ({"enum": ["cat"]}, "Cat"),
        ({"enum": ["cat", "dog"]}, "WithA"),
        ({"type": "string"}, "WithA"),
        (True, "WithA"),
        ({}, "WithA"),
        ({"const": ""}, "WithA"),
    ],
)
def test_a_constant_names_a_variant(kind: object, label: str) -> None:
    first = {"type": "object", "properties": {"kind": kind, "a": {}}, "required": ["kind", "a"]}
    other = {"type": "object", "properties": {"kind": {"const": "other"}, "c": {}}, "required": ["kind", "c"]}
    assert variant_labels([first, other], "kind")[0] == label
