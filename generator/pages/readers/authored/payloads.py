"""The JSON blocks of a part of a page: which of them are sent, and which are answers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...markdown import fences
from ...text import page_examples
from ...wording.headings import announced

if TYPE_CHECKING:
    from ...reading import Page

_GLUED = re.compile(r"[a-z0-9}>\]](Body|Request|Input|Response|Output|Payload)$")
_STATUS = re.compile(r"[1-5]\d\d [A-Z]")
_ERRORS = re.compile(r"\berrors?\b", re.IGNORECASE)
_OPENERS = ("#", "|", "```")


@dataclass(slots=True)
class Payloads:
    """The JSON blocks, in their order."""

    answers: list[page_examples.JSONBlock] = field(default_factory=list[page_examples.JSONBlock])
    requests: list[page_examples.JSONBlock] = field(default_factory=list[page_examples.JSONBlock])


def payloads(segment: Page, heads: Sequence[tuple[int, str]]) -> Payloads:
    """Return the blocks; `heads` are headings and labels with their lines.

    A block of which neither label nor heading says what it is counts as an answer, if no other one is known for one.
    """
    found = Payloads()
    unsaid: list[page_examples.JSONBlock] = []
    lines = segment.text.split("\n")
    for fence in fences(segment.text, segment.first_line):
        at = bisect_left(heads, fence.line + (0 if fence.marked else 1), key=lambda one: one[0])
        above = heads[at - 1][1] if at else ""
        before = _before(lines, fence.line - segment.first_line + (0 if fence.marked else 1))
        answers = page_examples.is_response(before)
        payload = page_examples.payload(fence, f"{before} {above}" if answers else above)
        if payload is None or (payload.status is None and (announced(above).error or _ERRORS.search(before))):
            # An error without a status belongs to no response that the page has.
            continue
        said = page_examples.is_response(fence.info) if fence.marked else None
        if said is None:
            said = answers
        if said is None:
            said = page_examples.is_response(above)
        (unsaid if said is None else found.answers if said else found.requests).append(payload)
    if not found.answers:
        found.answers = unsaid
    return found


def _before(lines: Sequence[str], end: int) -> str:
    """Return the sentence right above a fence: "The above command returns JSON structured like this:"."""
    near = next((line.strip() for line in reversed(lines[max(0, end - 2) : end]) if line.strip()), "")
    if match := _GLUED.search(near):
        # An extraction glues the heading to the address, or to the JSON above.
        return match[1]
    if _STATUS.match(near):
        return near
    return near if near.endswith((":", ".")) and not near.startswith(_OPENERS) else ""
