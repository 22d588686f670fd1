"""The fake of an operation whose responses are divided into pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..http.request import Request
from ..paging.rule import PaginationRule
from ..paging.values import find, replaced
from ..problems import MISSING, steps
from ..wire.codecs import JSON
from ..wire.json_values import wire
from .fake import Fake, FakeAnswer, FakeOperation
from .requests import FakeError, ReceivedRequest
from .values import NoValueError, sample

if TYPE_CHECKING:
    from typing import Self

B = TypeVar("B")
R = TypeVar("R")
T = TypeVar("T")
P = ParamSpec("P")

_PARAMETER = "fake_page"
"""The query parameter of URLs that a fake makes up for further pages."""


class FakePagedOperation(FakeOperation[B, R], Generic[B, R, T]):
    """The fake of an operation whose responses are divided into pages; `T` is the type of an item."""

    def __init__(self, fake: Fake[Any, Any], call: str, builder: Callable[P, Request[R]], iterator: str) -> None:
        """`iterator` is the method that iterates over the items, `list_all`."""
        super().__init__(fake, call, builder)
        self._rule = cast("PaginationRule[T]", builder.__globals__[f"_{iterator.upper()}"])

    def pages(self, *pages: Sequence[T]) -> Self:
        """Answer with pages of items: each request gets the page that it asks for, any number of times.

        Cursors, URLs, and the numbers of items and pages are invented, as the rule of the operation needs them.
        """
        made = _Pages(self, self._rule, pages or ((),))
        self._steps.append(made.answer)
        return self

    def _usual(self, request: ReceivedRequest[B]) -> FakeAnswer:
        """Answer with one page of made-up items: a published example may always announce another page."""
        answer = super()._usual(request)
        try:
            document = json.loads(answer.content or b"null")
        except ValueError:
            return answer
        items = find(document, steps(self._rule.items))
        if not isinstance(items, list | tuple):
            return answer
        return _Pages(self, self._rule, (cast("Sequence[Any]", items),), document).answer(request)

    def success(self) -> tuple[int, JSON]:
        """Return the status and the codec of a page."""
        status = self._success()
        for codec in self._declared(status):
            if isinstance(codec, JSON):
                return status, codec
        raise FakeError(f"{self.call}: a page is not declared as JSON; say `returns(…)`")


class _Pages:
    """The pages of one list, and how each leads to the next."""

    def __init__(
        self,
        operation: FakePagedOperation[Any, Any, Any],
        rule: PaginationRule[Any],
        pages: Sequence[Sequence[Any]],
        document: Any = MISSING,
    ) -> None:
        """`document` is the body of a response around its items; one is invented if it is not given."""
        self._operation, self._rule, self._pages = operation, rule, pages
        self._status, self._codec = operation.success()
        self._starts = [0, *accumulate(len(page) for page in pages)]
        self._documents = [self._document(index, document) for index in range(len(pages))]

    def answer(self, request: ReceivedRequest[Any]) -> FakeAnswer:
        """Return the page that a request asks for; raise `FakeError` if there is none."""
        asked = self._asked(request)
        if asked is None or asked == "":
            return self.page(0, request.url)
        if self._rule.style in ("offset", "page"):
            return self.page(self._numbered(int(asked) if asked.isdigit() else -1), request.url)
        for index in range(1, len(self._pages)):
            if self._leads_to(index) == asked:
                return self.page(index, request.url)
        raise FakeError(f"{self._operation.call}: no page begins at {asked!r}")

    def page(self, index: int, url: str) -> FakeAnswer:
        """Return a page for a request's `url`; after the last page come empty ones."""
        if index >= len(self._pages):
            empty = replaced(self._documents[-1], steps(self._rule.items), [])
            return FakeAnswer(self._status, content=_bytes(empty), content_type="application/json")
        headers: dict[str, str] = {}
        document, is_last = self._documents[index], index + 1 == len(self._pages)
        if not is_last and self._rule.next_header is not None:
            headers[self._rule.next_header] = self._leads_to(index + 1)
        if not is_last and self._rule.style == "link":
            headers["Link"] = f'<{_with(url, self._leads_to(index + 1))}>; rel="next"'
        if not is_last and self._rule.style == "url" and self._rule.next is not None:
            document = replaced(document, steps(self._rule.next), _with(url, self._leads_to(index + 1)))
        return FakeAnswer(self._status, headers=headers, content=_bytes(document), content_type="application/json")

    def _asked(self, request: ReceivedRequest[Any]) -> str | None:
        rule = self._rule
        if rule.style in ("url", "link"):
            return next(iter(request.query.get(_PARAMETER, [])), None)
        if rule.query is not None:
            return next(iter(request.query.get(rule.query, [])), None)
        if rule.header is not None:
            asked: str | None = request.headers.get(rule.header)
            return asked
        found = find(request.body, steps(rule.body or ""))
        return None if found is MISSING or found is None else str(found)

    def _numbered(self, number: int) -> int:
        """Return the index of the page that an offset or a number means."""
        if self._rule.style == "page":
            index = number - self._rule.first
        else:
            offset = number - self._rule.first
            known = {start: index for index, start in reversed([*enumerate(self._starts)])}
            index = known.get(offset, len(self._pages) if offset > self._starts[-1] else -1)
        if index < 0:
            raise FakeError(f"{self._operation.call}: no page begins at {number}")
        return index

    def _leads_to(self, index: int) -> str:
        """Return the cursor of a page: from the document if an item has one, otherwise invented."""
        if self._is_an_item:
            return str(find(self._documents[index - 1], steps(self._rule.next or "")))
        return str(index + 1)

    @property
    def _is_an_item(self) -> bool:
        return self._rule.next is not None and self._rule.next.startswith(f"{self._rule.items}/")

    def _document(self, index: int, around: Any) -> Any:
        rule, is_last = self._rule, index + 1 == len(self._pages)
        document = self._made_up() if around is MISSING else around
        document = replaced(document, steps(rule.items), [wire(one) for one in self._pages[index]])
        numbers = {rule.more: not is_last, rule.total: self._starts[-1], rule.pages: len(self._pages)}
        for pointer, value in numbers.items():
            if pointer is not None:
                document = replaced(document, steps(pointer), value)
        if rule.next is None or self._is_an_item:
            return document
        if not is_last:
            cursors = (str(index + 2), index + 2)
            return self._first([replaced(document, steps(rule.next), one) for one in cursors])
        return self._first(_ended(document, steps(rule.next)))

    def _made_up(self) -> Any:
        try:
            return sample(self._codec.type)
        except NoValueError:
            return {}

    def _first(self, documents: Iterator[Any] | Sequence[Any]) -> Any:
        """Return the first document that the description allows, else the first."""
        candidates = list(documents)
        for one in candidates:
            try:
                self._codec.reader.validate_python(one)
            except ValueError:
                continue
            return one
        return candidates[0]


def _ended(document: Any, path: Sequence[str]) -> Iterator[Any]:
    """Yield documents that say that nothing follows: without the value, with null, with an empty text."""
    holder = find(document, path[:-1])
    if isinstance(holder, dict):
        without = {key: value for key, value in cast("dict[str, Any]", holder).items() if key != path[-1]}
        yield replaced(document, path[:-1], without)
    yield replaced(document, path, None)
    yield replaced(document, path, "")


def _with(url: str, cursor: str) -> str:
    scheme, netloc, path, query, _ = urlsplit(url)
    pairs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != _PARAMETER]
    return urlunsplit((scheme, netloc, path, urlencode([*pairs, (_PARAMETER, cursor)]), ""))


def _bytes(document: Any) -> bytes:
    return json.dumps(document).encode()
