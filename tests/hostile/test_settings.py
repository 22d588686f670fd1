"""Hostile texts in provider.toml and in an overlay: each refused with its line, or harmless in the client."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from tests.hostile.documents import CANARY, PAYLOADS
from tests.hostile.test_injection import inspect, load_packages

if TYPE_CHECKING:
    from pathlib import Path

_SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://a"}],
    "security": [{"key": []}],
    "paths": {
        "/a": {
            "post": {
                **{"operationId": "doThing", "tags": ["things"], "responses": {"200": {"description": ""}}},
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            }
        }
    },
    "components": {
        "schemas": {"Thing": {"type": "object", "properties": {"p": {"type": "string"}}}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
}
SETTINGS = {
    "name": "name = {}",
    "tag": "[tags]\nthings = {}",
    "tag's key": "[tags]\n{} = 'x'",
    "operation": "[operations]\ndoThing = {}",
    "operation's key": "[operations]\n{} = 'x'",
    "schema": "[schemas]\nThing = {}",
    "schema's key": "[schemas]\n{} = 'X'",
    "parameter": "[parameters]\n'doThing.query.q' = {}",
    "property": "[properties]\n'Thing.p' = {}",
    "argument": "[credentials.key]\nargument = {}",
    "environment": "[credentials.key]\nenvironment = {}",
    "credential's key": "[credentials.{}]\nargument = 'x'",
    "server": "[servers]\n'https://a' = {}",
    "server's key": "[servers]\n{} = 'x'",
    "accepted example": "[[accept]]\nexample = {}\npointer = '/a'\nreason = 'r'",
    "accepted pointer": "[[accept]]\nexample = 'e'\npointer = {}\nreason = 'r'",
    "reason": "[[accept]]\nexample = 'e'\npointer = '/a'\nreason = {}",
    "limit": "[limits]\n{} = 1",
    "an unknown key": "{} = 1",
}


def overlay(text: str) -> dict[str, str]:
    def of(**action: object) -> str:
        return json.dumps({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": [action]})

    return {
        "title": json.dumps({"overlay": "1.0.0", "info": {"title": text, "version": text}, "actions": []}),
        "extends": json.dumps(
            {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "extends": text, "actions": []}
        ),
        "description": of(target="$.info", description=text, update={"description": "d"}),
        "target": of(target=text, remove=True),
        "filter": of(target=f"$.paths[?@.a == {json.dumps(text)}]", remove=True),
        "update": of(target="$.info", update={"description": text, "title": text}),
        "a key": of(
            target="$.components.schemas.Thing.properties", update={text: {"type": "string", "description": text}}
        ),
        "a version": json.dumps(
            {"overlay": text, "info": {"title": "t", "version": "1"}, "actions": [{"target": "$", "update": {}}]}
        ),
    }


def generate(folder: Path, settings: str | None, changes: str | None) -> bool:
    """Generate, judge what was generated, and say whether something was."""
    folder.mkdir(parents=True)
    spec, toml, corrections = folder / "openapi.json", folder / "provider.toml", folder / "overlay.yaml"
    spec.write_text(json.dumps(_SPEC))
    toml.write_text(settings or "", "utf-8")
    corrections.write_text(changes or "", "utf-8")
    name = folder.name
    target = folder.parent / "out" / name
    outcome = run(Job(ClientSource(name, spec, corrections if changes else None, toml, target, name, alone=True)))
    assert outcome.crash is None, outcome.crash
    errors = [one for one in outcome.diagnostics if one.severity == "error"]
    assert (outcome.files is None) == bool(errors)
    assert all(one.where is not None and one.where.line for one in errors), errors
    for path, source in (outcome.files or {}).items():
        inspect(path, source)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(source, "utf-8")
    return outcome.files is not None


def judge(names: list[str], folder: Path) -> None:
    packages: list[str] = []
    for payload in names:
        text = PAYLOADS[payload]
        quoted = json.dumps(text)
        given = [(SETTINGS[place].replace("{}", quoted), None) for place in SETTINGS]
        given += [(None, changes) for changes in overlay(text).values()]
        for settings, changes in given:
            name = f"p{len(list(folder.glob('p*')))}"
            if generate(folder / name, settings, changes):
                packages.append(name)
    load_packages(packages, folder)
    assert not list(folder.rglob(CANARY))


@pytest.fixture(autouse=True)
def _unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.format_modules", lambda texts, *_: dict(texts))


def test_some_texts(tmp_path: Path) -> None:
    judge(["docstring", "closed literal"], tmp_path)


_NAMES = ("annotations", "APIKey", "cached_property", "Field", "models", "Request", "self", "Shop", "super", "Things")
"""What generated modules call something else, or a class of this document, or what Python binds."""


def test_names_that_mean_something_already(tmp_path: Path) -> None:
    """Each is refused in its line, or stands in a sound client."""
    places = ("name", "tag", "operation", "schema", "parameter", "property", "argument")
    for number, (place, text) in enumerate((place, text) for place in places for text in _NAMES):
        generate(tmp_path / f"p{number}", SETTINGS[place].replace("{}", json.dumps(text)), None)


@pytest.mark.slow
@pytest.mark.parametrize("payload", [name for name, text in PAYLOADS.items() if name != text])
def test_every_text(payload: str, tmp_path: Path) -> None:
    judge([payload], tmp_path)
