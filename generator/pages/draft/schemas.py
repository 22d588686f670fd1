"""Fields as pages describe them → schemas, each value with its origin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from .. import machine_texts
from ..names import class_name
from ..reading import UNSAID, FactOrigin, Finding, OriginKind, UnknownFact

if TYPE_CHECKING:
    from ..operations import Field

Tokens = tuple[str | int, ...]

_OF_ENUMERATION = "An enumeration."
"""The description that pydantic writes into the schema of every enumeration; publishing tools show it at the field."""


class DraftedSchemas:
    """The components of a draft, and what is known about each value of it."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = {}
        self.origins: dict[str, FactOrigin] = {}
        """JSON pointer → origin."""
        self.unknowns: list[UnknownFact] = []
        self.findings: list[Finding] = []

    def named(self, name: str, value: Field, place: Tokens, what: str, otherwise: str = "") -> Any:
        """Return the schema of a body: a reference to a component of its own where it is an object with properties.

        `otherwise` is its name where another body has the first one.
        """
        if not value.fields or value.schema.get("type", "object") != "object" or "additionalProperties" in value.schema:
            schema = self.schema(value, place, name, what=what)
            if not value.typed and not value.fields:
                self.unknown(place, value.line, f"the {what} body has no type")
            return schema
        key, schema, where = name, dict[str, Any](), place
        for key in filter(None, chain((name, otherwise), (f"{name}{number}" for number in count(2)))):
            where = ("components", "schemas", key)
            schema = self.schema(value, where, key, what=what)
            if self.schemas.get(key, schema) == schema:
                break
        self.schemas[key] = schema
        self.origin(where, FactOrigin(value.origin, value.line))
        return {"$ref": f"#{join(where)}"}

    def schema(self, field: Field, place: Tokens, name: str, *, alone: bool = True, what: str = "") -> dict[str, Any]:
        """Return the schema of a field; `alone` adds description and deprecation, which a parameter has itself."""
        schema: dict[str, Any] = dict(field.schema)
        if field.fields or field.variants:
            schema = self._filled(schema, field, place, name, what)
        if alone and (text := self.text(field.description, field.line)):
            schema["description"] = text
        if alone and field.deprecated:
            schema["deprecated"] = True
        return schema

    def _filled(self, schema: dict[str, Any], field: Field, place: Tokens, name: str, what: str) -> dict[str, Any]:
        """Return the schema with fields and variants where they belong: in its items or values where it has those."""
        kind = schema.get("type")
        kinds: list[Any] = kind if is_sequence(kind) else [kind]
        for key in ("items", "additionalProperties"):
            inner = schema.get(key)
            if (key == "items" and "array" in kinds) or (key != "items" and is_mapping(inner)):
                below: dict[str, Any] = dict(inner) if is_mapping(inner) else {}
                return {**schema, key: self._filled(below, field, (*place, key), name, what)}
        if field.variants:
            return self._with_variants(schema, field, place, name, what)
        return self._with_fields(schema, field.fields, place, name, what)

    def _with_variants(
        self, schema: dict[str, Any], field: Field, place: Tokens, name: str, what: str
    ) -> dict[str, Any]:
        variants: list[Any] = []
        for index, variant in enumerate(field.variants):
            spot = (*place, "anyOf", index)
            self.origin(spot, FactOrigin(variant.origin, variant.line))
            made = self.schema(variant, spot, name, what=what)
            variants.append({"title": variant.name, **made} if variant.name and "$ref" not in made else made)
            if not variant.typed and not variant.fields:
                self.unknown(spot, variant.line, f"{what or name} variant `{variant.name}` has no type".strip())
        kinds = schema.get("type")
        if is_sequence(kinds) and "null" in kinds:
            variants.append({"type": "null"})
        rest = {key: value for key, value in schema.items() if key not in ("type", "anyOf", "items")}
        return {**rest, "anyOf": variants}

    def _with_fields(
        self, schema: dict[str, Any], fields: Sequence[Field], place: Tokens, name: str, what: str
    ) -> dict[str, Any]:
        """Return the schema of an object with the fields as its properties."""
        properties: dict[str, Any] = {}
        for field in fields:
            if field.name in properties:
                message = f"the page lists the field `{field.name}` twice; the first one is taken"
                self.findings.append(Finding("described-twice", message, field.line))
                continue
            spot = (*place, "properties", field.name)
            self.origin(spot, FactOrigin(field.origin, field.line, UNSAID if field.required is None else ""))
            properties[field.name] = self._enumeration(field, name) or self.schema(
                field, spot, f"{name}.{field.name}", what=what
            )
            if not field.typed and not field.fields and not field.variants:
                self.unknown(spot, field.line, f"{what or name} `{field.name}` has no type".strip())
        made = {**schema, "properties": properties}
        if "type" not in schema and "$ref" not in schema and "anyOf" not in schema:
            made = {"type": "object", **made}
        if required := [field.name for field in fields if field.required and field.name in properties]:
            made["required"] = list(dict.fromkeys(required))
        return made

    def _enumeration(self, field: Field, name: str) -> dict[str, Any] | None:
        """Return the reference to an enumeration whose description says nothing of its field: it is a type."""
        if field.description != _OF_ENUMERATION or field.schema.get("type") != "string" or "enum" not in field.schema:
            return None
        rest = {key: value for key, value in field.schema.items() if key not in ("type", "enum")}
        schema = {"type": "string", "enum": field.schema["enum"], "description": field.description}
        key = f"{name.replace('.', '')}{class_name(field.name)}"
        if not key or self.schemas.setdefault(key, schema) != schema:
            return None
        self.origin(("components", "schemas", key), FactOrigin(field.origin, field.line))
        return {"$ref": f"#{join(('components', 'schemas', key))}", **rest}

    def text(self, text: str, line: int) -> str:
        """Return a text of the page, without what addresses machines."""
        kept, dropped = machine_texts.cleaned(text.strip())
        if dropped:
            message = f'a text addressed to machines was dropped: "{machine_texts.quoted(dropped)}"'
            self.findings.append(Finding(machine_texts.CODE, message, line))
        return kept

    def origin(self, place: Tokens, origin: FactOrigin) -> None:
        """Record the origin of a value; the first one stays."""
        self.origins.setdefault(join(place), origin)

    def guess(self, place: Tokens, note: str) -> None:
        """Mark a value as a guess, with its reason."""
        self.origins[join(place)] = FactOrigin(OriginKind.GUESS, note=note)

    def unknown(self, place: Tokens, line: int, text: str) -> None:
        """Record that the page does not state a value; the same thing counts once."""
        unknown = UnknownFact(join(place), line, text)
        if unknown not in self.unknowns:
            self.unknowns.append(unknown)
