"""Lists that a server sends a page at a time: each style, and going on from a saved place."""

from __future__ import annotations

import json
import re
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.runtime import (
    AsyncClient,
    AsyncHTTPClient,
    AsyncPaginator,
    Client,
    HTTPClient,
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

from .lists import (
    BASE,
    BY_HEADER,
    CURSOR,
    IN_BODY,
    LINK,
    LIST,
    OFFSET,
    PAGE,
    SEARCH,
    URL,
    Item,
    Position,
    Search,
    Server,
    by_parameter,
    items_of,
    read,
)

_LAST: PaginationRule[Item] = PaginationRule(
    style="cursor", items="/data", query="after", next="/data/-1/id", more="/more"
)


def test_a_cursor_in_the_query(mode: str) -> None:
    pages = {
        "": {"data": items_of(1, 2), "next": "b"},
        "b": {"data": [], "next": "c"},
        "c": {"data": items_of(3), "next": None},
    }
    server = by_parameter("cursor", pages)
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
            return httpx.Response(200, json={"data": items_of(2)})
        return httpx.Response(200, json={"data": items_of(1)}, headers={"x-next-cursor": "two"})

    assert read(mode, Server(answer), BY_HEADER).ids == [1, 2]


@pytest.mark.parametrize("body", [Search(text="a"), Search(text="a", page=Position()), {"text": "a"}])
def test_a_cursor_in_the_body(mode: str, body: Any) -> None:
    def answer(request: httpx.Request) -> Any:
        sent = json.loads(request.content)
        assert sent["text"] == "a"
        cursor = (sent.get("page") or {}).get("cursor")
        return {"data": items_of(2)} if cursor == "b" else {"data": items_of(1), "next": "b"}

    assert read(mode, Server(answer), IN_BODY, Request(SEARCH, body=body)).ids == [1, 2]
    assert body == ({"text": "a"} if isinstance(body, dict) else body)


def test_the_cursor_is_the_last_item(mode: str) -> None:
    pages = {"": {"data": items_of(1, 7), "more": True}, "7": {"data": items_of(9), "more": False}}
    assert read(mode, by_parameter("after", pages), _LAST).ids == [1, 7, 9]


def test_an_offset(mode: str) -> None:
    """The server gives fewer items than asked for; that is not the end."""
    pages = {"": {"data": items_of(1, 2)}, "2": {"data": items_of(3)}, "3": {"data": []}}
    server = by_parameter("offset", pages)
    assert read(mode, server, OFFSET, Request(LIST, query={"limit": 50})).ids == [1, 2, 3]
    assert server.queries == ["limit=50", "limit=50&offset=2", "limit=50&offset=3"]
    with_total = {"": {"data": items_of(1, 2), "total": 3}, "2": {"data": items_of(3), "total": 3}}
    assert read(mode, by_parameter("offset", with_total), OFFSET).ids == [1, 2, 3]


def test_an_offset_counts_items_that_could_not_be_read(mode: str) -> None:
    pages = {"": {"data": [{"id": 1}, "no item", {"id": 2}], "total": 4}, "3": {"data": items_of(3), "total": 4}}
    server = by_parameter("offset", pages)
    assert read(mode, server, OFFSET).ids == [1, 2, 3]


def test_a_page_number(mode: str) -> None:
    pages = {"": {"data": items_of(1), "pages": 2}, "2": {"data": items_of(2), "pages": 2}}
    assert read(mode, by_parameter("page", pages), PAGE).ids == [1, 2]
    without = {"3": {"data": items_of(1)}, "4": {"data": items_of(2)}, "5": {"data": []}}
    server = by_parameter("page", without)
    assert read(mode, server, PAGE, Request(LIST, query={"page": 3})).ids == [1, 2]


@pytest.mark.parametrize("following", ["/v1/items?at=2&key=old&limit=9", "?at=2&limit=9", f"{BASE}/items?at=2&limit=9"])
def test_a_url_in_the_body(mode: str, following: str) -> None:
    pages = {
        "": {"data": items_of(1), "next": following},
        "2": {"data": items_of(2), "next": "?at=3"},
        "3": {"data": items_of(3)},
    }
    server = by_parameter("at", pages)
    found = read(mode, server, URL, Request(LIST, query={"limit": 9}))
    assert found.ids == [1, 2, 3]
    assert server.queries == ["limit=9", "at=2&limit=9", "at=3"]
    assert [one.url.params.get_list("key") for one in server.requests] == [["k-1"]] * 3


def test_options_do_not_double_parameters(mode: str) -> None:
    pages = {"a": {"data": items_of(1), "next": "b"}, "b": {"data": items_of(2)}}
    server = by_parameter("cursor", pages)
    assert read(mode, server, CURSOR, options=RequestOptions(query={"cursor": "a", "x": 1})).ids == [1, 2]
    assert server.queries == ["cursor=a&x=1", "cursor=b&x=1"]
    server = by_parameter("at", {"": {"data": items_of(1), "next": "?at=2&x=2"}, "2": {"data": items_of(2)}})
    assert read(mode, server, URL, options=RequestOptions(query={"x": 1, "y": 1})).ids == [1, 2]
    assert server.queries == ["x=1&y=1", "at=2&x=2&y=1"]


def test_the_link_header(mode: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("p") == "2":
            return httpx.Response(
                200, json={"data": items_of(2)}, headers={"Link": '<https://api.test/v1/items?p=1>; rel="prev"'}
            )
        links = (
            '<https://api.test/v1/items?p=9>; rel="last", <https://api.test/v1/items?p=2>; title="a, b"; rel="x Next"'
        )
        return httpx.Response(200, json={"data": items_of(1)}, headers={"Link": links})

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
def test_an_unreadable_link_header_is_an_error(value: str, mode: str) -> None:
    """The page that came is delivered; then the list fails, because its next page is not known."""
    with pytest.raises(ValueError, match="header `Link`"):
        next_link([value])
    found = read(
        mode, Server(lambda request: httpx.Response(200, json={"data": items_of(1)}, headers={"Link": value})), LINK
    )
    assert found.ids == [1]
    assert isinstance(found.error, PaginationError)


def test_a_long_link_header_ends_at_the_link() -> None:
    many = ", ".join(f"<p{index}>; rel=prev" for index in range(500))
    assert next_link([f"{many}, <n>; rel=next"]) == "n"
    with pytest.raises(ValueError, match="longer"):
        next_link([f"{many}, " * 10])


def test_an_idempotency_key_is_for_the_first_page(mode: str) -> None:
    def answer(request: httpx.Request) -> Any:
        return {"data": items_of(2)} if b'"b"' in request.content else {"data": items_of(1), "next": "b"}

    server = Server(answer)
    read(mode, server, IN_BODY, Request(SEARCH, body=Search(text="a")), options=RequestOptions(idempotency_key="one"))
    assert [one.headers.get("idempotency-key") for one in server.requests] == ["one", None]


def test_options_are_those_of_each_page(mode: str) -> None:
    """Headers, retries and the deadline count for each call by itself."""
    pages = {
        "": {"data": items_of(1), "next": "b"},
        "b": {"data": items_of(2), "next": "c"},
        "c": {"data": items_of(3)},
    }

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
        items = items_of(*range(starts[index], starts[index + 1])) if index < len(sizes) else []
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
    server = by_parameter("cursor", {"": {"data": items_of(1, 2), "next": "b"}, "b": {"data": items_of(3)}})
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
        return httpx.Response(
            next(statuses), json={"data": items_of(2)} if last else {"data": items_of(1), "next": "b"}
        )

    with HTTPClient(transport=httpx.MockTransport(Server(answer))) as http:
        items = Paginator(Client(base_url=BASE, http_client=http), Request(_ANONYMOUS), CURSOR)
        assert next(items).id == 1
        with pytest.raises(StatusError):
            next(items)
        assert [one.id for one in items] == [2]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_items_one_by_one_asynchronously(backend: str) -> None:
    server = by_parameter("cursor", {"": {"data": items_of(1, 2), "next": "b"}, "b": {"data": items_of(3)}})

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
