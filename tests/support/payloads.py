"""Payloads made from a schema: samples, and mutations of a payload."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .scalars import number, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .judge import Judge

Path: TypeAlias = tuple[str | int, ...]
Change: TypeAlias = Literal["drop", "type", "format", "enum", "extra", "null"]

_DEPTH = 6
_MOMENT = re.compile(r"(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_OF_TYPE: dict[str, Any] = {
    "string": "a string",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "array": ["an array"],
    "object": {"an": "object"},
    "null": None,
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One payload with one change."""

    change: Change
    path: Path
    value: Any
    """The whole changed payload."""
    owners: frozenset[str] = frozenset()
    """The component schemas that describe the place."""

    def __str__(self) -> str:
        """Return `drop /agent/id`."""
        return f"{self.change} /{'/'.join(map(str, self.path))}"


def sample(judge: Judge, schema: object, *, full: bool = True) -> Any:
    """Return a value for the schema, always the same one: with every optional property, or with none."""
    return _sample(judge, merged(judge, schema), full, _DEPTH)


def mutations(judge: Judge, schema: object, value: object) -> Iterator[Mutation]:
    """Yield every mutation that the schema suggests for the payload: one change each, at any depth."""
    for place in _walk(judge, schema, value, (), frozenset()):
        path, keywords = place.path, place.keywords
        kinds = types(keywords)
        wrong = next((kind for kind in _OF_TYPE if not _fits(kind, kinds) and kind != "null"), None)
        if kinds and wrong is not None:
            yield Mutation("type", path, _put(value, path, _OF_TYPE[wrong]))
        if path and place.value is not None:
            yield Mutation("null", path, _put(value, path, None))
        if any(isinstance(member, str) for member in keywords.get("enum", ())):
            yield Mutation("enum", path, _put(value, path, "a-value-of-tomorrow"), place.owners)
        if isinstance(place.value, str) and keywords.get("format") in {"date-time", "date", "time", "uuid"}:
            yield Mutation("format", path, _put(value, path, "some other text"))
        if isinstance(place.value, dict):
            yield from _of_object(value, path, keywords, place.value)


def sent(judge: Judge, schema: object, value: Any) -> Any:
    """Return what is sent of a payload: everything but the read-only properties."""
    keywords = merged(judge, schema)
    for union in ("oneOf", "anyOf"):
        fitting = [variant for variant in keywords.get(union, ()) if not judge.request(variant, value)]
        value = sent(judge, fitting[0], value) if fitting else value
    if isinstance(value, dict):
        known = {name: merged(judge, child) for name, child in keywords.get("properties", {}).items()}
        kept = {name: part for name, part in value.items() if not known.get(name, {}).get("readOnly")}
        return {name: sent(judge, known.get(name, {}), part) for name, part in kept.items()}
    if isinstance(value, list):
        return [sent(judge, keywords.get("items", {}), part) for part in value]
    return value


def without(value: object, path: Path) -> Any:
    """Return the payload without what is at the path."""
    changed: Any = copy.deepcopy(value)
    holder = changed
    for token in path[:-1]:
        holder = holder[token]
    del holder[path[-1]]
    return changed


def _of_object(value: object, path: Path, keywords: Mapping[str, Any], part: dict[str, Any]) -> Iterator[Mutation]:
    for name in keywords.get("required", ()):
        if name in part:
            yield Mutation("drop", (*path, name), without(value, (*path, name)))
    extra = (*path, "field-of-tomorrow")
    yield Mutation("extra", extra, _put(value, extra, {"kept": [1, 2.5, None, "x"]}))


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    keywords: dict[str, Any]
    value: Any
    owners: frozenset[str]


def _walk(judge: Judge, schema: object, value: object, path: Path, owners: frozenset[str]) -> Iterator[_Place]:
    """Yield every part of the payload that a schema describes."""
    keywords = merged(judge, schema)
    owners = frozenset(_names(judge, schema)) or owners
    yield _Place(path, keywords, value, owners)
    if isinstance(value, dict):
        for name, child in keywords.get("properties", {}).items():
            if name in value:
                yield from _walk(judge, child, value[name], (*path, name), owners)
    if isinstance(value, list) and "items" in keywords:
        for index, item in enumerate(value[:1]):
            yield from _walk(judge, keywords["items"], item, (*path, index), owners)


def _names(judge: Judge, schema: object) -> Iterator[str]:
    """Yield the names of the components that a schema refers to, before any value of it is entered."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield schema["$ref"].rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        yield from _names(judge, judge.schema(schema["$ref"].removeprefix("#")))
    for part in schema.get("allOf", ()):
        yield from _names(judge, part)


def merged(judge: Judge, schema: object) -> dict[str, Any]:
    """Return the schema with its reference followed and its `allOf` laid together, good enough to look around in."""
    if not isinstance(schema, dict):
        return {}
    whole: dict[str, Any] = {key: child for key, child in schema.items() if key not in {"$ref", "allOf"}}
    parts = list(schema.get("allOf", ()))
    if "$ref" in schema:
        parts.append(judge.schema(schema["$ref"].removeprefix("#")))
    for part in parts:
        found = merged(judge, part)
        properties = {**found.get("properties", {}), **whole.get("properties", {})}
        required = [*found.get("required", ()), *whole.get("required", ())]
        whole = {**found, **whole, "properties": properties, "required": list(dict.fromkeys(required))}
    return {key: child for key, child in whole.items() if key not in {"properties", "required"} or child}


def _sample(judge: Judge, keywords: Mapping[str, Any], full: bool, depth: int) -> Any:
    for union in ("oneOf", "anyOf"):
        if keywords.get(union):
            variant = merged(judge, {"allOf": [keywords[union][0], _without(keywords, union)]})
            found = _sample(judge, variant, full, depth)
            return {**found, **_tag(keywords, keywords[union][0])} if isinstance(found, dict) else found
    if "const" in keywords or keywords.get("enum"):
        return keywords["const"] if "const" in keywords else keywords["enum"][0]
    return _sample_of_type(judge, keywords, full, depth)


def _tag(keywords: Mapping[str, Any], variant: Mapping[str, Any]) -> dict[str, str]:
    """Return the discriminator property of a variant of a union, where it has one."""
    discriminator = keywords.get("discriminator", {})
    reference = variant.get("$ref", "")
    if "propertyName" not in discriminator or not reference:
        return {}
    tags = [tag for tag, target in discriminator.get("mapping", {}).items() if target == reference]
    return {discriminator["propertyName"]: next(iter(tags), reference.rpartition("/")[2])}


def _sample_of_type(judge: Judge, keywords: Mapping[str, Any], full: bool, depth: int) -> Any:
    # Moments are written in many ways, and come back in one: RFC 3339's. Published ones are judged as drift.
    is_moment = keywords.get("format") in {"date-time", "time"}
    for published in keywords.get("examples", ()) if not {"object", "array"} & {*types(keywords)} else ():
        if is_moment and not (isinstance(published, str) and _MOMENT.fullmatch(published)):
            continue
        if published is not None and not judge.strict(dict(keywords), published):
            return published
    match next(iter(types(keywords)), "object" if "properties" in keywords else None):
        case "object":
            found: Any = _sample_object(judge, keywords, full, depth)
        case "array":
            count = max(keywords.get("minItems", 0), 1 if full and depth and keywords.get("maxItems") != 0 else 0)
            items = merged(judge, keywords.get("items", {}))
            found = [_sample(judge, items, full, depth - 1) for _ in range(count)]
        case "string":
            found = text(keywords)
        case "integer" | "number":
            found = number(keywords)
        case kind:
            found = _OF_TYPE[kind] if kind else "anything"
    return found


def _sample_object(judge: Judge, keywords: Mapping[str, Any], full: bool, depth: int) -> dict[str, Any]:
    required = keywords.get("required", ())
    properties = keywords.get("properties", {})
    wanted = [name for name in properties if name in required or (full and depth > 0)]
    found = {name: _sample(judge, merged(judge, properties[name]), full, depth - 1) for name in wanted}
    found |= {name: "anything" for name in required if name not in properties}
    others = keywords.get("additionalProperties", True)
    if len(found) < keywords.get("minProperties", 0) and others is not False:
        name = text(merged(judge, keywords.get("propertyNames", {})))
        found.setdefault(name, "anything" if others is True else _sample(judge, merged(judge, others), full, depth - 1))
    return found


def types(keywords: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema allows, null last; none if it does not say."""
    given = keywords.get("type", [])
    return [given] if isinstance(given, str) else sorted(given, key="null".__eq__)


def _fits(kind: str, types: list[str]) -> bool:
    return kind in types or (kind == "integer" and "number" in types)


def _without(keywords: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: child for key, child in keywords.items() if key != name}


def _put(value: object, path: Path, new: object) -> Any:
    if not path:
        return new
    changed: Any = copy.deepcopy(value)
    holder = changed
    for token in path[:-1]:
        holder = holder[token]
    holder[path[-1]] = new
    return changed


def canonical(value: object) -> str:
    """Return the value as JSON text to compare by: keys sorted, 1 and 1.0 and true three different things."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
