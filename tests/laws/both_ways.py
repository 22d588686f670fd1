"""Documents whose schemas are sent, every second one received, too; and what may be sent of each.

An enumeration that responses share takes new values in requests, too: what a server sent can be sent back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.laws.judges import meant
from tests.laws.strategies import Drawn, Schema, content, reference

_TYPES = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}


@dataclass(frozen=True)
class BothWays:
    """A document, and the judge of what can be sent to it."""

    drawn: Drawn

    @property
    def document(self) -> dict[str, Any]:
        """Return the document: `Sent` and `Received` have a property for each schema, a list of its values."""
        document = self.drawn.document
        operation = document["paths"]["/hold"]["get"]
        version = self.drawn.version
        place = "#/definitions/" if version == "2.0" else "#/components/schemas/"
        lists = {name: {"type": "array", "items": {"$ref": place + name}} for name in self.drawn.schemas}
        components = document["definitions"] if version == "2.0" else document["components"]["schemas"]
        del components["Holder"]
        for holder, names in (("Sent", [*lists]), ("Received", self._shown)):
            properties = {name.lower(): lists[name] for name in names}
            components[holder] = {"type": "object", "properties": properties, "description": holder}
        sent, received = {"$ref": f"{place}Sent"}, {"$ref": f"{place}Received"}
        operation["responses"] = {"200": {"description": "", **content(received, version)}}
        if version == "2.0":
            operation["parameters"] = [{"name": "body", "in": "body", "schema": sent}]
        else:
            operation["requestBody"] = content(sent, version)
        document["paths"]["/hold"] = {"post": operation}
        return document

    def is_received(self, name: str) -> bool:
        """Return whether `Received` has a property for a schema."""
        return name in self._shown

    def fits(self, name: str, value: Any) -> bool:
        """Return whether a value is what the document says."""
        return meant(self._needed(self.drawn.schemas, name), reference(name), value)

    def may_be_sent(self, name: str, value: Any) -> bool:
        """Return whether a value is what the document says but for values that an enumeration of responses does not list."""
        if self._reached([name]).isdisjoint(self._received):
            return self.fits(name, value)
        return meant(self._needed(self._open, name), reference(name), value)

    def _needed(self, schemas: Mapping[str, Schema], name: str) -> dict[str, Schema]:
        """Return the schemas that one refers to, and itself: a judge reads all that it is given."""
        return {one: schemas[one] for one in self._reached([name])}

    @property
    def _shown(self) -> list[str]:
        return [*self.drawn.schemas][::2]

    @cached_property
    def _received(self) -> set[str]:
        return self._reached(self._shown)

    @cached_property
    def _open(self) -> dict[str, Schema]:
        schemas = self.drawn.schemas
        return {name: _opened(one, schemas) if name in self._received else one for name, one in schemas.items()}

    def _reached(self, waiting: list[str]) -> set[str]:
        found: set[str] = set()
        waiting = [*waiting]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(_targets(self.drawn.schemas[name]))
        return found


def _targets(node: Schema) -> Iterator[str]:
    """Yield the components that a schema refers to."""
    if isinstance(node, list):
        for one in node:
            yield from _targets(one)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for key, one in node.items():
            if key not in ("enum", "const"):
                yield from _targets(one)


_PARTS = {"properties", "patternProperties"}
_MEMBERS = {"allOf", "anyOf", "oneOf"}


def _opened(node: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return a schema that accepts any value of the types of those that it lists, or that a member of it lists.

    A value may fit several variants then, so a `oneOf` is an `anyOf`.
    """
    if isinstance(node, list):
        return [_opened(one, schemas) for one in node]
    if not isinstance(node, dict):
        return node
    found = dict(node)
    for keyword in _PARTS & found.keys():
        found[keyword] = {name: _opened(one, schemas) for name, one in found[keyword].items()}
    for keyword in ({"items", "prefixItems", "additionalProperties"} | _MEMBERS) & found.keys():
        found[keyword] = _opened(found[keyword], schemas)
    if "oneOf" in found:
        found["allOf"] = [*found.get("allOf", ()), {"anyOf": found.pop("oneOf")}]
    types = sorted(set(_listed(node, schemas)))
    return {"anyOf": [found, {"type": types}]} if types else found


def _listed(node: Schema, schemas: Mapping[str, Schema]) -> Iterator[str]:
    """Yield the types of the values that a schema lists, or a member of it: no server can add a boolean or null."""
    if isinstance(node, dict):
        for one in node.get("enum", ()):
            if not isinstance(one, bool) and one is not None:
                yield _TYPES[type(one)]
        if "$ref" in node:
            yield from _listed(schemas[node["$ref"].rpartition("/")[2]], schemas)
        for keyword in _MEMBERS & node.keys():
            for one in node[keyword]:
                yield from _listed(one, schemas)
