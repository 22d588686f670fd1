"""What a merged schema is made of: two that are made of the same are the same, however often they were merged.

`Category: {properties: {parent: {allOf: [Category], properties: {child: Category}}}}` asks for a parent that is also
what the parent of a category is, and so on without end. But from the second on each is made of the same parts.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..openapi.references import is_mapping

Atoms = frozenset[Hashable]
_MOST = 32
"""Of how many parts a schema is made for it to be looked for among others: nobody writes more."""


class _Derived(NamedTuple):
    """That of an atom which `how` says."""

    how: str
    atom: Hashable


@dataclass(slots=True)
class Origins:
    """Knows, by identity, which schemas of a description a schema was merged of."""

    _known: dict[int, tuple[Any, Atoms]] = field(default_factory=dict[int, tuple[Any, Atoms]])

    def of(self, schema: Any) -> Atoms:
        """Return the references, and the schemas without references, that a value has to satisfy together."""
        if not is_mapping(schema):
            return frozenset({schema is False} - {False})
        known = self._known.get(id(schema))
        if known is None:
            known = self._known[id(schema)] = (schema, self._of(schema))
        return known[1]

    def _of(self, schema: dict[str, Any]) -> Atoms:
        if schema.keys() == {"$ref"}:
            return frozenset({schema["$ref"]})
        # Of a plain list, not of the assertions that are left of a merge.
        if type(schema.get("allOf")) is not list:
            return frozenset({id(schema)})
        own: Atoms = frozenset() if schema.keys() == {"allOf"} else frozenset({id(schema)})
        return _few(own.union(*map(self.of, schema["allOf"])), schema)

    def merged(self, made: Any, *sources: Any) -> None:
        """Remember that a schema was merged of others."""
        if is_mapping(made):
            self._known[id(made)] = (made, _few(frozenset[Hashable]().union(*map(self.of, sources)), made))

    def derived(self, made: Any, source: Any, how: str) -> None:
        """Remember that a schema has of another one what `how` says: of a part of a merged one, that of each atom."""
        if is_mapping(made) and made is not source:
            self._known[id(made)] = (made, frozenset(_derived(atom, how) for atom in self.of(source)))


def _few(atoms: Atoms, schema: Any) -> Atoms:
    return atoms if len(atoms) <= _MOST else frozenset({id(schema)})


def _derived(atom: Hashable, how: str) -> Hashable:
    return atom if isinstance(atom, _Derived) and atom.how == how else _Derived(how, atom)
