"""Names of events: one class each in the module of webhooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..ir.api import OperationKey
from ..ir.webhook_events import Event
from ..text.casing import class_case
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .reserved import CLASS_NAMES
from .resource_names import SET

TAKEN = CLASS_NAMES | {
    *("BodySignature", "Ed25519Signature", "Event", "Events", "FakeWebhooks", "SharedSecret", "StandardWebhooks"),
    *("SentWebhook", "TimestampedSignature", "UnknownEvent", "Unsigned", "Verification", "WebhookError"),
    *("WebhookEvent", "WebhookHeaders", "WebhookSecret", "WebhookType", "Webhooks", "WEBHOOKS"),
}
"""Names that the module imports or defines itself."""


def event_names(events: Iterable[Event], chosen: Mapping[str, str]) -> dict[OperationKey, Candidate]:
    """Return operation → class; `chosen` is what the settings call an event."""
    listed = [*events]
    given = allocate([_request(one, chosen) for one in listed], TAKEN)
    return {key: given[one.operation.key] for one in listed for key in one.keys}


def _request(event: Event, chosen: Mapping[str, str]) -> NameRequest[OperationKey]:
    operation = event.operation
    if event.name in chosen:
        return NameRequest(operation.key, event.name, Candidate(chosen[event.name], SET), tuple, rank=CHOSEN)
    own = _class(event.name)

    def more() -> Iterator[Candidate]:
        yield Candidate(f"{own}Event", "with the kind, because the plain name is taken")
        if operation.operation_id:
            yield Candidate(_class(operation.operation_id), "from its operationId")
        yield Candidate(f"{own}{class_case(operation.method)}", "with the method, because the plain name is taken")
        yield Candidate(_class(operation.path), "with all that the document says of it")

    return NameRequest(operation.key, event.name, Candidate(own, "from the name of the event"), more)


def _class(text: str) -> str:
    """Return a text as the name of a class: an identifier even where the text begins with a digit, or has no letter."""
    name = class_case(text)
    return f"Event{name}" if not name[:1].isalpha() else name
