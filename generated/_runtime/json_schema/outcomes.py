"""What evaluating a schema finds, and what is known already of the references that lead from one schema to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Step: TypeAlias = tuple[str, str, int]
"""A reference that is followed: its text, the place in the instance, and the identity of the value there."""
_MOST_STEPS = 20_000
"""The most references that are followed for one value."""


class Failure(Exception):
    """An instance is not valid: the message says why, `pointer` is the JSON pointer of the place in the instance."""

    def __init__(self, message: str, pointer: str = "") -> None:
        """Both are for people."""
        super().__init__(message)
        self.message = message
        self.pointer = pointer


@dataclass(slots=True)
class Seen:
    """The properties and items that some keyword has evaluated; the unevaluated keywords depend on them."""

    properties: set[str] = field(default_factory=set[str])
    items: set[int] = field(default_factory=set[int])

    def add(self, other: Seen) -> None:
        """Add what another schema has evaluated in the same instance."""
        self.properties |= other.properties
        self.items |= other.items


class TooEntangledError(Exception):
    """References lead back to each other in so many ways that a value cannot be checked in a reasonable time."""


class Walk:
    """The references that are being followed for one value of an instance.

    Schemas that refer to each other make a net: along all its paths there may be 2 to the power of their number, or
    more. So what a reference gave for a value is kept. It is not kept if it depends on a reference around it, because
    it led back to that one.
    """

    __slots__ = ("_known", "_left", "_lowest", "_open")

    def __init__(self, known: dict[Step, Seen | Failure] | None = None) -> None:
        """`known` has what references gave, for all values of the instance."""
        self._known: dict[Step, Seen | Failure] = {} if known is None else known
        self._open: list[Step] = []
        self._lowest: int = 0
        """The outermost open reference that the innermost one has led back to, as an index."""
        self._left = _MOST_STEPS

    def below(self) -> Walk:
        """Return the walk for a property, an item or a name."""
        return Walk(self._known)

    def is_open(self, step: Step) -> bool:
        """Return whether a reference is being followed for the same value already."""
        if step not in self._open:
            return False
        self._lowest = min(self._lowest, self._open.index(step))
        return True

    def follow(self, step: Step, evaluate: Callable[[], Seen]) -> Seen:
        """Return what the schema of a reference has evaluated; raise `Failure` if the value is not valid."""
        found = self._known.get(step)
        if found is None:
            found = self._followed(step, evaluate)
        if isinstance(found, Failure):
            raise Failure(found.message, found.pointer)
        return found

    def _followed(self, step: Step, evaluate: Callable[[], Seen]) -> Seen | Failure:
        self._left -= 1
        if self._left < 0:
            raise TooEntangledError
        depth, outer = len(self._open), self._lowest
        self._open.append(step)
        self._lowest = depth
        try:
            found: Seen | Failure = evaluate()
        except Failure as failure:
            found = failure
        finally:
            self._open.pop()
        if self._lowest < depth:
            self._lowest = min(outer, self._lowest)
        else:
            self._known[step] = found
            self._lowest = outer
        return found
