"""An independent judge: the package jsonschema on the canonical schemas, in several moods.

strict    what the document says.
request   strict, but a required property that is read-only may be absent; a request has to conform to this.
response  strict, but a required property that is write-only may be absent; so a response is documented.
tolerant  what a client has to accept of a response: types, required properties and the formats that have a Python type
          of their own count (a text that is no date is no `date`); constraints, the list of an enumeration, forbidden
          properties and null for an optional property do not.
closed    strict, and every field has to be declared: what fails here alone is drift between documentation and document.
          An object schema that says nothing of its fields declares none; `additionalProperties: true` allows any.
"""

from __future__ import annotations

import ast
import datetime
import re
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from .patterns import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema: TypeAlias = Any
Rewrite: TypeAlias = Callable[[dict[str, Any], bool], dict[str, Any]]
"""(schema with its subschemas rewritten, whether a value is here rather than a part of a schema) → schema."""

_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_VALUES = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains", "prefixItems")
_PARTS = ("not", "if", "then", "else", "propertyNames")
_CONSTRAINTS = frozenset(
    {
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"),
        *("pattern", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"),
        *("minProperties", "maxProperties", "propertyNames", "patternProperties", "not", "if", "then", "else"),
        *("dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"),
    }
)
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?")
_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", ValueError)
def _date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    datetime.datetime.fromisoformat(value.upper())
    return _DATE_TIME.fullmatch(value) is not None


@_FORMATS.checks("date", ValueError)
def _date(value: object) -> bool:
    return not isinstance(value, str) or (bool(datetime.date.fromisoformat(value)) and len(value) == len("2020-01-01"))


@_FORMATS.checks("time", ValueError)
def _time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.time.fromisoformat(value.upper()).isoformat())


@_FORMATS.checks("uuid", ValueError)
def _uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(uuid.UUID(value))


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    """The dialect is that of ECMA-262, not Python's."""
    if isinstance(value, str) and not fits(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator: Any = extend(Draft202012Validator, {"pattern": _pattern})


class Judge:
    """Judges values by the schemas of one canonical tree."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        """Prepare every component for every mood."""
        self._tree = tree
        components = tree.get("components", {}).get("schemas", {})
        rewritten = {
            mood: {name: _rewrite(schema, rule, value=False) for name, schema in components.items()}
            for mood, rule in _RULES.items()
        }
        self._definitions = {mood: _moved(found) for mood, found in rewritten.items()}

    @property
    def tree(self) -> Mapping[str, Any]:
        """The canonical tree."""
        return self._tree

    def schema(self, pointer: str) -> Schema:
        """Return the schema that a pointer into the canonical tree addresses."""
        found: Any = self._tree
        for token in pointer.split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            found = found[int(key)] if isinstance(found, list) else found[key]
        return found

    def strict(self, schema: Schema, value: object) -> list[str]:
        """Return what is wrong with a value that has to conform, a line each."""
        return _lines(self._errors(schema, "strict", value))

    def request(self, schema: Schema, value: object) -> list[str]:
        """Return what is wrong with a request."""
        return _lines(self._errors(schema, "request", value))

    def response(self, schema: Schema, value: object) -> list[str]:
        """Return what is wrong with a response, read strictly."""
        return _lines(self._errors(schema, "response", value))

    def tolerant(self, schema: Schema, value: object) -> list[str]:
        """Return what a client cannot accept in a value that it receives."""
        return _lines(self._errors(schema, "tolerant", value))

    def keywords(self, schema: Schema, mood: str, value: object) -> list[str]:
        """Return the keywords that a value fails, each once, with the types or the format that one of them names."""
        errors = [(str(error.validator), error.validator_value) for error in self._errors(schema, mood, value)]
        return sorted({f"{name} {wanted}" if name in ("type", "format") else name for name, wanted in errors})

    def undeclared(self, schema: Schema, value: object) -> list[str]:
        """Return the JSON pointer of every field of the value that no schema declares."""
        found: list[str] = []
        for error in self._errors(schema, "closed", value):
            for leaf in _leaves(error):
                if leaf.validator == "unevaluatedProperties":
                    found.extend(_pointer([*leaf.absolute_path, name]) for name in _unexpected(leaf.message))
        return sorted(set(found))

    def _errors(self, schema: Schema, mood: str, value: Any) -> list[ValidationError]:
        rewritten = _rewrite(schema, _RULES[mood])
        schema_id = Draft202012Validator.META_SCHEMA["$id"]
        document = {"$schema": schema_id, "allOf": [_moved(rewritten)], "$defs": self._definitions[mood]}
        validator = _Validator(document, format_checker=_FORMATS)
        return list(validator.iter_errors(value))


def subschemas(schema: Mapping[str, Any]) -> list[tuple[str, str | int | None, Any]]:
    """Return (keyword, key, subschema) of every direct subschema."""
    found: list[tuple[str, str | int | None, Any]] = []
    for keyword in _MAPS:
        found += [(keyword, key, child) for key, child in schema.get(keyword, {}).items()]
    for keyword in _LISTS:
        found += [(keyword, index, child) for index, child in enumerate(schema.get(keyword, []))]
    found += [(key, None, schema[key]) for key in (*_VALUES, *_PARTS) if key in schema and key not in _LISTS]
    return found


def _rewrite(schema: Schema, rule: Rewrite, *, value: bool = True) -> Schema:
    """Apply a rule to a schema and all its subschemas, innermost first."""
    if not isinstance(schema, dict):
        return schema
    result: dict[str, Any] = dict(schema)
    for keyword, key, child in subschemas(schema):
        new = _rewrite(child, rule, value=keyword in _VALUES or keyword in {"properties", "patternProperties"})
        if key is None:
            result[keyword] = new
        else:
            result[keyword] = result[keyword].copy()
            result[keyword][key] = new
    return rule(result, value)


def _tolerant(schema: dict[str, Any], _value: bool) -> dict[str, Any]:
    relaxed = {key: child for key, child in schema.items() if key not in _CONSTRAINTS}
    if relaxed.get("additionalProperties") is False:
        del relaxed["additionalProperties"]
    for keyword in ("enum", "const"):
        if keyword in relaxed:
            values = relaxed.pop(keyword) if keyword == "enum" else [relaxed.pop(keyword)]
            relaxed.setdefault("type", sorted({_type(value) for value in values}))
    if "oneOf" in relaxed:  # several variants may fit once their constraints are gone
        relaxed["anyOf"] = [*relaxed.get("anyOf", []), *relaxed.pop("oneOf")]
    if "discriminator" in relaxed and "anyOf" in relaxed:  # a variant that is not known yet is kept as it is
        relaxed["anyOf"] = [*relaxed["anyOf"], {"type": "object"}]
    required = relaxed.get("required", [])
    optional = {name: child for name, child in relaxed.get("properties", {}).items() if name not in required}
    if optional:
        nullable = {name: {"anyOf": [child, {"type": "null"}]} for name, child in optional.items()}
        relaxed["properties"] = {**relaxed["properties"], **nullable}
    return relaxed


def _closed(schema: dict[str, Any], value: bool) -> dict[str, Any]:
    """Close a schema where a value stands; say aloud that one for any value allows any field."""
    composed = {"properties", "$ref", "allOf", "anyOf", "oneOf", "additionalProperties", "unevaluatedProperties"}
    if not composed & schema.keys() and "object" not in schema.get("type", ()):
        return {**schema, "additionalProperties": True}
    return {**schema, "unevaluatedProperties": False} if value and "additionalProperties" not in schema else schema


def _without_required(flag: str) -> Rewrite:
    """Return the rule that a property with the flag is not required."""

    def rule(schema: dict[str, Any], _value: bool) -> dict[str, Any]:
        properties = schema.get("properties", {})
        flagged = {name for name, child in properties.items() if isinstance(child, dict) and child.get(flag)}
        required = [name for name in schema.get("required", []) if name not in flagged]
        return {**schema, "required": required} if flagged else schema

    return rule


def _tagged(schema: dict[str, Any], _value: bool) -> dict[str, Any]:
    """Have each variant of a union say which values of the discriminator mean it (OpenAPI 3.2, 4.25)."""
    discriminator = schema.get("discriminator", {})
    if not discriminator.get("mapping"):
        return schema
    name, result = discriminator["propertyName"], dict(schema)
    for union in ("oneOf", "anyOf"):
        if union in schema:
            result[union] = [_of_tags(variant, name, discriminator["mapping"]) for variant in schema[union]]
    return result


def _of_tags(variant: Schema, name: str, mapping: Mapping[str, str]) -> Schema:
    reference = variant.get("$ref") if isinstance(variant, dict) else None
    tags = [tag for tag, target in mapping.items() if target == reference]
    return {"allOf": [variant, {"required": [name], "properties": {name: {"enum": tags}}}]} if tags else variant


_RULES: dict[str, Rewrite] = {
    "strict": _tagged,
    "request": lambda schema, value: _tagged(_without_required("readOnly")(schema, value), value),
    "response": lambda schema, value: _tagged(_without_required("writeOnly")(schema, value), value),
    "tolerant": lambda schema, value: _tolerant(_without_required("writeOnly")(schema, value), value),
    "closed": _closed,
}


def _moved(schema: Schema) -> Schema:
    """Return the schema with its references pointing into `$defs`."""
    if isinstance(schema, list):
        return [_moved(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    moved = {key: _moved(child) for key, child in schema.items()}
    if isinstance(reference := schema.get("$ref"), str):
        moved["$ref"] = reference.replace("#/components/schemas/", "#/$defs/")
    return moved


def _type(value: object) -> str:
    names = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _leaves(error: ValidationError) -> list[ValidationError]:
    return [leaf for child in error.context or () for leaf in _leaves(child)] or [error]


def _unexpected(message: str) -> list[str]:
    """Return the names in `Unevaluated properties are not allowed ('a', 'b' were unexpected)`."""
    match = re.search(r"\((.*) (?:was|were) unexpected\)$", message, re.DOTALL)
    return list(ast.literal_eval(f"[{match[1]}]")) if match else []


def _lines(errors: list[ValidationError]) -> list[str]:
    return sorted(f"{_pointer(list(error.absolute_path)) or '/'}: {error.message[:200]}" for error in errors)


def _pointer(path: list[str | int]) -> str:
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in path)
