"""A path of somebody else's stays in its folder, and only files are opened."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from generator.paths import OutsidePathError, below, open_file

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("path", ["a.py", "a/b.py", "a.b/c", "...", "a/./b", "名.py"])
def test_paths_below_the_folder_are_joined(tmp_path: Path, path: str) -> None:
    assert below(tmp_path, path) == tmp_path / path
    assert below(tmp_path, "x", path) == tmp_path / "x" / path


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "/",
        "/a",
        "//a",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "C:/a",
        "C:a",
        "\\a",
        "a\\..\\b",
        "a\0b",
        "a\nb",
        "//host/share/x",
    ],
)
def test_paths_outside_the_folder_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutsidePathError):
        below(tmp_path, path)
    with pytest.raises(OutsidePathError):
        below(tmp_path, "a", path)


def test_links_on_the_way_are_not_followed(tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    (other / "deep").mkdir(parents=True)
    folder.mkdir()
    (folder / "out").symlink_to(other)
    (folder / "file").symlink_to(other / "nothing")
    for path in ("out", "out/a.py", "out/deep/a.py", "file"):
        with pytest.raises(OutsidePathError):
            below(folder, path)
    (tmp_path / "link").symlink_to(folder)
    assert below(tmp_path / "link", "a.py") == tmp_path / "link" / "a.py"


def special(folder: Path) -> dict[str, Path]:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.fspath(folder / "s"))
    (folder / "link").symlink_to(folder / "pipe")
    (folder / "folder").mkdir()
    names = {name: folder / name for name in ("pipe", "s", "link", "folder")}
    return names | {"zero": Path("/dev/zero"), "null": Path("/dev/null"), "terminal": Path("/dev/tty")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "s", "link", "folder", "zero", "null", "terminal"])
def test_only_files_are_opened(tmp_path: Path, kind: str) -> None:
    with pytest.raises(OSError, match=r"pipe or a device|directory|No such device|Permission"):
        open_file(special(tmp_path)[kind])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("option", ["--spec", "--overlay", "--settings"])
@pytest.mark.parametrize("kind", ["pipe", "zero"])
def test_a_pipe_or_device_is_refused(tmp_path: Path, option: str, kind: str) -> None:
    path = special(tmp_path)[kind]
    document = tmp_path / "openapi.yaml"
    document.write_text('openapi: 3.1.0\ninfo: {title: T, version: "1"}\npaths: {}\n')
    given = {"--spec": document, option: path}
    command = [sys.executable, "-m", "generator", "generate", "--out", str(tmp_path / "out"), "--name", "acme"]
    command += [part for name, value in given.items() for part in (name, str(value))]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 1
    assert f"{path}: error[unreadable-file]" in done.stderr or f"{path}" in done.stdout + done.stderr
    assert "pipe or a device" in done.stdout + done.stderr
    assert not (tmp_path / "out").exists()
