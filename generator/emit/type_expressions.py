"""From a canonical schema to the Python type expression that stands for it.

What this module returns is made of the names that `naming` gave, of names the runtime and the standard library export,
and of literals: no string of a document reaches it in any other way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..ir.api import Api
from ..naming.assign import Names
from ..openapi.references import is_mapping, is_sequence
from ..openapi.schema_keywords import NEXT_TO_REF
from ..runtime.json_schema.evaluate import KEYWORDS, Evaluator
from ..schema.bundle import bundle
from ..schema.classes import REF_PREFIX, Schema, is_class, own_properties
from ..schema.disjoint import disjoint
from ..schema.nullability import is_null
from ..text.python_source import literal
from .asserted_keywords import beyond
from .discriminators import flattened, tag_annotation
from .expression import ANY, MODELS, NONE, Expression, Symbol, call, compose, name, subscript, union

FORMATS: Mapping[tuple[str, str], str] = {
    ("string", "date-time"): "datetime",
    ("string", "date"): "date",
    ("string", "time"): "time",
    ("string", "uuid"): "UUID",
    ("string", "binary"): "Upload",
    ("string", "byte"): "Base64",
    ("string", "base64"): "Base64",
    ("string", "base64url"): "Base64Url",
    ("string", "decimal"): "Decimal",
    ("string", "duration"): "Duration",
    ("string", "http-date"): "HttpDate",
    ("number", "decimal"): "DecimalNumber",
    ("integer", "unixtime"): "UnixTime",
    ("integer", "unix-time"): "UnixTime",
}
"""`(type, format)` → Python type. A format that is not here is documentation: the value keeps its JSON type.
`uri` and `email` stay text, because pydantic's types for them change the value or need a further package."""

_SCALARS: Mapping[str, str] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_PLAIN = frozenset({"str", "int", "float"})
"""Types whose bounds and lengths `pydantic.Field` carries."""

_FIELD_CONSTRAINTS: Mapping[str, Mapping[str, str]] = {
    "string": {"minLength": "min_length", "maxLength": "max_length"},
    "integer": {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"},
    "number": {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
    "object": {},
}
"""JSON Schema keyword → argument of `pydantic.Field`, by the type the keyword applies to."""


HIDDEN = "repr=False"
"""The argument of `Field` that keeps a secret out of a model's repr."""


_EMPTY = (("minLength", 0), ("minItems", 0))
"""Constraints that every value satisfies."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A Python type: its expression without null, whether null is a value, and what `Annotated` adds to it."""

    base: Expression
    nullable: bool = False
    field_arguments: tuple[str, ...] = ()
    annotations: tuple[Expression, ...] = ()

    @property
    def visible_arguments(self) -> list[str]:
        """The arguments of `Field` that mean something where there is no field: none keeps a part out of a repr."""
        return [one for one in self.field_arguments if one != HIDDEN]

    def plain(self) -> Expression:
        """Return the whole expression, null and annotations included."""
        whole = annotated(self.base, self.visible_arguments, self.annotations)
        return union([whole, NONE]) if self.nullable and self.base != ANY else whole


def annotated(base: Expression, field_arguments: Sequence[str], annotations: Sequence[Expression]) -> Expression:
    """Return `Annotated[base, Field(…), …]`, or `base` alone where there is nothing to add."""
    extras = [*([call("Field", field_arguments)] if field_arguments else []), *annotations]
    return subscript("Annotated", base, *extras) if extras else base


@dataclass(slots=True)
class TypeWriter:
    """Writes type expressions for one Api.

    `received` of a call says that the value may come from the server: then enumerations are open and a discriminated
    union has room for a variant that the document does not know.
    """

    api: Api
    names: Names
    constrained: bool = True
    """Whether `Annotated` carries what a plain type does not say. Arguments of methods go without."""
    qualified: bool = False
    """Whether a model is written `models.Call`, as in every module but those of models and errors."""

    _known: dict[tuple[int, bool], tuple[Schema, Typed]] = field(init=False, repr=False, compare=False)
    """The types of schemas that were asked for, each with its schema, so that no other comes to lie where it does."""
    _plain: TypeWriter | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        self._known = {}
        self._plain = None

    @property
    def plain(self) -> TypeWriter:
        """The same without `Annotated`: for signatures, which say what a value is and not what limits it has."""
        if self._plain is None:
            self._plain = replace(self, constrained=False)
        return self._plain

    def expression(self, schema: Schema, *, received: bool) -> Expression:
        """Return the complete Python type expression of a canonical schema."""
        return self.typed(schema, received=received).plain()

    def typed(self, schema: Schema, *, received: bool) -> Typed:
        """Return the type of a canonical schema, taken apart so that a model field can be written around it."""
        key = (id(schema), received)
        if key not in self._known:
            typed = self._typed(schema, received=received)
            self._known[key] = (schema, typed if self.constrained else Typed(typed.base, typed.nullable))
        return self._known[key][1]

    def _typed(self, schema: Schema, *, received: bool) -> Typed:
        if isinstance(schema, bool):
            return Typed(ANY) if schema else Typed(ANY, annotations=(_asserts(False),))
        if "$ref" in schema:
            wire = schema["$ref"].removeprefix(REF_PREFIX)
            return Typed(NONE if self._is_null(wire) else self.model(wire))
        if "const" in schema:
            return self._enumeration([schema["const"]], schema, received=False)
        if "enum" in schema:
            return self._enumeration(schema["enum"], schema, received=received)
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                return self._union(keyword, schema, received=received)
        return self._by_type(schema, received=received)

    def model(self, wire: str) -> Expression:
        """Return the name of the definition that stands for a component."""
        text = self.names.schemas[wire]
        return compose(name("models"), f".{text}") if self.qualified else compose(Symbol(text, MODELS))

    def _by_type(self, schema: Mapping[str, Any], *, received: bool) -> Typed:
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else list(types)
        concrete = [one for one in types if one != "null"]
        nullable = "null" in types
        if not concrete:
            return Typed(NONE if nullable else ANY, annotations=self._assertions(schema, ""))
        if len(concrete) > 1:
            members = [self._one_type(kind, schema, received=received).plain() for kind in concrete]
            return Typed(union(members), nullable, annotations=())
        one = self._one_type(concrete[0], schema, received=received)
        return Typed(one.base, nullable, one.field_arguments, one.annotations)

    def _one_type(self, kind: str, schema: Mapping[str, Any], *, received: bool) -> Typed:
        scalar = ""
        match kind:
            case "array":
                if is_tuple(schema):
                    return Typed(subscript("tuple", *self._prefix(schema, received=received)))
                base = subscript("list", self._items(schema, received=received))
            case "object":
                base = self._mapping(schema, received=received)
            case _:
                scalar = FORMATS.get((kind, str(schema.get("format", ""))), _SCALARS[kind])
                scalar = "bytes" if scalar == "Upload" and received else scalar
                base = NONE if scalar == "None" else name(scalar)
                if scalar == "UUID" and not received:  # `format` asserts nothing: other ids can be sent
                    base = union([base, name("str")])
        arguments = [
            f"{argument}={literal(schema[keyword])}"
            for keyword, argument in _FIELD_CONSTRAINTS.get(kind, {}).items()
            if keyword in schema and (kind == "array" or scalar in _PLAIN) and (keyword, schema[keyword]) not in _EMPTY
        ]
        if schema.get("format") == "password":
            arguments.append(HIDDEN)
        return Typed(base, False, tuple(arguments), self._assertions(schema, kind, scalar))

    def _items(self, schema: Mapping[str, Any], *, received: bool) -> Expression:
        rest = schema.get("items", True)
        if not schema.get("prefixItems"):
            return ANY if isinstance(rest, bool) else self.expression(rest, received=received)
        members = self._prefix(schema, received=received)
        if rest is not False and schema.get("maxItems", len(members) + 1) > len(members):
            members.append(ANY if rest is True else self.expression(rest, received=received))
        return union(members)

    def _prefix(self, schema: Mapping[str, Any], *, received: bool) -> list[Expression]:
        return [self.expression(item, received=received) for item in schema["prefixItems"]]

    def _mapping(self, schema: Mapping[str, Any], *, received: bool) -> Expression:
        values = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties", True)]
        if len(values) > 1 and values[-1] is False:
            values.pop()
        if any(isinstance(one, bool) or not one for one in values):
            return subscript("dict", name("str"), ANY)
        return subscript("dict", name("str"), union(self.expression(one, received=received) for one in values))

    def _is_null(self, wire: str) -> bool:
        """Say whether null is all that a component allows: Python has no union of that alias with None."""
        schema = self.api.schemas.get(wire, True)
        if not is_mapping(schema) or not (schema.get("type") == "null" or {"const", "enum"} & schema.keys()):
            return False
        return self.typed(schema, received=False).plain() == NONE

    def _enumeration(self, values: Sequence[Any], schema: Mapping[str, Any], *, received: bool) -> Typed:
        allowed = self._allowed(values, schema)
        further = () if allowed else self._assertions({key: schema[key] for key in ("allOf",) if key in schema}, "")
        typed = self._listed(allowed or values, schema, received=received)
        return replace(typed, annotations=(*typed.annotations, *further))

    def _listed(self, values: Sequence[Any], schema: Mapping[str, Any], *, received: bool) -> Typed:
        nullable = None in values
        rest = [value for value in values if value is not None]
        if not rest:
            return Typed(NONE)
        if not all(isinstance(value, (str, int, bool)) for value in rest):
            base = union(_base_type(one) for one in rest)
            keywords = {"const": values[0]} if "const" in schema else {"enum": list(values)}
            return Typed(base, nullable, annotations=(_asserts(keywords),))
        base = _literal_type(rest, a_line_each=self.constrained)
        if received:
            base = union([base, *(_base_type(one) for one in rest)])
        return Typed(base, nullable)

    def _allowed(self, values: Sequence[Any], schema: Mapping[str, Any]) -> Sequence[Any]:
        """Return the values that satisfy the keywords beside them; where none does, the description is mistaken."""
        beside = {key: one for key, one in schema.items() if key != ("const" if "const" in schema else "enum")}
        if not beside.keys() & KEYWORDS.keys():
            return values
        evaluator = Evaluator(bundle(beside, self.api.schemas))
        return [value for value in values if evaluator.accepts(value)]

    def _union(self, keyword: str, schema: Mapping[str, Any], *, received: bool) -> Typed:
        tag = tag_annotation(schema, self.api, self.names)
        if tag is None:
            classes = flattened(keyword, schema, self.api.schemas)
            if (tag := tag_annotation(classes, self.api, self.names)) is not None:
                schema = classes
        nullable = False
        members: list[Expression] = []
        for variant in schema[keyword]:
            if is_mapping(variant) and variant.get("type") == "null":
                nullable = True
                continue
            typed = self.typed(_beneath(schema, variant), received=received)
            nullable = nullable or typed.nullable
            members.append(annotated(typed.base, typed.visible_arguments, typed.annotations))
        if not members:
            return Typed(NONE)
        exclusive = None if tag else self._exclusive(keyword, schema, members)
        if tag and received:
            members.append(name("Unknown"))
        further = self._assertions({key: one for key, one in schema.items() if key != keyword}, "")
        annotations = (*(one for one in (tag, exclusive) if one), *further)
        return Typed(union(members), nullable, annotations=annotations)

    def _exclusive(self, keyword: str, schema: Mapping[str, Any], members: Sequence[Expression]) -> Expression | None:
        """Return the annotation of a union of which one member alone may fit.

        Variants that are the same type, as they differ in what they are described by, count as one.
        """
        if keyword != "oneOf" or not members[1:] or disjoint(schema[keyword], self.api.schemas):
            return None
        if ANY in members:
            return _asserts(bundle({"oneOf": schema["oneOf"]}, self.api.schemas))
        distinct = list(dict.fromkeys(members))
        if not distinct[1:]:
            return None
        # Python forgets which members of a union were one of its own: they are then named once more.
        spread = any(one.members for one in distinct) or any(map(self._is_union_alias, schema["oneOf"]))
        return call("OneOf", distinct if spread else ())

    def _is_union_alias(self, variant: Schema) -> bool:
        """Say whether a variant is a reference to an alias of a union."""
        if not is_mapping(variant) or "$ref" not in variant:
            return False
        wire = variant["$ref"].removeprefix(REF_PREFIX)
        target = self.api.schemas.get(wire, True)
        if not is_mapping(target) or is_class(target):
            return False
        # Not by its type, written out: what it holds may refer to this very union.
        for keyword in ("oneOf", "anyOf"):
            if keyword in target:
                tagged = wire in self.api.received and "discriminator" in target
                return sum(not is_null(one) for one in target[keyword]) + tagged > 1
        if {"const", "enum"} & target.keys():
            return bool(self.expression(target, received=wire in self.api.received).members)
        return is_sequence(target.get("type")) or self._is_union_alias(target)

    def _assertions(self, schema: Mapping[str, Any], kind: str, scalar: str = "") -> tuple[Expression, ...]:
        """Return the annotation that carries the keywords which the Python type for one JSON type does not."""
        if scalar in ("Upload", "bytes"):
            return ()
        found = beyond(schema, kind)
        if kind in ("string", "integer", "number") and scalar not in _PLAIN:
            found.update({key: schema[key] for key in _FIELD_CONSTRAINTS[kind] if key in schema})
        if len(found.get("patternProperties", ())) == 1 and found.get("additionalProperties") is False:
            found["patternProperties"] = dict.fromkeys(found["patternProperties"], True)  # as the type has it
        keywords: dict[str, Any] = bundle(found, self.api.schemas)
        match keywords:
            case {"pattern": pattern, **rest} if not rest and scalar == "str":
                return (call("Pattern", [literal(pattern)]),)
            case {"uniqueItems": True, **rest} if not rest and kind:
                return (call("UniqueItems"),)
            case {"multipleOf": divisor, **rest} if not rest and scalar in _PLAIN:
                return (call("MultipleOf", [literal(divisor)]),)
            case _:
                return (_asserts(keywords),) if keywords else ()

    def assertions(self, schema: Mapping[str, Any]) -> str:
        """Return what a class demands of the whole object, as a literal; empty where that is nothing."""
        found = beyond(schema, "object")
        if "patternProperties" in found and "additionalProperties" in found:
            found["properties"] = dict.fromkeys(own_properties(schema), True)
        keywords = bundle(found, self.api.schemas)
        return literal(keywords) if keywords else ""


def _asserts(keywords: object) -> Expression:
    return call("Asserts", [literal(keywords)])


_OF_A_TUPLE = frozenset({"type", "prefixItems", "items", "minItems", "maxItems", *NEXT_TO_REF})


def is_tuple(schema: Mapping[str, Any]) -> bool:
    """Say whether an array always has as many items as `prefixItems` describes, and no other keyword limits it."""
    length = len(schema.get("prefixItems", ()))
    closed = schema.get("items") is False or schema.get("maxItems") == length
    return bool(length) and closed and schema.get("minItems") == length and schema.keys() <= _OF_A_TUPLE


_LITERAL_WIDTH = 60


def _literal_type(values: Sequence[Any], *, a_line_each: bool) -> Expression:
    """Return a `Literal`, by a trailing comma with a value a line: in models always, so that one more is one line."""
    items = list(dict.fromkeys(literal(one) for one in values))
    text = ", ".join(items)
    several = len(items) > 1 and (a_line_each or len(text) > _LITERAL_WIDTH)
    return subscript("Literal", f"{text}," if several else text)


def _base_type(value: Any) -> Expression:
    match value:
        case bool() | int() | float() | str():
            return name(type(value).__name__)
        case list():
            return subscript("list", ANY)
        case dict():
            return subscript("dict", name("str"), ANY)
        case _:
            return NONE


def _beneath(schema: Mapping[str, Any], variant: Schema) -> Schema:
    """Give a variant the `type` that stands beside the union, where it has none of its own."""
    if is_mapping(variant) and "type" in schema and not {"type", "$ref", "oneOf", "anyOf"} & variant.keys():
        return {"type": schema["type"], **variant}
    return variant
