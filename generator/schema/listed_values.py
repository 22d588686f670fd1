"""Adjusts `enum`, `const` and `default` of a schema to its `type`, which takes precedence."""

from __future__ import annotations

from typing import Any

from ..openapi.json_values import json_contains
from ..openapi.references import is_sequence
from ..runtime.json_schema.values import identity
from .json_types import Warn, is_of, number_of, shown, types_of


def read_enum(schema: dict[str, Any], warn: Warn, *, legacy: bool) -> None:
    """Keep the values that `type` allows, converted if that is what they mean; `schema` is changed.

    In 2.0 and 3.0 (`legacy`), null among the values is also a type of the schema, and vice versa.
    """
    kinds = types_of(schema)
    values: list[Any] = schema["enum"]
    matching = [value for value in values if any(is_of(value, kind) for kind in kinds)]
    if legacy and None in values and None not in matching:
        schema["type"] = kinds = [*kinds, "null"]
        matching = [value for value in values if any(is_of(value, kind) for kind in kinds)]
    if len(matching) == len(values):
        if "null" in kinds and not legacy and None not in values:
            kinds = [kind for kind in kinds if kind != "null"]
            schema["type"] = kinds[0] if len(kinds) == 1 else kinds
        elif "null" in kinds and None not in values:
            schema["enum"] = [*values, None]
        return
    if matching and not legacy:
        schema["enum"] = matching
        _report_excluded(values, kinds, warn, "`type` excludes it, it is left out")
        return
    converted = [_converted(value, kinds) for value in values]
    if all(any(is_of(value, kind) for kind in kinds) for value in converted):
        _report_excluded(values, kinds, warn, f"it is not of type {' or '.join(kinds)}")
        first = {identity(value): value for value in reversed(converted)}
        schema["enum"] = [*first.values()][::-1]
    elif matching:
        _report_excluded(values, kinds, warn, f"it is not of type {' or '.join(kinds)}")
        schema["enum"] = matching
    else:
        _report_excluded(values, kinds, warn, f"none is of type {' or '.join(kinds)}, so `enum` is left out")
        del schema["enum"]


def read_const(schema: dict[str, Any], warn: Warn) -> None:
    """Convert a constant to the type that it is meant to have; leave it out if the two contradict each other."""
    kinds = types_of(schema)
    value = schema["const"]
    meant = _converted(value, kinds)
    if meant is value and any(is_of(value, kind) for kind in kinds):
        return
    if any(is_of(meant, kind) for kind in kinds):
        schema["const"], outcome = meant, f"it is read as {shown(meant)}"
    else:
        del schema["const"]
        outcome = "it is left out"
    warn("enum-type-mismatch", f"`const` {shown(value)} is not of type {' or '.join(kinds)}: {outcome}", "const")


def _report_excluded(values: list[Any], kinds: list[str], warn: Warn, why: str) -> None:
    excluded = [index for index, value in enumerate(values) if not any(is_of(value, kind) for kind in kinds)]
    others = f" and {len(excluded) - 1} more" if len(excluded) > 1 else ""
    message = f"the value {shown(values[excluded[0]])}{others} of `enum`: {why}"
    warn("enum-type-mismatch", message, "enum", str(excluded[0]))


def _converted(value: Any, kinds: list[str]) -> Any:
    """Return a value of an enumeration in the type that it is meant to have: YAML reads an unquoted `1` as a number."""
    if any(is_of(value, kind) for kind in kinds):
        return value
    if "string" in kinds and isinstance(value, bool):
        return str(value).lower()
    if "string" in kinds and isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        if "boolean" in kinds and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if {"integer", "number"} & set(kinds):
            number = number_of(value)
            return value if number is None else number
    return value


def read_default(schema: dict[str, Any], warn: Warn) -> None:
    """Leave out a default that is not valid for its own schema; `schema` is changed."""
    default, kinds = schema["default"], types_of(schema)
    wrong = bool(kinds) and not any(is_of(default, kind) for kind in kinds)
    listed = schema.get("enum")
    if not wrong and is_sequence(listed):
        wrong = not json_contains(listed, default)
    if wrong:
        del schema["default"]
        message = f"the default {shown(default)} does not fit its own schema; it is left out"
        warn("default-type-mismatch", message, "default")
