"""Decoding and encoding of any type, strict for requests and tolerant for responses."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from pydantic_core import CoreConfig, CoreSchema, SchemaSerializer, SchemaValidator, ValidationError, from_json

from ..garbage_collection import no_collection
from ..problems import accept
from .core_schema import READ_ONLY
from .core_schema_assembly import Assembly, TypeExpression, assemble, class_schema
from .core_schema_nodes import ANY, Node, map_children, mark, notes_anywhere, with_short_names, with_writer
from .exact_numbers import read_digits, with_decimals, with_digits
from .model import BUILDING, Unknown
from .recursive_unions import note_recursive_unions
from .tolerant import tolerant_schema

if TYPE_CHECKING:
    from collections.abc import Generator

    from .complaints import Complaint
    from .lenient import LenientReader

T = TypeVar("T")

JSONValue: TypeAlias = Any
"""`dict`, `list`, `str`, `int`, `float`, `bool` or None."""

_CONSTANTS: CoreConfig = {"ser_json_inf_nan": "constants"}
"""NaN is written as such and not as null, so that the sender notices it."""
_LARGE = 8192
"""Bytes from which on a text makes so many objects that Python would look for garbage among them several times."""


def adapter(type_: TypeExpression, *, tolerant: bool) -> Adapter[Any]:
    """Return the adapter of a type: a model, a scalar, `list[Pet]`, a union, `Annotated[…]`; the same object each time.

    Nothing is built before the first use. `tolerant` adapters read what a server sent: see the module `tolerant`.
    """
    try:
        return _cached(type_, tolerant)
    except TypeError:  # the annotation cannot be hashed
        return Adapter(type_, tolerant=tolerant)


@cache
def _cached(type_: TypeExpression, tolerant: bool) -> Adapter[Any]:
    return Adapter(type_, tolerant=tolerant)


class Adapter(Generic[T]):
    """Reads and writes values of one type in their wire form."""

    def __init__(self, type_: TypeExpression, *, tolerant: bool) -> None:
        """Use `adapter`, which caches adapters."""
        self._type = type_
        self._tolerant = tolerant

    def validate_json(self, data: bytes | bytearray | str) -> T:
        """Return the value of a JSON text; raise `pydantic.ValidationError` if it is none or does not fit the type."""
        if self._digits:
            return self.validate_python(read_digits(data))
        if len(data) < _LARGE:
            value: T = self._validator.validate_json(data, by_alias=True, by_name=False)
            return value
        validator = self._validator
        with no_collection():
            value = validator.validate_json(data, by_alias=True, by_name=False)
        return value

    def validate_python(self, value: object) -> T:
        """Return the value of a JSON document that is parsed already, or of instances; raise
        `pydantic.ValidationError`.
        """
        result: T = self._validator.validate_python(value, by_alias=True, by_name=False)
        return result

    def read_json(self, data: bytes | bytearray | str) -> T:
        """Return the value of a JSON text that a server sent; raise ValueError if there is none.

        Within `reading` what is not as declared is left out and noted; otherwise it is an error, `Unreadable`.
        """
        try:
            return self.validate_json(data)
        except ValidationError:
            return self._deviating(read_digits(data) if self._digits else from_json(data))

    def read_python(self, document: object) -> T:
        """Return the value of a parsed JSON document, as `read_json` does."""
        try:
            return self.validate_python(document)
        except ValidationError:
            return self._deviating(document)

    def _deviating(self, document: object) -> T:
        """Return the value of a document that deviates from what is declared."""
        value, problems = self._lenient.read(document)
        accept(problems)
        result: T = value
        return result

    def complaints(self, value: object) -> list[Complaint]:
        """Return the problems of a value that the type refuses, one for each place, in words."""
        from .complaints import complaints  # here and below: what only a deviation needs is loaded then

        return complaints(self._assembly, value)

    def dump_json(self, value: T, *, nulls: bool = False) -> bytes:
        """Return the JSON text with only the fields that were set; a strict adapter leaves out read-only fields.

        Nullable fields are written if None; with `nulls`, all fields that were set to None, as a merge patch needs.
        """
        serializer = self._null_serializer if nulls else self._serializer
        return with_digits(serializer.to_json(value, by_alias=True, exclude_unset=True, warnings=False))

    def dump_python(self, value: T) -> JSONValue:
        """Return the JSON document as `dict`, `list`, `str`, `int`, `float`, `bool`, `None`, and `Decimal` in place of
        `float` where that would have other digits."""
        document = self._serializer.to_python(value, mode="json", by_alias=True, exclude_unset=True, warnings=False)
        return with_decimals(document)

    @cached_property
    def _validator(self) -> SchemaValidator:
        with BUILDING, no_collection():
            assembly = self._assembly
            if self._tolerant:
                note_recursive_unions(assembly, self._read_exactly)
            return self._built(tolerant_schema(assembly) if self._tolerant else assembly.schema())

    def _built(self, schema: Node) -> SchemaValidator:
        with BUILDING, no_collection(), _without_prebuilt(self._assembly):
            return SchemaValidator(cast("CoreSchema", with_short_names(schema)))

    @cached_property
    def _digits(self) -> bool:
        """Whether the exact digits of a number matter anywhere in the type."""
        with BUILDING:
            nodes = [self._assembly.root, *self._assembly.definitions]
            nodes += [node for one in self._assembly.parts for node in one.definitions]
            return any(notes_anywhere(node, "digits") for node in nodes)

    def _read_exactly(self, node: Node, document: object) -> object:
        return self._lenient.read_exactly(node, document)

    @cached_property
    def _lenient(self) -> LenientReader:
        from .lenient import LenientReader

        with BUILDING:
            return LenientReader(self._assembly, self._built)

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        with BUILDING, no_collection():
            assembly = self._assembly
            if not self._tolerant and any(
                notes_anywhere(node, READ_ONLY) for class_schema in assembly.parts for node in class_schema.definitions
            ):
                with _without_prebuilt(assembly):
                    return SchemaSerializer(cast("CoreSchema", _for_sending(assembly.schema())), _CONSTANTS)
            return SchemaSerializer(cast("CoreSchema", with_writer(assembly.root)), _CONSTANTS)

    @cached_property
    def _null_serializer(self) -> SchemaSerializer:
        with BUILDING, no_collection(), _without_prebuilt(self._assembly):
            return SchemaSerializer(cast("CoreSchema", _for_sending(self._assembly.schema(), nulls=True)), _CONSTANTS)

    @cached_property
    def _assembly(self) -> Assembly:
        return assemble(self._type)


@contextmanager
def _without_prebuilt(assembly: Assembly) -> Generator[None]:
    """Make pydantic-core build models from the schema, while the context lasts.

    It would otherwise take the finished, strict validator that each class has by itself.
    """
    classes = [found.model for found in (*assembly.parts, class_schema(Unknown)) if found.model.__pydantic_complete__]
    for found in classes:
        found.__pydantic_complete__ = False
    try:
        yield
    finally:
        for found in classes:
            found.__pydantic_complete__ = True


def _for_sending(node: Node, *, nulls: bool = False) -> Node:
    """Return the schema for a serializer that leaves out read-only fields; with `nulls`, None is written where it was
    set.

    Classes are then written by the fields of the declared class, since the serializer of an instance's own class
    ignores these rules.
    """
    if READ_ONLY in mark(node):
        return {**node, "serialization_exclude": True}
    result = map_children(node, lambda child: _for_sending(child, nulls=nulls))
    if nulls:
        result.pop("serialization_exclude_if", None)
    if result.get("serialization") == ANY and _holds(node, {"model", "definition-ref"}):
        del result["serialization"]
    return result


def _holds(node: Node, kinds: set[str]) -> bool:
    found = node["type"] in kinds

    def look(child: Node) -> Node:
        nonlocal found
        found = found or _holds(child, kinds)
        return child

    map_children(node, look)
    return found
