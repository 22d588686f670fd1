"""The disk, asked through the operating system: what is flushed, and what a system that cannot do it means."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from generator.publish import filesystem


@pytest.mark.parametrize("number", sorted({errno.EINVAL, errno.ENOTSUP}))
def test_a_folder_that_cannot_be_flushed_is_no_failure(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: failing(number))
    filesystem.flush_folder(tmp_path)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_is_told(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: failing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        filesystem.flush_folder(tmp_path)


def test_a_flushed_folder_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, closed = list[int](), list[int]()
    given, taken = os.open, os.close
    monkeypatch.setattr(os, "open", lambda *arguments: opened.append(given(*arguments)) or opened[-1])
    monkeypatch.setattr(os, "close", lambda one: (closed.append(one), taken(one))[1])
    filesystem.flush_folder(tmp_path)
    assert opened == closed != []


def failing(number: int) -> None:
    raise OSError(number, os.strerror(number))


def test_a_file_is_written_whole_and_only_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "a"
    filesystem.write(path, b"text")
    assert path.read_bytes() == b"text"
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask()
    with pytest.raises(FileExistsError):
        filesystem.write(path, b"other")
    assert path.read_bytes() == b"text"


def umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found
