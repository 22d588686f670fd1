"""Limits next to the words for a type: `(integer, min 1, max 100)`, `string, 1-255 characters`, a column of limits.

Such a place speaks of the value alone, so that its numbers need no clause around them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...document.document import JSON

_PARTS = re.compile(r"[,;()\n]|<br[ \t]*/?>")
_NUMBER = r"-?\d{1,15}(?:\.\d{1,9})?"
_UNIT = r"(?:[ \t]*(?P<unit>char(?:acter)?s?|symbols|letters|items?|elements?|entries)\b)?(?: long)?"
_KIND = r"(?:imum)?\.?(?:[ \t]*(?P<length>length|len|size|items|value))?(?:[ \t]+(?:of|is))?[ \t]*[:=]?[ \t]*"
_LEAST = re.compile(rf"(?:min{_KIND}|at least |(?P<sign>>=?)[ \t]*)(?P<number>{_NUMBER}){_UNIT}", re.IGNORECASE)
_MOST = re.compile(
    rf"(?:max{_KIND}|at most |up to |no more than |(?P<sign><=?)[ \t]*)(?P<number>{_NUMBER}){_UNIT}", re.IGNORECASE
)
_RANGE = re.compile(
    rf"(?:between |range:? |length:? )?(?P<low>{_NUMBER})(?: ?(?:-|\u2013|\.\.|to) ?| and )(?P<high>{_NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_LONGEST = 300
_ENDINGS = {"string": "Length", "array": "Items"}


def type_limits(words: str, kind: object) -> dict[str, JSON]:
    """Return the keywords that the parts of a text state for values of a JSON type (JSON Schema 2020-12 validation, 6.2
    to 6.4); empty if the limits contradict each other.

    A text is limited by its length, a list by its items, a number by its value; a unit that does not fit says nothing.
    """
    ending = _ENDINGS.get(str(kind), "imum" if kind in ("integer", "number") else "")
    found: dict[str, JSON] = {}
    for part in _PARTS.split(words[:_LONGEST]) if ending else ():
        for keyword, number in _of_part(part.strip(" \t`*."), ending):
            value: JSON = json.loads(number) if _is_json(number) else None
            if isinstance(value, float) and kind != "number":
                value = None
            if value is not None and found.setdefault(keyword, value) != value:
                return {}
    low, high = found.get(f"min{ending}"), found.get(f"max{ending}")
    return {} if isinstance(low, int | float) and isinstance(high, int | float) and low > high else found


def _of_part(part: str, ending: str) -> list[tuple[str, str]]:
    if (match := _RANGE.fullmatch(part)) is not None and _fits(match["unit"], "", ending):
        # Of a text, two numbers without a unit may be anything.
        known = ending == "imum" or match["unit"] or part[:1].isalpha()
        return [(f"min{ending}", match["low"]), (f"max{ending}", match["high"])] if known else []
    for pattern, side in ((_LEAST, "min"), (_MOST, "max")):
        match = pattern.fullmatch(part)
        if match is not None and _fits(match["unit"], match["length"], ending):
            is_open = match["sign"] in (">", "<")
            if is_open and ending != "imum":
                return []
            return [(f"exclusive{side.capitalize()}imum" if is_open else f"{side}{ending}", match["number"])]
    return []


def _fits(unit: str | None, length: str | None, ending: str) -> bool:
    of_items = re.match(r"item|element|entr", unit or "", re.IGNORECASE) is not None
    of_text = bool(unit) and not of_items
    said_length = (length or "").lower() in ("length", "len", "size")
    return {
        "Length": not of_items and (length or "").lower() != "value",
        "Items": not of_text,
        "imum": not unit and not said_length,
    }[ending]


def _is_json(number: str) -> bool:
    return re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", number) is not None
