"""One exchange with the server: credentials, redirects, retries. Shared by both clients."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeAlias, cast

from .._http import URL, HTTPResponse, InvalidURL, SafeHeaders, SafeRequest, new_request
from ..errors import DecodeError, TransportError, is_error, is_success, phrase
from ..wire.uploads import StreamBody
from .flow import Close, Flow, Pause, Read, Send, UnreadableBody
from .preparation import Core, Options, Prepared
from .request import Request
from .response import Response
from .retries import IDEMPOTENT, after_status, pause
from .servers import same_origin

MAX_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Received: TypeAlias = tuple[HTTPResponse, bytes]
"""A response and its body."""


def send(core: Core, prepared: Prepared, request: Request[Any], options: Options) -> Flow[Response[Any]]:
    """Send a request and read the response."""
    outgoing = yield from core.build(prepared, request, options)
    response, content = yield from _attempts(core, prepared, request, options, outgoing, keep_open=False)
    data = prepared.reader.read(outgoing.method, response.status_code, response.headers, content)
    return Response(response.status_code, response.headers, content, data)


def open_stream(core: Core, prepared: Prepared, request: Request[Any], options: Options) -> Flow[HTTPResponse]:
    """Send a request; returns the response with its body unread if it is a success, raises as `send` otherwise."""
    outgoing = yield from core.build(prepared, request, options)
    if request.accept is None:
        outgoing.headers["Accept"] = prepared.reader.accept_stream
    response, content = yield from _attempts(core, prepared, request, options, outgoing, keep_open=True)
    if not is_success(response.status_code):
        prepared.reader.read(outgoing.method, response.status_code, response.headers, content)
    return response


def _attempts(
    core: Core,
    prepared: Prepared,
    request: Request[Any],
    options: Options,
    outgoing: SafeRequest,
    *,
    keep_open: bool,
) -> Flow[Received]:
    attempt, renewed = 0, False
    while True:
        more = attempt < options.max_retries and not _spent(outgoing)
        try:
            response, outgoing = yield from _followed(outgoing)
            status = response.status_code
            if status == HTTPStatus.UNAUTHORIZED and not renewed and not _spent(outgoing):
                renewed = True
                if (yield from _renew(core, prepared, options, outgoing)):
                    yield Close(response)
                    continue
            if more and after_status(status) and _repeatable(request, outgoing):
                seconds = pause(attempt, response.headers)
                if seconds is not None:
                    yield Close(response)
                    yield Pause(seconds)
                    attempt += 1
                    continue
            if keep_open and is_success(status):
                return response, b""
            return response, (yield from _body(response, options))
        except TransportError as error:
            if not (attempt < options.max_retries and (not error.sent or _repeatable(request, outgoing))) or _spent(
                outgoing
            ):
                raise
        yield Pause(pause(attempt) or 0.0)
        attempt += 1


def _body(response: HTTPResponse, options: Options) -> Flow[bytes]:
    """The body. An error status stays what it is, also where its body cannot be read."""
    status = response.status_code
    try:
        content: bytes = yield Read(response, options.max_response_bytes, options.max_response_seconds)
    except UnreadableBody as error:
        if not is_error(status):
            raise DecodeError(f"{phrase(status)}, but {error}", status, response.headers, b"") from error
        return b""
    except TransportError:
        if not is_error(status):
            raise
        return b""
    return content


def _followed(outgoing: SafeRequest) -> Flow[tuple[HTTPResponse, SafeRequest]]:
    """The response, redirects within the origin followed, and the request that it answers."""
    for _ in range(MAX_REDIRECTS):
        response: HTTPResponse = yield Send(outgoing)
        following = _redirected(outgoing, response)
        if following is None:
            return response, outgoing
        yield Close(response)
        outgoing = following
    raise TransportError(f"more than {MAX_REDIRECTS} redirects")


def _redirected(outgoing: SafeRequest, response: HTTPResponse) -> SafeRequest | None:
    """The request to follow a redirect with (RFC 9110, 15.4); None where it is the caller's to decide.

    Credentials never leave the origin, and a method is never changed.
    """
    status = response.status_code
    if status not in _REDIRECTS:
        return None
    safe = outgoing.method in ("GET", "HEAD")
    location = response.headers.get("location")
    if location is None or not (status in (307, 308) or (safe and status in (301, 302, 303))) or _spent(outgoing):
        return None
    try:
        url = outgoing.url.join(URL(location))
    except InvalidURL:
        return None
    if not same_origin(url, outgoing.url):
        return None
    headers = SafeHeaders(outgoing.headers, encoding="utf-8")
    return new_request(
        outgoing.method, url.copy_with(fragment=None), headers, outgoing.stream, dict(outgoing.extensions)
    )


def _renew(core: Core, prepared: Prepared, options: Options, outgoing: SafeRequest) -> Flow[bool]:
    """Get new credentials after the server refused those sent; returns whether there are any."""
    changed = False
    for scheme in prepared.schemes:
        if scheme.placement and scheme.placement.place == "header":
            rejected = outgoing.headers.get(scheme.placement.name, "")
            token = yield from scheme.renew(core.surroundings(prepared, options), rejected)
            if token is not None:
                outgoing.headers[scheme.placement.name] = token
                changed = True
    return changed


def _spent(outgoing: SafeRequest) -> bool:
    return isinstance(outgoing.stream, StreamBody) and outgoing.stream.spent


def _repeatable(request: Request[Any], outgoing: SafeRequest) -> bool:
    return outgoing.method in IDEMPOTENT or _has_key(request, outgoing)


def _has_key(request: Request[Any], outgoing: SafeRequest) -> bool:
    """Whether the request says that repeating it does nothing twice."""
    if "idempotency-key" in outgoing.headers:
        return True
    name = request.operation.idempotency
    if name is None:
        return False
    return name in outgoing.headers or request.query.get(name) is not None or _property(request.body, name)


def _property(body: object, name: str) -> bool:
    """Whether a body has a value for a property, by its wire name."""
    from ..models.json_values import is_model, wire

    match body:
        case None | str() | bytes():
            return False
        case _ if isinstance(body, Mapping) or is_model(body):
            written = wire(cast(object, body))
            return isinstance(written, dict) and written.get(name) is not None
        case _:
            return False
