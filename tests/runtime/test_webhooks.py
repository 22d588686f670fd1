"""Webhooks: what is verified and read, and what an attacker may send."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

import httpx
import pytest
from pydantic import Field

from generator.runtime import (
    JSON,
    BodySignature,
    ClientError,
    CredentialError,
    Ed25519Signature,
    FakeWebhooks,
    Form,
    Model,
    RequestError,
    SentWebhook,
    SharedSecret,
    StandardWebhooks,
    TimestampedSignature,
    UnknownEvent,
    Unsigned,
    Verification,
    WebhookError,
    WebhookEvent,
    Webhooks,
    WebhookType,
)
from generator.runtime.testing.requests import FakeError


class Started(Model):
    event: Literal["call.started"] = "call.started"
    call_id: str


class Ended(Model):
    event: Literal["call.ended"] = "call.ended"
    call_id: str
    seconds: float | None = None


class Keys(Model):
    digits: str


class CallStarted(WebhookEvent[Started]):
    pass


class CallEnded(WebhookEvent[Ended]):
    pass


class KeysPressed(WebhookEvent[Keys]):
    pass


class Ping(WebhookEvent[None]):
    pass


Event: TypeAlias = CallStarted | CallEnded | KeysPressed | Ping | UnknownEvent
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OTHER = "whsec_" + base64.b64encode(b"fedcba9876543210fedcba9876543210").decode()

WEBHOOKS: Webhooks[Event] = Webhooks(
    lambda: (
        WebhookType(CallStarted, "call.started", JSON(Started), {"/event": ("call.started",)}),
        WebhookType(CallEnded, "call.ended", JSON(Ended), {"/event": ("call.ended",)}),
        WebhookType(KeysPressed, "keys", (JSON(Keys), Form(Keys))),
        WebhookType(Ping, "ping", tags={"header:x-event": ("ping",)}),
    ),
    verification=StandardWebhooks(environment="TEST_WEBHOOK_SECRET"),
)


class Fakes(FakeWebhooks):
    _webhooks = WEBHOOKS


WAYS: dict[str, Callable[..., Verification]] = {
    "standard": StandardWebhooks,
    "svix": lambda *a: StandardWebhooks(*a, header="svix"),
    "stripe": TimestampedSignature,
    "slack": lambda *a: BodySignature(
        *a, header="X-Slack-Signature", prefix="v0=", timestamp_header="X-Slack-Time", signed="v0:{timestamp}:{body}"
    ),
    "github": lambda *a: BodySignature(*a, header="X-Hub-Signature-256", prefix="sha256="),
    "base64": lambda *a: BodySignature(*a, header="X-Signature", encoding="base64", digest="sha512"),
    "ed25519": lambda *a: Ed25519Signature(*a, header="X-Signature-Ed25519", timestamp_header="X-Timestamp"),
    "token": lambda *a: SharedSecret(*a, header="Authorization", prefix="Bearer "),
}
DATED = ("standard", "svix", "stripe", "slack", "ed25519")
"""Those in which the time is signed."""


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name == "ed25519":
        pytest.importorskip("cryptography")
    return name


def parse(sent: SentWebhook, secret: Any = SECRET, **options: Any) -> Event:
    return WEBHOOKS.parse(
        options.pop("headers", sent.headers), options.pop("body", sent.body), secret=secret, **options
    )


def sender(name: str) -> tuple[Fakes, Verification]:
    fakes = Fakes(verification=WAYS[name]())
    return fakes, WAYS[name](fakes.secret)


# What is good.


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


# What an attacker sends.


def refused(headers: Any, body: bytes, verification: Verification) -> None:
    with pytest.raises(WebhookError) as raised:
        WEBHOOKS.parse(headers, body, verification=verification)
    assert str(raised.value) == "the webhook was refused"
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_changed_body_is_refused(way: str) -> None:
    if way == "token":
        pytest.skip("nothing is signed")
    fakes, verification = sender(way)
    sent = fakes.send(CallEnded, Ended(call_id="c-1"))
    refused(sent.headers, sent.body + b" ", verification)
    refused(sent.headers, b"", verification)
    refused(sent.headers, json.dumps(json.loads(sent.body), indent=1).encode(), verification)


def test_another_secret_is_refused(way: str) -> None:
    (_, verification), (others, _) = sender(way), sender(way)
    sent = others.send(Ping)
    refused(sent.headers, sent.body, verification)


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize("seconds", [-302, 310, -86_400 * 365, 86_400 * 365 * 50])
def test_old_and_future_messages_are_refused(name: str, seconds: int) -> None:
    if name == "ed25519":
        pytest.importorskip("cryptography")
    fakes, verification = sender(name)
    sent = fakes.send(Ping, at=datetime.now(UTC) + timedelta(seconds=seconds))
    refused(sent.headers, sent.body, verification)
    near = fakes.send(Ping, at=datetime.now(UTC) + timedelta(seconds=299 if seconds > 0 else -290))
    assert isinstance(WEBHOOKS.parse(near.headers, near.body, verification=verification), Ping)


SIGNATURES = {
    "standard": "webhook-signature",
    "svix": "svix-signature",
    "stripe": "Stripe-Signature",
    "slack": "X-Slack-Signature",
    "github": "X-Hub-Signature-256",
    "base64": "X-Signature",
    "ed25519": "X-Signature-Ed25519",
    "token": "Authorization",
}


def test_headers_that_are_no_signature_are_refused(way: str) -> None:
    fakes, verification = sender(way)
    sent, name = fakes.send(Ping), SIGNATURES[way]
    good = sent.headers[name]
    for bad in (
        *("", " ", ",", "v1,", "v1", "sha256=", "Bearer ", "Bearer", "t=,v1=", "t=1", good[:-1], good[1:], good[::-1]),
        *(f"{good}é", f"{good}\n", f"{good}\x00", good.replace("=", "\uff1d"), "v1," * 300, "v1,A " * 1000),
        *(f"{good}, {good}", "A" * 2**20, f"{good} " * 2**15, "\ud800"),
    ):
        if bad == good or (way in ("standard", "svix") and bad == f"{good}, {good}"):
            continue
        headers = {**sent.headers, name: bad}
        refused(headers, sent.body, verification)
    refused([*sent.headers.items(), (name.upper(), good)], sent.body, verification)
    refused({**sent.headers, name: [good, good]}, sent.body, verification)
    refused({**sent.headers, name.swapcase(): good}, sent.body, verification)
    without = {key: value for key, value in sent.headers.items() if key != name}
    refused(without, sent.body, verification)
    refused({}, sent.body, verification)


def test_a_megabyte_of_signatures_is_not_compared() -> None:
    sent = Fakes(SECRET).send(Ping)
    many = " ".join(["v1," + "A" * 43 + "="] * 170)
    refused({**sent.headers, "webhook-signature": many}, sent.body, StandardWebhooks(SECRET))
    refused(
        {**sent.headers, "webhook-signature": " " * 2**20 + sent.headers["webhook-signature"]},
        sent.body,
        StandardWebhooks(SECRET),
    )


@pytest.mark.parametrize(
    "timestamp",
    [
        *("NaN", "nan", "inf", "-1", "+1", "1e9", "0x10", "", " ", "1_700_000_000", "now", "9" * 17, "9" * 400),
        *(
            "\u0661\u0667\u0660",
            "\uff11\uff17\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10",
            "\u00b2",
            "1700000000.5",
            "0",
            "None",
            "2026-13-45T99:99:99Z",
            "true",
        ),
    ],
)
def test_timestamps_that_are_none_are_refused(timestamp: str) -> None:
    """Each is signed with the right secret: whoever has it is no attacker, but what is no time is never new."""
    body = b"{}"
    raw = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(raw, f"m.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()
    headers = {"webhook-id": "m", "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
    refused(headers, body, StandardWebhooks(SECRET))
    hexadecimal = hmac.new(b"s", f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    refused({"Stripe-Signature": f"t={timestamp},v1={hexadecimal}"}, body, TimestampedSignature("s"))


def test_two_timestamps_in_a_header_are_refused() -> None:
    fakes, verification = sender("stripe")
    sent = fakes.send(Ping)
    refused({"Stripe-Signature": f"t=1,{sent.headers['Stripe-Signature']}"}, sent.body, verification)


def test_times_in_milliseconds_and_in_words_are_read() -> None:
    now = datetime.now(UTC)
    for text in (str(int(now.timestamp() * 1000)), now.isoformat().replace("+00:00", "Z")):
        signature = hmac.new(b"s", f"{text}.{{}}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Time": text, "X-Signature": signature.upper()}
        event = WEBHOOKS.parse(
            headers, b"{}", verification=BodySignature("s", header="X-Signature", timestamp_header="X-Time")
        )
        assert event.moment is not None
        assert abs((event.moment - now).total_seconds()) < 1


def test_a_huge_body_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.runtime.webhooks.events.MOST_BYTES", 10)
    refused({}, b"x" * 11, Unsigned())


@pytest.mark.parametrize("headers", [None, 1, "x", b"x", [1], [("a",)], ["ab"], {1: "x"}, {"x": None}, {"x": [1]}])
def test_invalid_headers_raise_a_type_error(headers: Any) -> None:
    with pytest.raises(TypeError, match="header"):
        WEBHOOKS.parse(headers, b"{}", verification=Unsigned())


@pytest.mark.parametrize("body", [None, "{}", {}, 1])
def test_a_body_that_is_no_bytes_is_a_mistake_of_the_program(body: Any) -> None:
    with pytest.raises(TypeError, match="the bytes as received"):
        WEBHOOKS.parse({}, body, verification=Unsigned())


@pytest.mark.parametrize("secret", ["", " ", [], ["a", ""], [1], b"x"])
def test_an_empty_secret_is_refused(secret: Any, way: str) -> None:
    with pytest.raises(CredentialError):
        WAYS[way](secret)
    with pytest.raises(CredentialError):
        WEBHOOKS.parse({}, b"", secret=secret)


def test_a_secret_that_is_no_base64_is_said_without_showing_it() -> None:
    sent = Fakes(SECRET).send(Ping)
    with pytest.raises(CredentialError, match="not base64") as raised:
        parse(sent, "whsec_hunter2!")
    assert "hunter2" not in str(raised.value)


def test_secrets_are_not_shown_and_not_pickled(way: str, caplog: pytest.LogCaptureFixture) -> None:
    fakes, verification = sender(way)
    sent = fakes.send(Ping)
    caplog.set_level(logging.DEBUG)
    refused({**sent.headers, SIGNATURES[way]: "hunter2"}, sent.body, verification)
    assert caplog.messages[0].startswith("a webhook was refused: ")
    assert "hunter2" not in caplog.text
    assert fakes.secret not in caplog.text + repr(verification) + repr(vars(verification))
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(verification)


def test_webhooks_have_one_error_class() -> None:
    assert issubclass(WebhookError, ClientError)
    assert str(pickle.loads(pickle.dumps(WebhookError()))) == str(WebhookError())


def test_verification_is_required() -> None:
    events: Webhooks[Any] = Webhooks(lambda: ())
    with pytest.raises(TypeError, match="give `verification`"):
        events.parse({}, b"")

    class Undeclared(FakeWebhooks):
        _webhooks = events

    with pytest.raises(FakeError, match="give `verification`"):
        Undeclared()


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


@pytest.mark.parametrize(
    "make",
    [
        lambda: BodySignature("s", header="X", encoding="rot13"),
        lambda: BodySignature("s", header="X", digest="md5"),
        lambda: BodySignature("s", header="X", signed="{timestamp}"),
        lambda: BodySignature("s", header="X", signed="{timestamp}{body}"),
        lambda: BodySignature("s", header="X", signed="{id}{body}"),
        lambda: BodySignature("s", header="X", timestamp_header="T", signed="{body}"),
        lambda: BodySignature("s", header="X", timestamp_header="T", id_header="I", signed="{id}{body}"),
        lambda: Ed25519Signature("00" * 32, header="X", timestamp_header="T", signed="{body}"),
        lambda: Ed25519Signature("00" * 32, header="X", signed="{id}{body}"),
        lambda: TimestampedSignature("s", signed="{body}"),
        lambda: TimestampedSignature("s", signed="{id}{timestamp}{body}"),
        lambda: StandardWebhooks("s", tolerance=float("nan")),
        lambda: StandardWebhooks("s", tolerance=0),
        lambda: StandardWebhooks("s", tolerance=True),
    ],
)
def test_mistakes_of_the_settings_are_said_at_once(make: Callable[[], object]) -> None:
    with pytest.raises(RequestError):
        make()


def test_ed25519_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    verification = Ed25519Signature("00" * 32, header="X")
    with pytest.raises(RequestError, match="pip install cryptography"):
        WEBHOOKS.parse({"X": "00" * 64}, b"{}", verification=verification)


def test_the_sender_makes_bodies_that_fit() -> None:
    fakes = Fakes(SECRET)
    assert isinstance(parse(fakes.send(CallEnded)), CallEnded)
    event = parse(fakes.send(KeysPressed))
    assert isinstance(event, KeysPressed)
    assert event.data.digits


def _parts(sent: SentWebhook) -> tuple[dict[str, str], bytes]:
    return sent.headers, sent.body


# Signatures that cover the address, as companies of telephony send them.

URL = "https://otter.dev/hooks?tenant=ä&a=1"
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def of_the_address(secret: Any = None, signed: str = "{url}{form}") -> BodySignature:
    return BodySignature(secret, header="X-Phone-Signature", encoding="base64", digest="sha1", signed=signed)


def test_the_signature_of_an_address_and_a_form_by_hand() -> None:
    """The message, the key and the signature that a telephone company publishes for its own libraries."""
    body = b"To=%2B18005551212&Digits=1234&CallSid=CA1234567890ABCDE&From=%2B14158675309&Caller=%2B14158675309"
    verification = BodySignature(
        "12345", header="X-Twilio-Signature", encoding="base64", digest="sha1", signed="{url}{form}"
    )
    event = WEBHOOKS.parse(
        {"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", **FORM_HEADERS},
        body,
        url="https://mycompany.com/myapp.php?foo=1&bar=2",
        verification=verification,
    )
    assert event.content == body


@pytest.mark.parametrize("signed", ["{url}{form}", "{url}{body}", "{url}|{form}|{body}"])
def test_a_webhook_signed_for_another_address_is_refused(signed: str) -> None:
    fakes = Fakes(verification=of_the_address(signed=signed))
    verification = of_the_address(fakes.secret, signed)
    sent = fakes.signed(b"digits=12%23", FORM_HEADERS, url=URL)
    assert isinstance(WEBHOOKS.parse(sent.headers, sent.body, url=URL, verification=verification), KeysPressed)
    for other in (URL + "1", URL.replace("https", "http"), "https://otter.dev/hooks"):
        with pytest.raises(WebhookError):
            WEBHOOKS.parse(sent.headers, sent.body, url=other, verification=verification)


@pytest.mark.parametrize("body", [b"digits=13", b"digits=12&more=1", b"", b"\xff=1", b"a=1&" * 20_000])
def test_another_form_is_refused(body: bytes) -> None:
    fakes = Fakes(verification=of_the_address())
    sent = fakes.signed(b"digits=12", FORM_HEADERS, url=URL)
    with pytest.raises(WebhookError):
        WEBHOOKS.parse(sent.headers, body, url=URL, verification=of_the_address(fakes.secret))


def test_the_order_of_fields_is_not_signed_and_empty_ones_are() -> None:
    fakes = Fakes(verification=of_the_address())
    sent = fakes.signed(b"digits=12&b=&a=x+y", FORM_HEADERS, url=URL)
    verification = of_the_address(fakes.secret)
    assert WEBHOOKS.parse(sent.headers, b"a=x%20y&digits=12&b=", url=URL, verification=verification)
    content = (URL + "ax yb" + "digits12").encode()
    expected = base64.b64encode(hmac.new(fakes.secret.encode(), content, hashlib.sha1).digest()).decode()
    assert sent.headers["X-Phone-Signature"] == expected


def test_without_an_address_client_and_fake_say_what_is_missing() -> None:
    fakes = Fakes(verification=of_the_address())
    with pytest.raises(TypeError, match="give `url`"):
        fakes.signed(b"", {})
    sent = fakes.signed(b"", {}, url=URL)
    with pytest.raises(TypeError, match="give `url`"):
        WEBHOOKS.parse(sent.headers, sent.body, verification=of_the_address(fakes.secret))
