"""What two descriptions of one thing say differently, in the words of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...document.document import escape, join, split
from ..conformance import at

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
    """One difference; pointers are relative to the two values that are compared."""

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
    """What the two are, for people."""


def differences(
    first: Any, second: Any, first_root: Mapping[str, Any] | None = None, second_root: Mapping[str, Any] | None = None
) -> Iterator[Difference]:
    """Yield what two operations, or schemas, say differently; references are followed in their documents."""
    yield from _Comparison(first_root, second_root).compare(first, second, _Pair("", "", ""), 0)


class _Comparison:
    def __init__(self, first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> None:
        self.first, self.second = first, second
        self.seen: set[tuple[int, int]] = set()

    def compare(self, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        first, second = _followed(first, self.first), _followed(second, self.second)
        if depth > _DEEPEST or (id(first), id(second)) in self.seen:
            return
        if not (isinstance(first, dict) and isinstance(second, dict)):
            if first != second:
                yield Difference(
                    pair.first, pair.second, "value", f"{pair.name or 'it'} is {_shown(first)}, and {_shown(second)}"
                )
            return
        self.seen.add((id(first), id(second)))
        if first == {} or second == {}:
            # A schema that says nothing contradicts nothing.
            return
        for key in sorted({*first, *second} - _TEXTS):
            if key == "parameters":
                yield from self._parameters(first.get(key), second.get(key), pair, depth)
            elif key == "required" and (isinstance(first.get(key), list) or isinstance(second.get(key), list)):
                yield from _required(first, second, pair)
            elif key == "required":
                continue
            elif key in ("properties", "responses", "content"):
                yield from self._members(key, first.get(key), second.get(key), pair, depth)
            elif key in first and key in second:
                inner = _Pair(
                    f"{pair.first}/{escape(key)}", f"{pair.second}/{escape(key)}", f"`{key}` of {pair.name or 'it'}"
                )
                yield from self._keyword(key, first[key], second[key], inner, depth)

    def _keyword(self, key: str, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        if key == "enum" and isinstance(first, list) and isinstance(second, list):
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
        elif isinstance(first, list) and isinstance(second, list):
            if first != second and len(first) == len(second):
                for index, (one, other) in enumerate(zip(first, second, strict=True)):
                    inner = _Pair(f"{pair.first}/{index}", f"{pair.second}/{index}", pair.name)
                    yield from self.compare(one, other, inner, depth + 1)
            elif first != second:
                yield Difference(pair.first, pair.second, "value", f"{pair.name} differs")
        else:
            yield from self.compare(first, second, pair, depth + 1)

    def _members(self, key: str, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        if not isinstance(first, dict) or not isinstance(second, dict) or not first or not second:
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
                yield from self.compare(first[name], second[name], _Pair(one, other, f"`{name}`"), depth + 1)

    def _parameters(self, first: Any, second: Any, pair: _Pair, depth: int) -> Iterator[Difference]:
        ones, others = _listed(first, self.first), _listed(second, self.second)
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
                yield from self.compare(one[1], other[1], _Pair(here, there, f"`{key[1]}`"), depth + 1)


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


def _listed(parameters: Any, root: Mapping[str, Any] | None) -> dict[tuple[str, str], tuple[int, dict[str, Any]]]:
    found: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
    for index, one in enumerate(parameters if isinstance(parameters, list) else ()):
        parameter = _followed(one, root)
        if isinstance(parameter, dict):
            found[str(parameter.get("in")), str(parameter.get("name"))] = (index, parameter)
    return found


def _is_header(key: tuple[str, str]) -> bool:
    """Say whether a parameter is a credential, or set by the client: pages list those, or leave them out."""
    return key[0] in ("header", "cookie")


def _followed(value: Any, root: Mapping[str, Any] | None) -> Any:
    for _ in range(_DEEPEST):
        ref = value.get("$ref") if isinstance(value, dict) else None
        if root is None or not isinstance(ref, str) or not ref.startswith("#"):
            return value
        value = at(root, join(split(ref)))
    return None


def _kinds(value: Any) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else {str(value)}


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return " or ".join(f"`{one}`" for one in value[:5])
    return f"`{value}`"[:80]
