"""Names for schemas that have none: made of the words of the place a schema stands at, and of nothing else.

They are wire names still, in the style of the description's own; `naming` makes Python names of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .references import Place, is_mapping, is_sequence

_WORD = re.compile(r"[^\W_]+")
_SIGNS = {"+": "Plus", "-": "Minus"}
_ITEM_STEPS = frozenset({"items", "contains", "unevaluatedItems", "additionalItems"})
_VALUE_STEPS = frozenset({"additionalProperties", "patternProperties", "unevaluatedProperties"})
_UNCHANGED = frozenset({"series", "species", "news", "status", "address", "access", "process", "progress", "business"})
_IRREGULAR = {"people": "person", "children": "child", "indices": "index", "statuses": "status", "addresses": "address"}


@lru_cache(maxsize=65536)
def pascal(text: str) -> str:
    """Return the words of `text` joined in PascalCase: `voice-call` → `VoiceCall`, `petId` → `PetId`."""
    if text[:1] in _SIGNS and text[1:].isalnum():
        return _SIGNS[text[0]] + text[1:]
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(text))


@lru_cache(maxsize=65536)
def singular(text: str) -> str:
    """Return the English singular of the last word of a PascalCase name, or the name itself where it has none."""
    start = max((index for index, letter in enumerate(text) if letter.isupper()), default=0)
    head, last = text[:start], text[start:]
    lower = last.lower()
    if lower in _IRREGULAR:
        return head + last[:1] + _IRREGULAR[lower][1:]
    if lower in _UNCHANGED or len(lower) <= 2 or not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
        return text
    if lower.endswith("ies") and len(lower) > 4:
        return text[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        return text[:-2]
    return text[:-1]


def candidates(place: Place) -> Iterator[str]:
    """Yield the names for a schema at a place, the best first; the last of them are long but differ for every place."""
    steps: list[Place] = []
    here: Place | None = place
    while here is not None:
        steps.append(here)
        if here.root:
            break
        here = here.parent
    short = plain = ""
    for step in reversed(steps):
        short, plain = _extended(short, step, singulars=True), _extended(plain, step, singulars=False)
    yield short or "Schema"
    if plain != short:
        yield plain
    if place.resource.prefix or here is None or not here.root:
        yield pascal(place.resource.document.file.rpartition("/")[2].partition(".")[0]) + (short or "Schema")
    yield pascal(place.pointer()) or "Schema"


def _extended(name: str, step: Place, *, singulars: bool) -> str:
    if step.label is not None:
        alone = not (step.label or step.root or singulars)
        return step.label if step.root else name + ("Object" if alone else step.label)
    if not step.keys:
        return name
    first = step.keys[0]
    if first in _ITEM_STEPS:
        one = singular(name)
        return one if singulars and one != name else f"{name}Item"
    if first in _VALUE_STEPS:
        one = singular(name)
        return one if singulars and one != name else f"{name}Value"
    match first:
        case "properties" | "dependentSchemas" | "$defs" | "definitions" if len(step.keys) > 1:
            return name + pascal(step.keys[-1])
        case "allOf":
            return name
        case "prefixItems":
            return f"{name}Item"
        case "oneOf" | "anyOf":
            return f"{name}Variant"
        case _:
            return name + pascal(step.keys[-1])


def regrouped(place: Place) -> Place:
    """Return the place that a JSON pointer leads to with its tokens taken as the steps of a schema, names included."""
    tokens = _tokens(place)
    root = Place(place.resource, None, ())
    match tokens:
        case ["components", "schemas", name, *rest]:
            here = root.named(pascal(name), "components", "schemas", name)
        case ["definitions" | "$defs" as keyword, name, *rest]:
            here = root.named(pascal(name), keyword, name)
        case ["components", kind, name, *rest]:
            here = root.named(pascal(name), "components", kind, name)
        case [name, *rest] if name != "paths" and name not in _MAP_STEPS:
            here = root.named(pascal(name), name)
        case _:
            rest, here = tokens, root.named(pascal(place.resource.document.file.rpartition("/")[2].partition(".")[0]))
    while rest:
        count = 2 if rest[0] in _MAP_STEPS and len(rest) > 1 else 1
        here, rest = here.down(*rest[:count]), rest[count:]
    return here


_MAP_STEPS = frozenset(
    {"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "allOf", "anyOf", "oneOf", "prefixItems"}
)


def _tokens(place: Place) -> list[str]:
    tokens: list[str] = []
    here: Place | None = place
    while here is not None:
        tokens.extend(reversed(here.keys))
        here = here.parent
    return tokens[::-1]


def variant_labels(variants: list[Any], discriminator: str | None) -> list[str]:
    """Return what each variant of a union adds to the union's name; never a number unless nothing else differs.

    A variant is told by its title, by the constant that its discriminator (or any property) has, by a property that
    it alone requires or has, by its type.
    """
    if len(variants) < 2:
        return ["" for _ in variants]
    objects = sum(1 for variant in variants if _is_object(variant))
    makers = (_title, lambda one: _constant(one, discriminator), _reference)
    labels = [next((label for make in makers if (label := make(variant))), "") for variant in variants]
    for index, variant in enumerate(variants):
        if not labels[index]:
            others = [one for position, one in enumerate(variants) if position != index]
            labels[index] = "" if objects == 1 and _is_object(variant) else _distinct(variant, others)
    seen: dict[str, int] = {}
    for index, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        if seen[label] > 1:
            labels[index] = f"{label or 'Variant'}{seen[label]}"
    return labels


def _is_object(variant: Any) -> bool:
    return is_mapping(variant) and "$ref" not in variant and ("properties" in variant or "allOf" in variant)


def _title(variant: Any) -> str:
    title = variant.get("title") if is_mapping(variant) else None
    return pascal(title) if isinstance(title, str) and len(title) <= 60 else ""


def _reference(variant: Any) -> str:
    ref = variant.get("$ref") if is_mapping(variant) else None
    return pascal(ref.rpartition("/")[2]) if isinstance(ref, str) else ""


def _constant(variant: Any, discriminator: str | None) -> str:
    properties = variant.get("properties") if is_mapping(variant) else None
    if not is_mapping(properties):
        return ""
    names = [discriminator] if discriminator in properties else sorted(properties)
    for name in names:
        value = constant_of(properties[name]) if name is not None else None
        if isinstance(value, str) and pascal(value):
            return pascal(value)
    return ""


def constant_of(schema: Any) -> Any:
    """Return the one value that a schema allows (`const`, or an `enum` of one), or None."""
    if not is_mapping(schema):
        return None
    values = schema.get("enum")
    if is_sequence(values) and len(values) == 1:
        return values[0]
    return schema.get("const")


def _distinct(variant: Any, others: list[Any]) -> str:
    for keyword in ("required", "properties"):
        theirs = {name for other in others for name in _names(other, keyword)}
        mine = [name for name in _names(variant, keyword) if name not in theirs and pascal(name)]
        if mine:
            return "With" + pascal(mine[0])
    kind = variant.get("type") if is_mapping(variant) else None
    return pascal(kind) if isinstance(kind, str) else ""


def _names(variant: Any, keyword: str) -> list[str]:
    names = variant.get(keyword) if is_mapping(variant) else None
    if is_sequence(names) or is_mapping(names):
        return [name for name in names if isinstance(name, str)]
    return []
