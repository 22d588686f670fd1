"""Fields that a sentence lists: "Fields: `sailing_id` (integer, required), `vehicle` (string or null)."

A sentence is read only if all of it is such a list; each name is followed by words for its type in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import cuts
from ..operations import Field
from ..type_phrases import phrase_schema
from .headings import announced
from .stated_fields import stated_field

_ITEM = r"[`*]{1,3}([A-Za-z_$@][\w$@.\[\]-]{0,80})[`*]{1,3}[ \t\n]{1,4}\(([^()\n]{1,120})\)"
_BETWEEN = r"(?:[ \t]{0,4}[,;]?[ \t\n]{1,4}(?:(?:and|or|plus)[ \t\n]{1,4})?)"
_LABEL = (
    r"(?P<label>[A-Za-z][\w /-]{1,60}?)(?:[*_]{0,3}:[*_]{0,3}|[ \t]{1,4}(?:with|takes?|has|have|are|is))[ \t\n]{1,4}"
)
_SENTENCE = re.compile(
    rf"^[ \t]{{0,3}}[*_]{{0,3}}{_LABEL}(?P<list>{_ITEM}(?:{_BETWEEN}{_ITEM}){{0,100}})[ \t]{{0,4}}(?:\.(?=[ \t]|$)|$)",
    re.MULTILINE,
)
_ONE = re.compile(_ITEM)
_MARK = re.compile(r"(required|optional|mandatory|deprecated)", re.IGNORECASE)
_NULL = re.compile(r"[ \t]+or[ \t]+null\b|\bnullable\b", re.IGNORECASE)
_DEFAULT = re.compile(r"defaults?(?: to| is| value)?\s*[:=]?\s*(\S+)", re.IGNORECASE)
_WORD = re.compile(r"[\w.+-]{1,60}")
_MOST = 500


_PARAGRAPH = re.compile(
    r"^(?P<indent>(?:&nbsp;|&emsp;|&ensp;|[ \t\u00a0])*)(?:\*\*)?`(?P<name>[A-Za-z_$@][\w$@.\[\]-]{0,80})`(?:\*\*)? "
    r"\((?P<inside>(?:string|integer|int|number|float|boolean|bool|object|array|list|map|enum|date|datetime|uuid|url|any|null"
    r"|required|optional)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentenceFields:
    """The fields of one sentence."""

    label: str
    """The words in front of the list, such as `Fields` or `Query parameters`."""
    line: int
    fields: tuple[Field, ...]


def sentence_fields(text: str, first_line: int) -> Iterator[SentenceFields]:
    """Yield the sentences of a text without fences that list fields."""
    for match in cuts.limited(_SENTENCE.finditer(text), _MOST, "sentences with fields"):
        line = first_line + text.count("\n", 0, match.start("label"))
        label = match["label"].strip()
        found = [(_field(one, line), one) for one in _ONE.finditer(match["list"])]
        known = [one for one, _ in found if one is not None]
        # Behind a label such as "Query parameters", a word that is no type known here makes a field without a type.
        if len(known) == len(found) or (known and announced(label).place):
            fields = (one or stated_field(said[1], line, description=said[2]) for one, said in found)
            yield SentenceFields(label, line, tuple(fields))


def _field(match: re.Match[str], line: int) -> Field | None:
    """Return a field; None if the first part in its parentheses is no type."""
    words, *parts = (one.strip(" `") for one in match[2].split(","))
    can_be_null = _NULL.search(match[2]) is not None
    words = _NULL.sub("", words).strip()
    required: bool | None = None
    default: str | None = None
    rest: list[str] = []
    for part in parts:
        if (mark := _MARK.fullmatch(part)) is not None and mark[1].lower() != "deprecated":
            required = mark[1].lower() != "optional"
        elif (stated := _DEFAULT.fullmatch(part)) is not None:
            default = stated[1].strip("`\"'")
        elif not _NULL.fullmatch(part):
            rest.append(part)
    options: list[str] = []
    if words.casefold().startswith("one of "):
        options = [one.strip(' `"') for one in (words[len("one of ") :], *rest)]
        if all(_WORD.fullmatch(one) and phrase_schema(one) is None for one in options):
            words, rest = "string", []
    if not words or phrase_schema(words) is None:
        return None
    text = ", ".join(rest)
    return stated_field(
        match[1],
        line,
        words,
        required=required,
        description=text,
        options=options,
        default=default,
        can_be_null=can_be_null,
        deprecated=any(one.lower() == "deprecated" for one in rest),
    )


def with_items(text: str) -> str:
    """Return a text in which paragraphs that begin like fields are items: `` `name` (string, optional): Text.``"""
    if "` (" not in text:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        # A sentence lists several of them, perhaps on several lines.
        if line.count("` (") == 1 and not lines[at - 1].rstrip().endswith((",", ";")):
            lines[at] = _PARAGRAPH.sub(_item_of, line)
    return "\n".join(lines)


def _item_of(match: re.Match[str]) -> str:
    indent = len(re.sub(r"&nbsp;|&emsp;|&ensp;", " ", match["indent"]))
    return f"{' ' * indent}- `{match['name']}` ({match['inside']}"
