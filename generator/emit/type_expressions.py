"""From a canonical schema to the Python type expression that stands for it.

The text this module returns is made of the names that `naming` gave, of names the runtime and the standard library
export, and of literals written by `python.literal`: no string of a document reaches it in any other way.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
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
from .discriminators import tag_annotation

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

    text: str
    nullable: bool = False
    field_arguments: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()

    @property
    def visible_arguments(self) -> list[str]:
        """The arguments of `Field` that mean something where there is no field: none keeps a part out of a repr."""
        return [one for one in self.field_arguments if one != HIDDEN]

    def plain(self) -> str:
        """Return the whole expression, null and annotations included."""
        text = annotated(self.text, self.visible_arguments, self.annotations)
        return union([text, "None"]) if self.nullable and text != "Any" else text


def annotated(text: str, field_arguments: Sequence[str], annotations: Sequence[str]) -> str:
    """Return `Annotated[text, Field(…), …]`, or `text` alone where there is nothing to add."""
    extras = [*([f"Field({', '.join(field_arguments)})"] if field_arguments else []), *annotations]
    return f"Annotated[{', '.join([text, *extras])}]" if extras else text


def union(members: Iterable[str]) -> str:
    """Return the union of type expressions, each once, `None` last; `Any` swallows the rest."""
    distinct = list(dict.fromkeys(members))
    if "Any" in distinct:
        return "Any"
    if "None" in distinct:
        distinct = [member for member in distinct if member != "None"] + ["None"]
    return " | ".join(distinct)


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
    home: str = ""
    """What stands before the name of a model: `models.` in every module but those of models."""

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

    def expression(self, schema: Schema, *, received: bool) -> str:
        """Return the complete Python type expression of a canonical schema."""
        return self.typed(schema, received=received).plain()

    def typed(self, schema: Schema, *, received: bool) -> Typed:
        """Return the type of a canonical schema, taken apart so that a model field can be written around it."""
        key = (id(schema), received)
        if key not in self._known:
            typed = self._typed(schema, received=received)
            self._known[key] = (schema, typed if self.constrained else Typed(typed.text, typed.nullable))
        return self._known[key][1]

    def _typed(self, schema: Schema, *, received: bool) -> Typed:
        if isinstance(schema, bool):
            return Typed("Any") if schema else Typed("Any", annotations=("Asserts(False)",))
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(REF_PREFIX)
            return Typed("None" if self._is_null(name) else f"{self.home}{self.names.schemas[name]}")
        if "const" in schema:
            return self._enumeration([schema["const"]], schema, received=False)
        if "enum" in schema:
            return self._enumeration(schema["enum"], schema, received=received)
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                return self._union(keyword, schema, received=received)
        return self._by_type(schema, received=received)

    def _by_type(self, schema: Mapping[str, Any], *, received: bool) -> Typed:
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else list(types)
        concrete = [name for name in types if name != "null"]
        nullable = "null" in types
        if not concrete:
            return Typed("None" if nullable else "Any", annotations=self._assertions(schema, ""))
        if len(concrete) > 1:
            members = [self._one_type(name, schema, received=received).plain() for name in concrete]
            return Typed(union(members), nullable, annotations=())
        one = self._one_type(concrete[0], schema, received=received)
        return Typed(one.text, nullable, one.field_arguments, one.annotations)

    def _one_type(self, name: str, schema: Mapping[str, Any], *, received: bool) -> Typed:
        match name:
            case "array":
                if is_tuple(schema):
                    return Typed(f"tuple[{', '.join(self._prefix(schema, received=received))}]")
                text = f"list[{self._items(schema, received=received)}]"
            case "object":
                text = self._mapping(schema, received=received)
            case _:
                text = FORMATS.get((name, str(schema.get("format", ""))), _SCALARS[name])
                if text == "Upload" and received:
                    text = "bytes"
                if text == "UUID" and not received:  # `format` asserts nothing: other ids can be sent
                    text = "UUID | str"
        arguments = [
            f"{argument}={literal(schema[keyword])}"
            for keyword, argument in _FIELD_CONSTRAINTS.get(name, {}).items()
            if keyword in schema and (name == "array" or text in _PLAIN) and (keyword, schema[keyword]) not in _EMPTY
        ]
        if schema.get("format") == "password":
            arguments.append(HIDDEN)
        return Typed(text, False, tuple(arguments), self._assertions(schema, name, text))

    def _items(self, schema: Mapping[str, Any], *, received: bool) -> str:
        rest = schema.get("items", True)
        if not schema.get("prefixItems"):
            return "Any" if isinstance(rest, bool) else self.expression(rest, received=received)
        members = self._prefix(schema, received=received)
        if rest is not False and schema.get("maxItems", len(members) + 1) > len(members):
            members.append("Any" if rest is True else self.expression(rest, received=received))
        return union(members)

    def _prefix(self, schema: Mapping[str, Any], *, received: bool) -> list[str]:
        return [self.expression(item, received=received) for item in schema["prefixItems"]]

    def _mapping(self, schema: Mapping[str, Any], *, received: bool) -> str:
        values = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties", True)]
        if len(values) > 1 and values[-1] is False:
            values.pop()
        if any(isinstance(value, bool) or not value for value in values):
            return "dict[str, Any]"
        return f"dict[str, {union(self.expression(value, received=received) for value in values)}]"

    def _is_null(self, name: str) -> bool:
        """Say whether null is all that a component allows: Python has no union of that alias with None."""
        schema = self.api.schemas.get(name, True)
        if not is_mapping(schema) or not (schema.get("type") == "null" or {"const", "enum"} & schema.keys()):
            return False
        return self.typed(schema, received=False).plain() == "None"

    def _enumeration(self, values: Sequence[Any], schema: Mapping[str, Any], *, received: bool) -> Typed:
        allowed = self._allowed(values, schema)
        beside = () if allowed else self._assertions({key: schema[key] for key in ("allOf",) if key in schema}, "")
        typed = self._listed(allowed or values, schema, received=received)
        return replace(typed, annotations=(*typed.annotations, *beside))

    def _listed(self, values: Sequence[Any], schema: Mapping[str, Any], *, received: bool) -> Typed:
        nullable = None in values
        rest = [value for value in values if value is not None]
        if not rest:
            return Typed("None")
        if not all(isinstance(value, (str, int, bool)) for value in rest):
            base = union(_base_type(value) for value in rest)
            keywords = {"const": values[0]} if "const" in schema else {"enum": list(values)}
            return Typed(base, nullable, annotations=(f"Asserts({literal(keywords)})",))
        text = _literal_type(rest, a_line_each=self.constrained)
        if received:
            text = union([text, *(_base_type(value) for value in rest)])
        return Typed(text, nullable)

    def _allowed(self, values: Sequence[Any], schema: Mapping[str, Any]) -> Sequence[Any]:
        """Return the values that satisfy the keywords beside them; where none does, the description is mistaken."""
        beside = {key: one for key, one in schema.items() if key != ("const" if "const" in schema else "enum")}
        if not beside.keys() & KEYWORDS.keys():
            return values
        evaluator = Evaluator(bundle(beside, self.api.schemas))
        return [value for value in values if evaluator.accepts(value)]

    def _union(self, keyword: str, schema: Mapping[str, Any], *, received: bool) -> Typed:
        nullable = False
        members: list[str] = []
        for variant in schema[keyword]:
            if is_mapping(variant) and variant.get("type") == "null":
                nullable = True
                continue
            typed = self.typed(_beneath(schema, variant), received=received)
            nullable = nullable or typed.nullable
            members.append(annotated(typed.text, typed.visible_arguments, typed.annotations))
        if not members:
            return Typed("None")
        tag = tag_annotation(schema, self.api, self.names)
        exclusive = "" if tag else self._exclusive(keyword, schema, members)
        if tag and received:
            members.append("Unknown")
        beside = self._assertions({key: one for key, one in schema.items() if key != keyword}, "")
        annotations = (*(one for one in (tag, exclusive) if one), *beside)
        return Typed(union(members), nullable, annotations=annotations)

    def _exclusive(self, keyword: str, schema: Mapping[str, Any], members: Sequence[str]) -> str:
        """Return the annotation of a union of which one member alone may fit.

        Variants that are the same type, as they differ in what they are described by, count as one.
        """
        if keyword != "oneOf" or not members[1:] or disjoint(schema[keyword], self.api.schemas):
            return ""
        if "Any" in members:
            return f"Asserts({literal(bundle({'oneOf': schema['oneOf']}, self.api.schemas))})"
        distinct = list(dict.fromkeys(members))
        if not distinct[1:]:
            return ""
        # Python forgets which members of a union were one of its own: they are then named once more.
        spread = any(map(is_union, distinct)) or any(map(self._is_union_alias, schema["oneOf"]))
        return f"OneOf({', '.join(distinct)})" if spread else "OneOf()"

    def _is_union_alias(self, variant: Schema) -> bool:
        """Say whether a variant is a reference to an alias of a union."""
        if not is_mapping(variant) or "$ref" not in variant:
            return False
        name = variant["$ref"].removeprefix(REF_PREFIX)
        target = self.api.schemas.get(name, True)
        if not is_mapping(target) or is_class(target):
            return False
        # Not by its type, written out: what it holds may refer to this very union.
        for keyword in ("oneOf", "anyOf"):
            if keyword in target:
                tagged = name in self.api.received and "discriminator" in target
                return sum(not is_null(one) for one in target[keyword]) + tagged > 1
        if {"const", "enum"} & target.keys():
            return is_union(self.expression(target, received=name in self.api.received))
        return is_sequence(target.get("type")) or self._is_union_alias(target)

    def _assertions(self, schema: Mapping[str, Any], kind: str, text: str = "") -> tuple[str, ...]:
        """Return the annotation that carries the keywords which the Python type for one JSON type does not."""
        if text in ("Upload", "bytes"):
            return ()
        found = beyond(schema, kind)
        if kind in ("string", "integer", "number") and text not in _PLAIN:
            found.update({key: schema[key] for key in _FIELD_CONSTRAINTS[kind] if key in schema})
        if len(found.get("patternProperties", ())) == 1 and found.get("additionalProperties") is False:
            found["patternProperties"] = dict.fromkeys(found["patternProperties"], True)  # as the type has it
        keywords: dict[str, Any] = bundle(found, self.api.schemas)
        match keywords:
            case {"pattern": pattern, **rest} if not rest and text == "str":
                return (f"Pattern({literal(pattern)})",)
            case {"uniqueItems": True, **rest} if not rest and kind:
                return ("UniqueItems()",)
            case {"multipleOf": divisor, **rest} if not rest and text in _PLAIN:
                return (f"MultipleOf({literal(divisor)})",)
            case _:
                return (f"Asserts({literal(keywords)})",) if keywords else ()

    def assertions(self, schema: Mapping[str, Any]) -> str:
        """Return what a class demands of the whole object, as a literal; empty where that is nothing."""
        found = beyond(schema, "object")
        if "patternProperties" in found and "additionalProperties" in found:
            found["properties"] = dict.fromkeys(own_properties(schema), True)
        keywords = bundle(found, self.api.schemas)
        return literal(keywords) if keywords else ""


def is_union(text: str) -> bool:
    """Say whether an expression is a union of types at its top."""
    return " | " in text and isinstance(ast.parse(text, mode="eval").body, ast.BinOp)


_OF_A_TUPLE = frozenset({"type", "prefixItems", "items", "minItems", "maxItems", *NEXT_TO_REF})


def is_tuple(schema: Mapping[str, Any]) -> bool:
    """Say whether an array always has as many items as `prefixItems` describes, and no other keyword limits it."""
    length = len(schema.get("prefixItems", ()))
    closed = schema.get("items") is False or schema.get("maxItems") == length
    return bool(length) and closed and schema.get("minItems") == length and schema.keys() <= _OF_A_TUPLE


_LITERAL_WIDTH = 60


def _literal_type(values: Sequence[Any], *, a_line_each: bool) -> str:
    """Return a `Literal`, by a trailing comma with a value a line: in models always, so that one more is one line."""
    items = list(dict.fromkeys(literal(value) for value in values))
    text = ", ".join(items)
    several = len(items) > 1 and (a_line_each or len(text) > _LITERAL_WIDTH)
    return f"Literal[{text},]" if several else f"Literal[{text}]"


def _base_type(value: Any) -> str:
    match value:
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case str():
            return "str"
        case list():
            return "list[Any]"
        case dict():
            return "dict[str, Any]"
        case _:
            return "None"


def _beneath(schema: Mapping[str, Any], variant: Schema) -> Schema:
    """Give a variant the `type` that stands beside the union, where it has none of its own."""
    if is_mapping(variant) and "type" in schema and not {"type", "$ref", "oneOf", "anyOf"} & variant.keys():
        return {"type": schema["type"], **variant}
    return variant
