"""The data of the template of webhooks: the events with the types of their bodies, and how they are verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ...ir.api import Api, MediaType
from ...ir.webhook_events import Event, events
from ...naming.names import Names
from ...text.python_source import literal, shown
from ...webhook_settings import WebhookSettings
from ..codecs import codec, ordered
from ..expression import (
    MODELS,
    NONE,
    Expression,
    Source,
    call,
    compose,
    display,
    name,
    several,
    subscript,
    union,
    value,
)
from ..type_expressions import TypeWriter

_CLASSES: Mapping[str, str] = {
    "standard": "StandardWebhooks",
    "stripe": "TimestampedSignature",
    "hmac": "BodySignature",
    "ed25519": "Ed25519Signature",
    "token": "SharedSecret",
    "unsigned": "Unsigned",
}
"""Scheme of the settings → class of the runtime."""


class EventView(Struct, frozen=True):
    """One event as the template writes it."""

    class_name: str
    base: Expression
    """`WebhookEvent[…]` with the type of the body, in quotes if it names models, which are loaded on demand."""
    declared: Expression
    """The call of `WebhookType`."""
    description: str


def webhook_views(api: Api, names: Names, writer: TypeWriter) -> dict[str, Any]:
    """Return the context of the template; empty if the API has no webhooks."""
    settings = names.webhooks
    found = events(api, settings.event, settings.event_header)
    views = [_view(one, names, writer) for one in found]
    if not views:
        return {}
    classes = sorted(one.class_name for one in views)
    verification = _verification(settings)
    exported = [*classes, "Event", "UnknownEvent", "WEBHOOKS", "WebhookError"]
    return {
        "events": sorted(views, key=lambda one: one.class_name),
        "event": union([*(compose(one) for one in classes), name("UnknownEvent")]),
        "verification": verification,
        "has_secret": settings.scheme != "unsigned",
        "signs_url": signs_url(settings),
        "used_names": ["WebhookError", *([] if verification else _CLASSES.values())],
        "exports": [*sorted([*exported, *([] if verification else _CLASSES.values())], key=_order), "parse"],
        "description": _description(names, settings),
    }


def signs_url(settings: WebhookSettings) -> bool:
    """Return whether the signature covers the address that a message is sent to."""
    return "{url}" in str(settings.options.get("signed", ""))


def _order(export: str) -> tuple[bool, str]:
    return not export.isupper(), export


def _view(event: Event, names: Names, writer: TypeWriter) -> EventView:
    operation = event.operation
    found = [codec(writer, media, received=True) for media in _contents(event)]
    types = [codec(writer.plain, media, received=True).type for media in _contents(event)]
    type_ = union(types) if types else NONE
    named = type_.uses((MODELS,))
    quoted = Expression(literal(type_.text), type_.parts) if named else type_
    class_name = names.events[operation.key]
    codecs: Source = found[0].expression if len(found) == 1 else several(one.expression for one in found)
    given: list[Source] = [class_name, literal(event.name), *([codecs] if found else [])]
    if event.tags:
        tags = compose(*([] if found else ["tags="]), display({place: value(one) for place, one in event.tags.items()}))
        given.append(tags)
    return EventView(
        class_name,
        subscript("WebhookEvent", quoted),
        call("WebhookType", given),
        "\n\n".join(_texts(event)),
    )


def _contents(event: Event) -> Sequence[MediaType]:
    body = event.operation.body
    return ordered(body.contents) if body else ()


def _texts(event: Event) -> Iterator[str]:
    operation = event.operation
    start = operation.summary.strip() or f"The event `{event.name}`"
    yield start if start.endswith((".", "!", "?")) else f"{start}."
    if operation.description.strip() and operation.description.strip() != operation.summary.strip():
        yield operation.description.strip()
    facts = [f"`{place}` is {' or '.join(shown(one) for one in values)}" for place, values in event.tags.items()]
    if facts:
        yield f"Recognised by: {', '.join(facts)}."


def _verification(settings: WebhookSettings) -> Expression | None:
    """Return the call that constructs the verification; None if nobody has declared it."""
    if not settings.scheme:
        return None
    options = {key: value(one) for key, one in settings.options.items()}
    if settings.scheme != "unsigned":
        options["environment"] = value(settings.environment)
    return call(_CLASSES[settings.scheme], **options)


def _description(names: Names, settings: WebhookSettings) -> str:
    match settings.scheme:
        case "":
            verified = "    verification: How to verify requests; the description does not say how the provider signs."
        case "unsigned":
            verified = ""
        case _:
            verified = f"    secret: One or more secrets. Default: the environment variable `{settings.environment}`."
    arguments = (
        "    headers: The headers, in the form of any web framework.\n    body: The bytes as received, before parsing."
    )
    if not settings.scheme or signs_url(settings):
        where = ": it is signed" if settings.scheme else "; some sign it"
        arguments += f"\n    url: The address of your endpoint as the provider calls it, with its query{where}."
    return (
        f"Verify a request from {names.client} and return its event.\n\n"
        "Raises `WebhookError` for a request that the provider did not send; answer it with status 400.\n\n"
        f"Args:\n{arguments}" + (f"\n{verified}" if verified else "")
    )
