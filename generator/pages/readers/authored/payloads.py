"""The JSON blocks of a part of a page: which of them are sent, and which are answers.

A block that the page calls an error never counts as the answer of a success.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ....openapi.json_values import is_mapping
from ...markdown import fences, without_fences
from ...reading import Finding
from ...text import page_examples
from ...text.labels import LABEL, headings
from ...text.loose_json import Liberty
from ...text.sampled import sampled_field, with_comments
from ...wording.headings import announced, speaks_of_errors, speaks_of_success
from .listed_fields import merged

if TYPE_CHECKING:
    from ...operations import Field
    from ...reading import Page

_GLUED = re.compile(r"[a-z0-9}>\]](Body|Request|Input|Response|Output|Payload)$")
_STATUS = re.compile(
    r"(?:(?:HTTP )?(?:status(?: code)?|code)[ :*`]{1,4})?`?[1-5]\d\d`?(?: [A-Z]|[*`.]*$)", re.IGNORECASE
)
_FAILED = re.compile(r"(?<![\d.])([45]\d\d|[45]XX)(?![\d.])", re.IGNORECASE)
_HOMELESS = "the page shows this body as an error, and no status that it comes with: it is left out"
_ERROR_MEMBERS = frozenset(
    ("error", "errors", "message", "code", "status", "success", "ok", "detail", "details", "request_id", "requestId")
)
_OPENERS = ("#", "|", "```")


@dataclass(slots=True)
class Payloads:
    """The JSON blocks, in their order."""

    answers: list[page_examples.JSONBlock] = field(default_factory=list[page_examples.JSONBlock])
    requests: list[page_examples.JSONBlock] = field(default_factory=list[page_examples.JSONBlock])
    findings: list[Finding] = field(default_factory=list[Finding])
    """About errors of which the page does not say with which status they come: they are left out."""


def payloads(segment: Page, heads: Sequence[tuple[int, str]], start: int, path: str) -> Payloads:
    """Return the blocks; `heads` are headings and labels with their lines.

    `start` is the line that states the operation: what stands above it names the operation, and no part of it.

    A block of which neither label nor heading says what it is counts as an answer, if no other one is known for one.
    """
    found = Payloads()
    unsaid: list[page_examples.JSONBlock] = []
    lines = segment.text.split("\n")
    levels = headings(without_fences(segment.text), segment.first_line)
    about_errors = speaks_of_errors(path.replace("_", " ").replace("-", " "))
    for fence in fences(segment.text, segment.first_line):
        at = bisect_left(heads, fence.line + (0 if fence.marked else 1), key=lambda one: one[0])
        above = heads[at - 1][1] if at else ""
        before = _before(lines, fence.line - segment.first_line + (0 if fence.marked else 1))
        answers = page_examples.is_response(before)
        payload = page_examples.payload(fence, f"{before} {above}" if answers else above)
        if payload is None:
            continue
        near = [one for one in _above(levels, fence.line + (0 if fence.marked else 1)) if one[0] > start]
        words = ["" if about_errors else before, *(title for _, title in near)]
        if _is_error(words, payload) and (payload.status is None or payload.status[0] not in "45"):
            # A status of a success is never an error's; without a status it belongs to no response that the page has.
            status = next((match[1].upper() for one in words if (match := _FAILED.search(one))), None)
            if status is None:
                found.findings.append(Finding("error-without-status", _HOMELESS, payload.line))
            else:
                found.answers.append(replace(payload, status=status))
            continue
        said = page_examples.is_response(fence.info) if fence.marked else None
        if said is None:
            said = answers
        if said is None:
            said = page_examples.is_response(above)
        if said is None:
            head = heads[at - 1] if at else None
            begin = head[0] - segment.first_line + 1 if head else 0
            said = _announced_at_once(head, lines[begin : fence.line - segment.first_line])
        (unsaid if said is None else found.answers if said else found.requests).append(payload)
    if not found.answers:
        found.answers = unsaid
    return found


def _announced_at_once(head: tuple[int, str] | None, between: Sequence[str]) -> bool | None:
    """Return whether a heading or label announces an answer (True) or a body (False); None with text between them."""
    if head is None or any(line.strip() for line in between):
        return None
    return {"body": False, "response": True}.get(announced(head[1]).place)


def _above(levels: Sequence[tuple[int, str, int]], line: int) -> list[tuple[int, str]]:
    """Return the headings that a line stands below, with their lines: the nearest one first."""
    found: list[tuple[int, str]] = []
    deepest: int | None = None
    for at, title, level in reversed(levels[: bisect_left(levels, line, key=lambda one: one[0])]):
        # Labels, and headings of a text without marks, hold only what follows at once.
        if deepest is None or level < min(deepest, LABEL - 1):
            found.append((at, title))
            deepest = level
    return found


def _is_error(words: Sequence[str], payload: page_examples.JSONBlock) -> bool:
    """Return whether a block shows an error: the nearest words that say so decide, then its members."""
    for one in (payload.label, *words):
        if speaks_of_success(one):
            return False
        if speaks_of_errors(one):
            return True
    value: Any = payload.value.value
    return (
        payload.status is None
        and is_mapping(value)
        and bool(value.get("error") or value.get("errors"))
        and set(value) <= _ERROR_MEMBERS
    )


def _before(lines: Sequence[str], end: int) -> str:
    """Return the sentence right above a fence: "The above command returns JSON structured like this:"."""
    near = next((line.strip() for line in reversed(lines[max(0, end - 2) : end]) if line.strip()), "")
    if match := _GLUED.search(near):
        # An extraction glues the heading to the address, or to the JSON above.
        return match[1]
    if _STATUS.match(near):
        return near
    return near if near.endswith((":", ".")) and not near.startswith(_OPENERS) else ""


def telling(blocks: Sequence[page_examples.JSONBlock]) -> list[page_examples.JSONBlock]:
    """Return the blocks that show what a body has: whole ones, and those that are cut where no whole one is shown.

    What a cut sample has is there; a placeholder without quotes has no type that could be known.
    """
    known = {one.status for one in blocks if one.value.whole and one.value.value not in ({}, [])}
    return [
        one
        for one in blocks
        if one.value.whole
        or (one.status not in known and one.value.value and Liberty.PLACEHOLDER not in one.value.liberties)
    ]


def sampled_blocks(blocks: Sequence[page_examples.JSONBlock]) -> Field:
    """Return the value that blocks of one body show together, with what their comments say."""
    comments = [comment for one in blocks for comment in one.value.comments]
    return with_comments(sampled_field("", merged([one.value.value for one in blocks]), blocks[0].line), comments)
