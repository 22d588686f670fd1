"""`diff` of revisions and files: what is compared, and with what."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .repositories import ADDED, PETS, REMOVED, Repo, rules, symbols

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_change_nothing_has_changed(repo: Repo) -> None:
    result = repo.diff()
    assert result["exit_status"] == 0
    (comparison,) = result["comparisons"]
    assert comparison == {
        "provider": "pets",
        "semver": "none",
        "old_version": "1.0.0",
        "new_version": "1.0.0",
        "summary": {"breaking": 0, "risky": 0, "safe": 0, "docs": 0},
        "changes": [],
    }
    assert repo.run("diff").stdout == "Nothing that a caller could notice has changed.\n"


def test_uncommitted_files_are_compared_with_the_last_commit(repo: Repo) -> None:
    repo.provider(REMOVED)
    result = repo.diff()
    assert result["base"] == {"revision": "HEAD", "commit": repo.git("rev-parse", "HEAD")}
    (comparison,) = result["comparisons"]
    assert (comparison["old_version"], comparison["new_version"]) == ("1.0.0", "2.0.0")
    assert comparison["semver"] == "major"
    gone = comparison["changes"][0]
    assert gone["level"] == "breaking"
    assert gone["symbols"][0] == "pets.add"
    assert gone["operations"] == [{"method": "post", "path": "/pets"}]
    assert gone["old"]["file"] == "specs/pets/openapi.yaml"
    assert PETS.splitlines()[gone["old"]["line"] - 1].strip() == "post:"
    assert set(gone) == {
        *("rule", "level", "direction", "message", "symbols", "operations", "old", "new", "before", "after", "uses")
    }


def test_the_base_is_where_the_branches_parted(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.provider(ADDED)
    repo.commit("Ours")
    repo.git("checkout", "--quiet", "main")
    repo.provider(PETS.replace("  /pets:\n", "  /theirs:\n"))
    repo.commit("Theirs")
    repo.git("checkout", "--quiet", "topic")
    result = repo.diff("--base", "main")
    assert "pets.list" in symbols(result)
    assert not any("theirs" in symbol for symbol in symbols(result))
    assert result["base"]["commit"] == repo.git("merge-base", "main", "topic")


def test_histories_without_a_common_commit_are_compared_all_the_same(repo: Repo) -> None:
    other = repo.git("commit-tree", "-m", "alone", repo.git("rev-parse", "HEAD^{tree}"))
    repo.provider(ADDED)
    result = repo.diff("--base", other)
    assert [one["code"] for one in result["diagnostics"]] == ["no-merge-base"]
    assert result["comparisons"][0]["semver"] == "minor"


@pytest.mark.parametrize("kind", ["tag", "short", "relative", "annotated"])
def test_revisions_by_tag_hash_and_relative_name(repo: Repo, kind: str) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.git("tag", "v1")
    repo.git("tag", "-a", "v2", "-m", "annotated")
    repo.provider(ADDED)
    repo.commit("More")
    name = {"tag": "v1", "short": first[:9], "relative": "HEAD~1", "annotated": "v2"}[kind]
    assert repo.diff("--base", name)["comparisons"][0]["semver"] == "minor"


@pytest.mark.parametrize(
    "revision",
    [
        "nowhere",
        "--output=owned",
        "-h",
        "HEAD:specs",
        "HEAD^{tree}",
        "$(touch owned)",
        "a b",
        "",
        "HEAD..HEAD",
        "\u202e",
    ],
)
def test_an_unknown_revision_gives_one_line(repo: Repo, revision: str) -> None:
    done = repo.run("diff", f"--base={revision}")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error[unknown-revision]: no commit is called ")
    assert not (repo.folder / "owned").exists()


def test_a_folder_without_repository_is_one_line(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    command = [sys.executable, "-m", "generator", "diff"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error[no-repository]: git: this folder is in no repository; `--old FILE --new FILE` needs none\n"
    )


def test_missing_git_gives_one_line(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = repo.run("diff")
    assert done.exit_code == 2
    assert done.stderr.startswith("error[git-missing]: git is not installed")
    result = json.loads(repo.run("diff", "--format", "json").stdout)
    assert [one["code"] for one in result["diagnostics"]] == ["git-missing"]


def test_a_repository_without_commits_is_one_line(tmp_path: Path) -> None:
    repo = Repo.at(tmp_path)
    repo.provider()
    done = repo.run("diff")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_an_unknown_provider_is_wrong_usage(repo: Repo) -> None:
    done = repo.run("diff", "cats")
    assert done.exit_code == 2
    assert "No provider 'cats' in specs/ on either side; there is pets." in done.stderr


def test_only_named_providers_are_compared(repo: Repo) -> None:
    repo.provider(ADDED)
    repo.provider(PETS, "shops")
    assert [one["provider"] for one in repo.diff("shops")["comparisons"]] == ["shops"]
    assert [one["provider"] for one in repo.diff()["comparisons"]] == ["pets", "shops"]


def test_providers_come_and_go(repo: Repo) -> None:
    repo.git("mv", "specs/pets", "specs/cats")
    result = repo.diff()
    assert rules(result, "pets") == ["provider-removed"]
    assert rules(result, "cats") == ["provider-added"]
    assert [one["semver"] for one in result["comparisons"]] == ["minor", "major"]
    removed = result["comparisons"][1]["changes"][0]
    assert removed["message"] == ("`pets` is gone, with `Pets` and 2 operations: programs that import it fail")
    assert removed["new"] is None


def test_a_change_only_in_an_overlay_is_reported(repo: Repo) -> None:
    overlay = """\
        overlay: 1.0.0
        info: {title: Corrections, version: "1"}
        actions:
          - target: $.paths['/pets'].post
            remove: true
        """
    repo.write("specs/pets/overlay.yaml", overlay)
    assert "pets.add" in symbols(repo.diff())
    repo.commit("Corrected")
    assert repo.diff()["comparisons"][0]["changes"] == []
    # The overlay of the revision counts on its side: without it, the operation is back.
    (repo.folder / "specs/pets/overlay.yaml").unlink()
    (change,) = (one for one in repo.diff()["comparisons"][0]["changes"] if "pets.add" in one["symbols"])
    assert change["level"] == "safe"


def test_a_change_only_in_provider_toml_is_reported(repo: Repo) -> None:
    repo.write("specs/pets/provider.toml", '[operations]\nget-pet = "pets.read"\n')
    result = repo.diff()
    assert result["comparisons"][0]["semver"] == "major"
    assert {"pets.get", "pets.read"} <= symbols(result)


def test_files_that_refs_reach_belong_to_the_revision(repo: Repo) -> None:
    split = PETS.replace('$ref: "#/components/schemas/Pet"', '$ref: "schemas/pet.yaml"')
    repo.provider(split)
    repo.write("specs/pets/schemas/pet.yaml", "type: object\nproperties:\n  owner: {$ref: ./owner.yaml}\n")
    repo.write("specs/pets/schemas/owner.yaml", "type: object\nproperties: {name: {type: string}}\n")
    repo.commit("Split")
    repo.write("specs/pets/schemas/owner.yaml", "type: object\nproperties: {}\n")
    changes = repo.diff()["comparisons"][0]["changes"]
    assert changes
    assert all(change["old"] is None or change["old"]["file"].startswith("specs/pets/") for change in changes)


def test_links_within_the_folder_are_followed_and_no_further(repo: Repo) -> None:
    folder = repo.folder / "specs/pets"
    (folder / "real").mkdir()
    (folder / "openapi.yaml").rename(folder / "real" / "pets.yaml")
    (folder / "openapi.yaml").symlink_to("real/pets.yaml")
    repo.commit("A link")
    (folder / "openapi.yaml").unlink()
    (folder / "openapi.yaml").write_text(ADDED, "utf-8")
    assert repo.diff()["comparisons"][0]["semver"] == "minor"
    for number, target in enumerate(("../../../secret.yaml", "/etc/passwd", "openapi.yaml", "real")):
        (folder / "openapi.yaml").unlink()
        (folder / "openapi.yaml").symlink_to(target)
        repo.commit(f"Astray {number}")
        (folder / "openapi.yaml").unlink()
        (folder / "openapi.yaml").write_text(ADDED, "utf-8")
        done = repo.run("diff")
        assert done.exit_code == 1, target
        assert "HEAD:specs/pets" in done.stderr


def test_a_refused_document_of_either_side_is_reported_and_the_others_are_compared(repo: Repo) -> None:
    repo.provider(PETS, "shops")
    repo.commit("Shops")
    repo.provider(PETS.replace("#/components/schemas/Pet", "#/components/schemas/Cat"))
    repo.provider(ADDED, "shops")
    done = repo.run("diff")
    assert done.exit_code == 1
    assert done.stderr.startswith("specs/pets/openapi.yaml:")
    assert "pets: could not be compared" in done.stdout
    assert "shops 1.0.0 → 1.1.0: minor" in done.stdout
    repo.commit("Broken")
    repo.provider(PETS)
    done = repo.run("diff", "pets")
    assert done.exit_code == 1
    assert done.stderr.startswith("HEAD:specs/pets/openapi.yaml:")
    for form in ("markdown", "html", "github", "json"):
        done = repo.run("diff", "--format", form)
        assert done.exit_code == 1
        assert "dangling-reference" in done.stdout


LEVELS = ["breaking", "risky", "safe", "docs", "never"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("text", "worst"), [(REMOVED, "breaking"), (ADDED, "safe"), (PETS, None)])
def test_fail_on(repo: Repo, level: str, text: str, worst: str | None) -> None:
    repo.provider(text)
    reached = worst is not None and level != "never" and LEVELS.index(worst) <= LEVELS.index(level)
    assert repo.run("diff", "--fail-on", level).exit_code == int(reached)
    assert repo.run("diff").exit_code == 0
    assert repo.diff("--fail-on", level, status=int(reached))["exit_status"] == int(reached)


def test_two_documents_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(PETS, "utf-8")
    (tmp_path / "new.json").write_text(
        json.dumps({"openapi": "3.1.0", "info": {"title": "P", "version": "2"}, "paths": {}})
    )
    repo = Repo(tmp_path)
    result = repo.diff("--old", "old.yaml", "--new", "new.json", "--name", "pets")
    assert result["base"] is None
    (comparison,) = result["comparisons"]
    assert (comparison["provider"], comparison["semver"]) == ("pets", "major")
    assert {change["old"]["file"] for change in comparison["changes"] if change["old"]} == {"old.yaml"}
    assert repo.diff("--old", "old.yaml", "--new", "new.json")["comparisons"][0]["provider"] == "p"
    assert repo.diff("--old", "old.yaml", "--new", "old.yaml")["comparisons"][0]["changes"] == []


def test_two_documents_with_names_and_corrections(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write("old.yaml", PETS)
    repo.write("new.yaml", ADDED)
    repo.write("names.toml", 'name = "Zoo"\n[operations]\nlist-pets = "pets.everything"\n')
    repo.write(
        "fixes.yaml",
        "overlay: 1.0.0\ninfo: {title: F, version: '1'}\nactions: [{target: $.info, update: {version: '9'}}]\n",
    )
    options = ("--settings", "names.toml", "--overlay", "fixes.yaml")
    result = repo.diff("--old", "old.yaml", "--new", "new.yaml", "--name", "pets", *options)
    assert "pets.everything" in symbols(result)
    assert result["comparisons"][0]["old_version"] == result["comparisons"][0]["new_version"] == "9"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--old", "old.yaml"),
        ("--old", "old.yaml", "--new", "old.yaml", "--base", "HEAD"),
        ("pets", "--old", "old.yaml", "--new", "old.yaml"),
        ("--old", "old.yaml", "--new", "missing.yaml"),
        ("--old", "old.yaml", "--new", "old.yaml", "--name", "No Name"),
        ("--name", "pets"),
        ("--settings", "old.yaml"),
        ("--links", "javascript:alert(1)"),
        ("--fail-on", "everything"),
        ("--format", "pdf"),
        ("--used-in", "nowhere"),
    ],
)
def test_wrong_usage(repo: Repo, arguments: tuple[str, ...]) -> None:
    repo.write("old.yaml", PETS)
    done = repo.run("diff", *arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
