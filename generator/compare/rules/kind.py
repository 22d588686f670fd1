"""A kind of schema change, and what it means for values that are sent and for values that are received.

A change that allows less breaks senders; one that allows more breaks receivers. Messages are in terms of a caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..changes import Direction, Level


class Effect(StrEnum):
    """What a change does to the set of allowed values."""

    NARROWS = "narrows"
    WIDENS = "widens"
    DIFFERS = "differs"
    """Some allowed values are no longer allowed, and others are new."""
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
    """Where a value occurs; the text is the beginning of rule ids."""

    REQUEST_BODY = "request-body"
    REQUEST_PROPERTY = "request-property"
    PARAMETER = "request-parameter"
    PARAMETER_PROPERTY = "request-parameter-property"
    RESPONSE_BODY = "response-body"
    RESPONSE_PROPERTY = "response-property"
    RESPONSE_HEADER = "response-header"

    @property
    def direction(self) -> Direction:
        """The direction in which the value travels."""
        return Direction.RESPONSE if self.startswith("response") else Direction.REQUEST

    @property
    def letter(self) -> str:
        """The letter of the position in `ChangeKind.known`."""
        return _LETTERS[self]

    @property
    def section(self) -> str:
        """The heading of its rules."""
        return _SECTIONS[self]

    @property
    def words(self) -> str:
        """The name of a value at this position in the documentation."""
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
class ChangeKind:
    """One kind of change that a schema can have."""

    name: str
    """The end of the ids."""
    effect: Effect
    what: str
    """The sentence; `{it}` is the value, `{before}` and `{after}` are its old and new form."""
    fails: str = ""
    """What happens to correct calls, if it breaks senders; `{status}` is the status with which they fail."""
    meets: str = ""
    """What happens to correct code, if it breaks receivers."""
    received: str = ""
    """The sentence about a value that only comes from the server, if it differs from `what`."""
    request: Level | None = None
    """The level for values that are sent, if it does not follow from the effect."""
    response: Level | None = None
    known: str = ""
    """The positions for which oasdiff has the check."""
    only: str = ""
    """The positions at which this can happen; empty for all."""
    elsewhere: str = ""
    """The kind to use at other positions."""
    ids: Mapping[str, str] | None = None
    """Position letter → id, for ids that are formed in another way."""
    anywhere: bool = False
    """Whether there is one rule for all positions, as for documentation and Python names."""

    def id_at(self, position: Position) -> str:
        """Return the id of the rule for a position."""
        if self.anywhere:
            return self.name
        if self.ids and position.letter in self.ids:
            return self.ids[position.letter]
        return f"{position}-{self.name}"

    def stands_at(self, position: Position) -> bool:
        """Return whether this change can happen at a position."""
        return not self.only or position.letter in self.only

    def level(self, direction: Direction) -> Level:
        """Return the severity in a direction."""
        if direction is Direction.RESPONSE:
            return self.response or _RESPONSE[self.effect]
        return self.request or _REQUEST[self.effect]

    def words(self, direction: Direction) -> str:
        """Return the sentence about a value that travels in a direction."""
        return self.received if self.received and direction is Direction.RESPONSE else self.what

    def meaning(self, position: Position) -> str:
        """Return the sentence for the documentation."""
        place = "value" if self.anywhere else position.words
        it = f"{'an' if place[0] in 'aeiou' else 'a'} {place}"
        return self.words(position.direction).format(it=it, before="…", after="…").replace("`…`", "…")


MORE = "values that were not possible before may come"
"""What happens to code if more is allowed than before."""
