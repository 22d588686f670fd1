"""A part of an API: the operations that are wanted, and what they alone need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.job import Job, Outcome, read, run
from generator.commands.workspace import ClientSource
from generator.diagnostics import Report

API = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: http://h.test}]
paths:
  /a: {get: {operationId: getA, tags: [a], responses: &r {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Base'}}}}}}}
  /b: {get: {operationId: getB, tags: [b, c], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/OnlyB'}}}}}}, post: {operationId: makeB, tags: [b], responses: {'204': {description: ok}}}}
  /p: {$ref: '#/components/pathItems/P'}
components:
  pathItems: {P: {get: {operationId: getP, tags: [a], responses: {'204': {description: ok}}}, delete: {operationId: dropP, tags: [b], responses: {'204': {description: ok}}}}}
  schemas:
    OnlyB: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}
    Inner: {type: object, properties: {x: {type: string}}}
    Base: {type: object, required: [t], properties: {t: {type: string}}, discriminator: {propertyName: t}}
    Sub: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {deep: {$ref: '#/components/schemas/Deep'}}}]}
    Deep: {type: object, properties: {q: {type: string}}}
"""
ALL = {"getA", "getB", "makeB", "getP", "dropP"}


def made(tmp_path: Path, settings: str = "", text: str = API, overlay: str = "", **options: Any) -> Outcome:
    document, names, corrections = tmp_path / "openapi.yaml", tmp_path / "provider.toml", tmp_path / "overlay.yaml"
    document.write_text(text)
    names.write_text(settings)
    corrections.write_text(overlay)
    subject = ClientSource(
        "shop", document, corrections if overlay else None, names, tmp_path / "out", "shop", alone=True, **options
    )
    return run(Job(subject))


def found(outcome: Outcome) -> tuple[set[str], set[str]]:
    """Return the operationIds that have a method, and the classes."""
    assert outcome.files is not None, outcome.diagnostics or outcome.crash
    texts = "\n".join(outcome.files.values())
    operations = {name for name in ALL if f"def {_snake(name)}_request" in texts}
    classes = {name for name in ("OnlyB", "Inner", "Base", "Sub", "Deep") if f"class {name}(" in texts}
    return operations, classes


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@pytest.mark.parametrize(
    ("settings", "paths", "classes"),
    [
        ("", {"/a", "/b", "/p"}, {"OnlyB", "Inner", "Base", "Sub", "Deep"}),
        ('[include]\ntags = ["a"]', {"/a", "/p"}, {"Base", "Sub", "Deep"}),
        ('[include]\npaths = ["/b*"]', {"/b"}, {"OnlyB", "Inner"}),
        ('[include]\noperations = ["getB"]', {"/b"}, {"OnlyB", "Inner"}),
        ('[include]\noperations = ["POST /b"]', {"/b"}, set()),
        ('[exclude]\ntags = ["a"]', {"/b", "/p"}, {"OnlyB", "Inner"}),
        ('[exclude]\npaths = ["/b"]', {"/a", "/p"}, {"Base", "Sub", "Deep"}),
        ('[exclude]\noperations = ["get*"]', {"/b", "/p"}, set()),
        ('[include]\ntags = ["b"]\n[exclude]\noperations = ["DELETE *"]', {"/b"}, {"OnlyB", "Inner"}),
    ],
)
def test_unselected_operations_are_left_out_with_their_models(
    tmp_path: Path, settings: str, paths: set[str], classes: set[str]
) -> None:
    outcome = made(tmp_path, settings)
    assert found(outcome)[1] == classes
    texts = "\n".join((outcome.files or {}).values())
    assert {path for path in ("/a", "/b", "/p") if f'"{path}",' in texts} == paths


@pytest.mark.parametrize(
    "target", ["mapping: {x: OnlyB}", "mapping: {x: '#/components/schemas/OnlyB'}", "defaultMapping: OnlyB"]
)
def test_what_a_discriminator_leads_to_is_not_left_out(target: str, tmp_path: Path) -> None:
    text = API.replace("{propertyName: t}", f"{{propertyName: t, {target}}}").replace("3.1.0", "3.2.0")
    outcome = made(tmp_path, '[include]\ntags = ["a"]', text)
    assert found(outcome)[1] == {"Base", "Sub", "Deep", "OnlyB", "Inner"}


def test_options_select_as_settings_do(tmp_path: Path) -> None:
    by_option = made(tmp_path, include=(("tag", "a"),), exclude=(("operation", "getP"),))
    by_settings = made(tmp_path, '[include]\ntags = ["a"]\n[exclude]\noperations = ["getP"]')
    assert by_option.files == by_settings.files
    assert by_option.operations == 1


def test_operations_that_are_left_out_need_not_be_valid(tmp_path: Path) -> None:
    broken = yaml.safe_load(API)
    broken["components"]["schemas"]["OnlyB"] = {"type": "object", "properties": [5], "allOf": {"$ref": "#/nowhere"}}
    broken["paths"]["/b"]["post"] = {"responses": [1], "parameters": "x"}
    text = yaml.safe_dump(broken)
    assert made(tmp_path, text=text).files is None
    assert made(tmp_path, '[include]\ntags = ["a"]', text).operations == 2


def test_schemas_of_paths_that_an_overlay_removes_are_left_out(tmp_path: Path) -> None:
    overlay = (
        "overlay: 1.0.0\ninfo: {title: Less, version: '1'}\nactions: [{target: \"$.paths['/b']\", remove: true}]\n"
    )
    assert found(made(tmp_path, overlay=overlay))[1] == {"Base", "Sub", "Deep"}


def test_a_criterion_that_selects_nothing_is_reported_and_an_empty_selection_refused(tmp_path: Path) -> None:
    outcome = made(tmp_path, '[include]\ntags = ["a", "zz"]')
    assert [(one.code, one.where.line if one.where else 0) for one in outcome.diagnostics] == [("unused-setting", 2)]
    refused = made(tmp_path, '[include]\ntags = ["zz"]')
    assert refused.files is None
    assert "nothing-selected" in {one.code for one in refused.diagnostics}
    wrong = made(tmp_path, '[include]\ntags = "a"\nnames = []')
    assert {one.code for one in wrong.diagnostics} == {"wrong-type", "unknown-setting"}


def test_files_below_a_named_root_may_be_referred_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "common").mkdir()
    main = tmp_path / "api" / "openapi.yaml"
    main.write_text(API.replace("'#/components/schemas/Inner'", "'../common/inner.yaml#/Inner'"))
    (tmp_path / "common" / "inner.yaml").write_text(
        "Inner: {type: object, properties: {up: {$ref: '../api/openapi.yaml#/components/schemas/Deep'}, n: {$ref: n.yaml}}}"
    )
    (tmp_path / "common" / "n.yaml").write_text("{type: string}")
    monkeypatch.chdir(main.parent)
    for document, root in ((main, tmp_path), (Path("openapi.yaml"), Path("..")), (Path("openapi.yaml"), tmp_path)):
        subject = ClientSource("shop", document, None, None, tmp_path / "out", "shop", alone=True, root=root)
        outcome = run(Job(subject))
        assert outcome.files is not None, outcome.diagnostics
        assert "class Inner(" in outcome.files["models.py"]
    report = Report()
    assert read(Job(ClientSource("shop", main, None, None, tmp_path / "out", "shop", alone=True)), report) is None
    assert [one.code for one in report] == ["ref-outside-folder"]


SECURED = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: http://h.test}]
security: [{first: []}]
paths:
  /a: {get: {operationId: getA, tags: [a], responses: {'204': {description: ok}}}}
  /b: {get: {operationId: getB, tags: [b], security: [{second: []}], responses: {'204': {description: ok}}}}
components: {securitySchemes: {first: {type: apiKey, in: header, name: X-First}, second: {type: apiKey, in: header, name: X-Second}}}
"""


@pytest.mark.parametrize(("tag", "kept", "left"), [("a", "X-First", "X-Second"), ("b", "X-Second", "X-First")])
def test_credentials_of_what_is_left_out_are_no_arguments(tag: str, kept: str, left: str, tmp_path: Path) -> None:
    outcome = made(tmp_path, f'[include]\ntags = ["{tag}"]\n', SECURED)
    assert outcome.files is not None
    assert not outcome.diagnostics
    client = outcome.files["client.py"]
    assert "api_key: Credential | None = None" in client
    assert kept in client
    assert left not in client
