"""Requests as HTTP/1.1 writes them (RFC 9112, 2.1) → samples: `POST /v1/calls HTTP/1.1`, headers, a body.

Pages leave out the version, the host or the headers; a line with method and address alone is no sample.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..text import loose_json
from .curl_samples import form_pairs, without_userinfo
from .sample import FORM, Sample, stated_media_type

if TYPE_CHECKING:
    from ...document.document import JSON

_START = re.compile(
    r"\s*(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+(?P<target>(?:https?://|/)\S{0,2000})"
    r"(?P<version>[ \t]+HTTP/[\d.]+)?[ \t]*(?:\n|\Z)"
)
_HEADER = re.compile(r"[ \t]*([A-Za-z][\w-]{0,80}):[ \t]*([^\n]*)")
_ANSWER = re.compile(r"^[ \t]*HTTP/[\d.]+[ \t]+[1-5]\d\d\b", re.MULTILINE)
_MOST_HEADERS = 60


def read(text: str, line: int, label: str = "") -> Sample | None:
    """Return the request with which a text begins; None if it begins with another thing."""
    start = _START.match(text)
    if start is None:
        return None
    answer = _ANSWER.search(text, start.end())
    lines = text[start.end() : answer.start() if answer else len(text)].split("\n")
    headers, rest = _headers(lines)
    content = "\n".join(lines[rest:]).strip()
    if not headers and not content and not start["version"]:
        return None
    host = next((value.strip() for name, value in headers if name.lower() == "host"), "")
    url = start["target"] if "://" in start["target"] or not host else f"https://{host}{start['target']}"
    url, user = without_userinfo(url)
    stated = stated_media_type(headers)
    body, has_body = _json(content)
    pairs = form_pairs(content) if not has_body and stated in ("", FORM) else ()
    kept = tuple(one for one in headers if one[0].lower() not in ("host", "content-length"))
    number = line + text.count("\n", 0, start.start("method"))
    return Sample(
        "http", number, label, start["method"].lower(), url, kept, body, has_body, pairs,
        stated or (FORM if pairs else ""), user,
    )  # fmt: skip


def _headers(lines: Sequence[str]) -> tuple[list[tuple[str, str]], int]:
    """Return the headers, and the index of the line behind them."""
    found: list[tuple[str, str]] = []
    for at, line in enumerate(lines[:_MOST_HEADERS]):
        match = _HEADER.fullmatch(line)
        if match is None:
            return found, at
        if match[2].strip():
            # "Headers:" on a line of its own announces some.
            found.append((match[1], match[2].strip()))
    return found, min(len(lines), _MOST_HEADERS)


def _json(content: str) -> tuple[JSON, bool]:
    if content.startswith(("{", "[")):
        found = loose_json.read(content)
        if found is not None and found.whole and loose_json.Liberty.REST not in found.liberties:
            return found.value, True
    return None, False
