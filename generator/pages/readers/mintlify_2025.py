"""The shape in which Mintlify published operations in 2025, written as OpenAPI 3.1.

    paths: {path, method, servers, request: {security, parameters, body, codeSamples}, response: {200: {media: …}}}

Every property of a body stands in `allOf: [one schema]`; `required: true` at a body says that the body is required,
`requiredProperties` is the schema's list; `refIdentifier` has the name of the component; `type: any` is any value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from .. import fenced
from ..names import component_name, operation_id
from ..operations import PageOperation
from ..reading import FactOrigin, OriginKind, PagePayload, Reading, Repair, UnknownFact
from ..text import front_matter, page_examples
from ..text.descriptions import opening, titled
from ..type_words import schema_of

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ...document.document import Document
    from ..markdown import Fence
    from ..reading import Page

NAME = "mintlify-2025"
_PLACES = ("path", "query", "header", "cookie")
_NO_CONTENT = "_mintlify/placeholder"
_OWN = ("required", "requiredProperties", "refIdentifier", "isOneOf", "deprecated-type")
Tokens = tuple[str | int, ...]


def read(page: Page, fence: Fence, report: Report) -> Reading | None:
    """Return the operation of a fence in this shape."""
    loaded = fenced.document(page, fence, report)
    if loaded is None:
        return None
    head: Any = loaded.tree.get("paths")
    path, method = (head.get("path"), head.get("method")) if is_mapping(head) else (None, None)
    if not isinstance(path, str) or not isinstance(method, str):
        report.error("no-operation", "`paths` has neither `path` nor `method`", page.where(fence.line + 1))
        return None
    return _Conversion(page, fence, loaded, path, method.lower()).reading()


class _Conversion:
    """Builds the document, and remembers from which line each part comes."""

    def __init__(self, page: Page, fence: Fence, loaded: Document, path: str, method: str) -> None:
        self.page, self.fence, self.loaded = page, fence, loaded
        self.path, self.method = path, method
        self.head: dict[str, Any] = loaded.tree["paths"]
        self.origins: dict[str, FactOrigin] = {}
        self.repairs: list[Repair] = []
        self.unknowns: list[UnknownFact] = []
        self.schemas: dict[str, Any] = {}
        self.schemes: dict[str, Any] = {}
        self.examples: list[PagePayload] = []

    def reading(self) -> Reading:
        self._components()
        here: Tokens = ("paths", self.path, self.method)
        operation = self._operation(here)
        tree: dict[str, Any] = {"openapi": "3.1.0", "info": {}, "paths": {self.path: {self.method: operation}}}
        servers: Any = self.head.get("servers")
        if is_sequence(servers) and servers:
            tree["servers"] = servers
            self._copied(servers, ("paths", "servers"), ("servers",))
        components = {"schemas": self.schemas, "securitySchemes": self.schemes}
        if filled := {key: value for key, value in components.items() if value}:
            tree["components"] = filled
        text = "the page's own shape of an operation was written as OpenAPI 3.1"
        self.repairs.append(Repair("", self.fence.line + 1, text))
        made = Reading(
            NAME,
            self.page,
            tree,
            origins=self.origins,
            examples=page_examples.distinct(self.examples),
            repairs=tuple(self.repairs),
            unknowns=tuple(self.unknowns),
        )
        return fenced.without_machine_texts(made)

    def _line(self, tokens: Tokens) -> int:
        return self.fence.line + self.loaded.where(join(tokens)).line

    def _origin(self, source: Tokens, place: Tokens) -> None:
        self.origins[join(place)] = FactOrigin(OriginKind.PAGE, self._line(source))

    def _copied(self, value: Any, source: Tokens, place: Tokens) -> None:
        """Note where the values of a part come from that was taken as it is."""
        waiting: list[tuple[Any, Tokens, Tokens]] = [(value, source, place)]
        for _ in range(_MOST_VALUES):
            if not waiting:
                return
            one, from_, to = waiting.pop()
            self._origin(from_, to)
            if is_mapping(one):
                waiting += [(inner, (*from_, key), (*to, key)) for key, inner in one.items()]
            elif is_sequence(one):
                waiting += [(inner, (*from_, index), (*to, index)) for index, inner in enumerate(one)]

    def _components(self) -> None:
        components: Any = self.loaded.tree.get("components")
        schemas: Any = components.get("schemas") if is_mapping(components) else None
        for name, schema in schemas.items() if is_mapping(schemas) else ():
            self.schemas[name] = schema
            self._copied(schema, ("components", "schemas", name), ("components", "schemas", name))

    def _operation(self, here: Tokens) -> dict[str, Any]:
        matter = front_matter.read(self.page.text, self.page.first_line)
        title, title_line = titled(front_matter.body(self.page.text, matter.end), self.page.first_line, matter)
        made: dict[str, Any] = {
            "operationId": operation_id(PageOperation(self.method, self.path, self.fence.line, title=title))
        }
        self._origin(("paths",), here)
        self.origins[join((*here, "operationId"))] = FactOrigin(OriginKind.GUESS, note="made of the title")
        if title:
            made["summary"] = title
            self.origins[join((*here, "summary"))] = FactOrigin(OriginKind.PAGE, title_line)
        if text := opening(front_matter.body(self.page.text, matter.end)):
            made["description"] = text
            self.origins[join((*here, "description"))] = FactOrigin(OriginKind.PAGE, title_line)
        if self.head.get("deprecated") is True:
            made["deprecated"] = True
        request: Any = self.head.get("request")
        if is_mapping(request):
            self._request(request, made, here)
        made["responses"] = self._responses(here)
        return made

    def _request(self, request: Mapping[str, Any], made: dict[str, Any], here: Tokens) -> None:
        security: Any = request.get("security")
        if is_sequence(security):
            requirements = [self._requirement(one, index) for index, one in enumerate(security)]
            if any(requirements):
                made["security"] = requirements
        listed: Any = request.get("parameters")
        parameters = self._parameters(listed, here) if is_mapping(listed) else []
        if parameters:
            made["parameters"] = parameters
        body: Any = request.get("body")
        if is_mapping(body) and body:
            made["requestBody"] = self._body(body, here)
        samples: Any = request.get("codeSamples")
        for one in samples if is_sequence(samples) else []:
            if is_mapping(one):
                line = self._line(("paths", "request", "codeSamples"))
                self.examples += page_examples.code_sample(one, self.method, self.path, line)

    def _requirement(self, alternative: Any, index: int) -> dict[str, Any]:
        """Return the schemes that one alternative asks for together."""
        places: Any = alternative.get("parameters") if is_mapping(alternative) else None
        found = [
            (place, name, scheme)
            for place in _PLACES[1:]
            if is_mapping(places) and is_mapping(places.get(place))
            for name, scheme in places[place].items()
            if is_mapping(scheme)
        ]
        titles = re.split(r" & ", str(alternative.get("title", ""))) if is_mapping(alternative) else []
        required: dict[str, Any] = {}
        for number, (place, name, scheme) in enumerate(found):
            title = titles[number] if len(titles) == len(found) else name
            key = component_name(title) or component_name(name) or "apiKey"
            self.schemes[key] = _scheme(place, name, scheme)
            source: Tokens = ("paths", "request", "security", index, "parameters", place, name)
            self._origin(source, ("components", "securitySchemes", key))
            required[key] = []
        return required

    def _parameters(self, listed: Mapping[str, Any], here: Tokens) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for place in _PLACES:
            group: Any = listed.get(place)
            for name, said in group.items() if is_mapping(group) else ():
                source: Tokens = ("paths", "request", "parameters", place, name)
                spot: Tokens = (*here, "parameters", len(made))
                made.append(self._parameter(place, name, said, source))
                self._origin(source, spot)
        return made

    def _parameter(self, place: str, name: str, said: Any, source: Tokens) -> dict[str, Any]:
        variants: Any = said.get("schema") if is_mapping(said) else None
        schemas = [one for one in variants if is_mapping(one)] if is_sequence(variants) else []
        made: dict[str, Any] = {"name": name, "in": place}
        text = next((one["description"] for one in schemas if isinstance(one.get("description"), str)), "")
        if text:
            made["description"] = text
        if place == "path" or any(one.get("required") is True for one in schemas):
            made["required"] = True
        if any(one.get("deprecated") is True for one in schemas):
            made["deprecated"] = True
        for key in ("style", "explode", "allowReserved"):
            if is_mapping(said) and key in said:
                made[key] = said[key]
        kept = [
            {key: value for key, value in one.items() if key not in ("description", "deprecated")} for one in schemas
        ]
        made["schema"] = self._schemas(kept, source)
        return made

    def _body(self, body: Mapping[str, Any], here: Tokens) -> dict[str, Any]:
        made: dict[str, Any] = {}
        content: dict[str, Any] = {}
        self._origin(("paths", "request", "body"), (*here, "requestBody"))
        for media, said in body.items():
            if not is_mapping(said):
                continue
            if any(is_mapping(one) and one.get("required") is True for one in _listed(said.get("schemaArray"))):
                made["required"] = True
            if isinstance(said.get("description"), str):
                made["description"] = said["description"]
            source: Tokens = ("paths", "request", "body", media)
            content[media] = self._media(said, source, (*here, "requestBody", "content", media), None)
        made["content"] = content
        return made

    def _responses(self, here: Tokens) -> dict[str, Any]:
        listed: Any = self.head.get("response")
        made: dict[str, Any] = {}
        for status, said in listed.items() if is_mapping(listed) else ():
            media_types: dict[str, Any] = said if is_mapping(said) else {}
            texts = [one.get("description") for one in media_types.values() if is_mapping(one)]
            made[str(status)] = {"description": next((one for one in texts if isinstance(one, str)), "")}
            source: Tokens = ("paths", "response", status)
            place: Tokens = (*here, "responses", str(status))
            self._origin(source, place)
            content = {
                media: self._media(one, (*source, media), (*place, "content", media), str(status))
                for media, one in media_types.items()
                if media != _NO_CONTENT and is_mapping(one)
            }
            if content:
                made[str(status)]["content"] = content
        return made

    def _media(self, said: Mapping[str, Any], source: Tokens, place: Tokens, status: str | None) -> dict[str, Any]:
        made: dict[str, Any] = {}
        schemas = [one for one in _listed(said.get("schemaArray")) if is_mapping(one)]
        if schemas:
            made["schema"] = self._schemas(schemas, source, place)
        examples: Any = said.get("examples")
        for name, one in examples.items() if is_mapping(examples) else ():
            if is_mapping(one) and "value" in one:
                kind = "request" if status is None else "response"
                line = self._line((*source, "examples", name))
                label = "" if name in ("example", "response") else str(name)
                self.examples.append(PagePayload(self.method, self.path, kind, one["value"], line, status, label))
        return made

    def _schemas(self, variants: list[dict[str, Any]], source: Tokens, place: Tokens = ()) -> dict[str, Any]:
        """Return the schema of one or several variants."""
        made: list[dict[str, Any]] = []
        for index, one in enumerate(variants):
            spot: Tokens = (*place, "schema", *(("anyOf", index) if len(variants) > 1 else ()))
            made.append(self._schema(one, (*source, "schemaArray", index), spot if place else ()))
        return made[0] if len(made) == 1 else {"anyOf": made} if made else {}

    def _schema(self, said: Mapping[str, Any], source: Tokens, place: Tokens) -> dict[str, Any]:
        identifier = said.get("refIdentifier")
        name = component_name(identifier.rpartition("/")[2]) if isinstance(identifier, str) else ""
        plain = self._plain(said)
        if not place:
            return plain
        if not name or plain.get("type", "object") != "object" or self.schemas.get(name, plain) != plain:
            self._noted(said, source, place)
            return plain
        self.schemas[name] = plain
        self._noted(said, source, ("components", "schemas", name))
        return {"$ref": f"#/components/schemas/{name}"}

    def _noted(self, said: Mapping[str, Any], source: Tokens, place: Tokens) -> None:
        """Note where the properties come from: each from the only schema in its `allOf`."""
        self._origin(source, place)
        properties: Any = said.get("properties")
        for name, inner in properties.items() if is_mapping(properties) else ():
            from_, to = (*source, "properties", name), (*place, "properties", name)
            only = _only(inner)
            self._copied(only, (*from_, "allOf", 0) if only is not inner else from_, to)

    def _plain(self, said: Mapping[str, Any]) -> dict[str, Any]:
        made = {key: value for key, value in said.items() if key not in _OWN}
        kind = made.get("type")
        if kind == "any":
            made.pop("type")
        elif isinstance(kind, str) and "<" in kind and (found := schema_of(kind)):
            made.update(found)
        if is_mapping(made.get("properties")):
            made["properties"] = {name: _only(inner) for name, inner in made["properties"].items()}
        for key in ("items", "additionalProperties"):
            if is_mapping(made.get(key)):
                made[key] = _only(made[key])
        names: Any = said.get("requiredProperties")
        if is_sequence(names) and names:
            made["required"] = names
        return made


_MOST_VALUES = 200_000


def _listed(value: Any) -> list[Any]:
    return value if is_sequence(value) else []


def _only(schema: Any) -> Any:
    """Return the schema in an `allOf` with one member."""
    parts: Any = schema.get("allOf") if is_mapping(schema) and set(schema) == {"allOf"} else None
    return parts[0] if is_sequence(parts) and len(parts) == 1 else schema


def _scheme(place: str, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a security scheme; the shape lacks the location of its parameter."""
    made: dict[str, Any] = {key: value for key, value in said.items() if key in ("type", "scheme", "description")}
    match made.get("type"):
        case "http" | "openIdConnect":
            return made
        case "oauth2":
            return {**made, "flows": {}}
        case _:
            return {**made, "type": "apiKey", "in": place, "name": name}
