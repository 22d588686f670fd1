"""Chooses the answer: a declared response, with an example or a generated value (`Prefer`, RFC 7240)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from .requests import RequestDifference, Route
from .values import NoValueError, Sampler

Tree: TypeAlias = Mapping[str, Any]

_PROBLEM = "application/problem+json"
_EMPTY = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class MockAnswer:
    """An HTTP response."""

    status: int
    content: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Preference:
    """What a request asks for in its `Prefer` header: `code=429`, `example=scheduled`, `dynamic=true`."""

    code: str | None = None
    example: str | None = None
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A response that the provider publishes as an example."""

    status: str
    label: str
    value: Any
    content_type: str | None


def preference(header: str) -> Preference:
    """Return the preferences in a `Prefer` header; unknown ones are ignored (RFC 7240, 2)."""
    found: dict[str, str] = {}
    for part in header.replace(";", ",").split(","):
        name, _, value = part.strip().partition("=")
        found.setdefault(name.strip().lower(), value.strip().strip('"'))
    return Preference(found.get("code"), found.get("example"), found.get("dynamic", "false").lower() == "true")


def problem_document(status: int, title: str, differences: Sequence[RequestDifference] = ()) -> MockAnswer:
    """Return a problem document (RFC 9457)."""
    errors = [{"in": one.place, "name": one.name, "message": one.message} for one in differences]
    body = {"type": "about:blank", "title": title, "status": status, **({"errors": errors} if errors else {})}
    return MockAnswer(status, json.dumps(body, indent=1).encode(), _PROBLEM)


def answer(
    route: Route, published: Sequence[PublishedAnswer], sampler: Sampler, wanted: Preference, accept: str = ""
) -> MockAnswer:
    """Return the answer to a valid request."""
    responses: Tree = route.operation.get("responses", {})
    key = _key(responses, published, wanted)
    if key is None:
        known = responses if wanted.code is not None else [one.label for one in published]
        what = f"response {wanted.code}" if wanted.code is not None else f"example {wanted.example}"
        return problem_document(404, f"there is no {what}; there is {', '.join(known) or 'none'}")
    status = _status(key, wanted.code)
    response: Tree = responses.get(key, {})
    headers = _headers(response, sampler)
    contents: Tree = response.get("content", {})
    if not contents or status in _EMPTY:
        return MockAnswer(status, headers=headers)
    content_type = _accepted(contents, accept)
    if not wanted.dynamic:
        for one in published:
            named = wanted.example in (None, one.label)
            if one.status == key and named and one.content_type in (None, content_type):
                return _written(status, one.value, content_type, headers)
    if wanted.example is not None and not wanted.dynamic:
        labels = ", ".join(one.label for one in published if one.status == key) or "none"
        return problem_document(404, f"no example {wanted.example!r} of {key}; there is {labels}")
    schema = contents[content_type].get("schema", True)
    try:
        return _written(status, sampler.value(schema), content_type, headers)
    except NoValueError as error:
        return problem_document(500, f"no value could be made that the schema of {key} accepts: {error}")


def error_answer(route: Route, differences: Sequence[RequestDifference]) -> MockAnswer:
    """Return the answer to an invalid request: 422 with all differences."""
    return problem_document(422, f"the request is not what {route.method} {route.path} takes", differences)


def _key(responses: Tree, published: Iterable[PublishedAnswer], wanted: Preference) -> str | None:
    """Return the key of the response to give: the requested one, that of the requested example, else the
    first success.
    """
    if wanted.code is not None:
        code = wanted.code
        return next((key for key in (code, f"{code[:1]}XX", "default") if key in responses), None)
    if wanted.example is not None:
        return next((one.status for one in published if one.label == wanted.example), None)
    order = sorted(responses, key=lambda key: (not key.startswith("2"), key == "default", key))
    return order[0] if order else None


def _status(key: str, code: str | None) -> int:
    text = code if code is not None and code.isdecimal() else key
    digits = text.upper().replace("X", "0")
    number = int(digits) if digits.isdecimal() else 200
    return number if number in range(100, 600) else 500


def _accepted(contents: Tree, accept: str) -> str:
    """Return the declared content type that a request accepts; JSON first if several are accepted."""
    ordered = sorted(contents, key=lambda one: not one.lower().partition(";")[0].endswith(("/json", "+json")))
    for part in accept.split(","):
        kind = part.partition(";")[0].strip().lower()
        for one in ordered:
            if kind and "*" not in kind and one.lower().partition(";")[0].strip() == kind:
                return one
    return ordered[0]


def _written(status: int, value: Any, content_type: str, headers: Mapping[str, str]) -> MockAnswer:
    kind = content_type.partition(";")[0].strip().lower()
    sent = "application/octet-stream" if "*" in content_type else content_type
    if kind.endswith(("/json", "+json")) or "*" in kind:
        return MockAnswer(status, json.dumps(value).encode(), "application/json" if "*" in kind else sent, headers)
    if kind == "text/event-stream":
        return MockAnswer(status, f"data: {json.dumps(value)}\n\n".encode(), sent, headers)
    if kind in ("application/jsonl", "application/x-ndjson", "application/x-jsonlines"):
        return MockAnswer(status, f"{json.dumps(value)}\n".encode(), sent, headers)
    text = value if isinstance(value, str) else json.dumps(value)
    return MockAnswer(status, text.encode(), sent, headers)


def _headers(response: Tree, sampler: Sampler) -> dict[str, str]:
    """Return the required headers of a response, with values that fit."""
    found: dict[str, str] = {}
    for name, header in response.get("headers", {}).items():
        described: Tree = cast("Tree", header) if isinstance(header, Mapping) else {}
        if not described.get("required") or name.lower() == "content-type":
            continue
        try:
            value = sampler.value(described.get("schema", True), name)
        except NoValueError:
            continue
        found[name] = value if isinstance(value, str) and value.isascii() else json.dumps(value)
    return found
