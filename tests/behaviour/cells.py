"""Rows of a table of parameters: each becomes an operation, a call of it, and what must arrive."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .packages import Caller, document
from .wire import Server

SCHEMAS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object", "additionalProperties": {"type": "integer"}},
    "anything": {},
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a parameter, a value for it, and what must be on the wire."""

    name: str
    location: str
    """`path`, `query`, `header`, `cookie` or `querystring`."""
    value: Any
    expected: str | None
    """The last segment of the path, the query, the field of the header `X-Color`, or the cookies; None for nothing."""
    schema: str | dict[str, Any] = "string"
    more: dict[str, Any] = field(default_factory=dict[str, Any])
    """Whatever else the Parameter Object says."""
    wire: str = "color"
    path: str = "/{color}"
    """How the path ends, where the parameter is in it."""

    @property
    def parameter(self) -> dict[str, Any]:
        """The Parameter Object."""
        schema = SCHEMAS[self.schema] if isinstance(self.schema, str) else self.schema
        name = "X-Color" if self.location == "header" and self.wire == "color" else self.wire
        required = {"required": True} if self.location == "path" else {}
        described = {} if "content" in self.more else {"schema": schema}
        return {"name": name, "in": self.location, **required, **described, **self.more}

    @property
    def route(self) -> str:
        """The path of the operation."""
        return f"/cells/{self.name}{self.path if self.location == 'path' else ''}"


def cells_document(cells: Sequence[Cell], version: str = "3.1.1", **more: Any) -> str:
    """Return the document with one operation for each cell."""
    responses = {"204": {"description": "Nothing"}}
    paths = {
        cell.route: {
            "get": {
                "operationId": cell.name,
                "tags": ["cells"],
                "parameters": [cell.parameter],
                "responses": responses,
            }
        }
        for cell in cells
    }
    return document(paths, version, **more)


def argument(method: Any) -> inspect.Parameter:
    """Return the one argument of a method in addition to the options of the call."""
    parameters = inspect.signature(method).parameters.values()
    (found,) = (one for one in parameters if one.name != "options")
    return found


def check(cell: Cell, call: Caller, server: Server) -> None:
    """Call the operation of a cell, and compare what arrived with what the cell says."""
    taken = argument(getattr(call.client.cells, cell.name))
    named = taken.kind is inspect.Parameter.KEYWORD_ONLY
    call(f"cells.{cell.name}", *([] if named else [cell.value]), **({taken.name: cell.value} if named else {}))
    sent, target = server.only, f"/cells/{cell.name}"
    if cell.location == "path":
        target += cell.path.replace("{color}", cell.expected or "")
    elif cell.location in ("query", "querystring") and cell.expected is not None:
        target += f"?{cell.expected}"
    assert sent.line == f"GET {target} HTTP/1.1", sent.line
    if cell.location in ("header", "cookie"):
        name = "Cookie" if cell.location == "cookie" else cell.parameter["name"]
        assert sent.header(name) == cell.expected
