"""What changed between two descriptions of an API, for a caller of the generated client: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from ..diagnostics import Location
from ..ir.api import OperationKey

Semver: TypeAlias = Literal["major", "minor", "patch", "none"]
"""The step of a version number (Semantic Versioning 2.0.0, 6 to 8)."""


class Level(StrEnum):
    """How grave a change is for a caller; gravest first."""

    BREAKING = "breaking"
    """Code that was right is not any more: it fails when it runs, or in a type checker."""
    RISKY = "risky"
    """Code goes on, but may meet what it was not written for."""
    SAFE = "safe"
    """Nothing that was right before is affected."""
    DOCS = "docs"
    """Only words changed."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Level).index(self)


class Direction(StrEnum):
    """Which way what changed travels."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"
    NONE = "none"
    """Neither: what the client is made of, or words."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place of the user's own code that uses something that changed."""

    path: str
    line: int
    column: int
    text: str
    """The line of source, stripped."""
    symbol: str
    """Which of the change's symbols it uses."""
    sure: bool = True
    """False where only the name speaks for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, however many operations it reaches."""

    rule: str
    """oasdiff's id where it has one, else ours; `docs/rules.md` lists them."""
    level: Level
    direction: Direction
    message: str
    """A sentence in the words of a Python caller."""
    symbols: tuple[str, ...]
    """Dotted Python names affected, old ones for what was there, new ones for what is new: `calls.create` (a method),
    `calls.create(limit)` (an argument), `CreateCallRequest` (a model), `CreateCallRequest.timezone` (a field),
    `errors.NotFoundError`, `FormantAI(api_key)` (an argument of the client), `FormantAI(server='india')`."""
    operations: tuple[OperationKey, ...] = ()
    """The operations that it reaches, sorted; of those that moved, where they were."""
    old: Location | None = None
    new: Location | None = None
    before: str = ""
    """What it was, in short; empty where it was not there."""
    after: str = ""
    uses: tuple[Use, ...] | None = None
    """Where the user's own code uses it; None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes of one provider."""

    provider: str
    """The name of the package."""
    old_version: str
    """`info.version` of the descriptions."""
    new_version: str
    changes: tuple[Change, ...]
    """Gravest first, then by symbol."""

    @property
    def semver(self) -> Semver:
        """The step of a version number that the gravest change asks for."""
        if not self.changes:
            return "none"
        match min((change.level for change in self.changes), key=lambda level: level.rank):
            case Level.BREAKING:
                return "major"
            case Level.RISKY | Level.SAFE:
                return "minor"
            case Level.DOCS:
                return "patch"
