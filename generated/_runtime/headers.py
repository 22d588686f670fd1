"""Values that arrive as text: response headers (style `simple`) and the fields of forms."""

from __future__ import annotations

import json
from typing import Any, TypeVar, get_origin
from urllib.parse import unquote

from .adapter import Adapter, adapter

H = TypeVar("H")


def read_header(value: str, type_: type[H], explode: bool) -> H:
    """A header as a value of a type; raises `ValueError` where it is none (OpenAPI 3.2, 4.21 Header Object)."""
    value = value.strip()
    reader: Adapter[H] = adapter(type_, tolerant=True)
    origin = get_origin(type_) or type_
    if origin in (list, set, tuple):
        items = [_unquoted(item) for item in value.split(",")] if value else []
        return typed(reader, items)
    if origin is dict or hasattr(type_, "model_fields"):
        return typed(reader, _pairs(value, explode))
    return typed(reader, _unquoted(value))


def typed(reader: Adapter[H], value: Any) -> H:
    """The value with texts read as numbers and so on where the type wants them."""
    try:
        return reader.validate_python(value)
    except ValueError as error:
        converted = _converted(value, error)
        if converted == value:
            raise
        try:
            return reader.validate_python(converted)
        except ValueError:
            if isinstance(converted, dict | list):
                return reader.validate_python(_all_converted(converted))
            raise


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _pairs(value: str, explode: bool) -> dict[str, str]:
    items = [unquote(item.strip()) for item in value.split(",")] if value else []
    if explode:
        return {key: item for key, _, item in (entry.partition("=") for entry in items)}
    return dict(zip(items[::2], items[1::2], strict=False))


def _converted(value: Any, error: ValueError) -> Any:
    """The value with the texts converted that the error complains about."""
    places = {tuple(problem["loc"]) for problem in getattr(error, "errors", list[Any])()}
    if isinstance(value, str):
        return _number(value)
    if isinstance(value, list):
        return [
            _number(item) if any(loc[:1] == (index,) for loc in places) else item for index, item in enumerate(value)
        ]
    if isinstance(value, dict):
        return {key: _property(item, [loc[1:] for loc in places if loc[:1] == (key,)]) for key, item in value.items()}
    return value


def _property(value: Any, places: list[tuple[Any, ...]]) -> Any:
    """A property that the error complains about: a text that is no text, or a single item that should be a list."""
    if not places:
        return value
    return _all_converted(value) if isinstance(value, str | list) else value


def _all_converted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _all_converted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_all_converted(item) for item in value]
    return _number(value) if isinstance(value, str) else value


def _number(text: str) -> Any:
    """The JSON value that a text is, or the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text
