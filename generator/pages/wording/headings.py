"""Interprets the headings of an API page: a location of parameters, a body, a response with its status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .translations import english

_STATUS = re.compile(r"(?<![\d.])([1-5]\d\d|[1-5]XX|default)(?![\d.])", re.IGNORECASE)
_PLACES = (
    ("path", re.compile(r"\b(?:path|url|uri|route)[ _-]*(?:param|variable|arg|segment)", re.IGNORECASE)),
    (
        "query",
        re.compile(
            r"^\W*(?:available |supported )?filters\W*$|\bquery(?:[ _-]*(?:string|param|arg|variable|filter)|s?$)"
            r"|\bquery\b",
            re.IGNORECASE,
        ),
    ),
    ("header", re.compile(r"\bheaders?\b", re.IGNORECASE)),
    ("cookie", re.compile(r"\bcookies?\b", re.IGNORECASE)),
)
_AUTHORIZATION = re.compile(r"^\W*(?:authori[sz]ations?|authentication|auth|security)\W*$", re.IGNORECASE)
_BODY = re.compile(
    r"\bbody\b|\bpayload\b|\bpost ?data\b|\b(?:request|form|json|input|post|required|optional)[ _-]*"
    r"(?:param|field|attribute|propert|schema|data|arg|(?:json[ _-]*)?(?:object|array)\b)"
    r"|^\W*(?:request|parameters?|params|arguments?|attributes|inputs?|data params)\W*$",
    re.IGNORECASE,
)
_RESPONSE = re.compile(
    r"\brespon[sc]es?\b|\breturns?\b|\boutputs?\b|^\W*(?:result|success)\b|\bstatus codes?\b|\breply\b", re.IGNORECASE
)
_ERROR = re.compile(r"\berrors?\b", re.IGNORECASE)
_EXAMPLE = re.compile(r"\b(?:example|sample|snippet|usage|try it|curl|code)\b", re.IGNORECASE)
_REQUEST = re.compile(r"\brequest\b", re.IGNORECASE)


_ALL_ARE = re.compile(
    r"\W*(required|mandatory|optional)[ _-]+(?:[\w-]+[ _-]+)?(?:param|field|attribute|propert|arg)\w*\W*$",
    re.IGNORECASE,
)
"""A heading of fields all of which are required, or none: "Required fields"."""
_PART_WORDS = frozenset(
    {
        "Response",
        "Responses",
        "Request",
        "Body",
        "Header",
        "Headers",
        "Parameters",
        "Params",
        "Query",
        "Path",
        "Example",
    }
    | {
        "Examples",
        "Returns",
        "Note",
        "Notes",
        "Description",
        "Authentication",
        "Authorization",
        "Auth",
        "Errors",
        "Error",
    }
    | {"Endpoint", "URL", "Method", "Result", "Output", "Input", "Success", "Warning", "Important", "Tip", "Example:"}
)
RESPONSE_HEADER = "response header"
_FAILURE = re.compile(
    r"\berrors?\b|\bfailures?\b|\bfail(?:s|ed|ing)?\b|\bproblems?\b|\bexceptions?\b|\b(?:goes|went|going) wrong\b"
    r"|\bunsuccessful\b|(?<![\d.])[45](?:\d\d|XX)(?![\d.])",
    re.IGNORECASE,
)
_WENT_WELL = re.compile(
    r"(?<!un)\bsuccess(?:es|ful|fully)?\b|\bsucceed(?:s|ed)?\b|(?<![\d.])2(?:\d\d|XX)(?![\d.])", re.IGNORECASE
)
_TOO = re.compile(r"\b(?:and|or)\b|[&/]", re.IGNORECASE)
_OTHERWISE = re.compile(r"\b(?:not|non|other than|except|instead of|outside)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Announcement:
    """The meaning of the text after a heading."""

    place: str
    """`path`, `query`, `header`, `cookie`, `body`, `response`, `response header`, `authorization`; empty where it is
    something else.
    """
    status: str = ""
    """Of a response: `200`; empty where the heading names none."""
    error: bool = False
    """Whether it is of errors alone."""
    example: bool = False
    """Whether it announces samples rather than fields."""
    required: bool | None = None
    """Whether the fields after it are required, where it says so of all of them: "Required fields"."""


@lru_cache(maxsize=1024)
def announced(title: str) -> Announcement:
    """Return what a heading announces."""
    title = english(title.strip())
    example = _EXAMPLE.search(title) is not None
    status = _STATUS.search(title)
    if _AUTHORIZATION.match(title):
        return Announcement("authorization")
    response = _RESPONSE.search(title)
    if response or (status and not _BODY.search(title)):
        place = "header" if re.search(r"\bheaders?\b", title, re.IGNORECASE) and not status else "response"
        if place == "header":
            # The headers of an answer are no parameters.
            return Announcement(RESPONSE_HEADER, example=example)
        error = speaks_of_errors(title) and not speaks_of_success(title) and _TOO.search(title) is None
        return Announcement("response", _code(status), error, example)
    for place, pattern in _PLACES:
        if pattern.search(title):
            return Announcement(place, example=example)
    if _BODY.search(title) or (example and _REQUEST.search(title)):
        mark = _ALL_ARE.match(title)
        required = mark[1].lower() != "optional" if mark else None
        return Announcement("body", example=example, required=required)
    if _ERROR.search(title):
        return Announcement("response", _code(status), True, example)
    return Announcement("", example=example)


def is_part_word(word: str) -> bool:
    """Return whether a label is the name of a part of an operation rather than of a field: `Response`, `Headers`."""
    return word in _PART_WORDS


def status_of(said: Announcement) -> str:
    """Return the status of a response: that of errors of which no status is known is `default`."""
    return said.status or ("default" if said.place == "response" and said.error else "")


def speaks_of_errors(words: str) -> bool:
    """Return whether a heading, a label or a sentence speaks of an error: "Failure", "If something goes wrong:"."""
    return _FAILURE.search(english(words)) is not None


def speaks_of_success(words: str) -> bool:
    """Return whether a heading, a label or a sentence speaks of a success: "200 OK", "If it succeeds"."""
    words = english(words)
    return _WENT_WELL.search(words) is not None and _OTHERWISE.search(words) is None


def _code(match: re.Match[str] | None) -> str:
    return "" if match is None else match[1].upper() if match[1].lower() != "default" else "default"
