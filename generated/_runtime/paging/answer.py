"""Reads what a response says about pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from ..http.response import Response
from ..problems import MISSING, shown, steps
from .links import next_link
from .values import find


class Astray(Exception):
    """A response says something about pages that leads nowhere."""


class PagedResponse:
    """What a response says about pages: read from its models, or from its JSON text if these do not have it exactly."""

    def __init__(self, response: Response[Any]) -> None:
        self._response = response
        self._document: Any = MISSING
        self.content = response.content

    @property
    def document(self) -> Any:
        """The body as it was sent; the models if it is no JSON."""
        if self._document is MISSING:
            try:
                self._document = json.loads(self.content)
            except (ValueError, RecursionError):
                self._document = self._response.data
        return self._document

    def list_at(self, value: object, path: Sequence[str]) -> list[Any]:
        """Return the list at a path, empty if nothing is there; raise `Astray` for anything else."""
        found = find(value, path)
        if found is MISSING or found is None:
            return []
        if not isinstance(found, list | tuple):
            raise Astray(f"the items of a page are {kind(found)}")
        return list(cast("Sequence[Any]", found))

    def value(self, pointer: str | None, header: str | None = None) -> Any:
        """Return a value that leads to the next page, exactly as it was sent; `MISSING` if there is none."""
        if header is not None:
            return self._response.headers.get(header, MISSING)
        if pointer is None:
            return MISSING
        path = steps(pointer)
        found = MISSING if self._response.problems else find(self._response.data, path)
        is_exact = type(found) in (str, int, bool, type(None))
        return found if is_exact else find(self.document, path)

    def flag(self, pointer: str | None) -> bool | None:
        """Return a boolean, None if nothing is there; raise `Astray` for anything else."""
        found = self.value(pointer)
        if found is MISSING or found is None:
            return None
        if not isinstance(found, bool):
            raise Astray(f"`{pointer}`, which says whether there is more, is {kind(found)}")
        return found

    def number(self, pointer: str | None) -> int | None:
        """Return a number of items or pages, None if nothing is there."""
        found = self.value(pointer)
        found = int(found) if isinstance(found, float) and found.is_integer() else found
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def link(self) -> str | None:
        """Return the next page by the header `Link`; raise `Astray` if the header cannot be read."""
        try:
            return next_link(self._response.headers.get_list("link"))
        except ValueError as error:
            raise Astray(str(error)) from None


def kind(value: object) -> str:
    """Return the type of a value, without the value itself, which may be a secret."""
    return "text" if isinstance(value, str) else shown(value)
