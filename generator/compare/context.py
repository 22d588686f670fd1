"""What all comparisons of operations share."""

from __future__ import annotations

from dataclasses import dataclass

from ..artifacts import Described
from ..ir.api import Operation
from ..schema.classes import JsonSchema
from .collector import Collector
from .impact import Impact
from .operation_pairs import OperationPair
from .rules.kind import Position
from .schemas.schema_pairs import SchemaNode, SchemaPair
from .schemas.walk import SchemaWalk
from .source_positions import Anchor


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a value in an operation."""

    schema: JsonSchema
    symbol: str
    anchor: Anchor | None


@dataclass(slots=True)
class Subjects:
    """One comparison: both sides, their schemas, and the changes found."""

    old: Described
    new: Described
    walk: SchemaWalk
    impact: Impact
    collector: Collector
    today: str = ""
    """The date of the newer description, as `2027-01-31`; empty if unknown."""

    def schemas(self, both: OperationPair, position: Position, values: tuple[Value, Value], words: str = "") -> None:
        """Compare the schemas of what an operation sends or receives at a position."""
        old, new = values
        node = SchemaNode(old.symbol, new.symbol, old.anchor, new.anchor)
        self.impact.enter(node, both.pair.index, position)
        self.walk.roots.append(node)
        pair = SchemaPair(node, (), (), old.symbol, new.symbol, words)
        self.walk.compare(old.schema, new.schema, pair)

    def calls(self, both: OperationPair) -> tuple[str, str]:
        """Return the method of an operation before and after; empty for a webhook."""
        if both.pair.webhook:
            return "", ""
        return self.old.names.operations[both.old.key].call, self.new.names.operations[both.new.key].call


def anchor_of(operation: Operation, *steps: str) -> Anchor | None:
    """Return the place where an operation is described."""
    return Anchor("", operation.origin, steps) if operation.origin is not None else None
