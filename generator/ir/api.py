"""The meaning of an API: frozen data that only has wire names.

`lower` builds it from the canonical tree; `naming`, `emit`, `compare` and `examples` read it. It contains no Python
names, and nothing about files or httpx.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct, field

from ..declarations.declaration import Declaration
from ..diagnostics import Location
from ..openapi.path_templates import with_segments
from ..schema.classes import JsonSchema
from .origin import Origin
from .paging import Pagination, Polling
from .schemas import Schema

OperationKey: TypeAlias = tuple[str, str]
"""`(method, path)`: lower-case method, path as the document writes it. Identifies an operation within an Api."""


class ParameterLocation(StrEnum):
    """The location of a parameter in the request (OpenAPI 3.2, 4.12.2 Parameter Object)."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"


class ServerVariable(Struct, frozen=True):
    """One variable of a server URL: its default and the allowed values; empty if any value is allowed."""

    default: str
    enum: tuple[str, ...] = ()
    description: str = ""


class Server(Struct, frozen=True):
    """One server (Server Object): the URL template as written and its variables."""

    url: str
    description: str = ""
    name: str | None = None
    """The `name` of OpenAPI 3.2, if given."""
    variables: Mapping[str, ServerVariable] = field(default_factory=dict[str, ServerVariable])


class OAuthFlow(Struct, frozen=True):
    """One OAuth 2 flow; its key under `flows` names the kind."""

    authorization_url: str | None = None
    token_url: str | None = None
    refresh_url: str | None = None
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])


class SecurityScheme(Struct, frozen=True):
    """One declared credential (Security Scheme Object)."""

    key: str
    """The name under `components/securitySchemes`."""
    type: Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]
    description: str = ""
    location: Literal["query", "header", "cookie"] | None = None
    """For `apiKey`: its location in the request."""
    name: str | None = None
    """For `apiKey`: the wire name of the header, query or cookie parameter."""
    scheme: str | None = None
    """For `http`: the authentication scheme; `bearer` and `basic` in lower case, others as in the document."""
    flows: Mapping[str, OAuthFlow] = field(default_factory=dict[str, OAuthFlow])
    openid_connect_url: str | None = None
    bearer_format: str = ""
    """For `http` with `bearer`: the format of the token, usually `JWT`."""


SecurityRequirement: TypeAlias = Mapping[str, tuple[str, ...]]
"""Scheme key → scopes, all needed together; an empty mapping means that no credential is needed."""


class Parameter(Struct, frozen=True):
    """One parameter, including those of the path item, with the defaults of its style filled in."""

    name: str
    location: ParameterLocation
    required: bool
    schema: Schema
    style: str
    """`simple`, `label`, `matrix`, `form`, `spaceDelimited`, `pipeDelimited`, `deepObject` or `cookie`."""
    explode: bool
    allow_reserved: bool = False
    allow_empty_value: bool = False
    many_segments: bool = False
    """For a path: whether slashes in the value divide it into segments (`x-ms-skip-url-encoding`)."""
    content_type: str | None = None
    """The media type in which the value is written, if the parameter has `content` instead of `schema`."""
    description: str = ""
    deprecated: bool = False
    suggested: str = ""
    """The provider's own name for it in its SDKs; empty if there is none."""
    origin: Origin | None = None

    @property
    def where(self) -> Location | None:
        """The place in the document that describes it."""
        return self.origin.where() if self.origin else None


class Header(Struct, frozen=True):
    """One response header, or a part header of a multipart encoding."""

    name: str
    required: bool
    schema: Schema
    explode: bool = False
    content_type: str | None = None
    description: str = ""


class Encoding(Struct, frozen=True):
    """How one property of a form or multipart body is written (Encoding Object)."""

    content_type: str | None = None
    headers: tuple[Header, ...] = ()
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool | None = None


class MediaType(Struct, frozen=True):
    """One content of a body or a response."""

    content_type: str
    """As written, without changing case: `application/json; charset=utf-8` keeps its parameter."""
    schema: Schema | None = None
    item_schema: Schema | None = None
    """OpenAPI 3.2 `itemSchema`: the schema of each item of a sequential media type."""
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])


class Body(Struct, frozen=True):
    """A request body (Request Body Object)."""

    required: bool
    """Also true if the document leaves out `required` although a schema of the body has required properties."""
    contents: tuple[MediaType, ...]
    description: str = ""
    suggested: str = ""
    """The provider's own name for the argument in its SDKs; empty if there is none."""


class Response(Struct, frozen=True):
    """One declared response."""

    status: str
    """`200`, `4XX` (upper case) or `default`."""
    description: str = ""
    contents: tuple[MediaType, ...] = ()
    headers: tuple[Header, ...] = ()


class SuggestedCall(Struct, frozen=True):
    """The provider's own name for an operation in its SDKs, as its extensions write it."""

    group: tuple[str, ...] | None = None
    """From the client inwards, empty for the client itself; None if the provider gives none."""
    method: str = ""
    source: str = ""
    """The extension that it comes from: `x-fern-sdk-group-name`."""


class Operation(Struct, frozen=True):
    """One operation: a method on a path."""

    method: str
    """The HTTP method in lower case, also for the additional methods of OpenAPI 3.2."""
    path: str
    operation_id: str | None
    tags: tuple[str, ...]
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    """The responses in the order: exact statuses ascending, ranges, default."""
    security: tuple[SecurityRequirement, ...]
    """The alternatives, in the document's order; empty if the operation is anonymous."""
    servers: tuple[Server, ...] = ()
    """The operation's or path's own servers; empty if the Api's apply."""
    suggested: SuggestedCall = SuggestedCall()
    pagination: Pagination | None = None
    """How its responses are divided into pages, if that is declared."""
    polling: Polling | None = None
    """Which responses end a wait for its result, if that is declared."""
    extensions: Mapping[str, Declaration] = field(default_factory=dict[str, Declaration])
    """`pagination` and `polling` as the document's extensions declare them, not yet checked against the operation."""
    callback: str = ""
    """For a request that the server makes because of an operation: the name of the callback."""
    origin: Origin | None = None

    @property
    def where(self) -> Location | None:
        """The place in the document that describes it."""
        return self.origin.where() if self.origin else None

    @property
    def template(self) -> str:
        """The path as an expression of RFC 6570."""
        return with_segments(self.path, [one.name for one in self.parameters if one.many_segments])

    @property
    def key(self) -> OperationKey:
        """The identity of the operation within its Api."""
        return (self.method, self.path)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its addresses in `provider.toml`: its operationId, and its method and path."""
        plain = f"{self.method.upper()} {self.path}"
        return (self.operation_id, plain) if self.operation_id else (plain,)

    @property
    def successes(self) -> tuple[Response, ...]:
        """The declared successes; `default` counts as one if no other is declared."""
        found = tuple(one for one in self.responses if one.status.startswith("2"))
        return found or tuple(one for one in self.responses if one.status == "default")


class Tag(Struct, frozen=True):
    """One declared tag; `parent` and `summary` are OpenAPI 3.2's."""

    name: str
    description: str = ""
    summary: str = ""
    parent: str | None = None


class Api(Struct, frozen=True, dict=True):
    """A whole API description."""

    title: str
    version: str
    description: str
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    security_schemes: tuple[SecurityScheme, ...]
    operations: tuple[Operation, ...]
    """Sorted by path, then method: the order of the keys of the document has no meaning."""
    schemas: Mapping[str, Schema]
    """`components/schemas` of the canonical tree, sorted by name."""
    webhooks: tuple[Operation, ...] = ()
    """Requests that the server makes; `path` is a webhook's name, or a callback's name, expression and operation."""
    received: frozenset[str] = frozenset()
    """Names of the schemas reachable from a response (or from a webhook or callback request)."""
    sent: frozenset[str] = frozenset()
    """Names of the schemas reachable from a parameter or a request body."""
    inline: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Schema without a name in the document → the names that its places give it."""
    suggested: Mapping[str, str] = field(default_factory=dict[str, str])
    """`schema` or `schema.property` → the provider's own name for it in its SDKs."""

    @cached_property
    def json_schemas(self) -> Mapping[str, JsonSchema]:
        """The schemas as JSON: generated code embeds them in assertions, and `diff` compares them."""
        return {name: schema.json for name, schema in self.schemas.items()}
