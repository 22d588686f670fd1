"""One page of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from ..http.response import Response

T = TypeVar("T")
R = TypeVar("R")

Cursor: TypeAlias = str | int
"""Where a page begins: an offset, a page number, a cursor of the server, or a URL. A program may save it."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T, R]):
    """One page: its items, and the cursors of this and the next page."""

    items: list[T]
    cursor: Cursor | None
    """The cursor of this page; None for a first page that was requested without a cursor."""
    next_cursor: Cursor | None
    """The cursor of the next page, for `from_cursor`; None after the last page."""
    response: Response[R] = field(repr=False)

    @property
    def data(self) -> R:
        """The whole body of the response."""
        return self.response.data

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
