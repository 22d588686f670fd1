"""Splits a text into the words of a name, transliterates it, and joins the words again.

Each function depends on one text only, never on other names; `naming.allocate` keeps names apart. Letters of the Latin,
Greek and Cyrillic scripts become ASCII; Chinese, Japanese and Korean letters, which nobody confuses with ASCII, stay as
they are; every other letter is replaced by the last word of its Unicode name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct

MAXIMUM_LENGTH = 100
"""Characters of the longest name that is used whole."""

_KEPT = "\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
"""The ranges of the scripts that are kept."""
_CYRILLIC = "a,b,v,g,d,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch,,y,,e,yu,ya"
_GREEK = "a,b,g,d,e,z,i,th,i,k,l,m,n,x,o,p,r,s,s,t,y,f,ch,ps,o"
_LETTERS: dict[str, str] = {
    # By code point, in the order of the alphabets: Cyrillic from U+0430, Greek from U+03B1.
    **{chr(0x430 + place): sound for place, sound in enumerate(_CYRILLIC.split(","))},
    **{chr(0x3B1 + place): sound for place, sound in enumerate(_GREEK.split(","))},
    **{"\u0451": "yo", "\u0454": "ye", "\u0456": "i", "\u0457": "yi", "\u0491": "g", "\u0131": "i"},
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"},
    **{"°": " degree ", "€": " euro ", "£": " pound ", "¥": " yen ", "№": " number "},
}

GLUE = frozenset(
    {
        *("a", "all", "an", "and", "any", "as", "at", "by", "can", "for", "from", "has", "if", "in", "is", "my", "no"),
        *("non", "not", "of", "on", "or", "own", "per", "re", "self", "the", "to", "un", "using", "via", "with"),
        "without",
    }
)
"""Words that name nothing themselves."""

_UNITS = (
    *("OAuth", "IPv4", "IPv6", "GitHub", "GitLab", "GraphQL", "OpenAPI", "OpenID", "iOS", "macOS", "IoT", "mTLS"),
    *("PostgreSQL", "MySQL", "MongoDB", "SQLite", "YouTube", "LinkedIn", "PayPal", "WhatsApp", "JavaScript"),
    *(
        "TypeScript",
        "DevOps",
        "LaTeX",
        "vCPU",
        "OData",
        "eBook",
        "iTunes",
        "iPhone",
        "iPad",
        "iCloud",
        "vCenter",
        "FSx",
    ),
)
_UNIT = re.compile(f"(?:{'|'.join(_UNITS)}|(?<![A-Za-z])oAuth)(?![a-rt-z])")


class _Patterns(Struct, frozen=True):
    """The patterns that distinguish letters from other characters."""

    identifier: re.Pattern[str]
    """The identifiers that generated code may hold."""
    lower_identifier: re.Pattern[str]
    separator: re.Pattern[str]
    """Separators of words."""
    boundary: re.Pattern[str]
    """The places, without a character, where a word begins within letters and digits."""
    unkept: re.Pattern[str]
    """A letter that is transliterated."""


def _patterns_with(kept: str) -> _Patterns:
    """Return the patterns by which ASCII letters, and those of the ranges `kept`, are letters."""
    boundary = (
        r"(?<=[a-z])(?=[A-Z])"  # phone|Number
        r"|(?<=[0-9])(?=[A-Z][a-z])"  # S3|Bucket, but B2B
        r"|(?<=[A-Z])(?=[A-Z][a-rt-z])"  # HTTP|Response
        r"|(?<=[A-Z])(?=[A-Z]s[a-z])"  # HTTP|Status, but IDs
        r"|(?<=[A-Z]s)(?=[A-Z])"  # VMs|List
        r"|(?<=[a-z]V[0-9])(?=[A-Z]{2})|(?<=(?:lpha|beta)[0-9])(?=[A-Z])"  # storageV1|CSINode, V1alpha1|IPAddress
    )
    if kept:
        boundary += rf"|(?<=[{kept}])(?=[A-Za-z])|(?<=[A-Za-z0-9])(?=[{kept}])"
    return _Patterns(
        identifier=re.compile(f"[A-Za-z_{kept}][A-Za-z0-9_{kept}]*"),
        lower_identifier=re.compile(f"[a-z{kept}][a-z0-9_{kept}]*"),
        separator=re.compile(f"[^A-Za-z0-9{kept}]+"),
        boundary=re.compile(boundary),
        unkept=re.compile(f"[^\x00-\x7f{kept}]"),
    )


_ASCII = _patterns_with("")


@cache
def _all_scripts() -> _Patterns:
    # Compiled when first needed: ranges of 40,000 characters take as long as all else that is imported from here.
    return _patterns_with(_KEPT)


def _patterns(text: str) -> _Patterns:
    return _ASCII if text.isascii() else _all_scripts()


_SIGN = re.compile(r"^\s*([+-])(?=[0-9.])")
_SYMBOLS = {
    **{"$": "dollar", "@": "at", "#": "hash", "%": "percent", "&": "and", "*": "star", "+": "plus", "-": "dash"},
    **{".": "dot", "/": "slash", ":": "colon", ";": "semicolon", "<": "less", "=": "equals", ">": "greater"},
    **{"?": "question", "!": "not", "|": "or", "~": "tilde", "^": "caret", "\\": "backslash", ",": "comma"},
    **{"(": "open", ")": "close", "[": "bracket", "]": "", "{": "brace", "}": "", "'": "quote", '"': "quote"},
    **{"`": "backtick", "_": "underscore", " ": "space", "«": "of", "»": ""},
}


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as written, in order: `userIDs` → `user`, `IDs`; `x-api-key` → `x`, `api`, `key`."""
    text = _SIGN.sub(lambda sign: " plus " if sign[1] == "+" else " minus ", transliterate(text))
    return tuple(word for segment in _patterns(text).separator.split(text) if segment for word in _split(segment))


def _split(segment: str) -> list[str]:
    boundary = _patterns(segment).boundary
    if segment.islower() or segment.isupper():
        return [segment] if segment.isascii() else boundary.split(segment)
    return boundary.split(_UNIT.sub(lambda unit: unit[0].capitalize(), segment))


def transliterate(text: str) -> str:
    """Return a text in ASCII, with letters of the kept scripts unchanged: `Größe` → `Grosse`, `цена` → `cena`, `名前`
    stays.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return _all_scripts().unkept.sub(lambda character: _ascii(character[0]), text)


def _ascii(character: str) -> str:
    lower = character.lower()
    if lower in _LETTERS:
        plain = _LETTERS[lower]
        return plain if character == lower else plain.capitalize()
    base = "".join(one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one))
    if base.isascii():
        return base
    # Some vowel signs decompose into two parts that are no accents; compose these again.
    if base and unicodedata.normalize("NFKC", base) != character:
        return transliterate(base)
    return _spoken(character)


def _spoken(character: str) -> str:
    """Return the sound of a letter, or the word for a symbol, from its Unicode name."""
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    last = re.sub("[^a-z]", "", name.lower().split(" ")[-1])
    match category[0]:
        case "L":
            sound = last if len(last) <= len("KA") else last[0]
            return sound.capitalize() if category == "Lu" else sound
        case "M":
            return last if "VOWEL SIGN" in name else ""
        case "N" | "S":
            return f" {last} "
        case _:
            return " "


def spelled(text: str) -> str:
    """Return a text with its symbols as words, to distinguish `@type` from `type`: `at type`, `foo dash bar`."""
    return "".join(f" {_SYMBOLS.get(one, '')} " if not one.isalnum() else one for one in text)


@lru_cache(maxsize=1 << 16)
def snake(text: str, limit: int = MAXIMUM_LENGTH) -> str:
    """Return a text as lower-case words joined by underscores; empty if it has no letter or digit."""
    return shorten([word.lower() for word in words(text)], "_", limit)


def attribute(text: str) -> str:
    """Return `snake` of a text, except that a lower-case identifier stays as it is: `name__contains`."""
    if _patterns(text).lower_identifier.fullmatch(text) and len(text) <= MAXIMUM_LENGTH:
        return text
    return snake(text)


@lru_cache(maxsize=1 << 16)
def class_case(text: str, limit: int = MAXIMUM_LENGTH) -> str:
    """Return a text in PascalCase: each word keeps its letters and gets a capital; underscores separate digits.

    A name already in PascalCase stays: `HTTPValidationError`. A name in capitals is lowered if it has several words:
    `API_KEY` → `ApiKey`, `URL` → `URL`. A name over the limit loses words from its middle.
    """
    text = transliterate(text)
    segments = [one for one in _patterns(text).separator.split(_SIGN.sub(_pascal_sign, text)) if one]
    shouted = len(segments) > 1 and all(not any(one.islower() for one in segment) for segment in segments)
    parts = [segment.capitalize() if shouted else segment[0].upper() + segment[1:] for segment in segments]
    name = _join_digits(parts)
    return name if len(name) <= limit else shorten(_patterns(name).boundary.split(name), "", limit)


def _pascal_sign(sign: re.Match[str]) -> str:
    return "Plus " if sign[1] == "+" else "Minus "


def _join_digits(parts: Sequence[str]) -> str:
    joined = ""
    for part in parts:
        joined += "_" + part if joined[-1:].isdigit() and part[0].isdigit() else part
    return joined


def shorten(parts: Sequence[str], joint: str, limit: int = MAXIMUM_LENGTH) -> str:
    """Return the parts joined, without those in the middle if the result would be longer than the limit."""
    whole = joint.join(parts)
    if len(whole) <= limit:
        return whole
    head = _take(parts, joint, limit * 2 // 3)
    tail = _take(parts[len(head) :][::-1], joint, limit - limit * 2 // 3 - len(joint))
    return joint.join([*head, *tail[::-1]]) or whole[:limit]


def _take(parts: Sequence[str], joint: str, limit: int) -> list[str]:
    taken: list[str] = []
    length = 0
    for part in parts:
        length += len(part) + (len(joint) if taken else 0)
        if length > limit:
            break
        taken.append(part)
    return taken


@lru_cache(maxsize=16_384)
def letters(text: str) -> str:
    """Return only the letters and digits of a text, in lower case, to compare texts regardless of separators."""
    text = transliterate(text)
    return _patterns(text).separator.sub("", text).lower()


@lru_cache(maxsize=16_384)
def is_identifier(text: str) -> bool:
    """Return whether a text can be a name in generated code; keywords are not checked."""
    return _patterns(text).identifier.fullmatch(text) is not None
