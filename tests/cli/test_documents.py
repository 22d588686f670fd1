"""The commands with one document, and `inspect`; wrong usage, and hostile names."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.commands.workspace import default_package

from .driven import BROKEN, PETS, provider, run, run_json, tree


def test_one_document_becomes_a_package_of_its_own(tmp_path: Path) -> None:
    spec = tmp_path / "shop.yaml"
    spec.write_text(PETS)
    (tmp_path / "overlay.yaml").write_text("this: is not read")
    (tmp_path / "provider.toml").write_text("neither is this")
    out = tmp_path / "deep" / "out"
    result = run_json(tmp_path, "generate", "--spec", str(spec), "--out", str(out), "--name", "petstore")
    assert result["providers"][0]["status"] == "written"
    assert [path.name for path in out.iterdir()] == ["petstore"]
    program = "import petstore, petstore._runtime; print(petstore.Petstore(api_key='k').pets.add)"
    alone = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(out)}, cwd=tmp_path, capture_output=True, check=False
    )
    assert alone.returncode == 0, alone.stderr
    assert not (tmp_path / ".cache").exists()


def test_a_document_comes_from_standard_input_and_names_its_package(tmp_path: Path) -> None:
    done = run(tmp_path, "generate", "--spec", "-", given=PETS)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]
    done = run(tmp_path, "generate", "--spec", "-", given="openapi: 3.1.0\n  x: 1\n")
    assert done.returncode == 1
    assert done.stderr.startswith("<stdin>:2:")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("openapi: 3.1.0\ninfo:\n  title: Acme Voice API v2.1\n", "acme_voice"),
        ('{"openapi": "3.1.0", "info": {"version": "1", "title": "The \\u00e9"}}', "the_u00e9"),
        ("openapi: 3.1.0\ninfo: {title: json, version: '1'}\n", "api_json"),
        ("openapi: 3.1.0\n", "things"),
        ("title: Not of info\n", "things"),
    ],
)
def test_a_package_is_called_as_its_api(head: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "things.yaml").write_text(head)
    assert default_package(tmp_path / "things.yaml") == name


def test_help_is_whole_and_the_version_is_known(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").stdout
    assert "..." not in text.partition("Commands:")[2]
    assert run(tmp_path, "--version").stdout == f"clientwright, version {__version__}\n"


def test_overlay_and_settings_of_one_document_are_read_when_they_are_named(tmp_path: Path) -> None:
    spec, overlay, settings = tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.toml"
    spec.write_text(PETS)
    overlay.write_text(
        "overlay: 1.0.0\ninfo: {title: Names, version: '1'}\n"
        "actions: [{target: '$.paths[\"/pets\"].post', update: {operationId: create-pet}}]\n"
    )
    settings.write_text('name = "Zoo"\n[operations]\nget-pet = "animals.fetch"\n')
    options = ["--spec", str(spec), "--overlay", str(overlay), "--settings", str(settings), "--name", "zoo"]
    described = json.loads(run(tmp_path, "inspect", *options, "--json").stdout)
    assert described["client"] == "Zoo"
    assert {one["operation_id"]: one["call"] for one in described["operations"]} == {
        "create-pet": "pets.create",
        "get-pet": "animals.fetch",
    }
    refused = run(tmp_path, "inspect", *options, "--limit", "nodes=5")
    assert refused.returncode == 1
    assert "error[too-many-nodes]" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "nobody"],
        ["generate", "pets", "--name", "x"],
        ["generate", "--spec", "missing.yaml", "--out", "o", "--name", "n"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "../n"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "class"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "json"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "nul"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "n" * 101],
        ["generate", "pets", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "n"],
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "o", "--name", "n", "--limit", "nodes=0"],
        ["generate", "pets", "--limit", "nodes=1"],
        ["generate", "--jobs", "0"],
        ["inspect"],
        ["inspect", "nobody"],
        ["check", "nobody"],
        ["unknown"],
    ],
    ids=" ".join,
)
def test_wrong_usage_has_status_2_and_changes_nothing(published: Path, arguments: list[str]) -> None:
    before = tree(published)
    done = run(published, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr
    assert tree(published) == before


def test_without_specs_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert run(tmp_path, "generate").returncode == 2


def test_inspect_json(published: Path) -> None:
    done = run(published, "inspect", "pets", "--json")
    assert json.loads(done.stdout) == {
        "module": "generated.pets",
        "client": "Pets",
        "async_client": "AsyncPets",
        "servers": [{"name": "default", "url": "https://pets.example.com/v1"}],
        "security": [{"scheme": "key", "type": "apiKey", "argument": "api_key"}],
        "operations": [
            {
                "method": "post",
                "path": "/pets",
                "operation_id": "add-pet",
                "call": "pets.add",
                "parameters": [],
                "body": {
                    "argument": "body",
                    "required": True,
                    "content_types": ["application/json"],
                    "type": "Pet",
                },
                "responses": [{"status": "204", "content_type": None, "type": "None"}],
            },
            {
                "method": "get",
                "path": "/pets/{petId}",
                "operation_id": "get-pet",
                "call": "pets.get",
                "parameters": [
                    {"name": "petId", "in": "path", "argument": "pet_id", "required": True},
                    {"name": "verbose", "in": "query", "argument": "verbose", "required": False},
                ],
                "body": None,
                "responses": [
                    {"status": "200", "content_type": "application/json", "type": "Pet"},
                    {"status": "404", "content_type": None, "type": "None"},
                ],
            },
        ],
    }


def test_inspect_of_a_document(published: Path, tmp_path: Path) -> None:
    spec = tmp_path / "pet-store.yaml"
    spec.write_text(PETS)
    assert json.loads(run(tmp_path, "inspect", "--spec", str(spec), "--json").stdout)["module"] == "pets"
    table = run(tmp_path, "inspect", "--spec", str(spec), "--name", "zoo").stdout
    assert "from zoo import AsyncZoo, Zoo" in table
    assert "GET /pets/{petId}" in table
    result = run_json(tmp_path, "inspect", "--spec", str(spec))
    assert (result["command"], result["client"], result["diagnostics"]) == ("inspect", "Pets", [])


def test_inspect_of_a_broken_document(tmp_path: Path) -> None:
    spec = tmp_path / "pets.yaml"
    spec.write_text(BROKEN)
    done = run(tmp_path, "inspect", "--spec", str(spec), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Cat" in done.stderr
    assert run_json(tmp_path, "inspect", "--spec", str(spec), status=1)["counts"]["errors"]


def test_messages_cannot_drive_a_terminal(tmp_path: Path) -> None:
    spec = tmp_path / "pets.yaml"
    spec.write_text(BROKEN.replace("schemas/Cat", "schemas/\\x1b[31mCat\\nspecs/other.yaml:1:1 all is well"))
    done = run(tmp_path, "inspect", "--spec", str(spec), "--json")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert not any(line.startswith("specs/other") for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    "command", [["generate"], ["check"], ["generate", "nobody"], ["inspect", "nobody"], ["diff", "nobody"]]
)
def test_folders_of_providers_cannot_drive_a_terminal(workspace: Path, command: list[str]) -> None:
    provider(workspace, "a\n::error::pwned\n", PETS)
    provider(workspace, "\x1b[31mred\u202e", PETS)
    done = run(workspace, *command)
    assert done.returncode in (1, 2)
    assert not {"\x1b", "\u202e"} & {*done.stdout, *done.stderr}
    assert not any(line.startswith("::error") for line in (done.stdout + done.stderr).splitlines())
