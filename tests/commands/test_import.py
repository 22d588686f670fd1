"""`import`: from pages to a client, offline and from a local server; `--again`; `drift`; `explain`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.commands.site import Site, serving
from tests.pages.support import PAGES, SPECS, Parcels

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site() -> Iterator[Site]:
    """A documentation site."""
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    """Run the program."""
    return CliRunner().invoke(main, list(arguments))


def files(folder: str) -> dict[str, str]:
    """Return the texts of a folder; bytecode is left out, which other tests leave beside what they import."""
    root = Path(folder)
    found = [path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


@pytest.mark.parametrize("provider", ["formantai", "synthflow", "thymia", "vocode"])
def test_the_specs_are_as_import_writes_them(provider: str) -> None:
    """The pages that are kept, imported into an empty folder next to settings and overlay, give the folder again."""
    recorded = tomllib.loads((SPECS / provider / "source.toml").read_text("utf-8"))["pages"]
    target = Path("specs") / provider
    target.mkdir()
    for name in ("provider.toml", "overlay.yaml"):
        shutil.copy(SPECS / provider / name, target / name)
    for page in recorded:
        shutil.copy(SPECS / provider / page["file"], page["page"])
        result = run("import", page["page"], "--provider", provider)
        assert result.exit_code == 0, result.output
    made, known = files(f"specs/{provider}"), files(str(SPECS / provider))
    for name in ("source.toml",):  # the kept text lacks what addresses machines: its sha256 is another
        made.pop(name), known.pop(name)
    assert made == known
    assert files(f"generated/{provider}") == files(str(ROOT / "generated" / provider))


def test_second_page_proposes_and_overwrites_nothing() -> None:
    recorded = tomllib.loads((SPECS / "synthflow/source.toml").read_text("utf-8"))["pages"]
    for page in recorded:
        shutil.copy(SPECS / "synthflow" / page["file"], page["page"])
    assert run("import", recorded[0]["page"], "--provider", "synthflow").exit_code == 0
    before = Path("specs/synthflow/openapi.yaml").read_text("utf-8")
    Path("specs/synthflow/overlay.yaml").unlink()
    result = run("import", recorded[1]["page"], "--provider", "synthflow")
    assert result.exit_code == 0
    assert Path("specs/synthflow/openapi.yaml").read_text("utf-8") == before
    assert "from_phone_number" in result.output
    proposals = Path("specs/synthflow/overlay.yaml").read_text("utf-8")
    assert all(line.startswith("#") for line in proposals.splitlines())
    assert "#     update:\n#       from_phone_number:\n#         type: string\n" in proposals
    assert run("generate").exit_code == 0
    uncommented = "".join(line[2:] for line in proposals.splitlines(keepends=True)[1:])
    Path("specs/synthflow/overlay.yaml").write_text(uncommented, "utf-8")
    assert run("generate").exit_code == 0
    assert "from_phone_number: str | None = None" in Path("generated/synthflow/models.py").read_text("utf-8")


def test_pages_of_one_name_are_kept_under_different_names() -> None:
    names = []
    for number, folder in enumerate(("a", "b", "c")):
        page = Parcels()
        page.document["components"]["schemas"]["NewShipment"]["properties"]["note"]["description"] = f"Note {number}."
        Path(folder).mkdir()
        Path(folder, "book.md").write_text(page.text(), "utf-8")
        names.append(f"{folder}/book.md")
    assert run("import", *names, "--provider", "parcel").exit_code == 0
    kept = sorted(path.name for path in Path("specs/parcel/pages").iterdir())
    assert kept == ["book-2.md", "book-3.md", "book.md"]


def test_facts_are_counted_and_marked() -> None:
    shutil.copy(PAGES / "fern-fields.md", "create-shipment.md")
    result = run("import", "create-shipment.md", "--provider", "parcel", "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["import"][0]
    assert found["facts"]["unknown"] == [
        "the type `Problem` is not described",
        "request `extra` has no type",
        "request `either` has no type",
    ]
    assert found["facts"]["guesses"] == 5
    document = Path("specs/parcel/openapi.yaml").read_text("utf-8")
    assert "operationId: create-shipment  # guess: made of the title" in document
    assert "extra: {}  # unknown: request `extra` has no type (line 64)" in document
    assert document.count("# guess") == found["facts"]["guesses"]
    assert (found["samples"], found["payloads"]) == (
        3,
        ["create-shipment.request.a-parcel", "create-shipment.response.201.a-parcel"],
    )


def test_page_without_a_reader_is_refused_in_one_line() -> None:
    Path("guide.md").write_text("# Guide\n\nHello.\n", "utf-8")
    result = run("import", "guide.md", "--provider", "acme")
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "no reader knows this page; found" in result.output
    assert "found 1 heading and 4 lines" in result.output
    assert not Path("specs/acme").exists()


def test_pages_join_and_the_folder_keeps_one_document() -> None:
    Path("book.md").write_text(Parcels().text(), "utf-8")
    assert run("import", "book.md", "--provider", "parcel").exit_code == 0
    assert [path.name for path in Path("specs/parcel").glob("openapi.*")] == ["openapi.json"]
    shutil.copy(PAGES / "fern-fields.md", "create-shipment.md")
    contract = Path("tests/contract")
    contract.mkdir(parents=True)
    (contract / "test_it.py").write_text("def test_parcel():\n    assert True\n", "utf-8")
    result = run("import", "create-shipment.md", "--provider", "parcel")
    assert result.exit_code == 0, result.output
    assert "contract tests: 1 passed" in result.output
    assert [path.name for path in Path("specs/parcel").glob("openapi.*")] == ["openapi.yaml"]
    document = Path("specs/parcel/openapi.yaml").read_text("utf-8")
    assert "/v2/shipments:" in document
    assert "/v2/depots/{depot_id}/shipments:" in document


def test_usage() -> None:
    assert run("import").exit_code == 2
    assert run("import", "a.md").exit_code == 2
    assert run("import", "a.md", "--provider", "../up").exit_code == 2
    assert run("import", "--again", "nobody").exit_code == 2


def test_address_is_fetched_as_markdown(site: Site) -> None:
    site.pages["/docs/book.md"] = ("text/markdown", Parcels().text())
    site.pages["/docs/book"] = ("text/html", "<html></html>")
    result = run("import", f"{site.url}/docs/book", "--provider", "parcel")
    assert result.exit_code == 0, result.output
    assert site.asked == ["/docs/book.md"]
    assert not {"cookie", "authorization"} & set(site.headers[0])
    recorded = tomllib.loads(Path("specs/parcel/source.toml").read_text("utf-8"))["pages"][0]
    assert (recorded["page"], recorded["file"]) == (f"{site.url}/docs/book", "pages/book.md")
    assert Path("specs/parcel/pages/book.md").read_text("utf-8") == Parcels().text()


def test_index_is_followed_on_its_origin_only(site: Site) -> None:
    site.pages["/llms.txt"] = (
        "text/plain",
        "# Parcel\n\n> Docs.\n\n## Docs\n\n"
        f"- [Guide]({site.url}/guide.md)\n- [Book]({site.url}/book.md): books\n- [Else](https://example.net/a.md)\n",
    )
    site.pages["/guide.md"] = ("text/markdown", "# Guide\n\nHello.\n")
    site.pages["/book.md"] = ("text/markdown", Parcels().text())
    result = run("import", f"{site.url}/llms.txt", "--provider", "parcel")
    assert result.exit_code == 0, result.output
    assert "1 page without an operation passed over" in result.output
    assert "1 links lead to other origins" in result.output
    assert set(site.asked) == {"/llms.txt", "/guide.md", "/book.md"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://docs.example.com/a", "only https is fetched"),
        ("https://user:secret@127.0.0.1/a", "credentials in it"),
        ("ftp://127.0.0.1/a", "cannot be read"),
    ],
)
def test_addresses_that_are_not_fetched(address: str, reason: str) -> None:
    result = run("import", address, "--provider", "acme")
    assert result.exit_code == 1
    assert reason in result.output
    assert "secret" not in result.output.replace(address, "")


def test_redirect_leaves_the_origin(site: Site) -> None:
    site.pages["/a.md"] = ("redirect", "https://docs.example.net/a.md")
    site.pages["/loop.md"] = ("redirect", "/loop.md")
    for path, reason in (("/a.md", "redirects to another origin"), ("/loop.md", "more than 5 redirects")):
        result = run("import", site.url + path, "--provider", "acme")
        assert (result.exit_code, reason in result.output) == (1, True)


def test_again_finds_one_new_field(site: Site) -> None:
    """Upstream adds an optional field: one changed line in the client, and corrections stay as they are."""
    page = Parcels()
    site.pages["/book.md"] = ("text/markdown", page.text())
    assert run("import", f"{site.url}/book.md", "--provider", "parcel").exit_code == 0
    Path("specs/parcel/overlay.yaml").write_text("# mine\n", "utf-8")
    assert "upstream has not changed" in run("import", "--again").output
    before = Path("generated/parcel/models.py").read_text("utf-8").splitlines()
    page.document["components"]["schemas"]["NewShipment"]["properties"]["label"] = {"type": "string"}
    site.pages["/book.md"] = ("text/markdown", page.text())
    result = run("import", "--again", "parcel")
    assert result.exit_code == 0, result.output
    after = Path("generated/parcel/models.py").read_text("utf-8").splitlines()
    assert [line.strip() for line in after if line not in before] == ["label: str | None = None"]
    assert [line for line in before if line not in after] == []
    assert "1 safe" in result.output
    assert "label" in result.output
    assert Path("specs/parcel/overlay.yaml").read_text("utf-8") == "# mine\n"
    del page.document["components"]["schemas"]["NewShipment"]["properties"]["label"]
    site.pages["/book.md"] = ("text/markdown", page.text())
    result = run("import", "--again", "parcel")
    assert "specs/parcel/openapi.json (before):" in result.output, result.output
    assert "clientwright-import-" not in result.output


def test_again_that_fails_leaves_everything(site: Site) -> None:
    site.pages["/book.md"] = ("text/markdown", Parcels().text())
    assert run("import", f"{site.url}/book.md", "--provider", "parcel").exit_code == 0
    before = files("specs/parcel")
    site.pages["/book.md"] = ("text/markdown", "# Moved\n")
    assert run("import", "--again").exit_code == 1
    site.pages["/book.md"] = 500
    assert run("import", "--again").exit_code == 1
    assert files("specs/parcel") == before


def test_drift_and_its_acceptance() -> None:
    page = Parcels()
    page.response["status"] = "lost"
    page.response["weight"] = 2
    Path("book.md").write_text(page.text(), "utf-8")
    assert run("import", "book.md", "--provider", "parcel").exit_code == 0
    check = run("check", "--strict")
    assert check.exit_code == 1
    assert "error[drift-enum]" in check.output
    result = run("drift")
    assert result.exit_code == 1
    assert "warning[drift-enum]: book-shipment.response.200.a-parcel /status: `lost` is none of" in result.output
    assert '[[accept]]\nexample = "book-shipment.response.200.a-parcel"\npointer = "/status"' in result.output
    settings = Path("specs/parcel/provider.toml")
    accepted = "".join(
        f'\n[[accept]]\nexample = "book-shipment.response.200.a-parcel"\npointer = "{at}"\nreason = "known"\n'
        for at in ("/status", "/weight")
    )
    settings.write_text(settings.read_text("utf-8") + accepted, "utf-8")
    assert run("drift").exit_code == 0
    assert "drift-" not in run("check").output
    assert run("check", "--strict").exit_code == 0
    page.response["status"] = "booked"
    Path("book.md").write_text(page.text(), "utf-8")
    assert run("import", "book.md", "--provider", "parcel").exit_code == 0
    assert "1 accepted" in run("drift").output


def test_suggested_overlay_actions_resolve_drift() -> None:
    page = Parcels()
    page.response["weight"] = 2
    Path("book.md").write_text(page.text(), "utf-8")
    assert run("import", "book.md", "--provider", "parcel").exit_code == 0
    Path("specs/parcel/overlay.yaml").unlink()
    assert "proposals written" in run("drift", "--suggest").output
    assert "proposals written" not in run("drift", "--suggest").output
    proposals = Path("specs/parcel/overlay.yaml").read_text("utf-8")
    assert "Delete when upstream agrees." in proposals.replace("\n#       ", " ")
    uncommented = "".join(line[2:] for line in proposals.splitlines(keepends=True)[1:])
    Path("specs/parcel/overlay.yaml").write_text(uncommented, "utf-8")
    assert run("drift").exit_code == 0
    page.document["components"]["schemas"]["Shipment"]["properties"]["weight"] = {"type": "integer"}
    Path("book.md").write_text(page.text(), "utf-8")
    assert run("import", "book.md", "--provider", "parcel").exit_code == 0
    stale = run("drift")
    assert (stale.exit_code, "drift-stale" in stale.output) == (1, True)


def test_explain() -> None:
    shutil.copytree(SPECS / "synthflow", "specs/synthflow")
    shutil.copytree(SPECS / "formantai", "specs/formantai")
    told = run("explain", "synthflow", "VoiceCallRequest.from_phone_number").output
    assert "specs/synthflow/overlay.yaml:" in told
    assert "pages/001-synthflow-make-a-call.page.txt:" in told
    told = run("explain", "formantai", "CallParameter.value").output
    assert "specs/formantai/openapi.yaml:" in told
    assert "create-call.request.scheduled-call.json, read from 18 samples" in told
    assert run("explain", "formantai", "calls.create").exit_code == 0
    shutil.copytree(SPECS / "vocode", "specs/vocode")
    for symbol, file in (("Call.from_number", ".response.200."), ("CreateCallRequest.from_number", ".request.")):
        told = [line for line in run("explain", "vocode", symbol).output.split("\n") if "  sample " in line]
        assert told, symbol
        assert all(file in line for line in told), told
    nothing = run("explain", "formantai", "CallParametr")
    assert (nothing.exit_code, "did you mean CallParameter?" in nothing.output) == (1, True)


def test_what_a_page_proves_of_lists_and_webhooks_is_drafted() -> None:
    """Pages of a list are drafted if parameter, answer and an example prove them, and only into new settings."""
    page = (
        "# Calls\n\nBase URL: https://api.acme.dev\n\n## List calls\n\n`GET /calls`\n\nQuery parameters:\n\n"
        "| Name | Type | Default |\n|---|---|---|\n| page | integer | 1 |\n\nReturns `200 OK`.\n\n"
        '```json\n{"data": [{"id": "a"}], "page": 1, "total_pages": 7}\n```\n\n## Webhooks\n\nEach request has the headers '
        "`webhook-id`, `webhook-timestamp` and `webhook-signature`.\n\n### call.ended\n\n"
        '```json\n{"type": "call.ended", "id": "a"}\n```\n'
    )
    Path("calls.md").write_text(page, "utf-8")
    result = run("import", "calls.md", "--provider", "acme")
    assert result.exit_code == 0, result.output
    settings = tomllib.loads(Path("specs/acme/provider.toml").read_text("utf-8"))
    assert settings["pagination"]["list-calls"]["pages"] == "/total_pages"
    assert settings["webhooks"]["scheme"] == "standard"
    assert "def list_all(" in Path("generated/acme/calls.py").read_text("utf-8")
    Path("specs/acme/provider.toml").write_text('name = "Acme"\n', "utf-8")
    assert run("import", "calls.md", "--provider", "acme").exit_code == 0
    assert Path("specs/acme/provider.toml").read_text("utf-8") == 'name = "Acme"\n'


def test_fifth_provider_from_a_page_to_an_answered_call(site: Site, tmp_path: Path) -> None:
    """One command, and the call that it prints, pasted: answered by a server."""
    page = Parcels()
    site.pages["/book.md"] = ("text/markdown", page.text())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "generator", "import", f"{site.url}/book.md", "--provider", "parcel"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    call = done.stdout[done.stdout.index("\nfrom ") :]
    from tests.support.server import Answer, serve

    with serve() as server:
        server.will(Answer(200, json.dumps(page.response).encode()))
        program = call.replace("Parcel() as", f'Parcel(api_key="key", base_url="{server.url}") as')
        answered = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            timeout=300,
            check=False,
        )
    assert answered.returncode == 0, answered.stderr
    assert "status='booked'" in answered.stdout


def test_no_secret_of_a_recording_is_written() -> None:
    secrets = ("SECRETKEY123", "SECRETTOKEN456", "SECRETCOOKIE", "SECRETPASS789")
    key, token, cookie, password = secrets
    request = {
        "method": "POST",
        "url": f"https://user:{password}@api.parcel.dev/v2/shipments?api_key={key}",
        "headers": [
            {"name": "Authorization", "value": f"Bearer {token}"},
            {"name": "Cookie", "value": f"s={cookie}"},
        ],
        "queryString": [{"name": "api_key", "value": key}],
        "postData": {"mimeType": "application/json", "text": json.dumps({"weight": 2, "password": password})},
    }
    content = {"mimeType": "application/json", "text": json.dumps({"id": 1, "token": token})}
    entry = {"request": request, "response": {"status": 200, "content": content}}
    Path("docs").mkdir()
    Path("docs/calls.har").write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}), "utf-8")
    Path("docs/book.md").write_text(Parcels().text(), "utf-8")
    result = run("import", "docs", "--provider", "parcel")
    assert result.exit_code == 0, result.output
    assert "pages/calls.har" in files("specs/parcel")
    written = "".join((*files("specs/parcel").values(), *files("generated/parcel").values(), result.output))
    assert not [secret for secret in secrets if secret in written]
    assert "book-shipment.request.page.json" in os.listdir("specs/parcel/examples")
    assert "calls.har:" in run("drift").output
