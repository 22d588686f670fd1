"""Converts the canonical tree to the classes of `ir.api`, with all defaults of OpenAPI filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Literal, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..declarations.declaration import Declaration, KeyPlaces
from ..declarations.settings import problems
from ..diagnostics import Location, Report
from ..document.document import escape
from ..normalize.media_types import scalar_text
from ..normalize.normalize import Canonical
from ..normalize.paging_extensions import OWN
from ..openapi.reachability import reachable
from ..openapi.references import is_mapping, is_sequence
from ..schema.classes import JsonSchema
from .api import (
    Api,
    Body,
    Encoding,
    Header,
    MediaType,
    OAuthFlow,
    Operation,
    Parameter,
    ParameterLocation,
    Response,
    SecurityRequirement,
    SecurityScheme,
    Server,
    ServerVariable,
    SuggestedCall,
    Tag,
)
from .origin import Origin, SchemaOrigin
from .schema_reader import SchemaNodeReader
from .schemas import Schema

_STYLES: Mapping[ParameterLocation, tuple[str, ...]] = {
    ParameterLocation.PATH: ("simple", "label", "matrix"),
    ParameterLocation.QUERY: ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    ParameterLocation.QUERYSTRING: ("form",),
    ParameterLocation.HEADER: ("simple",),
    ParameterLocation.COOKIE: ("form", "cookie"),
}
"""The styles that each location allows, its default first (OpenAPI 3.2, 4.12.2.2)."""

_DELIMITED = ("spaceDelimited", "pipeDelimited", "tabDelimited")
"""Styles from `collectionFormat` of Swagger 2.0, which allows them in every location."""


def lower(canonical: Canonical, report: Report) -> Api:
    """Return the Api of a canonical tree; impossible settings of parameters are replaced with a warning."""
    return _Lowering(canonical, report).api()


class _Lowering(Struct):
    canonical: Canonical
    report: Report
    _received: SchemaNodeReader = field(default_factory=SchemaNodeReader)
    """Reads the schemas of what the server writes."""
    _sent: SchemaNodeReader = field(default_factory=SchemaNodeReader)
    """Reads the schemas of what the client writes."""
    _graph: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Component → the components that it refers to."""

    def api(self) -> Api:
        tree = self.canonical.tree
        info: Mapping[str, Any] = tree["info"]
        components: Mapping[str, Any] = tree["components"]["schemas"]
        schemas = {name: self._component(name, components[name]) for name in sorted(components)}
        operations, webhooks = tuple(self._operations()), tuple(self._webhooks())
        return Api(
            title=_text(info, "title"),
            version=_text(info, "version"),
            description=_text(info, "description") or _text(info, "summary"),
            servers=_servers(tree["servers"]),
            tags=tuple(_tag(tag) for tag in tree["tags"]),
            security_schemes=tuple(
                _security_scheme(key, scheme) for key, scheme in sorted(tree["components"]["securitySchemes"].items())
            ),
            operations=operations,
            schemas=schemas,
            webhooks=webhooks,
            received=reachable(self._received.references, self._graph),
            sent=reachable(self._sent.references, self._graph),
            inline=self.canonical.inline,
            suggested=self.canonical.suggested,
        )

    def _operations(self) -> Iterator[Operation]:
        for path, item in sorted(self.canonical.tree["paths"].items()):
            for method, operation in sorted(item.items()):
                yield self._operation(method, path, operation, f"/paths/{escape(path)}/{method}")

    def _webhooks(self) -> Iterator[Operation]:
        """Yield the requests that the server makes: webhooks, then the callbacks of every operation."""
        for name, item in sorted(self.canonical.tree["webhooks"].items()):
            for method, operation in sorted(item.items()):
                yield self._operation(method, name, operation, f"/webhooks/{escape(name)}/{method}", by_server=True)
        for path, item in sorted(self.canonical.tree["paths"].items()):
            for method, operation in sorted(item.items()):
                pointer = f"/paths/{escape(path)}/{method}/callbacks"
                for name, callback in operation.get("callbacks", {}).items():
                    of = f"of {method.upper()} {path}"
                    yield from self._callback(callback, f"{pointer}/{escape(name)}", name, of)

    def _callback(self, callback: Mapping[str, Any], pointer: str, name: str, of: str) -> Iterator[Operation]:
        for expression, item in sorted(callback.items()):
            for method, operation in sorted(item.items()):
                there = f"{pointer}/{escape(expression)}/{method}"
                called = self._operation(method, f"{name} {expression} {of}", operation, there, by_server=True)
                yield replace(called, callback=name)

    def _operation(
        self, method: str, path: str, tree: Mapping[str, Any], pointer: str, *, by_server: bool = False
    ) -> Operation:
        """Return an operation; `by_server` means that the server calls it, so that its responses are what we send."""
        security: list[dict[str, list[str]]] = tree.get("security", self.canonical.tree["security"])
        body: Mapping[str, Any] | None = tree.get("requestBody")
        origin = self._origin(pointer)
        start = SchemaOrigin(origin) if origin else None
        asked, answered = _Place(self._sent, start), _Place(self._received, start)
        if by_server:
            asked, answered = _Place(self._received, start), _Place(self._sent, start)
        return Operation(
            method=method,
            path=path,
            operation_id=tree.get("operationId"),
            tags=tuple(tree["tags"]),
            summary=_text(tree, "summary"),
            description=_text(tree, "description"),
            deprecated=tree.get("deprecated") is True,
            parameters=tuple(
                self._parameter(parameter, f"{pointer}/parameters/{index}", asked.reader)
                for index, parameter in enumerate(tree["parameters"])
            ),
            body=_body(body, tree.get("suggestedBody", ""), asked) if body and body["content"] else None,
            responses=tuple(
                _response(status, tree["responses"][status], answered) for status in _statuses(tree["responses"])
            ),
            security=tuple(_requirement(requirement) for requirement in security),
            servers=_servers(tree.get("servers", ())),
            suggested=_suggested(tree.get("suggested", {})),
            extensions=dict(self._extensions(tree, pointer)),
            origin=origin,
        )

    def _extensions(self, tree: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Declaration]]:
        """Yield the declarations of pages and states in extensions; report those that are not understood."""
        for kind in ("pagination", "polling"):
            if kind not in tree:
                continue
            origin = self._origin(f"{pointer}/{kind}") or self._origin(pointer)
            where = origin.where() if origin else Location("")
            source = tree[kind]["source"]
            values = {key: value for key, value in tree[kind].items() if key != "source"}
            if source in OWN.values() and (wrong := problems(kind, values)):
                for _, message in wrong:
                    self.report.error("invalid-setting", f"`{source}`: {message}", where)
            elif not values:
                message = f"`{source}` does not describe pages in a form that is known; it is not used"
                self.report.warning("unknown-pagination", message, where)
            else:
                yield kind, Declaration(values, source, KeyPlaces({"": where}), binding=source in OWN.values())

    def _component(self, name: str, schema: JsonSchema) -> Schema:
        origin = self._origin(f"/components/schemas/{escape(name)}")
        reader = SchemaNodeReader()
        node = reader.read(schema, SchemaOrigin(origin) if origin else None)
        self._graph[name] = frozenset(reader.references)
        return node

    def _origin(self, pointer: str) -> Origin | None:
        origins = self.canonical.origins
        return Origin(partial(origins.where, pointer)) if pointer in origins else None

    def _parameter(self, tree: Mapping[str, Any], pointer: str, reader: SchemaNodeReader) -> Parameter:
        location = ParameterLocation(tree["in"])
        origin = self._origin(pointer)
        style = self._style(tree, location, origin)
        content_type, schema = _content(tree, _Place(reader, SchemaOrigin(origin) if origin else None))
        explode = tree.get("explode")
        return Parameter(
            name=tree["name"],
            location=location,
            required=tree["required"],
            schema=schema,
            style=style,
            explode=explode if isinstance(explode, bool) else style in ("form", "cookie"),
            allow_reserved=tree.get("allowReserved") is True,
            allow_empty_value=tree.get("allowEmptyValue") is True,
            many_segments=tree.get("manySegments") is True,
            content_type=content_type,
            description=_text(tree, "description"),
            deprecated=tree.get("deprecated") is True,
            suggested=tree.get("suggested", ""),
            origin=origin,
        )

    def _style(self, tree: Mapping[str, Any], location: ParameterLocation, origin: Origin | None) -> str:
        allowed = _STYLES[location]
        style = tree.get("style", allowed[0])
        if style in allowed or (style in _DELIMITED and location is not ParameterLocation.QUERYSTRING):
            return str(style)
        message = f"a {location} parameter cannot have the style `{style}`; `{allowed[0]}` is used"
        self.report.warning("invalid-style", message, origin.where() if origin else None)
        return allowed[0]


def _text(tree: Mapping[str, Any], key: str) -> str:
    value = tree.get(key)
    return value if isinstance(value, str) else _scalar(value) if isinstance(value, bool | int | float) else ""


def _suggested(tree: Mapping[str, Any]) -> SuggestedCall:
    group = tree.get("group")
    return SuggestedCall(None if group is None else tuple(group), tree.get("method", ""), tree.get("source", ""))


def _items(value: Any) -> list[tuple[str, Any]]:
    return sorted(value.items()) if is_mapping(value) else []


def _servers(trees: Any) -> tuple[Server, ...]:
    return tuple(_server(tree) for tree in trees if is_mapping(tree) and isinstance(tree.get("url"), str))


def _server(tree: Mapping[str, Any]) -> Server:
    variables = tree.get("variables")
    return Server(
        url=tree["url"],
        description=_text(tree, "description"),
        name=_text(tree, "name") or None,
        variables={name: _variable(variable) for name, variable in _items(variables) if is_mapping(variable)},
    )


def _variable(tree: Mapping[str, Any]) -> ServerVariable:
    values = tree.get("enum")
    allowed = tuple(_scalar(value) for value in values) if is_sequence(values) else ()
    default = _scalar(tree.get("default", allowed[0] if allowed else ""))
    if len(allowed) == 1 and default not in allowed:
        default = allowed[0]  # The document contradicts itself (OpenAPI 3.1, 4.8.6), and nothing else may be sent.
    return ServerVariable(default, allowed, _text(tree, "description"))


def _scalar(value: Any) -> str:
    return scalar_text(value) if isinstance(value, str | bool | int | float) else ""


def _tag(tree: Mapping[str, Any]) -> Tag:
    return Tag(tree["name"], _text(tree, "description"), _text(tree, "summary"), _text(tree, "parent") or None)


_SchemeType = Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]
_KeyLocation = Literal["query", "header", "cookie"]


def _security_scheme(key: str, tree: Mapping[str, Any]) -> SecurityScheme:
    flows = tree.get("flows")
    is_key = tree["type"] == "apiKey"
    return SecurityScheme(
        key=key,
        type=cast("_SchemeType", tree["type"]),
        description=_text(tree, "description"),
        location=cast("_KeyLocation", tree["in"]) if is_key else None,
        name=str(tree["name"]) if is_key else None,
        scheme=_http_scheme(str(tree["scheme"])) if tree["type"] == "http" else None,
        flows={name: _flow(flow) for name, flow in _items(flows) if is_mapping(flow)},
        openid_connect_url=_text(tree, "openIdConnectUrl") or None,
        bearer_format=_text(tree, "bearerFormat"),
    )


def _http_scheme(name: str) -> str:
    """Return the name of an HTTP scheme: in lower case if the program knows it, else as in the document."""
    return name.lower() if name.lower() in ("basic", "bearer") else name


def _flow(tree: Mapping[str, Any]) -> OAuthFlow:
    scopes = tree.get("scopes")
    return OAuthFlow(
        authorization_url=_text(tree, "authorizationUrl") or None,
        token_url=_text(tree, "tokenUrl") or None,
        refresh_url=_text(tree, "refreshUrl") or None,
        scopes={name: _scalar(text) for name, text in _items(scopes)},
    )


def _requirement(tree: Mapping[str, list[str]]) -> SecurityRequirement:
    return {key: tuple(scopes) for key, scopes in tree.items()}


class _Place(Struct, frozen=True):
    """A part of the document that contains schemas: its schema reader, and its place if known."""

    reader: SchemaNodeReader
    origin: SchemaOrigin | None

    def down(self, *keys: str) -> _Place:
        """Return a part of it."""
        return _Place(self.reader, self.origin and self.origin.down(*keys))

    def schema(self, tree: Mapping[str, Any]) -> Schema:
        """Return its `schema`; without one, any value is allowed."""
        return self.reader.read(tree.get("schema", True), self.origin and self.origin.down("schema"))

    def declared(self, key: str, tree: Mapping[str, Any]) -> Schema | None:
        """Return the schema under a key; None if there is none."""
        schema = tree.get(key)
        return None if schema is None else self.reader.read(schema, self.origin and self.origin.down(key))


def _content(tree: Mapping[str, Any], here: _Place) -> tuple[str | None, Schema]:
    """Return the media type and the schema of a parameter or header; the media type is None if it has a `schema`."""
    content: Mapping[str, Any] = tree.get("content", {})
    for media_type, holder in content.items():
        return media_type, here.down("content", media_type).schema(holder)
    return None, here.schema(tree)


def _header(name: str, tree: Mapping[str, Any], here: _Place) -> Header:
    content_type, schema = _content(tree, here)
    explode = tree.get("explode") is True
    return Header(name, tree["required"], schema, explode, content_type, _text(tree, "description"))


def _headers(tree: Mapping[str, Any], here: _Place) -> tuple[Header, ...]:
    return tuple(
        _header(name, header, here.down("headers", name)) for name, header in sorted(tree.get("headers", {}).items())
    )


def _media_type(name: str, tree: Mapping[str, Any], here: _Place) -> MediaType:
    encoding = {key: _encoding(one, here) for key, one in tree.get("encoding", {}).items()}
    return MediaType(name, here.declared("schema", tree), here.declared("itemSchema", tree), encoding)


def _encoding(tree: Mapping[str, Any], here: _Place) -> Encoding:
    explode, reserved = tree.get("explode"), tree.get("allowReserved")
    return Encoding(
        content_type=_text(tree, "contentType") or None,
        headers=_headers(tree, here),
        style=_text(tree, "style") or None,
        explode=explode if isinstance(explode, bool) else None,
        allow_reserved=reserved if isinstance(reserved, bool) else None,
    )


def _contents(tree: Mapping[str, Any], here: _Place) -> tuple[MediaType, ...]:
    return tuple(
        _media_type(name, media_type, here.down("content", name))
        for name, media_type in tree.get("content", {}).items()
    )


def _body(tree: Mapping[str, Any], suggested: str, here: _Place) -> Body:
    contents = _contents(tree, here.down("requestBody"))
    return Body(tree["required"], contents, _text(tree, "description"), suggested)


def _response(status: str, tree: Mapping[str, Any], here: _Place) -> Response:
    here = here.down("responses", status)
    description = _text(tree, "description") or _text(tree, "summary")
    return Response(status, description, _contents(tree, here), _headers(tree, here))


def _statuses(responses: Mapping[str, Any]) -> list[str]:
    """Return statuses in the order: exact ones ascending, ranges, default."""
    return sorted(responses, key=lambda status: (status == "default", status.endswith("X"), status))
