"""The places of a program that name something of a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["import", "name", "call", "argument", "read", "write"]
"""For `name`: a class, or a method that is not called there. For `read` and `write`: a field."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a program that names something of a client."""

    kind: Kind
    symbol: str
    path: str
    line: int
    column: int
    sure: bool = True
    """False if only the name suggests it."""
    given: frozenset[str] = frozenset()
    """For a call: the arguments that it passes."""
    value: str = ""
    """For an argument: its constant value as Python source."""
    complete: bool = True
    """For a call: whether `given` are all arguments, without `**` or `*`."""
