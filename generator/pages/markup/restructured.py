"""reStructuredText without Sphinx' HTTP domain: sections, blocks of code, list tables and grid tables as markdown.

Each line keeps its number (see `tables`): a table's header is written on the lines of its directive or first border,
each row on its own first line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import tables

_ADORNMENT = re.compile(r"([=\-~^\"'*+#.:_`])\1{2,}[ \t]*")
_CODE = re.compile(r"\.\.[ ]+(?:code-block|code|sourcecode|highlight)::[ \t]*([\w+-]*)[ \t]*")
_LIST_TABLE = re.compile(r"\.\.[ ]+list-table::[ \t]*(.*)")
_OPTION = re.compile(r"[ \t]+:[\w-]+:[^\n]*")
_FIRST_CELL = re.compile(r"[ \t]+\*[ ]-(?:[ ](.*))?")
_CELL = re.compile(r"[ \t]+-(?:[ ](.*))?")
_BORDER = re.compile(r"\+(?:[-=]+\+)+[ \t]*")
_KNOWN = re.compile(r"^\.\. (?:list-table|code-block|sourcecode)::|^\+(?:[-=]+\+)+[ \t]*$", re.MULTILINE)
_OTHERS = re.compile(r"^#{1,6} \S|^[ \t]*```|^\.\. http:", re.MULTILINE)


def knows(text: str) -> bool:
    """Return whether a text has such directives or tables, and neither markdown nor the HTTP domain."""
    return ("\n.. " in text or "\n+-" in text) and _KNOWN.search(text) is not None and _OTHERS.search(text) is None


def as_markdown(text: str) -> str:
    """Return the text in markdown, line by line."""
    lines = text.replace("``", "`").split("\n")
    levels: list[str] = []
    at = 0
    while at < len(lines):
        if (code := _CODE.fullmatch(lines[at])) is not None:
            at = _code(lines, at, code[1])
        elif (table := _LIST_TABLE.fullmatch(lines[at])) is not None:
            at = _list_table(lines, at, table[1].strip())
        elif _BORDER.fullmatch(lines[at]):
            at = _grid(lines, at)
        else:
            _section(lines, at, levels)
            at += 1
    return "\n".join(lines)


def _section(lines: list[str], at: int, levels: list[str]) -> None:
    """Turn a title with its line below, and perhaps one above, into a heading."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    mark = _ADORNMENT.fullmatch(following)
    title = lines[at].strip()
    if mark is None or not title or _ADORNMENT.fullmatch(lines[at]) or len(following.rstrip()) < len(title):
        return
    above = at > 0 and _ADORNMENT.fullmatch(lines[at - 1]) is not None and lines[at - 1][:1] == mark[1]
    key = mark[1] * (2 if above else 1)
    if key not in levels:
        levels.append(key)
    lines[at], lines[at + 1] = f"{'#' * min(6, levels.index(key) + 1)} {title}", ""
    if above:
        lines[at - 1] = ""


def _block_end(lines: Sequence[str], start: int) -> int:
    """Return one past the last line of what is indented below a directive."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        if lines[number].strip() and not lines[number].startswith((" ", "\t")):
            break
        if lines[number].strip():
            end = number + 1
    return end


def _code(lines: list[str], start: int, language: str) -> int:
    end = _block_end(lines, start)
    body = [line for line in lines[start + 1 : end] if line.strip() and not _OPTION.fullmatch(line)]
    width = min((len(line) - len(line.lstrip()) for line in body), default=0)
    for number in range(start + 1, end):
        lines[number] = "" if _OPTION.fullmatch(lines[number]) else lines[number][width:]
    lines[start] = f"```{language}"
    if end < len(lines):
        lines[end] = "```"
    return end + 1


def _list_table(lines: list[str], start: int, title: str) -> int:
    end = _block_end(lines, start)
    rows: list[tuple[int, list[str]]] = []
    for number in range(start + 1, end):
        first, cell = _FIRST_CELL.fullmatch(lines[number]), _CELL.fullmatch(lines[number])
        if first is not None:
            rows.append((number, [(first[1] or "").strip()]))
        elif cell is not None and rows:
            rows[-1][1].append((cell[1] or "").strip())
        elif rows and lines[number].strip():
            rows[-1][1][-1] = f"{rows[-1][1][-1]} {lines[number].strip()}".strip()
    written = [f"**{title}**" if title else "", *_written(rows, start + 1, end)]
    lines[start:end] = written
    return end


def _grid(lines: list[str], start: int) -> int:
    end = start
    while end < len(lines) and (_BORDER.fullmatch(lines[end]) or lines[end].lstrip().startswith("|")):
        end += 1
    rows: list[tuple[int, list[str]]] = []
    opened = True
    for number in range(start, end):
        if _BORDER.fullmatch(lines[number]):
            opened = True
            continue
        cells = [cell.strip() for cell in lines[number].strip().strip("|").split("|")]
        if opened:
            rows.append((number, cells))
            opened = False
        else:
            pairs = zip(rows[-1][1], cells, strict=False)
            rows[-1] = rows[-1][0], [f"{one} {other}".strip() for one, other in pairs]
    lines[start:end] = _written(rows, start, end)
    return max(end, start + 1)


def _written(rows: Sequence[tuple[int, list[str]]], start: int, end: int) -> list[str]:
    """Return the lines of a table that has those from `start` to before `end`."""
    if end - start <= 1:
        return [""] * (end - start)
    width = len(rows[0][1]) if rows else 0
    return tables.written([(number - start, cells) for number, cells in rows], end - start, width)
