"""A run that takes from the published package what has not changed gives what a run with nothing remembered gives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from generator.commands.job import Job, Outcome, names_of, run
from generator.commands.workspace import ClientSource
from tests.compare.mutations import mutated

_TOP = Path(__file__).parents[2]
PROVIDERS = ("formantai", "synthflow", "thymia", "vocode")
CASES = ("model-union-discriminated", "parameter-names-that-collide", "security-alternatives", "webhooks-signed")


def read(name: str) -> dict[str, Any]:
    """Return the document of a provider, or of a case."""
    path = _TOP / "specs" / name / "openapi.yaml"
    found: dict[str, Any] = yaml.safe_load(
        (path if path.exists() else _TOP / "tests/cases" / name / "spec.yaml").read_text()
    )
    return found


def publish(folder: Path, outcome: Outcome) -> None:
    """Make a folder hold the files of a package, and no others."""
    files = outcome.files or {}
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def compare_runs(folder: Path, tree: dict[str, Any], random: Random, edits: int) -> int:
    """Edit a document again and again, compare a warm run with a cold one each time, and return how many modules the
    warm runs took over.
    """
    document, target = folder / "openapi.json", folder / "client"
    source = ClientSource("client", document, None, None, target, "client", alone=True)
    known: dict[str, str] = {}
    before, kept = tree, 0
    for _ in range(edits + 1):
        document.write_text(json.dumps(tree))
        job = Job(source, keep_going=True, names=names_of(target))
        cold, warm = run(job), run(replace(job, known=known, goes_on=True))
        assert (warm.crash, warm.files, warm.made) == (cold.crash, cold.files, cold.made), json.dumps(tree)
        assert warm.diagnostics == cold.diagnostics
        if warm.files is None:
            tree = before  # An edit too many: the document is refused.
        else:
            kept += len(known.keys() & warm.made.keys())
            publish(target, warm)
            known = dict(warm.made)
        if warm.files and random.random() < 0.1:
            path = target / random.choice(sorted(path for path in warm.files if path.endswith(".py")))
            path.write_text(path.read_text() + "# Somebody's remark.\n")
        before, tree = tree, mutated(tree, random, random.randrange(1, 3))
    return kept


@pytest.mark.parametrize("name", ["formantai", "model-union-discriminated"])
def test_few_edits(name: str, tmp_path: Path) -> None:
    assert compare_runs(tmp_path, read(name), Random(name), 4) > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PROVIDERS, *CASES])
def test_many_edits(name: str, tmp_path: Path) -> None:
    assert compare_runs(tmp_path, read(name), Random(f"{name} again"), 40) > 0
