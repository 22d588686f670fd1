"""Documents changed at random: something is left out, put elsewhere, doubled, or has another value."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any, cast, get_args

from msgspec import Struct
from msgspec.structs import asdict, replace

from generator.compare import Described
from generator.ir.api import Operation
from generator.ir.schemas import Schema
from generator.openapi.references import is_mapping, is_sequence

_KEYWORDS: tuple[tuple[str, Any], ...] = (
    ("description", "Something else."),
    ("title", "Another"),
    ("deprecated", True),
    ("default", 1),
    ("minLength", 2),
    ("maximum", 9),
    ("maxItems", 3),
    ("minProperties", 1),
    ("pattern", "^a"),
    ("format", "date-time"),
    ("format", "int64"),
    ("enum", ["a", "b"]),
    ("const", "a"),
    ("nullable", True),
    ("readOnly", True),
    ("writeOnly", True),
    ("type", "integer"),
    ("type", ["string", "null"]),
    ("additionalProperties", False),
    ("additionalProperties", {"type": "string"}),
    ("items", {"type": "integer"}),
    ("not", {"type": "null"}),
    ("anyOf", [{"type": "string"}, {"type": "integer"}]),
    ("oneOf", [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "string"}]),
    ("allOf", [{"type": "object", "properties": {"z": {"type": "string"}}}]),
    ("required", ["to"]),
    ("required", True),
    ("explode", False),
    ("style", "form"),
    ("allowReserved", True),
    ("tags", ["other"]),
    ("operationId", "another"),
    ("security", []),
    ("servers", [{"url": "https://other.example"}]),
    ("x-sunset", "2031-01-01"),
    ("x-stability-level", "beta"),
    ("x-extensible-enum", ["a"]),
    ("examples", ["x"]),
    ("uniqueItems", True),
    ("multipleOf", 3),
    ("discriminator", {"propertyName": "kind"}),
    ("externalDocs", {"url": "https://docs.example"}),
    ("xml", {"name": "other"}),
    ("contentMediaType", "image/png"),
    ("propertyNames", {"pattern": "b"}),
    ("patternProperties", {"^x": {"type": "string"}}),
    ("prefixItems", [{"type": "string"}]),
    ("unevaluatedProperties", False),
    ("dependentRequired", {"a": ["b"]}),
    ("vendorKeyword", 7),
)


def mutated(document: dict[str, Any], random: Random, times: int) -> dict[str, Any]:
    """Return the document with some changes."""
    changed = copy.deepcopy(document)
    for _ in range(times):
        holders = list(_containers(changed))
        _change(random.choice(holders), random)
    return changed


def _containers(node: Any) -> Iterator[Any]:
    if node and (is_mapping(node) or is_sequence(node)):
        yield node
        for value in node.values() if is_mapping(node) else node:
            yield from _containers(value)


def _change(holder: Any, random: Random) -> None:
    if is_sequence(holder):
        index = random.randrange(len(holder))
        match random.randrange(4):
            case 0:
                del holder[index]
            case 1:
                holder.insert(index, copy.deepcopy(holder[index]))
            case 2:
                random.shuffle(holder)
            case _:
                holder[index] = _other(holder[index], random)
        return
    key = random.choice(sorted(holder))
    match random.randrange(6):
        case 0:
            del holder[key]
        case 1:
            holder[f"{key}X"] = holder.pop(key)
        case 2:
            holder[f"{key}2"] = copy.deepcopy(holder[key])
        case 3:
            holder[key] = _other(holder[key], random)
        case _:
            keyword, value = random.choice(_KEYWORDS)
            holder[keyword] = copy.deepcopy(value)


def _other(value: Any, random: Random) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + random.choice((-1, 1, 7))
        case str():
            words = ("string", "integer", "object", "array", "boolean", "query", "header", "x", f"{value}y")
            return random.choice(words)
        case _:
            return random.choice((None, {}, [], True, "x", {"type": "string"}, copy.deepcopy(value)))


def fingerprint(side: Described) -> str:
    """Return all that a description means and how it is called, in a form that no order or repetition has a part in."""
    api, names = side.api, side.names
    first = api.servers[0].url if api.servers else ""
    servers = {one.url: one for one in reversed(api.servers)}
    tags = {one.name: one for one in api.tags}
    whole = [api.title, api.version, api.description, first, servers, tags, api.security_schemes]
    called = [replace(one, security=()) for one in api.webhooks]  # nobody gives the server a credential of ours
    operations = [_operation(one) for one in (*api.operations, *called)]
    given = [names.client, names.operations, names.parameters, names.schemas, names.properties, names.credentials]
    return repr([*map(_settled, (*whole, *given, names.servers)), operations, _settled(api.schemas)])


def _operation(operation: Operation) -> list[str]:
    parameters = [replace(one, origin=None) for one in operation.parameters]
    security = [sorted((key, sorted(set(scopes))) for key, scopes in one.items()) for one in operation.security]
    bare = replace(operation, origin=None, parameters=(), security=(), tags=tuple(dict.fromkeys(operation.tags)))
    return [_settled(bare), repr(sorted(map(_settled, parameters))), repr(security)]


def _settled(value: Any) -> str:
    """Return a value as text, without the order of what has none and without what says nothing."""
    if isinstance(value, get_args(Schema)):
        return _settled(value.json)
    if is_dataclass(value) and not isinstance(value, type):
        return _settled({field.name: getattr(value, field.name) for field in fields(value)})
    if isinstance(value, Struct):
        return _settled(asdict(value))
    if isinstance(value, Mapping):
        held: dict[Any, Any] = dict(_members(value))
        if isinstance(held.get("properties"), Mapping):
            # A schema without keywords says what `true` says.
            held["properties"] = {name: True if one == {} else one for name, one in held["properties"].items()}
        said = {key: one for key, one in held.items() if not _says_nothing(key, one, held)}
        return repr(sorted((repr(key), _set(one) if key in _SETS else _settled(one)) for key, one in said.items()))
    if isinstance(value, list | tuple):
        return repr([_settled(one) for one in cast("Sequence[Any]", value)])
    return repr(value)


def _members(value: Any) -> Mapping[Any, Any]:
    return cast("Mapping[Any, Any]", value)


_SETS = ("required", "enum", "type", "anyOf", "oneOf")


def _set(value: Any) -> str:
    if isinstance(value, list | tuple):
        return repr(sorted(set(map(_settled, cast("Sequence[Any]", value)))))
    return _settled(value)


def _says_nothing(key: Any, value: Any, held: dict[Any, Any]) -> bool:
    return (key == "type" and "enum" in held) or (key in ("readOnly", "writeOnly", "deprecated") and value is False)
