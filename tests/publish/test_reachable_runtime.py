"""A package with its own runtime has only the modules that its operations can reach, and works with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.publish.runtime_copy import needed_runtime, runtime_files

OK: dict[str, Any] = {"description": "ok"}
THING = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def _answers(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {**OK, "content": {kind: {"schema": schema}}}}


def _takes(kind: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {kind: {"schema": THING}}}}


APIS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "json": ({"post": {**_takes("application/json"), "responses": _answers("application/json", THING)}}, set()),
    "events": ({"get": {"responses": _answers("text/event-stream", THING)}}, {"streams"}),
    "bytes": ({"get": {"responses": _answers("image/png", {"type": "string", "format": "binary"})}}, {"streams"}),
    "multipart": ({"post": {**_takes("multipart/form-data"), "responses": {"204": OK}}}, {"wire/multipart.py"}),
    "form": ({"post": {**_takes("application/x-www-form-urlencoded"), "responses": {"204": OK}}}, {"wire/forms.py"}),
    "xml": ({"post": {**_takes("application/xml"), "responses": {"204": OK}}}, {"wire/xml.py"}),
    "callback": (
        {"post": {"responses": {"204": OK}, "callbacks": {"on": {"{$url}": {"post": {**_takes("application/json"), "responses": {"204": OK}}}}}}},
        {"webhooks"},
    ),
}  # fmt: skip
OPTIONAL = (
    "streams",
    "webhooks",
    "wire/multipart.py",
    "wire/forms.py",
    "wire/xml.py",
    "security/oauth.py",
    "wire/uploads.py",
)
"""Folders and modules that are there only where an operation reaches them."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """Return the folder with all packages, and name → the files of each."""
    folder = tmp_path_factory.mktemp("alone")
    return folder, {name: _package(f"alone{name}", item, folder) for name, (item, _) in APIS.items()}


@pytest.mark.parametrize("name", APIS)
def test_a_package_has_the_runtime_modules_that_its_operations_reach(
    name: str, packages: tuple[Path, dict[str, dict[str, str]]]
) -> None:
    reached = APIS[name][1]
    runtime = {path.removeprefix("_runtime/") for path in packages[1][name] if path.startswith("_runtime/")}
    there = {one for one in OPTIONAL if any(path == one or path.startswith(f"{one}/") for path in runtime)}
    allowed = reached | ({"wire/uploads.py"} if reached & {"streams", "wire/multipart.py"} else set())
    assert reached <= there <= allowed | ({"wire/forms.py"} if "wire/multipart.py" in reached else set())


def test_every_module_of_them_can_be_imported(packages: tuple[Path, dict[str, dict[str, str]]]) -> None:
    program = "from importlib import import_module\n"
    for name, files in packages[1].items():
        modules = [
            path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            for path in files
            if path.endswith(".py")
        ]
        program += (
            f"for one in {modules!r}: import_module('alone{name}.' + one if one != '__init__' else 'alone{name}')\n"
        )
        program += (
            f"runtime = import_module('alone{name}._runtime')\n[getattr(runtime, one) for one in runtime.__all__]\n"
        )
    assert _run(program, packages[0]) == ""


def test_a_plain_json_api_calls_with_the_runtime_that_it_holds(tmp_path: Path) -> None:
    """The fake answers, the client calls: streams, forms and XML are not there, and nobody misses them."""
    files = _package("plain", APIS["json"][0], tmp_path)
    lines = sum(text.count("\n") for path, text in files.items() if path.startswith("_runtime/"))
    assert lines < 0.7 * sum(text.count("\n") for text in runtime_files("httpx").values())
    program = (
        "from plain.testing import FakePlain\n"
        "fake = FakePlain()\n"
        "client = fake.sync_client(max_retries=0)\n"
        "print(client.x.create(body={'name': 'a'}).name, fake.x.create.requests[0].body.name)\n"
        "try: client.x.create(body={'nam': 'a'})\n"
        "except Exception as error: print(type(error).__name__)\n"
        "fake.x.create.raises(500)\n"
        "try: client.x.create(body={'name': 'a'})\n"
        "except Exception as error: print(type(error).__name__)\n"
        "fake = FakePlain()\n"
        "fake.x.create.drops()\n"
        "client = fake.sync_client(max_retries=0)\n"
        "try: client.x.create(body={'name': 'a'})\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    assert _run(program, tmp_path).split() == ["name", "a", "RequestError", "StatusError", "TransportError"]


def _run(program: str, folder: Path) -> str:
    """Return what a program prints in a process of its own, which has nothing to complain of."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _package(name: str, item: dict[str, Any], folder: Path) -> dict[str, str]:
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": name, "version": "1"}, "paths": {"/x": item}}))
    outcome = run(Job(ClientSource(name, spec, None, None, folder / name, name, alone=True)))
    assert outcome.files is not None, outcome.crash
    runtime = needed_runtime(outcome.files, "httpx")
    files = {**outcome.files, **{f"_runtime/{path}": text for path, text in runtime.items()}}
    for path, text in files.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return files
