"""Title and description of an operation, as the headings, labels and paragraphs of a page say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown import Section, sections, unescaped, without_fences
from ..names import begins_with_verb, unnumbered
from ..wording import plain_text
from ..wording.headings import announced
from .endpoints import stated
from .tables import plain

if TYPE_CHECKING:
    from .front_matter import FrontMatter

_QUOTE = re.compile(r"^[ \t]*>[ \t]?(.*)$")
_SKIPPED = re.compile(r"[ \t]*(?:#|<|\||```|~~~|import |export |[-*+] |\d+\. |---|\*\*\*|!\[|\[!\[)")
_LABELED = re.compile(
    r"[ \t*_`]*(?:[\w /-]{1,40}[*_`]{0,3}:(?:[*_` \t]|$)|[\w-]+:[ \t]"
    r"|(?:returns?|responds?|responses?)\b[^\n]*\b[1-5]\d\d\b"
    r"|authenticat(?:e with|ion)|authori[sz]ation|requires? auth|curl\b|[{\[])",
    re.IGNORECASE,
)
"""Lines behind a statement that are no description of the operation: labels, headers, statuses, credentials."""
_LABELLED_TEXT = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?:Description|Summary|Purpose)[ \t]*"
    r"(?:[:\uff1a](?:\*\*|__)?|(?:\*\*|__)[:\uff1a])"
    r"[ \t]+([^|\s][^|\n]{2,400}?)[ \t]*",
    re.IGNORECASE,
)
_ON_THE_LINE = re.compile(
    r"(?:[^|\n]{0,40}\b(?:GET|POST|PUT|PATCH|DELETE)\b[`*\s|]{1,10}`?[^\s`|]*/[^\s`|*]*[`*)\]]*"
    r"[ \t]*(?:[-\u2013\u2014:][ \t]+|\u2192[ \t]*)([^|\n]{3,300})"
    r"|[ \t]*\|[`* \t]*(?:GET|POST|PUT|PATCH|DELETE)[`* \t]*\|[`* \t]*[^\s`|]*/[^\s`|]*[`* \t]*\|([^|\n]{3,300})\|.*)"
)
_MOST_WORDS = 8
_LONGEST_LINE = 1_000
_LABEL_HEADING = re.compile(r"#{2,6}[ \t]+(?:Description|Summary|Purpose)[ \t]*:?[ \t]*", re.IGNORECASE)
_NEAR = 4
_BEFORE, _AFTER = 6, 8
"""Lines around the statement of an operation among which a label gives its description."""
_OF_THE_API = re.compile(
    r"\b(?:APIs?|docs?|documentation|reference|endpoints?|guide|manual|spec(?:ification)?)\b", re.I
)
"""A title of the whole API."""
_PART = re.compile(
    r"\W*(?:(?:the )?endpoints?|(?:http )?(?:request|method|verb)|(?:request |api )?(?:url|uri|path|address)"
    r"|description|overview|details?|summary|usage|definition|signature|method and (?:url|path)|api call|call)\W*",
    re.IGNORECASE,
)
"""A heading of a part of an operation."""
_GENERAL = re.compile(
    r"\W*(?:introduction|getting started|quick ?start|resources?|(?:available |all |list of )?"
    r"(?:api )?(?:endpoints?|methods|operations|routes|calls)"
    r"|(?:rest |http )?api(?: reference| documentation| endpoints?| calls)?"
    r"|(?:making|make|sending|send) (?:a|an|the|your)? ?(?:\w+ )?(?:requests?|calls?)|how (?:it works|to .*)|try it.*"
    r"|basic usage|parameters?|prerequisites|limits|notes?|permissions?|important"
    r"|reference|basics|general|base url|servers?|methods?|v\d[\d.]*|version [\d.]+|usage|examples?)\W*",
    re.IGNORECASE,
)
"""A heading around several operations, or of the page as a whole."""
_SENTENCE_END = re.compile(r"[.!?][`)\"'*_]{0,3}(?:\s|$)")


def titled(text: str, first_line: int, matter: FrontMatter) -> tuple[str, int]:
    """Return the page's title and its line: of the front matter, else of the first heading, else the first line."""
    if matter.get("title"):
        return unescaped(matter.get("title")), matter.lines.get("title", first_line)
    head = next((one for one in sections(text, first_line) if one.level == 1), None)
    if head is not None:
        return head.title, head.line
    lines = without_fences(text).split("\n")
    if plain_text.has_headings(lines):
        return "", 0
    return next(
        ((title, first_line + number) for number, level, title in plain_text.headings(lines) if level == 1), ("", 0)
    )


def own_heading(text: str, first_line: int, line: int) -> Section | None:
    """Return the heading above the line that states the operation, if it names the operation; else None.

    Headings of parts ("HTTP request") have it above them. One without a verb ("User registration") does so if it stands
    far below the title of the page, or that names an API.
    """
    above = [one for one in sections(text, first_line) if one.line < line]
    if not above:
        return None
    has_title = above[0].level == 1
    level = above[-1].level + 1
    for own in reversed(above):
        if own.level == 1 or stated(own.title):
            return None
        said = announced(own.title)
        if own.level >= level or said.place or said.example or _PART.fullmatch(unnumbered(own.title)):
            level = min(level, own.level)
            continue
        is_deep = has_title and not begins_with_verb(unnumbered(above[0].title))
        names = begins_with_verb(unnumbered(own.title)) or is_deep
        return own if names and not _GENERAL.fullmatch(unnumbered(own.title)) else None
    return None


def is_headed(text: str, first_line: int, line: int) -> bool:
    """Return whether the line that states the operation is a heading."""
    return any(one.line == line and one.level > 1 for one in sections(text, first_line))


def is_of_the_api(title: str) -> bool:
    """Return whether a title names an API as a whole."""
    return _OF_THE_API.search(title) is not None


def labelled(text: str, first_line: int, line: int) -> str:
    """Return what a line near the statement of an operation calls its description: `**Description**: Create a pet`."""
    lines = without_fences(text).split("\n")
    at = line - first_line
    for number in range(max(0, at - _BEFORE), min(len(lines), at + _AFTER)):
        one = lines[number]
        if _LABEL_HEADING.fullmatch(one):
            below = next((text.strip() for text in lines[number + 1 : number + _NEAR] if text.strip()), "")
            return unescaped(below) if below[:1].isalpha() and not _LABELED.match(below) else ""
        if one.startswith("#") and number > at:
            break
        if (match := _LABELLED_TEXT.fullmatch(one)) is not None:
            return unescaped(match[1].strip())
    return ""


def named_on_the_line(text: str, first_line: int, line: int, known: tuple[str, int, str]) -> tuple[str, int, str]:
    """Return title, its line and description; what is missing of them stands behind the operation on its own line:
    ``**GET /files** - List files``, or in the next cell of its row.
    """
    title, title_line, description = known
    lines = without_fences(text).split("\n")
    at = line - first_line
    match = _ON_THE_LINE.fullmatch(lines[at]) if 0 <= at < len(lines) and len(lines[at]) <= _LONGEST_LINE else None
    said = unescaped(plain(match[1] or match[2] or "")) if match is not None else ""
    if title or not said[:1].isalpha() or _LABELED.match(said):
        return known
    words = said.rstrip(". ").split()
    if "." not in said.rstrip(".") and 1 < len(words) <= _MOST_WORDS:
        return " ".join(words), line, description
    return title, title_line, description or said


def behind(text: str, first_line: int, line: int) -> str:
    """Return the paragraph right behind the line that states the operation; empty where something else is there."""
    lines = without_fences(text).split("\n")[max(0, line - first_line + 1) :]
    paragraph: list[str] = []
    for one in lines:
        if (paragraph and not one.strip()) or (one.strip() and (_SKIPPED.match(one) or _LABELED.match(one))):
            break
        if paragraph and len(one) < _SHORT and announced(one.strip()).place and not _SENTENCE_END.search(one):
            # A text without marks has the next heading right below.
            break
        if one.strip():
            paragraph.append(one.strip())
    kept = unescaped(" ".join(paragraph))
    return kept if " " in kept and _SENTENCE_END.search(kept) and not _states(kept) else ""


def opening(text: str) -> str:
    """Return the quotation under the first heading, or else the first paragraph."""
    lines = without_fences(text).split("\n")
    start = next((index for index, line in enumerate(lines) if re.match(r" {0,3}#[ \t]", line)), -1)
    quoted: list[str] = []
    for line in lines[start + 1 :]:
        match = _QUOTE.match(line)
        if match:
            quoted.append(match[1])
        elif quoted or line.strip():
            break
    said = "\n".join(quoted).strip()
    if said and not _states(said) and not said.endswith(":"):
        return said
    # A quotation that states the operation, or announces a sample, says nothing about it: what is behind it does.
    lines = ["" if said and _QUOTE.match(line) else line for line in lines]
    paragraph: list[str] = []
    if start < 0 and not plain_text.has_headings(lines):
        heads = {number: level for number, level, _ in plain_text.headings(lines)}
        end = next((number for number, level in heads.items() if level > 1), len(lines))
        lines = ["" if heads.get(number) == 1 else line for number, line in enumerate(lines[:end])]
    for line in lines[start + 1 :]:
        if _SKIPPED.match(line) or (paragraph and not line.strip()):
            break
        if line.strip():
            paragraph.append(line.strip())
    kept = unescaped(" ".join(paragraph))
    if (label := _LABELLED_TEXT.fullmatch(kept)) is not None:
        return label[1]
    return (
        ""
        if (is_label(kept) and announced(plain(kept)).place)
        or re.match(r"(?:\*\*)?(?:API |HTTP )?(?:endpoint|method|url|base url)\b", kept, re.IGNORECASE)
        or _states(kept)
        else kept
    )


def is_label(text: str) -> bool:
    """Return whether a paragraph is a label alone: `**Path parameters**`."""
    return (
        re.fullmatch(r"(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__):?(?:[ \t]*(?:\*\*)[^*_\n]{1,60}(?:\*\*):?)*", text)
        is not None
    )


def _states(text: str) -> bool:
    return bool(text) and len(text) < _SHORT and bool(stated(text))


_SHORT = 160
