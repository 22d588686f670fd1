"""Reads tables of pages: markdown's (GitHub Flavored Markdown, 4.10), html's, and columns separated by tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .. import cuts
from ..html_parser import BoundedParser
from ..type_words import schema_of
from ..wording.translations import english

_AUTHORED = re.compile(
    r"^\|?[ \t*`]*(?:[\w -]{0,20}\b)?(?:parameter|param|field|name|key|attribute|property|argument|header)s?[ \t*`]*\|"
    r"[^\n]*\n[ \t|:-]*-{3}[ \t|:-]*$|^[ \t]*[-*+][ \t]+(?:`[\w.\[\]-]+`|\*\*`?[\w.\[\]-]+`?\*\*)[ \t]*[(:]",
    re.MULTILINE | re.IGNORECASE,
)
"""Tables and lists of fields in markdown."""
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*")
_INDENT = re.compile(
    r"(?:[ \u00a0\u2002\u2003\u3000]|&(?:nbsp|ensp|emsp|thinsp|gt|rarr|#160);|\\?[↳└├│┗┣╰→»\u203a>▸∟•·─━]"
    r"|[-\u2013\u2014]+(?=[ \u00a0])|\.{2,}(?=\w))+"
)
"""What stands before the name of a nested field in a table."""
_ENTITY = re.compile(r"&[#\w]{2,6};")
_BARE_NAME = re.compile(r"[A-Za-z_$@][\w$@.\[\]-]{0,120}")
_CELLS = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(`+)(.+?)\1")
_MARKED = re.compile(r"[\[<*_`\\]")
"""What begins emphasis, a link, a tag, a code span or an escape."""
_QUOTED = re.compile(r"^[ \t]*>[ \t]?(?=[ \t]*\|)")
_GLUED_HEAD = re.compile(
    r"(Name|Parameter|Field|Key|Attribute|Property|Param|Argument)(Data Type|Type)(Required|Mandatory)?"
    r"(Description|Details|Notes|Meaning)"
)
_GLUED_TYPE = (
    r"(?:(?:JSON )?[Ss]tring|[Ii]nteger|[Ii]nt|[Nn]umber|[Bb]oolean|[Bb]ool|[Oo]bject|[Aa]rray(?:<\w{1,20}>)?|[Ff]loat"
    r"|[Ff]ile|[Dd]ouble|[Dd]atetime|[Dd]ate|UUID|uuid|JSON|enum)(?:\[\])?"
)
_GLUED_ROW = re.compile(
    rf"([A-Za-z_$][\w.$\[\]-]{{0,80}}?)({_GLUED_TYPE})(Yes|No|Required|Optional|true|false|✓|✗|✅|❌)([A-Z0-9`\"(][^\n]*)?"
)
_GLUED_PAIR = re.compile(rf"([A-Za-z_$][\w.$\[\]-]{{0,80}}?)({_GLUED_TYPE})()([A-Z`\"(][^\n]*)")
_TWO = 2
_GAP = re.compile(r"[ ]{2,20}")
_SPACED = {
    **dict.fromkeys(("Required", "Mandatory"), r"Yes|No|yes|no|true|false|Required|Optional|required|optional|✓|✗"),
    "Type": _GLUED_TYPE,
    **dict.fromkeys(("Default", "In", "Location"), r"\S+"),
}
MOST_ROWS = 5_000
_ROWS = "rows of a table"
_LONGEST_CELL = 2_000
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, stripped, with their markup."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row names the columns."""

    header: TableRow
    rows: tuple[TableRow, ...]

    @property
    def line(self) -> int:
        """The line of the header."""
        return self.header.line

    def titles(self) -> list[str]:
        """Return the names of the columns, plain and in lower case, without marks behind them: `req` for `Req.?`."""
        return [english(plain(cell)).casefold().rstrip("?:. ") for cell in self.header.cells]


def column(titles: Sequence[str], *names: str) -> int | None:
    """Return the index of the first column with one of these names; None if there is none."""
    return next((titles.index(name) for name in names if name in titles), None)


def lists_fields(text: str) -> bool:
    """Return whether a text has a table or a list of fields in markdown, so nobody copied it from a rendered page."""
    return _AUTHORED.search(text) is not None


def tables(text: str, first_line: int = 1) -> list[Table]:
    """Return the tables of a text (without fences) that begins on `first_line`, in their order."""
    found = [*_piped(text, first_line), *_tabbed(text, first_line), *_glued(text, first_line)]
    found += [*_spaced(text, first_line), *_aligned(text, first_line), *_html(text, first_line)]
    return sorted(found, key=lambda one: one.line)


def plain(cell: str) -> str:
    """Return a cell's text without emphasis, code marks and links."""
    if len(cell) > _LONGEST_CELL:
        return " ".join(cell.split())
    if not _MARKED.search(cell):
        return " ".join(cell.split())
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", cell)
    text = re.sub(r"<[^<>]{1,200}>", " ", text) if re.search(r"</?[a-z]+[ />]", text) else text
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    text = _CODE.sub(r"\2", text)
    text = re.sub(r"(?<![\w\\])[*_](\S(?:.*?[^\s\\])?)[*_](?!\w)", r"\1", text)
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).split())


def with_parents(rows: Sequence[TableRow], name: int) -> list[TableRow]:
    """Return the rows; the name of a row that is indented below another one is `parent.child`.

    Arrows, branches, no-break spaces and their entities indent: `↳ number`, `&nbsp;&nbsp;number`, `├─ number`.
    """
    made: list[TableRow] = []
    parents: list[tuple[int, str]] = []
    for row in rows:
        signs = _INDENT.match(row.cells[name])
        width = len(_ENTITY.sub(" ", signs[0])) if signs else 0
        while parents and parents[-1][0] >= width:
            parents.pop()
        cell = plain(row.cells[name][signs.end() :]) if signs else row.cells[name]
        own = _BARE_NAME.match(plain(cell))
        if own is None:
            made.append(row)
            continue
        full = f"{parents[-1][1]}.{own[0]}" if parents else own[0]
        parents.append((width, full))
        cells = (*row.cells[:name], full + cell[own.end() :], *row.cells[name + 1 :])
        made.append(TableRow(cells, row.line) if signs else row)
    return made


def _piped(text: str, first_line: int) -> list[Table]:
    # A table may be in a quotation.
    lines = [_QUOTED.sub("", line) for line in text.split("\n")]
    found: list[Table] = []
    index = 0
    while index + 1 < len(lines):
        head, rule = lines[index], lines[index + 1]
        if len(head) > _LONGEST_LINE or "|" not in head or not _is_rule(rule):
            index += 1
            continue
        header = TableRow(_cells(head), first_line + index)
        end = index + 2
        rows: list[TableRow] = []
        while end < len(lines) and "|" in lines[end] and lines[end].strip() and not _full(rows):
            if end + 1 < len(lines) and _is_rule(lines[end + 1]):
                # The header of another table, which nothing parts from this one.
                break
            cells = _rejoined(_cells(lines[end]), len(header.cells))
            rows.append(TableRow(_padded(cells, len(header.cells)), first_line + end))
            end += 1
        found.append(Table(header, tuple(rows)))
        index = end
    return found


def _full(rows: Sequence[TableRow]) -> bool:
    """Return whether a table has as many rows as are read."""
    if len(rows) == MOST_ROWS:
        cuts.note(f"only the first {MOST_ROWS:,} {_ROWS} were read")
    return len(rows) >= MOST_ROWS


def _is_rule(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and "-" in line and "|" in line and _RULE.fullmatch(line) is not None


def _cells(line: str) -> tuple[str, ...]:
    if len(line) > _LONGEST_LINE:
        return (line.strip(),)
    # A bar within a code span separates no cells on the pages of platforms that forget to escape it.
    shielded = _CODE.sub(lambda found: found[0].replace("\\|", "|").replace("|", "\0"), line.strip())
    cells = _CELLS.split(shielded)
    if shielded.startswith("|"):
        cells = cells[1:]
    if shielded.endswith("|") and cells and not cells[-1].strip():
        cells = cells[:-1]
    # No-break spaces at the start are the indentation of a nested field.
    return tuple(cell.replace("\0", "|").replace("\\|", "|").strip(" \t") for cell in cells)


def _rejoined(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return the cells of a row; those of a type with a bar that is not escaped, `string | null`, are one again."""
    while len(cells) > width:
        at = next((at for at in range(1, len(cells) - 1) if _are_types(*cells[at : at + 2])), None)
        if at is None:
            break
        cells = (*cells[:at], f"{cells[at]} | {cells[at + 1]}", *cells[at + 2 :])
    return cells


def _are_types(one: str, other: str) -> bool:
    return schema_of(plain(one)) is not None and schema_of(plain(other)) is not None


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _tabbed(text: str, first_line: int) -> list[Table]:
    """Return the tables of a rendered page: two lines or more with as many tabs."""
    lines = text.split("\n")
    found: list[Table] = []
    index = 0
    while index < len(lines):
        width = lines[index].rstrip().count("\t")
        end = index + 1
        while width and end < len(lines) and 0 < lines[end].strip("\n").count("\t") <= width:
            end += 1
        if width and end > index + 1 and not lines[index].startswith(("\t", " ")) and "|" not in lines[index]:
            rows = [
                TableRow(_padded([cell.strip() for cell in lines[number].split("\t")], width + 1), first_line + number)
                for number in cuts.limited(range(index, end), MOST_ROWS, _ROWS)
            ]
            found.append(Table(rows[0], tuple(rows[1:])))
        index = end
    return found


def _glued(text: str, first_line: int) -> list[Table]:
    """Return the tables whose columns are glued: `FieldTypeRequiredDescription`, `fileFileYesThe file`."""
    lines = [line.strip() for line in text.split("\n")]
    found: list[Table] = []
    for index, line in enumerate(lines):
        head = _GLUED_HEAD.fullmatch(line)
        if head is None:
            continue
        pattern = _GLUED_ROW if head[3] else _GLUED_PAIR
        if rows := _rows(lines, index + 1, pattern, first_line):
            found.append(Table(TableRow(tuple(one or "" for one in head.groups()), first_line + index), rows))
    return found


def _rows(lines: Sequence[str], start: int, pattern: re.Pattern[str], first_line: int) -> tuple[TableRow, ...]:
    """Return the rows from a line on, up to the first line that is none, and at most `MOST_ROWS` lines of the table."""
    rows: list[TableRow] = []
    for number in range(start, len(lines)):
        match = pattern.fullmatch(lines[number])
        if match is None or _full(rows):
            break
        rows.append(TableRow(tuple(one or "" for one in match.groups()), first_line + number))
    return tuple(rows)


def _spaced(text: str, first_line: int) -> list[Table]:
    """Return the tables whose columns an extraction parts by single spaces: the header's words say what they are."""
    lines = [line.strip() for line in text.split("\n")]
    found: list[Table] = []
    for index, line in enumerate(lines):
        titles = line.split(" ")
        if not _is_spaced_head(titles):
            continue
        pattern = _spaced_row(tuple(titles))
        if rows := _rows(lines, index + 1, pattern, first_line):
            found.append(Table(TableRow(tuple(titles), first_line + index), rows))
    return found


def _aligned(text: str, first_line: int) -> list[Table]:
    """Return the tables whose columns are parted by several blanks, as a copy from a PDF has them."""
    lines = text.split("\n")
    found: list[Table] = []
    behind = 0
    for index, line in enumerate(lines):
        titles = _GAP.split(line.strip()) if index >= behind and len(line) <= _LONGEST_LINE else []
        if not _is_spaced_head(titles):
            continue
        rows: list[TableRow] = []
        for number in range(index + 1, len(lines)):
            cells = _GAP.split(lines[number].strip(), maxsplit=len(titles) - 1)
            if len(cells) < _TWO or len(lines[number]) > _LONGEST_LINE or _full(rows):
                break
            rows.append(TableRow(_padded(cells, len(titles)), first_line + number))
            behind = number + 1
        if rows:
            found.append(Table(TableRow(tuple(titles), first_line + index), tuple(rows)))
    return found


def _is_spaced_head(titles: Sequence[str]) -> bool:
    return (
        len(titles) > _TWO
        and titles[0] in ("Parameter", "Name", "Field", "Key", "Property", "Attribute")
        and titles[-1] in ("Description", "Details")
        and all(one in _SPACED for one in titles[1:-1])
        and len(set(titles)) == len(titles)
    )


@lru_cache(maxsize=64)
def _spaced_row(titles: tuple[str, ...]) -> re.Pattern[str]:
    columns = " ".join(f"({_SPACED[one]})" for one in titles[1:-1])
    return re.compile(rf"([A-Za-z_$][\w.$\[\]-]{{0,80}}) {columns}(?: ([^\n]*))?")


def _html(text: str, first_line: int) -> list[Table]:
    if "<t" not in text and "<T" not in text:
        return []
    reader = _TableReader(first_line)
    reader.feed(text)
    reader.close()
    return reader.found


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows, and the row and the cell that are open."""

    rows: list[TableRow] = field(default_factory=list[TableRow])
    cells: list[str] = field(default_factory=list[str])
    text: list[str] | None = None
    line: int = 0
    inner: list[list[TableRow]] = field(default_factory=list[list[TableRow]])
    """The tables within the open row."""


class _TableReader(BoundedParser):
    """Collects `<table>` elements; the rows of one within a row describe the fields of what that row is about."""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.found: list[Table] = []
        self._first_line = first_line
        self._open: list[_OpenTable] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table" and len(self._open) < _DEEPEST:
            self._open.append(_OpenTable())
        if not self._open:
            return
        table = self._open[-1]
        if tag == "tr":
            table.cells, table.line, table.inner = [], self.getpos()[0] + self._first_line - 1, []
        elif tag in ("td", "th"):
            table.text = []
        elif tag == "br" and table.text is not None:
            table.text.append(" ")
        elif tag == "code" and table.text is not None:
            table.text.append("`")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a row or a table, or a span of code."""
        table = self._open[-1] if self._open else None
        if table is None:
            return
        if tag == "code" and table.text is not None:
            table.text.append("`")
        if tag in ("td", "th") and table.text is not None:
            text = "".join(table.text).lstrip(" \t\n")
            indent = text[: len(text) - len(text.lstrip())].replace("\n", "")
            table.cells.append(indent + " ".join(text.split()))
            table.text = None
        elif tag == "tr" and table.cells and not _full(table.rows):
            table.rows.append(TableRow(tuple(table.cells), table.line))
            for rows in table.inner:
                table.rows += _below(table.rows[0], table.rows[-1], rows)
            table.cells, table.inner = [], []
        elif tag == "table":
            self._end(self._open.pop())

    def _end(self, table: _OpenTable) -> None:
        if self._open and table.rows:
            self._open[-1].inner.append(table.rows)
        elif table.rows:
            width = len(table.rows[0].cells)
            rows = tuple(TableRow(_padded(row.cells, width), row.line) for row in table.rows[1:])
            self.found.append(Table(table.rows[0], rows))

    def handle_data(self, data: str) -> None:
        """Add to the cell that is open."""
        if self._open and (text := self._open[-1].text) is not None:
            text.append(data)


_DEEPEST = 8


def _below(header: TableRow, row: TableRow, inner: Sequence[TableRow]) -> list[TableRow]:
    """Return the rows of a table within a row, with the columns of the outer table: `participants.number`."""
    titles = Table(header, ()).titles()
    own = Table(inner[0], ()).titles()
    name = plain(row.cells[0]) if row.cells else ""
    if not name or not own or own[0] != titles[0]:
        return []
    made: list[TableRow] = []
    for one in inner[1:]:
        known = dict(zip(own, one.cells, strict=False))
        made.append(
            TableRow((f"{name}.{plain(one.cells[0])}", *(known.get(title, "") for title in titles[1:])), one.line)
        )
    return made
