"""Every snippet of docs/how-do-i.md runs, in order, in one program; what it calls answers as FormantAI's page says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from generated._runtime import _http
from generator.cli import main
from generator.commands.shipping.mock import prepare
from generator.commands.workspace import Workspace
from generator.diagnostics import Report
from generator.mock.server import serve

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-do-i.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S) for line in block.splitlines() if line
]


def test_every_snippet_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A snippet is of one program with those before it. Own HTTP clients reach a server of this test."""
    shutil.copytree(ROOT / "tests" / "cases" / "webhooks-signed" / "expected", tmp_path / "parley")
    shutil.copytree(ROOT / "generator" / "runtime", tmp_path / "parley" / "_runtime")
    shutil.copytree(ROOT / "tests" / "cases" / "paging-and-polling" / "expected", tmp_path / "desk")
    shutil.copytree(ROOT / "generator" / "runtime", tmp_path / "desk" / "_runtime")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.syspath_prepend(str(tmp_path))
    requests: list[httpx.Request] = []
    body = _published_answer()

    def deliver(self: object, request: httpx.Request) -> httpx.Response:
        requests.append(request)
        response = httpx.Response(200, content=json.dumps(body), headers={"Content-Type": "application/json"})
        response.request = request
        return response

    async def adeliver(self: object, request: httpx.Request) -> httpx.Response:
        return deliver(self, request)

    monkeypatch.setattr(_http.OwnClient, "deliver", deliver)
    monkeypatch.setattr(_http.OwnAsyncClient, "deliver", adeliver)
    monkeypatch.setenv("FORMANTAI_API_KEY", "sk-environment")
    assert len(SNIPPETS) > 12
    program: dict[str, Any] = {"__name__": "how_do_i"}
    for number, snippet in enumerate(SNIPPETS, 1):
        exec(compile(snippet, f"docs/how-do-i.md, snippet {number}", "exec", dont_inherit=True), program)
    assert len(requests) > 12
    assert [one.headers.get("x-tenant") for one in requests if "x-team" in one.headers] == ["a"]
    assert "dry_run=true" in str(requests[1].url)
    assert requests[1].headers["x-trace"] == "t-1"
    assert any(one.headers.get("x-attempt") == "0" for one in requests)


@pytest.mark.slow
def test_every_command_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In order, at the top of a repository; what they are to make is there."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) > 4
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        assert program == "clientwright"
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, f"{command}: {done.output}"
    made = {path.name for path in (tmp_path / "dist").iterdir()}
    assert "formantai-1.0.0-py3-none-any.whl" in made
    assert [name for name in made if name.startswith("thymia-")]
    assert (tmp_path / "thymia-client" / "pyproject.toml").is_file()


def test_many_processes(tmp_path: Path) -> None:
    """The snippet as a program of its own, against the mock: processes are started, each with its client."""
    [snippet] = [one for one in SNIPPETS if "ProcessPoolExecutor" in one]
    (tmp_path / "many.py").write_text(snippet, "utf-8")
    subject = Workspace(ROOT).subject("formantai", Report())
    assert subject
    _, mock = prepare(subject, keep_going=False)
    assert mock
    addresses: Queue[str] = Queue()
    Thread(target=serve, args=(mock, 0, lambda line: None, addresses.put), daemon=True).start()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FORMANTAI_API_KEY": "k"}
    environment["FORMANTAI_URL"] = addresses.get(timeout=60)
    done = subprocess.run(
        [sys.executable, "many.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout.split() == ["+14155552671", "True", "+14155552672", "True"], done.stderr


def test_windows_has_the_targets_of_make() -> None:
    """Each command of `make generate`, `check` and `test` is on the page, with the arguments that it has in the Makefile."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    [tests] = re.findall(r"^CLIENT_TESTS := (.*)$", makefile, re.M)
    for expected in ("-m generator generate", "-m generator check", "--require-hashes -r requirements-dev.lock", tests):
        assert expected in PAGE
    for target in ("generate", "check"):
        assert f"$(BIN)/python -m generator {target} " in makefile


def _published_answer() -> Any:
    [first, *_] = sorted((ROOT / "specs" / "formantai" / "examples").glob("*response.200*.json"))
    return json.loads(first.read_text("utf-8"))
