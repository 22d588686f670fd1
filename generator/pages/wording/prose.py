"""Reads what the prose of a field states: options, defaults. Hints ("such as", "e.g.") state nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...openapi.json_values import is_sequence

if TYPE_CHECKING:
    from ...document.document import JSON

_QUOTED = r"(?:`[^`\n]+`|\"[^\"\n]+\"|'[^'\n]+'|\*\*[^*\n]+\*\*)"
_SEPARATOR = r"(?:\s*(?:,|/|\||or|and|,\s*or|,\s*and|&)\s*)"
_WHICH = r"(?:available|possible|allowed|valid|accepted|supported|permitted|acceptable)"
_ENUMERATION = re.compile(
    rf"(?:{_WHICH}\s+(?:options|values|enum values|types|choices)"
    r"|(?:must|can|may|should|has to)\s+be(?:\s+(?:either|one of)(?:\s+the following(?:\s+values)?)?)?"
    r"|one of(?:\s+the following(?:\s+values)?)?|either|enum|options|values)"
    rf"\s*(?:are|include only|is)?\s*:?\s*\(?\[?\s*((?:{_QUOTED}{_SEPARATOR})+{_QUOTED})\]?\)?"
    r"(?=\s*(?:[.;)\n]|$|\())",
    re.IGNORECASE,
)
_APART = re.compile(
    rf"{_WHICH} (?:options|values)[ \t]*:[ \t]*((?:`[^`\n]{{1,60}}`\s+){{1,200}}`[^`\n]{{1,60}}`)\s*$", re.I
)
"""Values with nothing between them but blanks: "Possible values: `call` `sms`"."""
_CHOICE = re.compile(
    rf"[:\u2013\u2014]\s*((?:{_QUOTED}(?:\s*,\s*|\s*\|\s*))*{_QUOTED}(?:\s*,)?\s*(?:\bor\b|\|)\s*{_QUOTED})(?=\s*(?:[.;)\n]|$))"
)
"""Values that a clause ends with, as a choice: "HTTP method for the callback: `GET` or `POST`."."""
_FOREIGN = (
    r"(?:(?:поддерживаемые|допустимые|возможные) значения"
    r"|valores (?:permitidos|posibles|aceptados|possíveis|aceitos)|valeurs (?:possibles|autorisées|acceptées)"
    r"|(?:mögliche|erlaubte) werte|valori (?:possibili|ammessi))"
)
_LIST = re.compile(
    rf"(?:{_WHICH}\s+(?:options|values|choices)|{_FOREIGN})\s*:?\s*\**\s*\n((?:\s*[-*•]\s+\S[^\n]*\n?)+)",
    re.IGNORECASE,
)
_LINES = re.compile(rf"(?:^|\n)((?:[ \t]*{_QUOTED}[ \t]*(?:\n|$)){{2,200}})")
"""Values on lines of their own, as breaks in a cell leave them."""
_ITEM = re.compile(rf"\s*[-*•]\s+({_QUOTED})")
_BARE = re.compile(
    rf"^[ \t]*(?:{_WHICH}\s+(?:options|values)|one of)\s*:\s*([\w.+-]+(?:\s*[,|]\s*[\w.+-]+)+)\s*\.?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ONE = re.compile(rf"\((?:one of|always|must be)[ :]+({_QUOTED})\)", re.IGNORECASE)
_WORDS = re.compile(
    r"\b(?:Values are|Value is one of|Allowed values are) "
    r"((?:[\w+-]+(?:\.[\w+-]+)*, ){1,200}(?:or )?[\w+-]+|[\w+-]+ or [\w+-]+)\.(?=\s|$)"
)
_WORD_DEFAULT = re.compile(r"\bDefault value is ([\w+-]+(?:\.[\w+-]+)*)\.?(?=\s|$)")
_DEFAULT_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_DEFAULT = re.compile(
    r"(?:\bdefaults? (?:value )?(?:is|to)|\bdefault(?: value)?\s*[:=])\s*:?\s*"
    rf"({_QUOTED}|{_DEFAULT_NUMBER}(?![\w.-]*\w|,\d)|true\b|false\b)"
    rf"|(?<![\w.,-])({_QUOTED}|{_DEFAULT_NUMBER}|true|false) by default\b"
    rf"|(?<!by )\bdefault\s+({_QUOTED}|(?:{_DEFAULT_NUMBER}|true|false)(?=\s*(?:[,.;)]|$)(?!\d)))",
    re.IGNORECASE | re.MULTILINE,
)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""A number whose thousands are parted."""
_SAID = r"(?:`[^`\n]+`|\"[^\"\n]{1,60}\"|'[^'\n]{1,60}')"
_VALUES_ALONE = re.compile(
    rf"\W{{0,4}}(?:(?:required|optional)\b\W{{0,4}})?((?:{_SAID}{_SEPARATOR})+{_SAID})\s*\.?"
    r"(?:\s*[(\[,;.-]?\s*default[^.()\n]{0,60}[)\]]?\.?)?",
    re.IGNORECASE,
)
_IS_DEFAULT = re.compile(r"[ \t]*[(\[](?:the )?default(?: value)?[)\]]", re.IGNORECASE)
_MARKED_DEFAULT = re.compile(rf"({_QUOTED})[ \t]*[(\[](?:the )?default(?: value)?[)\]]", re.IGNORECASE)
"""The value of a list that a page marks: "`off` (default), `mono` or `dual`"."""
_PIPED = re.compile(r"\s*([\w.+-]{1,60}(?:\s*\|\s*[\w.+-]{1,60})+)\s*\.?\s*")
_LONGEST = 8_000
"""Characters of a description that are looked at: whatever states options or a default does so early."""
_CLAUSE = r"(?:^|(?<=[.,;:(])|(?<=\u2013)|(?<=\u2014))[ \t]*"
_CLAUSE_END = r"(?:[ \t]+(?:inclusive|\(inclusive\)|cents))?[ \t]*(?=[.;)](?:\s|$)|[.,;)]?\s*$|,[ \t]|\n)"
_LIMIT_NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?)"
_RANGE_SIGN = r"(?: to |\.\.\.?| ?\u2013 ?| - |(?<=\(\d)-|(?<=\(\d\d)-)"
_BE = r"(?:(?:it |value |number |amount )?(?:must|should|has to|can|may) be |values? (?:is |are )?)?"
_LIMIT = re.compile(
    rf"{_CLAUSE}{_BE}(?:(?:at least|no less than|min(?:imum)?\.?(?: value)?(?: is| of)?:?) (?P<least>{_LIMIT_NUMBER})"
    rf"|(?:at most|no more than|not more than|up to|max(?:imum)?\.?(?: value)?(?: is| of)?:?) (?P<most>{_LIMIT_NUMBER})"
    rf"|between (?P<low>{_LIMIT_NUMBER}) and (?P<high>{_LIMIT_NUMBER})"
    rf"|(?:from |range:? |in the range )?(?P<from>{_LIMIT_NUMBER}){_RANGE_SIGN}(?P<to>{_LIMIT_NUMBER}))"
    rf"{_CLAUSE_END}",
    re.IGNORECASE | re.MULTILINE,
)
_ALWAYS = re.compile(
    rf"{_CLAUSE}(?:(?:is )?always|must (?:always )?be(?: set to)?)"
    rf"(?: the (?:string|value))? ({_QUOTED})[ \t]*\.?[ \t]*$",
    re.IGNORECASE,
)
_FREE_FORM = re.compile(
    r"\b(?:your own|any|arbitrary|custom|free|user-defined)"
    r" (?:keys?|key[ /-]value|values|data|metadata|fields|properties|json)\b"
    r"|\bfree-?form\b|\bkey[ /-]value pairs?\b|\bkeys and values\b|\bset of keys?\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:such as|e\.?g\.?|for example|including|like|and more|etc|among others|for instance)\b", re.IGNORECASE
)


def options(text: str) -> list[str]:
    """Return the values of an enumeration that a text states as closed; empty if it states none, or several."""
    found: list[list[str]] = []
    text = _IS_DEFAULT.sub("", text[:_LONGEST])
    for match in (*_ENUMERATION.finditer(text), *_CHOICE.finditer(text)):
        if not _OPEN.search(text[max(0, match.start() - 30) : match.end() + 15]):
            found.append([_unquoted(one) for one in re.findall(_QUOTED, match[1])])
    for match in _APART.finditer(text):
        found.append([_unquoted(one) for one in re.findall(_QUOTED, match[1])])
    for match in _LIST.finditer(text):
        items = [_ITEM.match(line) for line in match[1].splitlines() if line.strip()]
        if items and all(items):
            found.append([_unquoted(one[1]) for one in items if one])
    for match in _LINES.finditer(text):
        if not _OPEN.search(text[max(0, match.start() - 40) : match.start()]):
            found.append([_unquoted(one) for one in re.findall(_QUOTED, match[1])])
    if alone := _VALUES_ALONE.fullmatch(text.strip()):
        found.append([_unquoted(one) for one in re.findall(_QUOTED, alone[1])])
    for match in _WORDS.finditer(text):
        found.append([one for one in re.split(r", (?:or )?| or ", match[1]) if one])
    if piped := _PIPED.fullmatch(text):
        found.append([one.strip() for one in piped[1].split("|")])
    for match in _BARE.finditer(text):
        found.append([one.strip() for one in re.split(r"[,|]", match[1])])
    distinct = [one for index, one in enumerate(found) if one not in found[:index]]
    return list(dict.fromkeys(distinct[0])) if len(distinct) == 1 else []


def one_option(text: str) -> list[str]:
    """Return the only value that a text allows: "(one of `true`)"; empty if it states none."""
    match = _ONE.search(text[:_LONGEST])
    return [_unquoted(match[1])] if match else []


def only_value(text: str) -> list[str]:
    """Return the only value that a clause allows: "Always `authorization_code`."; empty if none does."""
    match = _ALWAYS.search(text[:_LONGEST])
    return [_unquoted(match[1])] if match and not _OPEN.search(text) else []


def number_limits(text: str) -> dict[str, JSON]:
    """Return `minimum` and `maximum` that clauses of a text state about a number: "at least 50", "1 to 100".

    A clause that goes on with a unit or a condition ("at least 8 characters", "at most 5 if …") states none.
    """
    found: dict[str, JSON] = {}
    for match in _LIMIT.finditer(text[:_LONGEST]):
        for keyword, number in (
            ("minimum", match["least"] or match["low"] or match["from"]),
            ("maximum", match["most"] or match["high"] or match["to"]),
        ):
            value: JSON = json.loads(number.replace(",", "")) if number else None
            if value is not None and found.setdefault(keyword, value) != value:
                return {}
    low, high = found.get("minimum"), found.get("maximum")
    return {} if isinstance(low, int | float) and isinstance(high, int | float) and low > high else found


def is_free_form(text: str) -> bool:
    """Return whether a text says that an object has keys of the caller's own: "Your own keys and values"."""
    return _FREE_FORM.search(text[:_LONGEST]) is not None


def kind_of(values: Sequence[str]) -> str:
    """Return the JSON type of values that a page writes out; empty for text."""
    for kind in ("boolean", "integer", "number"):
        if all(literal(one, kind) is not None for one in values):
            return kind
    return ""


def default(text: str) -> str | None:
    """Return the default that a text states, as the text writes it; None if it states none, or several."""
    text = text[:_LONGEST]
    found = {
        _stated(match[1] or match[2] or match[3]) for match in _DEFAULT.finditer(text) if not _conditional(text, match)
    }
    found |= {_unquoted(match[1]) for match in _MARKED_DEFAULT.finditer(text)}
    if not found and _WORDS.search(text):
        # A word without marks is believed where the text lists the values as such words.
        found = {match[1] for match in _WORD_DEFAULT.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _conditional(text: str, match: re.Match[str]) -> bool:
    """Return whether a default holds under a condition only: "defaults to 5 for free plans"."""
    return re.match(r"\s*(?:if|when|unless|for|in case|on)\b", text[match.end() :], re.IGNORECASE) is not None


def _stated(text: str) -> str:
    """Return a value as it is meant: without its marks, a number without the signs between its thousands."""
    return text.replace(",", "") if _GROUPED.fullmatch(text) else _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    while len(text) > 1 and text[0] == text[-1] and text[0] in "`\"'*":
        text = text[1:-1].strip()
    return text


def literal(text: str, kind: object) -> JSON | None:
    """Return a value that a page writes out, as one of a JSON type (`string`, `integer`, …); None if it is none."""
    listed: list[Any] = kind if is_sequence(kind) else [kind]
    kinds = [str(one) for one in listed]
    bare = _unquoted(text)
    try:
        value: JSON = json.loads(bare)
    except (ValueError, RecursionError):
        value = {"True": True, "False": False, "None": None}.get(bare, bare)
    if "string" in kinds and not isinstance(value, str):
        return bare
    matches = {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }
    return value if any(matches.get(one, False) for one in kinds) else None
