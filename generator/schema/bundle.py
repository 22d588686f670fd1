"""Bundles schemas with the components they refer to, for the runtime's `Asserts`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from ..openapi.references import SCHEMAS, is_mapping
from ..openapi.schema_keywords import changed
from ..runtime.json_schema.evaluate import COMPANIONS, KEYWORDS
from ..runtime.json_schema.patterns import translate_pattern

_DEFINITIONS = "$defs"

_POSITIONS: Mapping[str, int] = {
    name: position for position, name in enumerate(name for key in KEYWORDS for name in (key, *COMPANIONS.get(key, ())))
}
"""Keyword → its place in what is written: companions follow the keyword that reads them."""

_LARGEST = 3_000
"""The most keywords of an assertion, written out; anything beyond is not asserted."""

_SMALL = 12
"""The most keywords of a component, written out, to be repeated in each place that refers to it."""


def bundle(schema: Any, components: Mapping[str, Any]) -> Any:
    """Return the assertions of a schema without references to components, and without annotations.

    A component that is large or refers to itself goes to `$defs` of the result; all others are written in place.
    """
    if schema == {}:
        return {}
    writer = _Writer(components)
    written = writer.schema(schema)
    if not writer.definitions:
        return written
    return {**written, _DEFINITIONS: dict(sorted(writer.definitions.items()))}


class _Writer(Struct):
    """Writes one assertion."""

    components: Mapping[str, Any]
    definitions: dict[str, Any] = field(default_factory=dict[str, Any])
    size: int = 0
    _keys: dict[str, str] = field(default_factory=dict[str, str])
    _recursive: set[str] = field(default_factory=set[str])
    _active: list[str] = field(default_factory=list[str])

    def schema(self, schema: Any) -> Any:
        if not is_mapping(schema):
            return schema
        self.size += len(schema)
        if _DEFINITIONS in schema:
            self.definitions = {**schema[_DEFINITIONS], **self.definitions}
        written: dict[str, Any] = {}
        for key, value in sorted(schema.items(), key=_position):
            if key in _POSITIONS and key != "$ref":
                written[key] = changed(key, value, self.schema)
        written = _simplified(_without_patterns_that_cannot_run(written))
        if "$ref" not in schema:
            return written
        referred = self._reference(schema["$ref"])
        if written and referred is not True:
            written["allOf"] = [*written.get("allOf", ()), referred]
        return written or referred

    def _reference(self, ref: str) -> Any:
        if not ref.startswith(SCHEMAS):
            return {"$ref": ref}
        name = ref[len(SCHEMAS) :]
        if name in self._active:
            self._recursive.add(name)
        elif name not in self._keys:
            if self.size > _LARGEST:
                return True
            before = self.size
            self._active.append(name)
            written = self.schema(self.components.get(name, True))
            self._active.remove(name)
            if name not in self._recursive and self.size - before <= _SMALL:
                return written
            self.definitions[self._key(name)] = written
        return {"$ref": f"#/{_DEFINITIONS}/{self._key(name)}"}

    def _key(self, name: str) -> str:
        """Return the name of a definition: that of the component, or the last step to a place without a name."""
        if name not in self._keys:
            key = re.sub(r"\W+", "_", name.strip("\0").partition("\0")[0].rpartition("/")[2], flags=re.ASCII) or "_"
            while key in self._keys.values():
                key += "_"
            self._keys[name] = key
        return self._keys[name]


def _without_patterns_that_cannot_run(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out patterns that are invalid, or may run without end, since the runtime cannot evaluate them."""
    if "pattern" in schema and translate_pattern(schema["pattern"]) is None:
        schema = {key: value for key, value in schema.items() if key != "pattern"}
    patterns: Mapping[str, Any] = schema.get("patternProperties", {})
    if any(translate_pattern(pattern) is None for pattern in patterns):
        kept = {pattern: one for pattern, one in patterns.items() if translate_pattern(pattern) is not None}
        schema = {
            key: value for key, value in schema.items() if key not in ("additionalProperties", "patternProperties")
        }
        schema |= {"patternProperties": kept} if kept else {}
    return schema


def _position(item: tuple[str, Any]) -> tuple[int, str]:
    return _POSITIONS.get(item[0], -1), item[0]


_INDEPENDENT = frozenset(
    {
        *("anyOf", "oneOf", "not", "pattern", "multipleOf", "required", "propertyNames", "dependentRequired"),
        *("minProperties", "maxProperties"),
    }
)
"""Keywords that mean the same next to any others."""


def _simplified(schema: dict[str, Any]) -> dict[str, Any]:
    """Leave out what every value satisfies, and an unnecessary `allOf`."""
    if all(one is True or one == {} for one in schema.get("anyOf", [False])):
        schema = {key: value for key, value in schema.items() if key != "anyOf"}
    if "allOf" not in schema:
        return schema
    members = [one for one in schema["allOf"] if one is not True and one != {}]
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    if not members:
        return rest
    only = members[0]
    if not members[1:] and not rest and is_mapping(only):
        return only
    if not members[1:] and is_mapping(only) and only.keys() <= _INDEPENDENT - rest.keys():
        return dict(sorted({**rest, **only}.items(), key=_position))
    return {**schema, "allOf": members}
