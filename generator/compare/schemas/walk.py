"""Walks two sets of schemas in parallel, comparing each pair of components once."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...artifacts import Described
from ...emit.type_expressions import TypeWriter
from ...ir.api import Api
from ...ir.schema_reader import read_schema
from ...naming.names import Names
from ...openapi.json_values import json_equal
from ...openapi.reachability import references
from ...openapi.references import is_mapping
from ...schema.classes import JsonSchema, is_class
from ...schema.nullability import is_null, without_null
from ..source_positions import Anchor, SourcePositions
from .classes import compare_models
from .containers import compare_extras, compare_items
from .extensions import compare_extensions
from .keywords import compare_keywords, compare_words
from .schema_pairs import Edge, SchemaNode, SchemaPair
from .unions import compare_unions, variants_of
from .value_kinds import alike, shape_of, target_of
from .values import compare_types, compare_values

_LONGEST = 60
"""Characters of a type that a message shows."""

_TYPED = frozenset({"type", "enum", "const", "$ref", "allOf", "oneOf", "anyOf", "nullable"})
"""Keywords by which a description says whether null is allowed, itself or elsewhere."""

_NEARLY = 0.75
"""How much two classes have in common of which one took the place of the other, for their fields to be compared."""


@dataclass(slots=True)
class SchemaWalk:
    """One walk; `nodes` are the pairs of components that it reached."""

    before: Described
    after: Described
    places: tuple[SourcePositions, SourcePositions]
    nodes: dict[tuple[str, str], SchemaNode] = field(default_factory=dict[tuple[str, str], SchemaNode])
    roots: list[SchemaNode] = field(default_factory=list[SchemaNode])
    """The pairs of schemas in operations."""
    extended: bool = field(init=False)
    """Whether a document has extensions of schemas that the comparison knows."""
    _waiting: deque[tuple[str, str]] = field(default_factory=deque[tuple[str, str]])
    _writers: tuple[TypeWriter, TypeWriter] = field(init=False)

    def __post_init__(self) -> None:
        """Create the type writers, and find out which extensions there are."""
        self.extended = any(places.extended for places in self.places)
        self._writers = (
            TypeWriter(self.before.api, self.before.names, constrained=False),
            TypeWriter(self.after.api, self.after.names, constrained=False),
        )

    @property
    def old(self) -> Api:
        """The API before."""
        return self.before.api

    @property
    def new(self) -> Api:
        """The API after."""
        return self.after.api

    @property
    def old_names(self) -> Names:
        """The names of the API before."""
        return self.before.names

    @property
    def new_names(self) -> Names:
        """The names of the API after."""
        return self.after.names

    def finish(self) -> None:
        """Compare all pairs of components that were referred to, directly or indirectly."""
        while self._waiting:
            old, new = self._waiting.popleft()
            self._components(old, new, self.nodes[old, new])

    def component(self, old: str, new: str) -> SchemaNode:
        """Return the node of a pair of components."""
        node = self.nodes.get((old, new))
        if node is None:
            names = self.old_names.schemas[old], self.new_names.schemas[new]
            node = SchemaNode(*names, Anchor(old), Anchor(new))
            self.nodes[old, new] = node
            self._waiting.append((old, new))
        return node

    def refer(self, old: str, new: str, pair: SchemaPair) -> None:
        """Compare a pair of components that a pair refers to."""
        node = self.component(old, new)
        pair.node.edges.append(Edge(node, not pair.deep, not pair.read_only, not pair.write_only))

    def correspond(self, old: str, new: str) -> bool:
        """Return whether two components are the same, perhaps renamed."""
        if old == new:
            return True
        if old in self.new.json_schemas or new in self.old.json_schemas:
            return False
        return alike(self.old.json_schemas[old], self.new.json_schemas[new])

    def typed(self, schema: JsonSchema, *, old: bool) -> str:
        """Return the Python type of a schema of one side, in backticks."""
        text = self._writers[0 if old else 1].expression(read_schema(schema), received=False).text
        return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}`"

    def compare(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> None:
        """Compare a pair of schemas."""
        sunset = self._extensions(pair) if self.extended else ""
        if json_equal(old, new):
            for name in references(old):
                self.refer(name, name, pair)
            return
        compare_words(old, new, pair, sunset)
        before, after = self._null(old, new, pair)
        shapes = shape_of(before), shape_of(after)
        if shapes == ("ref", "ref"):
            self._references(target_of(before), target_of(after), pair)
        elif "ref" in shapes:
            self._reference(before, after, pair)
        elif "union" in shapes:
            compare_unions(before, after, pair, self)
        else:
            self._plain(before, after, pair)

    def _extensions(self, pair: SchemaPair) -> str:
        if pair.node.old is None or pair.node.new is None:
            return ""
        old = self.places[0].value(pair.node.old, *pair.old)
        new = self.places[1].value(pair.node.new, *pair.new)
        return compare_extensions(old, new, pair)

    def _components(self, old: str, new: str, node: SchemaNode) -> None:
        before, after = self.old.json_schemas[old], self.new.json_schemas[new]
        pair = SchemaPair(node, (), (), node.old_symbol, node.new_symbol, f"`{node.new_symbol}`")
        if old == new and json_equal(before, after) and not self.extended and self._named_alike(old):
            self._same(before, pair)
        elif is_class(before) and is_class(after):
            compare_models(old, new, pair, self)
        elif is_class(before) or is_class(after):
            self._report_types(before, after, _kind_of_change(before, after), pair)
        else:
            self.compare(before, after, pair)

    def _same(self, schema: JsonSchema, pair: SchemaPair) -> None:
        """Follow the references of a component that did not change."""
        if not is_mapping(schema) or not is_class(schema):
            for name in references(schema):
                self.refer(name, name, pair)
            return
        properties: Mapping[str, Any] = schema.get("properties", {})
        for one in properties.values():
            flags = [is_mapping(one) and one.get(keyword) is True for keyword in ("readOnly", "writeOnly")]
            inner = SchemaPair(pair.node, deep=True, read_only=flags[0], write_only=flags[1])
            for name in references(one):
                self.refer(name, name, inner)
        for name in references({key: value for key, value in schema.items() if key != "properties"}):
            self.refer(name, name, SchemaPair(pair.node, deep=True))

    def _named_alike(self, name: str) -> bool:
        """Return whether the fields of a component have the same Python names on both sides."""
        schema = self.old.json_schemas[name]
        if not is_mapping(schema) or not is_class(schema):
            return True
        properties: Mapping[str, Any] = schema.get("properties", {})
        if "allOf" in schema:
            return False
        old, new = self.old_names.properties, self.new_names.properties
        return all(old.get((name, wire)) == new.get((name, wire)) for wire in properties)

    def _null(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> tuple[JsonSchema, JsonSchema]:
        """Compare whether null is allowed; return the schemas without it."""
        before, after = without_null(old), without_null(new)
        were, are = before is not old, after is not new
        if were != are and not is_null(old) and not is_null(new) and shape_of(old if are else new) != "any":
            name = "became-nullable" if are else "became-not-nullable"
            name = f"optional-{name}" if are and pair.optional else name
            pair.report(
                "null-left-undeclared" if were and self._is_untyped(pair, after) else name,
                self.typed(old, old=True),
                self.typed(new, old=False),
            )
        return before, after

    def _is_untyped(self, pair: SchemaPair, schema: JsonSchema) -> bool:
        """Return whether a new description names no type, so that it allows null although the Python class has no None.

        The canonical schema has the type that its keywords imply.
        """
        places = self.places[1]
        written = places.value(pair.node.new, *pair.new)
        if is_mapping(written) and "$ref" in written:
            written = places.value(Anchor(target_of(schema)))
        return is_mapping(written) and written.keys().isdisjoint(_TYPED)

    def _references(self, old: str, new: str, pair: SchemaPair) -> None:
        if self.correspond(old, new):
            self.refer(old, new, pair)
            return
        before, after = self.old.json_schemas[old], self.new.json_schemas[new]
        if is_class(before) and is_class(after):
            if self.old_names.schemas[old] == self.new_names.schemas[new]:
                # What a caller wrote is still the name of the class, although the schema is another one.
                self.refer(old, new, pair)
                return
            pair.report(
                "model-replaced",
                f"`{self.old_names.schemas[old]}`",
                f"`{self.new_names.schemas[new]}`",
                old_symbols=(self.old_names.schemas[old],),
                new_symbols=(self.new_names.schemas[new],),
            )
            if alike(before, after, _NEARLY):
                self.refer(old, new, pair)
            return
        if is_class(before) or is_class(after):
            self._reference({"$ref": f"#/components/schemas/{old}"}, {"$ref": f"#/components/schemas/{new}"}, pair)
            return
        self.compare(before, after, pair)

    def _reference(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> None:
        """Compare two schemas, at least one of which is a reference; aliases are resolved first."""
        before, after = self._alias(old, self.old), self._alias(new, self.new)
        shapes = shape_of(before), shape_of(after)
        if shapes == ("ref", "ref"):
            self._references(target_of(before), target_of(after), pair)
        elif "union" in shapes:
            compare_unions(before, after, pair, self)
        elif "ref" not in shapes:
            self.compare(before, after, pair)
        elif shapes[0] == "any":
            self._report_types(before, after, "type-given", pair)
        elif shapes[1] == "any":
            self._report_types(before, after, "type-generalized", pair)
        else:
            resolved = (
                self.old.json_schemas.get(target_of(before), before),
                self.new.json_schemas.get(target_of(after), after),
            )
            self._report_types(before, after, _kind_of_change(*resolved), pair)

    def _alias(self, schema: JsonSchema, api: Api) -> JsonSchema:
        for _ in range(len(api.json_schemas)):
            name = target_of(schema)
            if not name or is_class(api.json_schemas[name]):
                break
            schema = api.json_schemas[name]
        return schema

    def _report_types(self, old: JsonSchema, new: JsonSchema, name: str, pair: SchemaPair) -> None:
        before, after = self._shown(old, old=True), self._shown(new, old=False)
        pair.report(
            name,
            before,
            after,
            old_symbols=tuple(self.old_names.schemas[one] for one in map(target_of, variants_of(old)) if one),
            new_symbols=tuple(self.new_names.schemas[one] for one in map(target_of, variants_of(new)) if one),
            old_steps=("type",),
            new_steps=("type",),
        )

    def _shown(self, schema: JsonSchema, *, old: bool) -> str:
        return "a class" if is_class(schema) else self.typed(schema, old=old)

    def _plain(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> None:
        before, after = shape_of(old), shape_of(new)
        if before == after and before in ("any", "never"):
            return
        if not is_mapping(old) or not is_mapping(new) or "any" in (before, after):
            narrowed = before == "any"
            structured = after in ("array", "object")
            name = ("type-given" if structured else "type-specialized") if narrowed else "type-generalized"
            self._report_types(old, new, "type-changed" if "never" in (before, after) else name, pair)
            return
        if not compare_types(old, new, pair, self):
            return
        compare_values(old, new, pair)
        compare_keywords(old, new, pair, also="discriminator")
        if "array" in (before, after):
            compare_items(old, new, pair, self)
        if "object" in (before, after):
            compare_extras(old, new, pair, self)


_FREE_OBJECT = frozenset({"type", "title", "description", "additionalProperties"})
"""The keywords of an object of any members."""


def _kind_of_change(old: JsonSchema, new: JsonSchema) -> str:
    """Return the kind of change between a class and something else: an object of any members has the same wire form."""
    if is_class(old) and _is_free_object(new):
        return "class-became-dict"
    return "dict-became-class" if _is_free_object(old) and is_class(new) else "type-changed"


def _is_free_object(schema: JsonSchema) -> bool:
    return (
        is_mapping(schema)
        and schema.get("type") == "object"
        and _FREE_OBJECT.issuperset(schema)
        and schema.get("additionalProperties", True) in (True, {})
    )
