"""Finds the schema that a reference means: follows reference chains, and reads an object that holds a schema as that
one.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from .identity import IdentityTable
from .json_values import is_mapping
from .media_type_names import is_json
from .problems import Findings, kind_of
from .references import Missing, Place, ReferenceTarget, Resolver, wrong_kind

_HOLDERS = frozenset({"a response", "a request body", "a parameter", "a header", "a media type"})
"""Objects that may be mistaken for the schema that they contain."""


class SchemaTargets(Struct, frozen=True):
    """Follows references to schemas."""

    resolver: Resolver
    findings: Findings
    declared: IdentityTable[str]
    """Component schema → its name; a reference chain ends at one of them."""

    def of(self, ref: str, place: Place, at: Place) -> ReferenceTarget | None:
        """Return what a reference at `place` means: a component, or a schema that is no reference itself.

        Returns None if it leads nowhere, which is reported at `at`.
        """
        seen: set[tuple[int, str]] = set()
        here, link = place, ref
        while True:
            target = self.resolver.resolve(link, here)
            if isinstance(target, Missing):
                self._report_missing(target, ref, at)
                return None
            if is_mapping(target.node) and target.node in self.declared:
                return target
            schema = self._schema(target, ref, at)
            if schema is None or not _is_reference(schema.node):
                return schema
            step = (id(schema.place.resource), schema.place.pointer())
            if step in seen:
                self.findings.broken_schema(
                    "reference-cycle", f"`$ref: {ref}` leads back to itself, not to a schema", at
                )
                return None
            seen.add(step)
            here, link = schema.place, schema.node["$ref"]

    def _report_missing(self, missing: Missing, ref: str, at: Place) -> None:
        if missing.remote:
            self.findings.warning("remote-reference", f"{missing.reason}; any value is accepted here", at)
        else:
            self.findings.broken_schema("dangling-reference", f"`$ref: {ref}`: {missing.reason}", at)

    def _schema(self, target: ReferenceTarget, ref: str, at: Place) -> ReferenceTarget | None:
        """Return a target that can be a schema, or the schema that it holds; report any other target and
        return None.
        """
        node = target.node
        other = wrong_kind(target.place, "schema")
        if other in _HOLDERS:
            held = target if _is_reference(node) else _held(target)
            if held is not None:
                message = f"`$ref: {ref}` leads to {other}: it is read as the schema of that"
                self.findings.warning("wrong-reference", message, at)
                return held
        if other is None and not (is_mapping(node) or isinstance(node, bool)):
            other = kind_of(node)
        if other is None or node is None or node == []:
            return target
        message = f"`$ref: {ref}` leads to {other}: a schema is expected"
        self.findings.broken_schema("wrong-reference", message, at)
        return None


def _is_reference(node: Any) -> bool:
    return is_mapping(node) and len(node) == 1 and isinstance(node.get("$ref"), str)


def _held(target: ReferenceTarget) -> ReferenceTarget | None:
    """Return the schema of a response, body, parameter or media type; if it has several media types, that of JSON."""
    node: Any = target.node
    if not is_mapping(node):
        return None
    if "schema" in node:
        return ReferenceTarget(node["schema"], target.place.down("schema"))
    content: Any = node.get("content")
    if not is_mapping(content):
        return None
    for name in sorted(content, key=lambda name: (not is_json(name), name)):
        media_type = content[name]
        if is_mapping(media_type) and "schema" in media_type:
            return ReferenceTarget(media_type["schema"], target.place.down("content", name, "schema"))
    return None
