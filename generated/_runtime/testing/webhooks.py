"""Sends webhooks like the provider, to test the receiving program: the signatures are valid."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from ..problems import steps
from ..webhooks.events import WebhookEvent, Webhooks
from ..wire.codecs import JSON
from .bodies import encoded
from .requests import FakeError
from .values import NoValueError, sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..webhooks.events import WebhookType
    from ..webhooks.verification import Verification

T = TypeVar("T")

_PLACE = "header:"


@dataclass(frozen=True, slots=True)
class SentWebhook:
    """A request as a web framework passes it."""

    headers: dict[str, str]
    body: bytes


class FakeWebhooks:
    """Makes the requests of a provider's webhooks, signed with a secret of the test."""

    _webhooks: ClassVar[Webhooks[Any]]

    def __init__(self, secret: str | None = None, *, verification: Verification | None = None) -> None:
        """`secret` is invented if it is not given; for a pair of keys, it is the private one.

        `verification` is how the provider signs, if its package does not know.
        """
        chosen = verification or self._webhooks.verification
        if chosen is None:
            raise FakeError("how the webhooks are signed is not known: give `verification`")
        keys = chosen.pair(secret)
        self.secret: str = keys.verifying
        """The secret or public key that verifies the messages: give it to `parse`, or set it in the environment."""
        self._signer = chosen.with_secret(keys.signing)

    def send(
        self,
        event: type[WebhookEvent[T]],
        data: T | None = None,
        *,
        at: datetime | None = None,
        message: str | None = None,
        url: str = "",
    ) -> SentWebhook:
        """Return the request of an event; without `data` its body has values that fit the declared type.

        `at` is the time of signing, by default now; `message` is the message's id; `url` is the address that it is
        sent to, needed where that is signed.
        """
        declared = self._webhooks.type_of(event)
        codecs = declared.codecs("")
        body = _body(declared, data) if codecs else b""
        found = {"content-type": codecs[0].media_type(None)} if codecs else {}
        found |= {
            place.removeprefix(_PLACE): str(values[0])
            for place, values in declared.tags.items()
            if place.startswith(_PLACE)
        }
        return self.signed(body, found, at=at, message=message, url=url)

    def signed(
        self,
        body: bytes,
        headers: dict[str, str],
        *,
        at: datetime | None = None,
        message: str | None = None,
        url: str = "",
    ) -> SentWebhook:
        """Return a request with any body."""
        signature = self._signer.sign(body, message or f"msg_{uuid.uuid4().hex}", at or datetime.now(UTC), url)
        return SentWebhook({**headers, **signature}, body)


def _body(declared: WebhookType[Any], data: Any) -> bytes:
    codec = declared.codecs("")[0]
    if data is not None:
        return encoded(codec, data)
    if not isinstance(codec, JSON):
        raise FakeError(f"no body can be made up for {declared.name!r}: give `data`")
    try:
        document = sample(codec.type)
    except NoValueError as error:
        raise FakeError(f"no body can be made up for {declared.name!r} ({error}): give `data`") from None
    for place, values in declared.tags.items():
        if place.startswith("/"):
            _enter(document, steps(place), values[0])
    return json.dumps(document).encode()


def _enter(document: Any, path: Sequence[str], value: object) -> None:
    """Write a value at a place of a document, if there is an object to hold it."""
    for step in path[:-1]:
        document = cast("dict[str, Any]", document).get(step) if isinstance(document, dict) else None
    if isinstance(document, dict):
        cast("dict[str, Any]", document)[path[-1]] = value
