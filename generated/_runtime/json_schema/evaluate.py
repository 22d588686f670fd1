"""A compact evaluator of JSON Schema, draft 2020-12, for JSON values in Python.

It checks what types cannot express: assertions between fields, exact constants, `oneOf`, conditions. `format` and the
content keywords are annotations, as the draft has them by default. References are `#/components/schemas/<name>` of the
given definitions, or pointers into the schema itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from .outcomes import Failure, Seen, TooEntangledError, Walk
from .patterns import search_pattern
from .scalar_keywords import SCALARS, SIZES, ScalarChecks, scalar_checks
from .values import JSON, identity

Schema: TypeAlias = bool | Mapping[str, Any]

COMPONENTS = "#/components/schemas/"
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A schema with the definitions that its references need."""

    root: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict[str, Schema])
    _checks: dict[int, ScalarChecks | None] = field(
        default_factory=dict[int, "ScalarChecks | None"], init=False, repr=False, compare=False
    )
    """The identity of a schema, which is a part of the root or of a definition → its checks."""

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
        for keyword in _ordered(tuple(schema)):
            KEYWORDS[keyword](place, schema[keyword])
        return seen

    def scalar_checks(self, schema: Schema) -> ScalarChecks | None:
        """Return the checks of a schema about scalars, behind references; None if it has other keywords."""
        key = id(schema)
        if key not in self._checks:
            with suppress(LookupError):  # the evaluation of the reference says so
                self._checks[key] = self._scalar_checks(schema)
        return self._checks.get(key)

    def _scalar_checks(self, schema: Schema) -> ScalarChecks | None:
        for _ in range(_LONGEST_CHAIN):
            if isinstance(schema, bool):
                return None
            keywords = schema.keys() & KEYWORDS.keys()
            if keywords != {"$ref"}:
                return scalar_checks(schema, keywords)
            schema = self.resolve(schema["$ref"])
        return None

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
        step = key if isinstance(key, int) else key.replace("~", "~0").replace("/", "~1")
        self.evaluator.evaluate(schema, value, f"{self.at}/{step}", self.walk.below())

    def below_each(self, schema: Schema, values: Iterable[tuple[str | int, JSON]]) -> None:
        """Evaluate a schema on several properties or items: fast if it has only keywords about scalars."""
        checks = self.evaluator.scalar_checks(schema)
        for key, value in values:
            if checks is None or not checks.passes(value):
                self.below(schema, key, value)

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


# -- arrays -----------------------------------------------------------------------------------------------------------


def _prefix_items(place: SchemaApplication, schemas: list[Schema]) -> None:
    if (array := place.array()) is not None:
        for index in range(min(len(schemas), len(array))):
            place.below(schemas[index], index, array[index])
            place.seen.items.add(index)


def _items(place: SchemaApplication, schema: Schema) -> None:
    if (array := place.array()) is not None:
        first = len(place.schema.get("prefixItems", ()))
        place.below_each(schema, enumerate(array[first:] if first else array, first))
        place.seen.items.update(range(first, len(array)))


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
            place.below_each(schemas[name], [(name, properties[name])])
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
        others = [name for name in properties if name not in declared and not any(one(name) for one in patterns)]
        place.below_each(schema, ((name, properties[name]) for name in others))
        place.seen.properties.update(others)


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
    **SCALARS,
    **SIZES,
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


@lru_cache(maxsize=1024)
def _ordered(keywords: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keywords of a schema that are evaluated, in the order of evaluation."""
    return tuple(one for one in KEYWORDS if one in keywords)
