"""Generates texts that match a regular expression, from the parts of the expression."""

from __future__ import annotations

from collections.abc import Iterator

from .patterns import search_pattern, translate_pattern

_CLASSES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_OUTSIDE = "a1A-_ .~bé€ж中\U0001f600"
"""What is tried for a negated set."""
_LONGEST = 4_000
"""Characters of a pattern for which a text is looked for."""
_MOST = 1_000
"""Characters of a text, and repetitions of a part, at the most."""


class _UnknownPatternError(ValueError):
    """The pattern has a part, such as a look-ahead, for which no text is generated."""


def matching(pattern: str, least: int = 0) -> str | None:
    """Return a text that a pattern (ECMA-262) matches, with at least `least` characters if repetitions allow it.

    Look-ahead at the beginning is heeded, look-around elsewhere is not. None if no text is found, or the pattern has
    back-references.
    """
    if len(pattern) > _LONGEST:
        return None
    wanted, rest = _conditions(pattern)
    for candidate in _candidates(rest, least):
        try:
            if len(candidate) >= least and all(_holds(one, candidate) for one in wanted):
                return candidate
        except ValueError:
            return None
    return None


def is_runnable(pattern: str) -> bool:
    """Return whether a pattern can be run: one with an error, or that cannot be run safely, cannot."""
    return translate_pattern(pattern) is not None


def _candidates(pattern: str, least: int) -> Iterator[str]:
    """Yield texts that a pattern without conditions matches."""
    spelling = _Spelling(pattern, 1)
    for repeated in dict.fromkeys((1, max(least, 1), *_REPEATED)):
        spelling = _Spelling(pattern, min(repeated, _MOST))
        try:
            text = spelling.alternatives()
        except (ValueError, IndexError, RecursionError):
            return
        if matches(spelling.without_look_around(), text):
            yield text
    if spelling.skipped or is_runnable(pattern):
        yield from (one for one in _MIXED if matches(spelling.without_look_around(), one))


_REPEATED = (3, 8, 16)
"""How often parts repeat in further texts, for a look-ahead that counts."""
_MIXED = ("Aa1!Aa1!", "Aa1-Aa1-Aa1-Aa1-", "Aa1Aa1Aa1Aa1", "aa1aa1aa1")
"""Texts with characters of several kinds, as rules for passwords demand."""


def _conditions(pattern: str) -> tuple[list[tuple[str, bool]], str]:
    """Return the look-ahead at the beginning of a pattern, what it looks for and whether it must be there, and the
    rest.
    """
    found: list[tuple[str, bool]] = []
    start = "^" if pattern.startswith("^") else ""
    rest = pattern.removeprefix("^")
    while start and rest.startswith(("(?=", "(?!")) and (end := _closing(rest)) is not None:
        found.append((f"^(?:{rest[3:end]})", rest[2] == "="))
        rest = rest[end + 1 :]
    return found, start + rest


def _closing(pattern: str) -> int | None:
    """Return where the group that a pattern begins with ends; None if it does not."""
    depth, at, in_set = 0, 0, False
    while at < len(pattern):
        match pattern[at]:
            case "\\":
                at += 1
            case "[":
                in_set = True
            case "]":
                in_set = False
            case "(" if not in_set:
                depth += 1
            case ")" if not in_set:
                depth -= 1
                if depth == 0:
                    return at
            case _:
                pass
        at += 1
    return None


def _holds(condition: tuple[str, bool], text: str) -> bool:
    pattern, expected = condition
    return search_pattern(pattern)(text) is expected


def matches(pattern: str, text: str) -> bool:
    """Return whether a pattern matches a text; a pattern that cannot be run matches every text."""
    try:
        return search_pattern(pattern)(text)
    except ValueError:
        return True


class _Spelling:
    """Reads a pattern from left to right, and generates a text for each part."""

    def __init__(self, pattern: str, repeated: int) -> None:
        self._pattern = pattern
        self._at = 0
        self.skipped: list[tuple[int, int]] = []
        """Begin and end of each look-around: no text is generated for it."""
        self._repeated = repeated
        """How often `*`, `+` and `{n,}` repeat, where they may."""

    def alternatives(self) -> str:
        """Generate the first of several alternatives, and skip the others."""
        text = self._sequence()
        while self._next() == "|":
            self._at += 1
            self._sequence()
        return text

    def without_look_around(self) -> str:
        """Return the pattern as far as it was read, without look-around."""
        kept, at = "", 0
        for begin, end in self.skipped:
            kept, at = kept + self._pattern[at:begin], max(end, at)
        return kept + self._pattern[at:]

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _sequence(self) -> str:
        parts: list[str] = []
        while (character := self._next()) and character not in "|)":
            part = self._part()
            parts.append(part * self._count())
            if sum(map(len, parts)) > _MOST:
                raise _UnknownPatternError(self._pattern)
        return "".join(parts)

    def _part(self) -> str:
        character = self._next()
        self._at += 1
        match character:
            case "^" | "$":
                return ""
            case ".":
                return "a"
            case "(":
                return self._group()
            case "[":
                return self._set()
            case "\\":
                return self._escape()
            case _:
                return character

    def _group(self) -> str:
        if self._next() == "?":
            kind = self._pattern[self._at : self._at + 2]
            if kind == "?:":
                self._at += 2
            elif kind == "?<" and self._pattern[self._at + 2] not in "=!":
                self._at = self._pattern.index(">", self._at) + 1
            elif kind in ("?=", "?!", "?<") and (end := _closing(self._pattern[self._at - 1 :])) is not None:
                begin, self._at = self._at - 1, self._at + end
                self.skipped.append((begin, self._at))
                return ""
            else:
                raise _UnknownPatternError(self._pattern)
        text = self.alternatives()
        self._at += 1
        return text

    def _escape(self) -> str:
        character = self._next()
        self._at += 1
        if character in "bB":
            return ""
        if character in "ux":
            digits = 4 if character == "u" else 2
            code = self._pattern[self._at : self._at + digits]
            self._at += digits
            return chr(int(code, 16))
        if character.isdigit() or character in "pPk":
            raise _UnknownPatternError(self._pattern)
        return _CLASSES.get(character) or _ESCAPES.get(character, character)

    def _set(self) -> str:
        begin = self._at - 1
        negated = self._next() == "^"
        self._at += negated
        members: list[str] = []
        while (character := self._next()) != "]":
            if not character:
                raise _UnknownPatternError(self._pattern)
            self._at += 1
            member = self._escape() if character == "\\" else character
            members.append(member)
            if self._next() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
                # Of a range, the first member is enough.
                self._at += 1
                last = self._next()
                self._at += 1
                if last == "\\":
                    self._escape()
        self._at += 1
        if not negated:
            return members[0]
        outside = search_pattern(f"^{self._pattern[begin:self._at]}$")
        for one in _OUTSIDE:
            if outside(one):
                return one
        raise _UnknownPatternError(self._pattern)

    def _count(self) -> int:
        character = self._next()
        if character and character in "*+?":
            self._at += 1
            count = {"*": self._repeated - 1, "+": self._repeated, "?": 0 if self._repeated == 1 else 1}[character]
        elif character == "{" and (end := self._pattern.find("}", self._at)) > 0:
            low, comma, high = self._pattern[self._at + 1 : end].partition(",")
            if not low.isdigit():
                return 1
            self._at = end + 1
            count = min(max(int(low), self._repeated), int(high or _MOST)) if comma else int(low)
        else:
            return 1
        if self._next() == "?":
            self._at += 1
        return min(count, _MOST)
