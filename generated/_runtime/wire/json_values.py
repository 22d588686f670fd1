"""Converts Python values to JSON form for places that are not JSON: parameters, forms, parts."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, cast
from uuid import UUID

from ..errors import RequestError
from ..models.exact_numbers import with_digits, written

if TYPE_CHECKING:
    from pydantic import BaseModel

JSONValue: TypeAlias = "str | int | float | bool | Decimal | list[JSONValue] | dict[str, JSONValue] | None"


def wire(value: object) -> JSONValue:
    """Return the JSON form of any value that a parameter may take; raise `RequestError` if it has none."""
    match value:
        case Enum():
            return wire(value.value)
        case None | str() | bool() | int():
            return value
        case float():
            return _finite(value)
        case _ if is_model(value):
            return _model(value)
        case Mapping():
            items = cast(Mapping[object, object], value).items()
            return {text(wire(key)): wire(item) for key, item in items}
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(cast(bytes, value)).decode("ascii")
        case datetime() | time():
            return _point_in_time(value)
        case date():
            return value.isoformat()
        case timedelta() | UUID() | Decimal():
            return _formatted(value)
        case Iterable():
            return [wire(item) for item in cast(Iterable[object], value)]
        case _:
            raise RequestError(f"a {type(value).__name__} cannot be written as a parameter")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise RequestError("NaN and infinities have no JSON form")
    return value


def _point_in_time(value: datetime | time) -> str:
    if value.tzinfo is None:
        raise RequestError(f"a {type(value).__name__} needs its time zone (RFC 3339, 5.6)")
    return value.isoformat().replace("+00:00", "Z")


def text(value: JSONValue) -> str:
    """Return a JSON value as the text of a parameter: strings as they are, everything else as JSON text."""
    match value:
        case str():
            return value
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case int():
            return str(int(value))
        case float():
            # 3.0 is written as 3, like in most languages: some servers compare texts, or read an integer.
            return repr(float(value)).removesuffix(".0")
        case Decimal():
            return f"{value:f}"
        case _:
            return compact(value)


def compact(value: JSONValue) -> str:
    """Return the JSON text of a value, without white space."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_number)
    return with_digits(content.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def _number(value: object) -> object:
    """Return the JSON number of a decimal that `Adapter.dump_python` leaves in a document."""
    if isinstance(value, Decimal):
        return written(value)
    raise TypeError(f"a {type(value).__name__} has no JSON form")


def is_model(value: object) -> TypeGuard[BaseModel]:
    """Return whether a value is a model, without importing pydantic, which takes long."""
    return hasattr(type(value), "__pydantic_serializer__")


def _model(value: BaseModel) -> JSONValue:
    from ..models.adapter import adapter

    result: Any = adapter(type(value), tolerant=False).dump_python(value)
    return cast(JSONValue, result)


def _formatted(value: timedelta | UUID | Decimal) -> str:
    match value:
        case timedelta():
            return duration(value)
        case UUID():
            return str(value)
        case Decimal():
            if not value.is_finite():
                raise RequestError("NaN and infinities have no JSON form")
            return format(value, "f")


def duration(value: timedelta) -> str:
    """Return an ISO 8601 duration, as `P1DT2H30M`."""
    sign = "-" if value < timedelta(0) else ""
    value = abs(value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole = f"{seconds}.{value.microseconds:06d}".rstrip("0") if value.microseconds else str(seconds)
    days = f"{value.days}D" if value.days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{whole}S" if whole != "0" else "")
    return f"{sign}P{days}{'T' + clock if clock else ''}" if days or clock else "PT0S"
