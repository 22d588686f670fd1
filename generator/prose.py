"""Wrapping the Markdown and HTML that descriptions are written in, without changing what it says."""

from __future__ import annotations

import re
import textwrap

_FENCE = re.compile(r"\s*(```|~~~)")
_VERBATIM = re.compile(r"\s*(\||#{1,6}\s|<|\[[^\]]+\]:)|\s{4,}\S|.*[^\s]\s{3,}\S")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)]|>)\s+")


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` columns, the empty ones around it left out.

    Line breaks stay where they are, for a description may rely on them; only prose and list items that are too long
    are broken, between words. Code blocks, tables, headings and HTML stay as they are.
    """
    lines: list[str] = []
    fenced = False
    for line in map(str.rstrip, textwrap.dedent(text.strip("\n")).strip().split("\n")):
        fence = _FENCE.match(line) is not None
        if fenced or fence or len(line) <= width or _VERBATIM.match(line):
            lines.append(line)
        else:
            lines += _broken(line, width)
        fenced ^= fence
    return [] if lines == [""] else lines


def _broken(line: str, width: int) -> list[str]:
    item = _ITEM.match(line)
    hanging = ""
    if item:
        hanging = item[1] + ("> " if item[2] == ">" else " " * (item.end() - len(item[1])))
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
