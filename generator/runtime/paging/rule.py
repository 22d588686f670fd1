"""How an operation is divided into pages: plain data that generated code contains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")

Style: TypeAlias = Literal["offset", "page", "cursor", "url", "link"]
"""What leads to the next page: the number of items before it, the number of the page, a cursor from the response, a URL
in the response, or the header `Link` of the response (RFC 8288)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaginationRule(Generic[T]):
    """How an operation is divided into pages; `T` is the type of an item. Pointers are JSON Pointers (RFC 6901)."""

    style: Style
    items: str
    """Pointer to the list of items in a response."""
    query: str | None = None
    """The query parameter that chooses the page."""
    header: str | None = None
    """The header that chooses the page."""
    body: str | None = None
    """Pointer to the member of a request body that chooses the page."""
    next: str | None = None
    """Pointer to the next cursor, or to the URL of the next page, in a response."""
    next_header: str | None = None
    """The header of a response that has the next cursor or URL instead."""
    more: str | None = None
    """Pointer to a boolean in a response: false on the last page."""
    total: str | None = None
    """Pointer to the number of all items in a response."""
    pages: str | None = None
    """Pointer to the number of all pages in a response."""
    first: int = 0
    """The first offset or page number."""
