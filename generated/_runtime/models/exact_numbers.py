"""Writes and reads decimal numbers in JSON with all their digits, which a binary number would change.

pydantic-core writes only numbers that it can hold. Such a number is first written as a text that nothing else can
produce, and becomes a number when the whole document is written.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

_MARK = os.urandom(16).hex()
_TEXT = f"{_MARK}:"
_TEXT_BYTES = _TEXT.encode()
_WRITTEN = re.compile(rb'"' + _TEXT_BYTES + rb'([^"]*)"')


class WrittenNumber(float):
    """A number of a JSON text, with its digits as written."""

    def __new__(cls, text: str) -> WrittenNumber:
        """Return the number; `text` is kept."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __reduce__(self) -> tuple[type[float], tuple[float]]:
        """Copy as a plain number."""
        return float, (float(self),)


def read_digits(text: bytes | bytearray | str) -> Any:
    """Return the JSON document of a text, its numbers with their digits; raise ValueError."""
    return json.loads(text, parse_float=WrittenNumber)


def written(value: Decimal) -> int | float | str:
    """Return a decimal number as the JSON number of the same value, or as the text that stands for it."""
    if value == value.to_integral_value():
        return int(value)
    binary = float(value)
    return binary if Decimal(repr(binary)) == value else f"{_TEXT}{value:f}"


def with_digits(text: bytes) -> bytes:
    """Return the JSON text with such texts turned into numbers."""
    return _WRITTEN.sub(rb"\1", text) if _TEXT_BYTES in text else text


def with_decimals(document: Any) -> Any:
    """Return the JSON document with such texts turned into decimal numbers."""
    match document:
        case str() if document.startswith(_TEXT):
            return Decimal(document.removeprefix(_TEXT))
        case dict():
            members = cast("dict[str, Any]", document)
            for key, value in members.items():
                if isinstance(value, str | dict | list):
                    members[key] = with_decimals(value)
            return members
        case list():
            return [with_decimals(item) for item in cast("Sequence[Any]", document)]
        case _:
            return document
