"""The JSON-Schema-Test-Suite (draft 2020-12): `python -m tests.runtime.json_schema_suite [sent | received]`.

Without an argument it runs over `evaluate`; with one, through the whole line: every schema becomes a component of a
document, and the models that are generated judge what is sent, or take what is received. Schemas run as they are, and
with the `type` added that their keywords are about, as those of API descriptions have it.

The files are not part of the project: JSON_SCHEMA_TEST_SUITE names the directory `tests/draft2020-12` of a copy. (The
source distribution of the `jsonschema` package on PyPI carries one under `json/`.)
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.openapi.schema_keywords import ABOUT
from generator.runtime.json_schema.evaluate import Evaluator
from generator.runtime.json_schema.outcomes import Failure
from tests.behaviour.schemas import Built, build, same

VARIABLE = "JSON_SCHEMA_TEST_SUITE"

OTHERS_WORK = frozenset({"anchor", "defs", "dynamicRef", "refRemote", "vocabulary"})
"""Files about identifiers and meta-schemas: the generator resolves those before the run time."""

IDENTIFIERS = ('"$id"', '"$anchor"', '"$dynamicRef"', '"$ref": "http')


class Case(NamedTuple):
    """One instance of the suite with the verdict that it should get."""

    file: str
    group: str
    label: str
    schema: Any
    instance: Any
    valid: bool


def directory() -> Path | None:
    """Return where the suite is on this machine; None if it is not."""
    value = os.environ.get(VARIABLE)
    return Path(value) if value and Path(value).is_dir() else None


def cases(folder: Path, *, core: bool = True) -> Iterator[Case]:
    """Every test of the required files; with `core`, without those that are about identifiers."""
    for path in sorted(folder.glob("*.json")):
        if core and path.stem in OTHERS_WORK:
            continue
        for group in json.loads(path.read_text(encoding="utf-8")):
            if core and any(mark in json.dumps(group["schema"]) for mark in IDENTIFIERS):
                continue
            for test in group["tests"]:
                label = f"{group['description']} / {test['description']}"
                yield Case(path.stem, group["description"], label, group["schema"], test["data"], test["valid"])


def evaluates(case: Case) -> bool:
    """Return the verdict of the runtime's own evaluator."""
    try:
        Evaluator(case.schema).check(case.instance)
    except Failure:
        return False
    return True


def run(folder: Path, verdict: Callable[[Case], bool], *, core: bool = True) -> tuple[Counter[str], list[str]]:
    """Return how many cases there are a file (`""`: in all), and a line for each that gets the wrong verdict."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for case in cases(folder, core=core):
        counts[case.file] += 1
        counts[""] += 1
        try:
            right = verdict(case) == case.valid
        except Exception as error:
            right = False
            wrong.append(f"{case.file}: {case.label}: {type(error).__name__}: {error}")
        else:
            if not right:
                wrong.append(f"{case.file}: {case.label}: should be {'valid' if case.valid else 'invalid'}")
    return counts, wrong


@dataclass(slots=True)
class Measured:
    """How a run went: per file, and a line for each case that went wrong."""

    counts: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def add(self, case: Case, problem: str) -> None:
        """Note the outcome of a case; an empty problem is none."""
        self.counts[case.file] += 1
        self.right[case.file] += not problem
        if problem:
            self.wrong.append(f"{case.file}: {case.label}: {json.dumps(case.instance)}: {problem}")

    def share(self, file: str | None = None) -> float:
        """Return the share of cases that went right, of a file or of all."""
        if file is not None:
            return self.right[file] / self.counts[file]
        return self.right.total() / self.counts.total()


def through_the_line(folder: Path, *, typed: bool, received: bool) -> Measured:
    """Judge every case by the generated models; with `typed`, of schemas that say which type they are about."""
    measured = Measured()
    groups: dict[tuple[str, str], list[Case]] = {}
    for case in cases(folder):
        groups.setdefault((case.file, json.dumps(case.schema)), []).append(case)
    for file in sorted({file for file, _ in groups}):
        found = [group for (name, _), group in groups.items() if name == file]
        schemas = [with_type(group[0].schema) if typed else group[0].schema for group in found]
        for group, built in zip(found, _built(schemas, received), strict=True):
            for case in group:
                measured.add(case, built if isinstance(built, str) else _problem(case, built, typed))
    return measured


def _built(schemas: list[Any], received: bool) -> list[Built | str]:
    """Return the schemas with their models; where the document of all of them fails, with what each comes
    to by itself.
    """
    try:
        return [*build(schemas, received=received)]
    except Exception as error:
        if not schemas[1:]:
            return [f"{type(error).__name__}: {error}"]
    return [one for schema in schemas for one in _built([schema], received)]


def _problem(case: Case, built: Built, typed: bool) -> str:
    valid = built.is_valid(case.instance) if typed else case.valid
    try:
        accepted = built.accepts(case.instance)
        if built.received and not valid:
            return ""
        if accepted and not same(built.round_trip(case.instance), case.instance):
            return "is written otherwise than it was read"
        in_python = built.received or built.accepts_in_python(case.instance) == valid
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "" if accepted == valid and in_python else f"should be {'valid' if valid else 'invalid'}"


def with_type(schema: Any) -> Any:
    """Return the schema with a `type` wherever its keywords are about one type, and those within it likewise."""
    if isinstance(schema, list):
        return [with_type(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    typed = {
        key: (
            {name: with_type(one) for name, one in value.items()}
            if key in ("properties", "patternProperties", "dependentSchemas", "$defs")
            else value if key in ("const", "enum", "required", "dependentRequired") else with_type(value)
        )
        for key, value in schema.items()
    }
    kinds = {ABOUT[key] for key in _visible(schema) if key in ABOUT}
    return {"type": kinds.pop(), **typed} if len(kinds) == 1 and not {"type", "$ref"} & schema.keys() else typed


def _visible(schema: Any) -> Iterator[str]:
    """Yield the keywords of a schema and of those that it applies in place."""
    if isinstance(schema, dict):
        yield from schema
        for key in ("not", "if", "then", "else"):
            yield from _visible(schema.get(key))
        for one in (one for key in ("allOf", "anyOf", "oneOf") for one in schema.get(key, ())):
            yield from _visible(one)


def _print_line(folder: Path, *, received: bool) -> None:
    raw = through_the_line(folder, typed=False, received=received)
    typed = through_the_line(folder, typed=True, received=received)
    print(*(f"as is: {line}" for line in raw.wrong), *(f"typed: {line}" for line in typed.wrong), sep="\n")
    print(f"{'file':25}{'cases':>6}{'as is':>9}{'typed':>9}")
    for file in sorted(raw.counts):
        print(f"{file:25}{raw.counts[file]:6}{raw.share(file):9.1%}{typed.share(file):9.1%}")
    print(f"{'all':25}{raw.counts.total():6}{raw.share():9.2%}{typed.share():9.2%}")


def main() -> int:
    """Prints what went wrong and the share that went right; 2 where the suite is not there."""
    folder = directory()
    if folder is None:
        print(f"{VARIABLE} does not name a directory", file=sys.stderr)
        return 2
    if sys.argv[1:]:
        _print_line(folder, received=sys.argv[1] == "received")
        return 0
    counts, wrong = run(folder, evaluates)
    print(*wrong, sep="\n")
    print(f"{counts[''] - len(wrong)} of {counts['']} right ({1 - len(wrong) / counts['']:.2%})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
