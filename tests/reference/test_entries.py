"""What pages list of classes and operations, and the words by which operations are found."""

from __future__ import annotations

import pytest

from generator.reference.entries import classes
from generator.reference.search import forms, other_verbs

MODELS = '''"""Models."""
from typing import TypeAlias

class Call(Model):
    """A call."""

    id: str
    """Its id."""
    parent: Call | None = None

class _Hidden(Model):
    x: int

Result: TypeAlias = Call | int
_Inner: TypeAlias = int
LIMIT: int = 5
'''


def test_public_classes_and_aliases_are_listed() -> None:
    files = {"models.py": MODELS, "models/leg.py": "class Leg(Call):\n    pass\n", "calls.py": "class Calls: pass\n"}
    found = classes(files, ["models.py"])
    assert [(one.name, one.module, one.bases, one.text) for one in found] == [
        ("Call", "models", "Model", "A call."),
        ("Leg", "models.leg", "Call", ""),
        ("Result", "models", "", ""),
    ]
    assert [len(one.fields) for one in found] == [2, 0, 0]
    assert found[2].alias == "Call | int"
    assert [one.name for one in classes(files, ["calls.py"])] == ["Calls"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call", ["call", "calls"]),
        ("calls", ["calls", "call"]),
        ("companies", ["companies", "company"]),
        ("a day", ["day", "days"]),
        ("status", ["status"]),
        ("boxes", ["boxes", "box"]),
        ("the", []),
        ("", []),
    ],
)
def test_words_are_listed_in_both_numbers_and_small_ones_left_out(text: str, expected: list[str]) -> None:
    found = forms(text)
    assert found[: len(expected)] == expected
    assert bool(found) is bool(expected)


def test_other_verbs_are_those_of_the_method() -> None:
    assert "browse" in other_verbs("calls.list_all")
    assert other_verbs("calls.frobnicate") == []
