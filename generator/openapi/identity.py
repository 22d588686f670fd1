"""Tables about parts of a document before they have a shape: two that are equal are two, at two places."""

from __future__ import annotations

from typing import Generic, TypeVar

Value = TypeVar("Value")


class IdentityTable(Generic[Value]):
    """A table whose keys are objects and arrays of a document themselves, whatever they contain.

    Every key is kept: no other value can come to be where one was, and be taken for it.
    """

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        """Begin without entries."""
        self._entries: dict[int, tuple[object, Value]] = {}

    def get(self, key: object) -> Value | None:
        """Return the entry of a key, None if there is none."""
        found = self._entries.get(id(key))
        return None if found is None else found[1]

    def put(self, key: object, value: Value) -> Value:
        """Set the entry of a key, and return it."""
        self._entries[id(key)] = (key, value)
        return value

    def __contains__(self, key: object) -> bool:
        """Return whether a key has an entry."""
        return id(key) in self._entries

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)


class Numbers:
    """Gives each object or array of a document a number of its own."""

    __slots__ = ("_given",)

    def __init__(self) -> None:
        """Begin at 0."""
        self._given = IdentityTable[int]()

    def of(self, key: object) -> int:
        """Return the number of a value, the same at each call."""
        known = self._given.get(key)
        return self._given.put(key, len(self._given)) if known is None else known
