"""The examples in schemas: read in all their forms, and kept apart from what a schema means."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

from .json_values import CONTAINERS, is_mapping, is_sequence, json_contains
from .schema_keywords import DATA, EXAMPLES, MAPS


def read_examples(out: dict[str, Any]) -> None:
    """Replace `example` and `examples`, a list or a map of Example Objects, by a list; `out` is changed."""
    examples = out.pop("examples", [])
    if is_mapping(examples):
        examples = [_value(examples[name]) for name in sorted(examples)]
    elif not is_sequence(examples):
        examples = [examples]
    if "example" in out:
        examples = [out.pop("example"), *examples]
    if examples:
        out["examples"] = list(examples)


def _value(example: Any) -> Any:
    return example["value"] if is_mapping(example) and "value" in example else example


def without_examples(schema: Any) -> Any:
    """Return a schema without the examples in it; the same object if it has none."""
    if is_sequence(schema):
        items = [without_examples(item) if isinstance(item, CONTAINERS) else item for item in schema]
        return schema if all(map(operator.is_, items, schema)) else items
    if not is_mapping(schema):
        return schema
    kept = schema if EXAMPLES.isdisjoint(schema) else {key: schema[key] for key in schema if key not in EXAMPLES}
    for key, value in schema.items():
        if not isinstance(value, CONTAINERS) or key in DATA:
            continue
        if is_mapping(value) and key in MAPS:
            bare: Any = {name: without_examples(one) for name, one in value.items()}
            if all(map(operator.is_, bare.values(), value.values())):
                continue
        else:
            bare = without_examples(value)
        if bare is not value:
            kept = dict(kept) if kept is schema else kept
            kept[key] = bare
    return kept


def add_examples(kept: Any, other: Any) -> None:
    """Add the examples of a schema to those of an otherwise equal schema."""
    if is_sequence(kept):
        for one, same in zip(kept, other, strict=True):
            if isinstance(one, CONTAINERS):
                add_examples(one, same)
    elif is_mapping(kept):
        for key, value in kept.items():
            if not isinstance(value, CONTAINERS) or key in DATA:
                continue
            if is_mapping(value) and key in MAPS:
                for name, one in value.items():
                    add_examples(one, other[key][name])
            else:
                add_examples(value, other[key])
        if given := _examples(other):
            known = _examples(kept)
            kept.pop("example", None)
            kept["examples"] = [*known, *(one for one in given if not json_contains(known, one))]


def _examples(schema: Mapping[str, Any]) -> list[Any]:
    several = schema.get("examples")
    return [*([schema["example"]] if "example" in schema else []), *(several if is_sequence(several) else [])]
