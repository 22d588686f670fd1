"""The phrases with which authors name types by hand, as schemas: `string, nullable`, `positive integer`, `User object`.

`type_words` has the words of platforms, which also part glued columns; these phrases would be found in any prose, and
are looked for only where a page has a place for the type alone: an attribute, a column, brackets.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from .type_words import Schema, nullable, schema_of
from .wording.translations import type_word

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..document.document import JSON

_FLAGS = frozenset(("required", "optional", "nullable", "deprecated", "unique", "read-only", "write-only", "mandatory"))
_PARTS = re.compile(r"\s*[,;]\s*|\s+(?=\((?:nullable|optional|required|deprecated)\)$)", re.IGNORECASE)
_LIMIT = re.compile(
    r"(?:[<>]=?|min(?:imum)?|max(?:imum)?|between|default|length|up to)\b.*"
    r"|-?\d+(?:\.\d+)? ?[\u2013-] ?-?\d+(?:\.\d+)?",
    re.IGNORECASE,
)
_ONE_TYPE = re.compile(r"[A-Za-z][\w-]*(?:\[\])*|(?:array|list) of \w+", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]+`|\"[^\"]+\"|'[^']+'")
_ADJECTIVE = re.compile(
    r"(?:positive|negative|non-negative|unsigned|signed|32-bit|64-bit|whole|random|unique|short|long|plain|valid|json)\s+",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"(?:iso[- ]?8601|rfc[- ]?3339|e\.?164|uuid(?:v\d)?|guid|url|uri|email|date|time|date-?time|timestamp|hex|"
    r"base64|utf-8|numeric|json|html|enum|csv)\s+string(s?)",
    re.IGNORECASE,
)
_FORMATS = {"uuid": "uuid", "guid": "uuid", "url": "uri", "uri": "uri", "email": "email", "date": "date"}
_NAMED_OBJECT = re.compile(r"(?P<name>[A-Z][\w.]*(?: [A-Z]\w*)?|json|nested|inner) object(?P<many>s?)", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:an? )?(?:iso[- ]?8601|rfc[- ]?3339)(?: formatted)? (?:date|date-?time|date and time|timestamp|time ?stamp)",
    re.IGNORECASE,
)
_LIST_OF_TYPE = re.compile(
    r"[A-Z]\w{1,60}\[\]|(?:[Aa]rray|[Ll]ist)(?: of (?:the )?| ?[<\[(] ?)[A-Z]\w{1,60}(?: objects?)?[>\])]?"
)
_LIST_OF = re.compile(r"(?:an? )?(?:list|array)s? of (.+)", re.IGNORECASE)
_VALUES = re.compile(r"enum(?:eration)?\s*(?::|\(|<|\[|(?<=\s)(?=`))\s*(.+?)\s*[)>\]]?", re.IGNORECASE)
_VALUE = re.compile(r"[`\"']?([\w.:/+-]{1,60})[`\"']?")
_ANY_OF = re.compile(r"(?:one|any) of:? (.+)", re.IGNORECASE)
_JSON_TYPES = re.compile(r"(?:(?:string|integer|number|boolean|object|array|null)(?:, ?|$)){2,}", re.IGNORECASE)
_LONGEST = 300


def phrase_schema(words: str, named: Collection[str] = ()) -> Schema | None:
    """Return the schema that the words for a type mean; None if they are empty, or not understood.

    `named` has the names of schemas of the page, as in `type_words.schema_of`.
    """
    words = type_word(" ".join(html.unescape(words).split()))
    found = schema_of(words.replace(",", " | ") if _JSON_TYPES.fullmatch(words) else words, named)
    if found is not None or not words or len(words) > _LONGEST:
        return found
    return _flagged(words, named) or _phrase(words, named) or _named(words) or _remarked(words, named)


def _remarked(words: str, named: Collection[str]) -> Schema | None:
    """Return the schema of `string, E.164` or `string, `HH:MM``: a type, and remarks that name no other one."""
    first, *rest = (part.strip() for part in words.split(","))
    if (
        not rest
        or not _ONE_TYPE.fullmatch(first)
        or any(schema_of(part) is not None for part in rest if part[:1] not in "`\"'")
    ):
        return None
    if len(rest) > 1 and any(_QUOTED.fullmatch(part) for part in rest):
        return None
    return schema_of(first, named)


def _flagged(words: str, named: Collection[str]) -> Schema | None:
    """Return the schema of `string, nullable`, `integer, min 1`: the first part, if the others are flags."""
    first, *rest = (part.strip("() ") for part in _PARTS.split(words))
    if not rest or not all(part.casefold() in _FLAGS or _LIMIT.fullmatch(part) for part in rest):
        return None
    schema = schema_of(first, named) or _phrase(first, named)
    if schema is not None and any(part.casefold() == "nullable" for part in rest):
        return nullable(schema)
    return schema


def _named(words: str) -> Schema | None:
    """Return the schema of `ISO 8601 datetime`, and of `Leg[]`: the name of a type does not describe the items."""
    if _MOMENT.fullmatch(words):
        return {"type": "string", "format": "date" if words.casefold().endswith(" date") else "date-time"}
    return {"type": "array"} if _LIST_OF_TYPE.fullmatch(words) else None


def _phrase(words: str, named: Collection[str]) -> Schema | None:
    if match := _LIST_OF.fullmatch(words):
        items = _phrase(match[1], named)
        return None if items is None else {"type": "array", "items": items}
    if match := _VALUES.fullmatch(words):
        return _values(match[1])
    if match := _ANY_OF.fullmatch(words):
        return schema_of(" | ".join(part for part in re.split(r", (?:or )?| or ", match[1]) if part), named)
    if match := _QUALIFIED.fullmatch(words):
        kind = words.partition(" ")[0].casefold()
        return {"type": "string", "format": _FORMATS[kind]} if kind in _FORMATS else {"type": "string"}
    if (match := _NAMED_OBJECT.fullmatch(words)) is not None:
        return schema_of(match["name"], named) if match["name"] in named else {"type": "object"}
    if match := re.fullmatch(r"(\w+)/(\w+)", words):
        return schema_of(f"{match[1]} | {match[2]}", named)
    if match := re.fullmatch(r"\[\]\s*(\w+)|\[\s*(\w+)\s*\]|(\w+) (?:array|list)", words, re.IGNORECASE):
        items = schema_of(match[1] or match[2] or match[3], named)
        return None if items is None else {"type": "array", "items": items}
    if re.fullmatch(r"object ?[({\[][^()]{0,60}[)}\]]", words, re.IGNORECASE):
        return {"type": "object"}
    if match := re.fullmatch(r"uint(32|64)?", words, re.IGNORECASE):
        return {"type": "integer", "format": words.casefold()} if match[1] else {"type": "integer"}
    if match := re.fullmatch(r"(?:map|dictionary|dict) of (\w+)", words, re.IGNORECASE):
        return schema_of(f"map<string, {match[1]}>", named)
    shorter = _ADJECTIVE.sub("", words, count=1)
    if shorter != words:
        return schema_of(shorter, named)
    if match := re.fullmatch(r"(\w+)\??(?: (?:required|optional))?(?:\s*[<>]=? ?-?\d+)*", words, re.IGNORECASE):
        return schema_of(match[1], named)
    return None


def _values(listed: str) -> Schema | None:
    values = [_VALUE.fullmatch(part.strip()) for part in re.split(r"[,|]| or ", listed) if part.strip()]
    found: list[JSON] = [match[1] for match in values if match is not None]
    return {"type": "string", "enum": found} if len(found) == len(values) > 0 else None
