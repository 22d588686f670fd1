"""Finds the lines and columns of things in the documents, exact to the property and the keyword."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..artifacts import Described
from ..diagnostics import Location
from ..document.document import split
from ..ir.origin import KnownPlace, Origin
from ..openapi.references import Missing, Place, Resolver, SchemaResource, containers, is_mapping, is_sequence
from .stability import EXTENSIONS

_DEEPEST = 12
"""How many references and members of `allOf` are nested where one step is looked for."""

_LOOSE = frozenset({"content", "schema", "requestBody"})
"""Steps that a description of OpenAPI 2.0 does not take."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a search begins: a component of the canonical tree, or a location; and the first steps from there."""

    component: str = ""
    start: Origin | None = None
    steps: tuple[str, ...] = ()

    def down(self, *steps: str) -> Anchor:
        """Return an anchor further down."""
        return Anchor(self.component, self.start, (*self.steps, *steps))


@dataclass(slots=True)
class SourcePositions:
    """The documents of one side.

    A step is a key, an index, or `=value` for the item of a list. A search goes through `$ref` and `allOf`; if a step
    leads nowhere, it ends at what it has found.
    """

    described: Described
    extended: bool = field(init=False)
    """Whether the documents have extensions that the comparison knows."""
    _resolver: Resolver = field(init=False)
    _files: dict[str, SchemaResource] = field(init=False)

    def __post_init__(self) -> None:
        """Index the documents by file."""
        source = self.described.source
        self._resolver = Resolver(source.main, source.others)
        documents = (source.main, *source.others.values())
        self.extended = any(_mentions(document.tree) for document in documents)
        self._files = {document.file: SchemaResource(document, "", document.tree) for document in documents}

    def find(self, anchor: Anchor | None, *steps: str) -> Location | None:
        """Return the place that steps lead to, or the last place on the way."""
        if anchor is None:
            return None
        start = self._begin(anchor)
        if start is None:
            return None
        _, place, _ = self._follow(start, (*anchor.steps, *steps))
        return place.where()

    def value(self, anchor: Anchor | None, *steps: str) -> Any:
        """Return the document's value at a place; None if there is none."""
        start = self._begin(anchor) if anchor is not None else None
        if anchor is None or start is None:
            return None
        node, _, left = self._follow(start, (*anchor.steps, *steps))
        return None if left else node

    def extension(self, anchor: Anchor | None, key: str) -> Any:
        """Return the value of an extension at a place; None if there is none."""
        return self.value(anchor, key) if self.extended else None

    def root(self, *steps: str) -> Anchor:
        """Return an anchor within the main document."""
        return Anchor("", Origin(KnownPlace(Location(self.described.source.main.file))), steps)

    def _begin(self, anchor: Anchor) -> tuple[Any, Place] | None:
        if anchor.component:
            component = self.described.api.schemas.get(anchor.component)
            start = component.where if component is not None else None
        else:
            start = anchor.start.where() if anchor.start else None
        resource = self._files.get(start.file) if start is not None else None
        if start is None or resource is None:
            return None
        node, place, _ = self._follow((resource.root, Place(resource, None, ())), split(start.pointer))
        return node, place

    def _follow(self, start: tuple[Any, Place], steps: Sequence[str]) -> tuple[Any, Place, bool]:
        """Return what steps lead to, its place, and whether some of them lead nowhere."""
        here = [start]
        for step in steps:
            found = [one for node, place in here for one in self._step(node, place, step, _DEEPEST)]
            if found:
                here = found
            elif step not in _LOOSE and "/" not in step:
                return *here[0], True
        return *here[0], False

    def _step(self, node: Any, place: Place, key: str, depth: int) -> Iterator[tuple[Any, Place]]:
        """Yield the values of a key in a node, or else in the schemas that describe the same value."""
        if is_sequence(node):
            yield from _item(node, place, key)
        elif is_mapping(node) and depth:
            if key in node:
                yield node[key], place.down(key)
            for child, there in self._same_value(node, place):
                yield from self._step(child, there, key, depth - 1)

    def _same_value(self, node: Mapping[str, Any], place: Place) -> Iterable[tuple[Any, Place]]:
        """Yield the other schemas that describe the same value as a node."""
        ref = node.get("$ref")
        if isinstance(ref, str):
            target = self._resolver.resolve(ref, place)
            if not isinstance(target, Missing):
                yield target.node, target.place
        members = node.get("allOf")
        for index, member in enumerate(members if is_sequence(members) else ()):
            yield member, place.down("allOf", str(index))
        for keyword in ("oneOf", "anyOf"):
            variants = node.get(keyword)
            real = [
                (index, one)
                for index, one in enumerate(variants if is_sequence(variants) else ())
                if not (is_mapping(one) and one.get("type") == "null")
            ]
            if len(real) == 1:
                yield real[0][1], place.down(keyword, str(real[0][0]))


def _mentions(tree: Mapping[str, Any]) -> bool:
    """Return whether a document has an extension anywhere; few have, and searching for each costs time."""
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if not is_mapping(node):
            stack.extend(containers(node))
        elif node.keys().isdisjoint(EXTENSIONS):
            stack.extend(containers(node.values()))
        else:
            return True
    return False


def _item(node: Sequence[Any], place: Place, key: str) -> Iterator[tuple[Any, Place]]:
    if key.startswith("="):
        index = next((index for index, one in enumerate(node) if str(one) == key[1:]), None)
    else:
        index = int(key) if key.isascii() and key.isdigit() and int(key) < len(node) else None
    if index is not None:
        yield node[index], place.down(str(index))
