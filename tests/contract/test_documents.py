"""Point 1: an independent judge says whether each published payload conforms and whether it holds undeclared fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.judge import Judge

from . import drift

if TYPE_CHECKING:
    from generator.normalize.examples import Example
    from tests.support.providers import Provider

    from .cases import Count, PublishedCase


def test_provider_is_understood(provider: Provider, count: Count) -> None:
    """Every file of the folder can be read, every example belongs to something, and there is at least one operation."""
    assert provider.operations
    payloads = [example for example in provider.examples if example.kind in {"request", "response"}]
    assert not [f"{found.where}: {found.message}" for found in provider.report if found.code.startswith("example")]
    count(provider.name, payloads=len(payloads))


def test_payload_conforms(example: PublishedCase, count: Count) -> None:
    """The payload conforms to its schema, or provider.toml accepts that it does not."""
    provider = example.provider
    found = drift.contradictions(provider, example.example)
    accepted = drift.accepted(provider, example.example)
    still_open = {pointer: text for pointer, text in found.items() if pointer not in accepted}
    count(provider.name, cases=1, accepted=len(found) - len(still_open), open=len(still_open))
    if still_open:
        drift.fail(example.example, still_open)


def test_payload_holds_no_undeclared_field(example: PublishedCase, count: Count) -> None:
    """Every field is declared by upstream or the overlay, or accepted in provider.toml."""
    provider = example.provider
    found = set(drift.undeclared(provider, example.example))
    accepted = drift.accepted(provider, example.example)
    declared = set(_undeclared_upstream(provider, example.example)) - found
    still_open = sorted(found - accepted)
    count(provider.name, cases=1, declared=len(declared), accepted=len(accepted & found), open=len(still_open))
    if still_open:
        drift.fail(
            example.example, dict.fromkeys(still_open, "declared nowhere: declare it in overlay.yaml, or accept it")
        )


def test_acceptances_are_needed(provider: Provider, count: Count) -> None:
    """What provider.toml accepts is there, and is not declared: else the entry is to be deleted."""
    found = {
        (example.name, pointer)
        for example in provider.examples
        if example.schema
        for pointer in drift.pointers(provider, example)
    }
    accepted = provider.settings.accept
    assert [entry for entry in accepted if (entry.example, entry.pointer.rstrip("/")) not in found] == []
    assert [entry for entry in provider.settings.accept if not entry.reason.strip()] == []
    count(provider.name, cases=1)


def _undeclared_upstream(provider: Provider, example: Example) -> list[str]:
    """Return what the document alone, without the overlay, does not declare; nothing where it lacks the schema."""
    judge = Judge(provider.upstream)
    try:
        schema = judge.schema(example.schema)
    except (KeyError, IndexError):
        return []
    return judge.undeclared(schema, example.value)
