"""Values of all kinds, for parameters and bodies."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from generator.runtime import Model


class Colour(Enum):
    RED = "red"
    ONE = 1


class Point(Model):
    x: int
    y: float | None = None
    some_name: Annotated[str | None, Field(alias="someName")] = None


SCALARS: tuple[Any, ...] = (
    None,
    "",
    "a b",
    "ü/?&=+#%2F%zz",
    'q";,\\',
    "..",
    ".",
    True,
    False,
    0,
    -1,
    2**63,
    1.0,
    1.5,
    1e21,
    float("nan"),
    float("-inf"),
    Decimal("1.50"),
    date(2024, 2, 29),
    datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 12, 30, 0, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    datetime(2024, 2, 29, 12, 30),
    time(23, 59),
    timedelta(days=1, seconds=-1),
    timedelta(microseconds=1),
    UUID(int=7),
    Colour.RED,
    Colour.ONE,
    b"bytes",
    object,
)

CONTAINERS: tuple[Any, ...] = (
    [],
    ["a"],
    ["a b", "", None, "c,d"],
    [1, 2.0, True],
    [[1, 2], ["x"]],
    ("a", 1),
    {},
    {"a": 1},
    {"a b": "x,y", "n": None, "c": [1, 2], "d": {"e": True, "f": []}},
    {"a": {"b": {"c": ""}}},
    Point(x=1),
    Point(x=1, y=2.5, some_name="ü"),
    {"when": date(2024, 1, 1)},
    {1: "number"},
)


def kind_name(kind: Any) -> str:
    return getattr(kind, "__name__", None) if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
