"""Checks values that a caller gave a model: unknown names are refused, and changed values are checked
before sending.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping


class Given(set[str]):
    """The names of the fields that are set in a model that a caller constructed or changed.

    It replaces pydantic's own set, so an instance knows where its values come from without an extra field.
    """

    assigned: frozenset[str] | None = None
    """The fields that were assigned in a model that a server sent; None if the caller constructed the whole model."""
    changed = False
    """Whether fields of a model were assigned or deleted after the caller constructed it."""


_UNCHANGING = frozenset({str, int, float, bool, NoneType, bytes, datetime, date, time, timedelta, Decimal, UUID})
"""Types of values that cannot change after they were checked."""


def base_initializer(function: Callable[..., None]) -> Callable[..., None]:
    """Mark an `__init__` that only adds to pydantic's: pydantic-core then constructs nested models without
    calling it.
    """
    vars(function)["__pydantic_base_init__"] = True
    return function


@cache
def takes_any_name(model: type[BaseModel]) -> bool:
    """Return whether the schema allows undeclared properties, or declares none."""
    own = (one for one in model.__mro__ if issubclass(one, BaseModel) and one.__module__ != BaseModel.__module__)
    said = any("__pydantic_extra__" in vars(one).get("__annotations__", {}) for one in own if one.__pydantic_fields__)
    return said or not model.__pydantic_fields__


@cache
def constants(model: type[BaseModel]) -> tuple[tuple[str, str, Any], ...]:
    """Return the fields with only one possible value: name, wire name, value."""
    fields = model.__pydantic_fields__.items()
    return tuple(
        (name, one.alias or name, one.default)
        for name, one in fields
        if not one.is_required() and one.default is not None
    )


def refuse_names(model: BaseModel, names: Collection[str], values: Mapping[str, Any]) -> None:
    """Raise `pydantic.ValidationError` if the class of a model does not have one of the names."""
    if names and not takes_any_name(type(model)):
        kind = type(model)
        wrong = [unknown_name(kind, name, values[name]) for name in names]
        raise ValidationError.from_exception_data(kind.__name__, wrong, hide_input=True)


def unknown_name(model: type[BaseModel], name: str, value: object) -> InitErrorDetails:
    """Return the error for a name that a class does not have."""
    kind = PydanticCustomError("unknown_name", "{reason}", {"reason": no_such_field(model, name)})
    return InitErrorDetails(type=kind, loc=(name,), input=value)


def no_such_field(model: type[BaseModel], name: str) -> str:
    """Return the sentence about a name that a class does not have, with the closest name that it has."""
    python = {
        wire: known for known, field in model.__pydantic_fields__.items() for wire in (known, field.alias or known)
    }
    if name in python:
        return f"{named(model, python[name])} is given twice, by both of its names"
    from difflib import get_close_matches  # only for messages: its import takes long

    near = get_close_matches(name, python, 1, 0.6)
    meant = f"; did you mean {named(model, python[near[0]])}?" if near else ""
    return f"{model.__name__} has no field {name!r}{meant}" + (
        "" if near else "; to send it all the same, use `with_extra`"
    )


def named(model: type[BaseModel], name: str) -> str:
    """Return a field's Python name, with the wire name in brackets if that differs."""
    field = model.__pydantic_fields__.get(name)
    alias = field.alias if field is not None else None
    return name if alias in (None, name) else f"{name} ({alias})"


def note_made(model: BaseModel) -> None:
    """Record that a caller constructed a model."""
    object.__setattr__(model, "__pydantic_fields_set__", Given(model.__pydantic_fields_set__))


def note_assigned(model: BaseModel, names: Collection[str]) -> None:
    """Record that a caller changed fields of a model."""
    known = model.__pydantic_fields_set__
    if isinstance(known, Given) and known.assigned is None:
        known.changed = True
        return
    given = Given(known)
    given.assigned = frozenset({*(known.assigned or () if isinstance(known, Given) else ()), *names})
    object.__setattr__(model, "__pydantic_fields_set__", given)


def received_model(
    model: type[BaseModel], values: Mapping[str, object], given: Iterable[str], extras: Mapping[str, object]
) -> BaseModel:
    """Return an instance of what a server sent, without any check."""
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", dict(values))
    object.__setattr__(made, "__pydantic_fields_set__", {*given, *extras})
    object.__setattr__(made, "__pydantic_extra__", dict(extras))
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def checked(value: object) -> object:
    """Return the value with all its models validated again, since they may have changed after construction.

    The caller's own objects stay as they are: changed ones are copied. Values that a server sent and nobody changed are
    accepted, even if they break the limits of their schema. Raises `pydantic.ValidationError`.
    """
    if isinstance(value, BaseModel):
        return _checked_model(value)
    if isinstance(value, list):
        return [checked(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: checked(item) for key, item in cast("dict[object, object]", value).items()}
    return value


def _checked_model(model: BaseModel) -> BaseModel:
    if _is_as_constructed(model):
        return model
    copy = _valid(model)
    for values in (vars(copy), copy.__pydantic_extra__ or {}):
        for name, value in values.items():
            if isinstance(value, list | dict | BaseModel):
                values[name] = checked(cast("object", value))  # the names stay the same, so the loop continues
    return copy


def _is_as_constructed(model: BaseModel) -> bool:
    """Return whether a model is valid because its constructor checked it, and nothing in it can have changed."""
    known = model.__pydantic_fields_set__
    if not isinstance(known, Given) or known.assigned is not None or known.changed or model.__pydantic_extra__:
        return False
    return _UNCHANGING.issuperset(map(type, model.__dict__.values()))


def _valid(model: BaseModel) -> BaseModel:
    """Return a copy of a model whose own fields are valid; models within it are not checked."""
    known = model.__pydantic_fields_set__
    given: Mapping[str, object] = model.__dict__
    if model.__pydantic_extra__ or not known.issuperset(given):
        given = {name: value for name, value in given.items() if name in known} | (model.__pydantic_extra__ or {})
    try:
        valid: BaseModel = type(model).__pydantic_validator__.validate_python(given, by_alias=False, by_name=True)
        return valid
    except ValidationError as error:
        if isinstance(known, Given) and known.assigned is None:
            raise
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
        changed = (known.assigned or frozenset[str]()) if isinstance(known, Given) else frozenset[str]()
        if wrong & changed or not _fits_as_received(model, given):
            raise
        return model.model_copy()


def _fits_as_received(model: BaseModel, given: Mapping[str, object]) -> bool:
    """Return whether a server may have sent the values: they have the declared types, but may break limits."""
    from .adapter import adapter

    fields = type(model).__pydantic_fields__
    wire = {(fields[name].alias or name) if name in fields else name: value for name, value in given.items()}
    try:
        adapter(type(model), tolerant=True).validate_python(wire)
    except ValidationError:
        return False
    return True
