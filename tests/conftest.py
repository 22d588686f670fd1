"""What all tests share. That this folder is a package puts the root of the repository on the import path.

Contract tests say what they covered with `record_property("contract", (provider, counts))`; the table at the end of the
run adds it up. Properties travel with the test reports, so this works under pytest-xdist as well.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# Two runs try the same, whatever else the machine does.
settings.register_profile("project", derandomize=True, deadline=None, database=None)
settings.load_profile("project")

_COLUMNS = ("payloads", "cases", "declared", "accepted", "open")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a row a provider: payloads published, cases run, fields of the payloads that upstream does not declare."""
    rows: dict[str, Counter[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) != "call":
                continue
            for name, value in report.user_properties:
                if name == "contract":
                    rows.setdefault(value[0], Counter()).update(value[1])
    if not rows:
        return
    terminalreporter.write_sep("=", "contract")
    width = max(len("provider"), *map(len, rows))
    header = f"{'payloads':>10}{'cases':>10}   drift (declared by the overlay, accepted, open)"
    terminalreporter.write_line(f"{'provider':{width}}{header}")
    for name, counts in sorted(rows.items()):
        payloads, cases, *drift = (counts[column] for column in _COLUMNS)
        terminalreporter.write_line(f"{name:{width}}{payloads:>10}{cases:>10}   {', '.join(map(str, drift))}")
