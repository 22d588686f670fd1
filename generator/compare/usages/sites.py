"""The places of a program that name something of a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["import", "name", "call", "argument", "read", "write"]
"""Of `name`: a class, or a method that is not called there. Of `read` and `write`: a field."""


@dataclass(frozen=True, slots=True)
class Site:
    """One such place."""

    kind: Kind
    symbol: str
    path: str
    line: int
    column: int
    sure: bool = True
    """False where only the name speaks for it."""
    given: frozenset[str] = frozenset()
    """Of a call: the arguments that it gives."""
    value: str = ""
    """Of what is given: the constant that it is, as Python writes it."""
    complete: bool = True
    """Of a call: `given` are all of them, as there is no `**` or `*`."""
