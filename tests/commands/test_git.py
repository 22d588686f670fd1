"""One module starts git, and no setting of a repository makes git start anything else."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..publish.support import CHANGED, PETS, provider

ROOT = Path(__file__).resolve().parents[2]
IDENTITY = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
ENVIRONMENT = os.environ | IDENTITY | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    environment = ENVIRONMENT | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=300)


def git(folder: Path, *arguments: str) -> None:
    done = run(folder, "git", *arguments)
    assert done.returncode == 0, done.stderr


SETTINGS = {
    "core.fsmonitor": "{program}",
    "core.pager": "{program}",
    "core.editor": "{program}",
    "core.askPass": "{program}",
    "core.sshCommand": "{program}",
    "core.gitProxy": "{program}",
    "core.hooksPath": "{folder}",
    "core.alternateRefsCommand": "{program}",
    "credential.helper": "{program}",
    "diff.external": "{program}",
    "diff.evil.textconv": "{program}",
    "diff.evil.command": "{program}",
    "filter.evil.clean": "{program}",
    "filter.evil.smudge": "{program}",
    "filter.evil.process": "{program}",
    "filter.evil.required": "true",
    "merge.evil.driver": "{program}",
    "interactive.diffFilter": "{program}",
    "pager.ls-files": "{program}",
    "pager.rev-list": "{program}",
    "gpg.program": "{program}",
    "log.showSignature": "true",
    "uploadpack.packObjectsHook": "{program}",
    "sequence.editor": "{program}",
    "alias.ls-files": "!{program}",
    "alias.rev-parse": "!{program}",
    "alias.cat-file": "!{program}",
    "trace2.eventTarget": "{folder}/trace",
    "protocol.ext.allow": "always",
    "remote.origin.url": "ext::{program}",
    "remote.origin.uploadpack": "{program}",
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "remote.origin.vcs": "{program}",
}
"""Setting → a value that names a program, or leads to one."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    provider(folder, "pets", PETS)
    git(folder, "init", "--quiet")
    assert run(folder, sys.executable, "-m", "generator", "generate").returncode == 0
    (folder / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    (folder / ".gitignore").write_text(".cache\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    provider(folder, "pets", CHANGED)
    edited = folder / "generated" / "pets" / "client.py"
    edited.write_text(edited.read_text() + "\n# Edited.\n")
    return folder


def test_no_setting_of_a_repository_starts_a_program(repository: Path) -> None:
    canary, hooks = repository.parent / "canary", repository.parent / "hooks"
    hooks.mkdir()
    program = hooks / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout"):
        (hooks / name).write_text(program.read_text())
    for path in hooks.iterdir():
        path.chmod(0o755)
    git(repository, "config", "core.repositoryFormatVersion", "1")
    for key, value in SETTINGS.items():
        git(repository, "config", key, value.format(program=program, folder=hooks))
    git(repository, "config", "extensions.partialClone", "origin")
    # A partial clone lacks objects, and git would fetch them by what the settings name.
    gone = list((repository / ".git" / "objects").glob("??/*"))
    for path in gone:
        path.unlink()
    for command in (["generate"], ["check"], ["diff", "--base", "HEAD"], ["changelog"]):
        done = run(repository, sys.executable, "-m", "generator", *command)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        assert not canary.exists(), command
    # The trap itself works: git by its own would have run the program.
    run(repository, "git", "status")
    assert canary.exists()


def test_only_one_module_starts_git() -> None:
    starting = {
        path.relative_to(ROOT / "generator").as_posix()
        for path in (ROOT / "generator").rglob("*.py")
        if "runtime" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value == "git"
    }
    assert starting == {"commands/git.py"}
