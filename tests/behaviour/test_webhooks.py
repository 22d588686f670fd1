"""Webhooks of a generated package: typed events, one `parse`, a sender for tests, and what settings and documents say."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

from generator.commands.inspect import as_json, describe, table
from generator.commands.settings_draft import draft
from generator.ir.api import Api
from generator.naming.names import Names

from .packages import Package, document, generated, outcome, subject

BODY = {"responses": {"200": {"description": "Received."}}}


def webhook(schema: dict[str, Any] | str, *headers: str, **more: Any) -> dict[str, Any]:
    """Return a path item with one webhook; a schema in text is a reference."""
    chosen = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    parameters = [{"name": name, "in": "header", "schema": {"type": "string"}} for name in headers]
    content = {"application/json": {"schema": chosen}}
    return {"post": {**BODY, "requestBody": {"content": content}, "parameters": parameters, **more}}


def told(**values: Any) -> dict[str, Any]:
    """Return an object that tells its event by constants."""
    properties = {name: {"const": value} for name, value in values.items()}
    return {"type": "object", "required": [*values], "properties": {**properties, "id": {"type": "integer"}}}


def package(webhooks: dict[str, Any], settings: str = "", **more: Any) -> Package:
    return generated(document({}, webhooks=webhooks, **more), settings)


def described(webhooks: dict[str, Any], **more: Any) -> tuple[Api, Names]:
    _, found = describe(subject(document({}, webhooks=webhooks, **more)), keep_going=False)
    assert found is not None
    return found.api, found.names


def read(made: Package, body: object, headers: dict[str, str] | None = None) -> tuple[str, Any]:
    """Return the class and the data of the event that a body is."""
    from_runtime = made.webhook_events
    verification = from_runtime.Unsigned()
    event = from_runtime.parse(headers or {}, json.dumps(body).encode(), verification=verification)
    return type(event).__name__, event.data


CASES: dict[str, tuple[dict[str, Any], list[tuple[object, dict[str, str], str]]]] = {
    "constants": (
        {"call.started": webhook(told(event="started")), "call.ended": webhook(told(event="ended"))},
        [({"event": "ended"}, {}, "CallEnded"), ({"event": "paused"}, {}, "UnknownEvent"), ([], {}, "UnknownEvent")],
    ),
    "constants further in": (
        {
            "a": webhook({"type": "object", "properties": {"meta": told(type="a")}}),
            "b": webhook({"type": "object", "properties": {"meta": told(type="b")}}),
        },
        [({"meta": {"type": "b"}}, {}, "B"), ({"meta": {"type": "c"}}, {}, "UnknownEvent"), ({"meta": 1}, {}, "UnknownEvent")],
    ),
    "its name in an enumeration that all share": (
        {name: webhook("Any") for name in ("call.started", "call.ended")},
        [({"type": "call.started"}, {}, "CallStarted"), ({"type": "call.failed"}, {}, "UnknownEvent")],
    ),
    "a header": (
        {
            name: {
                "post": {
                    **BODY,
                    "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                    "parameters": [{"name": "X-Event", "in": "header", "schema": {"const": name}}],
                }
            }
            for name in ("push", "pull")
        },
        [({}, {"x-event": "pull"}, "Pull"), ({}, {"X-Event": "fork"}, "UnknownEvent")],
    ),
    "a union": (
        {
            "calls": webhook({"oneOf": [told(kind="started"), told(kind="ended")]}),
            "agents": webhook({"oneOf": [told(kind="born"), told(kind="gone")]}),
        },
        [({"kind": "ended"}, {}, "Calls"), ({"kind": "born"}, {}, "Agents"), ({"kind": "lost"}, {}, "UnknownEvent")],
    ),
    "shapes": (
        {
            "one": webhook({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}),
            "two": webhook({"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}),
        },
        [({"a": "x"}, {}, "One"), ({"b": "x"}, {}, "Two"), ({"c": "x"}, {}, "UnknownEvent")],
    ),
    "two constants": (
        {
            "x.made": webhook(told(object="x", action="made")),
            "y.made": webhook(told(object="y", action="made")),
        },
        [({"object": "y", "action": "made"}, {}, "YMade")],
    ),
    "inherited constants": (
        {"a": webhook("DerivedA"), "b": webhook("DerivedB")},
        [({"type": "b", "id": 1}, {}, "B")],
    ),
    "only one": ({"only": webhook({"type": "object", "properties": {"n": {"type": "integer"}}})}, [({"n": "x"}, {}, "Only")]),
    "no body": ({"ping": {"post": BODY}}, [(None, {}, "Ping")]),
}  # fmt: skip
SCHEMAS = {
    "Any": {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"type": "string", "enum": ["call.started", "call.ended"]}},
    },
    "Base": {"type": "object", "properties": {"id": {"type": "integer"}}},
    "DerivedA": {"allOf": [{"$ref": "#/components/schemas/Base"}, told(type="a")]},
    "DerivedB": {"allOf": [{"$ref": "#/components/schemas/Base"}, told(type="b")]},
}


@pytest.mark.parametrize("name", CASES)
def test_how_events_are_distinguished(name: str) -> None:
    webhooks, bodies = CASES[name]
    made = package(webhooks, components={"schemas": SCHEMAS})
    assert [read(made, body, headers)[0] for body, headers, _ in bodies] == [expected for *_, expected in bodies]


SIGNED = """
name = "Acme"
[webhooks]
scheme = "{scheme}"
{more}
"""
SCHEMES = {
    "standard": "",
    "stripe": 'header = "Acme-Signature"\nsignature_key = "v0"',
    "hmac": 'header = "X-Sign"\nencoding = "base64"\nprefix = "sha512="\ndigest = "sha512"\ntolerance = 60.5',
    "ed25519": 'header = "X-Sign"\ntimestamp_header = "X-Time"',
    "token": 'header = "X-Token"',
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_settings_say_how_events_are_signed(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if scheme == "ed25519":
        pytest.importorskip("cryptography")
    made = package(CASES["constants"][0], SIGNED.format(scheme=scheme, more=SCHEMES[scheme]))
    events, fakes = made.webhook_events, made.testing.FakeAcmeWebhooks()
    sent = fakes.send(events.CallEnded)
    variable = "ACME_WEBHOOK_PUBLIC_KEY" if scheme == "ed25519" else "ACME_WEBHOOK_SECRET"
    monkeypatch.setenv(variable, fakes.secret)
    assert isinstance(events.parse(sent.headers, sent.body), events.CallEnded)
    assert variable in (inspect.getdoc(events.parse) or "")
    other = made.testing.FakeAcmeWebhooks().secret
    with pytest.raises(events.WebhookError):
        events.parse(sent.headers, sent.body, secret=other)


def test_unsigned_events_need_nothing() -> None:
    made = package(CASES["constants"][0], SIGNED.format(scheme="unsigned", more=""))
    assert isinstance(made.webhook_events.parse({}, b'{"event": "ended"}'), made.webhook_events.CallEnded)


def test_a_signed_address_is_an_argument_of_parse() -> None:
    more = 'header = "X-Signature"\nencoding = "base64"\ndigest = "sha1"\nsigned = "{url}{form}"'
    made = package(CASES["constants"][0], SIGNED.format(scheme="hmac", more=more))
    events, fakes = made.webhook_events, made.testing.FakeAcmeWebhooks()
    sent = fakes.signed(b"event=ended", {"Content-Type": "application/x-www-form-urlencoded"}, url="https://a.dev/x")
    assert events.parse(sent.headers, sent.body, url="https://a.dev/x", secret=fakes.secret).data == {"event": "ended"}
    with pytest.raises(TypeError, match="url"):
        events.parse(sent.headers, sent.body, secret=fakes.secret)
    assert "it is signed" in (inspect.getdoc(events.parse) or "")


def test_without_a_declared_signature_the_program_gives_the_verification() -> None:
    made = package(CASES["constants"][0])
    with pytest.raises(TypeError, match="verification"):
        made.webhook_events.parse({}, b"{}")
    assert {"StandardWebhooks", "BodySignature", "Unsigned", "parse"} <= {*made.webhook_events.__all__}


def test_settings_declare_events_that_a_page_describes() -> None:
    settings = '[webhooks]\nevent = "/kind"\n[webhooks.events]\n"call.ended" = "Ended"\n"call.lost" = "Ended"\n'
    settings += '[webhooks.names]\n"call.lost" = "Lost"\n'
    schemas = {"Ended": {"type": "object", "properties": {"kind": {"type": "string"}, "at": {"type": "number"}}}}
    made = generated(document({}, version="3.0.3", components={"schemas": schemas}), settings)
    assert read(made, {"kind": "call.lost", "at": 1.5}) == ("Lost", made.models.Ended(kind="call.lost", at=1.5))
    assert read(made, {"kind": "call.ended"})[0] == "CallEnded"
    assert read(made, {"kind": "call.new"})[0] == "UnknownEvent"


def test_an_extension_has_webhooks_before_openapi_3_1() -> None:
    found = {
        "check-run-completed": webhook(told(action="completed")),
        "check-run-created": webhook(told(action="created")),
    }
    settings = '[webhooks]\nextension = "x-webhooks"\nevent_header = "X-GitHub-Event"\n'
    made = generated(document({}, version="3.0.3", **{"x-webhooks": found}), settings)
    assert read(made, {"action": "created"}, {"X-GitHub-Event": "check_run"})[0] == "CheckRunCreated"
    assert read(made, {"action": "created"}, {"X-GitHub-Event": "issue"})[0] == "UnknownEvent"


def test_callbacks_that_say_the_same_are_one_event() -> None:
    callback = {"onEvent": {"{$request.body#/url}": webhook(told(event="done"))}}
    other = {"onEvent": {"{$request.query.url}": webhook(told(event="failed"))}}
    operation = {"responses": {"200": {"description": "ok"}}}
    paths = {f"/{one}": {"post": {**operation, "callbacks": callback}} for one in "ab"}
    paths["/c"] = {"post": {**operation, "callbacks": other}}
    made = generated(document(paths))
    assert len([one for one in made.webhook_events.__all__ if one.startswith("OnEvent")]) == 2
    assert read(made, {"event": "done"})[0] == "OnEvent"


def test_a_package_without_webhooks_has_no_module_of_them() -> None:
    made = outcome(document({"/a": {"get": {"responses": {"200": {"description": "ok"}}}}}), "without")
    assert made.files is not None
    assert "webhook_events.py" not in made.files
    assert "webhook" not in "".join(made.files.values()).lower()


PROOFS = {
    ("webhook-id", "webhook-timestamp", "webhook-signature"): ['scheme = "standard"'],
    ("svix-id", "svix-timestamp", "svix-signature"): ['header = "svix"', 'scheme = "standard"'],
    ("Stripe-Signature",): ['scheme = "stripe"'],
    ("X-Hub-Signature-256",): ['header = "X-Hub-Signature-256"', 'prefix = "sha256="', 'scheme = "hmac"'],
    ("X-Signature-Ed25519", "X-Signature-Timestamp"): [
        'header = "X-Signature-Ed25519"',
        'scheme = "ed25519"',
        'timestamp_header = "X-Signature-Timestamp"',
    ],
    ("webhook-id", "webhook-signature"): [],
    ("X-Signature",): [],
    (): [],
}


@pytest.mark.parametrize("headers", PROOFS)
def test_a_scheme_is_proposed_where_the_headers_prove_it(headers: tuple[str, ...]) -> None:
    api, names = described({"a": webhook(told(t="a"), *headers), "b": webhook(told(t="b"), *headers)})
    lines = draft(api, names).partition("[webhooks]\n")[2].splitlines()
    assert [one for one in lines if one and not one.startswith("environment")] == PROOFS[headers]


def test_inspect_lists_them() -> None:
    webhooks = {"call.ended": webhook("Ended"), "call.lost": webhook(told(event="lost"))}
    api, names = described(webhooks, components={"schemas": {"Ended": told(event="ended")}})
    found: Any = as_json(api, names, "acme")["webhooks"]
    assert found[0] == {"name": "call.ended", "class": "CallEnded", "type": "Ended", "tags": {"/event": ["ended"]}}
    assert "call.ended  CallEnded(data: Ended)" in table(api, names, "acme")


MISTAKES = {
    'scheme = "rot13"': "`scheme` must be one of `standard`, `stripe`, `hmac`, `ed25519`, `token`, `unsigned`",
    'scheme = "hmac"': "`header` is missing: the scheme 'hmac' needs the name of its header",
    'scheme = "standard"\nprefix = "v"': "unknown key 'prefix': known of the scheme 'standard' are",
    'scheme = "hmac"\nheader = "a b"': "`header` must be the name of a header",
    'scheme = "stripe"\ntolerance = -1': "`tolerance` must be a number of seconds above 0",
    'scheme = "stripe"\ntolerance = nan': "`tolerance` must be a number of seconds above 0",
    'scheme = "stripe"\nsigned = "{time}"': "`signed` must hold `{body}` or `{form}`, and may hold `{timestamp}`, `{id}` and `{url}`",
    'scheme = "hmac"\nheader = "X"\ndigest = "md5"': "`digest` must be one of sha256, sha384, sha512, sha1",
    'scheme = "stripe"\nsigned = "{body}"': "`signed` must hold `{timestamp}`: a time that is not signed proves nothing",
    'scheme = "stripe"\nsigned = "{id}{timestamp}{body}"': "`signed` cannot hold `{id}`",
    'scheme = "hmac"\nheader = "X"\ntimestamp_header = "T"\nsigned = "{body}"': "`signed` must hold `{timestamp}`, or",
    'scheme = "hmac"\nheader = "X"\nsigned = "{timestamp}{body}"': "`signed` holds `{timestamp}`: name its header by",
    'scheme = "ed25519"\nheader = "X"\nsigned = "{id}{body}"': "`signed` holds `{id}`: name its header by `id_header`",
    'event = "type"': "`event` must be a JSON pointer: begin it with `/`",
    'events = "x"': "`events` must be a table",
    '[webhooks.events]\na = "Nowhere"': "there is no schema 'Nowhere'",
    '[webhooks.names]\na = "class"': "'class' is not the name of a class: use letters, digits and `_`, beginning with a letter",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_said_with_their_place(text: str) -> None:
    schemas = {"Known": {"type": "object"}}
    made = outcome(document({}, components={"schemas": schemas}), "mistaken", f"[webhooks]\n{text}\n")
    assert made.files is None
    assert made.crash is None
    [mistake] = [one for one in made.diagnostics if one.severity == "error"]
    assert MISTAKES[text] in mistake.message
    assert mistake.where is not None
    assert mistake.where.file.endswith(".toml")
    assert mistake.where.line is not None
