"""What the mock makes up, judges and answers is what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .answered import RECORD, cases


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """What is found now, by case."""
    return {name: recording.shown(lines) for name, lines in reversed(list(cases()))}


@pytest.mark.parametrize("kind", ["schema", "request"])
def test_what_the_mock_says_is_on_record(kind: str, found: dict[str, list[str]]) -> None:
    """If it is to change: `python -m tests.mock.answered`, and read the difference."""
    of_schemas = kind == "schema"
    wanted = {
        name: lines for name, lines in recording.recorded(RECORD).items() if name.startswith("schema ") == of_schemas
    }
    assert {name: found.get(name) for name in wanted} == wanted
    assert len(wanted) > 100
