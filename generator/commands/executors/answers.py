"""Reads the answer of a worker on another machine: plain JSON, treated as untrusted.

Whoever controls a worker could answer anything. So no object is unpickled from an answer, and the files in it pass the
gate here, whatever the worker claims.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ...artifacts import RUNTIME
from ...diagnostics import Diagnostic, Location, Severity
from ...gate.check import examine
from ..job import Outcome

if TYPE_CHECKING:
    from ..job import Job

Missed: TypeAlias = tuple[str, ...]
"""The files that a job would need, by their path from the folder of its document."""


class AnswerError(Exception):
    """An answer that no worker of ours gives."""


def write_answer(answer: Outcome | Missed) -> str:
    """Return an answer as JSON."""
    if not isinstance(answer, Outcome):
        return json.dumps({"missed": answer})
    return json.dumps({"outcome": asdict(replace(answer, asked=None, facts={}))})


def read_answer(text: object, job: Job) -> Outcome | Missed:
    """Return the answer that a worker wrote for a job.

    Raises:
        AnswerError: it is no answer, or its files contain what our templates do not write.
    """
    try:
        fields: Any = json.loads(text) if isinstance(text, str) else None
        if "missed" in fields:
            return _texts(fields["missed"])
        outcome = _outcome(fields["outcome"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AnswerError("the worker's answer cannot be read") from error
    if outcome.name != job.subject.name:
        raise AnswerError("the worker answered for another document")
    files = {path: one for path, one in (outcome.files or {}).items() if not path.startswith(f"{RUNTIME}/")}
    examined = examine(files, job.subject.runtime)
    if examined.problems:
        raise AnswerError(f"the worker's answer holds what no template writes: {examined.problems[0]}")
    return replace(outcome, facts=examined.facts)


def _outcome(fields: Mapping[str, Any]) -> Outcome:
    crash, files = fields["crash"], fields["files"]
    return Outcome(
        name=_text(fields["name"]),
        files=None if files is None else _mapping(files),
        operations=int(fields["operations"]),
        models=int(fields["models"]),
        diagnostics=tuple(_diagnostic(one) for one in fields["diagnostics"]),
        seconds=float(fields["seconds"]),
        made=_mapping(fields["made"]),
        http="httpx2" if fields["http"] == "httpx2" else "httpx",
        crash=None if crash is None else _text(crash),
    )


def _diagnostic(fields: Mapping[str, Any]) -> Diagnostic:
    where = fields["where"]
    place = where and Location(
        _text(where["file"]), int(where["line"]), int(where["column"]), _text(where.get("pointer", ""))
    )
    severity = Severity(fields["severity"])
    code, message = _text(fields["code"]), _text(fields["message"])
    return Diagnostic(severity, code, message, place or None, int(fields["count"]), bool(fields["loses"]))


def _mapping(values: Mapping[object, object]) -> dict[str, str]:
    return {_text(key): _text(value) for key, value in values.items()}


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError("a list is expected")
    return tuple(_text(one) for one in cast(Sequence[object], values))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value
