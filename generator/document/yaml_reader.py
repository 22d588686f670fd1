"""Reads YAML text as a tree of JSON values (YAML 1.2.2, 10.3), and reports every problem with its position.

The tree is built from the events of libyaml's parser (or PyYAML's own, if that is missing), without recursion and with
a running count of what aliases expand to. Plain `no`, `on`, `1_000`, `012` and `2020-01-01` are strings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..diagnostics import Location, Report
from .document import JSON, Lines, Parsed, join, shortened
from .file_references import refers
from .limits import Limits, beyond
from .yaml_positions import YAMLPositions, packed, unpacked
from .yaml_scalars import ScalarError, is_merge, mapping_key, scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVES = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n)|%[^\r\n]*+(?:\r\n?|\n))*+")
_MOST_DIRECTIVES = 16
_MERGE = "<<"
_YAML_TAG = "tag:yaml.org,2002:"


class _Stop(Exception):
    """Reading stops; the report has the reason."""


def parse(text: str, file: str, report: Report, limits: Limits) -> Parsed | None:
    """Return the tree of a YAML text; None with errors in the report (`yaml-syntax` for broken syntax).

    The tree is None if the text has no document.
    """
    before = report.errors
    if _too_many_directives(text, file, report):
        return None
    text, restored = _shield_separators(text)
    builder = _Builder(file, report, limits, limits.expanding(text), restored)
    try:
        for event in _events(text):
            builder.take(event)
    except _Stop:
        return None
    except yaml.reader.ReaderError:
        _report_characters(text, file, report)
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, text, file, report)
    if report.errors > before:
        return None
    return builder.parsed()


def _events(text: str) -> Iterator[Event]:
    """Yield the parser's events, which cost a tenth of its nodes."""
    loader: Any = getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader
    parser = loader(text)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _too_many_directives(text: str, file: str, report: Report) -> bool:
    """Return whether a text begins with thousands of `%TAG` lines, which cost libyaml quadratic time; report it."""
    head = _DIRECTIVES.match(text)
    if head is None or head[0].count("%") <= _MOST_DIRECTIVES:
        return False
    report.error("yaml-syntax", "too many `%` directives at the head: remove them", Location(file, 1, 1))
    return True


def _shield_separators(text: str) -> tuple[str, dict[int, str]]:
    """Replace the characters that end a line only in YAML 1.1 by private ones; return text and way back."""
    used = [character for character in "\x85\u2028\u2029" if character in text]
    if not used:
        return text, {}
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    pairs: dict[str, str | int | None] = dict(zip(used, free, strict=False))
    shielded = text.translate(str.maketrans(pairs))
    return shielded, {ord(str(private)): character for character, private in pairs.items()}


def _report_characters(text: str, file: str, report: Report) -> None:
    lines = Lines(text)
    for match in _FORBIDDEN.finditer(text):
        if report.full:
            break
        message = f"the control character U+{ord(match[0]):04X} is not allowed: remove it, or write it as an escape"
        report.error("control-character", message, Location(file, *lines.place(match.start())))


def _report_syntax(error: yaml.MarkedYAMLError, text: str, file: str, report: Report) -> None:
    problem, mark = error.problem or "unreadable", error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    where = Location(file, line + 1, column + 1)
    rows = text.splitlines()
    character = rows[line][column : column + 1] if line < len(rows) else ""
    match problem:
        case _ if problem.endswith("cannot start any token") and character == "\t":
            report.error("yaml-tab", "a tab indents this line: YAML allows spaces only", where)
        case _ if problem.endswith("cannot start any token"):
            report.error("yaml-syntax", f"a value cannot begin with `{character}`: put it in quotes", where)
        case "mapping values are not allowed in this context" | "mapping values are not allowed here":
            message = "unexpected `:`: put a value that holds `: ` in quotes, or correct the indentation"
            report.error("yaml-syntax", message, where)
        case _ if problem.startswith("found undefined tag handle"):
            report.error("yaml-tag", "custom tags are not allowed: remove the tag", where)
        case _:
            context = f" {error.context}" if error.context else ""
            report.error("yaml-syntax", f"not valid YAML: {problem}{context}", where)


class _Frame:
    """One open container."""

    def __init__(self, mapping: bool, index: int, anchor: str | None, as_key: bool) -> None:
        self.mapping = mapping
        self.members: dict[str, JSON] = {}
        """The members of a mapping, if it is one."""
        self.items: list[JSON] = []
        """The items of a sequence, if it is one."""
        self.index = index
        self.anchor = anchor
        self.as_key = as_key
        """A container in the place of a key: refused, read only to go on after it."""
        self.height = 1
        self.key: str | None = None
        """The key that waits for its value."""
        self.key_mark = 0
        self.last = ""
        """The key that came last."""
        self.merging = False
        """Whether that key is the `<<` of a merge."""
        self.merge: tuple[int, int, JSON] | None = None
        """For `<<`: the number of keys before it, the number of its value, and the value."""

    @property
    def value(self) -> JSON:
        return self.members if self.mapping else self.items


class _Anchor:
    """A value that aliases may repeat: its number in the positions, and its depth."""

    def __init__(self, value: JSON, index: int, height: int) -> None:
        self.value, self.index, self.height = value, index, height


class _Builder:
    """Builds tree and positions from events; continues after a problem where possible."""

    def __init__(self, file: str, report: Report, given: Limits, limits: Limits, restored: dict[int, str]) -> None:
        self.file, self.report, self.restored = file, report, restored
        self.given, self.limits = given, limits
        self.stack: list[_Frame] = []
        self.frame: _Frame | None = None
        self.root: JSON = None
        self.documents = 0
        self.anchors: dict[str, _Anchor | None] = {}
        """None while the value is still open."""
        self.positions = YAMLPositions()
        self.marks, self.sizes, self.keys = self.positions.marks, self.positions.sizes, self.positions.keys
        self.handlers: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }

    def take(self, event: Event) -> None:
        handler = self.handlers.get(type(event))
        if handler is not None:
            handler(event)

    def parsed(self) -> Parsed:
        return Parsed(self.root, self.positions, len(self.marks), refers(self.root))

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop("yaml-multiple-documents", "a second document begins here: keep one in a file", event)

    def _scalar(self, event: ScalarEvent) -> None:
        frame = self.frame
        if self.restored:
            event.value = event.value.translate(self.restored)
        if frame is not None and frame.mapping and frame.key is None:
            self._key(frame, event)
            return
        try:
            value = scalar(event)
        except ScalarError as error:
            self._problem(error.code, str(error), event, inside=True)
            value = None
        self._add(value, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(value, len(self.marks) - 1, 0)

    def _key(self, frame: _Frame, event: ScalarEvent) -> None:
        try:
            key = mapping_key(event)
        except ScalarError as error:
            self._problem(error.code, str(error), event)
            key = event.value
        if event.anchor is not None:
            # An anchored key has no value of its own with positions to repeat: it is repeated as a lone scalar.
            self.anchors[event.anchor] = _Anchor(event.value, -1, 0)
        self._await(frame, key, event, merging=is_merge(event))

    def _await(self, frame: _Frame, key: str, event: Event, *, merging: bool = False) -> None:
        """Keep a key until its value comes."""
        frame.key = frame.last = key
        frame.key_mark = packed(event)
        frame.merging = merging
        if (merging and frame.merge is not None) or (not merging and key in frame.members):
            message = f"the key {shortened(key)!r} occurs twice in this mapping: remove one of them"
            self._problem("duplicate-key", message, event, inside=True)

    def _add(self, value: JSON, event: Event) -> None:
        """Add a value to the open container, and count it."""
        frame = self.frame
        if frame is None:
            self.root = value
            self.marks.append(packed(event))
        elif not frame.mapping:
            frame.items.append(value)
            self.marks.append(packed(event))
        else:
            if frame.merging:
                frame.merge = (len(frame.members), len(self.marks), value)
            elif frame.key is not None:
                frame.members[frame.key] = value
            frame.key = None
            self.marks.append(frame.key_mark)
        self.sizes.append(1)
        if len(self.marks) > self.limits.nodes:
            self._too_many(event)

    def _open(self, event: CollectionStartEvent) -> None:
        mapping = isinstance(event, MappingStartEvent)
        if event.tag not in (None, "!", f"{_YAML_TAG}{'map' if mapping else 'seq'}"):
            self._problem("yaml-tag", f"the tag {event.tag!r} is not allowed: remove it", event, inside=True)
        as_key = self.frame is not None and self.frame.mapping and self.frame.key is None
        frame = _Frame(mapping, len(self.marks), event.anchor, as_key)
        if as_key:
            self._problem("yaml-key", "a mapping or sequence as a key is not allowed: keys are strings", event)
        else:
            self._add(frame.value, event)
        self.stack.append(frame)
        self.frame = frame
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if len(self.stack) > self.limits.depth:
            self._too_deep(event)

    def _close(self, event: Event) -> None:
        frame = self.stack.pop()
        parent = self.frame = self.stack[-1] if self.stack else None
        if frame.as_key:
            if parent is not None:
                self._await(parent, f"?{len(parent.members)}", event)
            return
        if frame.mapping:
            self.keys[frame.index] = self._merged(frame, event) if frame.merge is not None else tuple(frame.members)
        self.sizes[frame.index] = len(self.marks) - frame.index
        if parent is not None:
            parent.height = max(parent.height, self._reach(parent, frame.height, frame.mapping))
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchor(frame.value, frame.index, frame.height)

    def _alias(self, event: AliasEvent) -> None:
        name = event.anchor or ""
        if name not in self.anchors:
            self._problem("yaml-alias", f"the alias `*{name}` has no anchor `&{name}` before it", event, inside=True)
        anchor = self.anchors.get(name)
        if name in self.anchors and anchor is None:
            self._stop(
                "yaml-alias", f"the alias `*{name}` is inside its own anchor, which never ends", event, inside=True
            )
        frame = self.frame
        if frame is not None and frame.mapping and frame.key is None:
            if anchor is not None and not isinstance(anchor.value, str):
                self._problem("yaml-key", "a key must be a string", event)
            self._await(frame, anchor.value if anchor is not None and isinstance(anchor.value, str) else name, event)
            return
        self._repeat(anchor, event)

    def _repeat(self, anchor: _Anchor | None, event: AliasEvent) -> None:
        """Add a copy of the anchor's value, so that no two places of the tree share a container."""
        if anchor is None or anchor.height == 0:
            self._add(anchor.value if anchor is not None else None, event)
            return
        self._check_copy(anchor, event)
        index = len(self.marks)
        self._add(_copied(anchor.value), event)
        self.positions.repeat(anchor.index, index)
        if self.frame is not None:
            self.frame.height = max(self.frame.height, self._reach(self.frame, anchor.height, True))

    def _reach(self, frame: _Frame, height: int, mapping: bool) -> int:
        """Return the depth that a member gives its container; a merged mapping does not count as a level."""
        if not frame.merging:
            return height + 1
        return height if mapping else height - 1

    def _check_copy(self, anchor: _Anchor, event: Event) -> None:
        if len(self.marks) + self.sizes[anchor.index] > self.limits.nodes:
            self._too_many(event, inside=True)
        if len(self.stack) + anchor.height > self.limits.depth:
            self._too_deep(event, inside=True)

    def _merged(self, frame: _Frame, event: Event) -> tuple[str, ...]:
        """Add the members of a `<<` value that the mapping lacks; return all its keys in order of position."""
        ordinal, index, value = frame.merge or (0, 0, None)
        order = list(frame.members)
        order.insert(ordinal, _MERGE)
        sources: list[JSON] = value if isinstance(value, list) else [value]
        at = index + 1 if isinstance(value, list) else index
        for source in sources:
            if not isinstance(source, dict):
                pointer = f"{self._pointer(inside=True)}/{_MERGE}"
                self._report(
                    "yaml-merge", "`<<` needs a mapping, or a sequence of mappings", self.marks[index], pointer
                )
                break
            for key, child in self.positions.members(at).items():
                if key not in frame.members and key in source:
                    self._merge_member(frame, key, source[key], child, event)
                    order.append(key)
            at += self.sizes[at]
        return tuple(order)

    def _merge_member(self, frame: _Frame, key: str, value: JSON, child: int, event: Event) -> None:
        size = self.sizes[child]
        if len(self.marks) + size > self.limits.nodes:
            self._too_many(event)
        frame.members[key] = _copied(value)
        self.marks.append(self.marks[child])
        self.sizes.append(1)
        self.positions.repeat(child, len(self.marks) - 1)

    def _too_many(self, event: Event, *, inside: bool = False) -> None:
        limit = "nodes" if self.limits.nodes == self.given.nodes else "expansion"
        message = beyond(limit, f"more than {self.limits.nodes:,} values, aliases expanded")
        self._stop("too-many-nodes", message, event, inside=inside)

    def _too_deep(self, event: Event, *, inside: bool = False) -> None:
        message = beyond("depth", f"nested more than {self.limits.depth} levels deep, aliases expanded")
        self._stop("too-deep", message, event, inside=inside)

    def _stop(self, code: str, message: str, event: Event, *, inside: bool = False) -> None:
        self._problem(code, message, event, inside=inside)
        raise _Stop

    def _problem(self, code: str, message: str, event: Event, *, inside: bool = False) -> None:
        pointer = "" if self.report.full else self._pointer(inside)
        self._report(code, message, packed(event), pointer)

    def _report(self, code: str, message: str, mark: int, pointer: str) -> None:
        self.report.error(code, message, Location(self.file, *unpacked(mark), pointer))

    def _pointer(self, inside: bool) -> str:
        """Return the pointer of the innermost open container, or of its next value."""
        tokens: list[str | int] = []
        for frame in self.stack if inside else self.stack[:-1]:
            if frame.mapping:
                tokens.append(frame.last)
            else:
                tokens.append(len(frame.items) - (frame is not self.stack[-1]))
        return join(tokens)


def _copied(value: JSON) -> JSON:
    """Return a copy that shares no container; recursion is bounded by the limit on depth."""
    if isinstance(value, dict):
        return {key: _copied(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value
