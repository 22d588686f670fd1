"""The commands `generate` and `check`, driven as other programs drive them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .driven import BROKEN, PETS, SHOPS, provider, run, run_json, tree


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
