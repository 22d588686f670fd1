"""Docs as repositories hold them: settings, pages that refer to a document, and folders with guides in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.commands.site import serving

OPENAPI = """openapi: 3.0.3
info: {title: Teashop, version: '1'}
servers: [{url: https://api.teashop.dev}]
paths:
  /pots:
    post: {operationId: brewPot, responses: {'204': {description: Done}}}
    get: {operationId: listPots, responses: {'204': {description: Done}}}
webhooks: {}
"""
MINT = {"name": "Tea", "navigation": [{"group": "API", "pages": ["api/brew", {"group": "x", "pages": ["intro"]}]}]}
NEW = {
    "$schema": "https://mintlify.com/docs.json",
    "navigation": {
        "languages": [
            {"language": "en", "versions": [{"version": "2", "tabs": [{"tab": "A", "pages": ["intro", "api/brew"]}]}]}
        ]
    },
}
BY_HAND = {
    "openapi": "3.1.0",
    "info": {"title": "Tea", "version": "1"},
    "servers": [{"url": "https://api.teashop.dev"}],
    "paths": {"/pots": {"post": {"operationId": "brew", "responses": {"204": {"description": "Done"}}}}},
}
REFERS = '---\ntitle: Brew a pot\nopenapi: "api/teashop.yaml POST /pots"\n---\n'
SHORT = "---\ntitle: Brew a pot\nopenapi: post /pots\n---\n\nIt takes a while.\n"
FIELDS = """---
title: "Brew a pot"
api: "POST https://api.teashop.dev/pots"
---

<ParamField body="leaf" type="string" required>The tea.</ParamField>
"""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)


def docs(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path("docs") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def run(*names: str) -> Result:
    return CliRunner().invoke(main, ["import", *names, "--provider", "tea"])


def imported(*names: str) -> str:
    result = run(*names)
    assert result.exit_code == 0, result.output
    return Path("specs/tea/openapi.yaml").read_text("utf-8")


def with_document(settings: Mapping[str, object], field: object) -> str:
    return json.dumps({**settings, "openapi": field})


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("docs.json", with_document(NEW, "api/teashop.yaml")),
        ("docs.json", with_document(NEW, ["/api/teashop.yaml"])),
        ("docs.json", with_document(NEW, {"source": "api/teashop.yaml", "directory": "api"})),
        ("docs.json", json.dumps({**NEW, "api": {"openapi": "api/teashop.yaml"}})),
        ("docs.json", json.dumps({**NEW, "navigation": {"groups": [{"group": "a", "openapi": "api/teashop.yaml"}]}})),
        ("docs.json", json.dumps({**NEW, "navigation": {"pages": ["api/teashop.yaml POST /pots"]}})),
        ("mint.json", with_document(MINT, "api/teashop.yaml")),
        ("mint.json", json.dumps({**MINT, "tabs": [{"name": "A", "url": "a", "openapi": "api/teashop.yaml"}]})),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_settings_lead_to_documents(name: str, settings: str, whole: bool) -> None:
    docs({name: settings, "api/teashop.yaml": OPENAPI, "intro.mdx": "# Hello\n", "package.json": "{}"})
    assert imported("docs" if whole else f"docs/{name}") == OPENAPI


@pytest.mark.parametrize(("name", "settings"), [("docs.json", NEW), ("mint.json", MINT)])
def test_settings_lead_to_pages(name: str, settings: Mapping[str, object]) -> None:
    docs({name: json.dumps(settings), "api/brew.mdx": FIELDS, "intro.md": "# Hello\n", "api/draft.mdx": FIELDS})
    assert "leaf:" in imported(f"docs/{name}")


@pytest.mark.parametrize("text", [REFERS, SHORT])
def test_a_page_refers_to_a_document(text: str) -> None:
    docs({"docs.json": with_document(NEW, "api/teashop.yaml"), "api/teashop.yaml": OPENAPI, "api/v1/brew.mdx": text})
    assert imported("docs/api/v1/brew.mdx") == OPENAPI


def test_a_document_next_to_the_page_needs_no_settings() -> None:
    docs({"teashop.yaml": OPENAPI, "brew.mdx": REFERS.replace("api/teashop", "teashop")})
    assert imported("docs/brew.mdx") == OPENAPI


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REFERS.replace("api/teashop", "../secret"), "refers to `POST /pots` in ../secret.yaml"),
        (REFERS.replace("api/teashop", "missing"), "refers to `POST /pots` in missing.yaml"),
        (REFERS.replace("api/teashop.yaml", "https://elsewhere.dev/openapi.json"), "elsewhere.dev/openapi.json"),
        (REFERS.replace("POST /pots", "PUT /pots"), "refers to `PUT /pots`, which no document of this import has"),
    ],
)
def test_a_page_whose_document_is_not_there_is_refused(text: str, reason: str) -> None:
    Path("secret.yaml").write_text(OPENAPI, "utf-8")
    docs({"docs.json": json.dumps(NEW), "api/teashop.yaml": OPENAPI, "brew.mdx": text})
    result = run("docs/brew.mdx")
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if "error[no-document]" in line and reason in line]
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_link_of_the_file_system_does_not_lead_out_of_the_docs() -> None:
    Path("secret.yaml").write_text(OPENAPI, "utf-8")
    docs({"docs.json": json.dumps(NEW), "brew.mdx": REFERS})
    Path("docs/api").mkdir()
    Path("docs/api/teashop.yaml").symlink_to(Path("secret.yaml").resolve())
    assert run("docs/brew.mdx").exit_code == 1


def test_a_folder_without_operations_is_an_error_of_unknown_pages() -> None:
    docs({"intro.md": "# Hello\n", "docs.json": json.dumps(NEW)})
    result = run("docs")
    assert result.exit_code == 1
    assert "docs/intro.md: error[unknown-page]: no reader knows this page" in result.stderr


def test_from_an_address() -> None:
    """As a host of repositories serves them: the settings, the pages as MDX, the document above the page."""
    with serving() as site:
        site.pages["/main/docs.json"] = ("text/plain", json.dumps(NEW))
        site.pages["/main/api/brew.mdx"] = ("text/plain", REFERS)
        site.pages["/main/api/teashop.yaml"] = ("text/plain", OPENAPI)
        assert imported(f"{site.url}/main/docs.json") == OPENAPI
        assert "/main/intro.md" in site.asked
        site.asked.clear()
        Path("specs/tea/openapi.yaml").unlink()
        Path("specs/tea/source.toml").unlink()
        assert imported(f"{site.url}/main/api/brew.mdx") == OPENAPI
        assert site.asked == ["/main/api/brew.mdx", "/main/api/api/teashop.yaml", "/main/api/teashop.yaml"]


def test_a_document_by_hand_is_never_written_nor_removed() -> None:
    Path("specs/tea").mkdir()
    Path("specs/tea/openapi.json").write_text(json.dumps(BY_HAND), "utf-8")
    before = Path("specs/tea/openapi.json").read_bytes()
    docs({"brew.mdx": FIELDS, "more.mdx": FIELDS.replace("/pots", "/cups")})
    for name in ("docs/brew.mdx", "docs/more.mdx", "docs/brew.mdx"):
        assert run(name).exit_code == 0
        assert Path("specs/tea/openapi.json").read_bytes() == before
        assert not Path("specs/tea/openapi.yaml").exists()


def test_an_edited_document_is_not_overwritten() -> None:
    docs({"brew.mdx": FIELDS})
    text = imported("docs/brew.mdx")
    Path("specs/tea/openapi.yaml").write_text(text.replace("leaf", "leaves"), "utf-8")
    result = run("docs/brew.mdx")
    assert result.exit_code == 1
    assert "specs/tea/openapi.yaml: error[edited-document]" in result.stderr
    assert "leaves" in Path("specs/tea/openapi.yaml").read_text("utf-8")
