"""Webhooks: what is verified, and which event a message is."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import Field

from generator.runtime import (
    JSON,
    CredentialError,
    FakeWebhooks,
    Model,
    SentWebhook,
    StandardWebhooks,
    TimestampedSignature,
    UnknownEvent,
    Unsigned,
    WebhookEvent,
    Webhooks,
    WebhookType,
)

from .signed import (
    DATED,
    SECRET,
    WEBHOOKS,
    CallEnded,
    CallStarted,
    Ended,
    Fakes,
    Keys,
    KeysPressed,
    Ping,
    Started,
    each_way,
    parse,
    sender,
)

OTHER = "whsec_" + base64.b64encode(b"fedcba9876543210fedcba9876543210").decode()


# What is good.


@each_way
def test_each_verification_accepts_messages_of_its_sender(way: str) -> None:
    fakes, verification = sender(way)
    event = WEBHOOKS.parse(*_parts(fakes.send(CallEnded, Ended(call_id="c-1", seconds=2.5))), verification=verification)
    assert isinstance(event, CallEnded)
    assert (event.name, event.data.call_id, event.data.seconds, event.problems) == ("call.ended", "c-1", 2.5, ())
    assert (event.moment is not None) == (way in DATED)


def test_stripes_own_example_by_hand() -> None:
    body, moment = b'{"event":"call.started","call_id":"x"}', int(datetime.now(UTC).timestamp())
    signature = hmac.new(b"whsec_raw", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v0=junk,v1={'0' * 64},v1={signature}"}
    event = WEBHOOKS.parse(headers, body, verification=TimestampedSignature("whsec_raw"))
    assert isinstance(event, CallStarted)


def test_standard_webhooks_signature_by_hand() -> None:
    """The example of the specification's reference libraries: the key and message are theirs, the time is not now."""
    verification = StandardWebhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", tolerance=10**10)
    body = b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    event = WEBHOOKS.parse(headers, body, verification=verification)
    assert isinstance(event, UnknownEvent)
    assert (event.id, event.data) == ("msg_p5jXN8AQM9LWM0D4loKWxJek", {"test": 2432232314})


def test_secrets_are_rotated() -> None:
    both = Fakes(SECRET).send(Ping)
    assert isinstance(parse(both, [OTHER, SECRET]), Ping)
    assert isinstance(parse(Fakes(OTHER).send(Ping), [OTHER, SECRET]), Ping)
    old, new = Fakes(SECRET).send(Ping, message="m"), Fakes(OTHER).send(Ping, message="m")
    headers = dict(old.headers)
    headers["webhook-signature"] = f"v1a,AAAA {new.headers['webhook-signature']} {old.headers['webhook-signature']}"
    assert isinstance(parse(old, headers=headers), Ping)


def test_the_secret_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Fakes(SECRET).send(Ping)
    monkeypatch.setenv("TEST_WEBHOOK_SECRET", f"{OTHER} {SECRET}")
    assert isinstance(WEBHOOKS.parse(sent.headers, sent.body), Ping)
    monkeypatch.delenv("TEST_WEBHOOK_SECRET")
    with pytest.raises(CredentialError, match="set TEST_WEBHOOK_SECRET in the environment"):
        WEBHOOKS.parse(sent.headers, sent.body)


@pytest.mark.parametrize(
    "form",
    [
        dict,
        httpx.Headers,
        lambda headers: list(headers.items()),
        lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()],
        lambda headers: {name.encode(): value.encode() for name, value in headers.items()},
        lambda headers: {name.upper(): [value] for name, value in headers.items()},
        lambda headers: ((name.title(), f" {value}\t") for name, value in headers.items()),
    ],
)
def test_headers_of_any_framework(form: Callable[[dict[str, str]], Any]) -> None:
    sent = Fakes(SECRET).send(CallStarted, Started(call_id="c-1"))
    assert isinstance(parse(sent, headers=form(sent.headers)), CallStarted)
    assert isinstance(parse(sent, headers=form(sent.headers), body=bytearray(sent.body)), CallStarted)


# Which event it is.


def test_events_are_recognised_by_tag_shape_and_header() -> None:
    fakes = Fakes(SECRET)
    assert isinstance(parse(fakes.signed(b'{"digits": "12#"}', {})), KeysPressed)
    form = parse(fakes.signed(b"digits=12%23", {"Content-Type": "application/x-www-form-urlencoded"}))
    assert isinstance(form, KeysPressed)
    assert form.data.digits == "12#"
    assert isinstance(parse(fakes.signed(b"", {"X-Event": "ping"})), Ping)


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b'{"event": "call.paused", "call_id": "c"}', {"event": "call.paused", "call_id": "c"}),
        (b"[1, 2]", [1, 2]),
        (b'{"event": 1}', {"event": 1}),
        (b'{"event": {"event": "call.ended"}}', {"event": {"event": "call.ended"}}),
        (b'{"event": "call.ended"', None),
        (b"\xff\xfe\xfd", None),
        (b"[" * 100_000, None),
        (b"null", None),
    ],
)
def test_undeclared_fields_are_kept(body: bytes, data: object) -> None:
    event = parse(Fakes(SECRET).signed(body, {}))
    assert isinstance(event, UnknownEvent)
    assert (event.data, event.content, event.name) == (data, body, "")
    assert event.id is not None


def test_deviations_of_an_event_are_delivered() -> None:
    event = parse(Fakes(SECRET).signed(b'{"event": "call.ended", "call_id": "c", "seconds": "long", "new": 1}', {}))
    assert isinstance(event, CallEnded)
    assert [one.pointer for one in event.problems] == ["/seconds"]
    assert event.data.call_id == "c"


def test_a_tag_of_another_type_is_another_value() -> None:
    events: Webhooks[Any] = Webhooks(
        lambda: (WebhookType(CallEnded, "one", JSON(dict[str, Any]), {"/v": (1,)}),), verification=Unsigned()
    )
    assert isinstance(events.parse({}, b'{"v": 1}'), CallEnded)
    assert isinstance(events.parse({}, b'{"v": true}'), UnknownEvent)


def test_the_name_of_an_event_is_its_words() -> None:
    event = parse(Fakes(SECRET).signed(b'{"event": "Call_Ended", "call_id": "c"}', {}))
    assert isinstance(event, CallEnded)
    assert [one.pointer for one in event.problems] == ["/event"]


def test_alike_events_are_not_guessed() -> None:
    events: Webhooks[Any] = Webhooks(
        lambda: (WebhookType(CallEnded, "a", JSON(Keys)), WebhookType(KeysPressed, "b", JSON(Keys))),
        verification=Unsigned(),
    )
    assert isinstance(events.parse({}, b'{"digits": "1"}'), UnknownEvent)


class Inner(Model):
    event: str


class Nested(Model):
    """A body whose event is named within an object that has a slash in its name."""

    inner: Inner = Field(alias="a/b")


class NestedEvent(WebhookEvent[Nested]):
    pass


def test_a_place_within_an_object_of_any_name_is_sent_and_found() -> None:
    events: Webhooks[NestedEvent | UnknownEvent] = Webhooks(
        lambda: (WebhookType(NestedEvent, "nested", JSON(Nested), {"/a~1b/event": ("call.nested",)}),),
        verification=StandardWebhooks(SECRET),
    )

    class Sender(FakeWebhooks):
        _webhooks = events

    sent = Sender(SECRET).send(NestedEvent)
    found = events.parse(sent.headers, sent.body)
    assert isinstance(found, NestedEvent)
    assert found.data.inner.event == "call.nested"


def test_the_sender_makes_bodies_that_fit() -> None:
    fakes = Fakes(SECRET)
    assert isinstance(parse(fakes.send(CallEnded)), CallEnded)
    event = parse(fakes.send(KeysPressed))
    assert isinstance(event, KeysPressed)
    assert event.data.digits


def _parts(sent: SentWebhook) -> tuple[dict[str, str], bytes]:
    return sent.headers, sent.body
