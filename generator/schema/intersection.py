"""The intersection of two schemas: a value satisfies it exactly if it satisfies both.

What two keywords cannot express together in one is kept as an assertion under `allOf`. A contradiction is reported, and
the later schema wins, which in usual documents is the more specific one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from ..openapi.json_values import json_contains, json_equal
from ..openapi.problems import Findings, TooComplexError
from ..openapi.references import Homes, Place, is_mapping
from ..openapi.schema_keywords import NEXT_TO_REF
from .json_types import types_of
from .merge_origins import OriginTable

MOST_STEPS = 3_000_000
"""The most keywords and properties that are merged in one description before it counts as hostile."""
_FEW_STEPS, _STEPS_A_SCHEMA = 1_000_000, 100
"""The same for a small description, and for each of its schemas: real ones need four."""

MOST_PAIRS = 16
"""The most pairs of variants of two unions that must both hold, before one is only asserted."""

_GREATER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"})
_LESSER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"})
_LATER = frozenset({"title", "description", "default", "examples", "format", "externalDocs", "xml", "discriminator"})
_EITHER = frozenset({"uniqueItems", "readOnly", "writeOnly", "deprecated"})
_TOGETHER = (("if", "then", "else"), ("contains", "minContains", "maxContains"))
"""Keywords that mean something only together: two sets of them cannot be one."""

_ARRAY = ("prefixItems", "items")
_OBJECT = ("patternProperties", "additionalProperties")


class Residual(list[Any]):
    """The members of an `allOf` that are only assertions."""


def _size(schema: Mapping[str, Any]) -> int:
    """Return how much is copied when a schema is merged; properties are counted where they are."""
    return len(schema) + len(schema.get("allOf", ()))


def is_open(schema: Mapping[str, Any]) -> bool:
    """Return whether an object may have properties that it does not name."""
    return schema.get("additionalProperties", True) is not False


class Intersection(Struct):
    """Intersects schemas; `place` is the place of the `allOf`."""

    homes: Homes
    findings: Findings
    kinds: Callable[[Any], list[str]]
    """Returns the types that a schema allows, following references; empty if it does not say."""
    place: Place | None = None
    lenient: bool = False
    """Whether a member may overrule another one, as usual for a base and its subclass."""
    steps: int = 0
    _most: int = MOST_STEPS
    origins: OriginTable = field(default_factory=OriginTable)

    def conflict(self, code: str, message: str) -> None:
        """Warn about an `allOf`."""
        if self.place is not None:
            self.findings.warning(code, message, self.place)

    def of(self, first: Any, second: Any) -> Any:
        """Return the intersection of two schemas; neither is changed."""
        if first is second or second is True or second == {}:
            return first
        if first is True or first == {}:
            return second
        if not is_mapping(first) or not is_mapping(second):
            return False
        if "$ref" in first or "$ref" in second:
            return self._of_references(first, second)
        if _has_members(first) or _has_members(second):
            return self._later(first, second)
        if not self.steps:  # Merged schemas have places, too, but those of the description count.
            self._most = min(MOST_STEPS, _FEW_STEPS + _STEPS_A_SCHEMA * len(self.homes))
        self.steps += _size(first) + _size(second)
        if self.steps > self._most:
            if self.place is not None:
                message = "merging the `allOf`s of this description takes too long: simplify them"
                self.findings.error("too-complex", message, self.place)
            raise TooComplexError
        merged = self._merged(first, second)
        self.origins.merged(merged, first, second)
        return merged

    def _of_references(self, first: dict[str, Any], second: dict[str, Any]) -> Any:
        if first.get("$ref") == second.get("$ref"):
            return {**first, **second}
        for one, other in ((first, second), (second, first)):
            if "$ref" in one and other.keys() <= _LATER | _EITHER:
                return {**first, **second}
            if "$ref" in one and _is_any_object(other) and self.kinds(one) == ["object"]:
                return {key: value for key, value in {**first, **second}.items() if key not in ("type", "properties")}
        return self._later(first, second)

    def _later(self, first: Any, second: Any) -> dict[str, Any]:
        """Return an `allOf` that is resolved when the walk over the schemas reaches it."""
        both: dict[str, Any] = {"allOf": [first, second]}
        self.homes.put(both, self.homes.of(second) or self.homes.of(first))
        return both

    def _merged(self, first: dict[str, Any], second: dict[str, Any]) -> Any:
        kinds = common_types(types_of(first), types_of(second))
        if kinds == []:
            self.conflict("all-of-conflict", "the members of `allOf` have no type in common; the last one is used")
            return second if self.lenient else {**second, "allOf": Residual([{"type": first["type"]}])}
        merged = dict(first)
        left: list[Any] = list(first["allOf"]) if "allOf" in first else []
        apart = self._apart(first, second, left)
        for key, value in second.items():
            if key == "allOf":
                left.extend(value)
            elif key in apart:
                continue
            elif key not in merged:
                merged[key] = value
            elif key in ("properties", "dependentSchemas"):
                merged[key] = self._maps(merged[key], value)
            elif key != "type" and not json_equal(merged[key], value):
                residual = self._keyword(key, value, merged)
                left.extend([residual] if residual else [])
        if kinds:
            merged["type"] = kinds[0] if len(kinds) == 1 else kinds
        if any(key in first for key in _ARRAY) and any(key in second for key in _ARRAY):
            self._items(first, second, merged)
        self._additional(first, second, merged, left)
        if left:
            merged["allOf"] = Residual(left)
        self.homes.put(merged, self.homes.of(second) or self.homes.of(first))
        return merged

    def _apart(self, first: Mapping[str, Any], second: Mapping[str, Any], left: list[Any]) -> set[str]:
        """Assert keywords of `second` that would change their meaning next to those of `first`; return all of them.

        Keywords with subschemas are merged by their own functions.
        """
        apart = {*_ARRAY, *_OBJECT} & first.keys()
        for group in _TOGETHER:
            mine = {key: first[key] for key in group if key in first}
            other = {key: second[key] for key in group if key in second}
            if mine and other and not json_equal(mine, other):
                left.append(other)
                apart.update(other)
        return apart

    def _items(self, first: Mapping[str, Any], second: Mapping[str, Any], merged: dict[str, Any]) -> None:
        """Intersect arrays item by item."""
        mine, other = first.get("prefixItems", ()), second.get("prefixItems", ())
        rest, others_rest = first.get("items", True), second.get("items", True)
        prefix = [
            self.of(
                mine[index] if index < len(mine) else rest,
                other[index] if index < len(other) else others_rest,
            )
            for index in range(max(len(mine), len(other)))
        ]
        if prefix:
            merged["prefixItems"] = prefix
        if "items" in first or "items" in second:
            merged["items"] = self.of(rest, others_rest)

    def _additional(
        self, first: dict[str, Any], second: dict[str, Any], merged: dict[str, Any], left: list[Any]
    ) -> None:
        """Intersect what objects say about properties that they do not name."""
        if not any(key in one for one in (first, second) for key in _OBJECT):
            return
        patterns = self._maps(first.get("patternProperties", {}), second.get("patternProperties", {}))
        if patterns:
            merged["patternProperties"] = patterns
        both = self.of(first.get("additionalProperties", True), second.get("additionalProperties", True))
        if "additionalProperties" in merged or both is not True:
            merged["additionalProperties"] = both
        for one, other in ((first, second), (second, first)):
            rest = one.get("additionalProperties", True)
            if rest is not True and rest != {} and not _names_all(one, other):
                self._neighbours(one, other, merged, left)

    def _neighbours(
        self, schema: Mapping[str, Any], other: Mapping[str, Any], merged: dict[str, Any], left: list[Any]
    ) -> None:
        """Apply what a schema says about undeclared properties to those that another schema adds."""
        rest = schema["additionalProperties"]
        if not self.lenient:
            kept = [key for key in ("properties", "patternProperties") if key in schema]
            declared = {key: dict.fromkeys(schema[key], True) for key in kept}
            left.append({**declared, "additionalProperties": rest})
        elif rest is False:
            merged.pop("additionalProperties", None)
            message = "a schema forbids the properties that another one for the same value adds; they are allowed"
            self.conflict("all-of-conflict", message)
        elif not _all_are(rest, _added(schema, other)):
            message = "`additionalProperties` restricts properties that another schema for the same value adds: "
            self.conflict("all-of-conflict", f"{message}the other schema is used for those")

    def _maps(self, first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
        self.steps += len(first) + len(second)
        merged = dict(first)
        for name, schema in second.items():
            merged[name] = self._of_properties(name, merged[name], schema) if name in merged else schema
        return dict(sorted(merged.items()))

    def _of_properties(self, name: str, first: Any, second: Any) -> Any:
        """Return the intersection of two properties; two references become an `allOf` that is merged later."""
        both = self.of(first, second)
        if self.place is not None and both is not first and both is not second and self.homes.of(both) is None:
            self.homes.put(both, self.place.down("properties", name))
        return both

    def _keyword(self, key: str, value: Any, merged: dict[str, Any]) -> dict[str, Any] | None:
        """Merge two different values of one keyword into `merged`, or return what must be asserted in addition."""
        mine = merged[key]
        if key in _GREATER:
            merged[key] = max(mine, value)
        elif key in _LESSER:
            merged[key] = min(mine, value)
        elif key in _LATER:
            merged[key] = value
        elif key in _EITHER:
            merged[key] = bool(mine) or bool(value)
        elif key == "required":
            merged[key] = list(dict.fromkeys([*mine, *value]))
        elif key == "enum":
            common = [one for one in mine if json_contains(value, one)]
            if not common:
                self.conflict("all-of-conflict", "the `enum`s of `allOf` have no value in common; the last one is used")
            merged[key] = common or value
            return None if common or self.lenient else {key: mine}
        elif key == "const":
            self.conflict("all-of-conflict", "the `const`s of `allOf` differ; the last one is used")
            merged[key] = value
            return None if self.lenient else {key: mine}
        elif key == "dependentRequired":
            names = sorted({*mine, *value})
            merged[key] = {name: list(dict.fromkeys([*mine.get(name, ()), *value.get(name, ())])) for name in names}
        elif key in ("oneOf", "anyOf"):
            return self._unions(key, value, merged)
        else:
            return {key: value}
        return None

    def _unions(self, key: str, value: list[Any], merged: dict[str, Any]) -> dict[str, Any] | None:
        """Merge two unions as the union of all pairs' intersections, if there are few."""
        pairs = [(mine, other) for mine in merged[key] for other in value]
        if len(pairs) > MOST_PAIRS:
            return {key: value}
        possible = [pair for pair in pairs if common_types(self.kinds(pair[0]), self.kinds(pair[1])) != []]
        merged[key] = [self._later(mine, other) for mine, other in possible or pairs]
        return None


def _added(schema: Mapping[str, Any], other: Mapping[str, Any]) -> list[Any]:
    """Return the schemas of the properties and patterns of the other schema that the schema does not have."""
    keys = ("properties", "patternProperties")
    return [one for key in keys for name, one in other.get(key, {}).items() if name not in schema.get(key, {})]


def _all_are(rest: Any, schemas: Sequence[Any]) -> bool:
    """Return whether schemas only allow values of the types that `rest`, which states nothing else, allows."""
    if not is_mapping(rest) or rest.keys() - NEXT_TO_REF != {"type"}:
        return False
    return all(is_mapping(one) and types_of(one) and set(types_of(one)) <= set(types_of(rest)) for one in schemas)


def _names_all(schema: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether a schema names every property and every pattern of another one."""
    return all(other.get(key, {}).keys() <= schema.get(key, {}).keys() for key in ("properties", "patternProperties"))


def _has_members(schema: Mapping[str, Any]) -> bool:
    return "allOf" in schema and not isinstance(schema["allOf"], Residual)


def _is_any_object(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema is only `type: object`."""
    asked = schema.keys() - _LATER - _EITHER
    return types_of(schema) == ["object"] and asked <= {"type", "properties"} and not schema.get("properties")


def common_types(first: list[str], second: list[str]) -> list[str] | None:
    """Return the types that two `type`s share; None if neither restricts, empty if they have none in common."""
    if not first or not second:
        return first or second or None
    common = [kind for kind in first if kind in second or (kind == "integer" and "number" in second)]
    return common + [kind for kind in second if kind == "integer" and "number" in first and kind not in common]
