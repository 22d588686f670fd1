"""A published payload that breaks its schema is one line, and the block that accepts it; not a traceback."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from tests.support.judge import Judge

from . import drift

if TYPE_CHECKING:
    from generator.normalize.examples import PublishedExample
    from tests.support.providers import Provider

_TREE = {
    "components": {
        "schemas": {"Pet": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id", "name"]}}
    }
}
_EXAMPLE = cast(
    "PublishedExample",
    SimpleNamespace(
        name="get-pet.response.200.rex", kind="response", schema="/components/schemas/Pet", value={"id": "7", "age": 3}
    ),
)


def _provider(*pointers: str) -> Provider:
    accepted = [SimpleNamespace(example=_EXAMPLE.name, pointer=pointer) for pointer in pointers]
    found = SimpleNamespace(judge=Judge(_TREE), settings=SimpleNamespace(accept=accepted))
    return cast("Provider", found)


def test_one_line_and_a_block() -> None:
    found = drift.contradictions(_provider(), _EXAMPLE)
    assert set(found) == {"", "/id"}
    with pytest.raises(pytest.fail.Exception) as failed:
        drift.fail(_EXAMPLE, found)
    line, _, blocks = str(failed.value).partition("\n\n")
    assert line.startswith("get-pet.response.200.rex: /: 'name' is a required property; /id: '7' is not of type")
    assert "\n" not in line
    assert blocks.count("[[accept]]") == 2
    assert 'pointer = "/id"' in blocks


def test_drift_can_be_accepted() -> None:
    assert drift.pointers(_provider(), _EXAMPLE) >= {"", "/id", "/age"}
    assert drift.accepted(_provider("/", "/id"), _EXAMPLE) == {"", "/id"}
