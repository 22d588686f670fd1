"""A schema before and after, for every kind of change that a schema can have."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_NULLABLE: dict[str, Any] = {"type": ["string", "null"]}
_NUMBER: dict[str, Any] = {"type": "integer"}
_LIST: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_MAP: dict[str, Any] = {"type": "object", "additionalProperties": True}


def _animal(flag: str) -> dict[str, Any]:
    properties = {"kind": {"type": "string"}, flag: {"type": "boolean"}}
    return {"type": "object", "properties": properties, "required": [flag]}


ANIMALS: dict[str, Any] = {"Cat": _animal("purrs"), "Dog": _animal("barks"), "Cow": _animal("moos")}
"""Components that the schemas refer to."""

_REFS: dict[str, Any] = {name: {"$ref": f"#/components/schemas/{name}"} for name in ANIMALS}


def _of(keyword: str, *names: str, **more: Any) -> dict[str, Any]:
    return {keyword: [_REFS[name] for name in names], **more}


def _tagged(name: str, **mapping: str) -> dict[str, Any]:
    pointers = {key: f"#/components/schemas/{value}" for key, value in mapping.items()}
    return {"propertyName": name, "mapping": pointers}


def _bounds() -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for name, keyword, base in (
        ("max", "maximum", _NUMBER),
        ("min", "minimum", _NUMBER),
        ("exclusive-max", "exclusiveMaximum", _NUMBER),
        ("exclusive-min", "exclusiveMinimum", _NUMBER),
        ("max-length", "maxLength", _TEXT),
        ("min-length", "minLength", _TEXT),
        ("max-items", "maxItems", _LIST),
        ("min-items", "minItems", _LIST),
        ("max-properties", "maxProperties", _MAP),
        ("min-properties", "minProperties", _MAP),
        ("max-contains", "maxContains", {**_LIST, "contains": {"const": "x"}}),
        ("min-contains", "minContains", {**_LIST, "contains": {"const": "x"}}),
    ):
        few, many = {**base, keyword: 2}, {**base, keyword: 5}
        found |= {
            f"{name}-set": (base, many),
            f"{name}-unset": (many, base),
            f"{name}-increased": (few, many),
            f"{name}-decreased": (many, few),
        }
    return found


def _conditions() -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    when: dict[str, Any] = {**_TEXT, "if": {"minLength": 3}}
    conditions: tuple[tuple[str, dict[str, Any], str, Any, Any], ...] = (
        ("if", {**_TEXT, "then": {"pattern": "a"}}, "if", {"minLength": 3}, {"minLength": 4}),
        ("then", when, "then", {"pattern": "a"}, {"pattern": "b"}),
        ("else", when, "else", {"pattern": "a"}, {"pattern": "b"}),
        ("contains", _LIST, "contains", {"const": "a"}, {"const": "b"}),
        ("property-names", _MAP, "propertyNames", {"pattern": "a"}, {"pattern": "b"}),
        ("not", _TEXT, "not", {"const": "a"}, {"const": "b"}),
        (
            "content-schema",
            {**_TEXT, "contentMediaType": "application/json"},
            "contentSchema",
            {"type": "integer"},
            {"type": "string"},
        ),
        (
            "unevaluated-items",
            {"type": "array", "contains": {"const": "a"}},
            "unevaluatedItems",
            {"const": "b"},
            {"const": "c"},
        ),
        (
            "unevaluated-properties",
            {"type": "object", "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}}},
            "unevaluatedProperties",
            {"type": "string"},
            {"type": "integer"},
        ),
    )
    for name, base, keyword, first, then in conditions:
        without, one, other = base, {**base, keyword: first}, {**base, keyword: then}
        found |= {f"{name}-added": (without, one), f"{name}-removed": (one, without), f"{name}-changed": (one, other)}
    dependents: tuple[tuple[str, str, Any, Any], ...] = (
        ("dependent-schema", "dependentSchemas", {"minProperties": 2}, {"minProperties": 3}),
        ("dependent-required", "dependentRequired", ["b"], ["c"]),
    )
    for name, keyword, first, then in dependents:
        one, other = {**_MAP, keyword: {"a": first}}, {**_MAP, keyword: {"a": then}}
        found |= {f"{name}-added": (_MAP, one), f"{name}-removed": (one, _MAP), f"{name}-changed": (one, other)}
    return found


VALUES: dict[str, tuple[Any, Any]] = {
    **_bounds(),
    **_conditions(),
    "type-changed": (_TEXT, _NUMBER),
    "class-became-dict": (
        {"type": "object", "properties": {"size": _NUMBER}},
        {"type": "object", "additionalProperties": True},
    ),
    "dict-became-class": (
        {"type": "object", "additionalProperties": True},
        {"type": "object", "properties": {"size": _NUMBER}},
    ),
    "type-generalized": (_NUMBER, {"type": "number"}),
    "type-specialized": ({"type": "number"}, _NUMBER),
    "format-generalized": ({**_NUMBER, "format": "int32"}, {**_NUMBER, "format": "int64"}),
    "format-specialized": (_TEXT, {**_TEXT, "format": "email"}),
    "format-changed": ({**_TEXT, "format": "email"}, {**_TEXT, "format": "uri"}),
    "became-id": (_TEXT, {**_TEXT, "format": "uuid"}),
    "type-given": ({}, _LIST),
    "list-of-types-widened": (_TEXT, {"type": ["string", "integer"]}),
    "list-of-types-narrowed": ({"type": ["string", "integer"]}, _TEXT),
    "became-nullable": (_TEXT, _NULLABLE),
    "became-not-nullable": (_NULLABLE, _TEXT),
    "model-replaced": (_REFS["Cat"], _REFS["Dog"]),
    "became-enum": (_TEXT, {**_TEXT, "enum": ["a", "b"]}),
    "enum-removed": ({**_TEXT, "enum": ["a", "b"]}, _TEXT),
    "enum-value-removed": ({**_TEXT, "enum": ["a", "b"]}, {**_TEXT, "enum": ["a"]}),
    "enum-value-added": ({**_TEXT, "enum": ["a"]}, {**_TEXT, "enum": ["a", "b"]}),
    "x-extensible-enum-value-removed": (
        {**_TEXT, "x-extensible-enum": ["a", "b"]},
        {**_TEXT, "x-extensible-enum": ["a"]},
    ),
    "x-extensible-enum-value-added": (
        {**_TEXT, "x-extensible-enum": ["a"]},
        {**_TEXT, "x-extensible-enum": ["a", "b"]},
    ),
    "const-added": (_TEXT, {**_TEXT, "const": "a"}),
    "const-removed": ({**_TEXT, "const": "a"}, _TEXT),
    "const-changed": ({**_TEXT, "const": "a"}, {**_TEXT, "const": "b"}),
    "default-value-added": (_TEXT, {**_TEXT, "default": "a"}),
    "default-value-changed": ({**_TEXT, "default": "a"}, {**_TEXT, "default": "b"}),
    "default-value-removed": ({**_TEXT, "default": "a"}, _TEXT),
    "pattern-added": (_TEXT, {**_TEXT, "pattern": "^a"}),
    "pattern-removed": ({**_TEXT, "pattern": "^a"}, _TEXT),
    "pattern-changed": ({**_TEXT, "pattern": "^a"}, {**_TEXT, "pattern": "^b"}),
    "pattern-generalized": ({**_TEXT, "pattern": "^a"}, {**_TEXT, "pattern": ".*"}),
    "multiple-of-set": (_NUMBER, {**_NUMBER, "multipleOf": 2}),
    "multiple-of-unset": ({**_NUMBER, "multipleOf": 2}, _NUMBER),
    "multiple-of-changed": ({**_NUMBER, "multipleOf": 2}, {**_NUMBER, "multipleOf": 3}),
    "multiple-of-generalized": ({**_NUMBER, "multipleOf": 6}, {**_NUMBER, "multipleOf": 2}),
    "multiple-of-specialized": ({**_NUMBER, "multipleOf": 2}, {**_NUMBER, "multipleOf": 6}),
    "unique-items-set": (_LIST, {**_LIST, "uniqueItems": True}),
    "unique-items-unset": ({**_LIST, "uniqueItems": True}, _LIST),
    "content-media-type-changed": (
        {**_TEXT, "contentMediaType": "text/csv"},
        {**_TEXT, "contentMediaType": "text/html"},
    ),
    "content-encoding-changed": ({**_TEXT, "contentEncoding": "base32"}, {**_TEXT, "contentEncoding": "base16"}),
    "additional-properties-forbidden": (_MAP, {"type": "object", "additionalProperties": False}),
    "additional-properties-allowed": ({"type": "object", "additionalProperties": False}, _MAP),
    "additional-properties-typed": (_MAP, {"type": "object", "additionalProperties": _TEXT}),
    "additional-properties-untyped": ({"type": "object", "additionalProperties": _TEXT}, _MAP),
    "pattern-property-added": (_MAP, {**_MAP, "patternProperties": {"^a": _TEXT}}),
    "pattern-property-removed": ({**_MAP, "patternProperties": {"^a": _TEXT}}, _MAP),
    "prefix-items-added": (
        {"type": "array", "prefixItems": [_TEXT]},
        {"type": "array", "prefixItems": [_TEXT, _NUMBER]},
    ),
    "prefix-items-removed": (
        {"type": "array", "prefixItems": [_TEXT, _NUMBER]},
        {"type": "array", "prefixItems": [_TEXT]},
    ),
    "items-forbidden": (
        {"type": "array", "prefixItems": [_TEXT]},
        {"type": "array", "prefixItems": [_TEXT], "items": False},
    ),
    "items-allowed": (
        {"type": "array", "prefixItems": [_TEXT], "items": False},
        {"type": "array", "prefixItems": [_TEXT]},
    ),
    "one-of-added": (_of("oneOf", "Cat", "Dog"), _of("oneOf", "Cat", "Dog", "Cow")),
    "one-of-removed": (_of("oneOf", "Cat", "Dog", "Cow"), _of("oneOf", "Cat", "Dog")),
    "any-of-added": (_of("anyOf", "Cat", "Dog"), _of("anyOf", "Cat", "Dog", "Cow")),
    "any-of-removed": (_of("anyOf", "Cat", "Dog", "Cow"), _of("anyOf", "Cat", "Dog")),
    "wrapped-in-one-of": (_REFS["Cat"], _of("oneOf", "Dog", "Cow")),
    "wrapped-in-one-of-original-preserved": (_REFS["Cat"], _of("oneOf", "Cat", "Dog")),
    "any-of-became-one-of": (_of("anyOf", "Cat", "Dog"), _of("oneOf", "Cat", "Dog")),
    "one-of-became-any-of": (_of("oneOf", "Cat", "Dog"), _of("anyOf", "Cat", "Dog")),
    "all-of-added": ({**_TEXT, "pattern": "a"}, {**_TEXT, "allOf": [{"pattern": "a"}, {"pattern": "b"}]}),
    "all-of-removed": ({**_TEXT, "allOf": [{"pattern": "a"}, {"pattern": "b"}]}, {**_TEXT, "pattern": "a"}),
    "discriminator-added": (
        _of("oneOf", "Cat", "Dog"),
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog")),
    ),
    "discriminator-removed": (
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog")),
        _of("oneOf", "Cat", "Dog"),
    ),
    "discriminator-property-name-changed": (
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog")),
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("sort", cat="Cat", dog="Dog")),
    ),
    "discriminator-mapping-added": (
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog")),
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog", puppy="Dog")),
    ),
    "discriminator-mapping-deleted": (
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog", puppy="Dog")),
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", cat="Cat", dog="Dog")),
    ),
    "discriminator-mapping-changed": (
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", a="Cat", b="Dog", c="Dog")),
        _of("oneOf", "Cat", "Dog", discriminator=_tagged("kind", a="Cat", b="Dog", c="Cat")),
    ),
    "keyword-changed": ({**_TEXT, "discriminator": _tagged("a")}, {**_TEXT, "discriminator": _tagged("b")}),
    "deprecated": (_TEXT, {**_TEXT, "deprecated": True}),
    "deprecated-with-sunset": (_TEXT, {**_TEXT, "deprecated": True, "x-sunset": "2031-05-01"}),
    "reactivated": ({**_TEXT, "deprecated": True}, _TEXT),
    "sunset-date-changed": (
        {**_TEXT, "deprecated": True, "x-sunset": "2031-05-01"},
        {**_TEXT, "deprecated": True, "x-sunset": "2030-05-01"},
    ),
    "stability-decreased": (_TEXT, {**_TEXT, "x-stability-level": "beta"}),
    "stability-increased": ({**_TEXT, "x-stability-level": "beta"}, _TEXT),
    "xml-changed": ({**_TEXT, "xml": {"name": "a"}}, {**_TEXT, "xml": {"name": "b"}}),
    "description-changed": (_TEXT, {**_TEXT, "description": "A text."}),
    "title-changed": (_TEXT, {**_TEXT, "title": "A text."}),
    "example-changed": (_TEXT, {**_TEXT, "examples": ["a"]}),
    "external-docs-changed": (_TEXT, {**_TEXT, "externalDocs": {"url": "https://example.com"}}),
}
"""Name of the kind → the schema before and after."""


def _object(required: str = "", **properties: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": {"kept": _TEXT, **properties}}
    return {**schema, "required": required.split()} if required else schema


def _flagged(need: str) -> dict[str, tuple[Any, Any]]:
    required = "value" if need == "required" else ""
    plain = _object(required, value=_TEXT)
    found: dict[str, tuple[Any, Any]] = {}
    for keyword, name in (("readOnly", "read-only"), ("writeOnly", "write-only")):
        flagged = _object(required, value={**_TEXT, keyword: True})
        found[f"{need}-property-became-{name}"] = (plain, flagged)
        found[f"{need}-property-became-not-{name}"] = (flagged, plain)
    return found


OBJECTS: dict[str, tuple[Any, Any]] = {
    "required-property-added": (_object(), _object("value", value=_TEXT)),
    "required-property-with-default-added": (_object(), _object("value", value={**_TEXT, "default": "a"})),
    "optional-property-added": (_object(), _object(value=_TEXT)),
    "write-only-property-added": (_object(), _object(value={**_TEXT, "writeOnly": True})),
    "required-property-removed": (_object("value", value=_TEXT), _object()),
    "optional-property-removed": (_object(value=_TEXT), _object()),
    "write-only-property-removed": (_object(value={**_TEXT, "writeOnly": True}), _object()),
    "renamed": (_object(value=_NUMBER), _object(amount=_NUMBER)),
    "became-required": (_object(value=_TEXT), _object("value", value=_TEXT)),
    "became-required-with-default": (
        _object(value={**_TEXT, "default": "a"}),
        _object("value", value={**_TEXT, "default": "a"}),
    ),
    "became-optional": (_object("value", value=_TEXT), _object(value=_TEXT)),
    "optional-became-nullable": (_object(value=_TEXT), _object(value=_NULLABLE)),
    "nullable-became-optional": (_object("value", value=_NULLABLE), _object(value=_NULLABLE)),
    **_flagged("required"),
    **_flagged("optional"),
}
"""The same for what happens to the property `value` of an object."""


def _with(*required: str) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": {"a": _TEXT, "b": _TEXT}}


TOGETHER: dict[str, tuple[Any, Any]] = {
    "one-of-variants-overlap": (_with("a", "b"), {"oneOf": [_with("a"), _with("b")]}),
    "null-left-undeclared": ({**_with("a"), "type": ["object", "null"]}, {"properties": {"a": _TEXT, "b": _TEXT}}),
}
"""Kinds that are reported together with others: kind → the old and the new schema."""
