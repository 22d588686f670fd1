"""Operations as pages describe them → an OpenAPI 3.1 document that knows where each of its values comes from.

What the page does not state and a document cannot do without (`operationId`, names of schemas, a status) is invented
here by fixed rules, and marked as a guess; what can be left out is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..names import (
    body_name,
    class_name,
    component_name,
    operation_id,
    own_response_name,
    reason_of_tag,
    response_name,
    tag_of,
    title_of,
    unnumbered,
)
from ..operations import PageOperation, PageWebhook
from ..reading import NAMED, FactOrigin, Finding, OriginKind, Reading
from ..text.targets import parameters
from .schemas import DraftedSchemas, Tokens

if TYPE_CHECKING:
    from ..operations import Field, NamedType, PageCredential, PageParameter, PageResponse, PageServer
    from ..reading import Page, PagePayload, Repair, UnknownFact

_SCHEMES = {"bearer": "bearerAuth", "basic": "basicAuth", "apiKey": "apiKeyAuth"}


def reading(
    reader: str,
    page: Page,
    operations: Sequence[PageOperation],
    *,
    title: str = "",
    webhooks: Sequence[PageWebhook] = (),
    types: Sequence[NamedType] = (),
    examples: Sequence[PagePayload] = (),
    repairs: Sequence[Repair] = (),
    unknowns: Sequence[UnknownFact] = (),
    findings: Sequence[Finding] = (),
) -> Reading:
    """Return the content of a page as a document. `title` is the title of the API as a whole, if the page has one."""
    draft = _Draft(title)
    draft.add_types(types)
    operations = [replace(one, title=unnumbered(one.title)) if one.title else one for one in operations]
    for operation in operations:
        if not operation.title and len(operations) == 1:
            hosts = [server.url for server in operation.servers]
            draft.add(replace(operation, title=title_of(page, hosts)), guessed_title=True)
        else:
            draft.add(operation)
    for webhook in webhooks:
        draft.add_webhook(webhook)
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


class _Draft(DraftedSchemas):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.paths: dict[str, Any] = {}
        self.webhooks: dict[str, Any] = {}
        self.servers: list[dict[str, Any]] = []
        self.schemes: dict[str, Any] = {}
        self.title = title

    def tree(self) -> dict[str, Any]:
        """Return the document; `info` is left to who knows the provider, apart from a title of the page's own."""
        tree: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": self.title} if self.title else {}}
        tree["paths"] = self.paths
        if self.webhooks:
            tree["webhooks"] = self.webhooks
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
        self.origin(place, FactOrigin(operation.path_origin, operation.line))
        self.add_types(operation.types)
        self._head(operation, made, place)
        if guessed_title and operation.title:
            self.guess((*place, "summary"), "the name of the page's file")
        self._security(operation.credentials, made)
        self._parameters(operation, made, place)
        self._body(operation, made, place)
        self._answers(operation.answers, made, place, operation)
        for server in operation.servers:
            self._server(server)

    def _head(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        made["operationId"] = operation.operation_id or operation_id(operation)
        if not operation.operation_id:
            self.guess((*place, "operationId"), f"made of the {'title' if operation.title else 'path'}")
        if operation.title:
            made["summary"] = self.text(operation.title, operation.title_line or operation.line)
            self.origin((*place, "summary"), FactOrigin(OriginKind.PAGE, operation.title_line or operation.line))
        if text := self.text(operation.description, operation.line):
            made["description"] = text
        tag = operation.tag or tag_of(operation.path)
        if tag:
            made["tags"] = [tag]
        if tag and not operation.tag:
            self.guess((*place, "tags"), reason_of_tag(operation.path))
        if operation.deprecated:
            made["deprecated"] = True

    def add_webhook(self, webhook: PageWebhook) -> None:
        """Add a webhook; of two with one name, the first is taken."""
        if webhook.name in self.webhooks:
            message = f"the page describes the webhook `{webhook.name}` twice; the first one is taken"
            self.findings.append(Finding("described-twice", message, webhook.line))
            return
        place: Tokens = ("webhooks", webhook.name, "post")
        made = dict[str, Any]()
        self.webhooks[webhook.name] = {"post": made}
        self.origin(place, FactOrigin(webhook.name_origin, webhook.line))
        if webhook.title:
            made["summary"] = self.text(webhook.title, webhook.line)
        if text := self.text(webhook.description, webhook.line):
            made["description"] = text
        if headers := self._listed(webhook.headers, place):
            made["parameters"] = headers
        body = webhook.body
        spot = (*place, "requestBody", "content", body.content_type)
        name = component_name(body.value.name) or class_name(webhook.name)
        content: dict[str, Any] = {"schema": self.named(name, body.value, (*spot, "schema"), "webhook")}
        if webhook.example is not None:
            content["example"] = webhook.example
        made["requestBody"] = {"required": True, "content": {body.content_type: content}}
        self.origin((*place, "requestBody"), FactOrigin(OriginKind.PAGE, body.value.line))
        self.guess((*place, "requestBody", "required"), "a webhook has its payload")
        if not body.stated_type:
            self.guess(spot, "the page does not name the content type")
        self._answers(webhook.answers, made, place, webhook)

    def add_types(self, types: Sequence[NamedType]) -> None:
        """Add schemas that the page names; of two with one name, the first is taken."""
        for named in types:
            self.origin(("components", "schemas", named.name), FactOrigin(OriginKind.PAGE, named.value.line, NAMED))
            schema = self.schema(named.value, ("components", "schemas", named.name), named.name)
            if not named.value.typed and not named.value.fields and not named.value.variants:
                place: Tokens = ("components", "schemas", named.name)
                self.unknown(place, named.value.line, f"the type `{named.name}` is not described")
            if self.schemas.setdefault(named.name, schema) != schema:
                message = f"the page describes the type `{named.name}` twice, differently; the first one is taken"
                self.findings.append(Finding("described-twice", message, named.value.line))

    def _security(self, credentials: Sequence[PageCredential], made: dict[str, Any]) -> None:
        requirement: dict[str, Any] = {}
        for credential in credentials:
            scheme: dict[str, Any] = {"type": "http", "scheme": credential.kind}
            if credential.kind == "apiKey":
                scheme = {"type": "apiKey", "in": credential.location, "name": credential.name}
            if text := self.text(credential.description, credential.line):
                scheme["description"] = text
            key = self._scheme_key(component_name(credential.scheme) or _SCHEMES[credential.kind], scheme)
            self.origin(("components", "securitySchemes", key), FactOrigin(credential.origin, credential.line))
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
        in_path = parameters(operation.path)
        listed: list[PageParameter] = []
        for parameter in operation.parameters:
            if parameter.location == "path" and parameter.field.name not in in_path:
                name = parameter.field.name
                message = (
                    f"the page lists the path parameter `{name}`, which `{operation.path}` does not have; left out"
                )
                self.findings.append(Finding("path-parameter", message, parameter.field.line))
            else:
                listed.append(parameter)
        found = self._listed(listed, place)
        stated = {one["name"] for one in found if one["in"] == "path"}
        for name in dict.fromkeys(in_path):
            if name not in stated:
                spot = (*place, "parameters", len(found))
                found.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
                self.origin(spot, FactOrigin(operation.path_origin, operation.line))
                self.guess((*spot, "schema"), "the page does not describe it")
                self.unknown(
                    (*spot, "schema"),
                    operation.line,
                    f"path parameter `{name}` of {_called(operation)} is not described",
                )
        if found:
            made["parameters"] = found

    def _listed(self, parameters: Sequence[PageParameter], place: Tokens) -> list[dict[str, Any]]:
        """Return the parameters that a page lists, each once."""
        found: list[dict[str, Any]] = []
        for parameter in parameters:
            if any(one["name"] == parameter.field.name and one["in"] == parameter.location for one in found):
                message = f"the page lists the parameter `{parameter.field.name}` twice; the first one is taken"
                self.findings.append(Finding("described-twice", message, parameter.field.line))
            else:
                found.append(self._parameter(parameter, (*place, "parameters", len(found))))
        return found

    def _parameter(self, parameter: PageParameter, place: Tokens) -> dict[str, Any]:
        field = parameter.field
        self.origin(place, FactOrigin(field.origin, field.line))
        made: dict[str, Any] = {"name": field.name, "in": parameter.location}
        if text := self.text(field.description, field.line):
            made["description"] = text
        if field.required or parameter.location == "path":
            made["required"] = True
        if field.deprecated:
            made["deprecated"] = True
        made["schema"] = self.schema(field, (*place, "schema"), field.name, alone=False)
        if not field.typed:
            self.unknown(place, field.line, f"{parameter.location} parameter `{field.name}` has no type")
        return made

    def _body(self, operation: PageOperation, made: dict[str, Any], place: Tokens) -> None:
        content: dict[str, Any] = {}
        here = (*place, "requestBody")
        for body in operation.bodies:
            spot = (*here, "content", body.content_type)
            name = body_name(operation, body)
            content[body.content_type] = {"schema": self.named(name, body.value, (*spot, "schema"), "request")}
            if not body.stated_type:
                self.guess(spot, "the page does not name the content type")
        if not content:
            return
        made["requestBody"] = request = dict[str, Any]()
        value = operation.bodies[0].value
        self.origin(here, FactOrigin(OriginKind.PAGE, value.line))
        required = value.required or any(field.required for field in value.fields)
        if required:
            request["required"] = True
        if required and value.required is None:
            self.guess((*here, "required"), "it has required properties")
        if text := self.text(value.description, value.line):
            request["description"] = text
        request["content"] = content

    def _answers(
        self, answers: Sequence[PageResponse], made: dict[str, Any], place: Tokens, whole: PageOperation | PageWebhook
    ) -> None:
        """Fill in the responses of an operation, or of a webhook, whose responses have no body that matters."""
        made["responses"] = responses = dict[str, Any]()
        for answer in answers:
            if answer.status in responses:
                message = f"the page describes the response {answer.status} twice; the first one is taken"
                self.findings.append(Finding("described-twice", message, answer.line))
                continue
            here = (*place, "responses", answer.status)
            self.origin(here, FactOrigin(answer.status_origin, answer.line))
            responses[answer.status] = {"description": self.text(answer.description, answer.line) or answer.status}
            if answer.headers:
                responses[answer.status]["headers"] = self._headers(answer.headers, (*here, "headers"))
            if answer.value is not None and isinstance(whole, PageOperation):
                spot = (*here, "content", answer.content_type, "schema")
                name = response_name(whole, answer)
                own = own_response_name(whole.operation_id or operation_id(whole))
                schema = self.named(name, answer.value, spot, "response", own)
                responses[answer.status]["content"] = {answer.content_type: {"schema": schema}}
        if not responses:
            nothing: dict[str, Any] = {"description": "The page describes no response."}
            responses["default"] = nothing
            self.guess((*place, "responses", "default"), "the page describes no response")
            if isinstance(whole, PageOperation) and whole.method != "head":
                # Whatever comes is handed to the caller; without a content it would be thrown away.
                nothing["content"] = {"application/json": {"schema": {}}, "text/plain": {"schema": {"type": "string"}}}
                self.guess((*place, "responses", "default", "content"), "the page describes no response: any is read")
            if isinstance(whole, PageOperation):
                self.unknown((*place, "responses"), whole.line, f"no response of {_called(whole)} is described")

    def _headers(self, headers: Sequence[Field], place: Tokens) -> dict[str, Any]:
        """Return the headers of a response (OpenAPI 3.1.1, 4.8.21)."""
        made: dict[str, Any] = {}
        for one in headers:
            spot = (*place, one.name)
            self.origin(spot, FactOrigin(one.origin, one.line))
            made[one.name] = header = dict[str, Any]()
            if text := self.text(one.description, one.line):
                header["description"] = text
            header["schema"] = self.schema(one, (*spot, "schema"), one.name, alone=False)
            if not one.typed:
                self.unknown(spot, one.line, f"response header `{one.name}` has no type")
        return made

    def _server(self, server: PageServer) -> None:
        if all(one["url"] != server.url for one in self.servers):
            self.origin(("servers", len(self.servers)), FactOrigin(server.origin, server.line))
            text = self.text(server.description, server.line)
            made: dict[str, Any] = {"url": server.url} | ({"description": text} if text else {})
            if server.variables:
                made["variables"] = {name: {"default": value} for name, value in server.variables}
            self.servers.append(made)


def _called(operation: PageOperation) -> str:
    return f"`{operation.method.upper()} {operation.path}`"


def _undescribed(scheme: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in scheme.items() if key != "description"}
