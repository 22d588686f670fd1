"""A compact evaluator of JSON Schema, draft 2020-12, for JSON values in Python.

It checks what types cannot express: assertions between fields, exact constants, `oneOf`, conditions. `format` and the
content keywords are annotations, as the draft has them by default. References are `#/components/schemas/<name>` of the
given definitions, or pointers into the schema itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from .outcomes import Failure, Seen, TooEntangledError, Walk
from .patterns import search_pattern
from .values import JSON, identity, is_multiple, is_number

Schema: TypeAlias = bool | Mapping[str, Any]

COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A schema with the definitions that its references need."""

    root: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict[str, Schema])

    def check(self, instance: JSON) -> None:
        """Raise `Failure` if the instance is not valid; what is too entangled to be checked is taken for valid."""
        with suppress(TooEntangledError):
            self.evaluate(self.root, instance, "", Walk())

    def accepts(self, instance: JSON) -> bool:
        """Return whether the instance is valid."""
        try:
            self.check(instance)
        except Failure:
            return False
        return True

    def evaluate(self, schema: Schema, instance: JSON, at: str, walk: Walk) -> Seen:
        """Return what the schema has evaluated in the instance; raise `Failure` if it is not valid."""
        seen = Seen()
        if schema is True:
            return seen
        if schema is False:
            raise Failure("is not allowed", at)
        place = SchemaApplication(self, schema, instance, at, walk, seen)
        for keyword in sorted(schema.keys() & KEYWORDS.keys(), key=ORDER.__getitem__):
            KEYWORDS[keyword](place, schema[keyword])
        return seen

    def resolve(self, reference: str) -> Schema:
        """Return the schema that a reference names; raise LookupError if there is none."""
        name, slash, rest = reference.removeprefix(COMPONENTS).partition("/")
        if reference.startswith(COMPONENTS) and _decoded(name) in self.definitions:
            return _pointed(self.definitions[_decoded(name)], slash + rest)
        return _pointed(self.root, reference.removeprefix("#"))


@dataclass(frozen=True, slots=True)
class SchemaApplication:
    """One schema applied to one instance."""

    evaluator: Evaluator
    schema: Mapping[str, Any]
    instance: JSON
    at: str
    walk: Walk
    seen: Seen

    def here(self, schema: Schema) -> Seen:
        """Evaluate another schema on the same instance."""
        return self.evaluator.evaluate(schema, self.instance, self.at, self.walk)

    def holds(self, schema: Schema) -> Seen | None:
        """Evaluate like `here`, but return None if the instance is not valid."""
        try:
            return self.here(schema)
        except Failure:
            return None

    def below(self, schema: Schema, key: str | int, value: JSON) -> None:
        """Evaluate a schema on a property or an item."""
        pointer = f"{self.at}/{str(key).replace('~', '~0').replace('/', '~1')}"
        self.evaluator.evaluate(schema, value, pointer, self.walk.below())

    def array(self) -> list[JSON] | None:
        """Return the instance, if it is an array."""
        return self.instance if isinstance(self.instance, list) else None

    def object(self) -> dict[str, JSON] | None:
        """Return the instance, if it is an object."""
        return self.instance if isinstance(self.instance, dict) else None

    def fail(self, message: str) -> Failure:
        """Return a failure at this place."""
        return Failure(message, self.at)


# -- references -----------------------------------------------------------------------------------------------------


def _decoded(token: str) -> str:
    return unquote(token).replace("~1", "/").replace("~0", "~")


def _pointed(schema: Schema, pointer: str) -> Schema:
    found: Any = schema
    for token in pointer.split("/")[1:]:
        found = found[int(token) if isinstance(found, list) else _decoded(token)]
    return cast("Schema", found)


def _reference(place: SchemaApplication, reference: str) -> None:
    evaluator, instance, at, walk = place.evaluator, place.instance, place.at, place.walk
    step = (reference, at, id(instance))
    if not walk.is_open(step):  # a reference that leads back to itself says nothing
        seen = walk.follow(step, lambda: evaluator.evaluate(evaluator.resolve(reference), instance, at, walk))
        place.seen.add(seen)


# -- any type ---------------------------------------------------------------------------------------------------------


_TYPES: Mapping[str, Callable[[JSON], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": is_number,
    "integer": lambda value: is_number(value) and value % 1 == 0,
}


def _type(place: SchemaApplication, types: str | list[str]) -> None:
    allowed = [types] if isinstance(types, str) else types
    if not any(_TYPES[name](place.instance) for name in allowed):
        raise place.fail(f"should be {' or '.join(allowed)}")


def _enum(place: SchemaApplication, values: list[JSON]) -> None:
    if identity(place.instance) not in map(identity, values):
        texts = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        raise place.fail(f"should be one of {texts}" if len(values) > 1 else f"should be {texts}")


def _const(place: SchemaApplication, value: JSON) -> None:
    _enum(place, [value])


def _all_of(place: SchemaApplication, schemas: list[Schema]) -> None:
    for schema in schemas:
        place.seen.add(place.here(schema))


def _any_of(place: SchemaApplication, schemas: list[Schema]) -> None:
    results = [seen for seen in map(place.holds, schemas) if seen is not None]
    if not results:
        raise place.fail("should fit at least one of the schemas of `anyOf`")
    for seen in results:
        place.seen.add(seen)


def _one_of(place: SchemaApplication, schemas: list[Schema]) -> None:
    results = [seen for seen in map(place.holds, schemas) if seen is not None]
    if len(results) != 1:
        raise place.fail(f"should fit exactly one of the schemas of `oneOf`, and fits {len(results) or 'none'}")
    place.seen.add(results[0])


def _not(place: SchemaApplication, schema: Schema) -> None:
    if place.holds(schema) is not None:
        raise place.fail("should not fit the schema of `not`")


def _if(place: SchemaApplication, condition: Schema) -> None:
    held = place.holds(condition)
    if held is not None:
        place.seen.add(held)
    branch = place.schema.get("else" if held is None else "then")
    if branch is not None:
        place.seen.add(place.here(branch))


# -- numbers and strings ----------------------------------------------------------------------------------------------


def _bound(fits: Callable[[float, float], bool], what: str) -> Callable[[SchemaApplication, float], None]:
    def check(place: SchemaApplication, limit: float) -> None:
        if is_number(place.instance) and not fits(place.instance, limit):
            raise place.fail(f"should be {what} {limit}")

    return check


def _multiple_of(place: SchemaApplication, divisor: float) -> None:
    if is_number(place.instance) and not is_multiple(place.instance, divisor):
        raise place.fail(f"should be a multiple of {divisor}")


def _size(
    kind: type[str | list[JSON] | dict[str, JSON]], fits: Callable[[int, float], bool], what: str
) -> Callable[[SchemaApplication, float], None]:
    def check(place: SchemaApplication, limit: float) -> None:
        if isinstance(place.instance, kind) and not fits(len(place.instance), limit):
            raise place.fail(f"should have {what} {limit}")

    return check


def _pattern(place: SchemaApplication, pattern: str) -> None:
    if isinstance(place.instance, str) and not search_pattern(pattern)(place.instance):
        raise place.fail(f"should match the pattern {pattern!r}")


# -- arrays -----------------------------------------------------------------------------------------------------------


def _prefix_items(place: SchemaApplication, schemas: list[Schema]) -> None:
    if (array := place.array()) is not None:
        for index in range(min(len(schemas), len(array))):
            place.below(schemas[index], index, array[index])
            place.seen.items.add(index)


def _items(place: SchemaApplication, schema: Schema) -> None:
    if (array := place.array()) is not None:
        for index in range(len(place.schema.get("prefixItems", ())), len(array)):
            place.below(schema, index, array[index])
            place.seen.items.add(index)


def _contains(place: SchemaApplication, schema: Schema) -> None:
    if (array := place.array()) is None:
        return
    found = [index for index in range(len(array)) if _fits_below(place, schema, index, array[index])]
    place.seen.items.update(found)
    if len(found) < place.schema.get("minContains", 1):
        raise place.fail(f"should contain at least {place.schema.get('minContains', 1)} items that match")
    if len(found) > place.schema.get("maxContains", len(found)):
        raise place.fail(f"should contain at most {place.schema['maxContains']} items that match")


def _fits_below(place: SchemaApplication, schema: Schema, key: str | int, value: JSON) -> bool:
    try:
        place.below(schema, key, value)
    except Failure:
        return False
    return True


def _unique_items(place: SchemaApplication, unique: bool) -> None:
    array = place.array()
    if unique and array is not None and len(set(map(identity, array))) != len(array):
        raise place.fail("should have no item twice")


def _unevaluated_items(place: SchemaApplication, schema: Schema) -> None:
    if (array := place.array()) is not None:
        for index in range(len(array)):
            if index not in place.seen.items:
                place.below(schema, index, array[index])
                place.seen.items.add(index)


# -- objects ----------------------------------------------------------------------------------------------------------


def _properties(place: SchemaApplication, schemas: Mapping[str, Schema]) -> None:
    if (properties := place.object()) is not None:
        for name in schemas.keys() & properties.keys():
            place.below(schemas[name], name, properties[name])
            place.seen.properties.add(name)


def _pattern_properties(place: SchemaApplication, schemas: Mapping[str, Schema]) -> None:
    if (properties := place.object()) is not None:
        for pattern, schema in schemas.items():
            for name in filter(search_pattern(pattern), properties):
                place.below(schema, name, properties[name])
                place.seen.properties.add(name)


def _additional_properties(place: SchemaApplication, schema: Schema) -> None:
    if (properties := place.object()) is not None:
        patterns = [search_pattern(pattern) for pattern in place.schema.get("patternProperties", ())]
        declared = place.schema.get("properties", {})
        for name in properties:
            if name not in declared and not any(search(name) for search in patterns):
                place.below(schema, name, properties[name])
                place.seen.properties.add(name)


def _property_names(place: SchemaApplication, schema: Schema) -> None:
    if (properties := place.object()) is not None:
        for name in properties:
            try:
                place.evaluator.evaluate(schema, name, place.at, place.walk.below())
            except Failure as failure:
                raise place.fail(f"has the property {name!r}, whose name {failure.message}") from failure


def _required(place: SchemaApplication, names: list[str]) -> None:
    properties = place.object()
    if properties is not None and (missing := [name for name in names if name not in properties]):
        raise place.fail(f"lacks {', '.join(missing)}")


def _dependent_required(place: SchemaApplication, dependencies: Mapping[str, list[str]]) -> None:
    if (properties := place.object()) is not None:
        for name in dependencies.keys() & properties.keys():
            _required(place, dependencies[name])


def _dependent_schemas(place: SchemaApplication, schemas: Mapping[str, Schema]) -> None:
    if (properties := place.object()) is not None:
        for name in schemas.keys() & properties.keys():
            place.seen.add(place.here(schemas[name]))


def _unevaluated_properties(place: SchemaApplication, schema: Schema) -> None:
    if (properties := place.object()) is not None:
        for name in properties.keys() - place.seen.properties:
            place.below(schema, name, properties[name])
            place.seen.properties.add(name)


KEYWORDS: Mapping[str, Callable[[SchemaApplication, Any], None]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _bound(lambda value, limit: value >= limit, "at least"),
    "exclusiveMinimum": _bound(lambda value, limit: value > limit, "more than"),
    "maximum": _bound(lambda value, limit: value <= limit, "at most"),
    "exclusiveMaximum": _bound(lambda value, limit: value < limit, "less than"),
    "multipleOf": _multiple_of,
    "minLength": _size(str, lambda size, limit: size >= limit, "a length of at least"),
    "maxLength": _size(str, lambda size, limit: size <= limit, "a length of at most"),
    "minItems": _size(list, lambda size, limit: size >= limit, "a number of items of at least"),
    "maxItems": _size(list, lambda size, limit: size <= limit, "a number of items of at most"),
    "minProperties": _size(dict, lambda size, limit: size >= limit, "a number of properties of at least"),
    "maxProperties": _size(dict, lambda size, limit: size <= limit, "a number of properties of at most"),
    "pattern": _pattern,
    "required": _required,
    "dependentRequired": _dependent_required,
    "uniqueItems": _unique_items,
    "propertyNames": _property_names,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "dependentSchemas": _dependent_schemas,
    "$ref": _reference,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_properties,
}
"""In the order of evaluation: cheap keywords first, and the unevaluated ones after all that may look at something."""

COMPANIONS: Mapping[str, tuple[str, ...]] = {"if": ("then", "else"), "contains": ("minContains", "maxContains")}
"""Keyword → further keywords that its function reads."""

ORDER = {keyword: position for position, keyword in enumerate(KEYWORDS)}
