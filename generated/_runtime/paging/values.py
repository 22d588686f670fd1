"""Finds values at a JSON Pointer (RFC 6901) in a response, and replaces values in a request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..models.model import Model
from ..problems import MISSING

_INDEX = re.compile(r"-1|\d{1,9}")


def find(value: object, path: Sequence[str]) -> Any:
    """Return the value at a path, in models by wire names; `MISSING` if there is none.

    The step `-1` is the last item of a list.
    """
    for step in path:
        match value:
            case Model():
                value = _member(value, step)
            case Mapping():
                value = cast("Mapping[str, object]", value).get(step, MISSING)
            case list() | tuple():
                items = cast("Sequence[object]", value)
                index = int(step) if _INDEX.fullmatch(step) else len(items)
                value = items[index] if -len(items) <= index < len(items) else MISSING
            case _:
                return MISSING
    return value


def replaced(value: object, path: Sequence[str], new: object) -> Any:
    """Return a copy with another value at a path; missing objects are created."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    inner = find(value, (step,))
    changed = replaced(None if inner is MISSING else inner, rest, new)
    match value:
        case Model():
            name = _field(type(value), step)
            return value.with_extra({step: changed}) if name is None else value.model_copy(update={name: changed})
        case Mapping():
            return {**cast("Mapping[str, object]", value), step: changed}
        case _:
            return {step: changed}


def _member(model: Model, step: str) -> object:
    name = _field(type(model), step)
    if name is None:
        return (model.model_extra or {}).get(step, MISSING)
    return vars(model).get(name, MISSING)


def _field(model: type[Model], wire: str) -> str | None:
    """Return the field for a property on the wire; None if none is declared."""
    fields = model.__pydantic_fields__
    if wire in fields and fields[wire].alias in (None, wire):
        return wire
    return next((name for name, one in fields.items() if one.alias == wire), None)
