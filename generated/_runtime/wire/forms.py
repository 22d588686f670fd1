"""`application/x-www-form-urlencoded` bodies (OpenAPI 3.2, 4.15 Encoding Object)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, quote_plus, unquote

from ..errors import RequestError
from .codecs import Encoded, TypedCodec
from .json_values import JSONValue, compact, text
from .parameters import DELIMITERS, Style, StyleName, form_pairs, keep_triples

_MOST_KEYS = 20
_RESERVED = ":/?#[]@!$'()*,;"  # the reserved set without the delimiters of a form


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is written."""

    content_type: str | None = None
    """The media type of the property; for a file, several types or ranges may be listed."""
    style: StyleName | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further headers of a multipart part."""

    @property
    def styled(self) -> bool:
        """Whether a style, rather than a media type, defines how the property is written."""
        return self.style is not None or self.explode is not None or self.allow_reserved


class Form(TypedCodec):
    """`application/x-www-form-urlencoded`: arrays as repeated names and objects as JSON, unless `encoding` says
    otherwise.
    """

    __slots__ = ("encoding",)

    concrete = "application/x-www-form-urlencoded"
    symmetric = True

    def __init__(
        self,
        type_: Any,
        *,
        encoding: Mapping[str, Encoding] | None = None,
        content_type: str = "application/x-www-form-urlencoded",
    ) -> None:
        super().__init__(type_, content_type)
        self.encoding = encoding or {}

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the properties as `name=value` pairs."""
        written = self.document(value)
        pairs = [
            pair
            for name, item in properties(written).items()
            for pair in _pairs(name, item, self.encoding.get(name, _DEFAULT))
        ]
        return self.media_type(content_type), "&".join(pairs).encode("ascii")

    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the value of a form; a name that occurs several times is an array."""
        from .headers import typed

        found: dict[str, Any] = {}
        for name, item in parse_qsl(content.decode("utf-8"), keep_blank_values=True):
            outer, *inner = _keys(name, self.encoding)
            _put(found, outer, inner, _split(item, self.encoding.get(outer, _DEFAULT)))
        return typed(self.reader, found)


_DEFAULT = Encoding()


def properties(written: Any) -> dict[str, JSONValue]:
    """Return the properties of a body that must be an object; raise `RequestError` if it is not."""
    if not isinstance(written, dict):
        raise RequestError("a form is made of an object")
    return cast(dict[str, JSONValue], written)


def _keys(name: str, encodings: Mapping[str, Encoding]) -> list[str]:
    """Return the property that a name belongs to, and the keys within it: those of `deepObject` alone."""
    outer, _, rest = name.partition("[")
    if encodings.get(outer, _DEFAULT).style == "deepObject" and rest.endswith("]"):
        return [outer, *rest[:-1].split("][")[:_MOST_KEYS]]
    return [name]


def _put(found: dict[str, Any], name: str, inner: list[str], item: Any) -> None:
    """Enter a value; the second of a name makes a list."""
    held = found.get(name)
    if inner:
        below = cast("dict[str, Any]", held) if isinstance(held, dict) else {}
        found[name] = below
        _put(below, inner[0], inner[1:], item)
    elif isinstance(held, list):
        found[name].append(item)
    elif name in found:
        found[name] = [held, item]
    else:
        found[name] = item


def _split(item: str, encoding: Encoding) -> Any:
    """Return the value of JSON, the items of an array that is written as one value, else the text."""
    if encoding.content_type is not None and "json" in encoding.content_type:
        return json.loads(item)
    style = Style(encoding.style or "form", explode=encoding.explode)
    delimiter = unquote(DELIMITERS.get(style.name, ","))
    return item.split(delimiter) if encoding.styled and not style.exploded and delimiter in item else item


def _pairs(name: str, value: JSONValue, encoding: Encoding) -> list[str]:
    if value is None and not (encoding.content_type is not None and "json" in encoding.content_type):
        return []  # a form has no null: RFC 6570, 2.3, leaves out undefined values
    if encoding.styled:
        style = Style(encoding.style or "form", explode=encoding.explode)
        return list(form_pairs(name, value, style, _reserved if encoding.allow_reserved else quote_plus))
    if encoding.content_type is not None and "json" in encoding.content_type:
        return [f"{quote_plus(name)}={quote_plus(compact(value))}"]
    items = value if isinstance(value, list) else [value]
    return [f"{quote_plus(name)}={quote_plus(text(item))}" for item in items if item is not None]


def _reserved(value: str) -> str:
    return keep_triples(value, _RESERVED).replace("%20", "+")
