"""Samples in Python, JavaScript, Go, Ruby, Java, PHP, C# and Swift: what they send, as far as it is written out.

The places at which the usual HTTP libraries of a language take address, method, headers and body are looked for; the
literals that stand there are read. Nothing is run, and a variable that no literal was given to is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .curl import without_userinfo
from .literals import NoLiteralError, literal, string, whole
from .sample import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...document.document import JSON


@dataclass(frozen=True, slots=True)
class _Language:
    body_literals: re.Pattern[str]
    """Behind a match begins the body as a literal of the language."""
    body_strings: re.Pattern[str]
    """Behind a match begins a string that holds the body as JSON."""
    methods: re.Pattern[str]
    """Group 1 is the method."""


_METHOD = r"(?i:get|put|post|patch|delete|head|options)"
_NEVER = re.compile(r"(?!)")


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives))


_LANGUAGES = {
    "python": _Language(
        _pattern(r"\b(?:payload|data|body|json|json_data|request_body|params_json)\s*=\s*(?=[{\[])"),
        _pattern(r"\b(?:payload|data|body)\s*=\s*(?:f?)(?=[\"'])", r"json\.loads\(\s*(?=[\"'])"),
        re.compile(rf"\b(?:requests|client|httpx|session)\.({_METHOD})\(|request\(\s*[\"']({_METHOD})[\"']"),
    ),
    "javascript": _Language(
        _pattern(r"JSON\.stringify\(\s*(?=[{\[])", r"\b(?:data|body|json|payload)\s*[:=]\s*(?=[{\[])"),
        _pattern(r"\b(?:body|data)\s*[:=]\s*(?=[\"'`])"),
        re.compile(rf"method\s*:\s*[\"']({_METHOD})[\"']|\b(?:axios|got|ky|superagent)\.({_METHOD})\("),
    ),
    "go": _Language(
        _NEVER,
        _pattern(
            r"strings\.NewReader\(\s*(?=[\"`])",
            r"bytes\.NewBuffer(?:String)?\(\s*(?:\[\]byte\(\s*)?(?=[\"`])",
            r"\[\]byte\(\s*(?=[\"`])",
        ),
        re.compile(rf"NewRequest(?:WithContext)?\((?:\s*\w+\s*,)?\s*\"({_METHOD})\"|http\.Method({_METHOD})"),
    ),
    "ruby": _Language(
        _pattern(r"\b(?:payload|body|data)\s*[=:]\s*(?=[{\[])", r"request\.body\s*=\s*(?=[{\[])"),
        _pattern(r"request\.body\s*=\s*(?=[\"'])", r"\b(?:body|payload)\s*[=:]\s*(?=[\"'])"),
        re.compile(rf"Net::HTTP::({_METHOD})\b|RestClient\.({_METHOD})\b|HTTParty\.({_METHOD})\b"),
    ),
    "java": _Language(
        _NEVER,
        _pattern(
            r"\.body\(\s*(?=\")",
            r"RequestBody\.create\(\s*(?:mediaType\s*,\s*)?(?=\")",
            r"ofString\(\s*(?=\")",
            r"\bString\s+\w*(?:[bB]ody|[pP]ayload|[jJ]son)\w*\s*=\s*(?=\")",
        ),
        re.compile(rf"Unirest\.({_METHOD})\(|\.method\(\"({_METHOD})\"|\.({_METHOD})\("),
    ),
    "php": _Language(
        _pattern(r"[\"'](?:json|form_params)[\"']\s*=>\s*(?=\[|array)", r"json_encode\(\s*(?=\[|array)"),
        _pattern(
            r"[\"']body[\"']\s*=>\s*(?=[\"'])", r"CURLOPT_POSTFIELDS\s*(?:=>|,)\s*(?=[\"'])", r"setBody\(\s*(?=[\"'])"
        ),
        re.compile(rf"request\(\s*[\"']({_METHOD})[\"']|CURLOPT_CUSTOMREQUEST\s*(?:=>|,)\s*[\"']({_METHOD})[\"']"),
    ),
    "csharp": _Language(
        _NEVER,
        _pattern(
            r"AddParameter\(\s*\"application/json\"\s*,\s*(?=[@\"])",
            r"Add(?:Json|String)Body\(\s*(?=[@\"])",
            r"StringContent\(\s*(?=[@\"])",
        ),
        re.compile(rf"Method\.({_METHOD})\b|HttpMethod\.({_METHOD})\b|\.({_METHOD})Async\("),
    ),
    "swift": _Language(
        _pattern(r"\b(?:parameters|body|payload|json)\b[^=\n]*=\s*(?=\[)"),
        _pattern(r"\b(?:parameters|postData|body)\s*=\s*(?=\")"),
        re.compile(rf"httpMethod\s*=\s*\"({_METHOD})\""),
    ),
}
_NAMES = {
    **{name: name for name in _LANGUAGES},
    "py": "python", "python3": "python", "js": "javascript", "node": "javascript", "nodejs": "javascript",
    "typescript": "javascript", "ts": "javascript", "jsx": "javascript", "rb": "ruby", "golang": "go",
    "c#": "csharp", "cs": "csharp", "dotnet": "csharp",
}  # fmt: skip
_MARKS = (
    ("php", re.compile(r"<\?php|curl_init|\$client->|\\GuzzleHttp|->request\(")),
    ("swift", re.compile(r"\bimport Foundation\b|NSMutableURLRequest|URLSession")),
    ("csharp", re.compile(r"\busing RestSharp\b|new RestClient|HttpRequestMessage|using System")),
    ("go", re.compile(r"\bpackage main\b|http\.NewRequest")),
    ("ruby", re.compile(r"\brequire ['\"]net/http['\"]|Net::HTTP|require ['\"]uri['\"]")),
    ("java", re.compile(r"\bUnirest\.|OkHttpClient|HttpResponse<|HttpRequest\.newBuilder|import com\.")),
    ("python", re.compile(r"\bimport requests\b|\bimport http\.client\b|\brequests\.\w+\(|\bimport httpx\b")),
    ("javascript", re.compile(r"\bfetch\(|\baxios\b|\bconst options = \{|XMLHttpRequest")),
)
_URL = re.compile(r"[\"'`](https?://[^\s\"'`]+)[\"'`]")
_HEADER = re.compile(r"[\"']?(?P<name>[A-Za-z][\w-]*)[\"']?\s*(?:=>|:|\]\s*=|\"?\s*,)\s*[\"'](?P<value>[^\"'\n]*)[\"']")
_HEADER_NAMES = re.compile(r"(?i)authorization|content-type|accept|x-[\w-]+|[\w-]+-(?:key|token|version|secret)|token")
_LONGEST = 200_000


def language_of(code: str, word: str = "") -> str:
    """Return the language of a sample, by the word of its fence or by what it imports; empty if neither says it."""
    named = _NAMES.get(word.casefold(), "")
    return named or next((name for name, mark in _MARKS if mark.search(code)), "")


def read(language: str, code: str, line: int, label: str = "") -> Sample | None:
    """Return what the sample sends; None if it names no address."""
    rules = _LANGUAGES.get(language)
    if rules is None or len(code) > _LONGEST:
        return None
    address = _URL.search(code)
    if address is None:
        return None
    url, user = without_userinfo(address[1])
    method = next((word for match in rules.methods.finditer(code) for word in match.groups() if word), "")
    body, has_body = _body(rules, code)
    return Sample(language, line, label, method.lower(), url, _headers(code), body, has_body, user=user)


def _body(rules: _Language, code: str) -> tuple[JSON, bool]:
    for match in rules.body_strings.finditer(code):
        at = match.end() + (1 if code[match.end() : match.end() + 1] == "@" else 0)
        try:
            return whole(string(code, at)[0]), True
        except NoLiteralError:
            continue
    for match in rules.body_literals.finditer(code):
        try:
            return literal(code, match.end())[0], True
        except NoLiteralError:
            continue
    return None, False


def _headers(code: str) -> tuple[tuple[str, str], ...]:
    found = [(match["name"], match["value"]) for match in _pairs(code)]
    return tuple(dict.fromkeys(pair for pair in found if _HEADER_NAMES.fullmatch(pair[0])))


def _pairs(code: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _HEADER.search(code, at):
        yield match
        at = match.start("value")
