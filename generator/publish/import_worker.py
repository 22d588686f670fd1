"""Imports modules that are about to be published, in a process of its own that does nothing else.

`Trial` starts it as a script, without site-packages, environment or working directory, so it imports nothing of the
generator. The libraries that clients use are imported first. From then on an audit hook (PEP 578) refuses what
importing Python modules does not need: sockets, processes, changed files, foreign functions.

Each request is a line of JSON on stdin. The answer is the name of each module before it is imported, a line each, then
a line of JSON: the error or null, and whether modules were loaded by other means than an `import` statement.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import sys
import types
import typing
from collections.abc import Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from typing import Any, TextIO

_REFUSED = frozenset(
    {
        *("_posixsubprocess", "_thread", "_winapi", "ctypes", "fcntl", "ftplib", "http", "imaplib", "mmap", "msvcrt"),
        *("nntplib", "os", "poplib", "pty", "resource", "shutil", "signal", "smtplib", "socket", "sqlite3"),
        *("ssl", "subprocess", "syslog", "telnetlib", "tempfile", "urllib", "webbrowser", "winreg"),
        *("sys.addaudithook", "sys.remote_exec", "sys.setprofile", "sys.settrace"),
    }
)
"""Audit events, and the modules all of whose events, are refused but for what only looks."""
_LOOKING = frozenset({"os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.getxattr", "os.listxattr"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_RUNTIME = "_runtime"
_LONGEST = 500
_MANY = 100
"""Modules that are forgotten until the time is spent to get their memory back."""


class ForbiddenError(Exception):
    """A module did what no generated module does."""


def main() -> None:
    """Answer requests until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    _be_silent()
    gc.disable()  # Creating modules leaves no garbage to collect.
    setting: dict[str, Any] = json.loads(sys.stdin.readline())
    sys.path[:] = setting["path"]
    _load_libraries()
    sys.meta_path.insert(0, _OwnRuntime(setting["runtime"]))
    _limit()
    loader = _Loader()
    guard = _Guard()
    sys.addaudithook(guard)
    imported = _Imported()
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        imported.forget(request["modules"], request["kept"])
        _prepare(request["package"], request["folders"])
        loader.used = False
        error = _first_error(request["modules"], answers, guard)
        answers.write(json.dumps({"error": error, "lazy": loader.used}) + "\n")
        answers.flush()


class _OwnRuntime:
    """Finds the runtime modules of packages; one that is the program's own, to the byte, is loaded from its bytecode.

    The copies have none, and to compile them costs more than all else that this process does for a small package.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        """Of the program's runtime."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what loads a module; None if it is none of a runtime."""
        parts = name.split(".")
        if _RUNTIME not in parts:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is None or spec.origin is None:
            return spec
        inner = spec.submodule_search_locations
        own = os.path.join(self.folder, *parts[parts.index(_RUNTIME) + 1 :]) + ("/__init__.py" if inner else ".py")
        if not os.path.isfile(own) or _content(own) != _content(spec.origin):
            return spec
        return spec_from_file_location(name, own, submodule_search_locations=inner)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


class _Guard:
    """An audit hook that refuses what importing a module does not need."""

    def __init__(self) -> None:
        self.refused: str | None = None
        """The first thing that was refused: a module may have caught the exception."""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            allowed = _is_reading(arguments)
        else:
            allowed = event in _LOOKING or _REFUSED.isdisjoint((event, event.partition(".")[0]))
        if allowed:
            return
        self.refused = self.refused or event
        raise ForbiddenError(event)


def _is_reading(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    writes = isinstance(mode, str) and not {*mode}.isdisjoint("wax+")
    return not writes and not (isinstance(flags, int) and flags & _WRITING)


def _be_silent() -> None:
    """Keep what a module prints out of the answers."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _load_libraries() -> None:
    # The command line of httpx takes half of its import, and no client uses it.
    vars(sys)["modules"]["click"] = None
    for library in ("pydantic", "httpx"):
        __import__(library)
    # Each annotation is compiled when its class is created, and most of them repeat earlier ones.
    typing.__dict__["compile"] = functools.cache(compile)


def _limit() -> None:
    """Have the operating system also refuse what the hook refuses, as far as it can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Loader:
    """Notices modules that are loaded without an `import` statement: the runtime calls `import_module` on demand."""

    def __init__(self) -> None:
        self.used = False
        self.load = importlib.import_module
        importlib.__dict__["import_module"] = self

    def __call__(self, name: str, package: str | None = None) -> types.ModuleType:
        module = self.load(name, package)
        # The runtime loads parts of itself lazily, too: it counts as one module.
        self.used = self.used or _RUNTIME not in module.__name__.split(".")
        return module


class _Imported:
    """The modules that earlier requests imported."""

    def __init__(self) -> None:
        self.roots: set[str] = set()
        self.forgotten = 0

    def forget(self, modules: list[str], kept: str) -> None:
        """Unload all modules but those of the package `kept`, before `modules` are imported; collect garbage now and
        then.
        """
        self.roots.update(module.partition(".")[0] for module in modules)
        for name in list(sys.modules):
            if name.partition(".")[0] in self.roots and not (kept and f"{name}.".startswith(f"{kept}.")):
                del sys.modules[name]
                self.forgotten += 1
        if self.forgotten > _MANY:
            self.forgotten = 0
            gc.collect()


def _prepare(package: str, folders: list[str]) -> None:
    """Make `package` importable from `folders`; if it is empty, put `folders` on the import path."""
    if package:
        parent = types.ModuleType(package)
        parent.__path__ = folders
        sys.modules[package] = parent
    else:
        sys.path[:] = [*folders, *sys.path]
    sys.path_importer_cache.clear()


def _first_error(modules: list[str], answers: TextIO, guard: _Guard) -> str | None:
    for module in modules:
        answers.write(module + "\n")
        answers.flush()
        guard.refused = None
        try:
            __import__(module)
        except BaseException as error:
            return f"it uses {guard.refused}" if guard.refused else _text(error)
        if guard.refused:
            return f"it uses {guard.refused}"
    return None


def _text(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:_LONGEST]}" if lines else type(error).__name__


if __name__ == "__main__":
    main()
