"""The fakes as fixtures of pytest: in a checkout, and of packages that are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = 'pytest_plugins = ["generated._runtime.testing.pytest_plugin"]\n'
TESTS = """
from contextlib import suppress

import httpx
from generated.formantai.models import CreateCallRequest
from generated.formantai.testing import FakeFormantAI
from generated.thymia.testing import FakeThymia


def test_each_client_has_one(fake_formantai: FakeFormantAI, fake_thymia: FakeThymia) -> None:
    with fake_formantai.sync_client() as client:
        client.calls.create(CreateCallRequest(agent_id=1, parameters=[]))
    assert fake_formantai.calls.create.body.agent_id == 1
    assert isinstance(fake_thymia, FakeThymia)


def test_it_is_new(fake_formantai: FakeFormantAI) -> None:
    assert fake_formantai.calls.create.requests == []


def test_what_was_swallowed_fails(fake_formantai: FakeFormantAI) -> None:
    with httpx.Client(transport=fake_formantai) as client, suppress(AssertionError):
        client.get("https://formantai.example/v9")
"""


def test_a_checkout_names_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TESTS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert "3 passed, 1 error" in done.stdout, done.stdout + done.stderr
    assert "no operation is GET /v9" in done.stdout
