"""The answer of a worker is read as untrusted text."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from generator.commands.executors.answers import AnswerError, read_answer, write_answer
from generator.commands.job import Job, Outcome
from generator.commands.workspace import ClientSource
from generator.diagnostics import Diagnostic, Location, Severity

JOB = Job(ClientSource("acme", Path("acme.yaml"), None, None, Path("acme"), "acme", alone=True))
FILES = {"__init__.py": '"""Acme."""\n', "py.typed": ""}
PROBLEM = Diagnostic(Severity.WARNING, "code", "message", Location("a.yaml", 1, 2, "/x"), 3)
OUTCOME = Outcome("acme", FILES, 1, 2, (PROBLEM,), 0.5, {"a": "b"}, "httpx2")


@pytest.mark.parametrize("answer", [OUTCOME, Outcome("acme", crash="Traceback"), ("schemas/pet.yaml",), ()])
def test_an_answer_of_a_worker_is_read_back(answer: Outcome | tuple[str, ...]) -> None:
    found = read_answer(write_answer(answer), JOB)
    if isinstance(found, Outcome) and found.files:
        assert found.facts.keys() == {"__init__.py"}, "the gate looked at it here"
        found = replace(found, facts={})
    assert found == answer


def answered(**changes: object) -> str:
    return json.dumps({"outcome": asdict(OUTCOME) | changes})


@pytest.mark.parametrize(
    "text",
    [
        None,
        b"",
        5,
        OUTCOME,
        pickle.dumps(OUTCOME),
        "",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        '{"missed": "a"}',
        '{"missed": [1]}',
        '{"outcome": {}}',
        answered(name="other"),
        answered(name=5),
        answered(files=5),
        answered(files={"a.py": 5}),
        answered(diagnostics=[5]),
        answered(diagnostics=[{"severity": "fatal"}]),
        answered(seconds="long"),
        answered(files={"__init__.py": "import os\n"}),
        answered(files={"__init__.py": "", "../evil.py": ""}),
        answered(files={"__init__.py": "", "evil.pth": "import os"}),
        answered(files={"client.py": "from __future__ import annotations\nX = eval('1')\n"}),
    ],
)
def test_malformed_answers_of_workers_are_errors(text: object) -> None:
    with pytest.raises(AnswerError):
        read_answer(text, JOB)
