"""Which lines of a program use what changed. In the programs, `# -> symbol` marks what has to be found in a line,
`# ?> symbol` what may only be guessed; what is not marked must not be found."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.compare import type_checker
from generator.compare import Change, Described, Direction, Level
from generator.compare.usages import find_uses, parse
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load

from .repositories import Repo

VOICE = """\
openapi: 3.1.0
info: {title: Voice, version: "1"}
servers:
  - {url: "https://voice.example.com", description: Global}
  - {url: "https://in.voice.example.com", description: India}
paths:
  /calls:
    get:
      operationId: list
      tags: [calls]
      x-clientwright-pagination: {style: page, items: "", parameter: query.page}
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: status, in: query, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      responses:
        "200":
          description: Calls.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Call"}}}}
    post:
      operationId: create
      tags: [calls]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/CreateCall"}}}
      responses:
        "200":
          description: The call.
          content: {application/json: {schema: {$ref: "#/components/schemas/CallResult"}}}
        "404":
          description: No such agent.
          content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}
  /calls/{call_id}:
    get:
      operationId: fetch
      tags: [calls]
      parameters:
        - {name: call_id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: The call.
          content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}
  /events:
    get:
      operationId: watch
      tags: [events]
      responses:
        "200":
          description: Events.
          content: {text/event-stream: {itemSchema: {$ref: "#/components/schemas/Event"}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    CreateCall:
      type: object
      required: [agent_id]
      properties:
        agent_id: {type: integer}
        retry: {$ref: "#/components/schemas/Retry"}
        notes: {type: object, additionalProperties: {$ref: "#/components/schemas/Note"}}
    Retry: {type: object, properties: {stage_name: {type: string}}}
    Note: {type: object, properties: {note_text: {type: string}}}
    CallResult: {type: object, properties: {data: {$ref: "#/components/schemas/Call"}}}
    Call:
      type: object
      properties:
        trace_id: {type: string}
        status: {type: string, enum: [ringing, done]}
        retry: {$ref: "#/components/schemas/Retry"}
        notes: {type: object, additionalProperties: {$ref: "#/components/schemas/Note"}}
        parent: {$ref: "#/components/schemas/Call"}
        owner:
          oneOf: [{$ref: "#/components/schemas/Person"}, {$ref: "#/components/schemas/Team"}]
    Being: {type: object, properties: {full_name: {type: string}}}
    Person: {allOf: [{$ref: "#/components/schemas/Being"}, {type: object, properties: {age: {type: integer}}}]}
    Team: {type: object, properties: {members: {type: array, items: {$ref: "#/components/schemas/Person"}}}}
    Problem: {type: object, properties: {reason: {type: string}}}
    Event: {type: object, properties: {sequence: {type: integer}}}
security: [{key: []}]
"""
SYMBOLS = (
    *("calls.create", "calls.list", "calls.list_all", "calls.list(limit)", "calls.fetch(call_id)", "events.watch"),
    *("CreateCall", "CreateCall.retry", "Call.trace_id", "Call.status", "Retry.stage_name", "Note.note_text"),
    *("Being.full_name", "Person.age", "Problem.reason", "Event.sequence", "errors.NotFoundError"),
    *("Voice", "Voice(key)", "Voice(server='india')"),
)
PROGRAMS = {
    "a call": """
        from generated.voice import Voice  # -> Voice
        """,
    "constructors": """
        from generated.voice import AsyncVoice, Voice

        client = Voice(key="x", server="india")  # -> Voice, Voice(key), Voice(server='india')
        other = AsyncVoice(key="x")  # -> Voice, Voice(key)
        server = Voice(server="global")  # -> Voice
        """,
    "a result and its fields": """
        from generated.voice import Voice
        from generated.voice.models import CreateCall as Body, Retry

        client = Voice(key="x")  # -> Voice, Voice(key)
        result = client.calls.create(Body(agent_id=1, retry=Retry(stage_name="a")))  # -> calls.create, CreateCall, CreateCall.retry, Retry.stage_name
        print(result.data.trace_id if result.data else None)  # -> Call.trace_id
        print(result.data.retry.stage_name)  # -> Retry.stage_name
        print(result.data.parent.parent.status)  # -> Call.status
        """,
    "all pages": """
        from generated.voice import AsyncVoice, Voice

        with Voice() as client:  # -> Voice
            for call in client.calls.list_all(limit=3):  # -> calls.list, calls.list_all, calls.list(limit)
                print(call.trace_id)  # -> Call.trace_id
        async def main():
            async for call in AsyncVoice().calls.list_all():  # -> Voice, calls.list, calls.list_all
                print(call.status)  # -> Call.status
        """,
    "loops, dicts and comprehensions": """
        from generated.voice import Voice

        with Voice() as client:  # -> Voice
            for call in client.calls.list(limit=3):  # -> calls.list, calls.list(limit)
                print(call.trace_id)  # -> Call.trace_id
            first, *rest = client.calls.list()  # -> calls.list
            print(first.status, rest[0].status)  # -> Call.status
            print([one.status for one in rest if one.trace_id])  # -> Call.status, Call.trace_id
            print(rest[1:][0].status)  # -> Call.status
            for key, note in first.notes.items():
                print(key, note.note_text)  # -> Note.note_text
            print(first.notes["a"].note_text, first.notes.get("b").note_text)  # -> Note.note_text
            by_id = {one.trace_id: one for one in rest}  # -> Call.trace_id
            print(by_id["x"].status)  # -> Call.status
            print(max(rest, key=lambda one: one.trace_id).status)  # -> Call.status  # ?> Call.trace_id
            print(next(iter(rest)).status)  # -> Call.status
            for number, one in enumerate(rest):
                print(number, one.status)  # -> Call.status
        """,
    "classes": """
        from generated.voice import Voice
        from generated.voice.models import CreateCall

        class Dialer:
            def __init__(self, client: Voice, timeout: int = 3) -> None:  # -> Voice
                self.client = client
                self.timeout = timeout

            @property
            def calls(self):
                return self.client.calls

            def dial(self):
                self.last = self.calls.create(CreateCall(agent_id=1))  # -> calls.create, CreateCall
                return self.last

            def show(self):
                print(self.last.data.trace_id, self.timeout.trace_id)  # -> Call.trace_id

        class Special(Dialer):
            def more(self):
                return self.dial().data.status  # -> Call.status

        Special(Voice()).more().trace_id  # -> Voice
        """,
    "functions and their parameters": """
        from typing import Optional
        from generated.voice import Voice
        from generated.voice.models import Call

        def show(call: Call) -> None:
            print(call.trace_id)  # -> Call.trace_id

        def maybe(call: Optional["Call"], calls: list[Call], *more: Call, key: dict[str, Call] | None = None):
            print(call.trace_id)  # -> Call.trace_id
            print(calls[0].status, key["a"].status)  # -> Call.status

        def passed(call, client):
            print(call.trace_id)  # -> Call.trace_id
            client.calls.list()  # -> calls.list

        def made():
            client = Voice()  # -> Voice
            passed(client.calls.fetch("a"), client=client)  # -> calls.fetch(call_id)
            return client.calls.fetch(call_id="a")  # -> calls.fetch(call_id)

        made().status  # -> Call.status
        """,
    "asynchronous": """
        import asyncio
        from generated.voice import AsyncVoice

        async def main():
            async with AsyncVoice() as client:  # -> Voice
                calls = await client.calls.list()  # -> calls.list
                print(calls[0].trace_id)  # -> Call.trace_id
                first, second = await asyncio.gather(client.calls.fetch("a"), client.calls.fetch("b"))  # -> calls.fetch(call_id)
                print(first.status, second.status)  # -> Call.status
                async with await client.events.watch() as events:  # -> events.watch
                    async for event in events:
                        print(event.sequence)  # -> Event.sequence
                return calls[0]

        print(asyncio.run(main()).status)  # -> Call.status
        """,
    "errors": """
        from generated.voice import errors
        from generated.voice.errors import NotFoundError

        try:
            pass
        except NotFoundError as error:  # -> errors.NotFoundError
            print(error.body.reason)  # -> Problem.reason
        except (ValueError, errors.NotFoundError) as error:  # -> errors.NotFoundError
            print(error.body.reason)  # -> Problem.reason
        """,
    "modules": """
        import generated.voice
        import generated.voice.models as m
        from generated import voice
        from generated.voice import models
        from generated.voice.calls import create_request

        generated.voice.Voice().calls.list()  # -> Voice, calls.list
        voice.Voice().calls.list()  # -> Voice, calls.list
        response = voice.Voice().send(create_request(m.CreateCall(agent_id=1)))  # -> Voice, calls.create, CreateCall
        print(response.data.data.trace_id, response.status)  # -> Call.trace_id
        print(models.CreateCall.model_validate({}).retry)  # -> CreateCall, CreateCall.retry
        """,
    "unions, bases and patterns": """
        from generated.voice.models import Call, Person

        def show(call: Call) -> None:
            print(call.owner.full_name, call.owner.members[0].age)  # -> Being.full_name, Person.age
            if isinstance(call.owner, Person):
                print(call.owner.age)  # -> Person.age
            match call:
                case Call(trace_id=one, owner=Person(age=age) as person):  # -> Call.trace_id, Person.age
                    print(one, age, person.full_name)  # -> Being.full_name
            Person(age=3, full_name="x")  # -> Person.age, Being.full_name
            call.status = "done"  # -> Call.status
            del call.trace_id  # -> Call.trace_id
        """,
    "fixtures": """
        import pytest
        from generated.voice import Voice

        @pytest.fixture
        def client():
            with Voice() as made:  # -> Voice
                yield made

        def test_it(client):
            assert client.calls.fetch("a").status  # -> calls.fetch(call_id), Call.status
        """,
    "names that mean something else": """
        import os
        import requests
        from dataclasses import dataclass
        from generated.voice import Voice  # -> Voice

        @dataclass
        class Mine:
            trace_id: str
            status: str

        def show(mine: Mine, path: os.PathLike, number: int):
            print(mine.trace_id, mine.status, path.trace_id, number.trace_id)
            print(requests.get("x").trace_id, requests.calls.create())
            print("text".trace_id, {"a": 1}["a"], os.environ.trace_id)

        class CreateCall:
            retry = 1

        CreateCall(retry=2).retry
        """,
    "what nobody knows": """
        from generated.voice import Voice  # -> Voice

        def show(anything, other):
            print(anything.trace_id)  # ?> Call.trace_id
            print(anything.status, anything.retry)
            other.calls.create(1)  # ?> calls.create
        """,
    "protocols": """
        from dataclasses import dataclass
        from typing import Protocol

        from generated.voice import Voice

        class Calls(Protocol):
            def list(self, *, limit: int | None = None) -> list: ...

        class Client(Protocol):
            @property
            def calls(self) -> Calls: ...

        def run(calls: Calls, client: Client) -> None:
            calls.list(limit=5)  # -> calls.list, calls.list(limit)
            client.calls.list()  # -> calls.list

        class Service:
            def __init__(self, calls: Calls) -> None:
                self.calls = calls

            def run(self):
                return self.calls.list(limit=3)  # -> calls.list, calls.list(limit)

        @dataclass
        class Other:
            name: str
            calls: Calls

            def run(self):
                return self.calls.list(limit=3)  # -> calls.list, calls.list(limit)

        voice = Voice()  # -> Voice
        run(voice.calls, voice)
        Service(voice.calls)
        Other("a", calls=voice.calls)
        """,
    "a protocol that other things are given": """
        from typing import Protocol

        from generated.voice import Voice  # -> Voice

        class Calls(Protocol):
            def list(self) -> list: ...

        class Fake:
            def list(self): return []

        def run(calls: Calls): return calls.list()

        run(Fake())
        """,
    "aliases of types": """
        from typing import Optional, TypeAlias

        from generated.voice import Voice
        from generated.voice.models import Call

        Client: TypeAlias = Voice  # -> Voice
        Plain = Voice  # -> Voice
        Calls: TypeAlias = "list[Call]"
        Many = dict[str, Call]
        Perhaps = Voice | None  # -> Voice
        Or = Optional[Voice]  # -> Voice

        def run(one: Client, two: Plain, three: Perhaps, four: Or, five: Calls, six: Many):  # -> Voice
            one.calls.list(limit=1)  # -> calls.list, calls.list(limit)
            two.calls.list()  # -> calls.list
            three.calls.list()  # -> calls.list
            four.calls.list()  # -> calls.list
            for call in five:
                print(call.trace_id)  # -> Call.trace_id
            print(six["a"].trace_id)  # -> Call.trace_id
        """,
    "another package": """
        from elsewhere import Voice
        from elsewhere.models import CreateCall

        Voice(key="x").calls.create(CreateCall(agent_id=1)).data.trace_id
        """,
}


@pytest.fixture(scope="module")
def voice() -> Described:
    """The client that the programs are written for."""
    return described(VOICE)


def described(text: str, name: str = "voice") -> Described:
    report = Report()
    document = load(text.encode(), f"{name}.yaml", report)
    assert document
    found = pipeline.describe(Inputs(Source(document), Settings(), name), report)
    assert found, list(report)
    return found


def change(symbol: str, rule: str = "any", direction: Direction = Direction.BOTH, **more: Any) -> Change:
    return Change(rule, Level.BREAKING, direction, "changed", (symbol,), **more)


def marked(text: str) -> set[tuple[int, str, bool]]:
    """Return (line, symbol, sure) of the marks in a program."""
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        for sign, symbols in re.findall(r"# ([-?])> ([^#]*)", line):
            found |= {(number, symbol.strip(), sign == "-") for symbol in symbols.split(", ")}
    return found


def uses(voice: Described, files: dict[str, str], *changes: Change, **options: Any) -> list[list[tuple[str, int]]]:
    report = Report()
    found = find_uses(changes, voice, parse(files, report), **options)
    assert not list(report)
    return [[(use.path, use.line) for use in one.uses or ()] for one in found]


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
