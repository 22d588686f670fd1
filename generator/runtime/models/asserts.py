"""Annotations for assertions of JSON Schema that pydantic's `Field` cannot express.

They check the wire form in strict validation, and are skipped in a tolerant decode.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic_core import PydanticCustomError, PydanticKnownError, SchemaSerializer

from ..json_schema.evaluate import Evaluator, Schema
from ..json_schema.outcomes import Failure
from ..json_schema.patterns import linear_pattern, search_pattern
from .core_schema import resolver, rewrite
from .core_schema_nodes import ANY, Node, marked, refined, with_writer
from .scalars import multiple_of

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from ..json_schema.values import JSON

Definitions: TypeAlias = Mapping[str, Schema] | Callable[[], Mapping[str, Schema]]
"""Schemas by the name that `#/components/schemas/<name>` gives them; a callable is asked on first use."""

Validate: TypeAlias = Callable[[object], object]


class Asserts:
    """A JSON Schema (draft 2020-12) that the wire form must satisfy in addition to the type.

    `Annotated[list[int], Asserts({"uniqueItems": True})]` on a field, `__asserts__ = Asserts(…)` on a model, for the
    whole object. Properties have their wire names. `definitions` are needed if the schema contains references.
    """

    def __init__(self, schema: Schema, *, definitions: Definitions | None = None) -> None:
        """See the class."""
        self.schema = schema
        self._definitions = definitions

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the type, followed by the assertions."""
        return cast("CoreSchema", self.guard(_read(source, handler)))

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the type with the assertions."""
        from .described import of_type

        schema = of_type(node, handler)
        self.describe(schema)
        return schema

    def guard(self, node: Node) -> Node:
        """Return the core schema followed by the assertions, which a tolerant decode skips."""
        written = _Writer(node)

        def validate(value: object, inner: Validate, info: ValidationInfo) -> object:
            result = inner(value)
            self.check(cast("JSON", value) if info.mode == "json" else written(result))
            return result

        reference = {key: node[key] for key in ("ref",) if key in node}
        inner = {key: value for key, value in node.items() if key != "ref"}
        function: Node = {"type": "with-info", "function": validate}
        return marked({"type": "function-wrap", "function": function, "schema": inner, **reference}, keep="schema")

    def describe(self, schema: JsonSchemaValue) -> None:
        """Add the assertions to a JSON Schema; those that refer to components are left out, since it has none."""
        from .described import add_assertions

        add_assertions(schema, self.schema)

    def check(self, wire: JSON) -> None:
        """Raise an error that pydantic reports as `assertion` if the wire form does not satisfy the schema."""
        try:
            self._evaluator.check(wire)
        except Failure as failure:
            context = {"reason": failure.message, "pointer": failure.pointer}
            template = "{reason}" if not failure.pointer else "{reason} (at {pointer})"
            raise PydanticCustomError("assertion", template, context) from None

    @cached_property
    def _evaluator(self) -> Evaluator:
        definitions = self._definitions() if callable(self._definitions) else self._definitions
        return Evaluator(self.schema, definitions or {})


def _read(source: object, handler: GetCoreSchemaHandler) -> Node:
    return rewrite(cast("Node", handler(source)), resolver(handler))


class _Writer:
    """The wire form of what a core schema validates, built on first use: the schema may not be finished earlier."""

    def __init__(self, node: Node) -> None:
        self._node = {key: value for key, value in node.items() if key != "ref"}

    def __call__(self, value: object) -> JSON:
        return cast(
            "JSON",
            self._serializer.to_python(value, mode="json", by_alias=True, exclude_unset=True, warnings=False),
        )

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        schema = ANY if self._node["type"] == "model" else with_writer(self._node)
        return SchemaSerializer(cast("CoreSchema", schema))


class UniqueItems(Asserts):
    """An array whose items are all different, compared as JSON (Validation, 6.4.3)."""

    def __init__(self) -> None:
        """Takes no arguments."""
        super().__init__({"uniqueItems": True})


class MultipleOf:
    """A number that is an exact multiple, both taken as decimals: 19.99 is a multiple of 0.01 (Validation, 6.2.1)."""

    __slots__ = ("divisor",)

    def __init__(self, divisor: float) -> None:
        """The divisor must be greater than 0."""
        self.divisor = divisor

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the type, followed by the check."""
        node = _read(source, handler)
        return cast("CoreSchema", refined(node, multiple_of(self.divisor)))

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the type with the divisor."""
        from .described import of_type

        return of_type(node, handler)


class Pattern:
    """A string that contains a match of a regular expression of ECMA-262 (Validation, 6.3.3).

    A pattern that cannot be run (`translate_pattern` returns None) raises ValueError when the model is first used.
    """

    __slots__ = ("pattern",)

    def __init__(self, pattern: str) -> None:
        """The pattern as the API description writes it."""
        self.pattern = pattern

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the type, followed by the check."""
        node = _read(source, handler)
        return cast("CoreSchema", refined(node, self._check()))

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the type with the pattern."""
        from .described import of_type

        return of_type(node, handler)

    def _check(self) -> Node:
        """Return the check, by pydantic-core's own engine if that can run the pattern: no call into Python."""
        context = {"pattern": self.pattern}
        metadata = {**context, "texts": self._texts}
        error = PydanticKnownError("string_pattern_mismatch", context)
        linear = linear_pattern(self.pattern)
        if linear is not None:
            text: Node = {"type": "str", "strict": True, "pattern": linear, "regex_engine": "rust-regex"}
            return {
                "type": "custom-error",
                "schema": text,
                "custom_error_type": error.type,
                "custom_error_context": context,
                "metadata": metadata,
            }
        search = search_pattern(self.pattern)

        def check(value: object) -> object:
            if isinstance(value, str) and not search(value):
                raise error
            return value

        return {"type": "function-plain", "function": {"type": "no-info", "function": check}, "metadata": metadata}

    def _texts(self, least: int) -> str | None:
        """Return a text that matches, for fakes; None if none is found."""
        from ..json_schema.pattern_texts import matching

        return matching(self.pattern, least)
