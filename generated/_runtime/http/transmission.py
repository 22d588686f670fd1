"""Sends one request and reads one response, with our own errors in place of the HTTP library's."""

from __future__ import annotations

import math
import re
import ssl
import time
from collections.abc import Callable
from typing import NoReturn

from .._http import (
    LIBRARY_MODULES,
    LOCAL_ERRORS,
    NOTHING_SENT,
    TIMEOUT_KINDS,
    TRANSPORT_ERRORS,
    ConnectFailure,
    ContentDecodingError,
    HTTPRequest,
    HTTPResponse,
    TimeoutException,
)
from ..errors import ClientError, RequestError, TransportError, TransportTimeout
from ..secrets import shown, without_queries
from .bodies import UnreadableBody
from .flow import Flow, Read, Send
from .options import Options

_EXAMINED = 4000
_SHOWN = 300
_TIMES = {
    "connect": "no connection within {} s",
    "pool": "no free connection within {} s",
    "write": "the request could not be sent within {} s",
    "read": "no answer within {} s",
}


class Timing:
    """How long a response may take, and the message if it takes longer."""

    __slots__ = ("deadline", "options", "until")

    def __init__(self, options: Options, deadline: float | None) -> None:
        self.options = options
        self.deadline = deadline
        """When the whole call must be over, on the clock of `time.monotonic`."""
        self.until: float | None = None
        """When this response must be complete."""

    def begin(self) -> None:
        """Start the time limit of one response."""
        limit = time.monotonic() + self.options.max_response_seconds
        if self.deadline is not None and self.deadline <= limit:
            self.until = self.deadline
        else:
            self.until = None if limit == math.inf else limit

    def timeouts(self) -> dict[str, float | None]:
        """Return the timeouts of the transport; none is longer than the rest of the call."""
        timeouts = self.options.timeouts
        if self.deadline is None:
            return timeouts
        left = max(self.deadline - time.monotonic(), 0.001)
        return {name: left if value is None else min(value, left) for name, value in timeouts.items()}

    def release(self, request: HTTPRequest) -> None:
        """Let the rest of a streamed response be silent for as long as the options allow.

        The deadline is for the first item. The transport looks at the timeouts once more when it reads the body.
        """
        if self.deadline is not None:
            request.extensions["timeout"]["read"] = self.options.timeouts["read"]

    @property
    def late(self) -> bool:
        """Whether the time of the response, or of the call, is over."""
        return self.until is not None and time.monotonic() >= self.until - 0.0005

    def lateness(self) -> str:
        """Return the message that says which limit was reached."""
        if self.deadline is not None and self.until == self.deadline:
            return f"no answer within the deadline of {self.options.deadline:g} s"
        return f"the response took longer than {self.options.max_response_seconds:g} s"


def transmit(
    request: HTTPRequest, timing: Timing, redact: Callable[[str], str], *, anonymous: bool = False
) -> Flow[HTTPResponse]:
    """Send a request, and return the response with its body unread."""
    if timing.deadline is not None:
        request.extensions = {**request.extensions, "timeout": timing.timeouts()}
    try:
        response: HTTPResponse = yield Send(request, timing.until, anonymous)
    except Exception as error:
        raise_translated(error, timing, redact)
    return response


def receive(response: HTTPResponse, limit: int | None, timing: Timing, redact: Callable[[str], str]) -> Flow[bytes]:
    """Read the body of a response and close it."""
    try:
        content: bytes = yield Read(response, limit, timing.until)
    except Exception as error:
        raise_translated(error, timing, redact)
    return content


def raise_translated(error: Exception, timing: Timing, redact: Callable[[str], str]) -> NoReturn:
    """Raise our own error in place of an error of the HTTP library; raise any other error as it is."""
    if isinstance(error, TransportTimeout | TimeoutException) and timing.late:
        sent = not isinstance(error, NOTHING_SENT)
        raise TransportTimeout(timing.lateness(), sent=sent) from error
    own = error if isinstance(error, ClientError) else translated(error, timing.options.timeouts, redact)
    if own is None or own is error:
        raise error
    raise own from error


def translated(error: Exception, timeouts: dict[str, float | None], redact: Callable[[str], str]) -> ClientError | None:
    """Return our own error for an error of the HTTP library; None for any other error."""
    if not _of_the_transport(error):
        return None
    sent = not isinstance(error, NOTHING_SENT)
    if isinstance(error, TimeoutException):
        for kind, name in TIMEOUT_KINDS:
            if isinstance(error, kind):
                return TransportTimeout(_TIMES[name].format(_seconds(timeouts[name])), sent=sent)
        return TransportTimeout(said(error, redact), sent=sent)
    if isinstance(error, ContentDecodingError):
        return UnreadableBody(said(error, redact))
    if isinstance(error, LOCAL_ERRORS) or type(error).__name__ == "LocalProtocolError":
        # The library's message contains the refused value.
        return RequestError(re.split(r":? b?['\"]", said(error, redact))[0])
    return _failure(error, sent, redact)


def said(error: Exception, redact: Callable[[str], str]) -> str:
    """Return the type and message of an error in one line, without secrets."""
    text = f"{type(error).__name__}: {error}"[:_EXAMINED]
    return shown(without_queries(redact(text)), _SHOWN).rstrip(": ")


def _failure(error: Exception, sent: bool, redact: Callable[[str], str]) -> ClientError:
    if isinstance(error, RuntimeError) and not isinstance(error, TRANSPORT_ERRORS):
        if "event loop" in str(error).lower():
            return RequestError(
                "the connections of `http_client` belong to an event loop that is closed, or to another one:"
                " give each event loop a client of its own"
            )
        return RequestError("the client is closed" if "been closed" in str(error) else said(error, redact))
    if isinstance(error, ConnectFailure):
        failure = TransportError(f"no connection: {said(error, redact)}", sent=False)
        failure.transient = not _certificate_refused(error)
        return failure
    return TransportError(said(error, redact), sent=sent)


def _of_the_transport(error: Exception) -> bool:
    """Return whether the HTTP library, or a library below it, raised the error, rather than a hook of the caller."""
    if isinstance(error, TRANSPORT_ERRORS):
        return True
    if type(error).__module__.partition(".")[0] in LIBRARY_MODULES:
        return True
    return isinstance(error, RuntimeError) and _raised_by_the_library(error)


def _raised_by_the_library(error: RuntimeError) -> bool:
    """Return whether a RuntimeError comes from a closed client or an event loop, by where it was raised."""
    if str(error).startswith("Event loop is closed"):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = str(trace.tb_frame.f_globals.get("__name__", "")) if trace is not None else ""
    where = module.partition(".")[0]
    return where in LIBRARY_MODULES or (where == "asyncio" and "loop" in str(error))


def _certificate_refused(error: BaseException | None) -> bool:
    """Return whether a connection failed because TLS refused the server's certificate: another attempt fails, too."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _seconds(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
