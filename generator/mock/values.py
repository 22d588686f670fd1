"""Generates values that a schema accepts: stable and readable, checked by the evaluator that clients use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..diagnostics import did_you_mean
from ..document.document import escape
from ..openapi.references import unescape
from ..runtime.json_schema.evaluate import Evaluator
from ..runtime.json_schema.outcomes import Failure
from ..runtime.json_schema.pattern_texts import matches
from .formats import has_format
from .scalars import number, text
from .unions import open_unions

JSONValue: TypeAlias = Any
Schema: TypeAlias = bool | Mapping[str, Any]

_REF = "#/components/schemas/"
_DEEPEST = 6
"""Objects within objects in which optional properties are still filled."""
_LONGEST_LIST = 100
_MOST_VALUES = 5_000
"""The most values that are tried for one sample: lists within lists, and schemas that each name two others, have more
than anybody reads.
"""
_MOST_REPORTED = 50
_ONE_OF_EACH: tuple[JSONValue, ...] = ("text", 1, True, None, [], {}, "", 0, -1, 1.5, False)


class NoSampleError(ValueError):
    """No value was found that a schema accepts."""


class _Budget:
    """How many more values may be tried for a sample."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _MOST_VALUES

    def take(self, name: str, values: int = 1) -> None:
        """Count values that are tried; raise `NoSampleError` if they are too many."""
        self.left -= values
        if self.left < 0:
            raise NoSampleError(f"{name}: {_MOST_VALUES:,} values were tried for one sample")


class _At(Struct, frozen=True):
    """The sampler's position in a value."""

    hidden: str
    """`writeOnly` or `readOnly`: properties so marked are left out."""
    depth: int = 0
    within: tuple[str, ...] = ()
    """The references that led here."""
    full: bool = True
    """Optional properties are filled, too."""
    nearest: bool = False
    """If no value is accepted, the first one tried is taken."""
    budget: _Budget = field(default_factory=_Budget)

    def deeper(self) -> _At:
        return replace(self, depth=self.depth + 1)


class Sampler:
    """Generates values for the schemas of one canonical tree."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        """`schemas` are those of `components/schemas`."""
        self.schemas = schemas
        self._open = open_unions(schemas)
        """The same, in which a union of a class and its subclasses takes what both accept."""

    def value(self, schema: Schema, name: str = "value", *, received: bool = True, full: bool = True) -> JSONValue:
        """Return a value that the schema accepts; text without a format is `name`.

        A value that is `received` by a client has no write-only properties, a value that is sent no read-only ones.

        Raises:
            NoValueError: the schema accepts nothing, or nothing that could be found.
        """
        at = _At("writeOnly" if received else "readOnly", full=full)
        try:
            return self._value(schema, name, at)
        except NoSampleError:
            if self._open is self.schemas:
                raise
        return Sampler(self._open).value(schema, name, received=received, full=full)

    def nearest(self, schema: Schema, name: str = "value") -> JSONValue:
        """Return a value like those that a schema describes, though it may accept none; None if there is none."""
        with suppress(NoSampleError):
            return self._value(schema, name, _At("writeOnly", nearest=True))
        return None

    def failure(self, schema: Schema, value: JSONValue) -> Failure | None:
        """Return why a schema does not accept a value; None if it does.

        A value of a subclass is accepted by a union that its base class is a member of, too (OpenAPI 3.2, 4.25): its
        discriminator says what it is.
        """
        return _failure(schema, value, self._open)

    def fits(self, schema: Schema, value: JSONValue) -> bool:
        """Return whether a schema accepts a value, and each text in it has its `format`."""
        try:
            return self.failure(schema, value) is None and self._has_formats(schema, value)
        except NoSampleError:
            # The schema refers to itself alone, and says nothing about formats.
            return True

    def _has_formats(self, schema: Schema, value: JSONValue) -> bool:
        """Return whether each text in a value that a schema accepts has its format."""
        if isinstance(schema, bool):
            return True
        merged = self._merged(schema, ())
        for keyword in ("oneOf", "anyOf"):
            chosen = next((one for one in merged.get(keyword, ()) if self.failure(one, value) is None), True)
            if not self._has_formats(chosen, value):
                return False
        match value:
            case str():
                return has_format(value, str(merged.get("format")))
            case list():
                items: Schema = merged.get("items", True)
                return all(self._has_formats(items, one) for one in cast("Sequence[JSONValue]", value))
            case dict():
                known, others = merged.get("properties", {}), merged.get("additionalProperties", True)
                members = cast("dict[str, JSONValue]", value).items()
                return all(self._has_formats(known.get(name, others), one) for name, one in members)
            case _:
                return True

    def _accepts(self, schema: Schema, value: JSONValue) -> bool:
        return _failure(schema, value, self.schemas) is None

    def failures(self, schema: Schema, value: JSONValue, pointer: str = "") -> list[Failure]:
        """Return every reason why a schema does not accept a value; reasons within properties and items come first."""
        failure = self.failure(schema, value)
        if failure is None or isinstance(schema, bool):
            return [failure] if failure is not None else []
        merged = self._merged(schema, ())
        found: list[Failure] = []
        if isinstance(value, dict):
            given = cast("dict[str, JSONValue]", value)
            missing = [name for name in merged.get("required", ()) if name not in given]
            found = [Failure("is required, and missing", f"{pointer}/{escape(name)}") for name in missing]
            for name, child in merged.get("properties", {}).items():
                if name in given:
                    found += self.failures(child, given[name], f"{pointer}/{escape(name)}")
            found += [
                Failure(
                    f"is not declared{did_you_mean(name, merged.get('properties', {}))}", f"{pointer}/{escape(name)}"
                )
                for name in _undeclared(given, merged)
            ]
        elif isinstance(value, list) and "items" in merged:
            for index, item in enumerate(cast("Sequence[Any]", value)[:_MOST_REPORTED]):
                found += self.failures(merged["items"], item, f"{pointer}/{index}")
        return (found or [Failure(failure.message, pointer + failure.pointer)])[:_MOST_REPORTED]

    def shapes(self, schema: Schema, depth: int = 0) -> Iterator[Mapping[str, Any]]:
        """Yield what a schema may describe: the schema itself, merged, or merged with each variant of its unions."""
        if isinstance(schema, bool) or depth > _DEEPEST:
            yield {}
            return
        try:
            merged = self._merged(schema, ())
        except NoSampleError:
            return
        keyword = next((one for one in ("oneOf", "anyOf") if merged.get(one)), None)
        if keyword is None:
            yield merged
            return
        rest = {key: one for key, one in merged.items() if key not in (keyword, "discriminator", _WITHIN)}
        for variant in merged[keyword]:
            yield from self.shapes({**rest, "allOf": [variant]}, depth + 1)

    def is_object(self, schema: Schema) -> bool:
        """Return whether a schema, after following its references, describes an object."""
        if isinstance(schema, bool):
            return False
        merged = self._merged(schema, ())
        types = merged.get("type") or _implied(merged)
        return types == "object" or "object" in types

    def _value(self, schema: Schema, name: str, at: _At) -> JSONValue:
        at.budget.take(name, values=0)
        if schema is True:
            return name
        if schema is False:
            raise NoSampleError(f"{name}: nothing is accepted")
        first: JSONValue = _NOTHING
        for candidate in self._candidates(schema, name, at):
            at.budget.take(name)
            if self._accepts(schema, candidate):
                return candidate
            first = candidate if first is _NOTHING else first
        if at.nearest and first is not _NOTHING:
            return first
        raise NoSampleError(f"{name}: no value was found")

    def _candidates(self, schema: Mapping[str, Any], name: str, at: _At) -> Iterator[JSONValue]:
        merged = self._merged(schema, at.within)
        if "const" in merged:
            yield merged["const"]
        shown = (_without(one, merged, at.hidden) for one in _shown(merged))
        yield from (one for one in shown if self._has_formats(schema, one))
        yield from (one for one in merged.get("enum", ()) if one is not None)
        inner = replace(at, within=merged.pop(_WITHIN, at.within))
        for keyword in ("oneOf", "anyOf"):
            for variant in merged.get(keyword, ()):
                yield from self._variant(merged, keyword, variant, name, inner)
        for full in (True, False):
            with suppress(NoSampleError):
                yield self._plain(merged, name, replace(inner, full=full and at.full))
        yield from _ONE_OF_EACH

    def _variant(
        self,
        merged: Mapping[str, Any],
        keyword: str,
        variant: Schema,
        name: str,
        at: _At,
    ) -> Iterator[JSONValue]:
        rest = {key: one for key, one in merged.items() if key not in (keyword, "discriminator")}
        whole: Schema = {**rest, "allOf": [*rest.get("allOf", ()), variant]} if rest else variant
        tag = _tag(merged, variant)
        for full in (True, False):
            with suppress(NoSampleError):
                found = self._value(whole, name, replace(at.deeper(), full=full and at.full))
                if tag and isinstance(found, dict):
                    yield {**cast("dict[str, JSONValue]", found), **tag}
                yield found

    def _merged(self, schema: Mapping[str, Any], within: tuple[str, ...]) -> dict[str, Any]:
        """Return a schema with its references followed and its `allOf` merged.

        Raises:
            NoValueError: the schema refers to itself.
        """
        whole = {key: one for key, one in schema.items() if key not in ("$ref", "allOf")}
        parts: list[Schema] = [*schema.get("allOf", ())]
        if (reference := str(schema.get("$ref", ""))).startswith(_REF):
            if within.count(reference) > 1:
                raise NoSampleError(f"{reference} holds itself")
            within = (*within, reference)
            parts.append(self.schemas.get(unescape(reference.removeprefix(_REF)), True))
        for part in parts:
            if isinstance(part, Mapping):
                found = self._merged(part, within)
                within = found.pop(_WITHIN, within)
                whole = _merged_over(found, whole)
        return {**whole, _WITHIN: within}

    def _plain(self, schema: Mapping[str, Any], name: str, at: _At) -> JSONValue:
        types = schema.get("type")
        kinds: list[str] = [types] if isinstance(types, str) else list(types or _implied(schema))
        match next((kind for kind in kinds if kind != "null"), "null" if kinds else "string"):
            case "object":
                return self._object(schema, at)
            case "array":
                return self._array(schema, name, at)
            case "string":
                return text(schema, name)
            case "integer" | "number":
                return number(schema)
            case "boolean":
                return True
            case _:
                return None

    def _object(self, schema: Mapping[str, Any], at: _At) -> dict[str, JSONValue]:
        required = set(schema.get("required", ()))
        found: dict[str, JSONValue] = {}
        properties: Mapping[str, Schema] = schema.get("properties", {})
        for name, child in properties.items():
            is_hidden = isinstance(child, Mapping) and bool(child.get(at.hidden))
            if name not in required and (at.depth >= _DEEPEST or is_hidden or not at.full):
                continue
            try:
                value = self._value(child, name, at.deeper())
            except NoSampleError:
                if name in required and not at.nearest:
                    raise
                continue
            # Null says less than no property: it is what remains of a class that holds itself.
            if value is not None or name in required:
                found[name] = value
        others: Schema = schema.get("additionalProperties", True)
        for name in sorted(required - found.keys()):
            found[name] = self._value(others, name, at.deeper())
        for index in range(len(found), min(schema.get("minProperties", 0), _LONGEST_LIST)):
            found[f"property{index + 1}"] = self._value(others, "value", at.deeper())
        return found

    def _array(self, schema: Mapping[str, Any], name: str, at: _At) -> list[JSONValue]:
        least = min(schema.get("minItems", 0), _LONGEST_LIST)
        most = schema.get("maxItems", _LONGEST_LIST)
        found = [self._value(one, name, at.deeper()) for one in cast("list[Schema]", schema.get("prefixItems", []))][
            :most
        ]
        items = schema.get("contains", schema.get("items", True))
        try:
            while len(found) < max(least, min(1, most)):
                found.append(self._value(items, f"{name}{len(found) or ''}", at.deeper()))
        except NoSampleError:
            if len(found) < least and not at.nearest:
                raise
        return found


def _failure(schema: Schema, value: JSONValue, schemas: Mapping[str, Schema]) -> Failure | None:
    try:
        Evaluator(schema, schemas).check(value)
    except Failure as failure:
        return failure
    except (LookupError, RecursionError) as error:
        return Failure(str(error))
    except ValueError:
        # A pattern that no engine here can run matches every text.
        return None
    return None


def _undeclared(given: Mapping[str, JSONValue], schema: Mapping[str, Any]) -> list[str]:
    """Return the names of an object's members that a closed schema does not declare."""
    if schema.get("additionalProperties") is not False:
        return []
    declared, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return [name for name in given if name not in declared and not any(matches(one, name) for one in patterns)]


def _shown(schema: Mapping[str, Any]) -> Iterator[JSONValue]:
    """Yield the values that a schema shows: its examples, then its default."""
    examples = schema.get("examples", ())
    yield from examples if isinstance(examples, (list, tuple)) else ()
    if "default" in schema:
        yield schema["default"]


def _without(value: JSONValue, schema: Mapping[str, Any], hidden: str) -> JSONValue:
    """Return an object without the properties that are marked `readOnly`, or `writeOnly`; any other value as it is."""
    if not isinstance(value, dict):
        return value
    properties: Mapping[str, Schema] = schema.get("properties", {})
    marked = {name for name, child in properties.items() if isinstance(child, Mapping) and child.get(hidden)}
    members = cast("dict[str, JSONValue]", value)
    return {name: one for name, one in members.items() if name not in marked} if marked else members


_NOTHING: JSONValue = object()
_WITHIN = "x-clientwright-within"
"""The key under which a merged schema keeps the references that led to it."""


def _implied(schema: Mapping[str, Any]) -> list[str]:
    """Return the type that the keywords of a schema without `type` imply."""
    if schema.keys() & {"properties", "required", "additionalProperties", "minProperties"}:
        return ["object"]
    if schema.keys() & {"items", "prefixItems", "minItems", "contains"}:
        return ["array"]
    if schema.keys() & {"minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"}:
        return ["number"]
    return ["string"]


def _merged_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return two schemas merged: properties and required names of both, other keywords of `above` first."""
    properties = {**below.get("properties", {}), **above.get("properties", {})}
    required = list(dict.fromkeys([*below.get("required", ()), *above.get("required", ())]))
    merged = {**below, **above}
    return {
        **merged,
        **({"properties": properties} if properties else {}),
        **({"required": required} if required else {}),
    }


def _tag(schema: Mapping[str, Any], variant: Schema) -> dict[str, str]:
    """Return the discriminator's property with the value that names a variant (OpenAPI 3.2, 4.25)."""
    discriminator = schema.get("discriminator")
    reference = str(variant.get("$ref", "")) if isinstance(variant, Mapping) else ""
    if not isinstance(discriminator, Mapping) or not reference:
        return {}
    given = cast("Mapping[str, Any]", discriminator)
    tags = [tag for tag, target in given.get("mapping", {}).items() if target == reference]
    return {str(given["propertyName"]): tags[0] if tags else reference.removeprefix(_REF)}
