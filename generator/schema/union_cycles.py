"""Components that are variants of themselves: a base that lists its subclasses, a union that lists itself.

A schema that applies itself to the same value demands an endless check (JSON Schema 2020-12, 9.4.1). Yet the meaning of
`Pet: {properties: …, oneOf: [Cat, Dog]}`, where `Cat` is `{allOf: [Pet, …]}`, is clear: a pet is a cat or a dog, and
each has what is next to `oneOf`. So the subclasses inherit only from that, and `Pet` is their union.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from ..openapi.problems import Findings
from ..openapi.references import SCHEMAS, Homes, Place, is_mapping
from ..openapi.schema_keywords import UNIONS
from .nullability import is_null
from .strongly_connected import cycles

_OF_THE_UNION = frozenset({"discriminator", "title", "description", "deprecated", "readOnly", "writeOnly"})
"""Keywords about the union, which go with it when a base is separated from it."""


class _Step(NamedTuple):
    """A reference from a schema to a component that the same value must fit."""

    target: str
    base: bool
    """Whether it is a member of an `allOf`, not a variant."""
    union: bool
    """Whether it is within a union."""


class UnionCycles(Struct):
    """Removes unions that lead back to themselves from components, as they were read."""

    components: dict[str, Any]
    places: dict[str, Place]
    homes: Homes
    findings: Findings
    mark: str
    """The beginning of the keys of components without a name in the description."""

    def separate(self) -> None:
        """Separate bases from the unions of their subclasses; leave out what still leads back to itself."""
        for group in self._groups():
            for name in sorted(group):
                self._part(name, group)
        for name, schema in self.components.items():
            self.components[name] = self._without(schema, {name}, name, "a variant of itself; it is left out")
        for group in self._groups():
            for name in sorted(group):
                schema = self.components[name]
                self.components[name] = self._without(schema, group, name, "part of its own variants; any others fit")

    def _groups(self) -> list[frozenset[str]]:
        """Return the components that lead to each other, or to themselves, through a union."""
        steps = {name: list(_steps(schema)) for name, schema in self.components.items()}
        found = cycles({name: [step.target for step in steps[name]] for name in steps})
        return [
            group
            for group in found
            if any(step.union and step.target in group for name in group for step in steps[name])
        ]

    def _part(self, name: str, group: frozenset[str]) -> None:
        """Make the subclasses of a base inherit from it without the union that lists them."""
        schema, nullable = _unwrapped(self.components[name])
        subclasses = [one for one in sorted(group) if self._names_as_base(one, name)]
        if not subclasses or not any(step.union and step.target in group for step in _steps(schema)):
            return
        base = f"{self.mark}{self.places[name].pointer()}{self.mark}base"
        self.places[base] = self.places[name].labelled("Base")
        self.components[name] = schema
        self.components[base] = alone = _stripped(schema, group)
        self.homes.put(alone, self.places[base])
        for subclass in (*subclasses, base):
            self.components[subclass] = self._inheriting(self.components[subclass], SCHEMAS + name, SCHEMAS + base)
        parts = [self._of_subclasses(union, name, base) for union in _unions(self.components[name], group)]
        whole = {key: value for key, value in schema.items() if key in _OF_THE_UNION}
        if "discriminator" in whole:
            whole["discriminator"] = _moved(whole["discriminator"], SCHEMAS + name, SCHEMAS + base)
        whole |= parts[0] if len(parts) == 1 else {"allOf": parts}
        self.homes.put(whole, self.places[name])
        self.components[name] = {"anyOf": [whole, {"type": "null"}]} if nullable else whole

    def _names_as_base(self, subclass: str, name: str) -> bool:
        return any(step.base and step.target == name for step in _steps(self.components[subclass]))

    def _inheriting(self, schema: Any, ref: str, base: str) -> Any:
        """Return a schema whose `allOf`s refer to the base instead of the union."""
        if not is_mapping(schema) or not schema.keys() & {"allOf", *UNIONS}:
            return schema
        made = dict(schema)
        for keyword in ("allOf", *UNIONS):
            if keyword in schema:
                made[keyword] = [self._inheriting(one, ref, base) for one in schema[keyword]]
        if "allOf" in made:
            made["allOf"] = [
                {**one, "$ref": base} if is_mapping(one) and one.get("$ref") == ref else one for one in made["allOf"]
            ]
        self.homes.put(made, self.homes.of(schema))
        return made

    def _of_subclasses(self, union: Mapping[str, Any], name: str, base: str) -> dict[str, Any]:
        """Return a union in which every variant has what the base has; if the union itself is a variant, it is the
        base.
        """
        made: dict[str, Any] = {}
        parent = {"$ref": SCHEMAS + base}
        for keyword, variants in union.items():
            made[keyword] = []
            for variant in variants:
                fits = is_null(variant) or self._inherits(variant, base)
                both = variant if fits else {"allOf": [parent, variant]}
                if is_mapping(variant) and variant.get("$ref") == SCHEMAS + name:
                    both = {**variant, **parent}
                self.homes.put(both, self.homes.of(variant))
                made[keyword].append(both)
        return made

    def _inherits(self, schema: Any, base: str) -> bool:
        """Return whether a component is a direct or indirect base of a variant."""
        waiting, seen = [step.target for step in _steps(schema) if step.base or "$ref" in schema], set[str]()
        while waiting:
            name = waiting.pop()
            if name == base:
                return True
            if name not in seen:
                seen.add(name)
                waiting.extend(step.target for step in _steps(self.components.get(name)) if step.base)
        return False

    def _without(self, schema: Any, group: Collection[str], name: str, problem: str) -> Any:
        """Return a schema without the variants that lead back to it; if another variant does, without the union."""
        if not is_mapping(schema) or not any(step.union and step.target in group for step in _steps(schema)):
            return schema
        kept = dict(schema)
        for keyword in ("allOf", *UNIONS):
            members: list[Any] = kept.get(keyword, [])
            if keyword == "allOf" or not _leads(members, group):
                left = [self._without(member, group, name, problem) for member in members]
            else:
                shown = self.places[name]
                self.findings.warning("union-cycle", f"`{shown.pointer()}` is {problem}", shown.down(keyword))
                left = [one for one in members if not _leads([one], group)] if len(group) == 1 else []
            kept.pop(keyword, None)
            if left:
                kept[keyword] = left
        self.homes.put(kept, self.homes.of(schema))
        return kept


def _moved(discriminator: Mapping[str, Any], ref: str, base: str) -> dict[str, Any]:
    """Return the discriminator of a union, leading to the base instead of the union itself."""
    mapping: Mapping[str, str] = discriminator["mapping"]
    moved = {**discriminator, "mapping": {tag: base if to == ref else to for tag, to in mapping.items()}}
    return moved | ({"defaultMapping": base} if moved.get("defaultMapping") == ref else {})


def _unwrapped(schema: Any) -> tuple[Any, bool]:
    """Return a schema without null, and whether it had null: `nullable` is read as a union of both."""
    match schema:
        case {"anyOf": [{**inner}, {"type": "null"}]} if inner.keys() & {"allOf", *UNIONS}:
            return {key: value for key, value in schema.items() if key != "anyOf"} | inner, True
        case _:
            return schema, False


def _stripped(schema: dict[str, Any], group: Collection[str]) -> dict[str, Any]:
    """Return a schema without the unions that lead to the group."""
    kept = {key: value for key, value in schema.items() if not (key in UNIONS and _leads(value, group))}
    if "allOf" in kept:
        kept["allOf"] = [_stripped(one, group) if is_mapping(one) else one for one in kept["allOf"]]
    return kept


def _unions(schema: Mapping[str, Any], group: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the unions of a schema that lead to the group."""
    for keyword in UNIONS:
        if keyword in schema and _leads(schema[keyword], group):
            yield {keyword: schema[keyword]}
    for member in schema.get("allOf", ()):
        if is_mapping(member):
            yield from _unions(member, group)


def _leads(variants: list[Any], group: Collection[str]) -> bool:
    return any(step.target in group for variant in variants for step in _steps(variant))


def _steps(schema: Any, base: bool = False, union: bool = False) -> Iterator[_Step]:
    """Yield the references of a schema to components that the same value has to fit."""
    if not is_mapping(schema):
        return
    if isinstance(schema.get("$ref"), str):
        yield _Step(schema["$ref"][len(SCHEMAS) :], base, union)
    for member in schema.get("allOf", ()):
        yield from _steps(member, True, union)
    for keyword in UNIONS:
        for variant in schema.get(keyword, ()):
            yield from _steps(variant, False, True)
