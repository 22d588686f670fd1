"""Lets the lists of a mock end: a published or invented page may always announce another page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct

from ..runtime.paging.rule import PaginationRule
from ..runtime.problems import MISSING, steps
from .incoming import IncomingRequest
from .values import Sampler, Schema

Rule: TypeAlias = PaginationRule[Any]
JSONValue: TypeAlias = Any

_PARAMETER = "mock_page"
"""The query parameter of URLs that the mock makes up for the second page."""
_LONGEST_NUMBER = 19


class Turn(Struct, frozen=True):
    """A request to an operation whose responses are divided into pages: the first page, or the second and last."""

    rule: Rule
    request: IncomingRequest

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of the page: those of the last page lead nowhere."""
        leading = {"link", (self.rule.next_header or "link").lower()} if self._is_last else set[str]()
        return {name: value for name, value in headers.items() if name.lower() not in leading}

    def body(self, value: JSONValue, schema: Schema, sampler: Sampler) -> JSONValue:
        """Return the page, made from a response for any page; the schema accepts it if it accepts one like it."""
        if not self._is_last:
            return self._first(value)
        candidates = list(self._ended(value))
        return next((one for one in candidates if sampler.failure(schema, one) is None), candidates[0])

    @property
    def _is_last(self) -> bool:
        asked = self._asked()
        if asked is None or asked == "":
            return False
        if self.rule.style in ("offset", "page"):
            return self._number(asked) > self.rule.first
        return True

    def _asked(self) -> object:
        """Return the value in the request that chooses the page; None if there is none."""
        rule, request = self.rule, self.request
        if rule.header is not None:
            return request.headers.get(rule.header.lower())
        if rule.body is not None:
            try:
                found = _find(json.loads(request.content or b"null"), steps(rule.body))
            except (ValueError, RecursionError):
                return None
            return None if found is MISSING else found
        name = _PARAMETER if rule.style in ("url", "link") else rule.query
        return next((value for key, value in parse_qsl(request.query) if key == name), None)

    def _number(self, asked: object) -> int:
        text = str(asked)
        return int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else self.rule.first

    def _first(self, value: JSONValue) -> JSONValue:
        """Return the first page: a URL in it leads to the mock, not to the provider."""
        host = self.request.headers.get("host")
        path = steps(self.rule.next or "")
        if self.rule.style != "url" or not path or not host or not isinstance(_find(value, path), str):
            return value
        query = urlencode([*parse_qsl(self.request.query, keep_blank_values=True), (_PARAMETER, "2")])
        return _replaced(value, path, f"http://{host}{self.request.path}?{query}")

    def _ended(self, value: JSONValue) -> Iterator[JSONValue]:
        """Yield pages after which nothing follows, the best first."""
        rule = self.rule
        is_item = rule.next is not None and rule.next.startswith(f"{rule.items}/")
        if rule.style in ("offset", "page"):
            value = _over(value, rule.pages, self._number(self._asked()) - rule.first + 1)
        value = _over(value, rule.more, False)
        if rule.style in ("offset", "page") or is_item:
            yield _over(value, rule.items, [])
            yield _over(value, rule.total, self._number(self._asked()))
        elif rule.next is None or _find(value, steps(rule.next)) is MISSING:
            yield value
        else:
            path = steps(rule.next)
            holder = _find(value, path[:-1])
            if isinstance(holder, Mapping):
                others = {key: one for key, one in cast("Mapping[str, Any]", holder).items() if key != path[-1]}
                yield _replaced(value, path[:-1], others)
            yield from (_replaced(value, path, empty) for empty in (None, ""))


def _over(value: JSONValue, pointer: str | None, new: bool | int | Sequence[Any]) -> JSONValue:
    """Return a value with another one at a pointer, if there is one."""
    if pointer is None or _find(value, steps(pointer)) is MISSING:
        return value
    return _replaced(value, steps(pointer), new)


def _find(value: JSONValue, path: Sequence[str]) -> JSONValue:
    """Return the value at a path through objects; `MISSING` if there is none."""
    for step in path:
        if not isinstance(value, Mapping):
            return MISSING
        value = cast("Mapping[str, Any]", value).get(step, MISSING)
    return value


def _replaced(value: JSONValue, path: Sequence[str], new: JSONValue) -> JSONValue:
    """Return a copy with another value at a path through objects."""
    if not path:
        return new
    members = cast("Mapping[str, Any]", value)
    return {**members, path[0]: _replaced(members[path[0]] if len(path) > 1 else None, path[1:], new)}
