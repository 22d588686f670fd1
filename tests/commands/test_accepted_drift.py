"""Which differences between pages and document an acceptance in provider.toml covers."""

from __future__ import annotations

import pytest

from generator.commands.drift import judged
from generator.config import Acceptance, AcceptedWarning, Settings
from generator.diagnostics import Location, Report
from generator.pages.drift import Drift

HERE = Location("provider.toml", 3, 1)
CALL = Drift("drift-type", "/components/schemas/Call", "a type differs")
PAYLOAD = Drift("drift-undeclared", "/components/schemas/Call", "a field differs", example="a-call", at="/status")


def open_drift(*found: Drift, settings: Settings) -> tuple[list[Drift], int, list[str]]:
    """Return the differences that are left, the number of accepted ones, and the warnings."""
    report = Report()
    left, accepted = judged(found, settings, report)
    return left, accepted, [one.message for one in report]


@pytest.mark.parametrize(
    ("code", "pointer", "covers"),
    [
        ("drift-type", None, True),
        ("drift-type", "/components/schemas/Call", True),
        ("drift-type", "/components/schemas", True),
        ("drift-type", "/components/schemas/Cal", False),
        ("drift-type", "/components/schemas/Call/properties", False),
        ("drift-default", None, False),
        ("drift-default", "/components/schemas/Call", False),
    ],
)
def test_an_acceptance_covers_its_place_and_what_is_below_it(code: str, pointer: str | None, covers: bool) -> None:
    settings = Settings(accepted=(AcceptedWarning(code, pointer, "known", HERE),))
    left, accepted, warnings = open_drift(CALL, settings=settings)
    assert (left, accepted) == (([], 1) if covers else ([CALL], 0))
    place = f" at `{pointer}`" if pointer else ""
    assert warnings == ([] if covers else [f"there is no drift {code!r}{place}: delete this acceptance"])


@pytest.mark.parametrize(
    ("example", "pointer", "covers"),
    [("a-call", "/status", True), ("a-call", "/stat", False), ("a-list", "/status", False), ("", "", False)],
)
def test_an_accepted_field_is_that_of_one_example(example: str, pointer: str, covers: bool) -> None:
    settings = Settings(accept=(Acceptance(example, pointer, "known"),))
    left, accepted, _ = open_drift(PAYLOAD, CALL, settings=settings)
    assert (left, accepted) == (([CALL], 1) if covers else ([PAYLOAD, CALL], 0))


def test_acceptances_of_other_warnings_are_not_for_drift() -> None:
    settings = Settings(accepted=(AcceptedWarning("schema-without-class", None, "known", HERE),))
    assert open_drift(CALL, settings=settings) == ([CALL], 0, [])
