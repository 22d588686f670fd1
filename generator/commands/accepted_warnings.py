"""Handles warnings that somebody has accepted: `[[accept]]` in provider.toml removes them from the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..config import AcceptedWarning
    from ..diagnostics import Diagnostic, Report

DRIFT = "drift-"
"""The beginning of the codes of drift; `drift` handles their acceptances."""


def accept(report: Report, accepted: Sequence[AcceptedWarning], *, strict: bool = False) -> None:
    """Remove accepted warnings from a report, and warn of an acceptance that matches nothing, so that it gets deleted.

    With `strict`, warnings that something is left out become errors, unless they are accepted.
    """
    _remove_accepted(report, accepted)
    if strict:
        _refuse_losses(report)


def _remove_accepted(report: Report, accepted: Sequence[AcceptedWarning]) -> None:
    accepted = [one for one in accepted if not one.code.startswith(DRIFT)]
    if not accepted:
        return
    needed: set[AcceptedWarning] = set()
    left: list[Diagnostic] = []
    for diagnostic in report.diagnostics:
        covering = [one for one in accepted if _covers(one, diagnostic)]
        needed.update(covering)
        if not covering:
            left.append(diagnostic)
    report.warnings -= len(report.diagnostics) - len(left)
    report.diagnostics[:] = left
    for one in accepted:
        if one not in needed:
            place = f" at `{one.pointer}`" if one.pointer is not None else ""
            message = f"there is no warning {one.code!r}{place}: delete this acceptance"
            report.warning("unused-setting", message, one.where)


def _covers(accepted: AcceptedWarning, diagnostic: Diagnostic) -> bool:
    where = diagnostic.where
    return (
        diagnostic.severity is Severity.WARNING
        and diagnostic.code == accepted.code
        and (accepted.pointer is None or (where is not None and where.pointer == accepted.pointer))
    )


def _refuse_losses(report: Report) -> None:
    for one in [one for one in report.diagnostics if one.loses]:
        report.diagnostics.remove(one)
        report.warnings -= 1
        report.error(one.code, one.message, one.where)
