"""A note counts only where this program has written it, for the file that it is in."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import seal
from generator.seal import unseal

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep the key in a folder of this test."""
    monkeypatch.delenv(seal.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seal._key.cache_clear()
    yield tmp_path / "state" / "clientwright" / "cache.key"
    seal._key.cache_clear()


def sealed(file: Path, note: bytes) -> bytes:
    data = seal.seal(file, note)
    assert data is not None
    return data


def test_a_sealed_note_is_read_back(tmp_path: Path, home: Path) -> None:
    data = sealed(tmp_path / "a", b"note\nof two lines")
    assert unseal(tmp_path / "a", data) == b"note\nof two lines"
    assert stat.S_IMODE(home.stat().st_mode) == 0o600


def test_a_changed_or_moved_seal_is_not_accepted(tmp_path: Path) -> None:
    file = tmp_path / "a"
    data = sealed(file, b"note")
    assert unseal(tmp_path / "b", data) is None
    assert unseal(tmp_path / "c" / "a", data) is None
    assert unseal(tmp_path / "moved" / tmp_path.name / "a", data) == b"note"
    for place in range(len(data)):
        assert unseal(file, data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]) is None
        assert unseal(file, data[:place]) is None
    for other in (b"", b"\n", b"note", b"0" * 64 + b"\nnote", data + b"\n", data.partition(b"\n")[2]):
        assert unseal(file, other) is None


def test_another_user_has_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = sealed(tmp_path / "a", b"note")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    seal._key.cache_clear()
    assert unseal(tmp_path / "a", data) is None


def test_machines_can_share_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for state in ("one", "other"):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / state))
        monkeypatch.setenv(seal.VARIABLE, "a secret of the team")
        seal._key.cache_clear()
        assert unseal(tmp_path / "a", sealed(tmp_path / "a", b"note")) == b"note"
        assert not (tmp_path / state).exists()


@pytest.mark.parametrize("kind", ["readable by others", "a link", "too short"])
def test_a_key_that_others_know_is_replaced(tmp_path: Path, home: Path, kind: str) -> None:
    sealed(tmp_path / "a", b"note")
    before = home.read_bytes()
    match kind:
        case "readable by others":
            home.chmod(0o644)
        case "a link":
            home.rename(tmp_path / "elsewhere")
            home.symlink_to(tmp_path / "elsewhere")
        case _:
            home.write_bytes(before[:5])
    seal._key.cache_clear()
    sealed(tmp_path / "a", b"note")
    assert home.read_bytes() != before
    assert not home.is_symlink()


def test_without_a_folder_for_the_key_nothing_is_cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    seal._key.cache_clear()
    assert seal.seal(tmp_path / "a", b"note") is None
    assert unseal(tmp_path / "a", b"0" * 64 + b"\nnote") is None


def test_runs_next_to_each_other_agree_on_a_key(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from generator.seal import seal; print(seal(Path('/a'), b'x'))"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path / "state")}
    command = [sys.executable, "-c", program]
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(4)]
    last = {run.communicate(timeout=300)[0] for run in runs}
    again = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=300).stdout
    assert b"None" not in b"".join(last)
    assert again in last
