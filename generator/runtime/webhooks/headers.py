"""The headers of a received request, from any web framework, and the address that it was sent to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

WebhookHeaders: TypeAlias = (
    Mapping[str, str] | Mapping[bytes, bytes] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
)
"""Headers as web frameworks represent them: a mapping (httpx, Starlette, Django, Flask …), or pairs of name
and value.
"""

LONGEST_VALUE = 8192
"""The most characters of a header that is read; no signature is longer."""
_PAIR = 2


class RefusedWebhook(Exception):
    """Why a request was refused: for the log only, never for the sender."""


class ReceivedHeaders:
    """Headers by their names in lower case, each with all its values."""

    __slots__ = ("_values", "url")

    def __init__(self, headers: WebhookHeaders, url: str = "") -> None:
        """Take the headers of a request; raise `TypeError` if they cannot be headers.

        `url` is the address that the request was sent to, empty if the caller does not say it.
        """
        self.url = url
        self._values: dict[str, list[str]] = {}
        for name, value in _pairs(headers):
            values: list[object] = list(cast("Iterable[object]", value)) if isinstance(value, list | tuple) else [value]
            self._values.setdefault(_text(name).lower(), []).extend(map(_text, values))

    def one(self, name: str) -> str:
        """Return the value of a header that must occur once, without blanks around it.

        Raises `RefusedWebhook` if it is absent, empty, repeated, longer than any signature, or not ASCII.
        """
        values = self._values.get(name.lower(), [])
        if len(values) != 1:
            raise RefusedWebhook(f"the header {name!r} occurs {len(values)} times")
        if len(values[0]) > LONGEST_VALUE:
            raise RefusedWebhook(f"the header {name!r} is too long")
        value = values[0].strip(" \t")
        if not value or not value.isascii() or not value.isprintable():
            raise RefusedWebhook(f"the header {name!r} is empty or not plain text")
        return value

    def first(self, name: str) -> str:
        """Return the first value of a header, empty if there is none."""
        return next(iter(self._values.get(name.lower(), [])), "")


def _pairs(headers: Any) -> Iterable[tuple[object, object]]:
    """Yield names and values; a repeated header comes several times if the framework keeps it so."""
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
