"""Pairs of schemas, the differences of each pair, and the references between pairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ...ir.api import Api
from ...naming.names import Names
from ...schema.classes import JsonSchema
from ..rules.catalogue import KINDS
from ..rules.kind import ChangeKind
from ..source_positions import Anchor


@dataclass(slots=True, eq=False)
class SchemaNode:
    """A pair of components, or of schemas in an operation."""

    old_symbol: str
    new_symbol: str
    old: Anchor | None
    new: Anchor | None
    words: str = ""
    """The value's name in messages; if empty, the symbol."""
    differences: list[SchemaDifference] = field(default_factory=list["SchemaDifference"])
    edges: list[Edge] = field(default_factory=list["Edge"])


@dataclass(frozen=True, slots=True)
class Edge:
    """A reference from one pair to another."""

    child: SchemaNode
    direct: bool
    """Whether the target is the same value, not a part of it."""
    sent: bool = True
    received: bool = True
    """Whether the target travels in that direction at all: a `readOnly` value is not sent."""


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """A pair of schemas within a node."""

    node: SchemaNode
    old: tuple[str, ...] = ()
    """The steps from the node's place to this pair."""
    new: tuple[str, ...] = ()
    old_symbol: str = ""
    """The Python name of its holder: a field, or the node itself."""
    new_symbol: str = ""
    words: str = ""
    """Its name in messages."""
    deep: bool = False
    """Whether it is part of the node's value."""
    is_property: bool = False
    """Whether it is a property itself, not part of one."""
    optional: bool = False
    """Whether it is a property that may be missing, before and after."""
    read_only: bool = False
    """Whether it is only received, before or after; a change of that is a difference of its own."""
    write_only: bool = False
    turned: bool = False
    """Whether it is only received, or only sent, on one of the two sides."""

    def report(self, name: str, before: str = "", after: str = "", **more: Any) -> None:
        """Add a difference; `more` are further attributes of the difference."""
        self.node.differences.append(SchemaDifference(KINDS[name], self, before, after, **more))

    def within(self, step: str, words: str = "") -> SchemaPair:
        """Return the pair for a part of the value, under the same name."""
        return replace(
            self,
            old=(*self.old, *step.split(" ")),
            new=(*self.new, *step.split(" ")),
            words=f"{words} {self.words}" if words else self.words,
            deep=True,
            is_property=False,
            optional=False,
        )


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """One difference of a pair."""

    kind: ChangeKind
    pair: SchemaPair
    before: str
    after: str
    old_steps: tuple[str, ...] | None = ()
    """Further steps to what differs; None on a side that does not have it."""
    new_steps: tuple[str, ...] | None = ()
    old_symbols: tuple[str, ...] = ()
    """Further Python names that it affects."""
    new_symbols: tuple[str, ...] = ()
    announced: bool = False
    """Whether it was deprecated before it was removed."""
    says_direction: bool = False
    """Whether it changes if the value is sent or received at all."""
    at: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Steps from the node's place, in place of those from the pair."""


class Walker(Protocol):
    """The comparison of schemas, as the modules that compare parts of them use it."""

    @property
    def old(self) -> Api:
        """The API before."""
        ...

    @property
    def new(self) -> Api:
        """The API after."""
        ...

    @property
    def old_names(self) -> Names:
        """The names of the API before."""
        ...

    @property
    def new_names(self) -> Names:
        """The names of the API after."""
        ...

    def compare(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> None:
        """Compare a pair of schemas."""
        ...

    def refer(self, old: str, new: str, pair: SchemaPair) -> None:
        """Compare a pair of components that a pair refers to."""
        ...

    def correspond(self, old: str, new: str) -> bool:
        """Return whether two components are the same, perhaps renamed."""
        ...

    def typed(self, schema: JsonSchema, *, old: bool) -> str:
        """Return the Python type of a schema of one side, in backticks."""
        ...


def shown(value: Any) -> str:
    """Return a JSON value for a message: in backticks, as Python source, shortened if it is long."""
    text = repr(value)
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}`".replace("\n", " ")


_LONGEST = 60


def listed(values: list[Any]) -> str:
    """Return values for a message, separated by commas."""
    few = [shown(value) for value in values[:_MOST]]
    return ", ".join([*few, f"{len(values) - _MOST} more"] if len(values) > _MOST else few)


_MOST = 8
