"""Made-up APIs, and the names that they get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from generator.config import Settings
from generator.diagnostics import Report
from generator.ir.api import (
    Api,
    Operation,
    Parameter,
    ParameterLocation,
)
from generator.ir.schema_reader import read_schema
from generator.ir.schemas import ANYTHING, Schema
from generator.naming.assign import Names, name

if TYPE_CHECKING:
    from collections.abc import Mapping


EMPTY = Api("Pets", "1", "", (), (), (), (), {})


def nodes(schemas: Mapping[str, Any]) -> dict[str, Schema]:
    return {wire: read_schema(json) for wire, json in schemas.items()}


def operation(method: str, path: str, operation_id: str | None = None, *tags: str, **more: Any) -> Operation:
    defaults: dict[str, Any] = {
        "summary": "",
        "description": "",
        "deprecated": False,
        "parameters": (),
        "body": None,
        "responses": (),
        "security": (),
    }
    return Operation(method, path, operation_id, tags, **{**defaults, **more})


def parameters(*pairs: tuple[str, str]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(wire, ParameterLocation(location), required=False, schema=ANYTHING, style="form", explode=True)
        for location, wire in pairs
    )


def names(api: Api, chosen: Settings | None = None, package: str = "pets") -> Names:
    report = Report()
    found = name(api, chosen or Settings(), package, report)
    assert not report.failed, [*report]
    return found


def calls(*operations: Operation, chosen: Settings | None = None) -> list[str]:
    found = names(replace(EMPTY, operations=operations), chosen)
    return [found.operations[one.key].call for one in operations]
