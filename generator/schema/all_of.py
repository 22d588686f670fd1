"""Resolves `allOf`: to inheritance if it is that, else to one merged schema.

JSON Schema 2020-12, 10.2.1.1: a value must satisfy all members, so merging is intersecting. What merged keywords cannot
express stays as an assertion under `allOf`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..openapi.identity import IdentityTable
from ..openapi.problems import Findings
from ..openapi.references import SCHEMAS, Homes, is_mapping
from ..openapi.schema_keywords import ABOUT, ANNOTATIONS, NEXT_TO_REF, UNEVALUATED, UNIONS
from ..runtime.json_schema.patterns import linear_pattern, search_pattern
from .classes import base_of
from .intersection import Intersection, Residual, common_types, is_open
from .json_types import ImpliedType, format_applies, types_of
from .merge_origins import OriginTable
from .nullability import is_null

_INHERITABLE = frozenset({"type", "properties", "required", "discriminator", "additionalProperties", *ANNOTATIONS})
_ABOUT_OBJECTS = frozenset({"required", "not", "if", "then", "else", "type", "minProperties", "maxProperties"})
_PLAIN = frozenset({"type", "properties", "required", "minProperties", "maxProperties", "discriminator", *NEXT_TO_REF})
"""Keywords that name all the properties which an object with no other ones has looked at."""
_OF_A_CLASS = frozenset({*NEXT_TO_REF, "discriminator"})  # a discriminator is about the subclasses
_ASSERTED = frozenset({"not", "if", "then", "else", "dependentSchemas", "dependentRequired", "propertyNames"})
"""Keywords that types have no part in: they need not be next to an assertion of the whole schema."""

MOST_VARIANTS = 64
"""The most variants of a union for the keywords next to it to be merged into each."""


@dataclass(slots=True)
class Combiner:
    """Brings schemas into one of the shapes that `shape` lists; caches results by identity."""

    components: Mapping[str, Any]
    homes: Homes
    findings: Findings
    legacy: bool
    _shapes: IdentityTable[Any] = field(default_factory=IdentityTable[Any])
    _flat: dict[str, Any] = field(default_factory=dict[str, Any])
    _active: set[str] = field(default_factory=set[str])
    _together: IdentityTable[bool] = field(default_factory=IdentityTable[bool])
    """The schemas that several members of an `allOf` were merged into."""
    _intersection: Intersection = field(init=False)

    def __post_init__(self) -> None:
        """Create the intersection, which reports conflicts at the place of the schema that is being merged."""
        self._intersection = Intersection(self.homes, self.findings, self._kinds)

    @property
    def origins(self) -> OriginTable:
        """The schemas that merged schemas were made from."""
        return self._intersection.origins

    def shape(self, schema: Any) -> Any:
        """Return a schema in one of few shapes; its subschemas stay as they are.

        A boolean; a `$ref` with annotations; a union (`oneOf` or `anyOf`) with annotations; an `allOf` of a `$ref` and
        an inline object (inheritance); or keywords about one type, perhaps with `null`, in which an `allOf` holds
        assertions only.
        """
        if not is_mapping(schema) or "$ref" in schema:
            return schema
        known = self._shapes.get(schema)
        return self._shapes.put(schema, self._shape(schema)) if known is None else known

    def _shape(self, schema: dict[str, Any]) -> Any:
        schema = self._evaluated(schema)
        if "allOf" in schema and not is_residual(schema):
            schema = self._all_of(schema)
            if not is_mapping(schema) or "$ref" in schema or base_of(schema) is not None:
                return schema
        if any(keyword in schema for keyword in UNIONS):
            shaped = self._union(schema)
            if shaped is not schema:
                return self.shape(shaped)
            return schema
        kinds = [kind for kind in types_of(schema) if kind != "null"]
        if len(kinds) > 1 and not schema.keys() & {"enum", "const"}:
            return self._split(schema, kinds)
        return self._object(schema)

    def flat(self, name: str) -> Any:
        """Return a component with everything that it inherits merged in; report an `allOf` of itself."""
        if name not in self._flat:
            if name in self._active:
                message = f"`{name}` is part of its own `allOf`; that part is left out"
                self._intersection.conflict("all-of-cycle", message)
                return True
            self._active.add(name)
            self._flat[name] = self._flattened(self.components.get(name, True))
            self._active.discard(name)
        return self._flat[name]

    def _flattened(self, schema: Any) -> Any:
        if not is_mapping(schema):
            return schema
        if "$ref" in schema:
            return self.flat(schema["$ref"][len(SCHEMAS) :])
        schema = self._evaluated(schema)
        if "allOf" not in schema or is_residual(schema):
            return self._object(schema)
        parts, annotations = self._parts(schema)
        return self._merged(parts, annotations, schema)

    def _parts(self, schema: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Return the restricting members of an `allOf`, nested ones included, and the annotations of all members."""
        annotations: dict[str, Any] = {}
        parts: list[dict[str, Any]] = []
        schema = self._evaluated(schema)
        own = {key: value for key, value in schema.items() if key != "allOf"}
        for member in (*schema["allOf"], own):
            if is_mapping(member) and "allOf" in member and "$ref" not in member and not is_residual(member):
                inner, more = self._parts(member)
                parts.extend(inner)
                annotations.update(more)
            elif is_mapping(member):
                annotations.update({key: member[key] for key in NEXT_TO_REF if key in member})
                rest = {key: value for key, value in member.items() if key not in NEXT_TO_REF}
                if rest:
                    parts.append(member if "$ref" not in member else rest)
            elif member is False:
                parts.append({"not": {}})
        for key in ("readOnly", "writeOnly", "default"):
            if key in annotations and key not in own and len(parts) > 1:
                del annotations[key]
        return parts, annotations

    def _evaluated(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return a schema without unevaluated keywords, which depend on everything next to them.

        If such a keyword closes an object of plain members, the merged object is closed; otherwise the keyword is
        asserted as written, except for the values of properties, which the class checks.
        """
        given = [key for key in UNEVALUATED if key in schema]
        if not given:
            return schema
        whole = {**schema, **{key: dict.fromkeys(schema[key], True) for key in ("properties",) if key in schema}}
        rest = {key: value for key, value in schema.items() if key not in given}
        members: list[Any] = [] if is_residual(rest) else rest.get("allOf", [])
        if not members:
            carried = {key: value for key, value in rest.items() if key not in _ASSERTED}
            return self._like(schema, {**carried, "allOf": Residual([*rest.get("allOf", ()), whole])})
        own = {key: value for key, value in rest.items() if key != "allOf"}
        last: dict[str, Any] = {"allOf": Residual([whole])}
        flats: list[Any] = [self._flattened(member) for member in (*members, own)]
        if "unevaluatedItems" not in given and all(is_mapping(flat) and flat.keys() <= _PLAIN for flat in flats):
            names = sorted({name for flat in flats for name in flat.get("properties", ())})
            last = {"properties": dict.fromkeys(names, True), "additionalProperties": schema["unevaluatedProperties"]}
        return self._like(schema, {**rest, "allOf": [*members, last]})

    def _all_of(self, schema: dict[str, Any]) -> Any:
        self._intersection.place = self.homes.of(schema)
        parts, annotations = self._parts(schema)
        refs = [part for part in parts if "$ref" in part]
        rest = [part for part in parts if "$ref" not in part]
        if len({part["$ref"] for part in refs}) == 1:
            name = refs[0]["$ref"][len(SCHEMAS) :]
            derived = self._derived(name, rest, schema)
            if derived is not None:
                return {**derived, **annotations}
        return self._object(self._merged(parts, annotations, schema))

    def _merged(self, parts: Sequence[dict[str, Any]], annotations: Mapping[str, Any], schema: Any) -> Any:
        merged: Any = True
        for part in parts:
            flat = self._flattened(part)
            self._intersection.lenient = any("$ref" in one for one in parts)
            if is_mapping(flat):
                left_out = NEXT_TO_REF if flat.keys() & UNIONS else _OF_A_CLASS
                flat = {key: flat[key] for key in flat if key not in left_out}
            merged = self._intersection.of(merged, flat)
        if not is_mapping(merged):
            return {**annotations} if merged is True else merged
        merged = {**merged, **annotations}
        self.homes.put(merged, self.homes.of(schema))
        self._together.put(merged, len(parts) > 1)
        return self._object(merged)

    def _derived(self, name: str, rest: list[dict[str, Any]], schema: dict[str, Any]) -> dict[str, Any] | None:
        """Return an `allOf` with one reference as an alias or as inheritance; None if it can be neither."""
        base = self.flat(name)
        own: Any = True
        for part in rest:
            own = self._intersection.of(own, self._flattened(part))
        own = {} if own is True else own
        if not is_mapping(own) or not is_mapping(base):
            return {"$ref": SCHEMAS + name} if own == {} else None
        own = {key: value for key, value in own.items() if key not in NEXT_TO_REF}
        alias = not own or own == {"type": base.get("type")}
        if alias and not (self._is_component(schema) and self._is_tagged(name)):
            return {"$ref": SCHEMAS + name}
        if not self._is_base(base) or name in self._active:
            return None
        theirs = set(base.get("required", ()))
        properties: Mapping[str, Any] = own.get("properties", {})
        required = [one for one in own.get("required", ()) if one not in theirs or one in properties]
        clashes = not properties.keys().isdisjoint(base.get("properties", {})) or not properties.keys() >= set(required)
        if clashes or not own.keys() <= _INHERITABLE or not is_open(own) or own.get("type", "object") != "object":
            return None
        inline: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            inline["required"] = required
        if is_mapping(own.get("additionalProperties")):
            return None
        tag = {"discriminator": own["discriminator"]} if "discriminator" in own else {}
        return {"allOf": [{"$ref": SCHEMAS + name}, inline], **tag}

    def _is_base(self, base: Mapping[str, Any]) -> bool:
        return (
            base.get("type") == "object"
            and bool(base.get("properties"))
            and base.keys() <= _INHERITABLE
            and is_open(base)
            and not is_mapping(base.get("additionalProperties"))
        )

    def _is_component(self, schema: dict[str, Any]) -> bool:
        home = self.homes.of(schema)
        return home is not None and home.root

    def _is_tagged(self, name: str) -> bool:
        """Return whether a component or a base of it has a discriminator: its subclasses are then classes."""
        seen: set[str] = set()
        names = [name]
        while names:
            name = names.pop()
            schema = self.components.get(name)
            if name in seen or not is_mapping(schema):
                continue
            seen.add(name)
            if "discriminator" in schema and not any(keyword in schema for keyword in UNIONS):
                return True
            names.extend(refs_of_all_of(schema))
        return False

    def _union(self, schema: dict[str, Any]) -> dict[str, Any]:
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        variants: list[Any] = schema[keyword]
        kept = {key: value for key, value in schema.items() if key in NEXT_TO_REF or key in ("discriminator", "allOf")}
        base = {key: value for key, value in schema.items() if key not in kept and key != keyword}
        if keyword == "anyOf" and any(variant is True or variant == {} for variant in variants):
            return {**base, **kept} if base else kept
        if not base:
            return schema
        if set(base) == {"type"}:
            return self._of_type(schema, keyword, base, kept)
        if self._only_asserts(variants, base):
            moved = {"allOf": Residual([*kept.get("allOf", ()), {keyword: variants}])}
            return self._like(schema, {**base, **kept, **moved})
        if len(variants) > MOST_VARIANTS:
            self._report("union-too-wide", "the keywords next to this union are not merged into its variants", schema)
            asserted = {"allOf": Residual([*kept.get("allOf", ()), base])}
            return {keyword: variants, **kept, **asserted}
        self._like(schema, base)
        self.origins.derived(base, schema, "siblings")
        fits = [common_types(types_of(base), self._kinds(variant)) != [] for variant in variants]
        every, others = not any(fits), isinstance(base.get("type"), ImpliedType)
        both = [(one, fit or every) for one, fit in zip(variants, fits, strict=True) if fit or every or others]
        merged = [self._both(base, one) if fit else one for one, fit in both]
        return {keyword: merged, **kept}

    def _of_type(
        self, schema: dict[str, Any], keyword: str, base: dict[str, Any], kept: dict[str, Any]
    ) -> dict[str, Any]:
        """Return a union of the variants that the `type` next to it allows; if it allows none, the type alone."""
        kinds = [kind for kind in types_of(base) if kind != "null"]
        variants: list[Any] = schema[keyword]
        possible = [one for one in variants if is_null(one) or common_types(types_of(base), self._kinds(one)) != []]
        # If `allOf` brought the two together, each of its members is right by itself.
        if len(possible) < len(variants) and not self._together.get(schema):
            message = f"`type: {' or '.join(kinds)}` excludes a variant of `{keyword}`; it is left out"
            self._report("keyword-without-effect", message, schema)
        if all(map(is_null, possible)):
            return {**base, **{key: value for key, value in kept.items() if key != "discriminator"}}
        return {keyword: [self._typed(variant, kinds, base) for variant in possible], **kept}

    def _typed(self, variant: Any, kinds: list[str], base: dict[str, Any]) -> Any:
        if variant is True:
            variant = {}
        if not is_mapping(variant) or variant.keys() & {"$ref", "type", "enum", "const", "allOf", *UNIONS}:
            return variant
        kind = base["type"] if "null" in types_of(base) or kinds[1:] else kinds[0]
        typed = self._like(variant, {**variant, "type": kind})
        self.origins.derived(typed, variant, str(kind))
        return typed

    def _both(self, base: dict[str, Any], variant: Any) -> Any:
        if is_mapping(variant) and variant.get("type") == "null":
            return variant
        return self._like(variant, {"allOf": [base, variant]})

    def _kinds(self, schema: Any) -> list[str]:
        if not is_mapping(schema):
            return []
        name = str(schema.get("$ref", ""))[len(SCHEMAS) :]
        if name in self._active:
            return []
        flat = self.flat(name) if name else schema
        return types_of(flat) if is_mapping(flat) else []

    def _only_asserts(self, variants: list[Any], base: Mapping[str, Any]) -> bool:
        """Return whether variants add no property of their own: `anyOf: [{required: [a]}, {required: [b]}]`."""
        properties: Mapping[str, Any] = base.get("properties", {})
        if base.get("type", "object") != "object":
            return "type" in base and all(is_mapping(one) and _is_assertion(one) for one in variants)
        return all(
            is_mapping(variant)
            and variant.keys() - NEXT_TO_REF
            <= _ABOUT_OBJECTS | {"properties", "anyOf", "oneOf", "additionalProperties"}
            and variant.get("type", "object") == "object"
            and variant.get("properties", {}).keys() <= properties.keys()
            and (bool(properties) or not variant.get("required"))
            and all(_is_assertion(one) for one in variant.get("properties", {}).values())
            and all(self._only_asserts(variant[key], base) for key in UNIONS if key in variant)
            for variant in variants
        )

    def _split(self, schema: dict[str, Any], kinds: list[str]) -> dict[str, Any]:
        """Return a schema of several types as a union with a variant for each type and its keywords."""
        kept = {key: value for key, value in schema.items() if key in NEXT_TO_REF}
        variants: list[dict[str, Any]] = []
        for kind in kinds:
            variant = {"type": kind}
            for key, value in schema.items():
                applies = ABOUT.get(key)
                about = applies is None or applies == kind or (applies == "number" and kind == "integer")
                if about and key != "type" and key not in kept and (key != "format" or format_applies(kind, value)):
                    variant[key] = value
            self.origins.derived(variant, schema, kind)
            variants.append(self._like(schema, variant))
        if "null" in types_of(schema):
            variants.append({"type": "null"})
        return {"anyOf": variants, **kept}

    def _object(self, schema: Any) -> Any:
        """Return an object schema with a property for every name that it requires."""
        if not is_mapping(schema) or "required" not in schema or "object" not in (types_of(schema) or ["object"]):
            return schema
        properties: Mapping[str, Any] = schema.get("properties", {})
        if not properties and "type" not in schema:
            return schema
        missing = [name for name in schema["required"] if name not in properties]
        if not missing:
            return schema
        rest = schema.get("additionalProperties", True)
        patterns: Mapping[str, Any] = schema.get("patternProperties", {})
        added = {name: _matching(patterns, name, rest if is_mapping(rest) else True) for name in missing}
        merged = dict(sorted({**properties, **added}.items()))
        return self._like(schema, {"type": "object", **schema, "properties": merged})

    def _like(self, original: Any, made: dict[str, Any]) -> dict[str, Any]:
        self.homes.put(made, self.homes.of(original))
        return made

    def _report(self, code: str, message: str, schema: Any) -> None:
        home = self.homes.of(schema)
        if home is not None:
            self.findings.warning(code, message, home)


def is_residual(schema: Mapping[str, Any]) -> bool:
    """Return whether an `allOf` is one that this module made: assertions next to merged keywords."""
    return isinstance(schema.get("allOf"), Residual)


def refs_of_all_of(schema: Any) -> list[str]:
    """Return the components that a schema names as members of its `allOf`, nested ones included."""
    names: list[str] = []
    for member in schema.get("allOf", ()) if is_mapping(schema) else ():
        if is_mapping(member) and "$ref" in member:
            names.append(member["$ref"][len(SCHEMAS) :])
        else:
            names.extend(refs_of_all_of(member))
    return names


def _is_assertion(schema: Any) -> bool:
    """Return whether a schema only restricts a value whose type is defined elsewhere."""
    if not is_mapping(schema):
        return True
    structure = {"properties", "items", "prefixItems", "additionalProperties", "$ref", "allOf", "anyOf", "oneOf"}
    return not schema.keys() & structure


def _matching(patterns: Mapping[str, Any], name: str, default: Any) -> Any:
    for pattern, schema in patterns.items():
        # By the runtime's engine, which a hostile pattern cannot keep busy.
        if linear_pattern(pattern) is not None and search_pattern(pattern)(name):
            return schema
    return default
