"""Changes a document without changing the original: copies containers on change, and tracks where every value comes
from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..diagnostics import Location
from .document import JSON, Document
from .json_path import Budget, Path, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class ValueOrigin:
    """Where a value comes from: a place in a document. Its members come from below that place, unless `members` lists
    them.
    """

    document: Document
    tokens: tuple[str, ...]
    members: dict[str, ValueOrigin | None] = field(default_factory=dict[str, "ValueOrigin | None"])
    """The origins of members that differ; None for a member that was removed."""

    def member(self, token: str) -> ValueOrigin:
        """Return the origin of a member, listing it in `members` so that it can be changed."""
        known = self.members.get(token)
        if known is None:
            known = self.members[token] = self.below(token)
        return known

    def below(self, token: str) -> ValueOrigin:
        """Return the origin of a member as if `members` did not list it."""
        return ValueOrigin(self.document, (*self.tokens, token))


class OverlaidPositions:
    """The positions of an edited document: each value's position in the text in which it was written."""

    def __init__(self, root: ValueOrigin) -> None:
        """Keep the origin of the root."""
        self._root = root

    def locate(self, file: str, tokens: Sequence[str]) -> Location:
        """Return the position of a value, or of its nearest ancestor, in the file that has it."""
        origin, rest = self._root, tuple(tokens)
        while rest and rest[0] in origin.members:
            below = origin.members[rest[0]]
            if below is None:
                rest = ()
                break
            origin, rest = below, rest[1:]
        return origin.document.positions.locate(origin.document.file, (*origin.tokens, *rest))


class IncompatibleError(Exception):
    """An update meets a value of another kind; `tokens` lead to the place in the update."""

    def __init__(self, tokens: tuple[str, ...], message: str) -> None:
        """Keep place and message."""
        super().__init__(message)
        self.tokens = tokens


class Edit:
    """A document being edited. Containers are copied before their first change, so the original stays unchanged."""

    def __init__(self, document: Document) -> None:
        """Start from the document as it is."""
        self._document = document
        self._origin = ValueOrigin(document, ())
        self.tree: dict[str, JSON] = dict(document.tree)
        # Ids of containers created here. All others live as long as the document, so no two share an id.
        self._own: set[int] = {id(self.tree)}

    def document(self) -> Document:
        """Return the edited document."""
        return Document(self.tree, self._document.file, OverlaidPositions(self._origin))

    def remove(self, paths: Sequence[Path]) -> None:
        """Remove values from the objects and arrays that hold them."""
        removed = set(paths)
        groups: dict[Path, list[str | int]] = {}
        for path in paths:
            if not any(path[:length] in removed for length in range(len(path))):
                groups.setdefault(path[:-1], []).append(path[-1])
        # Deeper values first: then no removal changes the path of a later one.
        for parent, tokens in sorted(groups.items(), key=lambda group: -len(group[0])):
            self._remove_members(parent, tokens)

    def _remove_members(self, path: Path, tokens: list[str | int]) -> None:
        parent, origin = self._at(path)
        if isinstance(parent, list):
            gone = set(tokens)
            kept = [index for index in range(len(parent)) if index not in gone]
            members = [origin.members.get(str(index)) or origin.below(str(index)) for index in kept]
            gone_before = [index for index in map(int, origin.members) if index >= len(parent)]
            origin.members = dict.fromkeys(map(str, (*range(len(kept), len(parent)), *gone_before)))
            origin.members.update((str(index), member) for index, member in enumerate(members))
            parent[:] = [parent[index] for index in kept]
        elif isinstance(parent, dict):
            for token in map(str, tokens):
                del parent[token]
                origin.members[token] = None

    def update(self, path: Path, value: JSON, source: ValueOrigin) -> None:
        """Merge a value into the value at a path (Overlay 1.1, 4.4.3).

        Raises:
            IncompatibleError: the two values are of different kinds.
        """
        target, origin = self._at(path)
        if isinstance(target, dict) and isinstance(value, dict):
            self._merge(target, origin, value, source)
        elif isinstance(target, list):
            entries = [(value, source)]
            if isinstance(value, list):
                entries = [(entry, source.below(str(index))) for index, entry in enumerate(value)]
            self._append(target, origin, entries)
        elif isinstance(target, dict | list) or isinstance(value, dict | list):
            raise IncompatibleError((), f"{kind(value)} cannot be merged into {kind(target)}")
        else:
            self._replace(path, value, source)

    def _replace(self, path: Path, value: JSON, source: ValueOrigin) -> None:
        parent, origin = self._at(path[:-1])
        token = path[-1]
        if isinstance(parent, list) and isinstance(token, int):
            parent[token] = value
        elif isinstance(parent, dict):
            parent[str(token)] = value
        origin.members[str(token)] = source

    def _merge(self, target: dict[str, JSON], origin: ValueOrigin, value: dict[str, JSON], source: ValueOrigin) -> None:
        for key, new in value.items():
            old = target.get(key)
            if key not in target or not (isinstance(new, dict | list) or isinstance(old, dict | list)):
                target[key] = copied(new)
                origin.members[key] = source.below(key)
            elif isinstance(old, dict) and isinstance(new, dict):
                below = self._owned_mapping(target, key, old)
                self._merge(below, origin.member(key), new, source.below(key))
            elif isinstance(old, list) and isinstance(new, list):
                entries = [(entry, source.below(key).below(str(index))) for index, entry in enumerate(new)]
                self._append(self._owned_sequence(target, key, old), origin.member(key), entries)
            else:
                message = f"{kind(new)} cannot be merged into {kind(old)}"
                raise IncompatibleError((*source.tokens, key), message)

    def _append(self, target: list[JSON], origin: ValueOrigin, entries: list[tuple[JSON, ValueOrigin]]) -> None:
        for entry, source in entries:
            origin.members[str(len(target))] = source
            target.append(copied(entry))

    def _at(self, path: Path) -> tuple[JSON, ValueOrigin]:
        """Return the value at a path, safe to change, and its origin."""
        value: JSON = self.tree
        origin = self._origin
        for token in path:
            if isinstance(value, dict):
                value = self._owned_member(value, str(token))
            elif isinstance(value, list) and isinstance(token, int):
                value = self._owned_item(value, token)
            origin = origin.member(str(token))
        return value, origin

    def _owned_member(self, parent: dict[str, JSON], key: str) -> JSON:
        value = parent[key]
        if isinstance(value, dict):
            return self._owned_mapping(parent, key, value)
        return self._owned_sequence(parent, key, value) if isinstance(value, list) else value

    def _owned_item(self, parent: list[JSON], index: int) -> JSON:
        value = parent[index]
        if isinstance(value, dict | list) and id(value) not in self._own:
            value = parent[index] = dict(value) if isinstance(value, dict) else list(value)
            self._own.add(id(value))
        return value

    def _owned_mapping(self, parent: dict[str, JSON], key: str, value: dict[str, JSON]) -> dict[str, JSON]:
        if id(value) not in self._own:
            value = parent[key] = dict(value)
            self._own.add(id(value))
        return value

    def _owned_sequence(self, parent: dict[str, JSON], key: str, value: list[JSON]) -> list[JSON]:
        if id(value) not in self._own:
            value = parent[key] = list(value)
            self._own.add(id(value))
        return value


def kind(value: JSON) -> str:
    """Return the kind of a value with its article: "an object", "an array" or "a primitive value"."""
    return "an object" if isinstance(value, dict) else "an array" if isinstance(value, list) else "a primitive value"


def copied(value: JSON) -> JSON:
    """Return a copy that shares no container; recursion is bounded by the limit on depth."""
    if isinstance(value, dict):
        return {key: copied(member) for key, member in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


def fulfils(value: JSON, update: JSON, budget: Budget) -> bool:
    """Return whether a value already has everything that an update would add: every entry of arrays, every member of
    objects.

    Raises:
        BudgetError: comparing them takes more steps than the budget has.
    """
    if isinstance(value, dict) and isinstance(update, dict):
        return all(key in value and fulfils(value[key], new, budget) for key, new in update.items())
    if isinstance(value, list):
        entries: list[JSON] = update if isinstance(update, list) else [update]
        return all(any(is_same(old, entry, budget) for old in value) for entry in entries)
    return is_same(value, update, budget)


def measure(value: JSON) -> tuple[int, int]:
    """Return the number of values in a value, itself included, and its depth."""
    nodes = depth = 0
    level = [value]
    while level:
        depth += 1
        nodes += len(level)
        below: list[JSON] = []
        for item in level:
            below.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        level = below
    return nodes, depth
