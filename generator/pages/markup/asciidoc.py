"""AsciiDoc: sections, listings, titles of blocks, tables and attributes as markdown has them.

No line moves (see `tables`): a table's header is written on the line that opens it, and each row on the line of its
first cell or below. Roles, includes and conditions are left as they are: they state nothing about an API.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import tables

_SECTION = re.compile(r"(={1,6})[ \t]+(\S.*)")
_ATTRIBUTE = re.compile(r":([\w][\w-]{0,60}):[ \t]*(.*)")
_TITLE = re.compile(r"\.([A-Za-z0-9][^\n]{0,120})")
_OPTIONS = re.compile(r"\[[^\[\]\n]{0,200}\][ \t]*")
_SOURCE = re.compile(r"\[(?:source|,)[ \t]*,?[ \t]*(\w*)[^\]\n]*\]", re.IGNORECASE)
_LISTING = re.compile(r"(?:-{4,}|\.{4,}|`{3,}\w*)[ \t]*")
_TABLE = re.compile(r"[|,!]={3,}[ \t]*")
_FRAME = re.compile(r"(?:={4,}|\*{4,}|_{4,}|-{2})[ \t]*")
_CELL = re.compile(
    r"(?<!\\)(?:^|(?<=[ \t]))(?:(?P<times>\d{1,4})\*|(?P<span>\d{0,4})(?:\.\d{1,4})?\+)?(?:[<^>.]{0,4}[aehlmsdv]?)?\|"
)
_COLUMNS = re.compile(r"cols=(?:\"([^\"]*)\"|([^,\]]*))")
_KNOWN = re.compile(
    r"\A(?:\s*(?://[^\n]*|:[\w!-]+:[^\n]*)\n)*\s*= \S[^\n]*\n|^\[source[,%\]]|^\|===[ \t]*$", re.MULTILINE
)
_MARKDOWN = re.compile(r"^#{1,6} \S|^[ \t]*```", re.MULTILINE)
_MOST = 200
_MOST_COLUMNS = 99
_MOST_CELLS = 100_000


def knows(text: str) -> bool:
    """Return whether a text is AsciiDoc: its title and a listing or table, and nothing of markdown."""
    return len(_KNOWN.findall(text[:200_000])) > 1 and _MARKDOWN.search(text) is None


def as_markdown(text: str) -> str:
    """Return the text in markdown, line by line."""
    lines = text.split("\n")
    attributes: dict[str, str] = {}
    made = list(lines)
    at, options = 0, ""
    while at < len(lines):
        line = lines[at]
        if (match := _ATTRIBUTE.fullmatch(line)) is not None:
            attributes[match[1]] = _filled(match[2].strip(), attributes)
            made[at] = ""
        elif _TABLE.fullmatch(line):
            end = _closing(lines, at)
            made[at : end + 1] = _table([_filled(one, attributes) for one in lines[at : end + 1]], options)
            at = end
        elif _LISTING.fullmatch(line):
            end = _closing(lines, at)
            source = _SOURCE.match(options)
            made[at], made[end] = f"```{source[1] if source else ''}", "```"
            at = end
        elif _FRAME.fullmatch(line) or _OPTIONS.fullmatch(line):
            made[at] = ""
        else:
            made[at] = _filled(_line(line), attributes)
        options = lines[at] if _OPTIONS.fullmatch(lines[at]) else options if _TITLE.fullmatch(lines[at]) else ""
        at += 1
    return "\n".join(made)


def _line(line: str) -> str:
    if (section := _SECTION.fullmatch(line)) is not None:
        return f"{'#' * len(section[1])} {section[2]}"
    title = _TITLE.fullmatch(line)
    if title is not None and not title[1].startswith("."):
        return f"**{title[1]}**"
    return line


def _filled(line: str, attributes: dict[str, str]) -> str:
    """Return a line with the values of the document's own attributes in place of their names."""
    if "{" not in line:
        return line
    return re.sub(r"\{([\w-]{1,61})\}", lambda found: attributes.get(found[1], found[0])[:_MOST], line)


def _closing(lines: Sequence[str], start: int) -> int:
    mark = lines[start].strip()
    closing = "```" if mark.startswith("```") else mark
    return next((at for at in range(start + 1, len(lines)) if lines[at].strip() == closing), len(lines) - 1)


def _table(lines: Sequence[str], options: str) -> list[str]:
    """Return a table in as many lines: a header, and the rows; of one that is cut short, the cells that it has."""
    cells: list[tuple[int, str]] = []
    """Line and text of each cell; a text without a bar continues the cell above."""
    for number, line in enumerate(lines[1:-1], 1):
        starts = list(_CELL.finditer(line))
        before = line[: starts[0].start()] if starts else line
        if cells and before.strip():
            cells[-1] = cells[-1][0], f"{cells[-1][1]} {before.strip()}".strip()
        ends = [*(one.start() for one in starts[1:]), len(line)] if starts else []
        for start, end in zip(starts, ends, strict=True):
            text = line[start.end() : end].strip()
            room = max(1, _MOST_CELLS - len(cells))
            cells += [(number, text)] * min(_times(start["times"]), room)
            cells += [(number, "")] * (min(_times(start["span"]), room) - 1)
    width = _width(options, lines, cells)
    rows = [cells[at : at + width] for at in range(0, len(cells), width)] if width else []
    return tables.written([(row[0][0], [text for _, text in row]) for row in rows], len(lines), width)


def _times(written: str | None) -> int:
    """Return how often a cell stands, or how many columns it takes."""
    return min(int(written), _MOST_COLUMNS) if written else 1


def _width(options: str, lines: Sequence[str], cells: Sequence[tuple[int, str]]) -> int:
    """Return the number of columns: as many as `cols` has (`3`, `3*`, `1,2*a`), else as the first line with cells."""
    match = _COLUMNS.search(options)
    words = [one.strip() for one in re.split(r"[,;]", match[1] or match[2] or "") if one.strip()] if match else []
    if len(words) == 1 and re.fullmatch(r"\d{1,2}", words[0]):
        return int(words[0])
    if words:
        repeated = [re.match(r"(\d{1,2})\*", one) for one in words]
        return min(sum(int(one[1]) if one else 1 for one in repeated), _MOST_COLUMNS)
    first = cells[0][0] if cells else 0
    return sum(1 for line, _ in cells if line == first)
