"""Wraps the Markdown and HTML of descriptions without changing what they say."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

_FENCE = re.compile(r"\s*(```|~~~)")
_VERBATIM = re.compile(r"\s{4,}\S|\s*(\||#{1,6}\s|<|\[[^\]]+\]:)|.*[^\s]\s{3,}\S")
_BREAK = re.compile(r"<br\s*/?>$", re.IGNORECASE)
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)]|>)\s+")


def wrap(text: str, width: int) -> Sequence[str]:
    """Return a text as lines of at most `width` columns, without empty lines at its ends.

    A paragraph or list item that fits keeps its line breaks, since a description may rely on them; one with a line that
    is too long is filled again. Code blocks, tables, headings and HTML stay as they are.
    """
    if len(text) <= width and "\n" not in text:
        line = text.strip()
        return (line,) if line else ()
    lines: list[str] = []
    paragraph: list[str] = []
    fenced = False
    for line in map(str.rstrip, _dedented(text.strip("\n")).strip().split("\n")):
        marked = not _is_prose(line)
        fence = marked and _FENCE.match(line) is not None
        if fenced or fence or not line or (marked and _VERBATIM.match(line)):
            lines += [*_filled(paragraph, width), line]
            paragraph = []
        elif marked and _ITEM.match(line):
            lines += _filled(paragraph, width)
            paragraph = [line]
        else:
            paragraph.append(line)
        if paragraph and line[-1] == ">" and _BREAK.search(line):
            lines += _filled(paragraph, width)
            paragraph = []
        fenced ^= fence
    lines += _filled(paragraph, width)
    return () if lines == [""] else tuple(lines)


def _dedented(text: str) -> str:
    """Return a text without the indentation that all its lines have."""
    return textwrap.dedent(text) if text[:1] in " \t" else text


def _is_prose(line: str) -> bool:
    """Return whether a line begins with a letter and has no wide gap, so that none of the patterns matches it."""
    return line[:1].isalpha() and "   " not in line and line.isprintable()


def _filled(paragraph: list[str], width: int) -> list[str]:
    if all(len(line) <= width for line in paragraph):
        return paragraph
    first, *rest = paragraph
    return _broken(" ".join([first, *(line.strip() for line in rest)]), width)


def _broken(line: str, width: int) -> list[str]:
    item = _ITEM.match(line)
    hanging = ""
    if item:
        hanging = item[1] + ("> " if item[2] == ">" else " " * (item.end() - len(item[1])))
    return _by_words(line, width, hanging)


def _by_words(line: str, width: int, hanging: str) -> list[str]:
    """Return a line as lines that are as full as possible; a word longer than the width has its own line."""
    lines: list[str] = []
    words = line.split(" ")
    if "" in words or not line.isprintable():
        # Its spaces are kept where possible.
        return textwrap.wrap(line, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    current, room = [words[0]], width - len(words[0])
    for word in words[1:]:
        room -= 1 + len(word)
        if room >= 0:
            current.append(word)
            continue
        lines.append(" ".join(current))
        current, room = [hanging + word], width - len(hanging) - len(word)
    return [*lines, " ".join(current)]
