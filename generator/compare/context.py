"""What every part of the comparison of operations works with."""

from __future__ import annotations

from dataclasses import dataclass

from ..artifacts import Described
from ..ir.api import Operation
from ..schema.classes import JsonSchema
from .collector import Collector
from .impact import Impact
from .operation_pairs import Both
from .rules.kind import Position
from .schemas.schema_pairs import Node, SchemaPair
from .schemas.walk import Walk
from .source_positions import Anchor


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a value that stands in an operation."""

    schema: JsonSchema
    symbol: str
    anchor: Anchor | None


@dataclass(slots=True)
class Subjects:
    """One comparison: both sides, the schemas, and what was found."""

    old: Described
    new: Described
    walk: Walk
    impact: Impact
    collector: Collector
    today: str = ""
    """The day of the newer description, as `2027-01-31`; empty where it is not known."""

    def schemas(self, both: Both, position: Position, values: tuple[Value, Value], words: str = "") -> None:
        """Compare what an operation sends or receives at a position."""
        old, new = values
        node = Node(old.symbol, new.symbol, old.anchor, new.anchor)
        self.impact.enter(node, both.pair.index, position)
        self.walk.roots.append(node)
        pair = SchemaPair(node, (), (), old.symbol, new.symbol, words)
        self.walk.compare(old.schema, new.schema, pair)

    def calls(self, both: Both) -> tuple[str, str]:
        """Return the methods of an operation before and after, empty for a webhook."""
        if both.pair.webhook:
            return "", ""
        return self.old.names.operations[both.old.key].call, self.new.names.operations[both.new.key].call


def anchor_of(operation: Operation, *steps: str) -> Anchor | None:
    """Return where an operation is described."""
    return Anchor("", operation.origin, steps) if operation.origin is not None else None
