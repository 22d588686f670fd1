"""Parameters are as strict as models: a value of another type than the declared one is refused before it is sent."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Any

import pytest

from .conftest import Callers
from .packages import Package, document, generated
from .wire import Server

DOCUMENT = """
components:
  schemas:
    Level: {type: integer, minimum: 1, maximum: 5}
    Filter: {type: object, properties: {a: {type: integer}, camelCase: {type: string}}}
paths:
  /calls/{call-id}:
    get:
      operationId: getCall
      tags: [x]
      parameters:
        - {name: call-id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: count, in: query, schema: {type: integer}}
        - {name: level, in: query, schema: {$ref: '#/components/schemas/Level'}}
        - {name: dryRun, in: query, schema: {type: boolean}}
        - {name: sort-order, in: query, schema: {type: string, enum: [asc, desc]}}
        - {name: tags, in: query, explode: false, schema: {type: array, maxItems: 3, items: {type: string}}}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
        - {name: kinds, in: query, schema: {type: array, items: {type: string, enum: [in, out]}}}
        - {name: ratio, in: query, schema: {type: number}}
        - {name: either, in: query, schema: {oneOf: [{type: integer}, {type: boolean}]}}
        - {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: json, in: query, content: {application/json: {schema: {$ref: '#/components/schemas/Filter'}}}}
        - {name: free, in: query, schema: {}}
        - {name: X-Tries, in: header, schema: {type: integer}}
        - {name: theme, in: cookie, schema: {type: string, enum: [dark, light]}}
      responses: {204: {description: Done}}
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(DOCUMENT))


class Order(StrEnum):
    ASCENDING = "asc"
    SIDEWAYS = "sideways"


class Way(Enum):
    IN = "in"
    UP = "up"


REFUSED: list[tuple[str, Any, str]] = [
    ("limit", "10", r"^limit: expected an integer, got '10'$"),
    ("limit", True, r"^limit: expected an integer, got true$"),
    ("limit", 1.5, r"^limit: expected an integer, got 1\.5$"),
    ("limit", 101, r"^limit: .*100"),
    ("count", "10", r"^count: expected an integer, got '10'$"),
    ("count", True, r"^count: expected an integer, got true$"),
    ("level", 6, r"^level: .*5"),
    ("dry_run", "true", r"^dry_run \(dryRun\): expected true or false, got 'true'$"),
    ("dry_run", 1, r"^dry_run \(dryRun\): expected true or false, got 1$"),
    ("sort_order", "up", r"^sort_order \(sort-order\): 'up' is none of asc, desc$"),
    ("sort_order", Order.SIDEWAYS, r"^sort_order \(sort-order\): 'sideways' is none of asc, desc$"),
    ("tags", "abc", r"^tags: expected a list, got 'abc'$"),
    ("tags", ["a", 1], r"^tags\[1\]: expected text, got 1$"),
    ("tags", ["a", "b", "c", "d"], r"^tags: .*3"),
    ("ids", ["1"], r"^ids\[0\]: expected an integer, got '1'$"),
    ("kinds", ["in", "up"], r"^kinds\[1\]: 'up' is none of in, out$"),
    ("kinds", [Way.UP], r"^kinds\[0\]: 'up' is none of in, out$"),
    ("ratio", "1.5", r"^ratio: expected a number, got '1\.5'$"),
    ("ratio", float("nan"), r"^ratio: expected a number"),
    ("either", "1", r"^either: "),
    ("filter", {"a": "x"}, r"^filter\.a: expected an integer, got 'x'$"),
    ("json", {"camelCase": 1}, r"^json\.camel_case \(camelCase\): expected text, got 1$"),
    ("x_tries", "3", r"^x_tries \(X-Tries\): expected an integer, got '3'$"),
    ("theme", "blue", r"^theme: 'blue' is none of dark, light$"),
]


@pytest.mark.parametrize(("name", "value", "said"), REFUSED)
def test_another_type_is_refused(
    name: str, value: Any, said: str, package: Package, caller: Callers, server: Server
) -> None:
    with pytest.raises(package.errors.RequestError, match=said):
        caller(package)("x.get_call", "1", **{name: value})
    assert not server.sent


@pytest.mark.parametrize(("value", "said"), [(5, "expected text, got 5"), (None, "must not be None")])
def test_path_parameters_are_held_against_their_type(
    value: Any, said: str, package: Package, caller: Callers, server: Server
) -> None:
    with pytest.raises(package.errors.RequestError, match=rf"^call_id \(call-id\): .*{said}$"):
        caller(package)("x.get_call", value)
    assert not server.sent


SENT: list[tuple[str, Any, str]] = [
    ("limit", 5, "limit=5"),
    ("limit", 5.0, "limit=5"),
    ("level", 5, "level=5"),
    ("dry_run", False, "dryRun=false"),
    ("sort_order", Order.ASCENDING, "sort-order=asc"),
    ("tags", ("a", "b"), "tags=a,b"),
    ("tags", dict.fromkeys("ab").keys(), "tags=a,b"),
    ("ids", [1, 2], "ids=1&ids=2"),
    ("kinds", [Way.IN, "out"], "kinds=in&kinds=out"),
    ("kinds", (Way.IN,), "kinds=in"),
    ("tags", {Way.IN: 1}.keys(), "tags=in"),
    ("filter", {"camelCase": Way.IN}, "filter%5BcamelCase%5D=in"),
    ("json", {"camelCase": Way.IN}, "json=%7B%22camelCase%22%3A%22in%22%7D"),
    ("free", [Way.IN], "free=in"),
    ("free", {"a": [Way.IN]}, "a=%5B%22in%22%5D"),
    ("ratio", 1, "ratio=1"),
    ("either", True, "either=true"),
    ("filter", {"camelCase": "x"}, "filter%5BcamelCase%5D=x"),
    ("json", {"a": 1}, "json=%7B%22a%22%3A1%7D"),
    ("free", "x", "free=x"),
    ("free", [1, True], "free=1&free=true"),
]


@pytest.mark.parametrize(("name", "value", "query"), SENT)
def test_values_of_the_declared_type_are_sent(
    name: str, value: Any, query: str, package: Package, caller: Callers, server: Server
) -> None:
    caller(package)("x.get_call", "1", **{name: value})
    assert server.only.query == query


def test_models_are_checked_again(package: Package, caller: Callers, server: Server) -> None:
    changed = package.models.Filter(a=1)
    changed.a = "x"
    with pytest.raises(package.errors.RequestError, match=r"^filter\.a: .*integer"):
        caller(package)("x.get_call", "1", filter=changed)
    caller(package)("x.get_call", "1", filter=package.models.Filter(camel_case="x"))
    assert server.only.query == "filter%5BcamelCase%5D=x"
