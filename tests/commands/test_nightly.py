"""The nightly job of docs/ci, step by step, with two versions of a page on a server of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.site import serving
from tests.compare.repositories import Repo
from tests.pages.support import Parcels

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / "docs/ci/nightly.yml").read_text("utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS = [(job, step) for job, described in JOBS.items() for step in described["steps"]]


def script(name: str) -> str:
    return str(next(step["run"] for _, step in STEPS if "run" in step and step["name"].startswith(name)))


def test_rights_and_scripts() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in JOBS["import"]
    assert JOBS["import"]["steps"][0]["with"]["persist-credentials"] is False
    assert not [step["name"] for _, step in STEPS if "${{" in step.get("run", "")]
    writing = [step["run"] for job, step in STEPS if job == "propose" and "run" in step]
    assert not any(word in text for text in writing for word in ("python", "make ", ".venv"))
    actions = [step["uses"] for _, step in STEPS if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in actions)


@pytest.mark.parametrize("workflow", ["pull-request.yml", "nightly.yml"])
def test_pytest_is_installed_before_it_runs(workflow: str) -> None:
    """`make .venv/ready` installs what generating needs, and that is not pytest."""
    text = (ROOT / "docs" / "ci" / workflow).read_text("utf-8")
    before, found, _ = text.partition("-m pytest")
    assert found
    assert "make .venv/ready-to-test" in before


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository without providers, as far as the scripts go."""
    made = Repo.at(tmp_path / "nightly")
    made.write(
        "Makefile",
        ".venv/ready .venv/ready-to-test:\n\t@true\ngenerate:\n\t@.venv/bin/python -m generator generate\n",
    )
    made.write(".gitignore", ".venv\nreport\n.cache\n")
    made.write("tests/contract/test_nothing.py", "def test_nothing():\n    assert True\n")
    (made.folder / ".venv/bin").mkdir(parents=True)
    python = made.folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return made


def bash(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, text=True, capture_output=True, check=False, timeout=120
    )


def test_two_versions_of_a_page_become_a_pull_request(repo: Repo) -> None:
    page = Parcels()
    with serving() as site:
        site.pages["/book.md"] = ("text/markdown", page.text())
        first = f".venv/bin/python -m generator import {site.url}/book.md --provider parcel"
        assert bash(repo.folder, first).returncode == 0
        repo.commit("Parcel")
        page.document["components"]["schemas"]["NewShipment"]["properties"]["label"] = {"type": "string"}
        page.response["weight"] = 3
        site.pages["/book.md"] = ("text/markdown", page.text())
        for name in ("Read", "Generate", "Prove", "Write"):
            done = bash(repo.folder, script(name))
            assert done.returncode == 0, (name, done.stdout, done.stderr)
    text = (repo.folder / "report/pull-request.md").read_text("utf-8")
    assert "`NewShipment.label`" in text
    assert "warning[drift-undeclared]" in text
    assert "1 passed" in text
    patch = (repo.folder / "report/changes.patch").read_text("utf-8")
    added = [line for line in patch.splitlines() if line.startswith("+    label")]
    assert added == ["+    label: str | None = None"]
    repo.git("reset", "--quiet", "--hard")
    repo.git("clean", "-fdq", "specs", "generated")
    gh = repo.folder / ".venv/bin/gh"
    gh.write_text('#!/bin/sh\necho "$@" >> calls.txt\ncase "$2" in list) echo 0;; esac\n')
    gh.chmod(0o755)
    origin = repo.folder.parent / "origin.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(origin)], check=True)
    repo.git("remote", "add", "origin", str(origin))
    done = bash(repo.folder, script("Propose"), BRANCH="upstream", PATH=f"{gh.parent}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert "pr create --head upstream" in (repo.folder / "calls.txt").read_text("utf-8")
    assert "specs/parcel/openapi.json" in repo.git("show", "--stat", "upstream")


def test_nothing_new_proposes_nothing(repo: Repo) -> None:
    with serving() as site:
        site.pages["/book.md"] = ("text/markdown", Parcels().text())
        first = f".venv/bin/python -m generator import {site.url}/book.md --provider parcel"
        assert bash(repo.folder, first).returncode == 0
        repo.commit("Parcel")
        for name in ("Read", "Generate", "Prove", "Write"):
            assert bash(repo.folder, script(name)).returncode == 0
    assert (repo.folder / "report/changes.patch").read_text("utf-8") == ""
    done = bash(repo.folder, script("Propose"), BRANCH="upstream")
    assert "Upstream has not changed." in done.stdout
