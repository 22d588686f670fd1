"""What a client raises: everything derives from `ClientError`."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._http import Headers


@dataclass(frozen=True, slots=True)
class SentRequest:
    """The request that an error is about, without what may hold a secret: no query, no header, no body."""

    method: str
    url: str
    """Without user information, query and fragment."""
    operation: str
    """Method and path as the API description has them, parameters in braces."""


class ClientError(Exception):
    """Base class of everything a client raises by itself."""

    request: SentRequest | None = None
    """The request that the error is about; None where none was built."""
    elapsed: float | None = None
    """Seconds from the beginning of the call, all attempts and pauses included."""


class RequestError(ClientError):
    """The request could not be built from what was given; nothing was sent."""


class CredentialError(ClientError):
    """A credential that the operation needs is missing, unusable, or could not be obtained; nothing was sent."""

    status: int | None = None
    """The status that a token endpoint answered with; None where none was asked."""
    code: str | None = None
    """The `error` of its answer (RFC 6749, 5.2), such as `invalid_client`."""


class AbsentError(ClientError, AttributeError):
    """A field of a model was read that the server did not send, or sent as what the field cannot be."""


class PaginationError(ClientError):
    """The next page of a list cannot be asked for; the items of the pages before it have been delivered."""

    def __init__(self, message: str, cursor: str | int | None = None) -> None:
        super().__init__(message, cursor)
        self.cursor = cursor
        """Where the latest page that arrived begins; None for the first one."""

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class WaitError(ClientError):
    """What was waited for did not come about."""

    def __init__(self, message: str, state: Any = None, result: Any = None) -> None:
        super().__init__(message, state, result)
        self.state = state
        """The latest state that the server reported; None where it reported none."""
        self.result = result
        """The latest answer, decoded; None where there was none."""

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class WaitFailedError(WaitError):
    """The server reported a state that is declared as a failure."""


class WaitTimeoutError(WaitError):
    """The deadline passed, and the state was still none that ends the waiting."""


class TransportError(ClientError):
    """No response arrived, or not the whole of it."""

    transient = True
    """Whether another attempt may go better: not so for a certificate that is refused."""

    def __init__(self, message: str, sent: bool = True) -> None:
        super().__init__(message, sent)
        self.sent = sent
        """False where nothing of the request can have reached the server."""

    def __str__(self) -> str:
        return str(self.args[0])


class TransportTimeout(TransportError):
    """The server, or the way to it, took longer than `timeout` or `deadline`."""


class ResponseError(ClientError):
    """A response arrived, and it is not a success that can be returned."""

    retry_after: float | None = None
    """Seconds that the server asks to wait before another request; None where it says nothing."""

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
        """What the server calls the request; its support will ask for it."""
        return request_id(self.headers)

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class DecodeError(ResponseError):
    """The server reported success, but the body is not what the API description declares."""

    event: Any = None
    """The event of a stream that the error is about, a `ServerSentEvent`; None where it is about none."""


class StatusError(ResponseError):
    """The server answered with an error status, or with one that the API description does not declare."""

    body: Any
    """The decoded body; None where it is not what the API description declares."""

    def __init__(self, message: str, status: int, headers: Headers, content: bytes, body: Any = None) -> None:
        super().__init__(message, status, headers, content)
        self.args = (message, status, headers, content, body)
        self.body = body


class StreamError(ResponseError):
    """The server sent an event named `error` in the middle of a stream."""

    event: Any = None
    """The event as it was sent, a `ServerSentEvent`."""
    body: Any = None
    """Its data, decoded as the errors that the API description declares; None where it is none of them."""


_REQUEST_IDS = ("x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")
_LONGEST_ID = 200


def request_id(headers: Headers) -> str | None:
    """What the server calls a request, from the headers that are usual for it."""
    for name in _REQUEST_IDS:
        value = headers.get(name)
        if value and value.isprintable():
            return str(value[:_LONGEST_ID])
    return None


def is_success(status: int) -> bool:
    """Whether a status is 2xx."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def is_error(status: int) -> bool:
    """Whether a status is 4xx, 5xx, or beyond."""
    return status >= HTTPStatus.BAD_REQUEST


def status_range(status: int) -> str:
    """The range that a status is in, as `4XX`."""
    return f"{str(status)[0]}XX"


def phrase(status: int) -> str:
    """The status with its reason phrase (RFC 9110, section 15), or alone where it is not registered."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
