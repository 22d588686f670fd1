"""What is said of a body that no declared type reads, and of an argument that a type refuses."""

from __future__ import annotations

from typing import Annotated, Any

import httpx
import pytest
from pydantic import BeforeValidator

from generator.runtime import (
    JSON,
    Client,
    DecodeError,
    EventStream,
    HTTPClient,
    JSONLines,
    Model,
    Operation,
    Request,
    StreamingClient,
    Unsigned,
    Webhooks,
    WebhookType,
)
from generator.runtime.models.complaints import explained

from .signed import CallEnded, CallStarted, Ended, Started, UnknownEvent


class First(Model):
    first: int


class Second(Model):
    second: int


def answering(content: bytes, kind: str = "application/json") -> HTTPClient:
    answer = httpx.Response(200, headers={"Content-Type": kind}, content=content)
    return HTTPClient(transport=httpx.MockTransport(lambda _: answer))


@pytest.mark.parametrize(
    ("content", "delivered", "problems"),
    [
        (b'{"first": 1}', First(first=1), []),
        (b'{"second": 2}', Second(second=2), []),
        (b'{"first": "1"}', First(first=1), ["/first"]),
        (b'{"third": 3}', First, ["/first"]),
        (b"[]", DecodeError, [""]),
        (b'"text"', DecodeError, [""]),
        (b"{", None, None),
        (b"[" * 100_000, None, None),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_a_body_of_one_or_two_types(several: bool, content: bytes, delivered: Any, problems: list[str] | None) -> None:
    """What is no JSON raises; what is no value of any type is a problem of the response, which has an error as its data."""
    if b"second" in content and not several:
        delivered, problems = First, ["/first"]
    codecs = (JSON(First), JSON(Second)) if several else (JSON(First),)
    operation: Operation[Any] = Operation("GET", "/x", responses={200: codecs})
    client = Client(base_url="http://api.test", http_client=answering(content))
    if problems is None:
        with pytest.raises(DecodeError):
            client.send(Request(operation))
        return
    response = client.send(Request(operation))
    assert [one.pointer for one in response.problems] == problems
    if delivered is DecodeError:
        with pytest.raises(DecodeError, match="declared"):
            _ = response.data
    elif isinstance(delivered, type):
        assert type(response.data) is delivered
    else:
        assert response.data == delivered


def deep(value: Any) -> Any:
    """Read a value as a type does that contains itself, too often."""
    return deep(value) if value == "deep" else value


Deep = Annotated[Any, BeforeValidator(deep)]


@pytest.mark.parametrize(
    ("codec", "kind", "before"),
    [(EventStream(Deep), "text/event-stream", b"data: "), (JSONLines(Deep), "application/jsonl", b"")],
)
@pytest.mark.parametrize(("item", "said"), [(b'"deep"', ": nested too deeply"), (b"{", "no JSON")])
def test_an_item_that_cannot_be_read(codec: Any, kind: str, before: bytes, item: bytes, said: str) -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: codec})
    client = StreamingClient(base_url="http://api.test", http_client=answering(before + item + b"\n\n", kind))
    with client.stream(Request(operation)) as stream, pytest.raises(DecodeError, match=said):
        list(stream)


@pytest.mark.parametrize(("within", "said"), [("", "too late"), ("`when`", "`when`: too late")])
def test_an_error_of_a_type_is_named_after_its_argument(within: str, said: str) -> None:
    assert explained(ValueError("too late"), int, "x", within) == said


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b'{"event": "call.started", "call_id": "c"}', CallStarted),
        (b'{"event": "call.ended", "call_id": "c"}', CallEnded),
        # Both are called so, and neither reads it: which one it is would be a guess.
        (b'{"event": "call", "call_id": "c"}', UnknownEvent),
        (b'{"event": "call", "call_id": 5}', UnknownEvent),
    ],
)
def test_an_event_that_two_types_claim_is_the_one_that_it_fits(body: bytes, event: Any) -> None:
    tags = {"/event": ("call", "call.started", "call.ended")}
    events: Webhooks[Any] = Webhooks(
        lambda: (WebhookType(CallStarted, "a", JSON(Started), tags), WebhookType(CallEnded, "b", JSON(Ended), tags)),
        verification=Unsigned(),
    )
    assert isinstance(events.parse({}, body), event)
