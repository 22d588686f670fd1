"""One payload in one place of a document: refused with a place, or a package that says it and does nothing of it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile import advisories
from tests.hostile.batches import judge_everywhere
from tests.hostile.corpus import Spot, corpus, spots
from tests.hostile.documents import CANARY, PAYLOADS, generate
from tests.hostile.judge import judged, made, written
from tests.hostile.older import VERSIONS
from tests.hostile.test_injection import load_packages

if TYPE_CHECKING:
    from pathlib import Path

_SOME, _PARTS, _IMPORTED = 1_000, 8, 25
"""How much of the corpus the quick part takes, into how many tests it is divided, and one in how many is imported.

Importing takes ten times as long as all other judgement of a document."""
_SPECIAL = [name for name, text in PAYLOADS.items() if name != text]


def test_the_corpus_is_large() -> None:
    assert len(spots()) > 250
    assert sum(1 for _ in corpus()) > 20_000


@pytest.mark.parametrize("part", range(_PARTS))
def test_a_thousand_of_the_corpus(part: int, tmp_path: Path) -> None:
    chosen = random.Random(16).sample(list(corpus()), _SOME)
    check(chosen[part::_PARTS], tmp_path, imported=_IMPORTED)


def test_the_table_of_advisories_is_on_the_page() -> None:
    assert advisories.PAGE.read_text("utf-8") == advisories.page()


def test_the_numbers_that_the_pages_say_are_those_of_the_corpus() -> None:
    policy = (advisories.PAGE.parents[1] / "SECURITY.md").read_text("utf-8")
    documents = sum(1 for _ in corpus())
    special = sum(name != text for name, text in PAYLOADS.items())
    for page in (policy, advisories.PAGE.read_text("utf-8")):
        flat = " ".join(page.split())
        assert advisories.counts() in flat
        assert f"{special} payloads" in flat
        assert f"{len(spots())} places" in flat
        assert f"{documents:,} documents" in flat


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("payload", _SPECIAL)
def test_a_payload_in_every_place(payload: str, version: str, tmp_path: Path) -> None:
    """Crossed with the versions of OpenAPI, that is some 90,000 cases; one package of each is imported."""
    outcome = judge_everywhere(payload, PAYLOADS[payload], spots([version]))
    # Half a character is no text in any place: every document is refused.
    assert outcome.accepted > len(spots([version])) / 2 or "\ud800" in PAYLOADS[payload]
    for number, files in enumerate(outcome.packages[:1]):
        written(files, tmp_path / "out" / f"p{number}")
        load_packages([f"p{number}"], tmp_path)


def test_a_text_in_every_place_of_each_version(tmp_path: Path) -> None:
    for version in VERSIONS:
        outcome = judge_everywhere("docstring", PAYLOADS["docstring"], spots([version])[::12])
        assert outcome.accepted
        assert outcome.compared
        written(outcome.packages[0], tmp_path / "out" / f"p{version[0]}{version[-1]}")
    load_packages([f"p{version[0]}{version[-1]}" for version in VERSIONS], tmp_path)


@pytest.mark.parametrize("name", ["2fa.completed", "0", "-", "42", "none", "event", "\u0663x", "webhook type"])
def test_a_webhook_may_have_any_name(name: str) -> None:
    responses = {"responses": {"200": {"description": ""}}}
    hook = {
        "post": {"operationId": "1st", "requestBody": {"content": {"application/json": {"schema": {}}}}, **responses}
    }
    files, report = made({**_survivor("plain"), "webhooks": {name: hook, "other": {"post": responses}}})
    assert files is not None, list(report)


def test_a_server_with_a_long_text_has_a_short_name() -> None:
    long = "x" * 5_000
    for server in (
        {"url": "https://a", "description": long},
        {"url": f"https://{long}"},
        {"url": "https://a", "name": long},
    ):
        tree = {**_survivor("plain"), "openapi": "3.2.0", "servers": [server, {"url": "https://b.example"}]}
        files, report = made(tree)
        assert files is not None, list(report)


def check(chosen: list[tuple[str, Spot, str]], folder: Path, imported: int = 1) -> None:
    """Judge what becomes of texts in their places; of the packages, one in so many is imported, too."""
    packages: list[str] = []
    for number, (name, spot, text) in enumerate(chosen):
        files = judged(name, spot, text)
        if files is not None and number % imported == 0:
            packages.append(f"p{number}")
            written(files, folder / "out" / packages[-1])
    load_packages(packages, folder)


_CALL = """
import importlib, inspect, json, sys
sys.dont_write_bytecode = True
import httpx
sent = {}
for name, text in json.load(sys.stdin).items():
    package = importlib.import_module(name)
    models = importlib.import_module(name + ".models")
    def answer(request):
        sent[name] = [request.content.decode(), list(request.url.params.multi_items()), request.headers.get("x-constant")]
        return httpx.Response(200, json={text: text, "kind": text, "chosen": text})
    runtime = importlib.import_module(name + "._runtime")
    found = [getattr(package, one) for one in package.__all__]
    made = next(one for one in found if isinstance(one, type) and issubclass(one, runtime.Client))
    client = made(http_client=runtime.HTTPClient(transport=httpx.MockTransport(answer)), base_url="https://a")
    body = models.Thing.model_validate({text: text, "kind": text, "chosen": text})
    argument = [one for one in inspect.signature(client.things.do_thing).parameters if one != "options"][-1]
    got = client.things.do_thing(body, **{argument: text})
    sent[name].append(json.loads(got.model_dump_json(by_alias=True)))
print(json.dumps(sent))
"""


def _survivor(text: str) -> dict[str, Any]:
    thing = {
        "type": "object",
        "required": [text, "kind", "chosen"],
        "properties": {
            text: {"type": "string"},
            "kind": {"const": text},
            "chosen": {"type": "string", "enum": [text, "other one"]},
        },
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    parameter = {"name": text, "in": "query", "required": True, "schema": {"type": "string", "enum": [text]}}
    operation = {
        **{"operationId": "doThing", "tags": ["things"], "parameters": [parameter]},
        **{
            "requestBody": {"required": True, "content": content},
            "responses": {"200": {"description": "", "content": content}},
        },
    }
    return {
        **{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {"/a": {"post": operation}}},
        "components": {"schemas": {"Thing": thing}},
    }


def test_some_values_reach_the_wire_as_they_are(tmp_path: Path) -> None:
    survive([*_SPECIAL[::4], "surrogate", "import"], tmp_path)


@pytest.mark.slow
def test_all_values_reach_the_wire_as_they_are(tmp_path: Path) -> None:
    survive([*_SPECIAL, "__class__", "import", "self"], tmp_path)


def survive(names: list[str], tmp_path: Path) -> None:
    """As a name of a property and of a parameter, as an enumerated value, as a constant; there and back."""
    texts = {f"p{index}": PAYLOADS[name] for index, name in enumerate(names)}
    told: dict[str, str] = {}
    for name, text in texts.items():
        outcome = generate(_survivor(text), tmp_path / "specs" / name, name)
        assert outcome.crash is None
        if outcome.files is None:
            assert [one.code for one in outcome.diagnostics if one.severity == "error"], (name, text)
            continue
        told[name] = text
        for path, source in outcome.files.items():
            target = tmp_path / "out" / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source, "utf-8")
    refused = {name for name in texts if name not in told}
    assert {texts[name] for name in refused} <= {PAYLOADS["surrogate"]}
    load_packages(list(told), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _CALL],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        cwd=tmp_path / "out",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for name, (content, query, _, got) in json.loads(done.stdout).items():
        whole = {texts[name]: texts[name], "kind": texts[name], "chosen": texts[name]}
        assert json.loads(content) == whole
        assert got == whole
        assert query == [[texts[name], texts[name]]]
    assert not list(tmp_path.rglob(CANARY))
