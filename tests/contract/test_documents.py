"""Point 1: an independent judge says whether each published payload conforms and whether it holds undeclared fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.judge import Judge

from . import drift

if TYPE_CHECKING:
    from generator.normalize.examples import PublishedExample
    from tests.support.providers import Provider

    from .cases import Count, PublishedCase

_UNDECLARED = "declared nowhere: declare it in overlay.yaml, or accept it"
_UNFIT = "is not valid under any of the given schemas"


def test_everything_in_a_providers_folder_is_read(provider: Provider, count: Count) -> None:
    """Every file of the folder can be read, every example belongs to something, and there is at least one operation."""
    assert provider.operations
    payloads = [example for example in provider.examples if example.kind in {"request", "response"}]
    assert not [f"{found.where}: {found.message}" for found in provider.report if found.code.startswith("example")]
    count(provider.name, payloads=len(payloads))


def test_payload_conforms(example: PublishedCase, count: Count) -> None:
    """The payload conforms to its schema, and every field is declared; or provider.toml accepts that it is not so.

    One payload is one test and one line: what provider.toml does not accept of it, and the blocks that accept it.
    """
    provider, published = example.provider, example.example
    accepted = drift.accepted(provider, published)
    undeclared = _undeclared(provider, published)
    found = {**dict.fromkeys(undeclared, _UNDECLARED), **drift.contradictions(provider, published)}
    still_open = {at: text for at, text in found.items() if not _is_accepted(at, text, accepted)}
    declared = set(_undeclared_upstream(provider, published)) - set(undeclared)
    kept = len(found) - len(still_open)
    count(provider.name, cases=1, declared=len(declared), accepted=kept, open=len(still_open))
    if still_open:
        drift.fail(published, still_open)


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


def _is_accepted(pointer: str, text: str, accepted: set[str]) -> bool:
    """Return whether provider.toml accepts a finding; `drift` names the field for which no variant of a union fits."""
    return pointer in accepted or (_UNFIT in text and any(one.startswith(f"{pointer}/") for one in accepted))


def _undeclared(provider: Provider, example: PublishedExample) -> list[str]:
    """Return the pointers of undeclared fields; where a value fits no variant of a union, that alone is said of it."""
    unfit = [at for at, text in drift.contradictions(provider, example).items() if _UNFIT in text]
    found = drift.undeclared(provider, example)
    return [one for one in found if not any(one.startswith(f"{at}/") for at in unfit)]


def _undeclared_upstream(provider: Provider, example: PublishedExample) -> list[str]:
    """Return what the document alone, without the overlay, does not declare; nothing if it lacks the schema."""
    judge = Judge(provider.upstream)
    try:
        schema = judge.schema(example.schema)
    except (KeyError, IndexError):
        return []
    return judge.undeclared(schema, example.value)
