"""Says many like changes in one sentence: fields of one model, new operations, paths that moved to another version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from ..changes import Change, Level

_LEAST = 3
"""How many changes are one sentence at least; two are easily read."""
_NAMED = 10
"""How many names a sentence has. What breaks is all named, in several sentences; of the rest, JSON has all."""
_CALLS = r"`[^`]+`(?:, `[^`]+`)*"
_FIELD = re.compile(rf"((?:{_CALLS}(?:, [\d,]+ more)?: )?)`(\w+)\.(\w+)`( [^\n]*)")
"""What happened to a field of a model: `create`: `Request.limit` is gone: …"""
_RENAMED = re.compile(rf"(?:{_CALLS}(?:, [\d,]+ more)?: )?`([\w.]+)`:?(?: it)? was called `([\w.]+)`: ([^\n]*)")
_OPERATION = re.compile(rf"({_CALLS}): it ([^\n]*)")
_TAG = re.compile(r"the tag `([^`]+)`( is [^\n]*)")
_NAME = re.compile(r"`(\w+)`( is [^\n]*)")
_MOVED = re.compile(rf"({_CALLS}): it moved from `\w+ ([^`]*)` to `\w+ ([^`]*)`(: [^\n]*)")


class _Part(NamedTuple):
    """What a change says, taken apart."""

    key: tuple[object, ...]
    """Equal for the changes that are one sentence."""
    names: tuple[str, ...]
    before: str
    """The sentence in front of the names."""
    after: str


Members: TypeAlias = list[tuple[Change, _Part]]


def grouped(changes: Iterable[Change]) -> list[Change]:
    """Return changes in their order, three or more like ones as one, whose `count` says how many they are."""
    found: dict[tuple[object, ...], Members] = {}
    for number, change in enumerate(changes):
        part = _part(change)
        key = (change.rule, change.level, change.direction, *part.key) if part else (number,)
        found.setdefault(key, []).append((change, part or _Part((), (), "", "")))
    result: list[Change] = []
    for members in found.values():
        result += _joined(members) if len(members) >= _LEAST else [change for change, _ in members]
    return sorted(result, key=lambda change: change.level.rank)


def _joined(members: Members) -> list[Change]:
    """Return the sentences about like changes: one, or as many as name all that breaks or is risky."""
    if members[0][0].level not in (Level.BREAKING, Level.RISKY):
        return [_one(members, _NAMED)]
    sentences = -(-len(members) // _NAMED)
    size = -(-len(members) // sentences)
    return [_one(members[start : start + size], None) for start in range(0, len(members), size)]


def _one(members: Members, most: int | None) -> Change:
    """Return the change that says all of them, and names `most` of them; its places are those of the first."""
    first = members[0][0]
    names = list(dict.fromkeys(name for _, part in members for name in part.names))
    uses = [one.uses for one, _ in members if one.uses is not None]
    return replace(
        first,
        message=f"{members[0][1].before}{_listed(names, most)}{members[0][1].after}",
        symbols=tuple(dict.fromkeys(symbol for one, _ in members for symbol in one.symbols)),
        operations=tuple(sorted({key for one, _ in members for key in one.operations})),
        uses=tuple(dict.fromkeys(use for some in uses for use in some)) if uses else None,
        before=first.before if len({one.before for one, _ in members}) == 1 else "",
        after=first.after if len({one.after for one, _ in members}) == 1 else "",
        count=sum(one.count for one, _ in members),
    )


def _part(change: Change) -> _Part | None:
    """Return what a change says, if others may say the same about other names."""
    if found := _MOVED.fullmatch(change.message):
        old, new = _different(found[2], found[3])
        rest = f"moved from `{old}` to `{new}`{found[4]}"
        return _Part(("moved", old, new, found[4]), _names(found[1]), "", f": each {rest}")
    if found := _RENAMED.fullmatch(change.message):
        new, old, rest = found.groups()
        rest = rest.replace("of that name", "of the old names").replace("imports it", "imports the old names")
        pair = f"`{new}` (before: `{old}`)"
        return _Part(("renamed", rest), (pair,), "", f" are new names: {rest}")
    if found := _FIELD.fullmatch(change.message):
        before, model, name, rest = found.groups()
        key = ("field", before, model, rest, change.operations)
        return _Part(key, (f"`{name}`",), f"{before}each of ", f" of `{model}`{rest}")
    if found := _OPERATION.fullmatch(change.message):
        rest = found[2]
        return _Part(("operation", rest), _names(found[1]), "", f": each {rest}")
    if found := _TAG.fullmatch(change.message):
        rest = found[2]
        return _Part(("tag", rest), (f"`{found[1]}`",), "each of the tags ", rest)
    if found := _NAME.fullmatch(change.message):
        rest = found[2]
        return _Part(("name", rest), (f"`{found[1]}`",), "each of ", rest)
    return None


def _names(calls: str) -> tuple[str, ...]:
    return tuple(calls.split(", "))


def _different(old: str, new: str) -> tuple[str, str]:
    """Return the beginnings of two paths up to the first segments that differ, if the rest is alike: `/v1`, `/v2`."""
    mine, other = old.split("/"), new.split("/")
    at = next((index for index, (one, two) in enumerate(zip(mine, other, strict=False)) if one != two), 0)
    if not at or mine[at + 1 :] != other[at + 1 :] or len(mine) == at + 1:
        return old, new
    return "/".join([*mine[: at + 1], "…"]), "/".join([*other[: at + 1], "…"])


def _listed(names: Sequence[str], most: int | None) -> str:
    shown = [*names[:most]]
    rest = len(names) - len(shown)
    last = f"{rest:,} more" if rest else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
