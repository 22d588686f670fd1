"""Which lines of a program use what changed."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from generator.compare import Change, Described, Direction, Level
from generator.compare.usages import find_uses, parse
from generator.diagnostics import Report

from .programs import PROGRAMS
from .repositories import Repo
from .using_programs import SYMBOLS, VOICE, change, uses


def marked(text: str) -> set[tuple[int, str, bool]]:
    """Return (line, symbol, sure) of the marks in a program."""
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        for sign, symbols in re.findall(r"# ([-?])> ([^#]*)", line):
            found |= {(number, symbol.strip(), sign == "-") for symbol in symbols.split(", ")}
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(voice: Described, name: str) -> None:
    text = textwrap.dedent(PROGRAMS[name])
    report = Report()
    found = find_uses([change(symbol) for symbol in SYMBOLS], voice, parse({"app/main.py": text}, report))
    assert not list(report)
    told = {(use.line, use.symbol, use.sure) for one in found for use in one.uses or ()}
    assert told == marked(text)


def test_a_use_says_where_and_what(voice: Described) -> None:
    text = "from generated.voice import Voice\n\nprint(Voice().calls.list()[0].trace_id)\n"
    (found,) = find_uses([change("Call.trace_id")], voice, parse({"app/main.py": text}, Report()))
    assert found.uses
    (use,) = found.uses
    assert (use.path, use.line, use.symbol, use.sure) == ("app/main.py", 3, "Call.trace_id", True)
    assert use.text == "print(Voice().calls.list()[0].trace_id)"
    assert use.text[use.column - 1 :].startswith("trace_id")


CALLS = """\
from generated.voice import Voice
from generated.voice.models import CreateCall
CreateCall(agent_id=1)
CreateCall(agent_id=1, retry=None)
CreateCall(**options)
def show(body: CreateCall): print(body.retry)
Voice().calls.list(limit=1)
Voice().calls.list()
Voice().calls.list(*values)
"""


@pytest.mark.parametrize(
    ("changed", "sure", "unsure"),
    [
        (change("CreateCall.retry", "new-required-request-property", Direction.REQUEST), [3], [5]),
        (change("CreateCall.retry", "request-property-became-required", Direction.REQUEST), [3], [5]),
        (change("CreateCall.timezone", "new-required-request-property", Direction.REQUEST), [3, 4], [5]),
        (change("CreateCall.retry", "response-property-became-required", Direction.RESPONSE), [4, 6], []),
        (change("CreateCall.retry", "type-changed", Direction.REQUEST, before="a", after="b"), [4], []),
        (change("CreateCall.retry", "type-changed", Direction.RESPONSE, before="a", after="b"), [6], []),
        (change("CreateCall.retry", "request-property-removed", Direction.REQUEST, before="a"), [4, 6], []),
        (change("calls.list(limit)", "request-parameter-became-required", Direction.REQUEST), [8], [9]),
        (change("calls.list(limit)", "request-parameter-removed", Direction.REQUEST, before="a"), [7], []),
        (change("calls.list(page)", "new-required-request-parameter", Direction.REQUEST), [7, 8], [9]),
    ],
)
def test_a_newly_required_parameter_affects_calls_without_it(
    voice: Described, changed: Change, sure: list[int], unsure: list[int]
) -> None:
    (found,) = find_uses([changed], voice, parse({"main.py": CALLS}, Report()))
    assert [use.line for use in found.uses or () if use.sure] == sure
    assert [use.line for use in found.uses or () if not use.sure] == unsure


def test_a_removed_enum_value_affects_calls_that_pass_it(voice: Described) -> None:
    text = (
        "from generated.voice import Voice\n\ncalls = Voice().calls\ncalls.list(status='done')\n"
        "calls.list(status='ringing')\ncalls.list(status=given)\n"
    )
    gone = change("calls.list(status)", "request-parameter-enum-value-removed", Direction.REQUEST, before="'done', 'x'")
    many = replace(gone, before="'a', 'b', 3 more")
    found = uses(voice, {"main.py": text}, gone, many)
    assert found == [[("main.py", 4), ("main.py", 6)], [("main.py", 4), ("main.py", 5), ("main.py", 6)]]


def test_uses_of_a_value_are_affected_by_changes_of_its_type(voice: Described) -> None:
    files = {
        "main.py": "from generated.voice import Voice\n\ncall = Voice().calls.fetch('a')\nprint(call.owner)\n"
        "print(call.notes)\nprint(call.retry)\n"
    }
    changes = (
        change("Person", "response-property-one-of-removed", Direction.RESPONSE),
        change("Note", "response-property-type-changed", Direction.RESPONSE, before="a", after="b"),
        change("Note", "model-renamed"),
        change("Call", "api-schema-removed"),
    )
    assert uses(voice, files, *changes) == [[("main.py", 4)], [("main.py", 5)], [], []]


def test_imports_count_as_uses_if_nothing_else_does(voice: Described) -> None:
    files = {
        "a.py": "from generated.voice.models import CreateCall\n",
        "b.py": "from generated.voice.models import CreateCall\n\nCreateCall(agent_id=1)\n",
    }
    assert uses(voice, files, change("CreateCall")) == [[("a.py", 1), ("b.py", 3)]]


def test_a_removed_provider_affects_every_import(voice: Described) -> None:
    files = {
        "a.py": "import generated.voice\nfrom generated.voice.models import CreateCall\n",
        "b.py": "from generated import voice\n",
        "c.py": "from generated import other\n",
    }
    assert uses(voice, files, change("voice")) == [[("a.py", 1), ("a.py", 2), ("b.py", 1)]]


def test_modules_of_a_program_find_each_other(voice: Described) -> None:
    files = {
        "src/app/__init__.py": "from .clients import client\n",
        "src/app/clients.py": "from generated.voice import Voice\n\nclient = Voice()\n\ndef get():\n    return client\n",
        "src/app/jobs/run.py": "from ..clients import get\nfrom app import client\n\nprint(get().calls.list()[0].status)\n"
        "print(client.calls.list())\n",
        "src/app/jobs/late.py": "from . import run\nfrom app import clients as c\n\nc.get().calls.list()\n",
        "src/app/other.py": "from nowhere import get\n\nget().calls.list()\n",
        "src/app/voice.py": "from generated.voice import Voice\n\ndef mine() -> Voice: ...\n",
        "src/app/uses.py": "from .voice import mine\n\nmine().calls.list()\n",
        "tests/conftest.py": "import pytest\nfrom app import client as made\n\n@pytest.fixture\ndef client():\n    return made\n",
        "tests/deep/test_it.py": "def test_it(client):\n    client.calls.list()\n",
    }
    assert uses(voice, files, change("calls.list")) == [
        [
            ("src/app/jobs/late.py", 4),
            ("src/app/jobs/run.py", 4),
            ("src/app/jobs/run.py", 5),
            ("src/app/uses.py", 3),
            ("tests/deep/test_it.py", 2),
        ]
    ]


def test_a_new_provider_has_no_uses() -> None:
    (found,) = find_uses([change("voice")], None, parse({"a.py": "import generated.voice\n"}, Report()))
    assert found.uses == ()


def test_the_command_lists_affected_lines_of_code(tmp_path: Path) -> None:
    repo = Repo.at(tmp_path)
    repo.provider(VOICE, "voice")
    repo.commit()
    repo.provider(VOICE.replace("        trace_id: {type: string}\n", ""), "voice")
    repo.write("app/dial.py", "from generated.voice import Voice\n\nprint(Voice().calls.list()[0].trace_id)\n")
    repo.write("app/broken.py", "def (\n")
    repo.write("app/.venv/pyvenv.cfg", "")
    repo.write("app/.venv/x.py", "def (\n")
    repo.write("app/env/pyvenv.cfg", "")
    repo.write("app/env/x.py", "def (\n")
    repo.write("app/voice/__init__.py", "# Generated by Clientwright. Do not edit.\ndef (\n")
    done = repo.run("diff", "--used-in", "app")
    assert done.exit_code == 0
    assert "breaks 1 of your call sites: `app/dial.py:3`" in done.stdout
    assert (
        done.stderr.splitlines()
        == [
            "app/broken.py:1:1: warning[unreadable-code]: not searched for uses, because it cannot be read as Python: "
            "invalid syntax"
        ]
        or "app/broken.py:1:" in done.stderr
    )
    (repo.folder / "app/dial.py").unlink()
    (repo.folder / "app/broken.py").unlink()
    done = repo.run("diff", "--used-in", "app", "--fail-on", "breaking")
    assert done.exit_code == 1
    assert "nobody in `app` uses it" in done.stdout
    assert done.stdout.endswith("nothing in `app` uses what breaks.\n")


def test_with_two_files_uses_are_searched_by_the_names_of_the_old_one(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write("old.yaml", VOICE)
    repo.write("new.yaml", VOICE.replace("operationId: fetch", "operationId: get_call"))
    repo.write("main.py", 'from voice import Voice\n\nVoice().calls.fetch("a")\n')
    result = repo.diff("--old", "old.yaml", "--new", "new.yaml", "--name", "voice", "--used-in", "main.py")
    found = [use["line"] for one in result["comparisons"][0]["changes"] for use in one["uses"]]
    assert 3 in found


def test_the_same_change_is_found_whatever_its_level(voice: Described) -> None:
    files = parse({"main.py": "from generated.voice import Voice\n\nVoice().calls.list()\n"}, Report())
    changes = [replace(change("calls.list"), level=level) for level in Level]
    assert [len(one.uses or ()) for one in find_uses(changes, voice, files)] == [1, 1, 1, 1]


def test_a_method_that_is_called_later_is_a_call(voice: Described) -> None:
    program = """\
from asyncio import to_thread
from functools import partial

from generated.voice import Voice


async def ended(client: Voice) -> None:
    ask = partial(client.calls.list, status="ended")
    print(ask()[0].trace_id)
    print((await to_thread(client.calls.fetch, "a")).trace_id)
"""
    changes = (change("calls.list(status)"), change("calls.fetch"), change("Call.trace_id"))
    found = uses(voice, {"app/main.py": program}, *changes)
    assert found == [[("app/main.py", 8)], [("app/main.py", 10)], [("app/main.py", 9), ("app/main.py", 10)]]
