"""Says in words what is wrong with a caller's value: the argument, what it must be, what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, SchemaValidator

from ..problems import explain, listed, shown, steps
from .core_schema_nodes import Node, mark, split_choice
from .given import Given
from .scalar_reading import OTHER_CONSTANT, says
from .tagged_parts import tagged_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from .core_schema_assembly import Assembly

_SUBJECT = re.compile(r"^(Input|Value|String|List|Dictionary|Tuple|Field) (?=should|must|fits|is|required)")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at one place of a caller's value."""

    path: tuple[str | int, ...]
    """The path to the place: arguments by Python name, the wire name in brackets, and indexes."""
    reason: str
    weight: int = 1
    """How strongly it speaks against a variant of a union."""

    def below(self, step: str | int) -> Complaint:
        """Return the same complaint, with its path seen from the container."""
        return Complaint((step, *self.path), self.reason, self.weight)

    def __str__(self) -> str:
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path).removeprefix(".")
        return f"{place}: {self.reason}" if place else self.reason


def in_words(error: ValidationError, model: type[BaseModel], data: object) -> ValidationError:
    """Return the error about a model that cannot be constructed, without pydantic's internal terms."""
    found = _found(model, data) or _as_reported(error)
    kinds = {str(one["type"]) for one in error.errors(include_url=False, include_context=False, include_input=False)}
    kind = next(iter(kinds)) if len(kinds) == 1 else "invalid"
    details = [
        InitErrorDetails(
            type=PydanticCustomError(cast("Any", kind), "{reason}", {"reason": one.reason}), loc=one.path, input=None
        )
        for one in found
    ]
    return ValidationError.from_exception_data(error.title, details, hide_input=True)


def explained(error: ValueError, type_: Any, value: object, within: str = "") -> str:
    """Return the sentences about a value that a type refuses; `within` is the argument that holds it, if one does."""
    if not isinstance(error, ValidationError):
        return f"{within}: {explain(error)}" if within else explain(error)
    found = _found(type_, value) or _as_reported(error)
    return listed([str(one.below(within) if within else one) for one in found])


def _as_reported(error: ValidationError) -> list[Complaint]:
    """Return what pydantic says of a value whose parts are right: assertions about the whole."""
    return [_reported(one["loc"], one) for one in error.errors(include_url=False, include_input=False)]


def _reported(loc: Sequence[str | int], error: ErrorDetails) -> Complaint:
    """Return an error of pydantic, without the names that pydantic-core gives to its own nodes."""
    place = tuple(step for step in loc if isinstance(step, int) or not {"[", "("} & set(step))
    context = error.get("ctx", {})
    if error["type"] == "assertion":
        within = tuple(int(step) if step.isdigit() else step for step in steps(str(context["pointer"])))
        return Complaint((*place, *within), str(context["reason"]))
    return Complaint(place, _SUBJECT.sub("", error["msg"]))


def _found(type_: Any, value: object) -> list[Complaint]:
    from .adapter import adapter

    return adapter(type_, tolerant=False).complaints(value)


def complaints(assembly: Assembly, value: object) -> list[Complaint]:
    """Return what is wrong with a value that a type refuses; empty if only the value as a whole is wrong."""
    definitions = {node["ref"]: node for node in assembly.definitions}
    for part in assembly.parts:
        definitions |= {node["ref"]: node for node in part.definitions}
    return _Examination(definitions).of(assembly.root, value)


class _Examination:
    def __init__(self, definitions: Mapping[str, Node]) -> None:
        self._definitions = definitions
        self._known: dict[tuple[int, int], list[Complaint]] = {}

    def of(self, node: Node, value: object) -> list[Complaint]:
        """Return the complaints about a value of a core schema; each pair is examined once."""
        key = (id(node), id(value))
        if key not in self._known:
            self._known[key] = self._of(node, value)
        return self._known[key]

    def _of(self, node: Node, value: object) -> list[Complaint]:
        notes = mark(node)
        if "unknown" in notes:
            return self._tagged(node, value)
        if "keep" in notes:
            return self.of(node[notes["keep"]], value)
        if "says" in notes or "first" in notes:
            return self._scalar(node, value)
        match node["type"]:
            case "definition-ref":
                return self.of(self._definitions[node["schema_ref"]], value)
            case "nullable" if value is None:
                return []
            case "nullable" | "default" | "function-before" | "function-after" | "function-wrap":
                return self.of(node["schema"], value)
            case "union":
                return self._choice(node, [schema for schema, _ in map(split_choice, node["choices"])], value)
            case "model":
                return self._model(node, value)
            case "list" | "tuple" | "dict":
                return self._container(node, value)
            case _:
                return self._scalar(node, value)

    def _scalar(self, node: Node, value: object) -> list[Complaint]:
        try:
            SchemaValidator(cast("CoreSchema", node)).validate_python(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
        else:
            return []
        notes = mark(node)
        if "values" in notes:
            values: Sequence[object] = notes["values"]
            several = f"is none of {', '.join(map(_word, values))}" if values[1:] else f"is not {shown(values[0])}"
            return [Complaint((), f"{shown(value)} {several}", OTHER_CONSTANT)]
        if first["type"].endswith("_type") or first["type"] in ("wire_form", "none_required", "int_from_float"):
            what = first["msg"].removeprefix("Input should be ") if first["type"] == "wire_form" else says(node)
            return [Complaint((), f"expected {what}, got {shown(value)}")]
        said = _reported((), first)
        is_limit = isinstance(value, str | int | float) and first["type"] not in ("tagged", "assertion", "one_of")
        return [replace(said, reason=f"{said.reason}, and is {shown(value)}") if is_limit else said]

    def _choice(self, node: Node, choices: Sequence[Node], value: object) -> list[Complaint]:
        """Return the complaints about the variant that the value most likely means."""
        every = [self.of(choice, value) for choice in choices]
        if not all(every):
            return []
        best = min(every, key=lambda found: (not found[0].path, sum(one.weight for one in found)))
        if all(not one.path for found in every for one in found):
            listed_values = [text for choice in choices for text in map(_word, mark(choice).get("values", ()))]
            if listed_values:
                return [Complaint((), f"{shown(value)} is none of {', '.join(dict.fromkeys(listed_values))}")]
            if len({one.reason for found in every for one in found}) > 1:
                return [Complaint((), f"expected {says(node)}, got {shown(value)}")]
        return best

    def _tagged(self, node: Node, value: object) -> list[Complaint]:
        parts = tagged_parts(node)
        if isinstance(value, parts.instance["cls"]):
            variants = (self._class(one) for one in (*parts.choices.values(), *parts.rest))
            own = next((one for one in variants if one is not None and one["cls"] is type(value)), None)
            return self._scalar(parts.consistent, value) or (
                self._instance(own, cast("BaseModel", value)) if own else []
            )
        if not isinstance(value, Mapping):
            return [Complaint((), f"expected {parts.instance['cls_repr']}, got {shown(value)}")]
        properties = cast("Mapping[str, object]", value)
        tag = properties.get(parts.wire_name)
        if isinstance(tag, str) and tag in parts.choices:
            return self.of(parts.choices[tag], properties)
        found = self._choice(node, parts.rest, properties) if parts.rest else []
        if parts.rest and not (found and isinstance(tag, str)):
            return found
        known = ", ".join(parts.choices)
        missing = parts.wire_name not in properties
        said = f"is missing: one of {known}" if missing else f"{shown(tag)} is none of {known}"
        return [Complaint((parts.wire_name,), said)]

    def _model(self, node: Node, value: object) -> list[Complaint]:
        model: type[BaseModel] = node["cls"]
        if isinstance(value, model):
            return self._instance(node, value)
        if not isinstance(value, Mapping):
            return [Complaint((), f"expected {model.__name__}, got {shown(value)}")]
        given = cast("Mapping[str, object]", value)
        found: list[Complaint] = []
        fields: Mapping[str, Node] = node["schema"]["fields"]
        known: set[str] = set()
        for name, field in fields.items():
            wire_name = str(field.get("validation_alias", name))
            known |= {name, wire_name}
            step = name if name == wire_name else f"{name} ({wire_name})"
            key = wire_name if wire_name in given else name
            if key in given:
                found += [one.below(step) for one in self.of(field["schema"], given[key])]
            elif field["schema"]["type"] != "default":
                found.append(Complaint((step,), "is missing"))
        return found + self._undeclared(node["schema"], {key: one for key, one in given.items() if key not in known})

    def _class(self, node: Node) -> Node | None:
        """Return the schema of the class that a schema of a variant means."""
        while node["type"] == "definition-ref":
            node = self._definitions[node["schema_ref"]]
        return node if node["type"] == "model" else None

    def _instance(self, node: Node, value: BaseModel) -> list[Complaint]:
        """Return the complaints about an instance that a caller made or changed; what a server sent is as it is."""
        known = value.__pydantic_fields_set__
        if type(value) is not node["cls"]:
            return []
        assigned = known.assigned if isinstance(known, Given) else frozenset[str]()
        found: list[Complaint] = []
        fields: Mapping[str, Node] = node["schema"]["fields"]
        for name, field in fields.items():
            wire_name = str(field.get("validation_alias", name))
            step = name if name == wire_name else f"{name} ({wire_name})"
            if name in vars(value) and name in known:
                held: object = vars(value)[name]
                if assigned is None or name in assigned or _is_container(held):
                    found += [one.below(step) for one in self.of(field["schema"], held)]
            elif name not in vars(value) and assigned is None and field["schema"]["type"] != "default":
                found.append(Complaint((step,), "is missing"))
        return found + self._undeclared(node["schema"], value.__pydantic_extra__ or {})

    def _undeclared(self, fields: Node, rest: Mapping[str, object]) -> list[Complaint]:
        schema: Node | None = fields.get("extras_schema")
        if schema is None:
            return []
        if "tolerant" in mark(schema):
            return [Complaint((name,), "is not a field, and the schema allows no others") for name in rest]
        return [one.below(name) for name, value in rest.items() for one in self.of(schema, value)]

    def _container(self, node: Node, value: object) -> list[Complaint]:
        is_map = node["type"] == "dict"
        if not isinstance(value, Mapping if is_map else list | tuple):
            return [Complaint((), f"expected {says(node)}, got {shown(value)}")]
        if is_map:
            schema: Node = node.get("values_schema", {"type": "any"})
            members = cast("Mapping[str, object]", value).items()
            return [one.below(str(name)) for name, item in members for one in self.of(schema, item)]
        items = list(cast("Sequence[object]", value))
        schemas: Node | list[Node] = node.get("items_schema", {"type": "any"})
        each = schemas if isinstance(schemas, list) else [schemas] * len(items)
        if len(each) != len(items):
            return [Complaint((), f"expected {len(each)} item{'s' if each[1:] else ''}, got {len(items)}")]
        pairs = enumerate(zip(each, items, strict=True))
        found = [one.below(index) for index, (schema, item) in pairs for one in self.of(schema, item)]
        low, high = node.get("min_length") or 0, node.get("max_length")
        if len(items) < low or (high is not None and len(items) > high):
            limit = f"at least {low}" if len(items) < low else f"at most {high}"
            found.append(Complaint((), f"must have {limit} items, and has {len(items)}"))
        return found


def _word(value: object) -> str:
    """Return a listed value for a message: text without quotes."""
    return value if isinstance(value, str) else shown(value)


def _is_container(value: object) -> bool:
    return isinstance(value, BaseModel | list | dict)
