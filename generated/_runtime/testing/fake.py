"""The fake of a provider: a transport for the real client, with one programmable fake for each operation."""

from __future__ import annotations

import inspect
import json
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, ParamSpec, Protocol, TypeVar, cast, get_type_hints

from .._http import (
    AsyncHTTPClient,
    Headers,
    HTTPClient,
    HTTPRequest,
    HTTPResponse,
    MockTransport,
    ReadError,
    ReadTimeout,
)
from ..errors import RequestError, is_success
from ..http.client import AsyncClient, Client
from ..http.request import Operation, Request
from ..problems import explain
from ..wire.codecs import JSON, Codec, TypedCodec
from .bodies import encoded, plain, written_events, written_lines
from .requests import FakeError, ReceivedRequest, Template, received
from .values import NoValueError, sample

if TYPE_CHECKING:
    from typing import Self

B = TypeVar("B")
R = TypeVar("R")
P = ParamSpec("P")
C = TypeVar("C", bound=Client)
A = TypeVar("A", bound=AsyncClient)

_SUCCESS = "2XX"
_MOST_LISTED = 20


class _Waiting(Protocol):
    """A `PollingRule`, which packages without waits do not hold."""

    def finished(self, content: bytes) -> bytes:
        """Return the body in a state that ends the wait."""
        ...


@dataclass(frozen=True, slots=True)
class FakeAnswer:
    """How a fake answers one request."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None
    """The body as bytes, used instead of `body`."""
    content_type: str | None = None


class FakeOperation(Generic[B, R]):
    """The fake of one operation: `B` is the type of its request body, `R` what a success returns.

    Its program is a sequence of steps: each call takes the next step, and the last step stays. Without a program it
    answers with an example of the provider, else with values that fit the declared type.
    """

    def __init__(
        self, fake: Fake[Any, Any], call: str, builder: Callable[P, Request[R]], wait: str | None = None
    ) -> None:
        """`call` names the method, such as `calls.create`; `builder` is the function that builds its requests.

        `wait` is the method that waits for a final state, if there is one.
        """
        self.call = call
        self.operation = _operation(builder)
        self.requests: list[ReceivedRequest[B]] = []
        """Every request received, the oldest first."""
        self._fake = fake
        self._steps: deque[Callable[[ReceivedRequest[B]], FakeAnswer]] = deque()
        self._latency = 0.0
        self._waiting: _Waiting | None = builder.__globals__[f"_{wait.upper()}"] if wait else None

    def returns(self, *values: R, status: int | None = None, headers: Mapping[str, str] | None = None) -> Self:
        """Answer with values, one for each call; the last value answers all further calls."""
        chosen = status if status is not None else self._success()
        for value in values:
            self._add(FakeAnswer(chosen, value, headers or {}))
        return self

    def raises(
        self,
        status: int,
        body: object = None,
        *,
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Answer with an error status; `retry_after` is in seconds."""
        if is_success(status):
            raise FakeError(f"{self.call}: {status} is not an error status; use `returns`")
        more = {"Retry-After": f"{retry_after:g}"} if retry_after is not None else {}
        self._add(FakeAnswer(status, body, {**(headers or {}), **more}))
        return self

    def answers(self, function: Callable[[ReceivedRequest[B]], R]) -> Self:
        """Answer with the result of a function of the request."""
        self._steps.append(lambda request: FakeAnswer(self._success(), function(request)))
        return self

    def streams(self, *events: object, event: str | None = None) -> Self:
        """Answer with a stream: each item is text, or a value written as JSON; `event` names events.

        Items are events, or lines of JSON where the operation answers these.
        """
        codec = next((one for one in self._declared(self._success()) if one.itemwise), None)
        texts = [one if isinstance(one, str) else self._item(one, codec) for one in events]
        kind = _type(codec) if codec is not None else "text/event-stream"
        content = written_events(texts, event) if kind == "text/event-stream" else written_lines(texts, kind)
        self._add(FakeAnswer(self._success(), content=content.encode(), content_type=kind))
        return self

    def drops(self) -> Self:
        """Drop the connection: the request arrives, and no answer comes."""
        self._steps.append(_dropped)
        return self

    def times_out(self) -> Self:
        """Give no answer within the client's time."""
        self._steps.append(_timed_out)
        return self

    def waits(self, seconds: float) -> Self:
        """Delay each answer by some seconds; a client that does not wait so long gets no answer in its time."""
        self._latency = seconds
        return self

    @property
    def body(self) -> B:
        """The body of the latest request."""
        if not self.requests:
            raise FakeError(f"{self.call} was not called")
        return self.requests[-1].body

    def answer(self, path: Mapping[str, str], request: HTTPRequest) -> tuple[float, HTTPResponse]:
        """Return the seconds to wait, and the response to a request."""
        found: ReceivedRequest[B] = received(self.operation, path, request)
        self.requests.append(found)
        if self._steps:
            step = self._steps.popleft() if len(self._steps) > 1 else self._steps[0]
            made = step(found)
        elif self._fake.is_strict:
            raise FakeError(
                f"{self.call} was called, and the test does not say what it answers: `fake.{self.call}.returns(…)`"
            )
        else:
            made = self._finished(self._usual(found))
        return self._latency, self._response(made)

    def _add(self, answer: FakeAnswer) -> None:
        """Append a step; a body that the operation does not have is an error of the test that says it, at once."""
        written = self._written(answer)
        self._steps.append(lambda _request: written)

    def _success(self) -> int:
        declared = [int(str(key).replace(_SUCCESS, "200")) for key in self.operation.responses if _is_success(key)]
        return min(declared, default=200)

    def _declared(self, status: int) -> tuple[Codec, ...]:
        responses = self.operation.responses
        found = responses.get(status, responses.get(f"{status // 100}XX", responses.get("default")))
        return found if isinstance(found, tuple) else (found,) if found else ()

    def _usual(self, request: ReceivedRequest[B]) -> FakeAnswer:
        status = self._success()
        if example := self._fake.published_answer(self.call):
            types = [_type(one) for one in self._declared(status) if isinstance(one, JSON)]
            return FakeAnswer(status, content=example.encode(), content_type=next(iter(types), "application/json"))
        for codec in self._declared(status):
            if isinstance(codec, JSON):
                try:
                    return FakeAnswer(
                        status, content=json.dumps(sample(codec.type)).encode(), content_type=_type(codec)
                    )
                except NoValueError as error:
                    raise FakeError(f"{self.call}: no answer can be made up ({error}); say `returns(…)`") from None
            if codec.made_up is not None:
                return FakeAnswer(status, content=codec.made_up, content_type=_type(codec))
        return FakeAnswer(status)

    def _finished(self, answer: FakeAnswer) -> FakeAnswer:
        """Return an answer in a state that ends a wait: a published one may be that of something which still runs."""
        if self._waiting is None or answer.content is None:
            return answer
        return replace(answer, content=self._waiting.finished(answer.content))

    def _item(self, item: object, codec: Codec | None) -> str:
        """Return an item of a stream as JSON; raise `FakeError` if the stream has no such items."""
        if isinstance(codec, TypedCodec) and not getattr(codec, "raw", False):
            try:
                codec.reader.validate_python(item)
            except ValueError as error:
                raise FakeError(f"{self.call}: {type(item).__name__} is not an item of it: {explain(error)}") from None
        return json.dumps(plain(item))

    def _written(self, answer: FakeAnswer) -> FakeAnswer:
        """Return an answer with its body as bytes.

        Raises:
            FakeError: the operation does not answer this status with such a body.
        """
        if answer.content is not None or answer.body is None:
            return answer
        declared = self._declared(answer.status)
        try:
            content = encoded(declared[0] if declared else None, answer.body)
        except (ValueError, TypeError, RequestError) as error:
            what = f"{type(answer.body).__name__} is not a body of {answer.status}"
            raise FakeError(f"{self.call}: {what}: {explain(error)}") from None
        return replace(answer, content=content, content_type=_type(declared[0]) if declared else "application/json")

    def _response(self, answer: FakeAnswer) -> HTTPResponse:
        written, headers = self._written(answer), Headers(dict(answer.headers))
        if written.content_type:
            headers.setdefault("Content-Type", written.content_type)
        return HTTPResponse(written.status, headers=headers, content=written.content or b"")


class FakeResource:
    """The fakes of the operations of one resource."""

    def __init__(self, fake: Fake[Any, Any]) -> None:
        self._fake = fake


class Fake(MockTransport, Generic[C, A]):
    """A transport that answers in place of a provider, sync and async; nothing leaves the process.

    `C` is the class of the client, `A` of the asynchronous client. With `strict`, an operation that the test has not
    programmed must not be called. Attributes that are no fakes begin with an underscore or have two words, since a
    resource may have any other name.
    """

    _clients: ClassVar[tuple[type[Any], type[Any]]]
    """The classes of the clients."""
    _operations: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """`(method, path, call)` of each operation."""
    _examples: ClassVar[Mapping[str, str]] = {}
    """Call → the JSON text of a response that the provider publishes."""

    def __init__(self, *, strict: bool = False) -> None:
        super().__init__(self._unused)
        self._strict = strict
        self._templates: list[tuple[Template, str]] | None = None
        self._failures: list[FakeError] = []

    def sync_client(self, **options: Any) -> C:
        """Return a client that calls this fake, with made-up credentials; `options` go to its constructor."""
        made = self._clients[0]
        client: C = made(**{**_made_up(made), "http_client": HTTPClient(transport=self), **options})
        return client

    def async_client(self, **options: Any) -> A:
        """Return an asynchronous client that calls this fake, as `sync_client` does."""
        made = self._clients[1]
        client: A = made(**{**_made_up(made), "http_client": AsyncHTTPClient(transport=self), **options})
        return client

    def handle_request(self, request: HTTPRequest) -> HTTPResponse:
        """Answer a request of the synchronous client."""
        request.read()
        seconds, response = self._answer(request)
        if seconds:
            limit = _patience(request)
            time.sleep(min(seconds, limit))
            _refuse_delay(seconds, limit)
        return response

    async def handle_async_request(self, request: HTTPRequest) -> HTTPResponse:
        """Answer a request of the asynchronous client."""
        await request.aread()
        seconds, response = self._answer(request)
        if seconds:
            import anyio

            limit = _patience(request)
            await anyio.sleep(min(seconds, limit))
            _refuse_delay(seconds, limit)
        return response

    def fake_of(self, call: str) -> FakeOperation[Any, Any]:
        """Return the fake of an operation by the name of its call, `calls.create`."""
        found: object = self
        for name in call.split("."):
            found = getattr(found, name)
        return cast("FakeOperation[Any, Any]", found)

    def raise_failures(self) -> None:
        """Raise the first `FakeError` that a call has raised: the program under test may have caught it.

        The fixture of pytest does this at the end of each test.
        """
        if self._failures:
            raise self._failures[0]

    @property
    def is_strict(self) -> bool:
        """Whether a call must have been programmed."""
        return self._strict

    def published_answer(self, call: str) -> str | None:
        """Return the JSON text of a response that the provider publishes; None if there is none."""
        return self._examples.get(call)

    def _answer(self, request: HTTPRequest) -> tuple[float, HTTPResponse]:
        try:
            return self._found(request)
        except FakeError as error:
            self._failures.append(error)
            raise

    def _found(self, request: HTTPRequest) -> tuple[float, HTTPResponse]:
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        for template, call in self._known():
            parameters = template.match(request.method, path)
            if parameters is not None:
                return self.fake_of(call).answer(parameters, request)
        known = "\n".join(f"  {method} {path}  {call}" for method, path, call in self._operations[:_MOST_LISTED])
        raise FakeError(f"no operation is {request.method} {path}; there is\n{known}")

    def _known(self) -> list[tuple[Template, str]]:
        if self._templates is None:
            found = [(Template(method, path), call) for method, path, call in self._operations]
            self._templates = sorted(found, key=lambda one: one[0].rank)
        return self._templates

    @staticmethod
    def _unused(request: HTTPRequest) -> NoReturn:
        raise FakeError(f"{request.method} {request.url} was handed over in an unknown way")


def _operation(builder: Callable[..., Request[R]]) -> Operation[R]:
    """Return the operation whose requests a function builds: the constant of its module that the function uses."""
    code, module = builder.__code__, builder.__globals__
    for name in code.co_names:
        if isinstance(found := module.get(name), Operation):
            return cast("Operation[R]", found)
    raise FakeError(f"{builder.__qualname__} builds no request of an operation")


def _made_up(client: type[Any]) -> dict[str, Any]:
    """Return made-up credentials and headers for a client's constructor, and an address if the client has none."""
    found: dict[str, Any] = {}
    for name, parameter in inspect.signature(client).parameters.items():
        annotation = str(parameter.annotation)
        if name == "base_url" and parameter.default is parameter.empty:
            found[name] = "https://fake.invalid"
        elif "BasicCredential" in annotation:
            found[name] = ("test", "test")
        elif "Credential" in annotation or (annotation == "str | None" and "password" in name):
            found[name] = "test"
        elif parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty:
            found[name] = sample(get_type_hints(client.__init__)[name])
    return found


def _is_success(key: int | str) -> bool:
    return key == _SUCCESS or (isinstance(key, int) and is_success(key))


def _type(codec: Codec) -> str:
    return codec.media_type(None)


def _patience(request: HTTPRequest) -> float:
    """Return the seconds for which the client waits for an answer to a request."""
    limits: Mapping[str, float | None] = request.extensions.get("timeout") or {}
    limit = limits.get("read")
    return math.inf if limit is None else limit


def _refuse_delay(seconds: float, limit: float) -> None:
    if seconds > limit:
        raise ReadTimeout(f"no answer came within {limit:g} s")


def _dropped(request: ReceivedRequest[Any]) -> NoReturn:
    raise ReadError("the connection was dropped before an answer came")


def _timed_out(request: ReceivedRequest[Any]) -> NoReturn:
    raise ReadTimeout("no answer came in time")
