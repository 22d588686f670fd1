"""Decimal numbers in JSON with all their digits, where a binary number would have others.

pydantic-core writes no number that it does not hold. Such a number is a text first, which nobody else can have written,
and becomes a number when the whole is written.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

_MARK = secrets.token_hex(16)
_TEXT = f"{_MARK}:"
_WRITTEN = re.compile(rb'"' + _TEXT.encode() + rb'([^"]*)"')


class WrittenNumber(float):
    """A number of a JSON text, with the digits that it has there."""

    def __new__(cls, text: str) -> WrittenNumber:
        """The number; `text` is kept."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __reduce__(self) -> tuple[type[float], tuple[float]]:
        """Copies are plain numbers."""
        return float, (float(self),)


def read_digits(text: bytes | bytearray | str) -> Any:
    """The JSON document of a text, its numbers with their digits; raises ValueError."""
    return json.loads(text, parse_float=WrittenNumber)


def written(value: Decimal) -> int | float | str:
    """A decimal number as what JSON writes with its value."""
    if value == value.to_integral_value():
        return int(value)
    binary = float(value)
    return binary if Decimal(repr(binary)) == value else f"{_TEXT}{value:f}"


def with_digits(text: bytes) -> bytes:
    """The JSON text in which such texts are numbers."""
    return _WRITTEN.sub(rb"\1", text) if _TEXT.encode() in text else text


def with_decimals(document: Any) -> Any:
    """The JSON document in which such texts are decimal numbers."""
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
