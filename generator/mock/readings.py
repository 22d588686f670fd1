"""Reads texts of parameters and form fields as JSON values: of several that a text may mean, the schema accepts one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NoReturn, TypeAlias

from .values import Sampler, Schema

JSONValue: TypeAlias = Any
Texts: TypeAlias = "str | Sequence[Texts] | Mapping[str, Texts]"
"""A text, or texts by position or name."""

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
MOST_SHAPES = 50
"""Variants of nested unions that are tried."""


def structures(raw: Sequence[str], style: str = "") -> Iterator[Texts]:
    """Yield what the texts of a parameter may be in a style: one text, a list, an object (OpenAPI 3.2, 4.12.3)."""
    first = raw[0] if len(raw) == 1 else ",".join(raw)
    yield first
    text = first.lstrip(".;") if style in ("label", "matrix") else first
    parts = re.split(r"[.,]", text) if style == "label" else text.split(_DELIMITERS.get(style, ","))
    parts = [*raw] if len(raw) > 1 else parts
    yield parts
    pairs = dict(part.split("=", 1) for part in re.split(r"[&,;]", text) if "=" in part)
    if pairs or not text:
        yield {key.partition("[")[2].rstrip("]") or key: value for key, value in pairs.items()}
    if len(parts) % 2 == 0:
        yield dict(zip(parts[::2], parts[1::2], strict=True))


def fitted(given: Texts, schema: Schema, sampler: Sampler) -> JSONValue:
    """Return the value that texts mean which the schema accepts; if there is none, the one that is most like it."""
    first: list[JSONValue] = []
    for shape in islice(sampler.shapes(schema), MOST_SHAPES):
        for value in _values(given, shape, sampler):
            if sampler.failure(schema, value) is None:
                return value
            first.append(value)
    return first[0] if first else given


def _values(given: Texts, shape: Mapping[str, Any], sampler: Sampler) -> Iterator[JSONValue]:
    """Yield what texts may mean where a schema without unions is expected, the likeliest first."""
    types: str | Sequence[str] = shape.get("type", ())
    match given:
        case str():
            if isinstance(decoded := _decoded(given, types), (list, dict)):
                yield decoded
            yield from _scalars(given, types)
            if "array" in types:
                yield [fitted(given, shape.get("items", True), sampler)]
        case Mapping():
            known, others = shape.get("properties", {}), shape.get("additionalProperties", True)
            yield {name: fitted(one, known.get(name, others), sampler) for name, one in given.items()}
        case _:
            yield [fitted(one, shape.get("items", True), sampler) for one in given]


def _scalars(text: str, types: str | Sequence[str]) -> Iterator[JSONValue]:
    """Yield a text as it is, as the number or boolean that it spells, and as null if it is empty."""
    read = _read(text)
    is_other = isinstance(read, (bool, int, float))
    if is_other and types and "string" not in types:
        yield read
    yield text
    if is_other:
        yield read
    if text in ("", "null"):
        yield None


def _decoded(text: str, types: str | Sequence[str]) -> JSONValue:
    """Return the array or object that a text is in JSON, if one is expected; None otherwise."""
    wanted = {"[": "array", "{": "object"}.get(text.lstrip()[:1])
    return _read(text) if wanted is not None and (not types or wanted in types) else None


def _read(text: str) -> JSONValue:
    """Return the value of a text in JSON; None if it is none."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
