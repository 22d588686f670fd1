"""Programs that are odd or cannot be parsed, and uses that only a type checker finds."""

from __future__ import annotations

from functools import partial

import pytest

from generator.commands.compare import type_checker
from generator.compare import Described
from generator.compare.usages import find_uses, parse
from generator.diagnostics import Report

from .using_programs import SYMBOLS, change, uses


@pytest.mark.parametrize(
    "text",
    ["def broken(:\n", "x = '\x00'\n", "(" * 5_000, "-" * 200_000 + "1", "match x:\n  case {**rest, 'a': 1}: pass\n"],
)
def test_code_that_cannot_be_parsed_is_a_warning(voice: Described, text: str) -> None:
    report = Report()
    files = {"bad.py": text, "good.py": "from generated.voice import Voice\n\nVoice().calls.list()\n"}
    (found,) = find_uses([change("calls.list")], voice, parse(files, report))
    assert [(one.severity.value, one.code, one.where and one.where.file) for one in report] == [
        ("warning", "unreadable-code", "bad.py")
    ]
    assert [use.path for use in found.uses or ()] == ["good.py"]


@pytest.mark.parametrize(
    "text",
    [
        "from generated.voice import Voice\nx = Voice()\n" + "x = [x]\n" * 300,
        "from generated.voice import Voice\ndef f(a): return f([a])\nf(Voice())\n",
        "from generated.voice import Voice\nclass A(Voice): pass\nclass A(A): pass\nA().calls.list()\n",
        "class A(B): pass\nclass B(A): pass\nfrom generated.voice import Voice\nB().calls.list(); A().x\n",
        "from generated.voice import *\nfrom . import *\nfrom .main import *\nVoice().calls.list()\n",
        "from generated.voice import Voice\nx = " + "(" * 90 + "Voice()" + ")" * 90 + "\n" + "x" + ".a" * 900 + "\n",
        "from generated.voice import Voice\nx: 'list[' = Voice()\ny: '\\x00' = x\n",
        "from ....... import generated\nfrom .......voice import Voice\n",
        "from generated.voice import Voice\nlambda: (yield)\nf'{Voice()!r:{Voice().calls}}'\n",
        "type X[T] = 1\n" if False else "from generated.voice import Voice\nglobal_ = [Voice, *Voice(), {**Voice()}]\n",
    ],
)
def test_odd_programs_do_no_harm(voice: Described, text: str) -> None:
    found = find_uses([change(symbol) for symbol in SYMBOLS], voice, parse({"main.py": text}, Report()))
    assert len(found) == len(SYMBOLS)


ONLY_TYPES = """\
from collections.abc import Callable
from typing import Generic, TypeVar

from generated.voice import Voice
from generated.voice.models import Call

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, inner: T) -> None:
        self.inner = inner

    def get(self) -> T:
        return self.inner


def through(value: T, change: Callable[[T], T]) -> T:
    return change(value)


def show(client: Voice) -> None:
    print(Box(client.calls.fetch("a")).get().trace_id)  # line 23 of the file
    print(through(client, lambda one: one).calls.fetch("b"))  # line 24
"""


@pytest.mark.skipif(type_checker.checker() is None, reason="mypy is not installed here")
@pytest.mark.parametrize("path", ["app/main.py", "my-app/sub-dir/main-2.py"])
def test_mypy_finds_uses_that_the_own_search_misses(voice: Described, path: str) -> None:
    """Also below folders whose names cannot be imported."""
    command = type_checker.checker()
    assert command
    report = Report()
    ask = partial(type_checker.check, command, "voice", report=report)
    changes = (change("Call.trace_id"), change("calls.fetch"))
    assert uses(voice, {path: ONLY_TYPES}, *changes) == [[], [(path, 23)]]
    assert uses(voice, {path: ONLY_TYPES}, *changes, check=ask) == [
        [(path, 23)],
        [(path, 23), (path, 24)],
    ]
    assert not list(report)


def test_a_type_checker_that_fails_is_a_warning(voice: Described) -> None:
    report = Report()
    ask = partial(type_checker.check, ["/nowhere/mypy"], "voice", report=report)
    files = {"app/main.py": "from generated.voice import Voice\n\nVoice().calls.list()\n"}
    assert uses(voice, files, change("calls.list"), check=ask) == [[("app/main.py", 3)]]
    assert [one.code for one in report] == ["no-checker"]
