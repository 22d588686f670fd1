"""What schemas ask for and no generated client can check: said once, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from .diagnostics import Location, Report
from .runtime.patterns import translate_pattern

_DATA = frozenset({"const", "default", "enum", "examples"})


def report_unenforced(schemas: Mapping[str, Any], origins: Mapping[str, Location], report: Report) -> None:
    """Warn of every pattern that Python's engines cannot run: the values are taken as they are."""
    known: dict[str, bool] = {}
    for name, schema in schemas.items():
        for pattern in sorted(set(_patterns(schema))):
            if pattern not in known:
                known[pattern] = translate_pattern(pattern) is not None
            if not known[pattern]:
                shown = pattern if len(pattern) <= _SHOWN else f"{pattern[:_SHOWN]}…"
                message = f"the pattern `{shown}` cannot be run here: values are not checked against it"
                report.warning("pattern-not-enforced", message, origins.get(name))


_SHOWN = 60


def _patterns(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        members = cast("Mapping[str, object]", schema)
        pattern = members.get("pattern")
        if isinstance(pattern, str):
            yield pattern
        keyed = members.get("patternProperties")
        if isinstance(keyed, Mapping):
            yield from cast("Mapping[str, object]", keyed)
        for key, value in members.items():
            if key not in _DATA:
                yield from _patterns(value)
    elif isinstance(schema, list):
        for member in cast("Sequence[object]", schema):
            yield from _patterns(member)
