"""What the measured calls send and receive, as models of this runtime and as plain models of pydantic."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, TypeAdapter

from generator.runtime import JSON, Model, Nullable, Operation

CREATED = b'{"status":"ok","data":{"call_id":"c-1","trace_id":"t-1"}}'


class Parameter(Model):
    """A parameter of a call."""

    name: str
    value: str


class Create(Model):
    """A call to make."""

    agent_id: int
    parameters: list[Parameter]


class Data(Model):
    """What a call is known by."""

    call_id: str
    trace_id: str


class Created(Model):
    """A call that was made."""

    status: str
    data: Data


class PlainParameter(BaseModel):
    """See `Parameter`."""

    name: str
    value: str


class PlainCreate(BaseModel):
    """See `Create`."""

    agent_id: int
    parameters: list[PlainParameter]


class PlainData(BaseModel):
    """See `Data`."""

    call_id: str
    trace_id: str


class PlainCreated(BaseModel):
    """See `Created`."""

    status: str
    data: PlainData


PLAIN_CREATED = TypeAdapter(PlainCreated)
CREATE: Operation[Created] = Operation(
    "POST", "/v1/call", security=[{"key": []}], body=JSON(Create), responses={200: JSON(Created)}
)


class Item(Model):
    """An item of numbers and short texts."""

    id: int
    name: str
    tags: list[str]
    score: float


class PlainItem(BaseModel):
    """See `Item`."""

    id: int
    name: str
    tags: list[str]
    score: float


Status: TypeAlias = Literal["queued", "ringing", "in-progress", "ended", "failed"]


class Party(Model):
    """Who takes part in a call."""

    number: str
    name: Nullable[str] = None


class Record(Model):
    """A call as providers list them."""

    id: str
    agent_id: int
    status: Status | str
    created_at: datetime
    ended_at: Nullable[datetime] = None
    duration: float | None = None
    caller: Party
    called: Party
    transcript: str | None = None
    metadata: dict[str, str] | None = None


class PlainParty(BaseModel):
    """See `Party`."""

    number: str
    name: str | None = None


class PlainRecord(BaseModel):
    """See `Record`."""

    id: str
    agent_id: int
    status: Status | str
    created_at: datetime
    ended_at: datetime | None = None
    duration: float | None = None
    caller: PlainParty
    called: PlainParty
    transcript: str | None = None
    metadata: dict[str, str] | None = None


@dataclass(frozen=True)
class MeasuredList:
    """A list, and how it is read."""

    content: bytes
    operation: Operation[Any]
    plain: TypeAdapter[Any]


def _records(count: int) -> bytes:
    states = ("queued", "ringing", "in-progress", "ended", "a new one")
    return json.dumps(
        [
            {
                "id": f"call_{number:08}",
                "agent_id": number % 7,
                "status": states[number % 5],
                "created_at": f"2026-11-{number % 28 + 1:02}T10:{number % 60:02}:00Z",
                "ended_at": f"2026-11-{number % 28 + 1:02}T11:{number % 60:02}:00.250Z" if number % 2 else None,
                "duration": number * 1.25,
                "caller": {"number": f"+1415555{number:04}", "name": "Ada"},
                "called": {"number": f"+1415666{number:04}", "name": None},
                "transcript": f"Hello, this is number {number}. How can I help you today?",
                "metadata": {"campaign": "spring", "source": f"list {number}"},
            }
            for number in range(count)
        ]
    ).encode()


_ITEMS = b",".join(b'{"id":%d,"name":"name %d","tags":["a","b"],"score":1.5}' % (n, n) for n in range(900))
LISTS = {
    "900 small objects": MeasuredList(
        b"[" + _ITEMS + b"]",
        Operation("GET", "/v1/items", responses={200: JSON(list[Item])}),
        TypeAdapter(list[PlainItem]),
    ),
    "120 calls": MeasuredList(
        _records(120),
        Operation("GET", "/v1/items", responses={200: JSON(list[Record])}),
        TypeAdapter(list[PlainRecord]),
    ),
}
