"""Webhooks that an attacker sends, and mistakes of the program that receives them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generator.runtime import (
    BodySignature,
    ClientError,
    CredentialError,
    Ed25519Signature,
    FakeWebhooks,
    RequestError,
    StandardWebhooks,
    TimestampedSignature,
    Unsigned,
    Verification,
    WebhookError,
    Webhooks,
)
from generator.runtime.testing.requests import FakeError

from .signed import DATED, SECRET, WAYS, WEBHOOKS, CallEnded, Ended, Fakes, Ping, each_way, parse, sender

# What an attacker sends.


def refused(headers: Any, body: bytes, verification: Verification) -> None:
    with pytest.raises(WebhookError) as raised:
        WEBHOOKS.parse(headers, body, verification=verification)
    assert str(raised.value) == "the webhook was refused"
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


@each_way
def test_a_changed_body_is_refused(way: str) -> None:
    if way == "token":
        pytest.skip("nothing is signed")
    fakes, verification = sender(way)
    sent = fakes.send(CallEnded, Ended(call_id="c-1"))
    refused(sent.headers, sent.body + b" ", verification)
    refused(sent.headers, b"", verification)
    refused(sent.headers, json.dumps(json.loads(sent.body), indent=1).encode(), verification)


@each_way
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


@each_way
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


@each_way
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


@each_way
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
