"""Derives fields from a sample: names and JSON types, marked as known from a sample alone.

Nothing is required, nothing is closed, and a placeholder only has the type of its JSON value.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..operations import Field
from ..reading import OriginKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...document.document import JSON
    from ..samples.sample import Sample
    from .loose_json import Comment

MOST_DEPTH = 12
_MARK = re.compile(
    r"[(\[]?(required|optional|mandatory)\b(?!\s+(?:if|when|unless|for))[)\]]?[ \t:;,.\u2013\u2014-]*", re.IGNORECASE
)
_ANY = re.compile(r"<(?:any|unknown)>|\{\{?\s*\w+\s*\}?\}|\$\w+|\.\.\.", re.IGNORECASE)
_TYPED = re.compile(
    r"<(string|integer|number|boolean|object|array|long|double|float|int|uuid|dateTime|date|uri|email)>", re.IGNORECASE
)


def sampled_field(name: str, value: JSON, line: int, depth: int = 0) -> Field:
    """Return the field that a value of a sample is."""
    fields: tuple[Field, ...] = ()
    if depth > MOST_DEPTH:
        return Field(name, line, typed=False, origin=OriginKind.SAMPLE)
    match value:
        case bool():
            schema: dict[str, JSON] = {"type": "boolean"}
        case int():
            schema = {"type": "integer"}
        case float():
            schema = {"type": "number"}
        case str():
            schema = _string(value)
        case dict():
            schema = {"type": "object"}
            fields = tuple(sampled_field(key, inner, line, depth + 1) for key, inner in value.items())
        case list():
            return _array(name, value, line, depth)
        case None:
            schema = {}
    return Field(name, line, schema, typed=bool(schema), fields=fields, origin=OriginKind.SAMPLE)


def with_comments(field: Field, comments: Sequence[Comment]) -> Field:
    """Return the field of a sample with what comments next to its members say: `// required`, `// The callee`."""
    said = {tuple(one for one in comment.path if isinstance(one, str)): comment.text for comment in comments}
    return _commented(field, said, ()) if said else field


def _commented(field: Field, said: Mapping[tuple[str, ...], str], path: tuple[str, ...]) -> Field:
    fields = tuple(_commented(one, said, (*path, one.name)) for one in field.fields)
    text = said.get(path, "").strip() if path else ""
    mark = _MARK.match(text)
    text = text[mark.end() :].strip() if mark else text
    required = field.required if mark is None else mark[1].lower() != "optional"
    return replace(field, fields=fields, required=required, description=field.description or text)


def sampled_form(sample: Sample) -> Field:
    """Return the object that the fields of a sample's form are. Each is text or a file: a form says no other types."""
    fields = [_part(name, value, sample.line) for name, value in dict(sample.form).items()]
    return Field("", sample.line, {"type": "object"}, fields=tuple(fields), origin=OriginKind.SAMPLE)


def _part(name: str, value: str, line: int) -> Field:
    schema: dict[str, JSON] = {"type": "string", "format": "binary"} if value.startswith("@") else {"type": "string"}
    return Field(name, line, schema, origin=OriginKind.SAMPLE)


def _string(value: str) -> dict[str, JSON]:
    if _ANY.fullmatch(value):
        return {}
    typed = _TYPED.fullmatch(value)
    # `<integer>` says what is to be put in, and JSON has a text there: neither is believed.
    return {} if typed and typed[1].lower() != "string" else {"type": "string"}


def _array(name: str, value: list[JSON], line: int, depth: int) -> Field:
    """Return an array whose items have what all items of the sample have in common."""
    items = [sampled_field("", one, line, depth + 1) for one in value]
    if not items:
        return Field(name, line, {"type": "array"}, origin=OriginKind.SAMPLE)
    kinds = {str(one.schema.get("type")) for one in items}
    if len(kinds) > 1 or not items[0].schema:
        return Field(name, line, {"type": "array"}, origin=OriginKind.SAMPLE)
    merged: dict[str, Field] = {}
    for one in items:
        for inner in one.fields:
            merged.setdefault(inner.name, inner)
    return Field(
        name,
        line,
        {"type": "array", "items": dict(items[0].schema)},
        fields=tuple(merged.values()),
        origin=OriginKind.SAMPLE,
    )
