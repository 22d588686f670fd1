"""Each limit and each default is a decision: none changes without a line in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import recording
from .limits import RECORD, cases


def test_limits_and_defaults_are_on_record() -> None:
    """If one is to change: `python -m tests.limits`, and look at what the documentation says of it.

    What is new need not be on record yet, and what is gone need not be taken from it, but most of it has to be there.
    """
    found = by_name((name, recording.shown(lines)) for name, lines in cases())
    known = by_name(recording.recorded(RECORD).items())
    both = found.keys() & known.keys()
    assert {name: found[name] for name in both} == {name: known[name] for name in both}
    assert len(both) > 0.9 * max(len(found), len(known))


def by_name(cases: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Return module and name → number, defaults, or flags."""
    found: dict[str, str] = {}
    for module, lines in cases:
        for line in lines:
            name = line.partition(" = ")[0].partition("(")[0] if " = " in line or "(" in line else line
            found[f"{module}{name.partition(':')[0]}"] = line
    return found
