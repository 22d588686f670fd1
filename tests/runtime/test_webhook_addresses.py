"""Signatures that cover the address and the fields of a form, as companies of telephony send them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import pytest

from generator.runtime import (
    BodySignature,
    WebhookError,
)

from .signed import WEBHOOKS, Fakes, KeysPressed

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
