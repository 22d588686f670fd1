"""Lets the waits of a mock end: what a provider publishes, or is made up, may for ever be in a state that goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from ..runtime.paging.values import find, replaced
from ..runtime.problems import MISSING, steps
from .values import Sampler, Schema

JSONValue: TypeAlias = Any


class FinalStates(Struct, frozen=True):
    """The states of a response that end a wait with success."""

    pointer: str
    """JSON pointer to the state in a response (RFC 6901)."""
    states: tuple[str | int | bool | None, ...]

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of a response as they are."""
        return dict(headers)

    def body(self, value: JSONValue, schema: Schema, sampler: Sampler) -> JSONValue:
        """Return a response in one of the states, if it has a state and the schema accepts it."""
        path = steps(self.pointer)
        if find(value, path) in (MISSING, *self.states):
            return value
        candidates = (replaced(value, path, state) for state in self.states)
        return next((one for one in candidates if sampler.failure(schema, one) is None), value)
