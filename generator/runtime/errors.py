"""The exceptions of a client: all derive from `ClientError`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ._http import Headers


class SentRequest(NamedTuple):
    """The request that an error is about, without parts that may hold a secret: no query, no header, no body."""

    method: str
    url: str
    """Without user information, query and fragment."""
    operation: str
    """Method and path as in the API description, with parameters in braces."""


class ClientError(Exception):
    """The base class of everything that a client raises itself."""

    request: SentRequest | None = None
    """The request that the error is about; None if none was built."""
    elapsed: float | None = None
    """Seconds since the beginning of the call, including all attempts and pauses."""

    def __str__(self) -> str:
        """Return the message: the first argument. Further ones are there so that the error can be pickled."""
        return str(self.args[0]) if self.args else ""


class RequestError(ClientError):
    """The request could not be built from what was given; nothing was sent."""


class CredentialError(ClientError):
    """A credential that the operation needs is missing, unusable, or could not be obtained; nothing was sent."""

    status: int | None = None
    """The status that a token endpoint answered with; None where none was asked."""
    code: str | None = None
    """The `error` of its answer (RFC 6749, 5.2), such as `invalid_client`."""


class AbsentError(ClientError, AttributeError):
    """A model's field was read that the server did not send, or sent with a value that the field cannot have."""


class PaginationError(ClientError):
    """The next page of a list cannot be asked for; the items of the pages before it have been delivered."""

    def __init__(self, message: str, cursor: str | int | None = None) -> None:
        super().__init__(message, cursor)
        self.cursor = cursor
        """The cursor of the latest page that arrived; None for the first page."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class WaitError(ClientError):
    """A wait ended with failure."""

    def __init__(self, message: str, state: Any = None, result: Any = None) -> None:
        super().__init__(message, state, result)
        self.state = state
        """The latest state that the server reported; None where it reported none."""
        self.result = result
        """The latest answer, decoded; None where there was none."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class WaitFailedError(WaitError):
    """The server reported a state that is declared as a failure."""


class WaitTimeoutError(WaitError):
    """The deadline passed, and the state was still none that ends the waiting."""


class TransportError(ClientError):
    """No response arrived, or only a part of it."""

    transient = True
    """Whether another attempt may succeed: not if the server's certificate is refused."""

    def __init__(self, message: str, sent: bool = True) -> None:
        super().__init__(message, sent)
        self.sent = sent
        """False where nothing of the request can have reached the server."""


class TransportTimeout(TransportError):
    """The server, or the connection to it, took longer than `timeout` or `deadline`."""


class ResponseError(ClientError):
    """A response arrived that is not a success that can be returned."""

    retry_after: float | None = None
    """Seconds that the server asks to wait before another request; None if it does not ask."""

    def __init__(self, message: str, status: int, headers: Headers, content: bytes) -> None:
        super().__init__(message, status, headers, content)
        self.status = status
        """The status code."""
        self.headers = headers
        """The headers of the response."""
        self.content = content
        """The body as received, content encodings undone."""

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, which its support will ask for."""
        return request_id(self.headers)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class DecodeError(ResponseError):
    """The server reported success, but the body is not what the API description declares."""

    event: Any = None
    """The event of a stream that the error is about, a `ServerSentEvent`; None if it is about none."""


class StatusError(ResponseError):
    """The server answered with an error status, or with a status that the API description does not declare."""

    body: Any
    """The decoded body; None if it is not what the API description declares."""

    def __init__(self, message: str, status: int, headers: Headers, content: bytes, body: Any = None) -> None:
        super().__init__(message, status, headers, content)
        self.args = (message, status, headers, content, body)
        self.body = body


class StreamError(ResponseError):
    """The server sent an event named `error` in the middle of a stream."""

    event: Any = None
    """The event as it was sent, a `ServerSentEvent`."""
    body: Any = None
    """Its data, decoded as one of the errors that the API description declares; None if it fits none of them."""


_OK, _REDIRECTION, _CLIENT_ERROR = 200, 300, 400
"""Plain numbers: members of an enumeration take longer to look up, and this is asked several times a call."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")
_LONGEST_ID = 200


def request_id(headers: Headers) -> str | None:
    """Return the server's id of a request, from the headers that usually hold one; None if there is none."""
    for name in _REQUEST_IDS:
        value = headers.get(name)
        if value and value.isprintable():
            return str(value[:_LONGEST_ID])
    return None


def is_success(status: int) -> bool:
    """Return whether a status is 2xx."""
    return _OK <= status < _REDIRECTION


def is_error(status: int) -> bool:
    """Return whether a status is 4xx, 5xx, or beyond."""
    return status >= _CLIENT_ERROR


def is_redirect(status: int) -> bool:
    """Return whether a status is a redirect (RFC 9110, 15.4)."""
    return status in _REDIRECTS


def status_range(status: int) -> str:
    """Return the range of a status, as `4XX`."""
    return f"{str(status)[0]}XX"


def phrase(status: int) -> str:
    """Return the status with its reason phrase (RFC 9110, section 15), or alone if it is not registered."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
