"""Compares two descriptions of one thing, and says in words of the document how they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...document.document import escape
from ...openapi.json_values import is_mapping, is_sequence
from ..conformance import at, resolved

_TEXTS = frozenset(
    {
        "description",
        "summary",
        "title",
        "operationId",
        "tags",
        "example",
        "examples",
        "externalDocs",
        "servers",
        "security",
    }
)
"""Words, and what a page need not repeat."""
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; the pointers lead into the two documents, references followed."""

    first: str
    second: str
    code: str
    """`only-first`, `only-second`, `type`, `enum`, `required`, or `value`."""
    text: str
    value: Any = None
    """Of `only-second`: what the second has."""


@dataclass(frozen=True, slots=True)
class _Pair:
    first: str
    second: str
    name: str
    """The names of the two for people."""

    def below(self, *tokens: str, name: str = "") -> _Pair:
        """Return the pair of what both have at a place."""
        rest = "".join(f"/{escape(token)}" for token in tokens)
        return _Pair(self.first + rest, self.second + rest, name or self.name)


def differences(
    first: Mapping[str, Any], first_pointer: str, second: Mapping[str, Any], second_pointer: str
) -> Iterator[Difference]:
    """Yield what two operations, or schemas, of two documents say differently; references are followed."""
    yield from _Comparison(first, second).compare(_Pair(first_pointer, second_pointer, ""), 0)


class _Comparison:
    def __init__(self, first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
        self.first, self.second = first, second
        self.seen: set[tuple[str, str]] = set()

    def compare(self, pair: _Pair, depth: int) -> Iterator[Difference]:
        first, here = resolved(self.first, pair.first)
        second, there = resolved(self.second, pair.second)
        pair = _Pair(here, there, pair.name)
        if depth > _DEEPEST or (here, there) in self.seen:
            return
        if not (is_mapping(first) and is_mapping(second)):
            if first != second:
                text = f"{pair.name or 'it'} is {_shown(first)}, and {_shown(second)}"
                yield Difference(pair.first, pair.second, "value", text)
            return
        self.seen.add((here, there))
        if first == {} or second == {}:
            # A schema without restrictions contradicts nothing.
            return
        for key in sorted({*first, *second} - _TEXTS):
            if key == "parameters":
                yield from self._parameters(pair, depth)
            elif key == "required" and (is_sequence(first.get(key)) or is_sequence(second.get(key))):
                yield from _required(first, second, pair)
            elif key == "required":
                continue
            elif key in ("properties", "responses", "content"):
                yield from self._members(key, first.get(key), second.get(key), pair, depth)
            elif key in first and key in second:
                inner = pair.below(key, name=f"`{key}` of {pair.name or 'it'}")
                yield from self._keyword(key, first[key], second[key], inner, depth)

    def _keyword(self, key: str, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        if key == "enum" and is_sequence(first) and is_sequence(second):
            if {_shown(one) for one in first} != {_shown(one) for one in second}:
                less = [_shown(one) for one in second if one not in first]
                more = [_shown(one) for one in first if one not in second]
                parts = [f"only the one has {', '.join(more)}"] if more else []
                parts += [f"only the other has {', '.join(less)}"] if less else []
                yield Difference(pair.first, pair.second, "enum", f"{pair.name}: {', '.join(parts)}")
        elif key == "type":
            if _kinds(first) != _kinds(second):
                yield Difference(
                    pair.first, pair.second, "type", f"{pair.name} is {_shown(first)}, and {_shown(second)}"
                )
        elif is_sequence(first) and is_sequence(second):
            if first != second and len(first) == len(second):
                for index in range(len(first)):
                    yield from self.compare(pair.below(str(index)), depth + 1)
            elif first != second:
                yield Difference(pair.first, pair.second, "value", f"{pair.name} differs")
        else:
            yield from self.compare(pair, depth + 1)

    def _members(self, key: str, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        if not is_mapping(first) or not is_mapping(second) or not first or not second:
            return
        what = {"properties": "the field", "responses": "the response", "content": "the content type"}[key]
        for name in (*first, *(name for name in second if name not in first)):
            one, other = f"{pair.first}/{key}/{escape(str(name))}", f"{pair.second}/{key}/{escape(str(name))}"
            if name not in second:
                yield Difference(
                    one, f"{pair.second}/{key}", "only-first", f"{what} `{name}` is described by the one alone"
                )
            elif name not in first:
                text = f"{what} `{name}` is described by the other alone"
                yield Difference(f"{pair.first}/{key}", other, "only-second", text, second[name])
            else:
                yield from self.compare(_Pair(one, other, f"`{name}`"), depth + 1)

    def _parameters(self, pair: _Pair, depth: int) -> Iterator[Difference]:
        ones = _listed(self.first, f"{pair.first}/parameters")
        others = _listed(self.second, f"{pair.second}/parameters")
        for key in (*ones, *(key for key in others if key not in ones)):
            if _is_header(key):
                continue
            one, other = ones.get(key), others.get(key)
            here = f"{pair.first}/parameters" + (f"/{one[0]}" if one else "")
            there = f"{pair.second}/parameters" + (f"/{other[0]}" if other else "")
            if one is None and other is not None:
                text = f"the {key[0]} parameter `{key[1]}` is described by the other alone"
                yield Difference(here, there, "only-second", text, other[1])
            elif other is None:
                text = f"the {key[0]} parameter `{key[1]}` is described by the one alone"
                yield Difference(here, there, "only-first", text)
            elif one is not None:
                yield from self.compare(_Pair(here, there, f"`{key[1]}`"), depth + 1)


def _required(first: Mapping[str, Any], second: Mapping[str, Any], pair: _Pair) -> Iterator[Difference]:
    shared = set(first.get("properties") or {}) & set(second.get("properties") or {})
    ones, others = (set(one.get("required") or ()) & shared for one in (first, second))
    for name in sorted(ones ^ others):
        which = "the one" if name in ones else "the other"
        yield Difference(
            f"{pair.first}/properties/{escape(name)}",
            f"{pair.second}/properties/{escape(name)}",
            "required",
            f"`{name}` is required by {which} alone",
        )


def _listed(document: Mapping[str, Any], pointer: str) -> dict[tuple[str, str], tuple[int, dict[str, Any]]]:
    found: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    listed = at(document, pointer)
    for index in range(len(listed) if is_sequence(listed) else 0):
        parameter, _ = resolved(document, f"{pointer}/{index}")
        if is_mapping(parameter):
            found[str(parameter.get("in")), str(parameter.get("name"))] = (index, parameter)
    return found


def _is_header(key: tuple[str, str]) -> bool:
    """Return whether a parameter is a credential, or set by the client: pages list those, or leave them out."""
    return key[0] in ("header", "cookie")


def _kinds(value: Any) -> set[str]:
    return {str(one) for one in value} if is_sequence(value) else {str(value)}


def _shown(value: Any) -> str:
    if is_mapping(value):
        return "an object"
    if is_sequence(value):
        return " or ".join(f"`{one}`" for one in value[:5])
    return f"`{value}`"[:80]
