"""How a provider proves that a webhook is its own: the base of all ways, and the ways without a signature."""

from __future__ import annotations

import copy
import hmac
import os
import secrets as random_secrets
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypeAlias

from ..errors import CredentialError, RequestError
from ..secrets import Secret
from .headers import ReceivedHeaders, RefusedWebhook

WebhookSecret: TypeAlias = str | Sequence[str]
"""The provider's secret, or several while one replaces another: any of them verifies."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verified message says about itself."""

    id: str | None = None
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The key that signs a message, and the key that verifies it: the same, or a pair."""

    signing: Secret
    verifying: Secret


class Verification(ABC):
    """A way to verify webhooks, with its secrets. It never shows them, and cannot be pickled."""

    def __init__(self, secret: WebhookSecret | None = None, *, environment: str | None = None) -> None:
        """Without a `secret`, it is read from the environment for each message; several are separated by blanks."""
        self._given = None if secret is None else _secrets(secret)
        self._environment = environment

    def with_secret(self, secret: WebhookSecret) -> Self:
        """Return the same verification with other secrets."""
        other = copy.copy(self)
        other._given = _secrets(secret)
        return other

    @abstractmethod
    def verify(self, headers: ReceivedHeaders, body: bytes) -> Verified:
        """Return what a message says about itself; raise `RefusedWebhook` if it is not the provider's."""

    @abstractmethod
    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the headers that the provider would send with a body.

        `message` is the message's id, `url` the address that it is sent to.
        """

    def pair(self, signing: str | None = None) -> KeyPair:
        """Return the keys of a test: those for a signing key, or new ones."""
        key = Secret(signing or f"test-{random_secrets.token_hex(24)}")
        return KeyPair(key, key)

    def secrets(self) -> tuple[Secret, ...]:
        """Return the current secrets; raise `CredentialError` if there are none."""
        if self._given is not None:
            return self._given
        text = os.environ.get(self._environment or "", "")
        found = tuple(Secret(one) for one in text.split())
        if not found:
            where = f", or set {self._environment} in the environment" if self._environment else ""
            raise CredentialError(f"webhooks cannot be verified without their secret: give `secret`{where}")
        return found

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class SharedSecret(Verification):
    """The secret itself is in a header, and nothing is signed: whoever has seen one message can send others."""

    def __init__(
        self,
        secret: WebhookSecret | None = None,
        *,
        header: str,
        prefix: str = "",
        environment: str | None = None,
    ) -> None:
        """`prefix` comes before the secret: `Bearer `."""
        super().__init__(secret, environment=environment)
        self._header, self._prefix = header, prefix

    def verify(self, headers: ReceivedHeaders, body: bytes) -> Verified:
        """Compare the header with each secret."""
        found = headers.one(self._header)
        if not any_equal([found], [f"{self._prefix}{one}" for one in self.secrets()]):
            raise RefusedWebhook("the secret is another one")
        return Verified()

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return the header with the secret."""
        return {self._header: f"{self._prefix}{self.secrets()[0]}"}


class Unsigned(Verification):
    """Nothing is verified: anybody who knows the address can send what looks like an event."""

    def verify(self, headers: ReceivedHeaders, body: bytes) -> Verified:
        """Accept every message."""
        return Verified()

    def sign(self, body: bytes, message: str, moment: datetime, url: str = "") -> dict[str, str]:
        """Return no headers."""
        return {}


def any_equal(received: Sequence[str], expected: Sequence[str]) -> bool:
    """Return whether any received text is one of those expected, in a time that depends only on their number."""
    found = False
    for one in received:
        for other in expected:
            found |= hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
    return found


def checked_choice(value: str, choices: Mapping[str, object], what: str) -> str:
    """Return one of several choices; raise `RequestError` for any other."""
    if value not in choices:
        raise RequestError(f"`{what}` must be one of {', '.join(choices)}, not {value!r}")
    return value


def _secrets(secret: WebhookSecret) -> tuple[Secret, ...]:
    given: list[object] = [secret] if isinstance(secret, str) else [*secret]
    found = tuple(Secret(one.strip()) for one in given if isinstance(one, str))
    if not found or len(found) < len(given) or not all(found):
        raise CredentialError("the secret of webhooks must be text, or several texts, none of them empty")
    return found
