"""Programs that `snippets` writes, run with their package: what they send is compared with the payload."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.commands.shipping.example import ExampleClient, client
from generator.commands.workspace import ClientSource
from generator.diagnostics import Report
from generator.snippets.calls import NoSnippet, Snippet, each_payload, snippets

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Made:
    """The programs of one document."""

    client: ExampleClient
    chosen: list[Snippet | NoSnippet]
    """One for each operation."""
    each: dict[str, list[Snippet | NoSnippet]]
    """Call → one for each published payload."""

    def payload(self, snippet: Snippet) -> Any:
        """Return what the provider publishes under the label of a program."""
        [operation] = [one for one in [self.client.operation(snippet.call)] if one]
        found = [
            one.value
            for one in self.client.subject.published
            if one.kind == "request" and one.operation == operation.key and one.label == snippet.label
        ]
        return found[0]


def programs(subject: ClientSource) -> Made:
    """Return the programs of a document."""
    report = Report()
    made = client(subject, report)
    assert made is not None, "\n".join(map(str, report))
    with made.decoder() as decoder:
        operations = made.subject.api.operations
        names = made.subject.names.operations
        chosen = snippets(made.subject, decoder, operations)
        each = {names[one.key].call: each_payload(made.subject, decoder, one) for one in operations}
    return Made(made, chosen, each)


def alone(document: Path, folder: Path, name: str = "acme") -> ClientSource:
    """Return a document as a package with its own runtime."""
    return ClientSource(name, document, None, None, folder / name, name, alone=True)


def install(made: Made, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the package to a folder of `sys.path`."""
    module = made.client.subject.module
    for path, text in made.client.files.items():
        target = folder / module / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator" / "runtime", folder / module / "_runtime", ignore=ignored)
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(folder))


def requests(source: str, runtime: str, monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Run a program; return what it sent. Every request is answered with 200 and an empty object."""
    sent: list[httpx.Request] = []

    def deliver(self: object, request: httpx.Request) -> httpx.Response:
        request.read()
        sent.append(request)
        response = httpx.Response(200, json={})
        response.request = request
        return response

    async def adeliver(self: object, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return deliver(self, request)

    http = import_module(f"{runtime}._http")
    monkeypatch.setattr(http.OwnClient, "deliver", deliver)
    monkeypatch.setattr(http.OwnAsyncClient, "deliver", adeliver)
    exec(compile(source, "snippet", "exec", dont_inherit=True), {"__name__": "snippet"})
    return sent


def same(sent: Any, published: Any) -> bool:
    """Return whether two JSON documents are equal; points in time are compared as such."""
    if isinstance(sent, str) and isinstance(published, str) and sent != published:
        return datetime.fromisoformat(sent) == datetime.fromisoformat(published)
    if isinstance(sent, dict) and isinstance(published, dict):
        return sent.keys() == published.keys() and all(same(sent[key], published[key]) for key in sent)
    if isinstance(sent, list) and isinstance(published, list):
        return len(sent) == len(published) and all(map(same, sent, published))
    return json.dumps(sent) == json.dumps(published)


def check_types(folder: Path, sources: dict[str, str]) -> str:
    """Return what mypy --strict says about programs in a folder; empty if it finds nothing."""
    for name, source in sources.items():
        (folder / name).write_text(source, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / ".mypy"), *sources]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    return "" if done.returncode == 0 else done.stdout + done.stderr
