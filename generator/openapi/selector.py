"""Selects a part of an API: which operations a selection keeps, and which components they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ..diagnostics import Report
from ..document.selection import Criterion, Selection
from .json_values import containers, is_mapping, is_sequence
from .references import Place, ReferenceTarget, Resolver
from .schema_keywords import UNIONS


class Selector(Struct):
    """Applies a selection to one description."""

    selection: Selection
    left_out: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """The keys that lead to what is left out, which need not be valid."""
    kept: int = 0
    _used: set[Criterion] = field(default_factory=set[Criterion])

    def keeps(self, method: str, path: str, operation: Any) -> bool:
        """Return whether an operation is selected."""
        fields: dict[str, Any] = operation if is_mapping(operation) else {}
        wanted = [one for one in self.selection.include if one.matches(method, path, fields)]
        unwanted = [one for one in self.selection.exclude if one.matches(method, path, fields)]
        self._used.update(wanted, unwanted)
        keeps = (bool(wanted) or not self.selection.include) and not unwanted
        self.kept += keeps
        if not keeps:
            self.left_out.add(("paths", path, method))
        return keeps

    def report(self, report: Report) -> None:
        """Warn of criteria that nothing matches; refuse a selection that selects nothing."""
        for one in (*self.selection.include, *self.selection.exclude):
            if one not in self._used:
                message = f"no operation is selected by {one.kind} {one.pattern!r}: correct it or delete it"
                report.warning("unused-setting", message, one.where)
        if self.left_out and not self.kept:
            first = next(iter((*self.selection.include, *self.selection.exclude)))
            message = "`include` and `exclude` leave no operation: there is nothing to generate"
            report.error("nothing-selected", message, first.where)

    def needed(
        self, roots: Iterable[tuple[Any, Place]], declared: Mapping[str, Any], resolver: Resolver
    ) -> dict[str, Any]:
        """Return the declared schemas that the roots lead to, by references and as subclasses."""
        walk = _Walk(resolver)
        walk.add(roots)
        subclasses = dict(_subclasses(declared))
        found = True
        while found:
            found = False
            for name, bases in subclasses.items():
                schema = declared[name]
                if id(schema) not in walk.seen and any(id(declared.get(base)) in walk.seen for base in bases):
                    walk.add([(schema, resolver.root())])
                    found = True
        needed = {name: schema for name, schema in declared.items() if id(schema) in walk.seen}
        for name in declared.keys() - needed.keys():
            self.left_out |= {("components", "schemas", name), ("definitions", name)}
        return needed


class _Walk(Struct):
    """Visits nodes and everything that they refer to."""

    resolver: Resolver
    seen: set[int] = field(default_factory=set[int])

    def add(self, roots: Iterable[tuple[Any, Place]]) -> None:
        """Visit nodes, everything within them, and everything that they refer to."""
        waiting = list(roots)
        while waiting:
            node, place = waiting.pop()
            if id(node) in self.seen:
                continue
            self.seen.add(id(node))
            if is_mapping(node):
                for ref in _references(node):
                    target = self.resolver.resolve(ref, place)
                    if isinstance(target, ReferenceTarget):
                        waiting.append((target.node, target.place))
                waiting += [(one, place) for one in containers(node.values())]
            elif is_sequence(node):
                waiting += [(one, place) for one in containers(node)]


def _references(node: dict[str, Any]) -> Iterator[str]:
    for keyword in ("$ref", "$dynamicRef"):
        if isinstance(node.get(keyword), str):
            yield node[keyword]
    if "propertyName" in node:  # a discriminator
        mapping: Any = node.get("mapping")
        targets: list[Any] = [*mapping.values()] if is_mapping(mapping) else []
        for value in (*targets, node.get("defaultMapping")):
            if isinstance(value, str):
                yield value if "/" in value or "#" in value else f"#/components/schemas/{value}"


def _subclasses(declared: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield the schemas whose `allOf` refers to a schema with a discriminator, with these bases."""
    tagged = {name for name, schema in declared.items() if is_mapping(schema) and "discriminator" in schema}
    for name, schema in declared.items():
        bases = [base for base in _bases(schema) if base in tagged]
        if bases and not any(keyword in schema for keyword in UNIONS):
            yield name, bases


def _bases(schema: Any) -> Iterator[str]:
    members: Any = schema.get("allOf") if is_mapping(schema) else None
    for member in members if is_sequence(members) else ():
        ref = member.get("$ref") if is_mapping(member) else None
        if isinstance(ref, str):
            yield ref.rpartition("/")[2]
        yield from _bases(member)


def wanted_operations(selection: Selection, before: Mapping[str, Any], after: Mapping[str, Any]) -> Selection:
    """Return the selection for a corrected description: if the correction removed operations, unneeded components go,
    too.
    """
    removed = before is not after and removes_operations(before, after)
    return replace(selection, only_needed=True) if removed else selection


def removes_operations(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a corrected description lacks paths or operations that it had before."""
    paths, left = before.get("paths"), after.get("paths")
    if not is_mapping(paths):
        return False
    kept: dict[str, Any] = left if is_mapping(left) else {}
    return any(
        path not in kept or (is_mapping(item) and is_mapping(kept[path]) and item.keys() - kept[path].keys())
        for path, item in paths.items()
    )
