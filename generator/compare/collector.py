"""Collects changes, joins equal changes of many operations into one, and writes their messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..artifacts import Described
from ..diagnostics import Location
from .changes import Change, Direction, Level
from .operation_pairs import Pair, calls_of
from .rules.table import RULES
from .source_positions import Anchor, SourcePositions

_NAMED = 3
"""How many operations a message names."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change whose message is not complete yet."""

    rule: str
    text: str
    """The message without the operations."""
    level: Level
    direction: Direction
    symbols: tuple[str, ...]
    pairs: frozenset[int]
    old: Location | None
    new: Location | None
    before: str
    after: str


@dataclass(slots=True)
class Collector:
    """The changes of one comparison."""

    before: Described
    after: Described
    pairs: Sequence[Pair]
    places: tuple[SourcePositions, SourcePositions]
    found: list[Draft] = field(default_factory=list[Draft])

    def add(
        self,
        rule: str,
        text: str,
        *,
        symbols: Iterable[str] = (),
        pairs: Iterable[int] = (),
        old: Anchor | None = None,
        new: Anchor | None = None,
        before: str = "",
        after: str = "",
        level: Level | None = None,
        direction: Direction | None = None,
    ) -> None:
        """Add a change; by default its level and direction are those of the rule."""
        known = RULES[rule]
        draft = Draft(
            rule=rule,
            text=text,
            level=level or known.level,
            direction=direction or known.direction,
            symbols=tuple(dict.fromkeys(one for one in symbols if one)),
            pairs=frozenset(pairs),
            old=self.places[0].find(old),
            new=self.places[1].find(new),
            before=before.replace("`", ""),
            after=after.replace("`", ""),
        )
        self.found.append(draft)

    def changes(self) -> tuple[Change, ...]:
        """Return the changes, most severe first, then by symbol."""
        merged: dict[tuple[object, ...], Draft] = {}
        for draft in self.found:
            final = self._with_stability(draft)
            key: tuple[object, ...] = (
                *(final.rule, final.text, final.level, final.direction, final.before, final.after),
                # What is said of operations is the same change, wherever each of them is described.
                *(() if final.pairs else (final.old, final.new)),
            )
            known = merged.get(key)
            merged[key] = _joined(known, final) if known else final
        changes = [self._change(draft) for draft in merged.values()]
        return tuple(sorted(changes, key=_order))

    def _with_stability(self, draft: Draft) -> Draft:
        """Return a draft, milder if none of the operations that it affects promised stability."""
        unstable = draft.pairs and all(self.pairs[index].unstable for index in draft.pairs)
        if draft.level is not Level.BREAKING or not unstable:
            return draft
        return replace(draft, level=Level.RISKY, text=f"{draft.text} (announced as unstable)")

    def _change(self, draft: Draft) -> Change:
        pairs = [self.pairs[index] for index in sorted(draft.pairs)]
        return Change(
            rule=draft.rule,
            level=draft.level,
            direction=draft.direction,
            message=f"{self._prefix(pairs)}{draft.text}",
            symbols=draft.symbols,
            operations=tuple(sorted({pair.key for pair in pairs})),
            old=draft.old,
            new=draft.new,
            before=draft.before,
            after=draft.after,
        )

    def _prefix(self, pairs: Sequence[Pair]) -> str:
        known = {(pair.webhook, calls_of(pair, self.before.names, self.after.names)) for pair in pairs}
        names = [f"`{name}`" for _, name in sorted(known)]
        if not names:
            return ""
        if len(names) > _NAMED:
            names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"]
        return f"{', '.join(names)}: "

    def status(self, pairs: Iterable[int]) -> str:
        """Return ` with 422` or ` with 400` if all the operations declare this status for invalid calls; else empty."""
        declared: set[str] | None = None
        for index in pairs:
            operation = self.pairs[index].new or self.pairs[index].old
            statuses = {response.status for response in operation.responses} if operation else set[str]()
            declared = statuses if declared is None else declared & statuses
        return next((f" with {status}" for status in ("422", "400") if status in (declared or ())), "")


def _joined(one: Draft, other: Draft) -> Draft:
    symbols = tuple(dict.fromkeys((*one.symbols, *other.symbols)))
    return replace(one, symbols=symbols, pairs=one.pairs | other.pairs)


def _order(change: Change) -> tuple[object, ...]:
    places = tuple((one.file, one.line, one.column) if one else ("", 0, 0) for one in (change.old, change.new))
    return (change.level.rank, change.symbols, change.rule, change.message, places)
