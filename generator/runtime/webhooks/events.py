"""The events of webhooks: which declared event a message is, and its body as the declared type."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar, cast
from urllib.parse import parse_qsl

from pydantic import BaseModel

from ..errors import ClientError
from ..http.response import candidates
from ..problems import NO_PROBLEMS, Problems, reading, steps
from ..wire.codecs import Codec, essence
from .headers import ReceivedHeaders, RefusedWebhook, WebhookHeaders
from .verification import Verification, Verified, WebhookSecret

T = TypeVar("T")
E_co = TypeVar("E_co", covariant=True)

LOG = logging.getLogger(__name__.rpartition(".webhooks.")[0])
MOST_BYTES = 32 * 2**20
"""The most bytes of a webhook's body."""
_FORM = "application/x-www-form-urlencoded"
_HEADER = "header:"
_WORDS = re.compile(r"[-_./ ]+")

Scalar: TypeAlias = str | int | bool


class WebhookError(ClientError):
    """A webhook was refused: answer with status 400 or 401.

    The message does not say why, since the sender may read it; the log does, at level DEBUG.
    """

    def __init__(self) -> None:
        super().__init__("the webhook was refused")

    def __reduce__(self) -> tuple[type[WebhookError], tuple[()]]:
        return WebhookError, ()


@dataclass(frozen=True)
class WebhookEvent(Generic[T]):
    """A message that a provider sent; `T` is the type of its body."""

    data: T
    name: str
    """The name of the event in the API description; empty if unknown."""
    content: bytes = field(default=b"", repr=False)
    """The body as received."""
    id: str | None = None
    """The id of the message, if its headers have one: the same if it is delivered again.

    Where the signature does not cover it, whoever sends the message again can change it.
    """
    moment: datetime | None = None
    """When it was signed, if the time is signed, too."""
    problems: Problems = NO_PROBLEMS
    """Where the body differs from what the API description declares."""


class UnknownEvent(WebhookEvent[Any]):
    """A message that is none of the declared events, or that cannot be read as the event that it claims to be.

    `data` is its JSON document, None if it is no JSON.
    """


@dataclass(frozen=True, slots=True)
class WebhookType(Generic[E_co]):
    """One declared event: its class, its name, what distinguishes it from others, and the codecs of its body."""

    event: type[E_co]
    name: str
    body: Codec | tuple[Codec, ...] | None = None
    tags: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict[str, tuple[Scalar, ...]])
    """JSON Pointer into the body, or `header:` and a name → the values that this event has there."""

    def codecs(self, content_type: str) -> tuple[Codec, ...]:
        """Return the codecs that can read a body, best match with its content type first."""
        return candidates(self.body, content_type)


@dataclass(frozen=True, slots=True)
class _Message:
    """A verified message, not yet read."""

    headers: ReceivedHeaders
    body: bytes
    document: Any
    verified: Verified

    @property
    def content_type(self) -> str:
        return self.headers.first("content-type")

    def made(self, event: type[Any], data: Any, name: str, problems: Problems = NO_PROBLEMS) -> Any:
        return event(data, name, self.body, self.verified.id, self.verified.moment, problems)

    def tag(self, place: str) -> object:
        """Return the value at a place; None if there is none."""
        if place.startswith(_HEADER):
            return self.headers.first(place.removeprefix(_HEADER)) or None
        value = self.document
        for step in steps(place):
            if not isinstance(value, dict):
                return None
            value = cast("dict[str, Any]", value).get(step)
        return cast(object, value)


class Webhooks(Generic[E_co]):
    """The events of one provider; `E_co` is the union of their classes."""

    def __init__(
        self, types: Callable[[], tuple[WebhookType[E_co], ...]], *, verification: Verification | None = None
    ) -> None:
        """`types` is called when the first message arrives."""
        self._types = types
        self.verification = verification

    def parse(
        self,
        headers: WebhookHeaders,
        body: bytes,
        *,
        url: str = "",
        secret: WebhookSecret | None = None,
        verification: Verification | None = None,
    ) -> E_co | UnknownEvent:
        """Verify a message and return its event.

        `url` is the address of your endpoint as the provider knows it, with its query: needed where it is signed.

        Raises `WebhookError` for a message that is not the provider's, `CredentialError` without a secret, `TypeError`
        if `headers` or `body` are of another type, or the address is signed and not given.
        """
        if isinstance(cast(object, body), bytearray | memoryview):
            body = bytes(body)
        if not isinstance(cast(object, body), bytes):
            raise TypeError(f"the body of a webhook must be the bytes as received, not {type(body).__name__}")
        found = ReceivedHeaders(headers, url)
        verified = self._verified(found, body, self._chosen(secret, verification))
        return self._read(_Message(found, body, _document(body, found.first("content-type")), verified))

    def type_of(self, event: type[WebhookEvent[Any]]) -> WebhookType[E_co]:
        """Return the declaration of an event's class; raise `KeyError` for a class of another provider."""
        return {one.event: one for one in self._types()}[cast("type[E_co]", event)]

    def _chosen(self, secret: WebhookSecret | None, verification: Verification | None) -> Verification:
        chosen = verification or self.verification
        if chosen is None:
            raise TypeError("how the webhooks are verified is not known: give `verification`")
        return chosen if secret is None else chosen.with_secret(secret)

    @staticmethod
    def _verified(headers: ReceivedHeaders, body: bytes, verification: Verification) -> Verified:
        try:
            if len(body) > MOST_BYTES:
                raise RefusedWebhook("the body is too large")
            return verification.verify(headers, body)
        except RefusedWebhook as refused:
            LOG.debug("a webhook was refused: %s", refused)
        raise WebhookError

    def _read(self, message: _Message) -> E_co | UnknownEvent:
        types = self._types()
        tagged = [one for one in types if one.tags and _fits(one, message)]
        if not tagged:
            return self._told_by_shape([one for one in types if not one.tags], message, only=len(types) == 1)
        most = max(len(one.tags) for one in tagged)
        best = [one for one in tagged if len(one.tags) == most]
        if len(best) > 1:
            return self._told_by_shape(best, message, only=False)
        event = _decoded(best[0], message, strict=False)
        return _unknown(message) if event is None else cast("E_co", event)

    @staticmethod
    def _told_by_shape(types: list[WebhookType[E_co]], message: _Message, *, only: bool) -> E_co | UnknownEvent:
        """Return the event whose type the body fits exactly; of several, the one with the most declared properties.

        The `only` event of a provider is read leniently.
        """
        found = [event for one in types if (event := _decoded(one, message, strict=True)) is not None]
        ranked = sorted(found, key=_declared_properties, reverse=True)
        if len(ranked) > 1 and _declared_properties(ranked[0]) == _declared_properties(ranked[1]):
            return _unknown(message)
        if not ranked and only:
            ranked = [event for one in types if (event := _decoded(one, message, strict=False)) is not None]
        return cast("E_co", ranked[0]) if ranked else _unknown(message)


def _fits(one: WebhookType[Any], message: _Message) -> bool:
    """Return whether a message has one of an event's values at each of its places."""
    return all(any(_same(message.tag(place), value) for value in values) for place, values in one.tags.items())


def _same(found: object, value: Scalar) -> bool:
    """Return whether two values are the same: `true` is not 1, and `call_ended` is `call.ended`."""
    if isinstance(found, str) and isinstance(value, str):
        return _WORDS.split(found.casefold()) == _WORDS.split(value.casefold())
    return found == value and type(found) is type(value)


def _decoded(one: WebhookType[Any], message: _Message, *, strict: bool) -> WebhookEvent[Any] | None:
    """Return the event of a message; None if its body is not of the declared type."""
    codecs = one.codecs(message.content_type)
    if not codecs:
        return _event(one, message, None)
    for codec in codecs:
        try:
            if strict:
                return _event(one, message, codec.decode(message.body, message.content_type))
            with reading() as found:
                return _event(one, message, codec.decode(message.body, message.content_type), found.problems)
        except (ValueError, RecursionError):  # the body is of another type: the caller continues with the next
            continue
    return None


def _event(one: WebhookType[Any], message: _Message, data: Any, problems: Problems = NO_PROBLEMS) -> WebhookEvent[Any]:
    return cast("WebhookEvent[Any]", message.made(one.event, data, one.name, problems))


def _unknown(message: _Message) -> UnknownEvent:
    return cast("UnknownEvent", message.made(UnknownEvent, message.document, ""))


def _declared_properties(event: WebhookEvent[Any]) -> int:
    """Return how many declared properties of the type the body has."""
    if not isinstance(event.data, BaseModel):
        return 0
    return len(event.data.model_fields_set) - len(event.data.model_extra or {})


def _document(body: bytes, content_type: str) -> Any:
    """Return the JSON document of a body, or the fields of a form; None for anything else."""
    try:
        if essence(content_type) == _FORM:
            return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
