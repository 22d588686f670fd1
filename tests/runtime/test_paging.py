"""Lists that a server sends a page at a time: each style, hostile servers, and going on from a saved place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    AsyncPaginator,
    Client,
    ClientError,
    HTTPClient,
    Operation,
    PaginationError,
    PaginationRule,
    Paginator,
    Request,
    RequestError,
    RequestOptions,
    RetryPolicy,
    StatusError,
)
from generator.runtime.paging.links import next_link
from generator.runtime.paging.walk import MOST_EMPTY

from .lists import BASE, CURSOR, LINK, LIST, OFFSET, PAGE, SEARCH, URL, Item, Position, Search, Server, read

MODES = ("sync", "asyncio", "trio")
_HEADER: PaginationRule[Item] = PaginationRule(
    style="cursor", items="/data", header="X-Cursor", next_header="X-Next-Cursor"
)
_BODY: PaginationRule[Item] = PaginationRule(style="cursor", items="/data", body="/page/cursor", next="/next")
_LAST: PaginationRule[Item] = PaginationRule(
    style="cursor", items="/data", query="after", next="/data/-1/id", more="/more"
)


def _items(*ids: int) -> list[dict[str, int]]:
    return [{"id": one} for one in ids]


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _by(parameter: str, pages: dict[str, Any]) -> Server:
    """Return a server that answers by a query parameter."""
    return Server(lambda request: pages[request.url.params.get(parameter, "")])


def test_a_cursor_in_the_query(mode: str) -> None:
    pages = {
        "": {"data": _items(1, 2), "next": "b"},
        "b": {"data": [], "next": "c"},
        "c": {"data": _items(3), "next": None},
    }
    server = _by("cursor", pages)
    found = read(mode, server, CURSOR, Request(LIST, query={"limit": 2}))
    assert found.error is None
    assert found.ids == [1, 2, 3]
    assert server.queries == ["limit=2", "limit=2&cursor=b", "limit=2&cursor=c"]
    assert [(one.cursor, one.next_cursor, len(one)) for one in found.pages] == [
        (None, "b", 2),
        ("b", "c", 0),
        ("c", None, 1),
    ]
    assert all(one.url.params["key"] == "k-1" for one in server.requests)


def test_a_cursor_in_headers(mode: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("X-Cursor") == "two":
            return httpx.Response(200, json={"data": _items(2)})
        return httpx.Response(200, json={"data": _items(1)}, headers={"x-next-cursor": "two"})

    assert read(mode, Server(answer), _HEADER).ids == [1, 2]


@pytest.mark.parametrize("body", [Search(text="a"), Search(text="a", page=Position()), {"text": "a"}])
def test_a_cursor_in_the_body(mode: str, body: Any) -> None:
    def answer(request: httpx.Request) -> Any:
        sent = json.loads(request.content)
        assert sent["text"] == "a"
        cursor = (sent.get("page") or {}).get("cursor")
        return {"data": _items(2)} if cursor == "b" else {"data": _items(1), "next": "b"}

    assert read(mode, Server(answer), _BODY, Request(SEARCH, body=body)).ids == [1, 2]
    assert body == ({"text": "a"} if isinstance(body, dict) else body)


def test_the_cursor_is_the_last_item(mode: str) -> None:
    pages = {"": {"data": _items(1, 7), "more": True}, "7": {"data": _items(9), "more": False}}
    assert read(mode, _by("after", pages), _LAST).ids == [1, 7, 9]


def test_an_offset(mode: str) -> None:
    """The server gives fewer items than asked for; that is not the end."""
    pages = {"": {"data": _items(1, 2)}, "2": {"data": _items(3)}, "3": {"data": []}}
    server = _by("offset", pages)
    assert read(mode, server, OFFSET, Request(LIST, query={"limit": 50})).ids == [1, 2, 3]
    assert server.queries == ["limit=50", "limit=50&offset=2", "limit=50&offset=3"]
    with_total = {"": {"data": _items(1, 2), "total": 3}, "2": {"data": _items(3), "total": 3}}
    assert read(mode, _by("offset", with_total), OFFSET).ids == [1, 2, 3]


def test_an_offset_counts_items_that_could_not_be_read(mode: str) -> None:
    pages = {"": {"data": [{"id": 1}, "no item", {"id": 2}], "total": 4}, "3": {"data": _items(3), "total": 4}}
    server = _by("offset", pages)
    assert read(mode, server, OFFSET).ids == [1, 2, 3]


def test_a_page_number(mode: str) -> None:
    pages = {"": {"data": _items(1), "pages": 2}, "2": {"data": _items(2), "pages": 2}}
    assert read(mode, _by("page", pages), PAGE).ids == [1, 2]
    without = {"3": {"data": _items(1)}, "4": {"data": _items(2)}, "5": {"data": []}}
    server = _by("page", without)
    assert read(mode, server, PAGE, Request(LIST, query={"page": 3})).ids == [1, 2]


@pytest.mark.parametrize("following", ["/v1/items?at=2&key=old&limit=9", "?at=2&limit=9", f"{BASE}/items?at=2&limit=9"])
def test_a_url_in_the_body(mode: str, following: str) -> None:
    pages = {
        "": {"data": _items(1), "next": following},
        "2": {"data": _items(2), "next": "?at=3"},
        "3": {"data": _items(3)},
    }
    server = _by("at", pages)
    found = read(mode, server, URL, Request(LIST, query={"limit": 9}))
    assert found.ids == [1, 2, 3]
    assert server.queries == ["limit=9", "at=2&limit=9", "at=3"]
    assert [one.url.params.get_list("key") for one in server.requests] == [["k-1"]] * 3


def test_options_do_not_double_parameters(mode: str) -> None:
    pages = {"a": {"data": _items(1), "next": "b"}, "b": {"data": _items(2)}}
    server = _by("cursor", pages)
    assert read(mode, server, CURSOR, options=RequestOptions(query={"cursor": "a", "x": 1})).ids == [1, 2]
    assert server.queries == ["cursor=a&x=1", "cursor=b&x=1"]
    server = _by("at", {"": {"data": _items(1), "next": "?at=2&x=2"}, "2": {"data": _items(2)}})
    assert read(mode, server, URL, options=RequestOptions(query={"x": 1, "y": 1})).ids == [1, 2]
    assert server.queries == ["x=1&y=1", "at=2&x=2&y=1"]


def test_the_link_header(mode: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("p") == "2":
            return httpx.Response(
                200, json={"data": _items(2)}, headers={"Link": '<https://api.test/v1/items?p=1>; rel="prev"'}
            )
        links = (
            '<https://api.test/v1/items?p=9>; rel="last", <https://api.test/v1/items?p=2>; title="a, b"; rel="x Next"'
        )
        return httpx.Response(200, json={"data": _items(1)}, headers={"Link": links})

    assert read(mode, Server(answer), LINK).ids == [1, 2]


@pytest.mark.parametrize(
    ("values", "target"),
    [
        (['<a>; rel="next"'], "a"),
        (["<a>; rel=next"], "a"),
        (["<a>; rel=prev", "<b>; rel=NEXT"], "b"),
        (['<a>; rel="prev"; rel="next"'], None),
        (['<a>; rel="next"; anchor="#x"'], None),
        (['<a?x=1,2;3>; title="<b>; rel=next", <c>; rel=next'], "c"),
        (["<a>"], None),
        (['<a>; rel="prev";, <b>; rel="next"'], "b"),
        (["<a>;; rel=next;"], "a"),
        (["<a>; rel='next'"], "a"),
        (["<a>; title='x, y; z'; rel='prev next'"], "a"),
        (["<a>; title=it's; rel=next"], "a"),
        (["<a>; title=; rel = next"], "a"),
        ([",<a>; rel=prev,, <b>;rel=next,"], "b"),
        (['<a>; title="x, \'<b>; y", <c>; rel=next'], "c"),
        ([", ,"], None),
        ([""], None),
        ([], None),
    ],
)
def test_links(values: list[str], target: str | None) -> None:
    assert next_link(values) == target


@pytest.mark.parametrize(
    "value", ["a; rel=next", "<a", '<a>; rel="prev', '<a>; rel="prev" x, <b>; rel=next', "<a>; rel=prev<b>", "<a>x"]
)
def test_a_header_that_is_no_link_is_no_end(value: str, mode: str) -> None:
    """The page that came is delivered; then the list fails, because its next page is not known."""
    with pytest.raises(ValueError, match="header `Link`"):
        next_link([value])
    found = read(
        mode, Server(lambda request: httpx.Response(200, json={"data": _items(1)}, headers={"Link": value})), LINK
    )
    assert found.ids == [1]
    assert isinstance(found.error, PaginationError)


def test_a_long_link_header_ends_at_the_link() -> None:
    many = ", ".join(f"<p{index}>; rel=prev" for index in range(500))
    assert next_link([f"{many}, <n>; rel=next"]) == "n"
    with pytest.raises(ValueError, match="longer"):
        next_link([f"{many}, " * 10])


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
    pages = {"2": {"data": _items(3, 4)}, "2.0": {"data": _items(3, 4)}, "4": {"data": _items(5)}, "5": {"data": []}}
    found = read(mode, _by("offset", pages), OFFSET, Request(LIST, query={"offset": start}))
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
        return {"data": _items(len(asked)) if len(asked) < 3 else []}

    given: dict[str, Any] = {location: {"At": start}}
    request: Request[Any] = Request(operation, **given)
    found = read("sync", Server(answer), rule, request)
    assert (asked, found.error) == (["2", "3", "4"], None)


def test_an_offset_that_counts_from_one(mode: str) -> None:
    rule: PaginationRule[Item] = PaginationRule(
        style="offset", items="/data", query="offset", total="/total", more="/more", first=1
    )
    pages = {"": {"data": _items(1, 2), "total": 3}, "3": {"data": _items(3), "total": 3}}
    server = _by("offset", pages)
    assert read(mode, server, rule).ids == [1, 2, 3]
    assert len(server.requests) == 2


@pytest.mark.parametrize("total", [-1, 1])
def test_a_total_that_is_none_of_all_items(mode: str, total: int) -> None:
    """It is -1 where the server does not know it, or the number of items of the page."""
    more = {"more": True} if total > 0 else {}
    pages = {
        "": {"data": _items(1), "total": total, **more},
        "1": {"data": _items(2), "total": total, **more},
        "2": {"data": [], "total": total, "more": False},
    }
    rule = replace(OFFSET, more="/more")
    assert read(mode, _by("offset", pages), rule).ids == [1, 2]


@pytest.mark.parametrize("first", [{"pages": 1, "more": True}, {"pages": -1}])
def test_a_number_of_pages_that_is_none_of_all_pages(mode: str, first: dict[str, Any]) -> None:
    pages = {"": {"data": _items(1), **first}, "2": {"data": _items(2), "more": False}}
    assert read(mode, _by("page", pages), replace(PAGE, more="/more")).ids == [1, 2]


def test_a_header_of_none_in_the_options_begins_at_the_first_page() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_first = "X-Cursor" not in request.headers
        headers = {"X-Next-Cursor": "b"} if is_first else {}
        return httpx.Response(200, json={"data": _items(1 if is_first else 2)}, headers=headers)

    request = Request(LIST, headers={"X-Cursor": "b"})
    assert read("sync", Server(answer), _HEADER, request, options=RequestOptions(headers={"x-cursor": None})).ids == [
        1,
        2,
    ]


@pytest.mark.parametrize("location", ["query", "headers"])
def test_text_in_the_options_is_the_number_that_the_parameter_takes(location: str) -> None:
    rule: Any = {"query": "At"} if location == "query" else {"header": "At"}
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> Any:
        asked.append(request.url.params.get("At") or request.headers.get("At"))
        return {"data": _items(len(asked)) if len(asked) < 3 else []}

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
        return httpx.Response(200, json={"data": _items(ord(cursor))}, headers=headers)

    server = Server(answer)
    options = RequestOptions(headers={name: "a", "X-Trace": "t"})
    assert read(mode, server, _HEADER, options=options).ids == [97, 98, 99]
    assert [one.headers["X-Trace"] for one in server.requests] == ["t"] * 3


# Servers that lead astray.
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
    server = Server(lambda request: {"data": _items(1), "next": following})
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
    pages = {"": {"data": _items(1), "next": "?at=2"}, "2": {"data": _items(2), "next": "https://[::1"}}
    found = read(mode, _by("at", pages), URL)
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
def test_the_same_cursor_again_is_an_error_behind_the_items(mode: str, rule: PaginationRule[Item]) -> None:
    server = Server(lambda request: {"data": _items(1), "next": "?cursor=a"})
    found = read(mode, server, rule)
    assert found.ids == [1, 1]
    assert isinstance(found.error, PaginationError)
    assert "already" in str(found.error)


def test_the_same_cursor_without_items_is_the_end(mode: str) -> None:
    pages = {"": {"data": _items(1), "next": "a"}, "a": {"data": [], "next": "a"}}
    found = read(mode, _by("cursor", pages), CURSOR)
    assert (found.ids, found.error) == ([1], None)


def test_a_circle_of_cursors_ends(mode: str) -> None:
    pages = {
        "": {"data": _items(1), "next": "a"},
        "a": {"data": _items(2), "next": "b"},
        "b": {"data": _items(3), "next": "a"},
    }
    found = read(mode, _by("cursor", pages), CURSOR)
    assert found.ids == [1, 2, 3]
    assert isinstance(found.error, PaginationError)


def test_empty_pages_for_ever_end(mode: str) -> None:
    server = Server(lambda request: {"data": [], "next": str(len(server.requests))})
    found = read(mode, server, CURSOR)
    assert isinstance(found.error, PaginationError)
    assert len(server.requests) == MOST_EMPTY + 1


@pytest.mark.parametrize("rule", [OFFSET, PAGE])
def test_a_server_that_ignores_the_number_is_found_out(mode: str, rule: PaginationRule[Item]) -> None:
    found = read(mode, Server(lambda request: {"data": _items(1, 2)}), rule)
    assert found.ids == [1, 2, 1, 2]
    assert isinstance(found.error, PaginationError)


@pytest.mark.parametrize("wrong", [{"a": 1}, ["b"], True, 1.5, "x" * 10_000])
def test_a_cursor_of_a_wrong_type(mode: str, wrong: Any) -> None:
    found = read(mode, Server(lambda request: {"data": _items(1), "next": wrong}), CURSOR)
    assert found.ids == [1]
    assert isinstance(found.error, PaginationError)


@pytest.mark.parametrize("end", [{"next": None}, {"next": ""}, {}, {"next": 0}, {"next": "a", "more": False}])
def test_ends(mode: str, end: dict[str, Any]) -> None:
    found = read(mode, Server(lambda request: {"data": _items(1), **end}), CURSOR)
    assert (found.ids, found.error) == ([1], None)


@pytest.mark.parametrize("body", [{}, {"data": None}, {"other": 1}])
def test_a_page_without_items_is_empty(mode: str, body: dict[str, Any]) -> None:
    found = read(mode, Server(lambda request: body), CURSOR)
    assert (found.ids, found.error, len(found.pages)) == ([], None, 1)


@pytest.mark.parametrize(("rule", "body"), [(CURSOR, {"more": "yes"}), (CURSOR, {"more": True}), (OFFSET, {"more": 1})])
def test_what_means_nothing(mode: str, rule: PaginationRule[Item], body: dict[str, Any]) -> None:
    """The items that came are delivered all the same."""
    found = read(mode, Server(lambda request: {"data": _items(1), **body}), rule, most=1)
    assert found.ids == [1]


def test_items_that_are_no_list(mode: str) -> None:
    found = read(mode, Server(lambda request: {"data": "no list"}), CURSOR)
    assert isinstance(found.error, PaginationError)


def test_a_large_page_is_refused(mode: str) -> None:
    server = Server(lambda request: httpx.Response(200, json={"data": _items(*range(1000))}))
    found = read(mode, server, CURSOR, max_response_bytes=1000)
    assert found.error is not None
    assert not found.pages


def test_an_idempotency_key_is_for_the_first_page(mode: str) -> None:
    def answer(request: httpx.Request) -> Any:
        return {"data": _items(2)} if b'"b"' in request.content else {"data": _items(1), "next": "b"}

    server = Server(answer)
    read(mode, server, _BODY, Request(SEARCH, body=Search(text="a")), options=RequestOptions(idempotency_key="one"))
    assert [one.headers.get("idempotency-key") for one in server.requests] == ["one", None]


def test_options_are_those_of_each_page(mode: str) -> None:
    """Headers, retries and the deadline count for each call by itself."""
    pages = {"": {"data": _items(1), "next": "b"}, "b": {"data": _items(2), "next": "c"}, "c": {"data": _items(3)}}

    def answer(request: httpx.Request) -> Any:
        is_repeated = sum(one.url == request.url for one in server.requests) > 1
        return pages[request.url.params.get("cursor", "")] if is_repeated else httpx.Response(503)

    server = Server(answer)
    options = RequestOptions(headers={"X-Trace": "t"}, retries=RetryPolicy(first_pause=0.0), deadline=60, timeout=5)
    assert read(mode, server, CURSOR, options=options).ids == [1, 2, 3]
    assert [one.headers["x-trace"] for one in server.requests] == ["t"] * 6
    server.requests.clear()
    found = read(mode, server, CURSOR, options=RequestOptions(retries=0))
    assert isinstance(found.error, StatusError)
    assert len(server.requests) == 1


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 7), max_size=12),
    style=st.sampled_from(["cursor", "offset", "page", "url", "link"]),
    saved=st.integers(0, 12),
)
def test_every_item_comes_once(sizes: list[int], style: str, saved: int) -> None:
    """Also where a program stops after some pages, and another one goes on from the cursor that it saved."""
    sizes = [one for one in sizes if one or style in ("cursor", "url", "link")]
    starts = [sum(sizes[:index]) for index in range(len(sizes) + 1)]

    def answer(request: httpx.Request) -> httpx.Response:
        name = {"offset": "offset", "page": "page"}.get(style, "cursor")
        asked = int(request.url.params.get(name, "1" if style == "page" else "0"))
        index = starts.index(asked) if style == "offset" else asked - 1 if style == "page" else asked
        items = _items(*range(starts[index], starts[index + 1])) if index < len(sizes) else []
        is_last = index + 1 >= len(sizes)
        body: dict[str, Any] = {"data": items}
        headers: dict[str, str] = {}
        if style == "cursor":
            body["next"] = None if is_last else str(index + 1)
        elif style == "url":
            body["next"] = None if is_last else f"?cursor={index + 1}"
        elif style == "link" and not is_last:
            headers["Link"] = f"<?cursor={index + 1}>; rel=next"
        return httpx.Response(200, json=body, headers=headers)

    rules = {"cursor": CURSOR, "offset": OFFSET, "page": PAGE, "url": URL, "link": LINK}
    rule = rules[style]
    whole = read("sync", Server(answer), rule)
    assert (whole.ids, whole.error) == ([*range(starts[-1])], None)
    first = read("sync", Server(answer), rule, most=saved)
    if first.pages and (cursor := json.loads(json.dumps(first.pages[-1].next_cursor))) is not None:
        rest = read("sync", Server(answer), rule, cursor=cursor)
        assert first.ids + rest.ids == [*range(starts[-1])]


def test_items_are_asked_for_when_they_are_needed() -> None:
    server = _by("cursor", {"": {"data": _items(1, 2), "next": "b"}, "b": {"data": _items(3)}})
    with HTTPClient(transport=httpx.MockTransport(server)) as http:
        items = Paginator(Client(base_url=BASE, http_client=http), Request(_ANONYMOUS), CURSOR)
        assert not server.requests
        assert next(items).id == 1
        assert next(items).id == 2
        assert len(server.requests) == 1
        assert [one.id for one in items] == [3]
        assert [one.id for page in items.pages() for one in page] == [1, 2, 3]
        assert [one.id for one in items.from_cursor("b")] == [3]


def test_after_an_error_it_goes_on_with_the_page_that_failed() -> None:
    statuses = iter([200, 500, 200])

    def answer(request: httpx.Request) -> httpx.Response:
        last = request.url.params.get("cursor") == "b"
        return httpx.Response(next(statuses), json={"data": _items(2)} if last else {"data": _items(1), "next": "b"})

    with HTTPClient(transport=httpx.MockTransport(Server(answer))) as http:
        items = Paginator(Client(base_url=BASE, http_client=http), Request(_ANONYMOUS), CURSOR)
        assert next(items).id == 1
        with pytest.raises(StatusError):
            next(items)
        assert [one.id for one in items] == [2]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_items_one_by_one_asynchronously(backend: str) -> None:
    server = _by("cursor", {"": {"data": _items(1, 2), "next": "b"}, "b": {"data": _items(3)}})

    async def main() -> list[int]:
        async with AsyncHTTPClient(transport=httpx.MockTransport(server)) as http:
            items = AsyncPaginator(AsyncClient(base_url=BASE, http_client=http), Request(_ANONYMOUS), CURSOR)
            found = [one.id async for one in items]
            return found + [one.id async for one in items.from_cursor("b")]

    assert anyio.run(main, backend=backend) == [1, 2, 3, 3]


def test_a_request_for_an_address_elsewhere_is_refused() -> None:
    with HTTPClient(transport=httpx.MockTransport(Server(lambda _: {}))) as http:
        client = Client(base_url=BASE, http_client=http)
        with pytest.raises(RequestError, match=re.escape("https://evil.test, which is not below https://api.test/v1")):
            client.send(Request(_ANONYMOUS, url="https://evil.test/v1/items?key=secret"))


_ANONYMOUS = type(LIST)("GET", "/items", responses=lambda: LIST.responses)
