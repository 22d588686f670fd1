"""Types with a wire form of their own.

`datetime`, `date`, `time`, `UUID` and `Decimal` need no annotation: their wire form is the text of RFC 3339, RFC 9562
and a decimal number. Python code gives an instance, or the text as it is on the wire.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

from .core_schema_nodes import ANY, MARK, Node, marked
from .exact_numbers import WrittenNumber, written
from .scalars import NUMBER, STRING, wire_form

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Base64", "Base64Url", "DecimalNumber", "Duration", "HttpDate", "UnixTime"]


class WireForm:
    """Defines how the values of a type are written in JSON and read from it."""

    __slots__ = ("digits", "instance", "kept", "keywords", "read", "what", "wire", "write")

    def __init__(
        self,
        what: str,
        *,
        wire: Node,
        read: Callable[[Any], object],
        instance: Node,
        write: Callable[[Any], object],
        kept: bool = False,
        digits: bool = False,
        keywords: Mapping[str, str] | None = None,
    ) -> None:
        """`read` raises ValueError for malformed input; `write` returns values of other types as they are.

        `kept` means that any text is a value of the type, so that a response may hold any; `digits` that the digits of
        a number matter. `keywords` are added to the JSON Schema of the wire form.
        """
        self.keywords = keywords or {}
        self.kept = kept
        self.digits = digits
        self.what = what
        self.wire = wire
        self.read = read
        self.instance = instance
        self.write = write

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the wire form; the schema of the annotated type is not used."""
        read: Node = {"type": "function-plain", "function": {"type": "no-info", "function": self.read}}
        written: Node = {"type": "chain", "steps": [self.wire, read]}
        writer: Node = {"type": "function-plain", "function": self.write, "when_used": "json", "return_schema": ANY}
        form = wire_form(written, self.instance, self.what, self.wire, writer=writer)
        if self.digits:
            form["metadata"][MARK]["digits"] = True
        if self.kept:
            either: Node = {
                "type": "union",
                "mode": "left_to_right",
                "choices": [form, STRING],
                "serialization": writer,
            }
            form = marked(form, tolerant=either, in_form=form, says=self.what, wire=self.wire)
        return cast("CoreSchema", form)

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the wire form."""
        from .described import of_type

        return {**of_type(node, handler), **self.keywords}


# -- bytes ------------------------------------------------------------------------------------------------------------


def _read_base64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _write_base64(value: object) -> object:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read_base64url(text: str) -> bytes:
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _write_base64url(value: object) -> object:
    return base64.urlsafe_b64encode(value).decode().rstrip("=") if isinstance(value, bytes) else value


_BYTES: Node = {"type": "bytes", "strict": True}

Base64: TypeAlias = Annotated[
    bytes,
    WireForm(
        "base64 text",
        wire=STRING,
        read=_read_base64,
        instance=_BYTES,
        write=_write_base64,
        keywords={"contentEncoding": "base64"},
    ),
]
"""Bytes, written as base64 text (RFC 4648, 4)."""

Base64Url: TypeAlias = Annotated[
    bytes,
    WireForm(
        "base64url text",
        wire=STRING,
        read=_read_base64url,
        instance=_BYTES,
        write=_write_base64url,
        keywords={"contentEncoding": "base64url"},
    ),
]
"""Bytes, written as base64url text without padding (RFC 4648, 5); padding is accepted."""


# -- points and lengths in time ---------------------------------------------------------------------------------------


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _read_http_date(text: str) -> datetime:
    return _utc(parsedate_to_datetime(text))


def _write_http_date(value: object) -> object:
    return format_datetime(_utc(value), usegmt=True) if isinstance(value, datetime) else value


def _read_unix_time(seconds: float) -> datetime:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError("out of range") from error


def _write_unix_time(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    microseconds = (_utc(value) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return microseconds / 1_000_000 if microseconds % 1_000_000 else microseconds // 1_000_000


_DATETIME: Node = {"type": "datetime", "strict": True, "tz_constraint": "aware"}

HttpDate: TypeAlias = Annotated[
    datetime,
    WireForm("a date as in HTTP", wire=STRING, read=_read_http_date, instance=_DATETIME, write=_write_http_date),
]
"""A date as HTTP writes it (RFC 9110, 5.6.7), in UTC. A `datetime` needs its time zone."""

UnixTime: TypeAlias = Annotated[
    datetime,
    WireForm("seconds since 1970", wire=NUMBER, read=_read_unix_time, instance=_DATETIME, write=_write_unix_time),
]
"""A point in time, written as seconds since 1970 in UTC: an integer unless it has a fraction.

A `datetime` needs its time zone: which instant a naive one means depends on who reads it.
"""

_DURATION = re.compile(
    r"(?P<sign>-?)P(?!$)(?P<years>\d+Y)?(?P<months>\d+M)?(?P<weeks>\d+W)?(?P<days>\d+D)?"
    r"(T(?=\d)((?P<hours>\d+)H)?((?P<minutes>\d+)M)?((?P<seconds>\d+)([.,](?P<fraction>\d+))?S)?)?",
    re.ASCII,
)
_EXACT_DIGITS = 6


def _read_duration(text: str) -> timedelta | str:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("not a duration of ISO 8601")
    fraction = found["fraction"] or ""
    if found["years"] or found["months"] or len(fraction) > _EXACT_DIGITS:
        return text
    try:
        value = timedelta(
            weeks=int((found["weeks"] or "0W")[:-1]),
            days=int((found["days"] or "0D")[:-1]),
            hours=int(found["hours"] or 0),
            minutes=int(found["minutes"] or 0),
            seconds=int(found["seconds"] or 0),
            microseconds=int(fraction.ljust(_EXACT_DIGITS, "0")),
        )
    except OverflowError:
        return text
    return -value if found["sign"] else value


def _write_duration(value: object) -> object:
    if not isinstance(value, timedelta):
        return value
    sign, length = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    days = f"{length.days}D" if length.days else ""
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "")
    time = "".join(parts) + (f"{seconds}{fraction}S" if seconds or fraction else "")
    return f"{sign}P{days}{'T' + time if time else ''}" if days or time else "PT0S"


Duration: TypeAlias = Annotated[
    timedelta | str,
    WireForm(
        "a duration as in ISO 8601",
        wire=STRING,
        read=_read_duration,
        instance={"type": "timedelta", "strict": True},
        write=_write_duration,
        kept=True,
        keywords={"format": "duration"},
    ),
]
"""A length of time (RFC 3339, appendix A). One of years or months, or finer than microseconds, stays text."""


# -- numbers ----------------------------------------------------------------------------------------------------------


def _read_decimal(value: float | Decimal) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return Decimal(value.text if isinstance(value, WrittenNumber) else repr(value))


def _write_decimal(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        raise ValueError("NaN and infinities have no JSON form")
    return written(value)


_DIGITS: Node = {"type": "is-instance", "cls": WrittenNumber}
_EXACT_NUMBER = marked(
    {"type": "union", "mode": "left_to_right", "choices": [_DIGITS, NUMBER], "serialization": ANY}, wire=NUMBER
)

DecimalNumber: TypeAlias = Annotated[
    Decimal,
    WireForm(
        "a number",
        wire=_EXACT_NUMBER,
        read=_read_decimal,
        instance={"type": "decimal", "strict": True},
        write=_write_decimal,
        digits=True,
    ),
]
"""A decimal number, written as a number of JSON with all its digits."""
