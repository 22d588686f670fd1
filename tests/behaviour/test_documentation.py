"""Fields that change no call: their text is shown, or they leave no trace; fields that are ignored are reported."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from .documentation import BASE, KEPT, MARK, SHOWN, TOLD, with_field
from .packages import outcome


@cache
def _base() -> dict[str, str]:
    made = outcome(json.dumps(BASE))
    assert [one.code for one in made.diagnostics] == []
    return dict(made.files or {})


@pytest.mark.parametrize(("field", "pointer", "value"), [(key, *row) for key, row in SHOWN.items()])
def test_text_is_shown(field: str, pointer: str, value: Any) -> None:
    made = outcome(with_field(pointer, value))
    assert [one.code for one in made.diagnostics] == []
    assert any(MARK in text for text in (made.files or {}).values())


@pytest.mark.parametrize(("field", "pointer", "value"), [(key, *row) for key, row in KEPT.items()])
def test_fields_that_do_not_change_the_code(field: str, pointer: str, value: Any) -> None:
    made = outcome(with_field(pointer, value))
    assert [one.code for one in made.diagnostics] == []
    assert dict(made.files or {}) == _base()


@pytest.mark.parametrize(("field", "pointer", "value", "code"), [(key, *row) for key, row in TOLD.items()])
def test_fields_without_a_place_in_code_are_reported(field: str, pointer: str, value: Any, code: str) -> None:
    made = outcome(with_field(pointer, value))
    assert made.files is not None
    assert code in [one.code for one in made.diagnostics]
