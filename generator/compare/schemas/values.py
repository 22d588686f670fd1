"""Compares the type, the format and the allowed values of two schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...emit.type_expressions import FORMATS
from ...openapi.json_values import json_equal
from ...runtime.json_schema.values import identity
from .schema_pairs import SchemaPair, Walker, listed, shown
from .value_kinds import bare, named_types, shape_of

_WIDER: Mapping[str, tuple[str, ...]] = {
    "int8": ("int16", "int32", "int64"),
    "int16": ("int32", "int64"),
    "int32": ("int64",),
    "float": ("double",),
    "uint8": ("uint16", "uint32", "uint64"),
    "uint16": ("uint32", "uint64"),
    "uint32": ("uint64",),
}
"""Format → formats that allow all of its values, and more."""


def compare_types(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, walk: Walker) -> bool:
    """Compare types and formats; return whether the values are still of one kind, so that the rest can be compared."""
    before, after = shape_of(old), shape_of(new)
    if before == after:
        _formats(old, new, pair, walk, before)
        return True
    steps = ("type",)
    texts = walk.typed(old, old=True), walk.typed(new, old=False)
    if (before, after) == ("integer", "number"):
        pair.report("type-generalized", *texts, old_steps=steps, new_steps=steps)
        return True
    if (before, after) == ("number", "integer"):
        pair.report("type-specialized", *texts, old_steps=steps, new_steps=steps)
        return True
    if "other" in (before, after):
        return _loosely(old, new, pair, texts)
    pair.report("type-changed", *texts, old_steps=steps, new_steps=steps)
    return False


def _loosely(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, texts: tuple[str, str]) -> bool:
    """Compare two schemas, one of which has keywords but no type."""
    if shape_of(old) == shape_of(new):
        return True
    if "type" not in old and not ("enum" in old or "const" in old):
        pair.report("type-specialized", *texts, new_steps=("type",))
    elif "type" not in new and not ("enum" in new or "const" in new):
        pair.report("type-generalized", *texts, old_steps=("type",))
    elif set(named_types(old)) <= set(named_types(new)):
        pair.report("type-generalized", *texts, old_steps=("type",), new_steps=("type",))
    elif set(named_types(new)) <= set(named_types(old)):
        pair.report("type-specialized", *texts, old_steps=("type",), new_steps=("type",))
    else:
        pair.report("type-changed", *texts, old_steps=("type",), new_steps=("type",))
    return True


def _formats(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, walk: Walker, kind: str) -> None:
    before, after = str(old.get("format", "")), str(new.get("format", ""))
    if before == after:
        return
    types = FORMATS.get((kind, before), ""), FORMATS.get((kind, after), "")
    if types[0] != types[1]:
        # `format` asserts nothing of an id: calls may still send any text.
        name = "became-id" if types == ("", "UUID") else "type-changed"
    elif before in _WIDER.get(after, ()):
        name = "type-specialized"
    elif not after or after in _WIDER.get(before, ()):
        name = "format-generalized"
    else:
        name = "format-changed" if before else "format-specialized"
    texts = walk.typed(old, old=True), walk.typed(new, old=False)
    if types[0] == types[1]:
        texts = _format(texts[0], before), _format(texts[1], after)
    pair.report(
        name,
        *texts,
        old_steps=("format",) if before else ("type",),
        new_steps=("format",) if after else ("type",),
    )


def _format(typed: str, written: str) -> str:
    return f"{typed} of format `{written}`" if written else f"{typed} of no format"


def compare_values(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    """Compare `const` and `enum`, apart from null."""
    if "const" in old or "const" in new:
        _const(old, new, pair)
        return
    before, after = _listed(old), _listed(new)
    if before is None and after is None:
        return
    if before is None:
        pair.report("became-enum", "", listed(after or []), new_steps=("enum",))
        return
    if after is None:
        pair.report("enum-removed", listed(before), "", old_steps=("enum",))
        return
    gone, added = _without(before, after), _without(after, before)
    if gone:
        pair.report("enum-value-removed", listed(gone), "", old_steps=("enum", f"={gone[0]}"), new_steps=("enum",))
    if added:
        pair.report("enum-value-added", "", listed(added), old_steps=("enum",), new_steps=("enum", f"={added[0]}"))


def _without(values: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return the values that are not among others, compared as JSON: unlike in Python, true is not 1."""
    known = {identity(one) for one in others}
    return [value for value in values if identity(value) not in known]


def _listed(schema: Mapping[str, Any]) -> list[Any] | None:
    values = schema.get("enum")
    return [value for value in values if value is not None] if values is not None else None


def _const(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    before, after = _constants(old), _constants(new)
    if before is not None and after is not None:
        if "const" in old and "const" in new:
            if _without([old["const"]], [new["const"]]):
                texts = shown(old["const"]), shown(new["const"])
                pair.report("const-changed", *texts, old_steps=("const",), new_steps=("const",))
            return
        gone, added = _without(before, after), _without(after, before)
        steps = ("const" if "const" in old else "enum",), ("const" if "const" in new else "enum",)
        if gone:
            pair.report("enum-value-removed", listed(gone), "", old_steps=steps[0], new_steps=steps[1])
        if added:
            pair.report("enum-value-added", "", listed(added), old_steps=steps[0], new_steps=steps[1])
    elif before is None:
        pair.report("const-added", "", shown(new["const"]), new_steps=("const",))
    else:
        pair.report("const-removed", shown(old["const"]), "", old_steps=("const",))


def _constants(schema: Mapping[str, Any]) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else _listed(schema)


def same(old: Any, new: Any) -> bool:
    """Return whether two schemas allow the same values and have the same references, regardless of documentation."""
    return json_equal(bare(old), bare(new))
