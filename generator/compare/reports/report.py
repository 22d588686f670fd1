"""What all formats write, and the sentences that several formats share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ...diagnostics import Diagnostic, Location
from ..changes import Change, Comparison, Level, Use

_SHOWN_USES = 3


@dataclass(frozen=True, slots=True)
class BaseRevision:
    """The revision that the work tree is compared with."""

    revision: str
    """The user's name for it."""
    commit: str


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A part of a message: text or code."""

    text: str
    code: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A provider that could not be compared, and one reason."""

    provider: str
    diagnostic: Diagnostic | None
    """The reason; None for a crash."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Everything that one run of `diff` found."""

    comparisons: Sequence[Comparison]
    refusals: Sequence[Refusal] = ()
    base: BaseRevision | None = None
    """None if two files were compared."""
    used_in: Sequence[str] = ()
    """The folders that were searched for uses."""
    old_texts: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """File → its lines, for the files that changes point to, if known."""
    new_texts: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    links: str = ""
    """The URL of a line, with `{commit}`, `{file}` and `{line}` in it."""
    head: str = ""
    """The commit that the work tree is based on."""


def summary(changes: Iterable[Change]) -> dict[Level, int]:
    """Return the number of changes of each level, most severe first."""
    counts: Counter[Level] = Counter()
    for change in changes:
        counts[change.level] += change.count
    return {level: counts[level] for level in Level}


def counted(changes: Iterable[Change]) -> str:
    """Return `2 breaking, 1 safe`, or `no changes`."""
    words = [f"{count:,} {level_name(level)}" for level, count in summary(changes).items() if count]
    return ", ".join(words) or "no changes"


def level_name(level: Level) -> str:
    """Return the name of a level in a sentence."""
    return "in the documentation" if level is Level.DOCS else level.value


def ordered(comparison: Comparison) -> list[Change]:
    """Return the changes in display order: most severe first, and within a level those that break the user's code
    first.
    """
    return sorted(comparison.changes, key=lambda change: (change.level.rank, -len(change.uses or ())))


def place(location: Location | None) -> str:
    """Return `file:line`; empty if there is none."""
    if location is None:
        return ""
    return f"{location.file}:{location.line}" if location.line else location.file


def places(change: Change) -> str:
    """Return the place of a change, or both places if they differ on the two sides."""
    old, new = place(change.old), place(change.new)
    if old and new and change.old and change.new and change.old.file == change.new.file:
        return new if old == new else f"{change.new.file}:{change.old.line} → {change.new.line}"
    return f"{old} → {new}" if old and new and old != new else new or old


def about(comparison: Comparison) -> str:
    """Return a sentence with the versions, the number of changes, and the version step that they require."""
    old, new = comparison.old_version, comparison.new_version
    versions = f"{old} → {new}" if old and new and old != new else new or old
    step = f"{comparison.semver} by Semantic Versioning" if comparison.semver != "none" else ""
    return "; ".join(part for part in (versions, counted(comparison.changes), step) if part)


def parts(message: str) -> list[MessagePart]:
    """Return a message in parts: text between backticks is code."""
    pieces = message.split("`")
    if len(pieces) % 2 == 0:
        # A backtick without a closing one is an ordinary character.
        pieces[-2:] = ["`".join(pieces[-2:])]
    return [MessagePart(text, index % 2 == 1) for index, text in enumerate(pieces) if text]


def link(location: Location, found: Comparisons, *, old: bool) -> str:
    """Return the URL of a place; empty if unknown."""
    commit = (found.base.commit if found.base else "") if old else found.head
    if not found.links or not commit or not location.line:
        return ""
    values = {"commit": commit, "file": quote(location.file), "line": str(location.line)}
    return re.sub(r"\{(commit|file|line)\}", lambda match: values[match[1]], found.links)


def used(change: Change, folders: Sequence[str]) -> str:
    """Return the sentence about uses in the user's code; empty if they were not searched or do not matter."""
    if change.uses is None or change.level not in (Level.BREAKING, Level.RISKY):
        return ""
    if not change.uses:
        return f"nobody in {_listed(folders)} uses it"
    sure = [use for use in change.uses if use.sure]
    unsure = [use for use in change.uses if not use.sure]
    verb = "breaks" if change.level is Level.BREAKING else "touches"
    if not sure:
        return f"perhaps {verb} {_call_sites(unsure)}"
    return f"{verb} {_call_sites(sure)}" + (f"; perhaps {len(unsure):,} more" if unsure else "")


def _call_sites(uses: Sequence[Use]) -> str:
    sites = [f"`{use.path}:{use.line}`" for use in uses[:_SHOWN_USES]]
    rest = len(uses) - len(sites)
    count = "1 of your call sites" if len(uses) == 1 else f"{len(uses):,} of your call sites"
    return f"{count}: {', '.join(sites)}{f' and {rest:,} more' if rest else ''}"


def verdict(found: Comparisons) -> str:
    """Return the last sentence, which sums everything up."""
    changes = [change for comparison in found.comparisons for change in comparison.changes]
    if not changes:
        return "nothing that a caller could notice has changed" if not found.refusals else "nothing else has changed"
    breaking = [change for change in changes if change.level is Level.BREAKING]
    if not breaking:
        return _harmless(changes)
    if any(change.uses is None for change in breaking):
        return f"{_things(len(breaking), 'breaking change')}: {_operations(breaking)}"
    felt = sum(len(change.uses or ()) for change in breaking)
    where = _listed(found.used_in)
    if not felt:
        return f"{_things(len(breaking), 'breaking change')}, but nothing in {where} uses what breaks"
    return f"{_things(len(breaking), 'breaking change')}, {_things(felt, 'call site')} in {where} to look at"


def sentence(text: str) -> str:
    """Return a text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def _harmless(changes: Sequence[Change]) -> str:
    risky = sum(change.level is Level.RISKY for change in changes)
    if risky:
        return f"nothing breaks; {_things(risky, 'change')} may still surprise a caller"
    if all(change.level is Level.DOCS for change in changes):
        return "only words changed; nothing of yours breaks"
    safe = sum(change.level is Level.SAFE for change in changes)
    return f"{_things(safe, 'safe change')}; nothing of yours breaks"


def _operations(changes: Sequence[Change]) -> str:
    reached = {operation for change in changes for operation in change.operations}
    return f"{_things(len(reached), 'operation')} affected" if reached else "see above"


def _listed(folders: Iterable[str]) -> str:
    return ", ".join(f"`{folder}`" for folder in folders)


def _things(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
