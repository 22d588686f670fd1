"""The headers of a received request, whichever web framework gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

WebhookHeaders: TypeAlias = (
    Mapping[str, str] | Mapping[bytes, bytes] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
)
"""What web frameworks call headers: a mapping (of httpx, Starlette, Django, Flask …), or pairs of name and value."""

LONGEST_VALUE = 8192
"""Characters of a header that is looked at: what is longer is nobody's signature."""
_PAIR = 2


class RefusedWebhook(Exception):
    """Why a request was refused: for the log alone, never for whoever sent it."""


class ReceivedHeaders:
    """Headers by their names in lower case, each with all its values."""

    __slots__ = ("_values",)

    def __init__(self, headers: WebhookHeaders) -> None:
        """Take the headers of a request; raises `TypeError` for what cannot be headers."""
        self._values: dict[str, list[str]] = {}
        for name, value in _pairs(headers):
            values: list[object] = list(cast("Iterable[object]", value)) if isinstance(value, list | tuple) else [value]
            self._values.setdefault(_text(name).lower(), []).extend(map(_text, values))

    def one(self, name: str) -> str:
        """Return the value of a header that must be there once, blanks around it left out.

        Raises `RefusedWebhook` if it is absent, empty, doubled, longer than any signature, or no ASCII.
        """
        values = self._values.get(name.lower(), [])
        if len(values) != 1:
            raise RefusedWebhook(f"the header {name!r} is there {len(values)} times")
        if len(values[0]) > LONGEST_VALUE:
            raise RefusedWebhook(f"the header {name!r} is too long")
        value = values[0].strip(" \t")
        if not value or not value.isascii() or not value.isprintable():
            raise RefusedWebhook(f"the header {name!r} is empty or no plain text")
        return value

    def first(self, name: str) -> str:
        """Return the first value of a header, empty if there is none."""
        return next(iter(self._values.get(name.lower(), [])), "")


def _pairs(headers: Any) -> Iterable[tuple[object, object]]:
    """Yield names and values; a header that came twice is there twice, where the framework keeps that."""
    if isinstance(headers, str | bytes | bytearray):
        raise TypeError(f"the headers of a webhook must be a mapping or pairs, not {type(headers).__name__}")
    items: Any = getattr(headers, "multi_items", None) or getattr(headers, "items", None)
    try:
        found: list[Any] = list(items() if items is not None else headers)
    except TypeError:
        raise TypeError(f"the headers of a webhook must be a mapping or pairs, not {type(headers).__name__}") from None
    for pair in found:
        if not isinstance(pair, tuple | list) or len(cast("list[object]", pair)) != _PAIR:
            raise TypeError("the headers of a webhook must be pairs of name and value")
        yield pair[0], pair[1]


def _text(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return value.decode("latin-1")
    if isinstance(value, str):
        return value
    raise TypeError(f"names and values of headers must be text, not {type(value).__name__}")
