"""Print what others make of our mock's answers, and what other mocks answer to the same requests."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

from tests.bench.descriptions import ROOT, documents, load, title
from tests.bench.measure import measure
from tests.bench.mocks.answers import Asked, Given, answers, mock_of, requests, without_something
from tests.bench.mocks.judge import Judge
from tests.bench.mocks.servers import SERVERS, Server
from tests.bench.rivals import PACKAGE, RIVALS

_PROGRAMS = Path(__file__).resolve().parent / "programs"
_CLIENTS = {"openapi-python-client": "openapi_python_client", "Redocly CLI": "redocly"}
_MOST_ASKED = 40
_SHOWN = 3


def print_mocks() -> None:
    """Print the tables of all documents, and their sums."""
    decoded: dict[str, Counter[str]] = {}
    served: dict[str, Counter[str]] = {}
    for document in documents():
        print(f"\nMock of {title(document)}", flush=True)
        mock = mock_of(document)
        if mock is None:
            print("refused")
            continue
        judge = Judge(load(document))
        made = list(answers(mock))
        problems = [judge.problem(one.method, one.path, one.status, one.content_type, one.content) for one in made]
        wrong = [(one, problem) for one, problem in zip(made, problems, strict=True) if problem]
        print(f"{len(made)} JSON answers; {len(wrong)} do not fit the document")
        for one, problem in wrong[:_SHOWN]:
            print(f"    {one.method} {one.path} {one.status}: {problem}")
        for name, counts in _decoded(document, made).items():
            decoded.setdefault(name, Counter()).update(counts)
        asked = list(requests(mock))[:_MOST_ASKED]
        both = [(one, without_something(one, mock)) for one in asked]
        for server in SERVERS:
            served.setdefault(server.name, Counter()).update(_served(server, document, both, judge))
    print("\nAll documents")
    for name, counts in decoded.items():
        print(f"{name:24}{_share(counts)}")
    for name, counts in served.items():
        _print_served(name, counts)


def _decoded(document: Path, made: Sequence[Given]) -> dict[str, Counter[str]]:
    """Print, and return, how many answers each client decodes."""
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "answers.json"
        file.write_text(json.dumps([one.to_object() for one in made]), "utf-8")
        folder = Path(name) / "clientwright"
        options = ["--spec", document, "--out", folder, "--name", PACKAGE, "--keep-going"]
        run = measure([sys.executable, "-m", "generator", "generate", *options], ROOT)
        if not run.status:
            found["Clientwright"] = _run(Path(sys.executable), "clientwright", folder, file)
        for rival in RIVALS:
            if (program := _CLIENTS.get(rival.name)) is None or rival.missing:
                continue
            run = rival.generate(document, Path(name) / program)
            if run.status:
                print(f"{rival.name:24}makes no client: {run.problem}")
            else:
                found[rival.name] = _run(rival.python, program, Path(name) / program, file)
    for client, counts in found.items():
        print(f"{client:24}{_share(counts)}")
    return found


def _run(python: Path, program: str, client: Path, file: Path) -> Counter[str]:
    command = [python, "-W", "ignore", _PROGRAMS / f"{program}.py", file]
    run = measure(command, client, {"PYTHONPATH": str(client)})
    if run.status:
        print(f"    {program}: {run.problem}")
        return Counter({"unusable": 1})
    told = json.loads(run.output.splitlines()[-1])
    for problem in told["problems"][:_SHOWN]:
        print(f"    {program}: {problem}")
    return Counter({name: told[name] for name in ("decoded", "absent", "failed")})


def _share(counts: Counter[str]) -> str:
    tried = counts["decoded"] + counts["failed"]
    share = f"{counts['decoded'] / tried:.1%}" if tried else "none"
    unusable = f", {counts['unusable']} clients cannot be imported" if counts["unusable"] else ""
    return f"decodes {counts['decoded']} of {tried} ({share}), {counts['absent']} of operations that it lacks{unusable}"


def _served(server: Server, document: Path, asked: Sequence[tuple[Asked, Asked | None]], judge: Judge) -> Counter[str]:
    if missing := server.missing:
        print(f"{server.name:24}{missing}")
        return Counter()
    counts: Counter[str] = Counter()
    with server.serving(document) as served:
        if served is None:
            print(f"{server.name:24}does not start")
            return Counter({"refused": 1})
        client, seconds = served
        counts.update({"documents": 1, "start": round(seconds * 1_000)})
        for valid, invalid in asked:
            _ask(client, valid, judge, counts)
            if invalid is not None and (answer := _sent(client, invalid)) is not None:
                counts.update(["invalid", *(["invalid refused"] if answer.is_client_error else [])])
    _print_served(server.name, counts)
    return counts


def _ask(client: httpx.Client, asked: Asked, judge: Judge, counts: Counter[str]) -> None:
    start = time.perf_counter()
    answer = _sent(client, asked)
    counts.update({"asked": 1, "microseconds": round((time.perf_counter() - start) * 1_000_000)})
    if answer is None or not answer.is_success:
        return
    counts["answered"] += 1
    kind = answer.headers.get("Content-Type", "")
    problem = judge.problem(asked.method, asked.path, answer.status_code, kind, answer.content)
    if problem is not None:
        counts.update(["judged", *([] if problem else ["fit"])])


def _sent(client: httpx.Client, asked: Asked) -> httpx.Response | None:
    params, headers = [*asked.query] or None, dict(asked.headers)
    try:
        return client.request(asked.method, asked.target, params=params, headers=headers, content=asked.content)
    except httpx.HTTPError:
        return None


def _print_served(name: str, counts: Counter[str]) -> None:
    started, asked = max(counts["documents"], 1), max(counts["asked"], 1)
    print(
        f"{name:24}answers {counts['answered']} of {counts['asked']} valid requests;"
        f" {counts['fit']} of {counts['judged']} answers fit; refuses {counts['invalid refused']} of"
        f" {counts['invalid']} invalid ones; first answer after {counts['start'] / started / 1_000:.2f} s,"
        f" then {counts['microseconds'] / asked / 1_000:.1f} ms each"
        + (f"; does not start for {counts['refused']} documents" if counts["refused"] else ""),
        flush=True,
    )


if __name__ == "__main__":
    print_mocks()
