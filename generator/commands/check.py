"""`check`: is what is published exactly what the descriptions give?

Nothing is taken from memory here: every client is generated anew and compared byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..summary import Row, Status
from .generate import Options, Tell, find, outcomes, row_of, runtime_files, stale
from .workspace import RUNTIME, Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_all(workspace: Workspace, providers: Sequence[str], options: Options, tell: Tell) -> list[Row]:
    """Compare the published clients of `providers`, and the runtime, with what they should be."""
    subjects, rows = find(workspace, providers)
    for outcome in outcomes(list(subjects.values()), options, tell):
        row = row_of(outcome, Status.UNCHANGED)
        if outcome.files is not None:
            row = _compare(row, outcome.files, subjects[outcome.name].target)
        rows[outcome.name] = row
    runtime = _compare(Row(RUNTIME, Status.UNCHANGED), runtime_files(), workspace.generated / RUNTIME)
    return [*([runtime] if runtime.files_changed else []), *(rows[name] for name in providers)]


def check_stale(workspace: Workspace) -> list[Row]:
    """Return a row for each published package whose provider is gone."""
    return [_compare(Row(folder.name, Status.UNCHANGED), {}, folder) for folder in stale(workspace)]
