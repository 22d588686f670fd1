"""Where lists and waits end, and which webhooks are accepted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import httpx

from generator.runtime import (
    JSON,
    Operation,
    Request,
    errors,
)
from generator.runtime.paging.links import next_link
from generator.runtime.paging.values import find, replaced
from generator.runtime.polling.rule import PollingRule
from generator.runtime.polling.wait import Waiting
from generator.runtime.problems import steps
from generator.runtime.webhooks.ed25519_signatures import Ed25519Signature
from generator.runtime.webhooks.headers import ReceivedHeaders
from generator.runtime.webhooks.hmac_signatures import BodySignature, StandardWebhooks, TimestampedSignature
from generator.runtime.webhooks.verification import SharedSecret, Unsigned, Verification

from .lists import CURSOR, LINK, OFFSET, PAGE, URL, items_of, read
from .lists import Server as ListServer
from .made_up import Pet, made_client
from .records import Row, outcome


def lists() -> Iterator[Row]:
    more = {"more": "/more"}
    rules = {
        "cursor": CURSOR,
        "url": URL,
        "link": LINK,
        "offset": OFFSET,
        "page": PAGE,
        "offset with more": replace(OFFSET, **more),
        "page from 0": replace(PAGE, first=0),
        "items elsewhere": replace(CURSOR, items="/none"),
    }
    some = items_of(1, 2)
    pages: tuple[tuple[Any, ...], ...] = (
        ({"data": []},),
        ({"data": some},),
        ({"data": None},),
        ({},),
        ([],),
        ({"data": {"a": 1}},),
        ({"data": some, "next": "c"}, {"data": items_of(3)}),
        ({"data": some, "next": "c"}, {"data": some, "next": "c"}, {"data": []}),
        ({"data": some, "next": ""}, {"data": []}),
        ({"data": some, "next": None, "more": True}, {"data": items_of(3), "more": False}),
        ({"data": some, "next": "https://api.test/v1/items?p=2"}, {"data": items_of(3), "next": None}),
        ({"data": some, "next": "https://evil.test/v1/items"},),
        ({"data": some, "next": "/v1/items?p=2"}, {"data": []}),
        ({"data": some, "total": 3, "pages": 2}, {"data": items_of(3), "total": 3, "pages": 2}, {"data": []}),
        ({"data": some, "total": 2, "pages": 1}, {"data": []}),
        ({"data": some, "total": "3", "pages": "2"}, {"data": items_of(3)}, {"data": []}),
        ({"data": [], "more": True, "next": "d"}, {"data": items_of(3), "more": False}),
    )
    for name, rule in rules.items():
        for answered in pages:
            yield f"{name} {json.dumps(answered)}", _listed(rule, answered)
    for value in (
        "<a>; rel=next",
        '<a>; rel="prev next"',
        "<a>; rel=prev",
        "<a>;rel=next,<b>;rel=next",
        '<a b>; title="x, y"; REL=NEXT',
        "a; rel=next",
        "",
        "<>; rel=next",
        '<a>; rel="\\n\\e\\x\\t"',
    ):
        yield f"link {value}", outcome(next_link, [value])
    tree: Any = {"a": [{"b": 1}, {"b": None}], "c": Pet(name="x", age=3), "": 0, "d": "text"}
    for text in (
        "",
        "/a",
        "/a/0/b",
        "/a/-1/b",
        "/a/2",
        "/a/x",
        "/a/-2",
        "/a/-3",
        "/a/01",
        "/c/name",
        "/c/absent",
        "/d/0",
        "/e/f",
        "/",
    ):
        yield f"find {text}", outcome(find, tree, steps(text))
        yield f"replaced {text}", outcome(replaced, tree, steps(text), "new")


def _listed(rule: Any, answered: tuple[Any, ...]) -> str:
    left = list(answered)

    def answer(request: httpx.Request) -> Any:
        document = left.pop(0) if left else {"data": []}
        link = document.get("next") if isinstance(document, dict) else None
        headers = {"link": f'<{link}>; rel="next"'} if isinstance(link, str) and link else {}
        return httpx.Response(200, json=document, headers=headers)

    server = ListServer(answer)
    found = read("sync", server, rule, most=6)
    return f"{[page.cursor for page in found.pages]} {found.ids} {server.queries} {found.error!r} {found.error}"


def waits() -> Iterator[Row]:
    rule: PollingRule[Any] = PollingRule(
        state="/state",
        success=("done", 1),
        failure=("failed",),
        retry=("busy",),
        statuses={404: "retry", 410: "failure", 204: "success"},
    )
    operation: Operation[Any] = Operation("GET", "/jobs", responses={200: JSON(Any), 204: None, 404: JSON(Any)})
    for chosen in (
        rule,
        replace(rule, state=None, statuses={200: "success"}),
        replace(rule, success=()),
        replace(rule, failure=()),
    ):
        for status, body in (
            (200, {"state": "done"}),
            (200, {"state": "failed"}),
            (200, {"state": "busy"}),
            (200, {"state": "new"}),
            (200, {"state": True}),
            (200, {"state": 1}),
            (200, {"state": 1.0}),
            (200, {"state": 1.5}),
            (200, {}),
            (200, None),
            (204, None),
            (404, {}),
            (410, {}),
            (500, {}),
        ):
            for until in (None, lambda value: value == {}):
                yield f"{chosen.success} {chosen.failure} {chosen.state} {status} {body} {until is not None}", _waited(
                    chosen, operation, status, body, until
                )
    for content in (b"{}", b'{"state": "busy", "x": 1}', b'{"state": "done"}', b"no", b"[1]", b'{"state": true}'):
        yield f"finished {content!r}", outcome(rule.finished, content)
        yield f"finished without states {content!r}", outcome(replace(rule, success=()).finished, content)
    for seconds in (0, -1, True, "x", float("nan"), 0.5, None):
        yield f"deadline {seconds!r}", outcome(
            lambda one: Waiting(Request(operation), rule, None, one).is_over, seconds
        )


def _waited(rule: PollingRule[Any], operation: Operation[Any], status: int, body: Any, until: Any) -> str:
    waiting = Waiting(Request(operation), rule, until, None)

    def run() -> Any:
        answer = (
            httpx.Response(status, json=body, headers={"retry-after": "3"}) if status != 204 else httpx.Response(204)
        )
        with made_client(lambda request: answer, retries=0) as client:
            try:
                waiting.answered(client.send(Request(operation)))
            except errors.StatusError as error:
                waiting.refused(error)
        return waiting.is_over, waiting.result

    return outcome(run)


def signatures() -> Iterator[Row]:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    kinds: dict[str, Callable[[], Verification]] = {
        "standard": lambda: StandardWebhooks("whsec_c2VjcmV0LXZhbHVlLXRoYXQtaXMtbG9uZw=="),
        "standard plain": lambda: StandardWebhooks("plain secret", header="svix"),
        "timestamped": lambda: TimestampedSignature("secret-value"),
        "timestamped base64": lambda: TimestampedSignature(
            "secret-value", encoding="base64", digest="sha512", separator=";"
        ),
        "timestamped other": lambda: TimestampedSignature(
            "secret-value", signed="{timestamp}:{body}", header="X-S", signature_key="s", timestamp_key="ts"
        ),
        "body": lambda: BodySignature("secret-value", header="X-Signature"),
        "body prefix": lambda: BodySignature("secret-value", header="X-Hub", prefix="sha1=", digest="sha1"),
        "body with time": lambda: BodySignature(
            "secret-value", header="X-S", timestamp_header="X-T", id_header="X-I", signed="{id}.{timestamp}.{body}"
        ),
        "body with address": lambda: BodySignature("secret-value", header="X-S", signed="{url}{body}"),
        "shared": lambda: SharedSecret("secret-value", header="X-Token", prefix="Bearer "),
        "unsigned": Unsigned,
        "bad digest": lambda: BodySignature("s", header="X", digest="md6"),
        "bad encoding": lambda: BodySignature("s", header="X", encoding="hexa"),
        "bad tolerance": lambda: StandardWebhooks("s", tolerance=-1),
        "bad part": lambda: BodySignature("s", header="X", signed="{nothing}{body}"),
        "no body signed": lambda: BodySignature("s", header="X", signed="{timestamp}"),
        "no secret": lambda: BodySignature(header="X"),
        "bad key": lambda: Ed25519Signature("xyz", header="X"),
    }
    for name, make in kinds.items():
        yield f"{name} made", outcome(lambda one: repr(one()), make)
        for body in (b"", b'{"a": 1}', b"\xff\x00"):
            yield f"{name} signs {body!r}", outcome(
                lambda one, content: dict(one().sign(content, "m-1", moment, "https://me.test/hook")), make, body
            )
        yield from _verified(name, make)


def _verified(name: str, make: Callable[[], Verification]) -> Iterator[Row]:
    now, body = datetime.now(UTC), b'{"a": 1}'
    with suppress(Exception):
        made = make()
        good = dict(made.sign(body, "m-1", now, "https://me.test/hook"))
        old = dict(made.sign(body, "m-1", now - timedelta(seconds=330), "https://me.test/hook"))
        future = dict(made.sign(body, "m-1", now + timedelta(seconds=330), "https://me.test/hook"))
        recent = dict(made.sign(body, "m-1", now - timedelta(seconds=270), "https://me.test/hook"))
        cases: dict[str, dict[str, Any]] = {
            "good": good,
            "recent": recent,
            "old": old,
            "future": future,
            "lower case": {key.lower(): value for key, value in good.items()},
            "empty": {},
            **{f"without {key}": {k: v for k, v in good.items() if k != key} for key in good},
            **{f"{key} empty": {**good, key: ""} for key in good},
            **{f"{key} longer": {**good, key: f"{value}0"} for key, value in good.items()},
            **{f"{key} as bytes": {**good, key: value.encode()} for key, value in good.items()},
            **{f"{key} upper": {**good, key: value.upper()} for key, value in good.items()},
        }
        for case, headers in cases.items():
            for url in ("https://me.test/hook", "https://me.test/other"):
                result = outcome(lambda one, where: _accepted(make(), one, body, where), MappingProxyType(headers), url)
                yield f"{name} verifies {case} {url}", result
        yield f"{name} verifies another body", outcome(lambda: _accepted(make(), good, b"{}", "https://me.test/hook"))


def _accepted(verification: Verification, headers: Any, body: bytes, url: str) -> str:
    found = verification.verify(ReceivedHeaders(headers, url), body)
    return f"accepted {found.message if hasattr(found, 'message') else ''}"
