"""Which responses end a wait: plain data that generated code contains."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from ..problems import MISSING, steps

R = TypeVar("R")

Outcome: TypeAlias = Literal["success", "failure", "retry"]
"""What a response means: the wait has succeeded, it has failed, or it continues."""
State: TypeAlias = "str | int | bool | None"
Until: TypeAlias = Callable[[R], bool]
"""A function that decides whether a result is what the program waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollingRule(Generic[R]):
    """Which responses end the wait; `R` is the type of a response.

    The HTTP status is checked first, then the state in the body: success, failure, retry. An unlisted state continues
    the wait: a later version of the service may have states that are not known yet.
    """

    state: str | None = None
    """JSON Pointer (RFC 6901) to the state in a response; None if the HTTP status alone decides."""
    success: tuple[State, ...] = ()
    """States that end the wait with success."""
    failure: tuple[State, ...] = ()
    """States that end the wait with failure."""
    retry: tuple[State, ...] = ()
    """States in which the wait continues."""
    statuses: Mapping[int, Outcome] = field(default_factory=dict[int, Outcome])
    """HTTP statuses with a meaning of their own."""
    delay: float = 2.0
    """Seconds between the first two attempts, increasing later; each pause is shortened at random by up to half."""
    longest_delay: float = 30.0
    """The most seconds between two attempts, unless the server asks for more."""
    deadline: float = 600.0
    """Seconds for the whole wait, unless the program gives a deadline."""

    def finished(self, content: bytes) -> bytes:
        """Return a JSON body with a state that ends the wait with success; as it is, if it has no state."""
        if self.state is None or not self.success:
            return content
        from ..paging.values import find, replaced

        try:
            document, path = json.loads(content), steps(self.state)
        except ValueError:
            return content
        if find(document, path) in (MISSING, *self.success):
            return content
        return json.dumps(replaced(document, path, self.success[0])).encode()
