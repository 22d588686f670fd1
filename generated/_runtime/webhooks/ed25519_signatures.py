"""Signatures with a pair of keys: Ed25519 (RFC 8032). Needs the package `cryptography`."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from importlib import import_module
from typing import Any

from ..errors import CredentialError, RequestError
from ..secrets import Secret
from .headers import ReceivedHeaders
from .hmac_signatures import Claim, SignatureHeaders, SignedVerification
from .signed_content import TOLERANCE
from .verification import KeyPair, WebhookSecret

_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_MODULE = "cryptography.hazmat.primitives.asymmetric.ed25519"


class Ed25519Signature(SignedVerification):
    """A signature in a header, in hex or base64, that the provider's public key verifies.

    The public key takes the place of the secret: 32 bytes in hex or base64.
    """

    def __init__(
        self,
        secret: WebhookSecret | None = None,
        *,
        header: str,
        prefix: str = "",
        timestamp_header: str | None = None,
        id_header: str | None = None,
        signed: str | None = None,
        tolerance: float = TOLERANCE,
        environment: str | None = None,
    ) -> None:
        """`signed` is `{timestamp}{body}` where there is a header with a timestamp, else `{body}`.

        A timestamp must be signed. An id may be unsigned, and then proves nothing: anybody can change it.
        Raises `RequestError` if `cryptography` is not installed.
        """
        usual = "{timestamp}{body}" if timestamp_header else "{body}"
        self._headers = SignatureHeaders(header, prefix, timestamp_header, id_header)
        super().__init__(secret, environment, signed or usual, tolerance, self._headers.claimed)

    def claim(self, headers: ReceivedHeaders) -> Claim:
        """Read the signature, and the timestamp and id where they are declared."""
        return self._headers.read(headers)

    def matches(self, signatures: tuple[str, ...], content: bytes) -> bool:
        """Return whether one of the public keys verifies one of the signatures."""
        library = _library()
        keys = [library.Ed25519PublicKey.from_public_bytes(_key(one)) for one in self.secrets()]
        return any(_verifies(key, _bytes(one, _SIGNATURE_BYTES), content) for one in signatures for key in keys)

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the headers of a message; the secret is the private key here."""
        timestamp = str(int(moment.timestamp()))
        content = self._content(body, timestamp, message, url)
        key = _library().Ed25519PrivateKey.from_private_bytes(_key(self.secrets()[0]))
        return self._headers.written(key.sign(content).hex(), timestamp, message)

    def pair(self, signing: str | None = None) -> KeyPair:
        """Return a private key and its public key, both in hex."""
        library = _library()
        if signing is None:
            private = library.Ed25519PrivateKey.generate()
        else:
            private = library.Ed25519PrivateKey.from_private_bytes(_key(Secret(signing)))
        return KeyPair(Secret(private.private_bytes_raw().hex()), Secret(private.public_key().public_bytes_raw().hex()))


def _library() -> Any:
    try:
        return import_module(_MODULE)
    except ImportError:
        raise RequestError("Ed25519 signatures need a package: pip install cryptography") from None


def _verifies(key: Any, signature: bytes | None, content: bytes) -> bool:
    if signature is None:
        return False
    try:
        key.verify(signature, content)
    except import_module("cryptography.exceptions").InvalidSignature:
        return False
    return True


def _key(secret: Secret) -> bytes:
    key = _bytes(secret, _KEY_BYTES)
    if key is None:
        raise CredentialError("the key of webhooks is not a key of Ed25519: 32 bytes in hex or base64 are expected")
    return key


def _bytes(text: str, length: int) -> bytes | None:
    """Return the bytes of a text in hex or base64; None if it stands for another number of bytes."""
    if not text.isascii():
        return None
    try:
        if len(text) == 2 * length:
            return bytes.fromhex(text) if text.isalnum() else None
        found = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == length else None
