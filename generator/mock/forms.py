"""Reads the bodies of forms, `application/x-www-form-urlencoded` and `multipart/form-data`, as JSON values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl

from .readings import MOST_SHAPES, Texts, fitted
from .values import Sampler, Schema

JSONValue: TypeAlias = Any

URLENCODED = "application/x-www-form-urlencoded"
_MOST_FIELDS = 10_000
_DEEPEST = 20
_KEYS = re.compile(r"\[([^\[\]]*)\]")


def is_form(content_type: str) -> bool:
    """Return whether a media type, in lower case and without parameters, is one of those read here."""
    return content_type in (URLENCODED, "multipart/form-data")


def form_value(content: bytes, content_type: str, schema: Schema, sampler: Sampler) -> JSONValue:
    """Return the value of a form for its schema; files are texts, a character for each byte.

    Raises:
        ValueError: the body is no form of its content type.
    """
    found: dict[str, list[str]] = {}
    for name, text in _fields(content, content_type):
        found.setdefault(name, []).append(text)
    declared = {name for shape in islice(sampler.shapes(schema), MOST_SHAPES) for name in shape.get("properties", ())}
    return fitted(_nested(found, declared), schema, sampler)


def _fields(content: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    if content_type.strip().lower().startswith(URLENCODED):
        text = content.decode("utf-8")
        yield from parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        return
    # Imported late: few bodies have parts.
    from ..runtime.wire.multipart_reader import parts

    for part in parts(content, content_type):
        if part.name is None:
            raise ValueError("a part has no name")
        yield part.name, _text(part.content)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _nested(fields: Mapping[str, Sequence[str]], declared: set[str]) -> dict[str, Texts]:
    """Return fields by name; `a[b]=1`, `a[]=1` and `a[0]=1` are members of `a`, unless a field has that very name."""
    found: dict[str, Any] = {}
    for name, texts in fields.items():
        value: Texts = texts if len(texts) > 1 else texts[0]
        head, bracket, _ = name.partition("[")
        keys = _KEYS.findall(name[len(head) :])
        if name in declared or not bracket or not head or len(keys) > _DEEPEST:
            found[name] = value
        elif keys == [""]:
            found[head] = texts
        else:
            _enter(found, [head, *keys], value)
    return {name: _listed(one) for name, one in found.items()}


def _enter(members: dict[str, Any], keys: Sequence[str], value: Texts) -> None:
    for key in keys[:-1]:
        below = members.setdefault(key, {})
        if not isinstance(below, dict):
            return
        members = cast("dict[str, Any]", below)
    members[keys[-1]] = value


def _listed(value: Any) -> Texts:
    """Return members with the names 0, 1, 2 … as a list."""
    if not isinstance(value, dict):
        return cast("Texts", value)
    members = {name: _listed(one) for name, one in cast("dict[str, Any]", value).items()}
    if members and list(members) == [str(index) for index in range(len(members))]:
        return [*members.values()]
    return members if list(members) != [""] else members[""]
