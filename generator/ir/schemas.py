"""Schemas after normalizing: frozen nodes of a few shapes.

Two nodes are equal if they allow the same values by the same keywords: documentation and places are not compared. So
nodes can be keys of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, assert_never

from msgspec import Struct

from ..schema.classes import JsonSchema

if TYPE_CHECKING:
    from ..diagnostics import Location
    from .origin import SchemaOrigin


class Notes(Struct, frozen=True):
    """What a schema says about a value without restricting it (JSON Schema 2020-12 Validation, 8.4, 9)."""

    title: str = ""
    description: str = ""
    default: Any = None
    """The default; also None if the default is null."""
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    media_type: str = ""
    """`contentMediaType`: the media type of a text or of a part of a form."""


NO_NOTES = Notes()


class Asserted(Struct, frozen=True):
    """Keywords that only the runtime's evaluator checks, as JSON Schema for generated code."""

    text: str
    """The keywords as text, which is compared: in JSON, unlike in Python, 1 is not true."""
    keywords: Mapping[str, Any]


NOTHING_ASSERTED = Asserted("", {})


class Number(Struct, frozen=True):
    """A number as written in the document: 1.0 differs from 1 here, because generated code repeats it."""

    text: str
    value: int | float


class Bounds(Struct, frozen=True):
    """Bounds of numbers, and lengths of texts and arrays."""

    minimum: Number | None = None
    maximum: Number | None = None
    exclusive_minimum: Number | None = None
    exclusive_maximum: Number | None = None
    least: Number | None = None
    """`minLength` of a text, `minItems` of an array."""
    most: Number | None = None
    """`maxLength` of a text, `maxItems` of an array."""


NO_LIMITS = Bounds()


class Discriminator(Struct, frozen=True):
    """The property that distinguishes the variants of a union (Discriminator Object, OpenAPI 3.2, 4.25)."""

    property: str
    mapping: tuple[tuple[str, str], ...] = ()
    """(value of the property, component that it names), sorted by value."""
    default: str = ""
    """The component for a value without the property; empty if the document names none."""


class _Node(Struct, frozen=True, eq=False, kw_only=True):
    """The fields of every schema."""

    notes: Notes = NO_NOTES
    format: str = ""
    asserted: Asserted = NOTHING_ASSERTED
    """The keywords that no Python type expresses."""
    origin: SchemaOrigin | None = None
    json: JsonSchema = True
    """The schema as JSON, for assertions that embed it, and for `diff`, which compares it by keyword."""

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a node of the same shape that allows the same values by the same keywords."""
        if self is other:
            return True
        compared = _COMPARED[type(self)]
        return type(self) is type(other) and bool(compared(self) == compared(other))

    def __hash__(self) -> int:
        """Return the hash of what is compared and can be hashed."""
        return hash(_HASHED[type(self)](self))

    @property
    def where(self) -> Location | None:
        """The place in the document that describes it."""
        return self.origin.where() if self.origin else None


class Anything(_Node, frozen=True):
    """Any value that satisfies the assertions."""


class Never(_Node, frozen=True):
    """No value at all."""


class Reference(_Node, frozen=True):
    """A reference to a component."""

    name: str


ScalarType: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]


class Scalar(_Node, frozen=True):
    """A text, a number, a boolean or null."""

    type: ScalarType
    nullable: bool = False
    limits: Bounds = NO_LIMITS


class Enumeration(_Node, frozen=True):
    """A list of values, from `enum` or `const`. Its assertions may exclude some of them."""

    text: str
    """The values as text, which is compared."""
    constant: bool
    """Whether it is written as `const`."""
    values: tuple[Any, ...]


class Array(_Node, frozen=True):
    """An array: the items with fixed positions, then all others."""

    items: Schema
    prefix: tuple[Schema, ...] = ()
    nullable: bool = False
    limits: Bounds = NO_LIMITS
    is_tuple: bool = False
    """Whether it always has as many items as `prefix`, with no other limit."""


class Map(_Node, frozen=True):
    """An object without properties of its own: the schemas of its values, first by pattern of the key."""

    values: tuple[Schema, ...]
    nullable: bool = False


Single: TypeAlias = Scalar | Array | Map
"""A schema of one JSON type."""


class Types(_Node, frozen=True):
    """Values of several JSON types, from a `type` that is a list; null among them if it is nullable."""

    members: tuple[Single, ...]
    nullable: bool = False


class Union(_Node, frozen=True):
    """Values of one or several of some schemas."""

    keyword: Literal["oneOf", "anyOf"]
    variants: tuple[Schema, ...]
    discriminator: Discriminator | None = None


class Class(_Node, frozen=True):
    """An object with properties of its own; with a `base`, a subclass."""

    base: str | None
    """The component that it inherits from."""
    properties: Mapping[str, Schema]
    """The properties that it declares itself, sorted by wire name."""
    required: frozenset[str]
    """The wire names that it requires itself."""
    extra: Schema | None = None
    """The schema of undeclared properties; None if the document does not mention them."""


Schema: TypeAlias = Anything | Never | Reference | Scalar | Enumeration | Array | Map | Types | Union | Class

_HASHED: Mapping[type, Callable[[Any], object]] = {
    node: attrgetter("format", "asserted.text", *own)
    for node, own in {
        Anything: (),
        Never: (),
        Reference: ("name",),
        Scalar: ("type", "nullable", "limits"),
        Enumeration: ("text", "constant"),
        Array: ("items", "prefix", "nullable", "limits", "is_tuple"),
        Map: ("values", "nullable"),
        Types: ("members", "nullable"),
        Union: ("keyword", "variants", "discriminator"),
        Class: ("base", "required", "extra"),
    }.items()
}
"""Shape → what its hash is made of."""
_COMPARED: Mapping[type, Callable[[Any], object]] = {
    **_HASHED,
    Class: attrgetter("format", "asserted.text", "base", "required", "extra", "properties"),
}
"""Shape → what is compared."""

ANYTHING = Anything()


def resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return the component that a reference leads to; any other schema as it is."""
    return schemas.get(schema.name, ANYTHING) if isinstance(schema, Reference) else schema


def parts(schema: Schema) -> Sequence[Schema]:
    """Return the schemas directly within a schema: items, values, variants, properties."""
    match schema:
        case Scalar() | Reference() | Enumeration() | Anything() | Never():
            return ()
        case Array():
            return (*schema.prefix, schema.items)
        case Map():
            return schema.values
        case Types():
            return schema.members
        case Union():
            return schema.variants
        case Class():
            return (*schema.properties.values(), *(() if schema.extra is None else (schema.extra,)))
        case _:
            assert_never(schema)


def lineage(name: str, schemas: Mapping[str, Schema]) -> Iterator[tuple[str, Class]]:
    """Yield the name and the schema of a class, then those of its bases, nearest first."""
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current not in seen:
        seen.add(current)
        schema = schemas.get(current)
        if not isinstance(schema, Class):
            return
        yield current, schema
        current = schema.base


def is_only_null(schema: Schema) -> bool:
    """Return whether a schema itself allows only null; references are not followed."""
    match schema:
        case Scalar():
            return schema.type == "null"
        case Enumeration():
            return all(value is None for value in schema.values)
        case Union():
            return all(map(is_only_null, schema.variants))
        case _:
            return False
