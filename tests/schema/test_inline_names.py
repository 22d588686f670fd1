"""Names for schemas that have none: singulars, and what tells the variants of a union apart."""

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
