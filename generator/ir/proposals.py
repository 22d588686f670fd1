"""Pagination and polling that a document proves without declaring it: by parameters, by the shape of responses, and by
examples, all three. Whatever lacks one of them is not proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..document.document import escape
from ..openapi.references import is_mapping, is_sequence
from ..text.casing import letters
from .api import Api, Operation, OperationKey, ParameterLocation
from .fitting import OperationParts
from .schema_pointers import at_pointer, kinds, properties
from .schemas import Array, Enumeration, Scalar, Schema

Proposal = Mapping[str, "str | int | list[str]"]
"""The values of a table of `[pagination]` or `[polling]`."""

_CURSORS = frozenset(
    {
        *("cursor", "after", "pagetoken", "nexttoken", "nextpagetoken", "continuationtoken", "nextcursor"),
        *("paginationtoken", "pagecursor", "startafter", "startingafter", "aftercursor"),
    }
)
_NEXT = frozenset(
    {"next", "nextcursor", "nextpagetoken", "nexttoken", "nextcontinuationtoken", "nextpage", "endcursor"}
)
_URLS = frozenset({"next", "nexturl", "nextlink", "nextpageurl", "nextpagelink", "odatanextlink", "nexthref"})
_MORE = frozenset({"hasmore", "hasnext", "hasnextpage", "morepages", "moreavailable"})
_OFFSETS, _PAGES = frozenset({"offset", "skip"}), frozenset({"page", "pagenumber", "pageno", "pageindex"})
_TOTALS = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalrecords"})
_TOTAL_PAGES = frozenset({"totalpages", "pagecount", "numpages", "pagestotal", "lastpage"})
_SIZES = frozenset({"limit", "pagesize", "perpage", "size", "number", "itemsperpage", "maxresults", "pagelimit"})
_HOLDERS = frozenset(
    {"pagination", "paging", "pageinfo", "meta", "metadata", "links", "cursors", "page", "pages", "data"}
)
"""Names of objects in a response that are about pages."""

_STATES = ("status", "state", "phase")
_DONE = frozenset(
    ["completed", "complete", "succeeded", "success", "successful", "finished", "done", "ended", "processed"]
)
_FAILED = frozenset(
    [
        "failed",
        "failure",
        "error",
        "errored",
        "canceled",
        "cancelled",
        "expired",
        "timedout",
        "timeout",
        "rejected",
        "aborted",
    ]
)
_GOING = frozenset(
    [
        "queued",
        "pending",
        "inprogress",
        "running",
        "processing",
        "started",
        "initiated",
        "scheduled",
        "created",
        "waiting",
        "ongoing",
        "active",
        "submitted",
        "ringing",
        "notstarted",
        "preparing",
    ]
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A property of a response, and its values in examples."""

    pointer: str
    holder: str
    word: str
    schema: Schema
    shown: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a provider publishes in addition to its description."""

    bodies: Mapping[OperationKey, Sequence[Any]]
    """Operation → the bodies of successes."""
    linked: Collection[OperationKey] = frozenset()
    """Operations with an example of a header `Link` that has the next page."""


def proposed_pagination(api: Api, evidence: Evidence) -> dict[str, Proposal]:
    """Return operation address → its proven pagination."""
    found: dict[str, Proposal] = {}
    for operation in api.operations:
        if operation.method == "get" and operation.pagination is None and (shown := evidence.bodies.get(operation.key)):
            proposal = _pagination(api, operation, shown, linked=operation.key in evidence.linked)
            if proposal:
                found[operation.addresses[0]] = proposal
    return found


def proposed_polling(api: Api, evidence: Evidence) -> dict[str, Proposal]:
    """Return operation address → the states that are proven to end a wait for its result."""
    found: dict[str, Proposal] = {}
    for operation in api.operations:
        one_thing = operation.method == "get" and operation.path.rstrip("/").endswith("}")
        if one_thing and operation.polling is None and (shown := evidence.bodies.get(operation.key)):
            parts = [one for one in _parts(api, operation, shown) if one.word in _STATES]
            proposals = [one for part in parts if (one := _polling(part))]
            if len(proposals) == 1:
                found[operation.addresses[0]] = proposals[0]
    return found


def _pagination(api: Api, operation: Operation, shown: Sequence[Any], *, linked: bool) -> Proposal:
    parts = list(_parts(api, operation, shown))
    lists = [one for one in parts if isinstance(one.schema, Array) and any(map(is_sequence, one.shown))]
    lists = [one for one in lists if one.holder in ("", "data")]
    if len(lists) != 1 or _is_contradicted(lists[0], parts):
        return {}
    items = {"items": lists[0].pointer}
    if linked and any(letters(one.name) in _PAGES | _CURSORS | _OFFSETS for one in operation.parameters):
        return {"style": "link", **items}
    return (
        _by_cursor(operation, parts, items)
        or _by_url(parts, items)
        or _by_last_item(api, operation, lists[0], parts, items)
        or _by_number(operation, parts, items)
    )


def _is_contradicted(listed: _Part, parts: Sequence[_Part]) -> bool:
    """Return whether an example has more items than the size of a page that it states: then these are not the items."""
    stated = [one.shown for one in parts if one.word in _SIZES and len(one.shown) == len(listed.shown)]
    pairs = [pair for sizes in stated for pair in zip(listed.shown, sizes, strict=True)]
    return any(is_sequence(found) and isinstance(size, int) and len(found) > size for found, size in pairs)


def _by_cursor(operation: Operation, parts: Sequence[_Part], items: Proposal) -> Proposal:
    parameter = _parameter(operation, _CURSORS)
    following = [one for one in parts if one.word in _NEXT and kinds(one.schema) <= {"string", "integer"}]
    proved = [one for one in following if any(it and isinstance(it, str | int) and not _is_url(it) for it in one.shown)]
    if parameter is None or len(proved) != 1:
        return {}
    return {"style": "cursor", **items, "parameter": parameter, "next": proved[0].pointer, **_more(parts)}


def _by_url(parts: Sequence[_Part], items: Proposal) -> Proposal:
    following = [one for one in parts if one.word in _URLS and kinds(one.schema) == frozenset({"string"})]
    proved = [one for one in following if any(_is_url(it) for it in one.shown)]
    return {"style": "url", **items, "next": proved[0].pointer} if len(proved) == 1 else {}


def _by_last_item(api: Api, operation: Operation, listed: _Part, parts: Sequence[_Part], items: Proposal) -> Proposal:
    """Propose the id of the last item as cursor, if a parameter is named `starting_after`."""
    parameter, more = _parameter(operation, frozenset({"startingafter"})), _more(parts)
    identity = at_pointer(listed.schema, ("0", "id"), api.schemas)
    has_items = any(is_sequence(it) and it and is_mapping(it[-1]) and "id" in it[-1] for it in listed.shown)
    if parameter is None or not more or not identity or not has_items:
        return {}
    return {"style": "cursor", **items, "parameter": parameter, "next": f"{listed.pointer}/-1/id", **more}


def _by_number(operation: Operation, parts: Sequence[_Part], items: Proposal) -> Proposal:
    offset, page = _parameter(operation, _OFFSETS, "integer"), _parameter(operation, _PAGES, "integer")
    if offset is not None and (total := _number(parts, _TOTALS)):
        return {"style": "offset", **items, "parameter": offset, "total": total.pointer}
    if page is not None and (pages := _number(parts, _TOTAL_PAGES)) and (first := _first(operation, page, parts)):
        return {"style": "page", **items, "parameter": page, "pages": pages.pointer, **first}
    return {}


def _first(operation: Operation, page: str, parts: Sequence[_Part]) -> dict[str, int]:
    """Return the first page number: by the parameter, or by an example of the first page; empty if unknown."""
    schema = next(one.schema for one in operation.parameters if f"query.{one.name}" == page)
    least = schema.limits.minimum.value if isinstance(schema, Scalar) and schema.limits.minimum else None
    echoed = [it for one in parts if one.word in _PAGES | {"currentpage"} for it in one.shown]
    known = next((one for one in (schema.notes.default, least, *echoed) if one in (0, 1) and type(one) is int), None)
    return {} if known is None else {"first": known}


def _more(parts: Sequence[_Part]) -> dict[str, str]:
    found = [
        one for one in parts if one.word in _MORE and kinds(one.schema) == frozenset({"boolean"}) and True in one.shown
    ]
    return {"more": found[0].pointer} if len(found) == 1 else {}


def _number(parts: Sequence[_Part], words: frozenset[str]) -> _Part | None:
    found = [one for one in parts if one.word in words and kinds(one.schema) == frozenset({"integer"})]
    proved = [one for one in found if any(type(it) is int for it in one.shown)]
    return proved[0] if len(proved) == 1 else None


def _parameter(operation: Operation, words: frozenset[str], kind: str = "") -> str | None:
    found = [
        one.name
        for one in operation.parameters
        if one.location is ParameterLocation.QUERY and letters(one.name) in words and one.content_type is None
    ]
    if len(found) != 1:
        return None
    schema = next(one.schema for one in operation.parameters if one.name == found[0])
    return f"query.{found[0]}" if not kind or kinds(schema) <= {kind} else None


def _polling(part: _Part) -> Proposal:
    values = part.schema.values if isinstance(part.schema, Enumeration) else ()
    states = [one for one in values if isinstance(one, str)]
    groups = {
        key: [one for one in states if letters(one) in words]
        for key, words in (("success", _DONE), ("failure", _FAILED), ("retry", _GOING))
    }
    is_whole = len(states) == sum(map(len, groups.values())) and len(states) == len([one for one in values if one])
    if not (is_whole and groups["success"] and groups["retry"] and any(it in states for it in part.shown)):
        return {}
    return {"state": part.pointer, **{key: found for key, found in groups.items() if found}}


def _parts(api: Api, operation: Operation, shown: Sequence[Any]) -> Iterator[_Part]:
    """Yield the properties of a response, and those of objects in it that are about pages."""
    answers = OperationParts(api.schemas, operation).in_response("")
    if len(answers) != 1:
        return
    if isinstance(answers[0], Array):
        yield _Part("", "", "", answers[0], tuple(shown))
    for part in _within(api, answers[0], "", "", shown):
        yield part
        if part.word in _HOLDERS:
            yield from _within(api, part.schema, part.pointer, part.word, part.shown)


def _within(api: Api, schema: Schema, pointer: str, holder: str, shown: Sequence[Any]) -> Iterator[_Part]:
    for name, one in properties(schema, api.schemas).items():
        found = at_pointer(one, (), api.schemas)
        values = tuple(value[name] for value in shown if is_mapping(value) and name in value)
        if len(found) == 1:
            yield _Part(f"{pointer}/{escape(name)}", holder, letters(name), found[0], values)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://", "/", "?"))
