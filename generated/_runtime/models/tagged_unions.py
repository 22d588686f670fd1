"""Which variant of a union is meant: a property names it, or has a value that only its enumeration lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic_core import PydanticCustomError

from .core_schema_nodes import Node, marked
from .model import Unknown
from .tagged_parts import unless_tagged

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
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
