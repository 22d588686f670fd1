"""Compares the keywords of two schemas that describe the same kind of value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...openapi.json_values import json_equal
from ...openapi.references import is_mapping, is_sequence
from ...openapi.schema_keywords import ANNOTATIONS, CHILDREN, DATA, IN_PLACE, UNEVALUATED
from ..rules.catalogue import CONDITIONS, KEYWORD_OF
from .schema_pairs import SchemaPair, listed, shown
from .value_kinds import bare

_WORDS_OF_ANY = {
    "description": "description-changed",
    "title": "title-changed",
    "examples": "example-changed",
    "externalDocs": "external-docs-changed",
}
_OWN_RULES = ("multipleOf", "pattern", "uniqueItems", "contentMediaType", "contentEncoding", "dependentRequired")
_HANDLED = frozenset(
    {
        *(*ANNOTATIONS, *CHILDREN, *IN_PLACE, *DATA, *KEYWORD_OF.values(), *CONDITIONS, *_OWN_RULES),
        *("type", "format", "discriminator", "$ref", "required"),
    }
)
"""Keywords that are compared here or with the types; of any other, a change is reported as it is."""
_ANY_TEXT = frozenset({"", ".*", "^.*$", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$"})


def compare_words(old: Any, new: Any, pair: SchemaPair, sunset: str = "") -> None:
    """Compare keywords that do not affect which values are allowed: documentation, defaults, deprecation, XML.

    `sunset` is the removal date of the value, if the description gives one.
    """
    before = old if is_mapping(old) else {}
    after = new if is_mapping(new) else {}
    for keyword, name in _WORDS_OF_ANY.items():
        if not json_equal(before.get(keyword), after.get(keyword)):
            _report(pair, name, keyword, before, after)
    if not json_equal(before.get("xml"), after.get("xml")):
        _report(pair, "xml-changed", "xml", before, after)
    if not json_equal(before.get("default"), after.get("default")) or ("default" in before) != ("default" in after):
        action = "added" if "default" not in before else "removed" if "default" not in after else "changed"
        _report(pair, f"default-value-{action}", "default", before, after)
    for keyword in ("readOnly", "writeOnly"):
        if before.get(keyword, False) != after.get(keyword, False) and not pair.is_property:
            _report(pair, "mutability-changed", keyword, before, after)
    if (before.get("deprecated") is True) != (after.get("deprecated") is True):
        _deprecation(pair, sunset, now=after.get("deprecated") is True)


def _shown_as(value: Any) -> str:
    """Return documentation in the form in which both sides are shown."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 400


def _deprecation(pair: SchemaPair, sunset: str, *, now: bool) -> None:
    steps = ("deprecated",)
    pair.report(
        "reactivated" if not now else "deprecated-with-sunset" if sunset else "deprecated",
        "" if now else "deprecated",
        sunset or "deprecated" if now else "",
        old_steps=() if now else steps,
        new_steps=steps if now else (),
    )


def compare_keywords(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair, also: str) -> None:
    """Compare the keywords that limit a value of one kind, except types, values and subschemas.

    `also` is one more keyword that has no effect on this kind of value.
    """
    old, new = _lifted(old), _lifted(new)
    _bounds(old, new, pair)
    _pattern(old, new, pair)
    _multiple_of(old, new, pair)
    if (old.get("uniqueItems") is True) != (new.get("uniqueItems") is True):
        action = "set" if new.get("uniqueItems") is True else "unset"
        _report(pair, f"unique-items-{action}", "uniqueItems", old, new)
    for keyword, name in (("contentMediaType", "content-media-type"), ("contentEncoding", "content-encoding")):
        if old.get(keyword) != new.get(keyword):
            _report(pair, f"{name}-changed", keyword, old, new)
    for keyword, name in CONDITIONS.items():
        _condition(keyword, name, old, new, pair)
    _dependents(old, new, pair)
    _assertions(old, new, pair)
    for keyword in sorted((old.keys() | new.keys()) - (_HANDLED - {also})):
        if old.get(keyword) != new.get(keyword):
            _report(pair, "keyword-changed", keyword, old, new)


def _report(pair: SchemaPair, name: str, keyword: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Report a keyword that was set, unset or changed."""
    absent = f"no `{keyword}`" if name.endswith("changed") else ""
    write = _shown_as if keyword in _WORDS_OF_ANY else shown
    pair.report(
        name,
        write(old[keyword]) if keyword in old else absent,
        write(new[keyword]) if keyword in new else absent,
        old_steps=(keyword,) if keyword in old else (),
        new_steps=(keyword,) if keyword in new else (),
    )


def _bounds(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    for name, keyword in KEYWORD_OF.items():
        if old.get(keyword, _MEANT.get(keyword)) == new.get(keyword, _MEANT.get(keyword)):
            continue  # keywords that normalizing writes out, though they hold anyway
        before, after = old.get(keyword), new.get(keyword)
        if before is None:
            _report(pair, f"{name}-set", keyword, old, new)
        elif after is None:
            _report(pair, f"{name}-unset", keyword, old, new)
        else:
            _report(pair, f"{name}-{'increased' if after > before else 'decreased'}", keyword, old, new)


_MEANT: Mapping[str, int] = {"minLength": 0, "minItems": 0, "minProperties": 0, "minContains": 1}
"""The meaning of a keyword that is absent (JSON Schema Validation, 6)."""


def _pattern(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    before, after = old.get("pattern"), new.get("pattern")
    if before == after:
        return
    if before is None:
        name = "pattern-added"
    elif after is None:
        name = "pattern-removed"
    else:
        name = "pattern-generalized" if after in _ANY_TEXT else "pattern-changed"
    _report(pair, name, "pattern", old, new)


def _multiple_of(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    before, after = old.get("multipleOf"), new.get("multipleOf")
    if before == after:
        return
    if before is None:
        name = "multiple-of-set"
    elif after is None:
        name = "multiple-of-unset"
    elif _divides(after, before):
        name = "multiple-of-generalized"
    else:
        name = "multiple-of-specialized" if _divides(before, after) else "multiple-of-changed"
    _report(pair, name, "multipleOf", old, new)


def _divides(divisor: float, number: float) -> bool:
    if divisor == 0:
        return False
    quotient = number / divisor
    return abs(quotient - round(quotient)) < _TOLERANCE


_TOLERANCE = 1e-9


def _condition(keyword: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    before, after = old.get(keyword, True), new.get(keyword, True)
    if json_equal(bare(before), bare(after)):
        return
    action = "added" if before in (True, {}) else "removed" if after in (True, {}) else "changed"
    _report(pair, f"{name}-{action}", keyword, old, new)


def _dependents(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    for keyword, name in (("dependentSchemas", "dependent-schema"), ("dependentRequired", "dependent-required")):
        before: Mapping[str, Any] = old.get(keyword, {})
        after: Mapping[str, Any] = new.get(keyword, {})
        for key in sorted(before.keys() | after.keys()):
            was, now = (bare(one.get(key)) for one in (before, after))
            if is_sequence(was) and is_sequence(now):
                was, now = sorted(was), sorted(now)
            if json_equal(was, now):
                continue
            action = "added" if key not in before else "removed" if key not in after else "changed"
            pair.report(
                f"{name}-{action}",
                key if key in before else "",
                key if key in after else "",
                old_steps=(keyword, key) if key in before else (),
                new_steps=(keyword, key) if key in after else (),
            )


def _assertions(old: Mapping[str, Any], new: Mapping[str, Any], pair: SchemaPair) -> None:
    """Compare the members of `allOf` that only assert something."""
    before, after = ([bare(one) for one in _asserting(schema)] for schema in (old, new))
    gone = [one for one in before if one not in after]
    added = [one for one in after if one not in before]
    if gone:
        pair.report("all-of-removed", listed(gone), "", old_steps=("allOf",), new_steps=("allOf",))
    if added:
        pair.report("all-of-added", "", listed(added), old_steps=("allOf",), new_steps=("allOf",))


def _lifted(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with its unevaluated keywords at its top level, as the description has them.

    Normalizing moves them into a member of `allOf`, with everything that they depend on.
    """
    members = _asserting(schema)
    lifted = [one for one in members if is_mapping(one) and not one.keys().isdisjoint(UNEVALUATED)]
    if not lifted:
        return schema
    rest = [one for one in members if one not in lifted]
    more = {key: value for one in lifted for key, value in one.items() if key not in schema and key not in _WITHIN}
    return {
        **{key: value for key, value in schema.items() if key != "allOf"},
        **({"allOf": rest} if rest else {}),
        **more,
    }


_WITHIN = frozenset({"properties", "required", "type"})


def _asserting(schema: Mapping[str, Any]) -> list[Any]:
    members = schema.get("allOf", [])
    if any(is_mapping(one) and "$ref" in one for one in members):
        return []
    return list(members)
