"""Pairs of documents that are small enough to read, and their comparison."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from generator.artifacts import Inputs
from generator.compare import Change, Comparison, Described, compare
from generator.compare.rules.kind import Position
from generator.config import Settings
from generator.diagnostics import Report, to_terminal
from generator.document.document import Document
from generator.document.loader import Source, load
from generator.pipeline import describe

PACKAGE = "acme"


def described(document: Mapping[str, Any] | str, settings: Settings | None = None) -> Described:
    """Return one side of a comparison, of a tree or of a text with lines."""
    report = Report()
    if isinstance(document, str):
        main = load(document.encode(), "openapi.yaml", report)
    else:
        main = Document(copy.deepcopy(dict(document)), "openapi.yaml")
    assert main is not None, [to_terminal(one) for one in report]
    side = describe(Inputs(Source(main), settings or Settings(), PACKAGE), report)
    assert side is not None, [to_terminal(one) for one in report]
    return side


def compared(
    old: Mapping[str, Any] | str, new: Mapping[str, Any] | str, today: str = "", settings: Settings | None = None
) -> Comparison:
    """Return what changed between two documents, the newer one with `settings`."""
    return compare(described(old), described(new, settings), today)


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """Return rule, level and direction of changes, as a failing test should show them."""
    return [(one.rule, one.level.value, one.direction.value) for one in changes]


def operation_at(position: Position, schema: Any) -> dict[str, Any]:
    """Return an operation, `create`, in which a schema is at a position."""
    holder = {
        "type": "object",
        "properties": {"value": schema, f"of_{_tag(position)}": {"type": "string"}},
        "required": ["value"],
    }
    responses: dict[str, Any] = {"204": {"description": "Done."}}
    operation: dict[str, Any] = {"tags": [_tag(position)], "responses": responses}
    match position:
        case Position.REQUEST_BODY | Position.REQUEST_PROPERTY:
            body = schema if position is Position.REQUEST_BODY else holder
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
            responses["422"] = {"description": "Invalid."}
        case Position.PARAMETER:
            operation["parameters"] = [{"name": "value", "in": "query", "schema": schema}]
        case Position.PARAMETER_PROPERTY:
            operation["parameters"] = [{"name": "options", "in": "query", "style": "deepObject", "schema": holder}]
        case Position.RESPONSE_BODY | Position.RESPONSE_PROPERTY:
            body = schema if position is Position.RESPONSE_BODY else holder
            operation["responses"] = {"200": _response(body)}
        case Position.RESPONSE_HEADER:
            responses["204"]["headers"] = {"X-Value": {"schema": schema}}
    return operation


def _tag(position: Position) -> str:
    return position.value.replace("-", "_")


def _response(schema: Any) -> dict[str, Any]:
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def everywhere(schemas: Mapping[Position, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with an operation for each position: `POST /<position>`, the method `create` of its tag."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1.0.0"},
        "paths": {
            f"/{position}": {"post": {"operationId": f"{position}-create", **operation_at(position, schema)}}
            for position, schema in schemas.items()
        },
        "components": {"schemas": dict(components)},
    }
