"""All kinds of change that a schema can have, partly derived from lists of keywords."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .kind import MORE, ChangeKind, Effect
from .properties import PROPERTIES, WORDS
from .structure import STRUCTURE
from .values import TYPES, VALUES


def _bounds() -> Iterator[ChangeKind]:
    """Yield the kinds of change of keywords that limit a number, a length or a count."""
    for name, words in _BOUNDS.items():
        upper = "max" in name
        for action, tighter in (("set", True), ("unset", False), ("increased", not upper), ("decreased", upper)):
            now, was = words.format("{after}"), words.format("{before}")
            must = "must now be" if tighter else "need now only be"
            what = {
                "set": f"{{it}} must now be {now}",
                "unset": f"{{it}} need no longer be {was}",
            }.get(action, f"{{it}} {must} {now} (before: {{before}})")
            known = "" if action == "unset" else "bpa" if "contains" not in name else "bp" if action != "set" else ""
            if name in ("min-properties", "max-properties"):
                known = known.replace("a", "")
            looser = action in ("increased", "decreased") and not tighter
            unset = (action, name) in (("unset", "max-length"), ("unset", "min-items"))
            if looser or unset or ("contains" in name and action in ("increased", "decreased")):
                known += "BP"
            yield ChangeKind(
                f"{name}-{action}",
                Effect.NARROWS if tighter else Effect.WIDENS,
                what,
                fails="other values fail{status}",
                meets="values that were not possible before may come; the client itself does not check this",
                known=known,
            )


_BOUNDS: Mapping[str, str] = {
    "max": "at most {}",
    "min": "at least {}",
    "exclusive-max": "less than {}",
    "exclusive-min": "more than {}",
    "max-length": "at most {} long",
    "min-length": "at least {} long",
    "max-items": "of at most {} items",
    "min-items": "of at least {} items",
    "max-properties": "of at most {} keys",
    "min-properties": "of at least {} keys",
    "max-contains": "with at most {} of the items that it must contain",
    "min-contains": "with at least {} of the items that it must contain",
}
KEYWORD_OF: Mapping[str, str] = {
    "max": "maximum",
    "min": "minimum",
    "exclusive-max": "exclusiveMaximum",
    "exclusive-min": "exclusiveMinimum",
    "max-length": "maxLength",
    "min-length": "minLength",
    "max-items": "maxItems",
    "min-items": "minItems",
    "max-properties": "maxProperties",
    "min-properties": "minProperties",
    "max-contains": "maxContains",
    "min-contains": "minContains",
}
"""Name of a bound in ids → its keyword."""

CONDITIONS: Mapping[str, str] = {
    "if": "if",
    "then": "then",
    "else": "else",
    "contains": "contains",
    "propertyNames": "property-names",
    "unevaluatedItems": "unevaluated-items",
    "unevaluatedProperties": "unevaluated-properties",
    "not": "not",
    "contentSchema": "content-schema",
}
"""Keyword that holds an assertion → what ids call it."""


def _conditions() -> Iterator[ChangeKind]:
    """Yield the kinds of change of keywords that only assert something."""
    for keyword, name in CONDITIONS.items():
        known = "" if keyword == "not" else "bpBP"
        added = f"{{it}} must satisfy a new `{keyword}`"
        removed = f"{{it}} need no longer satisfy a `{keyword}`"
        yield ChangeKind(f"{name}-added", Effect.NARROWS, added, "values that do not fail{status}", known=known)
        yield ChangeKind(f"{name}-removed", Effect.WIDENS, removed, meets=MORE, known=known)
        yield ChangeKind(f"{name}-changed", Effect.UNKNOWN, f"{{it}} must satisfy another `{keyword}`")
    for name, words in (("dependent-schema", "schema"), ("dependent-required", "list of names")):
        added = f"{{it}} must satisfy a new {words} if `{{after}}` is present"
        removed = f"{{it}} need no longer satisfy a {words} where `{{before}}` is there"
        yield ChangeKind(f"{name}-added", Effect.NARROWS, added, "values that do not fail{status}", known="bpBP")
        yield ChangeKind(f"{name}-removed", Effect.WIDENS, removed, meets=MORE, known="bpBP")
    changed = "{it} must satisfy another list of names if `{after}` is present"
    yield ChangeKind(
        "dependent-required-changed", Effect.DIFFERS, changed, "values that do not fail{status}", known="bpBP"
    )
    yield ChangeKind(
        "dependent-schema-changed", Effect.UNKNOWN, "{it} must satisfy another schema if `{after}` is present"
    )


KINDS: Mapping[str, ChangeKind] = {
    kind.name: kind for kind in (*TYPES, *VALUES, *_bounds(), *_conditions(), *STRUCTURE, *PROPERTIES, *WORDS)
}
"""Kind by name."""
