"""The text of a rendered page as lines that each say one thing: markdown taken off, glued words taken apart.

An extraction of text keeps a field's name, type and marks on lines of their own, or glues them (`idstringrequired`), or
glues whole sections. What is taken apart here is only what the grammar of such pages allows: a name, words for a type,
where it stands, `required`. Each line keeps the number that it has on the page, and the anchor before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..markdown import unescaped

SECTIONS = {
    "Authorizations": "authorization",
    "Headers": "header",
    "Header Parameters": "header",
    "Path Parameters": "path",
    "Path parameters": "path",
    "Query parameters": "query",
    "Header parameters": "header",
    "Request body": "body",
    "Query Parameters": "query",
    "Cookies": "cookie",
    "Cookie Parameters": "cookie",
    "Body": "body",
    "Request Body": "body",
    "Response": "response",
    "Responses": "response",
    "Errors": "errors",
}
"""Titles of sections, as the platform writes them, and what they hold."""

_TITLES = (
    r"Authorizations|Path Parameters|Query Parameters|Header Parameters|Cookie Parameters|Headers|Cookies|Body|Response"
)
_SCALAR = (
    r"(?:(?:list|map) (?:of|from) [a-z][a-z ]{2,40}|enum|string|integer|number|boolean|object|array|any|null|file)"
)
TYPE = (
    rf"(?:(?:enum|string|integer|number|array)<[^<>\n]{{1,60}}>|{_SCALAR})(?:\[\])*"
    rf"(?: \| (?:(?:enum|string|integer|number)<[^<>\n]{{1,60}}>|{_SCALAR})(?:\[\])*)*"
)
_TITLED_TYPE = re.compile(
    rf"(?:[\w .()/<>-]{{1,60}} · )?(?:{TYPE}|(?:[\w .()/-]{{1,60}} · )?{TYPE}(?: \| [\w .·()/-]{{1,60}})*)"
)
NAME = re.compile(r"[A-Za-z_$@][\w$@:.\[\]*-]{0,120}|\{key\}")
_ANCHOR = re.compile(r"^(?:[-*]\s+)?\[[\s\u200b]*\]\((?:[^()\s]*)#([\w.%-]+)(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+")
_LABELLED = re.compile(r"^(Type|Location|Default|In)\s*:\s*`?(.+?)`?$")
_SHOW = re.compile(r"^(?:Show|Hide)\s?child attributes$", re.IGNORECASE)
_PLACE = r"(?:header|query|path|cookie)"
_MARKS = rf"(?:{_PLACE})?(?:required|deprecated|read-only|write-only|nullable)*"
_MARK = re.compile(r"header|query|path|cookie|required|deprecated|read-only|write-only|nullable")
_COLUMNS = re.compile(rf"({TYPE})({_PLACE}?(?:required|deprecated|read-only|write-only|nullable)+)(default:.*)?")
"""The columns of a field whose name is on the line before: `object[]required`, `stringheaderrequired`."""
_MARK_GLUED = re.compile(
    rf"{_PLACE}?(?:required|deprecated|read-only|write-only|nullable)+(?=[A-Z`\"(\[])|{_PLACE}(?=[A-Z]\w)"
)
_BEHIND = (
    r"(?=default:|Show child|Hide child|Example|Available options|Required |Minimum |Maximum |[A-Z`\"(\[]|$"
    rf"|[a-z_$][\w$.-]*?(?:{TYPE}))"
)
"""The text that may follow the columns of a field glued to it."""


_SECTION_GLUED = re.compile(
    rf"(?:(?<=^)|(?<=[.`}}'\"\s])|(?<=required)|(?<=attributes)|(?<=deprecated)|(?<=string)|(?<=integer)|(?<=number)"
    rf"|(?<=boolean)|(?<=object)|(?<=array)|(?<=\]))({_TITLES})(?=[A-Za-z_$\d])"
)
_MEDIA_GLUED = re.compile(
    r"((?:\d{3} - )?(?:application/(?:json|xml|octet-stream|x-www-form-urlencoded|pdf|x-ndjson|problem\+json)"
    r"|multipart/form-data|text/(?:plain|html|csv|event-stream)|audio/(?:mpeg|wav|mp3)))(?=[A-Za-z_$])"
)
_KEYWORD_GLUED = re.compile(
    r"(?<=[^\s])(?=(?:Show|Hide) ?child attributes|Available options\s?:|Examples?:|default:"
    r"|Required (?:range|string length|array length):|(?:Minimum|Maximum) (?:string |array )?length:)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the page says."""

    text: str
    line: int
    anchor: str = ""
    heading: bool = False
    start: bool = False
    """Whether a field is known to begin here: its columns were glued, and are the lines that follow."""


def rendered_lines(text: str, first_line: int, known: Collection[str]) -> list[Line]:
    """Return the lines of a page without its samples; `known` are names that the samples have."""
    lines: list[Line] = []
    anchor = ""
    raws = text.split("\n")
    for number, raw in enumerate(raws, first_line):
        heading = _HEADING.match(raw) is not None
        stripped = _HEADING.sub("", raw).strip()
        found = _ANCHOR.match(stripped)
        if found:
            anchor, stripped = found[1], stripped[found.end() :].strip()
        stripped = _plain(stripped)
        if not stripped or stripped in ("\u200b", "\u200b"):
            continue
        marked = _MARK_GLUED.match(stripped) if lines and is_type(lines[-1].text) else None
        if marked:
            # `requiredThe name of the pet`, below the line with the type.
            lines += [Line(mark, number) for mark in _MARK.findall(marked[0])]
            stripped = stripped[marked.end() :]
        whole = NAME.fullmatch(stripped) is not None and (
            stripped in known or _is_column(_following(raws, number - first_line + 1))
        )
        pieces = [Line(stripped, number)] if whole else list(_pieces(stripped, number, known))
        for index, piece in enumerate(pieces):
            lines.append(Line(piece.text, number, anchor if index == 0 else "", heading and index == 0, piece.start))
        anchor = ""
    return _joined(lines)


def _following(raws: Sequence[str], index: int) -> str:
    """Return the next line that is not empty."""
    return next((_plain(one) for one in raws[index : index + _MOST_EMPTY] if one.strip()), "")


_MOST_EMPTY = 6


def _is_column(text: str) -> bool:
    """Return whether a line follows a name that is alone on its line: a type, or a mark."""
    return is_type(text) or text in ("required", "header", "headerrequired", "Required") or text.startswith("Type: ")


def _plain(line: str) -> str:
    if len(line) > _LONGEST_PART:
        return line.strip()
    line = _LINK.sub(lambda found: found[1], line)
    line = re.sub(r"\*\*([^*]+)\*\*", r"\1", line)
    line = re.sub(r"^[-*•]\s+(?=\S)", "", line)
    return unescaped(line.replace("\u200b", "").replace("\xa0", " ")).strip()


def _joined(lines: list[Line]) -> list[Line]:
    """Join what an extraction parted: `Show` and `child attributes`, `Available options` and `:`, a value and `,`."""
    made: list[Line] = []
    for one in lines:
        before = made[-1] if made else None
        if before is not None and before.text in ("Show", "Hide") and one.text.lower() == "child attributes":
            made[-1] = Line(f"{before.text} child attributes", before.line)
        elif before is not None and one.text in (":", ",") and not before.text.endswith((",", ":")):
            made[-1] = Line(before.text + one.text, before.line, before.anchor, before.heading, before.start)
        else:
            made.append(one)
    return made


def _pieces(line: str, number: int, known: Collection[str]) -> Iterator[Line]:
    """Yield the things that one line says."""
    labelled = _LABELLED.match(line)
    if labelled:
        value = labelled[2].strip()
        yield Line(f"default:{value}" if labelled[1] == "Default" else value, number)
        return
    if (columns := _COLUMNS.fullmatch(line)) is not None:
        yield Line(columns[1], number)
        yield from (Line(mark, number) for mark in _MARK.findall(columns[2]))
        if columns[3]:
            yield Line(columns[3], number)
        return
    if line in SECTIONS or is_type(line) or line in ("Required", "Optional"):
        yield Line(line.lower() if line in ("Required", "Optional") else line, number)
        return
    parted = _MEDIA_GLUED.sub("\n\\1\n", _SECTION_GLUED.sub("\n\\1\n", line))
    for part in parted.split("\n"):
        if part.strip():
            yield from _fields(part.strip(), number, known)


def _fields(part: str, number: int, known: Collection[str]) -> Iterator[Line]:
    """Yield the columns of the fields that are glued in a part of a line, and the prose between them."""
    if part in _ALONE or part in SECTIONS or is_type(part) or len(part) > _LONGEST_PART:
        yield Line(part, number)
        return
    place = 0
    for match in _starts(part, known):
        yield from _prose(part[place : match.start()], number)
        yield Line(match["name"], number, start=True)
        yield Line(match["type"], number)
        for mark in _MARK.findall(match["marks"]):
            yield Line(mark, number)
        place = match.end()
    yield from _prose(part[place:], number)


_LONGEST_PART = 20_000
_ALONE = frozenset({"headerrequired", "queryrequired", "cookierequired", "requireddeprecated"})


def _starts(part: str, known: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield where fields begin: at the start, after a sentence that ends without a space, or after another field."""
    place = 0
    while place < len(part):
        match = _glued_at(part, place, known) if _may_begin(part, place) else _known_at(part, place, known)
        if match is not None:
            yield match
            place = match.end()
        else:
            place += 1


def _may_begin(part: str, place: int) -> bool:
    if place == 0:
        return True
    before = part[place - 1]
    return (
        before in ".`)?!\"'" or part.endswith(("child attributes", "elements"), 0, place) or _behind_field(part, place)
    )


def _behind_field(part: str, place: int) -> bool:
    """Return whether marks or a type that end another field's columns are right before."""
    return (
        re.search(rf"(?:required|deprecated|{TYPE})$", part[max(0, place - 80) : place]) is not None
        and part[place - 1] not in " -"
    )


def _glued_at(part: str, place: int, known: Collection[str]) -> re.Match[str] | None:
    """Return the columns at an offset: of several ways to part them, the one with a name that samples have."""
    found: list[re.Match[str]] = []
    shortest = 0
    while len(found) < _MOST_TRIES:
        match = _glued(shortest).match(part, place)
        if match is None:
            break
        found.append(match)
        shortest = match.end("name") - place
    confirmed = [one for one in found if one["name"] in known]
    return confirmed[0] if confirmed else found[0] if found else None


def _known_at(part: str, place: int, known: Collection[str]) -> re.Match[str] | None:
    """Return the columns of a field in the middle of prose: its name is one that samples have, and long enough."""
    if part[place - 1] in " -_" or not any(part.startswith(name, place) for name in known if len(name) >= _TELLING):
        return None
    match = _glued_at(part, place, known)
    return match if match is not None and match["name"] in known and len(match["name"]) >= _TELLING else None


_TELLING = 4
"""The least letters of a name that hardly appears in prose by chance with words for a type right after it."""


@cache
def _glued(shortest: int) -> re.Pattern[str]:
    """Return the pattern of glued columns whose name has more letters than a number of them."""
    name = rf"(?P<name>[A-Za-z_$@][\w$@.-]{{{shortest},{_LONGEST_NAME}}}?)"
    return re.compile(rf"{name}(?P<type>{TYPE})(?P<marks>{_MARKS}){_BEHIND}")


_LONGEST_NAME = 80
_MOST_TRIES = 6


def _prose(text: str, number: int) -> Iterator[Line]:
    for piece in _KEYWORD_GLUED.split(text):
        if piece.strip():
            yield Line(piece.strip(), number)


def is_type(text: str) -> bool:
    """Return whether a line is words for a type and nothing else."""
    return len(text) < _LONGEST_TYPE and _TITLED_TYPE.fullmatch(text) is not None


_LONGEST_TYPE = 200


def is_child_switch(text: str) -> bool:
    """Return whether a line is the switch that shows or hides the fields of an object."""
    return _SHOW.match(text) is not None
