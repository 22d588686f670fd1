"""The blocks of apidoc in comments of source code: `@api {post} /pets Make a pet`, and the tags below it.

    /**
     * @api {post} /pets Make a pet
     * @apiBody {String{1..80}="cat","dog"} [kind="cat"] What it is.
     */

A block `@apiDefine Name` is put in where `@apiUse Name` stands (apidocjs.com, "apiDefine").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ... import cuts
from ...type_phrases import phrase_schema
from ...wording.stated_fields import stated_field

if TYPE_CHECKING:
    from ....document.document import JSON
    from ...operations import Field

_MARGIN = re.compile(r"[ \t]*(?:/\*\*?|\*/|\*(?!/)|//+|#+(?!#)|--|;+)?[ \t]?")
_TAG = re.compile(r"[ \t]*@(api\w*)(?:[ \t]+(.*))?")
_API = re.compile(r"\{(?P<method>\w{1,10})\}[ \t]+(?P<path>\S{1,500})(?:[ \t]+(?P<title>.*))?")
_GROUP = re.compile(r"\((?P<group>[^()\n]{1,80})\)[ \t]*(?P<rest>.*)", re.DOTALL)
_TYPE = re.compile(
    r"\{[ \t]*(?P<words>[\w\[\]. /|-]{1,80}?)[ \t]*(?:\{(?P<size>[^{}\n]{1,60})\})?[ \t]*"
    r"(?:=(?P<values>[^}\n]{1,1000}))?\}[ \t]*(?P<rest>.*)",
    re.DOTALL,
)
_VALUE = r"\"[^\"\n]*\"|'[^'\n]*'"
_OPTIONAL = re.compile(
    rf"\[(?P<name>[\w$@.\[\]-]{{1,120}}?)(?:=(?P<default>{_VALUE}|[^\]\n]{{1,200}}))?\](?:[ \t]+(?P<text>.*)|\s*)",
    re.DOTALL,
)
_NAMED = re.compile(
    rf"(?P<name>[\w$@.\[\]-]{{1,120}})(?:=(?P<default>{_VALUE}|\S{{1,200}}))?(?:[ \t]+(?P<text>.*)|\s*)", re.DOTALL
)
_SPAN = re.compile(r"(?P<low>-?\d+(?:\.\d+)?)?(?P<sign>\.\.|-)(?P<high>-?\d+(?:\.\d+)?)?")
_STATUS = re.compile(r"(?<!\d)([1-5]\d\d|[1-5]xx)(?!\d)", re.IGNORECASE)
_MOST_USES = 200
_MOST_TAGS = 20_000


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag with its text, which may have several lines."""

    name: str
    text: str
    line: int


@dataclass(slots=True)
class Block:
    """The tags of one operation, those of `@apiDefine` put in."""

    method: str
    path: str
    title: str
    line: int
    tags: list[Tag] = field(default_factory=list[Tag])

    def of(self, *names: str) -> list[Tag]:
        """Return the tags with one of these names."""
        return [one for one in self.tags if one.name in names]

    def first(self, name: str) -> str:
        """Return the text of the first tag of that name; empty if there is none."""
        return next((one.text for one in self.of(name)), "")


@dataclass(frozen=True, slots=True)
class Item:
    """What a tag of a field says."""

    field: Field | None
    """None if the tag names no field, such as `{null} -`."""
    name: str
    status: str
    """The status that the group in round brackets names; empty if it names none."""
    typed: bool
    """Whether the tag has a type: an `@apiError` without one names an error."""


def is_apidoc(text: str) -> bool:
    """Return whether a text has a block of an operation."""
    return re.search(r"@api[ \t]+\{\w{1,10}\}[ \t]+\S", text) is not None


def blocks(text: str, first_line: int) -> list[Block]:
    """Return the operations of a text."""
    defined: dict[str, list[Tag]] = {}
    found: list[Block] = []
    target: list[Tag] | None = None
    for tag in _tags(text, first_line):
        if tag.name == "apiDefine":
            target = defined.setdefault(tag.text.split(None, 1)[0] if tag.text.strip() else "", [])
        elif tag.name == "api":
            match = _API.match(tag.text)
            target = None
            if match is not None:
                found.append(Block(match["method"].lower(), match["path"], (match["title"] or "").strip(), tag.line))
                target = found[-1].tags
        elif target is not None:
            target.append(tag)
    for one in found:
        one.tags = list(_used(one.tags, defined))
    return [one for one in found if not one.of("apiIgnore")]


def item(tag: Tag) -> Item:
    """Return the field of `@apiBody`, `@apiSuccess` and the like."""
    rest, status = tag.text.strip(), ""
    if match := _GROUP.match(rest):
        code = _STATUS.search(match["group"])
        rest, status = match["rest"], code[1].upper() if code else ""
    typed = _TYPE.match(rest)
    if typed is not None:
        rest = typed["rest"]
    optional = _OPTIONAL.fullmatch(rest)
    match = optional or _NAMED.fullmatch(rest)
    if match is None or match["name"].strip("-") == "":
        return Item(None, rest, status, typed is not None)
    words = (typed["words"] if typed else "").strip()
    made = stated_field(
        _dotted(match["name"]),
        tag.line,
        words,
        required=False if optional else None if tag.name in ("apiSuccess", "apiError") else True,
        description=(match["text"] or "").strip(),
        default=match["default"].strip("\"'") if match["default"] else None,
        options=_values(typed["values"]) if typed and typed["values"] else (),
        limits=_size(typed["size"] or "", words) if typed else None,
    )
    return Item(made, match["name"], status, typed is not None)


def _tags(text: str, first_line: int) -> Iterator[Tag]:
    """Yield the tags; text belongs to the tag above it, up to the end of the comment."""
    name, lines, start, count = "", list[str](), 0, 0
    for number, raw in enumerate(text.split("\n"), first_line):
        margin = _MARGIN.match(raw)
        line = raw[margin.end() :] if margin else raw
        match = _TAG.fullmatch(line)
        closes = "*/" in raw or raw.strip() in ('"""', "=cut", "=end", "#}")
        if match is not None and count < _MOST_TAGS:
            if name:
                yield Tag(name, "\n".join(lines).strip("\n"), start)
            name, lines, start, count = match[1], [match[2] or ""], number, count + 1
        elif name and not closes:
            lines.append(line.rstrip())
        if closes and name:
            yield Tag(name, "\n".join(lines).strip("\n"), start)
            name = ""
    if name:
        yield Tag(name, "\n".join(lines).strip("\n"), start)


def _used(tags: Sequence[Tag], defined: dict[str, list[Tag]]) -> Iterator[Tag]:
    """Yield the tags, those of a definition in the place of `@apiUse`."""
    waiting, uses = list(reversed(tags)), 0
    while waiting:
        one = waiting.pop()
        if one.name != "apiUse":
            yield one
        elif uses == _MOST_USES:
            cuts.note(f"only the first {_MOST_USES} definitions of an operation were put in")
            uses += 1
        elif uses < _MOST_USES:
            uses += 1
            waiting += reversed(defined.get(one.text.strip(), []))


def _dotted(name: str) -> str:
    """Return `address.street` of `address[street]`, and `legs` of `legs[]`."""
    return re.sub(r"\[(\w+)\]", r".\1", name).replace("[]", "")


def _values(text: str) -> list[str]:
    return [one.strip(" \t\"'") for one in text.split(",") if one.strip(" \t\"'")]


def _size(text: str, words: str) -> dict[str, JSON]:
    """Return the keywords of `{2..5}`, the length of a text, and of `{1-100}`, the range of a number."""
    match = _SPAN.fullmatch(text.strip())
    kind = (phrase_schema(words) or {}).get("type")
    ending = {"string": "Length", "integer": "imum", "number": "imum", "array": "Items"}.get(str(kind))
    if match is None or ending is None:
        return {}
    made: dict[str, JSON] = {}
    for key, number in (("min", match["low"]), ("max", match["high"])):
        if number:
            made[f"{key}{ending}"] = float(number) if "." in number else int(number)
    return made
