"""Bounds of numbers and of lengths, as arguments of pydantic and as keywords of JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping

from ..ir.schemas import NO_LIMITS, Bounds, Number
from ..text.python_source import literal


def field_arguments(limits: Bounds) -> list[str]:
    """Return limits as arguments of `pydantic.Field`."""
    if limits is NO_LIMITS:
        return []
    arguments: Mapping[str, Number | None] = {
        "min_length": None if limits.least is None or limits.least.value == 0 else limits.least,
        "max_length": limits.most,
        "ge": limits.minimum,
        "le": limits.maximum,
        "gt": limits.exclusive_minimum,
        "lt": limits.exclusive_maximum,
    }
    return [f"{argument}={literal(number.value)}" for argument, number in arguments.items() if number is not None]


def limiting_keywords(limits: Bounds) -> dict[str, int | float]:
    """Return the limits of a scalar as keywords of JSON Schema, for the evaluator."""
    if limits is NO_LIMITS:
        return {}
    keywords: Mapping[str, Number | None] = {
        "minLength": limits.least,
        "maxLength": limits.most,
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "exclusiveMinimum": limits.exclusive_minimum,
        "exclusiveMaximum": limits.exclusive_maximum,
    }
    return {keyword: number.value for keyword, number in keywords.items() if number is not None}
