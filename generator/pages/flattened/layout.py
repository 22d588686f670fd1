"""YAML as a tree of words: the content of a document that lost its line breaks, and how it is written again.

The style is that of the publishing tool: two spaces a level, sequences indented, folded text at 80 columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

_WIDTH = 80
_NARROWEST = 40


@dataclass(slots=True)
class FlattenedScalar:
    """A scalar: its words, and the mark of a block scalar (`>-`); the mark is empty if it is on its key's line."""

    words: list[str]
    style: str = ""


@dataclass(slots=True)
class Mapping:
    """Members in their order; keys as written, with quotes and without the colon."""

    members: list[tuple[str, Node]] = field(default_factory=list[tuple[str, "Node"]])


@dataclass(slots=True)
class SequenceNode:
    """A sequence."""

    items: list[Node] = field(default_factory=list["Node"])


Node: TypeAlias = FlattenedScalar | Mapping | SequenceNode


def text(root: Mapping) -> str:
    """Return the YAML text of a document, with the empty line that the tool writes at its end."""
    return "".join(f"{line}\n" for line in (*_mapping(root, 0), ""))


def words(text: str) -> list[str]:
    """Return what is left of a text when every run of white space becomes one space."""
    return text.split()


def _mapping(node: Mapping, indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in node.members:
        lines += _after(f"{' ' * indent}{key}:", value, indent)
    return lines


def _after(head: str, value: Node, indent: int) -> list[str]:
    """Return the lines of a value that belongs to a key, or to the `-` of an item, at an indentation."""
    match value:
        case FlattenedScalar():
            return _scalar(head, value, indent)
        case Mapping():
            return [head, *_mapping(value, indent + 2)] if value.members else [f"{head} {{}}"]
        case SequenceNode():
            if not value.items:
                return [f"{head} []"]
            return [head, *(line for item in value.items for line in _item(item, indent + 2))]


def _item(node: Node, indent: int) -> list[str]:
    dash = f"{' ' * indent}-"
    match node:
        case Mapping() if node.members:
            lines = _mapping(node, indent + 2)
            return [f"{dash} {lines[0].lstrip()}", *lines[1:]]
        case SequenceNode() if node.items:
            lines = [line for item in node.items for line in _item(item, indent + 2)]
            return [f"{dash} {lines[0].lstrip()}", *lines[1:]]
        case _:
            return _after(dash, node, indent)


def _scalar(head: str, value: FlattenedScalar, indent: int) -> list[str]:
    if not value.style:
        return [" ".join((head, *value.words))]
    width = max(_NARROWEST, _WIDTH - indent - 2)
    lines = _folded(value.words, width) if value.style.startswith(">") else [" ".join(value.words)]
    return [f"{head} {value.style}", *(f"{' ' * (indent + 2)}{line}" for line in lines)]


def _folded(words: Sequence[str], width: int) -> list[str]:
    """Return the words on lines that are as long as the width allows; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
