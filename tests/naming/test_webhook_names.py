"""Names of events: from their own names, with more of what the document says where two clash."""

from __future__ import annotations

import pytest

from generator.ir.webhook_events import Event
from generator.naming.webhook_names import TAKEN, event_names

from .apis import operation


def named(*events: tuple[str, str, str | None], **chosen: str) -> list[str]:
    """Return the classes of events, given by method, name and operationId."""
    operations = [operation(method, name, operation_id) for method, name, operation_id in events]
    found = event_names([Event(one, (one.key,), {}) for one in operations], chosen)
    return [found[one.key].name for one in operations]


@pytest.mark.parametrize(
    ("events", "classes"),
    [
        ([("post", "call.started", None)], ["CallStarted"]),
        ([("post", "2fa", None)], ["Event2fa"]),
        ([("post", "!!!", None)], ["Event"] if "Event" not in TAKEN else ["EventEvent"]),
        # A name that the module needs gets the kind.
        ([("post", "webhooks", None)], ["WebhooksEvent"]),
        # The document spells one of two so; the other gets the kind, then its operationId, then its method.
        ([("post", "CallStarted", None), ("post", "call.started", None)], ["CallStarted", "CallStartedEvent"]),
        (
            [("post", "CallStarted", None), ("post", "CallStartedEvent", None), ("post", "call.started", "onStart")],
            ["CallStarted", "CallStartedEvent", "OnStart"],
        ),
        (
            [("post", "CallStarted", None), ("post", "CallStartedEvent", None), ("put", "call.started", None)],
            ["CallStarted", "CallStartedEvent", "CallStartedPut"],
        ),
    ],
)
def test_names_of_events(events: list[tuple[str, str, str | None]], classes: list[str]) -> None:
    assert named(*events) == classes
    assert named(*reversed(events)) == [*reversed(classes)]


def test_a_chosen_name_goes_before_all_others() -> None:
    events = [("post", "CallStarted", None), ("post", "other", None)]
    assert named(*events, other="CallStarted") == ["CallStartedEvent", "CallStarted"]
