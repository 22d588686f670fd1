"""Fields that a rendered page has in lines: a name, a mark and a type below each other, or next to each other.

    name                     • name string Required        name required | string |        name string What it is.
    required                   What it is.
    string
    What it is.

Only what is below a heading that says where it belongs is read. Redoc, Bump.sh and pages of people look like this.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import cuts
from ..fern.columns import unglued
from ..markdown import unescaped
from ..operations import Field
from ..type_phrases import phrase_schema
from ..wording.headings import Announcement, is_part_word, status_of
from ..wording.stated_fields import nested, stated_field
from .labels import announcement
from .nested_tables import PlacedFields
from .targets import METHOD_WORD

if TYPE_CHECKING:
    from ...document.document import JSON

_NAME = r"[A-Za-z_$@][\w$@.\[\]-]{0,80}"
_TYPE = (
    r"(?:string|integer|number|boolean|object|array|any|null|int(?:32|64)?|float|double|bool|file|binary|date(?:-?time)?|uuid"
    r"|hash|dict|map|timestamp|text|url|uri|email|decimal|long|json|JSON"
    r"|enum|Array of [\w ]{1,30}|list|String|Integer|Number|Boolean|Object|Array|DateTime|Date)"
)
_QUALIFIED = (
    rf"(?:[Nn]ullable[ \t]+)?{_TYPE}(?:\[\]|\[\w{{1,20}}\]|\([\w-]{{1,30}}\))*"
    r"(?:[ \t]*(?:<[\w-]{1,30}>|\([\w /.-]{1,40}\)|\[[ \d.]{1,30}\](?:[ ](?:characters|items|properties))?"
    r"|\^[^\n]{1,200}\$"
    r"|[<>]?=[ ]\d{1,9}(?:[ ](?:characters|items))?|[<>]=?[ ]?\d{1,12}|non-empty|Nullable|or null|\|[ ]null|Recursive"
    r"|unique))*"
)
_MARK = r"required|optional|Required|Optional|REQUIRED|Nullable|Deprecated|deprecated"
_MARKS = rf"(?P<marks>(?:[ \t]*(?:{_MARK}|nullable))*)"
_BULLET = re.compile(rf"[ \t]*[•·*-][ \t]+(?P<name>{_NAME})[ \t]+(?P<type>{_QUALIFIED}){_MARKS}[ \t]*")
_PIPED = re.compile(
    rf"[ \t]*\|?[ \t]*(?P<name>{_NAME}){_MARKS}[ \t]*\|[ \t]*(?P<type>{_QUALIFIED})(?P<text>[^|\n]*)\|?[ \t]*"
)
_ROW = re.compile(rf"[ \t]*(?P<name>{_NAME})[ \t]+(?P<type>{_QUALIFIED}){_MARKS}(?:[ \t]+(?P<text>[A-Z`\[\"(].*))?")
_BOLD = re.compile(rf"[ \t]*\*\*`?(?P<name>{_NAME})`?\*\*[ \t]*(?P<rest>[^\n]{{1,300}})")
_CELL = re.compile(r"[ \t]*(true|false|yes|no)[ \t]*", re.IGNORECASE)
_GLUED = re.compile(r"[ \t]*[•·][ \t]+([A-Za-z_][\w.\[\]]{2,120}(?:Required|Optional)?[^\n]{0,120})")
_ANY_OF = re.compile(r"[ \t]*(?:Any|One) of:[ \t]*")
_INSIDE = re.compile(
    rf"[ \t]*(?:[•·*-][ \t]+)?(?P<name>{_NAME})[ \t]+(?P<rest>\([\w, \[\]|-]{{3,60}}\))"
    r"[ \t]*[:\u2013\u2014-]*[ \t]*(?P<text>[^\n]*)"
)
_ALONE = re.compile(rf"[ \t]*(?P<name>{_NAME})[ \t]*(?P<mark>{_MARK})?[ \t]*")
_TYPED = re.compile(rf"[ \t]*(?P<type>{_QUALIFIED}){_MARKS}[ \t]*")
_MARKED = re.compile(rf"[ \t]*(?P<mark>{_MARK})[ \t]*")
_SWITCH = re.compile(r"[ \t]*(?:Hide|Show) [^\n]{1,60}(?:attributes?|properties)[^\n]{0,80}", re.IGNORECASE)
_RULE = re.compile(r"[ \t]*(?:<hr[ \t/]*>|-{3,}|\*{3,})[ \t]*")
_VALUES = re.compile(r"[ \t]*(?:Enum|Items Enum|Allowed values?):[ \t]*((?:\"[^\"\n]{1,80}\"[ ,]*){1,200})[ \t]*")
_LISTED_VALUES = re.compile(r"[ \t]*Possible values:[ \t]*\[([^\[\]\n]{1,2000})\][ \t]*")
_DEFAULT = re.compile(
    r"[ \t]*Default(?: value)?:[ \t]*(\"[^\"\n]*\"|-?\d+(?:\.\d+)?|true|false|(?<=value: )[\w.+-]+)[ \t]*"
)
_STATUS = re.compile(r"[ \t]*[•·*-]?[ \t]*([1-5]\d\d)(?:[ \t]+(?:[a-z]+/[\w.+-]+|[A-Z][\w ,'-]{1,60}))?[ \t]*")
_REMARKS = re.compile(
    r"\([\w /.-]{1,40}\)|\^[^\n]{1,200}\$|\[[ \d.]{1,30}\](?:[ ]\w+)?|[<>]?=[ ]?\d+(?:[ ]\w+)?|[<>]=?[ ]?\d+"
    r"|\bnon-empty\b|\bRecursive\b|\bunique\b|\bNullable\b|\bor null\b|\| null\b"
)
_SPAN = re.compile(r"\[ ?(\d{1,15}(?:\.\d+)?) ?\.\. ?(\d{1,15}(?:\.\d+)?) ?\](?: (characters|items))?")
_BOUND = re.compile(r"([<>]=?) ?(\d{1,15}(?:\.\d+)?)(?: (characters|items))?")
_PATTERN = re.compile(r"(\^[^\n]{1,200}\$)")
_TICKED = re.compile(r"^([ \t]*(?:[•·*-][ \t]+)?)`([A-Za-z_$@][\w$@.\[\]-]{0,80})`(?=[ \t]|$)")
_CALL = re.compile(rf"[ \t]*{METHOD_WORD}[ \t]*(?:/\S*)?[ \t]*", re.IGNORECASE)
_BREAKS = re.compile(r"(?:[ \t]*<br[ \t]*/?>)+[ \t]*")
_PIECE = "\v"
_PIECES = re.compile(r"\v|(?<!Items )(?=(?:Items )?Enum: ?\")|(?<=[.a-z)])(?=Default: ?[\"\d-])")
"""What parts the pieces of a cell: breaks, and the words of Redoc for values and defaults."""
_NEAR = 6
_MOST_LINES = 20_000
_LONGEST_LINE = 1_000
_NOT_NAMES = frozenset(_MARK.lower().split("|")) | {
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "enum",
    "any",
    "null",
}
_ADJECTIVES = frozenset(
    {"Empty", "Raw", "Plain", "No", "Any", "The", "This", "Valid", "Simple", "Standard", "Returns", "Return", "Same"}
    | {"New", "Single", "Multiple", "Each", "Every", "Binary", "Full", "Partial", "Updated", "Some", "All"}
)
"""Words that a sentence about a value begins with: "Empty JSON"."""


@dataclass(slots=True)
class _Found:
    name: str
    line: int
    type: str
    required: bool | None
    indent: int
    text: list[str] = field(default_factory=list[str])
    options: list[str] = field(default_factory=list[str])
    default: str | None = None
    nullable: bool = False


def line_fields(
    lines: Sequence[str], first_line: int, heads: Sequence[tuple[int, str, int]], taken: Sequence[int]
) -> list[PlacedFields]:
    """Return the fields below each heading that says where they belong, and below which nothing is known yet.

    `heads` are line, text and level of the headings, `taken` the lines of the fields that are known.
    """
    made: list[PlacedFields] = []
    # A long run of blanks costs a pattern the square of its length.
    lines = [line if len(line) <= _LONGEST_LINE else " ".join(line.split()) for line in lines]
    starts = [line for line, _, _ in heads]
    ends = [*starts[1:], first_line + min(len(lines), _MOST_LINES)]
    if len(lines) > _MOST_LINES:
        cuts.note(f"only the first {_MOST_LINES:,} lines that may have a field were read")
    for start, end in zip(starts, ends, strict=False):
        said = announcement(heads, start + 1)
        near = bisect_left(taken, start)
        if not said.place or said.example or (near < len(taken) and taken[near] < end):
            continue
        for status, begin, stop in _parts(lines, start - first_line + 1, end - first_line, said):
            found = list(_found(lines[begin:stop], first_line + begin))
            made += [PlacedFields(said.place, one, status, start) for one in _tree(found)]
    return made


def _parts(lines: Sequence[str], start: int, end: int, said: Announcement) -> Iterator[tuple[str, int, int]]:
    """Yield the parts of a section, each with its status: those of several responses begin with theirs."""
    status, begin = status_of(said), start
    for number in range(start, end if said.place == "response" else start):
        if match := _STATUS.fullmatch(lines[number]):
            if not any(line.strip() for line in lines[begin:number]) and status and begin > start:
                # Of several tabs, the first one is open.
                begin = number + 1
                continue
            yield status, begin, number
            status, begin = match[1], number + 1
    yield status, begin, end


def _found(lines: Sequence[str], first_line: int) -> Iterator[_Found]:
    at, last = 0, None
    while at < len(lines):
        one, used = _field_at(lines, at, first_line)
        if one is not None and last is not None and _is_prose(one, last):
            one = None
        if one is not None:
            if last is not None:
                yield last
            last = one
        elif last is not None and _CALL.fullmatch(lines[at]):
            # Method and address, which Redoc shows behind the fields, end the section.
            break
        elif last is not None and lines[at].strip():
            _add(last, lines[at])
        at += used
    if last is not None:
        yield last


def _is_prose(one: _Found, last: _Found) -> bool:
    """Return whether what looks like a field is the description of the one above: "Callee number" below `to`."""
    looks = one.required is None and not one.text and one.name[:1].isupper()
    return looks and not last.text and last.name[:1].islower()


def _field_at(lines: Sequence[str], at: int, first_line: int) -> tuple[_Found | None, int]:
    """Return the field that begins on a line, and the number of lines that its head takes."""
    line = _TICKED.sub(r"\1\2", lines[at])
    if "|" in line:
        # A row of a rendered page: breaks part the mark, the type and the text, and names are escaped.
        name, bar, rest = unescaped(line).strip().removeprefix("|").partition("|")
        line = f"| {_BREAKS.sub(' ', name).strip()} {bar}{_BREAKS.sub(_PIECE, rest)}"
    for pattern in (_BULLET, _PIPED, _ROW):
        match = pattern.fullmatch(line)
        name = match["name"] if match else ""
        if match and name.lower() not in _NOT_NAMES and name not in _ADJECTIVES and "\t" not in line.strip():
            text = match["text"] if "text" in match.groupdict() else ""
            made = _made(
                match["name"], first_line + at, match["type"], match["marks"] or "", len(line) - len(line.lstrip())
            )
            for piece in _PIECES.split(text or ""):
                if piece.strip():
                    _add(made, piece.strip())
            return made, 1
    if (glued := _GLUED.fullmatch(line)) is not None and (columns := unglued(glued[1])) is not None:
        marks = {True: "required", False: "optional", None: ""}[columns.required]
        made = _made(columns.name, first_line + at, columns.type, marks, _indent(line))
        if columns.rest:
            made.text.append(columns.rest)
        return made, 1
    if (bold := _BOLD.fullmatch(line)) is not None and (found := _bold(bold, first_line + at)) is not None:
        return found, 1
    if (inside := _INSIDE.fullmatch(line)) is not None and (found := _bold(inside, first_line + at)) is not None:
        found.text = [inside["text"].strip()] if inside["text"].strip() else []
        return found, 1
    return _apart(lines, at, first_line)


def _bold(match: re.Match[str], line: int) -> _Found | None:
    """Return the field whose name is in bold, with marks or words for its type behind it; None for other texts."""
    rest = re.sub(r"</?([A-Za-z]+)[ \t]*/?>|[*`_]", r" \1 ", match["rest"])
    if is_part_word(match["name"]) and rest.lstrip().startswith((":", "\uff1a")):
        return None
    marks = re.findall(rf"(?:^|(?<=[ \t(,])){_MARK}(?![\w])", rest)
    words = re.sub(rf"\b(?:{_MARK})\b|[(),]", " ", rest.partition(" - ")[0].partition(": ")[0])
    words = " ".join(words.split())
    typed = _TYPED.fullmatch(words)
    if not marks and typed is None:
        return None
    conditional = re.search(r"\b(?:if|when|unless|only)\b", rest) is not None
    made = _made(match["name"], line, words if typed else "", "" if conditional else " ".join(marks), 0)
    if typed is None and words:
        made.text.append(" ".join(rest.split()))
    return made


def _apart(lines: Sequence[str], at: int, first_line: int) -> tuple[_Found | None, int]:
    """Return the field whose name, marks and type have lines of their own, and the number of those lines."""
    line = lines[at]
    alone = _ALONE.fullmatch(line)
    if alone is None or alone["name"].lower() in _NOT_NAMES:
        return None, 1
    marks, words, end = alone["mark"] or "", "", at + 1
    for number in range(at + 1, min(len(lines), at + _NEAR)):
        text = lines[number]
        if (mark := _MARKED.fullmatch(text)) is not None:
            marks, end = f"{marks} {mark['mark']}", number + 1
        elif words and not marks.strip() and (cell := _CELL.fullmatch(text)) is not None:
            # A row of a table whose cells an extraction has put below each other.
            marks, end = "required" if cell[1].lower() in ("true", "yes") else "optional", number + 1
        elif not words and (typed := _TYPED.fullmatch(text)) is not None:
            words, marks, end = typed["type"], f"{marks} {typed['marks']}", number + 1
        elif text.strip() and not _is_title(text, alone["name"]) and not _ANY_OF.fullmatch(text):
            break
    if not words:
        return None, 1
    return _made(alone["name"], first_line + at, words, marks, len(line) - len(line.lstrip())), end - at


def _is_title(text: str, name: str) -> bool:
    """Return whether a line is the name in other words: `Contact Id` below `contact_id`."""
    return re.sub(r"[\W_]", "", text).casefold() == re.sub(r"[\W_]", "", name).casefold()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _made(name: str, line: int, words: str, marks: str, indent: int) -> _Found:
    said = marks.lower().split()
    required = True if "required" in said else False if "optional" in said else None
    null = "nullable" in said or re.search(r"\bNullable\b|or null\b|\| null", words) is not None
    return _Found(name, line, words, required, indent, nullable=null)


def _add(one: _Found, line: str) -> None:
    if (values := _VALUES.fullmatch(line)) is not None:
        one.options = re.findall(r"\"([^\"\n]*)\"", values[1])
    elif (values := _LISTED_VALUES.fullmatch(line)) is not None:
        one.options = [value.strip("` ") for value in values[1].split(",")]
    elif (default := _DEFAULT.fullmatch(line)) is not None:
        one.default = default[1]
    elif not _SWITCH.fullmatch(line) and not _RULE.fullmatch(line) and len(one.text) < _MOST_TEXT:
        one.text.append(line.strip())
    elif len(one.text) == _MOST_TEXT:
        cuts.note(f"only the first {_MOST_TEXT} lines of the description of `{one.name}` were read")


_MOST_TEXT = 50


def _tree(found: Sequence[_Found]) -> tuple[Field, ...]:
    """Return the fields, each with those below it that are indented more than it."""
    made: list[tuple[int, _Found, list[Field]]] = []
    top: list[Field] = []

    def close(indent: int) -> None:
        while made and made[-1][0] >= indent:
            _, one, below = made.pop()
            if made and one.name.startswith(f"{made[-1][1].name}."):
                # Some platforms repeat the parent's name below it.
                one.name = one.name[len(made[-1][1].name) + 1 :]
            (made[-1][2] if made else top).append(_field(one, below))

    for one in found:
        close(one.indent)
        made.append((one.indent, one, []))
    close(-1)
    return nested(tuple({one.name: one for one in reversed(top)}.values())[::-1])


def _field(one: _Found, below: Sequence[Field]) -> Field:
    words = re.sub(r"^(\w+)\(([\w-]+)\)", r"\1<\2>", one.type)
    words = " ".join(_REMARKS.sub(" ", words).split())
    words = re.sub(r"^(\w+) <([\w-]+)>$", r"\1<\2>", words)
    words = re.sub(r"^(?:Array|array) of (\w+) <([\w-]+)>$", r"array of \1<\2>", words)
    if words == "enum":
        words = "string"
    if phrase_schema(words) is None and (short := re.match(_TYPE, words)) is not None:
        words = short[0]
    return stated_field(
        one.name,
        one.line,
        words,
        required=one.required,
        description="\n".join(one.text),
        default=one.default,
        options=one.options,
        can_be_null=one.nullable,
        limits=_limits(one.type, phrase_schema(words) or {}),
        fields=tuple(below),
    )


def _limits(words: str, schema: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the keywords of what Redoc writes behind a type: `[ 1 .. 80 ] characters`, `>= 1`, a pattern."""
    found: dict[str, JSON] = {}
    kind = str(schema.get("type"))
    pattern = _PATTERN.search(words)
    if pattern is not None and kind == "string":
        found["pattern"] = pattern[1]
    words = _PATTERN.sub("", words)
    measures = {"string": ("Length", "characters"), "array": ("Items", "items")}
    ending, unit = measures.get(kind, ("imum", None)) if kind in ("integer", "number", *measures) else ("", None)
    for match in _SPAN.finditer(words) if ending else ():
        if match[3] == unit:
            found |= {f"min{ending}": json.loads(match[1]), f"max{ending}": json.loads(match[2])}
    for match in _BOUND.finditer(words) if ending else ():
        if match[3] == unit:
            keyword = {">=": "min", "<=": "max", ">": "exclusiveMin", "<": "exclusiveMax"}[match[1]]
            if "=" in match[1] or ending == "imum":
                found[f"{keyword}{ending}"] = json.loads(match[2])
    return found
