"""Reads the schemas of a description, of any version, into JSON Schema 2020-12 with references to components only.

Nothing is named or merged here. A `$ref` to anything but a component makes its target a component, under a provisional
key; `hoist` gives it its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.msgpack import Encoder

from ..document.document import shortened
from ..openapi.identity import IdentityTable
from ..openapi.place_names import regrouped
from ..openapi.problems import Findings, kind_of
from ..openapi.references import SCHEMAS, Homes, Missing, Place, ReferenceTarget, Resolver, is_mapping, is_sequence
from ..openapi.schema_examples import read_examples
from ..openapi.schema_keywords import LISTS, MAPS, MEANING, NEXT_TO_REF, OF_3_0, SINGLE, STRUCTURE, UNEVALUATED, fits
from ..openapi.schema_targets import SchemaTargets
from ..runtime.json_schema.patterns import translate_pattern
from ..text.inflection import pascal
from .classes import is_long_enumeration
from .dialect import CHECKED, checked, to_current_dialect
from .inline_names import variant_labels
from .json_types import Warn
from .nullability import with_null
from .reference_chains import cut_reference_chains
from .union_cycles import UnionCycles
from .value_texts import with_value_texts

MOST_MEMBERS = 500
"""The most variants of a union: Python reads and compares the types of one recursively."""

PROVISIONAL = "\0"
"""The beginning of the keys of components without a name yet: places that a `$ref` leads to."""

_REFERENCES = ("$ref", "$dynamicRef")
_NEXT_TO_LEGACY_REF = frozenset({"description", "summary", "title", "deprecated", "readOnly", "writeOnly", "nullable"})
_READ_AS_NEWER = frozenset({"additionalItems", "dependencies"})
_OF_THE_PLACE = SINGLE | LISTS | MAPS | _READ_AS_NEWER | {*_REFERENCES, "$recursiveRef", "$id", "discriminator"}
"""Keywords without which the place of a schema has no part in what it means."""
_CONTENT = Encoder()


class SchemaReader(Struct):
    """Reads schemas, and records the place of each."""

    resolver: Resolver
    findings: Findings
    legacy: bool
    """Whether the version is OpenAPI 2.0 or 3.0, whose schemas are not JSON Schema 2020-12 yet."""
    components: dict[str, Any] = field(default_factory=dict[str, Any])
    """Name → schema as read; names of places that only a `$ref` leads to begin with PROVISIONAL."""
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    """Component → its place."""
    homes: Homes = field(default_factory=Homes)
    """The place of each schema that was read, from which it gets its name if it needs one."""
    _current: str = ""
    """The component that is being read; empty if the schema belongs to none."""
    _sources: IdentityTable[Place] = field(default_factory=IdentityTable[Place])
    _declared: IdentityTable[str] = field(default_factory=IdentityTable[str])
    _elsewhere: dict[tuple[int, str], str] = field(default_factory=dict[tuple[int, str], str])
    _pending: list[tuple[str, ReferenceTarget]] = field(default_factory=list[tuple[str, ReferenceTarget]])
    _simple: dict[bytes, dict[str, Any]] = field(default_factory=dict[bytes, "dict[str, Any]"])
    """Content of a schema without further schemas → its canonical form: most schemas are such, and recur."""

    def declare(self, schemas: Mapping[str, Any], place: Place) -> None:
        """Read the declared components, so that later references use their own names."""
        nodes = dict(schemas)
        for name in sorted(schemas):
            if schemas[name] not in self._declared:
                self._declared.put(schemas[name], name)
        for name in sorted(schemas):
            self.components[name] = True
            self.places[name] = place.named(pascal(name), name)
            target = self._in_other_file(schemas[name], self.places[name])
            if target is not None and target.node not in self._declared:
                self._declared.put(target.node, name)
                nodes[name], self.places[name] = target.node, target.place.named(pascal(name))
        for name in sorted(schemas):
            self._current = name
            self.components[name] = self.read(nodes[name], self.places[name])
        self._current = ""

    def _in_other_file(self, node: Any, place: Place) -> ReferenceTarget | None:
        """Return the schema of another file for which a component stands that is only a reference to it, or None."""
        seen: set[str] = set()
        target: ReferenceTarget | Missing | None = None
        while is_mapping(node) and node.keys() == {"$ref"} and isinstance(ref := node["$ref"], str) and ref not in seen:
            seen.add(ref)
            target = self.resolver.resolve(ref, place)
            if isinstance(target, Missing) or self._is_main(target.place):
                return None
            node, place = target.node, target.place
        return target if isinstance(target, ReferenceTarget) and is_mapping(node) else None

    def finish(self) -> None:
        """Read the places that references lead to, until there are no more."""
        while self._pending:
            key, target = self._pending.pop()
            place = self._sources.get(target.node) or regrouped(target.place)
            self.places[key] = place
            self._current = key
            self.components[key] = self.read(target.node, place)
            self._current = ""
        cut_reference_chains(self.components, self.places, self.findings)
        UnionCycles(self.components, self.places, self.homes, self.findings, PROVISIONAL).separate()

    def read(self, node: Any, place: Place) -> Any:
        """Return the canonical form of a schema: a new value, or True if it is broken and may be left open."""
        if is_mapping(node):
            if _OF_THE_PLACE.isdisjoint(node):
                return self._simple_schema(node, place)
            if "$id" in node and not self.legacy:
                place = self.resolver.within(node, place)
            if "$recursiveRef" in node or (self.legacy and "$dynamicRef" in node):
                return self._foreign_reference(node, place)
            for keyword in _REFERENCES:
                if isinstance(node.get(keyword), str):
                    return self._reference(keyword, node, place)
                if keyword in node:
                    message = f"`{keyword}` is a text, not {kind_of(node[keyword])}"
                    self.findings.broken_schema("invalid-schema", message, place.down(keyword))
                    return True
            return self._schema(node, place)
        if isinstance(node, bool):
            return node
        if node == [] or node is None:
            self.findings.warning("invalid-schema", f"a schema cannot be {node!r}; any value is accepted", place)
            return True
        self.findings.broken_schema("invalid-schema", f"a schema is an object, not {kind_of(node)}", place)
        return True

    def _foreign_reference(self, node: dict[str, Any], place: Place) -> Any:
        """Read `$recursiveRef`, a keyword of draft 2019-09, as a reference to the component around it."""
        keyword = "$recursiveRef" if "$recursiveRef" in node else "$dynamicRef"
        rest = {key: value for key, value in node.items() if key != keyword}
        known = keyword == "$recursiveRef" and node[keyword] == "#" and self._current
        around = "the schema around it" if self._current.startswith(PROVISIONAL) else f"`{self._current}`"
        outcome = f"it is read as a reference to {around}" if known else "it is left out"
        message = f"`{keyword}` is not a keyword of this version's schemas: {outcome}"
        self.findings.warning("foreign-keyword", message, place.down(keyword))
        if not known or "$ref" in rest:
            return self.read(rest, place)
        return self._joined({"$ref": SCHEMAS + self._current}, rest, place)

    def _is_foreign(self, key: str, value: Any, place: Place) -> bool:
        """Return whether a keyword that this version lacks means something else here, and warn of it."""
        if fits(key, value):
            return False
        message = f"`{key}` is not a keyword of this version's schemas; it is left out"
        self.findings.warning("foreign-keyword", message, place.down(key))
        return True

    def _simple_schema(self, node: dict[str, Any], place: Place) -> Any:
        """Read a schema without further schemas; an equal one that was read without any diagnostic serves for it."""
        try:
            content = _CONTENT.encode(node)
        except (OverflowError, TypeError, UnicodeEncodeError):
            return self._schema(node, place)
        known = self._simple.get(content)
        if known is not None:
            return dict(known)
        before = self.findings.count
        read = self._schema(node, place)
        if self.findings.count == before and not _has_home(node) and not _has_home(read):
            self._simple[content] = dict(read)
        return read

    def _schema(self, node: dict[str, Any], place: Place) -> Any:
        out: dict[str, Any] = {}
        warn = _warner(self.findings, place)
        for key, value in node.items():
            if self.legacy and key not in OF_3_0 and self._is_foreign(key, value, place):
                continue
            if key in MAPS:
                self._map(key, value, place, out)
            elif key in SINGLE:
                self._single(key, value, place, out)
            elif key in LISTS:
                self._list(key, value, place, out, node)
            elif key in CHECKED:
                fixed = checked(key, value, warn)
                if fixed is not None:
                    out[key] = fixed
                if key == "pattern" and fixed is not None:
                    self._report_unenforced(fixed, place.down(key))
            elif key in MEANING or key in _READ_AS_NEWER:
                out[key] = value
        if "enum" in out and (description := with_value_texts(out.get("description"), node)):
            out["description"] = description
        if node.get("x-nullable") is True:
            out["nullable"] = True
        if not STRUCTURE.isdisjoint(node) or is_long_enumeration(out):
            self._sources.put(node, place)
        return self._converted(out, place, warn)

    def _converted(self, out: dict[str, Any], place: Place, warn: Warn) -> Any:
        if "example" in out or "examples" in out:
            read_examples(out)
        if "discriminator" in out:
            self._read_discriminator(out, place)
        if "additionalItems" in out or "dependencies" in out:
            self._convert_old_keywords(out, place)
        converted = to_current_dialect(out, warn, legacy=self.legacy)
        if _has_home(converted):
            self.homes.put(converted, place)
            if converted is not out:
                self.homes.put(out, place)
        return converted

    def _single(self, key: str, value: Any, place: Place, out: dict[str, Any]) -> None:
        if key == "items" and is_sequence(value):
            if value:
                self._list("items", value, place, out, {})
                if "items" in out:
                    out["prefixItems"] = out.pop("items")
            return
        out[key] = self.read(value, place.down(key))

    def _map(self, key: str, value: Any, place: Place, out: dict[str, Any]) -> None:
        if value is None or value == []:
            value = {}
        if not is_mapping(value):
            self.findings.broken_schema(
                "invalid-schema", f"`{key}` is an object, not {kind_of(value)}", place.down(key)
            )
            return
        if key == "patternProperties":
            for pattern in value:
                self._report_unenforced(pattern, place.down(key, pattern))
        out[key] = {name: self.read(value[name], place.down(key, name)) for name in sorted(value)}

    def _report_unenforced(self, pattern: str, place: Place) -> None:
        if translate_pattern(pattern) is None:
            message = f"the pattern `{shortened(pattern, 60)}` cannot be run here: values are not checked against it"
            self.findings.warning("pattern-not-enforced", message, place)

    def _list(self, key: str, value: Any, place: Place, out: dict[str, Any], node: Mapping[str, Any]) -> None:
        if is_mapping(value):
            message = f"`{key}` is a list; the one schema is read as its only item"
            self.findings.warning("invalid-keyword", message, place.down(key))
            value = [value]
        if not is_sequence(value):
            self.findings.broken_schema("invalid-schema", f"`{key}` is a list, not {kind_of(value)}", place.down(key))
            return
        if not value:
            self.findings.warning("invalid-keyword", f"`{key}` cannot be empty; it is left out", place.down(key))
            return
        if key in ("oneOf", "anyOf") and len(value) > MOST_MEMBERS:
            message = f"`{key}` has {len(value):,} variants, more than {MOST_MEMBERS}; any value is accepted"
            self.findings.warning("union-too-wide", message, place.down(key))
            return
        if key in ("oneOf", "anyOf"):
            real = [variant for variant in value if not _is_null(variant)]
            labels = iter(variant_labels(real, _discriminating(node)))
            named = ["" if _is_null(variant) else next(labels) for variant in value]
            places = [place.labelled(label, key, str(index)) for index, label in enumerate(named)]
        else:
            places = [place.down(key, str(index)) for index in range(len(value))]
        out[key] = read = [self.read(item, where) for item, where in zip(value, places, strict=True)]
        if key in ("oneOf", "anyOf"):
            for schema, where in zip(read, places, strict=True):
                if is_mapping(schema):
                    self.homes.put(schema, where)

    def _reference(self, keyword: str, node: dict[str, Any], place: Place) -> Any:
        found = self.reference(node[keyword], place, keyword)
        rest = {key: value for key, value in node.items() if key != keyword and not key.startswith("x-")}
        nullable = node.get("x-nullable") is True
        if not rest and not nullable:
            return {"$ref": SCHEMAS + found} if found is not None else True
        if self.legacy:
            ignored = sorted(rest.keys() - _NEXT_TO_LEGACY_REF)
            if ignored:
                names = ", ".join(f"`{key}`" for key in ignored)
                self.findings.warning("ref-siblings", f"{names} next to a `$ref` has no meaning in OpenAPI 3.0", place)
            rest = {key: value for key, value in rest.items() if key in _NEXT_TO_LEGACY_REF}
        if nullable:
            rest["nullable"] = True
        return self._joined({"$ref": SCHEMAS + found} if found is not None else {}, rest, place)

    def _joined(self, ref: dict[str, Any], rest: dict[str, Any], place: Place) -> Any:
        """Return a reference, empty if it leads nowhere, with the keywords next to it."""
        unevaluated = {key: self.read(rest.pop(key), place.down(key)) for key in UNEVALUATED if key in rest}
        own = self._schema(rest, place)
        if not ref:
            return own or True
        if rest.get("nullable") is True:
            return with_null({**ref, **own})
        if not _constrains(own) and not unevaluated:
            return {**ref, **own}
        joined = {"allOf": [ref, own] if own else [ref], **unevaluated}
        self.homes.put(joined, place)
        self.homes.put(own, place)
        return joined

    def reference(self, ref: str, place: Place, *keys: str) -> str | None:
        """Return the key of the component that a reference means; None if it leads nowhere, which is reported.

        `keys` lead from `place` to the reference.
        """
        prefix, name = ref[: len(SCHEMAS)], ref[len(SCHEMAS) :]
        if prefix == SCHEMAS and name in self.components and not place.resource.prefix and self._is_main(place):
            return name
        targets = SchemaTargets(self.resolver, self.findings, self._declared)
        target = targets.of(ref, place, place.down(*keys) if keys else place)
        if target is None:
            return None
        declared = self._declared.get(target.node) if is_mapping(target.node) else None
        if declared is not None:
            return declared
        identity = (id(target.place.resource.document), target.place.pointer())
        key = self._elsewhere.get(identity)
        if key is None:
            key = self._elsewhere[identity] = f"{PROVISIONAL}{identity[1]}{PROVISIONAL}{len(self._elsewhere)}"
            self.components[key] = True
            self._pending.append((key, target))
        return key

    def _is_main(self, place: Place) -> bool:
        return place.resource.document is self.resolver.main

    def _read_discriminator(self, out: dict[str, Any], place: Place) -> None:
        given = out.pop("discriminator")
        if isinstance(given, str):
            given = {"propertyName": given}
        if not is_mapping(given) or not isinstance(given.get("propertyName"), str):
            message = "a discriminator needs a `propertyName`; it is left out"
            self.findings.warning("invalid-discriminator", message, place.down("discriminator"))
            return
        kept: dict[str, Any] = {"propertyName": given["propertyName"]}
        mapping = given.get("mapping")
        where = place.down("discriminator", "mapping")
        entries = mapping if is_mapping(mapping) else {}
        resolved = {value: self._mapped(entries[value], where.down(value)) for value in sorted(entries)}
        kept["mapping"] = {value: ref for value, ref in resolved.items() if ref is not None}
        default = self._mapped(given.get("defaultMapping"), place.down("discriminator", "defaultMapping"))
        if default is not None:
            kept["defaultMapping"] = default
        out["discriminator"] = kept

    def _mapped(self, value: Any, place: Place) -> str | None:
        if not isinstance(value, str):
            return None
        if value in self.components:
            return SCHEMAS + value
        target = self.resolver.resolve(value, place)
        if isinstance(target, Missing):
            message = f"`{value}` is neither the name of a schema nor leads to one; the entry is left out"
            self.findings.warning("invalid-discriminator", message, place)
            return None
        name = self.reference(value, place)
        return None if name is None else SCHEMAS + name

    def _convert_old_keywords(self, out: dict[str, Any], place: Place) -> None:
        if "additionalItems" in out:
            rest = out.pop("additionalItems")
            if "prefixItems" in out:
                out["items"] = self.read(rest, place.down("additionalItems"))
        dependencies = out.pop("dependencies", None)
        if is_mapping(dependencies):
            for name in sorted(dependencies):
                value = dependencies[name]
                if is_sequence(value):
                    out.setdefault("dependentRequired", {})[name] = value
                else:
                    read = self.read(value, place.down("dependencies", name))
                    out.setdefault("dependentSchemas", {})[name] = read


def _has_home(schema: Mapping[str, Any]) -> bool:
    """Return whether the place of a schema is recorded, since it may become a class."""
    return not STRUCTURE.isdisjoint(schema) or is_long_enumeration(schema)


def _warner(findings: Findings, place: Place) -> Warn:
    return lambda code, message, *keys: findings.warning(code, message, place.down(*keys) if keys else place)


def _is_null(variant: Any) -> bool:
    return is_mapping(variant) and variant.get("type") in ("null", ["null"]) and "$ref" not in variant


def _discriminating(node: Mapping[str, Any]) -> str | None:
    discriminator = node.get("discriminator")
    name = discriminator.get("propertyName") if is_mapping(discriminator) else discriminator
    return name if isinstance(name, str) else None


def _constrains(schema: Any) -> bool:
    return not is_mapping(schema) or not schema.keys() <= NEXT_TO_REF
