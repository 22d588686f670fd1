"""Every command, over trees that are read-only or full of links and `..`: only the files that it must write change."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

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


def run(folder: Path, arguments: list[str]) -> Result:
    """Run a command in a folder, in this process; an exception that gets out of it is a bug."""
    with contextlib.chdir(folder):
        done = CliRunner(env={"GIT_CONFIG_GLOBAL": os.devnull}).invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "Traceback" not in done.output
    return done


def git(folder: Path, *arguments: str) -> None:
    who = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a workspace, and others next to it that nothing may write to. Made once, and then copied."""
    top = tmp_path_factory.mktemp("made")
    folder = top / "tree"
    provider(folder, "pets", PETS)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    assert run(folder, ["generate"]).exit_code == 0
    provider(folder, "pets", CHANGED)
    (folder / "app").mkdir()
    (folder / "app" / "dial.py").write_text("from generated.pets import Pets\n\nprint(Pets().pets.get(1).age)\n")
    (top / "beside" / "app").mkdir(parents=True)
    (top / "beside" / "app" / "dial.py").write_text("from ..generated.pets import Pets\n\nPets().pets.get(1)\n")
    return top


@pytest.fixture(params=["plain", "links"])
def tree(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Path:
    """Return a workspace of one's own next to folders that nothing may write to, one of them full of links."""
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    folder = tmp_path / "tree"
    if request.param == "links":
        secret = tmp_path / "secret"
        secret.mkdir()
        (secret / "key.txt").write_text("secret")
        (folder / "app" / "outside").symlink_to(secret)
        (folder / "app" / "up").symlink_to("../..")
        (folder / "app" / "around").symlink_to(".")
        (folder / "app" / "loop.py").symlink_to("loop.py")
        (folder / "app" / "gone.py").symlink_to(tmp_path / "nowhere" / "gone.py")
        (secret / "dial.py").write_text("from generated.pets import Pets\n\nPets().pets.get(1)\n")
        os.link(secret / "dial.py", folder / "app" / "hard.py")
        os.link(secret / "key.txt", folder / "generated" / "pets" / "key.txt")
        (folder / "specs" / "pets" / "pages").symlink_to("../../../secret")
        (folder / "CHANGELOG.md").symlink_to(secret / "key.txt")
        (folder / "generated" / "other").symlink_to(secret)
        (folder / "specs" / "pets" / "examples").symlink_to(secret)
        (folder / "specs" / "linked").symlink_to(secret)
        (tmp_path / "beside" / "generated").symlink_to(secret)
    return folder


def hidden_behind(folder: Path, path: Path, to: str) -> None:
    """Move a file or folder out of a tree, and let a link of its name lead there."""
    away = folder.parent / "away" / path
    away.parent.mkdir(parents=True, exist_ok=True)
    (folder / path).rename(away)
    if to == "hard":
        os.link(away, folder / path)
    else:
        (folder / path).symlink_to(away)


def test_commands_that_read_change_nothing(tree: Path) -> None:
    before = contents(tree.parent)
    for name, arguments in READING.items():
        run(tree, arguments)
        after = contents(tree.parent)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert changed == set(), name


@pytest.mark.parametrize("name", WRITING)
def test_a_command_that_writes_does_so_where_it_should(tree: Path, name: str) -> None:
    arguments, allowed = WRITING[name]
    before = contents(tree.parent, without=allowed)
    run(tree, arguments)
    assert contents(tree.parent, without=allowed) == before


LINKED: dict[str, tuple[list[str], str]] = {
    "the settings": (["inspect", "pets", "--write-settings"], "specs/pets/provider.toml"),
    "the provider's folder": (["inspect", "pets", "--write-settings"], "specs/pets"),
    "the published package": (["generate"], "generated/pets"),
    "the runtime": (["generate"], "generated/_runtime"),
    "a module": (["generate"], "generated/pets/client.py"),
    "a file of a new workspace": (["init", "."], "Makefile"),
    "a folder of a new workspace": (["init", "."], "tests"),
    "the document, imported again": (["import", "page.json", "--provider", "pets"], "specs/pets/openapi.yaml"),
    "the folder, imported again": (["import", "page.json", "--provider", "pets"], "specs/pets"),
}
"""Commands, and what they would write to, in place of which there is a link."""


# Folders have no hard links.
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (name, kind)
        for name, (_, path) in LINKED.items()
        for kind in ("symbolic", "hard")
        if kind != "hard" or "." in path
    ],
)
def test_nothing_is_written_through_a_link(made: Path, tmp_path: Path, name: str, kind: str) -> None:
    arguments, path = LINKED[name]
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    tree = tmp_path / "tree"
    (tree / "page.json").write_text(json.dumps(yaml.safe_load(CHANGED)))
    (tree / "specs" / "pets" / "provider.toml").write_text("# empty\n")
    (tree / "Makefile").write_text("all:\n")
    (tree / "tests").mkdir()
    hidden_behind(tree, Path(path), kind)
    before = contents(tmp_path / "away")
    done = run(tree, arguments)
    assert contents(tmp_path / "away") == before
    assert done.exit_code == 0 or len(done.stderr.splitlines()) < 20, done.stderr


def test_every_command_is_tried() -> None:
    commands = set(getattr(main, "commands", {}))
    tried = {re.split(" ", name)[0] for name in (*READING, *WRITING)}
    assert commands <= tried


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can bind folders read-only")
@pytest.mark.parametrize("name", [*READING, *WRITING])
def test_an_unwritable_tree_gives_a_message(tree: Path, name: str) -> None:
    top = tree.parent
    mounted = f"mount --bind {top} {top} && mount -o remount,ro,bind {top}"
    arguments = READING[name] if name in READING else WRITING[name][0]
    command = f"{mounted} && cd {tree} && exec {sys.executable} -m generator {shlex.join(arguments)}"
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
    assert done.returncode in (0, 1, 2), done.stderr
    assert contents(tree.parent) == before
