"""What becomes of pages that lost lines or words, and how they differ from the whole page; what payloads and schemas say
differently: `python -m tests.pages.weathered` writes the record.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.commands.drift import to_object
from generator.commands.importing.prepared import prepared
from generator.diagnostics import Location, Report, to_terminal
from generator.pages import registry
from generator.pages.conformance import check
from generator.pages.drift import Drift, DriftSubject, drifts, suggestions
from generator.pages.drift.evidence import Action
from generator.pages.reading import Page, Reading
from generator.pages.spec.differences import differences
from generator.pages.spec.examples import payloads
from generator.pages.spec.merging import merged
from generator.pages.spec.writing import RecordedPage
from tests.mock.tables import COMPONENTS, SCHEMAS, VALUES

from .. import recording
from .evaluate import pages
from .facts import facts_of, written

RECORD = Path(__file__).with_name("weathered.txt")
SEEDS = 2
MOST = 15
"""Differences of a page that are recorded."""
_WORDS = (("string", "integer"), ("integer", "string"), ("required", "optional"), ("POST", "PUT"), ("200", "202"), ("Default", "Minimum"), ("id", "key"))  # fmt: skip
_ONES: tuple[Any, ...] = (
    *({"type": "string"}, {"type": ["null", "string"]}, {"type": ["string", "null"]}, {"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}, {"enum": ["a", "b"]}, {"enum": ["b", "a"]}, {"enum": ["a", "c", None]}, {}, {"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "integer"}}),
    *({"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#/x"}}, "required": ["a"]}, {"type": "object", "properties": {"a": {"type": "integer"}, "c": {}}, "required": ["a", "c"]}, {"type": "object", "properties": {}}, {"$ref": "#/x"}, {"$ref": "#/none"}, {"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"oneOf": [{"type": "string"}]}, {"oneOf": [{"type": "string"}, {"type": "boolean"}]}, {"description": "a", "type": "string", "example": 1}, 5, [1]),
    *({"parameters": [{"name": "a", "in": "query", "required": True, "schema": {"type": "string"}}, {"name": "h", "in": "header"}], "responses": {"200": {"description": "ok"}, "404": {}}}, {"parameters": [{"name": "a", "in": "query", "schema": {"type": "integer"}}, {"name": "b", "in": "path"}, {"$ref": "#/none"}], "responses": {"200": {"content": {"a/b": {}}}}}, {"responses": {"200": {"content": {"a/b": {"schema": {"type": "string"}}, "c/d": {}}}}}),
)  # fmt: skip


def weathered(path: Path, seed: int) -> str:
    """Return the text of a page without some lines, and with some other words."""
    drawn = random.Random(f"{path.name} {seed}")
    text = "\n".join(row for row in path.read_text("utf-8").split("\n") if drawn.random() > (0.06, 0.25)[seed])
    old, new = drawn.choice(_WORDS)
    return text if seed == 1 else re.sub(rf"\b{old}\b", lambda match: new if drawn.random() < 0.5 else match[0], text)


def said(path: Path, seed: int) -> Iterator[str]:
    """Yield which facts a weathered page lacks and has, and its differences from the whole one."""
    report = Report()
    whole, other = (registry.read(Page(one, name), rep) for one, name, rep in ((path.read_text("utf-8"), path.name, Report()), (weathered(path, seed), f"other-{path.name}", report)))  # fmt: skip
    yield from (to_terminal(one) for one in report)
    if whole is None or other is None:
        return
    before, after = (set(written(facts_of(_mended(one))).splitlines()) for one in (whole, other))
    yield f"reader {other.reader}"
    yield from (f"- {line}" for line in sorted(before - after))
    yield from (f"+ {line}" for line in sorted(after - before))
    yield from (f"finding {one.line} {one.code}: {one.text}" for one in other.findings if one not in whole.findings)
    yield from (f"unknown {one.line} {one.text}" for one in other.unknowns if one not in whole.unknowns)
    if seed != 1:
        yield from _drift([whole, other])


def _mended(one: Reading) -> Reading:
    return prepared(RecordedPage(one, "", "", "", ""), Path()).reading


def _drift(readings: list[Reading]) -> Iterator[str]:
    given = [RecordedPage(one, one.page.name, "", "", f"pages/{one.page.name}") for one in readings]
    made = merged([prepared(one, Path("specs/acme")).reading for one in given])
    found: list[Drift] = list(drifts(DriftSubject(made.document, made, payloads(made))))
    for one in found[:MOST]:
        places = ", ".join(f"{Path(place.file).name}:{place.line}" for place in one.places)
        yield f"{'note' if one.note else 'drift'} {one.code} {one.pointer} {one.at} ({places}) {one.text}"
    yield from (line for text in suggestions.actions(found)[:2] for line in text.splitlines())


def deviations() -> Iterator[tuple[str, list[str]]]:
    """Yield what payloads and schemas say differently."""
    for schema in SCHEMAS:
        covered: set[str] = set()
        document = {"components": {"schemas": COMPONENTS}, "x": schema}
        found = [(json.dumps(value), check(document, "/x", value, covered)) for value in VALUES]
        others = [value for value, one in found if [(it.code, it.at) for it in one] == [("type", "")]]
        lines = [f"other types: {' '.join(others)}"] + [
            f"{value}: {'; '.join(f'{one.code} {one.at} {one.schema} {one.text}' for one in deviating)}"
            for value, deviating in found
            if deviating and value not in others[1:]
        ]
        yield f"payloads {json.dumps(schema)}", [*lines, f"covered {' '.join(sorted(covered))}"]
    for action in (None, Action("$.a", {"b": 1}), Action("$.a", remove=True, guess="a guess")):
        drift = Drift("drift-type", "/a", "text", (Location("a.md", 3),), action, "" if action else "a.request", "/b")
        yield f"drift {action}", [json.dumps(to_object(drift)), *suggestions.actions([drift])]
    for number, one in enumerate(_ONES):
        lines = []
        for place, other in enumerate(_ONES):
            first, second = {"a": one, "x": {"type": "object"}}, {"b": other, "x": {"type": "string"}}
            found_ = [f"{it.code} {it.first} {it.second} {it.text} {it.value}" for it in differences(first, "/a", second, "/b")]  # fmt: skip
            lines += [f"{place}: {'; '.join(found_)}"] if found_ else []
        yield f"difference {number} {json.dumps(one)}", lines


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    for path, _ in pages():
        for seed in range(SEEDS):
            yield f"{path.name} {seed}", [*said(path, seed)]
    yield from deviations()


if __name__ == "__main__":
    recording.main(RECORD, cases())
