"""Iterators over the items and the pages of a list, synchronous and asynchronous."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator
from typing import Generic, Self, TypeVar

from ..errors import RequestError
from ..http.client import AsyncClient, Client
from ..http.options import RequestOptions
from ..http.request import Request
from .page import Cursor, ListPage
from .rule import PaginationRule
from .walk import PageWalk

T = TypeVar("T")
R = TypeVar("R")


class Paginator(Iterator[T], Generic[T, R]):
    """Iterates over the items of all pages; a page is requested when its first item is needed.

    Each page is one call, with its own retries and its own deadline. After an error, the iterator continues with the
    page that failed. Raises what the operation raises, and `PaginationError` if the server leads in a circle, nowhere,
    or away from its own address.
    """

    def __init__(
        self,
        client: Client,
        request: Request[R],
        rule: PaginationRule[T],
        options: RequestOptions | None = None,
        cursor: Cursor | None = None,
    ) -> None:
        self._client, self._request, self._rule, self._options = client, request, rule, options
        self._cursor = cursor
        self._pages: Iterator[ListPage[T, R]] | None = None
        self._items: deque[T] = deque()

    def pages(self) -> Iterator[ListPage[T, R]]:
        """Iterate over whole pages, including empty ones, from the beginning, however many items were read."""
        return _Pages(self._client, PageWalk(self._request, self._rule, self._options, self._cursor))

    def from_cursor(self, cursor: Cursor | None) -> Paginator[T, R]:
        """Return the same list from a saved cursor on (`ListPage.next_cursor`); None starts at the beginning."""
        return Paginator(self._client, self._request, self._rule, self._options, cursor)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        if self._pages is None:
            self._pages = self.pages()
        while not self._items:
            self._items.extend(next(self._pages).items)
        return self._items.popleft()


class _Pages(Iterator[ListPage[T, R]]):
    def __init__(self, client: Client, walk: PageWalk[T, R]) -> None:
        self._client, self._walk = client, walk

    def __next__(self) -> ListPage[T, R]:
        if self._walk.is_over:
            raise StopIteration
        request = self._walk.request()
        try:
            response = self._client.send(request, options=self._walk.options)
        except RequestError as error:
            raise self._walk.refused(error) from error
        return self._walk.received(response)


class AsyncPaginator(AsyncIterator[T], Generic[T, R]):
    """The asynchronous `Paginator`, for `async for`."""

    def __init__(
        self,
        client: AsyncClient,
        request: Request[R],
        rule: PaginationRule[T],
        options: RequestOptions | None = None,
        cursor: Cursor | None = None,
    ) -> None:
        self._client, self._request, self._rule, self._options = client, request, rule, options
        self._cursor = cursor
        self._pages: AsyncIterator[ListPage[T, R]] | None = None
        self._items: deque[T] = deque()

    def pages(self) -> AsyncIterator[ListPage[T, R]]:
        """See `Paginator.pages`."""
        return _AsyncPages(self._client, PageWalk(self._request, self._rule, self._options, self._cursor))

    def from_cursor(self, cursor: Cursor | None) -> AsyncPaginator[T, R]:
        """See `Paginator.from_cursor`."""
        return AsyncPaginator(self._client, self._request, self._rule, self._options, cursor)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        if self._pages is None:
            self._pages = self.pages()
        while not self._items:
            self._items.extend((await anext(self._pages)).items)
        return self._items.popleft()


class _AsyncPages(AsyncIterator[ListPage[T, R]]):
    def __init__(self, client: AsyncClient, walk: PageWalk[T, R]) -> None:
        self._client, self._walk = client, walk

    async def __anext__(self) -> ListPage[T, R]:
        if self._walk.is_over:
            raise StopAsyncIteration
        request = self._walk.request()
        try:
            response = await self._client.send(request, options=self._walk.options)
        except RequestError as error:
            raise self._walk.refused(error) from error
        return self._walk.received(response)
