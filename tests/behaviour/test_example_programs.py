"""The example programs of docs/ run as they stand, and print what the README shows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from queue import Queue
from threading import Thread

from generator.commands.shipping.mock import prepare
from generator.commands.workspace import Workspace
from generator.diagnostics import Report
from generator.mock.server import serve

ROOT = Path(__file__).resolve().parents[2]


def test_four_calls() -> None:
    program = ROOT / "docs" / "examples" / "four_calls.py"
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    shown = (ROOT / "README.md").read_text("utf-8")
    assert done.stdout.strip()
    for line in done.stdout.strip().splitlines():
        assert line.strip() in shown, f"README.md does not show {line!r}"


def test_dial_is_tested_with_the_fakes() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "docs/examples/dial"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout


def test_dial_calls_the_mock() -> None:
    """The program with its environment, against what `clientwright mock formantai` serves."""
    subject = Workspace(ROOT).subject("formantai", Report())
    assert subject
    _, mock = prepare(subject, keep_going=False)
    assert mock
    addresses: Queue[str] = Queue()
    Thread(target=serve, args=(mock, 0, lambda line: None, addresses.put), daemon=True).start()
    program = ROOT / "docs" / "examples" / "dial" / "dial.py"
    environment = {**os.environ, "FORMANTAI_API_KEY": "secret", "FORMANTAI_AGENT": "456"}
    environment["DIAL_SERVER"] = addresses.get(timeout=60)
    done = subprocess.run(
        [sys.executable, str(program), "+14155552671"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("formantai: call "), done.stdout
