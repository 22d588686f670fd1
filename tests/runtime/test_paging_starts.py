"""Where a list begins and ends: numbers of any type, options, invalid totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    Operation,
    PaginationRule,
    Request,
    RequestOptions,
)

from .lists import (
    BY_HEADER,
    LIST,
    OFFSET,
    PAGE,
    Item,
    Server,
    by_parameter,
    items_of,
    read,
)


class _Index:
    """A whole number as array libraries have them."""

    def __index__(self) -> int:
        return 2

    __int__ = __index__


class _Two(IntEnum):
    TWO = 2


def _list_from(location: str) -> Operation[Any]:
    """Return the list with a declared parameter `At` that is an integer."""
    operation: Operation[Any] = Operation(
        "GET", "/items", security=[{"key": []}], responses={200: JSON(dict[str, Any])}
    )

    def build(at: int | None = None) -> Request[Any]:
        given: dict[str, Any] = {location: {"At": at}}
        return Request(operation, **given)

    operation.builder(build)
    return operation


_STARTS = {"float": 2.0, "decimal": Decimal(2), "text": "2", "int": 2}


@pytest.mark.parametrize("start", _STARTS.values(), ids=_STARTS)
def test_a_start_of_any_numeric_type(mode: str, start: Any) -> None:
    pages = {
        "2": {"data": items_of(3, 4)},
        "2.0": {"data": items_of(3, 4)},
        "4": {"data": items_of(5)},
        "5": {"data": []},
    }
    found = read(mode, by_parameter("offset", pages), OFFSET, Request(LIST, query={"offset": start}))
    assert (found.ids, found.error) == ([3, 4, 5], None)


@pytest.mark.parametrize("start", [2.0, Decimal(2), 2, _Index(), _Two.TWO])
@pytest.mark.parametrize("location", ["query", "headers"])
def test_a_start_is_the_value_that_is_sent(start: Any, location: str) -> None:
    operation = _list_from(location)
    style: Any = {"query": "At"} if location == "query" else {"header": "At"}
    rule: PaginationRule[Item] = PaginationRule(style="offset", items="/data", **style)
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> Any:
        asked.append(request.url.params.get("At") or request.headers.get("At"))
        return {"data": items_of(len(asked)) if len(asked) < 3 else []}

    given: dict[str, Any] = {location: {"At": start}}
    request: Request[Any] = Request(operation, **given)
    found = read("sync", Server(answer), rule, request)
    assert (asked, found.error) == (["2", "3", "4"], None)


def test_an_offset_that_counts_from_one(mode: str) -> None:
    rule: PaginationRule[Item] = PaginationRule(
        style="offset", items="/data", query="offset", total="/total", more="/more", first=1
    )
    pages = {"": {"data": items_of(1, 2), "total": 3}, "3": {"data": items_of(3), "total": 3}}
    server = by_parameter("offset", pages)
    assert read(mode, server, rule).ids == [1, 2, 3]
    assert len(server.requests) == 2


@pytest.mark.parametrize("total", [-1, 1])
def test_a_total_that_is_none_of_all_items(mode: str, total: int) -> None:
    """It is -1 where the server does not know it, or the number of items of the page."""
    more = {"more": True} if total > 0 else {}
    pages = {
        "": {"data": items_of(1), "total": total, **more},
        "1": {"data": items_of(2), "total": total, **more},
        "2": {"data": [], "total": total, "more": False},
    }
    rule = replace(OFFSET, more="/more")
    assert read(mode, by_parameter("offset", pages), rule).ids == [1, 2]


@pytest.mark.parametrize("first", [{"pages": 1, "more": True}, {"pages": -1}])
def test_a_number_of_pages_that_is_none_of_all_pages(mode: str, first: dict[str, Any]) -> None:
    pages = {"": {"data": items_of(1), **first}, "2": {"data": items_of(2), "more": False}}
    assert read(mode, by_parameter("page", pages), replace(PAGE, more="/more")).ids == [1, 2]


def test_a_header_of_none_in_the_options_begins_at_the_first_page() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_first = "X-Cursor" not in request.headers
        headers = {"X-Next-Cursor": "b"} if is_first else {}
        return httpx.Response(200, json={"data": items_of(1 if is_first else 2)}, headers=headers)

    request = Request(LIST, headers={"X-Cursor": "b"})
    assert read("sync", Server(answer), BY_HEADER, request, options=RequestOptions(headers={"x-cursor": None})).ids == [
        1,
        2,
    ]


@pytest.mark.parametrize("location", ["query", "headers"])
def test_text_in_the_options_is_the_number_that_the_parameter_takes(location: str) -> None:
    rule: Any = {"query": "At"} if location == "query" else {"header": "At"}
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> Any:
        asked.append(request.url.params.get("At") or request.headers.get("At"))
        return {"data": items_of(len(asked)) if len(asked) < 3 else []}

    given: dict[str, Any] = {location: {"At": "2"}}
    found = read(
        "sync",
        Server(answer),
        PaginationRule(style="offset", items="/data", **rule),
        Request(_list_from(location)),
        options=RequestOptions(**given),
    )
    assert (asked, found.error) == (["2", "3", "4"], None)


@pytest.mark.parametrize("name", ["X-Cursor", "x-cursor"])
def test_the_header_that_chooses_the_page_in_the_options(mode: str, name: str) -> None:
    following = {"a": "b", "b": "c", "c": None}

    def answer(request: httpx.Request) -> httpx.Response:
        cursor = request.headers["X-Cursor"]
        headers = {"X-Next-Cursor": after} if (after := following[cursor]) else {}
        return httpx.Response(200, json={"data": items_of(ord(cursor))}, headers=headers)

    server = Server(answer)
    options = RequestOptions(headers={name: "a", "X-Trace": "t"})
    assert read(mode, server, BY_HEADER, options=options).ids == [97, 98, 99]
    assert [one.headers["X-Trace"] for one in server.requests] == ["t"] * 3
