"""Webhooks of a made-up API, their senders, and their verifications."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import pytest

from generator.runtime import (
    JSON,
    BodySignature,
    Ed25519Signature,
    FakeWebhooks,
    Form,
    Model,
    SentWebhook,
    SharedSecret,
    StandardWebhooks,
    TimestampedSignature,
    UnknownEvent,
    Verification,
    WebhookEvent,
    Webhooks,
    WebhookType,
)


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


each_way = pytest.mark.parametrize("way", WAYS)


def parse(sent: SentWebhook, secret: Any = SECRET, **options: Any) -> Event:
    return WEBHOOKS.parse(
        options.pop("headers", sent.headers), options.pop("body", sent.body), secret=secret, **options
    )


def sender(name: str) -> tuple[Fakes, Verification]:
    if name == "ed25519":
        pytest.importorskip("cryptography")
    fakes = Fakes(verification=WAYS[name]())
    return fakes, WAYS[name](fakes.secret)
