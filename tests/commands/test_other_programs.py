"""What commands make of programs that they run: pytest over the contract tests, and mypy."""

from __future__ import annotations

import shutil
import sys
from importlib import util
from pathlib import Path

import pytest

from generator.commands.compare import type_checker
from generator.commands.importing import contract


def test_without_contract_tests_nothing_is_proved(tmp_path: Path) -> None:
    assert contract.run(tmp_path, "acme") == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def test_acme(): pass\ndef test_other(): pass\n", "1 passed, 1 deselected in "),
        ("def test_acme(): assert not 1\n", "1 failed in "),
        ("import nothing_of_that_name\n", "1 error in "),
        ("raise SystemExit\n", "could not be run: python -m pytest tests/contract says why"),
    ],
)
def test_the_last_line_of_the_contract_tests_is_returned(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "tests" / "contract").mkdir(parents=True)
    (tmp_path / "tests" / "contract" / "test_clients.py").write_text(text)
    assert contract.run(tmp_path, "acme").startswith(said)


def test_without_pytest_nothing_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests" / "contract").mkdir(parents=True)
    monkeypatch.setattr(contract, "find_spec", lambda name: None)
    assert contract.run(tmp_path, "acme") == ""


def test_the_type_checker_is_the_installed_one_or_one_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type_checker.checker() == (sys.executable, "-m", "mypy")
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    assert type_checker.checker() == ("/bin/mypy",)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert type_checker.checker() is None
