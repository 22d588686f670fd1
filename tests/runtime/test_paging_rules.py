"""Where a list goes on and where it ends: a row for each number, flag and cursor that a server may send."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from generator.runtime import FORM, JSON, Model, Operation, PaginationError, PaginationRule, Request, RequestOptions
from generator.runtime.paging import walk
from generator.runtime.paging.links import next_link
from generator.runtime.paging.values import MISSING, find, replaced

from .lists import BY_HEADER, CURSOR, OFFSET, PAGE, URL, Item, Items, Server, items_of, read

MORE = {"more": "/more"}


def numbered(name: str, pages: dict[str, dict[str, Any]]) -> Server:
    """Return a server whose pages have numbers; any other is empty."""
    return Server(lambda request: pages.get(request.url.params.get(name, "first"), {"data": []}))


@pytest.mark.parametrize(
    ("rule", "pages", "ids", "asked"),
    [
        # The offset counts from 1: three items are read when the first two and one more are.
        (
            replace(OFFSET, first=1),
            {"first": {"data": items_of(1, 2), "total": 3}, "3": {"data": items_of(3), "total": 3}},
            [1, 2, 3],
            ["", "offset=3"],
        ),
        (
            OFFSET,
            {"first": {"data": items_of(1, 2), "total": 3}, "2": {"data": items_of(3), "total": 3}},
            [1, 2, 3],
            ["", "offset=2"],
        ),
        # A total below 0 stands for one that is not known; one that is no number is none.
        (OFFSET, {"first": {"data": items_of(1), "total": -1}}, [1], ["", "offset=1"]),
        (OFFSET, {"first": {"data": items_of(1), "total": True}}, [1], ["", "offset=1"]),
        # The server's word that there is more counts more than a total that has been reached.
        (
            replace(OFFSET, **MORE),
            {"first": {"data": items_of(1), "total": 1, "more": True}, "1": {"data": items_of(2), "more": False}},
            [1, 2],
            ["", "offset=1"],
        ),
        (replace(OFFSET, **MORE), {"first": {"data": items_of(1), "more": False}}, [1], [""]),
        (
            PAGE,
            {"first": {"data": items_of(1), "pages": 2}, "2": {"data": items_of(2), "pages": 2}},
            [1, 2],
            ["", "page=2"],
        ),
        (PAGE, {"first": {"data": items_of(1), "pages": 1}}, [1], [""]),
        (
            replace(PAGE, first=0),
            {"first": {"data": items_of(1), "pages": 2}, "1": {"data": items_of(2), "pages": 2}},
            [1, 2],
            ["", "page=1"],
        ),
        (PAGE, {"first": {"data": items_of(1), "pages": -1}}, [1], ["", "page=2"]),
        (PAGE, {"first": {"data": items_of(1)}}, [1], ["", "page=2"]),
        # Pages without an item are no sign of a circle, nor of the end where the server says that there is more.
        (
            replace(PAGE, **MORE),
            {
                "first": {"data": [], "more": True},
                "2": {"data": [], "more": True},
                "3": {"data": items_of(1), "more": False},
            },
            [1],
            ["", "page=2", "page=3"],
        ),
    ],
)
def test_numbers(rule: PaginationRule[Item], pages: dict[str, Any], ids: list[int], asked: list[str]) -> None:
    server = numbered(str(rule.query), pages)
    found = read("sync", server, rule)
    assert (found.ids, found.error, server.queries) == (ids, None, asked)


@pytest.mark.parametrize("start", ["0", 0, 0.0, Decimal(0)])
def test_a_start_of_zero_is_a_start(start: Any) -> None:
    listed: Operation[Items] = Operation("GET", "/items", query={"page": FORM}, responses={200: JSON(Items)})
    server = Server(lambda request: {"data": items_of(int(float(request.url.params["page"]))), "pages": 2})
    found = read("sync", server, replace(PAGE, first=0), Request(listed, query={"page": start}))
    assert (found.ids, found.error) == ([0, 1], None)
    assert walk._cursor(float("nan")) is None
    assert walk._cursor(2.5) is None
    assert walk._cursor(float("inf")) is None


@pytest.mark.parametrize("following", [0, "", None])
def test_cursors_that_end_a_list(following: Any) -> None:
    class Any_(Model):
        data: list[Item]
        next: Any = None

    listed: Operation[Any] = Operation("GET", "/items", query={"cursor": FORM}, responses={200: JSON(Any_)})
    server = Server(lambda _: {"data": items_of(1), "next": following})
    found = read("sync", server, replace(CURSOR, more=None), Request(listed))
    assert (found.ids, found.error, len(server.requests)) == ([1], None, 1)


def test_a_cursor_that_repeats_ends_a_list_only_without_items() -> None:
    pages = [{"data": items_of(1), "next": "a"}, {"data": [], "next": "a"}]
    server = Server(lambda _: pages[len(server.requests) - 1])
    found = read("sync", server, replace(CURSOR, more=None))
    assert (found.ids, found.error) == ([1], None)
    circle = Server(lambda _: {"data": items_of(1), "next": "a"})
    found = read("sync", circle, replace(CURSOR, more=None), cursor="a")
    assert (found.ids, type(found.error), len(circle.requests)) == ([1], PaginationError, 1)


def test_empty_pages_count_only_in_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_EMPTY", 2)
    counts = [0, 0, 1, 0, 0, 1, 0, 0, 1]
    pages = [{"data": items_of(*[n] * count), "next": f"c{n}"} for n, count in enumerate(counts)]
    server = Server(lambda _: pages[len(server.requests) - 1] if len(server.requests) <= 9 else {"data": []})
    found = read("sync", server, replace(CURSOR, more=None))
    assert (found.ids, found.error, len(server.requests)) == ([2, 5, 8], None, 10)


@pytest.mark.parametrize(
    ("second", "third", "asked"),
    [
        ("/v1/items?cursor=2", "?cursor=3", ["/v1/items?cursor=2", "/v1/items?cursor=3"]),
        ("https://api.test/v1/more/2", "3", ["/v1/more/2", "/v1/more/3"]),
        (" /v1/a ", "b", ["/v1/a", "/v1/b"]),
    ],
)
def test_an_address_is_read_from_the_page_that_has_it(second: str, third: str, asked: list[str]) -> None:
    pages = [{"data": items_of(1), "next": second}, {"data": items_of(2), "next": third}, {"data": items_of(3)}]
    server = Server(lambda _: pages[len(server.requests) - 1])
    assert read("sync", server, URL).ids == [1, 2, 3]
    paths = [one.url.raw_path.decode().replace("&key=k-1", "").replace("?key=k-1", "") for one in server.requests]
    assert paths[1:] == asked


def test_a_header_of_the_options_is_the_start_in_any_case() -> None:
    server = Server(lambda _: httpx.Response(200, json={"data": items_of(1)}))
    for headers in ({"X-CURSOR": "c"}, {"x-cursor": "c"}):
        read("sync", server, BY_HEADER, options=RequestOptions(headers=headers))
        assert server.requests[-1].headers.get_list("x-cursor") == ["c"]


def test_a_cursor_is_sent_as_it_came() -> None:
    class Dated(Model):
        data: list[Item]
        next: datetime | None = None

    listed: Operation[Any] = Operation("GET", "/items", query={"cursor": FORM}, responses={200: JSON(Dated)})
    pages = [{"data": items_of(1), "next": "2026-01-02T03:04:05.000Z"}, {"data": []}]
    server = Server(lambda _: pages[len(server.requests) - 1])
    read("sync", server, replace(CURSOR, more=None), Request(listed))
    assert server.requests[1].url.params["cursor"] == "2026-01-02T03:04:05.000Z"


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('</a>; rel="next"', "/a"),
        ('</a>; REL="NEXT"', "/a"),
        ('</a>; rel="prev next"', "/a"),
        ('</a>; rel=next; rel="last"', "/a"),
        ('</a>; rel="last"; rel="next"', None),
        ('</a>; rel="nextish"', None),
        ('</a>; rel="next"; anchor="#x"', None),
        ('</p>; rel="prev", </n>; rel="next", </o>; rel="next"', "/n"),
        ('</a,b>; title="x, y"; rel="next"', "/a,b"),
        ("", None),
    ],
)
def test_links(header: str, target: str | None) -> None:
    assert next_link([header]) == target


def test_values_in_lists_and_bodies() -> None:
    assert find({"data": [{"id": 1}, {"id": 2}]}, ("data", "-1", "id")) == 2
    assert find({"data": [1, 2]}, ("data", "1")) == 2
    assert find({"data": []}, ("data", "-1")) is find({}, ("x",))
    assert replaced({"text": "a", "page": {"size": 5, "cursor": "b"}}, ("page", "cursor"), "c") == {
        "text": "a",
        "page": {"size": 5, "cursor": "c"},
    }


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("0", "a"),
        ("1", "b"),
        ("-1", "b"),
        *((one, ...) for one in ("2", "-2", "-3", "+1", "1_0", " 1", "x", "", "1.0")),
    ],
)
def test_a_step_into_a_list_is_an_index_or_the_last_item(step: str, expected: Any) -> None:
    for items in (["a", "b"], ("a", "b")):
        found = find(items, (step,))
        assert (found is MISSING) if expected is ... else found == expected
