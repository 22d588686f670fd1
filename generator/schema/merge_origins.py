"""Merge origins: the schemas that a merged schema was made from. Two with the same origins are equal.

`Category: {properties: {parent: {allOf: [Category], properties: {child: Category}}}}` requires a parent that is also
the parent of a category, and so on without end. But from the second on, each has the same origins.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from msgspec import Struct, field

from ..openapi.identity import IdentityTable, Numbers
from ..openapi.references import is_mapping

MergeOrigins = frozenset[Hashable]
"""References, and schemas without references by their identity, that a value has to satisfy together."""
_MOST = 32
"""The number of parts from which a schema is looked up among others: nobody writes more."""


class _Part(NamedTuple):
    """The part of an origin that `how` names."""

    how: str
    origin: Hashable


class OriginTable(Struct):
    """Knows, by identity, from which schemas of a description a schema was merged."""

    _known: IdentityTable[MergeOrigins] = field(default_factory=IdentityTable[MergeOrigins])
    _numbers: Numbers = field(default_factory=Numbers)

    def of(self, schema: Any) -> MergeOrigins:
        """Return the origins of a schema; a schema that was not merged is its own origin."""
        if not is_mapping(schema):
            return frozenset({schema is False} - {False})
        known = self._known.get(schema)
        return self._known.put(schema, self._of(schema)) if known is None else known

    def _of(self, schema: dict[str, Any]) -> MergeOrigins:
        if schema.keys() == {"$ref"}:
            return frozenset({schema["$ref"]})
        # Only for a plain list, not for the assertions that a merge leaves.
        if type(schema.get("allOf")) is not list:
            return self._itself(schema)
        own: MergeOrigins = frozenset() if schema.keys() == {"allOf"} else self._itself(schema)
        return self._few(own.union(*map(self.of, schema["allOf"])), schema)

    def merged(self, made: Any, *sources: Any) -> None:
        """Record that a schema was merged from others."""
        if is_mapping(made):
            self._known.put(made, self._few(frozenset[Hashable]().union(*map(self.of, sources)), made))

    def derived(self, made: Any, source: Any, how: str) -> None:
        """Record that a schema is the part of another one that `how` names; if that was merged, of each of
        its origins.
        """
        if is_mapping(made) and made is not source:
            self._known.put(made, frozenset(_part(origin, how) for origin in self.of(source)))

    def _few(self, origins: MergeOrigins, schema: Any) -> MergeOrigins:
        return origins if len(origins) <= _MOST else self._itself(schema)

    def _itself(self, schema: Any) -> MergeOrigins:
        return frozenset({self._numbers.of(schema)})


def _part(origin: Hashable, how: str) -> Hashable:
    return origin if isinstance(origin, _Part) and origin.how == how else _Part(how, origin)
