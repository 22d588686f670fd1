"""The semantic form of an API: frozen dataclasses that know wire names only.

`lower` builds it from the canonical tree; `naming`, `render`, `compare` and `examples` read it. Nothing in here knows
Python names, files or httpx.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from ..declarations.declaration import Declaration
from ..diagnostics import Location
from ..schema.classes import JsonSchema
from .origin import Origin
from .paging import Pagination, Polling
from .schemas import Schema

OperationKey: TypeAlias = tuple[str, str]
"""`(method, path)`: lower-case method, path as the document writes it. Identifies an operation within an Api."""


class ParameterLocation(StrEnum):
    """Where a parameter travels (OpenAPI 3.2, 4.12.2 Parameter Object)."""

    PATH = "path"
    QUERY = "query"
    QUERYSTRING = "querystring"
    HEADER = "header"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """One variable of a server URL: its default and the values allowed, empty for any."""

    default: str
    enum: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """One server (Server Object): the URL template as written and its variables."""

    url: str
    description: str = ""
    name: str | None = None
    """The `name` of OpenAPI 3.2, where given."""
    variables: Mapping[str, ServerVariable] = field(default_factory=dict[str, ServerVariable])


@dataclass(frozen=True, slots=True)
class OAuthFlow:
    """One OAuth 2 flow; the key under `flows` says which."""

    authorization_url: str | None = None
    token_url: str | None = None
    refresh_url: str | None = None
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """One declared credential (Security Scheme Object)."""

    key: str
    """The name under `components/securitySchemes`."""
    type: Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]
    description: str = ""
    location: Literal["query", "header", "cookie"] | None = None
    """Of `apiKey`: where it travels."""
    name: str | None = None
    """Of `apiKey`: the wire name of the header, query or cookie parameter."""
    scheme: str | None = None
    """Of `http`: the authentication scheme; `bearer` and `basic` in lower case, others as the document has them."""
    flows: Mapping[str, OAuthFlow] = field(default_factory=dict[str, OAuthFlow])
    openid_connect_url: str | None = None
    bearer_format: str = ""
    """Of `http` with `bearer`: what the token is, `JWT` for the most part."""


SecurityRequirement: TypeAlias = Mapping[str, tuple[str, ...]]
"""Scheme key → scopes, all needed together; an empty mapping means that no credential is needed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, path-level ones merged in, style defaults filled in."""

    name: str
    location: ParameterLocation
    required: bool
    schema: Schema
    style: str
    """`simple`, `label`, `matrix`, `form`, `spaceDelimited`, `pipeDelimited`, `deepObject` or `cookie`."""
    explode: bool
    allow_reserved: bool = False
    allow_empty_value: bool = False
    content_type: str | None = None
    """Set where the parameter has `content` in place of `schema`: the value is written in this media type."""
    description: str = ""
    deprecated: bool = False
    suggested: str = ""
    """What the provider calls it in its own SDKs, empty where it says nothing."""
    origin: Origin | None = field(default=None, compare=False)

    @property
    def where(self) -> Location | None:
        """Where the document describes it."""
        return self.origin.where() if self.origin else None


@dataclass(frozen=True, slots=True)
class Header:
    """One response header, or a part header of a multipart encoding."""

    name: str
    required: bool
    schema: Schema
    explode: bool = False
    content_type: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body is written (Encoding Object)."""

    content_type: str | None = None
    headers: tuple[Header, ...] = ()
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool | None = None


@dataclass(frozen=True, slots=True)
class MediaType:
    """One content of a body or a response."""

    content_type: str
    """As written, without changing case: `application/json; charset=utf-8` keeps its parameter."""
    schema: Schema | None = None
    item_schema: Schema | None = None
    """OpenAPI 3.2 `itemSchema`: the schema of each item of a sequential media type."""
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])


@dataclass(frozen=True, slots=True)
class Body:
    """A request body (Request Body Object)."""

    required: bool
    """True also where the document leaves `required` out although a schema of the body has required properties."""
    contents: tuple[MediaType, ...]
    description: str = ""
    suggested: str = ""
    """What the provider calls the argument in its own SDKs, empty where it says nothing."""


@dataclass(frozen=True, slots=True)
class Response:
    """One declared response."""

    status: str
    """`200`, `4XX` (upper case) or `default`."""
    description: str = ""
    contents: tuple[MediaType, ...] = ()
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestedCall:
    """What the provider calls an operation in its own SDKs, as its extensions write it."""

    group: tuple[str, ...] | None = None
    """From the client inwards, empty for the client itself; None where the provider says nothing."""
    method: str = ""
    source: str = ""
    """The extension that says so: `x-fern-sdk-group-name`."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: a method on a path."""

    method: str
    """Lower case, also for the additional methods of OpenAPI 3.2."""
    path: str
    operation_id: str | None
    tags: tuple[str, ...]
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    """In the order: exact statuses ascending, ranges, default."""
    security: tuple[SecurityRequirement, ...]
    """Alternatives, in the document's order; empty where the operation is anonymous."""
    servers: tuple[Server, ...] = ()
    """The operation's or path's own servers; empty where the Api's apply."""
    suggested: SuggestedCall = SuggestedCall()
    pagination: Pagination | None = None
    """How its answers are divided into pages, where that is declared."""
    polling: Polling | None = None
    """Which answers end the waiting for what it returns, where that is declared."""
    extensions: Mapping[str, Declaration] = field(default_factory=dict[str, Declaration], compare=False, hash=False)
    """`pagination` and `polling` as the document's own extensions declare them, not yet held against the operation."""
    callback: str = ""
    """Of what the server calls because of an operation: the name of the callback."""
    origin: Origin | None = field(default=None, compare=False)

    @property
    def where(self) -> Location | None:
        """Where the document describes it."""
        return self.origin.where() if self.origin else None

    @property
    def key(self) -> OperationKey:
        """The identity of the operation within its Api."""
        return (self.method, self.path)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What `provider.toml` calls it: its operationId, its method and path."""
        plain = f"{self.method.upper()} {self.path}"
        return (self.operation_id, plain) if self.operation_id else (plain,)

    @property
    def successes(self) -> tuple[Response, ...]:
        """The declared successes; `default` is one where no other is declared."""
        found = tuple(one for one in self.responses if one.status.startswith("2"))
        return found or tuple(one for one in self.responses if one.status == "default")


@dataclass(frozen=True, slots=True)
class Tag:
    """One declared tag; `parent` and `summary` are OpenAPI 3.2's."""

    name: str
    description: str = ""
    summary: str = ""
    parent: str | None = None


@dataclass(frozen=True)
class Api:
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
    """What the server calls: webhooks by their names, callbacks by theirs, expression and operation, as `path`."""
    received: frozenset[str] = frozenset()
    """Names of the schemas reachable from a response (or from a webhook or callback request)."""
    sent: frozenset[str] = frozenset()
    """Names of the schemas reachable from a parameter or a request body."""
    inline: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Schema without a name in the document → the names that the places give at which it stands."""
    suggested: Mapping[str, str] = field(default_factory=dict[str, str])
    """`schema` or `schema.property` → what the provider calls it in its own SDKs."""

    @cached_property
    def json_schemas(self) -> Mapping[str, JsonSchema]:
        """The same schemas as JSON: what assertions of generated code embed, and what `diff` compares."""
        return {name: schema.json for name, schema in self.schemas.items()}
