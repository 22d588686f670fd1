"""Singulars: what an item of an array is called."""

from __future__ import annotations

import pytest

from generator.wording import singular

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
