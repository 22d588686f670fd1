"""Converts canonical schemas to Python type expressions.

An expression consists of names from `naming`, names that the runtime and the standard library export, and literals: no
string of a document gets into it in any other way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from ..ir.api import Api
from ..ir.schemas import (
    ANYTHING,
    Anything,
    Array,
    Class,
    Enumeration,
    Map,
    Never,
    Reference,
    Scalar,
    Schema,
    Single,
    Types,
    Union,
    is_only_null,
    resolved,
)
from ..naming.assign import Names
from ..openapi.references import is_mapping
from ..runtime.json_schema.evaluate import Evaluator
from ..schema.bundle import bundle
from ..schema.disjoint import disjoint
from ..text.python_source import literal
from .bounds import field_arguments, limiting_keywords
from .expression import ANY, MODELS, NONE, Expression, Symbol, call, compose, name, subscript, union
from .union_tags import flattened, tag_annotation

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

_ID = ("string", "uuid")

_SCALARS: Mapping[str, str] = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}

_PLAIN = frozenset({"str", "int", "float"})
"""Types whose bounds and lengths `pydantic.Field` carries."""

HIDDEN = "repr=False"
"""The argument of `Field` that keeps a secret out of a model's repr."""


class PythonType(Struct, frozen=True, dict=True):
    """A Python type: its expression without null, whether null is a value, and what `Annotated` adds to it."""

    base: Expression
    nullable: bool = False
    field_arguments: tuple[str, ...] = ()
    annotations: tuple[Expression, ...] = ()

    @property
    def visible_arguments(self) -> list[str]:
        """Return the arguments of `Field` that have a meaning outside of fields, so without hiding from `repr`."""
        return [one for one in self.field_arguments if one != HIDDEN]

    @cached_property
    def plain(self) -> Expression:
        """The whole expression, including null and annotations."""
        whole = annotated(self.base, self.visible_arguments, self.annotations)
        return union([whole, NONE]) if self.nullable and self.base != ANY else whole


def annotated(base: Expression, field_arguments: Sequence[str], annotations: Sequence[Expression]) -> Expression:
    """Return `Annotated[base, Field(…), …]`, or `base` if there is nothing to add."""
    extras = [*([call("Field", field_arguments)] if field_arguments else []), *annotations]
    return subscript("Annotated", base, *extras) if extras else base


class TypeWriter(Struct):
    """Writes type expressions for one Api.

    `received` means that the value may come from the server: then enumerations are open, and a discriminated union
    accepts a variant that the document does not have.
    """

    api: Api
    names: Names
    constrained: bool = True
    """Whether `Annotated` adds what a plain type does not express. Arguments of methods go without."""
    qualified: bool = False
    """Whether a model is written `models.Call`, as in every module except those of models and errors."""

    _known: dict[tuple[Schema, bool], PythonType] = field(default_factory=dict[tuple[Schema, bool], PythonType])
    """The types written so far: one for all schemas that allow the same values."""
    _plain: TypeWriter | None = None

    @property
    def plain(self) -> TypeWriter:
        """The same writer without `Annotated`, for signatures, which show types but no limits."""
        if self._plain is None:
            self._plain = TypeWriter(self.api, self.names, constrained=False, qualified=self.qualified)
        return self._plain

    def expression(self, schema: Schema, *, received: bool) -> Expression:
        """Return the complete Python type expression of a schema."""
        return self.typed(schema, received=received).plain

    def typed(self, schema: Schema, *, received: bool) -> PythonType:
        """Return the type of a schema in parts, so that a model field can be written from it."""
        key = (schema, received)
        known = self._known.get(key)
        if known is None:
            typed = self._typed(schema, received=received)
            known = self._known[key] = typed if self.constrained else PythonType(typed.base, typed.nullable)
        return known

    def model(self, wire: str) -> Expression:
        """Return the name of a component's definition."""
        text = self.names.schemas[wire]
        return compose(name("models"), f".{text}") if self.qualified else compose(Symbol(text, MODELS))

    def _typed(self, schema: Schema, *, received: bool) -> PythonType:
        match schema:
            case Anything():
                return PythonType(ANY, annotations=self._checks(schema.asserted.keywords))
            case Never():
                return PythonType(ANY, annotations=(_asserts(False),))
            case Reference():
                return PythonType(NONE if self._is_null(schema.name) else self.model(schema.name))
            case Enumeration():
                return self._enumeration(schema, received=received and not schema.constant)
            case Union():
                return self._union(schema, received=received)
            case Types():
                members = [self._single(one, received=received).plain for one in schema.members]
                return PythonType(union(members), schema.nullable)
            case Scalar() | Array() | Map():
                return self._single(schema, received=received)
            case Class():  # References use its name.
                return PythonType(subscript("dict", name("str"), ANY))
            case _:
                assert_never(schema)

    def _single(self, schema: Single, *, received: bool) -> PythonType:
        """Return the type of a schema of one JSON type."""
        match schema:
            case Scalar(type="null"):
                return PythonType(NONE, annotations=self._checks(schema.asserted.keywords))
            case Scalar():
                return self._scalar(schema, received=received)
            case Array(is_tuple=True):
                items = [self.expression(one, received=received) for one in schema.prefix]
                return PythonType(subscript("tuple", *items), schema.nullable)
            case Array():
                base = subscript("list", self._items(schema, received=received))
                arguments = field_arguments(schema.limits)
            case Map():
                base, arguments = self._map(schema, received=received), []
            case _:
                assert_never(schema)
        annotations = self._checks(schema.asserted.keywords, base.function)
        return PythonType(base, schema.nullable, _with_secrecy(arguments, schema), annotations)

    def _scalar(self, schema: Scalar, *, received: bool) -> PythonType:
        scalar = FORMATS.get((schema.type, schema.format), _SCALARS[schema.type])
        if scalar == "Upload":
            return PythonType(name("bytes") if received else name(scalar), schema.nullable)
        base = name(scalar)
        if scalar == "UUID" and not received:  # `format` asserts nothing: other ids can be sent
            base = union([base, name("str")])
        arguments, checked = field_arguments(schema.limits), schema.asserted.keywords
        if scalar not in _PLAIN:
            arguments, checked = [], {**checked, **limiting_keywords(schema.limits)}
        return PythonType(base, schema.nullable, _with_secrecy(arguments, schema), self._checks(checked, scalar))

    def _items(self, schema: Array, *, received: bool) -> Expression:
        rest = schema.items
        if not schema.prefix:
            return ANY if isinstance(rest, Never) else self.expression(rest, received=received)
        members = [self.expression(one, received=received) for one in schema.prefix]
        most = schema.limits.most
        if not isinstance(rest, Never) and (most is None or most.value > len(members)):
            members.append(self.expression(rest, received=received))
        return union(members)

    def _map(self, schema: Map, *, received: bool) -> Expression:
        untyped = any(isinstance(one, Never) or one == ANYTHING for one in schema.values)
        values = ANY if untyped else union(self.expression(one, received=received) for one in schema.values)
        return subscript("dict", name("str"), values)

    def _is_null(self, wire: str) -> bool:
        """Return whether a component allows only null: Python has no union of such an alias with None."""
        schema = self.api.schemas.get(wire)
        if not isinstance(schema, Enumeration) and not (isinstance(schema, Scalar) and schema.type == "null"):
            return False
        return self.typed(schema, received=False).plain == NONE

    def _enumeration(self, schema: Enumeration, *, received: bool) -> PythonType:
        allowed = self._allowed(schema)
        # If no value satisfies the other keywords, the description is wrong.
        typed = self._listed(allowed or schema.values, schema.constant, received=received)
        members: Sequence[Any] = schema.asserted.keywords.get("allOf", ())
        if allowed or not members or any(is_mapping(one) and "$ref" in one for one in members):
            return typed
        return replace(typed, annotations=(*typed.annotations, *self._checks({"allOf": members})))

    def _listed(self, values: Sequence[Any], constant: bool, *, received: bool) -> PythonType:
        nullable = None in values
        rest = [value for value in values if value is not None]
        if not rest:
            return PythonType(NONE)
        if not all(isinstance(value, (str, int, bool)) for value in rest):
            base = union(_base_type(one) for one in rest)
            keywords = {"const": values[0]} if constant else {"enum": list(values)}
            return PythonType(base, nullable, annotations=(_asserts(keywords),))
        if all(isinstance(value, bool) for value in rest) and {*rest} == {True, False}:
            return PythonType(name("bool"), nullable)  # both booleans: nothing is excluded
        base = _literal_type(rest, a_line_each=self.constrained)
        if received:
            # No server can add a boolean: `false` where only `true` is listed is a deviation.
            base = union([base, *(_base_type(one) for one in rest if not isinstance(one, bool))])
        return PythonType(base, nullable)

    def _allowed(self, schema: Enumeration) -> Sequence[Any]:
        """Return the values that satisfy the other keywords."""
        if not schema.asserted.keywords:
            return schema.values
        evaluator = Evaluator(bundle(schema.asserted.keywords, self.api.json_schemas))
        return [value for value in schema.values if evaluator.accepts(value)]

    def _possible(self, schema: Union) -> Union:
        """Return a union without variants that an `enum` next to it contradicts, if other variants are left."""
        left = tuple(one for one in schema.variants if not self._is_contradiction(one))
        return replace(schema, variants=left) if 0 < len(left) < len(schema.variants) else schema

    def _is_contradiction(self, schema: Schema) -> bool:
        """Return whether a schema lists values, and other keywords refuse all of them."""
        if isinstance(schema, Union):
            return all(map(self._is_contradiction, schema.variants))
        return isinstance(schema, Enumeration) and not self._allowed(schema)

    def _union(self, schema: Union, *, received: bool) -> PythonType:
        schema = self._possible(schema)
        tag = tag_annotation(schema, self.api, self.names)
        if tag is None:
            classes = flattened(schema, self.api.schemas)
            if (tag := tag_annotation(classes, self.api, self.names)) is not None:
                schema = classes
        nullable = False
        members: list[Expression] = []
        other_texts = any(map(self._is_formatted_text, schema.variants))
        for variant in schema.variants:
            if isinstance(variant, Scalar) and variant.type == "null":
                nullable = True
                continue
            # Next to a date or a time `str` would take any text of these: the runtime takes other ids by itself.
            is_id = isinstance(variant, Scalar) and (variant.type, variant.format) == _ID and other_texts
            typed = self.typed(variant, received=received or is_id)
            nullable = nullable or typed.nullable
            members.append(annotated(typed.base, typed.visible_arguments, typed.annotations))
        if not members:
            return PythonType(NONE)
        exclusive = None if tag else self._exclusive(schema, members)
        if tag and received:
            members.append(name("Unknown"))
        annotations = (*(one for one in (tag, exclusive) if one), *self._checks(schema.asserted.keywords))
        return PythonType(union(members), nullable, annotations=annotations)

    def _is_formatted_text(self, variant: Schema) -> bool:
        """Return whether a schema is text with a Python type of its own, other than a UUID."""
        target = resolved(variant, self.api.schemas)
        kind = (target.type, target.format) if isinstance(target, Scalar) else _ID
        return kind != _ID and kind[0] == "string" and kind in FORMATS

    def _exclusive(self, schema: Union, members: Sequence[Expression]) -> Expression | None:
        """Return the annotation of a union of which only one member may fit.

        Variants with the same type, which differ only in documentation, count as one.
        """
        if schema.keyword != "oneOf" or not members[1:]:
            return None
        variants = [one.json for one in schema.variants]
        if disjoint(variants, self.api.json_schemas):
            return None
        if ANY in members:
            return _asserts(bundle({"oneOf": variants}, self.api.json_schemas))
        distinct = list(dict.fromkeys(members))
        if not distinct[1:]:
            return None
        # Python flattens unions, so members that are unions themselves are listed again.
        spread = any(one.members for one in distinct) or any(map(self._is_union_alias, schema.variants))
        return call("OneOf", distinct if spread else ())

    def _is_union_alias(self, variant: Schema) -> bool:
        """Return whether a variant is a reference to an alias of a union."""
        if not isinstance(variant, Reference):
            return False
        target = self.api.schemas.get(variant.name, ANYTHING)
        received = variant.name in self.api.received
        match target:
            case Union():
                tagged = received and target.discriminator is not None
                return sum(not is_only_null(one) for one in target.variants) + tagged > 1
            case Enumeration():
                return bool(self.expression(target, received=received).members)
            case Scalar() | Array() | Map():
                return target.nullable
            case Types():
                return True
            case Reference():
                return self._is_union_alias(target)
            case Anything() | Never() | Class():
                return False
            case _:
                assert_never(target)

    def _checks(self, keywords: Mapping[str, Any], type_name: str = "") -> tuple[Expression, ...]:
        """Return the annotation that checks keywords on a value of a Python type; empty if there are none."""
        if not keywords:
            return ()
        if len(keywords.get("patternProperties", ())) == 1 and keywords.get("additionalProperties") is False:
            # The type already lists the values.
            keywords = {**keywords, "patternProperties": dict.fromkeys(keywords["patternProperties"], True)}
        bundled: dict[str, Any] = bundle(keywords, self.api.json_schemas)
        match bundled:
            case {"pattern": pattern, **rest} if not rest and type_name == "str":
                return (call("Pattern", [literal(pattern)]),)
            case {"uniqueItems": True, **rest} if not rest and type_name:
                return (call("UniqueItems"),)
            case {"multipleOf": divisor, **rest} if not rest and type_name in _PLAIN:
                return (call("MultipleOf", [literal(divisor)]),)
            case _:
                return (_asserts(bundled),) if bundled else ()

    def assertions(self, schema: Class) -> str:
        """Return the assertions of a class about the whole object, as a literal; empty if there are none."""
        keywords = bundle(schema.asserted.keywords, self.api.json_schemas)
        return literal(keywords) if keywords else ""


def _asserts(keywords: object) -> Expression:
    return call("Asserts", [literal(keywords)])


def _with_secrecy(arguments: Sequence[str], schema: Single) -> tuple[str, ...]:
    """Return arguments of `Field`, with the one that hides a password from a model's `repr`."""
    return (*arguments, HIDDEN) if schema.format == "password" else tuple(arguments)


_LITERAL_WIDTH = 60


def _literal_type(values: Sequence[Any], *, a_line_each: bool) -> Expression:
    """Return a `Literal`; in models a trailing comma puts each value on a line, so that one more value is one more
    line.
    """
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
