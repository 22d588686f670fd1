"""Which variant of a union is meant: the parts of discriminated unions, and values that one enumeration lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, cast, get_args, get_origin

from pydantic_core import PydanticCustomError

from .core_schema_nodes import Node, marked

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class TaggedParts(NamedTuple):
    """The parts of the core schema of a `Tagged` union."""

    wire_name: str
    choices: Mapping[str, Node]
    """Tag → the schema of the variant."""
    rest: tuple[Node, ...]
    """The schemas to try if no tag names a variant."""
    instance: Node
    """The schema that accepts instances as they are."""
    consistent: Node
    """The schema that accepts instances only if their tag names their class."""


def if_tagged(wire_name: str, node: Node) -> Node:
    """Return the schema for objects that have a tag: one without is no variant that the document does not know yet."""

    def check(value: Any) -> Any:
        if isinstance(value, Mapping) and not isinstance(cast("Mapping[str, object]", value).get(wire_name), str):
            raise PydanticCustomError("tagged", "Input has no {tag}", {"tag": wire_name})
        return cast("Any", value)

    return _checked_first(check, node)


def tagged_parts(node: Node) -> TaggedParts:
    """Return the parts of the core schema that `Tagged` built."""
    from_json: Node = node["json_schema"]
    consistent: Node = node["python_schema"]["choices"][0]
    rest: tuple[Node, ...] = ()
    if from_json["type"] == "union":
        from_json, others = from_json["choices"]
        rest = tuple(others["schema"]["choices"])
    return TaggedParts(from_json["discriminator"], from_json["choices"], rest, consistent["schema"], consistent)


def unless_tagged(wire_name: str, tags: Collection[str], node: Node) -> Node:
    """Return the schema for values that no tag names: if a tag names a variant, only that variant may fit."""

    def check(value: Any) -> Any:
        tag = cast("Mapping[str, object]", value).get(wire_name) if isinstance(value, Mapping) else None
        if isinstance(tag, str) and tag in tags:
            raise PydanticCustomError("tagged", "Input is named by its {tag}", {"tag": wire_name})
        return cast("Any", value)

    return _checked_first(check, node)


def _checked_first(check: Callable[[Any], Any], node: Node) -> Node:
    """Return a schema that runs a check before it validates; the check returns the value, or raises."""
    function: Node = {"type": "no-info", "function": check}
    return marked({"type": "function-before", "function": function, "schema": node})


# -- enumerations as evidence ----------------------------------------------------------------------------------------
#
# Enumerations are open to values that a server adds, so a class accepts any text in place of a listed one. In a union,
# `{"state": "failed"}` is nevertheless the class that lists `failed`, whatever else is wrong with the object.


def literals(annotation: Any) -> list[object]:
    """Return the values that an annotation lists."""
    annotation = getattr(annotation, "__value__", annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        return list(arguments)
    if get_origin(annotation) is Annotated:
        return literals(arguments[0])
    if get_origin(annotation) in (Union, UnionType):
        return [value for argument in arguments for value in literals(argument)]
    return []


def listed(model: object) -> Mapping[str, frozenset[str]]:
    """Return wire name → the listed values as text, for each field of a class with an enumeration; empty for any other
    type.
    """
    return _listed(model) if isinstance(model, type) and hasattr(model, "model_fields") else {}


@cache
def _listed(model: type[Any]) -> Mapping[str, frozenset[str]]:
    fields: Mapping[str, FieldInfo] = model.model_fields
    found = {field.alias or name: literals(field.annotation) for name, field in fields.items()}
    return {name: frozenset(map(_text, values)) for name, values in found.items() if values}


class Foreign(NamedTuple):
    """A value that another variant of the union lists."""

    name: str
    value: object
    means: str


def foreign(own: Any, others: Sequence[Any], value: object) -> Foreign | None:
    """Return a property of an object whose value the enumeration of another class lists, and that of `own` does not;
    None if there is none.
    """
    if not isinstance(value, Mapping):
        return None
    wire = cast("Mapping[str, object]", value)
    for name, values in listed(own).items():
        given = wire.get(name)
        if isinstance(given, str | int) and (text := _text(given)) not in values:
            means = next((one for one in others if one is not own and text in listed(one).get(name, ())), None)
            if means is not None:
                return Foreign(name, given, means.__name__)
    return None


def may_be_foreign(classes: Sequence[Any]) -> bool:
    """Return whether two classes of a union have an enumeration for the same property."""
    names = [name for one in dict.fromkeys(classes) for name in listed(one)]
    return len(names) > len(set(names))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
