"""Packages generated from documents that the tests write down, and calls through both of their clients."""

from __future__ import annotations

import asyncio
import atexit
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from generator.commands.job import Job, Outcome, run
from generator.commands.workspace import ClientSource

ROOT = Path(__file__).resolve().parents[2]
_PARENT = "clientwright_behaviour"
"""The package that holds the generated ones, and one runtime for all of them."""


@dataclass(frozen=True, slots=True)
class Package:
    """A generated package."""

    module: ModuleType
    outcome: Outcome

    def __getattr__(self, name: str) -> Any:
        """Return a module of the package: `package.models`, `package.errors`."""
        return import_module(f"{self.module.__name__}.{name}")

    @property
    def warnings(self) -> list[str]:
        """The codes of what the generator had to say."""
        return [one.code for one in self.outcome.diagnostics]


@dataclass(slots=True)
class Caller:
    """A client of a package, synchronous or asynchronous, called in the same way."""

    package: Package
    asynchronous: bool
    options: dict[str, Any]
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _client: Any = None

    def __call__(self, call: str, *arguments: Any, **named: Any) -> Any:
        """Call a method by its dotted path from the client; a stream as it is."""
        method: Any = self.client
        for name in call.split("."):
            method = getattr(method, name)
        return self.wait(method(*arguments, **named))

    def send(self, request: Any) -> Any:
        """Send a request; returns the whole response."""
        return self.wait(self.client.send(request))

    def wait(self, value: Any) -> Any:
        """Return what a call gives, awaited by the asynchronous client."""
        return self._runner.run(_awaited(value)) if self.asynchronous else value

    def items(self, stream: Any, most: int | None = None) -> list[Any]:
        """Return the items of a stream, at most so many: then it is left early."""
        if self.asynchronous:
            return self._runner.run(_items(stream, most))
        with stream:
            found = []
            for item in stream:
                found.append(item)
                if len(found) == most:
                    break
            return found

    @property
    def client(self) -> Any:
        """The client, made when first needed."""
        if self._client is None:
            self._client = self._make()
        return self._client

    def _make(self) -> Any:
        names = self.package.module.__all__
        name = next(one for one in names if one.startswith("Async") is self.asynchronous)
        return getattr(self.package.module, name)(**self.options)

    def close(self) -> None:
        """Close the client and its event loop."""
        if self._client is not None:
            self.wait(self._client.aclose() if self.asynchronous else self._client.close())
        self._runner.close()


async def _awaited(value: Any) -> Any:
    return await value


async def _items(stream: Any, most: int | None) -> list[Any]:
    found = []
    async with stream:
        async for item in stream:
            found.append(item)
            if len(found) == most:
                break
    return found


def document(body: str | dict[str, Any], version: str = "3.1.0", **more: Any) -> str:
    """Return a document as JSON text: its paths as data, or YAML with whatever else there is."""
    tree: dict[str, Any] = {"openapi": version, "info": {"title": "Wire", "version": "1"}}
    tree |= {"paths": body} if isinstance(body, dict) else yaml.safe_load(body)
    return json.dumps({**tree, **more})


def outcome(text: str, name: str = "wire", settings: str = "") -> Outcome:
    """Return what becomes of a document, with the text of a provider.toml or without."""
    return run(Job(subject(text, name, settings)))


def subject(text: str, name: str = "wire", settings: str = "") -> ClientSource:
    """Return what is to be generated: a document, with the text of a provider.toml or without."""
    path, chosen = _folder() / f"{name}.json", _folder() / f"{name}.toml"
    path.write_text(text, "utf-8")
    if settings:
        chosen.write_text(settings, "utf-8")
    return ClientSource(name, path, None, chosen if settings else None, _folder() / name, f"{_PARENT}.{name}")


@cache
def generated(text: str, settings: str = "") -> Package:
    """Return the package of a document, made once a process; an AssertionError with the diagnostics if refused."""
    name = f"wire{len(list(_folder().glob('*.json')))}"
    made = outcome(text, name, settings)
    if made.files is None:
        raise AssertionError(made.crash or "\n".join(str(one) for one in made.diagnostics))
    for path, content in made.files.items():
        target = _folder() / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    return Package(import_module(f"{_PARENT}.{name}"), made)


def runtime() -> ModuleType:
    """Return the runtime that all generated packages share."""
    _folder()
    return import_module(f"{_PARENT}._runtime")


@cache
def _folder() -> Path:
    parent = Path(tempfile.mkdtemp(prefix="clientwright-"))
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    folder = parent / _PARENT
    folder.mkdir()
    (folder / "__init__.py").touch()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator" / "runtime", folder / "_runtime", ignore=ignored)
    sys.path.insert(0, str(parent))
    return folder
