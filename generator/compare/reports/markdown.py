"""Writes a comment for a pull request: a short summary, and below it the folded changes, most severe first.

Texts of a description are untrusted: none of them can become markup, mention anybody or link to anything. What does not
fit into a comment is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...diagnostics import Location, printable, to_terminal
from ..changes import Change, Comparison, Level
from .groups import grouped
from .report import Comparisons, counted, level_name, link, ordered, parts, place, sentence, summary, used, verdict

MARKER = "<!-- clientwright diff -->"
"""The first line: by it a workflow finds the comment that it wrote before."""
LIMIT = 65_536
"""What GitHub takes for the body of a comment, in characters; counted in UTF-16, it is never more than that."""

_MOST_PROVIDERS = 40
_LONGEST = 400
_LONGEST_VERSION = 60
_MARKS = {Level.BREAKING: "🔴", Level.RISKY: "🟡", Level.SAFE: "🟢", Level.DOCS: "⚪"}
_SPECIAL = re.compile(r"[^\w\s\u200b,;?.:/='%@()]|_")
_LINKED = re.compile(r"[@#!~%$&^](?=[\w\"])|:(?=//)|(?i:www)(?=\.)|\b(?=[0-9a-f]{7,64}\b)[0-9a-f]|\b[Gg][Hh](?=-[0-9])")
"""Mentions, references and commits that a host finds in plain text: a zero-width space divides them."""


def write(found: Comparisons) -> str:
    """Return the comment, at most `LIMIT` characters long."""
    entries = [
        _Entry(comparison, change, _entry(change, found))
        for comparison in found.comparisons
        for change in grouped(ordered(comparison))
    ]
    entries.sort(key=lambda entry: (entry.change.level.rank, not entry.change.uses))
    head = _head(found)
    low, high = 0, len(entries)
    # As many of the most severe as fit: the size grows with their number.
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _size(_body(head, found, entries, middle)) <= LIMIT else (low, middle - 1)
    return _body(head, found, entries, low)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One change as markdown."""

    comparison: Comparison
    change: Change
    text: str


def _head(found: Comparisons) -> str:
    changes = [change for comparison in found.comparisons for change in comparison.changes]
    lines = [MARKER, f"### API changes: {counted(changes)}", "", marked(sentence(verdict(found))), ""]
    changed = [comparison for comparison in found.comparisons if comparison.changes]
    if changed:
        levels = "".join(f" {level_name(level)} |" for level in Level)
        lines += [f"| provider | version |{levels} step |", "|---|---|--:|--:|--:|--:|---|"]
        lines += [_row(comparison) for comparison in changed[:_MOST_PROVIDERS]]
        if len(changed) > _MOST_PROVIDERS:
            lines.append(f"| and {len(changed) - _MOST_PROVIDERS:,} more | | | | | | |")
        lines.append("")
    for refusal in found.refusals[:_MOST_PROVIDERS]:
        reason = f": {code(_short(to_terminal(refusal.diagnostic)))}" if refusal.diagnostic else ""
        lines += [f"⛔ {code(refusal.provider)} could not be compared{reason}", ""]
    return "\n".join(lines)


def _row(comparison: Comparison) -> str:
    old, new = comparison.old_version, comparison.new_version
    versions = [old, new] if old and new and old != new else [new or old]
    shown = " → ".join(escape(_short(version, _LONGEST_VERSION)) for version in versions)
    counts = "".join(f" {count or ''} |" for count in summary(comparison.changes).values())
    return f"| {escape(comparison.provider)} | {shown} |{counts} {comparison.semver} |"


def _body(head: str, found: Comparisons, entries: Sequence[_Entry], count: int) -> str:
    """Return the comment with the first `count` of the entries, by provider and level."""
    shown = entries[:count]
    blocks = [head]
    for comparison in found.comparisons:
        own = [entry for entry in shown if entry.comparison is comparison]
        for level in Level:
            listed = [entry for entry in own if entry.change.level is level]
            if listed:
                blocks.append(_folded(comparison, level, listed))
    left = entries[count:]
    if left:
        rest = counted(entry.change for entry in left)
        number = sum(entry.change.count for entry in left)
        blocks.append(f"**{number:,} more changes do not fit into a comment: {rest}.**\n")
    return "\n".join(blocks)


def _folded(comparison: Comparison, level: Level, listed: Sequence[_Entry]) -> str:
    texts, number = [entry.text for entry in listed], sum(entry.change.count for entry in listed)
    opened = " open" if level is Level.BREAKING else ""
    title = f"{_MARKS[level]} {escape(comparison.provider)}: {number:,} {level_name(level)}"
    return "\n".join([f"<details{opened}><summary>{title}</summary>", "", *texts, "", "</details>", ""])


def _entry(change: Change, found: Comparisons) -> str:
    """Return a change as a list item: who is affected, what changed, where."""
    message = marked(_short(change.message))
    usage = marked(used(change, found.used_in))
    first = f"**{usage}**: " if change.uses and usage else ""
    nobody = f" ({usage})" if usage and not first else ""
    lines = [f"- {first}{message}{nobody}"]
    if change.before and change.after:
        lines.append(f"  {code(_short(change.before))} → {code(_short(change.after))}")
    where = [_place(one, found, old=old) for one, old in ((change.old, True), (change.new, False)) if one]
    lines.append("  " + " · ".join([" → ".join(dict.fromkeys(where)) or "no place", code(change.rule)]))
    return "<br>\n".join(lines)


def _place(location: Location, found: Comparisons, *, old: bool) -> str:
    url = link(location, found, old=old)
    text = code(_short(place(location)))
    return f"[{text}]({url})" if url else text


def marked(message: str) -> str:
    """Return a message as markdown, with text between backticks as code."""
    return "".join(code(part.text) if part.code else escape(part.text) for part in parts(message))


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def code(text: str) -> str:
    """Return a text as a code span: nothing in it is markup, a mention or a link (CommonMark 0.31, 6.1)."""
    text = printable(text)
    runs = [len(run) for run in re.findall(r"`+", text)]
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text.strip() else ""


def escape(text: str) -> str:
    """Return a text escaped so that nothing in it is markup, a mention or a link."""
    divided = _LINKED.sub(lambda match: f"{match[0]}\u200b", printable(text))
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};" if match[0].isascii() else match[0], divided)


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
