"""Operations, and requests for them: plain data that the generated code writes down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from .codecs import Codec
    from .parameters import ParameterStyle
    from .servers import Server

T_co = TypeVar("T_co", covariant=True)

Codecs: TypeAlias = "Codec | tuple[Codec, ...] | None"
"""What is declared for a body: a codec, one for each content type, or nothing."""

Requirement: TypeAlias = "tuple[str | tuple[str, ...], ...]"
"""Credentials needed together: the key of each scheme, or a tuple of key and scopes. An empty one needs none."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Generic[T_co]):
    """One operation of an API, as its description declares it; `T_co` is what a success returns."""

    method: str
    template: str
    """The path, parameters in braces."""
    path: Mapping[str, ParameterStyle] = field(default_factory=dict[str, Any], kw_only=True)
    """Parameters whose style is not the default of their location; likewise below."""
    query: Mapping[str, ParameterStyle] = field(default_factory=dict[str, Any], kw_only=True)
    headers: Mapping[str, ParameterStyle] = field(default_factory=dict[str, Any], kw_only=True)
    cookies: Mapping[str, ParameterStyle] = field(default_factory=dict[str, Any], kw_only=True)
    querystring: str | Codec | None = field(default=None, kw_only=True)
    """The media type, or the codec, of a parameter that is the whole query string (OpenAPI 3.2)."""
    security: tuple[Requirement, ...] = field(default=(), kw_only=True)
    """Alternatives; none where the operation is anonymous."""
    body: Codecs = field(default=None, kw_only=True)
    """The codec of the request body, or one for each content type, the first being the default."""
    body_required: bool = field(default=False, kw_only=True)
    """A body of None is null, not left out."""
    responses: Mapping[int | str, Codecs] = field(default_factory=dict[int | str, Any], kw_only=True)
    """Status, `4XX` or `default` → what the body is."""
    servers: tuple[Server | str, ...] = field(default=(), kw_only=True)
    """The operation's own servers, relative ones seen from the client's."""
    idempotency: str | None = field(default=None, kw_only=True)
    """Header or body property that makes repeating safe when set, besides `Idempotency-Key`."""


@dataclass(frozen=True, slots=True, eq=False)
class Request(Generic[T_co]):
    """An operation with its arguments, ready for `Client.send`. None leaves a parameter or an optional body out."""

    operation: Operation[T_co]
    path: Mapping[str, object] = field(default_factory=dict[str, object], kw_only=True, repr=False)
    query: Mapping[str, object] = field(default_factory=dict[str, object], kw_only=True, repr=False)
    headers: Mapping[str, object] = field(default_factory=dict[str, object], kw_only=True, repr=False)
    cookies: Mapping[str, object] = field(default_factory=dict[str, object], kw_only=True, repr=False)
    querystring: object = field(default=None, kw_only=True, repr=False)
    body: object = field(default=None, kw_only=True, repr=False)
    content_type: str | None = field(default=None, kw_only=True)
    """The content type of the body, where the operation takes several."""
    accept: str | None = field(default=None, kw_only=True)
    """The content type wanted in response, where the operation has several."""
