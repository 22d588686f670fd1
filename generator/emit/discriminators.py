"""Unions whose variants a property tells apart (Discriminator Object, OpenAPI 3.2, 4.25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ..ir.api import Api
from ..naming.assign import Names
from ..openapi.schema_keywords import subschemas
from ..schema.classes import REF_PREFIX, Schema, base_of, is_class, own_properties, required_properties, resolved
from ..text.python_source import literal
from .expression import Expression, call, display


def tag_annotation(schema: Mapping[str, Any], api: Api, names: Names) -> Expression | None:
    """Return the annotation that tells the variants of a union apart by a property, where one does.

    All variants must be classes. Where the document names no property, one serves that every variant requires and that
    has other constant values in each.
    """
    found = _tags(schema, api)
    if found is None:
        return None
    classes = {value: literal(names.schemas[name]) for value, name in found.classes.items()}
    options = {"optional": "True"} if found.optional else {}
    if found.default:
        options["default"] = literal(names.schemas[found.default])
    return call("Tagged", [literal(found.wire), display(classes)], **options)


def tags_of_unions(api: Api) -> frozenset[tuple[str, str]]:
    """Return the classes and their properties, by wire names, that alone say which variant of a union a class is."""
    operations = (*api.operations, *api.webhooks)
    contents = [one for operation in operations if operation.body for one in operation.body.contents]
    contents += [one for operation in operations for response in operation.responses for one in response.contents]
    waiting: list[Schema] = [*api.schemas.values()]
    waiting += [one.schema for operation in operations for one in operation.parameters]
    waiting += [one for media in contents for one in (media.schema, media.item_schema) if one is not None]
    found: set[tuple[str, str]] = set()
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, bool):
            continue
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                tags = _tags(schema, api) or _tags(flattened(keyword, schema, api.schemas), api)
                if tags is not None and not (tags.optional or tags.default):
                    found.update((name, tags.wire) for name in tags.classes.values())
        waiting += [one for _, one in subschemas(schema)]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Tags:
    """What tells the variants of a union apart."""

    wire: str
    """The property, by its wire name."""
    classes: Mapping[str, str]
    """Value of the property → wire name of the class."""
    optional: bool = False
    """Some variants do not require the property."""
    default: str = ""
    """The class, by its wire name, of what no value names."""


def _tags(schema: Mapping[str, Any], api: Api) -> _Tags | None:
    variants = _classes(schema, api)
    if not variants:
        return None
    discriminator = schema.get("discriminator")
    if isinstance(discriminator, Mapping):
        return _declared(cast("Mapping[str, Any]", discriminator), variants, api)
    return _inferred(variants, api) if len(variants) > 1 else None


def flattened(keyword: str, schema: Mapping[str, Any], schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """Return a union with the variants of those that are unions or references themselves in their place.

    The document's discriminator is left out: its tags mean the unions. The constants of the classes tell them apart.
    """
    found: list[Schema] = []
    waiting: list[Schema] = list(reversed(schema[keyword]))
    seen: set[str] = set()
    while waiting:
        variant = waiting.pop()
        ref, inner = "", None
        if not isinstance(variant, bool) and variant.keys() - _NO_MEANING == {"$ref"}:
            ref = str(variant["$ref"]).removeprefix(REF_PREFIX)
            inner = _inner(schemas.get(ref, True))
        if inner is None:
            found.append(variant)
        elif ref not in seen:
            seen.add(ref)
            waiting += reversed(inner)
    return {**{key: one for key, one in schema.items() if key != "discriminator"}, keyword: found}


def _inner(schema: Schema) -> Sequence[Schema] | None:
    """Return the variants of an alias of a union or of another schema; None for anything else."""
    if isinstance(schema, bool):
        return None
    keywords = schema.keys() - _NO_MEANING
    for keyword in ("oneOf", "anyOf"):
        if keywords == {keyword}:
            variants: Sequence[Schema] = schema[keyword]
            return variants
    return [schema] if keywords == {"$ref"} else None


_NO_MEANING = frozenset({"discriminator", "description", "title", "deprecated", "example", "examples", "externalDocs"})
"""Keywords that allow and refuse nothing."""


def _classes(schema: Mapping[str, Any], api: Api) -> list[str]:
    """Return the wire names of the variants of a union, null left out; empty where one of them is no class."""
    found: list[str] = []
    members: Sequence[Schema] = schema.get("oneOf", schema.get("anyOf", []))
    for variant in members:
        if isinstance(variant, bool):
            return []
        if variant.get("type") == "null":
            continue
        name = str(variant.get("$ref", "")).removeprefix(REF_PREFIX)
        if name in found or name not in api.schemas or not is_class(api.schemas[name]):
            return []
        found.append(name)
    return found


def _declared(discriminator: Mapping[str, Any], variants: Sequence[str], api: Api) -> _Tags | None:
    entries: Mapping[str, Any] = discriminator.get("mapping", {})
    mapping = {value: str(ref).removeprefix(REF_PREFIX) for value, ref in entries.items()}
    tags = {value: name for value, name in sorted(mapping.items()) if name in variants}
    if not tags:
        return None
    wire = str(discriminator["propertyName"])
    default = str(discriminator.get("defaultMapping", "")).removeprefix(REF_PREFIX)
    if default in variants:
        return _Tags(wire, tags, default=default)
    return _Tags(wire, tags, optional=not all(_requires(name, wire, api) for name in variants))


def _inferred(variants: Sequence[str], api: Api) -> _Tags | None:
    candidates = [dict(_constants(name, api)) for name in variants]
    for wire in sorted(set(candidates[0]).intersection(*candidates[1:])):
        values = [
            (value, name) for name, constants in zip(variants, candidates, strict=True) for value in constants[wire]
        ]
        if len({value for value, _ in values}) == len(values):
            return _Tags(wire, dict(sorted(values)))
    return None


def lineage(name: str, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name and the schema of a class, then those of the classes that it inherits from."""
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current not in seen:
        seen.add(current)
        schema = schemas.get(current, True)
        if isinstance(schema, bool):
            return
        yield current, schema
        current = base_of(schema)


def _requires(name: str, wire: str, api: Api) -> bool:
    """Say whether a class, or one that it inherits from, requires a property."""
    return any(wire in required_properties(schema) for _, schema in lineage(name, api.schemas))


def _constants(name: str, api: Api) -> Iterator[tuple[str, list[str]]]:
    """Yield the required properties of a class that have constant texts, and the texts."""
    seen: set[str] = set()
    for _, schema in lineage(name, api.schemas):
        for wire, declared in own_properties(schema).items():
            values = _texts(declared, api)
            if wire not in seen and values and _requires(name, wire, api):
                yield wire, values
            seen.add(wire)


def _texts(schema: Schema, api: Api) -> list[str]:
    """Return the texts that a schema allows alone; empty where it allows anything else."""
    schema = resolved(schema, api.schemas)
    if isinstance(schema, bool):
        return []
    values: list[Any] = [schema["const"]] if "const" in schema else list(schema.get("enum", []))
    return values if all(isinstance(value, str) for value in values) else []
