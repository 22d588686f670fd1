"""Decoding and encoding of any type, strict for requests and tolerant for responses."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from pydantic import BaseModel
from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator

from .assembly import TypeExpression, assemble
from .model import Unknown
from .nodes import Node, map_children, with_writer
from .outgoing import has_read_only, without_read_only
from .tolerant import relax

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")

JSONValue: TypeAlias = Any
"""`dict`, `list`, `str`, `int`, `float`, `bool` or None."""

_BUILDING = RLock()


def adapter(type_: TypeExpression, *, tolerant: bool) -> Adapter[Any]:
    """The codec of a type: a model, a scalar, `list[Pet]`, a union, `Annotated[…]`. The same object for the same type.

    Nothing is built before the first use. Tolerant is for what a server sent: see `tolerant`.
    """
    try:
        return _cached(type_, tolerant)
    except TypeError:  # an annotation that cannot be hashed
        return Adapter(type_, tolerant=tolerant)


@cache
def _cached(type_: TypeExpression, tolerant: bool) -> Adapter[Any]:
    return Adapter(type_, tolerant=tolerant)


class Adapter(Generic[T]):
    """Reads and writes values of one type by their wire form."""

    def __init__(self, type_: TypeExpression, *, tolerant: bool) -> None:
        """See `adapter`, which keeps them."""
        self._type = type_
        self._tolerant = tolerant

    def validate_json(self, data: bytes | bytearray | str) -> T:
        """The value of a JSON text; raises `pydantic.ValidationError` where it is none or does not fit the type."""
        value: T = self._validator.validate_json(data, by_alias=True, by_name=False)
        return value

    def validate_python(self, value: object) -> T:
        """The value of a JSON document that is parsed already, or of instances; raises `pydantic.ValidationError`."""
        result: T = self._validator.validate_python(value, by_alias=True, by_name=False)
        return result

    def dump_json(self, value: T) -> bytes:
        """The JSON text: only what was set, under wire names; a strict adapter leaves read-only fields out."""
        return self._serializer.to_json(value, by_alias=True, exclude_unset=True, warnings=False)

    def dump_python(self, value: T) -> JSONValue:
        """The JSON document as `dict`, `list`, `str`, `int`, `float`, `bool` and `None`."""
        return self._serializer.to_python(value, mode="json", by_alias=True, exclude_unset=True, warnings=False)

    @cached_property
    def _validator(self) -> SchemaValidator:
        with _BUILDING:
            schema = relax(self._schema, _unknown()) if self._tolerant else self._schema
            with _without_prebuilt(schema):
                return SchemaValidator(cast("CoreSchema", schema))

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        with _BUILDING:
            if not self._tolerant and has_read_only(self._schema):
                with _without_prebuilt(self._schema):
                    return SchemaSerializer(cast("CoreSchema", without_read_only(self._schema)))
            return SchemaSerializer(cast("CoreSchema", with_writer(self._schema["schema"])))

    @cached_property
    def _schema(self) -> Node:
        """The schema of the type, complete with definitions, with the semantics of JSON."""
        return assemble(self._type)


def _unknown() -> Node:
    return {key: value for key, value in assemble(Unknown)["definitions"][0].items() if key != "ref"}


@contextmanager
def _without_prebuilt(schema: Node) -> Generator[None]:
    """While this lasts, pydantic-core builds the validators of the models in a schema from the schema.

    It would otherwise take the finished, strict validator of every model class that has one.
    """
    classes = [found for found in _classes(schema) if found.__dict__.get("__pydantic_complete__")]
    for found in classes:
        found.__pydantic_complete__ = False
    try:
        yield
    finally:
        for found in classes:
            found.__pydantic_complete__ = True


def _classes(schema: Node) -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()

    def look(node: Node) -> Node:
        if node["type"] == "model" and issubclass(node["cls"], BaseModel):
            found.add(node["cls"])
        return map_children(node, look)

    look(schema)
    return found
