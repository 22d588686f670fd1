"""`inspect`: every operation of a document next to the Python call that makes it; nothing is generated.

The object that `as_json` returns is an interface: other programs read it as `inspect --json`.
"""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING

from ..diagnostics import Report, printable
from ..emit.codecs import codec, ordered
from ..emit.expression import union
from ..emit.type_expressions import TypeWriter
from ..ir.webhook_events import Event, events
from ..naming.client_headers import declarations, of_method
from .accepted_warnings import accept
from .job import Job, names_of, read
from .summary import Row, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..artifacts import Described
    from ..ir.api import Api, Body, Operation, Parameter, Response
    from ..naming.assign import CredentialName, Names
    from .workspace import ClientSource


_WIDE = 60
"""Characters of a cell that all others of its column are padded for; a longer one pushes only its own line."""


def describe(subject: ClientSource, *, keep_going: bool, strict: bool = False) -> tuple[Row, Described | None]:
    """Return what a subject means, and a row with the problems found on the way."""
    from .. import pipeline

    start = time.perf_counter()
    report = Report()
    described: Described | None = None
    crash: str | None = None
    try:
        inputs = read(Job(subject, keep_going, names=names_of(subject.target)), report)
        found = pipeline.describe(inputs, report) if inputs else None
        if inputs and found:
            accept(report, inputs.settings.accepted, strict=strict)
        described = found if found and not report.failed else None
    except Exception:
        crash = traceback.format_exc()
    status = Status.CRASHED if crash else Status.UNCHANGED if described else Status.REFUSED
    row = Row(
        subject.name,
        status,
        len(described.api.operations) if described else 0,
        len(described.api.schemas) if described else 0,
        diagnostics=tuple(report),
        seconds=time.perf_counter() - start,
        crash=crash,
    )
    return row, described


def as_json(api: Api, names: Names, module: str) -> dict[str, object]:
    """Return the client of an API as a JSON object.

    Types are Python expressions as in the signatures, to be read in the namespace of the package's `models`; `call` is
    the dotted path from the client, `argument` the parameter of the method or of the client's constructor.
    """
    writer = TypeWriter(api, names).plain
    return {
        "module": module,
        "client": names.client,
        "async_client": names.async_client,
        "servers": [{"name": names.servers[server.url], "url": server.url} for server in api.servers],
        "security": [
            _credential(scheme.key, scheme.type, names.credentials[scheme.key])
            for scheme in api.security_schemes
            if scheme.key in names.credentials
        ],
        **({"headers": headers} if (headers := _headers(api, names)) else {}),
        "operations": [_operation(writer, names, operation) for operation in api.operations],
        **({"webhooks": [_event(writer, names, event) for event in found]} if (found := events_of(api, names)) else {}),
    }


def table(api: Api, names: Names, module: str) -> str:
    """Return the same for people, a line for each operation, and the rule of every name."""
    parts = [f"from {module} import {names.async_client}, {names.client}"]
    if api.servers:
        parts.append(_block("servers", ((names.servers[server.url], server.url) for server in api.servers)))
    credentials = [(one, names.credentials[one.key]) for one in api.security_schemes if one.key in names.credentials]
    if credentials:
        lines = ((name.argument, f"{scheme.key} ({scheme.type})", name.environment) for scheme, name in credentials)
        parts.append(_block("credentials", lines))
    if names.headers:
        parts.append(_block("headers", ((name, wire) for wire, name in sorted(names.headers.items()))))
    writer = TypeWriter(api, names).plain
    parts.append(_block("operations", (_line(writer, names, operation) for operation in api.operations)))
    if derived := [line for operation in api.operations for line in _derived_lines(names, operation)]:
        parts.append(_block("pages and states", derived))
    if found := events_of(api, names):
        parts.append(_block("webhooks", ((one.name, _event_line(writer, names, one)) for one in found)))
    if names.explanations:
        parts.append(_block("names", ((one.kind, one.wire, one.name, one.reason) for one in names.explanations)))
    return "\n\n".join(parts)


def _credential(key: str, kind: str, name: CredentialName) -> dict[str, object]:
    """Return a credential; `password` is present if it is an argument of its own."""
    found: dict[str, object] = {"scheme": key, "type": kind, "argument": name.argument}
    return {**found, "password": name.password} if name.password else found


def _headers(api: Api, names: Names) -> list[dict[str, object]]:
    """Return the headers that the client is given."""
    declared = declarations(api, names.headers).items()
    return [{"name": wire, "argument": names.headers[wire], "required": one.required} for wire, one in declared]


def _operation(writer: TypeWriter, names: Names, operation: Operation) -> dict[str, object]:
    return {
        "method": operation.method,
        "path": operation.path,
        "operation_id": operation.operation_id,
        "call": names.operations[operation.key].call,
        "parameters": [_parameter(names, operation, parameter) for parameter in of_method(operation, names.headers)],
        "body": _body(writer, names, operation, operation.body) if operation.body else None,
        "responses": [entry for response in operation.responses for entry in _responses(writer, response)],
        **_derived(writer, names, operation),
    }


def _derived(writer: TypeWriter, names: Names, operation: Operation) -> dict[str, object]:
    """Return `iterator` and `wait`: the methods that follow from an operation, where there are such."""
    found: dict[str, object] = {}
    if operation.pagination is not None and operation.key in names.iterators:
        found["iterator"] = {
            "call": names.derived_call(operation.key, names.iterators),
            "style": operation.pagination.style,
            "type": union(writer.expression(one, received=True) for one in operation.pagination.item).text,
            "declared": operation.pagination.source,
        }
    if operation.polling is not None and operation.key in names.waits:
        found["wait"] = {
            "call": names.derived_call(operation.key, names.waits),
            "success": list(operation.polling.success),
            "failure": list(operation.polling.failure),
            "declared": operation.polling.source,
        }
    return found


def events_of(api: Api, names: Names) -> tuple[Event, ...]:
    """Return the events that the server sends by itself."""
    return events(api, names.webhooks.event, names.webhooks.event_header)


def _event(writer: TypeWriter, names: Names, event: Event) -> dict[str, object]:
    """Return an event: its class in the module `webhook_events`, the type of its body, what tells it from others."""
    return {
        "name": event.name,
        "class": names.events[event.operation.key],
        "type": _event_type(writer, event),
        "tags": {place: list(values) for place, values in event.tags.items()},
    }


def _event_line(writer: TypeWriter, names: Names, event: Event) -> str:
    return f"{names.events[event.operation.key]}(data: {_event_type(writer, event)})"


def _event_type(writer: TypeWriter, event: Event) -> str:
    body = event.operation.body
    types = [codec(writer, media, received=True).type for media in ordered(body.contents)] if body else []
    return union(types).text if types else "None"


def _parameter(names: Names, operation: Operation, parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "in": parameter.location.value,
        "argument": names.parameters[operation.key, parameter.location, parameter.name],
        "required": parameter.required,
    }


def _body(writer: TypeWriter, names: Names, operation: Operation, body: Body) -> dict[str, object]:
    return {
        "argument": names.body[operation.key],
        "required": body.required,
        "content_types": [media.content_type for media in ordered(body.contents)],
        "type": _body_type(writer, body),
    }


def _responses(writer: TypeWriter, response: Response) -> Iterable[dict[str, object]]:
    if not response.contents:
        yield {"status": response.status, "content_type": None, "type": "None"}
    for media in ordered(response.contents):
        yield {
            "status": response.status,
            "content_type": media.content_type,
            "type": codec(writer, media, received=True).type.text,
        }


def _body_type(writer: TypeWriter, body: Body) -> str:
    return union(codec(writer, media, received=False).type for media in ordered(body.contents)).text


def _line(writer: TypeWriter, names: Names, operation: Operation) -> tuple[str, ...]:
    arguments = [names.parameters[operation.key, one.location, one.name] for one in of_method(operation, names.headers)]
    if operation.body:
        arguments.append(f"{names.body[operation.key]}: {_body_type(writer, operation.body)}")
    return (
        f"{operation.method.upper()} {operation.path}",
        f"{names.operations[operation.key].call}({', '.join(arguments)})",
    )


def _derived_lines(names: Names, operation: Operation) -> Iterator[tuple[str, str, str]]:
    address = f"{operation.method.upper()} {operation.path}"
    if operation.pagination is not None and operation.key in names.iterators:
        said = f"the items of all pages, by {operation.pagination.style} ({operation.pagination.source})"
        yield address, names.derived_call(operation.key, names.iterators), said
    if operation.polling is not None and operation.key in names.waits:
        ends = ", ".join(str(one) for one in (*operation.polling.success, *operation.polling.failure))
        said = f"waits for {ends or 'an HTTP status'} ({operation.polling.source})"
        yield address, names.derived_call(operation.key, names.waits), said


def _block(title: str, lines: Iterable[Sequence[str]]) -> str:
    rows = [[printable(cell) for cell in line] for line in lines]
    widths = [
        max((len(cell) for cell in column if len(cell) <= _WIDE), default=0) for column in zip(*rows, strict=True)
    ]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join([f"{title}:", *(f"  {text.rstrip()}" for text in padded)])
