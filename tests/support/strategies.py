"""What hypothesis needs to think of payloads: a strategy for the values of a schema, recursive ones included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from .patterns import ecma
from .payloads import canonical, merged, types

if TYPE_CHECKING:
    from .judge import Judge

Values: TypeAlias = st.SearchStrategy[Any]

_DEPTH = 4
_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | _NUMBERS | st.text()
_JSON = st.recursive(
    _SCALARS, lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3), max_leaves=6
)
_OFFSETS = st.sampled_from(["Z", "+00:00", "-05:30"])
_FORMATS: dict[str, Values] = {
    "date-time": st.builds(lambda moment, offset: moment.isoformat() + offset, st.datetimes(), _OFFSETS),
    "date": st.dates().map(str),
    "time": st.builds(lambda time, offset: time.isoformat() + offset, st.times(), _OFFSETS),
    "duration": st.sampled_from(["P1D", "PT1H30M", "P1DT2S", "PT0.5S"]),
    "uuid": st.uuids().map(str),
    "uri": st.sampled_from(["https://example.com", "https://example.com/a%20b?c=d#e", "urn:a:b"]),
    "email": st.just("someone@example.com"),
    "byte": st.sampled_from(["", "aGVsbG8=", "/+8="]),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
}


def values(judge: Judge, schema: object) -> Values:
    """Return a strategy for values of the schema.

    Keywords that combine schemas in a rare way (`not`, `if`, …) are left out: filter by the judge.
    """
    return _values(judge, merged(judge, schema), _DEPTH)


def _values(judge: Judge, keywords: Mapping[str, Any], depth: int) -> Values:
    for union in ("oneOf", "anyOf"):
        if keywords.get(union):
            rest = {key: child for key, child in keywords.items() if key != union}
            variants = [merged(judge, {"allOf": [variant, rest]}) for variant in keywords[union]]
            return st.one_of([st.deferred(_later(judge, variant, depth)) for variant in variants])
    if "const" in keywords:
        return st.just(keywords["const"])
    if keywords.get("enum"):
        return st.sampled_from(keywords["enum"])
    kinds = types(keywords) or (["object"] if "properties" in keywords else [])
    return st.one_of([_of_type(kind, judge, keywords, depth) for kind in kinds]) if kinds else _JSON


def _later(judge: Judge, keywords: Mapping[str, Any], depth: int) -> Any:
    return lambda: _values(judge, keywords, depth - 1)


def _of_type(kind: str, judge: Judge, keywords: Mapping[str, Any], depth: int) -> Values:
    match kind:
        case "object":
            return _objects(judge, keywords, depth)
        case "array":
            return _arrays(judge, keywords, depth)
        case "string":
            return _strings(keywords)
        case "integer":
            return _integers(keywords)
        case "number":
            return _integers(keywords) | _floats(keywords) if "multipleOf" not in keywords else _integers(keywords)
        case "boolean":
            return st.booleans()
    return st.none()


def _objects(judge: Judge, keywords: Mapping[str, Any], depth: int) -> Values:
    properties = keywords.get("properties", {})
    required = keywords.get("required", ())
    known = {
        name: st.deferred(_later(judge, merged(judge, child), depth))
        for name, child in properties.items()
        if name in required or depth > 0
    }
    needed = {name: known.get(name, _JSON) for name in required}
    optional = {name: child for name, child in known.items() if name not in required}
    named = st.fixed_dictionaries(needed, optional=optional)
    others = keywords.get("additionalProperties", True)
    if others is False:
        return named
    other = _JSON if others is True else st.deferred(_later(judge, merged(judge, others), depth))
    low = max(keywords.get("minProperties", 0) - len(needed), 0)
    names = st.text().filter(lambda name: name not in properties)
    extra = st.dictionaries(names, other, min_size=low, max_size=max(low, 2 if depth > 0 else 0))
    return st.builds(lambda first, second: {**second, **first}, named, extra)


def _arrays(judge: Judge, keywords: Mapping[str, Any], depth: int) -> Values:
    low = keywords.get("minItems", 0)
    high = min(keywords.get("maxItems", low + 3), low + 3) if depth > 0 else low
    items = st.deferred(_later(judge, merged(judge, keywords.get("items", {})), depth))
    unique = canonical if keywords.get("uniqueItems") else None
    return st.lists(items, min_size=low, max_size=high, unique_by=unique)


def _strings(keywords: Mapping[str, Any]) -> Values:
    found = _FORMATS.get(keywords.get("format", ""))
    if found is not None:
        return found
    low, high = keywords.get("minLength", 0), keywords.get("maxLength")
    expression = ecma(keywords["pattern"]) if "pattern" in keywords else None
    if expression is not None:
        return st.from_regex(expression).filter(lambda text: low <= len(text) <= (high or len(text)))
    return st.text(min_size=low, max_size=high)


def _integers(keywords: Mapping[str, Any]) -> Values:
    step = int(keywords.get("multipleOf", 1)) or 1
    low = keywords.get("minimum", keywords.get("exclusiveMinimum"))
    high = keywords.get("maximum", keywords.get("exclusiveMaximum"))
    low = None if low is None else int(-(-low // step))
    high = None if high is None else int(high // step)
    return st.integers(low, high).map(lambda number: number * step)


def _floats(keywords: Mapping[str, Any]) -> Values:
    low = keywords.get("minimum", keywords.get("exclusiveMinimum"))
    high = keywords.get("maximum", keywords.get("exclusiveMaximum"))
    return st.floats(low, high, allow_nan=False, allow_infinity=False)
