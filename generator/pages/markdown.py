"""Markdown as documentation platforms write it: fences, headings, sections and front matter, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import cuts
from .wording import plain_text

_FENCE = re.compile(r"( {0,3}|\t*| *)(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_THEME = re.compile(r"\s*theme=\{[^}]*\}\s*")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of code (CommonMark, 4.5)."""

    info: str
    """The text after the opening marks, stripped, without Mintlify's `theme={…}`."""
    text: str
    """Each line with its line break, less the indentation of the opening marks."""
    line: int
    """The line of the opening marks; the text begins on the next."""
    end: int
    """The line of the closing marks, or the last of the text."""
    closed: bool
    """False where the text ends before the closing marks."""
    marked: bool = True
    """False where the text has no marks, and the block was known by what it holds: `line` is the one above it."""
    rest: str = ""
    """The text after an unmarked block on its last line."""

    @property
    def language(self) -> str:
        """The first word of the info string, in lower case."""
        return self.info.split(None, 1)[0].lower() if self.info else ""

    @property
    def label(self) -> str:
        """The info string without its first word."""
        return self.info.split(None, 1)[1].strip() if " " in self.info else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is below it, up to the next heading of its level or a higher one."""

    level: int
    title: str
    line: int
    text: str
    """Without the heading's own line; the headings below are in it."""


_ANCHOR = re.compile(
    r"\[[\u200b#\u00b6]?\]\([^()\n]{0,300}\)|[ \t]\{#[\w.:-]{1,200}\}[ \t]*$|<a[ \t][^<>\n]{0,300}>[ \t]*</a>"
)
"""What generators of sites put into headings as a link to them."""


@cuts.cached(4)
def fences(text: str, first_line: int = 1) -> list[Fence]:
    """Return the fenced blocks of a text that begins on `first_line`; of one without fences, what looks like code."""
    found = marked_fences(text, first_line)
    if found:
        return found
    return [
        Fence(language, body, first_line + start - 1, first_line + end, True, False, rest)
        for start, end, language, body, rest in plain_text.blocks(text.split("\n"))
    ]


@lru_cache(maxsize=4)
def marked_fences(text: str, first_line: int = 1) -> list[Fence]:
    """Return the fenced blocks that have fences."""
    found: list[Fence] = []
    opened: re.Match[str] | None = None
    start, body = 0, list[str]()
    lines = text.split("\n")
    for number, line in enumerate(lines, first_line):
        match = _FENCE.fullmatch(line)
        if opened is None:
            if match and not ("`" in match[3] and match[2][0] == "`"):
                opened, start, body = match, number, []
        elif match and match[2].startswith(opened[2]) and not match[3].strip():
            found.append(_fence(opened, body, start, number, True))
            opened = None
        else:
            body.append(_dedented(line, len(opened[1])))
    if opened is not None:
        found.append(_fence(opened, body, start, first_line + len(lines) - 1, False))
    return found


def _fence(opened: re.Match[str], body: Sequence[str], start: int, end: int, closed: bool) -> Fence:
    info = _THEME.sub(" ", opened[3]).strip()
    return Fence(info, "".join(f"{line}\n" for line in body), start, end, closed)


def _dedented(line: str, width: int) -> str:
    blank = len(line) - len(line.lstrip(" \t"))
    return line[min(width, blank) :]


@cuts.cached(8)
def without_fences(text: str) -> str:
    """Return the text with the lines of its fenced blocks emptied, so that line numbers stay."""
    lines = text.split("\n")
    for fence in fences(text):
        start = fence.line - 1 if fence.marked else fence.line
        lines[start : fence.end] = [*[""] * (fence.end - start - 1), fence.rest]
    return "\n".join(lines)


@cuts.cached(4)
def sections(text: str, first_line: int = 1) -> list[Section]:
    """Return the sections of a text in their order, nested ones after those around them; fences have no headings."""
    lines = text.split("\n")
    heads = list(_headings(text))
    ends: list[int] = [len(lines) + 1] * len(heads)
    open_heads: list[int] = []
    for index, (number, level, _) in enumerate(heads):
        while open_heads and heads[open_heads[-1]][1] >= level:
            ends[open_heads.pop()] = number
        open_heads.append(index)
    return [
        Section(level, title, first_line + number - 1, "\n".join(lines[number : end - 1]))
        for (number, level, title), end in zip(heads, ends, strict=True)
    ]


def section(text: str, title: str, first_line: int = 1) -> Section | None:
    """Return the first section of that title, whatever the case of its letters."""
    wanted = title.casefold()
    return next((one for one in sections(text, first_line) if one.title.casefold() == wanted), None)


def subsections(parent: Section) -> list[Section]:
    """Return the sections one level below, or of the highest level that there is."""
    found = sections(parent.text, parent.line + 1)
    level = min((one.level for one in found), default=0)
    return [one for one in found if one.level == level]


def lead(parent: Section) -> str:
    """Return the text of a section before its first heading."""
    first = next(_headings(parent.text), None)
    return parent.text if first is None else "\n".join(parent.text.split("\n")[: first[0] - 1])


def front_matter(text: str) -> tuple[str, int]:
    """Return the YAML between `---` lines at the top, and the number of the lines it takes with them; or `("", 0)`."""
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or lines[start].rstrip() != "---":
        return "", 0
    for end in range(start + 1, len(lines)):
        if lines[end].rstrip() == "---":
            return "\n".join(lines[start + 1 : end]), end + 1
    return "", 0


def unescaped(text: str) -> str:
    """Return a text without markdown's backslashes (CommonMark, 2.4): `org\\_id` is `org_id`."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the 1-based line, level and title of each heading outside of fences."""
    lines = without_fences(text).split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith("#") and plain_text.is_comment(lines, number - 1):
            continue
        if line.lstrip(" ").startswith("#") and (match := _HEADING.fullmatch(line)):
            yield number, len(match[1]), unescaped(_ANCHOR.sub("", match[2]).strip())
