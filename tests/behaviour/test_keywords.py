"""Each keyword of JSON Schema: allowed values are sent unchanged, refused values are never sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Callers
from .keywords import COMPONENTS, KEYWORDS
from .packages import document, generated
from .wire import Server


def _identity(keyword: str) -> str:
    return f"check_{keyword.removeprefix('$')}_{'core' if keyword.startswith('$') else 'keyword'}".lower()


def _paths() -> dict[str, Any]:
    return {
        f"/{_identity(keyword)}": {
            "post": {
                "operationId": _identity(keyword),
                "tags": ["k"],
                "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
                "responses": {"204": {"description": "Nothing"}},
            }
        }
        for keyword, (schema, _, _) in KEYWORDS.items()
    }


TEXT = document(_paths(), components={"schemas": COMPONENTS})
ALLOWED = [(keyword, value) for keyword, (_, values, _) in KEYWORDS.items() for value in values]
REFUSED = [(keyword, value) for keyword, (_, _, values) in KEYWORDS.items() for value in values]


@pytest.mark.parametrize("mode", ["sync"])
@pytest.mark.parametrize(("keyword", "value"), ALLOWED)
def test_allowed(keyword: str, value: Any, caller: Callers, server: Server) -> None:
    caller(generated(TEXT))(f"k.{_identity(keyword)}", value)
    assert json.loads(server.only.body) == value


@pytest.mark.parametrize("mode", ["sync"])
@pytest.mark.parametrize(("keyword", "value"), REFUSED)
def test_refused(keyword: str, value: Any, caller: Callers, server: Server) -> None:
    package = generated(TEXT)
    with pytest.raises(package.errors.RequestError):
        caller(package)(f"k.{_identity(keyword)}", value)
    assert server.sent == []
