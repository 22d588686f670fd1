"""Restores the line breaks of an OpenAPI document on one line, by the grammar of OpenAPI.

A key belongs to the innermost open object that has such a field, does not have it yet, and finds a fitting value after
it; if there is none, the document is refused with the place. `required` belongs to the nearest open schema that has the
properties it lists; a `title` that equals the key of a component closes it, if titles are keys. The publishing tool
writes the fields of an object in a fixed order, which distinguishes them from prose that looks like a field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .layout import FlattenedScalar, Mapping, Node, SequenceNode
from .vocabulary import APPLIES, FIELDS, KEYS, OF_ARRAYS, TYPES

_BLOCK = re.compile(r"[>|][+-]?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DEEPEST = 150
_MOST_KEY_WORDS = 12
_DOUBTED = 8
_SPOT = 8
"""How many words a message shows around a place."""


class LostError(Exception):
    """Nobody can say how the lines were."""

    def __init__(self, message: str, words: list[str], at: int) -> None:
        """`at` is the word at which the reading ends."""
        super().__init__(f"{message} at `{' '.join(words[max(0, at - _SPOT) : at + _SPOT])}`")


@dataclass(slots=True)
class _Frame:
    """An object that is open."""

    kind: str
    """A key of FIELDS; for a map, the kind of its members."""
    is_map: bool = False
    has: list[str] = field(default_factory=list[str])
    place: int = 0
    component: str = ""
    """For a schema: its key in `components`."""
    item: bool = False
    """Whether it is the schema of items."""
    properties: list[str] = field(default_factory=list[str])
    types: frozenset[str] = frozenset()
    """Of a schema: what its `type` says."""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A description that could also belong to the schema around."""

    words: str
    schema: str


def restored(words: list[str]) -> tuple[Mapping, list[Doubt]]:
    """Return the document, and the descriptions whose place is the nearest one of two; raise LostError."""
    reader = _Reader(words)
    root = reader.object(_Frame("document"))
    if reader.at < len(words):
        raise LostError("what stands here belongs to nothing that is open", words, reader.at)
    return root, reader.open_doubts()


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0
        self.open: list[_Frame] = []
        self.lists: list[str] = []
        self.titled = _titles_are_keys(words)
        self.doubts: list[tuple[_Frame, int, str]] = []
        self.targets = {match[1] for word in words if (match := re.search(r"#/components/schemas/([^'\"\s]+)", word))}
        self.components: set[str] = set()

    def open_doubts(self) -> list[Doubt]:
        """Return the doubts that nothing later has resolved."""
        return [
            Doubt(text, frame.component)
            for frame, count, text in self.doubts
            if len(frame.properties) == count and "required" not in frame.has and "description" not in frame.has
        ]

    def object(self, frame: _Frame) -> Mapping:
        """Read the fields of an object, or the members of a map, until a key belongs to none of them."""
        if len(self.open) > _DEEPEST:
            raise LostError("objects within objects are too many", self.words, self.at)
        self.open.append(frame)
        node = Mapping()
        if self._word() == "{}":
            self.at += 1
        else:
            while (key := self._key(self.at)) is not None and self._accepts(frame, self.at):
                self._take(frame, node, *key)
        self.open.pop()
        return node

    def _take(self, frame: _Frame, node: Mapping, key: str, after: int) -> None:
        start, self.at = self.at, after
        name = _unquoted(key)
        frame.has.append(name)
        if frame.is_map:
            node.members.append((key, self._member(frame, name)))
            return
        value, place = FIELDS[frame.kind].get(name, ("any", frame.place))
        frame.place = max(place, frame.place)
        if name == "description" and frame.kind == "schema":
            self._doubt(frame, start)
        begin = self.at
        node.members.append((key, self._value(value, frame, name)))
        if name == "type" and frame.kind == "schema":
            frame.types = frozenset(word.strip("'") for word in self.words[begin : self.at] if word != "-")
        if name == "title" and frame.component:
            frame.closed = True

    def _member(self, frame: _Frame, name: str) -> Node:
        """Read a member of a map: a property, a component, a response, …"""
        inner = _Frame(frame.kind)
        if frame.kind == "schema":
            owner = self.open[-2]
            if owner.kind == "components":
                inner.component = name
                self.components.add(name)
            else:
                owner.properties.append(name)
        return self.object(inner)

    def _value(self, value: str, frame: _Frame, name: str) -> Node:
        if value.startswith("map "):
            return self.object(_Frame(value[4:], is_map=True))
        if value.startswith("list "):
            return self._objects(value[5:])
        if value in FIELDS:
            if name == "additionalProperties" and self._word() in ("true", "false"):
                return self._scalar()
            return self.object(_Frame(value, item=name == "items"))
        if self._word() == "-":
            return self._scalars(value)
        if self._word() in ("[]", "{}"):
            self.at += 1
            return SequenceNode() if self.words[self.at - 1] == "[]" else Mapping()
        return self._scalar()

    def _objects(self, kind: str) -> Node:
        items = SequenceNode()
        if self._word() == "[]":
            self.at += 1
            return items
        self.lists.append(kind)
        while self._begins_item(self.at, kind):
            self.at += 1
            items.items.append(self.object(_Frame(kind)))
        self.lists.pop()
        return items

    def _scalars(self, value: str) -> Node:
        """Read a sequence of scalars; of a 2025 document also `- value: x` and `- - x`."""
        items = SequenceNode()
        self.lists.append("")
        while self._word() == "-" and self._begins_item(self.at, ""):
            self.at += 1
            if self._word() == "-":
                items.items.append(self._scalars(value))
            elif value == "values" and self._word() == "value:":
                items.items.append(self._enumerated())
            else:
                items.items.append(self._scalar(one=value in ("words", "types")))
        self.lists.pop()
        return items

    def _enumerated(self) -> Mapping:
        member = Mapping()
        self.at += 1
        member.members.append(("value", self._scalar()))
        if self._word() == "description:" and self._fits("text", self.at + 1):
            self.at += 1
            member.members.append(("description", self._scalar()))
        return member

    def _scalar(self, *, one: bool = False) -> FlattenedScalar:
        """Read a scalar; a block scalar ends before the first key, or item, that something open accepts."""
        word = self._word()
        if word is None:
            raise LostError("a value is missing", self.words, self.at)
        if _BLOCK.fullmatch(word):
            return self._block(word)
        start = self.at
        if word[0] in "'\"":
            self.at = self._quoted_end(start)
        else:
            self.at += 1
            while not one and self.at < len(self.words) and not self._ends(self.at, plain=True):
                self.at += 1
        return FlattenedScalar(self.words[start : self.at])

    def _block(self, style: str) -> FlattenedScalar:
        self.at += 1
        start = self.at
        while self.at < len(self.words) and (self.at == start or not self._ends(self.at, plain=False)):
            self.at += 1
        if self.at == start:
            raise LostError("a block of text is empty", self.words, self.at)
        return FlattenedScalar(self.words[start : self.at], style)

    def _quoted_end(self, start: int) -> int:
        quote = self.words[start][0]
        rest = self.words[start][1:]
        for at in range(start, len(self.words)):
            rest = self.words[at] if at > start else rest
            bare = rest.replace(quote * 2, "") if quote == "'" else re.sub(r"\\.", "", rest)
            if bare.endswith(quote) or (at == start and rest == quote):
                return at + 1
        raise LostError("a quotation does not end", self.words, start)

    def _ends(self, at: int, *, plain: bool) -> bool:
        """Return whether a text ends before a word: a plain scalar holds no key, a block scalar may (YAML
        1.2.2, 7.3).
        """
        if self.words[at] == "-":
            return bool(self.lists) and any(self._begins_item(at, kind) for kind in self.lists[-1:])
        if self._key(at) is None:
            return False
        return plain or any(self._accepts(frame, at) for frame in reversed(self.open))

    def _begins_item(self, at: int, kind: str) -> bool:
        """Return whether a dash begins an item of a sequence: of objects of a kind, or of scalars."""
        if at >= len(self.words) or self.words[at] != "-" or at + 1 >= len(self.words):
            return False
        key = self._key(at + 1)
        if not kind:
            return key is None or _unquoted(key[0]) == "value"
        return (key is not None and _unquoted(key[0]) in FIELDS[kind]) or self.words[at + 1] == "{}"

    def _accepts(self, frame: _Frame, at: int) -> bool:
        """Return whether an open object takes the key that begins at a word."""
        found = self._key(at)
        if found is None or frame.closed:
            return False
        key, after = found
        name = _unquoted(key)
        if name in frame.has:
            return False
        if frame.is_map:
            return bool(KEYS.get(frame.kind, KEYS["header"]).fullmatch(key)) and self._is_member(frame, name, after)
        if name.startswith("x-") and self._fits("any", after):
            return True
        value, place = FIELDS[frame.kind].get(name, ("", 0))
        if not value or not self._fits(value, after):
            return False
        if place < frame.place and not (name in OF_ARRAYS and "array" in frame.types):
            return False
        return frame.kind != "schema" or self._is_of_schema(frame, name, after)

    def _is_member(self, frame: _Frame, name: str, after: int) -> bool:
        """Return whether a name with what follows it is a member of a map."""
        if not self._fits(frame.kind, after):
            return False
        if frame.kind != "schema" or self.titled or name not in self.targets - self.components:
            return True
        # Without titles nothing says where a component ends: what a reference names and is not there yet begins one,
        # unless it refers to just that.
        index = self.open.index(frame)
        is_component = index > 0 and self.open[index - 1].kind == "components"
        refers = any(word.strip("'\"").endswith(f"/{name}") for word in self.words[after : after + 3])
        return is_component or refers

    def _is_of_schema(self, frame: _Frame, name: str, after: int) -> bool:
        """Return whether a field is one of this schema, where others are open as well."""
        if name == "required":
            names = self._names(after)
            return bool(frame.properties) and all(one in frame.properties for one in names)
        if name == "title" and self.titled:
            return bool(frame.component) and self._phrase(after) == frame.component
        if name == "title":
            return bool(frame.component)
        if frame.types and not frame.types & APPLIES.get(name, frame.types):
            # `maxItems` after `items: type: string` is the array's.
            return False
        if name == "items":
            return "type" in frame.has
        if name == "default" and frame.types and self.words[after] in ("-", "[]"):
            return "array" in frame.types
        if name == "description" and frame.item:
            # The tool describes the array, and its items only if the array has a description as well.
            return self._next_key(after) == "description"
        return True

    def _doubt(self, frame: _Frame, at: int) -> None:
        around = [one for one in self.open[:-1] if one.kind == "schema" and not one.is_map and one.component]
        if around and frame is not around[-1] and "description" not in around[-1].has:
            self.doubts.append(
                (around[-1], len(around[-1].properties), " ".join(self.words[at + 1 : at + 1 + _DOUBTED]))
            )

    def _next_key(self, at: int) -> str:
        """Return the next key after a text that begins at a word."""
        while at < len(self.words):
            if (key := self._key(at)) is not None and (key[0] in FIELDS["schema"] or self._fits("schema", key[1])):
                return key[0]
            at += 1
        return ""

    def _fits(self, value: str, at: int) -> bool:
        """Return whether what begins at a word can be such a value."""
        word = self.words[at] if at < len(self.words) else None
        if word is None:
            return False
        is_key = self._key(at) is not None
        if value == "flag":
            return word in ("true", "false")
        if value == "number":
            return bool(_NUMBER.fullmatch(word))
        if value == "types":
            return word in TYPES or (word == "-" and at + 1 < len(self.words) and self.words[at + 1] in TYPES)
        if value in ("words", "values", "names") or value.startswith("list "):
            return word in ("-", "[]")
        if value == "schema":
            return word == "{}" or (is_key and self._begins_schema(at)) or word in ("true", "false")
        if value.startswith("map ") or value in FIELDS:
            return word == "{}" or is_key
        return not is_key and word != "-" if value == "text" else not is_key

    def _begins_schema(self, at: int) -> bool:
        key = self._key(at)
        value, _ = FIELDS["schema"].get(key[0], ("", 0)) if key else ("", 0)
        return bool(key and value) and self._fits(value, key[1] if key else at)

    def _key(self, at: int) -> tuple[str, int] | None:
        """Return the key that begins at a word, as written, and the index of the word after it."""
        if at >= len(self.words):
            return None
        word = self.words[at]
        if word[0] in "'\"" and not word[1:].endswith(f"{word[0]}:"):
            if word[0] in word[1:]:
                return None
            for end in range(at + 1, min(at + _MOST_KEY_WORDS, len(self.words))):
                if self.words[end].endswith(f"{word[0]}:"):
                    return " ".join(self.words[at : end + 1])[:-1], end + 1
                if word[0] in self.words[end]:
                    return None
            return None
        return (word[:-1], at + 1) if word.endswith(":") and len(word) > 1 else None

    def _names(self, at: int) -> list[str]:
        names: list[str] = []
        while at + 1 < len(self.words) and self.words[at] == "-" and self._key(at + 1) is None:
            names.append(_unquoted(self.words[at + 1]))
            at += 2
        return names

    def _phrase(self, at: int) -> str:
        """Return the text that begins at a word, up to the next key."""
        end = at + (1 if at < len(self.words) and _BLOCK.fullmatch(self.words[at]) else 0)
        start = end
        while end < len(self.words) and self._key(end) is None:
            end += 1
        return _unquoted(" ".join(self.words[start:end]))

    def _word(self) -> str | None:
        return self.words[self.at] if self.at < len(self.words) else None


def _titles_are_keys(words: list[str]) -> bool:
    """Return whether each `title` is the key of a component, so that it marks the end of the component."""
    keys = {_unquoted(word[:-1]) for word in words if word.endswith(":")}
    titles = [_unquoted(words[at + 1]) for at in range(len(words) - 1) if words[at] == "title:"]
    titles = [title for title in titles[1:] if not title.endswith(":")]  # the first title is that of the API
    return bool(titles) and all(title in keys or _BLOCK.fullmatch(title) for title in titles)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]
    return text
