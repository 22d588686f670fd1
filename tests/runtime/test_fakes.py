"""Fakes: programmable answers, typed requests, values that fit, and precise errors for impossible programs."""

from __future__ import annotations

import asyncio
import re
from functools import cached_property
from time import process_time
from typing import Annotated, Any, ClassVar, Literal

import httpx
import pytest
from pydantic import Field, create_model

from generator.runtime import (
    JSON,
    AsyncStreamingResource,
    EventStream,
    JSONLines,
    Model,
    Operation,
    Poller,
    PollingRule,
    Request,
    StatusError,
    StreamingResource,
    TransportError,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)
from generator.runtime.models.asserts import MultipleOf, Pattern
from generator.runtime.testing.fake import Fake, FakeOperation, FakeResource
from generator.runtime.testing.requests import FakeError
from generator.runtime.testing.values import NoValueError, sample


class Call(Model):
    id: str
    status: Literal["queued", "ended"] | str
    attempts: int | None = None


class NewCall(Model):
    number: str


class Problem(Model):
    message: str


_CREATE: Operation[Call] = Operation(
    "POST", "/calls", body=JSON(NewCall), body_required=True, responses={201: JSON(Call), "4XX": JSON(Problem)}
)
_GET: Operation[Call] = Operation("GET", "/calls/{id}", responses={200: JSON(Call)})
_ACTIVE: Operation[list[Call]] = Operation("GET", "/calls/active", responses={200: JSON(list[Call])})
_WATCH: Operation[Any] = Operation("GET", "/calls/{id}/events", responses={200: EventStream(Call)})
_LINES: Operation[Any] = Operation("GET", "/calls/lines", responses={200: JSONLines(Call)})


def create_request(body: NewCall) -> Request[Call]:
    return Request(_CREATE, body=body)


def get_request(id: str) -> Request[Call]:
    return Request(_GET, path={"id": id})


def active_request() -> Request[list[Call]]:
    return Request(_ACTIVE)


def watch_request(id: str) -> Request[Any]:
    return Request(_WATCH, path={"id": id})


def lines_request() -> Request[Any]:
    return Request(_LINES)


class Calls(StreamingResource):
    def create(self, body: NewCall) -> Call:
        return self._client.send(create_request(body)).data


class AsyncCalls(AsyncStreamingResource):
    async def create(self, body: NewCall) -> Call:
        return (await self._client.send(create_request(body))).data


class FakeCalls(FakeResource):
    @cached_property
    def create(self) -> FakeOperation[NewCall, Call]:
        return FakeOperation(self._fake, "calls.create", create_request)

    @cached_property
    def get(self) -> FakeOperation[None, Call]:
        return FakeOperation(self._fake, "calls.get", get_request)

    @cached_property
    def active(self) -> FakeOperation[None, list[Call]]:
        return FakeOperation(self._fake, "calls.active", active_request)

    @cached_property
    def watch(self) -> FakeOperation[None, Any]:
        return FakeOperation(self._fake, "calls.watch", watch_request)

    @cached_property
    def lines(self) -> FakeOperation[None, Any]:
        return FakeOperation(self._fake, "calls.lines", lines_request)


class FakeShop(Fake[Client, AsyncClient]):
    _clients = (Client, AsyncClient)
    _operations = (
        ("POST", "/calls", "calls.create"),
        ("GET", "/calls/{id}", "calls.get"),
        ("GET", "/calls/active", "calls.active"),
        ("GET", "/calls/{id}/events", "calls.watch"),
        ("GET", "/calls/lines", "calls.lines"),
    )

    @cached_property
    def calls(self) -> FakeCalls:
        return FakeCalls(self)


def client(fake: FakeShop, **options: Any) -> Client:
    return Client(
        servers={"main": "https://shop.test/v2"}, server="main", http_client=httpx.Client(transport=fake), **options
    )


def test_answers_by_default_fit_the_type_and_requests_are_typed() -> None:
    fake = FakeShop()
    with client(fake) as shop:
        assert Calls(shop).create(NewCall(number="+1")) == Call(id="id", status="queued", attempts=1)
        assert shop.send(active_request()).data == [Call(id="id", status="queued", attempts=1)]
        assert shop.send(get_request("a b")).data.id == "id"
    assert fake.calls.create.body == NewCall(number="+1")
    assert fake.calls.get.requests[0].path == {"id": "a b"}
    assert [len(one.requests) for one in (fake.calls.create, fake.calls.active, fake.calls.watch)] == [1, 1, 0]


def test_answers_are_a_sequence_whose_last_step_stays() -> None:
    fake = FakeShop()
    fake.calls.create.raises(429, Problem(message="slow"), retry_after=3).returns(
        Call(id="1", status="queued"), Call(id="2", status="new")
    )
    with client(fake, max_retries=0) as shop:
        with pytest.raises(StatusError) as caught:
            Calls(shop).create(NewCall(number="+1"))
        assert (caught.value.status, caught.value.body) == (429, Problem(message="slow"))
        assert caught.value.headers["Retry-After"] == "3"
        assert [Calls(shop).create(NewCall(number="+1")).id for _ in range(3)] == ["1", "2", "2"]


def test_a_function_of_the_request_answers_in_both_clients() -> None:
    fake = FakeShop()
    fake.calls.create.answers(lambda request: Call(id=request.body.number, status="queued")).waits(0.01)

    async def main() -> Call:
        http = httpx.AsyncClient(transport=fake)
        async with AsyncClient(servers={"main": "https://shop.test"}, server="main", http_client=http) as shop:
            return await AsyncCalls(shop).create(NewCall(number="+2"))

    assert asyncio.run(main()).id == "+2"
    with client(fake) as shop:
        assert Calls(shop).create(NewCall(number="+3")).id == "+3"


def test_streams_drops_and_times_out() -> None:
    fake = FakeShop()
    fake.calls.watch.streams(Call(id="1", status="queued"), Call(id="1", status="ended"))
    with client(fake, max_retries=0) as shop:
        with shop.stream(watch_request("1")) as events:
            assert [one.status for one in events] == ["queued", "ended"]
        fake.calls.create.drops().times_out()
        for _ in range(2):
            with pytest.raises(TransportError):
                Calls(shop).create(NewCall(number="+1"))


def test_streams_have_the_items_of_the_operation() -> None:
    fake = FakeShop()
    fake.calls.lines.streams(
        Call(id="1", status="queued"), {"id": "2", "status": "ended"}, '{"id": "3", "status": "new"}'
    )
    with client(fake) as shop, shop.stream(lines_request()) as items:
        assert [one.id for one in items] == ["1", "2", "3"]
    for one in (fake.calls.lines, fake.calls.watch):
        with pytest.raises(FakeError, match=r"calls\.\w+: Problem is not an item of it: .*Call"):
            one.streams(Problem(message="no"))
        with pytest.raises(FakeError, match=r"calls\.\w+: dict is not an item of it: status"):
            one.streams({"id": "1"})


def test_a_request_that_is_not_described_fails_the_test() -> None:
    fake = FakeShop()
    http = httpx.Client(transport=fake)
    with pytest.raises(FakeError, match=r"no operation is DELETE /calls; there is\n  POST /calls  calls.create"):
        http.delete("https://shop.test/calls")
    with pytest.raises(FakeError, match=r"POST /calls: the body does not fit the description: .*number"):
        http.post("https://shop.test/calls", json={"nummer": "+1"})
    with pytest.raises(FakeError, match="the request has no body"):
        http.post("https://shop.test/calls")
    with pytest.raises(FakeError, match="201 is not an error status"):
        fake.calls.create.raises(201)
    with pytest.raises(FakeError, match=r"calls\.get was not called"):
        _ = fake.calls.get.body


def test_a_body_of_another_type_is_refused_by_the_fake_that_returns_it() -> None:
    fake = FakeShop()
    with pytest.raises(FakeError, match=r"calls\.create: Problem is not a body of 201: .*Call"):
        fake.calls.create.returns(Problem(message="no"))
    with pytest.raises(FakeError, match=r"calls\.create: Call is not a body of 429: .*Problem"):
        fake.calls.create.raises(429, Call(id="1", status="queued"))
    fake.calls.create.answers(lambda _: Problem(message="no"))
    with client(fake) as shop, pytest.raises(FakeError, match=r"calls\.create: Problem is not a body of 201"):
        Calls(shop).create(NewCall(number="+1"))


def test_another_content_type_is_named() -> None:
    http = httpx.Client(transport=FakeShop())
    with pytest.raises(FakeError, match=r"the content type is application/x-www-.*; declared: application/json"):
        http.post("https://shop.test/calls", data={"number": "+1"})


def test_a_client_waits_no_longer_than_its_timeout() -> None:
    fake = FakeShop()
    fake.calls.create.waits(30)

    async def main() -> None:
        http = httpx.AsyncClient(transport=fake)
        servers = {"main": "https://shop.test"}
        async with AsyncClient(servers=servers, server="main", http_client=http, timeout=0.02, max_retries=0) as shop:
            await AsyncCalls(shop).create(NewCall(number="+2"))

    with pytest.raises(TransportError, match=r"no answer within 0\.02 s"):
        asyncio.run(main())
    with client(fake, timeout=0.02, max_retries=0) as shop, pytest.raises(TransportError, match="no answer within"):
        Calls(shop).create(NewCall(number="+1"))


def test_a_strict_fake_answers_only_programmed_operations() -> None:
    fake = FakeShop(strict=True)
    fake.calls.get.returns(Call(id="7", status="queued"))
    with client(fake) as shop:
        assert shop.send(get_request("7")).data.id == "7"
        with pytest.raises(FakeError, match=r"calls\.create was called"):
            Calls(shop).create(NewCall(number="+1"))


def test_samples_fill_every_kind_of_type() -> None:
    from datetime import date, datetime
    from uuid import UUID

    assert sample(list[date]) == ["2026-01-02"]
    assert sample(dict[str, int]) == {}
    assert (sample(datetime), sample(UUID)) == ("2026-01-02T03:04:05Z", "3c90c3cc-0d44-4b50-8888-8dd25736052a")
    assert sample(Literal["b", "a"]) == "b"

    class Endless(Model):
        next: Endless

    Endless.model_rebuild(_types_namespace={"Endless": Endless})
    with pytest.raises(NoValueError):
        sample(Endless)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Annotated[str, Pattern("^[A-Z]{2}$")], "AA"),
        (Annotated[str | None, Field(min_length=22), Pattern(r"^DE\d{20}$")], "DE11111111111111111111"),
        (Annotated[str, Pattern("^(?:eur|usd)(-[a-f0-9]+)?$")], "eur"),
        (Annotated[str, Field(min_length=4), Pattern("^[ab]+$")], "aaaa"),
        (Annotated[str, Pattern("^[a-z]+$")], "value"),
        (Annotated[str, Pattern("^(?=.*[A-Z])(?=.*[0-9]).{8,}$")], "Aa1!Aa1!"),
        (Annotated[float, Field(ge=2000), MultipleOf(0.75)], 2000.25),
        (Annotated[int, Field(gt=7), MultipleOf(7)], 14),
        (Annotated[float, Field(gt=300, lt=302)], 301),
        (list[Annotated[str, Pattern("^[A-Z]{3}$")]], ["AAA"]),
    ],
)
def test_samples_fit_patterns_and_multiples(type_: Any, value: Any) -> None:
    assert sample(type_) == value


@pytest.mark.parametrize("pattern", [r"^(?!x)(.)\1$", "^[0-9]{900}[a-f]{900}$"])
def test_a_pattern_without_a_known_text_is_named(pattern: str) -> None:
    class Holder(Model):
        code: Annotated[str, Pattern(pattern)]

    with pytest.raises(NoValueError, match=re.escape(f"code: no text is known that fits the pattern {pattern!r}")):
        sample(Holder)


_WAIT: PollingRule[Call] = PollingRule(state="/status", success=("ended",))


def test_a_wait_ends_by_default() -> None:
    class Ending(FakeShop):
        _examples: ClassVar = {"calls.get": '{"id": "7", "status": "queued"}'}

    for fake, id in ((FakeShop(), "id"), (Ending(), "7")):
        operation: FakeOperation[None, Call] = FakeOperation(fake, "calls.get", get_request, "wait")
        fake.calls.__dict__["get"] = operation
        with client(fake) as shop:
            assert Poller(shop, get_request("1"), _WAIT).wait() == Call(
                id=id, status="ended", attempts=1 if id == "id" else None
            )
            assert len(operation.requests) == 1
        operation.returns(Call(id="8", status="queued"))
        with client(fake) as shop:
            assert shop.send(get_request("1")).data.status == "queued"


def test_more_items_than_anybody_makes_up() -> None:
    """A document may ask for a thousand million of them."""
    assert len(sample(Annotated[list[int], Field(min_length=1_000)])) == 1_000
    many = Annotated[list[int], Field(min_length=1_000_000_000)]
    nested = Annotated[list[Annotated[list[int], Field(min_length=1_000)]], Field(min_length=1_000)]
    for type_ in (many, nested):
        with pytest.raises(NoValueError, match="more than 100,000 values"):
            sample(type_)


def test_classes_that_each_name_two_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.runtime.testing.values._MOST_VALUES", 10_000)
    type_: Any = str
    for level in range(40):
        type_ = create_model(f"Level{level}", __base__=Model, x=(type_, ...), y=(type_, ...))
    started = process_time()
    with pytest.raises(NoValueError, match="more than 10,000 values"):
        sample(type_)
    assert process_time() - started < 10
