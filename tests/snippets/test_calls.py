"""Programs made from payloads: they compile, pass mypy, and send exactly the payload."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.commands.workspace import ClientSource, Workspace
from generator.diagnostics import Report
from generator.snippets.calls import NoSnippet, Snippet
from tests.cases.test_cases import CASES

from .programs import Made, alone, check_types, install, programs, requests, same

PROVIDERS = ("formantai", "synthflow", "thymia", "vocode")
HOSTILE = "\"'''\\\n\u202e\u2028{{ }} ${HOME} %s \"); import os; os.abort() #"
PAYLOADS: dict[str, Any] = {
    "times": {
        "at": "2026-04-08T14:00:00Z",
        "day": "2026-04-08",
        "there": "2026-04-08T14:00:00.25+05:30",
        "clock": "10:30:00Z",
        "length": "PT1M30S",
        "month": "P1M",
    },
    "numbers": {"whole": 12345678901234567890123, "half": 0.5, "amount": "10.50", "tiny": 1e-07},
    "texts": {"text": HOSTILE, "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "data": "aGVsbG8="},
    "names": {"class": "a", "phoneNumber": "b", "model_": "c", "x-y": True},
    "unions": {"pet": {"kind": "dog", "breed": "pug"}, "either": [1, "a", None], "number": "one"},
    "extra": {"text": "t", "undeclared": {"nested": ["a", {"b": None}]}},
    "nulls": {"nothing": None, "maps": {"a": {"text": "deep"}}, "free": {"any": [1, None]}},
    "constants": {"type": "thing"},
}
"""Payloads of one schema that has a property of each kind."""
THING = {
    "type": "object",
    "properties": {
        **{"at": {"type": "string", "format": "date-time"}, "there": {"type": "string", "format": "date-time"}},
        **{"day": {"type": "string", "format": "date"}, "clock": {"type": "string", "format": "time"}},
        **{"length": {"type": "string", "format": "duration"}, "month": {"type": "string", "format": "duration"}},
        **{"whole": {"type": "integer"}, "half": {"type": "number"}, "tiny": {"type": "number"}},
        "amount": {"type": "string", "format": "decimal"},
        **{"text": {"type": "string"}, "id": {"type": "string", "format": "uuid"}},
        "data": {"type": "string", "format": "byte"},
        **{"class": {"type": "string"}, "phoneNumber": {"type": "string"}, "model_": {"type": "string"}},
        "x-y": {"type": "boolean"},
        "pet": {"$ref": "#/components/schemas/Pet"},
        "either": {"type": "array", "items": {"type": ["integer", "string", "null"]}},
        "number": {"enum": ["one", "two"]},
        "nothing": {"type": ["string", "null"]},
        "maps": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Thing"}},
        "free": {},
        "type": {"const": "thing"},
        "made_by_server": {"type": "string", "readOnly": True},
    },
}
PET = {
    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    "discriminator": {
        "propertyName": "kind",
        "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1"},
    "servers": [{"url": "https://acme.example"}],
    "paths": {
        "/things/{thing_id}/{day}": {
            "post": {
                "operationId": "create_thing",
                "tags": ["things"],
                "parameters": [
                    {
                        "name": "thing_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                        "example": "t/1",
                    },
                    {
                        **{"name": "day", "in": "path", "required": True, "example": "2026-01-02"},
                        "schema": {"type": "string", "format": "date"},
                    },
                    {
                        **{"name": "mode", "in": "query", "required": True},
                        "schema": {"type": "string", "enum": ["fast", "slow"]},
                    },
                    {"name": "page", "in": "query", "schema": {"type": "integer"}, "example": 2},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Thing"},
                            "examples": {name: {"value": value} for name, value in PAYLOADS.items()},
                        },
                        "text/plain": {"schema": {"type": "string"}, "example": "plain"},
                    },
                },
                "responses": {"200": {"description": "ok"}},
            }
        },
        "/events": {
            "get": {
                "operationId": "list_events",
                "tags": ["events"],
                "responses": {"200": {"description": "ok", "content": {"text/event-stream": {"schema": {}}}}},
            }
        },
    },
    "components": {
        "schemas": {
            "Thing": THING,
            "Pet": PET,
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            "Dog": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}, "breed": {"type": "string"}},
            },
        }
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("acme")


@pytest.fixture(scope="module")
def acme(folder: Path) -> Made:
    document = folder / "openapi.json"
    document.write_text(json.dumps(DOCUMENT), "utf-8")
    return programs(alone(document, folder))


def _subject(provider: str) -> ClientSource:
    found = Workspace(Path()).subject(provider, Report())
    assert found
    return found


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_payload_of_the_providers_is_sent_exactly(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{provider.upper()}_API_KEY", "secret")
    made = programs(_subject(provider))
    [snippets] = made.each.values()
    assert snippets
    for snippet in snippets:
        assert isinstance(snippet, Snippet)
        assert snippet.exact
        for source in (snippet.source, snippet.async_source):
            [sent] = requests(source, "generated._runtime", monkeypatch)
            body = json.loads(sent.content)
            # Where an operation takes a key that makes repeating safe, the client adds one.
            assert body.pop("idempotency_key", None) is None or provider == "formantai"
            assert same(body, made.payload(snippet))
            assert "model_validate" not in source


@pytest.mark.parametrize("label", PAYLOADS)
def test_every_kind_of_value_is_sent_exactly(
    label: str, acme: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(acme, tmp_path, monkeypatch)
    [snippet] = [one for one in acme.each["things.create"] if isinstance(one, Snippet) and one.label == label]
    assert snippet.exact
    assert snippet.source.isascii()
    [sent] = requests(snippet.source, "acme._runtime", monkeypatch)
    assert same(json.loads(sent.content), PAYLOADS[label])
    assert sent.url.raw_path == b"/things/t%2F1/2026-01-02?mode=fast"


def test_the_first_payload_that_fits_is_chosen(acme: Made) -> None:
    [events, create] = acme.chosen
    assert isinstance(events, Snippet)
    assert isinstance(create, Snippet)
    assert create.label == min(PAYLOADS)
    assert "for item in stream:" in events.source
    assert "async with await client.events.list() as stream:" in events.async_source


@pytest.mark.slow
def test_programs_pass_mypy(acme: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(acme, tmp_path, monkeypatch)
    found = [*acme.chosen, *acme.each["things.create"]]
    sources = {f"program{index}.py": one.source for index, one in enumerate(found) if isinstance(one, Snippet)}
    sources |= {f"async{index}.py": one.async_source for index, one in enumerate(found) if isinstance(one, Snippet)}
    assert len(sources) == 2 * len(found)
    assert check_types(tmp_path, sources) == ""


@pytest.mark.slow
def test_every_golden_case_has_programs_that_pass_mypy(tmp_path: Path) -> None:
    """Each operation of each case: what it sends is checked where the document has an example."""
    failures: list[str] = []
    sources: dict[str, str] = {}
    for spec in sorted(CASES.glob("*/spec.yaml")):
        case = spec.parent
        if case.name.startswith("refused-"):
            continue
        overlay, settings = case / "overlay.yaml", case / "provider.toml"
        name = case.name.replace("-", "_")
        subject = ClientSource(
            name,
            spec,
            overlay if overlay.is_file() else None,
            settings if settings.is_file() else None,
            tmp_path / name,
            name,
            alone=True,
        )
        made = programs(subject)
        failures += [f"{name}: {one}" for one in made.chosen if isinstance(one, NoSnippet)]
        with pytest.MonkeyPatch.context() as patch:
            install(made, tmp_path, patch)
        sources |= {
            f"{name}_{index}.py": one.source for index, one in enumerate(made.chosen) if isinstance(one, Snippet)
        }
    assert failures == []
    assert check_types(tmp_path, sources) == ""


def test_a_body_that_may_be_left_out_is_sent_if_something_can_be_said_in_it(tmp_path: Path) -> None:
    empty, full = {"type": "object"}, {"type": "object", "required": ["n"], "properties": {"n": {"const": 7}}}
    bodies = {
        "needed_empty": (empty, True),
        "needed_full": (full, True),
        "perhaps_empty": (empty, False),
        "perhaps_full": (full, False),
        "perhaps_impossible": (False, False),
    }
    paths = {
        f"/{name}": {
            "post": {
                "operationId": name,
                "requestBody": {"required": required, "content": {"application/json": {"schema": schema}}},
                "responses": {"204": {"description": "Done."}},
            }
        }
        for name, (schema, required) in bodies.items()
    }
    document = tmp_path / "acme.json"
    info = {"title": "Acme", "version": "1"}
    document.write_text(
        json.dumps({"openapi": "3.1.0", "info": info, "servers": [{"url": "https://a.test"}], "paths": paths})
    )
    found = {}
    for one in programs(alone(document, tmp_path)).chosen:
        assert isinstance(one, Snippet)
        rest = one.source.partition(f"client.{one.call}(")[2]
        found[one.call.partition(".")[0]] = not rest.startswith(")")
    assert found == {
        "needed_empties": True,
        "needed_fulls": True,
        "perhaps_empties": False,
        "perhaps_fulls": True,
        "perhaps_impossibles": False,
    }
