"""Reads JSON text (RFC 8259, restricted to I-JSON, RFC 7493) fast, and reports every problem with its position.

The json module's C scanner reads the text. What it accepts or rejects without a position (duplicate keys, NaN, numbers
beyond a double, lone surrogates, depth) sends the text through a slower scan that finds all such problems.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from ..diagnostics import Location, Report
from .document import JSON, Lines, Parsed, join, shortened
from .file_references import may_refer
from .limits import Limits, beyond

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'([{}\[\],:])|"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s{}\[\],:"]+)', re.DOTALL)
_SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DECODER = json.JSONDecoder()
_Container: TypeAlias = "dict[str, JSON] | list[JSON]"
_CONTAINERS = (dict, list)
_SHORTEST = 2
"""The fewest characters of a value with what separates it from the next."""
_LONG = 300
"""Integers with fewer digits are certainly within the range of a double."""


def parse(text: str, file: str, report: Report, limits: Limits) -> Parsed | None:
    """Return the tree of a JSON text, or None with the errors in the report: `json-syntax` where it is broken."""
    many = (
        len(text) // _SHORTEST >= limits.nodes and text.count(",") + text.count("[") + text.count("{") >= limits.nodes
    )
    if many and not _sound(text, file, report, limits):
        return None
    hooks = _Hooks()
    try:
        tree = hooks.decoder().decode(text)
    except json.JSONDecodeError as error:
        line, column = Lines(text).place(error.pos)
        report.error("json-syntax", f"not valid JSON: {error.msg.lower()}", Location(file, line, column))
        return None
    except RecursionError:
        if _sound(text, file, report, limits):
            report.error("too-deep", "nested too deeply", Location(file))
        return None
    nodes, depth = _measure(tree)
    suspicious = hooks.suspicious or nodes > limits.nodes or depth > limits.depth or _may_have_lone_surrogates(text)
    if suspicious and not _sound(text, file, report, limits):
        return None
    return Parsed(tree, JSONPositions(text), nodes, hooks.refers)


class _Hooks:
    """Hooks of the decoder that notice when the slower scan is needed, and whether an object may refer to a file."""

    def __init__(self) -> None:
        self.suspicious = self.refers = False

    def decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(
            object_pairs_hook=self.members,
            parse_int=self.integer,
            parse_float=self.real,
            parse_constant=self.constant,
        )

    def members(self, pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            self.suspicious = True
        self.refers = self.refers or may_refer(mapping)
        return mapping

    def integer(self, digits: str) -> int:
        if len(digits) > _LONG and not math.isfinite(float(digits)):
            self.suspicious = True
            return 0
        return int(digits)

    def real(self, digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            self.suspicious = True
        return value

    def constant(self, name: str) -> None:
        self.suspicious = True


def _measure(tree: JSON) -> tuple[int, int]:
    """Return the number of values and the depth, without recursion."""
    nodes, depth = 1, 0
    level: list[_Container] = [tree] if isinstance(tree, _CONTAINERS) else []
    nested = True
    while level:
        depth += 1
        before = nodes
        below: list[_Container] = []
        for container in level:
            nodes += len(container)
            values = container.values() if isinstance(container, dict) else container
            below += [value for value in values if isinstance(value, _CONTAINERS)]
        nested = nodes > before
        level = below
    return nodes, depth + nested


def _may_have_lone_surrogates(text: str) -> bool:
    if "\\ud" not in text and "\\uD" not in text:
        return False
    # Without escaped backslashes, since what follows one is no escape.
    return _SURROGATE.search(_SURROGATE_PAIR.sub("", text.replace("\\\\", ""))) is not None


def _sound(text: str, file: str, report: Report, limits: Limits) -> bool:
    """Return whether the slower scan finds no problem; report those it finds. It does not check the syntax."""
    scan = _Scan(text, file, report, limits)
    scan.run()
    return not scan.problems


class _Frame(Struct):
    """One open container of the scan."""

    keys: set[str] | None
    """The keys so far; None for an array."""
    token: str | int
    at_key: bool


class _Scan:
    """A pass over the tokens of a JSON text that looks for what RFC 8259 allows and this project refuses."""

    def __init__(self, text: str, file: str, report: Report, limits: Limits) -> None:
        self.text, self.file, self.report, self.limits = text, file, report, limits
        self.stack: list[_Frame] = []
        self.lines: Lines | None = None
        self.nodes = self.problems = 0
        self.stopped = False

    def run(self) -> None:
        for match in _TOKEN.finditer(self.text):
            mark, string, word = match.groups()
            if mark is not None:
                self._punctuation(mark, match.start())
            elif string is not None:
                self._string(string, match.start())
            else:
                self._word(word, match.start())
            if self.stopped:
                return

    def _punctuation(self, mark: str, offset: int) -> None:
        match mark:
            case "{" | "[":
                self._value(offset)
                self.stack.append(_Frame(set(), "", True) if mark == "{" else _Frame(None, 0, False))
                if len(self.stack) > self.limits.depth:
                    message = beyond("depth", f"nested more than {self.limits.depth} levels deep")
                    self._stop("too-deep", message, offset)
            case "}" | "]":
                if self.stack:
                    self.stack.pop()
            case "," if self.stack:
                frame = self.stack[-1]
                frame.at_key = frame.keys is not None
                frame.token = frame.token + 1 if isinstance(frame.token, int) else ""
            case ":" if self.stack:
                self.stack[-1].at_key = False
            case _:
                pass

    def _string(self, raw: str, offset: int) -> None:
        value = self._decoded(raw, offset)
        frame = self.stack[-1] if self.stack else None
        if frame is None or frame.keys is None or not frame.at_key:
            self._value(offset)
            return
        if value in frame.keys:
            frame.token = value
            message = f"the key {shortened(value)!r} occurs twice in this object: remove one of them"
            self._problem("duplicate-key", message, offset)
        frame.keys.add(value)
        frame.token = value

    def _decoded(self, raw: str, offset: int) -> str:
        if "\\" not in raw:
            return raw
        try:
            value: str = json.loads(f'"{raw}"', strict=False)
        except json.JSONDecodeError:
            return raw
        if any("\ud800" <= character <= "\udfff" for character in value):
            message = "a \\u escape stands for half a character (a lone surrogate): write the whole character"
            self._problem("lone-surrogate", message, offset)
        return value

    def _word(self, word: str, offset: int) -> None:
        self._value(offset)
        if word in ("NaN", "Infinity", "-Infinity"):
            self._problem("not-a-number", f"{word} is not a JSON value: write a number, or null", offset)
        elif word[0] in "-0123456789" and not _finite(word):
            message = f"the number {shortened(word)} is beyond the range of a double: write a smaller one, or a string"
            self._problem("number-out-of-range", message, offset)

    def _value(self, offset: int) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self._stop("too-many-nodes", beyond("nodes", f"more than {self.limits.nodes:,} values"), offset)

    def _stop(self, code: str, message: str, offset: int) -> None:
        self._problem(code, message, offset)
        self.stopped = True

    def _problem(self, code: str, message: str, offset: int) -> None:
        self.problems += 1
        if self.report.full:
            self.report.error(code, message)
            return
        if self.lines is None:
            self.lines = Lines(self.text)
        line, column = self.lines.place(offset)
        pointer = join(frame.token for frame in self.stack if frame.token != "" or not frame.at_key)
        self.report.error(code, message, Location(self.file, line, column, pointer))


def _finite(number: str) -> bool:
    try:
        return math.isfinite(float(number))
    except ValueError:
        return True  # not a number: a matter of syntax


class JSONPositions:
    """Finds positions in a JSON text on demand; what was read of a container for one position serves for the next."""

    def __init__(self, text: str) -> None:
        """Keep the text; nothing is read before the first call of `locate`."""
        self._text = text
        self._lines: Lines | None = None
        self._members: dict[int, _Members] = {}

    def locate(self, file: str, tokens: Sequence[str]) -> Location:
        """Return the position of a value, or of its nearest ancestor that the text has."""
        if self._lines is None:
            self._lines = Lines(self._text)
        place = value = _after_space(self._text, 0)
        known = 0
        for token in tokens:
            if value not in self._members:
                self._members[value] = _Members(self._text, value)
            found = self._members[value].place(token)
            if found is None:
                break
            place, value = found
            known += 1
        return Location(file, *self._lines.place(place), join(tokens[:known]))


class _Members:
    """The members of one container, whose text is read only as far as the members that were asked for."""

    def __init__(self, text: str, offset: int) -> None:
        self._known: dict[str, tuple[int, int]] = {}
        self._rest = _members(text, offset)

    def place(self, token: str) -> tuple[int, int] | None:
        """Return the offsets of a member's key and of its value; None if there is no such member."""
        while token not in self._known and (found := next(self._rest, None)) is not None:
            self._known[found[0]] = found[1]
        return self._known.get(token)


def _members(text: str, offset: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield key and (offset of the key, offset of the value) of the members of the container at an offset."""
    closing = {"{": "}", "[": "]"}.get(text[offset])
    if closing is None:
        return
    place = _after_space(text, offset + 1)
    index = 0
    while text[place] != closing:
        if closing == "}":
            key, end = _DECODER.raw_decode(text, place)
            value = _after_space(text, _after_space(text, end) + 1)
        else:
            key, value = str(index), place
        yield key, (place, value)
        index += 1
        place = _after_space(text, _DECODER.raw_decode(text, value)[1])
        if text[place] == ",":
            place = _after_space(text, place + 1)


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset
