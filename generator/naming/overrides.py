"""Checks the names chosen in `provider.toml`: each must match something in the document, and must be free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..diagnostics import did_you_mean
from .allocate import NUMBERED
from .method_names import METHODS_AVOIDED
from .operation_names import addresses
from .reserved import (
    CLASS_NAMES,
    CLIENT_ATTRIBUTES,
    CLIENT_MODULE_NAMES,
    CONSTRUCTOR_ARGUMENTS,
    IMPORTED_NAMES,
    MODEL_ATTRIBUTES,
    error_class,
)
from .resource_names import place

if TYPE_CHECKING:
    from ..config import Settings
    from ..diagnostics import Report
    from ..ir.api import Api
    from .names import Explanation, Names

_TABLES = {
    "schema": "schemas",
    "property": "properties",
    "parameter": "parameters",
    "operation": "operations",
    "iterator": "pagination",
    "wait": "polling",
    "credential": "credentials",
    "header": "headers",
    "server": "servers",
    "resource": "tags",
    "body": "parameters",
    "error": "errors",
}


def check_chosen(api: Api, settings: Settings, names: Names, report: Report) -> None:
    """Report settings that match nothing (a warning), chosen names that are taken (an error), numbers (a warning)."""
    _check_calls(api, settings, names, report)
    _check_table("tags", settings.tags, _first_tags(api), settings, report)
    if settings.responses:
        known = {address for operation in api.operations for address in addresses(operation)}
        _check_table("responses", settings.responses, {"*", *known}, settings, report)
    if settings.resources:
        derived = {place(operation, replace(settings, operations={}), {}).derived for operation in api.operations} - {
            ""
        }
        _check_table("resources", settings.resources, derived, settings, report)
    given = {kind: _by_address(names.explanations, kind) for kind in ("parameter", "body", "property")}
    aliases = dict(_parameter_aliases(names)) if settings.parameters else {}
    for table, chosen, actual in (
        ("schemas", settings.schemas, names.schemas),
        ("properties", settings.properties, given["property"]),
        ("parameters", settings.parameters, given["parameter"] | given["body"] | aliases),
        ("headers", {wire: name for wire, name in settings.headers.items() if name}, names.headers),
        ("servers", settings.servers, names.servers),
        ("errors", settings.errors, names.errors),
        ("credentials", _arguments(settings), {key: one.argument for key, one in names.credentials.items()}),
    ):
        _check_table(table, chosen, actual, settings, report)
        _check_clashes(table, chosen, actual, settings, report)
    _check_derived(api, names, report)
    _check_errors(settings, names, report)
    _check_bodies(api, settings, names, report)
    _check_reserved(settings, report)
    for one in names.explanations:
        if one.reason == NUMBERED:
            advice = f"give it a better name in [{_TABLES.get(one.kind, 'schemas')}] of provider.toml"
            report.warning("numbered-name", f"{one.wire!a} is called {one.name}: {NUMBERED}; {advice}")


def of_classes(settings: Settings, api: Api, report: Report) -> Settings:
    """Return the settings by class: a name for any place of a shared inline schema names its class."""
    owners = {place: name for name, places in api.inline.items() for place in places if place not in api.schemas}
    if not owners or not (settings.schemas or settings.properties):
        return settings
    schemas: dict[str, str] = {}
    for key, chosen in settings.schemas.items():
        wire = owners.get(key, key)
        if schemas.setdefault(wire, chosen) != chosen:
            message = f"[schemas] {key!a}: the same class is called {schemas[wire]} by another line: remove one of them"
            report.error("name-clash", message, settings.places.get(("schemas", key)))
    properties = {_owned(key, owners): chosen for key, chosen in settings.properties.items()}
    places = {(table, _key(table, key, owners)): place for (table, key), place in settings.places.items()}
    return replace(settings, schemas=schemas, properties=properties, places=places)


def _key(table: str, key: str, owners: Mapping[str, str]) -> str:
    return owners.get(key, key) if table == "schemas" else _owned(key, owners) if table == "properties" else key


def _owned(address: str, owners: Mapping[str, str]) -> str:
    schema, dot, prop = address.partition(".")
    return owners.get(schema, schema) + dot + prop


def _check_table(table: str, chosen: Iterable[str], known: Collection[str], settings: Settings, report: Report) -> None:
    for wire in chosen:
        if wire not in known:
            advice = did_you_mean(wire, known) or ": correct or remove it"
            message = f"[{table}] {wire!a} matches nothing in the document{advice}"
            report.warning("unused-setting", message, settings.places.get((table, wire)))


def _check_clashes(
    table: str, chosen: Mapping[str, str], actual: Mapping[str, str], settings: Settings, report: Report
) -> None:
    for wire, name in chosen.items():
        if actual.get(wire, name) != name:
            message = f"[{table}] {wire!a}: {name} is taken already: choose another name"
            report.error("name-clash", message, settings.places.get((table, wire)))


def _check_errors(settings: Settings, names: Names, report: Report) -> None:
    """Report error classes whose names are taken in the module of the errors."""
    statuses = Counter(names.errors.values())
    taken = CLASS_NAMES.union(names.schemas.values())
    for status, chosen in settings.errors.items():
        own = error_class(status)
        if chosen != own and status in names.errors and (chosen in taken or statuses[chosen] > 1):
            message = f"[errors] {status!a}: {chosen} is taken already: choose another name"
            report.error("name-clash", message, settings.places.get(("errors", status)))


def _check_derived(api: Api, names: Names, report: Report) -> None:
    """Report methods that iterate or wait, and whose chosen names mean something else already."""
    for operation in api.operations:
        for table, declared, given in (
            ("pagination", operation.pagination, names.iterators),
            ("polling", operation.polling, names.waits),
        ):
            if declared and declared.method and given[operation.key] != declared.method:
                address = operation.addresses[0]
                message = f"[{table}] {address!a}: {declared.method} is taken already: choose another name"
                report.error("name-clash", message, operation.where)


def _check_bodies(api: Api, settings: Settings, names: Names, report: Report) -> None:
    for operation in api.operations if settings.parameters else ():
        own = {name for (key, _, _), name in names.parameters.items() if key == operation.key}
        body = names.body.get(operation.key)
        for address in addresses(operation):
            if f"{address}.body" in settings.parameters and body in own | {
                names.operations[operation.key].builder,
                "self",
            }:
                message = f"[parameters] '{address}.body': {body} is taken already: choose another name"
                report.error("name-clash", message, settings.places.get(("parameters", f"{address}.body")))


def _check_reserved(settings: Settings, report: Report) -> None:
    for table, chosen, reserved in (
        ("name", {"": settings.name} if settings.name else {}, CLIENT_MODULE_NAMES),
        ("schemas", settings.schemas, CLASS_NAMES | {"annotations"}),
        ("errors", settings.errors, {"annotations"}),
        ("properties", settings.properties, MODEL_ATTRIBUTES | IMPORTED_NAMES),
        ("parameters", settings.parameters, IMPORTED_NAMES),
        ("tags", settings.tags, CLIENT_ATTRIBUTES),
        ("resources", settings.resources, CLIENT_ATTRIBUTES),
        ("credentials", _arguments(settings), CONSTRUCTOR_ARGUMENTS | IMPORTED_NAMES),
        ("headers", settings.headers, CONSTRUCTOR_ARGUMENTS | IMPORTED_NAMES),
    ):
        for wire, name in chosen.items():
            if name in reserved:
                message = f"[{table}] {wire!a}: {name} has a meaning already: choose another name"
                report.error("reserved-name", message, settings.places.get((table, wire)))


def _check_calls(api: Api, settings: Settings, names: Names, report: Report) -> None:
    calls = {address: operation for operation in api.operations for address in addresses(operation)}
    _check_table("operations", settings.operations, calls, settings, report)
    for address, call in settings.operations.items():
        operation = calls.get(address)
        resource, _, method = call.rpartition(".")
        where = settings.places.get(("operations", address))
        if resource.partition(".")[0] in CLIENT_ATTRIBUTES:
            message = f"every client has an attribute {resource.partition('.')[0]}: choose another name"
            report.error("reserved-name", f"[operations] {address!a}: {message}", where)
        elif method in METHODS_AVOIDED:
            message = f"generated classes use {method} themselves: choose another name"
            report.error("reserved-name", f"[operations] {address!a}: {message}", where)
        elif operation and names.operations[operation.key].call != call:
            message = f"{call} is taken already, or the operation is named twice: choose another name"
            report.error("name-clash", f"[operations] {address!a}: {message}", where or operation.where)


def _parameter_aliases(names: Names) -> Iterator[tuple[str, str]]:
    """Yield `POST /path.<in>.<name>`, which addresses a parameter even if there is an operationId; the same
    for bodies.
    """
    for ((method, path), location, wire), name in names.parameters.items():
        yield f"{method.upper()} {path}.{location}.{wire}", name
    for (method, path), name in names.body.items():
        yield f"{method.upper()} {path}.body", name


def _by_address(explanations: Iterable[Explanation], kind: str) -> dict[str, str]:
    return {one.wire: one.name for one in explanations if one.kind == kind}


def _first_tags(api: Api) -> set[str]:
    return {operation.tags[0] if operation.tags else "" for operation in api.operations}


def _arguments(settings: Settings) -> dict[str, str]:
    return {key: one.argument for key, one in settings.credentials.items() if one.argument}
