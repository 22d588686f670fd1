"""Which answers end the waiting: plain data that the generated code writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

R = TypeVar("R")

Outcome: TypeAlias = Literal["success", "failure", "retry"]
"""What an answer means: the waiting is over, it is over and did not come about, or it goes on."""
State: TypeAlias = "str | int | bool | None"
Until: TypeAlias = Callable[[R], bool]
"""Says whether an answer is what a program waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingRule(Generic[R]):
    """Which answers end the waiting; `R` is the type of an answer.

    The HTTP status is looked at first, then the state in the body: success, failure, retry. What is in none of them
    lets the waiting go on: a later version of the service may have states that nobody knows yet.
    """

    state: str | None = None
    """JSON Pointer (RFC 6901) to the state in an answer; None where the HTTP status alone says it."""
    success: tuple[State, ...] = ()
    """States that are waited for."""
    failure: tuple[State, ...] = ()
    """States from which no success will come."""
    retry: tuple[State, ...] = ()
    """States in which it goes on."""
    statuses: Mapping[int, Outcome] = field(default_factory=dict[int, Outcome])
    """HTTP statuses that mean something by themselves."""
    delay: float = 2.0
    """Seconds between the first two attempts, more from one to the next; each is shortened at random by up to half."""
    longest_delay: float = 30.0
    """Seconds between two attempts at most, unless the server asks for more."""
    deadline: float = 600.0
    """Seconds for the whole waiting, unless the program says otherwise."""
