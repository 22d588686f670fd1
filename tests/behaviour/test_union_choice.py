"""Unions in responses: a conforming answer becomes a variant that it fits, as the package jsonschema judges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from .packages import Package, document, generated, runtime
from .union_shapes import COMPONENTS, SHAPES, Shape

_FORMATS: dict[str, type] = {
    **{"uuid": UUID, "date-time": datetime, "date": date},
    **{"unixtime": datetime, "decimal": Decimal, "duration": timedelta},
}
_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "null": type(None)}
_PREFIX = "#/components/schemas/"


@pytest.fixture(scope="module")
def package() -> Package:
    holder = {"type": "object", "properties": {shape.name: shape.schema for shape in SHAPES}}
    content = {"application/json": {"schema": {"$ref": f"{_PREFIX}Holder"}}}
    response = {"description": "ok", "content": content}
    path = {"/h": {"get": {"operationId": "getHolder", "tags": ["h"], "responses": {"200": response}}}}
    return generated(document(path, components={"schemas": {**COMPONENTS, "Holder": holder}}))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_conforming_answer_becomes_a_variant_that_accepts_it(shape: Shape, package: Package) -> None:
    adapter = import_module(f"{runtime().__name__}.models.adapter").adapter(package.models.Holder, tolerant=True)
    classes: dict[type, set[int]] = {}
    for answer in shape.answers:
        assert accepts(shape.schema, answer), f"{answer} does not conform"
        holder = adapter.read_json(json.dumps({shape.name: answer}))
        delivered = getattr(holder, shape.name)
        wrong = list(differences(shape.schema, answer, delivered, dict(shape.tags)))
        assert not wrong, f"{answer} became {delivered!r}: {wrong}"
        variants = shape.schema.get("oneOf", shape.schema.get("anyOf", []))
        fits = {index for index, one in enumerate(variants) if accepts(one, answer)}
        if fits and isinstance(answer, dict) and not isinstance(delivered, dict):
            classes[type(delivered)] = classes.get(type(delivered), fits) & fits
    assert all(classes.values()), f"one class stands for several variants: {classes}"


def test_the_corpus_has_sixty_shapes() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 60


def accepts(schema: Any, value: Any) -> bool:
    """Whether the judge accepts a value, formats looked at: they tell variants apart."""
    whole = {"components": {"schemas": COMPONENTS}, "allOf": [schema]}
    return bool(Draft202012Validator(whole, format_checker=FormatChecker()).is_valid(value))


def differences(schema: Any, value: Any, delivered: Any, tags: dict[str, str]) -> Iterator[str]:
    """Yield where what was delivered is no reading of the value by a variant that accepts it."""
    readings = [list(_as(leaf, value, delivered, tags)) for leaf in _leaves(schema, value, tags)]
    if all(readings):
        yield from min(readings, key=len)


def _leaves(schema: Any, value: Any, tags: dict[str, str]) -> Iterator[Any]:
    """Yield what a schema may be for a value, unions taken apart: the variants that accept it, or that its tag means."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_PREFIX)
        target = COMPONENTS[name]
        if "oneOf" in target or "anyOf" in target or "discriminator" in target:
            named = [tags[tag] for key, tag in value.items() if tag in tags] if isinstance(value, dict) else []
            variants = target.get("oneOf", target.get("anyOf", []))
            fits = [one for one in named if {"$ref": _PREFIX + one} in variants or target.get("type") == "object"]
            for one in fits:
                yield {"$ref": _PREFIX + one}
            if not named:
                yield from _leaves(target, value, tags) if variants else [schema]
        elif "type" in target and target["type"] != "object":
            yield target
        else:
            yield schema
        return
    if "allOf" in schema:  # the union comes first
        yield from _leaves(schema["allOf"][0], value, tags)
        return
    variants = schema.get("oneOf", schema.get("anyOf"))
    if variants is None:
        kinds = schema.get("type")
        yield from [{**schema, "type": kind} for kind in kinds] if isinstance(kinds, list) else [schema]
        return
    for variant in variants:
        if accepts(variant, value):
            yield from _leaves(variant, value, tags)


def _as(schema: Any, value: Any, delivered: Any, tags: dict[str, str]) -> Iterator[str]:
    """Yield where what was delivered is no reading of the value by a schema that is no union."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_PREFIX)
        if not type(delivered).__name__.endswith(name):
            yield f"{type(delivered).__name__} in place of {name}"
        return
    if isinstance(value, list):
        pairs = zip(value, delivered, strict=True) if isinstance(delivered, list) else []
        for item, one in pairs:
            yield from differences(schema.get("items", {}), item, one, tags)
        kind: tuple[type, ...] = (tuple if "prefixItems" in schema else list,)
    elif isinstance(value, dict):
        if isinstance(schema.get("additionalProperties"), dict) and isinstance(delivered, dict):
            for key, item in value.items():
                yield from differences(schema["additionalProperties"], item, delivered[key], tags)
            kind = (dict,)
        else:
            fields = getattr(type(delivered), "model_fields", {}).items()
            if missing := schema["properties"].keys() - {field.alias or name for name, field in fields}:
                yield f"{type(delivered).__name__} has no {missing}"
            kind = (object,)
    else:
        kind = _kinds(schema, value)
    if not (type(delivered) in kind or object in kind):
        yield f"{type(delivered).__name__} in place of {kind}"


def _kinds(schema: Any, value: Any) -> tuple[type, ...]:
    """The Python types that a scalar may have by a schema."""
    if not accepts(schema, value):
        return ()
    if schema.get("type") == "number":
        return (int, float)
    known = _FORMATS.get(schema.get("format", ""), _TYPES.get(schema.get("type", "")))
    return (known,) if known else (type(value),)
