"""Makes identical inline schemas one class: its name, and every reference to it.

It runs when all schemas have their final form and a name made from their place. A class with several places is named
after the words that the names of these places have in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.json import Encoder

from ..openapi.json_values import CONTAINERS
from ..openapi.references import SCHEMAS, containers, is_mapping, is_sequence
from ..openapi.schema_examples import add_examples, without_examples
from ..openapi.schema_keywords import DATA, MAPS
from ..text.casing import words
from ..text.inflection import pascal, singular
from ..text.verbs import PREPOSITIONS
from .inline_names import title
from .nullability import is_null, with_null

_REF = re.compile(rf'"{re.escape(SCHEMAS)}(\w+)"')
_NAMING = frozenset({"$ref", "discriminator", "oneOf", "anyOf"})
"""Keywords that refer to components, or hold variants of which two may become equal."""
_NO_SCHEMAS = DATA | {"required", "type"}
"""Keywords whose objects and lists contain no schema."""
_HOLDERS = MAPS | {"callbacks", "content", "encoding", "headers", "responses"}
_METHODS = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "query"})
_VERBS = _METHODS | frozenset(
    {"add", "by", "cancel", "create", "describe", "edit", "fetch", "find", "for", "in", "is", "list", "modify", "of"}
    | {"on", "read", "remove", "replace", "retrieve", "search", "send", "set", "show", "to", "update", "upsert", "view"}
)
_BODY = re.compile(r"(?:Request|Response)(?:[1-9](?:\d\d|XX)|Default)?$")
_ERROR = re.compile(r"Response(?:[3-9](?:\d\d|XX)|Default)$")
_PARTS = frozenset({"array", "body", "item", "json", "multipart", "object", "request", "response", "value", "variant"})
_SUBSTANTIAL = 2
"""The number of properties that makes a shape no coincidence."""
_MOST_NAMING = 3
"""The most properties that may give a class its name."""
_RARE = 4
"""The share of places, one in so many, that is too small to name the class of all."""
_UNINFORMATIVE = _VERBS | _PARTS
_ENOUGH = 2
"""The number of common words that describe a class even if the last words differ."""


_Place: TypeAlias = tuple[str, tuple[str, ...]]
"""The name of a place, and its words."""


def share(
    schemas: dict[str, Any], declared: Collection[str], holders: Iterable[Any], starts: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Merge identical inline schemas, in `schemas` and in `holders`, and return the names of the places of each.

    Examples make no difference, and all are kept. If the places have no word in common, a request body stays a class of
    its own, since people construct it by its name, and so does an object with one property. `starts` has the beginning
    of each name: `CreatePetRequest` for `CreatePetRequestOwner`.
    """
    # A schema that was too deep allows any value, and is no class.
    inline = sorted(name for name in schemas.keys() - set(declared) if is_mapping(schemas[name]))
    marks = _Marks(schemas, frozenset(inline))
    groups: dict[int, list[str]] = defaultdict(list)
    for name in inline:
        groups[marks.of(name)].append(name)
    several = [names for names in groups.values() if len(names) > 1]
    # A new name is never the old name of another schema, so renaming a reference twice does no harm.
    taken = {*inline, *map(pascal, declared)}
    renamed = _of_components(groups.values(), marks, schemas, declared)
    left = [group for names in several if names[0] not in renamed for group in _groups(names, schemas, starts)]
    for group in sorted(left, key=_Group.precedence):
        name = next(one for one in group.candidates(schemas) if one in group.names or one not in taken)
        taken.add(name)
        renamed.update(dict.fromkeys(group.names, name))
    _merge(schemas, renamed, marks.with_examples)
    _Renaming(renamed).run([*schemas.values(), *holders])
    places: dict[str, list[str]] = defaultdict(list)
    for name in inline:
        places[renamed.get(name, name)].append(name)
    return {name: tuple(given) for name, given in places.items() if name not in declared}


class _Marks(Struct):
    """Numbers for schemas: two have the same number if they mean the same, whatever the names of the
    classes in them.
    """

    schemas: Mapping[str, Any]
    inline: frozenset[str]
    with_examples: set[str] = field(default_factory=set[str])
    """The schemas with a number that have examples."""
    _known: dict[str, int] = field(default_factory=dict[str, int])
    _texts: dict[str, int] = field(default_factory=dict[str, int])

    def of(self, name: str) -> int:
        """Return the number of a schema; one that refers to itself is equal to no other."""
        if name not in self._known:
            self._known[name] = self._texts.setdefault(f"\0{name}", len(self._texts))
            schema = self.schemas[name]
            bare = without_examples(schema)
            if bare is not schema:
                self.with_examples.add(name)
            text = _REF.sub(self._mark, _JSON.encode(bare).decode())
            self._known[name] = self._texts.setdefault(text, len(self._texts))
        return self._known[name]

    def _mark(self, ref: re.Match[str]) -> str:
        return f'"\0{self.of(ref[1])}"' if ref[1] in self.inline else ref[0]


# A text of a class of our own is written as one of Python's.
_JSON = Encoder(order="sorted", enc_hook=str)


def _of_components(
    groups: Iterable[Sequence[str]], marks: _Marks, schemas: Mapping[str, Any], declared: Collection[str]
) -> dict[str, str]:
    """Return inline schema → identical component, if a title or the end of a place's name confirms it."""
    components: dict[int, list[str]] = defaultdict(list)
    inline = {frozenset(_properties(schemas[name])) for name in marks.inline}
    for name in sorted(declared):
        properties = _properties(schemas[name])
        if properties and frozenset(properties) in inline:
            components[marks.of(name)].append(name)
    found: dict[str, str] = {}
    for names in groups:
        for component in components.get(marks.of(names[0]), ()):
            plain = pascal(component)
            if plain == title(schemas[names[0]]) or any(name.endswith(plain) for name in names):
                found.update(dict.fromkeys(names, component))
                break
    return found


def _properties(schema: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema.get("properties", {}) if is_mapping(schema) else {}
    return found


def _words(name: str, start: str) -> tuple[str, ...]:
    """Return the words of a name; for a schema deep in a body, without the words for the body."""
    kind = _BODY.search(start)
    if kind and name != start and name.startswith(start):
        return (*words(start[: kind.start()]), *words(name[len(start) :]))
    return words(name)


def _groups(names: Sequence[str], schemas: Mapping[str, Any], starts: Mapping[str, str]) -> Iterator[_Group]:
    """Yield groups of the places of identical schemas, each of which shares a class.

    All places do if their common words name all of them. Otherwise the largest group of similar names gives the name,
    and the others join it, unless the schema is trivial, or theirs is a request body.
    """
    whole = _Group.of([(name, _words(name, starts.get(name, ""))) for name in names])
    if whole.is_descriptive():
        yield whole
        return
    alike: dict[str, list[_Place]] = defaultdict(list)
    for place in whole.places:
        descriptive = _descriptive(place[1])
        alike[_key(descriptive[-1]) if descriptive else ""].append(place)
    largest, *others = sorted(alike.values(), key=lambda places: (-len(places), places[0]))
    trivial = len(schemas[names[0]].get("properties", ())) < _SUBSTANTIAL
    joining: list[_Place] = []
    for places in others:
        bodies = [place for place in places if trivial or place[0].endswith("Request")]
        joining += [place for place in places if place not in bodies]
        if len(bodies) > 1:
            yield _Group.of(bodies)
    if len(largest) == 1:
        largest = [place for place in largest if not trivial and not place[0].endswith("Request")]
    if len(largest) + len(joining) > 1:
        yield _Group((*largest, *joining), max(1, len(largest)))


class _Group(Struct, frozen=True, dict=True):
    """The places of one class, each with its name and its words; the first `naming` of them give the class its name."""

    places: tuple[_Place, ...]
    naming: int

    @classmethod
    def of(cls, places: Sequence[_Place]) -> _Group:
        """Return the group of places that all count for the name."""
        return cls(tuple(places), len(places))

    @property
    def names(self) -> list[str]:
        """The names of all places."""
        return [name for name, _ in self.places]

    def precedence(self) -> tuple[int, Sequence[_Place]]:
        """Return the sort key of groups: of those that want the same name, the largest gets it."""
        return (-len(self.places), self.places)

    def candidates(self, schemas: Mapping[str, Any]) -> Iterator[str]:
        """Yield names for the class, best first; the last is the name of one of its places."""
        common = self.common
        shortest = min(self.places[: self.naming], key=lambda place: (len(place[1]), place[0]))[0]
        properties = sorted(schemas[shortest].get("properties", ()))
        if _RARE * self.naming <= len(self.places) and len(properties) <= _MOST_NAMING:
            # Nearly all places have other names: what they have in common is their content.
            yield _joined([*(_joined(words(name)) for name in properties), self._kind("")])
        if self.naming > 1 and self.is_descriptive():
            informative = _trimmed(common)
            if self._kind("") == "Error" and informative[-2:] == ["Response", "Default"]:
                yield _joined([*informative[:-2], "Error", "Response"])
            yield _joined([*informative, self._kind(common[-1])])
            yield _joined(common)
        if plain := title(schemas[shortest]):
            yield plain
        if common and _ERROR.search(common[-1]):
            yield _joined(common[-1:])
        yield shortest

    def _kind(self, last: str) -> str:
        """Return the common kind of responses of several statuses, if the name does not contain it."""
        if _BODY.search(last) or not all(_BODY.search(name) and "Response" in name for name in self.names):
            return ""
        return "Error" if all(_ERROR.search(name) for name in self.names) else "Response"

    @cached_property
    def common(self) -> list[str]:
        """The words that all names share, in order; plural and singular count as one word."""
        given = sorted((place[1] for place in self.places[: self.naming]), key=lambda own: (len(own), own))
        common = [*given[0]]
        for own in given[1:]:
            common = _common_of_two(common, own)
        return common

    def is_descriptive(self) -> bool:
        """Return whether the common words name what is at all the places: the last word does, or several do."""
        descriptive, places = _descriptive(self.common), self.places[: self.naming]
        if not descriptive:
            return False
        if len(descriptive) >= _ENOUGH and all(name.endswith(("Request", "Response")) for name, _ in places):
            return True
        return {_key(descriptive[-1])} == {_key(own[-1]) if (own := _descriptive(given)) else "" for _, given in places}


def _common_of_two(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the longest common subsequence."""
    keys, rows = [_key(word) for word in other], [[0] * (len(other) + 1)]
    for word in one:
        above, key, row = rows[-1], _key(word), [0]
        for column, own in enumerate(keys):
            row.append(above[column] + 1 if own == key else max(above[column + 1], row[column]))
        rows.append(row)
    found: list[str] = []
    column = len(other)
    for index in range(len(one), 0, -1):
        while column and rows[index][column] == rows[index][column - 1]:
            column -= 1
        if rows[index][column] > rows[index - 1][column]:
            found.append(one[index - 1])
            column -= 1
    return found[::-1]


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return singular(word[:1].upper() + word[1:].lower())


def _descriptive(given: Sequence[str]) -> list[str]:
    return [word for word in given if not (word.lower() in _UNINFORMATIVE or word.isdigit() or _BODY.fullmatch(word))]


def _trimmed(common: Sequence[str]) -> list[str]:
    """Leave out uninformative words: a leading HTTP method, words repeated in a row, a preposition without its noun."""
    kept: list[str] = []
    for word, following in zip(common, [*common, "Response"][1:], strict=True):
        if kept and word.lower() in PREPOSITIONS and _BODY.fullmatch(following):
            continue
        kept.append(word)
        for length in (1, 2, 3):
            if [_key(one) for one in kept[-length:]] == [_key(one) for one in kept[-2 * length : -length]]:
                del kept[-length:]
                break
    return kept[1:] if kept[0].lower() in _METHODS and _descriptive(kept[1:]) else kept


def _joined(parts: Sequence[str]) -> str:
    return "".join(part[:1].upper() + part[1:] for part in parts)


def _merge(schemas: dict[str, Any], renamed: Mapping[str, str], with_examples: Collection[str]) -> None:
    """Keep one schema of each group under its new name, with the examples of all."""
    found = {old: schemas.pop(old) for old in sorted(renamed)}
    for old, schema in found.items():
        name = renamed[old]
        if name not in schemas:
            schemas[name] = schema
        elif old in with_examples:
            add_examples(schemas[name], schema)


class _Renaming(Struct):
    """Renames references, and removes variants of unions that have become equal."""

    names: Mapping[str, str]
    _seen: dict[int, Any] = field(default_factory=dict[int, Any])

    def run(self, nodes: Iterable[Any]) -> None:
        """Rename references in everything below the nodes."""
        if not self.names:
            return
        waiting = [(node, False) for node in containers(nodes)]
        while waiting:
            node, is_map = waiting.pop()
            if id(node) in self._seen:
                continue
            self._seen[id(node)] = node
            if is_sequence(node):
                waiting.extend((item, False) for item in containers(node))
            elif is_map:
                waiting.extend((value, False) for value in containers(node.values()))
            else:
                if not _NAMING.isdisjoint(node):
                    self._rename(node)
                for key in node:
                    if isinstance(node[key], CONTAINERS) and key not in _NO_SCHEMAS:
                        waiting.append((node[key], key in _HOLDERS))

    def _rename(self, node: dict[str, Any]) -> None:
        if isinstance(node.get("$ref"), str):
            node["$ref"] = self._new(node["$ref"])
        tag = node.get("discriminator")
        if is_mapping(tag) and "propertyName" in tag:
            if is_mapping(tag.get("mapping")):
                tag["mapping"] = {value: self._new(ref) for value, ref in tag["mapping"].items()}
            if "defaultMapping" in tag:
                tag["defaultMapping"] = self._new(tag["defaultMapping"])
        for keyword in ("oneOf", "anyOf"):
            if is_sequence(node.get(keyword)):
                self._thin(node, keyword, node[keyword])

    def _new(self, ref: Any) -> Any:
        name = str(ref).removeprefix(SCHEMAS)
        return SCHEMAS + self.names[name] if name in self.names else ref

    def _thin(self, node: dict[str, Any], keyword: str, variants: Sequence[Any]) -> None:
        refs: set[str] = set()
        kept: list[Any] = []
        for one in variants:
            ref = self._new(one["$ref"]) if is_mapping(one) and one.keys() == {"$ref"} else ""
            if not ref or ref not in refs:
                kept.append(one)
            refs.add(ref)
        if len(kept) == len(variants):
            return
        node[keyword] = kept
        real = [one for one in kept if not is_null(one)]
        if len(real) == 1:
            del node[keyword]
            node.pop("discriminator", None)
            only = {"$ref": self._new(real[0]["$ref"])}
            node.update(with_null(only) if len(kept) > 1 else only)
