"""The wheel, installed in an empty environment, works without the checkout; so do the distributions that it builds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.driven import PETS
from tests.commands.test_stranger_modules import lay_traps, sprung, traps

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
    program = "import sys; sys.path.insert(0, 'out'); import pets; print(pets.Pets(api_key='k').pets)"
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


CALL = """
import sys
from pets import Pets
with Pets(api_key="k", base_url=sys.argv[1]) as client:
    print(client.pets.get(1))
"""
TEST = """
from pets.testing import FakePets

def test_it(fake_pets: FakePets) -> None:
    with fake_pets.sync_client() as client:
        client.pets.get(1)
    assert len(fake_pets.pets.get.requests) == 1
"""


def test_from_a_document_to_a_call_and_a_test(wheel: Path, tmp_path: Path) -> None:
    """One command makes a distribution, another environment installs it alone, calls the mock, and tests with the fake."""
    programs = _environment(tmp_path / "maker", wheel)
    (tmp_path / "pets.yaml").write_text(PETS)
    call(programs / "clientwright", "package", "--spec", "pets.yaml", "--dist", "dist", cwd=tmp_path)
    [client] = (tmp_path / "dist").glob("pets-*.whl")
    users = _environment(tmp_path / "user", client, "pytest")
    assert "clientwright" not in call(users / "python", "-m", "pip", "list", cwd=tmp_path)
    with subprocess.Popen(
        [programs / "clientwright", "mock", "--spec", "pets.yaml", "--format", "json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as mock:
        assert mock.stdout
        address = json.loads(mock.stdout.readline())["address"]
        try:
            assert call(users / "python", "-c", CALL, address, cwd=tmp_path).strip()
        finally:
            mock.terminate()
    (tmp_path / "test_pets.py").write_text(TEST)
    assert "1 passed" in call(users / "python", "-m", "pytest", "-q", "test_pets.py", cwd=tmp_path)


def test_the_clients_of_this_repository_install_as_one(tmp_path: Path) -> None:
    programs = _environment(tmp_path / "env", ROOT / "generated", "pytest")
    program = "import generated.thymia as t; print(t.Thymia(api_key='k').calls, t.__file__)"
    answer = call(programs / "python", "-c", program, cwd=tmp_path)
    assert "Calls" in answer
    assert str(ROOT) not in answer
    assert "fake_vocode" in call(programs / "python", "-m", "pytest", "--fixtures", "-q", cwd=tmp_path)


def _environment(folder: Path, *packages: str | Path) -> Path:
    """Make an empty environment, install something into it, and return the folder of its programs."""
    folder.mkdir()
    call(sys.executable, "-m", "venv", "env", cwd=folder)
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    call(programs / "python", "-m", "pip", "install", "--quiet", *packages, cwd=folder)
    return programs
