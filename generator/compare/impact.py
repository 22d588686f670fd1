"""Turns differences of schemas into changes: which operations each affects, in which direction, and what it means
there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .changes import Direction, Level
from .collector import Collector
from .rules.catalogue import KINDS
from .rules.kind import ChangeKind, Position
from .rules.table import rule_of
from .schemas.schema_pairs import SchemaDifference, SchemaNode
from .source_positions import Anchor

_SENT = {Position.REQUEST_BODY: 1, Position.PARAMETER: 2, Position.REQUEST_PROPERTY: 4, Position.PARAMETER_PROPERTY: 8}
_RECEIVED = {Position.RESPONSE_BODY: 16, Position.RESPONSE_HEADER: 32, Position.RESPONSE_PROPERTY: 64}
_BITS = {**_SENT, **_RECEIVED}
_ALL_SENT = 15
_ALL_RECEIVED = 112


@dataclass(slots=True)
class Reach:
    """The operations that a node affects, as bits by their index, and the positions at which it occurs."""

    sent: int = 0
    received: int = 0
    positions: int = 0

    def add(self, sent: int, received: int, positions: int) -> bool:
        """Add operations and positions; return whether any was new."""
        before = (self.sent, self.received, self.positions)
        self.sent |= sent
        self.received |= received
        self.positions |= positions
        return before != (self.sent, self.received, self.positions)


@dataclass(slots=True)
class Impact:
    """The reach of every node."""

    _reach: dict[SchemaNode, Reach] = field(default_factory=dict[SchemaNode, Reach])

    def enter(self, node: SchemaNode, index: int, position: Position) -> None:
        """Record that an operation has the value of a node at a position."""
        bit = 1 << index
        is_sent = position.direction is Direction.REQUEST
        self.of(node).add(bit if is_sent else 0, 0 if is_sent else bit, _BITS[position])

    def of(self, node: SchemaNode) -> Reach:
        """Return the reach of a node."""
        return self._reach.setdefault(node, Reach())

    def run(self) -> None:
        """Propagate the reach along all references."""
        waiting = deque(self._reach)
        while waiting:
            node = waiting.popleft()
            reach = self._reach[node]
            for edge in node.edges:
                positions = reach.positions if edge.direct else _deeper(reach.positions)
                sent, received = reach.sent if edge.sent else 0, reach.received if edge.received else 0
                positions &= (_ALL_SENT if edge.sent else 0) | (_ALL_RECEIVED if edge.received else 0)
                if self.of(edge.child).add(sent, received, positions):
                    waiting.append(edge.child)


def _deeper(positions: int) -> int:
    """Return the positions of parts of values at some positions."""
    out = 0
    if positions & (_BITS[Position.REQUEST_BODY] | _BITS[Position.REQUEST_PROPERTY]):
        out |= _BITS[Position.REQUEST_PROPERTY]
    if positions & (_BITS[Position.PARAMETER] | _BITS[Position.PARAMETER_PROPERTY]):
        out |= _BITS[Position.PARAMETER_PROPERTY]
    if positions & _ALL_RECEIVED:
        out |= _BITS[Position.RESPONSE_PROPERTY]
    return out


def report_node(node: SchemaNode, reach: Reach, collector: Collector) -> None:
    """Add the changes of a node."""
    for difference in node.differences:
        verdicts = list(_verdicts(difference, reach))
        if verdicts:
            _report(difference, verdicts, collector)
        elif not (reach.sent or reach.received):
            _unused(difference, collector)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a difference means in one direction."""

    kind: ChangeKind
    position: Position
    level: Level
    pairs: tuple[int, ...]

    @property
    def direction(self) -> Direction:
        return self.position.direction

    @property
    def rule(self) -> str:
        return rule_of(self.kind, self.position).id


def _verdicts(difference: SchemaDifference, reach: Reach) -> Iterator[_Verdict]:
    positions = _deeper(reach.positions) if difference.pair.deep else reach.positions
    for places, pairs in ((_SENT, reach.sent), (_RECEIVED, reach.received)):
        position = next((one for one, bit in places.items() if positions & bit), None)
        if position is None or not pairs or not _travels(difference, position.direction, reach):
            continue
        kind = difference.kind
        if not kind.stands_at(position):
            kind = KINDS[kind.elsewhere]
        yield _Verdict(kind, position, _level(kind, position.direction, difference), tuple(_bits(pairs)))


def _travels(difference: SchemaDifference, direction: Direction, reach: Reach) -> bool:
    """Return whether a change of a value matters in a direction: a read-only value is not sent.

    It matters in any case if the operations know no other direction.
    """
    if difference.kind.anywhere or difference.says_direction:
        return True
    pair = difference.pair
    one_way, other = (
        (pair.read_only, reach.received) if direction is Direction.REQUEST else (pair.write_only, reach.sent)
    )
    return not (one_way and (other or pair.turned))


def _level(kind: ChangeKind, direction: Direction, difference: SchemaDifference) -> Level:
    level = kind.level(direction)
    pair = difference.pair
    one_way = pair.read_only if direction is Direction.REQUEST else pair.write_only
    if one_way and not difference.says_direction and level in (Level.BREAKING, Level.RISKY) and not kind.anywhere:
        return Level.SAFE
    return Level.RISKY if level is Level.BREAKING and difference.announced else level


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _report(difference: SchemaDifference, verdicts: list[_Verdict], collector: Collector) -> None:
    """Add what a difference means: in one change, unless only one direction reaches some of the operations."""
    first = _most_severe(verdicts)
    if all(one.rule == first.rule or set(one.pairs) <= set(first.pairs) for one in verdicts):
        _add(difference, verdicts, collector)
    else:
        for verdict in verdicts:
            _add(difference, [verdict], collector)


def _most_severe(verdicts: list[_Verdict]) -> _Verdict:
    return min(verdicts, key=lambda verdict: verdict.level.rank)


def _add(difference: SchemaDifference, verdicts: list[_Verdict], collector: Collector) -> None:
    """Add one change for some verdicts: in the words of the most severe, the others behind it."""
    first = _most_severe(verdicts)
    pairs = {index for verdict in verdicts for index in verdict.pairs}
    text = _text(difference, first, collector)
    for other in verdicts:
        if other is not first and other.rule != first.rule:
            what = "sent" if other.direction is Direction.REQUEST else "received"
            text += f" (as it is {what}, too: `{other.rule}`, {other.level})"
    old, new = _anchors(difference)
    collector.add(
        first.rule,
        text,
        symbols=_symbols(difference),
        pairs=pairs,
        old=old,
        new=new,
        before=difference.before,
        after=difference.after,
        level=first.level,
        direction=first.direction if len(verdicts) == 1 else Direction.BOTH,
    )


def _text(difference: SchemaDifference, verdict: _Verdict, collector: Collector) -> str:
    text = _what(difference, verdict.kind, verdict.direction)
    if verdict.level not in (Level.BREAKING, Level.RISKY):
        return text
    is_request = verdict.direction is Direction.REQUEST
    so = verdict.kind.fails.format(
        status=collector.status(verdict.pairs), before=difference.before or "it", after=difference.after
    )
    so = so if is_request else verdict.kind.meets.format(before=difference.before or "it", after=difference.after)
    text = f"{text}: {so}" if so else text
    return f"{text} (it was deprecated)" if difference.announced else text


def _what(difference: SchemaDifference, kind: ChangeKind, direction: Direction = Direction.REQUEST) -> str:
    pair = difference.pair
    it = pair.words or f"`{pair.new_symbol or pair.old_symbol}`"
    return kind.words(direction).format(it=it, before=difference.before, after=difference.after)


def _unused(difference: SchemaDifference, collector: Collector) -> None:
    """Add a change of a schema that no operation sends or receives."""
    old, new = _anchors(difference)
    words = difference.kind.anywhere and difference.kind.level(Direction.REQUEST) is Level.DOCS
    collector.add(
        difference.kind.name if words else "unused-schema-changed",
        _what(difference, difference.kind) + ("" if words else ", and no operation uses it"),
        symbols=_symbols(difference),
        old=old,
        new=new,
        before=difference.before,
        after=difference.after,
    )


def _symbols(difference: SchemaDifference) -> Iterable[str]:
    pair = difference.pair
    old = pair.old_symbol if difference.old_steps is not None else ""
    new = pair.new_symbol if difference.new_steps is not None else ""
    return (old, new, *difference.old_symbols, *difference.new_symbols)


def _anchors(difference: SchemaDifference) -> tuple[Anchor | None, Anchor | None]:
    """Return the places of a difference, None on a side that does not have it."""
    pair = difference.pair
    old, new = pair.node.old, pair.node.new
    if difference.at is not None:
        return (old and old.down(*difference.at[0])), (new and new.down(*difference.at[1]))
    return (
        old.down(*pair.old, *difference.old_steps) if old and difference.old_steps is not None else None,
        new.down(*pair.new, *difference.new_steps) if new and difference.new_steps is not None else None,
    )
