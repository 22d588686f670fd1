"""Null as a value that a schema allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ..openapi.references import SCHEMAS, is_mapping, is_sequence
from ..openapi.schema_keywords import ANNOTATIONS, UNIONS
from ..runtime.json_schema.evaluate import Evaluator
from .json_types import types_of


class Known(Protocol):
    """Knows which components allow null."""

    @property
    def components(self) -> Mapping[str, Any]:
        """The components as they were read."""
        ...

    def is_nullable(self, name: str) -> bool:
        """Return whether a component allows null."""
        ...

    def is_only_null(self, name: str) -> bool:
        """Return whether a component allows only null."""
        ...

    def shaped(self, schema: Any) -> Any:
        """Return a schema with its `allOf` resolved."""
        ...


def is_null(schema: Any, known: Known | None = None) -> bool:
    """Return whether a schema allows only null; `known` answers for the components that it refers to."""
    if not is_mapping(schema):
        return False
    if "$ref" in schema:
        return known is not None and known.is_only_null(schema["$ref"][len(SCHEMAS) :])
    variants: list[Any] = schema.get("oneOf", schema.get("anyOf", []))
    if variants:
        return all(is_null(known.shaped(one) if known else one, known) for one in variants)
    is_constant = "const" in schema and schema["const"] is None
    return types_of(schema) == ["null"] or schema.get("enum") == [None] or is_constant


def accepts_null(shape: Any, known: Known) -> bool:
    """Return whether a shaped schema allows null among other values."""
    if not is_mapping(shape) or is_null(shape, known) or not _asserts_null(shape, known):
        return False
    if "$ref" in shape:
        return known.is_nullable(shape["$ref"][len(SCHEMAS) :])
    for keyword in UNIONS:
        if keyword in shape:
            variants = [known.shaped(variant) for variant in shape[keyword]]
            real = [variant for variant in variants if not is_null(variant, known)]
            return bool(real) and (len(real) < len(variants) or any(accepts_null(one, known) for one in real))
    listed = shape.get("enum")
    if is_sequence(listed):
        return None in listed and "null" in (types_of(shape) or ["null"])
    return "null" in types_of(shape)


def _asserts_null(shape: Mapping[str, Any], known: Known) -> bool:
    """Return whether null satisfies the keywords that are only asserted: `not: {type: null}` refuses it."""
    asserted = {key: shape[key] for key in _ASSERTED if key in shape}
    return not asserted or Evaluator(asserted, known.components).accepts(None)


_ASSERTED = ("not", "if", "then", "else", "const")


def without_null(schema: Any) -> Any:
    """Return a final schema without null; the same object if it does not allow null, or nothing else."""
    if not is_mapping(schema) or "$ref" in schema or is_null(schema):
        return schema
    for keyword in UNIONS:
        if keyword in schema:
            return _without_variant(schema, keyword)
    kinds, listed = types_of(schema), schema.get("enum")
    if "null" not in kinds and not (is_sequence(listed) and None in listed and not kinds):
        return schema
    out = dict(schema)
    if kinds:
        rest = [kind for kind in kinds if kind != "null"]
        out["type"] = rest[0] if len(rest) == 1 else rest
    if is_sequence(listed):
        out["enum"] = [value for value in listed if value is not None]
    return out


def _without_variant(schema: dict[str, Any], keyword: str) -> dict[str, Any]:
    variants: list[Any] = schema[keyword]
    rest = [variant for variant in variants if not is_null(variant)]
    if len(rest) == len(variants):
        return schema
    kept = {key: value for key, value in schema.items() if key not in (keyword, "discriminator")}
    if len(rest) == 1 and "allOf" not in schema:
        return {**rest[0], **kept}
    return {**schema, keyword: rest}


_WHOLE = frozenset({"$ref", "allOf", "oneOf", "not", "if", "const"})
"""Keywords that would be about null as well if it were added to their schema: it is a variant next to that."""


def with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that allows null in addition to what `schema` allows."""
    if is_null(schema):
        return schema
    if not _WHOLE.isdisjoint(schema) or ("anyOf" in schema and len(schema) > 1):
        kept = {key: schema.pop(key) for key in ANNOTATIONS if key in schema}
        return {"anyOf": [schema, {"type": "null"}], **kept}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    kinds = types_of(schema)
    if kinds and "null" not in kinds:
        schema["type"] = [*kinds, "null"]
    return schema
