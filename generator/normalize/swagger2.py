"""Converts Swagger 2.0 descriptions to OpenAPI 3: bodies, form fields, styles, servers and security schemes.

Schemas are not changed: `schema.reader` reads those of every version. Diagnostics keep the places of the 2.0 text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..diagnostics import Location
from ..document.document import escape
from ..openapi.problems import Findings
from ..openapi.references import LocatedDocument, Missing, Place, Resolver, is_mapping, is_sequence, is_true, wrong_kind

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_OF_SCHEMA = frozenset(
    {
        "type",
        "format",
        "items",
        "default",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "enum",
        "multipleOf",
        "x-nullable",
        "x-example",
    }
)
_STYLES: Mapping[str, tuple[str, bool]] = {
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),
    "pipes": ("pipeDelimited", False),
}
_FORM, _MULTIPART, _JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_PARAMETER = re.compile(r"(/paths/[^/]+/[^/]+/parameters/[0-9]+)(?:/schema)?((?:/.*)?)\Z", re.DOTALL)
_BODY = re.compile(r"(/paths/[^/]+/[^/]+/requestBody)(?:/content/[^/]*(/schema.*)?)?\Z", re.DOTALL)
_FIELD = re.compile(r"(/paths/[^/]+/[^/]+/requestBody)/content/[^/]*/schema/properties/([^/]+)((?:/.*)?)\Z", re.DOTALL)
_RESPONSE = re.compile(r"(/paths/[^/]+/[^/]+/responses/[^/]+)(?:/content/[^/]*)?((?:/.*)?)\Z", re.DOTALL)
"""Pointers of the converted tree: the groups but the last name what is moved, the last is what follows."""
_SCHEMA_OF_HEADER = re.compile(r"^(/headers/[^/]*)/schema")
_POINTERS = (
    (re.compile(r"^/components/schemas"), "/definitions"),
    (re.compile(r"^/components/securitySchemes"), "/securityDefinitions"),
    (re.compile(r"^/components/(parameters|responses)"), r"/\1"),
    (re.compile(r"/requestBody(/content/[^/]*)?"), "/parameters"),
    (re.compile(r"(/responses/[^/]*)/content/[^/]*"), r"\1"),
    (re.compile(r"(/(?:parameters|headers)/[^/]*)/schema"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Converted:
    """A 2.0 document in the form of OpenAPI 3.0, with the places of the 2.0 text."""

    tree: dict[str, Any]
    file: str
    original: LocatedDocument
    moved: Mapping[str, Place]
    """Pointer of a parameter, body, form field or response of the converted tree → its place in the text."""

    def where(self, pointer: str) -> Location:
        """Return the place in the 2.0 text of what a pointer into the converted tree leads to."""
        for pattern in (_PARAMETER, _FIELD, _BODY, _RESPONSE):
            found = pattern.match(pointer)
            place = self.moved.get("/".join(found.groups()[:-1])) if found else None
            if found and place:
                rest = _SCHEMA_OF_HEADER.sub(r"\1", found.groups()[-1] or "")
                return place.resource.document.where(place.pointer() + rest)
        for pattern, replacement in _POINTERS:
            pointer = pattern.sub(replacement, pointer, count=1)
        return self.original.where(pointer)


def converted(document: LocatedDocument, others: Mapping[str, LocatedDocument], findings: Findings) -> Converted:
    """Return a Swagger 2.0 document as OpenAPI 3.0; neither it nor any schema of it is changed."""
    return _Conversion(document, Resolver(document, others), findings).document()


class _Conversion:
    def __init__(self, document: LocatedDocument, resolver: Resolver, findings: Findings) -> None:
        self.original, self.resolver, self.findings = document, resolver, findings
        self.source = document.tree
        self.places: dict[str, Place] = {}
        self.root = resolver.root()

    def document(self) -> Converted:
        source = self.source
        tree = {key: value for key, value in source.items() if key not in _REPLACED}
        tree["openapi"] = "3.0.4"
        tree["servers"] = list(self._servers(source.get("schemes"), self.root))
        tree["components"] = {
            "schemas": source.get("definitions") or {},
            "securitySchemes": {
                name: _security_scheme(scheme)
                for name, scheme in sorted(_object(source, "securityDefinitions").items())
            },
        }
        paths = source.get("paths")
        if is_mapping(paths):
            paths = {path: self._path_item(item, self.root.down("paths", path)) for path, item in paths.items()}
        tree["paths"] = paths
        return Converted(tree, self.original.file, self.original, self.places)

    def _servers(self, schemes: Any, place: Place) -> Iterator[dict[str, Any]]:
        host, base = self.source.get("host"), self.source.get("basePath")
        path = base.rstrip("/") if isinstance(base, str) else ""
        path = path if not path or path.startswith("/") else f"/{path}"
        if not isinstance(host, str) or not host:
            if path:
                yield {"url": path}
            return
        if "://" in host:
            self.findings.warning(
                "invalid-host", "`host` must not have a scheme: give it in `schemes`", place.down("host")
            )
            host = host.partition("://")[2]
        names = [scheme for scheme in schemes if isinstance(scheme, str)] if is_sequence(schemes) else []
        web = [scheme for scheme in names if scheme in ("https", "http")] or ["https"]
        for scheme in names:
            if scheme not in ("https", "http"):
                message = f"`{scheme}` is not an HTTP scheme: it is left out, as calls use http or https"
                self.findings.warning("unsupported-scheme", message, place.down("schemes"))
        for scheme in sorted(set(web), reverse=True):
            yield {"url": f"{scheme}://{host.rstrip('/')}{path}"}

    def _path_item(self, item: Any, place: Place) -> Any:
        node, place = self._resolved(item, place)
        if not is_mapping(node) or "$ref" in node:
            return item
        shared = self._parameters(node.get("parameters"), place)
        out: dict[str, Any] = {}
        for method, operation in node.items():
            if method in _METHODS:
                out[method] = (
                    self._operation(operation, shared, place.down(method)) if is_mapping(operation) else operation
                )
        return out

    def _operation(
        self, node: dict[str, Any], shared: list[tuple[dict[str, Any], Place]], place: Place
    ) -> dict[str, Any]:
        out = {
            key: value for key, value in node.items() if key not in ("parameters", "responses", "consumes", "schemes")
        }
        own = self._parameters(node.get("parameters"), place)
        known = {_identity(one) for one, _ in own}
        inherited = [pair for pair in shared if _identity(pair[0]) not in known]
        parameters = [*inherited, *own]
        if any(one.get("in") == "body" for one, _ in own):
            parameters = [pair for pair in parameters if pair in own or pair[0].get("in") != "body"]
        plain = [pair for pair in parameters if pair[0].get("in") not in ("body", "formData")]
        out["parameters"] = [one.get(_BROKEN, one) if _is_broken(one) else self._parameter(one) for one, _ in plain]
        pointer = place.pointer()
        self.places.update({f"{pointer}/parameters/{index}": where for index, (_, where) in enumerate(plain)})
        for one, where in parameters:
            if one.get("in") == "body":
                self.places[f"{pointer}/requestBody"] = where
            elif one.get("in") == "formData":
                self.places[f"{pointer}/requestBody/{escape(str(one.get('name')))}"] = where
        consumes = _media_types(node.get("consumes"), self.source.get("consumes"))
        body = self._body(parameters, consumes)
        if body is not None:
            out["requestBody"] = body
        produces = _media_types(node.get("produces"), self.source.get("produces"))
        responses = node.get("responses")
        if is_mapping(responses):
            where = place.down("responses")
            responses = {
                status: self._response(response, produces, where.down(status)) for status, response in responses.items()
            }
        out["responses"] = responses
        if is_sequence(node.get("schemes")) and node["schemes"] != self.source.get("schemes"):
            out["servers"] = list(self._servers(node["schemes"], place))
        return out

    def _parameters(self, parameters: Any, place: Place) -> list[tuple[dict[str, Any], Place]]:
        found: list[tuple[dict[str, Any], Place]] = []
        for index, parameter in enumerate(parameters if is_sequence(parameters) else []):
            node, where = self._resolved(parameter, place.down("parameters", str(index)))
            found.append((node if is_mapping(node) else {_BROKEN: node}, where))
        return found

    def _parameter(self, node: dict[str, Any]) -> dict[str, Any]:
        out = {key: value for key, value in node.items() if key not in _OF_SCHEMA and key != "collectionFormat"}
        out["schema"] = node["schema"] if "schema" in node else _schema(node)
        if "x-example" in node:
            out["example"] = node["x-example"]
        if node.get("type") == "array":
            style = _STYLES.get(str(node.get("collectionFormat", "csv")))
            if node.get("in") == "query":
                out["style"], out["explode"] = style or ("form", False)
            elif style is not None and style != _STYLES["multi"]:  # `multi` is for queries and forms
                out["style"], out["explode"] = style
        return out

    def _body(self, parameters: list[tuple[dict[str, Any], Place]], consumes: list[str]) -> dict[str, Any] | None:
        fields = [(one, where) for one, where in parameters if one.get("in") == "formData"]
        bodies = [(one, where) for one, where in parameters if one.get("in") == "body"]
        for _, where in bodies[1:]:
            self.findings.loss("several-bodies", "an operation has one body: the first one is used", where)
        for _, where in fields if bodies else ():
            message = "an operation has a body or fields of a form: the body is used, the field is left out"
            self.findings.loss("body-and-form", message, where)
        for one, _ in bodies:
            if one.get("in") == "body":
                media: dict[str, Any] = {"schema": one["schema"]} if "schema" in one else {}
                content = dict.fromkeys(consumes or [_JSON], media)
                text = {"description": one["description"]} if "description" in one else {}
                return {**text, "required": is_true(one.get("required")), "content": content}
        return self._form(fields, consumes) if fields else None

    def _form(self, fields: list[tuple[dict[str, Any], Place]], consumes: list[str]) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        encoding: dict[str, Any] = {}
        required: list[str] = []
        for one, where in fields:
            name = one.get("name")
            if not isinstance(name, str):
                self.findings.error("invalid-parameter", "a form field needs a `name`", where)
                continue
            texts = {key: one[key] for key in ("description", "allowEmptyValue") if key in one}
            properties[name] = {**_schema(one), **{key: value for key, value in texts.items() if key == "description"}}
            if is_true(one.get("required")):
                required.append(name)
            if one.get("type") == "array":
                style, explode = _STYLES.get(str(one.get("collectionFormat", "csv")), ("form", False))
                encoding[name] = {"style": style, "explode": explode}
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        files = any(one.get("type") == "file" for one, _ in fields)
        forms = [name for name in consumes if name.partition(";")[0].strip() in (_FORM, _MULTIPART)]
        names = [_MULTIPART] if files else forms or [_FORM]
        media: dict[str, Any] = {"schema": schema}
        if encoding and not files:
            media["encoding"] = encoding
        return {"required": bool(required), "content": dict.fromkeys(names, media)}

    def _response(self, node: Any, produces: list[str], place: Place) -> Any:
        response, where = self._resolved(node, place)
        if where is not place:
            self.places[place.pointer()] = where
        if not is_mapping(response) or "$ref" in response or wrong_kind(where, "response") == "a schema":
            return node
        out = {key: value for key, value in response.items() if key not in ("schema", "examples", "headers")}
        examples = _object(response, "examples")
        if "schema" in response:
            names = produces or sorted(examples) or [_JSON]
            if is_mapping(response["schema"]) and response["schema"].get("type") == "file":
                names = [name for name in names if not name.endswith("json")] or ["application/octet-stream"]
                response = {**response, "schema": _of_file(response["schema"])}
            out["content"] = {
                name: {"schema": response["schema"], **({"example": examples[name]} if name in examples else {})}
                for name in names
            }
        headers = _object(response, "headers")
        for name, header in headers.items():
            if is_mapping(header) and header.get("collectionFormat", "csv") != "csv":
                message = f"the header `{name}` is read with commas, not as `{header['collectionFormat']}`"
                self.findings.warning("unsupported-collection-format", message, where.down("headers", name))
        out["headers"] = {
            name: {**{key: value for key, value in header.items() if key == "description"}, "schema": _schema(header)}
            for name, header in headers.items()
            if is_mapping(header)
        }
        return out

    def _resolved(self, node: Any, place: Place) -> tuple[Any, Place]:
        """Follow references; return one that leads nowhere as it is, for the reader of the result to report."""
        for _ in range(_LONGEST_CHAIN):
            if not is_mapping(node) or not isinstance(node.get("$ref"), str):
                break
            target = self.resolver.resolve(node["$ref"], place)
            if isinstance(target, Missing):
                break
            node, place = target.node, target.place
        return node, place


_LONGEST_CHAIN = 100
_REPLACED = frozenset(
    {"swagger", "host", "basePath", "schemes", "consumes", "produces", "paths", "securityDefinitions", "components"}
)


_BROKEN = "\0broken"
"""Holds a parameter that is no object, until the reader of operations comes to it."""


def _is_broken(parameter: Mapping[str, Any]) -> bool:
    return _BROKEN in parameter or "$ref" in parameter


def _identity(parameter: Mapping[str, Any]) -> tuple[str, str]:
    return (str(parameter.get("in")), str(parameter.get("name")))


def _object(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    return value if is_mapping(value) else {}


def _schema(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema whose keywords a 2.0 parameter, header or form field contains directly."""
    schema = {key: value for key, value in node.items() if key in _OF_SCHEMA and key != "x-example"}
    return _of_file(schema) if schema.get("type") == "file" else schema


def _of_file(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a file, a type that only 2.0 has."""
    return {**schema, "type": "string", "format": "binary"}


def _media_types(own: Any, shared: Any) -> list[str]:
    given = own if is_sequence(own) else shared
    return [name for name in given if isinstance(name, str)] if is_sequence(given) else []


def _security_scheme(scheme: Any) -> Any:
    if not is_mapping(scheme):
        return scheme
    text = {"description": scheme["description"]} if "description" in scheme else {}
    match scheme.get("type"):
        case "basic":
            return {"type": "http", "scheme": "basic", **text}
        case "oauth2":
            flow = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in scheme}
            name = _FLOWS.get(str(scheme.get("flow")), "implicit")
            return {"type": "oauth2", "flows": {name: flow}, **text}
        case _:
            return scheme
