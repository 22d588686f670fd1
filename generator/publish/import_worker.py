"""Imports modules that are about to be published, in a process of its own that does nothing else.

`Trial` starts it as a script, without site-packages, environment or working directory, so it imports nothing of the
generator. The libraries that clients use are imported first. From then on an audit hook (PEP 578) refuses what
importing Python modules does not need: sockets, processes, changed files, foreign functions. Modules in the folders of
a request are compiled from their sources: bytecode and extension modules that are there are not loaded.

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
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.machinery import FileFinder, ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import Any, TextIO

_REFUSED = frozenset(
    {
        *("_posixsubprocess", "_thread", "_winapi", "ctypes", "fcntl", "ftplib", "gc", "http", "imaplib", "mmap"),
        *("msvcrt", "nntplib", "os", "poplib", "pty", "resource", "shutil", "signal", "smtplib", "socket", "sqlite3"),
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
    sources = _Sources()
    sys.path_hooks.insert(0, sources)
    _limit()
    loader = _Loader()
    refused: list[str] = []
    imported = _Imported()
    # What is imported must not find the names of this module: they are what the answers are made of.
    vars(sys)["modules"]["__main__"] = types.ModuleType("__main__")
    sys.addaudithook(guard(refused))
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        imported.forget(request["modules"], request["kept"])
        sources.folders.update(request["folders"])
        _prepare(request["package"], request["folders"])
        loader.used = False
        error = _first_error(request["modules"], answers, refused)
        answers.write(json.dumps({"error": error, "lazy": loader.used}) + "\n")
        answers.flush()


class _OwnRuntime:
    """Finds the runtime modules of packages; one that is the program's own, to the byte, is loaded from its bytecode.

    The copies have none, and to compile them costs more than all else that this process does for a small package.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        """The folder of the program's runtime."""

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


class _Sources:
    """A hook of the import path (PEP 302): in the folders of requests, it finds source files and nothing else."""

    def __init__(self) -> None:
        self.folders: set[str] = set()

    def __call__(self, path: str) -> FileFinder:
        """Return the finder of a folder.

        Raises:
            ImportError: the folder is in none of a request, so that the next hook is asked.
        """
        if not any(path == folder or path.startswith(folder + os.sep) for folder in self.folders):
            raise ImportError(path)
        return FileFinder(path, (_SourceLoader, [".py"]))


class _SourceLoader(SourceFileLoader):
    """Compiles the source of a module: bytecode next to it may be of other code (PEP 552, unchecked files)."""

    def get_code(self, fullname: str) -> types.CodeType:
        path = self.get_filename(fullname)
        code: types.CodeType = self.source_to_code(self.get_data(path), path)
        return code


def guard(refused: list[str]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook that refuses what importing a module does not need, and notes the event in `refused`.

    What it decides by are constants in its own defaults. It looks up no name: neither of this module, nor a builtin,
    which imported code could rebind; and no frame, module or object leads to it.
    """

    def hook(
        event: str,
        arguments: tuple[Any, ...],
        *,
        looking: frozenset[str] = _LOOKING,
        events: frozenset[str] = _REFUSED,
        writing: int = _WRITING,
        noted: list[str] = refused,
        error: type[Exception] = ForbiddenError,
    ) -> None:
        if event == "open":
            _, mode, flags = arguments
            # Either is None where the other says it (the audit event of `open` and of `os.open`).
            allowed = (mode is None or {*mode}.isdisjoint("wax+")) and not (flags is not None and flags & writing)
        else:
            allowed = event in looking or events.isdisjoint((event, event.partition(".")[0]))
        if not allowed:
            noted.append(event)
            raise error(event)

    return hook


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


def _first_error(modules: list[str], answers: TextIO, refused: list[str]) -> str | None:
    for module in modules:
        answers.write(module + "\n")
        answers.flush()
        refused.clear()
        try:
            __import__(module)
        except BaseException as error:
            return f"it uses {refused[0]}" if refused else _text(error)
        # A module may have caught the exception.
        if refused:
            return f"it uses {refused[0]}"
    return None


def _text(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:_LONGEST]}" if lines else type(error).__name__


if __name__ == "__main__":
    main()
