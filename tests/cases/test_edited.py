"""What becomes of each case after small edits is on record: its diagnostics, and the lines of the client that differ.

`edited.txt` of a case has a paragraph for each edited document. `make golden` writes it anew: read the difference.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.diagnostics import Diagnostic
from tests.support.editing import edited

CASES = Path(__file__).parent
GOLDEN = os.environ.get("CLIENTWRIGHT_GOLDEN") == "1"
_EDITS = 10
"""Edited documents of each case."""
_WHOLE = 36
"""Edited documents of each case that has many features."""
_BYTES = 6_000
"""Of the documents of other cases."""
_MOST = 14
"""Lines of the client that are shown; of those behind them there is a digest."""


def _document(case: Path) -> Any:
    return yaml.safe_load((case / "spec.yaml").read_text("utf-8"))


def _cases() -> list[Path]:
    """Return the cases that are accepted and small, or made for this test: many edits of them take no time."""
    specs = sorted(CASES.glob("*/spec.yaml"))
    accepted = [one for one in specs if not one.parent.name.startswith("refused-")]
    return [one.parent for one in accepted if one.stat().st_size < _BYTES or one.parent.name.startswith("whole-")]


@pytest.mark.parametrize("case", [pytest.param(one, id=one.name) for one in _cases()])
def test_edits_do_what_is_on_record(case: Path, tmp_path: Path) -> None:
    document = _document(case)
    before = _outcome(document, case, tmp_path, keep_going=False)[1]
    count = _WHOLE if case.name.startswith("whole-") else _EDITS
    found = "\n".join(_paragraph(document, before, case, tmp_path, number) for number in range(count))
    record = case / "edited.txt"
    if GOLDEN:
        record.write_text(found, "utf-8")
    assert found.splitlines() == record.read_text("utf-8").splitlines()


def _paragraph(document: Any, before: Mapping[str, str], case: Path, folder: Path, number: int) -> str:
    changed, edits = edited(document, f"{case.name} {number}")
    said, after = _outcome(changed, case, folder, keep_going=number % 2 == 1)
    lines = list(_differing(before, after)) if after else ["refused"]
    shown = [*lines[:_MOST], *_digest(lines[_MOST:])]
    return "".join(f"{line}\n" for line in (*(f"# {one}" for one in edits), *said, *shown))


def _outcome(document: Any, case: Path, folder: Path, *, keep_going: bool) -> tuple[list[str], Mapping[str, str]]:
    """Return the diagnostics of a document, and the modules of its client."""
    path = folder / "spec.json"
    path.write_text(json.dumps(document), "utf-8")
    settings = case / "provider.toml"
    source = ClientSource("shop", path, None, settings if settings.is_file() else None, folder, "shop", alone=True)
    outcome = run(Job(source, keep_going))
    assert outcome.crash is None, outcome.crash
    return [_line(one, folder, case) for one in outcome.diagnostics], outcome.files or {}


def _line(diagnostic: Diagnostic, folder: Path, case: Path) -> str:
    text = f"{diagnostic.where or ''}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    return text.replace(f"{folder}{os.sep}", "").replace(f"{case}{os.sep}", "")


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that only one of two clients has, behind the name of their module."""
    for path in sorted({*before, *after}):
        old, new = (one.get(path, "").splitlines() for one in (before, after))
        found = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
        lines = [one for one in found if not one.startswith("@@")]
        yield from (path, *lines) if lines else ()


def _digest(lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return [f"and {len(lines)} more lines, {hashlib.sha256(text.encode()).hexdigest()[:12]}"] if lines else []
