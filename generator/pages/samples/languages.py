"""Samples in Python, JavaScript, Go, Ruby, Java, PHP, C# and Swift: what they send, as far as it is written out.

The places at which the usual HTTP libraries of a language take address, method, headers and body are looked for; the
literals that are there are read. Nothing is run, and a variable that no literal was given to is unknown.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from .curl_samples import form_pairs, without_userinfo
from .literals import NoLiteralError, literal, string, whole
from .sample import FORM, MULTIPART, Sample, stated_media_type

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
    forms: re.Pattern[str]
    """Marks of code that sends a URL-encoded form."""
    multipart: re.Pattern[str]
    """Marks of code that sends a multipart form."""


_METHOD = r"(?i:get|put|post|patch|delete|head|options)"
_NEVER = re.compile(r"(?!)")


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in alternatives))


_LANGUAGES = {
    "python": _Language(
        _pattern(r"\b(?:payload|data|body|json|json_data|request_body|params_json)\s*=\s*(?=[{\[])"),
        _pattern(r"\b(?:payload|data|body)\s*=\s*(?:f?)(?=[\"'])", r"json\.loads\(\s*(?=[\"'])"),
        re.compile(rf"\b(?:requests|client|httpx|session)\.({_METHOD})\(|request\(\s*[\"']({_METHOD})[\"']"),
        _pattern(r"[(,]\s*data\s*=\s*(?:\{|[A-Za-z_]\w*\s*[,)])"),
        _pattern(r"[(,]\s*files\s*=", r"MultipartEncoder\("),
    ),
    "javascript": _Language(
        _pattern(r"(?:\bstringify|URLSearchParams)\(\s*(?=[{\[])", r"\b(?:data|body|json|payload)\s*[:=]\s*(?=[{\[])"),
        _pattern(r"\b(?:body|data)\s*[:=]\s*(?=[\"'`])"),
        re.compile(rf"method\s*:\s*[\"']({_METHOD})[\"']|\b(?:axios|got|ky|superagent)\.({_METHOD})\("),
        _pattern(r"\b(?:body|data)\s*:\s*new URLSearchParams\(", r"\b(?:qs|querystring)\.stringify\("),
        _pattern(r"new FormData\("),
    ),
    "go": _Language(
        _NEVER,
        _pattern(
            r"strings\.NewReader\(\s*(?=[\"`])",
            r"bytes\.NewBuffer(?:String)?\(\s*(?:\[\]byte\(\s*)?(?=[\"`])",
            r"\[\]byte\(\s*(?=[\"`])",
        ),
        re.compile(rf"NewRequest(?:WithContext)?\((?:\s*\w+\s*,)?\s*\"({_METHOD})\"|http\.Method({_METHOD})"),
        _pattern(r"NewReader\(\s*\w+\.Encode\(\)", r"\.PostForm\("),
        _pattern(r"multipart\.NewWriter\("),
    ),
    "ruby": _Language(
        _pattern(
            r"\b(?:payload|body|data)\s*[=:]\s*(?=[{\[])",
            r"(?:request\.body|form_data)\s*=\s*(?=[{\[])",
            r"(?:set_form_data|encode_www_form)\(?\s*(?=[{\[])",
        ),
        _pattern(r"request\.body\s*=\s*(?=[\"'])", r"\b(?:body|payload)\s*[=:]\s*(?=[\"'])"),
        re.compile(rf"Net::HTTP::({_METHOD})\b|RestClient\.({_METHOD})\b|HTTParty\.({_METHOD})\b"),
        _pattern(r"set_form_data\b", r"\.form_data\s*=", r"encode_www_form\("),
        _pattern(r"set_form\b"),
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
        _pattern(r"\bFormBody\.Builder\b", r"\bUrlEncodedFormEntity\b"),
        _pattern(r"\bMultipartBody\b", r"\bMultipartEntityBuilder\b"),
    ),
    "php": _Language(
        _pattern(
            r"[\"'](?:json|form_params)[\"']\s*=>\s*(?=\[|array)", r"(?:json_encode|http_build_query)\(\s*(?=\[|array)"
        ),
        _pattern(
            r"[\"']body[\"']\s*=>\s*(?=[\"'])", r"CURLOPT_POSTFIELDS\s*(?:=>|,)\s*(?=[\"'])", r"setBody\(\s*(?=[\"'])"
        ),
        re.compile(rf"request\(\s*[\"']({_METHOD})[\"']|CURLOPT_CUSTOMREQUEST\s*(?:=>|,)\s*[\"']({_METHOD})[\"']"),
        _pattern(r"[\"']form_params[\"']\s*=>", r"http_build_query\("),
        _pattern(r"[\"']multipart[\"']\s*=>"),
    ),
    "csharp": _Language(
        _NEVER,
        _pattern(
            r"AddParameter\(\s*\"application/json\"\s*,\s*(?=[@\"])",
            r"Add(?:Json|String)Body\(\s*(?=[@\"])",
            r"StringContent\(\s*(?=[@\"])",
        ),
        re.compile(rf"Method\.({_METHOD})\b|HttpMethod\.({_METHOD})\b|\.({_METHOD})Async\("),
        _pattern(r"\bFormUrlEncodedContent\b"),
        _pattern(r"\bMultipartFormDataContent\b"),
    ),
    "swift": _Language(
        _pattern(r"\b(?:parameters|body|payload|json)\b[^=\n]*=\s*(?=\[)"),
        _pattern(r"\b(?:parameters|postData|body)\s*=\s*(?=\")"),
        re.compile(rf"httpMethod\s*=\s*\"({_METHOD})\""),
        _NEVER,
        _NEVER,
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
_WRITES_JSON = re.compile(r"json\.dumps\(|\bjson\s*=|JSON\.stringify\(|json_encode\(|to_json\b")
_APPENDED = re.compile(
    r"\.(?:append|set|add|field|addFormDataPart|addTextBody)\(\s*([\"'])(?P<name>[A-Za-z_][\w.\[\]-]{0,100})\1\s*,\s*"
    r"([\"'])(?P<value>[^\"'\n]{0,1000})\3\s*\)"
)
_MOST_FIELDS = 500
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
    headers = _headers(code)
    written = _written_body(rules, code)
    body, has_body = (written, True) if written is not None else _literal_body(rules, code)
    media_type = stated_media_type(headers) or ("" if written is not None else _usual_media_type(rules, code))
    if media_type in (FORM, MULTIPART):
        form = _fields(body) or form_pairs(_text(rules, code)) or _appended(code)
        return Sample(language, line, label, method.lower(), url, headers, form=form, media_type=media_type, user=user)
    return Sample(language, line, label, method.lower(), url, headers, body, has_body, media_type=media_type, user=user)


def _usual_media_type(rules: _Language, code: str) -> str:
    """Return the media type that the library sends without a header, as far as the code shows a form."""
    if rules.multipart.search(code):
        return MULTIPART
    return FORM if rules.forms.search(code) and not _WRITES_JSON.search(code) else ""


def _written_body(rules: _Language, code: str) -> JSON:
    """Return the body that is in the code as JSON in a string; None if there is none."""
    for match in rules.body_strings.finditer(code):
        at = match.end() + (1 if code[match.end() : match.end() + 1] == "@" else 0)
        with suppress(NoLiteralError):
            return whole(string(code, at)[0])
    return None


def _literal_body(rules: _Language, code: str) -> tuple[JSON, bool]:
    """Return the body that is in the code as a literal of the language, and whether there is one."""
    for match in rules.body_literals.finditer(code):
        with suppress(NoLiteralError):
            return literal(code, match.end())[0], True
    return None, False


def _fields(body: JSON) -> tuple[tuple[str, str], ...]:
    """Return the members of an object as the fields of a form; empty if one of them is no scalar."""
    members = body if isinstance(body, dict) else {}
    if any(isinstance(value, dict | list) for value in members.values()):
        return ()
    return tuple((name, value if isinstance(value, str) else json.dumps(value)) for name, value in members.items())


def _appended(code: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that the code adds to a form one by one."""
    return tuple((match["name"], match["value"]) for match in islice(_APPENDED.finditer(code), _MOST_FIELDS))


def _text(rules: _Language, code: str) -> str:
    """Return the body that is in the code as a string; empty if none does."""
    for match in rules.body_strings.finditer(code):
        with suppress(NoLiteralError):
            return string(code, match.end())[0]
    return ""


def _headers(code: str) -> tuple[tuple[str, str], ...]:
    found = [(match["name"], match["value"]) for match in _pairs(code)]
    return tuple(dict.fromkeys(pair for pair in found if _HEADER_NAMES.fullmatch(pair[0])))


def _pairs(code: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _HEADER.search(code, at):
        yield match
        at = match.start("value")
