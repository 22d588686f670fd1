"""The query of a request: which of several values of one parameter is sent, also on the pages of a list."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    Client,
    HTTPClient,
    Operation,
    PaginationError,
    PaginationRule,
    Paginator,
    Request,
    RequestOptions,
)
from generator.runtime.security.keys import APIKey
from tests.runtime.lists import CURSOR, LINK, LIST, URL, Item, Server, items_of

GET: Operation[Any] = Operation("GET", "/x?fixed=1", responses={200: JSON(Any)})
KEY = APIKey("k-1", "query", "key")


@pytest.mark.parametrize(
    ("defaults", "own", "options", "sent"),
    [
        ({"limit": "5", "tenant": "t"}, {"limit": 10}, {}, "tenant=t&fixed=1&limit=10"),
        ({"limit": "5"}, {"limit": None}, {}, "limit=5&fixed=1"),
        ({"limit": "5"}, {"limit": 10}, {"limit": 20}, "fixed=1&limit=20"),
        ({"a b": "5"}, {"a b": 10}, {}, "fixed=1&a%20b=10"),
        ({"ids": ["1", "2"]}, {"ids": [3, 4]}, {}, "fixed=1&ids=3&ids=4"),
        ({}, {"ids": [1, 2]}, {"other": "x"}, "fixed=1&ids=1&ids=2&other=x"),
        ({}, {"fixed": 2}, {}, "fixed=2"),
    ],
)
def test_the_value_of_a_call_replaces_the_default(
    defaults: dict[str, Any], own: dict[str, Any], options: dict[str, Any], sent: str
) -> None:
    server = Server(lambda request: 1)
    with HTTPClient(transport=httpx.MockTransport(server), params=defaults) as http:
        client = Client(base_url="http://api.test", http_client=http)
        client.send(Request(GET, query=own), options=RequestOptions(query=options))
    assert server.queries == [sent]


def test_the_query_of_a_server_is_replaced_but_a_credential_is_not() -> None:
    server = Server(lambda request: 1)
    with HTTPClient(transport=httpx.MockTransport(server)) as http:
        operation: Operation[Any] = Operation("GET", "/x", security=[{"key": []}], responses={200: JSON(Any)})
        client = Client(base_url="http://api.test/?version=1&v=2", http_client=http, credentials={"key": KEY})
        client.send(Request(operation, query={"version": 3}), options=RequestOptions(query={"key": "other"}))
    assert str(server.requests[0].url) == "http://api.test/x?v=2&key=k-1&version=3&key=other"


PAGES = {
    "": {"data": items_of(1), "next": "?cursor=2&limit=7"},
    "2": {"data": items_of(2), "next": "?cursor=3"},
    "3": {"data": items_of(3)},
}


def test_defaults_are_sent_with_each_page_and_not_twice() -> None:
    server = Server(lambda request: PAGES[request.url.params.get("cursor", "")])
    with HTTPClient(
        transport=httpx.MockTransport(server), params={"limit": "5", "tenant": "t"}, headers={"X-Given": "g"}
    ) as http:
        client = Client(
            base_url="https://api.test/v1", http_client=http, credentials={"key": KEY}, default_headers={"X-All": "a"}
        )
        options = RequestOptions(query={"limit": 6, "extra": "e"}, headers={"X-Call": "c"})
        assert [item.id for item in Paginator(client, Request(LIST), URL, options)] == [1, 2, 3]
    assert server.queries == [
        "tenant=t&limit=6&extra=e",
        "cursor=2&limit=7&tenant=t&extra=e",
        "cursor=3&tenant=t&limit=6&extra=e",
    ]
    for request in server.requests:
        assert request.url.params.get_list("key") == ["k-1"]
        assert [request.headers[name] for name in ("x-given", "x-all", "x-call")] == ["g", "a", "c"]


def test_a_default_that_chooses_the_page_is_where_the_list_begins() -> None:
    server = Server(
        lambda request: {"data": items_of(len(server.requests)), "next": "b" if len(server.requests) == 1 else None}
    )
    with HTTPClient(transport=httpx.MockTransport(server), params={"cursor": "a"}) as http:
        client = Client(base_url="https://api.test/v1", http_client=http, credentials={"key": KEY})
        assert [item.id for item in Paginator(client, Request(LIST), CURSOR)] == [1, 2]
    assert server.queries == ["cursor=a", "cursor=b"]


@pytest.mark.parametrize("rule", [URL, LINK], ids=["url", "link"])
@pytest.mark.parametrize("following", ["https://evil.test/v1/items", "//evil.test/v1", "http://api.test/v1/items"])
def test_nothing_goes_to_another_origin(rule: PaginationRule[Item], following: str) -> None:
    server = Server(
        lambda request: httpx.Response(
            200, json={"data": items_of(1), "next": following}, headers={"Link": f'<{following}>; rel="next"'}
        )
    )
    with HTTPClient(transport=httpx.MockTransport(server), headers={"X-Given": "g"}) as http:
        client = Client(
            base_url="https://api.test/v1",
            http_client=http,
            credentials={"key": KEY},
            default_headers={"X-All": "a"},
            follow_redirects="anywhere",
        )
        pages = Paginator(client, Request(LIST), rule, RequestOptions(query={"q": 1}))
        with pytest.raises(PaginationError, match="nothing was sent"):
            list(pages)
    assert [request.url.host for request in server.requests] == ["api.test"]
