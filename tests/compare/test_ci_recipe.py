"""The workflow of docs/ci: what it may do, and that its scripts do what docs/ci.md says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.compare.reports import markdown

from .repositories import ADDED, PETS, REMOVED, Repo

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / "docs/ci/pull-request.yml").read_text("utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS = [(job, step) for job, described in JOBS.items() for step in described["steps"]]
SCRIPTS = [(job, step) for job, step in STEPS if "run" in step]


def script(name: str) -> str:
    return str(next(step["run"] for _, step in SCRIPTS if step["name"].startswith(name)))


def test_no_script_has_anything_written_into_it() -> None:
    assert len(SCRIPTS) == 5
    assert not [step["name"] for _, step in SCRIPTS if "${{" in step["run"]]


def test_actions_are_pinned_to_commits() -> None:
    actions = [step["uses"] for _, step in STEPS if "uses" in step]
    assert actions
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in actions)


def test_the_job_that_runs_code_of_the_pull_request_may_only_read() -> None:
    # In YAML 1.1 the key `on` is a boolean.
    assert set(WORKFLOW[True]) == {"pull_request", "workflow_call"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in JOBS["clients"]
    assert JOBS["comment"]["permissions"] == {"pull-requests": "write"}
    assert not any("checkout" in step.get("uses", "") for step in JOBS["comment"]["steps"])
    assert not any(
        word in step["run"] for job, step in SCRIPTS if job == "comment" for word in ("python", "make", ".venv")
    )
    assert JOBS["clients"]["steps"][0]["with"]["persist-credentials"] is False


def test_every_script_is_shell() -> None:
    for _, step in SCRIPTS:
        done = subprocess.run(["bash", "-n"], input=step["run"], text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository like this one as far as the scripts go: a branch with a change, on a base."""
    made = Repo.at(tmp_path / "a pull request")
    made.provider()
    made.write("Makefile", ".venv/ready .venv/ready-to-test:\n\t@true\n")
    made.write(".gitignore", ".venv\nreport\n")
    made.write("app/main.py", "from generated.pets import Pets\n\nPets().pets.add(pet)\n")
    made.commit("Base")
    (made.folder / ".venv/bin").mkdir(parents=True)
    python = made.folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return made


def bash(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # As GitHub runs a script.
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    given = os.environ | {"GITHUB_STEP_SUMMARY": str(folder / "summary.md")} | environment
    return subprocess.run(command, cwd=folder, env=given, text=True, capture_output=True, check=False)


def test_the_comparison_is_a_comment_a_page_and_annotations(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.provider(REMOVED)
    repo.commit("Change")
    environment = {"BASE": base, "LINKS": "https://host.example/x/blob/{commit}/{file}#L{line}", "USED_IN": "app"}
    done = bash(repo.folder, script("Compare"), **environment)
    assert done.returncode == 0, done.stderr
    comment = (repo.folder / "report/diff.md").read_text("utf-8")
    assert comment.startswith(markdown.MARKER)
    assert "**breaks 1 of your call sites: `app/main.py:3`**" in comment
    assert f"https://host.example/x/blob/{base}/specs/pets/openapi.yaml#L" in comment
    assert (repo.folder / "summary.md").read_text("utf-8") == comment
    assert (repo.folder / "report/diff.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert any(line.startswith("::error file=specs/pets/openapi.yaml,") for line in done.stdout.splitlines())


def test_a_refused_description_is_in_the_comment_too(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.provider(PETS.replace("#/components/schemas/Pet", "#/components/schemas/Cat"))
    repo.provider(ADDED, "shops")
    repo.commit("Change")
    done = bash(repo.folder, script("Compare"), BASE=base, LINKS="", USED_IN="")
    assert done.returncode == 1
    summary = (repo.folder / "summary.md").read_text("utf-8")
    assert "`pets` could not be compared: ``specs/pets/openapi.yaml:" in summary
    assert "| shops |" in summary
    assert "shops" in (repo.folder / "report/diff.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "meant", "status"), [(REMOVED, "false", 1), (REMOVED, "true", 0), (ADDED, "false", 0), (PETS, "false", 0)]
)
def test_breaking_changes_need_the_label(repo: Repo, text: str, meant: str, status: int) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.provider(text)
    repo.commit("Change")
    assert bash(repo.folder, script("Stop"), BASE=base, MEANT=meant).returncode == status


@pytest.mark.parametrize("evil", ["$(touch owned)", "`touch owned`", "; touch owned", "--output=owned"])
def test_nothing_in_the_environment_is_run(repo: Repo, evil: str) -> None:
    for name in ("Compare", "Stop"):
        done = bash(repo.folder, script(name), BASE=evil, LINKS=evil, USED_IN=evil, MEANT=evil)
        assert done.returncode != 0
        assert not (repo.folder / "owned").exists()


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed here")
@pytest.mark.parametrize(
    ("known", "call"), [("", "POST repos/a/b/issues/7/comments"), ("33", "PATCH repos/a/b/issues/comments/33")]
)
def test_the_comment_is_written_once_and_then_updated(tmp_path: Path, known: str, call: str) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/diff.md").write_text(f'{markdown.MARKER}\n"$(touch owned)" `x`\n', "utf-8")
    gh = tmp_path / "gh"
    gh.write_text(
        f'#!/bin/sh\ncase "$*" in *--paginate*) echo "{known}" ;; *) echo "$@" > called; cp body.json sent ;; esac\n'
    )
    gh.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = bash(tmp_path, script("Write"), PATH=path, REPOSITORY="a/b", NUMBER="7", GH_TOKEN="x")
    assert done.returncode == 0, done.stderr
    method, address = call.split(" ")
    assert (tmp_path / "called").read_text().split() == [
        "api",
        "--silent",
        "--method",
        method,
        address,
        "--input",
        "body.json",
    ]
    assert json.loads((tmp_path / "sent").read_text())["body"] == f'{markdown.MARKER}\n"$(touch owned)" `x`\n'
    assert not (tmp_path / "owned").exists()


def test_the_marker_of_the_comment_is_the_one_that_is_looked_for() -> None:
    assert f'startswith("{markdown.MARKER}")' in script("Write")
