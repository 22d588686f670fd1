"""Walks from page to page: decides the next request, and reads each response; both clients use it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from hashlib import blake2b
from math import isfinite
from operator import index
from typing import Any, Generic, SupportsIndex, TypeVar, assert_never, cast
from urllib.parse import urljoin

from ..errors import PaginationError, RequestError
from ..http.options import RequestOptions
from ..http.request import Request
from ..http.response import Response
from ..problems import MISSING, steps
from .answer import Astray, PagedResponse, kind
from .page import Cursor, ListPage
from .rule import PaginationRule
from .values import find, replaced

T = TypeVar("T")
R = TypeVar("R")

MOST_EMPTY = 100
"""The most pages without an item that are read in a row."""
_LONGEST = 8192
"""The most characters of a cursor or URL."""
_NUMBER = re.compile(r"[0-9]{1,18}")


class PageWalk(Generic[T, R]):
    """A walk through the pages of one list. It sends nothing itself."""

    def __init__(
        self,
        request: Request[R],
        rule: PaginationRule[T],
        options: RequestOptions | None,
        cursor: Cursor | None = None,
    ) -> None:
        """`cursor` is where to begin; None leaves that to the request."""
        self._rule = rule
        self._request, self.options = _without_own(request, rule, options)
        self._name = f"{request.operation.method} {request.operation.template}"
        self._cursor = cursor if cursor is not None else _begins(self._request, rule)
        self._given = cursor is not None
        self._seen: set[bytes] = set()
        self._empty = 0
        self._latest = b""
        self._failure: str | None = None
        self.is_over = False
        """Whether the last page has been read."""
        if self._cursor is not None:
            self._seen.add(_digest(self._cursor))

    def request(self) -> Request[R]:
        """Return the request for the next page; raise `PaginationError` if there must be one, and none can be made."""
        if self._failure is not None:
            raise self._error(self._failure)
        if not self._given:
            return self._request
        cursor, rule, request = cast("Cursor", self._cursor), self._rule, self._request
        match rule.style:
            case "offset" | "page" | "cursor":
                if rule.query is not None:
                    value = _fitting(request, "query", rule.query, cursor)
                    return replace(request, query={**request.query, rule.query: value})
                if rule.header is not None:
                    value = _fitting(request, "headers", rule.header, cursor)
                    return replace(request, headers={**request.headers, rule.header: value})
                return replace(request, body=replaced(request.body, steps(rule.body or ""), cursor))
            case "url" | "link":
                return replace(request, url=str(cursor))
            case _:
                assert_never(rule.style)

    def received(self, response: Response[R]) -> ListPage[T, R]:
        """Return the received page, which decides the next request; raise `PaginationError` if it has no list."""
        answer = PagedResponse(response)
        path = steps(self._rule.items)
        try:
            items: list[T] = answer.list_at(response.data, path)
            count = len(items) if not response.problems else len(answer.list_at(answer.document, path))
        except Astray as error:
            raise self._error(str(error)) from None
        here, following = self._cursor, None
        try:
            following = self._following(answer, count)
        except Astray as error:  # for the next request: the items of this page are delivered before
            self._failure = str(error)
        self.is_over = following is None and self._failure is None
        if following is not None:
            self._cursor, self._given = following, True
        if self.options is not None and self.options.idempotency_key is not None:
            # The caller's key is for one call: the server would answer with the same page for ever.
            self.options = replace(self.options, idempotency_key=None)
        return ListPage(items, here, following, response)

    def refused(self, error: RequestError) -> RequestError | PaginationError:
        """Return the error for a request that was not sent: the server's own reply leads astray."""
        return self._error(str(error)) if self._given else error

    def _following(self, answer: PagedResponse, count: int) -> Cursor | None:
        """Return the cursor of the next page; None at the end. Raises `Astray` if it cannot be known."""
        more = answer.flag(self._rule.more)
        self._empty = 0 if count else self._empty + 1
        if more is False:
            return None
        if self._empty > MOST_EMPTY:
            raise Astray(f"{self._empty} pages came without an item, one after the other")
        match self._rule.style:
            case "offset" | "page":
                return self._number(answer, count, more)
            case "cursor" | "url" | "link":
                return self._text(answer, count, more)
            case _:
                assert_never(self._rule.style)

    def _number(self, answer: PagedResponse, count: int, more: bool | None) -> int | None:
        number = self._cursor if self._cursor is not None else self._rule.first
        if isinstance(number, str):
            if not _NUMBER.fullmatch(number):
                raise Astray("the first cursor is not a number")
            number = int(number)
        digest = _digest(answer.content)
        repeats, self._latest = bool(count) and digest == self._latest, digest
        if repeats:
            raise Astray("the server sent the same page again, although another one was asked for")
        total, pages = answer.number(self._rule.total), answer.number(self._rule.pages)
        if self._rule.style == "offset":
            if not count and more:
                raise Astray("a page came without an item, although the server says that there is more")
            read = number + count - self._rule.first
            return number + count if count and (more or total is None or total < 0 or read < total) else None
        if pages is not None and pages >= 0 and not more:  # a negative number stands for one that is not known
            return number + 1 if number + 1 < self._rule.first + pages else None
        return number + 1 if count or more else None

    def _text(self, answer: PagedResponse, count: int, more: bool | None) -> Cursor | None:
        """Return the cursor or URL in the response."""
        found = answer.link() if self._rule.style == "link" else answer.value(self._rule.next, self._rule.next_header)
        if found is MISSING or found is None or found == "" or (found == 0 and isinstance(found, int)):
            if more:
                raise Astray("the server says that there is more, but names no next page")
            return None
        url = self._rule.style != "cursor"
        if isinstance(found, bool) or not isinstance(found, str | int) or (url and not isinstance(found, str)):
            raise Astray(f"the next {'URL' if url else 'cursor'} is {kind(found)}")
        if len(str(found)) > _LONGEST:
            raise Astray(f"the next {'URL' if url else 'cursor'} is longer than {_LONGEST} characters")
        if url:
            try:
                found = urljoin(str(self._cursor or ""), str(found).strip())
            except ValueError:  # brackets that are no address
                raise Astray("the next URL is not valid") from None
        digest = _digest(found)
        if digest in self._seen:
            # Some servers repeat the cursor where nothing follows.
            if count:
                raise Astray("the server leads back to a page that was read already")
            return None
        self._seen.add(digest)
        return found

    def _error(self, why: str) -> PaginationError:
        return PaginationError(f"{self._name}: {why}", self._cursor)


def _without_own(
    request: Request[R], rule: PaginationRule[Any], options: RequestOptions | None
) -> tuple[Request[R], RequestOptions | None]:
    """Return the request with the parameter that chooses the page, if the options have it, and the options without."""
    if options is None:
        return request, options
    if rule.query is not None and rule.query in (options.query or {}):
        given = dict(options.query or {})
        value = _fitting(request, "query", rule.query, given.pop(rule.query))
        return replace(request, query={**request.query, rule.query: value}), replace(options, query=given)
    if rule.header is not None:
        own = {name for name in options.headers or {} if name.lower() == rule.header.lower()}
        if own:
            return _with_own_header(request, rule.header, options, own)
    return request, options


def _with_own_header(
    request: Request[R], header: str, options: RequestOptions, own: set[str]
) -> tuple[Request[R], RequestOptions]:
    """Return what `_without_own` returns for a header; `own` are its names in the options, of which the last counts."""
    given = dict(options.headers or {})
    value = [given.pop(name) for name in list(given) if name in own][-1]
    headers: dict[str, object] = {name: one for name, one in request.headers.items() if name.lower() != header.lower()}
    if value is not None:  # None leaves the header out
        headers[header] = _fitting(request, "headers", header, value)
    return replace(request, headers=headers), replace(options, headers=given)


def _begins(request: Request[Any], rule: PaginationRule[Any]) -> Cursor | None:
    """Return the start that the caller's own arguments give; None if they give none."""
    if rule.query is not None:
        return _cursor(_checked(request, "query", rule.query, request.query.get(rule.query)))
    if rule.header is not None:
        return _cursor(_checked(request, "headers", rule.header, request.headers.get(rule.header)))
    return _cursor(find(request.body, steps(rule.body))) if rule.body is not None else None


def _checked(request: Request[Any], location: str, name: str, value: object) -> object:
    """Return the value of a parameter as it is sent; None if it is refused, which the first request reports."""
    known = request.operation.arguments.get(location, {}).get(name)
    try:
        return value if known is None else known.checked(value)
    except RequestError:
        return None


def _cursor(value: object) -> Cursor | None:
    """Return text or a whole number, of any numeric type; None for anything else."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, float | Decimal):
        return int(value) if isfinite(value) and value == int(value) else None
    if isinstance(value, str | int):
        return None if isinstance(value, bool) else value
    return index(value) if isinstance(value, SupportsIndex) else None


def _fitting(request: Request[Any], location: str, name: str, value: Any) -> Any:
    """Return a value in the form that the parameter takes: a number as text, or text as a number, if needed."""
    known = request.operation.arguments.get(location, {}).get(name)
    if known is None or not isinstance(value, str | int):
        return value
    other = int(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else str(value)
    for one in (value, other):
        try:
            known.checked(one)
        except RequestError:
            continue
        return one
    return value


def _digest(value: Cursor | bytes) -> bytes:
    content = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16).digest()
