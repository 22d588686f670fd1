"""What a client raises: everything derives from `ClientError`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._http import Headers


class ClientError(Exception):
    """Base class of everything a client raises by itself."""


class RequestError(ClientError):
    """The request could not be built from what was given; nothing was sent."""


class CredentialError(ClientError):
    """A credential that the operation needs is missing, unusable, or could not be obtained; nothing was sent."""


class AbsentError(ClientError, AttributeError):
    """A field of a model was read that the server did not send, or sent as what the field cannot be."""


class TransportError(ClientError):
    """No response arrived, or not the whole of it."""

    def __init__(self, message: str, sent: bool = True) -> None:
        super().__init__(message, sent)
        self.sent = sent
        """False where nothing of the request can have reached the server."""

    def __str__(self) -> str:
        return str(self.args[0])


class TransportTimeout(TransportError):
    """The server, or the way to it, took longer than `timeout`."""


class ResponseError(ClientError):
    """A response arrived, and it is not a success that can be returned."""

    def __init__(self, message: str, status: int, headers: Headers, content: bytes) -> None:
        super().__init__(message, status, headers, content)
        self.status = status
        """The status code."""
        self.headers = headers
        """The headers of the response."""
        self.content = content
        """The body as received, content encodings undone."""

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self!s})"


class DecodeError(ResponseError):
    """The server reported success, but the body is not what the API description declares."""


class StatusError(ResponseError):
    """The server answered with an error status, or with one that the API description does not declare."""

    body: Any
    """The decoded body; None where it is not what the API description declares."""

    def __init__(self, message: str, status: int, headers: Headers, content: bytes, body: Any = None) -> None:
        super().__init__(message, status, headers, content)
        self.args = (message, status, headers, content, body)
        self.body = body


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
