"""Point 1: an independent judge says whether each published payload conforms and whether it holds undeclared fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.judge import Judge

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
    """The payload conforms to its schema."""
    judge = example.provider.judge
    rule = {"request": judge.request, "response": judge.response}.get(example.example.kind, judge.strict)
    assert rule(example.schema, example.value) == []
    count(example.provider.name, cases=1)


def test_payload_holds_no_undeclared_field(example: PublishedCase, count: Count) -> None:
    """Every field is declared by upstream or the overlay, or accepted in provider.toml."""
    provider = example.provider
    drift = provider.judge.undeclared(example.schema, example.value)
    accepted = {entry.pointer for entry in provider.settings.accept if entry.example == example.example.name}
    declared = set(_undeclared_upstream(provider, example.example)) - set(drift)
    still_open = sorted(set(drift) - accepted)
    name = provider.name
    count(name, cases=1, declared=len(declared), accepted=len(accepted & set(drift)), open=len(still_open))
    assert still_open == [], "declare the fields in overlay.yaml, or accept them in provider.toml with a reason"


def test_acceptances_are_needed(provider: Provider, count: Count) -> None:
    """What provider.toml accepts is there, and is not declared: else the entry is to be deleted."""
    drift = {
        (example.name, pointer)
        for example in provider.examples
        if example.schema
        for pointer in provider.judge.undeclared(provider.judge.schema(example.schema), example.value)
    }
    assert [entry for entry in provider.settings.accept if (entry.example, entry.pointer) not in drift] == []
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
