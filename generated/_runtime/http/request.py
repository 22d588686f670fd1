"""Operations and requests for them: plain data that generated code contains."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    from ..wire.codecs import Codec
    from ..wire.parameters import ParameterStyle
    from .arguments import Arguments, Builder
    from .servers import Server

T_co = TypeVar("T_co", covariant=True)
F = TypeVar("F", bound="Builder")
D = TypeVar("D")

Deferred: TypeAlias = "D | Callable[[], D]"
"""A value, or a function that gives it."""

Styles: TypeAlias = "Mapping[str, ParameterStyle]"
"""Parameter → how it is written."""
_NO_STYLES: Styles = {}

Codecs: TypeAlias = "Codec | tuple[Codec, ...] | None"
"""The codecs of a body: one codec, one for each content type, or None."""

Responses: TypeAlias = "Mapping[int | str, Codecs]"
"""Status, `4XX` or `default` → what is declared for the body."""
_NO_RESPONSES: Responses = {}

Requirement: TypeAlias = "Mapping[str, Sequence[str]]"
"""Credentials needed together: the key of each security scheme, and its scopes (Security Requirement Object, OpenAPI
3.2, 4.30). An empty one needs none."""


class Operation(Generic[T_co]):
    """One operation of an API, as its description declares it; `T_co` is what a success returns.

    Arguments that name models may be given as a function (`responses=lambda: {200: JSON(Pet)}`), which is called when
    the operation is first used: until then none of its models is loaded.
    """

    def __init__(
        self,
        method: str,
        template: str,
        *,
        path: Deferred[Styles] = _NO_STYLES,
        query: Deferred[Styles] = _NO_STYLES,
        headers: Deferred[Styles] = _NO_STYLES,
        cookies: Deferred[Styles] = _NO_STYLES,
        querystring: str | Codec | None = None,
        security: Sequence[Requirement] = (),
        body: Deferred[Codecs] = None,
        body_required: bool = False,
        responses: Deferred[Responses] = _NO_RESPONSES,
        servers: tuple[Server | str, ...] = (),
        idempotency: tuple[Literal["header", "body"], str] | None = None,
        callers_keys: bool = False,
        strict_responses: bool | None = None,
    ) -> None:
        """`template` is the path, parameters in braces; under a location, parameters whose style is not its default."""
        self.method = method
        self.template = template
        self.querystring = querystring
        """The media type, or the codec, of a parameter that is the whole query string (OpenAPI 3.2)."""
        self.security = security
        """Alternative requirements, as in the document; empty if the operation is anonymous."""
        self.body_required = body_required
        """A body of None is null, not left out."""
        self.servers = servers
        """The operation's own servers, relative ones seen from the client's."""
        self.idempotency = idempotency
        """The header or property of the body that makes repetition safe, in addition to `Idempotency-Key`."""
        self.callers_keys = callers_keys
        """Keys have a form of their own, so that the client makes none."""
        self.strict_responses = strict_responses
        """Whether a response that is not as declared is an error; None leaves it to the client."""
        self._path, self._query, self._headers, self._cookies = path, query, headers, cookies
        self._body, self._responses = body, responses
        self._builder: Builder | None = None

    def builder(self, function: F) -> F:
        """Decorate the function that builds the operation's requests: its signature says what the parameters are."""
        self._builder = function
        return function

    @cached_property
    def arguments(self) -> Mapping[str, Arguments]:
        """The parameters by location and name on the wire; empty if no function builds the requests."""
        if self._builder is None:
            return {}
        from .arguments import arguments_of

        styles = {"path": self.path, "query": self.query, "headers": self.headers, "cookies": self.cookies}
        return arguments_of(self._builder, styles)

    @cached_property
    def required_body(self) -> str | None:
        """The name of the argument that holds the body if a request needs one and null is none; None otherwise."""
        if self._builder is None:
            return None
        from .arguments import required_body

        return required_body(self._builder)

    @cached_property
    def path(self) -> Styles:
        """The styles of path parameters whose style is not the default, by name."""
        return given(self._path)

    @cached_property
    def query(self) -> Styles:
        """The styles of query parameters."""
        return given(self._query)

    @cached_property
    def headers(self) -> Styles:
        """The styles of header parameters."""
        return given(self._headers)

    @cached_property
    def cookies(self) -> Styles:
        """The styles of cookies."""
        return given(self._cookies)

    @cached_property
    def body(self) -> Codecs:
        """The codec of the request body, or one for each content type, of which the first is the default."""
        return given(self._body)

    @cached_property
    def responses(self) -> Responses:
        """Status, `4XX` or `default` → the codecs of the body."""
        return given(self._responses)

    def __repr__(self) -> str:
        return f"Operation({self.method!r}, {self.template!r})"


def given(value: Deferred[D]) -> D:
    """Return the value, or the result of the function that stands for it."""
    return cast("D", value() if isinstance(value, FunctionType) else value)


def _nothing() -> Mapping[str, object]:
    """Return no parameters; `dict[str, object]` as a factory takes as long as all other fields together."""
    return {}


@dataclass(slots=True, eq=False)
class Request(Generic[T_co]):
    """An operation with its arguments, ready for `Client.send`. None leaves out a parameter or an optional body.

    No client changes it, so it may be sent again. It is not frozen: that would take most of the time of making it.
    """

    operation: Operation[T_co]
    path: Mapping[str, object] = field(default_factory=_nothing, kw_only=True, repr=False)
    query: Mapping[str, object] = field(default_factory=_nothing, kw_only=True, repr=False)
    headers: Mapping[str, object] = field(default_factory=_nothing, kw_only=True, repr=False)
    cookies: Mapping[str, object] = field(default_factory=_nothing, kw_only=True, repr=False)
    querystring: object = field(default=None, kw_only=True, repr=False)
    body: object = field(default=None, kw_only=True, repr=False)
    content_type: str | None = field(default=None, kw_only=True)
    """The content type of the body, if the operation takes several."""
    url: str | None = field(default=None, kw_only=True, repr=False)
    """The URL that a response of the server gives for this request, instead of path and query.

    A URL that is not below the server's own address is refused.
    """
    accept: str | None = field(default=None, kw_only=True)
    """The content type wanted in response, if the operation has several."""
