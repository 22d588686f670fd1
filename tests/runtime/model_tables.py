"""What types accept, refuse and make of JSON: each type with values of all kinds, sent and received."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from generator.runtime import Model
from generator.runtime.models.adapter import adapter
from generator.runtime.models.asserts import Asserts, MultipleOf, Pattern, UniqueItems
from generator.runtime.models.complaints import explained
from generator.runtime.models.model import Nullable
from generator.runtime.models.types import Base64, Base64Url, DecimalNumber, Duration, HttpDate, UnixTime
from generator.runtime.problems import reading
from generator.runtime.testing.values import sample

from .deviating import Closed, Large, Outcome, Small, Tag, Tree, Wide
from .deviating import Optional as OptionalTag
from .records import Row, outcome


class State(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Part(Model):
    id: int
    name: Annotated[str | None, Field(alias="partName", max_length=5)] = None
    tags: list[str] | None = None
    note: Nullable[str] = None
    inner: Part | None = None
    kind: Literal["part"] = "part"
    by_name: dict[str, Part] | None = None


TYPES: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "none": None,
    "any": Any,
    "date": date,
    "datetime": datetime,
    "time": time,
    "uuid": UUID,
    "decimal": Decimal,
    "base64": Base64,
    "base64url": Base64Url,
    "duration": Duration,
    "unix time": UnixTime,
    "http date": HttpDate,
    "decimal number": DecimalNumber,
    "literal": Literal["a", "b", 1, True],
    "open literal": Literal["a", "b"] | str,
    "state": State,
    "number or text": int | str,
    "text or list": str | list[str],
    "optional": int | None,
    "from 1 to 9": Annotated[int, Field(ge=1, le=9)],
    "above 0 below 1": Annotated[float, Field(gt=0, lt=1)],
    "2 to 3 characters": Annotated[str, Field(min_length=2, max_length=3)],
    "pattern": Annotated[str, Pattern("^[a-c]+$")],
    "multiple": Annotated[float, MultipleOf(0.01)],
    "unique": Annotated[list[int], UniqueItems()],
    "1 to 2 items": Annotated[list[int], Field(min_length=1, max_length=2)],
    "pair": tuple[int, str],
    "map": dict[str, int],
    "list of lists": list[list[int]],
    "dates": list[date],
    "asserted": Annotated[dict[str, Any], Asserts({"required": ["a"], "maxProperties": 2, "not": {"required": ["b"]}})],
    "part": Part,
    "parts": list[Part],
    "closed": Closed,
    "wide": Wide,
    "small or large": Small | Large,
    "tagged": Tag,
    "optional tag": OptionalTag,
    "outcome": Outcome,
    "tree": Tree,
    "part or text": Part | str,
    "date or number": date | float,
}

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -3,
    9,
    10,
    2**70,
    1.0,
    0.5,
    19.99,
    0.015,
    "",
    "a",
    "ab",
    "abcd",
    "1",
    " 1 ",
    "1.5",
    "true",
    "null",
    "1e3",
    "2024-02-29",
    "2024-02-30",
    "2024-02-29T12:30:00Z",
    "2024-02-29 12:30:00.5+02:00",
    "2024-02-29T12:30:00",
    "12:30:00Z",
    "12:30",
    "P1DT2H",
    "-PT1.5S",
    "P1M",
    "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "3C90C3CC0D444B5088888DD25736052A",
    "AAEC",
    "_-8",
    "A",
    "Thu, 29 Feb 2024 12:30:00 GMT",
    1709209800,
    1709209800.5,
    1e14,
    [],
    [1],
    [1, 1],
    [1, 2, 3],
    ["1", 2],
    [1, "x"],
    [[1], ["2"], None],
    ["2024-02-29", 7, None],
    {},
    {"a": 1},
    {"a": "1", "b": 2, "c": 3},
    {"id": 1},
    {"id": "7", "partName": "abcdef", "tags": "one", "note": None},
    {"id": 1, "name": "x", "extra": [1], "kind": "other"},
    {"id": 1, "inner": {"id": None}, "by_name": {"x": {"id": 2}, "y": 3}},
    {"n": 5},
    {"n": 50},
    {"n": "5"},
    {"kind": "cat", "lives": 9},
    {"kind": "cat", "lives": "9", "toy": {"state": "failed"}},
    {"kind": "dog"},
    {"kind": "cow"},
    {"lives": 1},
    {"state": "done", "info": "x"},
    {"state": "cancelled"},
    {"state": 7},
    {"value": 1, "left": {"value": -1, "color": "red"}, "right": {"left": {}}},
    [{"id": 1}, {"id": "x"}, None, {"id": 2, "tags": [1, None]}],
    '{"id": 1}',
    "[1, 2]",
)

OBJECTS: tuple[Any, ...] = (
    date(2024, 2, 29),
    datetime(2024, 2, 29, 12, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 12, 30),
    time(12, 30),
    timedelta(hours=-1, milliseconds=5),
    UUID(int=1),
    Decimal("1.50"),
    Decimal("NaN"),
    float("nan"),
    b"\x00\x01",
    State.OPEN,
    (1, "x"),
    {1, 2},
    Part(id=1),
    [Part(id=1, note=None, tags=["a"])],
    Closed(id="x"),
    object,
)


def received() -> Iterator[Row]:
    for name, kind in TYPES.items():
        reader = adapter(kind, tolerant=True)
        for value in VALUES:
            yield f"{name} {_shown(value)}", outcome(reader.read_json, json.dumps(value))


def sent() -> Iterator[Row]:
    for name, kind in TYPES.items():
        for value in (*VALUES, *OBJECTS):
            yield f"{name} {_shown(value)}", outcome(_sent, kind, value)


def _sent(kind: Any, value: Any) -> Any:
    writer = adapter(kind, tolerant=False)
    try:
        return writer.dump_json(writer.validate_python(value))
    except ValueError as error:
        return f"refused: {explained(error, kind, value, 'body')}"


def samples() -> Iterator[Row]:
    for name, kind in TYPES.items():
        yield name, outcome(sample, kind)
    for field in (
        Field(ge=3, lt=4),
        Field(gt=10, multiple_of=7),
        Field(le=-2),
        Field(ge=5, le=4),
        Field(gt=0.25, lt=0.5),
    ):
        yield f"{field!r}", outcome(sample, Annotated[float, field])
    for least, most in ((0, 0), (3, 3), (30, 40), (2, None), (5, 4)):
        yield f"text {least} {most}", outcome(sample, Annotated[str, Field(min_length=least, max_length=most)])
        yield f"list {least} {most}", outcome(sample, Annotated[list[int], Field(min_length=least, max_length=most)])


def models() -> Iterator[Row]:
    for given in (
        {},
        {"id": 1},
        {"id": "1"},
        {"id": 1, "part_name": "x"},
        {"id": 1, "name": "abcdef"},
        {"id": 1, "partName": "ab"},
        {"id": 1, "inner": {"id": 2}},
        {"id": 1, "inner": {"ident": 2}},
        {"id": 1, "tags": [1], "note": 7, "kind": "other"},
        {"ID": 1, "nmae": "x"},
    ):
        yield f"made of {given!r}", outcome(lambda one: Part(**one), given)
        yield f"dumped {given!r}", outcome(lambda one: Part(**one).model_dump(mode="json", by_alias=True), given)
    with reading():
        part = adapter(Part, tolerant=True).read_json(
            '{"kind": "part", "id": "x", "more": {"a": 1}, "note": null, "tags": [1]}'
        )
    for name in ("id", "name", "note", "tags", "inner", "more", "absent"):
        yield f"attribute {name}", outcome(getattr, part, name)
        yield f"set {name}", outcome(setattr, part, name, "x")
    yield "repr", outcome(repr, part)
    yield "equal", outcome(lambda: (part == part.model_copy(), part == Part(id=1), Part(id=1) == Part(id=1)))
    yield "extra", outcome(lambda: part.with_extra({"x": 1}).model_extra)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) and value else repr(value)
