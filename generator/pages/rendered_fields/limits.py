"""Limits as rendered pages put them into words: `Required range: 1 <= x <= 100`, `Required string length: 24`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...document.document import JSON

_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_LABEL = re.compile(
    r"(required range|required string length|required array length|required length|minimum string length|"
    r"maximum string length|minimum array length|maximum array length|minimum length|maximum length|"
    r"(?:required )?pattern|required properties count)\s*:\s*(.*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"({_NUMBER})\s*(<=?|≤)\s*x\s*(<=?|≤)\s*({_NUMBER})")
_ABOVE = re.compile(rf"x\s*(>=?|≥)\s*({_NUMBER})|({_NUMBER})\s*(<=?|≤)\s*x")
_BELOW = re.compile(rf"x\s*(<=?|≤)\s*({_NUMBER})")
_SPAN = re.compile(r"(\d+)(?:\s*[-\u2013]\s*(\d+))?(?:\s*(?:elements?|characters?|items?))?")


def is_limit(line: str) -> bool:
    """Return whether a line puts a limit into words."""
    return _LABEL.match(line) is not None


def keywords(line: str, schema: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the keywords that a line means for a schema of a type; empty if it means none, or is not understood."""
    match = _LABEL.match(line)
    if match is None:
        return {}
    label, value = match[1].lower(), match[2].strip().strip("`").strip()
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if label.endswith("range"):
        return _range(value) if {"integer", "number"} & set(map(str, kinds)) else {}
    if label.endswith("pattern"):
        return {"pattern": value} if value and "string" in kinds and _is_pattern(value) else {}
    of_array = "array" in label or ("string" not in label and "array" in kinds)
    if not of_array and "string" not in kinds:
        return {}
    least, most = ("minItems", "maxItems") if of_array else ("minLength", "maxLength")
    return _length(label, value, least, most)


def _length(label: str, value: str, least: str, most: str) -> dict[str, JSON]:
    span = _SPAN.fullmatch(value)
    if span is None:
        return {}
    first, last = int(span[1]), int(span[2] or span[1])
    if label.startswith("minimum"):
        return {least: first}
    if label.startswith("maximum"):
        return {most: first}
    return {least: first, most: last} if first <= last else {}


def _range(value: str) -> dict[str, JSON]:
    if match := _BETWEEN.fullmatch(value):
        return {_lower(match[2]): json.loads(match[1]), _upper(match[3]): json.loads(match[4])}
    if match := _ABOVE.fullmatch(value):
        sign, number = (match[1], match[2]) if match[2] else (match[4], match[3])
        return {_lower(sign): json.loads(number)}
    if match := _BELOW.fullmatch(value):
        return {_upper(match[1]): json.loads(match[2])}
    return {}


def _lower(sign: str) -> str:
    return "minimum" if "=" in sign or sign in "≤≥" else "exclusiveMinimum"


def _upper(sign: str) -> str:
    return "maximum" if "=" in sign or sign in "≤≥" else "exclusiveMaximum"


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
