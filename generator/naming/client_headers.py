"""Headers that every operation has: they are given once, to the client."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..ir.api import Api, Operation, Parameter, ParameterLocation
from ..ir.schemas import Enumeration, Scalar, Schema, resolved
from ..text.casing import attribute, words
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .operation_names import FROM_WIRE
from .published import held
from .reserved import CONSTRUCTOR_ARGUMENTS, KEYWORDS
from .resource_names import SET, safe

if TYPE_CHECKING:
    from .published import PublishedNames

_FEWEST = 2
"""How many operations an API must have before a header that all of them share counts."""
_OF_A_CALL = frozenset(
    {
        *("correlation", "cursor", "date", "etag", "idempotency", "if", "limit", "message", "nonce", "offset", "page"),
        *("range", "request", "signature", "timestamp", "trace", "traceparent", "tracestate", "transaction"),
    }
)
"""Words of headers that differ from call to call."""


def client_headers(
    api: Api, settings: Mapping[str, str], published: PublishedNames, taken: Collection[str]
) -> dict[str, Candidate]:
    """Return the headers that are arguments of the client, by their names on the wire.

    Such a header is on every operation, with one meaning, and does not differ from call to call. In a package that is
    published it stays where it is: an operation more, with the header or without it, moves no argument.
    """
    found: list[NameRequest[str]] = []
    for wire, declared in _by_name(api).items():
        chosen = settings.get(wire)
        if chosen == "" or not _is_one_thing(declared, api.schemas):
            continue
        everywhere = len(api.operations) == len(declared) >= _FEWEST and not _differs(wire)
        if chosen:
            found.append(NameRequest(wire, wire, Candidate(chosen, SET), tuple, rank=CHOSEN))
        elif wire in published.headers or (everywhere and not published.operations):
            found.append(held(_request(wire), published.headers.get(wire)))
    return allocate(found, CONSTRUCTOR_ARGUMENTS | set(taken))


def _request(wire: str) -> NameRequest[str]:
    own = Candidate(safe(attribute(wire), "header", KEYWORDS), FROM_WIRE)
    suffixed = Candidate(f"{own.name.rstrip('_')}_header", "with where it travels")
    return NameRequest(wire, wire, own, lambda: iter([suffixed]))


def of_method(operation: Operation, headers: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters of an operation that are arguments of its method."""
    return tuple(one for one in operation.parameters if not is_of_client(one, headers))


def is_of_client(parameter: Parameter, headers: Mapping[str, str]) -> bool:
    """Return whether a parameter is an argument of the client."""
    return parameter.location is ParameterLocation.HEADER and parameter.name in headers


def declarations(api: Api, headers: Mapping[str, str]) -> dict[str, Parameter]:
    """Return wire name → parameter, for the headers of the client; required where every operation requires it."""
    found = _by_name(api)
    return {wire: min(found[wire], key=lambda one: one.required) for wire in sorted(headers)}


def _by_name(api: Api) -> dict[str, list[Parameter]]:
    found: dict[str, list[Parameter]] = {}
    for operation in api.operations:
        for one in operation.parameters:
            if one.location is ParameterLocation.HEADER:
                found.setdefault(one.name, []).append(one)
    return found


def _is_one_thing(declared: list[Parameter], schemas: Mapping[str, Schema]) -> bool:
    """Return whether a header is the same scalar everywhere, and written as it is."""
    targets = [resolved(one.schema, schemas) for one in declared]
    first = targets[0]
    if first.format or any(one.content_type for one in declared):
        return False
    return _is_plain(first) and all(one == first and one.notes.default == first.notes.default for one in targets)


def _is_plain(schema: Schema) -> bool:
    match schema:
        case Enumeration():
            return all(isinstance(value, str | int) for value in schema.values)
        case Scalar():
            return schema.type in ("string", "integer", "boolean") and not schema.nullable
        case _:
            return False


def _differs(wire: str) -> bool:
    return bool({word.lower() for word in words(wire)} & _OF_A_CALL)
