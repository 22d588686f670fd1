"""Compares the items of arrays, the values of maps, and the undeclared properties of classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...openapi.references import is_mapping
from .schema_pairs import SchemaPair, Walker
from .value_kinds import shape_of


def compare_items(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, walk: Walker) -> None:
    """Compare the items of two arrays: those with a fixed position, then the others."""
    first: list[Any] = old.get("prefixItems", [])
    then: list[Any] = new.get("prefixItems", [])
    for index in range(min(len(first), len(then))):
        walk.compare(first[index], then[index], pair.within(f"prefixItems {index}", f"item {index} of"))
    for one in first[len(then) :]:
        pair.report("prefix-items-removed", walk.typed(one, old=True), "", old_steps=("prefixItems",))
    for one in then[len(first) :]:
        pair.report("prefix-items-added", "", walk.typed(one, old=False), new_steps=("prefixItems",))
    before, after = old.get("items", True), new.get("items", True)
    if before is False or after is False:
        if before is not after:
            name = "items-forbidden" if after is False else "items-allowed"
            pair.report(name, "", "", old_steps=("items",), new_steps=("items",))
        return
    walk.compare(before, after, pair.within("items", "an item of"))


def compare_extras(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, walk: Walker) -> None:
    """Compare the undeclared properties of an object: those with a pattern, then all others."""
    first: Mapping[str, Any] = old.get("patternProperties", {})
    then: Mapping[str, Any] = new.get("patternProperties", {})
    for pattern in sorted(first.keys() | then.keys()):
        steps = ("patternProperties", pattern)
        if pattern not in then:
            pair.report("pattern-property-removed", f"`{pattern}`", "", old_steps=steps)
        elif pattern not in first:
            pair.report("pattern-property-added", "", f"`{pattern}`", new_steps=steps)
        else:
            inner = pair.within("patternProperties", f"keys like `{pattern}` of")
            walk.compare(first[pattern], then[pattern], inner)
    _rest(old.get("additionalProperties", True), new.get("additionalProperties", True), pair, walk)


def _rest(old: Any, new: Any, pair: SchemaPair, walk: Walker) -> None:
    before, after = shape_of(old), shape_of(new)
    steps = {"old_steps": ("additionalProperties",), "new_steps": ("additionalProperties",)}
    if before == after == "any":
        return
    if "never" in (before, after):
        if before != after:
            name = "additional-properties-forbidden" if after == "never" else "additional-properties-allowed"
            pair.report(name, "", "", **steps)
    elif before == "any":
        pair.report("additional-properties-typed", "", walk.typed(new, old=False), **steps)
    elif after == "any":
        pair.report("additional-properties-untyped", walk.typed(old, old=True), "", **steps)
    elif is_mapping(old) and is_mapping(new):
        walk.compare(old, new, pair.within("additionalProperties", "a value of"))
