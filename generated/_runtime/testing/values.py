"""Generates values that fit a declared type: readable, and the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaValidator

from ..models.core_schema_assembly import assemble
from ..models.core_schema_nodes import Node

JSONValue: TypeAlias = Any
"""`dict`, `list`, `str`, `int`, `float`, `bool` or None."""

_DEEPEST = 5
"""Objects within objects in which optional properties are still filled."""
_MOST_VALUES = 100_000
"""The most values that are made up for one type."""
_TEXTS = (
    *("string", "2026-01-02T03:04:05Z", "2026-01-02", "03:04:05", "3c90c3cc-0d44-4b50-8888-8dd25736052a"),
    *("https://example.com/", "someone@example.com", "example.com", "192.0.2.1", "2001:db8::1", "P1D", "AAAA", "1"),
    *("1.5", "Fri, 02 Jan 2026 03:04:05 GMT", "a", ""),
)
_NUMBERS = (1, 0, 1.5, 10, 100, 1_767_323_045, -1)


class NoValueError(ValueError):
    """No value that fits a type is known."""


def sample(type_: Any) -> JSONValue:
    """Return a JSON document that fits a type: every property that can be filled, and one item in each list.

    Raises:
        NoValueError: a required part accepts only values that cannot be guessed, such as those of some patterns.
    """
    schema = assemble(type_).schema()
    definitions = {node["ref"]: node for node in schema["definitions"]}
    return _Sampler(definitions).value(schema["schema"], "value", ())


class _Sampler:
    """Generates values for the nodes of one core schema."""

    def __init__(self, definitions: dict[str, Node]) -> None:
        self._definitions = definitions
        self._left = _MOST_VALUES

    def value(self, node: Node, name: str, within: tuple[str, ...]) -> JSONValue:
        """Return a value for a node; `within` are the references that led to it, `name` is the property's."""
        self._take(name, 1)
        match node["type"]:
            case "definition-ref":
                ref: str = node["schema_ref"]
                if ref in within:
                    raise NoValueError(f"{name} contains itself")
                return self.value(self._definitions[ref], name, (*within, ref))
            case "model" if node["schema"]["type"] == "model-fields":
                return self._object(node["schema"]["fields"], within, node["cls"])
            case "model" | "default" | "nullable" | "function-after" | "function-before" | "function-wrap":
                return self.value(node["schema"], name, within)
            case "json-or-python":
                return self.value(node["json_schema"], name, within)
            case "list" | "set":
                return self._items(node, name, within)
            case "tuple":
                return [self.value(one, name, within) for one in node["items_schema"]]
            case "dict":
                return {}
            case "union" | "tagged-union":
                return self._variant(node, name, within)
            case _:
                return _leaf(node, name)

    def _take(self, name: str, values: int) -> None:
        """Count values; raise `NoValueError` if there are too many: classes that each name two others have no end."""
        self._left -= values
        if self._left < 0:
            raise NoValueError(f"{name}: more than {_MOST_VALUES:,} values would be made up")

    def _object(self, fields: dict[str, Node], within: tuple[str, ...], model: type[BaseModel]) -> JSONValue:
        found: dict[str, JSONValue] = {}
        for name, field in fields.items():
            optional = field["schema"]["type"] == "default"
            if optional and len(within) > _DEEPEST:
                continue
            wire_name = field.get("validation_alias", name)
            if (known := _first_literal(model.__pydantic_fields__[name].annotation)) is not None:
                # The schema of an open enumeration accepts any text; the annotation still lists the values.
                found[wire_name] = known
                continue
            try:
                found[wire_name] = self.value(field["schema"], wire_name, within)
            except NoValueError:
                if not optional:
                    raise
        return found

    def _items(self, node: Node, name: str, within: tuple[str, ...]) -> JSONValue:
        least = node.get("min_length", 0)
        before = self._left
        try:
            item = self.value(node["items_schema"], name, within) if "items_schema" in node else "string"
            count = max(least, min(1, node.get("max_length", 1)))
            # Each item counts with all that is in it.
            self._take(name, max(1, before - self._left) * (count - 1))
        except NoValueError:
            if least:
                raise
            return []
        return [item] * count

    def _variant(self, node: Node, name: str, within: tuple[str, ...]) -> JSONValue:
        if node["type"] == "tagged-union":
            return self._tagged(node, name, within)
        choices: list[Any] = node["choices"]
        # A choice may have a label. Open enumerations are a union of literals and text.
        schemas: list[Node] = [cast("Node", one[0]) if isinstance(one, tuple) else one for one in choices]
        for schema in sorted(schemas, key=lambda one: one["type"] != "literal"):
            try:
                return self.value(schema, name, within)
            except NoValueError:
                continue
        raise NoValueError(f"{name}: no variant can be filled")

    def _tagged(self, node: Node, name: str, within: tuple[str, ...]) -> JSONValue:
        for tag, schema in node["choices"].items():
            try:
                found = self.value(schema, name, within)
            except NoValueError:
                continue
            if isinstance(found, dict) and isinstance(node["discriminator"], str):
                return {**cast("dict[str, JSONValue]", found), node["discriminator"]: tag}
            return cast("JSONValue", found)
        raise NoValueError(f"{name}: no variant can be filled")


def _first_literal(annotation: Any) -> JSONValue:
    """Return the first value of an annotation such as `Literal["a", "b"] | str | None`; None if it lists none."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType, Annotated):
        found = (_first_literal(one) for one in get_args(annotation))
        return next((one for one in found if one is not None), None)
    return None


def _leaf(node: Node, name: str) -> JSONValue:
    """Return the first value that a scalar accepts: its property's name, a text of a known format, a number."""
    if node["type"] == "literal":
        return node["expected"][0]
    if node["type"] == "any":
        return {}
    validator, limits = SchemaValidator(cast("CoreSchema", node)), _Limits(node)
    for candidate in limits.candidates(name):
        try:
            validator.validate_json(json.dumps(candidate))
        except ValueError:
            continue
        return candidate
    raise NoValueError(f"{name}: {limits.unmet()}")


class _Limits:
    """What a scalar and the checks that follow it demand."""

    def __init__(self, node: Node) -> None:
        self._parts = list(_parts(node))
        self._patterns = [str(one) for one in self._all("pattern")]

    def candidates(self, name: str) -> Iterator[JSONValue]:
        """Yield values that may fit, the most readable ones first."""
        least, most = max(self._all("min_length"), default=0), min(self._all("max_length"), default=None)
        yield name.ljust(least, "x")[:most]
        # The annotation of a pattern makes texts for it, so that a package without patterns needs no module for that.
        yield from (text for texts in self._all("texts") if (text := texts(least)) is not None)
        yield from (value for one in self._all("expected") for value in one)
        yield from _TEXTS
        yield from (bound for key in ("ge", "le") for bound in self._all(key))
        yield from (bound + step for bound in self._all("gt") for step in (1, 0.5))
        yield from (bound - step for bound in self._all("lt") for step in (1, 0.5))
        yield from (one for divisor in self._all("multiple_of") for one in self._multiples(divisor))
        yield from _NUMBERS
        yield from (True, None)

    def unmet(self) -> str:
        """Return the reason why no value was found."""
        if self._patterns:
            return f"no text is known that fits the pattern {' and '.join(map(repr, self._patterns))}"
        return "no value is known that fits its schema"

    def _all(self, key: str) -> list[Any]:
        found = (part.get(key, part.get("metadata", {}).get(key)) for part in self._parts)
        return [one for one in found if one is not None]

    def _multiples(self, divisor: float) -> Iterator[float]:
        """Yield multiples from the lower bound on."""
        step = Decimal(str(divisor))
        low = Decimal(str(max([*self._all("ge"), *self._all("gt")], default=divisor)))
        first = -(-low // step)
        for number in (first, first + 1):
            value = number * step
            yield int(value) if value == int(value) else float(value)


def _parts(node: Node) -> Iterator[Node]:
    """Yield the checks of a value by the keys of core schemas, in place of the nodes that only hold others."""
    if "custom_error_context" in node:
        # A check of ours says in its error what it demands: the schema's own pattern, the bounds of any number.
        yield {**node["custom_error_context"], **node.get("metadata", {})}
        return
    held: list[Node] = [*node.get("steps", ()), *(node[key] for key in ("schema", "json_schema") if key in node)]
    for one in held:
        yield from _parts(one)
    if not held:
        yield node
