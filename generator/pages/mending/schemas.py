"""Schemas: words for types that JSON Schema does not have, keywords of another version, enumerations and defaults."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ...openapi.json_values import is_mapping, is_sequence
from ..type_words import schema_of
from .context import DROPPED, Context, Dropped, Tokens

_TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")
_ANYTHING = frozenset({"any", "mixed", "unknown", "", "*", "all", "anytype", "any type", "oneof", "anyof", "value"})
_NEWER = frozenset(
    {
        *(
            "$schema",
            "$id",
            "$anchor",
            "$defs",
            "$comment",
            "$dynamicRef",
            "$dynamicAnchor",
            "definitions",
            "if",
            "then",
        ),
        *("else", "contains", "minContains", "maxContains", "prefixItems", "patternProperties", "propertyNames"),
        *("dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentEncoding"),
        *("contentMediaType", "contentSchema"),
    }
)
"""Keywords that a schema of OpenAPI 3.0 does not have (OpenAPI 3.0.4, 4.7.24)."""
_LISTS = ("allOf", "anyOf", "oneOf")
_CIRCULAR = re.compile(r"circular\((.*)\)", re.IGNORECASE)


def before(context: Context, value: Any, place: Tokens) -> Any:
    """Return a schema with the keywords and types that the version has; what is below it is not looked at."""
    if isinstance(value, bool):
        return _boolean(context, value, place)
    if isinstance(value, str):
        return _named(context, value, place)
    if not is_mapping(value):
        context.note(place, "no schema stands here: any value is accepted")
        return {}
    if "$ref" in value:
        return _reference(context, value, place)
    made = dict(value)
    _required_flags(context, made, place)
    _type(context, made, place)
    _enumeration(context, made, place)
    _shape(context, made, place)
    if context.is_old:
        _older(context, made, place)
    else:
        _newer(context, made, place)
    return made


def after(context: Context, schema: dict[str, Any], place: Tokens) -> dict[str, Any]:
    """Return a schema whose subschemas are mended, its default and required names looked at."""
    _default(context, schema, place)
    if context.is_old and schema.get("type") == "array" and "items" not in schema:
        context.note(place, "an array needs `items` in this version: any are accepted")
        schema["items"] = {}
    return schema


def _boolean(context: Context, value: bool, place: Tokens) -> Any:
    if not context.is_old or place[-1:] == ("additionalProperties",):
        return value
    context.note(place, f"`{str(value).lower()}` is no schema in this version")
    return {} if value else {"not": {}}


def _named(context: Context, text: str, place: Tokens) -> dict[str, Any]:
    """Return the schema that a text in a schema's place stands for: documentation tools write `circular(Pet)`."""
    match = _CIRCULAR.fullmatch(text.strip())
    name = match[1].strip() if match else text.strip()
    ref = f"#/components/schemas/{name.replace('~', '~0').replace('/', '~1')}"
    if not isinstance(context.target(ref), Dropped) and name:
        context.note(place, f"the text `{text}` became a reference to `{name}`")
        return {"$ref": context.pointer(ref)}
    found = None if match else schema_of(text)
    if found:
        context.note(place, f"the text `{text}` became a schema of that type")
        return dict(found)
    context.note(place, f"the text `{text}` is no schema: any value is accepted")
    return {}


def _reference(context: Context, value: Mapping[str, Any], place: Tokens) -> dict[str, Any]:
    ref = value["$ref"]
    if isinstance(ref, str):
        for candidate in (ref, ref.replace("#/definitions/", "#/components/schemas/")):
            if candidate.startswith("#") and not isinstance(context.target(candidate), Dropped):
                if candidate != ref:
                    context.note((*place, "$ref"), f"`{ref}` became `{candidate}`")
                return {**value, "$ref": context.pointer(candidate)}
    context.note((*place, "$ref"), f"`{ref}` leads nowhere: any value is accepted")
    return {key: inner for key, inner in value.items() if key != "$ref"}


def _required_flags(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    """Turn `required: true` at properties into names of the schema around them."""
    own = schema.get("required")
    properties = schema.get("properties")
    names = [name for name in own if isinstance(name, str)] if is_sequence(own) else []
    if own is not None and (not is_sequence(own) or len(names) < len(own) or len(set(names)) < len(names)):
        if not isinstance(own, bool):
            context.note((*place, "required"), "`required` became a list of distinct names")
        elif place[-2:-1] != ("properties",):
            context.note((*place, "required"), "a flag is no list of names; left out")
        schema.pop("required")
    if is_mapping(properties):
        flagged = [
            name for name, inner in properties.items() if is_mapping(inner) and inner.get("required") in (True, "true")
        ]
        for name in flagged:
            context.note(
                (*place, "properties", name, "required"), f"`required: true` put `{name}` among the required names"
            )
        names += flagged
    if names and (names := list(dict.fromkeys(names))) != own:
        schema["required"] = names
    elif "required" in schema and not names:
        context.note((*place, "required"), "an empty list of required names was left out")
        schema.pop("required")


def _type(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    if "type" not in schema:
        return
    kind = schema["type"]
    if is_sequence(kind):
        kinds = list(dict.fromkeys(one for one in kind if one in _TYPES))
        if kinds != kind:
            context.note((*place, "type"), "`type` kept the names of types alone")
            schema.pop("type")
            schema.update({"type": kinds} if kinds else {})
        return
    if kind in _TYPES:
        return
    if kind is None:
        context.note((*place, "type"), "`type: null` became `type: 'null'`")
        schema["type"] = "null"
        return
    schema.pop("type")
    word = str(kind).strip()
    found = None if word.casefold() in _ANYTHING else schema_of(word)
    if found is None:
        context.note((*place, "type"), f"`type: {word}` is no type: any value is accepted")
        return
    context.note((*place, "type"), f"`type: {word}` became {_said(found)}")
    for key, inner in found.items():
        schema.setdefault(key, inner)


def _said(schema: Mapping[str, Any]) -> str:
    return "`" + ", ".join(f"{key}: {value}" for key, value in schema.items()) + "`" if schema else "any value"


def _enumeration(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    if "enum" not in schema:
        return
    spot, given = (*place, "enum"), schema["enum"]
    values: list[Any] = given if is_sequence(given) else []
    if not is_sequence(given):
        values = [given] if isinstance(given, str | int | float | bool) else []
        context.note(spot, "`enum` became a list")
    of_objects = schema.get("type") == "object"
    if values and not of_objects and all(is_mapping(one) and "value" in one for one in values):
        context.note(spot, "the items `value: …` of `enum` became those values")
        values = [one["value"] for one in values]
    distinct = [one for index, one in enumerate(values) if not any(_equal(one, other) for other in values[:index])]
    if len(distinct) < len(values):
        context.note(spot, "values that stand twice in `enum` were left out")
    if not distinct:
        context.note(spot, "an `enum` without values was left out")
        schema.pop("enum")
        return
    schema["enum"] = _of_type(context, distinct, schema.get("type"), spot)


def _of_type(context: Context, values: list[Any], kind: Any, spot: Tokens) -> list[Any]:
    """Convert numbers in quotes to numbers, or the reverse, if the type says which they are."""
    if kind in ("integer", "number") and all(isinstance(one, str) and _NUMBER.fullmatch(one) for one in values):
        context.note(spot, "numbers in quotes became numbers")
        return [json.loads(one) for one in values]
    if kind == "string" and all(one is not None and not isinstance(one, str | dict | list) for one in values):
        context.note(spot, "values became texts, as the type says")
        return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
    return values


_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _shape(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    """Mend containers of subschemas and other keywords whose value is of another kind."""
    for key in _LISTS:
        parts = schema.get(key)
        if key in schema and is_mapping(parts):
            context.note((*place, key), f"one schema under `{key}` became a list of it")
            schema[key] = [parts]
        elif key in schema and (not is_sequence(parts) or not parts):
            context.note((*place, key), f"`{key}` without schemas was left out")
            schema.pop(key)
    if "properties" in schema and not is_mapping(schema["properties"]):
        context.note((*place, "properties"), "`properties` without names was left out")
        schema.pop("properties")
    extra = schema.get("additionalProperties")
    if "additionalProperties" in schema and not isinstance(extra, bool | dict):
        schema["additionalProperties"] = str(extra).lower() != "false"
        context.note((*place, "additionalProperties"), "`additionalProperties` became a boolean")
    if context.version != "2":
        _discriminator(context, schema, place)
    if "format" in schema and not isinstance(schema["format"], str):
        context.note((*place, "format"), "a format that is no text was left out")
        schema.pop("format")


def _discriminator(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    if "discriminator" not in schema:
        return
    found = schema["discriminator"]
    if isinstance(found, str):
        context.note((*place, "discriminator"), "the name of a discriminator became an object")
        schema["discriminator"] = {"propertyName": found}
    elif not is_mapping(found) or not isinstance(found.get("propertyName"), str):
        context.note((*place, "discriminator"), "a discriminator without `propertyName` was left out")
        schema.pop("discriminator")


def _older(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    """Replace newer keywords by those of OpenAPI 3.0."""
    _older_null(context, schema, place)
    if "const" in schema:
        context.note((*place, "const"), "`const` became an `enum` of one value")
        schema.setdefault("enum", [schema.pop("const")])
        schema.pop("const", None)
    if "examples" in schema:
        values = schema.pop("examples")
        context.note((*place, "examples"), "`examples`, which this version does not have, became `example`")
        listed = values if is_sequence(values) else list(values.values()) if is_mapping(values) else []
        if listed and "example" not in schema:
            schema["example"] = listed[0]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = schema.get(bound)
        if isinstance(value, int | float) and not isinstance(value, bool):
            context.note((*place, bound), f"`{bound}` with a number became `{limit}` and a flag")
            schema[limit], schema[bound] = value, True
    known = context.shapes["Schema"].fields
    for key in [one for one in schema if (one in _NEWER or one not in known) and not one.startswith("x-")]:
        context.note((*place, key), f"`{key}` is no keyword of this version and was left out")
        schema.pop(key)


def _older_null(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    kind = schema.get("type")
    if is_sequence(kind):
        others = [one for one in kind if one != "null"]
        context.note(
            (*place, "type"), "a list of types, which this version does not have, became " + _said_types(others)
        )
        schema.pop("type")
        if len(others) == 1:
            schema["type"] = others[0]
        elif others:
            schema["anyOf"] = [{"type": one} for one in others]
        if "null" in kind and len(others) == 1:
            schema["nullable"] = True
    elif kind == "null":
        context.note(
            (*place, "type"), "`type: 'null'`, which this version does not have, became `nullable` with the value null"
        )
        schema.pop("type")
        schema.update({"nullable": True, "enum": [None]})
    for key in ("anyOf", "oneOf"):
        parts = schema.get(key)
        null = [one for one in parts if one in ({"type": "null"}, {"type": None})] if is_sequence(parts) else []
        if not null or not is_sequence(parts):
            continue
        rest = [one for one in parts if one not in null]
        context.note((*place, key), f"null among the schemas of `{key}` became `nullable`")
        schema.pop(key)
        if len(rest) == 1 and is_mapping(rest[0]) and "$ref" not in rest[0] and not set(rest[0]) & set(schema):
            schema.update(rest[0])
        elif rest:
            schema["allOf" if len(rest) == 1 else key] = rest
        schema["nullable"] = True


def _said_types(kinds: list[Any]) -> str:
    return f"`{kinds[0]}`" if len(kinds) == 1 else "a choice of schemas" if kinds else "any value"


def _newer(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    """Replace keywords of OpenAPI 3.0 by those of JSON Schema 2020-12."""
    if isinstance(schema.get("nullable"), bool):
        nullable = schema.pop("nullable")
        kind = schema.get("type")
        context.note((*place, "nullable"), "`nullable`, which this version does not have, became the type null")
        if nullable and kind is not None and kind != "null":
            schema["type"] = [*(kind if is_sequence(kind) else [kind]), *([] if "null" in kind else ["null"])]
            if is_sequence(schema.get("enum")) and None not in schema["enum"]:
                schema["enum"] = [*schema["enum"], None]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = schema.get(bound)
        if isinstance(value, bool):
            schema.pop(bound)
            context.note((*place, bound), f"the flag `{bound}`, which this version does not have, became a number")
            if value and limit in schema:
                schema[bound] = schema.pop(limit)
    if "examples" in schema and not is_sequence(schema["examples"]):
        values = schema["examples"]
        context.note((*place, "examples"), "`examples` became a list")
        schema["examples"] = list(values.values()) if is_mapping(values) else [values]


def _default(context: Context, schema: dict[str, Any], place: Tokens) -> None:
    """Write a default in the form that the type says; leave out one that the schema does not allow."""
    if "default" not in schema:
        return
    value, kind = schema["default"], schema.get("type")
    kinds = kind if is_sequence(kind) else [kind]
    may_be_null = schema.get("nullable") is True or "null" in kinds or kind is None
    if value is None:
        if not may_be_null:
            context.note((*place, "default"), "a default of null, which the type does not allow, was left out")
            schema.pop("default")
        return
    if kind is not None and not any(_is(value, one) for one in kinds):
        converted = next((found for one in kinds if (found := _converted(value, one)) is not DROPPED), DROPPED)
        if isinstance(converted, Dropped):
            context.note((*place, "default"), f"the default {_shown(value)} is no {kind} and was left out")
            schema.pop("default")
            return
        context.note((*place, "default"), f"the default {_shown(value)} became {_shown(converted)}")
        schema["default"] = value = converted
    values = schema.get("enum")
    if is_sequence(values) and not any(_equal(value, one) for one in values):
        context.note(
            (*place, "default"), f"the default {_shown(value)} is none of the values of `enum` and was left out"
        )
        schema.pop("default")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text[:60]}`"


def _is(value: Any, kind: Any) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return (isinstance(value, int) and not isinstance(value, bool)) or (
                isinstance(value, float) and value.is_integer()
            )
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return is_sequence(value)
        case "object":
            return is_mapping(value)
        case _:
            return False


def _converted(value: Any, kind: Any) -> Any:
    if kind == "string" and isinstance(value, bool | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if not isinstance(value, str):
        return DROPPED
    word = value.strip()
    if kind == "boolean" and word.lower() in ("true", "false"):
        return word.lower() == "true"
    if kind in ("integer", "number") and _NUMBER.fullmatch(word) and ("." not in word or kind == "number"):
        return json.loads(word)
    if kind in ("array", "object") and word[:1] in ("[", "{"):
        try:
            found: Any = json.loads(word)
        except (ValueError, RecursionError):
            return DROPPED
        return found if _is(found, kind) else DROPPED
    return DROPPED
