"""Discriminators (OpenAPI 3.2, 4.25): which value of the property names which schema."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..openapi.references import SCHEMAS, is_mapping
from ..text.inflection import pascal
from .all_of import Combiner, refs_of_all_of
from .classes import base_of
from .nullability import is_null

_VALUES = ("x-ms-discriminator-value", "x-discriminator-value")
"""Of a schema: its discriminator value, as descriptions for AutoRest and others give it instead of a mapping."""


def own_values(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return name → value, for every declared schema that defines its own discriminator value."""
    found = {name: _own_value(schema) for name, schema in schemas.items()}
    return {name: value for name, value in found.items() if value is not None}


def _own_value(schema: Any) -> str | None:
    """Return the value that a schema, or a part of its `allOf` without a name, states."""
    if not is_mapping(schema):
        return None
    parts: list[Any] = schema["allOf"] if isinstance(schema.get("allOf"), list) else []
    holders = [schema, *(part for part in parts if is_mapping(part) and "$ref" not in part)]
    values = (one.get(key) for one in holders for key in _VALUES)
    return next((value for value in values if isinstance(value, str)), None)


class Targets(Struct):
    """What the references of a discriminator lead to."""

    mapping: dict[str, str]
    """Value → reference."""
    default: str | None = None
    """The reference for all other values (`defaultMapping`, OpenAPI 3.2, 4.25)."""

    def move(self, refs: Collection[str], to: str) -> None:
        """Let what leads to some references lead to another one."""
        self.mapping.update({value: to for value, ref in self.mapping.items() if ref in refs})
        if self.default in refs:
            self.default = to

    def finished(self, final: Callable[[str], str | None]) -> Targets:
        """Return the targets with final references; an entry without one is left out."""
        mapping = {value: new for value, ref in self.mapping.items() if (new := final(ref)) is not None}
        return Targets(mapping, self.default and final(self.default))


def targets_of(tag: Any) -> Targets:
    """Return the targets of a discriminator, or none."""
    return Targets(dict(tag.get("mapping", {})), tag.get("defaultMapping")) if is_mapping(tag) else Targets({})


class Variants(Struct, frozen=True):
    """The variants of a union with a discriminator."""

    allowed: Mapping[str, Sequence[Any] | None]
    """Variant → the values that its property may have by `const` or `enum`; None if it lists none."""
    values: Mapping[str, str]
    """Component → the value that it defines itself (`x-ms-discriminator-value` and its like)."""

    def mapping(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return value → reference for every variant with a known value; the document's own mapping has priority.

        A variant's own `const` and `enum` are its tags. Without them, its value is the one that it defines itself, or
        else its name (OpenAPI 3.2, 4.25.4), if its property can have that value.
        """
        mapping = dict(given)
        for name, tags in self._own_tags().items():
            for tag in tags:
                mapping.setdefault(tag, SCHEMAS + name)
        taken = set(mapping.values())
        for name, allowed in self.allowed.items():
            if SCHEMAS + name in taken:
                continue
            value = self.values.get(name) or self._implicit(name, allowed)
            if value is not None:
                mapping.setdefault(name if value in mapping else value, SCHEMAS + name)
        return dict(sorted(mapping.items()))

    def _own_tags(self) -> dict[str, list[str]]:
        """Return the texts that only one variant lists; if several list a text, the variant with the shortest list gets
        it.
        """
        holders: dict[str, list[str]] = {}
        for name, allowed in self.allowed.items():
            for value in allowed or ():
                if isinstance(value, str):
                    holders.setdefault(value, []).append(name)
        found: dict[str, list[str]] = {}
        for value, names in holders.items():
            sizes = sorted((len(self.allowed[name] or ()), name) for name in names)
            if len(sizes) == 1 or sizes[0][0] < sizes[1][0]:
                found.setdefault(sizes[0][1], []).append(value)
        return found

    def _implicit(self, name: str, allowed: Sequence[Any] | None) -> str | None:
        """Return the value that a variant's name gives: `Cat`, or the listed value with the same spelling."""
        if allowed is None or name in allowed:
            return name
        alike = [value for value in allowed if isinstance(value, str) and pascal(value).lower() == pascal(name).lower()]
        return alike[0] if len(alike) == 1 else None


_DEEPEST = 40
"""The most unions and references behind which a list of values is searched."""


class ListedValues(Struct, frozen=True):
    """Finds the values that a property of a component may have."""

    combiner: Combiner
    component: Callable[[str], Any]
    """Returns a schema by its name, as it was read."""

    def of(self, name: str, wire: str) -> list[Any] | None:
        """Return the values that the property of a component, or of a base of it, lists; else None."""
        seen: set[str] = set()
        parent: str | None = name
        while parent is not None and parent not in seen:
            seen.add(parent)
            shape = self.combiner.shape(self.component(parent))
            if not is_mapping(shape):
                return None
            base = base_of(shape)
            own = shape["allOf"][1] if base is not None else shape
            if wire in own.get("properties", {}):
                return self._listed(own["properties"][wire])
            parent = shape["$ref"][len(SCHEMAS) :] if "$ref" in shape else base
        return None

    def _listed(self, schema: Any, depth: int = 0) -> list[Any] | None:
        """Return the values that a schema lists by `const` or `enum`, without null; None if it lists none."""
        shape = self.combiner.shape(schema)
        if not is_mapping(shape) or depth > _DEEPEST:
            return None
        if "$ref" in shape:
            return self._listed(self.component(shape["$ref"][len(SCHEMAS) :]), depth + 1)
        if "const" in shape:
            return [shape["const"]]
        if "enum" in shape:
            return [value for value in shape["enum"] if value is not None]
        variants = [one for keyword in ("oneOf", "anyOf") for one in shape.get(keyword, ()) if not is_null(one)]
        lists = [self._listed(variant, depth + 1) for variant in variants]
        return [value for one in lists for value in one or ()] if lists and None not in lists else None


def families(components: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return base → all its subclasses, for every tagged component that others inherit from by `allOf`."""
    subclasses: dict[str, list[str]] = {}
    for name, schema in sorted(components.items()):
        for parent in refs_of_all_of(schema):
            subclasses.setdefault(parent, []).append(name)
    bases = [name for name in sorted(subclasses) if _is_tagged(components.get(name))]
    return {base: _descendants(base, subclasses) for base in bases}


def _is_tagged(schema: Any) -> bool:
    return is_mapping(schema) and "discriminator" in schema and not schema.keys() & {"oneOf", "anyOf"}


def _descendants(base: str, subclasses: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: set[str] = set()
    names = list(subclasses[base])
    while names:
        name = names.pop()
        if name not in found and name != base:
            found.add(name)
            names.extend(subclasses.get(name, ()))
    return tuple(sorted(found))
