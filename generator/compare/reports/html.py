"""Writes one self-contained page: no network, no other file, and no text of a description is ever markup."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ...diagnostics import Location, printable, to_terminal
from ...program_files import TEMPLATES
from ..changes import Change, Comparison, Direction, Level
from .report import (
    Comparisons,
    MessagePart,
    about,
    counted,
    link,
    ordered,
    parts,
    place,
    sentence,
    summary,
    used,
    verdict,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_AROUND = 2
"""Lines of a description that are shown before and after the one that changed."""
_WIDTH = 200
_MOST_QUOTED = 2_000
"""Changes that quote the lines of their descriptions; a page with more would be too large to be read."""
_MOST_OPERATIONS = 8


@dataclass(frozen=True, slots=True)
class _Static:
    """A text that the page contains as it is, with the hash by which the page's policy allows it."""

    text: str
    allowed: str


def write(found: Comparisons) -> str:
    """Return the page."""
    changes = [change for comparison in found.comparisons for change in comparison.changes]
    text: str = (
        _environment()
        .get_template("diff.html.jinja")
        .render(
            style=_static("diff.css"),
            script=_static("diff.js"),
            counted=counted(changes),
            verdict=_parts(sentence(verdict(found))),
            base=_base(found),
            levels=[{"value": level.value, "count": f"{count:,}"} for level, count in summary(changes).items()],
            providers=_providers(found),
            refusals=[
                {"provider": printable(one.provider), "reason": to_terminal(one.diagnostic) if one.diagnostic else ""}
                for one in found.refusals
            ],
        )
    )
    return text


def _base(found: Comparisons) -> str:
    if not found.base:
        return ""
    short = found.base.commit[:12]
    return short if found.base.commit.startswith(found.base.revision) else f"{found.base.revision} ({short})"


def _providers(found: Comparisons) -> list[dict[str, object]]:
    providers: list[dict[str, object]] = []
    before = 0
    for index, comparison in enumerate(one for one in found.comparisons if one.changes):
        providers.append(_provider(comparison, index, before, found))
        before += len(comparison.changes)
    return providers


def _provider(comparison: Comparison, index: int, before: int, found: Comparisons) -> dict[str, object]:
    return {
        "name": printable(comparison.provider),
        "id": f"p{index}",
        "about": printable(about(comparison)),
        "changes": [
            _change(change, f"c{before + number}", found, quoted=before + number < _MOST_QUOTED)
            for number, change in enumerate(ordered(comparison))
        ],
    }


def _change(change: Change, name: str, found: Comparisons, *, quoted: bool) -> dict[str, object]:
    operations = [f"{method.upper()} {path}" for method, path in change.operations]
    more = len(operations) - _MOST_OPERATIONS
    listed = [printable(one) for one in operations[:_MOST_OPERATIONS]] + ([f"and {more:,} more"] if more > 0 else [])
    return {
        "id": name,
        "level": change.level.value,
        "rule": change.rule,
        "direction": "" if change.direction is Direction.NONE else change.direction.value,
        "message": _parts(change.message),
        "operations": listed,
        "used": _parts(used(change, found.used_in)),
        "uses": [
            {"place": f"{printable(use.path)}:{use.line}", "text": printable(use.text), "sure": use.sure}
            for use in (change.uses or ())
            if change.level is not Level.DOCS
        ],
        "sides": [_side(change, kind, name, found, quoted=quoted) for kind in ("old", "new")],
    }


def _side(change: Change, kind: str, name: str, found: Comparisons, *, quoted: bool) -> dict[str, object]:
    old = kind == "old"
    where, value = (change.old, change.before) if old else (change.new, change.after)
    texts = found.old_texts if old else found.new_texts
    lines = _quoted(where, texts) if where and quoted else []
    return {
        "kind": kind,
        "title": "Before" if old else "After",
        "place": printable(place(where)),
        "link": (link(where, found, old=old) if where else "") or (f"#{name}-{kind}" if lines else ""),
        "value": printable(value),
        "nothing": "see the lines" if lines and not (change.after if old else change.before) else "not there",
        "lines": lines,
    }


def _parts(message: str) -> list[MessagePart]:
    return [MessagePart(printable(part.text), part.code) for part in parts(message)]


def _quoted(where: Location, texts: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Return the lines around a place; of a very long line, the part around the column."""
    lines = texts.get(where.file, ())
    if not 0 < where.line <= len(lines):
        return []
    first, last = max(1, where.line - _AROUND), min(len(lines), where.line + _AROUND)
    start = max(0, where.column - 1 - _WIDTH // 2) if len(lines[where.line - 1]) > _WIDTH else 0
    return [
        {
            "number": number,
            "text": _cut(lines[number - 1], start if number == where.line else 0),
            "here": number == where.line,
        }
        for number in range(first, last + 1)
    ]


def _cut(line: str, start: int) -> str:
    text = printable(line[start : start + _WIDTH].expandtabs(4))
    return f"{'…' if start else ''}{text}{'…' if len(line) > start + _WIDTH else ''}"


@lru_cache(maxsize=4)
def _static(name: str) -> _Static:
    text = (TEMPLATES / name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return _Static(text, f"'sha256-{digest}'")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
    )
