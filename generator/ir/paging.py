"""How a list is divided into pages, and which responses end a wait: declarations that fit their operations."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal, TypeAlias

from msgspec import Struct, field

from ..declarations.declaration import Outcome
from ..runtime.paging.rule import Style
from .schemas import Schema

State: TypeAlias = str | int | bool
"""A state that a service reports."""


class RequestPlace(Struct, frozen=True):
    """The part of a request that chooses the page."""

    location: Literal["query", "header", "body"]
    name: str
    """The wire name of the parameter, or a JSON pointer into the body."""


class Pagination(Struct, frozen=True):
    """How the responses of an operation are divided into pages. Pointers are into the body of a response."""

    style: Style
    items: str
    """The pointer to the list of items."""
    item: tuple[Schema, ...]
    """The schema of an item; several if the responses differ."""
    parameter: RequestPlace | None = None
    """None for `url` and `link`."""
    next: str | None = None
    next_header: str | None = None
    more: str | None = None
    total: str | None = None
    pages: str | None = None
    first: int = 0
    """The first offset or page number."""
    method: str = ""
    """The chosen name of the iterating method; empty for the default."""
    source: str = ""
    """Where it is declared: `[pagination]`, `x-fern-pagination`."""


class Polling(Struct, frozen=True):
    """Which responses of an operation end a wait for its result."""

    state: str | None
    """JSON pointer to the state in the body; None if the HTTP status alone decides."""
    success: tuple[State, ...]
    failure: tuple[State, ...]
    retry: tuple[State, ...]
    statuses: Mapping[int, Outcome] = field(default_factory=dict[int, Outcome])
    delay: float | None = None
    """Seconds; None leaves it to the runtime, as below."""
    longest_delay: float | None = None
    deadline: float | None = None
    method: str = ""
    """The chosen name of the waiting method; empty for the default."""
    source: str = ""

    @property
    def may_give_nothing(self) -> bool:
        """Whether an error status is a success, which has no model."""
        return any(
            outcome == "success" and status >= HTTPStatus.BAD_REQUEST for status, outcome in self.statuses.items()
        )
