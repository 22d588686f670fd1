"""Canonical schemas → definitions of pydantic models and type aliases, through datamodel-code-generator.

datamodel-code-generator is given the structure alone: classes and fields bear tokens (`C3`, `f0`), and a type that it
would not render exactly is a token too (`L7`). So its own naming has nothing to decide, no text of a document reaches
it, and every class that it returns is one that we know. Names, defaults, constraints and docstrings are put around the
types that it wrote.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from ..content_cache import Memory, program
from ..ir.api import Api
from ..naming.assign import Names
from ..schema.classes import REF_PREFIX, Schema, base_of, is_class, own_properties, required_properties, resolved
from ..text.python_source import literal, shown, visible
from .asserted_keywords import beyond
from .definition_order import NAME, ordered
from .type_expressions import HIDDEN, Typed, TypeWriter, annotated

KNOWN_SHAPES = Path(__file__).with_name("known_shapes.json")
_TOKEN = re.compile(r"\bL\d+\b")


@dataclass(frozen=True, slots=True)
class ModelField:
    """One field of a model: its Python name, its annotation, whether it is required, its documentation."""

    name: str
    annotation: str
    required: bool
    description: str = ""
    default: str = ""
    """The one value that a required field may have, as source."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of the models module: a class, or an alias of a type that needs no class."""

    kind: Literal["class", "alias", "recursive alias"]
    name: str
    schema: str
    description: str = ""
    base: str = "Model"
    fields: tuple[ModelField, ...] = ()
    extra_type: str = ""
    """The type of undeclared properties, empty where the schema says nothing of them: callers then have to mean it."""
    closed: bool = False
    """Undeclared properties are refused where the model is sent, and tell it from other variants where it comes."""
    asserts: str = ""
    expression: str = ""
    """Of an alias: what it stands for."""
    uses: frozenset[str] = frozenset()
    """The names of the definitions it refers to."""

    @property
    def is_empty(self) -> bool:
        """True of a class with nothing in its body."""
        return not (self.description or self.fields or self.extra_type or self.asserts)


def write_models(api: Api, names: Names, cache: Path | None = None) -> tuple[Definition, ...]:
    """Return the definitions of an Api's models in an order in which Python can execute them.

    Aliases of plain types come first, then the classes, every base before what derives from it, then the aliases that
    need classes; within that, by name. `cache` is a folder that remembers what the models engine wrote.

    Raises:
        RuntimeError: datamodel-code-generator returned a class or a field that was not asked for.
    """
    builder = _Builder(api, names, TypeWriter(api, names))
    definitions = [builder.definition(wire) for wire in api.schemas if wire in names.schemas]
    rendered = rendered_types(builder.structures, builder.leaves, cache)
    return ordered([_with_types(one, builder.tokens.get(one.schema, ""), rendered) for one in definitions])


@dataclass(slots=True)
class _Builder:
    api: Api
    names: Names
    writer: TypeWriter
    structures: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    leaves: dict[str, str] = field(default_factory=dict[str, str])
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    def definition(self, wire: str) -> Definition:
        schema = self.api.schemas[wire]
        name = self.names.schemas[wire]
        description = "" if isinstance(schema, bool) else str(schema.get("description", ""))
        description = description if visible(description).strip() else ""
        if isinstance(schema, bool) or not is_class(schema):
            typed = self.writer.typed(schema, received=wire in self.api.received)
            return Definition("alias", name, wire, description, expression=typed.plain())
        return self._class(wire, name, schema, description)

    def _class(self, wire: str, name: str, schema: Mapping[str, Any], description: str) -> Definition:
        base = base_of(schema)
        received = wire in self.api.received
        required = required_properties(schema)
        token = f"C{len(self.structures)}"
        structure: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        fields: list[ModelField] = []
        for index, (prop, prop_schema) in enumerate(own_properties(schema).items()):
            structure["properties"][f"f{index}"] = self._structure(prop_schema, received=received)
            structure["required"].append(f"f{index}")
            fields.append(self._field(wire, prop, prop_schema, prop in required))
        self.structures[token] = structure
        self.tokens[wire] = token
        extra: Schema = True if schema.get("patternProperties") else schema.get("additionalProperties", True)
        return Definition(
            "class",
            name,
            wire,
            description,
            base=self.names.schemas[base] if base else "Model",
            fields=tuple(fields),
            extra_type=self._extra_type(schema, extra, received=received),
            closed=extra is False,
            asserts=self.writer.assertions(schema),
        )

    def _extra_type(self, schema: Mapping[str, Any], extra: Schema, *, received: bool) -> str:
        """Return the type of undeclared properties; empty where the schema does not say that there may be some."""
        if isinstance(extra, bool):
            said = schema.get("additionalProperties") is True or bool(schema.get("patternProperties"))
            return "Any" if said and own_properties(schema) else ""
        return self.writer.expression(extra, received=received)

    def _field(self, wire: str, prop: str, schema: Schema, required: bool) -> ModelField:
        typed = self.writer.typed(schema, received=wire in self.api.received)
        attribute = self.names.properties[wire, prop]
        if wire in self.api.sent and isinstance(schema, Mapping):
            typed, required = _one_way(typed, required, schema)
        if self._is_secret(schema) and HIDDEN not in typed.field_arguments:
            typed = replace(typed, field_arguments=(*typed.field_arguments, HIDDEN))
        annotation = _field_annotation(typed, prop if prop != attribute else None, required)
        default = self._constant(schema) if required else ""
        return ModelField(attribute, annotation, required, self._documentation(schema), default)

    def _constant(self, schema: Schema) -> str:
        """Return the one value that a schema allows as a literal, empty where it allows others."""
        target = resolved(schema, self.api.schemas)
        if isinstance(target, bool):
            return ""
        values: list[Any] = [target["const"]] if "const" in target else target.get("enum", [])
        return literal(values[0]) if len(values) == 1 and isinstance(values[0], str | bool | int | float) else ""

    def _is_secret(self, schema: Schema) -> bool:
        """Say whether a schema, or the one that it refers to, is a password."""
        target = resolved(schema, self.api.schemas)
        return isinstance(target, Mapping) and target.get("format") == "password"

    def _documentation(self, schema: Schema) -> str:
        """Return the text for a field's docstring: the description, the server's default, what is deprecated.

        A description that the referenced schema bears as well stands there alone.
        """
        if isinstance(schema, bool):
            return ""
        target = self.api.schemas.get(str(schema.get("$ref", "")).removeprefix(REF_PREFIX), True)
        description = str(schema.get("description", "")).strip()
        if not isinstance(target, bool) and description == str(target.get("description", "")).strip():
            description = ""
        parts = [description]
        if schema.get("default") is not None:
            parts.append(f"Default: `{shown(schema['default'])}`.")
        if schema.get("deprecated") is True:
            parts.append("Deprecated.")
        return "\n\n".join(part for part in parts if part)

    def _structure(self, schema: Schema, *, received: bool) -> dict[str, Any]:
        """Return what datamodel-code-generator is to render: the shape, with a leaf for what it cannot know."""
        if schema is True or schema == {}:
            return {}
        if isinstance(schema, Mapping) and not _is_special(schema):
            match schema.get("type"):
                case ("string" | "integer" | "number" | "boolean") as name if self._text(schema, received) in _PLAIN:
                    return {"type": name}
                case "array" if not {"minItems", "maxItems"} & schema.keys():
                    return {"type": "array", "items": self._element(schema.get("items", {}), received=received)}
                case "object" if "additionalProperties" in schema:
                    values = schema["additionalProperties"]
                    return {"type": "object", "additionalProperties": self._element(values, received=received)}
                case _:
                    pass
        return self._leaf(self.writer.typed(schema, received=received).text)

    def _element(self, schema: Schema, *, received: bool) -> dict[str, Any]:
        """Return the structure of an array's item or a map's value, where null and constraints have no field."""
        typed = self.writer.typed(schema, received=received)
        if typed.plain() != typed.text:
            return self._leaf(typed.plain())
        return self._structure(schema, received=received)

    def _text(self, schema: Schema, received: bool) -> str:
        return self.writer.typed(schema, received=received).text

    def _leaf(self, expression: str) -> dict[str, Any]:
        token = self.leaves.setdefault(expression, f"L{len(self.leaves)}")
        return {"type": "string", "customTypePath": f"leaves.{token}"}


_PLAIN = frozenset({"str", "int", "float", "bool"})


def _is_special(schema: Mapping[str, Any]) -> bool:
    """Say whether the type of a schema follows from more than its `type` and what it is made of."""
    return bool({"enum", "const", "oneOf", "anyOf"} & schema.keys() or beyond(schema, str(schema.get("type", ""))))


_HOLE = "\ufdd0"
"""Stands for the type that is still to come: a noncharacter, which no literal of ours holds, as they are ASCII."""


def _one_way(typed: Typed, required: bool, schema: Mapping[str, Any]) -> tuple[Typed, bool]:
    """Mark what only the server or only the client sends; nobody is asked for what the server sends."""
    if schema.get("readOnly") is True:
        return replace(typed, annotations=(*typed.annotations, "READ_ONLY")), False
    if schema.get("writeOnly") is True:
        return replace(typed, annotations=(*typed.annotations, "WRITE_ONLY")), required
    return typed, required


_PASS_NULL = ("Pattern(", "MultipleOf(", "READ_ONLY", "WRITE_ONLY")
"""Annotations that take null as it is: they may stand around a union with None, where they read better."""


def _field_annotation(typed: Typed, alias: str | None, required: bool) -> str:
    """Return the annotation of a field around a hole for its type.

    `Nullable` says that null is a value of the field. A bare `| None` says that the field may be left out.
    """
    if typed.text in ("Any", "None"):
        text, outer = _HOLE, typed.annotations
    elif typed.nullable or not required:
        inner = tuple(one for one in typed.annotations if not one.startswith(_PASS_NULL))
        outer = tuple(one for one in typed.annotations if one.startswith(_PASS_NULL))
        hole = annotated(_HOLE, (), inner)
        text = f"Nullable[{hole}]" if typed.nullable else f"{hole} | None"
    else:
        text, outer = _HOLE, typed.annotations
    arguments = [*([f"alias={literal(alias)}"] if alias is not None else []), *typed.field_arguments]
    return annotated(text, arguments, outer)


def rendered_types(
    structures: Mapping[str, Mapping[str, Any]], leaves: Mapping[str, str], cache: Path | None
) -> dict[str, str]:
    """Return `C3.f0` → type expression for every field, as datamodel-code-generator renders them.

    What a field becomes depends on its shape alone, on what is a leaf in it and not on which: each shape is rendered
    once, however many fields have it.
    """
    if not structures:
        return {}
    asked = {
        f"{token}.{name}": _shape(json.dumps(schema))
        for token, structure in structures.items()
        for name, schema in structure["properties"].items()
    }
    by_token = {token: expression for expression, token in leaves.items()}
    distinct = list(dict.fromkeys(shape for shape, _ in asked.values()))
    engine = version("datamodel-code-generator")
    by_heart = known_shapes(engine)
    rendered = {shape: by_heart[shape] for shape in distinct if shape in by_heart}
    if len(rendered) < len(distinct):
        memory = Memory(cache, f"datamodel-code-generator {engine} {program()}" if cache else "")
        unknown = [shape for shape in distinct if shape not in rendered]
        rendered |= {shape: known for shape in unknown if (known := memory.recall(shape)) is not None}
        new = rendered_shapes([shape for shape in unknown if shape not in rendered])
        for shape, annotation in new.items():
            memory.remember(shape, annotation)
        rendered |= new
    return {
        place: _filled(rendered[shape], [by_token[token] for token in own]) for place, (shape, own) in asked.items()
    }


def known_shapes(engine: str) -> Mapping[str, str]:
    """Return the shapes that nearly all fields have, as a version of the engine renders them: it need not be loaded for
    them. A test holds them to what it says."""
    known: dict[str, Any] = json.loads(KNOWN_SHAPES.read_bytes())
    shapes: dict[str, str] = known["shapes"]
    return shapes if known["engine"] == engine else {}


def rendered_shapes(shapes: Sequence[str]) -> dict[str, str]:
    """Return shape → type expression, as datamodel-code-generator renders it.

    Raises:
        RuntimeError: it returned a field that was not asked for, or not all of them.
    """
    rendered: dict[str, str] = {}
    for class_name, name, annotation in _generated_fields(_gathered(shapes)) if shapes else ():
        rendered[shapes[int(class_name[1:]) * _GATHERED + int(name[1:])]] = annotation
    if rendered.keys() != set(shapes):
        raise RuntimeError(f"the models engine returned other fields than it was given: {rendered.keys() ^ shapes}")
    return rendered


def _filled(annotation: str, leaves: Sequence[str]) -> str:
    return _TOKEN.sub(lambda match: leaves[int(match.group()[1:])], annotation)


def _shape(structure: str) -> tuple[str, list[str]]:
    """Return a structure with its leaves numbered by themselves, and which they are."""
    own = list(dict.fromkeys(_TOKEN.findall(structure)))
    return _TOKEN.sub(lambda match: f"L{own.index(match.group())}", structure), own


_GATHERED = 100
"""Fields of a class that is only made to have them rendered."""


def _gathered(structures: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return classes with a field of each structure: the 205th is `C2.f5`."""
    classes: dict[str, dict[str, Any]] = {}
    for start in range(0, len(structures), _GATHERED):
        fields = {f"f{place}": json.loads(one) for place, one in enumerate(structures[start : start + _GATHERED])}
        classes[f"C{start // _GATHERED}"] = {"type": "object", "properties": fields, "required": list(fields)}
    return classes


def _generated_fields(structures: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    import datamodel_code_generator as engine
    from datamodel_code_generator.enums import DataModelType

    document = {
        "openapi": "3.1.0",
        "info": {"title": "models", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(structures)},
    }
    text = engine.generate(
        document,
        input_file_type=engine.InputFileType.OpenAPI,
        output_model_type=DataModelType.PydanticV2BaseModel,
        openapi_scopes=[engine.OpenAPIScope.Schemas],
        target_python_version=engine.PythonVersion.PY_311,
        formatters=[],
        disable_timestamp=True,
        use_union_operator=True,
        use_standard_collections=True,
        allow_remote_refs=False,
    )
    for node in ast.parse(str(text)).body:
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    yield node.name, statement.target.id, ast.unparse(statement.annotation)


def _with_types(definition: Definition, token: str, rendered: Mapping[str, str]) -> Definition:
    """Fill the holes of a class's annotations with the rendered types."""
    fields = tuple(
        replace(one, annotation=one.annotation.replace(_HOLE, rendered[f"{token}.f{index}"]))
        for index, one in enumerate(definition.fields)
    )
    parts = (definition.base, definition.extra_type, definition.expression, *(one.annotation for one in fields))
    text = " ".join(parts)
    return replace(definition, fields=fields, uses=frozenset(NAME.findall(text)))
