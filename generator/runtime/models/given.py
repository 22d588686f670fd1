"""What a caller gave a model: unknown names are refused, and what changed is checked again before it is sent."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


class Given(set[str]):
    """The names of the fields that are set in a model which a caller made or changed.

    It takes the place of pydantic's own set, so an instance knows where its values come from, without a field for it.
    """

    assigned: frozenset[str] | None = None
    """The fields that were assigned in a model which a server sent; None where the caller made the whole model."""


def base_initializer(function: Callable[..., None]) -> Callable[..., None]:
    """Mark an `__init__` that only adds to pydantic's: pydantic-core then makes nested models without calling it."""
    vars(function)["__pydantic_base_init__"] = True
    return function


@cache
def takes_any_name(model: type[BaseModel]) -> bool:
    """Whether the schema says that there may be other properties, or names none at all."""
    own = (one for one in model.__mro__ if issubclass(one, BaseModel) and one.__module__ != BaseModel.__module__)
    said = any("__pydantic_extra__" in vars(one).get("__annotations__", {}) for one in own if one.__pydantic_fields__)
    return said or not model.__pydantic_fields__


@cache
def constants(model: type[BaseModel]) -> tuple[tuple[str, str, Any], ...]:
    """The fields that can have one value alone: name, wire name, value."""
    fields = model.__pydantic_fields__.items()
    return tuple(
        (name, one.alias or name, one.default)
        for name, one in fields
        if not one.is_required() and one.default is not None
    )


def refuse_names(model: BaseModel, names: Collection[str], values: Mapping[str, Any]) -> None:
    """Raise `pydantic.ValidationError` where the class of a model does not have one of the names."""
    if names and not takes_any_name(type(model)):
        kind = type(model)
        wrong = [unknown_name(kind, name, values[name]) for name in names]
        raise ValidationError.from_exception_data(kind.__name__, wrong, hide_input=True)


def unknown_name(model: type[BaseModel], name: str, value: object) -> InitErrorDetails:
    """The error for a name that a class does not have."""
    kind = PydanticCustomError("unknown_name", "{reason}", {"reason": no_such_field(model, name)})
    return InitErrorDetails(type=kind, loc=(name,), input=value)


def no_such_field(model: type[BaseModel], name: str) -> str:
    """The sentence about a name that a class does not have, with the nearest one that it has."""
    python = {
        wire: known for known, field in model.__pydantic_fields__.items() for wire in (known, field.alias or known)
    }
    near = get_close_matches(name, python, 1, 0.6)
    meant = f"; did you mean {named(model, python[near[0]])}?" if near else ""
    return f"{model.__name__} has no field {name!r}{meant}" + (
        "" if near else "; to send it all the same, use `with_extra`"
    )


def named(model: type[BaseModel], name: str) -> str:
    """A field by its name in Python, the name on the wire in brackets where that is another."""
    field = model.__pydantic_fields__.get(name)
    alias = field.alias if field is not None else None
    return name if alias in (None, name) else f"{name} ({alias})"


def note_made(model: BaseModel) -> None:
    """Note that a caller made a model."""
    object.__setattr__(model, "__pydantic_fields_set__", Given(model.__pydantic_fields_set__))


def note_assigned(model: BaseModel, names: Collection[str]) -> None:
    """Note that a caller changed fields of a model."""
    known = model.__pydantic_fields_set__
    if isinstance(known, Given) and known.assigned is None:
        return
    given = Given(known)
    given.assigned = frozenset({*(known.assigned or () if isinstance(known, Given) else ()), *names})
    object.__setattr__(model, "__pydantic_fields_set__", given)


def checked(value: object) -> object:
    """The value with all models in it validated again, as they may have changed since they were made.

    A copy, where there is one: the caller's own objects stay as they are. What a server sent and nobody changed is
    taken as it is, also where it breaks the limits of its schema. Raises `pydantic.ValidationError`.
    """
    if isinstance(value, list):
        return [checked(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: checked(item) for key, item in cast("dict[object, object]", value).items()}
    return _checked_model(value) if isinstance(value, BaseModel) else value


def _checked_model(model: BaseModel) -> BaseModel:
    copy = _valid(model)
    for values in (vars(copy), copy.__pydantic_extra__ or {}):
        for name, value in list(values.items()):
            if isinstance(value, list | dict | BaseModel):
                values[name] = checked(cast("object", value))
    return copy


def _valid(model: BaseModel) -> BaseModel:
    """A copy of a model whose own fields fit; models within them are not looked into."""
    known = model.__pydantic_fields_set__
    given = {name: value for name, value in model.__dict__.items() if name in known}
    given |= model.__pydantic_extra__ or {}
    validator = type(model).__pydantic_validator__
    try:
        return cast("BaseModel", validator.validate_python(given, by_alias=False, by_name=True))
    except ValidationError as error:
        if isinstance(known, Given) and known.assigned is None:
            raise
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
        changed = (known.assigned or frozenset[str]()) if isinstance(known, Given) else frozenset[str]()
        if wrong & changed or not _fits_as_received(model, given):
            raise
        return model.model_copy()


def _fits_as_received(model: BaseModel, given: Mapping[str, object]) -> bool:
    """Whether the values are what a server may have sent: of the declared types, whatever their limits."""
    from .adapter import adapter

    fields = type(model).__pydantic_fields__
    wire = {(fields[name].alias or name) if name in fields else name: value for name, value in given.items()}
    try:
        adapter(type(model), tolerant=True).validate_python(wire)
    except ValidationError:
        return False
    return True
