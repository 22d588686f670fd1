"""The commands, driven as other programs drive them: `python -m generator …` in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from generator.commands.workspace import default_package

ROOT = Path(__file__).resolve().parents[1]

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com/v1"}]
paths:
  /pets/{petId}:
    get:
      operationId: get-pet
      tags: [pets]
      parameters:
        - {name: petId, in: path, required: true, schema: {type: integer}}
        - {name: verbose, in: query, schema: {type: boolean}}
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        "404": {description: No such pet.}
  /pets:
    post:
      operationId: add-pet
      tags: [pets]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "204": {description: Added.}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
security: [{key: []}]
"""
SHOPS = PETS.replace("pets", "shops").replace("Pet", "Shop").replace("pet", "shop")
BROKEN = PETS.replace('$ref: "#/components/schemas/Pet"', '$ref: "#/components/schemas/Cat"', 1)


def run(folder: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        input=given,
        text=True,
        check=False,
        timeout=120,
    )


def run_json(folder: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    done = run(folder, *arguments, "--format", "json")
    assert done.returncode == status, done.stderr
    return dict(json.loads(done.stdout))


def provider(folder: Path, name: str, text: str) -> Path:
    path = folder / "specs" / name / "openapi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two published providers."""
    folder = tmp_path_factory.mktemp("published")
    provider(folder, "pets", PETS)
    provider(folder, "shops", SHOPS)
    result = run_json(folder, "generate")
    assert [row["status"] for row in result["providers"]] == ["written", "written"]
    assert "__init__.py" in result["runtime"]["added"]
    return folder


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Path:
    """The same, to be changed at will."""
    folder = tmp_path / "workspace"
    shutil.copytree(published, folder)
    return folder


def test_the_published_client_can_be_imported_and_used(published: Path) -> None:
    program = "from generated.pets import Pets; print(Pets(api_key='k').pets.get)"
    done = subprocess.run([sys.executable, "-c", program], cwd=published, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_generate_says_what_it_did(workspace: Path) -> None:
    shutil.rmtree(workspace / "generated" / "pets")
    result = run_json(workspace, "generate")
    pets, shops = result["providers"]
    assert pets["status"] == "written"
    assert "client.py" in pets["added"]
    assert (pets["operations"], pets["models"], pets["errors"]) == (2, 1, 0)
    assert (shops["status"], shops["operations"], shops["models"]) == ("unchanged", 2, 1)
    assert result["counts"]["providers"] == 2
    assert result["counts"]["files_changed"] == len(pets["added"])
    assert result["exit_status"] == 0


def test_the_summary_has_a_line_a_provider(workspace: Path) -> None:
    done = run(workspace, "generate")
    header, *lines = done.stdout.splitlines()
    assert header.split("  ")[0] == "provider"
    assert [line.split()[0] for line in lines] == ["pets", "shops"]
    assert done.stderr == ""


def test_an_unchanged_provider_is_neither_generated_nor_written(workspace: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (workspace / "generated").rglob("*")}
    done = run(workspace, "generate", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0
    for heavy in ("black", "datamodel_code_generator", "jinja2", "yaml", "pydantic", "httpx", "rich"):
        assert f" {heavy}\n" not in done.stderr, f"{heavy} was imported"
    assert before == {path: path.stat().st_mtime_ns for path in (workspace / "generated").rglob("*")}


def test_an_edited_client_is_mended(workspace: Path) -> None:
    client = workspace / "generated" / "pets" / "client.py"
    original = client.read_bytes()
    client.write_bytes(original + b"\n")
    assert run_json(workspace, "generate")["providers"][0]["changed"] == ["client.py"]
    assert client.read_bytes() == original


def test_only_changed_files_are_written(workspace: Path) -> None:
    before = tree(workspace / "generated")
    provider(workspace, "pets", PETS.replace("The pet.", "The pet itself."))
    pets, shops = run_json(workspace, "generate")["providers"]
    assert (pets["changed"], pets["added"], pets["removed"]) == (["pets.py"], [], [])
    assert shops["status"] == "unchanged"
    after = tree(workspace / "generated")
    assert [path for path in after if after[path] != before[path]] == ["pets/pets.py"]


def test_some_providers(workspace: Path) -> None:
    shutil.rmtree(workspace / "generated")
    assert [row["provider"] for row in run_json(workspace, "generate", "shops")["providers"]] == ["shops"]
    assert sorted(path.name for path in (workspace / "generated").iterdir()) == ["_runtime", "shops"]


def test_a_broken_provider_does_not_stop_the_others(workspace: Path) -> None:
    before = tree(workspace / "generated" / "pets")
    provider(workspace, "pets", BROKEN)
    provider(workspace, "shops", SHOPS.replace("The shop.", "The shop itself."))
    result = run_json(workspace, "generate", status=1)
    pets, shops = result["providers"]
    assert (pets["status"], shops["status"]) == ("refused", "written")
    assert tree(workspace / "generated" / "pets") == before
    error = next(one for one in result["diagnostics"] if one["severity"] == "error")
    assert error["provider"] == "pets"
    assert error["file"] == "specs/pets/openapi.yaml"
    assert error["line"] == 1 + BROKEN[: BROKEN.index("schemas/Cat")].count("\n")


def test_errors_are_one_line_each_without_a_traceback(workspace: Path) -> None:
    provider(workspace, "pets", BROKEN)
    done = run(workspace, "generate")
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines
    assert all(line.startswith("specs/pets/openapi.yaml:") and "#/" in line for line in lines)


def test_messages_as_annotations_of_github(workspace: Path) -> None:
    provider(workspace, "pets", BROKEN)
    done = run(workspace, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=specs/pets/openapi.yaml,line=")


def test_a_file_that_cannot_be_written_is_no_bug(workspace: Path) -> None:
    (workspace / "generated" / "pets" / "client.py").write_text("# Written by hand.\n")
    result = run_json(workspace, "generate", status=1)
    assert [row["status"] for row in result["providers"]] == ["refused", "unchanged"]
    assert [one["code"] for one in result["diagnostics"]] == ["cannot-publish"]
    assert (workspace / "generated" / "pets" / "client.py").read_text() == "# Written by hand.\n"


def test_a_folder_that_is_no_provider_is_refused(workspace: Path) -> None:
    (workspace / "specs" / "empty").mkdir()
    provider(workspace, "My-Pets", PETS)
    result = run_json(workspace, "generate", status=1)
    assert {row["provider"]: row["status"] for row in result["providers"]} == {
        "My-Pets": "refused",
        "empty": "refused",
        "pets": "unchanged",
        "shops": "unchanged",
    }


def test_the_package_of_a_provider_that_is_gone_is_removed(workspace: Path) -> None:
    shutil.rmtree(workspace / "specs" / "shops")
    own = workspace / "generated" / "own"
    own.mkdir()
    (own / "__init__.py").write_text("# Written by hand.\n")
    assert run_json(workspace, "check", status=1)["providers"][-1]["provider"] == "shops"
    assert run_json(workspace, "generate")["providers"][-1] | {"removed": []} == {
        "provider": "shops",
        "status": "removed",
        "operations": 0,
        "models": 0,
        "added": [],
        "changed": [],
        "removed": [],
        "errors": 0,
        "warnings": 0,
        "seconds": 0,
    }
    assert sorted(path.name for path in (workspace / "generated").iterdir()) == ["_runtime", "own", "pets"]


def test_check_passes_after_generate(published: Path) -> None:
    done = run(published, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert run_json(published, "check")["counts"]["unchanged"] == 2


def test_check_shows_the_difference_and_changes_nothing(workspace: Path) -> None:
    client = workspace / "generated" / "pets" / "client.py"
    client.write_text(client.read_text().replace("class Pets", "class Dogs"))
    (workspace / "generated" / "_runtime" / "extra.py").write_text("")
    before = tree(workspace)
    done = run(workspace, "check")
    assert done.returncode == 1
    assert "--- a/generated/pets/client.py" in done.stdout
    assert "\n-class Dogs" in done.stdout
    assert "\n+class Pets" in done.stdout
    result = run_json(workspace, "check", status=1)
    assert (result["runtime"]["status"], result["runtime"]["removed"]) == ("different", ["extra.py"])
    assert {row["provider"]: row["status"] for row in result["providers"]} == {
        "pets": "different",
        "shops": "unchanged",
    }
    assert tree(workspace) == before


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


SABOTAGE = """
import functools, os, time
from pathlib import Path
from generator.commands import job

original = job.run

@functools.wraps(original)
def run(one):
    if one.subject.name == "pets":
        {what}
    return original(one)

job.run = run
"""


@pytest.fixture
def sabotage(workspace: Path, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Give the environment of a run in which generating `pets` does something else first."""

    def environment(what: str) -> dict[str, str]:
        (tmp_path / "sitecustomize.py").write_text(SABOTAGE.format(what=what))
        provider(workspace, "pets", PETS.replace("The pet.", "The pet itself."))
        provider(workspace, "shops", SHOPS.replace("The shop.", "The shop itself."))
        return {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}

    return environment


@pytest.mark.parametrize("what", ["os._exit(9)", "os.kill(os.getpid(), 9)"])
def test_a_worker_that_dies_takes_no_other_provider_with_it(
    workspace: Path, sabotage: Callable[[str], dict[str, str]], what: str
) -> None:
    before = tree(workspace / "generated" / "pets")
    done = run(workspace, "generate", "--jobs", "2", "--format", "json", **sabotage(what))
    pets, shops = json.loads(done.stdout)["providers"]
    assert (pets["status"], shops["status"], done.returncode) == ("crashed", "written", 1)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["pets"]
    assert tree(workspace / "generated" / "pets") == before


def test_a_bug_is_reported_with_the_provider_and_a_traceback_only_with_debug(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\nbroken = types.ModuleType('generator.pipeline')\n"
        "def generate(*arguments):\n    raise KeyError('a bug')\n"
        "broken.generate = generate\nsys.modules['generator.pipeline'] = broken\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    shutil.rmtree(workspace / ".cache")
    before = tree(workspace / "generated")
    done = run(workspace, "generate", **environment)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["pets", "shops"]
    assert all("KeyError: 'a bug'" in line for line in done.stderr.splitlines())
    assert "Traceback" in run(workspace, "generate", "pets", "--debug", **environment).stderr
    assert tree(workspace / "generated") == before


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let new processes heed SIGINT: in the background of a shell it is ignored, and they inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.usefixtures("heeded")
def test_an_interrupt_leaves_everything_as_it_was(
    workspace: Path, sabotage: Callable[[str], dict[str, str]], jobs: str
) -> None:
    marker = workspace / "started"
    environment = os.environ | sabotage(f"Path({str(marker)!r}).touch(); time.sleep(60)")
    before = tree(workspace / "generated" / "pets")
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "generate", "--jobs", jobs],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        wait_until(marker.exists)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=PATIENCE)
    assert (process.returncode, stdout) == (1, "")
    assert "Traceback" not in stderr
    assert tree(workspace / "generated" / "pets") == before
    assert not list((workspace / "generated").glob(".*"))
    wait_until(lambda: not group_exists(process.pid))


PATIENCE = 120
"""Seconds that a loaded machine may need for what takes one."""


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
