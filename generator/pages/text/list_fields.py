"""Items of lists that name a field each: ``- `to` (string, required): the callee``, and statuses in lists."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import field_lists
from ..operations import Field
from ..type_phrases import phrase_schema
from ..wording.headings import RESPONSE_HEADER, Announcement, announced, is_part_word, status_of
from ..wording.stated_fields import stated_field
from ..wording.translations import english
from .labels import announcement
from .nested_tables import PlacedFields

if TYPE_CHECKING:
    from ...document.document import JSON

NAME = re.compile(r"[A-Za-z_$@\[{:][\w$@.:\[\]{}*-]{0,120}")
_ITEM = re.compile(
    r"^[ \t]*[-*+][ \t]+(?:\*\*)?`(?P<name>[^`\n]{1,80})`(?:\*\*)?[ \t]*(?P<rest>.*)$"
    r"|^[ \t]*[-*+][ \t]+\*\*`?(?P<bold>[\w.\[\]-]{1,80})`?\*\*[ \t]*(?P<after>.*)$"
)
_LABEL_ITEM = re.compile(r"(?:\*\*|__)?([A-Z][\w /-]{2,40}?)[:\uff1a]?(?:\*\*|__)?[:\uff1a]?[ \t]*")
_HEADER_LINE = re.compile(
    r"`(?P<name>[A-Za-z][\w-]{1,60}):[ \t]+(?P<value>[^`\n]{1,200})`[ \t]*(?:[:\u2013\u2014-]+[ \t]*(?P<text>[^\n]*))?"
)
_TYPED_NAME = re.compile(
    r"\"?(?P<name>[A-Za-z_$@][\w$@.\[\]-]{0,80})\"?: (?P<optional>optional )?(?P<type>[^\n]{1,80})"
)
_LINKED_NAME = re.compile(r"^\[(`[^`\]\n]{1,80}`)\]\([^()\s]{1,500}\)")
_INSIDE = re.compile(
    r"^(?:\*\*)?[ \t]*[:\u2013\u2014-]?[ \t]*"
    r"(?:\((?P<round>(?:[^()\n]|\([^()\n]{0,40}\)){1,80})\)|\[(?P<square>[^\[\]\n]{1,80})\]|\*(?P<star>[^*\n]{1,80})\*|_(?P<line>[^_\n]{1,80})_"
    r"|`(?P<code>[^`\n]{1,80})`)[ \t]*(?:\*\*)?[ \t]*[:\u2013\u2014-]*[ \t]*(?P<text>.*)$"
)
_BEHIND = re.compile(
    r"[ \t*]*[:\u2013\u2014-]+[ \t]*(?P<words>[A-Za-z][\w<>\[\]| ]{1,40}?)(?:,[ \t]*(?P<mark>required|optional))?"
    r"(?:[.;,][ \t]+(?P<text>.*)|[ \t]*[.;]?)",
    re.IGNORECASE | re.DOTALL,
)
"""A type behind a dash: `- **status** — string, optional. What it is.`"""
_UNBRACKETED = re.compile(r"^[ \t]*\(([^()]*)\)[ \t]*$")
"""Brackets within emphasis: `*(string, required)*`."""
_STATUS_ITEM = re.compile(
    r"(?:\*\*|`)*(?:HTTP )?([1-5]\d\d)\b(?:\*\*|`)?([ \w'-]{0,40}?)(?:\*\*|`)*[ \t]*"
    r"(?:[:\u2013\u2014-][ \t]*(.*)|()|(?<=\d)[ \t]+([A-Z].*))",
    re.IGNORECASE,
)
DEFAULT_MARK = re.compile(
    r"[,;]?\s*\bdefaults?(?: to| is| value)?\s*[:=]?\s*(`[^`]*`|\"[^\"]*\"|'[^']*'|[^\s,;()]+)",
    re.IGNORECASE,
)
_EXAMPLE_AT_END = re.compile(r"(?:^|(?<=\s))Example: ([\[{\"\dtfn-].*)$", re.DOTALL)
_SEPARATORS = re.compile(r"^[ \t:\u2013\u2014-]+")


def list_items(
    text: str, first_line: int, heads: Sequence[tuple[int, str, int]]
) -> Iterator[PlacedFields | tuple[str, str, int]]:
    """Yield the fields of lists whose heading says where they belong, and the statuses of lists of responses.

    A status comes with its description and line.
    """
    announcements: dict[int, Announcement] = {}
    for top in field_lists.items(text, first_line):
        label = _LABEL_ITEM.fullmatch(top.text) if top.items else None
        if label is not None and (own := announced(label[1])).place:
            # ``- **Path parameters**:`` with the fields below it.
            yield from (_placed(one, own) for inner in top.items if (one := _field_of(inner, own)) is not None)
            continue
        near = bisect_left(heads, top.line, key=lambda one: one[0])
        said = (
            announcements[near]
            if near in announcements
            else announcements.setdefault(near, announcement(heads, top.line))
        )
        if said.place == "response" and (match := _STATUS_ITEM.fullmatch(top.text)) is not None:
            yield match[1].upper(), (match[3] or match[5] or "").strip() or match[2].strip(), top.line
            continue
        one = _field_of(top, said) if said.place and not said.example else None
        if one is not None:
            yield _placed(one, said)


def _placed(one: Field, said: Announcement) -> PlacedFields:
    required = said.required if one.required is None else one.required
    return PlacedFields(said.place, replace(one, required=required), status_of(said))


def _field_of(item: field_lists.Item, said: Announcement) -> Field | None:
    """Return the field of an item; of headers, ``- `X-Trace: 7` `` has a value behind the name, and no type."""
    header = _HEADER_LINE.fullmatch(item.text) if said.place in ("header", RESPONSE_HEADER) else None
    if header is None or phrase_schema(header["value"]) is not None:
        return _item(item)
    return stated_field(header["name"], item.line, description=header["text"] or f"`{header['value'].strip()}`")


def type_and_marks(words: str) -> tuple[str, bool | None]:
    """Return words for a type without the marks that are next to them: `string, required`."""
    required: bool | None = None
    words = english(words)
    match = re.search(r"[\s,;(\[]*\b(required|optional|mandatory)\b[)\]]?[\s,;]*", words, re.IGNORECASE)
    if match:
        required = match[1].lower() != "optional"
        before, after = words[: match.start()].strip(), words[match.end() :].strip()
        words = f"{before}, {after}" if before and "," in match[0].rstrip()[-1:] else f"{before} {after}".strip()
    return words.strip(" ,;"), required


def _item(item: field_lists.Item) -> Field | None:
    match = _ITEM.match("- " + _LINKED_NAME.sub(r"\1", item.text, count=1))
    name = (match["name"] or match["bold"] or "") if match else ""
    if stated := _TYPED_NAME.fullmatch(name):
        return _typed_item(item, stated)
    if match is None or not NAME.fullmatch(name.strip("{}:")):
        return None
    rest = (match["rest"] if match["name"] else match["after"]) or ""
    inside = _INSIDE.match(rest)
    if not match["name"] and inside is None and is_part_word(name):
        return None
    words, required, text = "", None, _SEPARATORS.sub("", rest)
    default: str | None = None
    if inside:
        within = _UNBRACKETED.sub(r"\1", next(one for one in inside.groups()[:-1] if one is not None))
        marks = DEFAULT_MARK.sub("", within).lstrip(" ,;")
        said, marked = type_and_marks(marks)
        if not said or phrase_schema(said) is not None:
            words, required, text = said, marked, inside["text"]
            stated = DEFAULT_MARK.search(within)
            default = stated[1].strip("`\"'") if stated else None
        else:
            # Words for a type that are not understood are words all the same: values in the text do not replace them.
            words = said
    elif (behind := _BEHIND.fullmatch(rest)) is not None and phrase_schema(behind["words"]) is not None:
        words, text = behind["words"], behind["text"] or ""
        required = {"required": True, "optional": False}.get((behind["mark"] or "").casefold())
    below = tuple(made for one in item.items if (made := _item(one)) is not None)
    text, limits = _shown(text)
    if not inside and not below and not text:
        return None
    return stated_field(
        name.strip("{}:"),
        item.line,
        words,
        required=required,
        description=text,
        default=default,
        fields=below,
        limits=limits,
    )


def _typed_item(item: field_lists.Item, match: re.Match[str]) -> Field:
    """Return the field of an item ``- `name: optional string` ``: without "optional" it is required."""
    below = tuple(made for one in item.items if (made := _item(one)) is not None)
    text = item.text.partition("` ")[2]
    required = match["optional"] is None
    # Types that the page names elsewhere are known as objects by the fields below them.
    words = re.sub(r"\b[A-Z]\w+$", "object", match["type"]) if below else match["type"]
    return stated_field(match["name"], item.line, words, required=required, description=text, fields=below)


def _shown(text: str) -> tuple[str, dict[str, JSON]]:
    """Return a text without the example at its end, and that example as a keyword, if it is JSON."""
    match = _EXAMPLE_AT_END.search(text)
    if match is None:
        return text, {}
    try:
        value: JSON = json.loads(match[1])
    except (ValueError, RecursionError):
        return text, {}
    return text[: match.start()].rstrip(), {"examples": [value]}
