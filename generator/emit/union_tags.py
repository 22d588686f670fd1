"""Unions whose variants a property distinguishes (Discriminator Object, OpenAPI 3.2, 4.25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..ir.api import Api
from ..ir.schemas import Class, Discriminator, Enumeration, Reference, Scalar, Schema, Union, lineage, parts, resolved
from ..naming.assign import Names
from ..text.python_source import literal
from .expression import Expression, call, display


def tag_annotation(schema: Union, api: Api, names: Names) -> Expression | None:
    """Return the annotation that distinguishes the variants of a union by a property, if one does.

    All variants must be classes. If the document names no property, any property serves that every variant requires
    with constants of its own.
    """
    found = _tags(schema, api)
    if found is None:
        return None
    classes = {value: literal(names.schemas[name]) for value, name in found.classes.items()}
    options = {"optional": "True"} if found.optional else {}
    if found.default:
        options["default"] = literal(names.schemas[found.default])
    return call("Tagged", [literal(found.wire), display(classes)], **options)


def tags_of_unions(api: Api) -> dict[tuple[str, str], set[str]]:
    """Return (class, property) by wire names → the values that mean the class, for properties that alone decide which
    variant of a union a class is.
    """
    operations = (*api.operations, *api.webhooks)
    contents = [one for operation in operations if operation.body for one in operation.body.contents]
    contents += [one for operation in operations for response in operation.responses for one in response.contents]
    waiting = [*api.schemas.values()]
    waiting += [one.schema for operation in operations for one in operation.parameters]
    waiting += [one for media in contents for one in (media.schema, media.item_schema) if one is not None]
    found: dict[tuple[str, str], set[str]] = {}
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, Union):
            tags = _tags(schema, api) or _tags(flattened(schema, api.schemas), api)
            if tags is not None and not (tags.optional or tags.default):
                for value, name in tags.classes.items():
                    found.setdefault((name, tags.wire), set()).add(value)
        waiting += parts(schema)
    return found


class _Tags(Struct, frozen=True):
    """The property that distinguishes the variants of a union."""

    wire: str
    """The property, by its wire name."""
    classes: Mapping[str, str]
    """Value of the property → wire name of the class."""
    optional: bool = False
    """Whether some variants do not require the property."""
    default: str = ""
    """The wire name of the class for values that no tag names."""


def _tags(schema: Union, api: Api) -> _Tags | None:
    variants = _classes(schema, api)
    if not variants:
        return None
    if schema.discriminator is not None:
        return _declared(schema.discriminator, variants, api)
    return _inferred(variants, api) if len(variants) > 1 else None


def flattened(schema: Union, schemas: Mapping[str, Schema]) -> Union:
    """Return a union in which variants that are unions, or references to unions, are replaced by their variants.

    The document's discriminator is left out: its tags name the inner unions. The constants of the classes distinguish
    them.
    """
    found: list[Schema] = []
    waiting = list(reversed(schema.variants))
    seen: set[str] = set()
    while waiting:
        variant = waiting.pop()
        inner = _inner(schemas.get(variant.name)) if isinstance(variant, Reference) else None
        if inner is None:
            found.append(variant)
        elif isinstance(variant, Reference) and variant.name not in seen:
            seen.add(variant.name)
            waiting += reversed(inner)
    return replace(schema, variants=tuple(found), discriminator=None)


def _inner(schema: Schema | None) -> Sequence[Schema] | None:
    """Return the variants of an alias of a union or of another schema; None for anything else."""
    match schema:
        case Union() if not schema.asserted.keywords:
            return schema.variants
        case Reference():
            return (schema,)
        case _:
            return None


def _classes(schema: Union, api: Api) -> list[str]:
    """Return the wire names of a union's variants without null; empty if one of them is no class."""
    found: list[str] = []
    for variant in schema.variants:
        if isinstance(variant, Scalar) and variant.type == "null":
            continue
        if not isinstance(variant, Reference) or variant.name in found:
            return []
        if not isinstance(api.schemas.get(variant.name), Class):
            return []
        found.append(variant.name)
    return found


def _declared(discriminator: Discriminator, variants: Sequence[str], api: Api) -> _Tags | None:
    tags = {value: name for value, name in discriminator.mapping if name in variants}
    if not tags:
        return None
    wire = discriminator.property
    if discriminator.default in variants:
        return _Tags(wire, tags, default=discriminator.default)
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


def _requires(name: str, wire: str, api: Api) -> bool:
    """Return whether a class, or a base of it, requires a property."""
    return any(wire in schema.required for _, schema in lineage(name, api.schemas))


def _constants(name: str, api: Api) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the required properties of a class with constant texts, and the texts."""
    seen: set[str] = set()
    for _, schema in lineage(name, api.schemas):
        for wire, declared in schema.properties.items():
            values = _texts(declared, api)
            if wire not in seen and values and _requires(name, wire, api):
                yield wire, values
            seen.add(wire)


def _texts(schema: Schema, api: Api) -> Sequence[str]:
    """Return the texts that are the only values of a schema; empty if it allows anything else."""
    target = resolved(schema, api.schemas)
    values = target.values if isinstance(target, Enumeration) else ()
    return values if all(isinstance(value, str) for value in values) else ()
