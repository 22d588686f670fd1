"""Reads values that arrive as text: response headers (style `simple`) and the fields of forms."""

from __future__ import annotations

import json
from typing import Any, TypeVar, cast, get_origin
from urllib.parse import unquote

from ..models.adapter import Adapter, adapter

H = TypeVar("H")

_MOST_TRIES = 3


def read_header(value: str, type_: type[H], explode: bool) -> H:
    """Return a header as a value of a type; raise `ValueError` if it is none (OpenAPI 3.2, 4.21 Header Object)."""
    value = value.strip()
    reader: Adapter[H] = adapter(type_, tolerant=True)
    origin = get_origin(type_) or type_
    if origin in (list, set, tuple):
        items = [_unquoted(item) for item in value.split(",")] if value else []
        return typed(reader, items)
    if value.startswith(("{", "[")) and (origin is dict or hasattr(type_, "model_fields")):  # a header with `content`
        return reader.validate_json(value)
    if origin is dict or hasattr(type_, "model_fields"):
        return typed(reader, _pairs(value, explode))
    return typed(reader, _unquoted(value))


def typed(reader: Adapter[H], value: Any) -> H:
    """Return the value, with texts read as numbers and so on if the type needs that."""
    converted = value
    for _ in range(_MOST_TRIES):
        try:
            return reader.validate_python(converted)
        except ValueError as error:
            # A list of one comes as its item, which may have to be converted, too.
            converted = _converted(converted, error)
    try:
        return reader.validate_python(_all_converted(converted))
    except ValueError:
        return reader.read_python(converted)


def json_value(content: bytes) -> Any:
    """Return a JSON value, of no particular type."""
    return json.loads(content)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _pairs(value: str, explode: bool) -> dict[str, str]:
    items = [item.strip() for item in value.split(",")] if value else []
    if explode:
        return {unquote(key): unquote(item) for key, _, item in (entry.partition("=") for entry in items)}
    texts = [unquote(item) for item in items]
    return dict(zip(texts[::2], texts[1::2], strict=False))


def _converted(value: Any, error: ValueError) -> Any:
    """Return the value with those texts converted that the error is about; a list of one item came as the item."""
    problems = _problems(error)
    places: set[Any] = {problem["loc"][0] for problem in problems if problem["loc"]}
    lists = {problem["loc"][0] for problem in problems if len(problem["loc"]) == 1 and problem["type"] == "list_type"}
    match value:
        case dict():
            items = cast(dict[str, Any], value).items()
            return {
                key: [item] if key in lists else _all_converted(item) if key in places else item for key, item in items
            }
        case list():
            entries = enumerate(cast(list[object], value))
            return [_all_converted(item) if index in places else item for index, item in entries]
        case _:
            return _all_converted(value)


def _problems(error: ValueError) -> list[Any]:
    from pydantic import ValidationError

    return error.errors(include_url=False, include_context=False) if isinstance(error, ValidationError) else []


def _all_converted(value: Any) -> Any:
    match value:
        case dict():
            return {key: _all_converted(item) for key, item in cast(dict[str, Any], value).items()}
        case list():
            return [_all_converted(item) for item in cast(list[object], value)]
        case str():
            return _number(value)
        case _:
            return value


def _number(text: str) -> Any:
    """Return the JSON value of a text, or the text if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text
