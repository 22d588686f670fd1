"""Servers that mislead a list: to other addresses, in cycles, to nothing, without end."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    ClientError,
    PaginationError,
    PaginationRule,
)
from generator.runtime.paging.walk import MOST_EMPTY

from .lists import (
    CURSOR,
    OFFSET,
    PAGE,
    URL,
    Item,
    Server,
    by_parameter,
    items_of,
    read,
)


@pytest.mark.parametrize(
    "following",
    [
        "https://evil.test/v1/items?at=2",
        "http://api.test/v1/items?at=2",
        "https://api.test:8443/v1/items?at=2",
        "https://api.test/admin?at=2",
        "https://api.test/v1/../admin?at=2",
        "https://api.test/v1/%2e%2e/admin",
        "https://user@api.test/v1/items",
        "//evil.test/v1/items",
        "/v2/items",
        "javascript:alert(1)",
        "https://api.test\\@evil.test/v1",
        "https://[::1",
        "x" * 9000,
        5,
        {"href": "/v1/items?at=2"},
    ],
)
def test_a_url_that_leads_away_is_not_followed(following: Any) -> None:
    server = Server(lambda request: {"data": items_of(1), "next": following})
    found = read("sync", server, URL, most=2)
    assert found.ids == [1]
    assert isinstance(found.error, PaginationError)
    assert len(server.requests) == 1
    assert "k-1" not in str(found.error) + repr(found.error)
    assert "evil.test/v1" not in str(found.error)
    # As a cursor it is a value like any other.
    read("sync", server, CURSOR, most=2)
    assert {(one.url.host, one.url.path) for one in server.requests} == {("api.test", "/v1/items")}


def test_a_second_url_that_is_none(mode: str) -> None:
    pages = {"": {"data": items_of(1), "next": "?at=2"}, "2": {"data": items_of(2), "next": "https://[::1"}}
    found = read(mode, by_parameter("at", pages), URL)
    assert found.ids == [1, 2]
    assert isinstance(found.error, PaginationError)


def test_a_cursor_that_cannot_be_written(mode: str) -> None:
    found = read(
        mode, Server(lambda request: httpx.Response(200, content=b'{"data":[{"id":1}],"next":"\\ud800"}')), CURSOR
    )
    assert found.error is None or isinstance(found.error, ClientError)


def test_a_saved_url_is_not_trusted(mode: str) -> None:
    server = Server(lambda request: {"data": []})
    found = read(mode, server, URL, cursor="https://evil.test/v1/items")
    assert isinstance(found.error, PaginationError)
    assert not server.requests


@pytest.mark.parametrize("rule", [CURSOR, URL])
def test_a_repeated_cursor_is_an_error_after_the_items(mode: str, rule: PaginationRule[Item]) -> None:
    server = Server(lambda request: {"data": items_of(1), "next": "?cursor=a"})
    found = read(mode, server, rule)
    assert found.ids == [1, 1]
    assert isinstance(found.error, PaginationError)
    assert "already" in str(found.error)


def test_the_same_cursor_without_items_is_the_end(mode: str) -> None:
    pages = {"": {"data": items_of(1), "next": "a"}, "a": {"data": [], "next": "a"}}
    found = read(mode, by_parameter("cursor", pages), CURSOR)
    assert (found.ids, found.error) == ([1], None)


def test_a_circle_of_cursors_ends(mode: str) -> None:
    pages = {
        "": {"data": items_of(1), "next": "a"},
        "a": {"data": items_of(2), "next": "b"},
        "b": {"data": items_of(3), "next": "a"},
    }
    found = read(mode, by_parameter("cursor", pages), CURSOR)
    assert found.ids == [1, 2, 3]
    assert isinstance(found.error, PaginationError)


def test_empty_pages_for_ever_end(mode: str) -> None:
    server = Server(lambda request: {"data": [], "next": str(len(server.requests))})
    found = read(mode, server, CURSOR)
    assert isinstance(found.error, PaginationError)
    assert len(server.requests) == MOST_EMPTY + 1


@pytest.mark.parametrize("rule", [OFFSET, PAGE])
def test_a_server_that_ignores_the_page_number_is_detected(mode: str, rule: PaginationRule[Item]) -> None:
    found = read(mode, Server(lambda request: {"data": items_of(1, 2)}), rule)
    assert found.ids == [1, 2, 1, 2]
    assert isinstance(found.error, PaginationError)


@pytest.mark.parametrize("wrong", [{"a": 1}, ["b"], True, 1.5, "x" * 10_000])
def test_a_cursor_of_a_wrong_type(mode: str, wrong: Any) -> None:
    found = read(mode, Server(lambda request: {"data": items_of(1), "next": wrong}), CURSOR)
    assert found.ids == [1]
    assert isinstance(found.error, PaginationError)


@pytest.mark.parametrize("end", [{"next": None}, {"next": ""}, {}, {"next": 0}, {"next": "a", "more": False}])
def test_the_list_ends_without_a_next_cursor(mode: str, end: dict[str, Any]) -> None:
    found = read(mode, Server(lambda request: {"data": items_of(1), **end}), CURSOR)
    assert (found.ids, found.error) == ([1], None)


@pytest.mark.parametrize("body", [{}, {"data": None}, {"other": 1}])
def test_a_page_without_items_is_empty(mode: str, body: dict[str, Any]) -> None:
    found = read(mode, Server(lambda request: body), CURSOR)
    assert (found.ids, found.error, len(found.pages)) == ([], None, 1)


@pytest.mark.parametrize(("rule", "body"), [(CURSOR, {"more": "yes"}), (CURSOR, {"more": True}), (OFFSET, {"more": 1})])
def test_page_facts_without_meaning_end_the_list(mode: str, rule: PaginationRule[Item], body: dict[str, Any]) -> None:
    """The items that came are delivered all the same."""
    found = read(mode, Server(lambda request: {"data": items_of(1), **body}), rule, most=1)
    assert found.ids == [1]


def test_items_that_are_no_list(mode: str) -> None:
    found = read(mode, Server(lambda request: {"data": "no list"}), CURSOR)
    assert isinstance(found.error, PaginationError)


def test_a_large_page_is_refused(mode: str) -> None:
    server = Server(lambda request: httpx.Response(200, json={"data": items_of(*range(1000))}))
    found = read(mode, server, CURSOR, max_response_bytes=1000)
    assert found.error is not None
    assert not found.pages
