"""Content: media types and their names, examples, JSON within texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...openapi.json_values import is_mapping, is_sequence
from ...openapi.media_type_names import is_json, is_media_type
from .context import DROPPED, Context, Tokens

_MEDIA_WORDS = {"json": "application/json", "application/x-json": "application/json", "": "application/json"}


def content_types(context: Context, content: Mapping[str, Any], place: Tokens) -> dict[str, Any]:
    """Return content by names that are media types."""
    made: dict[str, Any] = {}
    for name, value in content.items():
        new = _MEDIA_WORDS.get(name.strip().lower(), name.strip())
        if not is_media_type(new):
            context.note((*place, name), f"`{name}` is no media type; left out")
            continue
        if new != name:
            context.note((*place, name), f"the content type `{name}` became `{new}`")
        made.setdefault(new, value if value is not None else {})
    return made


def media_type(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    """Return a media type whose examples are values, and not texts that hold them."""
    made = dict(value)
    named_examples(context, made, place)
    if not is_json(str(place[-1])) if place else True:
        return made
    if isinstance(made.get("example"), str) and (found := _parsed(made["example"])) is not DROPPED:
        context.note((*place, "example"), "JSON within a text became the example that it is")
        made["example"] = found
    examples = made.get("examples")
    if is_mapping(examples):
        made["examples"] = {
            key: _parsed_example(context, one, (*place, "examples", key)) for key, one in examples.items()
        }
    return made


def _parsed_example(context: Context, one: Any, place: Tokens) -> Any:
    if is_mapping(one) and isinstance(one.get("value"), str) and (found := _parsed(one["value"])) is not DROPPED:
        context.note((*place, "value"), "JSON within a text became the example that it is")
        return {**one, "value": found}
    return one


def _parsed(text: str) -> Any:
    if text.strip()[:1] not in ("{", "["):
        return DROPPED
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return DROPPED


def named_examples(context: Context, made: dict[str, Any], place: Tokens) -> None:
    """Give the examples of a parameter, header or media type names, and leave `example` out next to them."""
    examples = made.get("examples")
    if "examples" not in made:
        return
    if is_sequence(examples):
        context.note((*place, "examples"), "a list of examples became examples with names")
        named = {}
        for number, one in enumerate(examples, 1):
            named[str(number)] = one if is_mapping(one) and "value" in one else {"value": one}
        made["examples"] = named
    elif is_mapping(examples):
        wrapped = {key: one if _is_example(one) else {"value": one} for key, one in examples.items()}
        if wrapped != examples:
            context.note((*place, "examples"), "bare examples became objects with a value")
            made["examples"] = wrapped
    if "example" in made and made.get("examples"):
        context.note((*place, "example"), "`example` next to `examples` was left out")
        made.pop("example")
    elif "example" in made and "examples" in made:
        made.pop("examples")


def _is_example(one: Any) -> bool:
    fields = {"value", "externalValue", "$ref", "summary", "description", "dataValue", "serializedValue"}
    return is_mapping(one) and bool(set(one) & fields) and all(key in fields or key.startswith("x-") for key in one)
