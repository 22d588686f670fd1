"""The base class of every generated model, and annotations for null and unknown variants."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from threading import RLock
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema

from ..errors import AbsentError
from ..problems import absence
from .core_schema import NULLABLE, resolver, rewrite
from .core_schema import READ_ONLY as READ_ONLY_KEY
from .core_schema import WRITE_ONLY as WRITE_ONLY_KEY
from .core_schema_nodes import ANY, Node, is_marked, marked, metadata
from .exact_numbers import with_decimals, with_digits
from .given import base_initializer, constants, no_such_field, note_assigned, note_made, refuse_names, takes_any_name

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from typing import Self

    from pydantic.json_schema import JsonSchemaValue

T = TypeVar("T")

BUILDING = RLock()
"""Held while the schema or the validator of a class is built: pydantic removes the old one first, so that threads that
come meanwhile would find none."""

Option: TypeAlias = Any
"""The value of an option of pydantic's own methods."""


class Assertion(Protocol):
    """The type of `__asserts__`: see `asserts.Asserts`."""

    def guard(self, node: Node) -> Node:
        """Return the schema of a class, followed by these assertions on the wire form of an instance."""
        ...

    def describe(self, schema: JsonSchemaValue) -> None:
        """Add these assertions to the JSON Schema of a class."""
        ...


_WITHIN: ContextVar[bool] = ContextVar("within", default=False)


@contextmanager
def within() -> Generator[None]:
    """Make the schema of each model a link, while the context lasts.

    So every class is built once and by itself: the schemas of a large API refer to each other in chains that are longer
    than Python's stack is deep.
    """
    token = _WITHIN.set(True)
    try:
        yield
    finally:
        _WITHIN.reset(token)


def link(model: type[Model]) -> Node:
    """Return a schema that calls the validator of a class, which is built on first use; `assembly` replaces it by the
    class.
    """

    def validate(value: object) -> object:
        return value if isinstance(value, model) else model.__pydantic_validator__.validate_python(value)

    function: Node = {"type": "no-info", "function": validate}
    return marked({"type": "function-plain", "function": function, "serialization": ANY}, model=model)


class Model(BaseModel):
    """A JSON object. Fields have their Python names in code and their wire names in JSON.

    Unknown properties that a server sent are kept (`model_extra`) and written back. A keyword that the schema does not
    have is refused; `with_extra` adds it on purpose. Fields that were never set are not written; `None` is written for
    a `Nullable` field only. Values are checked when an instance is constructed, and again before it is sent.
    """

    model_config = ConfigDict(
        extra="allow",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        defer_build=True,
        protected_namespaces=(),
        arbitrary_types_allowed=True,
        ser_json_inf_nan="constants",
    )

    if TYPE_CHECKING:
        # So that a class may say of its undeclared properties: `__pydantic_extra__: dict[str, int] = Field(init=False)`
        __pydantic_extra__: Any = Field(init=False)

    __asserts__: ClassVar[Assertion | None] = None
    """`Asserts(…)`: assertions about the whole object; skipped in a tolerant decode."""

    if not TYPE_CHECKING:  # type checkers know the fields, and would take this for the signature

        @base_initializer
        def __init__(self, /, **data: Any) -> None:
            """The model of the values, by their Python names or their wire names.

            Raises `pydantic.ValidationError` for values that do not fit, and for names that the schema does not have.
            """
            for name, wire, value in constants(type(self)):
                if name not in data and wire not in data:
                    data[name] = value
            try:
                self.__pydantic_validator__.validate_python(data, self_instance=self)
            except ValidationError as error:
                from .complaints import in_words

                raise in_words(error, type(self), data) from None
            if self.__pydantic_extra__:
                refuse_names(self, self.__pydantic_extra__, data)
            note_made(self)

        def __getattr__(self, name: str) -> Any:
            """For a declared field: why it is absent, as an `AbsentError`."""
            if name in type(self).__pydantic_fields__:
                raise AbsentError(absence(self, name))
            return super().__getattr__(name)

        def __setattr__(self, name: str, value: Any) -> None:
            """Set a field; the value is checked before the model is sent.

            Raises AttributeError for a name that the schema does not have.
            """
            if not (name in type(self).__pydantic_fields__ or takes_any_name(type(self)) or name[:1] == "_"):
                raise AttributeError(no_such_field(type(self), name))
            super().__setattr__(name, value)
            note_assigned(self, (name,))

        def __delattr__(self, name: str) -> None:
            """Delete a field; whether the model is complete is checked before it is sent."""
            super().__delattr__(name)
            note_assigned(self, (name,))

    def with_extra(self, fields: Mapping[str, Any]) -> Self:
        """Return a copy with additional fields that the schema does not declare, by their wire names.

        Use it to send what a description leaves out. Raises ValueError for a declared field.
        """
        declared = {name for key, one in type(self).__pydantic_fields__.items() for name in (key, one.alias or key)}
        if both := sorted(declared & fields.keys()):
            raise ValueError(f"{type(self).__name__} declares {', '.join(both)}: give it by keyword")
        copied = self.model_copy()
        object.__setattr__(copied, "__pydantic_extra__", {**(self.__pydantic_extra__ or {}), **fields})
        copied.__pydantic_fields_set__.update(fields)
        note_assigned(copied, fields.keys())
        return copied

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy like pydantic's method; updated values are checked before the copy is sent."""
        copied = super().model_copy(update=update, deep=deep)
        if update:
            note_assigned(copied, update.keys())
        return copied

    @classmethod
    def model_validate(cls, obj: Any, **options: Option) -> Self:
        """Return the model of a mapping with Python names or wire names; undeclared names are kept.

        Takes the options of pydantic's method. Raises `pydantic.ValidationError`.
        """
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            from .complaints import in_words

            raise in_words(error, cls, obj) from None

    @classmethod
    def model_rebuild(
        cls,
        *,
        force: bool = False,
        raise_errors: bool = True,
        _parent_namespace_depth: int = 2,
        _types_namespace: Mapping[str, Any] | None = None,
    ) -> bool | None:
        """Rebuild like pydantic's method, after loading the names that the annotations use; called on first use."""
        with BUILDING:
            if force or not cls.__pydantic_complete__:
                _complete(cls)
            return super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=_parent_namespace_depth + 1,
                _types_namespace=_types_namespace,
            )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler, /) -> CoreSchema:
        """Return the schema of the class with JSON semantics; within the schema of another type, a link to it."""
        if _WITHIN.get():
            return cast("CoreSchema", link(cls))
        if not cls.__pydantic_complete__:
            # A `TypeAdapter` or another library's model asks for the schema before the class was ever used.
            _complete(cls)
        with within():
            node = cast("Node", handler(source))
        if node["type"] == "definition-ref":
            node = resolver(handler)(node) or node
        if node["type"] == "definition-ref" or is_marked(node):
            return cast("CoreSchema", node)
        node = rewrite(node, resolver(handler), own=cls)
        if cls.__asserts__ is not None:
            node = cls.__asserts__.guard(node)
        return cast("CoreSchema", node)

    @classmethod
    def __get_pydantic_json_schema__(cls, node: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """Return the JSON Schema of the wire form, for `model_json_schema`, type adapters and other libraries."""
        from .described import of_model

        return of_model(cls, node, handler)

    def model_dump(self, **options: Option) -> dict[str, Any]:
        """Return the fields that were set, under their wire names; takes the options of pydantic's method."""
        given: dict[str, Any] = {"exclude_unset": True, "warnings": False, **options}
        found: dict[str, Any] = super().model_dump(**given)
        return with_decimals(found) if given.get("mode") == "json" else found

    def model_dump_json(self, **options: Option) -> str:
        """Return the JSON text that would be sent; takes the options of pydantic's method."""
        given: dict[str, Any] = {"exclude_unset": True, "warnings": False, **options}
        return with_digits(super().model_dump_json(**given).encode()).decode()

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Yield the fields that were set, without secrets."""
        for name, value in super().__repr_args__():
            if name is None or name in self.model_fields_set:
                yield name, value


def _complete(model: type[object]) -> None:
    """Load the names that the annotations of a class use, if it is in a package whose `__getattr__` is a
    `LazyModels`.
    """
    package = sys.modules.get(model.__module__.rpartition(".")[0])
    complete = getattr(vars(package).get("__getattr__"), "complete", None) if package else None
    if complete is not None:
        complete(model)


class Unknown(Model):
    """A variant of a union that the API description does not have; `model_extra` holds its properties as received."""


class _Note:
    """Adds a note about a field to the core schema of its type."""

    __slots__ = ("key",)

    def __init__(self, key: str) -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        node = cast("Node", handler(source))
        return cast("CoreSchema", {**node, "metadata": {**metadata(node), self.key: True}})

    def __repr__(self) -> str:
        return self.key


READ_ONLY = _Note(READ_ONLY_KEY)
"""`Annotated[str | None, READ_ONLY]`: a field that only servers set. A strict adapter leaves it out when it writes."""

WRITE_ONLY = _Note(WRITE_ONLY_KEY)
"""`Annotated[str, WRITE_ONLY]`: a field that servers never return. A tolerant decode does without it (None)."""

Nullable: TypeAlias = Annotated[T | None, _Note(NULLABLE)]
"""`Nullable[str]`: a string or null, None written as null. Absent is a third state: not in `model_fields_set`."""
