"""Operations as pages describe them → an OpenAPI 3.1 document that knows where each of its values comes from.

What the page does not state and a document cannot do without (`operationId`, names of schemas, a status) is invented
here by fixed rules, and marked as a guess; what can be left out is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..document.document import join
from ..openapi.json_values import is_mapping, is_sequence
from . import machine_texts
from .names import body_name, class_name, component_name, operation_id, reason_of_tag, response_name, tag_of, title_of
from .reading import NAMED, UNSAID, FactOrigin, Finding, OriginKind, Reading, UnknownFact

if TYPE_CHECKING:
    from .operations import Field, PageCredential, PageOperation, PageParameter, PageServer
    from .reading import Page, PagePayload, Repair

Tokens = tuple[str | int, ...]

_OF_ENUMERATION = "An enumeration."
"""The description that pydantic writes into the schema of every enumeration; publishing tools show it at the field."""
_IN_PATH = re.compile(r"\{([^{}/]+)\}")
_SCHEMES = {"bearer": "bearerAuth", "basic": "basicAuth", "apiKey": "apiKeyAuth"}


def reading(
    reader: str,
    page: Page,
    operations: Sequence[PageOperation],
    *,
    title: str = "",
    examples: Sequence[PagePayload] = (),
    repairs: Sequence[Repair] = (),
    unknowns: Sequence[UnknownFact] = (),
    findings: Sequence[Finding] = (),
) -> Reading:
    """Return the content of a page as a document. `title` is the title of the API as a whole, if the page has one."""
    draft = _Draft(title)
    for operation in operations:
        if not operation.title and len(operations) == 1:
            hosts = [server.url for server in operation.servers]
            draft.add(replace(operation, title=title_of(page, hosts)), guessed_title=True)
        else:
            draft.add(operation)
    return Reading(
        reader,
        page,
        draft.tree(),
        origins=draft.origins,
        examples=tuple(examples),
        repairs=tuple(repairs),
        unknowns=(*unknowns, *draft.unknowns),
        findings=(*findings, *draft.findings),
    )


class _Draft:
    def __init__(self, title: str) -> None:
        self.paths: dict[str, Any] = {}
        self.servers: list[dict[str, Any]] = []
        self.schemas: dict[str, Any] = {}
        self.schemes: dict[str, Any] = {}
        self.title = title
        self.origins: dict[str, FactOrigin] = {}
        self.unknowns: list[UnknownFact] = []
        self.findings: list[Finding] = []

    def tree(self) -> dict[str, Any]:
        """Return the document; `info` is left to who knows the provider, apart from a title of the page's own."""
        tree: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": self.title} if self.title else {}}
        tree["paths"] = self.paths
        if self.servers:
            tree["servers"] = self.servers
        components = {"schemas": self.schemas, "securitySchemes": self.schemes}
        if filled := {key: value for key, value in components.items() if value}:
            tree["components"] = filled
        return tree

    def add(self, operation: PageOperation, *, guessed_title: bool = False) -> None:
        """Add an operation; a title that is made of the page's name is marked as a guess."""
        item = self.paths.setdefault(operation.path, {})
        if operation.method in item:
            message = f"the page describes `{operation.method.upper()} {operation.path}` twice; the first one is taken"
            self.findings.append(Finding("described-twice", message, operation.line))
            return
        place: Tokens = ("paths", operation.path, operation.method)
        item[operation.method] = made = dict[str, Any]()
        self._origin(place, FactOrigin(operation.path_origin, operation.line))
        self._types(operation)
        self._head(operation, made, place)
        if guessed_title and operation.title:
            self._guess((*place, "summary"), "the name of the page's file")
        self._security(operation.credentials, made, place)
        self._parameters(operation, made, place)
        self._body(operation, made, place)
        self._answers(operation, made, place)
        for server in operation.servers:
            self._server(server)

    def _head(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        made["operationId"] = operation.operation_id or operation_id(operation)
        if not operation.operation_id:
            self._guess((*place, "operationId"), f"made of the {'title' if operation.title else 'path'}")
        if operation.title:
            made["summary"] = self._text(operation.title, operation.title_line or operation.line)
            self._origin((*place, "summary"), FactOrigin(OriginKind.PAGE, operation.title_line or operation.line))
        if text := self._text(operation.description, operation.line):
            made["description"] = text
        tag = operation.tag or tag_of(operation.path)
        if tag:
            made["tags"] = [tag]
        if tag and not operation.tag:
            self._guess((*place, "tags"), reason_of_tag(operation.path))
        if operation.deprecated:
            made["deprecated"] = True

    def _types(self, operation: PageOperation) -> None:
        for named in operation.types:
            self._origin(("components", "schemas", named.name), FactOrigin(OriginKind.PAGE, named.value.line, NAMED))
            schema = self._schema(named.value, ("components", "schemas", named.name), named.name)
            if not named.value.typed and not named.value.fields and not named.value.variants:
                place: Tokens = ("components", "schemas", named.name)
                self._unknown(place, named.value.line, f"the type `{named.name}` is not described")
            if self.schemas.setdefault(named.name, schema) != schema:
                message = f"the page describes the type `{named.name}` twice, differently; the first one is taken"
                self.findings.append(Finding("described-twice", message, named.value.line))

    def _security(self, credentials: Sequence[PageCredential], made: dict[str, Any], place: Tokens) -> None:
        requirement: dict[str, Any] = {}
        for credential in credentials:
            scheme: dict[str, Any] = {"type": "http", "scheme": credential.kind}
            if credential.kind == "apiKey":
                scheme = {"type": "apiKey", "in": credential.location, "name": credential.name}
            if text := self._text(credential.description, credential.line):
                scheme["description"] = text
            key = self._scheme_key(component_name(credential.scheme) or _SCHEMES[credential.kind], scheme)
            self._origin(("components", "securitySchemes", key), FactOrigin(credential.origin, credential.line))
            requirement[key] = []
        if requirement:
            made["security"] = [requirement]

    def _scheme_key(self, name: str, scheme: dict[str, Any]) -> str:
        """Return the key of a scheme; schemes that differ only in their description are one."""
        key, number = name, 1
        while key in self.schemes and _undescribed(self.schemes[key]) != _undescribed(scheme):
            number += 1
            key = f"{name}{number}"
        self.schemes.setdefault(key, scheme)
        return key

    def _parameters(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        found: list[dict[str, Any]] = []
        in_path = _IN_PATH.findall(operation.path)
        for parameter in operation.parameters:
            if parameter.location == "path" and parameter.field.name not in in_path:
                name = parameter.field.name
                message = (
                    f"the page lists the path parameter `{name}`, which `{operation.path}` does not have; left out"
                )
                self.findings.append(Finding("path-parameter", message, parameter.field.line))
            elif any(one["name"] == parameter.field.name and one["in"] == parameter.location for one in found):
                message = f"the page lists the parameter `{parameter.field.name}` twice; the first one is taken"
                self.findings.append(Finding("described-twice", message, parameter.field.line))
            else:
                found.append(self._parameter(parameter, (*place, "parameters", len(found))))
        stated = {one["name"] for one in found if one["in"] == "path"}
        for name in dict.fromkeys(in_path):
            if name not in stated:
                spot = (*place, "parameters", len(found))
                found.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
                self._origin(spot, FactOrigin(operation.path_origin, operation.line))
                self._guess((*spot, "schema"), "the page does not describe it")
                self._unknown((*spot, "schema"), operation.line, f"path parameter `{name}` is not described")
        if found:
            made["parameters"] = found

    def _parameter(self, parameter: PageParameter, place: Tokens) -> dict[str, Any]:
        field = parameter.field
        self._origin(place, FactOrigin(field.origin, field.line))
        made: dict[str, Any] = {"name": field.name, "in": parameter.location}
        if text := self._text(field.description, field.line):
            made["description"] = text
        if field.required or parameter.location == "path":
            made["required"] = True
        if field.deprecated:
            made["deprecated"] = True
        made["schema"] = self._schema(field, (*place, "schema"), field.name, alone=False)
        if not field.typed:
            self._unknown(place, field.line, f"{parameter.location} parameter `{field.name}` has no type")
        return made

    def _body(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        content: dict[str, Any] = {}
        here = (*place, "requestBody")
        for body in operation.bodies:
            spot = (*here, "content", body.content_type)
            name = body_name(operation, body)
            content[body.content_type] = {"schema": self._named(name, body.value, (*spot, "schema"), "request")}
            if not body.stated_type:
                self._guess(spot, "the page does not name the content type")
        if not content:
            return
        made["requestBody"] = request = dict[str, Any]()
        value = operation.bodies[0].value
        self._origin(here, FactOrigin(OriginKind.PAGE, value.line))
        required = value.required or any(field.required for field in value.fields)
        if required:
            request["required"] = True
        if required and value.required is None:
            self._guess((*here, "required"), "it has required properties")
        if text := self._text(value.description, value.line):
            request["description"] = text
        request["content"] = content

    def _answers(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        made["responses"] = responses = dict[str, Any]()
        for answer in operation.answers:
            if answer.status in responses:
                message = f"the page describes the response {answer.status} twice; the first one is taken"
                self.findings.append(Finding("described-twice", message, answer.line))
                continue
            here = (*place, "responses", answer.status)
            self._origin(here, FactOrigin(answer.status_origin, answer.line))
            responses[answer.status] = {"description": self._text(answer.description, answer.line) or answer.status}
            if answer.value is not None:
                spot = (*here, "content", answer.content_type, "schema")
                name = response_name(operation, answer)
                schema = self._named(name, answer.value, spot, "response")
                responses[answer.status]["content"] = {answer.content_type: {"schema": schema}}
        if not responses:
            responses["default"] = {"description": "The page describes no response."}
            self._guess((*place, "responses", "default"), "the page describes no response")
            self._unknown((*place, "responses"), operation.line, "no response is described")

    def _named(self, name: str, value: Field, place: Tokens, what: str) -> Any:
        """Return the schema of a body: a reference to a component of its own where it is an object with properties."""
        if not value.fields or value.schema.get("type", "object") != "object" or "additionalProperties" in value.schema:
            schema = self._schema(value, place, name, what=what)
            if not value.typed and not value.fields:
                self._unknown(place, value.line, f"the {what} body has no type")
            return schema
        key, number = name, 1
        where: Tokens = ("components", "schemas", key)
        schema = self._schema(value, where, key, what=what)
        while key in self.schemas and self.schemas[key] != schema:
            number += 1
            key = f"{name}{number}"
            where = ("components", "schemas", key)
            schema = self._schema(value, where, key, what=what)
        self.schemas[key] = schema
        self._origin(where, FactOrigin(value.origin, value.line))
        return {"$ref": f"#{join(where)}"}

    def _schema(self, field: Field, place: Tokens, name: str, *, alone: bool = True, what: str = "") -> dict[str, Any]:
        """Return the schema of a field; `alone` adds description and deprecation, which a parameter has itself."""
        schema: dict[str, Any] = dict(field.schema)
        if field.fields or field.variants:
            schema = self._filled(schema, field, place, name, what)
        if alone and (text := self._text(field.description, field.line)):
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
            self._origin(spot, FactOrigin(variant.origin, variant.line))
            made = self._schema(variant, spot, name, what=what)
            variants.append({"title": variant.name, **made} if variant.name and "$ref" not in made else made)
            if not variant.typed and not variant.fields:
                self._unknown(spot, variant.line, f"{what or name} variant `{variant.name}` has no type".strip())
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
            self._origin(spot, FactOrigin(field.origin, field.line, UNSAID if field.required is None else ""))
            properties[field.name] = self._enumeration(field, spot, name) or self._schema(
                field, spot, f"{name}.{field.name}", what=what
            )
            if not field.typed and not field.fields and not field.variants:
                self._unknown(spot, field.line, f"{what or name} `{field.name}` has no type".strip())
        made = {**schema, "properties": properties}
        if "type" not in schema and "$ref" not in schema and "anyOf" not in schema:
            made = {"type": "object", **made}
        if required := [field.name for field in fields if field.required and field.name in properties]:
            made["required"] = list(dict.fromkeys(required))
        return made

    def _enumeration(self, field: Field, place: Tokens, name: str) -> dict[str, Any] | None:
        """Return the reference to an enumeration whose description says nothing of its field: it is a type."""
        if field.description != _OF_ENUMERATION or field.schema.get("type") != "string" or "enum" not in field.schema:
            return None
        rest = {key: value for key, value in field.schema.items() if key not in ("type", "enum")}
        schema = {"type": "string", "enum": field.schema["enum"], "description": field.description}
        key = f"{name.replace('.', '')}{class_name(field.name)}"
        if not key or self.schemas.setdefault(key, schema) != schema:
            return None
        self._origin(("components", "schemas", key), FactOrigin(field.origin, field.line))
        return {"$ref": f"#{join(('components', 'schemas', key))}", **rest}

    def _server(self, server: PageServer) -> None:
        if all(one["url"] != server.url for one in self.servers):
            self._origin(("servers", len(self.servers)), FactOrigin(server.origin, server.line))
            text = self._text(server.description, server.line)
            self.servers.append({"url": server.url} | ({"description": text} if text else {}))

    def _text(self, text: str, line: int) -> str:
        """Return a text of the page, without what addresses machines."""
        kept, dropped = machine_texts.cleaned(text.strip())
        if dropped:
            message = f'a text addressed to machines was dropped: "{machine_texts.quoted(dropped)}"'
            self.findings.append(Finding(machine_texts.CODE, message, line))
        return kept

    def _origin(self, place: Tokens, origin: FactOrigin) -> None:
        self.origins.setdefault(join(place), origin)

    def _guess(self, place: Tokens, note: str) -> None:
        self.origins[join(place)] = FactOrigin(OriginKind.GUESS, note=note)

    def _unknown(self, place: Tokens, line: int, text: str) -> None:
        unknown = UnknownFact(join(place), line, text)
        if unknown not in self.unknowns:
            self.unknowns.append(unknown)


def _undescribed(scheme: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in scheme.items() if key != "description"}
