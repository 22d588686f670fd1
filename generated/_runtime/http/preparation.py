"""Builds requests: address, credentials, parameters and body; shared by the synchronous and the asynchronous client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from .._http import (
    URL,
    AsyncHTTPClient,
    HTTPClient,
    InvalidURL,
    SafeHeaders,
    SafeRequest,
    new_request,
)
from ..errors import CredentialError, RequestError, StatusError
from ..secrets import Secret, redacted
from ..security.schemes import Placement, Scheme, Surroundings, how_to_give, redact_query_in_log
from ..wire.codecs import Codec
from ..wire.parameters import (
    SIMPLE,
    Content,
    add_pairs,
    checked,
    content_text,
    cookies,
    encoded,
    header,
    is_sent,
    query,
)
from ..wire.paths import PathTemplate
from ..wire.streamed_body import StreamedBody
from .arguments import checked_values
from .connection import ACCEPT_ENCODING
from .flow import Flow
from .options import Options
from .request import Operation, Request, Requirement
from .response import ResponseReader, every_codec, rank
from .retries import RetryBudget
from .servers import Base, Server, as_server, with_path

if TYPE_CHECKING:
    from .idempotency import Key

KEYED = "clientwright.keyed"
"""The extension of a request into which the client entered an idempotency key."""


@dataclass(slots=True, eq=False, repr=False)
class Prepared:
    """What is the same for all requests of an operation."""

    operation: Operation[Any]
    reader: ResponseReader
    base: Base
    template: PathTemplate
    url: URL | None
    """The whole URL, if neither path nor query vary."""
    query: tuple[str, ...]
    headers: SafeHeaders
    cookies: tuple[str, ...]
    schemes: tuple[Scheme, ...]
    """The schemes whose credentials are obtained for each request."""
    bodies: tuple[Codec, ...]
    content_type: str
    """The `Content-Type` in `headers`: the type of the first codec."""


class Core:
    """The configuration of a client, and its prepared operations."""

    def __init__(
        self,
        *,
        servers: Mapping[str, Server | str],
        server: str | None,
        base_url: str | None,
        variables: Mapping[str, str],
        credentials: Mapping[str, Scheme],
        headers: Mapping[str, str],
        errors: Mapping[int | str, type[StatusError]],
    ) -> None:
        if server is not None and server not in servers:
            raise RequestError(f"there is no server {server!r}; the servers are {', '.join(servers)}")
        first = next(iter(servers), None)
        name = server if server is not None else first
        self._server = as_server(servers[name]) if name is not None else Server("")
        # The path of a relative server is kept.
        if base_url is not None and name != first and "://" in self._server.url:
            raise RequestError(f"give `base_url` or `server={server!r}`, not both: each says where to call")
        if base_url is None:  # already here: a wrong value would otherwise be found by the first call
            self._server.resolve(variables)
        self._base_url = base_url
        self._variables = variables
        self.credentials = credentials
        self._headers = headers
        self._errors = errors
        self._prepared: dict[Operation[Any], Prepared] = {}
        self._state: object = None
        self._queries: set[str] = set()
        """Values of the servers' own queries, which may be credentials."""
        self.budget = RetryBudget()
        """The remaining budget of retries, for all calls of the client."""

    def prepare(self, operation: Operation[Any], http: HTTPClient | AsyncHTTPClient, shared: bool) -> Prepared:
        """Return the prepared operation; prepare it again if the defaults of the caller's HTTP client have changed."""
        if shared:  # the caller's HTTP client: its defaults may change at any time
            state = (http.headers.raw, str(http.params) if http.params else "")
            if state != self._state:
                self._prepared.clear()
                self._state = state
        prepared = self._prepared.get(operation)
        if prepared is None:
            try:
                prepared = self._prepare(operation, http)
            except UnicodeEncodeError as error:
                raise _unsendable(error) from None
            self._prepared[operation] = prepared
        return prepared

    def _prepare(self, operation: Operation[Any], http: HTTPClient | AsyncHTTPClient) -> Prepared:
        reader = ResponseReader(operation, self._errors, self.redact)
        base = self.base(operation, http)
        self._hide(base.query)
        template = PathTemplate(operation.template)
        schemes = self._schemes(operation.security)
        headers = SafeHeaders(http.headers.raw, encoding="utf-8")
        headers["Accept"] = reader.accept
        headers["Accept-Encoding"] = ACCEPT_ENCODING
        for name, text in self._headers.items():  # one by one: so each is encoded as the header of an operation is
            headers[name] = text
        pairs = [one for one in (base.query, str(http.params), template.query) if one]
        jar: list[str] = []
        for scheme in schemes:
            if scheme.placement and (value := scheme.static) is not None:
                place(scheme.placement, value, headers, pairs, jar)
        bodies = every_codec(operation.body)
        kind = bodies[0].media_type(None) if bodies else ""
        if kind:
            headers["Content-Type"] = checked(kind, "the content type")
        url = self._url(base, template.static, pairs) if template.static is not None else None
        location = url or URL(base.prefix)
        if "host" not in headers:
            headers = SafeHeaders([(b"Host", location.netloc), *headers.raw], encoding="utf-8")
        return Prepared(
            operation=operation,
            reader=reader,
            base=base,
            template=template,
            url=url,
            query=tuple(pairs),
            headers=headers,
            cookies=tuple(jar),
            schemes=tuple(scheme for scheme in schemes if scheme.placement and scheme.static is None),
            bodies=bodies,
            content_type=kind,
        )

    def base(self, operation: Operation[Any], http: HTTPClient | AsyncHTTPClient) -> Base:
        """Return the address of the operation: `base_url`, else the operation's own server, else the client's."""
        own = as_server(operation.servers[0]).resolve(self._variables) if operation.servers else None
        if own is not None and URL(own).is_absolute_url and self._base_url is None:
            return Base.parse(own)
        base = Base.parse(self._address(http))
        return base if own is None or URL(own).is_absolute_url else Base.parse(str(base.resolve(own)))

    def _address(self, http: HTTPClient | AsyncHTTPClient) -> str:
        if self._base_url is not None:
            return with_path(self._base_url, self._server, self._variables)
        url = self._server.resolve(self._variables)
        if not URL(url).is_absolute_url and http.base_url.is_absolute_url:
            return str(http.base_url.join(url))
        return url

    def _schemes(self, security: Sequence[Requirement]) -> tuple[Scheme, ...]:
        """Return the first alternative for which all credentials are given; raise `CredentialError` if
        there is none.
        """
        ways: list[list[Scheme]] = []
        for requirement in security:
            schemes = [self._scheme(key) for key in requirement]
            missing = [scheme for scheme in schemes if not scheme.available]
            if schemes and not missing:
                return tuple(schemes)
            ways.append(missing)
        if not security or not all(security):
            return ()
        raise CredentialError(f"the operation needs a credential: {how_to_give(ways)}")

    def _scheme(self, key: str) -> Scheme:
        scheme = self.credentials.get(key)
        return scheme if scheme is not None else Scheme(None, None, None, key)

    def redact(self, text: str) -> str:
        """Return the text without the credentials of this client."""
        secrets = {secret for scheme in self.credentials.values() for secret in scheme.secrets}
        return redacted(text, secrets | self._queries)

    def _hide(self, query: str) -> None:
        """Treat the query of a server's URL as a secret."""
        if query:
            redact_query_in_log(query)
            self._queries.update(value for _, value in parse_qsl(query))

    @staticmethod
    def _url(base: Base, path: str, pairs: Iterable[str]) -> URL:
        text = "&".join(pairs)
        return URL(f"{base.prefix}{path}?{text}" if text else f"{base.prefix}{path}")

    def build(
        self,
        prepared: Prepared,
        request: Request[Any],
        options: Options,
        http: HTTPClient | AsyncHTTPClient | None = None,
        deadline: float | None = None,
    ) -> Flow[SafeRequest]:
        """Return the HTTP request; raise `RequestError` or `CredentialError` if it cannot be built.

        `http` is the caller's HTTP client, if there is one: its current cookies are sent.
        """
        try:
            return (yield from self._built(prepared, request, options, http, deadline))
        except InvalidURL:
            raise RequestError("the URL cannot be sent: a path or a query parameter makes it invalid") from None
        except UnicodeEncodeError as error:
            raise _unsendable(error) from None

    def _built(
        self,
        prepared: Prepared,
        request: Request[Any],
        options: Options,
        http: HTTPClient | AsyncHTTPClient | None,
        deadline: float | None,
    ) -> Flow[SafeRequest]:
        operation = prepared.operation
        headers = prepared.headers.copied()
        pairs, jar = _parameters(prepared, request, headers)
        if options.query:
            add_pairs(pairs, query(options.query, {}))
        for scheme in prepared.schemes:
            token = yield from scheme.obtain(self.surroundings(prepared, options, deadline))
            if scheme.placement:
                place(scheme.placement, token, headers, pairs, jar)
        key = None
        if options.idempotency_key is not None or operation.idempotency is not None:
            key = self._key(operation, request, options, headers)
        body = self._body(prepared, request, headers, key)
        for name, value in options.headers.items():
            if value is None:
                headers.pop(name, None)
            else:
                headers[name] = header(name, value)
        url = prepared.url
        if url is None or request.url is not None or pairs != list(prepared.query):
            url = self._address_of(prepared, request, pairs)
        if http is not None:
            jar = [*_cookies_of(http, url), *jar]
        if jar:
            headers["Cookie"] = "; ".join(jar)
        extensions: dict[str, Any] = {"timeout": options.timeouts}
        if key is not None:
            extensions[KEYED] = True
        return new_request(operation.method, url, headers, body, extensions)

    def _address_of(self, prepared: Prepared, request: Request[Any], pairs: Sequence[str]) -> URL:
        """Return the URL of a request: the one from a response of the server, or that of its path and query."""
        operation = prepared.operation
        values = checked_values(operation.arguments.get("path"), request.path)
        url = self._url(prepared.base, prepared.template.expand(values, operation.path), pairs)
        if request.url is None:
            return url
        from .redirects import followed

        return followed(url, request.url, pairs, prepared.base)

    @staticmethod
    def _key(operation: Operation[Any], request: Request[Any], options: Options, headers: SafeHeaders) -> Key | None:
        """Return the idempotency key to add, if there is one; a key for a header is added here."""
        from .idempotency import Key

        key = Key.of_call(operation, request, options, headers)
        if key is not None and key.header is not None:
            headers[key.header] = key.value
        return key

    def surroundings(self, prepared: Prepared, options: Options, deadline: float | None) -> Surroundings:
        """Return what an OAuth 2 credential needs to get a token."""
        return Surroundings(prepared.base, options, deadline, self.redact)

    def _body(
        self, prepared: Prepared, request: Request[Any], headers: SafeHeaders, key: Key | None
    ) -> bytes | StreamedBody:
        operation = prepared.operation
        if request.body is None and not operation.body_required:
            if operation.required_body is not None:
                raise RequestError(f"{operation.required_body}: the request body is required, and must not be None")
            headers.pop("Content-Type", None)
            if operation.method in ("POST", "PUT", "PATCH"):
                headers["Content-Length"] = "0"
            return b""
        codec = _body_codec(prepared, request.content_type, request.body)
        kind, content = codec.encode(request.body, request.content_type)
        if kind != prepared.content_type:
            headers["Content-Type"] = checked(kind, "the content type")
        if isinstance(content, bytes):
            if key is not None and key.member is not None:
                content = key.entered(content, kind)
            headers.set_length(len(content))
            return content
        if content.length is None:
            headers["Transfer-Encoding"] = "chunked"
        else:
            headers["Content-Length"] = str(content.length)
        return content


def _unsendable(error: UnicodeEncodeError) -> RequestError:
    return RequestError(f"a value has characters that cannot be sent: {error.reason}")


def _parameters(prepared: Prepared, request: Request[Any], headers: SafeHeaders) -> tuple[list[str], list[str]]:
    """Add the header parameters, and return the pieces of the query and the cookies."""
    operation = prepared.operation
    arguments = operation.arguments
    for name, value in checked_values(arguments.get("headers"), request.headers).items():
        style = operation.headers.get(name, SIMPLE)
        if is_sent(value, style):
            headers[name] = header(name, value, style)
    if request.accept is not None:
        headers["Accept"] = header("Accept", request.accept)
    pairs, jar = list(prepared.query), list(prepared.cookies)
    if request.query and request.url is None:
        values = checked_values(arguments.get("query"), request.query)
        add_pairs(pairs, query(values, operation.query))
    if request.querystring is not None and request.url is None:
        add_pairs(pairs, _querystring(operation.querystring, request.querystring))
    if request.cookies:
        values = checked_values(arguments.get("cookies"), request.cookies)
        jar.extend(cookies(values, operation.cookies))
    return pairs, jar


def _cookies_of(http: HTTPClient | AsyncHTTPClient, url: URL) -> list[str]:
    """Return the cookies that an HTTP client's jar currently has for a URL."""
    if not len(http.cookies.jar):
        return []
    probe = SafeRequest("GET", url)
    http.cookies.set_cookie_header(probe)
    return [Secret(pair) for pair in probe.headers.get("cookie", "").split("; ") if pair]


def place(placement: Placement, value: str, headers: SafeHeaders, pairs: list[str], jar: list[str]) -> None:
    """Add a credential to the headers, query parameters or cookies, as its scheme says."""
    match placement.place:
        case "header":
            headers[placement.name] = value
        case "query":
            pairs.append(Secret(f"{encoded(placement.name)}={encoded(value)}"))
        case "cookie":
            jar.append(Secret(f"{encoded(placement.name)}={value}"))


def _body_codec(prepared: Prepared, content_type: str | None, body: object) -> Codec:
    """Return the codec for a content type, or else for the type of the file that is sent, or else the first one."""
    if not prepared.bodies:
        raise RequestError("the operation takes no body")
    wanted = content_type or prepared.bodies[0].media_type_of(body)
    if wanted is None:
        return prepared.bodies[0]
    best = max(prepared.bodies, key=lambda codec: rank(codec, wanted))
    if rank(best, wanted):
        return best
    if content_type is None:
        return prepared.bodies[0]
    raise RequestError(f"the operation takes no body of type {wanted!r}")


def _querystring(declared: str | Codec | None, value: object) -> str:
    """Return the whole query string from one value (OpenAPI 3.2, `in: querystring`)."""
    if isinstance(declared, Codec):
        kind, content = declared.encode(value)
        text = content.decode() if isinstance(content, bytes) else ""
        return text if "form-urlencoded" in kind else encoded(text)
    return encoded(content_text(value, Content(declared or "application/json")))
