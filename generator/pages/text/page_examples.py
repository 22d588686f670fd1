"""The payloads of a page as examples of its operations: what a sample sends, what a JSON block shows as the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...openapi.json_values import is_mapping
from .. import samples
from ..credentials import is_key_name
from ..markdown import Fence
from ..operations import PageCredential
from ..reading import Finding, OriginKind, PagePayload
from ..samples.sample import Sample
from . import loose_json
from .form_examples import form_value
from .targets import METHODS, front, target

_STATUS = re.compile(r"(?<![\d.])([1-5]\d\d|[1-5]XX)(?![\d.])", re.IGNORECASE)
_COMMENT = re.compile(
    r"HTTP/[\d.]+[ \t][^\n]{0,200}\n(?:[A-Za-z][\w-]{0,80}:[^\n]{0,2000}\n){0,40}\s*|(?:(?://|#|HTTP/)[^\n]{0,200}\n\s*){1,3}"
)
"""Lines above a payload that describe it: `// 201 Created`, `HTTP/1.1 200 OK` with its headers."""
_ANSWER = re.compile(r"^[ \t]*(?=HTTP/[\d.]+[ \t]+[1-5]\d\d\b)", re.MULTILINE)
_STATUS_FIRST = re.compile(r"\W{0,6}(?:HTTP(?:/[\d.]+)? )?(?:status(?: code)?:? )?[1-5]\d\d\b", re.IGNORECASE)
_RESPONSE_WORDS = re.compile(r"respon|returns?|result|output|success|error|answer", re.IGNORECASE)
_REQUEST_WORDS = re.compile(r"request|body|payload|input|send|curl|data (?:constraints|example|param)", re.IGNORECASE)
_RESPONSE_BODY = re.compile(
    r"response (?:body|payload|data)|bad request|request (?:time-?out|entity|header)", re.IGNORECASE
)
_JSON_LANGUAGES = frozenset({"json", "json5", "jsonc", "js", "javascript", ""})
_BEARER = re.compile(r"bearer\b", re.IGNORECASE)
_BASIC = re.compile(r"basic\b", re.IGNORECASE)
_KEY_HEADER = re.compile(r"(?:x[-_])?(?:[a-z0-9]+[-_])*(?:api|access|auth|client)[-_]?(?:key|token|secret|id)|token")
"""What samples of a page send as a key next to the names that say so."""


@dataclass(frozen=True, slots=True)
class JSONBlock:
    """A JSON block, before it is known whether it is sent or received."""

    value: loose_json.LooseJSON
    line: int
    label: str
    status: str | None


def payload(fence: Fence, context: str = "") -> JSONBlock | None:
    """Return what a fence of JSON holds; None for other languages, and for what is no JSON.

    `context` is what the page says around it, such as its heading: a status code may be there.
    """
    message = _ANSWER.search(fence.text) if fence.language in ("", "http", "text", "plaintext") else None
    if fence.language not in _JSON_LANGUAGES and not _STATUS.fullmatch(fence.language) and message is None:
        return None
    # In a block of HTTP the answer may follow the request.
    start = message.end() if message is not None else 0
    text = fence.text[start:].strip()
    head = _COMMENT.match(text)
    said = head[0] if head else ""
    if not text[len(said) :].startswith(("{", "[")):
        return None
    line = fence.line + 1 + fence.text.count("\n", 0, start)
    found = loose_json.read(text[len(said) :], line + said.count("\n"))
    if found is None or loose_json.Liberty.REST in found.liberties:
        return None
    match = _STATUS.search(fence.info) or _STATUS.search(said) or _STATUS.search(context)
    label = fence.label if fence.language in _JSON_LANGUAGES else fence.info
    return JSONBlock(found, line, label, match[1].upper() if match else None)


def broken(fence: Fence) -> Finding | None:
    """Return the finding about a fence that claims to be JSON, and is not."""
    text = fence.text.strip()
    if fence.language not in ("json", "jsonc", "json5") or not text:
        return None
    found = loose_json.read(text, fence.line + 1)
    if found is None:
        return Finding("broken-sample", "this sample says that it is JSON, and cannot be read as such", fence.line)
    if found.whole:
        return None
    *most, last = sorted(one.value for one in found.liberties)
    what = f"{', '.join(most)} and {last}" if most else last
    return Finding("cut-sample", f"this sample is no whole payload: it has {what}", fence.line)


def is_response(words: str) -> bool | None:
    """Return whether words such as a label or a heading speak of an answer (True), a request (False) or
    neither (None).
    """
    if _STATUS_FIRST.match(words):
        # "413 Payload Too Large" speaks of no payload that is sent.
        return True
    words = _RESPONSE_BODY.sub("response", words)
    response, request = _RESPONSE_WORDS.search(words), _REQUEST_WORDS.search(words)
    if response is None and request is None:
        return True if _STATUS.search(words) else None
    if response and request:
        return response.start() > request.start()
    return response is not None


def response_example(one: JSONBlock, method: str, path: str) -> PagePayload | None:
    """Return the payload as an answer; None if it is no whole one."""
    if not one.value.whole:
        return None
    return PagePayload(method, path, "response", one.value.value, one.line, one.status, one.label)


def request_example(sample: Sample, method: str, path: str) -> PagePayload | None:
    """Return what a sample sends as an example of the operation; None if it sends neither JSON nor a form without
    files, or calls another one.
    """
    form = None if sample.has_body else form_value(sample)
    if (not sample.has_body and form is None) or not calls(sample, method, path):
        return None
    value = sample.body if form is None else form
    return PagePayload(
        method, path, "request", value, sample.line, None, sample.label, sample.language, form is not None
    )


def calls(sample: Sample, method: str, path: str) -> bool:
    """Return whether a sample calls the operation, as far as it shows what it calls."""
    if sample.method and sample.method != method:
        return False
    place = target(sample.url) if sample.url else None
    if place is None or not place.path:
        return True
    stem = path.split("{", maxsplit=1)[0].rstrip("/") or "/"
    return place.path.endswith(stem) or front(path, place.path) is not None


def distinct(examples: Iterable[PagePayload]) -> tuple[PagePayload, ...]:
    """Return the examples, those that show the same thing once: the first of them."""
    kept: list[PagePayload] = []
    for one in examples:
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _same(one: PagePayload, other: PagePayload) -> bool:
    left, right = (replace(each, line=0, label="", language="") for each in (one, other))
    return left == right and repr(one.value) == repr(other.value)


def credentials(found: Sequence[Sample]) -> tuple[PageCredential, ...]:
    """Return the credentials that samples show, without their values."""
    shown: dict[tuple[str, str, str], PageCredential] = {}
    for sample in found:
        for one in _credentials(sample):
            shown.setdefault((one.kind, one.name.lower(), one.location), one)
    return tuple(shown.values())


def _credentials(sample: Sample) -> list[PageCredential]:
    shown: list[PageCredential] = []
    if sample.user:
        shown.append(PageCredential("basic", sample.line, origin=OriginKind.SAMPLE))
    for name, value in sample.headers:
        if name.lower() == "authorization":
            if _BEARER.match(value):
                shown.append(PageCredential("bearer", sample.line, origin=OriginKind.SAMPLE))
            elif _BASIC.match(value):
                shown.append(PageCredential("basic", sample.line, origin=OriginKind.SAMPLE))
            else:
                shown.append(PageCredential("apiKey", sample.line, "Authorization", "header", origin=OriginKind.SAMPLE))
        elif is_key_name(name) or _KEY_HEADER.fullmatch(name.lower()):
            shown.append(PageCredential("apiKey", sample.line, name, "header", origin=OriginKind.SAMPLE))
    return shown


def read_samples(fences: Iterable[Fence]) -> list[Sample]:
    """Return what the samples in fences send."""
    return [found for fence in fences if (found := samples.read_fence(fence)) is not None]


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield method, path and object of each operation of a document that may not be OpenAPI."""
    paths: Any = document.get("paths")
    for path, item in paths.items() if is_mapping(paths) else ():
        for method in METHODS:
            if is_mapping(item) and is_mapping(item.get(method)):
                yield method, path, item[method]


def code_sample(one: Mapping[str, Any], method: str, path: str, line: int) -> Iterator[PagePayload]:
    """Yield what a sample of a document (`lang`, `label`, `source`) sends."""
    source, label = one.get("source"), one.get("label")
    if not isinstance(source, str):
        return
    read_sample = samples.read(source, line, str(one.get("lang", "")), label if isinstance(label, str) else "")
    if read_sample is not None and read_sample.has_body:
        yield PagePayload(
            method, path, "request", read_sample.body, line, None, read_sample.label, read_sample.language
        )
