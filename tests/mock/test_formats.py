"""Formats of what the mock sends: an independent checker agrees on texts that have them and texts that do not."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.mock.formats import has_format
from generator.mock.scalars import text
from generator.mock.values import Sampler

CASES = [
    ("date-time", "2026-01-02T03:04:05Z", True),
    ("date-time", "2026-01-02t03:04:60.5+01:00", True),
    ("date-time", "2019-12-07T18:46:19.5165400", False),
    ("date-time", "2026-02-30T00:00:00Z", False),
    ("date-time", "", False),
    ("date-time", "Wed May 20 13:51:10 PDT 2015", False),
    ("date", "2026-02-28", True),
    ("date", "2025-10-15T13:51:08.400Z", False),
    ("time", "03:04:05Z", True),
    ("time", "03:04", False),
    ("uri", "https://example.com/a?b=1#c", True),
    ("uri", "string", False),
    ("uri", "https://example.com/{id}", False),
    ("email", "someone@example.com", True),
    ("email", "someone", False),
    ("uuid", "3c90c3cc-0d44-4b50-8888-8dd25736052a", True),
    ("uuid", "3c90c3cc", False),
    ("ipv4", "192.0.2.1", True),
    ("ipv4", "192.0.2.300", False),
    ("ipv6", "2001:db8::1", True),
    ("ipv6", "2001::db8::1", False),
    ("hostname", "a.example.com", True),
    ("hostname", "a_b", False),
    ("duration", "P1DT2H", True),
    ("duration", "P", False),
    ("json-pointer", "/a/~0b", True),
    ("json-pointer", "a", False),
    ("no-such-format", "anything", True),
]


@pytest.mark.parametrize(("format", "value", "expected"), CASES)
def test_a_text_has_a_format(format: str, value: str, expected: bool) -> None:
    assert has_format(value, format) is expected


@pytest.mark.parametrize("format", ["date", "ipv4", "ipv6", "email", "time", "date-time", "uri", "uuid", "duration"])
def test_a_made_up_text_has_its_format(format: str) -> None:
    made = text({"format": format})
    checker = Draft202012Validator.FORMAT_CHECKER
    assert has_format(made, format)
    assert format not in checker.checkers or checker.conforms(made, format)


def test_an_example_without_its_format_is_not_sent() -> None:
    moment: dict[str, Any] = {"type": "string", "format": "date-time"}
    holder = {"type": "object", "examples": [{"at": [""]}], "properties": {"at": {"type": "array", "items": moment}}}
    sampler = Sampler({})
    assert sampler.value({**moment, "examples": ["", "2026-05-06T07:08:09Z"]}) == "2026-05-06T07:08:09Z"
    assert sampler.value(holder) == {"at": ["2026-01-02T03:04:05Z"]}
    assert sampler.failure(holder, {"at": [""]}) is None
    assert not sampler.fits(holder, {"at": [""]})
