"""Reads names and texts of an enumeration's values from extensions of other generators.

A client takes the values themselves (`Literal[0, 1]`), so their meaning becomes part of the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..openapi.references import is_mapping, is_sequence

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-speakeasy-enums")
_TEXTS = ("x-enum-descriptions", "x-enumDescriptions", "x-speakeasy-enum-descriptions")
_HEAD = "Values:\n"
_SEPARATORS = re.compile(r"[\W_]+")
_MOST = 100
"""Values that are explained; a longer list is no text that anybody reads."""


def with_value_texts(description: object, node: Mapping[str, Any]) -> object:
    """Return the description of an enumeration with what its extensions say about the values, if anything."""
    lines = list(_lines(node))
    if not lines or len(lines) > _MOST:
        return description
    text = description.strip() if isinstance(description, str) else ""
    return "\n\n".join(filter(None, (text, _HEAD + "\n".join(lines))))


def value_texts(description: str) -> str:
    """Return the part of such a description that is about the values; empty if there is none."""
    _, head, rest = description.rpartition(_HEAD)
    return head + rest if head else ""


def _lines(node: Mapping[str, Any]) -> Iterator[str]:
    values = node.get("enum")
    if not is_sequence(values) or not any(key.startswith("x-") for key in node):
        return
    known = _known(node, list(values))
    for index, value in enumerate(values):
        if value is None or not isinstance(value, str | int | float):
            continue
        name, text = known.get(index, ("", ""))
        name = "" if _plain(name) == _plain(str(value)) else name
        if _plain(text) in (_plain(name), _plain(str(value))):
            text = ""
        if name or text:
            yield f"- `{value}`: {'. '.join(filter(None, (name, text)))}"


def _known(node: Mapping[str, Any], values: list[Any]) -> dict[int, tuple[str, str]]:
    """Return index of a value → its name and its text."""
    named = _by_index([node.get(key) for key in _NAMES], values)
    texts = _by_index([node.get(key) for key in _TEXTS], values)
    details = _details(node, values)
    found: dict[int, tuple[str, str]] = {}
    for index in range(len(values)):
        name, text = details.get(index, ("", ""))
        found[index] = (named.get(index) or name, texts.get(index) or text)
    return found


def _by_index(given: list[Any], values: list[Any]) -> dict[int, str]:
    """Return index → text, from lists parallel to the values and from objects by value."""
    found: dict[int, str] = {}
    for one in reversed(given):
        if is_sequence(one) and len(one) == len(values):
            found |= {index: text for index, text in enumerate(map(_text, one)) if text}
        elif is_mapping(one):
            texts = {index: _text(one.get(str(value))) for index, value in enumerate(values)}
            found |= {index: text for index, text in texts.items() if text}
    return found


def _details(node: Mapping[str, Any], values: list[Any]) -> dict[int, tuple[str, str]]:
    """Return index → name and text, from `x-ms-enum` and `x-fern-enum`, which have both."""
    found: dict[int, tuple[str, str]] = {}
    listed = node["x-ms-enum"].get("values") if is_mapping(node.get("x-ms-enum")) else None
    for one in listed if is_sequence(listed) else ():
        if is_mapping(one) and one.get("value") in values:
            found[values.index(one["value"])] = (_text(one.get("name")), _text(one.get("description")))
    fern = node.get("x-fern-enum")
    for index, value in enumerate(values):
        if is_mapping(fern) and is_mapping(one := fern.get(str(value))):
            found[index] = (_text(one.get("name")), _text(one.get("description")))
    return found


def _text(value: object) -> str:
    return " ".join(value.split()).rstrip(".") if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", text).lower()
