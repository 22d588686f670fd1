"""Event streams next to another reader: the same events come out of `eventsource-parser`, from npm."""

from __future__ import annotations

import base64
import json
import random
import subprocess

import pytest

from generator.runtime.streams.events import EventSplitter
from tests.bench.environments import Environment

PROGRAM = """
import { createParser } from 'eventsource-parser'
import { readFileSync } from 'node:fs'
const read = chunks => {
  const events = [], retries = []
  const parser = createParser({ onEvent: event => events.push(event), onRetry: retry => retries.push(retry) })
  const decoder = new TextDecoder('utf-8')
  for (const chunk of chunks) parser.feed(decoder.decode(Buffer.from(chunk, 'base64'), { stream: true }))
  return { events: events.map(one => [one.event ?? 'message', one.id ?? null, one.data]), retries }
}
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf-8')).map(read)))
"""
ENDS = ("\n", "\r", "\r\n")
STREAMS = 200
IDS = ("7", "a b", "n\0ul")
VALUES = ("", " ", "a", "  two", "ü", "🐈 x", "a: b", "[DONE]", '{"text": "x"}', ":", "\u2028", "\ufeffx")


def _line(name: str, value: str, chance: random.Random) -> str:
    blank = chance.choice(("", " "))
    return name if not value and chance.random() < 0.3 else f"{name}:{blank}{value}"


def _stream(chance: random.Random) -> bytes:
    """Return events with comments, unknown fields, ids (some with NUL) and pauses, and a byte order mark or none."""
    lines: list[str] = []
    for _ in range(chance.randrange(1, 8)):
        block = [_line("data", chance.choice(VALUES), chance) for _ in range(chance.randrange(1, 4))]
        if chance.random() < 0.5:
            block.append(_line("event", chance.choice(("ping", "x y", "")), chance))
        if chance.random() < 0.5:
            block.append(f"id: {chance.choice(IDS)}")
        if chance.random() < 0.3:
            block.append(f"retry: {chance.choice(('10', '2500', 'soon', '-1', '1.5'))}")
        if chance.random() < 0.4:
            block.append(chance.choice((": a comment", ":", "unknown: x", "Data: no", "data x")))
        chance.shuffle(block)
        lines += [*block, *[""] * chance.randrange(1, 3)]
    mark = "\ufeff" if chance.random() < 0.3 else ""
    return (mark + "".join(line + chance.choice(ENDS) for line in lines) + "\n\n").encode()


def _cut(content: bytes, chance: random.Random) -> list[bytes]:
    cuts = sorted(chance.sample(range(len(content) + 1), min(len(content), chance.randrange(0, 20))))
    return [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True)]


def _ours(chunks: list[bytes]) -> tuple[list[list[str]], int | None]:
    splitter = EventSplitter()
    events = [[one.event or "", one.id or "", one.data] for chunk in chunks for one in splitter.feed(chunk)]
    return events, splitter.retry


@pytest.mark.slow
def test_another_reader_finds_the_same_events() -> None:
    parser = Environment("eventsource-parser")
    if parser.missing:
        pytest.skip(parser.missing)
    chance = random.Random(20261130)
    streams = [_cut(_stream(chance), chance) for _ in range(STREAMS)]
    encoded = json.dumps([[base64.b64encode(one).decode() for one in chunks] for chunks in streams])
    command = ["node", "--input-type=module", "-e", PROGRAM]
    done = subprocess.run(
        command, input=encoded, cwd=parser.folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    for chunks, theirs in zip(streams, json.loads(done.stdout), strict=True):
        last, expected = "", []
        for event, id_, data in theirs["events"]:
            last = last if id_ is None else id_
            expected.append([event, last, data])
        assert _ours(chunks) == (expected, theirs["retries"][-1] if theirs["retries"] else None), b"".join(chunks)
