"""Laws of reading scalars: the fast forms of their core schemas accept exactly what the plain rules accept."""

from __future__ import annotations

import json
import math
import operator
import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from generator.runtime.models.adapter import adapter
from generator.runtime.wire.json_text import has_constants

FLOATS = adapter(float, tolerant=True), adapter(float, tolerant=False)
INTEGERS = adapter(int, tolerant=True), adapter(int, tolerant=False)
UUIDS = adapter(list[UUID], tolerant=True)
MOMENTS = adapter(list[datetime], tolerant=True)

UUID_TEXT = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
MOMENT_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?", re.ASCII)
JSON_NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)


def same(one: Any, other: Any) -> bool:
    """Whether two numbers are the same, in type, too."""
    return type(one) is type(other) and repr(one) == repr(other)


@given(JSON_NUMBERS)
@example("-0")
@example("-0.0")
@example("9007199254740993")
@example("1e400")
def test_a_number_is_what_the_json_text_says(text: str) -> None:
    expected = json.loads(text)
    for reader in FLOATS:
        if math.isfinite(expected):
            assert same(reader.validate_json(text), expected)
        else:
            with pytest.raises(ValidationError):
                reader.validate_json(text)


@given(SCALARS)
def test_a_number_in_python_and_in_json_are_read_alike(value: Any) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    for reader in FLOATS:
        for read, given_value in ((reader.validate_json, json.dumps(value)), (reader.validate_python, value)):
            if is_number:
                assert same(read(given_value), value)
            else:
                with pytest.raises(ValidationError):
                    read(given_value)


@given(JSON_NUMBERS)
def test_an_integer_is_a_number_without_a_fraction(text: str) -> None:
    expected = json.loads(text)
    for reader in INTEGERS:
        if math.isfinite(expected) and expected == int(expected):
            assert same(reader.validate_json(text), int(expected))
        else:
            with pytest.raises(ValidationError):
                reader.validate_json(text)


HEX = "0123456789abcdefABCDEF"
ALMOST_UUIDS = (
    st.uuids().map(str)
    | st.uuids().map(lambda one: one.urn)
    | st.uuids().map(lambda one: one.hex)
    | st.uuids().map(lambda one: f"{{{one}}}")
    | st.text(f"{HEX}-{{}}ſé", min_size=32, max_size=40)
    | st.tuples(st.uuids().map(str), st.integers(0, 35), st.sampled_from(f"{HEX}-g{{ é")).map(
        lambda one: one[0][: one[1]] + one[2] + one[0][one[1] + 1 :]
    )
)


@given(ALMOST_UUIDS)
def test_a_uuid_has_the_form_of_its_standard(text: str) -> None:
    document = json.dumps([text])
    if UUID_TEXT.fullmatch(text):
        assert UUIDS.validate_json(document) == [UUID(text)]
    else:
        with pytest.raises(ValidationError):
            UUIDS.validate_json(document)


ALMOST_MOMENTS = st.from_regex(
    r"[0-9٣]{4}-[0-9]{2}-[0-3][0-9][Tt _]?[0-2][0-9]:[0-5][0-9](:[0-6][0-9]([.,][0-9]{1,12})?)?"
    r"([Zz]|[+\u2212-][0-9]{2}:?[0-9]{2})?",
    fullmatch=True,
) | st.from_regex(r"[+-]?[0-9]{4,20}(\.[0-9]{1,8})?", fullmatch=True)


@given(ALMOST_MOMENTS)
@example("1700000000")
@example("2026-11-30")
@example("2026-11-30_10:00:00Z")
@settings(max_examples=300)
def test_a_moment_has_the_form_of_its_standard(text: str) -> None:
    try:
        read = MOMENTS.validate_json(json.dumps([text]))
    except ValidationError:
        return
    assert MOMENT_TEXT.fullmatch(text)
    assert read[0].isoformat()[:16] == text[:16].upper().replace(" ", "T")


@given(st.lists(st.sampled_from(["N", "Na", "NaN", "I", "Infinity", "infinity", "x" * 500, " N" * 70]), max_size=12))
def test_constants_are_found_in_texts_of_any_length(words: list[str]) -> None:
    for text in ("".join(words).encode(), ",".join(words).encode()):
        assert has_constants(text) is (b"NaN" in text or b"Infinity" in text)


COMPARED = {"ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt}
BOUNDS = (-2, -1.5, -1, -0.5, 0, 0.5, 1, 2.25)


@pytest.mark.parametrize("kind", [int, float])
@pytest.mark.parametrize("keyword", COMPARED)
def test_a_bound_is_what_arithmetic_says_with_or_without_a_fraction(kind: type[Any], keyword: str) -> None:
    for bound in BOUNDS:
        if kind is int and bound != int(bound):
            continue  # the generator rounds the bounds of integers
        limit: dict[str, Any] = {keyword: bound}
        reader = adapter(Annotated[kind, Field(**limit)], tolerant=False)
        for value in (*BOUNDS, -3, 3):
            fits = COMPARED[keyword](value, bound) and (kind is float or value == int(value))
            for read, given_value in ((reader.validate_json, json.dumps(value)), (reader.validate_python, value)):
                if fits:
                    assert same(read(given_value), value)
                else:
                    with pytest.raises(ValidationError):
                        read(given_value)
