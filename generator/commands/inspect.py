"""`inspect`: what a document means and what everything in it is called, without generating anything."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING

from ..diagnostics import Report
from .accepted_warnings import accept
from .job import Job, read
from .summary import Row, Status

if TYPE_CHECKING:
    from ..ir.api import Api
    from ..naming.assign import Names
    from .workspace import Subject


def describe(subject: Subject, *, keep_going: bool) -> tuple[Row, tuple[Api, Names] | None]:
    """Return the Api and the Names of a subject, and the row that says what was found on the way."""
    from .. import pipeline

    start = time.perf_counter()
    report = Report()
    described: tuple[Api, Names] | None = None
    crash: str | None = None
    try:
        inputs = read(Job(subject, keep_going), report)
        described = pipeline.describe(inputs, report) if inputs else None
        if inputs and described:
            accept(report, inputs.settings.accepted)
    except Exception:
        crash = traceback.format_exc()
    status = Status.CRASHED if crash else Status.UNCHANGED if described else Status.REFUSED
    row = Row(
        subject.name,
        status,
        len(described[0].operations) if described else 0,
        len(described[0].schemas) if described else 0,
        diagnostics=tuple(report),
        seconds=time.perf_counter() - start,
        crash=crash,
    )
    return row, described
