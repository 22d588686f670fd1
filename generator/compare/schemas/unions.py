"""Compares unions: which variants were removed or added, and what changed in the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from ...openapi.json_values import json_equal
from ...openapi.references import is_mapping
from ...schema.classes import JsonSchema, base_of, is_class, own_properties, required_properties
from .schema_pairs import SchemaPair, Walker
from .value_kinds import WORDS, alike, bare, shape_of, target_of

_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def variants_of(schema: JsonSchema) -> list[JsonSchema]:
    """Return the variants of a union without null; for any other schema, the schema itself."""
    if not is_mapping(schema) or not ("oneOf" in schema or "anyOf" in schema):
        return [schema]
    variants: list[JsonSchema] = schema.get("oneOf", schema.get("anyOf", []))
    return [one for one in variants if not (is_mapping(one) and one.get("type") == "null")]


def compare_unions(old: JsonSchema, new: JsonSchema, pair: SchemaPair, walk: Walker) -> None:
    """Compare two schemas, at least one of which is a union."""
    before, after = variants_of(old), variants_of(new)
    pairs = _matched(before, after, walk)
    alone = not (_keyword(old) and _keyword(new))
    for left, right in pairs:
        sides = before[left], after[right]
        if alone:  # the documentation of the one schema was compared with that of the union
            sides = _unworded(sides[0]), _unworded(sides[1])
        walk.compare(*sides, pair.within(_step(old, new, left), "a variant of"))
    gone = [one for index, one in enumerate(before) if index not in {left for left, _ in pairs}]
    added = [one for index, one in enumerate(after) if index not in {right for _, right in pairs}]
    if "oneOf" in _keys(old) and "anyOf" in _keys(new):
        pair.report("one-of-became-any-of", "", "", old_steps=("oneOf",), new_steps=("anyOf",))
    elif "anyOf" in _keys(old) and "oneOf" in _keys(new) and not _apart(after, walk.new.json_schemas):
        pair.report("any-of-became-one-of", "", "", old_steps=("anyOf",), new_steps=("oneOf",))
    _report_variants(old, new, (gone, added), pair, walk)
    if "oneOf" in _keys(new) and "oneOf" not in _keys(old):
        _overlap([after[right] for _, right in pairs], before, added, pair, walk)
    elif "oneOf" in _keys(new) and added:
        _overlap([after[right] for _, right in pairs], [before[left] for left, _ in pairs], added, pair, walk)
    if is_mapping(old) and is_mapping(new) and shape_of(old) == shape_of(new) == "union":
        compare_discriminators(old, new, pair)


def _overlap(
    kept: Sequence[JsonSchema],
    former: Sequence[JsonSchema],
    added: Sequence[JsonSchema],
    pair: SchemaPair,
    walk: Walker,
) -> None:
    """Report a new variant if values of a former schema fit it and also a kept variant."""
    for new in added:
        for old, stays in zip(former, kept, strict=False):
            if _fits_too(old, new, walk) and not _apart([stays, new], walk.new.json_schemas):
                pair.report(
                    "one-of-variants-overlap",
                    walk.typed(old, old=True),
                    walk.typed(new, old=False),
                    new_steps=("oneOf",),
                )
                return


def _fits_too(old: JsonSchema, new: JsonSchema, walk: Walker) -> bool:
    """Return whether objects of an old schema have all that a new variant requires, under the same keys."""
    before = walk.old.json_schemas.get(target_of(old), old)
    after = walk.new.json_schemas.get(target_of(new), new)
    if not is_mapping(before) or not is_mapping(after) or not (is_class(before) and is_class(after)):
        return is_mapping(before) and is_mapping(after) and json_equal(bare(before), bare(after))
    had, asked = own_properties(before), own_properties(after)
    if not required_properties(after) <= had.keys() or base_of(before) or base_of(after):
        return False
    closed = after.get("additionalProperties") is False and not required_properties(before) <= asked.keys()
    return not closed and all(shape_of(had[key]) == shape_of(asked[key]) for key in had.keys() & asked.keys())


def _apart(variants: Sequence[JsonSchema], schemas: Mapping[str, JsonSchema]) -> bool:
    """Return whether no value fits two variants, because each requires another text under the same key."""
    tags = [_tags(one, schemas) for one in variants]
    return any(
        len(tags) == len([one for one in tags if key in one])
        and len(frozenset[str]().union(*(one[key] for one in tags))) == sum(len(one[key]) for one in tags)
        for key in (tags[0] if tags else ())
    )


def _tags(schema: JsonSchema, schemas: Mapping[str, JsonSchema]) -> dict[str, frozenset[str]]:
    """Return the required properties of a class that have one of a few texts, with these texts."""
    target = target_of(schema)
    own = schemas.get(target, schema) if target else schema
    if not is_mapping(own) or not is_class(own) or own.get("type") != "object":
        return {}
    required = required_properties(own)
    found: dict[str, frozenset[str]] = {}
    for key, one in own_properties(own).items():
        values: Sequence[Any] = ([one["const"]] if "const" in one else one.get("enum", ())) if is_mapping(one) else ()
        if key in required and values and all(isinstance(value, str) for value in values):
            found[key] = frozenset(values)
    return found


def _unworded(schema: JsonSchema) -> JsonSchema:
    if not is_mapping(schema) or schema.keys().isdisjoint(WORDS):
        return schema
    return {key: value for key, value in schema.items() if key not in WORDS}


def _keys(schema: JsonSchema) -> frozenset[str]:
    return frozenset(schema) if is_mapping(schema) else frozenset()


def _keyword(schema: JsonSchema) -> str:
    return "oneOf" if "oneOf" in _keys(schema) else "anyOf" if "anyOf" in _keys(schema) else ""


def _step(old: JsonSchema, new: JsonSchema, index: int) -> str:
    keyword = _keyword(old)
    return f"{keyword} {index}" if keyword and keyword == _keyword(new) else keyword or _keyword(new)


def _report_variants(
    old: JsonSchema,
    new: JsonSchema,
    variants: tuple[Sequence[JsonSchema], Sequence[JsonSchema]],
    pair: SchemaPair,
    walk: Walker,
) -> None:
    """Report the removed and the added variants."""
    gone, added = variants
    removed = ", ".join(walk.typed(one, old=True) for one in gone)
    more = ", ".join(walk.typed(one, old=False) for one in added)
    symbols: dict[str, Any] = {
        "old_symbols": tuple(walk.old_names.schemas[one] for one in map(target_of, gone) if one),
        "new_symbols": tuple(walk.new_names.schemas[one] for one in map(target_of, added) if one),
    }
    before, after = _keyword(old), _keyword(new)
    if not before and gone:
        texts = removed, more
        kind = "wrapped-in-one-of" if after == "oneOf" else "type-changed"
        pair.report(kind, *texts, old_steps=("type",), new_steps=(after,), **symbols)
        return
    if not after and added:
        pair.report("type-changed", removed, more, old_steps=(before,), new_steps=("type",), **symbols)
        return
    if gone:
        plain = _are_plain([*gone, *variants_of(new)])
        kind = "list-of-types-narrowed" if plain else "one-of-removed" if before == "oneOf" else "any-of-removed"
        pair.report(kind, removed, "", old_steps=(before,), new_steps=(after or "type",), **symbols)
    if added:
        plain = _are_plain([*added, *variants_of(old)])
        kind = "list-of-types-widened" if plain else "one-of-added" if after == "oneOf" else "any-of-added"
        if not before and after == "oneOf":
            kind = "wrapped-in-one-of-original-preserved"
        pair.report(kind, "", more, old_steps=(before or "type",), new_steps=(after,), **symbols)


def _are_plain(schemas: Sequence[JsonSchema]) -> bool:
    return all(is_mapping(one) and one.keys() <= {"type", "description"} for one in schemas)


def _matched(old: Sequence[JsonSchema], new: Sequence[JsonSchema], walk: Walker) -> list[tuple[int, int]]:
    """Return the pairs of matching variants: by component, then by content, then by likeness."""
    matching = _Matching(old, new)
    matching.take([target_of(one) or None for one in old], [target_of(one) or None for one in new])
    matching.like(partial(_corresponding, walk))
    matching.take([repr(bare(one)) for one in old], [repr(bare(one)) for one in new])
    matching.take(
        [_kind(one, walk.old.json_schemas) for one in old], [_kind(one, walk.new.json_schemas) for one in new]
    )
    matching.like(partial(_alike, walk))
    return sorted(matching.pairs)


class _Matching:
    """Pairs of variants, found in several ways one after the other."""

    def __init__(self, old: Sequence[JsonSchema], new: Sequence[JsonSchema]) -> None:
        self.old, self.new = old, new
        self.left, self.right = list(range(len(old))), list(range(len(new)))
        self.pairs: list[tuple[int, int]] = []

    def take(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Match variants with the same key; the key None never matches."""
        waiting: dict[Hashable, list[int]] = {}
        for other in self.right:
            waiting.setdefault(new[other], []).append(other)
        for one in list(self.left):
            same = waiting.get(old[one]) if old[one] is not None else None
            if same:
                self._match(one, same.pop(0))

    def like(self, fits: Callable[[JsonSchema, JsonSchema], bool]) -> None:
        """Match variants that fit each other."""
        for one in list(self.left) if len(self.left) * len(self.right) <= _MOST_PAIRS else ():
            found = next((other for other in self.right if fits(self.old[one], self.new[other])), None)
            if found is not None:
                self._match(one, found)

    def _match(self, one: int, other: int) -> None:
        self.pairs.append((one, other))
        self.left.remove(one)
        self.right.remove(other)


_MOST_PAIRS = 2_500
"""How many pairs of variants are looked at one by one."""


def _corresponding(walk: Walker, old: JsonSchema, new: JsonSchema) -> bool:
    before, after = target_of(old), target_of(new)
    return bool(before and after) and walk.correspond(before, after)


def _alike(walk: Walker, old: JsonSchema, new: JsonSchema) -> bool:
    before, after = target_of(old), target_of(new)
    if not before or not after or before in walk.new.json_schemas or after in walk.old.json_schemas:
        return False
    return alike(walk.old.json_schemas[before], walk.new.json_schemas[after])


def _kind(schema: JsonSchema, schemas: Mapping[str, JsonSchema]) -> str | None:
    """Return what distinguishes a variant from the others; None for a class."""
    seen = 0
    while (name := target_of(schema)) and seen < len(schemas):
        schema, seen = schemas.get(name, True), seen + 1
    if not is_mapping(schema):
        return shape_of(schema)
    if "const" in schema:
        return f"const {schema['const']!r}"
    return None if schema.get("properties") or "allOf" in schema else shape_of(schema)


def compare_discriminators(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    """Compare the discriminators of two unions, or of the subclasses of two classes."""
    before: Mapping[str, Any] | None = old.get("discriminator")
    after: Mapping[str, Any] | None = new.get("discriminator")
    steps = ("discriminator",)
    if before is None or after is None:
        if after is not None:
            pair.report("discriminator-added", "", f"`{after.get('propertyName')}`", new_steps=steps)
        elif before is not None:
            pair.report("discriminator-removed", f"`{before.get('propertyName')}`", "", old_steps=steps)
        return
    if before.get("propertyName") != after.get("propertyName"):
        texts = f"`{before.get('propertyName')}`", f"`{after.get('propertyName')}`"
        place = ("discriminator", "propertyName")
        pair.report("discriminator-property-name-changed", *texts, old_steps=place, new_steps=place)
    _mappings(old, new, pair)


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    """Compare which value names which variant; values of added and removed variants are not reported again."""
    before: Mapping[str, str] = old["discriminator"].get("mapping", {})
    after: Mapping[str, str] = new["discriminator"].get("mapping", {})
    kept = [{f"#/components/schemas/{target_of(one)}" for one in variants_of(schema)} for schema in (old, new)]
    stayed = kept[0] & kept[1]
    for value in sorted(before.keys() | after.keys()):
        was, now = before.get(value), after.get(value)
        if was == now:
            continue
        steps = ("discriminator", "mapping", value)
        if was is None and now in stayed:
            pair.report("discriminator-mapping-added", "", f"`{value!r}`", new_steps=steps)
        elif now is None and was in stayed:
            pair.report("discriminator-mapping-deleted", f"`{value!r}`", "", old_steps=steps)
        elif was is not None and now is not None and (was in kept[1] or now in kept[0]):
            texts = f"`{was.rpartition('/')[2]}`", f"`{value!r}`"
            pair.report("discriminator-mapping-changed", *texts, old_steps=steps, new_steps=steps)
