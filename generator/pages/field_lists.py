"""Nested lists of fields in markdown: ``- `name` (type, required, nullable, default: x) — text``, two spaces a level.

The meaning of a page's lists depends only on the names of its types; a list of variants is below a union.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..document.document import JSON
from ..openapi.json_values import is_mapping, is_sequence
from . import cuts
from .markdown import unescaped
from .operations import Field
from .type_phrases import phrase_schema
from .type_words import Schema, nullable, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_ITEM = re.compile(r"(?P<indent>[ \t]*)[-*+] +(?P<text>.*)")
_NAMED = re.compile(
    r"`(?P<name>[^`]+)`(?P<tag>: `(?P<value>[^`]*)`)?(?: +\((?P<inside>.*?)\)(?= *$| +[—\u2013-] ))?(?P<rest>.*)"
)
_ALLOWED = re.compile(r"(?:Allowed|Possible|Available) values?: *(.*)", re.IGNORECASE)
_CODE = re.compile(r"`([^`]*)`")
_DASH = re.compile(r"^\s*(?:—|\u2013|-|:)\s*")
_WORDS = frozenset(
    {"required", "optional", "nullable", "deprecated", "read-only", "write-only", "readonly", "writeonly"}
)
_KEYWORDS = {
    "format": "format",
    **dict.fromkeys(("min", "minimum", ">="), "minimum"),
    **dict.fromkeys(("max", "maximum", "<="), "maximum"),
    **{one.casefold(): one for one in ("minLength", "maxLength", "minItems", "maxItems", "multipleOf")},
    "example": "example",
}
"""Flags that have a value, without spaces and in lower case → the keyword; an example is no part of the schema."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?")
_LIST_OF = re.compile(r"list of (.+ or .+)", re.IGNORECASE)
_DEEPEST = 60
_LONGEST_NAME = 200
_LONGEST = 20_000
"""Characters of an item after which the lines that continue it are left out."""


@dataclass(slots=True)
class Item:
    """One item of a list, with the items below it."""

    text: str
    line: int
    depth: int
    items: list[Item] = field(default_factory=list["Item"])


def items(text: str, first_line: int) -> list[Item]:
    """Return the items at the top of the lists of a text; what is no item continues the one before it."""
    top: list[Item] = []
    stack: list[Item] = []
    blank = False
    for number, line in enumerate(text.split("\n"), first_line):
        match = _ITEM.fullmatch(line)
        if match is None:
            if line.strip() and stack and not (blank and not line.startswith(" ")):
                if len(stack[-1].text) < _LONGEST:
                    stack[-1].text += f" {line.strip()}"
                else:
                    cuts.note(f"only the first {_LONGEST:,} characters of an item of a list were read")
            elif line.strip():
                stack = []
            blank = not line.strip()
            continue
        blank = False
        depth = len(match["indent"].expandtabs(4))
        while stack and stack[-1].depth >= depth:
            stack.pop()
        item = Item(match["text"].strip(), number, depth)
        (stack[-1].items if stack and len(stack) < _DEEPEST else top).append(item)
        stack.append(item)
    return top


def prose(text: str) -> str:
    """Return the text before the first item, one paragraph a line."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _ITEM.fullmatch(line):
            break
        lines.append(line.strip())
    return "\n".join(lines).strip()


def fields(found: Sequence[Item], named: Collection[str]) -> tuple[Field, ...]:
    """Return the fields that items describe; `named` are the types of the page."""
    return tuple(one for one in (_field(item, named) for item in found) if one is not None)


def value(found: Sequence[Item], named: Collection[str], line: int, name: str = "") -> Field:
    """Return the value that a whole list describes: an object with the fields, or the type that its only item names."""
    if len(found) == 1 and (whole := _whole(found[0], named, name)) is not None:
        return whole
    if found and all(_is_variant(item) for item in found):
        return Field(name, line, variants=tuple(_variant(item, named) for item in found))
    if values := _allowed(found):
        return Field(name, line, _enumerated({"type": "string"}, values))
    described = fields(found, named)
    if described:
        return Field(name, line, {"type": "object"}, fields=described)
    if name in named:
        return Field(name, line, schema_of(name, named) or {})
    return Field(name, line, typed=False)


def of_words(words: str, line: int, found: Sequence[Item], named: Collection[str], name: str = "") -> Field:
    """Return the value that words name (`list of object`), with what is below it."""
    schema, typed = _type(words, found, named)
    made = _below(Field(name, line, schema, typed), found, named)
    return made


def _whole(item: Item, named: Collection[str], name: str) -> Field | None:
    """Return the value of an item that is a type alone: ``- `list of object` ``."""
    match = _NAMED.fullmatch(item.text)
    if match is None or match["inside"] is not None or match["tag"] or match["rest"].strip():
        return None
    words = match["name"]
    if schema_of(words, named) is None and item.items and not _is_plain_name(words):
        return None
    return of_words(words, item.line, item.items, named, name)


def _is_plain_name(words: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z_]\w*", words))


def _field(item: Item, named: Collection[str]) -> Field | None:
    match = _NAMED.fullmatch(item.text)
    if match is None or match["tag"]:
        return None
    words, flags = _inside(match["inside"] or "")
    schema, typed = _type(words, item.items, named)
    if "default" in flags:
        schema = {**schema, "default": _default(flags["default"], schema)}
    if "nullable" in flags:
        schema = nullable(schema)
    for flag, keyword in (("read-only", "readOnly"), ("write-only", "writeOnly")):
        if flag in flags or flag.replace("-", "") in flags:
            schema = {**schema, keyword: True}
    schema |= _limits(flags)
    made = Field(
        match["name"],
        item.line,
        schema,
        typed,
        True if "required" in flags else False if "optional" in flags else None,
        unescaped(_DASH.sub("", match["rest"]).strip()),
        "deprecated" in flags,
    )
    return _below(made, item.items, named)


def _below(made: Field, found: Sequence[Item], named: Collection[str]) -> Field:
    """Return the field with what its list below it says: values, fields, or variants."""
    values = _allowed(found)
    rest = [item for item in found if not _ALLOWED.fullmatch(item.text)]
    schema = _enumerated(made.schema, values) if values else dict(made.schema)
    inner: tuple[Field, ...] = ()
    variants: tuple[Field, ...] = ()
    if rest and all(_is_variant(item) for item in rest):
        variants = tuple(_variant(item, named) for item in rest)
    else:
        inner = fields(rest, named)
    return Field(
        made.name, made.line, schema, made.typed, made.required, made.description, made.deprecated, inner, variants
    )


def _is_variant(item: Item) -> bool:
    match = _NAMED.fullmatch(item.text)
    return bool(match["tag"]) if match else not _ALLOWED.fullmatch(item.text) and len(item.text) < _LONGEST_NAME


def _variant(item: Item, named: Collection[str]) -> Field:
    """Return a variant of a union: a name with its fields, or a tag with its value, ``- `type`: `url` (Name)``."""
    match = _NAMED.fullmatch(item.text)
    if match is None:
        words = item.text.strip()
        if not item.items and (schema := schema_of(words, named)) is not None:
            return Field(words if words in named else "", item.line, schema)
        inner = fields(item.items, named)
        return Field(words, item.line, {"type": "object"} if inner else {}, bool(inner), fields=inner)
    tag: Schema = {"type": "string", "enum": [match["value"]]}
    first = Field(match["name"], item.line, tag, required=True)
    rest = tuple(one for one in fields(item.items, named) if one.name != match["name"])
    return Field(match["inside"] or "", item.line, {"type": "object"}, fields=(first, *rest))


def _type(words: str, below: Sequence[Item], named: Collection[str]) -> tuple[Schema, bool]:
    """Return the schema that the words name, and whether they are understood."""
    if not words:
        return {}, False
    if match := _LIST_OF.fullmatch(words):
        # "list of a or b" is a list of both, or a list or b: only the variants below it can say which.
        variants = [item for item in below if _is_variant(item)]
        if variants:
            return {"type": "array", "items": schema_of(match[1], named) or {}}, True
        return {}, False
    schema = phrase_schema(words, named)
    return ({}, False) if schema is None else (schema, True)


def _inside(text: str) -> tuple[str, dict[str, str]]:
    """Return the words for the type, and the flags after them with their values."""
    text, default, after = text.partition(", default: ")
    text, flags = _peeled(text)
    if default:
        value, behind = _peeled(after)
        flags |= {**behind, "default": value}
    return text, flags


def _peeled(text: str) -> tuple[str, dict[str, str]]:
    """Return a text without the flags at its end, and these: `nullable`, `format: uuid`, `max length: 20`."""
    flags: dict[str, str] = {}
    parts = text.split(", ")
    while parts:
        key, colon, setting = parts[-1].strip().partition(": ")
        folded = key.casefold()
        if folded in _WORDS and not colon:
            flags[folded] = ""
        elif colon and (keyword := _KEYWORDS.get(folded.replace(" ", "").replace("_", ""))) is not None:
            flags[keyword] = setting
        else:
            break
        parts.pop()
    return ", ".join(parts), flags


def _default(text: str, schema: Schema) -> JSON:
    """Return a default as a value of the type: text stays text if the type is a string."""
    kinds = schema.get("type")
    kind = kinds[0] if is_sequence(kinds) and kinds else kinds
    text = text.strip().strip("`")
    try:
        parsed: JSON = json.loads(text)
    except ValueError:
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
    return text if kind == "string" and not isinstance(parsed, str) and parsed is not None else parsed


def _limits(flags: Mapping[str, str]) -> Schema:
    """Return the keywords that flags say: a number where the keyword takes one, else the text of `format`."""
    made: Schema = {}
    for keyword, text in flags.items():
        if keyword == "format":
            made[keyword] = text.strip("`\"'")
        elif keyword in _KEYWORDS.values() and _NUMBER.fullmatch(text):
            made[keyword] = json.loads(text)
    return made


def _allowed(found: Sequence[Item]) -> list[str]:
    for item in found:
        if match := _ALLOWED.fullmatch(item.text):
            return _CODE.findall(match[1]) or [one.strip() for one in match[1].split(",") if one.strip()]
    return []


def _enumerated(schema: object, values: Sequence[str]) -> Schema:
    """Return the schema with its values; for an array, with the values of its items."""
    made: Schema = dict(schema) if is_mapping(schema) else {}
    kinds = made.get("type")
    kind = kinds if is_sequence(kinds) else [kinds]
    if "array" in kind:
        return {**made, "items": _enumerated(made.get("items"), values)}
    listed: list[JSON] = [_typed(value, kind) for value in values]
    return {**made, "enum": [*listed, None] if "null" in kind else listed}


def _typed(text: str, kinds: Sequence[JSON]) -> JSON:
    if {"integer", "number", "boolean"} & {kind for kind in kinds if isinstance(kind, str)}:
        try:
            parsed: JSON = json.loads(text)
        except ValueError:
            return text
        return parsed
    return text
