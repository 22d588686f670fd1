"""`generate --project`: the files next to a package that make it a project, for pip and for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...diagnostics import Location, Report
from ...distribution import version as versions
from ...distribution.project import MARK, README, README_MARK, project_files
from ...paths import open_file
from ...written_files import replace
from .example import client
from .package import project_of

if TYPE_CHECKING:
    from pathlib import Path

    from ...diagnostics import Diagnostic
    from ..workspace import ClientSource


def write_project(subject: ClientSource, *, keep_going: bool) -> tuple[Diagnostic, ...]:
    """Write pyproject.toml, README.md and LICENSE next to a package; return what could not be written.

    A file of such a name that this program did not write stays as it is.
    """
    report = Report()
    made = client(subject, report, keep_going=keep_going)
    if made is None:
        return tuple(report)
    report = Report()
    folder = subject.target.parent
    texts = project_files(project_of(made, report, versions.declared(made.subject.api.version)))
    for name, text in texts.items():
        target = folder / name
        where = Location(str(target))
        if not _replaceable(target, text, README_MARK if name == README else MARK):
            report.warning("kept-file", "this file was not written by this program, so it is kept", where)
            continue
        try:
            replace(folder, name, text.encode("utf-8"))
        except OSError as error:
            report.error("cannot-publish", f"{error.strerror}", where)
    return tuple(report)


def _replaceable(target: Path, text: str, mark: str) -> bool:
    """Return whether a file may be written: it is not there, begins with our mark, or with the same line as before."""
    if target.is_symlink():
        return False
    try:
        with open_file(target) as stream:
            first = stream.readline(1_000).decode("utf-8", "replace").rstrip("\r\n")
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return first in (mark, text.partition("\n")[0])
