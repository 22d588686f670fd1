"""Names for schemas that have none: made of the words of the schema's place, and of nothing else.

They are still wire names, in the style of the description; `naming` turns them into Python names.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from ..openapi.place_names import tokens_of
from ..openapi.references import Place, is_mapping, is_sequence
from ..openapi.schema_keywords import ABOUT, CHILDREN, SINGLE
from ..text.inflection import pascal, singular

_CAPITAL = re.compile(r"(?=[A-Z])")
_ITEM_STEPS = frozenset({"additionalItems", *(name for name in SINGLE if ABOUT.get(name) == "array")})
_VALUE_STEPS = frozenset(name for name in CHILDREN if ABOUT.get(name) == "object") - {"properties"}
_COMPONENT = re.compile(r"^[^#]*#/(?:components/schemas|definitions|\$defs)/([^/]+)$|^(?:[^#]*/)?([^/#]+)$")
"""The name in a reference; in one to a place within an operation or a schema there is none."""
_FEW = 3
_LONGEST_TYPE = 20
_SHORTEST_WORD = 3
"""The least letters of words that are not repeated where two names meet."""
_LONGEST_TITLE = 60
_LONGEST_NAME = 60


def candidates(place: Place, declared: Collection[str] = ()) -> Iterator[str]:
    """Yield the names for a schema at a place, best first.

    `declared` are the names of components: a name that begins with one of them is left to that component's own parts.
    """
    steps: list[Place] = []
    here: Place | None = place
    while here is not None:
        steps.append(here)
        if here.root:
            break
        here = here.parent
    steps.reverse()
    met = _joined(steps, singulars=True, met=True)
    if len(met) > _LONGEST_NAME:
        yield _abridged(steps)
    if not any(met[: word.start()] in declared for word in _CAPITAL.finditer(met, len(place.start()) + 1)):
        yield met or "Schema"
    # Few schemas need more than one name.
    short, plain = _joined(steps, singulars=True), _joined(steps, singulars=False)
    yield short or "Schema"
    if plain != short:
        yield plain
    if place.resource.prefix or here is None or not here.root:
        yield pascal(place.resource.document.file.rpartition("/")[2].partition(".")[0]) + (short or "Schema")
    if any(step.keys[:1] == ("allOf",) for step in steps):
        yield f"{short}Part"
    yield f"{short or 'Schema'}Object"


def names_for(place: Place | None, declared: Collection[str], schema: Any) -> Iterator[str]:
    """Yield names for a schema: by its place, then, if the place has other schemas, by its content: `EdgeWithLabel`."""
    name = "Schema"
    for number, found in enumerate(candidates(place, declared) if place is not None else (name,)):
        name = name if number else found
        yield found
    facts = dict.fromkeys(fact for find in _FACTS for fact in find(schema) if pascal(fact))
    yield from (f"{name}With{pascal(fact)}" for fact in facts)
    if kind := _type(schema):
        yield f"{name}{kind}"


def _joined(steps: list[Place], *, singulars: bool, met: bool = False) -> str:
    name = ""
    for step in steps:
        longer = _extended(name, step, singulars=singulars)
        name = _met(name, longer, step) if met else longer
    return name


def _abridged(steps: list[Place]) -> str:
    """Return the beginning of a name and the last two words of its path, enough to identify a deep place.

    One word would not be enough: identical schemas at other places are named by what they have in common.
    """
    labelled = [index for index, step in enumerate(steps) if index and (step.label or step.keys[:1] == ("properties",))]
    start = labelled[-2] if len(labelled) > 1 else 1
    return _joined([steps[0], *steps[start:]], singulars=True, met=True)


def _extended(name: str, step: Place, *, singulars: bool) -> str:
    if step.label is not None:
        return step.label if step.root else name + (step.label or _alternative(step, singulars=singulars))
    if not step.keys:
        return name
    first, last = step.keys[0], step.keys[len(step.keys) - 1]
    if first in _ITEM_STEPS:
        one = singular(name)
        return one if singulars and one != name else f"{name}Item"
    if first in _VALUE_STEPS:
        one = singular(name)
        return one if singulars and one != name else f"{name}Value"
    match first:
        case "content":
            return name if singulars else name + _of_media_type(last)
        case "properties" | "dependentSchemas" | "$defs" | "definitions" if len(step.keys) > 1:
            return name + pascal(last)
        case "allOf":
            return name
        case "prefixItems":
            return f"{name}Item"
        case "oneOf" | "anyOf":
            return f"{name}Variant"
        case _:
            return name + pascal(last)


def _met(name: str, longer: str, step: Place) -> str:
    """Return a longer name without repeating words at the point where a step was added.

    `Order`, `OrderOrderItem` → `OrderItem`; but `CommitCommit` stays, and so does the name of a property if another
    property has the shortened name: `order_item`, `item`.
    """
    if not longer.startswith(name) or step.root:
        return longer
    more = longer[len(name) :]
    if more[:_SHORTEST_WORD] not in name:
        return longer
    ends = [word.start() for word in _CAPITAL.finditer(more) if word.start() >= _SHORTEST_WORD]
    shared = next((end for end in reversed(ends) if name.endswith(more[:end])), 0)
    rest = more[shared:]
    if not shared or (step.keys[:1] == ("properties",) and any(pascal(one) == rest for one in _neighbours(step))):
        return longer
    return name + rest


def _neighbours(step: Place) -> Iterable[str]:
    """Return the properties next to a property, as in the document."""
    node: Any = step.resource.root
    for token in tokens_of(step)[:-1]:
        node = node.get(token) if is_mapping(node) else node[int(token)] if is_sequence(node) else None
    return node if is_mapping(node) else ()


def _alternative(step: Place, *, singulars: bool) -> str:
    """Return what the only object of a union adds to the union's name, if that name is taken."""
    return "Object" if not singulars and step.keys[:1] in (("oneOf",), ("anyOf",)) else ""


def _of_media_type(media_type: str) -> str:
    subtype = media_type.partition(";")[0].rpartition("/")[2].rpartition("+")[2]
    short = {"x-www-form-urlencoded": "form", "form-data": "multipart", "octet-stream": "binary", "*": "any"}
    return pascal(short.get(subtype, subtype))


def variant_labels(variants: list[Any], discriminator: str | None) -> list[str]:
    """Return what each variant of a union adds to the union's name; a number only if nothing else differs.

    A variant is identified by its title, by the constant that its discriminator (or any property) has, by a property
    that it alone requires or has, or by its type.
    """
    if len(variants) == 1:
        return [""]
    alone = sum(1 for variant in variants if _is_structured(variant)) == 1
    labels = ["" if alone and _is_structured(one) else title(one) or _constant(one, discriminator) for one in variants]
    for index, referred in enumerate(_without_common_words([_reference(one) for one in variants])):
        labels[index] = labels[index] or referred
    nameless = [
        index for index, one in enumerate(variants) if not labels[index] and not (alone and _is_structured(one))
    ]
    differences = _distinct(variants) if nameless else []
    for index in nameless:
        labels[index] = differences[index]
    alike: dict[str, list[int]] = {}
    for index, label in enumerate(labels):
        alike.setdefault(label, []).append(index)
    for label, indices in alike.items():
        if len(indices) == 1:
            continue
        for index, more in zip(indices, _distinct([variants[index] for index in indices]), strict=True):
            labels[index] += "" if label.endswith(more) else more
    return _numbered(labels)


def _numbered(labels: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    for index, label in enumerate(labels):
        seen[label] = seen.get(label, 0) + 1
        if seen[label] > 1:
            labels[index] = f"{label or 'Variant'}{seen[label]}"
    return labels


def _without_common_words(names: list[str]) -> list[str]:
    """Drop the words that all names begin with: `RuleCreation` and `RuleUpdate` differ in what follows `Rule`."""
    given = [_CAPITAL.split(name)[1:] for name in names if name]
    common = 0
    while len(given) > 1 and all(len(words) > common + 1 for words in given):
        if len({words[common] for words in given}) > 1:
            break
        common += 1
    prefix = sum(len(word) for word in given[0][:common]) if given else 0
    return [name[prefix:] for name in names]


def _is_structured(variant: Any) -> bool:
    """Return whether a variant is, or contains, something that may need a name."""
    structure = {"properties", "allOf", "items", "additionalProperties", "oneOf", "anyOf"}
    return is_mapping(variant) and "$ref" not in variant and not structure.isdisjoint(variant)


def title(schema: Any) -> str:
    """Return the title of a schema as a name; empty if it has none or a long one."""
    text = schema.get("title") if is_mapping(schema) else None
    return pascal(text) if isinstance(text, str) and len(text) <= _LONGEST_TITLE else ""


def _reference(variant: Any) -> str:
    if not is_mapping(variant):
        return ""
    members = variant.get("allOf")
    refs = [one.get("$ref") for one in members if is_mapping(one)] if is_sequence(members) else [variant.get("$ref")]
    names = [found[1] or found[2] for ref in refs if isinstance(ref, str) and (found := _COMPONENT.search(ref))]
    return pascal(names[0]) if names else ""


def _constant(variant: Any, discriminator: str | None) -> str:
    properties = variant.get("properties") if is_mapping(variant) else None
    if not is_mapping(properties):
        return ""
    for name in [discriminator] if discriminator in properties else sorted(properties):
        value = constant_of(properties.get(name))
        if isinstance(value, str) and pascal(value):
            return pascal(value)
        if name == discriminator and isinstance(value, int | float):
            return pascal(f"{name} {_written(value)}")
    return ""


def constant_of(schema: Any) -> Any:
    """Return the only value that a schema allows (`const`, or an `enum` with one value), or None."""
    if not is_mapping(schema):
        return None
    values = schema.get("enum")
    if is_sequence(values) and len(values) == 1:
        return values[0]
    return schema.get("const")


def _distinct(variants: list[Any]) -> list[str]:
    """Return for each variant what distinguishes it: names that it alone requires or has, or its type."""
    labels = ["" for _ in variants]
    described = any(is_mapping(variant) and not _DESCRIBING.isdisjoint(variant) for variant in variants)
    for facts in _FACTS if described else ():
        if all(labels):
            break
        names = [facts(variant) for variant in variants]
        for index, label in enumerate(_apart(names)):
            labels[index] = labels[index] or label
    for index, variant in enumerate(variants):
        labels[index] = labels[index] or _type(variant)
    return labels


def _apart(names: list[list[str]]) -> list[str]:
    """Return for each list the name that only this list has, or a few names that no other list has together; else
    empty.
    """
    counts = Counter(name for given in names for name in set(given))
    common = {name for name, count in counts.items() if count == len(names)}
    sets = Counter(frozenset(given) for given in names)
    labels: list[str] = []
    for given in names:
        own = [name for name in given if counts[name] == 1 and pascal(name)][:1]
        several = [name for name in given if name not in common and pascal(name)]
        if not own and sets[frozenset(given)] == 1:
            own = several if len(several) <= _FEW else _combination(several, names)
        if own:
            labels.append("With" + "And".join(pascal(name) for name in own))
        else:
            labels.append(_without(given, names))
    return labels


def _combination(several: Sequence[str], names: Sequence[Sequence[str]]) -> list[str]:
    """Return a few facts, first by name, that no other variant has together; else empty."""
    for end in range(1, _FEW + 1):
        chosen = sorted(several)[:end]
        if sum({*chosen} <= {*given} for given in names) == 1:
            return chosen
    return []


def _without(given: Sequence[str], names: Sequence[Sequence[str]]) -> str:
    """Return what only this variant lacks: `WithoutBranch`; empty if there is no such thing."""
    missing = {name for other in names for name in other if pascal(name)} - {*given}
    alone = sorted(name for name in missing if sum(name not in other for other in names) == 1)
    return f"Without{pascal(alone[0])}" if alone else ""


def _parts(variant: Any) -> list[dict[str, Any]]:
    """Return a variant and the members of its `allOf`."""
    if not is_mapping(variant):
        return []
    members = variant.get("allOf")
    return [variant, *filter(is_mapping, members if is_sequence(members) else [])]


def _required(variant: Any) -> list[str]:
    listed = [part.get("required") for part in _parts(variant)]
    return [name for names in listed if is_sequence(names) for name in names if isinstance(name, str)]


def _properties(variant: Any) -> list[str]:
    return [name for name, _ in _members(variant)]


def _nested(variant: Any) -> list[str]:
    """Return the properties of the properties: `target branch`."""
    return [f"{name} {inner}" for name, schema in _members(variant) for inner, _ in _members(schema)]


def _kinds(variant: Any) -> list[str]:
    """Return the properties with their types: `labels of objects`."""
    return [f"{name} {kind}" for name, schema in _members(variant) if (kind := _type(schema))]


def _members(variant: Any) -> list[tuple[str, Any]]:
    """Return the properties of a variant sorted by name, since the order of keys has no meaning."""
    found = [part.get("properties") for part in _parts(variant)]
    return [item for properties in found if is_mapping(properties) for item in sorted(properties.items())]


def _values(variant: Any) -> list[str]:
    """Return the properties with each value that they allow: `type outbound`, `version 2`, `ok false`."""
    return [
        f"{name} {_written(value)}"
        for name, schema in _members(variant)
        for value in _allowed(schema)
        if value is not None and not is_mapping(value) and not is_sequence(value)
    ]


def _written(value: Any) -> str:
    """Return a value as words: `minus 1 point 5`."""
    return json.dumps(value).replace("-", "minus ").replace(".", " point ") if not isinstance(value, str) else value


def _allowed(schema: Any) -> list[Any]:
    values: Any = schema.get("enum", [schema.get("const")]) if is_mapping(schema) else []
    return list(values) if is_sequence(values) else []


def _deep(variant: Any) -> list[str]:
    """Return what distinguishes the objects and lists in a variant: `call state ended`."""
    return [
        f"{name} {fact}"
        for name, schema in _members(variant)
        for part in (schema, schema.get("items") if is_mapping(schema) else None)
        for facts in (_properties, _kinds, _values)
        for fact in facts(part)
    ]


def _limits(variant: Any) -> list[str]:
    """Return the properties with their formats and limits: `at date time`, `size minimum 18`."""
    return [
        f"{name} {value if key == 'format' else f'{key} {_written(value)}'}"
        for name, schema in _members(variant)
        if is_mapping(schema)
        for key, value in sorted(schema.items())
        if key in _LIMITS and isinstance(value, str | int | float)
    ]


_LIMITS = frozenset({"format", *(key for key, about in ABOUT.items() if key.startswith(("min", "max")) and about)})
_DESCRIBING = frozenset({"required", "properties", "allOf"})
"""Keywords without which there is none of the following differences."""
_FACTS = (_required, _properties, _nested, _kinds, _values, _deep, _limits)
"""Differences between schemas, the plainest first."""


def _type(schema: Any) -> str:
    """Return the type of a schema as a word: `String`, `ArrayOfObjects`; empty if it has not exactly one."""
    kind = schema.get("type") if is_mapping(schema) else None
    if not isinstance(kind, str):
        return ""
    of = _type(schema.get("items")) if kind == "array" else ""
    return f"ArrayOf{of}s" if of and len(of) < _LONGEST_TYPE else pascal(kind)
