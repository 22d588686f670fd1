"""HAR recordings (HTTP Archive 1.2): payloads of calls, and nothing else.

Taken: JSON that was sent and received, with method and path. Every secret is removed before anything leaves this
module: cookies, credentials in headers and queries and every other place where their values stand, keys that name
secrets, and what looks like a key, a token or an e-mail address. Not taken: headers, cookies, queries, addresses of
clients, and whatever is no JSON. An operation is described by its page, never by a recording.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ...diagnostics import Report
from ...document import json_reader
from ...document.document import join, split
from ...document.limits import LIMITS
from ...openapi.json_values import is_mapping, is_sequence
from .. import cuts
from ..reading import Finding, PagePayload, PageReader, Reading
from ..samples.secrets import redacted, redacted_text
from ..text import loose_json
from ..text.page_examples import distinct
from ..text.targets import METHODS

if TYPE_CHECKING:
    from ..reading import Page

NAME = "har"
_MOST_ENTRIES = 5_000
_MOST_BODY = 2_000_000
_SECRET_HEADER = re.compile(r"auth|cookie|key|token|secret|session|signature|csrf|xsrf|jwt|password", re.IGNORECASE)
_SECRET_QUERY = re.compile(r"key|token|secret|sig|auth|password|session|code|jwt", re.IGNORECASE)
_SHORTEST = 6


def knows(page: Page) -> bool:
    """Return whether the text is a JSON object with `log` and `entries` in it."""
    head = page.text.lstrip("\ufeff \t\r\n")
    return head.startswith("{") and re.match(r'\{\s*"log"\s*:', head) is not None and '"entries"' in head


def read(page: Page, report: Report) -> Reading | None:
    """Return the payloads, without secrets; None with an error if the JSON is broken."""
    found = Report()
    parsed = json_reader.parse(page.text, page.name, found, LIMITS)
    report.extend(found)
    log: Any = parsed.tree.get("log") if parsed is not None and is_mapping(parsed.tree) else None
    entries: Any = log.get("entries") if is_mapping(log) else None
    if parsed is None or not is_sequence(entries):
        if parsed is not None:
            report.error("no-entries", "the recording has no `log.entries`", page.where(page.first_line))
        return None
    kept = list(cuts.limited((one for one in entries if is_mapping(one)), _MOST_ENTRIES, "recorded calls"))
    secrets = frozenset(secret for one in kept for secret in _secrets(one))
    examples: list[PagePayload] = []
    for index, one in enumerate(kept):
        pointer = join(("log", "entries", index))
        line = page.first_line - 1 + parsed.positions.locate(page.name, split(pointer)).line
        examples += _payloads(one, secrets, line)
    text = f"{len(kept):,} recorded calls: payloads alone are taken, cookies, headers, queries and secrets are not"
    taken = distinct(examples)
    # The recording itself is kept nowhere: what stands for the page is a recording of the payloads alone.
    shown = replace(page, text=_recording(taken))
    return Reading(NAME, shown, examples=taken, findings=(Finding("recording", text, page.first_line),))


def _recording(examples: Iterable[PagePayload]) -> str:
    """Return a recording that has these payloads, and nothing else."""
    entries: list[dict[str, Any]] = []
    for one in examples:
        body = json.dumps(one.value, ensure_ascii=False)
        request: dict[str, Any] = {"method": one.method.upper(), "url": one.path}
        entry: dict[str, Any] = {"request": request}
        if one.kind == "request":
            request["postData"] = {"mimeType": "application/json", "text": body}
        else:
            status = int(one.status) if one.status and one.status.isdecimal() else 200
            entry["response"] = {"status": status, "content": {"mimeType": "application/json", "text": body}}
        entries.append(entry)
    return json.dumps({"log": {"version": "1.2", "entries": entries}}, indent=1, ensure_ascii=False) + "\n"


READER = PageReader(NAME, "HAR recording (payloads alone)", "a JSON object with `log.entries`", knows, read)


def _secrets(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of an entry that are secrets wherever else they stand."""
    for side in ("request", "response"):
        part: Any = entry.get(side)
        if not is_mapping(part):
            continue
        for name, value in _pairs(part.get("headers")):
            if _SECRET_HEADER.search(name):
                yield from _words(value)
        for _, value in _pairs(part.get("cookies")):
            yield from _words(value)
        for name, value in _pairs(part.get("queryString")):
            if _SECRET_QUERY.search(name):
                yield from _words(value)
    request: Any = entry.get("request")
    url = request.get("url") if is_mapping(request) else None
    if isinstance(url, str):
        yield from _of_url(url)


def _of_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query)
        user = [one for one in (parts.username, parts.password) if one]
    except ValueError:
        return
    yield from (word for one in user for word in _words(one))
    yield from (word for name, value in pairs if _SECRET_QUERY.search(name) for word in _words(value))


def _words(value: str) -> Iterator[str]:
    """Yield a value, its parts, and what base64 in it says: `Basic` holds name and password."""
    for part in {value, unquote(value), *re.split(r"[\s;,=]+", value)}:
        if len(part) >= _SHORTEST:
            yield part
            yield from _decoded(part)


def _decoded(part: str) -> Iterator[str]:
    try:
        text = base64.b64decode(part, validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return
    yield from (one for one in text.split(":") if len(one) >= _SHORTEST)


def _pairs(listed: Any) -> Iterator[tuple[str, str]]:
    for one in listed if is_sequence(listed) else []:
        if is_mapping(one) and isinstance(one.get("value"), str):
            yield str(one.get("name", "")), one["value"]


def _payloads(entry: Mapping[str, Any], secrets: frozenset[str], line: int) -> Iterator[PagePayload]:
    request: Any = entry.get("request")
    response: Any = entry.get("response")
    if not is_mapping(request) or not isinstance(request.get("url"), str):
        return
    method = str(request.get("method", "")).lower()
    try:
        path = unquote(urlsplit(str(request["url"])).path)
    except ValueError:
        return
    if method not in METHODS or not path.startswith("/"):
        return
    path = "/".join(redacted_text(segment, secrets) for segment in path.split("/"))
    posted: Any = request.get("postData")
    sent = _json(posted.get("text") if is_mapping(posted) else None, None)
    if sent is not None:
        yield PagePayload(method, path, "request", redacted(sent.value, secrets), line)
    content: Any = response.get("content") if is_mapping(response) else None
    got = _json(content.get("text"), content.get("encoding")) if is_mapping(content) else None
    if got is not None and is_mapping(response):
        status = str(response.get("status", ""))
        known = status if re.fullmatch(r"[1-5]\d\d", status) else None
        yield PagePayload(method, path, "response", redacted(got.value, secrets), line, known)


def _json(text: Any, encoding: Any) -> loose_json.LooseJSON | None:
    if not isinstance(text, str) or len(text) > _MOST_BODY:
        return None
    if encoding == "base64":
        try:
            text = base64.b64decode(text, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None
    if text.strip()[:1] not in ("{", "["):
        return None
    read = loose_json.read(text)
    return read if read is not None and not read.liberties else None
