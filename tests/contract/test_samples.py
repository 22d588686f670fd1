"""The samples themselves: a provider that is new breaks no test only because a payload is hard to make up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.judge import Judge
from tests.support.payloads import sample
from tests.support.samples import MISSING, conforming

_JUDGE = Judge({})


@pytest.mark.parametrize(
    "keywords",
    [
        {"pattern": r"^\+[1-9]\d{6,14}$"},
        {"pattern": r"^[A-Z]+$", "minLength": 20},
        {"pattern": r"^(?=.*[A-Z])(?=.*\d).{8,}$", "maxLength": 12},
        {"pattern": r"^\p{Lu}\p{Ll}*$"},
        {"pattern": r"^(?<prefix>sk)_[a-f0-9]{32}$"},
        {"pattern": r"^agent_\w+(?<!x)$", "examples": ["nothing of the kind", "agent_7"]},
        {"format": "uuid", "pattern": "^0190"},
        {"minLength": 3, "maxLength": 3},
    ],
)
def test_texts_fit(keywords: dict[str, Any]) -> None:
    """Given: E.164, a length, look-around, Unicode properties, a named group, an example, a format."""
    schema = {"type": "object", "properties": {"to": {"type": "string", **keywords}}, "required": ["to"]}
    assert _JUDGE.strict(schema, sample(_JUDGE, schema, full=False)) == []


@pytest.mark.parametrize(
    "keywords",
    [
        {"minimum": 0.5, "maximum": 0.9},
        {"exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"maximum": -3},
        {"minimum": 0.005, "multipleOf": 0.01},
        {"type": "integer", "exclusiveMaximum": 0},
        {"type": "integer", "minimum": 10, "exclusiveMinimum": 10, "multipleOf": 7},
    ],
)
def test_numbers_fit(keywords: dict[str, Any]) -> None:
    """Given: bounds, excluded ones, and steps."""
    schema = {"type": "number", **keywords}
    assert _JUDGE.strict(schema, sample(_JUDGE, schema)) == []


def test_a_value_is_searched_if_no_sample_fits() -> None:
    """Given: items that have to differ; then a schema that nothing fits."""
    several = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "uniqueItems": True}
    assert _JUDGE.strict(several, conforming(_JUDGE, "strict", several)) == []
    nothing = {"type": "string", "pattern": "^a$", "minLength": 3}
    assert conforming(_JUDGE, "strict", nothing) is MISSING


@pytest.mark.parametrize(
    ("text", "fits"), [("+14155550100", True), ("+1415555010\u0663", False), ("+14155550100\n", False)]
)
def test_the_judge_reads_patterns_as_ecmascript_does(text: str, fits: bool) -> None:
    """Given: a digit that is not of ASCII, and a line feed behind the end."""
    assert (_JUDGE.strict({"type": "string", "pattern": r"^\+[1-9]\d{6,14}$"}, text) == []) is fits
