"""Reads a response again, leniently, after the first reading found that something is not as declared.

Whatever can be read is read, and every deviation is noted with its place. Types stay true: a value is converted if that
loses nothing (text that is a number), and otherwise left out. A field that is left out is absent from its model, and
reading it raises an error that says so; an item of a list or map is missing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import CoreSchema, SchemaValidator

from ..problems import MISSING, Problems, Reason, Unreadable, with_absences
from .core_schema import WRITE_ONLY
from .core_schema_nodes import Node, mark, split_choice
from .given import received_model
from .model import Unknown
from .scalar_reading import ABSENT, OTHER_CONSTANT, Deviations, ReadValue, ValueDeviation, in_text, other_forms, says
from .tagged_parts import foreign, tagged_parts
from .tolerant import exact, is_constraint, relaxed, tolerant_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .core_schema_assembly import Assembly


class LenientReader:
    """Reads JSON documents as values of one type."""

    def __init__(self, assembly: Assembly, build: Callable[[Node], SchemaValidator]) -> None:
        """`build` builds the validator of a schema that contains classes."""
        self._build = build
        self._root = assembly.root
        self._definitions = {node["ref"]: node for node in assembly.definitions}
        for part in assembly.parts:
            self._definitions |= {node["ref"]: node for node in part.definitions}
        self._validators: dict[tuple[int, bool], SchemaValidator] = {}
        self._assembly = assembly

    def _first_reading(self, root: Node) -> SchemaValidator:
        return self._build(tolerant_schema(replace(self._assembly, root=root)))

    def read(self, document: object) -> tuple[Any, Problems]:
        """Return the value of a document and its deviations; raise `Unreadable` if there is no value."""
        found = _Reading(self._definitions, self._validators, self._first_reading).read(self._root, document)
        problems = found.deviations.problems()
        if found.value is ABSENT:
            raise Unreadable(problems)
        return found.value, problems

    def read_exactly(self, node: Node, document: object) -> object:
        """Return the value of a part of a document; raise ValueError if anything is not as declared."""
        if isinstance(document, BaseModel):
            return document
        found = _Reading(self._definitions, self._validators, self._first_reading).read(node, document)
        if found.deviations:
            raise ValueError("not as declared")
        return found.value


class _Reading:
    """One reading; caches what was read before to choose a variant."""

    def __init__(
        self,
        definitions: Mapping[str, Node],
        validators: dict[tuple[int, bool], SchemaValidator],
        first_reading: Callable[[Node], SchemaValidator],
    ) -> None:
        self._first_reading = first_reading
        self._definitions = definitions
        self._validators = validators
        self._choosing = 0
        self._plans: dict[tuple[int, bool], tuple[Node, str]] = {}
        self._known: dict[tuple[int, int], ReadValue] = {}
        self._wrapped: set[int] = set()  # lists whose item is being read that was sent by itself
        self._in_text = False
        self._held: list[object] = []  # parsed texts: parts are known by identity, so they must last

    def read(self, node: Node, value: object) -> ReadValue:
        """Return the value that a core schema of `core_schema.rewrite` describes."""
        key = (id(node), value is None)
        if key not in self._plans:
            self._plans[key] = self._plan(node, is_null=value is None)
        node, kind = self._plans[key]
        if not self._choosing:
            return self._read(kind, node, value)
        place = (id(node), id(value))
        if place not in self._known:
            self._known[place] = self._read(kind, node, value)
        return self._known[place]

    def _plan(self, node: Node, *, is_null: bool) -> tuple[Node, str]:
        """Return the schema within schemas that do not affect how a value is read, and how that schema is read."""
        while (inner := self._inner(node, is_null=is_null)) is not None:
            node = inner
        notes = mark(node)
        if "unknown" in notes:
            return node, "tagged"
        if "first" in notes:
            return node, "limited"
        return node, "scalar" if "says" in notes else str(node["type"])

    def _inner(self, node: Node, *, is_null: bool) -> Node | None:
        notes = mark(node)
        match node["type"]:
            case "definition-ref":
                return self._definitions[node["schema_ref"]]
            case _ if "keep" in notes and "unknown" not in notes:
                return cast("Node", node[notes["keep"]])
            case "nullable" if not is_null:
                return cast("Node", node["schema"])
            case "default":
                return cast("Node", node["schema"])
            case "function-before" | "function-after" | "function-wrap" if "says" not in notes and is_constraint(node):
                return cast("Node", node["schema"])
            case _:
                return None

    def _read(self, kind: str, node: Node, value: object) -> ReadValue:
        held = in_text(value, _HELD[kind]) if isinstance(value, str) and kind in _HELD and not self._in_text else value
        if held is not value:
            return self._read_held(kind, node, value, held)
        match kind:
            case "nullable":
                return ReadValue(None)
            case "tagged":
                return self._tagged(node, value)
            case "limited":
                return self._limited(node, node["steps"][0], value)
            case "union":
                return self._choice(node, [schema for schema, _ in map(split_choice, node["choices"])], value)
            case "model":
                return self._model(node, value)
            case "list":
                return self._list(node, value)
            case "dict":
                return self._map(node, value)
            case "tuple":
                return self._tuple(node, value)
            case _:
                return self._scalar(node, value)

    def _read_held(self, kind: str, node: Node, text: object, held: object) -> ReadValue:
        """Read what a text holds as JSON; texts within it are texts."""
        self._held.append(held)
        self._in_text = True
        found = self._read(kind, node, held)
        self._in_text = False
        return _converted(found, node, text)

    def _scalar(self, node: Node, value: object) -> ReadValue:
        try:
            read = self._validator(node).validate_python(value)
            return ReadValue(read, loose=self._loose(node, value)) if self._choosing else ReadValue(read)
        except ValidationError:
            pass
        weight = OTHER_CONSTANT if "values" in mark(node) else 1
        for other in other_forms(value):
            try:
                converted = self._validator(node).validate_python(other)
            except ValidationError:
                continue
            loose = self._loose(node, other) if self._choosing else 0
            return ReadValue(converted, Deviations(ValueDeviation((), says(node), value, True, weight)), loose)
        return ReadValue(ABSENT, Deviations(ValueDeviation((), says(node), value, weight=weight)))

    def _limited(self, node: Node, base: Node, value: object) -> ReadValue:
        """Read a value with a limit, which matters only for choosing a variant."""
        found = self.read(base, value)
        return found._replace(loose=found.loose + self._loose(node, value)) if self._choosing else found

    def _loose(self, node: Node, value: object) -> int:
        try:
            self._validator(node, exactly=True).validate_python(value)
        except ValidationError:
            return 1
        return 0

    def _validator(self, node: Node, *, exactly: bool = False) -> SchemaValidator:
        key = (id(node), exactly)
        if key not in self._validators:
            schema = exact(node) if exactly else relaxed(node)
            self._validators[key] = SchemaValidator(cast("CoreSchema", schema))
        return self._validators[key]

    def _whole(self, node: Node) -> SchemaValidator:
        """Return the validator of a class for the first reading."""
        key = (id(self._definitions[node["schema_ref"]]), False)
        if key not in self._validators:
            self._validators[key] = self._first_reading(node)
        return self._validators[key]

    def _choice(self, node: Node, choices: Sequence[Node], value: object) -> ReadValue:
        """Return the best-fitting variant: nothing absent, the fewest deviations, the most properties, the first."""
        self._choosing += 1
        try:
            every = [self.read(choice, value) for choice in choices]
        finally:
            self._choosing -= 1
        if not self._choosing:
            self._known.clear()
        classes = [mark(choice).get("reference") for choice in choices]
        claimed = [foreign(one, classes, value) is not None for one in classes]
        best, _ = min(zip(every, claimed, strict=True), key=lambda pair: pair[0].unlikeness(pair[1]))
        if best.value is ABSENT and not any(one.path for one in best.deviations.first):
            return _unread(node, value)
        return best

    def _tagged(self, node: Node, value: object) -> ReadValue:
        """Return the variant that the tag names; if it names none, the variant that fits, or `Unknown`."""
        if not isinstance(value, dict):
            return ReadValue(ABSENT, Deviations(ValueDeviation((), "an object", value)))
        parts = tagged_parts(node)
        properties = cast("dict[str, object]", value)
        tag = properties.get(parts.wire_name)
        if isinstance(tag, str) and tag in parts.choices:
            return self.read(parts.choices[tag], properties)
        if parts.rest:
            found = self._choice(node, parts.rest, properties)
            if not found.deviations or (found.value is not ABSENT and not isinstance(tag, str)):
                return found
        missing = ValueDeviation((parts.wire_name,), "text", properties.get(parts.wire_name, MISSING), True)
        return ReadValue(
            received_model(Unknown, {}, (), properties), Deviations(*() if isinstance(tag, str) else (missing,))
        )

    def _model(self, node: Node, value: object) -> ReadValue:
        if value == [] and all(found.value is not ABSENT for found in self._fields(node, {})):
            return _converted(self._model(node, {}), node, value)  # PHP writes an empty object so
        if not isinstance(value, dict):
            return _unread(node, value)
        rest = dict(cast("dict[str, object]", value))
        values: dict[str, object] = {}
        absent: dict[str, Reason] = {}
        deviations = Deviations()
        loose = 0
        fields: Mapping[str, Node] = node["schema"]["fields"]
        given: set[str] = set()
        for name, field in fields.items():
            wire_name = str(field.get("validation_alias", name))
            received = rest.pop(wire_name, MISSING)
            found = self._field(field, received)
            deviations.add(found.deviations, wire_name)
            loose += found.loose
            if found.value is not ABSENT:
                values[name] = found.value
            elif found.deviations:
                absent[name] = (found.deviations.first[0].expected, received)
            if received is not MISSING and found.value is not ABSENT:
                given.add(name)
        extras = self._extras(node["schema"], rest)
        deviations.add(extras.deviations)
        model = received_model(node["cls"], values, given, extras.value)
        if absent:
            with_absences(model, absent)
        return ReadValue(model, deviations, loose + extras.loose, len(given))

    def _fields(self, node: Node, values: Mapping[str, object]) -> Iterable[ReadValue]:
        fields: Mapping[str, Node] = node["schema"]["fields"]
        return (
            self._field(field, values.get(str(field.get("validation_alias", name)), MISSING))
            for name, field in fields.items()
        )

    def _field(self, field: Node, received: object) -> ReadValue:
        schema: Node = field["schema"]
        optional = schema["type"] == "default"
        if received is MISSING:
            if optional or WRITE_ONLY in mark(field):
                return ReadValue(schema.get("default"))
            return ReadValue(ABSENT, Deviations(ValueDeviation((), says(schema), MISSING)))
        found = self.read(schema, received)
        if found.value is ABSENT and received == "" and optional and schema.get("default") is None:
            return ReadValue(None, Deviations(*(one._replace(converted=True) for one in found.deviations.first)))
        return found

    def _extras(self, fields: Node, rest: dict[str, object]) -> ReadValue:
        """Return the undeclared properties, read by their type if one is declared."""
        schema: Node | None = fields.get("extras_schema")
        if schema is None or not rest:
            return ReadValue(rest)
        if "tolerant" in mark(schema):
            return ReadValue(rest, loose=len(rest))
        return self._properties(schema, rest)

    def _properties(self, schema: Node, values: Mapping[str, object]) -> ReadValue:
        found: dict[str, object] = {}
        deviations = Deviations()
        loose = 0
        for name, value in values.items():
            one = self.read(schema, value)
            if one.value is not ABSENT:
                found[name] = one.value
            deviations.add(one.deviations, name)
            loose += one.loose
        return ReadValue(found, deviations, loose)

    def _map(self, node: Node, value: object) -> ReadValue:
        if value is None or value == []:
            return _converted(ReadValue({}), node, value)
        if not isinstance(value, dict):
            return _unread(node, value)
        found = self._properties(node.get("values_schema", _ANY), cast("dict[str, object]", value))
        return found._replace(loose=found.loose + self._length(node, found.value))

    def _list(self, node: Node, value: object) -> ReadValue:
        if value is None or value == {}:
            return _converted(ReadValue([]), node, value)
        if not isinstance(value, list):
            alone = self._alone(node, value)
            return _unread(node, value) if alone is None else _converted(alone, node, value)
        schema: Node = node.get("items_schema", _ANY)
        received = cast("list[object]", value)
        are_rows = self._plan(schema, is_null=False)[1] == "list"
        """The positions in rows have meanings, as those of a tuple."""
        found: list[object] = []
        deviations = Deviations()
        loose = self._length(node, received)
        for index, one in enumerate(self._items(schema, received)):
            if one.value is not ABSENT and not (are_rows and not one.deviations.are_converted):
                found.append(one.value)
            deviations.add(one.deviations, index)
            loose += one.loose
        return ReadValue(found, deviations, loose)

    def _alone(self, node: Node, value: object) -> ReadValue | None:
        """Return the list of a value that is an item by itself, as converters from XML write it; None if it is none.

        Text is none, since it may hold several items. A list may be an item of itself: then nothing ends the attempts.
        """
        if self._choosing or id(node) in self._wrapped or not isinstance(value, dict | int | float):
            return None
        self._wrapped.add(id(node))
        try:
            alone = self._list(node, [cast("object", value)])
        finally:
            self._wrapped.remove(id(node))
        return alone if alone.deviations.are_converted else None

    def _items(self, node: Node, values: list[object]) -> Iterable[ReadValue]:
        """Yield the items of a list; objects that are as declared, usually most, are read by the first reading."""
        if self._choosing or len(values) < _MANY or node["type"] != "definition-ref":
            yield from (self.read(node, value) for value in values)
            return
        validate = self._whole(node).validate_python
        for value in values:
            try:
                read = ReadValue(validate(value, by_alias=True, by_name=False))
            except ValidationError:
                read = self.read(node, value)
            yield read

    def _tuple(self, node: Node, value: object) -> ReadValue:
        """Return a tuple. Positions have meanings, so a tuple with an unreadable item is unreadable as a whole."""
        schemas: list[Node] = node["items_schema"]
        many: int | None = node.get("variadic_item_index")
        if not isinstance(value, list):
            return _unread(node, value)
        items = cast("list[object]", value)
        if many is not None:
            schemas = [*schemas[:many], *[schemas[many]] * max(0, len(items) - len(schemas) + 1), *schemas[many + 1 :]]
        if len(items) != len(schemas):
            return ReadValue(ABSENT, Deviations(ValueDeviation((), f"a list of {len(schemas)}", items)))
        found = [self.read(schema, item) for schema, item in zip(schemas, items, strict=True)]
        deviations = Deviations()
        for index, one in enumerate(found):
            deviations.add(one.deviations, index)
        if any(one.value is ABSENT for one in found):
            return ReadValue(ABSENT, deviations)
        return ReadValue(tuple(one.value for one in found), deviations, sum(one.loose for one in found))

    def _length(self, node: Node, items: Sequence[object] | Mapping[str, object]) -> int:
        low, high = node.get("min_length") or 0, node.get("max_length")
        return int(len(items) < low or (high is not None and len(items) > high))


def _unread(node: Node, value: object) -> ReadValue:
    return ReadValue(ABSENT, Deviations(ValueDeviation((), says(node), value)))


_ANY: Node = {"type": "any"}
_HELD = {"model": dict, "tagged": dict, "dict": dict, "list": list, "tuple": list}
"""Kind of schema → what a text must hold as JSON to be read as a value of it."""
_MANY = 8
"""Items from which on it pays to make a validator for one of them."""


def _converted(found: ReadValue, node: Node, value: object) -> ReadValue:
    deviations = Deviations(ValueDeviation((), says(node), value, True))
    deviations.add(found.deviations)
    return found._replace(deviations=deviations)
