"""Responses: which codec reads a body, and which error an error status raises (OpenAPI 3.2, 4.16 Responses Object)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar

from .._http import Headers, SafeHeaders
from ..errors import DecodeError, StatusError, is_error, is_redirect, is_success, phrase, request_id, status_range
from ..problems import MISSING, NO_PROBLEMS, Problem, Problems, Unreadable, explain, reading
from ..secrets import shown
from ..wire.codecs import JSON, Codec, essence
from .request import Codecs, Operation

T_co = TypeVar("T_co", covariant=True)
H = TypeVar("H")

_BODILESS = frozenset({204, 205, 304})
_EXCERPT = 300
_EXAMINED = 2000
_CACHED = 100


@dataclass(slots=True, repr=False)
class Response(Generic[T_co]):
    """A success: the decoded body, and the response as received."""

    status: int
    headers: Headers
    content: bytes
    """The body as received, after decoding the content encoding."""
    _data: T_co | DecodeError
    problems: Problems = NO_PROBLEMS
    """Where the body differs from what the API description declares; it was delivered nevertheless."""

    @property
    def data(self) -> T_co:
        """The decoded body; None if none is declared. Raises `DecodeError` if it is absent, or of another type."""
        if isinstance(self._data, DecodeError):
            raise self._data
        return self._data

    def __repr__(self) -> str:
        problems = f", problems={self.problems!r}" if self.problems else ""
        return f"Response(status={self.status}, data={self._data!r}{problems})"

    @property
    def request_id(self) -> str | None:
        """The server's id of the request, which its support will ask for."""
        return request_id(self.headers)

    def header(self, name: str, type_: type[H], *, explode: bool = False) -> H | None:
        """Return a header as a value of its declared type, None if it is absent; raise `DecodeError` if it does not
        fit.
        """
        from ..wire.headers import read_header

        if (value := self.headers.get(name)) is None:
            return None
        try:
            result: H = read_header(value, type_, explode)
        except ValueError as error:
            raise DecodeError(f"header {name!r}: {explain(error)}", self.status, self.headers, self.content) from None
        except RecursionError:
            message = f"header {name!r}: nested too deeply"
            raise DecodeError(message, self.status, self.headers, self.content) from None
        return result


class ResponseReader:
    """Reads the responses of one operation."""

    __slots__ = ("_cache", "_errors", "_operation", "accept", "accept_stream", "redact")

    def __init__(
        self,
        operation: Operation[Any],
        errors: Mapping[int | str, type[StatusError]],
        redact: Callable[[str], str],
    ) -> None:
        self._operation = operation
        self._errors = errors
        self.redact = redact
        self._cache: dict[tuple[int, str], tuple[Codec, ...] | None] = {}
        declared = _acceptable(operation.responses)
        self.accept = _accept([codec for codec in declared if not codec.itemwise] or declared)
        self.accept_stream = _accept([codec for codec in declared if codec.streaming] or declared)

    def read(
        self, method: str, status: int, headers: Headers, content: bytes, *, strict: bool = False
    ) -> tuple[Any, Problems]:
        """Return the decoded body of a success, and where it deviates from what is declared.

        A `DecodeError` takes the place of a declared body that is absent or of another type. Raises `StatusError` for
        other statuses, `DecodeError` for a body that is not of the media type; if `strict`, also for one that deviates.
        """
        content_type = content_type_of(headers)
        codecs = self.codecs(status, content_type)
        if is_error(status) or not (is_success(status) or status in self._operation.responses):
            self._fail(status, headers, content, codecs or ())
        if not codecs or method == "HEAD":
            return None, NO_PROBLEMS
        try:
            blank = content.isspace() and all(isinstance(codec, JSON) for codec in codecs)
            if not content or blank or status in _BODILESS:
                return self._empty(codecs), NO_PROBLEMS
            return self._decoded(codecs, content, content_type, strict)
        except (ValueError, RecursionError) as error:
            what = explain(error) if isinstance(error, ValueError) else "nested too deeply"
            hint = "; `strict_responses=False` delivers the rest" if strict and is_deviation(error) else ""
            message = self.redact(f"{phrase(status)} from {self._name}, but not as declared: {what}{hint}")
            problem = DecodeError(message, status, headers, content)
            if strict or not isinstance(error, Unreadable):
                raise problem from error
            return problem, error.problems

    def _decoded(
        self, codecs: tuple[Codec, ...], content: bytes, content_type: str, strict: bool
    ) -> tuple[Any, Problems]:
        """Return what the first codec reads exactly; if none does, what the first codec reads leniently, unless
        `strict`.
        """
        first: Exception | None = None
        for codec in codecs if strict or codecs[1:] else ():
            try:
                return codec.decode(content, content_type), NO_PROBLEMS
            except (ValueError, RecursionError) as error:
                first = first or error
        for codec in () if strict else codecs:
            try:
                with reading() as found:
                    return codec.decode(content, content_type), found.problems
            except (ValueError, RecursionError) as error:
                first = first if first and not is_deviation(first) else error
        raise first or ValueError("nothing is declared")

    def _empty(self, codecs: tuple[Codec, ...]) -> Any:
        """Return the value of an empty body: null if a type accepts it; raise `Unreadable` if none does."""
        if any(not codec for key, one in self._operation.responses.items() if str(key)[0] == "2" for codec in (one,)):
            return None
        for codec in codecs:
            try:
                return codec.decode(b"null" if isinstance(codec, JSON) else b"", "")
            except (ValueError, RecursionError):
                continue
        raise Unreadable(Problems([Problem("", "a body", MISSING)]))

    def codecs(self, status: int, content_type: str) -> tuple[Codec, ...] | None:
        """Return the codecs to try, best match first; None if the status is not declared."""
        key = (status, content_type)
        try:
            return self._cache[key]
        except KeyError:
            found = _declared(self._operation.responses, status)
            chosen = None if found is None else candidates(found, key[1])
            if len(self._cache) < _CACHED:  # a server may send any number of content types
                self._cache[key] = chosen
            return chosen

    def _fail(self, status: int, headers: Headers, content: bytes, codecs: tuple[Codec, ...]) -> NoReturn:
        body = _error_body(codecs, content, content_type_of(headers))
        kind = self._errors.get(status) or self._errors.get(status_range(status)) or self._errors.get("default")
        excerpt = shown(self.redact(content[:_EXAMINED].decode("utf-8", errors="replace")), _EXCERPT)
        said = f": {excerpt}" if excerpt else ""
        where = self.redact(_place(headers.get("location", ""))) if is_redirect(status) else ""
        to = f" to {shown(where, _EXCERPT)}, which is not followed" if where else ""
        raise (kind or StatusError)(f"{phrase(status)} from {self._name}{to}{said}", status, headers, content, body)

    def can_stream(self, status: int, headers: Headers) -> bool:
        """Return whether the body of a success has a declared type that can be read item by item, or as a whole."""
        codecs = every_codec(_declared(self._operation.responses, status))
        content_type = content_type_of(headers)
        if not content_type or not any(codec.itemwise for codec in codecs):
            return True
        loose = essence(content_type) == "text/plain" or essence(content_type).endswith(("/json", "+json"))
        return any(rank(codec, content_type) or (loose and codec.itemwise and codec.lines) for codec in codecs)

    def refuse_stream(self, status: int, headers: Headers, content: bytes) -> NoReturn:
        """Raise `DecodeError`, with the body, for a success that is no stream."""
        excerpt = shown(self.redact(content[:_EXAMINED].decode("utf-8", errors="replace")), _EXCERPT)
        kind = shown(content_type_of(headers), _EXCERPT)
        message = f"{phrase(status)} from {self._name}, but not the stream that is declared: {kind}: {excerpt}"
        raise DecodeError(message, status, headers, content)

    def errors(self) -> tuple[Codec, ...]:
        """Return the codecs of the declared errors, for errors that a stream reports before its end."""
        found = [codecs for key, codecs in self._operation.responses.items() if str(key)[0] in "45d"]
        return tuple(codec for codecs in found for codec in every_codec(codecs) if isinstance(codec, JSON))

    @property
    def _name(self) -> str:
        return f"{self._operation.method} {self._operation.template}"


def _declared(responses: Mapping[int | str, Codecs], status: int) -> tuple[Codec, ...] | None:
    """Return what is declared for a status: itself, else its range, else `default`; None if nothing is.

    An undeclared success is read as the declared ones are, then as `default`: the call was made, and the body is most
    likely what the operation returns.
    """
    for key in (status, status_range(status)):
        if key in responses:
            return every_codec(responses[key])
    others = every_codec(responses["default"]) if "default" in responses else None
    if is_success(status):
        successes = [codecs for key, codecs in responses.items() if str(key).startswith("2")]
        if successes:
            return (*(codec for codecs in successes for codec in every_codec(codecs)), *(others or ()))
    return others


def candidates(codecs: Codecs, content_type: str) -> tuple[Codec, ...]:
    """Return the codecs to try: those that match the content type best, or all if none matches."""
    every = every_codec(codecs)
    if not content_type:
        return every
    ranked = [(rank(codec, content_type), codec) for codec in every]
    best = max((score for score, _ in ranked), default=0)
    return tuple(codec for score, codec in ranked if score == best)


def every_codec(codecs: Codecs) -> tuple[Codec, ...]:
    """Return all codecs of a declaration."""
    if codecs is None:
        return ()
    return codecs if isinstance(codecs, tuple) else (codecs,)


def rank(codec: Codec, content_type: str) -> int:
    """Return how well a content type fits a codec: 0 not at all, 5 exactly."""
    declared, received = codec.content_type.replace(" ", "").lower(), content_type.replace(" ", "").lower()
    if declared == received:
        return 5
    wanted, kind = essence(declared), essence(received)
    if wanted == kind:
        return 4
    if isinstance(codec, JSON) and "*" not in wanted and kind.endswith(("/json", "+json")):
        return 3
    if wanted.endswith("/*") and kind.startswith(wanted[:-1]) and wanted != "*/*":
        return 2
    return 1 if wanted == "*/*" else 0


def content_type_of(headers: Headers) -> str:
    """Return the `Content-Type`, empty if there is none."""
    values = SafeHeaders.values_of(headers, b"content-type")
    return values[0] if values else ""


def is_deviation(error: Exception) -> bool:
    """Return whether an error says that a body can be read, but not as declared."""
    return isinstance(error, Unreadable)


def _error_body(codecs: tuple[Codec, ...], content: bytes, content_type: str) -> Any:
    """Return the body of an error as declared, as JSON if nothing is declared; None if it cannot be read."""
    if not codecs and essence(content_type).endswith(("/json", "+json")):
        codecs = (JSON(Any),)
    for codec in codecs:
        try:
            with reading():
                return codec.decode(content, content_type) if content else None
        except (ValueError, RecursionError):  # the status is raised, whatever the body is
            continue
    return None


def _place(location: str) -> str:
    """Return a URL without its query and user information, which may be secrets of the server."""
    scheme, slashes, rest = location.partition("?")[0].partition("//")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}"


def _acceptable(responses: Mapping[int | str, Codecs]) -> list[Codec]:
    """Return the codecs declared for successes, or those for other statuses if there are none."""
    successes = [codecs for key, codecs in responses.items() if str(key).startswith("2")]
    found = [codec for codecs in successes for codec in every_codec(codecs)]
    return found or [codec for codecs in responses.values() for codec in every_codec(codecs)]


def _accept(codecs: list[Codec]) -> str:
    """Return the `Accept` header that asks for the media types of the codecs."""
    return ", ".join(dict.fromkeys(codec.content_type for codec in codecs)) or "*/*"
