"""Writes canonical schemas as definitions of pydantic models and type aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ..ir.api import Api
from ..ir.schemas import Anything, Class, Never, Reference, Schema, lineage, resolved
from ..naming.assign import Names
from ..text.python_source import literal, shown, visible
from .definition_order import ordered
from .definitions import Definition, ModelField, only_value
from .expression import ANY, NONE, Expression, name, subscript, union
from .type_expressions import HIDDEN, PythonType, TypeWriter, annotated
from .union_tags import tags_of_unions


def write_models(api: Api, names: Names) -> tuple[Definition, ...]:
    """Return the definitions of an Api's models in an order in which Python can execute them.

    Aliases of plain types come first, then the classes, every base before its subclasses, then the aliases that need
    classes; within these groups, by name.
    """
    bases = frozenset(one.base for one in api.schemas.values() if isinstance(one, Class) and one.base)
    builder = _Builder(api, names, TypeWriter(api, names), tags_of_unions(api), bases)
    return ordered([builder.definition(wire) for wire in api.schemas if wire in names.schemas])


class _Builder(Struct):
    api: Api
    names: Names
    writer: TypeWriter
    tags: Mapping[tuple[str, str], set[str]]
    """(class, property) by wire names → the values that mean the class, for properties that decide which variant of a
    union the class is.
    """
    bases: frozenset[str]
    """The classes that others inherit from."""
    _annotations: dict[tuple[PythonType, str | None, bool], Expression] = field(
        default_factory=dict[tuple[PythonType, "str | None", bool], Expression]
    )
    """The annotations written so far: many fields have the same."""

    def definition(self, wire: str) -> Definition:
        schema = self.api.schemas[wire]
        own = self.names.schemas[wire]
        description = schema.notes.description
        description = description if visible(description).strip() else ""
        if not isinstance(schema, Class):
            typed = self.writer.typed(schema, received=wire in self.api.received)
            return Definition("alias", own, wire, description, expression=typed.plain)
        return self._class(wire, own, schema, description)

    def _class(self, wire: str, own: str, schema: Class, description: str) -> Definition:
        received = wire in self.api.received
        return Definition(
            "class",
            own,
            wire,
            "\n\n".join(filter(None, (description, self._required(wire)))),
            base=self.writer.model(schema.base) if schema.base else name("Model"),
            fields=tuple(self._fields(wire, schema)),
            extra_type=self._extra_type(schema.extra, received=received),
            closed=isinstance(schema.extra, Never),
            asserts=self.writer.assertions(schema),
        )

    def _fields(self, wire: str, schema: Class) -> Iterator[ModelField]:
        """Yield the fields of a class by wire name: its own, and inherited tags of which one value means the class."""
        found = {prop: self._field(wire, prop, one, prop in schema.required) for prop, one in schema.properties.items()}
        for of, base in lineage(wire, self.api.schemas):
            for prop, declared in base.properties.items():
                if prop not in found and self._tag(wire, prop) and not only_value(declared, self.api.schemas):
                    inherited = self._field(of, prop, declared, required=True)
                    found[prop] = replace(inherited, description="", default=literal(self._tag(wire, prop)))
        yield from (found[prop] for prop in sorted(found))

    def _tag(self, wire: str, prop: str) -> str:
        """Return the one value of a property that means a class; empty if there are none, several or subclasses.

        A class that is meant by its name alone has none: documents that write no values often have others.
        """
        values = self.tags.get((wire, prop), set())
        return next(iter(values)) if len(values) == 1 and wire not in {*values, *self.bases} else ""

    def _required(self, wire: str) -> str:
        """Return a line with the required fields of a class and its bases, if it has optional ones as well.

        The fields themselves are sorted by name, so that adding one adds one line and moves nothing.
        """
        line = list(lineage(wire, self.api.schemas))
        required = {prop for _, schema in line for prop in schema.required}
        needed: set[str] = set()
        every: set[str] = set()
        for of, schema in reversed(line):
            for prop, declared in schema.properties.items():
                attribute = self.names.properties[of, prop]
                every.add(attribute)
                asked = prop in required and not (self._is_given(wire, declared) or self._tag(wire, prop))
                if asked:
                    needed.add(attribute)
                else:
                    needed.discard(attribute)
        return f"Required: {', '.join(f'`{one}`' for one in sorted(needed))}." if needed and needed != every else ""

    def _is_given(self, wire: str, schema: Schema) -> bool:
        """Return whether callers need not give a required property: the server sends it, or it has only one value."""
        read_only = wire in self.api.sent and schema.notes.read_only
        return read_only or bool(only_value(schema, self.api.schemas))

    def _extra_type(self, extra: Schema | None, *, received: bool) -> Expression | None:
        """Return the type of undeclared properties; None if the schema does not mention any."""
        if extra is None or isinstance(extra, Never):
            return None
        return self.writer.expression(extra, received=received)

    def _field(self, wire: str, prop: str, schema: Schema, required: bool) -> ModelField:
        # An unlisted tag means another variant, even in a value from the server.
        is_open = wire in self.api.received and (wire, prop) not in self.tags
        typed = self.writer.typed(schema, received=is_open)
        if self._is_reference_to_anything(schema):
            typed = replace(typed, nullable=True)
        default = only_value(schema, self.api.schemas)
        if required and (tag := self._tag(wire, prop)):
            default = literal(tag)
            typed = replace(typed, base=subscript("Literal", default)) if typed.base == name("str") else typed
        attribute = self.names.properties[wire, prop]
        if wire in self.api.sent:
            typed, required = _one_way(typed, required, schema)
        if self._is_secret(schema) and HIDDEN not in typed.field_arguments:
            typed = replace(typed, field_arguments=(*typed.field_arguments, HIDDEN))
        key = (typed, prop if prop != attribute else None, required)
        annotation = self._annotations.get(key)
        if annotation is None:
            annotation = self._annotations[key] = _field_annotation(*key)
        return ModelField(attribute, annotation, required, self._documentation(schema), default if required else "")

    def _is_reference_to_anything(self, schema: Schema) -> bool:
        """Return whether a schema refers to one that allows any value, so that null is a value of the field."""
        if not isinstance(schema, Reference):
            return False
        seen: set[str] = set()
        target: Schema = schema
        while isinstance(target, Reference) and target.name not in seen and not target.asserted.text:
            seen.add(target.name)
            target = resolved(target, self.api.schemas)
        return bool(seen) and isinstance(target, Anything) and not target.asserted.text

    def _is_secret(self, schema: Schema) -> bool:
        """Return whether a schema, or the one that it refers to, is a password."""
        return resolved(schema, self.api.schemas).format == "password"

    def _documentation(self, schema: Schema) -> str:
        """Return the text of a field's docstring: the description, the server's default, whether it is deprecated.

        A description that the referenced schema has as well is only written there.
        """
        notes = schema.notes
        description = notes.description.strip()
        if isinstance(schema, Reference):
            target = resolved(schema, self.api.schemas)
            description = "" if description == target.notes.description.strip() else description
        parts = [description]
        if notes.default is not None and not _says_default(description, shown(notes.default)):
            parts.append(f"Default: `{shown(notes.default)}`.")
        if notes.deprecated:
            parts.append("Deprecated.")
        return "\n\n".join(part for part in parts if part)


def _says_default(description: str, value: str) -> bool:
    """Return whether a description already has the default: "Seconds to ring. Default: 30"."""
    at = description.lower().find("default")
    if at < 0:
        return False
    said = description[at : at + _NEAR].partition("\n")[0]
    start = said.find(value.strip("\"'"))
    end = start + len(value.strip("\"'"))
    return start >= 0 and not said[start - 1].isalnum() and not said[end : end + 1].isalnum()


_NEAR = 80


def _one_way(typed: PythonType, required: bool, schema: Schema) -> tuple[PythonType, bool]:
    """Mark a type as read-only or write-only; read-only fields are not required from callers."""
    if schema.notes.read_only:
        return replace(typed, annotations=(*typed.annotations, name("READ_ONLY"))), False
    if schema.notes.write_only:
        return replace(typed, annotations=(*typed.annotations, name("WRITE_ONLY"))), required
    return typed, required


_PASS_NULL = frozenset({"Pattern", "MultipleOf", "READ_ONLY", "WRITE_ONLY"})
"""Annotations that take null as it is: they may be around a union with None, where they read better."""


def _field_annotation(typed: PythonType, alias: str | None, required: bool) -> Expression:
    """Return the annotation of a field.

    `Nullable` means that null is a value of the field. A bare `| None` means that the field may be left out.
    """
    base, outer = typed.base, typed.annotations
    if base not in (ANY, NONE) and (typed.nullable or not required):
        inner = tuple(one for one in typed.annotations if one.function not in _PASS_NULL)
        outer = tuple(one for one in typed.annotations if one.function in _PASS_NULL)
        base = annotated(base, (), inner)
        base = subscript("Nullable", base) if typed.nullable else union([base, NONE])
    arguments = [*([f"alias={literal(alias)}"] if alias is not None else []), *typed.field_arguments]
    return annotated(base, arguments, outer)
