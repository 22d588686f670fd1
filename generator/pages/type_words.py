"""The words by which pages name types, as schemas: `list of strings`, `enum<string>`, `string | null`, `object[]`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..document.document import JSON

if TYPE_CHECKING:
    from collections.abc import Collection

Schema = dict[str, "JSON"]

_WORDS: tuple[tuple[str, Schema], ...] = (
    ("string strings str text varchar char enum enums enumeration", {"type": "string"}),
    ("integer integers int ints", {"type": "integer"}),
    ("int32", {"type": "integer", "format": "int32"}),
    ("int64 long longs", {"type": "integer", "format": "int64"}),
    ("number numbers numeric decimal", {"type": "number"}),
    ("float floats", {"type": "number", "format": "float"}),
    ("double doubles", {"type": "number", "format": "double"}),
    ("boolean booleans bool bools", {"type": "boolean"}),
    ("object objects dict hash struct json map dictionary record", {"type": "object"}),
    ("array arrays list lists", {"type": "array"}),
    ("null none nil", {"type": "null"}),
    ("any unknown mixed", {}),
    ("date dates", {"type": "string", "format": "date"}),
    ("datetime datetimes date-time", {"type": "string", "format": "date-time"}),
    ("uuid uuids guid", {"type": "string", "format": "uuid"}),
    ("uri uris url urls", {"type": "string", "format": "uri"}),
    ("email emails", {"type": "string", "format": "email"}),
    ("base64 byte bytes", {"type": "string", "format": "byte"}),
    ("file binary", {"type": "string", "format": "binary"}),
    ("files", {"type": "array", "items": {"type": "string", "format": "binary"}}),
)
_PLAIN: dict[str, Schema] = {word: schema for words, schema in _WORDS for word in words.split()}

_LONGEST = 2_000
_DEEPEST = 20
_LONGEST_NUMBER = 20
_LIST = re.compile(r"(?:an? )?(?:list|array|set|sequence)s? of (.+)", re.IGNORECASE)
_GENERIC = re.compile(r"([A-Za-z][\w-]*)\s*([<\[(])(.+)[>\])]", re.DOTALL)
_MAP = re.compile(r"(?:map|dictionary|dict)s? (?:from|of) strings? to (.+)", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\'[^\']*\'|`[^`]*`')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FORMAT = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_.:/+][A-Za-z0-9]+)*")
_FORMATS = frozenset(
    ("byte", "binary", "password", "hostname", "ipv4", "ipv6", "time", "duration", "regex", "decimal", "phone", "e164")
)
"""Formats that people write in round brackets behind a type, next to those that are words for types."""
_REMARKS = frozenset(
    ("optional", "required", "mandatory", "deprecated", "unique", "read-only", "write-only", "array", "enum")
)
_LISTS = frozenset({"array", "list", "set", "sequence", "iterable"})
_MAPS = frozenset({"map", "dict", "record", "dictionary", "mapping"})


def schema_of(words: str, named: Collection[str] = ()) -> Schema | None:
    """Return the schema that the words mean; None if they are empty, or not understood.

    `named` has the names of schemas of the page: as a word they are a `$ref` to `#/components/schemas`.
    """
    words = " ".join(words.split())
    if not words or len(words) > _LONGEST:
        return None
    return _schema(words, named, 0)


def nullable(schema: Schema) -> Schema:
    """Return the schema of the same values and null."""
    kind = schema.get("type")
    if not schema or kind == "null" or (isinstance(kind, list) and "null" in kind):
        return schema
    if isinstance(kind, str | list):
        kinds: list[JSON] = [kind] if isinstance(kind, str) else kind
        with_null: list[JSON] = [*kinds, "null"]
        widened: Schema = {**schema, "type": with_null}
        if isinstance(values := schema.get("enum"), list) and None not in values:
            widened["enum"] = [*values, None]
        return widened
    return {"anyOf": [schema, {"type": "null"}]}


def _schema(words: str, named: Collection[str], depth: int) -> Schema | None:
    if depth > _DEEPEST:
        return None
    words = words.strip().strip("`").strip()
    if words in named:
        return {"$ref": f"#/components/schemas/{words.replace('~', '~0').replace('/', '~1')}"}
    if plain := _PLAIN.get(words.casefold()):
        return dict(plain)
    if words.casefold() in _PLAIN:
        return {}
    if (literal := _literal(words)) is not None:
        return literal
    parts = _alternatives(words)
    if len(parts) > 1:
        return _union(parts, named, depth)
    return _composed(words, named, depth)


def _composed(words: str, named: Collection[str], depth: int) -> Schema | None:
    """Return the schema of words that hold others: `string[]`, `list of objects`, `enum<string>`."""
    folded = words.casefold()
    if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
        return _schema(words[1:-1], named, depth + 1)
    if words.endswith("[]"):
        return _array(words[:-2], named, depth)
    if match := _LIST.fullmatch(words):
        return _array(match[1], named, depth)
    if match := _MAP.fullmatch(words):
        return _map(match[1], named, depth)
    if words.startswith("?") and (inner := _schema(words[1:], named, depth + 1)) is not None:
        return nullable(inner)
    if folded.startswith(("nullable ", "optional ")):
        inner = _schema(words.partition(" ")[2], named, depth + 1)
        return nullable(inner) if inner is not None and folded.startswith("nullable") else inner
    if folded.endswith(" enum"):
        return _schema(words[: -len(" enum")], named, depth + 1)
    for mark in ("·", "•"):
        if mark in words:
            return _dotted(words.split(mark), named, depth)
    if match := _GENERIC.fullmatch(words):
        return _generic(match[1].casefold(), match[2], match[3], named, depth)
    return None


def _array(words: str, named: Collection[str], depth: int) -> Schema | None:
    items = _schema(words, named, depth + 1)
    return None if items is None else {"type": "array", "items": items}


def _map(words: str, named: Collection[str], depth: int) -> Schema | None:
    values = _schema(words, named, depth + 1)
    return None if values is None else {"type": "object", "additionalProperties": values or True}


def _dotted(parts: list[str], named: Collection[str], depth: int) -> Schema | None:
    """Return the schema of `Pet · object` (a title and a type), or `string · uuid` (a type and a format)."""
    first, last = (_schema(part, named, depth + 1) for part in (parts[0], parts[-1]))
    if first is not None and last is not None and first.get("type") == "string" and last.get("type") == "string":
        return last if "format" in last else first
    return last if last is not None else first


def _generic(outer: str, bracket: str, inner: str, named: Collection[str], depth: int) -> Schema | None:
    parts = _split(inner, ",")
    if outer in _LISTS and len(parts) == 1:
        return _array(inner, named, depth)
    if outer in _MAPS and parts:
        return _map(parts[-1], named, depth)
    if outer == "nullable":
        whole = _schema(inner, named, depth + 1)
        return None if whole is None else nullable(whole)
    if outer in ("union", "oneof", "anyof") and len(parts) > 1:
        return _union([part.strip() for part in parts], named, depth)
    if outer == "optional":
        return _schema(inner, named, depth + 1)
    if outer in ("enum", "enumeration", "literal", "const"):
        return _literals(parts) or (_schema(inner, named, depth + 1) if len(parts) == 1 else None)
    base = _PLAIN.get(outer)
    if base is not None and base.get("type") in ("string", "integer", "number"):
        return _qualified(base, inner.strip().strip("\"'"), bracket)
    return None


def _qualified(base: Schema, inner: str, bracket: str) -> Schema:
    """Return the schema of `string<uuid>`, `String(255)`, `string (nullable)`: a length or a remark is no format.

    In round brackets, only words that name a format are one: `number (seconds)` says the unit.
    """
    if inner.casefold() == "nullable":
        return nullable(dict(base))
    if inner.isdecimal() and base.get("type") == "string" and 0 < len(inner) < _LONGEST_NUMBER:
        return {**base, "maxLength": int(inner)}
    if inner.casefold() in _REMARKS or not _FORMAT.fullmatch(inner):
        return dict(base)
    if bracket != "(":
        return {**base, "format": inner}
    known = _PLAIN.get(inner.casefold(), {})
    if known.get("type") == base["type"] and "format" in known:
        return dict(known)
    return {**base, "format": inner} if inner.casefold() in _FORMATS else dict(base)


def _literal(words: str) -> Schema | None:
    if _LITERAL.fullmatch(words):
        return {"type": "string", "enum": [words[1:-1]]}
    return None


def _literals(parts: list[str]) -> Schema | None:
    """Return the schema of values that are written out: `"a" | "b"`, `1 | 2`."""
    parts = [part.strip() for part in parts]
    if parts and all(_LITERAL.fullmatch(part) for part in parts):
        return {"type": "string", "enum": [part[1:-1] for part in parts]}
    if parts and all(_NUMBER.fullmatch(part) for part in parts):
        values: list[JSON] = [json.loads(part) for part in parts if _is_json(part)]
        kind = "integer" if all(isinstance(value, int) for value in values) else "number"
        return {"type": kind, "enum": values} if len(values) == len(parts) else None
    return None


def _is_json(number: str) -> bool:
    return len(number) < _LONGEST_NUMBER and not re.match(r"-?0\d", number)


def _alternatives(words: str) -> list[str]:
    """Return the parts of `a | b`, `a or b`, `a, b or c`, outside of brackets and quotes."""
    parts = [part for piece in _split(words, "|") for part in _split(piece, " or ")]
    return [part.strip() for part in parts if part.strip()]


def _split(words: str, separator: str) -> list[str]:
    parts, start, depth, quote, at = list[str](), 0, 0, "", 0
    while at < len(words):
        character = words[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "<[({":
            depth += 1
        elif character in ">])}":
            depth -= 1
        elif depth == 0 and words.startswith(separator, at):
            parts.append(words[start:at])
            at += len(separator)
            start = at
            continue
        at += 1
    return [*parts, words[start:]]


def _union(parts: list[str], named: Collection[str], depth: int) -> Schema | None:
    null = [part for part in parts if part.strip("` ").casefold() in ("null", "none")]
    rest = [part for part in parts if part not in null]
    if not rest:
        return {"type": "null"}
    if any(_LIST.fullmatch(part) for part in rest[:-1]):
        # "list of a or b" is a list of both, or a list or b: the words do not say which.
        return None
    schema = _literals(rest) or _any_of([_schema(part, named, depth + 1) for part in rest])
    return nullable(schema) if schema is not None and null else schema


def _any_of(found: list[Schema | None]) -> Schema | None:
    schemas: list[Schema] = []
    for schema in found:
        if schema is None:
            return None
        if schema not in schemas:
            schemas.append(schema)
    if len(schemas) == 1:
        return schemas[0]
    if {} in schemas:
        return {}
    if all(set(schema) == {"type"} and isinstance(schema["type"], str) for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": list[JSON](schemas)}
