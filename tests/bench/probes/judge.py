"""What each probe must send, and what its caller must get. A client passes a probe, or the reason why not is returned."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.bench.probes.server import Received

Outcome = Mapping[str, Any]
"""`value`, what the caller got, or `error`, what was raised."""


def judge(outcomes: Mapping[str, Outcome], received: Sequence[Received]) -> dict[str, str]:
    """Return the probes that fail, with the reason of each."""
    found = {name: check(outcomes.get(name, {"error": "not run"}), received) for name, check in _CHECKS.items()}
    return {name: reason for name, reason in found.items() if reason}


def _sent(received: Sequence[Received], path: str) -> Received | None:
    return next((one for one in received if urlsplit(one.target).path == path), None)


def _styles(outcome: Outcome, received: Sequence[Received]) -> str:
    request = _sent(received, "/styles")
    if request is None:
        return f"nothing sent: {outcome.get('error')}"
    expected = {("tags", "a,b"), ("ids", "1|2"), ("filter[name]", "x"), ("filter[size]", "2")}
    query = urlsplit(request.target).query
    return "" if set(parse_qsl(query)) == expected else f"sends ?{unquote(query)}"


def _path(_outcome: Outcome, received: Sequence[Received]) -> str:
    """Nothing but an item may be asked for. An encoded `..` is a `..`, too (URL standard, 4.4), so that only a refusal helps."""
    # The other probes ask for what is in the document.
    others = {"/styles", "/account", "/forms", "/jobs", "/notes", "/state", "/missing"}
    for one in received:
        path = unquote(urlsplit(one.target).path)
        if path not in others and not posixpath.normpath(path).startswith("/items/"):
            return f"`..` leaves the path: {one.target}"
    return ""


def _slash(outcome: Outcome, received: Sequence[Received]) -> str:
    return (
        ""
        if _sent(received, "/items/a%2Fb")
        else f"a slash in a value is not encoded {outcome.get('error', '')}".strip()
    )


def _required(outcome: Outcome, received: Sequence[Received]) -> str:
    request = _sent(received, "/account")
    if request is None:
        return str(outcome.get("error"))
    sent = (request.headers.get("x-account"), request.headers.get("cookie"))
    return "" if sent == ("acme", "session=s1") else f"header and cookie sent: {sent}"


def _form(outcome: Outcome, received: Sequence[Received]) -> str:
    request = _sent(received, "/forms")
    if request is None:
        return str(outcome.get("error"))
    media_type = request.headers.get("content-type", "").partition(";")[0]
    if media_type != "application/x-www-form-urlencoded":
        return f"sends {media_type}"
    return (
        "" if set(parse_qsl(request.body.decode())) == {("name", "a b"), ("count", "2")} else f"sends {request.body!r}"
    )


def _null(outcome: Outcome, received: Sequence[Received]) -> str:
    request = _sent(received, "/notes")
    if request is None:
        return str(outcome.get("error"))
    body = json.loads(request.body)
    return "" if body == {"name": "n", "remark": None} else f"sends {json.dumps(body)}"


def _returns(value: object) -> Callable[[Outcome, Sequence[Received]], str]:
    def check(outcome: Outcome, _received: Sequence[Received]) -> str:
        return "" if outcome.get("value") == value else str(outcome.get("error") or f"returns {outcome.get('value')!r}")

    return check


_CHECKS: Mapping[str, Callable[[Outcome, Sequence[Received]], str]] = {
    "styles": _styles,
    "path": _path,
    "slash": _slash,
    "required": _required,
    "form": _form,
    "answer": _returns("t-1"),
    "null": _null,
    "enumeration": _returns("paused"),
    "error": _returns("gone"),
}

MEANINGS: Mapping[str, str] = {
    "styles": "query styles: form without explode, pipeDelimited, deepObject",
    "path": "`..` in a path parameter does not leave the path",
    "slash": "a slash in a path parameter is encoded",
    "required": "required header and cookie parameters have an argument and are sent",
    "form": "a form is sent as a form",
    "answer": "a declared 202 with a body of its own reaches the caller",
    "null": "null is sent where it is given, and only there",
    "enumeration": "an answer with an unknown enum value reaches the caller",
    "error": "the body of a declared error reaches the caller",
}
"""What each probe looks at, for the table."""
