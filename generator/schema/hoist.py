"""Gives every schema that needs a Python class a component of its own, and every other schema its final, small form.

A name is made of the words of the schema's place. Identical schemas with the same name are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..openapi.identity import IdentityTable
from ..openapi.json_values import json_contains, json_equal
from ..openapi.problems import Findings, TooComplexError
from ..openapi.references import SCHEMAS, Homes, Place, is_mapping
from ..openapi.schema_keywords import CHILDREN, CONDITIONS, NEXT_TO_REF, UNIONS, changed
from ..text.inflection import pascal
from .all_of import Combiner, refs_of_all_of
from .bundle import bundle
from .classes import base_of, has_a_name, has_final_form, is_class, is_long_enumeration
from .discriminator_mappings import ListedValues, Targets, Variants, families, targets_of
from .inline_names import constant_of, names_for
from .json_types import types_of
from .merge_origins import MergeOrigins
from .nullability import accepts_null, is_null, with_null, without_null
from .reader import MOST_MEMBERS, PROVISIONAL

_OF_THE_PROPERTY = ("readOnly", "writeOnly", "deprecated")
_OF_THE_PLACE = (*_OF_THE_PROPERTY, "description", "default")
MOST_HOISTED = 30_000
"""The most inline schemas that may become components before a description counts as hostile."""
_FROM_ONE = 5
"""The most components per average schema that combinations may become, for the same reason."""
_MOST_NESTED = 40
"""The most nested arrays, maps and unions: Python limits the brackets of an expression."""
_DEEPEST = 150
"""The depth of hoisted schemas within each other at which an endless recursion is suspected."""


@dataclass(slots=True)
class Hoister:
    """Turns the schemas that were read into those of the canonical tree."""

    components: Mapping[str, Any]
    places: Mapping[str, Place]
    homes: Homes
    combiner: Combiner
    findings: Findings
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Component → the discriminator value that it defines itself."""
    out: dict[str, Any] = field(default_factory=dict[str, Any])
    """`components/schemas` of the canonical tree."""
    origins: dict[str, Place] = field(default_factory=dict[str, Place])
    """Name → its place in the description."""
    _declared: dict[str, str] = field(default_factory=dict[str, str])
    _claims: dict[str, Any] = field(default_factory=dict[str, Any])
    _hoisted: IdentityTable[str] = field(default_factory=IdentityTable[str])
    _by_refs: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])
    _nullable: dict[str, bool] = field(default_factory=dict[str, bool])
    _only_null: dict[str, bool] = field(default_factory=dict[str, bool])
    _inlining: set[str] = field(default_factory=set[str])
    _families: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _numbers: dict[str, int] = field(default_factory=dict[str, int])
    _most: int = MOST_HOISTED
    _depth: int = 0
    _within: set[MergeOrigins] = field(default_factory=set[MergeOrigins])
    """The merge origins of the schemas that are being written within each other."""
    _by_origins: dict[MergeOrigins, str] = field(default_factory=dict[MergeOrigins, str])
    _listed: ListedValues = field(init=False)

    def __post_init__(self) -> None:
        """Give discriminators access to the values of variants' properties."""
        self._listed = ListedValues(self.combiner, lambda name: self.components.get(name, self._claims.get(name)))

    def run(self) -> None:
        """Convert the declared components, and everything inline in them."""
        declared = sorted(name for name in self.components if not name.startswith(PROVISIONAL))
        self._most = min(MOST_HOISTED, 1_000 + _FROM_ONE * len(self.homes))
        for name in declared:
            self._declared.setdefault(pascal(name), name)
            self.origins[name] = self.places[name]
            self.out[name] = True
        self._families = self._narrow(families({name: self.components[name] for name in declared}))
        for name in declared:
            schema = self.components[name]
            self._hoisted.put(schema, name)
            self.out[name] = self._component(schema)

    def finish(self) -> None:
        """Replace the bases of subclasses that are aliases of a class by this class."""
        for schema in self.out.values():
            parent = base_of(schema)
            seen: set[str] = set()
            while parent is not None and parent not in seen:
                seen.add(parent)
                target = self.out.get(parent)
                if not is_mapping(target) or "$ref" not in target:
                    break
                parent = str(target["$ref"])[len(SCHEMAS) :]
                schema["allOf"][0] = {"$ref": SCHEMAS + parent}

    def position(self, schema: Any) -> Any:
        """Return the final form of a schema where it is used: a reference, or a small schema."""
        if not is_mapping(schema):
            return schema
        if "$ref" in schema:
            return self._reference(schema)
        if has_final_form(schema) and len(self._within) < _MOST_NESTED:
            return dict(schema)
        shape = self.combiner.shape(schema)
        if not is_mapping(shape):
            return shape
        if "$ref" in shape:
            return self._reference(shape)
        if not (is_class(shape) or (is_long_enumeration(shape) and self.homes.of(schema))):
            return self._small(schema, shape)
        kept = {key: shape[key] for key in (_OF_THE_PROPERTY if is_class(shape) else _OF_THE_PLACE) if key in shape}
        ref = {"$ref": SCHEMAS + self._hoist(schema, shape), **kept}
        return with_null(ref) if "null" in types_of(shape) else ref

    def _small(self, schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
        """Return the final form of a schema that is written where it is used."""
        if len(self._within) == _MOST_NESTED:
            self._report("too-deep", f"more than {_MOST_NESTED} nested types; any value is accepted here", schema)
            return {}
        origins = self.combiner.origins.of(schema)
        if origins in self._within:
            self._report("too-deep", "this type contains itself and has no name; any value is accepted here", schema)
            return {}
        self._within.add(origins)
        body = self._body(shape)
        self._within.discard(origins)
        return body

    def _narrow(self, found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Return the families that can become a union."""
        for base, subclasses in found.items():
            if len(subclasses) >= MOST_MEMBERS:
                message = (
                    f"`{base}` has {len(subclasses):,} subclasses, too many for a union: only the class itself is used"
                )
                self.findings.warning("union-too-wide", message, self.places[base])
        return {base: subclasses for base, subclasses in found.items() if len(subclasses) < MOST_MEMBERS}

    def _component(self, schema: Any) -> Any:
        shape = self.combiner.shape(schema)
        if not is_mapping(shape):
            return shape
        return without_null(self._reference(shape) if "$ref" in shape else self._body(shape))

    def _hoist(self, schema: dict[str, Any], shape: dict[str, Any]) -> str:
        known = self._hoisted.get(schema)
        if known is not None:
            return known
        refs = tuple(sorted(refs_of_all_of(schema)))
        pure = bool(refs) and not schema.keys() - {"allOf"} and len(refs) == len(schema["allOf"])
        if pure and refs in self._by_refs:
            return self._by_refs[refs]
        origins = self.combiner.origins.of(schema)
        if origins in self._by_origins:
            return self._by_origins[origins]
        name, new = self._claim(schema)
        self._hoisted.put(schema, name)
        self._by_origins[origins] = name
        if pure:
            self._by_refs[refs] = name
        if new:
            if len(self.out) - len(self._declared) > self._most:
                raise TooComplexError
            self.out[name] = True
            self._depth += 1
            within, self._within = self._within, set()
            if self._depth > _DEEPEST:
                self._report("too-deep", "merging these schemas never ends; any value is accepted", schema)
            else:
                body = without_null(self._body(shape))
                self.out[name] = body if is_class(shape) else {key: body[key] for key in body if key != "default"}
            self._depth -= 1
            self._within = within
        return name

    def _claim(self, schema: dict[str, Any]) -> tuple[str, bool]:
        """Return a name for an inline schema, and whether it is a new one."""
        place = self.homes.of(schema)
        first = ""
        for name in names_for(place, self._declared, schema):
            first = first or name
            declared = self._declared.get(pascal(name))
            if declared is not None:
                if json_equal(self.components[declared], schema) and has_a_name(self.combiner.shape(schema)):
                    return declared, False
            elif name not in self._claims:
                return self._claimed(name, schema, place), True
            elif json_equal(self._claims[name], schema):
                return name, False
        number = self._numbers.get(first, 1)
        while (name := f"{first}{number + 1}") in self._claims or pascal(name) in self._declared:
            number += 1
        self._numbers[first] = number + 1
        return self._claimed(name, schema, place), True

    def _claimed(self, name: str, schema: dict[str, Any], place: Place | None) -> str:
        self._claims[name] = schema
        if place is not None:
            self.origins[name] = place
        return name

    def _reference(self, schema: dict[str, Any]) -> Any:
        name = schema["$ref"][len(SCHEMAS) :]
        annotations = {key: value for key, value in schema.items() if key != "$ref"}
        if name.startswith(PROVISIONAL):
            return self._provisional(name, annotations)
        if self.is_only_null(name):
            return {"type": "null", **annotations}
        nullable = self.is_nullable(name)
        name = self._family(name) if name in self._families else name
        ref = {"$ref": SCHEMAS + name, **annotations}
        return with_null(ref) if nullable else ref

    def _provisional(self, name: str, annotations: dict[str, Any]) -> Any:
        schema = self.components[name]
        shape = self.combiner.shape(schema)
        if not is_mapping(shape):
            return {**annotations} if shape is True else shape
        if "$ref" in shape:
            return self._reference({**shape, **annotations})
        if is_class(shape) or name in self._inlining:
            self.homes.put(schema, self.places[name])
            ref = {"$ref": SCHEMAS + self._hoist(schema, shape), **annotations}
            return with_null(ref) if "null" in types_of(shape) else ref
        self._inlining.add(name)
        body = self._body(shape)
        self._inlining.discard(name)
        return {**body, **annotations}

    def is_nullable(self, name: str) -> bool:
        """Return whether a component allows null: then every reference to it adds null, and the component does not."""
        if name not in self._nullable:
            self._nullable[name] = False
            self._nullable[name] = accepts_null(self.combiner.shape(self.components.get(name, True)), self)
        return self._nullable[name]

    def is_only_null(self, name: str) -> bool:
        """Return whether a component allows only null."""
        if name not in self._only_null:
            self._only_null[name] = False
            self._only_null[name] = is_null(self.combiner.shape(self.components.get(name, True)), self)
        return self._only_null[name]

    def shaped(self, schema: Any) -> Any:
        """Return the shape of a schema, for `accepts_null`."""
        return self.combiner.shape(schema)

    def _family(self, base: str) -> str:
        """Return the component for any subclass of a tagged base: what a reference to the base means as a value."""
        schema = self.components[base]
        key = ("\0family", base)
        if key not in self._by_refs:
            members = [name for name in self._families[base] if is_class(self.combiner.shape(self.components[name]))]
            tag = schema["discriminator"]
            union = {"oneOf": [{"$ref": SCHEMAS + name} for name in [*members, base]]}
            self.homes.put(union, self.places[base].labelled("Union"))
            name, _ = self._claim(union)
            self._by_refs[key] = name
            variants = self._variants(tag, [*members, base])
            targets = targets_of(tag).finished(self._final_ref)
            mapping = variants.mapping(targets.mapping)
            for member in variants.allowed:
                if SCHEMAS + member not in mapping.values():
                    mapping.setdefault(member, SCHEMAS + member)
            self.out[name] = {**union, "discriminator": self._tag(tag, mapping, targets.default, schema)}
        return self._by_refs[key]

    def _body(self, shape: dict[str, Any]) -> dict[str, Any]:
        """Return the final form of a shaped schema: the same keys, with their contents converted."""
        if any(keyword in shape for keyword in UNIONS):
            return self._union(shape)
        parent = base_of(shape)
        out: dict[str, Any] = {}
        for key, value in shape.items():
            if key in CHILDREN:
                out[key] = changed(key, value, self.position)
            elif key == "allOf":
                subclass = parent is not None
                out[key] = [self._parent(value[0]), self._body(value[1])] if subclass else self._residual(value)
            elif key in CONDITIONS:
                out[key] = changed(key, value, self._assertion)
            else:
                out[key] = value
        if "properties" in out and not out["properties"] and parent is None and "allOf" not in out:
            del out["properties"]
        return out

    def _parent(self, ref: dict[str, Any]) -> Any:
        name = ref["$ref"][len(SCHEMAS) :]
        return self._provisional(name, {}) if name.startswith(PROVISIONAL) else ref

    def _assertion(self, schema: Any) -> Any:
        return bundle(schema, self.components)

    def _residual(self, members: Iterable[Any]) -> list[Any]:
        return [self._assertion(member) for member in members]

    def _union(self, shape: dict[str, Any]) -> dict[str, Any]:
        keyword = "oneOf" if "oneOf" in shape else "anyOf"
        tag = shape.get("discriminator")
        targets = targets_of(tag)
        kept = {key: value for key, value in shape.items() if key in NEXT_TO_REF}
        known = {*kept, *UNIONS, "discriminator"}
        rest = {key: value for key, value in shape.items() if key not in known}
        if "allOf" in rest:
            rest["allOf"] = self._residual(rest["allOf"])
        null, variants = self._variant_forms(shape[keyword], keyword, tag, targets)
        if not variants:
            return {**({"type": "null"} if null else {"not": {}}), **kept}
        if len(variants) == 1 and "allOf" not in rest:
            one = variants[0] if is_mapping(variants[0]) else {}
            return {**(with_null(dict(one)) if null else one), **rest, **kept}
        out = {keyword: [*variants, *([{"type": "null"}] if null else [])], **rest, **kept}
        if is_mapping(tag):
            names = [one["$ref"][len(SCHEMAS) :] for one in variants if is_mapping(one) and "$ref" in one]
            targets = targets.finished(self._final_ref)
            completed = self._variants(tag, names).mapping(targets.mapping)
            if missing := [name for name in names if SCHEMAS + name not in completed.values()]:
                self._warn_of_tags(tag["propertyName"], missing[0], names, shape)
            else:
                out["discriminator"] = self._tag(tag, completed, targets.default, shape)
        return out

    def _tag(self, tag: Any, mapping: Mapping[str, str], default: str | None, schema: Any) -> dict[str, Any]:
        """Return a discriminator with final references; each variant is in the mapping."""
        made: dict[str, Any] = {"propertyName": tag["propertyName"], "mapping": dict(sorted(mapping.items()))}
        if default in mapping.values():
            made["defaultMapping"] = default
        elif "defaultMapping" in tag:
            message = "`defaultMapping` leads to none of the variants; it is left out"
            self._report("invalid-discriminator", message, schema)
        return made

    def _variant_forms(self, given: Iterable[Any], keyword: str, tag: Any, targets: Targets) -> tuple[bool, list[Any]]:
        """Return whether null is a value of a union, and the final forms of its other variants, each once."""
        null, variants, refs = False, list[Any](), set[str]()
        for variant in given:
            form = self.position(variant)
            if form is False:
                continue
            if is_null(form):
                null = True
                continue
            real = without_null(form)
            null, form = null or real is not form, real
            self._remap(variant, form, tag, targets)
            inner = form.get(keyword) if is_mapping(form) and form.keys() == {keyword} else None
            for one in inner if keyword == "anyOf" and inner is not None else [form]:
                if is_mapping(one) and one.keys() == {"$ref"}:
                    if one["$ref"] not in refs:
                        refs.add(one["$ref"])
                        variants.append(one)
                elif not json_contains(variants, one) or (keyword == "oneOf" and (one is True or one == {})):
                    variants.append(one)
        return null, variants

    def _warn_of_tags(self, wire: str, variant: str, names: Iterable[str], shape: dict[str, Any]) -> None:
        listed = [self._listed.of(name, wire) or [] for name in names]
        values = [repr(value) for one in listed for value in one]
        if all(listed) and len({*values}) == len(values):
            return  # numbers, which each variant's own constant distinguishes
        message = f"no value of `{wire}` means `{variant}` only: the variants are distinguished by their other content"
        self._report("ambiguous-discriminator", message, shape)

    def _variants(self, tag: Mapping[str, Any], names: Iterable[str]) -> Variants:
        return Variants({name: self._listed.of(name, tag["propertyName"]) for name in names}, self.values)

    def _final_ref(self, ref: str) -> str | None:
        """Return the reference to the component that a reference leads to; None if that became no component."""
        form = self.position({"$ref": ref}) if ref.startswith(SCHEMAS + PROVISIONAL) else {"$ref": ref}
        return form.get("$ref") if is_mapping(form) else None

    def _remap(self, variant: Any, form: Any, tag: Any, targets: Targets) -> None:
        """Make a discriminator lead to the component that a variant became when keywords were merged into it."""
        if not is_mapping(tag) or not is_mapping(form) or "$ref" not in form or not is_mapping(variant):
            return
        refs = [SCHEMAS + name for name in refs_of_all_of(variant)]
        targets.move(refs, form["$ref"])
        mapping = targets.mapping
        shape = self.combiner.shape(variant)
        if "$ref" not in variant and is_mapping(shape) and form["$ref"] not in mapping.values():
            constant = constant_of(shape.get("properties", {}).get(tag["propertyName"]))
            if isinstance(constant, str):
                mapping[constant] = form["$ref"]
            elif refs:
                mapping[refs[-1][len(SCHEMAS) :]] = form["$ref"]

    def _report(self, code: str, message: str, schema: Any) -> None:
        place = self.homes.of(schema)
        if place is not None:
            self.findings.warning(code, message, place)
