"""Every snippet of docs/how-do-i.md runs, in order, in one program; what it calls answers as FormantAI's page says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from generated._runtime import _http

ROOT = Path(__file__).parents[2]
SNIPPETS = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "how-do-i.md").read_text("utf-8"), re.M | re.S)


def test_every_snippet_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A snippet is of one program with those before it. Own HTTP clients reach a server of this test."""
    shutil.copytree(ROOT / "tests" / "cases" / "webhooks-signed" / "expected", tmp_path / "parley")
    shutil.copytree(ROOT / "generator" / "runtime", tmp_path / "parley" / "_runtime")
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


def _published_answer() -> Any:
    [first, *_] = sorted((ROOT / "specs" / "formantai" / "examples").glob("*response.200*.json"))
    return json.loads(first.read_text("utf-8"))
