"""The wheel, installed in an empty environment, works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands.test_stranger_modules import lay_traps, sprung, traps
from tests.test_cli import PETS

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


def call(*command: str | Path, cwd: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment["CLIENTWRIGHT_CACHE"] = str(cwd / "cache")
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    return next(folder.glob("clientwright-*.whl"))


def test_the_wheel_holds_templates_and_runtime(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("generator", "templates"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(ROOT).as_posix().replace("generator/", "", 1)
                assert f"clientwright/{inside}" in names


def test_it_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    programs = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    call(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    (tmp_path / "pets.yaml").write_text(PETS)
    call(programs / "clientwright", "generate", "--spec", "pets.yaml", "--out", "out", cwd=tmp_path)
    program = "import sys; sys.path.insert(0, 'out'); import pets; print(pets.Pets(key='k').pets)"
    assert "Pets" in call(programs / "python", "-c", program, cwd=tmp_path)
    call(programs / "clientwright", "init", "repository", cwd=tmp_path)
    (tmp_path / "repository" / "specs" / "pets").mkdir()
    (tmp_path / "repository" / "specs" / "pets" / "openapi.yaml").write_text(PETS)
    lay_traps(tmp_path / "repository", set())
    call(programs / "clientwright", "generate", cwd=tmp_path / "repository")
    assert sprung(tmp_path / "repository") == []
    for name in traps(set()):
        (tmp_path / "repository" / f"{name}.py").unlink()
    call(programs / "python", "-m", "clientwright", "check", cwd=tmp_path / "repository")
