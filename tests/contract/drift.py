"""What a published payload and its schema say differently: one line a payload, and what to paste to accept it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from generator.pages.conformance import check
from generator.pages.spec import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.normalize.examples import PublishedExample
    from tests.support.providers import Provider

_LONGEST = 300


def contradictions(provider: Provider, example: PublishedExample) -> dict[str, str]:
    """Return pointer into the payload → what its schema says against it."""
    judge = provider.judge
    rule = {"request": judge.request, "response": judge.response}.get(example.kind, judge.strict)
    lines = rule(judge.schema(example.schema), example.value)
    return {pointer.rstrip("/"): text for pointer, _, text in (line.partition(": ") for line in lines)}


def undeclared(provider: Provider, example: PublishedExample) -> list[str]:
    """Return the pointers of the fields that no schema declares."""
    return provider.judge.undeclared(provider.judge.schema(example.schema), example.value)


def accepted(provider: Provider, example: PublishedExample) -> set[str]:
    """Return the pointers that provider.toml accepts for a payload."""
    return {entry.pointer.rstrip("/") for entry in provider.settings.accept if entry.example == example.name}


def pointers(provider: Provider, example: PublishedExample) -> set[str]:
    """Return every pointer of a payload at which something could be accepted, those of `drift` with them."""
    found = check({**provider.judge.tree}, example.schema, example.value)
    return {*contradictions(provider, example), *undeclared(provider, example), *(one.at for one in found)}


def fail(example: PublishedExample, found: dict[str, str]) -> NoReturn:
    """Fail with one line, and the blocks for provider.toml; without a traceback."""
    told = "; ".join(f"{pointer or '/'}: {text}" for pointer, text in found.items())
    pytest.fail(f"{example.name}: {told[:_LONGEST]}\n\n{blocks(example.name, found)}", pytrace=False)


def blocks(name: str, found: Iterable[str]) -> str:
    """Return the `[[accept]]` blocks."""
    return "\n".join(
        toml_text.table("[[accept]]", {"example": name, "pointer": pointer, "reason": "…"}) for pointer in found
    )
