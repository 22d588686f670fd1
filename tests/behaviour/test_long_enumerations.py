"""An enumeration of many texts is written once, under a name."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from .conftest import Callers
from .packages import Package, document, generated
from .wire import Answer, Server

VALUES = [f"v{index}" for index in range(11)]
LONG = {"type": "string", "enum": VALUES}
FEW = {"type": "string", "enum": VALUES[:10]}
KINDS = {"type": "array", "items": {"type": "string", "enum": [f"k{index}" for index in range(11)]}}
PLACES: dict[str, Any] = {
    "lang": {**LONG, "enum": [f"l{index}" for index in range(11)], "description": "Spoken.", "default": "l1"},
    "nullable": {"type": ["string", "null"], "enum": [*(f"n{index}" for index in range(11)), None]},
    "few": FEW,
}


def _parameter(name: str, schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


@pytest.fixture(scope="module")
def package() -> Package:
    parameters = [_parameter("sort", LONG), _parameter("kinds", KINDS), _parameter("few", FEW)]
    answer = {
        "200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Call"}}}}
    }
    paths = {
        path: {"get": {"operationId": name, "tags": ["x"], "parameters": parameters, "responses": answer}}
        for path, name in (("/a", "getA"), ("/b", "getB"))
    }
    return generated(document(paths, components={"schemas": {"Call": {"type": "object", "properties": PLACES}}}))


def test_a_long_enumeration_is_written_once(package: Package) -> None:
    texts = package.outcome.files or {}
    assert sum(str(text).count('"v10"') for text in texts.values()) == 1
    hints = package.x.get_a_request.__annotations__
    assert hints["sort"] == "models.Sort | None"
    assert hints["kinds"].startswith("list[models.")
    assert hints["few"].startswith("Literal[")


def test_enumerations_are_closed_if_only_sent_and_open_if_received(
    package: Package, caller: Callers, server: Server
) -> None:
    assert get_args(package.models.Sort) == tuple(VALUES)
    with pytest.raises(package.errors.RequestError, match=r"^sort: 'up' is none of v0, "):
        caller(package)("x.get_a", sort="up")
    server.will(Answer(200, body=json.dumps({"lang": "xx", "nullable": None}).encode()))
    found = caller(package)("x.get_a", sort="v3", kinds=["k1", "k2"])
    assert (found.lang, found.nullable) == ("xx", None)
    assert server.only.query == "sort=v3&kinds=k1&kinds=k2"


def test_nullability_stays_with_each_use_of_a_long_enumeration(package: Package) -> None:
    fields = package.models.Call.model_fields
    assert package.models.Call(nullable=None).model_dump_json(exclude_unset=True) == '{"nullable":null}'
    assert "Nullable" in str(package.models.Call.__annotations__["nullable"]) or fields["nullable"].default is None
