"""Which variant of a union is meant: a property names it, or has a value that only its enumeration lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, cast, get_args, get_origin

from pydantic_core import PydanticCustomError

from .core_schema_nodes import Node, marked
from .model import Unknown

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.fields import FieldInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Tagged:
    """A union whose variant is named by the value of one property (Discriminator Object, OpenAPI 3.2, 4.25).

    `Annotated[Cat | Dog | Unknown, Tagged("petType", {"cat": "Cat", "dog": "Dog"})]`: the wire name of the property,
    then the class name for each of its values. Instances of the members are accepted. A tolerant decode returns an
    `Unknown` for an object that no tag names. With `optional`, the property may be absent or have another value: then
    the members are tried one by one, or only `default`, the name of a class (`defaultMapping`).
    """

    __slots__ = ("default", "optional", "tags", "wire_name")

    def __init__(
        self, wire_name: str, tags: Mapping[str, str], *, optional: bool = False, default: str | None = None
    ) -> None:
        """See the class."""
        self.default = default
        self.wire_name = wire_name
        self.tags = dict(tags)
        self.optional = optional

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the union's core schema; raise TypeError if a tag names no member."""
        classes = cast("tuple[type[Any], ...]", get_args(source) or (source,))
        members = {member.__name__: member for member in classes if member is not Unknown}
        schemas = {name: cast("Node", handler.generate_schema(member)) for name, member in members.items()}
        if missing := sorted({*self.tags.values(), *([self.default] if self.default else [])} - set(schemas)):
            raise TypeError(f"no member of the union is called {', '.join(missing)}")
        from_json: Node = {
            "type": "tagged-union",
            "discriminator": self.wire_name,
            "choices": {tag: schemas[name] for tag, name in self.tags.items()},
        }
        if self.optional or self.default:
            rest = [schemas[self.default]] if self.default else list(schemas.values())
            others = unless_tagged(self.wire_name, self.tags, {"type": "union", "choices": rest})
            from_json = {"type": "union", "mode": "left_to_right", "choices": [from_json, others]}
        names = " or ".join([*members, Unknown.__name__])
        instance: Node = {"type": "is-instance", "cls": (*members.values(), Unknown), "cls_repr": names}
        is_open = self.optional or self.default is not None
        consistent = _with_own_tag(
            instance, self.wire_name, {tag: members[name] for tag, name in self.tags.items()}, is_open
        )
        from_python: Node = {"type": "union", "mode": "left_to_right", "choices": [consistent, from_json]}
        node: Node = {"type": "json-or-python", "json_schema": from_json, "python_schema": from_python}
        return cast("CoreSchema", marked({**node, "serialization": {"type": "any"}}, unknown=True))

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of the union: `anyOf`, since its tag decides, whatever else would fit."""
        from .described import of_type

        schema = of_type(node, handler)
        for one in (schema, *schema.get("anyOf", ())):
            if "oneOf" in one:
                one["anyOf"] = one.pop("oneOf")
        return schema


def _with_own_tag(instance: Node, wire_name: str, tags: Mapping[str, type[Any]], is_open: bool) -> Node:
    """Return the schema of instances, refusing a tag that names another variant, or no variant unless `is_open`."""

    def check(value: Any) -> Any:
        tag = None if isinstance(value, Unknown) else _tag(value, wire_name)
        if isinstance(tag, str) and (tag in tags or not is_open):
            means = tags.get(tag)
            if means is None:
                allowed = ", ".join(dict.fromkeys(tag for tag, kind in tags.items() if isinstance(value, kind)) or tags)
                raise PydanticCustomError("tagged", "{reason}", {"reason": f"{wire_name} {tag!r} is none of {allowed}"})
            if not (isinstance(value, means) or issubclass(means, type(value))):
                reason = f"{wire_name} {tag!r} means {means.__name__}, and this is {type(value).__name__}"
                raise PydanticCustomError("tagged", "{reason}", {"reason": reason})
        return cast("Any", value)

    return {"type": "function-after", "function": {"type": "no-info", "function": check}, "schema": instance}


def _tag(model: BaseModel, wire_name: str) -> object:
    """Return the value of a model's field by its wire name; None if it has none."""
    fields = type(model).__pydantic_fields__.items()
    name = next((name for name, field in fields if (field.alias or name) == wire_name), wire_name)
    return vars(model).get(name)


def unless_tagged(wire_name: str, tags: Collection[str], node: Node) -> Node:
    """Return the schema for values that no tag names: if a tag names a variant, only that variant may fit."""

    def check(value: Any) -> Any:
        tag = cast("Mapping[str, object]", value).get(wire_name) if isinstance(value, Mapping) else None
        if isinstance(tag, str) and tag in tags:
            raise PydanticCustomError("tagged", "Input is named by its {tag}", {"tag": wire_name})
        return cast("Any", value)

    function: Node = {"type": "no-info", "function": check}
    return marked({"type": "function-before", "function": function, "schema": node})


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


def tagged_parts(node: Node) -> TaggedParts:
    """Return the parts of the core schema that `Tagged` built."""
    from_json: Node = node["json_schema"]
    consistent: Node = node["python_schema"]["choices"][0]
    rest: tuple[Node, ...] = ()
    if from_json["type"] == "union":
        from_json, others = from_json["choices"]
        rest = tuple(others["schema"]["choices"])
    return TaggedParts(from_json["discriminator"], from_json["choices"], rest, consistent["schema"], consistent)


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
