"""Signatures with a shared secret: Standard Webhooks, timestamp and signature in one header, HMAC of the body."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets as random_secrets
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..errors import CredentialError
from ..secrets import Secret
from .headers import ReceivedHeaders, RefusedWebhook
from .signed_content import TOLERANCE, SignedContent, check_age, checked_tolerance, moment_of
from .verification import KeyPair, Verification, Verified, WebhookSecret, any_equal, checked_choice

_DIGESTS: Mapping[str, Callable[..., object]] = {
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "sha384": hashlib.sha384,
    "sha1": hashlib.sha1,
}
_ENCODINGS: Mapping[str, Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "base64": lambda data: base64.b64encode(data).decode("ascii"),
    "base64url": lambda data: base64.urlsafe_b64encode(data).decode("ascii").rstrip("="),
}
_MOST_SIGNATURES = 50


@dataclass(frozen=True, slots=True)
class Claim:
    """What a message claims: its signatures, and what is signed in addition to the body, as it was sent."""

    signatures: tuple[str, ...]
    timestamp: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureHeaders:
    """The headers in which a message has one signature, and perhaps a timestamp and an id."""

    signature: str
    prefix: str
    """What is before the signature, such as `sha256=`."""
    timestamp: str | None
    id: str | None

    @property
    def claimed(self) -> Mapping[str, str | None]:
        """The parts that messages have, each with its header."""
        return {"timestamp": self.timestamp, "id": self.id}

    def read(self, headers: ReceivedHeaders) -> Claim:
        """Return the claim of a message; raise `RefusedWebhook` if its signature is of another kind."""
        found = headers.one(self.signature)
        if not found.startswith(self.prefix):
            raise RefusedWebhook("the signature is of another kind")
        timestamp = headers.one(self.timestamp) if self.timestamp else None
        message = headers.one(self.id) if self.id else None
        signature = found.removeprefix(self.prefix)
        return Claim((signature,) if signature else (), timestamp, message)

    def written(self, signature: str, timestamp: str, message: str) -> dict[str, str]:
        """Return the headers of a message."""
        values = {self.signature: f"{self.prefix}{signature}", self.timestamp: timestamp, self.id: message}
        return {name: value for name, value in values.items() if name}


class SignedVerification(Verification):
    """Base of all signed messages: the claim is read, then its time is checked, then its signature."""

    def __init__(
        self,
        secret: WebhookSecret | None,
        environment: str | None,
        signed: str,
        tolerance: float,
        claimed: Mapping[str, str | None],
    ) -> None:
        """`claimed` are the parts `timestamp` and `id` that messages have, each with the place where it is sent.

        Raises `RequestError` if a timestamp is not signed, or if something is signed that messages do not have.
        """
        super().__init__(secret, environment=environment)
        self._signed = SignedContent(signed)
        self._signed.check_parts(claimed)
        self._tolerance = checked_tolerance(tolerance)

    def verify(self, headers: ReceivedHeaders, body: bytes) -> Verified:
        """Check the time, then the signatures against each secret."""
        claim = self.claim(headers)
        if not 0 < len(claim.signatures) <= _MOST_SIGNATURES:
            raise RefusedWebhook("there is no signature, or there are too many")
        moment = None if claim.timestamp is None else moment_of(claim.timestamp)
        if moment is not None:
            check_age(moment, self._tolerance)
        if not self.matches(claim.signatures, self._content(body, claim.timestamp, claim.id, headers.url)):
            raise RefusedWebhook("no signature fits")
        return Verified(claim.id, moment)

    @abstractmethod
    def claim(self, headers: ReceivedHeaders) -> Claim:
        """Return what the headers of a message claim; raise `RefusedWebhook`."""

    @abstractmethod
    def matches(self, signatures: tuple[str, ...], content: bytes) -> bool:
        """Return whether one of the signatures is valid for the content."""

    def _content(self, body: bytes, timestamp: str | None, message: str | None, url: str) -> bytes:
        return self._signed.of(body, {"timestamp": timestamp or "", "id": message or "", "url": url})


class HmacVerification(SignedVerification):
    """A signature that is an HMAC (RFC 2104) with the secret."""

    _digest = "sha256"
    _encoding = "hex"

    def matches(self, signatures: tuple[str, ...], content: bytes) -> bool:
        """Compare with the signatures that each secret gives."""
        given = [one.lower() if self._encoding == "hex" else one for one in signatures]
        return any_equal(given, [self.signature(one, content) for one in self.secrets()])

    def signature(self, secret: Secret, content: bytes) -> str:
        """Return the signature of a content in the form of the header."""
        digest = hmac.new(self.key(secret), content, self._digest).digest()
        return _ENCODINGS[self._encoding](digest)

    def key(self, secret: Secret) -> bytes:
        """Return the bytes of a secret."""
        return secret.encode()


class StandardWebhooks(HmacVerification):
    """Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, and `webhook-signature` with one `v1,…` or several.

    Svix sends the same under `svix-…`. Secrets are in base64, with or without `whsec_`.
    """

    _encoding = "base64"

    def __init__(
        self,
        secret: WebhookSecret | None = None,
        *,
        header: str = "webhook",
        tolerance: float = TOLERANCE,
        environment: str | None = None,
    ) -> None:
        """`header` is the beginning of the three headers' names; `tolerance` is in seconds, both ways."""
        claimed = {"id": f"{header}-id", "timestamp": f"{header}-timestamp"}
        super().__init__(secret, environment, "{id}.{timestamp}.{body}", tolerance, claimed)
        self._header = header

    def claim(self, headers: ReceivedHeaders) -> Claim:
        """Read the three headers; signatures of other versions are ignored."""
        found = headers.one(f"{self._header}-signature").split(" ")
        signatures = tuple(one[3:] for one in found if one.startswith("v1,") and one[3:])
        timestamp, message = headers.one(f"{self._header}-timestamp"), headers.one(f"{self._header}-id")
        return Claim(signatures, timestamp, message)

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the three headers, with a signature for each secret."""
        timestamp = str(int(moment.timestamp()))
        content = self._content(body, timestamp, message, url)
        signatures = " ".join(f"v1,{self.signature(one, content)}" for one in self.secrets())
        names = (f"{self._header}-id", f"{self._header}-timestamp", f"{self._header}-signature")
        return dict(zip(names, (message, timestamp, signatures), strict=True))

    def key(self, secret: Secret) -> bytes:
        """Return the bytes that the text in base64 stands for."""
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not key:
            raise CredentialError("the secret of webhooks is not base64: copy all of it, with `whsec_`")
        return key

    def pair(self, signing: str | None = None) -> KeyPair:
        """Return the keys of a test; see `Verification.pair`."""
        made = f"whsec_{base64.b64encode(random_secrets.token_bytes(24)).decode('ascii')}"
        return super().pair(signing or made)


class TimestampedSignature(HmacVerification):
    """The time and the signatures in one header, as Stripe sends them: `t=1492774577,v1=5257a869…,v1=…`."""

    def __init__(
        self,
        secret: WebhookSecret | None = None,
        *,
        header: str = "Stripe-Signature",
        timestamp_key: str = "t",
        signature_key: str = "v1",
        separator: str = ",",
        signed: str = "{timestamp}.{body}",
        encoding: str = "hex",
        digest: str = "sha256",
        tolerance: float = TOLERANCE,
        environment: str | None = None,
    ) -> None:
        """`tolerance` is in seconds, both ways; keys and separator are those in the header."""
        super().__init__(secret, environment, signed, tolerance, {"timestamp": timestamp_key})
        self._header, self._keys, self._separator = header, (timestamp_key, signature_key), separator
        self._encoding = checked_choice(encoding, _ENCODINGS, "encoding")
        self._digest = checked_choice(digest, _DIGESTS, "digest")

    def claim(self, headers: ReceivedHeaders) -> Claim:
        """Read the header: one timestamp, and signatures of the scheme; other members are ignored."""
        members = [one.strip().partition("=") for one in headers.one(self._header).split(self._separator)]
        timestamps = [value for key, _, value in members if key == self._keys[0]]
        if len(timestamps) != 1:
            raise RefusedWebhook(f"the header has {len(timestamps)} timestamps")
        return Claim(tuple(value for key, _, value in members if key == self._keys[1] and value), timestamps[0])

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the header, with a signature for each secret."""
        timestamp = str(int(moment.timestamp()))
        content = self._content(body, timestamp, message, url)
        signatures = [f"{self._keys[1]}={self.signature(one, content)}" for one in self.secrets()]
        return {self._header: self._separator.join([f"{self._keys[0]}={timestamp}", *signatures])}


class BodySignature(HmacVerification):
    """The HMAC of the body in a header, perhaps with a prefix such as `sha256=`, perhaps with a separate timestamp.

    Without a signed timestamp, whoever has seen a message can send it again.
    """

    def __init__(
        self,
        secret: WebhookSecret | None = None,
        *,
        header: str,
        prefix: str = "",
        encoding: str = "hex",
        digest: str = "sha256",
        timestamp_header: str | None = None,
        id_header: str | None = None,
        signed: str | None = None,
        tolerance: float = TOLERANCE,
        environment: str | None = None,
    ) -> None:
        """`signed` is `{timestamp}.{body}` if there is a header with a timestamp, else `{body}`.

        A timestamp must be signed. An id may be unsigned, and then proves nothing: anybody can change it.
        """
        usual = "{timestamp}.{body}" if timestamp_header else "{body}"
        self._headers = SignatureHeaders(header, prefix, timestamp_header, id_header)
        super().__init__(secret, environment, signed or usual, tolerance, self._headers.claimed)
        self._encoding = checked_choice(encoding, _ENCODINGS, "encoding")
        self._digest = checked_choice(digest, _DIGESTS, "digest")

    def claim(self, headers: ReceivedHeaders) -> Claim:
        """Read the signature, and the timestamp and id if they are declared."""
        return self._headers.read(headers)

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the headers of a message."""
        timestamp = str(int(moment.timestamp()))
        content = self._content(body, timestamp, message, url)
        return self._headers.written(self.signature(self.secrets()[0], content), timestamp, message)
