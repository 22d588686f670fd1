"""One document: generated, counted, imported, built, its examples decoded. Each function runs in a process of its own."""

from __future__ import annotations

import importlib
import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from generator import pipeline
from generator.artifacts import RUNTIME, Inputs
from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.config import Settings
from generator.diagnostics import Report
from generator.document import loader
from generator.emit.expression import STANDARD
from generator.emit.type_expressions import TypeWriter
from generator.ir.schema_reader import read_schema
from generator.naming.assign import Names
from generator.normalize.examples import PublishedExample, examples
from generator.normalize.normalize import normalize
from tests.support.compare import same
from tests.support.judge import Judge

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
PACKAGES = "clients"
FAULTS = ("refused", "changed")
"""What may not become of an example."""
NOT_PASSED = ("invalid", "unjudged", *FAULTS)
"""What does not count as read and written."""
VERDICTS = ("whole", "tolerated", "read-only", *NOT_PASSED)
"""What becomes of an example: it is read and written again as it is, and valid, or not valid but a client has to accept
it; or it sends what the document says is only received; it is not what its own schema says; no judge knows its pattern;
the client refuses it, or writes something else."""


class Verdict(NamedTuple):
    """What became of an example."""

    kind: str
    cause: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where documents come from and packages go."""

    documents: Path
    folder: Path
    keep_going: bool = False

    def subject(self, item: str) -> ClientSource:
        """Return the subject of a document, given by its path below the folder of documents."""
        name = package(item)
        target = self.folder / PACKAGES / name
        return ClientSource(name, self.documents / item, None, None, target, f"{PACKAGES}.{name}")

    def generate(self, item: str) -> Mapping[str, Any]:
        """Generate the client of a document and write it into the folder."""
        subject = self.subject(item)
        outcome = run(Job(subject, self.keep_going))
        for path, text in (outcome.files or {}).items():
            (subject.target / path).parent.mkdir(parents=True, exist_ok=True)
            (subject.target / path).write_text(text, "utf-8")
        errors = [one for one in outcome.diagnostics if one.severity == "error"]
        return {
            "stop": outcome.files is None,
            "operations": outcome.operations,
            "models": outcome.models,
            "crash": _short(outcome.crash),
            "errors": [f"{one.code}: {one.message}" for one in errors],
            "where": [str(one.where) for one in errors],
            "warnings": len(outcome.diagnostics) - len(errors),
        }

    def described(self, item: str) -> int:
        """Return how many operations a document describes: those that have a method and a path."""
        document = loader.load((self.documents / item).read_bytes(), item, Report())
        paths: Any = document.tree.get("paths") if document else None
        items = [one for one in (paths if isinstance(paths, dict) else {}).values() if isinstance(one, dict)]
        return sum(isinstance(one.get(method), dict) for one in items for method in METHODS)

    def verify(self, item: str) -> Mapping[str, Any]:
        """Import every module of a package and build every model of it."""
        described = self.described(item)
        sys.path.insert(0, str(self.folder))
        name = f"{PACKAGES}.{package(item)}"
        try:
            modules = [importlib.import_module(one) for one in _modules(self.folder, name)]
            for module in modules:
                _build(module)
        except Exception:
            return {"described": described, "problem": _short(traceback.format_exc())}
        return {"described": described, "problem": ""}

    def decode(self, item: str) -> Mapping[str, Any]:
        """Decode every example of a document that a client has to accept, and encode it again.

        Returns how many there are of each of VERDICTS, the causes with their numbers, and some of what is our fault.
        """
        sys.path.insert(0, str(self.folder))
        counts, causes, faults = dict.fromkeys(VERDICTS, 0), Counter[str](), list[str]()
        for example, verdict in self._decoded(item):
            counts[verdict.kind] += 1
            if verdict.kind != "whole":
                causes[f"{verdict.kind}: {verdict.cause}"] += 1
            if verdict.kind in FAULTS:
                faults.append(f"{example.name}: {verdict.kind}: {verdict.detail or verdict.cause}")
        return {"counts": counts, "causes": causes, "faults": faults[:5]}

    def _decoded(self, item: str) -> Iterator[tuple[PublishedExample, Verdict]]:
        report = Report()
        read = loader.read(self.documents / item, report)
        subject = self.subject(item)
        inputs = Inputs(read, Settings(), subject.name) if read else None
        described = pipeline.describe(inputs, report) if inputs else None
        canonical = normalize(inputs.source, report) if inputs else None
        if described is None or canonical is None:
            return
        api, names = described.api, described.names
        judge = Judge(canonical.tree)
        writer = TypeWriter(api, names)
        scope = _scope(f"{PACKAGES}.{subject.name}", names)
        for example in examples(canonical.tree, None, report, canonical.origins):
            if example.schema and example.kind in ("request", "response", "schema"):
                verdict = _judged(example, judge, writer, scope)
                if verdict.kind == "invalid" and (payload := _payload(example.value)) is not None:
                    verdict = _judged(replace(example, value=payload), judge, writer, scope)
                yield example, verdict


def package(item: str) -> str:
    """Return the name of the package of a document."""
    return "".join(one if one.isalnum() and one.isascii() else "_" for one in f"p_{item}").lower()


def _judged(example: PublishedExample, judge: Judge, writer: TypeWriter, scope: dict[str, Any]) -> Verdict:
    schema, received = judge.schema(example.schema), example.kind != "request"
    try:
        failed = judge.keywords(schema, "response" if received else "request", example.value)
        if failed and not (received and not judge.tolerant(schema, example.value)):
            return Verdict("invalid", failed[0])
    except re.error:
        # The judge knows Python's patterns alone.
        return Verdict("unjudged", "pattern")

    def passes(received: bool) -> bool:
        codec = scope["adapter"](
            eval(writer.expression(read_schema(schema), received=received).text, scope), tolerant=received
        )
        written = codec.dump_python(codec.validate_python(example.value))
        # A null that the document does not allow is read as a field that is not there.
        return same(*map(_without_nulls, (written, example.value))) if failed else same(written, example.value)

    try:
        if passes(received):
            return Verdict("tolerated", failed[0]) if failed else Verdict("whole")
        # Whoever reads it finds all of it: so what is not sent is read-only.
        return Verdict("read-only", "in a request") if not received and passes(True) else Verdict("changed", "a value")
    except Exception as error:
        problems: Any = getattr(error, "errors", list)()
        return Verdict("refused", problems[0]["type"] if problems else type(error).__name__, str(error)[:300])


def _payload(value: Any) -> Any:
    """Return what the text of an example holds where it is JSON once more, as many documents write a body."""
    try:
        found: Any = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _scope(name: str, names: Names) -> dict[str, Any]:
    runtime = importlib.import_module(f"{PACKAGES}.{RUNTIME}")
    models = importlib.import_module(f"{name}.models")
    found = {key: getattr(importlib.import_module(module), key) for key, module in STANDARD.items() if module}
    scope = found | {key: getattr(runtime, key) for key in runtime.__all__}
    adapter = importlib.import_module(f"{PACKAGES}.{RUNTIME}.models.adapter").adapter
    return scope | {key: getattr(models, key) for key in names.schemas.values()} | {"adapter": adapter}


def _modules(folder: Path, name: str) -> Iterator[str]:
    root = folder.joinpath(*name.split("."))
    for file in sorted(root.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _build(module: Any) -> None:
    for value in list(vars(module).values()):
        if isinstance(value, type) and hasattr(value, "model_rebuild") and value.__module__ == module.__name__:
            value.model_rebuild(force=True)
        if type(value).__name__ == "Operation":
            for codec in _codecs([value.body, *value.responses.values()]):
                for adapter in (codec.reader, codec.writer):
                    # What is not JSON is refused by a validator, which has to be there for that.
                    with suppress(ValueError):
                        adapter.validate_json(b"")


def _codecs(found: Any) -> Iterator[Any]:
    for one in found:
        if isinstance(one, tuple):
            yield from _codecs(one)
        elif hasattr(one, "reader"):
            yield one


def _short(text: str | None) -> str:
    return "\n".join((text or "").strip().splitlines()[-4:])
