"""What changed between two descriptions of an API, for a caller of the generated client, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from ..diagnostics import Location
from ..ir.api import OperationKey

Semver: TypeAlias = Literal["major", "minor", "patch", "none"]
"""The step of a version number (Semantic Versioning 2.0.0, 6 to 8)."""


class Level(StrEnum):
    """How severe a change is for a caller; most severe first."""

    BREAKING = "breaking"
    """Code that was correct now fails, when it runs or in a type checker."""
    RISKY = "risky"
    """Code keeps working, but may meet values that it was not written for."""
    SAFE = "safe"
    """Correct code is not affected."""
    DOCS = "docs"
    """Only documentation changed."""

    @property
    def rank(self) -> int:
        """0 for the most severe level."""
        return list(Level).index(self)


class Direction(StrEnum):
    """The direction in which the changed value travels."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"
    NONE = "none"
    """Neither: the client's own names, or documentation."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place in the user's code that uses something that changed."""

    path: str
    line: int
    column: int
    text: str
    """The line of source, stripped."""
    symbol: str
    """The symbol of the change that it uses."""
    sure: bool = True
    """False if only the name suggests it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, however many operations it reaches."""

    rule: str
    """oasdiff's id if it has one, else ours; `docs/rules.md` lists them."""
    level: Level
    direction: Direction
    message: str
    """A sentence in terms of the Python client."""
    symbols: tuple[str, ...]
    """Dotted Python names affected, old ones for what was there, new ones for what is new: `calls.create` (a method),
    `calls.create(limit)` (an argument), `CreateCallRequest` (a model), `CreateCallRequest.timezone` (a field),
    `errors.NotFoundError`, `FormantAI(api_key)` (an argument of the client), `FormantAI(server='india')`."""
    operations: tuple[OperationKey, ...] = ()
    """The operations that it affects, sorted; moved operations under their old path."""
    old: Location | None = None
    new: Location | None = None
    before: str = ""
    """The old value, in short; empty if there was none."""
    after: str = ""
    uses: tuple[Use, ...] | None = None
    """Where the user's code uses it; None if that was not searched."""
    count: int = 1
    """How many changes it is: a report may say many like ones in one sentence."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes of one provider."""

    provider: str
    """The name of the package."""
    old_version: str
    """`info.version` of the descriptions."""
    new_version: str
    changes: tuple[Change, ...]
    """Most severe first, then by symbol."""

    @property
    def semver(self) -> Semver:
        """The step of a version number that the most severe change requires."""
        if not self.changes:
            return "none"
        match min((change.level for change in self.changes), key=lambda level: level.rank):
            case Level.BREAKING:
                return "major"
            case Level.RISKY | Level.SAFE:
                return "minor"
            case Level.DOCS:
                return "patch"
