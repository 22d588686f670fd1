"""A tree from a stranger: what `import`, `generate` and `check` read in addition to the document says nothing that runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from generator.commands.importing.folder import kept, state
from generator.commands.job import Job, names_of, run
from generator.commands.workspace import ClientSource
from generator.diagnostics import Report, to_terminal
from generator.naming.published import HEADER
from tests.hostile.documents import CANARY, PAYLOADS, RUN
from tests.hostile.test_injection import inspect
from tests.publish.support import PETS, ROOT, provider

if TYPE_CHECKING:
    from pathlib import Path

_SPECIAL = [text for name, text in PAYLOADS.items() if name != text and "\ud800" not in text]

SOURCES = {
    "no TOML": "[[pages",
    "nested": "a = " + "[" * 50_000 + "]" * 50_000,
    "pages is a text": "pages = 'x'",
    "pages is a list of texts": "pages = ['x', 1]",
    "numbers for texts": "[[pages]]\nfile = 1\npage = 2.5\nexamples = 3",
    "a date for a file": "[[pages]]\nfile = 2026-11-30",
    "climbing": "[[pages]]\nfile = 'pages/../../../secret.md'",
    "absolute": "[[pages]]\nfile = '/etc/passwd'",
    "elsewhere": "[[pages]]\nfile = 'openapi.yaml'",
    "a folder": "[[pages]]\nfile = 'pages/'",
    "a device": "[[pages]]\nfile = 'pages/zero.md'",
    "a pipe": "[[pages]]\nfile = 'pages/pipe.md'",
    "control characters": '[[pages]]\nfile = "pages/\\u001b[2J\\n::error::x.md"',
    "NUL": '[[pages]]\nfile = "pages/\\u0000.md"',
    "a page that is a file of ours": "[[pages]]\npage = '/etc/passwd'\nfile = 'pages/gone.md'",
}
NAMES = {
    "no TOML": "[operations",
    "nested": "a = " + "[" * 50_000 + "]" * 50_000,
    "tables that are texts": "operations = 'x'\nschemas = [1]\nparameters = 1.5",
    "names that are tables": "[operations]\n'GET /pets/{petId}' = {a = 1}\n[schemas]\nPet = ['x']",
    "huge": "[operations]\n" + "".join(f"'GET /{n}' = 'a.b{n}'\n" for n in range(200_000)),
    "long": f"[schemas]\nPet = '{'x' * 1_000_000}'",
}


def named(text: str) -> str:
    """Return a names.toml that gives everything of the document the same name."""
    quoted = json.dumps(text).replace("\x7f", "\\u007f")
    return "\n".join(
        [
            f'[operations]\n"GET /pets/{{petId}}" = {quoted}\n"get-pet" = {quoted}',
            f'[schemas]\nPet = {quoted}\n"/components/schemas/Pet" = {quoted}',
            f'[parameters]\n"GET /pets/{{petId}}.path.petId" = {quoted}',
            f'[properties]\n"Pet.name" = {quoted}\n"Pet.age" = {quoted}',
            f'[servers]\n"https://pets.example.com/v1" = {quoted}',
            f"[credentials]\nkey = {quoted}",
        ]
    )


def generated(folder: Path, names: str | None) -> dict[str, str]:
    """Return the files of a package whose published names are a stranger's."""
    spec = folder / "openapi.yaml"
    spec.write_text(PETS, "utf-8")
    outcome = run(Job(ClientSource("pets", spec, None, None, folder / "pets", "pets", alone=True), names=names))
    assert outcome.crash is None, outcome.crash
    assert outcome.files is not None, outcome.diagnostics
    return dict(outcome.files)


@pytest.fixture(autouse=True)
def _unformatted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.format_modules", lambda texts, *_: dict(texts))


def test_foreign_names_in_names_toml_change_nothing(tmp_path: Path) -> None:
    plain = generated(tmp_path, None)
    for text in [*NAMES.values(), *(named(one) for one in _SPECIAL)]:
        files = generated(tmp_path, f"{HEADER}\n{text}\n")
        assert files == plain, text[:200]
    for path, text in plain.items():
        inspect(path, text)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_a_file_of_names_that_does_not_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.symlink_to("/dev/zero")
    assert names_of(tmp_path) is None
    path.unlink()
    os.mkfifo(path)
    assert names_of(tmp_path) is None
    path.unlink()
    path.write_bytes(HEADER.encode() + b"\n\xff")
    assert names_of(tmp_path) is None


@pytest.mark.parametrize("text", SOURCES.values(), ids=SOURCES)
def test_a_hostile_source_toml(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "specs" / "pets"
    (folder / "pages").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret")
    (folder / "openapi.yaml").write_text(PETS)
    (folder / "source.toml").write_text(text, "utf-8")
    (folder / "pages" / "zero.md").symlink_to("/dev/zero")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pages" / "pipe.md")
    report = Report()
    found = state(folder, report)
    pages = kept(found, report) if found is not None else []
    assert pages == []
    assert all(len(to_terminal(one).splitlines()) == 1 for one in report)
    assert all("\x1b" not in to_terminal(one) for one in report)


def test_checking_a_hostile_tree(tmp_path: Path) -> None:
    """What is in `generated/` is not imported by `check`; each difference is a line, and nothing of it is run."""
    provider(tmp_path, "pets", PETS)
    package = tmp_path / "generated" / "pets"
    package.mkdir(parents=True)
    for name in ("__init__.py", "client.py", "models.py", "sitecustomize.py", "\x1b[2J\n::error::x.py"):
        (package / name).write_text(f"{HEADER}\n{RUN}\n")
    (package / "names.toml").write_text(f"{HEADER}\n{named('eval')}\n")
    (package / "loop").symlink_to("loop")
    (package / "up").symlink_to("../..")
    for name in ("json.py", "tomllib.py", "httpx.py", "generator.py", "sitecustomize.py"):
        (tmp_path / name).write_text(RUN)
    if hasattr(os, "mkfifo"):
        os.mkfifo(package / "testing.py")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "check"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert not any(line.startswith("::") for line in (done.stdout + done.stderr).splitlines())
    assert not list(tmp_path.rglob(CANARY))
