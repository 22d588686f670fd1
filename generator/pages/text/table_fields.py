"""Tables and lists that people write to describe parameters, bodies and answers → fields, each with where it belongs.

A table belongs where its columns or its nearest heading say; a row whose name stands in braces in the path is a path
parameter. Where neither says it, the samples may: a name that is sent in the query is a query parameter. What remains
is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..markdown import without_fences
from ..operations import Field
from ..type_phrases import phrase_schema
from ..type_words import schema_of
from ..wording.headings import RESPONSE_HEADER, Announcement, announced, status_of
from ..wording.prose import kind_of
from ..wording.sentence_fields import sentence_fields, with_items
from ..wording.stated_fields import stated_field
from ..wording.translations import truth
from ..wording.type_limits import type_limits
from .labels import announcement, headings, said_above
from .line_fields import line_fields
from .list_fields import DEFAULT_MARK, NAME, list_items, type_and_marks
from .nested_tables import PlacedFields, nested_tables
from .tables import Table, TableRow, column, plain, tables, with_parents

if TYPE_CHECKING:
    from ...document.document import JSON

_NAMES = (
    *("parameter", "parameters", "param", "name", "field", "field name", "parameter name", "key", "attribute"),
    *("property", "argument", "variable", "header", "header name", "param name", "query parameter", "path parameter"),
    *("attribute name", "body parameter", "request parameter", "response field", "request field", "element"),
    *("property name", "fields", "member", "path param", "query param", "body param", "headers", "parameter key"),
    *("query", "input", "part", "part name", "form field", "form-data field"),
)
_TYPES = ("type", "data type", "datatype", "format", "value type", "param type", "parameter type", "schema", "kind")
_REQUIRED = ("required", "mandatory", "is required", "req", "optional", "presence", "m/o", "o/m", "r/o", "must")
_DEFAULTS = ("default", "default value", "defaults")
_TEXTS = (
    *("description", "details", "notes", "meaning", "explanation", "comment", "comments", "purpose", "definition"),
    "info",
)
_VALUES = (
    *("possible values", "allowed values", "valid values", "accepted values", "options", "enum", "values"),
    "available values",
)
_PLACES = ("in", "location", "located in", "where", "position", "passed in", "parameter location")
_STATUS = (
    *("http status codes", "status", "code", "status code", "http status", "http code", "http status code"),
    *("response code", "error code", "http"),
)
_LENGTHS = ("max length", "maximum length", "max. length", "maxlength", "max len", "max. len", "length (max)")
_LEAST, _MOST = ("min", "minimum", "min value", "min."), ("max", "maximum", "max value", "max.")
_SAMPLES = ("value", "example", "sample", "sample value", "example value")
_PLACE_WORDS = {
    **{"path": "path", "url": "path", "uri": "path", "query": "query", "querystring": "query", "query string": "query"},
    **{
        "header": "header",
        "headers": "header",
        "cookie": "cookie",
        "body": "body",
        "json body": "body",
        "form": "body",
    },
    **{"formdata": "body", "request body": "body"},
}
_YES = re.compile(
    r"^(?:y|yes|true|m|required|mandatory|always|✓|✔|✅|☑|●|x|1|\*"
    r"|:(?:\w+-)*check(?:-\w+)*:|:\w*check_?mark:|required\b.*)$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:n|no|o|not required|false|optional|never"
    r"|✗|✘|❌|☐|○|-|0|:(?:\w+-)*close(?:-\w+)*:|:x:|:\w*cross_?mark:||\u2013|\u2014|optional\b.*)$",
    re.IGNORECASE,
)
_TYPED_CELL = re.compile(r"(?:string|integer|number|boolean|object|array|Array of \w+)(?:[A-Z(<]|[ \t]+[A-Z(<])")
"""The cell of a field in what has the place of a header: `string <= 80 charactersWhat it is`."""
_STATUS_CODE = re.compile(r"^([1-5]\d\d|[1-5]XX)\b", re.IGNORECASE)
_STARRED = re.compile(r"^(.+?)\s*(?:\*|\(required\)|\[required\]|\brequired)$", re.IGNORECASE)
_OPTIONAL = re.compile(r"^(.+?)\s*(?:\?|\(optional\)|\[optional\])$", re.IGNORECASE)


@dataclass(slots=True)
class Listed:
    """The content of a text's tables and lists."""

    placed: list[PlacedFields] = field(default_factory=list[PlacedFields])
    statuses: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    """Status, description and line of each row of a table of statuses."""


def listed(text: str, first_line: int) -> Listed:
    """Return the fields of all tables and lists of a text."""
    bare = with_items(without_fences(text))
    lines = bare.split("\n")
    heads = headings(bare, first_line)
    found = Listed()
    for table in tables(bare, first_line):
        said = said_above(lines, table.line - first_line) or announcement(heads, table.line)
        _table(table, said, found)
    found.placed = nested_tables(found.placed, heads, lines, first_line)
    for one in list_items(bare, first_line, heads):
        if isinstance(one, PlacedFields):
            found.placed.append(one)
        else:
            found.statuses.append(one)
    for sentence in sentence_fields(bare, first_line):
        said = announced(sentence.label) if sentence.label else Announcement("")
        said = said if said.place else announcement(heads, sentence.line)
        found.placed += [PlacedFields(said.place, one, status_of(said), sentence.line) for one in sentence.fields]
    taken = sorted(one.field.line for one in found.placed)
    found.placed += line_fields(lines, first_line, heads, taken)
    return found


def _table(table: Table, said: Announcement, found: Listed) -> None:
    titles = table.titles()
    columns_of_codes = (at for name in _STATUS for at, title in enumerate(titles) if title == name)
    has_code = (at for at in columns_of_codes if any(_STATUS_CODE.match(plain(row.cells[at])) for row in table.rows))
    if (status := next(has_code, None)) is not None:
        _statuses(table, titles, status, found)
        return
    name = column(titles, *_NAMES)
    if name is None and said.place and len(table.header.cells) > 1 and column(titles, *_TYPES) is not None:
        # Without a word for it, the first column names what is described.
        name = 0
    columns = _Columns(titles, table.rows)
    columns.circled = columns.required is not None and not table.header.cells[columns.required].isascii()
    if name is None or not (columns.has_any or said.place) or any(map(_TYPED_CELL.match, table.header.cells)):
        return
    column_place = _of_column(table.header.cells[name])
    place = said.place or column_place
    if said.place == "response" and column_place == "header":
        place = RESPONSE_HEADER
    for row in with_parents(table.rows, name):
        one = _row(row, name, columns)
        if one is not None and not _says_none(one):
            one = replace(one, required=said.required if one.required is None else one.required)
            own = _PLACE_WORDS.get(plain(row.cells[columns.place]).lower()) if columns.place is not None else None
            words = plain(columns.cell(row, columns.type))
            found.placed.append(PlacedFields(own or place, one, status_of(said), table.line, words))


def _says_none(one: Field) -> bool:
    """Return whether a row says that there is nothing: `None`, with no type."""
    return one.name.casefold() in ("none", "n/a", "nil") and not one.typed


def _of_column(title: str) -> str:
    """Return the place that the title of the column of names says: `Query parameter`, `Header`."""
    said = announced(plain(title)).place
    return (
        said
        if plain(title).lower()
        not in ("parameter", "parameters", "field", "fields", "attribute", "property", "argument")
        else ""
    )


class _Columns:
    """Which column says what."""

    def __init__(self, titles: Sequence[str], rows: Sequence[TableRow]) -> None:
        self.type: int | None = column(titles, *_TYPES)
        self.required: int | None = column(titles, *_REQUIRED)
        self.inverse = self.required is not None and titles[self.required].startswith("optional")
        if self.required is None and "data type" in titles and "type" in titles:
            # "type" says `required` or `optional` where another column has the type.
            self.type, self.required = titles.index("data type"), titles.index("type")
        if self.required is None:
            self.required = _untitled(titles, rows, _is_mark)
        if self.type is None:
            self.type = _untitled(titles, rows, _is_type)
        self.place = column(titles, *_PLACES)
        self.circled = False
        """Whether `O` and `X` say yes and no, as in a Korean or Japanese column."""
        self.default = column(titles, *_DEFAULTS)
        if self.type is not None and self.place is None and _all_places(rows, self.type):
            # "type" says `path` or `query` where nothing says the type.
            self.type, self.place = None, self.type
        self.text = column(titles, *_TEXTS)
        self.values = column(titles, *_VALUES)
        self.sample = column(titles, *_SAMPLES)
        self.length = column(titles, *_LENGTHS)
        self.least, self.most = column(titles, *_LEAST), column(titles, *_MOST)
        self.null = column(titles, "nullable", "null")
        self.more = column(
            titles, "constraints", "constraint", "validation", "rules", "restrictions", "limits", "range"
        )

    @property
    def has_any(self) -> bool:
        """Whether there are columns other than names and texts: a table of two texts may be about anything."""
        return any(one is not None for one in (self.type, self.required, self.default, self.place))

    def cell(self, row: TableRow, column: int | None) -> str:
        return row.cells[column] if column is not None and column < len(row.cells) else ""


def _all_places(rows: Sequence[TableRow], column: int) -> bool:
    words = {plain(row.cells[column]).casefold() for row in rows}
    return bool(words) and words <= {"path", "query", "header", "cookie", "body"}


def _untitled(titles: Sequence[str], rows: Sequence[TableRow], fits: Callable[[str], bool | None]) -> int | None:
    """Return the column without a title whose cells all fit, or say nothing, and one of which says something."""
    for at, title in enumerate(titles):
        cells = [plain(row.cells[at]) for row in rows]
        if not title and any(map(fits, cells)) and all(fits(one) is not False for one in cells):
            return at
    return None


def _is_mark(cell: str) -> bool | None:
    """Return whether a cell says yes; None if it says no, False if it says something else."""
    return True if _YES.match(cell) else None if _NO.match(cell) else False


def _is_type(cell: str) -> bool | None:
    """Return whether a cell has words for a type; None if it is empty, False if it has others."""
    return phrase_schema(type_and_marks(cell)[0]) is not None if cell else None


def _row(row: TableRow, name_column: int, columns: _Columns) -> Field | None:
    cell = plain(row.cells[name_column])
    name, required, words = _named(cell)
    type_cell = plain(columns.cell(row, columns.type))
    if not name:
        return None
    said = plain(columns.cell(row, columns.required))
    if columns.circled:
        said = {"o": "yes", "◯": "yes", "x": "no"}.get(said.casefold(), said)
    if columns.required is not None:
        required = _truth(said) if not columns.inverse else {True: False, False: True}.get(_truth(said) is True)
    options = _options(columns.cell(row, columns.values))
    if not options and (values := _TYPED_VALUES.fullmatch(columns.cell(row, columns.type).strip())) is not None:
        # `a` | `b` in the column of types are values, unless they are types.
        quoted = re.findall(r"`([^`]+)`", values[0])
        if not kind_of(quoted) and all(schema_of(one) is None for one in quoted):
            options, type_cell = quoted, "string"
    words, marked = type_and_marks(type_cell or words)
    required = marked if required is None else required
    text, sample = columns.cell(row, columns.text), columns.cell(row, columns.sample)
    if not text or name.lower() == "authorization":
        # `Bearer <token>` is in a column of values more often than in the prose.
        text = f"{text} {sample}".strip()
    default = plain(columns.cell(row, columns.default)).strip()
    if not default and (stated := DEFAULT_MARK.search(columns.cell(row, columns.required))) is not None:
        default = stated[1].strip("`\"'")
    if re.fullmatch(r"\W*required\W*", default, re.IGNORECASE):
        # "(required)" in the column of defaults says that there is none.
        required, default = True if required is None else required, ""
    more = columns.cell(row, columns.more)
    text = f"{text} {more}".strip() if plain(more).lower() not in _NOTHING else text
    can_be_null = columns.null is not None and _truth(plain(columns.cell(row, columns.null))) is True
    length = plain(columns.cell(row, columns.length))
    limits: dict[str, JSON] = _limits(row, columns, words)
    if length.isdecimal() and int(length[:9]) > 0 and (phrase_schema(words) or {}).get("type") == "string":
        limits["maxLength"] = int(length[:9])
    return stated_field(
        name,
        row.line,
        words,
        limits=limits,
        can_be_null=can_be_null,
        required=required,
        description=re.sub(r"<br\s*/?>", "\n", text),
        default=default if default and default.lower() not in _NOTHING else None,
        options=options,
    )


def _limits(row: TableRow, columns: _Columns, words: str) -> dict[str, JSON]:
    """Return the limits that columns of their own state: constraints, minimum, maximum."""
    kind = (phrase_schema(words) or {}).get("type")
    least, most = (plain(columns.cell(row, at)).replace(",", "") for at in (columns.least, columns.most))
    said = [plain(columns.cell(row, columns.more)), f"min {least}" if least else "", f"max {most}" if most else ""]
    return type_limits(", ".join(one for one in said if one), kind)


_TYPED_VALUES = re.compile(r"`[^`]+`(?:\s*(?:\||,|/|or)\s*`[^`]+`)+")
_NOTHING = frozenset({"-", "—", "\u2013", "none", "n/a", "na", "null", "/", "no default", "undefined", "nil"})


def _named(cell: str) -> tuple[str, bool | None, str]:
    """Return the name, whether the cell says that it is required, and words for a type that are glued to it."""
    required: bool | None = None
    starred, optional = _STARRED.match(cell), _OPTIONAL.match(cell)
    if starred:
        cell, required = starred[1].strip(), True
    elif optional:
        cell, required = optional[1].strip(), False
    glued = re.fullmatch(r"([\w.\[\]-]+)\*\s*([a-z].*)", cell)
    if glued and schema_of(glued[2]) is not None:
        return glued[1], True, glued[2]
    parts = cell.split(None, 1)
    if len(parts) > 1 and schema_of(parts[1].strip("() ")) is not None:
        return (parts[0], required, parts[1].strip("() ")) if NAME.fullmatch(parts[0]) else ("", None, "")
    cell = cell.strip("`{}:")
    return (cell, required, "") if NAME.fullmatch(cell) else ("", None, "")


def _truth(text: str) -> bool | None:
    if (foreign := truth(text)) is not None:
        return foreign
    if _YES.match(text):
        # "Required if …" states a condition.
        return None if re.search(r"\b(?:if|when|unless|for|one of|either)\b", text, re.IGNORECASE) else True
    return False if _NO.match(text) else None


def _options(cell: str) -> list[str]:
    quoted = re.findall(r"`([^`]+)`|\"([^\"]+)\"", cell)
    if quoted:
        return [one or other for one, other in quoted]
    parts = [one.strip() for one in re.split(r"\s*(?:,|\||<br\s*/?>|/)\s*", plain(cell)) if one.strip()]
    return parts if len(parts) > 1 and all(re.fullmatch(r"[\w.+-]{1,60}", one) for one in parts) else []


def _statuses(table: Table, titles: Sequence[str], status: int, found: Listed) -> None:
    text = column(titles, *_TEXTS, "when", "cause", "message", "reason", "name", "error", "response")
    for row in table.rows:
        match = _STATUS_CODE.match(plain(row.cells[status]))
        if match:
            said = plain(row.cells[text]) if text is not None and text != status else ""
            rest = plain(row.cells[status])[match.end() :].strip(" -:\u2013\u2014")
            said = "" if said.startswith(("{", "[", "<")) else said
            found.statuses.append((match[1].upper(), said or rest, row.line))
