"""Forms that samples send → payloads of the declared types. A form has nothing but text (WHATWG URL, 5.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...document.document import JSON
from ...openapi.json_values import is_mapping, is_sequence
from ..conformance import at
from ..json_access import members
from ..reading import PagePayload
from ..samples.sample import FORM, MULTIPART, Sample

_INNER = re.compile(r"\[([^\[\]]*)\]")
_MOST_DEPTH = 10


def form_value(sample: Sample) -> dict[str, JSON] | None:
    """Return the fields of a sample's form, all of them text; None if there are none, or one of them is a file.

    `metadata[key]` is a member of the object `metadata`, `to[]` and a name that occurs twice are lists.
    """
    value: dict[str, JSON] = {}
    for name, text in sample.form:
        inner = _INNER.findall(name)
        if text.startswith("@") or len(inner) > _MOST_DEPTH:
            return None
        _put(value, [name.partition("[")[0], *inner], text)
    return value or None


def _put(target: dict[str, JSON], keys: list[str], text: str) -> None:
    name = keys[0]
    held = target.get(name)
    if keys[1:] == [""]:
        target[name] = [*held, text] if isinstance(held, list) else [text]
    elif keys[1:]:
        inner = held if isinstance(held, dict) else {}
        target[name] = inner
        _put(inner, keys[1:], text)
    elif name in target:
        target[name] = [*held, text] if isinstance(held, list) else [held, text]
    else:
        target[name] = text


def typed(example: PagePayload, document: Mapping[str, Any]) -> PagePayload:
    """Return an example of a form with the types that the document declares: 30 for `30`, where an integer is."""
    if not example.is_form:
        return example
    content = members(document, "paths", example.path, example.method, "requestBody", "content")
    media_type = members(content, FORM) or members(content, MULTIPART)
    return replace(example, value=_typed(example.value, media_type.get("schema"), document, 0))


def _typed(value: JSON, schema: Any, document: Mapping[str, Any], depth: int) -> JSON:
    reference = schema.get("$ref") if is_mapping(schema) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        schema = at(document, reference[1:])
    if depth > _MOST_DEPTH or not is_mapping(schema):
        return value
    said = schema.get("type")
    types: set[object] = set(said) if is_sequence(said) else {said}
    match value:
        case dict():
            properties = members(schema, "properties")
            return {name: _typed(inner, properties.get(name), document, depth + 1) for name, inner in value.items()}
        case list():
            return [_typed(inner, schema.get("items"), document, depth + 1) for inner in value]
        case str() if "array" in types:
            return [_typed(value, schema.get("items"), document, depth + 1)]
        case str() if types & {"integer", "number", "boolean"} and "string" not in types:
            return _scalar(value, types)
        case _:
            return value


def _scalar(text: str, types: set[object]) -> JSON:
    """Return the value that a text writes, if it is of one of the types; else the text."""
    if re.fullmatch(r"-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?", text) and types & {"integer", "number"}:
        number: JSON = json.loads(text)
        return number
    return text == "true" if text in ("true", "false") and "boolean" in types else text
