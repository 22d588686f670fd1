"""Reads the credentials that a page states in words: `Authorization: Bearer …`, "your key in the `X-Key` header"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import cuts
from ..credentials import is_key_name
from ..markdown import without_fences
from ..operations import PageCredential

_MARKS = re.compile(r"[`*]|&#x20;|</?(?:code|strong|b|em)>")
_LITERAL = re.compile(
    r"(?<![\w-])(?P<name>Authorization|[A-Za-z][\w-]{2,60})[ \t]*[:=][ \t]*[\"']?"
    r"(?P<value>[A-Za-z<{\[$](?:(?!Authorization:)[^\n]){0,200})",
    re.IGNORECASE,
)
_LITERAL_ALONE = re.compile(r"[\s>-]*(?P<name>[A-Za-z][\w-]{2,60})[ \t]*:[ \t]*[\w<>{}\[\]$.\u2026-]{1,100}\s*")
"""A line that is a header and nothing else: `X-Acme-Key: ak_live_123`."""
_NONE = re.compile(
    r"\b(?:no|not|never|without|don't|doesn't|isn't|deprecated|instead of)\b[^.\n]{0,30}"
    r"\b(?:auth\w*|token|key|required|needed)\b"
    r"|\b(?:auth\w*|security)[ \t]*[:|-][ \t]*(?:none|no|public|not)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:requires?|required|authenticat\w*|authori[sz]\w*|auth|security|includ\w+|must|pass\w*|send|provid\w+|supply|use|using|with|via|need\w*)\b",
    re.IGNORECASE,
)
_BEARER = re.compile(
    r"\bbearer[ -]?(?:token|auth\w*|scheme|jwt)\b|\bbearer\b[^.\n]{0,20}\bheader|\bbearer_?auth\b"
    r"|\b(?:auth\w*|security)[ \t]*[:|-][ \t]*bearer\b|\bjwt\b[^.\n]{0,40}\bauthorization header",
    re.IGNORECASE,
)
_BASIC = re.compile(
    r"\b(?:http )?basic[ -_]?auth\w*\b|\bhttp basic\b|\b(?:auth\w*|security)[ \t]*[:|-][ \t]*(?:http )?basic\b",
    re.IGNORECASE,
)
_IN_HEADER = re.compile(
    r"\b(?:api|access|secret|auth\w*|account|developer|your)[ -]?(?:key|token|secret)s?\b[^.\n]{0,60}?"
    r"\b(?:in|via|using|through|with|as|by)\b[^.\n]{0,25}?(?P<name>(?:[A-Za-z]+[-_])+[A-Za-z]+|apikey|token)(?:\b|\s)"
    r"[ \t]*(?:HTTP |request |custom )?header",
    re.IGNORECASE,
)
_HEADER_OF = re.compile(
    r"\bheader[ \t]*[:(]?[ \t]*(?P<name>(?:[A-Za-z]+-)+[A-Za-z]+)\b[^.\n]{0,40}"
    r"\b(?:api|access|secret)[ -]?(?:key|token)\b",
    re.IGNORECASE,
)
_HEADER_NAMED = re.compile(
    r"\b(?:key|token|secret)s?\b[^.\n]{0,30}\b(?:in|via|as) (?:the |a )?(?:HTTP |request |custom )?header[ :]{1,2}"
    r"(?P<name>[A-Za-z][\w-]{2,60})\b",
    re.IGNORECASE,
)
_KEY_HEADER = re.compile(
    r"\b(?:in|via|through|with|as|using) (?:the |a |an )?(?P<name>[A-Za-z]+(?:[-_][A-Za-z]+)+) "
    r"(?:HTTP |request )?header\b",
    re.IGNORECASE,
)
_IN_QUERY = re.compile(
    r"(?P<name>\b\w*(?:api|access|auth)[-_]?(?:key|token|id)\w*)[ \t]+(?:as (?:a|the) )?"
    r"(?:query(?:[ -]string)?|URL)[ -]?param",
    re.IGNORECASE,
)
_QUERY_NAMED = re.compile(
    r"\b(?:key|token|secret)s?\b(?:[^.\n]|\.(?=\S)){0,60}?\b(?:as|in|via|with|using)\b[^.\n]{0,25}?"
    r"[?&]?(?P<name>[A-Za-z][\w-]{1,40}?)=?[ \t]+(?:as (?:a |the )?)?(?:query|URL)[ -]?(?:string )?(?:param|arg)"
    r"|[?&](?P<shown>\w{0,30}(?:key|token)\w{0,10})=",
    re.IGNORECASE,
)
"""A key in the query of any name: "the token as `?token=` query parameter", "append `?key=…`"."""
_SECURITY = re.compile(r"Security:[ \t]*([A-Za-z][\w ,&.-]{1,100})")
_METHODS = re.compile(r"#{1,6}[ \t]+Authentication methods[ \t]*|AUTHORIZATIONS:[ \t]*")
_LISTED = re.compile(r"[ \t]*(?:[-*][ \t]+([A-Za-z][\w ,&.()-]{1,100})|([A-Za-z][\w-]{1,60}))")
_PUBLIC = re.compile(
    r"^[ \t>-]*(?:auth\w*|security)(?:[ \t]+required)?\??[ \t]*[:|-][ \t]*(?:no|none|false|public|not required)\b"
    r"|\bno auth\w* (?:is )?(?:required|needed)\b|^[ \t>*-]*no auth(?:entication|orization)?[.,;]",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_LINES = 5_000
_LONGEST = 2_000
_NEAR = 300
"""Characters of a line in which a key in the query is looked for."""


def stated_credentials(text: str, first_line: int) -> tuple[PageCredential, ...]:
    """Return the credentials that the prose of a text asks for, each once; credentials of fences are not looked at."""
    found: dict[tuple[str, str], PageCredential] = {}
    listed = False
    for number, line in enumerate(_lines(text), first_line):
        said = f"Security: {line.strip(' -*')}" if listed and _LISTED.fullmatch(line) else line
        listed = _METHODS.fullmatch(line) is not None
        if len(line) <= _LONGEST and not line.lstrip().startswith("|"):
            for one in _of_line(_MARKS.sub("", said), number):
                found.setdefault((one.kind, one.name.lower()), one)
    kinds = {one.kind for one in found.values()}
    # "Authorization" without a scheme says less than the scheme that another line names.
    return tuple(
        one for one in found.values() if one.name.lower() != "authorization" or not kinds & {"bearer", "basic"}
    )


def _lines(text: str) -> Iterator[str]:
    return cuts.limited(without_fences(text).split("\n"), _MOST_LINES, "lines that may ask for credentials")


def is_public(text: str) -> bool:
    """Return whether a text says that its operation needs no credentials: "Auth required: No"."""
    return _PUBLIC.search(_MARKS.sub("", without_fences(text))) is not None


def named_schemes(text: str, first_line: int) -> Iterator[tuple[str, int]]:
    """Yield the names of security schemes that a page has without saying what they are, with their lines."""
    below = False
    for number, line in enumerate(_lines(text), first_line):
        match = _SECURITY.fullmatch(line)
        if match is None and below and line.strip():
            match = _LISTED.fullmatch(line)
            below = match is not None and line.lstrip()[:1] in "-*"
        if _METHODS.fullmatch(line):
            below = True
        name = next((one for one in match.groups() if one), "").strip() if match is not None else ""
        if name and not any(True for _ in _of_line(f"Security: {name}", number)):
            yield name, number


def _of_line(line: str, number: int) -> Iterator[PageCredential]:
    if _NONE.search(line):
        return
    literals = list(_LITERAL.finditer(line))
    named = (one for one in literals if one["name"].lower() == "authorization")
    literal = next(named, literals[0] if literals else None)
    if literal is not None and literal["name"].lower() == "authorization":
        yield _authorization(literal["value"], number)
        return
    alone = _LITERAL_ALONE.fullmatch(line)
    if literal is not None and is_key_name(literal["name"]) and (literal["value"][:1] in "<{[$yYx" or alone):
        yield PageCredential("apiKey", number, literal["name"])
        return
    if not _ASKS.search(line):
        return
    header = _IN_HEADER.search(line) or _HEADER_OF.search(line) or _HEADER_NAMED.search(line) or _own_header(line)
    if _BEARER.search(line):
        yield PageCredential("bearer", number)
    elif _BASIC.search(line):
        yield PageCredential("basic", number)
    elif header is not None and header["name"].lower() not in ("authorization", "content-type", "http-request"):
        yield PageCredential("apiKey", number, header["name"])
    elif (query := _IN_QUERY.search(line)) is not None:
        yield PageCredential("apiKey", number, query["name"], "query")
    elif (query := _QUERY_NAMED.search(line[:_NEAR])) is not None:
        name = query["name"] or query["shown"]
        if name.casefold() not in ("a", "an", "the", "one", "url", "this"):
            yield PageCredential("apiKey", number, name, "query")


def _own_header(line: str) -> re.Match[str] | None:
    """Return the header of a line that names a key by its own name: "pass it in the `X-Acme-Token` header"."""
    match = _KEY_HEADER.search(line)
    return match if match is not None and is_key_name(match["name"]) else None


def _authorization(value: str, number: int) -> PageCredential:
    word = value.split(None, 1)[0].strip("\"'<{").lower()
    if word in ("bearer", "basic"):
        return PageCredential(word, number)
    return PageCredential("apiKey", number, "Authorization")
