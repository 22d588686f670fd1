"""Schemas that only assert something (`not`, `if`, …): what they refer to is written out, so that each stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .references import SCHEMAS, is_mapping, is_sequence
from .schemas import BESIDE_REF

_LARGEST = 2_000
"""How many values an assertion may have, written out; what lies beyond is not asserted."""


def inlined(schema: Any, components: Mapping[str, Any]) -> Any:
    """Return a schema with every reference replaced by what it means; a recursive one asserts nothing further."""
    budget = [_LARGEST]
    return _inlined(schema, components, frozenset(), budget)


def _inlined(value: Any, components: Mapping[str, Any], within: frozenset[str], budget: list[int]) -> Any:
    budget[0] -= 1
    if is_mapping(value):
        ref = value.get("$ref")
        if isinstance(ref, str) and ref.startswith(SCHEMAS):
            name = ref[len(SCHEMAS) :]
            if name in within or budget[0] < 0:
                return {}
            return _inlined(components.get(name, {}), components, within | {name}, budget)
        return {
            key: _data(one) if key in ("enum", "const", "required") else _inlined(one, components, within, budget)
            for key, one in value.items()
            if key not in BESIDE_REF or is_mapping(one) or isinstance(one, bool)
        }
    if is_sequence(value):
        return [_inlined(one, components, within, budget) for one in value]
    return value


def _data(value: Any) -> Any:
    return value
