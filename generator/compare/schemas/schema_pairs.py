"""What the comparison of schemas works on: pairs of schemas, what differs in each, and how they hang together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ...ir.api import Api
from ...naming.names import Names
from ...schema.classes import JsonSchema
from ..rules.catalogue import KINDS
from ..rules.kind import Kind
from ..source_positions import Anchor


@dataclass(slots=True, eq=False)
class Node:
    """A pair of components, or of schemas that stand in an operation."""

    old_symbol: str
    new_symbol: str
    old: Anchor | None
    new: Anchor | None
    words: str = ""
    """How messages call the value; the symbol where empty."""
    differences: list[Difference] = field(default_factory=list["Difference"])
    edges: list[Edge] = field(default_factory=list["Edge"])


@dataclass(frozen=True, slots=True)
class Edge:
    """That one pair refers to another one."""

    child: Node
    direct: bool
    """The value is the very same, not part of it."""
    sent: bool = True
    received: bool = True
    """Whether what is referred to travels that way at all: what is `readOnly` is not sent."""


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """A pair of schemas within a node."""

    node: Node
    old: tuple[str, ...] = ()
    """The steps to it from where the node is described."""
    new: tuple[str, ...] = ()
    old_symbol: str = ""
    """The Python name of what holds it: a field, or the node's own."""
    new_symbol: str = ""
    words: str = ""
    """How messages call it."""
    deep: bool = False
    """Whether it is part of the node's value."""
    is_property: bool = False
    """Whether it is a property itself, not part of one."""
    read_only: bool = False
    """Whether it is only received, before or after; whether that changed is a difference of its own."""
    write_only: bool = False
    turned: bool = False
    """Whether it is only received, or only sent, on one of the two sides."""

    def report(self, name: str, before: str = "", after: str = "", **more: Any) -> None:
        """Remember a difference; `more` are further attributes of Difference."""
        self.node.differences.append(Difference(KINDS[name], self, before, after, **more))

    def within(self, step: str, words: str = "") -> SchemaPair:
        """Return the pair of a part of the value, under the same name."""
        return replace(
            self,
            old=(*self.old, *step.split(" ")),
            new=(*self.new, *step.split(" ")),
            words=f"{words} {self.words}" if words else self.words,
            deep=True,
            is_property=False,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs at a pair."""

    kind: Kind
    pair: SchemaPair
    before: str
    after: str
    old_steps: tuple[str, ...] | None = ()
    """Further steps to what differs; None where it is not there."""
    new_steps: tuple[str, ...] | None = ()
    old_symbols: tuple[str, ...] = ()
    """Further Python names that it is about."""
    new_symbols: tuple[str, ...] = ()
    announced: bool = False
    """It was deprecated before it went."""
    says_direction: bool = False
    """It is about whether the value is sent or received at all."""
    at: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """Steps from where the node is described, in place of those from the pair."""


class Walker(Protocol):
    """Who compares schemas, for the modules that compare parts of them."""

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
        """Its names."""
        ...

    @property
    def new_names(self) -> Names:
        """Its names."""
        ...

    def compare(self, old: JsonSchema, new: JsonSchema, pair: SchemaPair) -> None:
        """Compare a pair of schemas."""
        ...

    def refer(self, old: str, new: str, pair: SchemaPair) -> None:
        """Compare a pair of components that a pair refers to."""
        ...

    def correspond(self, old: str, new: str) -> bool:
        """Say whether two components are the same one, if under another name."""
        ...

    def typed(self, schema: JsonSchema, *, old: bool) -> str:
        """Return the Python type of a schema of one side, in backticks."""
        ...


def shown(value: Any) -> str:
    """Return a JSON value as a message shows it: in backticks, in Python's words, cut where it is long."""
    text = repr(value)
    return f"`{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}`".replace("\n", " ")


_LONGEST = 60


def listed(values: list[Any]) -> str:
    """Return values one after the other."""
    few = [shown(value) for value in values[:_MOST]]
    return ", ".join([*few, f"{len(values) - _MOST} more"] if len(values) > _MOST else few)


_MOST = 8
