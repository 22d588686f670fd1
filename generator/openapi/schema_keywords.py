"""The vocabulary of schemas: every keyword with the kind of its value, and the one way to walk over subschemas.

It covers JSON Schema 2020-12 with OpenAPI's additions, and older keywords that are read as newer ones. A new keyword is
one line here; its effect on types and on merging is defined where those are computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from .json_values import is_mapping, is_sequence


class Holds(Enum):
    """What the value of a keyword consists of."""

    SCHEMA = "a schema"
    LIST = "a list of schemas"
    MAP = "names of the author's choice, each with a schema"
    DATA = "values of the API, in which nothing is a schema"
    OTHER = "what the keyword alone knows"


class Role(Enum):
    """What a keyword does with a value."""

    CHILD = "describes a part of the value: an item, a property, what an encoded text holds"
    IN_PLACE = "applies further schemas to the same value"
    ASSERTION = "allows and refuses values"
    ANNOTATION = "says something about a value and refuses none"
    IDENTITY = "says how schemas are called and where they lie"


class Keyword(NamedTuple):
    """One keyword."""

    role: Role
    holds: Holds
    written: str
    """The kind of its value, in the notation of `object_fields`."""
    about: str = ""
    """The JSON type that it applies to, empty for any (JSON Schema 2020-12 Validation, 6)."""


def _group(role: Role, holds: Holds, written: str, names: str, about: str = "") -> dict[str, Keyword]:
    return {name: Keyword(role, holds, written, about) for name in names.split()}


KEYWORDS: Mapping[str, Keyword] = {
    **_group(Role.IN_PLACE, Holds.LIST, "[Schema]", "allOf anyOf oneOf"),
    **_group(Role.CHILD, Holds.LIST, "[Schema]", "prefixItems", "array"),
    **_group(Role.CHILD, Holds.MAP, "{Schema}", "properties patternProperties", "object"),
    **_group(Role.IN_PLACE, Holds.MAP, "{Schema}", "dependentSchemas", "object"),
    **_group(Role.IDENTITY, Holds.MAP, "{Schema}", "$defs"),
    **_group(Role.IN_PLACE, Holds.SCHEMA, "Schema", "not if then else"),
    **_group(Role.ASSERTION, Holds.SCHEMA, "Schema", "contains", "array"),
    **_group(Role.ASSERTION, Holds.SCHEMA, "Schema", "propertyNames", "object"),
    **_group(Role.CHILD, Holds.SCHEMA, "Schema", "contentSchema", "string"),
    **_group(Role.CHILD, Holds.SCHEMA, "Schema", "additionalProperties unevaluatedProperties", "object"),
    **_group(Role.CHILD, Holds.SCHEMA, "Schema", "unevaluatedItems", "array"),
    **_group(Role.CHILD, Holds.SCHEMA, "items", "items", "array"),
    **_group(Role.ASSERTION, Holds.OTHER, "types", "type"),
    **_group(Role.ASSERTION, Holds.DATA, "[data]", "enum"),
    **_group(Role.ASSERTION, Holds.DATA, "data", "const"),
    **_group(Role.ASSERTION, Holds.OTHER, "number", "minLength maxLength", "string"),
    **_group(Role.ASSERTION, Holds.OTHER, "prose", "pattern", "string"),
    **_group(Role.ASSERTION, Holds.OTHER, "number", "minItems maxItems minContains maxContains", "array"),
    **_group(Role.ASSERTION, Holds.OTHER, "flag", "uniqueItems", "array"),
    **_group(Role.ASSERTION, Holds.OTHER, "number", "minProperties maxProperties", "object"),
    **_group(Role.ASSERTION, Holds.OTHER, "names", "required", "object"),
    **_group(Role.ASSERTION, Holds.OTHER, "{[text]}", "dependentRequired", "object"),
    **_group(Role.ASSERTION, Holds.OTHER, "number", "minimum maximum multipleOf", "number"),
    **_group(Role.ASSERTION, Holds.OTHER, "bound", "exclusiveMinimum exclusiveMaximum", "number"),
    **_group(Role.ASSERTION, Holds.OTHER, "flag", "nullable"),
    **_group(Role.ASSERTION, Holds.OTHER, "prose", "format"),
    **_group(Role.ASSERTION, Holds.OTHER, "text", "contentEncoding contentMediaType", "string"),
    **_group(Role.ANNOTATION, Holds.OTHER, "prose", "title description"),
    **_group(Role.ANNOTATION, Holds.DATA, "data", "default"),
    **_group(Role.ANNOTATION, Holds.OTHER, "flag", "deprecated readOnly writeOnly"),
    **_group(Role.ANNOTATION, Holds.DATA, "[data]", "examples"),
    **_group(Role.ANNOTATION, Holds.DATA, "data", "example"),
    **_group(Role.ANNOTATION, Holds.OTHER, "ExternalDocs", "externalDocs"),
    **_group(Role.ANNOTATION, Holds.OTHER, "XML", "xml"),
    **_group(Role.ASSERTION, Holds.OTHER, "Discriminator", "discriminator"),
    **_group(Role.IDENTITY, Holds.OTHER, "text", "$ref $dynamicRef $dynamicAnchor $id $anchor"),
    **_group(Role.IDENTITY, Holds.OTHER, "prose", "$comment"),
}
"""The fixed fields of a Schema Object (OpenAPI 3.2, 4.24)."""

OLDER: Mapping[str, Keyword] = {
    **_group(Role.CHILD, Holds.SCHEMA, "Schema", "additionalItems", "array"),
    **_group(Role.IN_PLACE, Holds.OTHER, "data", "dependencies", "object"),
    **_group(Role.IDENTITY, Holds.OTHER, "text", "$recursiveRef id $schema"),
    **_group(Role.IDENTITY, Holds.OTHER, "data", "$recursiveAnchor $vocabulary definitions"),
}
"""Keywords of other drafts of JSON Schema; their contents never cause a refusal."""

OF_3_0 = frozenset(
    {"title", "description", "type", "format", "enum", "default", "example", "nullable", "readOnly", "writeOnly"}
    | {"deprecated", "discriminator", "xml", "externalDocs", "multipleOf", "maximum", "exclusiveMaximum", "minimum"}
    | {"exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "required"}
    | {"maxProperties", "minProperties", "not", "allOf", "oneOf", "anyOf", "items", "properties", "$ref"}
    | {"additionalProperties"}
)
"""The keywords of OpenAPI 3.0's schemas: later ones are read there as far as their values fit."""


def _holding(holds: Holds) -> frozenset[str]:
    return frozenset(name for name, one in KEYWORDS.items() if one.holds is holds and one.role is not Role.IDENTITY)


def _doing(role: Role) -> frozenset[str]:
    return frozenset(name for name, one in KEYWORDS.items() if one.role is role)


MEANING = KEYWORDS.keys() - _doing(Role.IDENTITY)
"""Keywords that say something about values."""
SINGLE = _holding(Holds.SCHEMA)
"""Keywords that hold one schema."""
LISTS = _holding(Holds.LIST)
"""Keywords that hold a list of schemas."""
MAPS = _holding(Holds.MAP)
"""Keywords that hold schemas under names of the author's choice."""
DEFINITIONS = frozenset({"$defs", "definitions"})
"""The same of schemas that are only there to be referred to."""
APPLICATORS = SINGLE | LISTS | MAPS
"""Keywords that hold schemas."""
DATA = _holding(Holds.DATA)
"""Keywords that hold values of the API: nothing in them is a schema or a reference."""
EXAMPLES = frozenset({"example", "examples"})
UNIONS = ("oneOf", "anyOf")
UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
"""Keywords about what no other keyword of the same schema, nor of a schema that it applies, has looked at."""
CHILDREN = _doing(Role.CHILD)
"""Keywords whose schemas describe parts of the value: the types of a client have these parts."""
IN_PLACE = _doing(Role.IN_PLACE)
"""Keywords that apply further schemas to the same value."""
CONDITIONS = (SINGLE | MAPS) - CHILDREN
"""Keywords whose schemas only allow or refuse: no type of a client has a part for them."""
ANNOTATIONS = (
    *("title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "externalDocs", "xml"),
)
"""Keywords that describe a value without restricting it, in the order in which they are written."""
NEXT_TO_REF = frozenset({*ANNOTATIONS, "summary"})
"""Keywords next to a `$ref` that do not affect which values are allowed."""
ABOUT: Mapping[str, str] = {name: keyword.about for name, keyword in KEYWORDS.items() if keyword.about}
"""Keyword → the type of value it says something about."""
STRUCTURE = CHILDREN - {"contentSchema", "unevaluatedProperties", "unevaluatedItems", "patternProperties"} | {
    *("allOf", *UNIONS)
}
"""Keywords of which a schema needs one to become a class, or to hold one."""


def subschemas(schema: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every schema directly within a schema, with the keys that lead to it; definitions are left out."""
    if not is_mapping(schema) or APPLICATORS.isdisjoint(schema):
        return
    for key, value in schema.items():
        if key in SINGLE:
            yield (key,), value
        elif key in LISTS and is_sequence(value):
            for index, one in enumerate(value):
                yield (key, str(index)), one
        elif key in MAPS and is_mapping(value):
            for name, one in value.items():
                yield (key, name), one


def with_subschemas(schema: Mapping[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a schema with each subschema replaced by the result of `change`."""
    return {key: changed(key, value, change) for key, value in schema.items()}


def changed(key: str, value: Any, change: Callable[[Any], Any]) -> Any:
    """Return the value of one keyword with each subschema in it replaced by the result of `change`."""
    if key in SINGLE:
        return change(value)
    if key in LISTS and is_sequence(value):
        return [change(one) for one in value]
    if key in MAPS and is_mapping(value):
        return {name: change(one) for name, one in value.items()}
    return value


def fits(key: str, value: Any) -> bool:
    """Return whether a value has the kind that a keyword holds, as far as it consists of schemas."""
    if key in SINGLE:
        return is_mapping(value) or isinstance(value, bool)
    return is_sequence(value) if key in LISTS else is_mapping(value) if key in MAPS else True
