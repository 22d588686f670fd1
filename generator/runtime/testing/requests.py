"""Requests that a fake received: which operation they are for, and their parts as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import parse_qs, unquote

from ..problems import explain
from ..wire.codecs import JSON, Codec, essence
from ..wire.paths import PathTemplate

if TYPE_CHECKING:
    from .._http import Headers, HTTPRequest
    from ..http.request import Operation

B = TypeVar("B")


class FakeError(AssertionError):
    """A test asked a fake for something that the provider's description does not have."""


@dataclass(frozen=True, slots=True)
class ReceivedRequest(Generic[B]):
    """A request that a fake received."""

    method: str
    url: str
    path: Mapping[str, str]
    """Parameters in the path, percent-decoded."""
    query: Mapping[str, list[str]]
    headers: Headers = field(repr=False)
    content: bytes = field(repr=False)
    """The body as sent."""
    body: B
    """The body as a value of its declared type; None if there is none."""


class Template:
    """The method and path of an operation, to recognise its requests."""

    def __init__(self, method: str, path: str) -> None:
        self.method, self.path = method, path
        self._template = PathTemplate(path)
        self.rank = self._template.rank

    def match(self, method: str, path: str) -> Mapping[str, str] | None:
        """Return the parameters in the path of a request; None if it is for another operation."""
        found = self._template.match(path) if method == self.method else None
        return None if found is None else {name: unquote(value) for name, value in found.items()}


def received(operation: Operation[Any], path: Mapping[str, str], request: HTTPRequest) -> ReceivedRequest[Any]:
    """Return the typed form of a request.

    Raises:
        FakeError: the body is missing or does not fit the description.
    """
    content = request.content
    return ReceivedRequest(
        request.method,
        str(request.url),
        path,
        parse_qs(request.url.query.decode("ascii"), keep_blank_values=True),
        request.headers,
        content,
        _body(operation, request.headers.get("Content-Type", ""), content),
    )


def _body(operation: Operation[Any], content_type: str, content: bytes) -> Any:
    declared = operation.body
    if declared is None:
        return None
    where = f"{operation.method} {operation.template}"
    codecs = declared if isinstance(declared, tuple) else (declared,)
    codec = next((one for one in codecs if essence(one.content_type) == essence(content_type)), None)
    if not content:
        if operation.body_required:
            raise FakeError(f"{where}: the request has no body, and one is required")
        return None
    if codec is None and not any("*" in one.content_type for one in codecs):
        listed = ", ".join(one.content_type for one in codecs)
        raise FakeError(f"{where}: the content type is {content_type or 'missing'}; declared: {listed}")
    try:
        return _decoded(codec or codecs[0], content, content_type)
    except ValueError as error:
        raise FakeError(f"{where}: the body does not fit the description: {explain(error)}") from None


def _decoded(codec: Codec, content: bytes, content_type: str) -> Any:
    match codec:
        case JSON():
            return codec.writer.validate_json(content)
        case Codec(symmetric=True):
            return codec.decode(content, content_type)
        case _:
            # XML and bytes stay as they were sent.
            return content
