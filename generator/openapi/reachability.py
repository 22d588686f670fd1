"""Finds which components a canonical tree receives from the server, and which it sends there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .references import SCHEMAS, is_mapping
from .schema_keywords import subschemas


def references(schema: Any) -> Iterator[str]:
    """Yield the names of the components that a canonical schema refers to, once for each reference."""
    stack: list[Any] = [schema]
    while stack:
        value = stack.pop()
        if is_mapping(value):
            ref = value.get("$ref")
            if isinstance(ref, str) and ref.startswith(SCHEMAS):
                yield ref[len(SCHEMAS) :]
            stack.extend(one for _, one in subschemas(value))


def reachable(roots: Iterable[str], graph: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the names of components and of everything that they refer to, directly or indirectly."""
    found: set[str] = set()
    names = [*roots]
    while names:
        name = names.pop()
        if name not in found and name in graph:
            found.add(name)
            names.extend(graph[name])
    return frozenset(found)


def graph_of(components: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return component → the components that it refers to."""
    return {name: frozenset(references(schema)) for name, schema in components.items()}
