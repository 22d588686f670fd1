"""Compares a published payload with its schema, with the place of each difference in both.

This is for pages: the findings are for people, `format` counts, and what a schema leaves open is reported as well (a
field that nothing declares, an object that no property describes). A value that is plainly a placeholder (`<string>`)
contradicts nothing. JSON Schema 2020-12, as far as OpenAPI documents of pages use it; `nullable` of 3.0.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..document.document import escape, join, shortened, split
from ..openapi.json_values import is_mapping, is_sequence
from . import placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .reading import PagePayload

_DEEPEST = 100
_MOST = 2_000
"""The most deviations of one payload that are reported."""
_JSON = re.compile(r"application/(?:[\w.+-]+\+)?json|\*/\*|text/json|application/\*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PayloadDeviation:
    """One difference."""

    code: str
    """`type`, `required`, `enum`, `format`, `limit`, `variants`, `undeclared`, or `empty-object`."""
    at: str
    """JSON pointer into the payload."""
    schema: str
    """JSON pointer into the document: the schema that it is about."""
    text: str
    contradicts: bool = True
    """False where the schema allows the value and says nothing of it."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the payload."""

    value: Any
    at: str
    depth: int


def schema_of(document: Mapping[str, Any], example: PagePayload) -> str | None:
    """Return the pointer to the schema of a payload; None if the document has none for it."""
    operation: Any = document.get("paths", {}).get(example.path, {})
    operation = operation.get(example.method) if is_mapping(operation) else None
    place: tuple[str | int, ...] = ("paths", example.path, example.method)
    if not is_mapping(operation):
        return None
    if example.kind == "request":
        place = (*place, "requestBody")
    elif example.status is not None:
        place = (*place, "responses", example.status)
    else:
        return None
    holder, pointer = resolved(document, join(place))
    content: Any = holder.get("content") if is_mapping(holder) else None
    for media in content if is_mapping(content) else ():
        if _JSON.match(str(media)) and is_mapping(content[media]) and "schema" in content[media]:
            return f"{pointer}/content/{escape(str(media))}/schema"
    return None


def check(
    document: Mapping[str, Any], schema: str, value: Any, covered: set[str] | None = None
) -> tuple[PayloadDeviation, ...]:
    """Return what a payload and the schema at a pointer say differently.

    `covered` takes the pointers of all properties that the payload has.
    """
    return tuple(_Check(document, covered if covered is not None else set()).run(schema, _Value(value, "", 0))[:_MOST])


def resolved(document: Mapping[str, Any], pointer: str) -> tuple[Any, str]:
    """Return the value at a pointer and its own pointer, references followed; None if one leads nowhere."""
    for _ in range(_DEEPEST):
        value = at(document, pointer)
        ref = value.get("$ref") if is_mapping(value) else None
        if not isinstance(ref, str) or not ref.startswith("#"):
            return value, pointer
        pointer = join(split(ref))
    return None, pointer


def at(document: Mapping[str, Any], pointer: str) -> Any:
    """Return the value at a pointer, None if there is none."""
    value: Any = document
    for token in split(pointer):
        if is_mapping(value):
            value = value.get(token)
        elif is_sequence(value) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value


class _Check:
    def __init__(self, document: Mapping[str, Any], covered: set[str]) -> None:
        self.document = document
        self.covered = covered

    def run(self, pointer: str, value: _Value) -> list[PayloadDeviation]:
        """Return the deviations of a value from the schema at a pointer."""
        here = at(self.document, pointer)
        found: list[PayloadDeviation] = []
        seen: set[str] = set()
        while is_mapping(here) and isinstance(here.get("$ref"), str) and pointer not in seen:
            seen.add(pointer)
            siblings = {key: one for key, one in here.items() if key != "$ref"}
            if "enum" in siblings or "type" in siblings:
                found += self._plain(siblings, pointer, value)
            pointer = join(split(str(here["$ref"])))
            here = at(self.document, pointer)
        if not is_mapping(here) or value.depth > _DEEPEST:
            return found
        if value.value is None and here.get("nullable") is True:
            return found
        return found + self._schema(here, pointer, value)

    def _schema(self, schema: dict[str, Any], pointer: str, value: _Value) -> list[PayloadDeviation]:
        found = self._plain(schema, pointer, value)
        if found:
            return found
        for key in ("oneOf", "anyOf"):
            if is_sequence(schema.get(key)) and schema[key]:
                found += self._union(schema[key], f"{pointer}/{key}", value, one=key == "oneOf")
        if is_mapping(value.value):
            found += self._object(schema, pointer, value)
        elif is_sequence(value.value) and "items" in schema:
            for index, item in enumerate(value.value):
                found += self.run(f"{pointer}/items", _Value(item, f"{value.at}/{index}", value.depth + 1))
        return found

    def _union(self, variants: Sequence[Any], pointer: str, value: _Value, *, one: bool) -> list[PayloadDeviation]:
        """Return the deviations from the variant that fits best; with `one`, also that several fit."""
        tried: list[tuple[list[PayloadDeviation], set[str]]] = []
        for index in range(len(variants)):
            covered: set[str] = set()
            tried.append((_Check(self.document, covered).run(f"{pointer}/{index}", value), covered))
        fitting = [one for one in tried if not any(deviation.contradicts for deviation in one[0])]
        best, covered = min(fitting or tried, key=lambda tried: (_is_other_kind(tried[0], value), len(tried[0])))
        self.covered |= covered
        closest = [one for one in fitting if not one[0]]
        if one and len(closest) > 1 and is_mapping(value.value):
            text = (
                f"the value fits {len(closest)} of the {len(variants)} variants: a reader cannot tell which one it is"
            )
            return [*best, PayloadDeviation("variants", value.at, pointer, text, contradicts=False)]
        if not fitting and len(variants) > 1 and all(not deviation.at.startswith(f"{value.at}/") for deviation in best):
            text = f"{_shown(value.value)} fits none of the {len(variants)} variants"
            return [PayloadDeviation("type", value.at, pointer, text)]
        return best

    def _object(self, schema: dict[str, Any], pointer: str, value: _Value) -> list[PayloadDeviation]:
        found: list[PayloadDeviation] = []
        for name in _list(schema.get("required")):
            if isinstance(name, str) and name not in value.value:
                found.append(PayloadDeviation("required", value.at, pointer, f"the required `{name}` is missing"))
        declared = self._declared(pointer, set())
        for name, member in value.value.items():
            below = _Value(member, f"{value.at}/{escape(str(name))}", value.depth + 1)
            places = declared.get(str(name), ())
            for place in places:
                self.covered.add(place)
                found += [one for one in self.run(place, below) if one not in found]
            if not places:
                found += self._undeclared(schema, pointer, str(name), below)
        return found

    def _undeclared(self, schema: dict[str, Any], pointer: str, name: str, below: _Value) -> list[PayloadDeviation]:
        """Return the deviations of a field that no property declares."""
        more = schema.get("additionalProperties")
        if is_mapping(more) and more:
            return self.run(f"{pointer}/additionalProperties", below)
        if more is False:
            return [PayloadDeviation("undeclared", below.at, pointer, f"the field `{name}` is not allowed")]
        composed = any(key in schema for key in ("oneOf", "anyOf", "allOf", "patternProperties"))
        if more is True or more == {} or composed:
            return []
        if not schema.get("properties"):
            if schema.get("type", "object") == "object" and (schema.get("type") or "properties" in schema):
                text = f"the schema describes no properties; the sample has `{name}`"
                return [PayloadDeviation("empty-object", below.at, pointer, text, contradicts=False)]
            return []
        text = f"the field `{name}` ({_kind(below.value)}) is declared nowhere"
        return [PayloadDeviation("undeclared", below.at, pointer, text, contradicts=False)]

    def _declared(self, pointer: str, seen: set[str]) -> dict[str, tuple[str, ...]]:
        """Return name → the pointers of the properties of that name, including those in `allOf`."""
        schema, pointer = resolved(self.document, pointer)
        found: dict[str, tuple[str, ...]] = {}
        if not is_mapping(schema) or pointer in seen:
            return found
        properties = schema.get("properties")
        for name in properties if is_mapping(properties) else ():
            found[str(name)] = (f"{pointer}/properties/{escape(str(name))}",)
        for index in range(len(_list(schema.get("allOf")))):
            for name, places in self._declared(f"{pointer}/allOf/{index}", {*seen, pointer}).items():
                found[name] = (*found.get(name, ()), *places)
        return found

    def _plain(self, schema: Mapping[str, Any], pointer: str, value: _Value) -> list[PayloadDeviation]:
        """Return the deviations of the value itself: type, enumeration, format, limits."""
        held = value.value
        if _is_placeholder(held):
            return []
        if schema.get("nullable") is True and held is None:
            return []
        kinds = [kind for kind in _list(schema.get("type")) if isinstance(kind, str)]
        if kinds and not any(_is(kind, held) for kind in kinds):
            text = f"{_shown(held)} is {_kind(held)}, the schema says {' or '.join(kinds)}"
            return [PayloadDeviation("type", value.at, pointer, text)]
        if is_sequence(schema.get("enum")) and not any(_same(held, one) for one in schema["enum"]):
            text = f"{_shown(held)} is none of the enumeration's values"
            return [PayloadDeviation("enum", value.at, pointer, text)]
        if "const" in schema and not _same(held, schema["const"]):
            return [PayloadDeviation("enum", value.at, pointer, f"{_shown(held)} is not {_shown(schema['const'])}")]
        told = schema.get("format")
        if isinstance(held, str) and isinstance(told, str) and not _has_format(told, held):
            return [PayloadDeviation("format", value.at, pointer, f"{_shown(held)} has not the format `{told}`")]
        return [PayloadDeviation("limit", value.at, pointer, text) for text in _beyond(schema, held)]


def _is_other_kind(found: Sequence[PayloadDeviation], value: _Value) -> bool:
    """Return whether the value itself has another type: a variant of its type, with some fields wrong, fits better."""
    return any(one.code == "type" and one.at == value.at for one in found)


def _beyond(schema: Mapping[str, Any], value: Any) -> list[str]:
    found: list[str] = []
    measures: tuple[tuple[str, str, Any], ...] = ()
    if isinstance(value, int | float) and not isinstance(value, bool):
        measures = (("minimum", "maximum", value),)
    elif isinstance(value, str):
        measures = (("minLength", "maxLength", len(value)),)
    elif is_sequence(value):
        measures = (("minItems", "maxItems", len(value)),)
    for least, most, measure in measures:
        if isinstance(schema.get(least), int | float) and measure < schema[least]:
            found.append(f"{_shown(value)} is below `{least}` {schema[least]}")
        if isinstance(schema.get(most), int | float) and measure > schema[most]:
            found.append(f"{_shown(value)} is above `{most}` {schema[most]}")
    return found


def _is_placeholder(value: Any) -> bool:
    return isinstance(value, str) and placeholders.is_value(value)


def _is(kind: str, value: Any) -> bool:
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return is_sequence(value)
        case "object":
            return is_mapping(value)
        case _:
            return True


def _same(one: Any, other: Any) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _kind(value: Any) -> str:
    for kind in ("null", "boolean", "integer", "number", "string", "array", "object"):
        if _is(kind, value):
            return kind
    return "a value"


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"an {_kind(value)}"
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{shortened(text)}`"


def _list(value: Any) -> list[Any]:
    return value if is_sequence(value) else [] if value is None else [value]


def _has_format(name: str, text: str) -> bool:
    check = _FORMATS.get(name)
    if check is None:
        return True
    try:
        return check(text)
    except (ValueError, OverflowError):
        return False


def _date_time(text: str) -> bool:
    pattern = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?"
    return bool(re.fullmatch(pattern, text)) and bool(datetime.date.fromisoformat(text[:10]))


def _date(text: str) -> bool:
    return len(text) == len("2020-01-01") and bool(datetime.date.fromisoformat(text))


def _uri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and " " not in text


_FORMATS: dict[str, Callable[[str], bool]] = {
    "date-time": _date_time,
    "date": _date,
    "uuid": lambda text: bool(uuid.UUID(text)),
    "uri": _uri,
    "email": lambda text: bool(re.fullmatch(r"[^@\s]+@[^@\s]+", text)),
}
