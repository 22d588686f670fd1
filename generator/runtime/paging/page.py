"""One page of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from ..http.response import Response

T = TypeVar("T")
R = TypeVar("R")

Cursor: TypeAlias = str | int
"""Where a page begins: an offset, the number of a page, a cursor of the server, or a URL. A program may save it."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T, R]):
    """One page: its items, and where it and the next page begin."""

    items: list[T]
    cursor: Cursor | None
    """Where this page begins; None for a first page that was asked for without a cursor."""
    next_cursor: Cursor | None
    """Where the next page begins, for `from_cursor`; None after the last page."""
    response: Response[R] = field(repr=False)

    @property
    def data(self) -> R:
        """The whole body of the response."""
        return self.response.data

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
