"""The content of a package's models: classes with their fields, and aliases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from ..ir.schemas import Enumeration, Schema, resolved
from ..text.python_source import literal
from .expression import ANY, Expression, name

MODEL = name("Model")
"""The base of every class that derives from no other one."""


class ModelField(Struct, frozen=True):
    """One field of a model: its Python name, its annotation, whether it is required, its documentation."""

    name: str
    annotation: Expression
    required: bool
    description: str = ""
    default: str = ""
    """The only value that a required field may have, as source."""


class Definition(Struct, frozen=True):
    """One definition of the models module: a class, or an alias of a type that needs no class."""

    kind: Literal["class", "alias", "recursive alias"]
    name: str
    schema: str
    description: str = ""
    base: Expression = MODEL
    fields: tuple[ModelField, ...] = ()
    extra_type: Expression | None = None
    """The type of undeclared properties; None if the schema does not mention any: callers then add them on purpose."""
    closed: bool = False
    """Whether undeclared properties are refused in requests, and distinguish it from other variants in responses."""
    asserts: str = ""
    expression: Expression = ANY
    """For an alias: the type that it stands for."""

    @property
    def base_model(self) -> str:
        """The name of the definition that a class derives from; empty for the base class `Model`."""
        return next(iter(self.base.models), "")

    @property
    def uses(self) -> frozenset[str]:
        """The names of the definitions that it refers to."""
        if self.kind != "class":
            return frozenset(self.expression.models)
        types = (self.base, *([self.extra_type] if self.extra_type else []), *(one.annotation for one in self.fields))
        return frozenset(used for one in types for used in one.models)

    @property
    def has_own_form_for_checkers(self) -> bool:
        """Whether it is an alias that contains itself or null: pyright takes a `TypeAliasType` for a variable there."""
        return self.kind == "recursive alias" and "| None" in self.expression.text

    @property
    def is_empty(self) -> bool:
        """Whether it is a class with an empty body."""
        return not (self.description or self.fields or self.extra_type or self.asserts)


def only_value(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    """Return the only value that a schema allows, as source; empty if it allows others."""
    target = resolved(schema, schemas)
    values = target.values if isinstance(target, Enumeration) else ()
    return literal(values[0]) if len(values) == 1 and isinstance(values[0], str | bool | int | float) else ""
