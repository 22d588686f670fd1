"""YAML with anchors, aliases and merges is read as the tree that it stands for, and limited by it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.document.document import Document
from generator.document.loader import Limits

from .loading import loaded

KEYS = ("a", "b", "c")
SCALARS = (0, 7, "x", "", None, True, "1_000", "no", 1.5)


@dataclass
class Text:
    """A YAML text that grows, with the values of its anchors."""

    draw: Any
    lines: list[str] = field(default_factory=list[str])
    anchors: list[Any] = field(default_factory=list[Any])

    def value(self, depth: int) -> tuple[str, Any]:
        """Return a value as flow style writes it, and what it stands for."""
        kind = self.draw(st.sampled_from(("scalar", "alias", "list", "mapping") if depth else ("scalar", "alias")))
        if kind == "alias" and self.anchors:
            number = self.draw(st.integers(0, len(self.anchors) - 1))
            return f"*x{number} ", copy.deepcopy(self.anchors[number])
        if kind == "list":
            items = [self.value(depth - 1) for _ in range(self.draw(st.integers(0, 3)))]
            return f"[{', '.join(text for text, _ in items)}]", [value for _, value in items]
        return self.mapping(depth) if kind == "mapping" else self.scalar()

    def scalar(self) -> tuple[str, Any]:
        value = self.draw(st.sampled_from(SCALARS))
        plain = {None: "null", True: "true", "": "''"}
        return plain.get(value, str(value)) if value not in (0, 1) or value is True else str(value), value

    def mapping(self, depth: int) -> tuple[str, Any]:
        """Return a mapping, perhaps with merged ones: its own keys have priority, then the first of the others."""
        own = self.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))
        members = {key: self.value(depth - 1) for key in own}
        parts = [f"{key}: {text}" for key, (text, _) in members.items()]
        whole = {key: value for key, (_, value) in members.items()}
        mappings = [number for number, one in enumerate(self.anchors) if isinstance(one, dict)]
        if mappings and self.draw(st.booleans()):
            chosen = self.draw(st.lists(st.sampled_from(mappings), min_size=1, max_size=3))
            merged = f"*x{chosen[0]} " if len(chosen) == 1 else f"[{', '.join(f'*x{one} ' for one in chosen)}]"
            parts.insert(self.draw(st.integers(0, len(parts))), f"<<: {merged}")
            for one in chosen:
                whole = {**copy.deepcopy(self.anchors[one]), **whole}
        return f"{{{', '.join(parts)}}}", whole


@st.composite
def texts(draw: Any) -> tuple[str, dict[str, Any]]:
    """Draw a YAML text, and the tree that it stands for."""
    text = Text(draw)
    tree: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 5))):
        written, value = text.value(3)
        # An alias has no anchor of its own.
        if not written.startswith("*") and draw(st.booleans()):
            text.lines.append(f"k{number}: &x{len(text.anchors)} {written}\n")
            text.anchors.append(value)
        else:
            text.lines.append(f"k{number}: {written}\n")
        tree[f"k{number}"] = value
    return "".join(text.lines), tree


def depth(value: Any) -> int:
    """Return the number of nested containers."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def as_read(value: Any) -> str:
    return repr(sorted_members(value))


def sorted_members(value: Any) -> Any:
    """Return a value whose objects are sorted: the order of merged keys means nothing."""
    if isinstance(value, dict):
        return {key: sorted_members(value[key]) for key in sorted(value)}
    return [sorted_members(one) for one in value] if isinstance(value, list) else value


@given(texts())
def test_a_text_is_read_as_the_tree_that_it_stands_for(drawn: tuple[str, dict[str, Any]]) -> None:
    text, tree = drawn
    document, problems = loaded(text)
    assert problems == []
    assert isinstance(document, Document)
    assert as_read(document.tree) == as_read(tree), text


@given(texts())
def test_the_depth_is_that_of_the_tree(drawn: tuple[str, dict[str, Any]]) -> None:
    text, tree = drawn
    most = depth(tree)
    assert [one[0] for one in loaded(text, limits=Limits(depth=most - 1))[1]] == ["too-deep"], text
    # Merged mappings, and a list of them, are levels of the text, even if nothing of them is that deep in the tree.
    more = 2 if "<<: [" in text else 1 if "<<: *" in text else 0
    assert loaded(text, limits=Limits(depth=most + more))[1] == [], text


@given(texts())
def test_every_value_is_where_its_text_is(drawn: tuple[str, dict[str, Any]]) -> None:
    """Each value has the place of its key or of its first character, a merged one that of the key it came from."""
    text, tree = drawn
    document, _ = loaded(text)
    assert isinstance(document, Document)
    rows = text.splitlines()
    for pointer, key in pointers(tree, ""):
        where = document.where(pointer)
        assert where.pointer == pointer, text
        if key:
            assert rows[where.line - 1][where.column - 1 :].startswith(key) or "*" in text, (text, pointer)


def pointers(value: Any, at: str) -> list[tuple[str, str]]:
    """Return pointer and last key of every value in a tree; items of lists have no key."""
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        for key, one in value.items():
            found += [(f"{at}/{key}", key), *pointers(one, f"{at}/{key}")]
    elif isinstance(value, list):
        for index, one in enumerate(value):
            found += [(f"{at}/{index}", ""), *pointers(one, f"{at}/{index}")]
    return found
