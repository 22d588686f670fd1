"""What a signature is made of: a template such as `{timestamp}.{body}`, and the time that a message claims.

`{url}` is the address that the message was sent to. `{form}` are the fields of a URL-encoded body in the order of their
names, each name followed by its value. Companies of telephony sign both.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from ..errors import RequestError
from .headers import RefusedWebhook

TOLERANCE = 300.0
"""Seconds that the time of a message may differ from ours, both ways, unless something else is said."""

_PLACEHOLDER = re.compile(r"\{(id|timestamp|body|url|form)\}")
_MOST_FIELDS = 10_000
_NUMBER = re.compile(r"[0-9]{1,16}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})")
_MILLISECONDS = 100_000_000_000
"""A number from here on counts milliseconds since 1970: as seconds it would be the year 5138."""


class SignedContent:
    """The template of what is signed: text with `{id}`, `{timestamp}`, `{url}`, and `{body}` or `{form}` in it."""

    __slots__ = ("_parts",)

    def __init__(self, template: str) -> None:
        """Raises `RequestError` for a template without the body."""
        self._parts = _PLACEHOLDER.split(template)
        if not {"body", "form"}.intersection(self._parts[1::2]):
            raise RequestError("what is signed must hold `{body}` or `{form}`")

    def check_parts(self, claimed: Mapping[str, str | None]) -> None:
        """Raise `RequestError` unless a timestamp that messages have is signed, and messages have all that is signed.

        `claimed` has the place of each part in a message, None or nothing if messages do not have it.
        """
        signed = self._parts[1::2]
        if claimed.get("timestamp") and "timestamp" not in signed:
            raise RequestError("what is signed must hold `{timestamp}`: a time that is not signed proves nothing")
        for part in ("timestamp", "id"):
            if part in signed and not claimed.get(part):
                raise RequestError(f"what is signed holds `{{{part}}}`, but no header of the {part} is given")

    def of(self, body: bytes, values: Mapping[str, str]) -> bytes:
        """Return the bytes that are signed; `values` has the id and the timestamp as they were sent, and the address.

        Raises `TypeError` without an address that is signed, `RefusedWebhook` for a body that should be a form.
        """
        if "url" in self._parts[1::2] and not values.get("url"):
            raise TypeError("the address that a webhook is sent to is signed: give `url`")
        return b"".join(
            _part(part, body, values) if index % 2 else part.encode() for index, part in enumerate(self._parts)
        )


def _part(name: str, body: bytes, values: Mapping[str, str]) -> bytes:
    match name:
        case "body":
            return body
        case "form":
            return _form(body)
        case _:
            return values.get(name, "").encode()


def _form(body: bytes) -> bytes:
    """Return names and values of a form, sorted; a pair that occurs twice counts once."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise RefusedWebhook("the body is not a form") from None
    return "".join(f"{name}{value}" for name, value in sorted(set(pairs))).encode("utf-8", "surrogatepass")


def moment_of(text: str) -> datetime:
    """Return the time that a message claims: seconds or milliseconds since 1970, or as RFC 3339 writes it.

    Raises `RefusedWebhook` for any other text: NaN, a sign, digits that are not ASCII.
    """
    try:
        if _NUMBER.fullmatch(text):
            number = int(text)
            return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS else number, UTC)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        pass
    raise RefusedWebhook("the timestamp is not valid")


def check_age(moment: datetime, tolerance: float) -> None:
    """Raise `RefusedWebhook` for a message that is older, or further in the future, than the tolerance in seconds."""
    if not abs(time.time() - moment.timestamp()) <= tolerance:
        raise RefusedWebhook("the timestamp is too far from now")


def checked_tolerance(tolerance: object) -> float:
    """Return a tolerance in seconds; raise `RequestError` for what is no number above 0."""
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 < tolerance < math.inf:
        raise RequestError("`tolerance` must be a number of seconds above 0")
    return float(tolerance)
