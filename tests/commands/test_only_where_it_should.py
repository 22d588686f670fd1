"""Every command, over trees that are read-only or full of links and `..`: nothing changes but what it is there to write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main

from ..publish.support import CHANGED, PETS, provider
from ..support.trees import contents

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9/"

READING: dict[str, list[str]] = {
    "changelog": ["changelog"],
    "check": ["check"],
    "diff": ["diff"],
    "diff --used-in": ["diff", "--used-in", "app", "--used-in", "../beside"],
    "drift": ["drift", "pets"],
    "explain": ["explain", "pets", "Pet"],
    "inspect": ["inspect", "pets", "--json"],
}
"""Commands that change nothing at all."""
WRITING: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "generate": (["generate"], ("tree/generated", "tree/.cache", "tree/.git")),
    "generate --out": (
        ["generate", "--spec", "specs/pets/openapi.yaml", "--out", "../out", "--name", "pets_alone"],
        ("out", ".out.edited", "tree/.git"),
    ),
    "inspect --write-settings": (["inspect", "pets", "--write-settings"], ("tree/specs/pets/provider.toml",)),
    "import": (["import", NOWHERE, "--provider", "pets"], ("tree/specs/pets", "tree/.cache")),
    "init": (["init", "../new"], ("new",)),
    "docs": (["docs", "pets", "--out", "../pages"], ("pages",)),
    "package": (["package", "pets", "--out", "../built"], ("built",)),
    "mock": (["mock", "--help"], ()),
}
"""Commands that write, and the paths that they may write to."""


def run(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=200
    )


def git(folder: Path, *arguments: str) -> None:
    who = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a workspace, and others beside it that nothing may write to. Made once, and then copied."""
    top = tmp_path_factory.mktemp("made")
    folder = top / "tree"
    provider(folder, "pets", PETS)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    assert run(folder, ["generate"]).returncode == 0
    provider(folder, "pets", CHANGED)
    (folder / "app").mkdir()
    (folder / "app" / "dial.py").write_text("from generated.pets import Pets\n\nprint(Pets().pets.get(1).age)\n")
    (top / "beside" / "app").mkdir(parents=True)
    (top / "beside" / "app" / "dial.py").write_text("from ..generated.pets import Pets\n\nPets().pets.get(1)\n")
    return top


@pytest.fixture(params=["plain", "links"])
def tree(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own beside folders that nothing may write to, one of them full of links."""
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    folder = tmp_path / "tree"
    if request.param == "links":
        secret = tmp_path / "secret"
        secret.mkdir()
        (secret / "key.txt").write_text("secret")
        (folder / "app" / "outside").symlink_to(secret)
        (folder / "app" / "up").symlink_to("../..")
        (folder / "app" / "around").symlink_to(".")
        (folder / "generated" / "other").symlink_to(secret)
        (folder / "specs" / "pets" / "examples").symlink_to(secret)
        (folder / "specs" / "linked").symlink_to(secret)
        (tmp_path / "beside" / "generated").symlink_to(secret)
    return folder


def test_commands_that_read_change_nothing(tree: Path) -> None:
    before = contents(tree.parent)
    for name, arguments in READING.items():
        done = run(tree, arguments)
        assert "Traceback" not in done.stderr, (name, done.stderr)
        after = contents(tree.parent)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert changed == set(), name


@pytest.mark.parametrize("name", WRITING)
def test_a_command_that_writes_does_so_where_it_should(tree: Path, name: str) -> None:
    arguments, allowed = WRITING[name]
    before = contents(tree.parent, without=allowed)
    done = run(tree, arguments)
    assert "Traceback" not in done.stderr, done.stderr
    assert contents(tree.parent, without=allowed) == before


def test_every_command_is_tried() -> None:
    commands = set(getattr(main, "commands", {}))
    tried = {re.split(" ", name)[0] for name in (*READING, *WRITING)}
    assert commands <= tried


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can bind folders read-only")
@pytest.mark.parametrize("name", [*READING, "generate"])
def test_a_tree_that_cannot_be_written_is_no_crash(tree: Path, name: str) -> None:
    mounted = f"mount --bind {tree} {tree} && mount -o remount,ro,bind {tree}"
    arguments = READING.get(name, ["generate"])
    command = f"{mounted} && cd {tree} && exec {sys.executable} -m generator {' '.join(arguments)}"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    before = contents(tree.parent)
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("folders cannot be mounted here")
    assert "Traceback" not in done.stderr, done.stderr
    assert contents(tree.parent) == before
