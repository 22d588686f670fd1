"""The fakes as fixtures of pytest: in a checkout, and of packages that are installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generated.formantai.calls import create_request
from generated.formantai.models import CreateCallRequest
from generated.formantai.published_examples import EXAMPLES
from generated.formantai.testing import FakeFormantAI

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = 'pytest_plugins = ["generated._runtime.testing.pytest_plugin"]\n'
TESTS = """
from contextlib import suppress

import httpx
from generated.formantai.models import CreateCallRequest
from generated.formantai.testing import FakeFormantAI
from generated.thymia.testing import FakeThymia


def test_each_client_has_a_fixture(fake_formantai: FakeFormantAI, fake_thymia: FakeThymia) -> None:
    with fake_formantai.sync_client() as client:
        client.calls.create(CreateCallRequest(agent_id=1, parameters=[]))
    assert fake_formantai.calls.create.body.agent_id == 1
    assert isinstance(fake_thymia, FakeThymia)


def test_each_test_gets_a_new_fake(fake_formantai: FakeFormantAI) -> None:
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


WRONG = """
from generated.formantai.models import CreateCallRequest, CreateCallResult, ErrorResponse
from generated.formantai.testing import FakeFormantAI

fake = FakeFormantAI()
fake.calls.create.returns(CreateCallResult(), status=201).raises(429, ErrorResponse(), retry_after=2).drops().waits(0.1)
fake.calls.create.answers(lambda request: CreateCallResult() if request.body.agent_id else CreateCallResult())
fake.calls.create.returns(ErrorResponse())  # wrong
fake.calls.create.returns("text")  # wrong
fake.calls.create.answers(lambda request: request.body)  # wrong
fake.calls.create.raises("429")  # wrong
fake.calls.create.waits("a while")  # wrong
fake.calls.crate  # wrong
fake.calls.create.body.agent  # wrong
fake.calls.create.requests[0].body.agent_id.lower()  # wrong
fake.sync_client().calls.create("text")  # wrong
"""


@pytest.mark.slow
@pytest.mark.parametrize("command", [["mypy", "--strict"], ["pyright", "--pythonpath", sys.executable]])
def test_errors_in_the_set_up_are_found_by_type_checkers(command: list[str], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(WRONG, "utf-8")
    (tmp_path / "generated").symlink_to(ROOT / "generated")
    done = subprocess.run(
        [sys.executable, "-m", *command, "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    expected = [number for number, line in enumerate(WRONG.splitlines(), 1) if line.endswith("# wrong")]
    found = {int(line) for line in re.findall(r"program\.py:(\d+)[:\d]* ?-? ?error", done.stdout)}
    assert sorted(found) == expected, done.stdout + done.stderr


def test_the_answers_of_the_provider_come_first() -> None:
    """What is published, then what a test says; a fake without either makes values up."""
    published = json.loads(EXAMPLES["calls.create"])
    with FakeFormantAI().sync_client() as client:
        answer = client.send(create_request(CreateCallRequest(agent_id=1, parameters=[])))
    assert json.loads(answer.content) == published
    assert answer.problems == ()
