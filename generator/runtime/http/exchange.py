"""One call with its credentials, redirects, retries, hooks and log, within its deadline; both clients use it."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from .._http import AsyncHTTPClient, HTTPClient, HTTPResponse, SafeRequest
from ..errors import (
    ClientError,
    DecodeError,
    ResponseError,
    SentRequest,
    TransportError,
    is_error,
    is_success,
    phrase,
)
from ..problems import Problems
from ..wire.streamed_body import StreamedBody
from . import logs
from .bodies import UnreadableBody
from .flow import Call, Close, Flow, Pause
from .options import Options, merged_headers
from .preparation import KEYED, Core, Prepared
from .request import Request
from .response import Response, ResponseReader
from .retries import IDEMPOTENT, RetryDecision, retry_after
from .transmission import Timing, raise_translated, receive, transmit

if TYPE_CHECKING:
    from .hooks import Attempt

# Hooks, redirects and keys are loaded where a call needs them: most need none.

_UNAUTHORIZED = 401

Received: TypeAlias = tuple[HTTPResponse, bytes]
"""A response and its body."""


class Exchange:
    """One call of one operation."""

    __slots__ = ("_core", "_http", "_number", "_outgoing", "_prepared", "_request", "_started", "options", "timing")

    def __init__(
        self,
        core: Core,
        prepared: Prepared,
        request: Request[Any],
        options: Options,
        http: HTTPClient | AsyncHTTPClient | None = None,
    ) -> None:
        """`http` is the caller's HTTP client; None for our own."""
        self._core = core
        self._prepared = prepared
        self._request = request
        self.options = options
        self._http = http
        self._started = time.monotonic()
        self.timing = Timing(options, options.until())
        self._outgoing: SafeRequest | None = None
        self._number = 0

    def send(self) -> Flow[Response[Any]]:
        """Send the request and read the response."""
        try:
            outgoing = yield from self._built()
            response, content = yield from self._attempts(outgoing, keep_open=False)
            strict = self.is_strict
            read = self._prepared.reader.read
            data, problems = read(outgoing.method, response.status_code, response.headers, content, strict=strict)
        except ClientError as error:
            self.explain(error)
        result = Response(response.status_code, response.headers, content, data, problems)
        if problems:
            yield from self.deviations(result.status, problems)
        return result

    @property
    def is_strict(self) -> bool:
        """Whether a response that is not as declared is an error."""
        own = self._prepared.operation.strict_responses
        return self.options.strict_responses if own is None else own

    def open_stream(self) -> Flow[HTTPResponse]:
        """Send the request, and return the response of a success, its body unread. Raises what `send` raises."""
        try:
            outgoing = yield from self._built()
            if self._request.accept is None:
                outgoing.headers["Accept"] = self._prepared.reader.accept_stream
            response, content = yield from self._attempts(outgoing, keep_open=True)
            if not is_success(response.status_code):
                self._prepared.reader.read(outgoing.method, response.status_code, response.headers, content)
            elif not self._prepared.reader.can_stream(response.status_code, response.headers):
                content = yield from receive(response, self.options.limit, self.timing, self._core.redact)
                self._prepared.reader.refuse_stream(response.status_code, response.headers, content)
            self.timing.release(response.request)
        except ClientError as error:
            self.explain(error)
        return response

    def again(self, last_event_id: str) -> Exchange:
        """Return the same call, starting after an event."""
        options = self.options
        if last_event_id:
            headers = merged_headers(options.headers, {"Last-Event-ID": last_event_id})
            options = replace(options, headers=headers)
        return Exchange(self._core, self._prepared, self._request, options, self._http)

    @property
    def reader(self) -> ResponseReader:
        """The reader of the operation's responses."""
        return self._prepared.reader

    def raise_translated(self, error: Exception) -> NoReturn:
        """Raise our own error in place of an error of the HTTP library; raise any other error as it is."""
        raise_translated(error, self.timing, self._core.redact)

    def explain(self, error: ClientError) -> NoReturn:
        """Raise the error, with the request that it is about."""
        error.elapsed = time.monotonic() - self._started
        operation = self._prepared.operation
        name = f"{operation.method} {operation.template}"
        if self._outgoing is not None:
            error.request = SentRequest(operation.method, self._core.redact(_address(self._outgoing)), name)
        if isinstance(error, TransportError) and not str(error).startswith(f"{name}: "):
            safe = operation.method in IDEMPOTENT
            end = "; nothing was sent" if not error.sent else "" if safe else "; the call may have been placed"
            error.args = (f"{name}: {error}{end}", *error.args[1:])
        if isinstance(error, ResponseError) and error.retry_after is None:
            error.retry_after = retry_after(error.headers, error.status)
            if error.retry_after is not None and error.retry_after > self.options.retries.longest_retry_after:
                asked = f"; the server asks for a pause of {error.retry_after:.0f} s"
                error.args = (f"{error}{asked}", *error.args[1:])
        raise error

    def _built(self) -> Flow[SafeRequest]:
        outgoing = yield from self._core.build(
            self._prepared, self._request, self.options, self._http, self.timing.deadline
        )
        self._outgoing = outgoing
        self._core.budget.call()
        return outgoing

    def _attempts(self, outgoing: SafeRequest, *, keep_open: bool) -> Flow[Received]:
        renewed = False
        while True:
            failure: TransportError | None = None
            response: HTTPResponse | None = None
            try:
                stays = self.options.follow_redirects == "never"
                response = yield from self._sent(outgoing) if stays else self._followed(outgoing)
                if response.status_code == _UNAUTHORIZED and not renewed and not _spent(outgoing):
                    renewed = True
                    if (yield from self._renew(outgoing)):
                        yield Close(response)
                        continue
                pause = self._pause_after(outgoing, response)
                if pause is None:
                    if keep_open and is_success(response.status_code):
                        return response, b""
                    return response, (yield from self._body(response))
                yield Close(response)
            except TransportError as error:
                failure, pause = error, self._retrying(outgoing).after_failure(error)
                if pause is None:
                    raise
            yield from self._paused(pause, response, failure)

    def _paused(self, pause: float, response: HTTPResponse | None, failure: TransportError | None) -> Flow[None]:
        """Wait until the next attempt, and report the retry to hooks and log."""
        from .hooks import Retry

        operation = self._prepared.operation
        status = response.status_code if response is not None and failure is None else None
        retry = Retry(operation.method, operation.template, self._number, pause, status, failure)
        logs.retrying(retry)
        for hooks in self.options.hooks:
            if hooks.on_retry is not None:
                yield Call(partial(hooks.on_retry, retry), "hook")
        yield Pause(pause)
        self._number += 1

    def _pause_after(self, outgoing: SafeRequest, response: HTTPResponse) -> float | None:
        status = response.status_code
        if status not in self.options.retries.statuses:
            return None
        return self._retrying(outgoing).after_response(status, response.headers)

    def _retrying(self, outgoing: SafeRequest) -> RetryDecision:
        """Return what decides whether a request is sent again."""
        repeatable = self._repeatable(outgoing)
        budget, deadline = self._core.budget, self.timing.deadline
        return RetryDecision(self.options.retries, budget, deadline, self._number, repeatable, _spent(outgoing))

    def _repeatable(self, outgoing: SafeRequest) -> bool:
        if outgoing.method in self.options.retries.methods or KEYED in outgoing.extensions:
            return True
        from .idempotency import has_key

        return has_key(self._prepared.operation, self._request, outgoing.headers)

    def _body(self, response: HTTPResponse) -> Flow[bytes]:
        """Read the body. An error status stays an error status even if its body cannot be read."""
        status = response.status_code
        try:
            return (yield from receive(response, self.options.limit, self.timing, self._core.redact))
        except UnreadableBody as error:
            if not is_error(status):
                raise DecodeError(f"{phrase(status)}, but {error}", status, response.headers, b"") from error
        except TransportError:
            if not is_error(status):
                raise
        return b""

    def _followed(self, outgoing: SafeRequest) -> Flow[HTTPResponse]:
        """Return the response, after following redirects as far as the options allow."""
        from .redirects import MOST, redirected

        for _ in range(MOST):
            self._outgoing = outgoing
            response = yield from self._sent(outgoing)
            following = redirected(outgoing, response, self._prepared.base, self.options.follow_redirects)
            if following is None:
                return response
            yield Close(response)
            outgoing = following
        error = TransportError(f"more than {MOST} redirects")
        error.transient = False
        raise error

    def _sent(self, outgoing: SafeRequest) -> Flow[HTTPResponse]:
        """Send one request and return the head of its response."""
        self.timing.begin()
        anonymous = self.options.follow_redirects == "anywhere" and self._is_elsewhere(outgoing)
        sent = transmit(outgoing, self.timing, self._core.redact, anonymous=anonymous)
        return self._observed(outgoing, sent) if self.options.hooks or logs.wanted() else sent

    def _is_elsewhere(self, outgoing: SafeRequest) -> bool:
        """Return whether a request goes to another server, which must not learn who the client is."""
        from .redirects import is_below

        return not is_below(outgoing.url, self._prepared.base)

    def _observed(self, outgoing: SafeRequest, sent: Flow[HTTPResponse]) -> Flow[HTTPResponse]:
        """Perform the flow that sends a request, with hooks and log around it."""
        attempt = self._attempt(outgoing)
        for hooks in self.options.hooks:
            if hooks.before_request is not None:
                yield Call(partial(hooks.before_request, attempt), "hook")
        started = time.monotonic()
        try:
            response = yield from sent
        except Exception as error:
            attempt.error, attempt.seconds = error, time.monotonic() - started
            yield from self._attempted(attempt)
            raise
        attempt.answered(response.status_code, response.headers, time.monotonic() - started)
        try:
            yield from self._attempted(attempt)
        except Exception:
            yield Close(response)
            raise
        return response

    def _attempted(self, attempt: Attempt) -> Flow[None]:
        logs.attempted(attempt)
        for hooks in self.options.hooks:
            if hooks.after_response is not None:
                yield Call(partial(hooks.after_response, attempt), "hook")

    def _attempt(self, outgoing: SafeRequest) -> Attempt:
        from .hooks import Attempt

        template, address = self._prepared.operation.template, self._core.redact(_address(outgoing))
        return Attempt(outgoing.method, template, address, self._number, outgoing.headers)

    def deviations(self, status: int, problems: Problems) -> Flow[None]:
        """Log what differs from the description, and hand it to the hooks."""
        if not problems:
            return
        from .hooks import Deviation

        operation = self._prepared.operation
        deviation = Deviation(operation.method, operation.template, status, problems)
        logs.deviated(deviation)
        for hooks in self.options.hooks:
            if hooks.on_deviation is not None:
                yield Call(partial(hooks.on_deviation, deviation), "hook")

    def _renew(self, outgoing: SafeRequest) -> Flow[bool]:
        """Get new credentials after the server refused those sent, and return whether there are any."""
        changed = False
        surroundings = self._core.surroundings(self._prepared, self.options, self.timing.deadline)
        for scheme in self._prepared.schemes:
            if scheme.placement and scheme.placement.place == "header":
                rejected = outgoing.headers.get(scheme.placement.name, "")
                token = yield from scheme.renew(surroundings, rejected)
                if token is not None:
                    outgoing.headers[scheme.placement.name] = token
                    changed = True
        return changed


def _address(request: SafeRequest) -> str:
    """Return the URL of a request without user information, query and fragment."""
    url = request.url
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}"


def _spent(outgoing: SafeRequest) -> bool:
    return isinstance(outgoing.stream, StreamedBody) and outgoing.stream.spent
