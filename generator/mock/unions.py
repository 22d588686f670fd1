"""Opens unions of a class and its subclasses: a value of a subclass is one of its base class as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ..openapi.references import unescape

Schema: TypeAlias = bool | Mapping[str, Any]

_REF = "#/components/schemas/"


def open_unions(schemas: Mapping[str, Schema]) -> Mapping[str, Schema]:
    """Return schemas in which a `oneOf` with a discriminator, one of whose variants is another's base, is an `anyOf`.

    What a subclass accepts, its base accepts as well: of such a union no value would be one of a subclass.
    """
    bases = {name: base for name, schema in schemas.items() if (base := _base(schema)) is not None}
    opened: dict[str, Schema] = {}
    for name, schema in schemas.items() if bases else ():
        if isinstance(schema, Mapping) and "discriminator" in schema and "oneOf" in schema:
            variants = {_component(one) for one in schema["oneOf"]}
            if any(base in variants for one in variants for base in _ancestors(one, bases)):
                others = {key: one for key, one in schema.items() if key != "oneOf"}
                opened[name] = {**others, "anyOf": schema["oneOf"]}
    return {**schemas, **opened} if opened else schemas


def _ancestors(name: str | None, bases: Mapping[str, str]) -> Iterator[str]:
    seen = {name}
    while name is not None and (name := bases.get(name)) is not None and name not in seen:
        seen.add(name)
        yield name


def _base(schema: Schema) -> str | None:
    """Return the component that a schema extends; None if it extends none."""
    parts = schema.get("allOf", ()) if isinstance(schema, Mapping) else ()
    return next((name for part in parts if (name := _component(part)) is not None), None)


def _component(schema: Schema) -> str | None:
    """Return the name of the component that a schema refers to; None if it is no reference."""
    reference = str(schema.get("$ref", "")) if isinstance(schema, Mapping) else ""
    return unescape(reference.removeprefix(_REF)) if reference.startswith(_REF) else None
