"""A list on a scripted server, divided into pages in every way, and the three ways to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import anyio
import httpx

from generator.runtime import (
    FORM,
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    AsyncPaginator,
    Client,
    ClientError,
    HTTPClient,
    ListPage,
    Model,
    Operation,
    PaginationRule,
    Paginator,
    Request,
    RequestOptions,
)
from generator.runtime.security.keys import APIKey

BASE = "https://api.test/v1"


class Item(Model):
    """An item of a list."""

    id: int


class Items(Model):
    """A page of it."""

    data: list[Item] | None = None
    next: str | None = None
    more: bool | None = None
    total: int | None = None
    pages: int | None = None


class Search(Model):
    """A request body that chooses the page."""

    text: str
    page: Position | None = None


class Position(Model):
    """Where a page begins."""

    cursor: str | None = None


Search.model_rebuild()
LIST: Operation[Items] = Operation(
    "GET", "/items", query={"cursor": FORM}, security=[{"key": []}], responses={200: JSON(Items)}
)
SEARCH: Operation[Items] = Operation("POST", "/search", body=JSON(Search), responses={200: JSON(Items)})
CURSOR: PaginationRule[Item] = PaginationRule(style="cursor", items="/data", query="cursor", next="/next", more="/more")
URL: PaginationRule[Item] = PaginationRule(style="url", items="/data", next="/next")
LINK: PaginationRule[Item] = PaginationRule(style="link", items="/data")
OFFSET: PaginationRule[Item] = PaginationRule(style="offset", items="/data", query="offset", total="/total")
PAGE: PaginationRule[Item] = PaginationRule(style="page", items="/data", query="page", pages="/pages", first=1)
Answer = Callable[[httpx.Request], Any]
"""Returns the JSON body of an answer, or a whole response."""


@dataclass(slots=True)
class Server:
    """Answers with what a function says, and remembers the requests."""

    answer: Answer
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.requests.append(request)
        said = self.answer(request)
        if isinstance(said, httpx.Response):
            return said
        return httpx.Response(200, json=said)

    @property
    def queries(self) -> list[str]:
        """The query of each request, without the key."""
        texts = [one.url.query.decode() for one in self.requests]
        return ["&".join(part for part in text.split("&") if part and not part.startswith("key=")) for text in texts]


@dataclass(slots=True)
class Read:
    """What was read of a list: the pages, and the error behind them."""

    pages: list[ListPage[Item, Items]] = field(default_factory=list[ListPage[Item, Items]])
    error: ClientError | None = None

    @property
    def ids(self) -> list[int]:
        """The ids of all items."""
        return [one.id for page in self.pages for one in page]


def read(
    mode: str,
    server: Server,
    rule: PaginationRule[Item],
    request: Request[Items] | None = None,
    *,
    most: int = 10_000,
    cursor: str | int | None = None,
    options: RequestOptions | None = None,
    **client: Any,
) -> Read:
    """Read the pages of a list, at most so many; `mode` is `sync`, `asyncio` or `trio`."""
    chosen, found = request or Request(LIST), Read()
    given: dict[str, Any] = {"base_url": BASE, "credentials": {"key": APIKey("k-1", "query", "key")}, **client}
    if mode == "sync":
        with HTTPClient(transport=httpx.MockTransport(server)) as http:
            pages = Paginator(Client(http_client=http, **given), chosen, rule, options, cursor).pages()
            try:
                for page in islice(pages, most):
                    found.pages.append(page)
            except ClientError as error:
                found.error = error
        return found

    async def asynchronous() -> Read:
        async with AsyncHTTPClient(transport=httpx.MockTransport(server)) as http:
            try:
                async for page in AsyncPaginator(
                    AsyncClient(http_client=http, **given), chosen, rule, options, cursor
                ).pages():
                    found.pages.append(page)
                    if len(found.pages) == most:
                        break
            except ClientError as error:
                found.error = error
        return found

    return anyio.run(asynchronous, backend=mode)


BY_HEADER: PaginationRule[Item] = PaginationRule(
    style="cursor", items="/data", header="X-Cursor", next_header="X-Next-Cursor"
)
IN_BODY: PaginationRule[Item] = PaginationRule(style="cursor", items="/data", body="/page/cursor", next="/next")


def items_of(*ids: int) -> list[dict[str, int]]:
    """Return items as a server writes them."""
    return [{"id": one} for one in ids]


def by_parameter(parameter: str, pages: dict[str, Any]) -> Server:
    """Return a server that answers by a query parameter."""
    return Server(lambda request: pages[request.url.params.get(parameter, "")])
