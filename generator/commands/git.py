"""Reads a git repository, and nothing else: no checkout, no filter, no hook, no pager, no network.

Arguments are passed as a list, never through a shell. A user's revision is only resolved to the id of a commit;
everything after that uses ids.
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import subprocess
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Literal

from msgspec import Struct, field

from ..diagnostics import printable
from ..document.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

_LINK, _SUBMODULE, _FILES = "120000", "160000", frozenset({"100644", "100755", "100664"})
_MOST_LINKS = 40
_LONGEST_LINK = 4_096
_OUTSIDE = "is a link that leaves the document's folder: copy the file into the folder"
_MISSING = "does not exist: correct it, or add the file"
_LFS = b"version https://git-lfs.github.com/spec/"
_ENVIRONMENT = {
    # A clone that lacks objects would fetch them, by a program that its configuration names.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false")
"""Options that override settings of the repository: no pager, and no program that reports changed files."""


class GitError(Exception):
    """git cannot provide what was asked: a stable code, and a message for the user."""

    def __init__(self, code: str, message: str) -> None:
        """Keep code and message."""
        super().__init__(message)
        self.code = code
        self.message = message


class LargeFileError(OSError):
    """A file that is too large to be read at once."""


class TreeEntry(Struct, frozen=True):
    """One file of a commit."""

    mode: str
    oid: str


class Commit(Struct, frozen=True):
    """One commit of a history."""

    oid: str
    date: str
    """The committer's local date: `2026-11-20`."""


class Repository(Struct):
    """The repository that contains a folder; to be closed after use."""

    program: str
    folder: Path
    prefix: str
    """The folder's path from the top of the repository: empty, or with a trailing slash."""
    _objects: subprocess.Popen[bytes] | None = None
    _streams: list[subprocess.Popen[bytes]] = field(default_factory=list[subprocess.Popen[bytes]])

    @classmethod
    def of(cls, folder: Path) -> Repository:
        """Return the repository of a folder.

        Raises:
            GitError: git is not installed, or the folder is in no repository that git reads.
        """
        program = shutil.which("git")
        if program is None:
            raise GitError(
                "git-missing", "git is not installed, or not on the PATH: `--old FILE --new FILE` needs none"
            )
        done = _run(program, folder, "rev-parse", "--show-prefix")
        if done.returncode:
            reason = _reason(done) if b"not a git repository" not in done.stderr else "this folder is in no repository"
            raise GitError("no-repository", f"git: {reason}; `--old FILE --new FILE` needs none")
        return cls(program, folder, os.fsdecode(done.stdout.removesuffix(b"\n")))

    def __enter__(self) -> Repository:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that read objects; others are started on demand."""
        for process in (*self._streams, *([self._objects] if self._objects else [])):
            process.kill()
            for stream in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):
                    stream.close()
            process.wait()
        self._streams.clear()
        self._objects = None

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a user's revision names.

        Raises:
            GitError: there is none.
        """
        done = None
        if "\0" not in revision:
            done = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if done is None or done.returncode or not (oid := _oid(done.stdout)):
            shallow = "; this clone is shallow: fetch more of the history" if self.is_shallow() else ""
            raise GitError("unknown-revision", f"no commit is called {printable(revision)!r} here{shallow}")
        return oid

    def merge_base(self, first: str, second: str) -> str | None:
        """Return the best common ancestor of two commits; None if this clone knows none."""
        return _oid(self._git("merge-base", first, second).stdout)

    def is_shallow(self) -> bool:
        """Return whether the clone lacks a part of the history."""
        return self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def history(self, start: str | None, end: str, path: str) -> list[Commit]:
        """Return the commits after `start` (all if None), up to `end`, that changed something below a path.

        Oldest first, along the first parents: a merged branch counts as its merge.
        """
        since = [f"^{start}"] if start else []
        listed = self._checked(
            *("rev-list", "--first-parent", "--reverse", "--format=%H %cs", end, *since, "--", self.prefix + path)
        )
        lines = [line.split() for line in listed.decode("ascii").splitlines() if not line.startswith("commit ")]
        return [Commit(oid, date) for oid, date in lines]

    def parent(self, commit: str) -> str | None:
        """Return the first parent of a commit; None if it has none, or the clone lacks it."""
        return _oid(self._git("rev-parse", "--verify", "--quiet", f"{commit}^1").stdout)

    def tree(self, commit: str, path: str) -> dict[str, TreeEntry]:
        """Return path → file of a commit below a path; the paths start there."""
        top = f"{self.prefix}{path}/"
        listed = self._checked("ls-tree", "-r", "-z", "--full-tree", commit, "--", top)
        entries: dict[str, TreeEntry] = {}
        for line in listed.split(b"\0"):
            if line:
                fields, _, name = line.partition(b"\t")
                mode, _, oid = fields.decode("ascii").split()
                entries[os.fsdecode(name).removeprefix(top)] = TreeEntry(mode, oid)
        return entries

    def content(self, entry: TreeEntry) -> bytes:
        """Return the content of a file as git keeps it.

        Raises:
            OSError: it is larger than any document may be, or git does not have it.
        """
        objects = self._reader()
        if objects.stdin is None or objects.stdout is None:
            raise OSError(errno.EPIPE, os.strerror(errno.EPIPE))
        objects.stdin.write(f"{entry.oid}\n".encode("ascii"))
        objects.stdin.flush()
        header = objects.stdout.readline().split()
        if len(header) != len(("oid", "type", "size")):
            raise OSError(errno.ENOENT, "git does not have it: this clone is partial, or damaged")
        if int(header[2]) > LIMITS.bytes:
            # Its further output is not needed: another process reads the next object.
            self.close()
            raise LargeFileError(errno.EFBIG, os.strerror(errno.EFBIG))
        data = objects.stdout.read(int(header[2]))
        objects.stdout.read(1)
        if data.startswith(_LFS):
            raise OSError(errno.ENOENT, "it is kept in Git LFS: compare with --old and --new")
        return data

    def stream(self, entry: TreeEntry) -> IO[bytes]:
        """Return the content of a large file as a stream."""
        process = self._started("cat-file", "blob", entry.oid, stdin=subprocess.DEVNULL)
        self._streams.append(process)
        if process.stdout is None:
            raise OSError(errno.EPIPE, os.strerror(errno.EPIPE))
        return process.stdout

    def _reader(self) -> subprocess.Popen[bytes]:
        if self._objects is None:
            self._objects = self._started("cat-file", "--batch")
        return self._objects

    def _started(self, *arguments: str, stdin: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self.program, *_OPTIONS, *arguments],
            cwd=self.folder,
            env=os.environ | _ENVIRONMENT,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return _run(self.program, self.folder, *arguments)

    def _checked(self, *arguments: str) -> bytes:
        done = self._git(*arguments)
        if done.returncode:
            raise GitError("git-failed", f"git {arguments[0]}: {_reason(done)}")
        return done.stdout


class CommittedFolder(Struct, frozen=True):
    """The files of one folder of a commit, in place of those on disk (`file_references.Files`)."""

    repository: Repository
    entries: Mapping[str, TreeEntry]
    """Path from the folder → file."""

    def file(self, key: str) -> CommittedFile | str:
        """Return a file, or what is wrong with it, as the end of a sentence. Links are followed within the folder."""
        waiting, here, links = key.split("/")[::-1], "", 0
        while waiting:
            part = waiting.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if not here:
                    return _OUTSIDE
                here = here.rpartition("/")[0]
                continue
            path = f"{here}/{part}" if here else part
            entry = self.entries.get(path)
            if entry is None or entry.mode != _LINK:
                here = path
                continue
            links += 1
            target = self._target(entry)
            if target is None or links > _MOST_LINKS:
                return _MISSING
            if target.startswith("/"):
                return _OUTSIDE
            waiting += target.split("/")[::-1]
        return self._opened(here)

    def _target(self, entry: TreeEntry) -> str | None:
        try:
            target = self.repository.content(entry)
        except OSError:
            return None
        return os.fsdecode(target) if len(target) <= _LONGEST_LINK else None

    def _opened(self, path: str) -> CommittedFile | str:
        entry = self.entries.get(path)
        if entry is None:
            submodule = any(one.mode == _SUBMODULE and path.startswith(name) for name, one in self.entries.items())
            return "lies in a submodule: compare with --old and --new" if submodule else _MISSING
        return CommittedFile(self.repository, entry) if entry.mode in _FILES else "is not a file"


class CommittedFile(Struct, frozen=True):
    """A file of a commit."""

    repository: Repository
    entry: TreeEntry

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        """Return its content as a stream.

        Raises:
            OSError: it cannot be read.
        """
        try:
            return io.BytesIO(self.repository.content(self.entry))
        except LargeFileError:
            return self.repository.stream(self.entry)


def _run(program: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [program, *_OPTIONS, *arguments],
        cwd=folder,
        env=os.environ | _ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def indexed(folder: Path) -> Mapping[str, str]:
    """Return path → object id for the files of a folder in git's index; empty without a repository."""
    program = shutil.which("git")
    done = _run(program, folder, "ls-files", "--stage", "-z", "--", ".") if program else None
    names: dict[str, str] = {}
    for line in done.stdout.split(b"\0") if done and done.returncode == 0 else ():
        fields, _, path = line.partition(b"\t")
        if path:
            names[os.fsdecode(path)] = fields.split()[1].decode("ascii")
    return names


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit status {done.returncode}"]
    return printable(re.sub(r"^(fatal|error): ", "", lines[0]))


def _oid(output: bytes) -> str | None:
    lines = output.decode("ascii", "replace").split()
    return lines[0] if lines and re.fullmatch(r"[0-9a-f]{40,64}", lines[0]) else None
