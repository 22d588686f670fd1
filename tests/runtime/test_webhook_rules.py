"""Signatures that are nearly right: of another version, without their prefix, of a form whose fields stand twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from generator.runtime.webhooks.headers import ReceivedHeaders, RefusedWebhook
from generator.runtime.webhooks.hmac_signatures import BodySignature, StandardWebhooks, TimestampedSignature
from generator.runtime.webhooks.signed_content import SignedContent, check_age, moment_of
from generator.runtime.webhooks.verification import SharedSecret, Verification

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
OTHER = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
BODY = b'{"event":"x"}'


def now() -> datetime:
    return datetime.now(UTC)


def accepted(verification: Verification, headers: Any, body: bytes = BODY) -> bool:
    try:
        verification.verify(ReceivedHeaders(headers), body)
    except RefusedWebhook:
        return False
    return True


@pytest.mark.parametrize("version", ["v1,", "v2,", "v1a,", "V1,", "v1;", ",", "v1"])
def test_only_signatures_of_the_version_count(version: str) -> None:
    verification = StandardWebhooks(SECRET)
    headers = verification.sign(BODY, "m-1", now())
    plain = headers["webhook-signature"].removeprefix("v1,")
    for written in (f"{version}{plain}", f"v1,AAAA {version}{plain}"):
        assert accepted(verification, {**headers, "webhook-signature": written}) == (version == "v1,")


@pytest.mark.parametrize("prefix", ["sha256=", "", "sha1=", "SHA256=", "sha256", "sha256=sha256="])
def test_a_signature_has_its_prefix(prefix: str) -> None:
    verification = BodySignature(SECRET, header="X-Sig", prefix="sha256=")
    plain = verification.sign(BODY, "m", now())["X-Sig"].removeprefix("sha256=")
    assert accepted(verification, {"x-sig": prefix + plain}) == (prefix == "sha256=")


@pytest.mark.parametrize("turned", [str.lower, str.upper])
def test_only_hexadecimal_digits_have_two_cases(turned: Any) -> None:
    for encoding in ("hex", "base64"):
        verification = BodySignature(SECRET, header="X-Sig", encoding=encoding)
        plain = verification.sign(BODY, "m", now())["X-Sig"]
        assert accepted(verification, {"X-Sig": turned(plain)}) == (encoding == "hex" or turned(plain) == plain)


@pytest.mark.parametrize(
    "make", [StandardWebhooks, TimestampedSignature, lambda one: BodySignature(one, header="X-Sig")]
)
def test_any_secret_verifies_and_no_other(make: Any) -> None:
    for signing in (SECRET, OTHER):
        headers = make([signing]).sign(BODY, "m-1", now())
        assert accepted(make([SECRET, OTHER]), headers)
        assert accepted(make([OTHER, SECRET]), headers)
        assert accepted(make([SECRET]), headers) == (signing == SECRET)
        assert not accepted(make([SECRET, OTHER]), headers, BODY + b" ")


def test_several_secrets_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOKS", f" {OTHER}  {SECRET}\n")
    verification = SharedSecret(header="X-Token", environment="HOOKS")
    assert [accepted(verification, {"X-Token": one}) for one in (SECRET, OTHER, f"{OTHER}  {SECRET}")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("headers", "good"),
    [
        ([("X-Token", "k")], True),
        ([("x-token", "k")], True),
        ([("X-Token", " k\t")], True),
        ([("X-Token", "k"), ("x-TOKEN", "k")], False),
        ([("X-Token", "k"), ("X-Token", "other")], False),
        ([], False),
        ([("X-Token", "")], False),
        ([("X-Token", "K")], False),
    ],
)
def test_a_header_occurs_once_in_any_case(headers: list[tuple[str, str]], good: bool) -> None:
    assert accepted(SharedSecret("k", header="X-Token"), headers) == good


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        (b"b=2&a=1", "a1b2"),
        (b"a=1&a=1", "a1"),
        (b"a=2&a=1", "a1a2"),
        (b"a=&b=1", "ab1"),
        (b"a=x+y%26", "ax y&"),
        (b"", ""),
    ],
)
def test_the_fields_of_a_form_are_signed_in_order(body: bytes, signed: str) -> None:
    assert SignedContent("{url}{form}").of(body, {"url": "u:"}) == f"u:{signed}".encode()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1700000000", 1_700_000_000), ("1700000000000", 1_700_000_000), ("99999999999", 99_999_999_999), ("0", 0)],
)
def test_seconds_and_milliseconds(text: str, seconds: int) -> None:
    assert moment_of(text).timestamp() == seconds


@pytest.mark.parametrize(("late", "good"), [(0, True), (290, True), (-290, True), (310, False), (-310, False)])
def test_a_message_is_neither_old_nor_of_the_future(late: int, good: bool) -> None:
    moment = datetime.fromtimestamp(now().timestamp() - late, UTC)
    if good:
        check_age(moment, 300)
    else:
        with pytest.raises(RefusedWebhook):
            check_age(moment, 300)
    verification = StandardWebhooks(SECRET)
    assert accepted(verification, verification.sign(BODY, "m", moment)) == good
