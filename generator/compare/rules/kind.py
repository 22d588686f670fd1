"""In what a schema can change, and what that means for values that are sent and for values that are received.

A change that allows less breaks who sends; one that allows more breaks who receives. The wording is that of a caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..changes import Direction, Level


class Effect(StrEnum):
    """What a change does to the set of values that are allowed."""

    NARROWS = "narrows"
    WIDENS = "widens"
    DIFFERS = "differs"
    """Values that were allowed are not, and others are."""
    UNKNOWN = "unknown"
    NONE = "none"


_REQUEST = {
    Effect.NARROWS: Level.BREAKING,
    Effect.WIDENS: Level.SAFE,
    Effect.DIFFERS: Level.BREAKING,
    Effect.UNKNOWN: Level.RISKY,
    Effect.NONE: Level.SAFE,
}
_RESPONSE = {**_REQUEST, Effect.NARROWS: Level.SAFE, Effect.WIDENS: Level.BREAKING}


class Position(StrEnum):
    """Where a value stands; the text is what ids begin with."""

    REQUEST_BODY = "request-body"
    REQUEST_PROPERTY = "request-property"
    PARAMETER = "request-parameter"
    PARAMETER_PROPERTY = "request-parameter-property"
    RESPONSE_BODY = "response-body"
    RESPONSE_PROPERTY = "response-property"
    RESPONSE_HEADER = "response-header"

    @property
    def direction(self) -> Direction:
        """Which way the value travels."""
        return Direction.RESPONSE if self.startswith("response") else Direction.REQUEST

    @property
    def letter(self) -> str:
        """The letter that stands for it in `Kind.known`."""
        return _LETTERS[self]

    @property
    def section(self) -> str:
        """The heading of its rules."""
        return _SECTIONS[self]

    @property
    def words(self) -> str:
        """What the documentation calls a value there."""
        return self.value.replace("request-parameter", "parameter").replace("-", " ")


_LETTERS = {
    Position.REQUEST_BODY: "b",
    Position.REQUEST_PROPERTY: "p",
    Position.PARAMETER: "a",
    Position.PARAMETER_PROPERTY: "q",
    Position.RESPONSE_BODY: "B",
    Position.RESPONSE_PROPERTY: "P",
    Position.RESPONSE_HEADER: "H",
}
_SECTIONS = {
    Position.REQUEST_BODY: "Schemas of request bodies",
    Position.REQUEST_PROPERTY: "Schemas of request properties",
    Position.PARAMETER: "Schemas of parameters",
    Position.PARAMETER_PROPERTY: "Schemas of properties of parameters",
    Position.RESPONSE_BODY: "Schemas of response bodies",
    Position.RESPONSE_PROPERTY: "Schemas of response properties",
    Position.RESPONSE_HEADER: "Schemas of response headers",
}
POSITIONS: tuple[Position, ...] = tuple(Position)


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that a schema can change in."""

    name: str
    """What ids end with."""
    effect: Effect
    what: str
    """What happened; `{it}` is the value, `{before}` and `{after}` what it was and is."""
    fails: str = ""
    """What becomes of calls that were right, where it breaks who sends; `{status}` says with which status."""
    meets: str = ""
    """What becomes of code that was right, where it breaks who receives."""
    received: str = ""
    """What happened to a value that only comes from the server, where that is said in other words."""
    request: Level | None = None
    """The level for what is sent, where it does not follow from the effect."""
    response: Level | None = None
    known: str = ""
    """The positions for which oasdiff has the check."""
    only: str = ""
    """The positions at which this can happen; everywhere where empty."""
    elsewhere: str = ""
    """The kind that it is at other positions."""
    ids: Mapping[str, str] | None = None
    """Ids by the letter of their position, where they are formed in another way."""
    anywhere: bool = False
    """One rule for all positions: words, and names in Python."""

    def id_at(self, position: Position) -> str:
        """Return the id of the rule for a position."""
        if self.anywhere:
            return self.name
        if self.ids and position.letter in self.ids:
            return self.ids[position.letter]
        return f"{position}-{self.name}"

    def stands_at(self, position: Position) -> bool:
        """Say whether this can happen at a position."""
        return not self.only or position.letter in self.only

    def level(self, direction: Direction) -> Level:
        """Return how grave it is in a direction."""
        if direction is Direction.RESPONSE:
            return self.response or _RESPONSE[self.effect]
        return self.request or _REQUEST[self.effect]

    def words(self, direction: Direction) -> str:
        """Return what happened, as it is said of a value that travels in a direction."""
        return self.received if self.received and direction is Direction.RESPONSE else self.what

    def meaning(self, position: Position) -> str:
        """Return the sentence of the documentation."""
        place = "value" if self.anywhere else position.words
        it = f"{'an' if place[0] in 'aeiou' else 'a'} {place}"
        return self.words(position.direction).format(it=it, before="…", after="…").replace("`…`", "…")


MORE = "values that were not possible before may come"
"""What becomes of code where more is allowed than before."""
