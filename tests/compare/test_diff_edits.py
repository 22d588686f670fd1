"""Edits of a description, and the lines of one program that each hits: the comparison and the search for uses together."""

from __future__ import annotations

import textwrap

import pytest

from generator.compare import Level, compare
from generator.compare.usages import Program, find_uses, parse
from generator.diagnostics import Report

from .using_programs import VOICE, described

PROGRAM = textwrap.dedent("""\
    from generated.voice import Voice  # 1
    from generated.voice.errors import NotFoundError  # 2
    from generated.voice.models import Call, CreateCall, Person, Retry  # 3

    client = Voice(key="x", server="india")  # 5
    body = CreateCall(agent_id=1, retry=Retry(stage_name="a"))  # 6
    try:
        result = client.calls.create(body)  # 8
    except NotFoundError as error:  # 9
        print(error.body.reason)  # 10
    print(result.data.trace_id)  # 11
    print(result.data.status)  # 12
    for call in client.calls.list(limit=3):  # 13
        print(call.retry.stage_name)  # 14
    client.calls.list()  # 15
    client.calls.fetch("a")  # 16
    with client.events.watch() as events:  # 17
        print([event.sequence for event in events])  # 18
    def show(person: Person, call: Call): print(person.age, person.full_name, call.owner)  # 19
    """)
SECOND = '  - {url: "https://in.voice.example.com", description: India}\n'
LIMIT = "{name: limit, in: query, schema: {type: integer}}"
EDITS = {
    "a field that is read is gone": ("        trace_id: {type: string}\n", "", {11}),
    "a field that is read has another type": ("trace_id: {type: string}", "trace_id: {type: integer}", {11}),
    "a field of a nested model is gone": (
        "Retry: {type: object, properties: {stage_name: {type: string}}}",
        "Retry: {type: object, properties: {other: {type: string}}}",
        {6, 14},
    ),
    "a field that is sent is required": ("required: [agent_id]", "required: [agent_id, notes]", {6}),
    "a field that is sent is required and given": ("required: [agent_id]", "required: [agent_id, retry]", set()),
    "a new field that is required": (
        "      required: [agent_id]\n      properties:\n",
        "      required: [agent_id, zone]\n      properties:\n        zone: {type: string}\n",
        {6},
    ),
    "a field that is sent has another type": ("agent_id: {type: integer}", "agent_id: {type: string}", {6}),
    "a method is gone": ("operationId: fetch", "operationId: read", {16}),
    "an argument is gone": (f"        - {LIMIT}\n", "", {13}),
    "an argument is required": (LIMIT, LIMIT.replace("query,", "query, required: true,"), {15}),
    "an argument has another type": (LIMIT, LIMIT.replace("integer", "string"), {13}),
    "a server is gone": (SECOND, "", {5}),
    "a class has another name": ("schemas/Person", "schemas/Human", {19}),
    "a field of an error is gone": ("{reason: {type: string}}", "{cause: {type: string}}", {10}),
    "an event has another type": ("{sequence: {type: integer}}", "{sequence: {type: string}}", {18}),
    "a field of a base is gone": ("{full_name: {type: string}}", "{nick: {type: string}}", {19}),
}


@pytest.fixture(scope="module")
def program() -> Program:
    """The program."""
    return parse({"main.py": PROGRAM}, Report())


@pytest.mark.parametrize("name", EDITS)
def test_the_lines_that_an_edit_breaks(program: Program, name: str) -> None:
    before, after, lines = EDITS[name]
    assert before in VOICE
    text = VOICE.replace(before, after)
    if "Human" in after:
        text = text.replace("    Person: ", "    Human: ")
    old, new = described(VOICE), described(text)
    changes = find_uses(compare(old, new).changes, old, program)
    breaking = [change for change in changes if change.level is Level.BREAKING]
    assert breaking
    hit = {use.line for change in breaking for use in change.uses or ()}
    assert hit - {3} == lines, [(change.rule, change.symbols, change.uses) for change in breaking]
