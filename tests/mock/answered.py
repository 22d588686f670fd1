"""What the mock samples, judges and answers: `python -m tests.mock.answered` writes the record."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator.mock.incoming import IncomingRequest
from generator.mock.server import Mock
from generator.mock.values import NoSampleError, Sampler

from .. import recording
from .tables import COMPONENTS, DOCUMENT, GOOD, HEADERS, PAGES, QUERIES, REQUESTS, SCHEMAS, VALUES
from .test_documents import mock

RECORD = Path(__file__).with_name("answered.txt")
_LONGEST = 300


def sampled(schema: Any) -> list[str]:
    """Return what is made up for a schema, and which values it takes."""
    made = Sampler(COMPONENTS)
    ways: dict[str, Callable[[], object]] = {
        "received": lambda: made.value(schema),
        "sent": lambda: made.value(schema, "name", received=False),
        "least": lambda: made.value(schema, full=False),
        "nearest": lambda: made.nearest(schema, "near"),
        "object": lambda: made.is_object(schema),
        "shapes": lambda: list(made.shapes(schema)),
    }
    found = [f"{name}: {_short(_tried(way))}" for name, way in ways.items()]
    for value in VALUES:
        failures = made.failures(schema, value)
        if failures:
            found.append(f"{json.dumps(value)}: {'; '.join(f'{one.pointer} {one.message}' for one in failures)}")
        elif not made.fits(schema, value):
            found.append(f"{json.dumps(value)}: no format")
    return found


def _tried(way: Callable[[], object]) -> object:
    try:
        return way()
    except NoSampleError as error:
        return f"NoSampleError {error}"


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... of {len(text)}"


def answered(served: Mock, request: IncomingRequest) -> list[str]:
    """Return an answer as it is sent."""
    made = served.respond(request)
    headers = {**made.headers, **({"Content-Type": made.content_type} if made.content_type else {})}
    content = made.content.decode("latin-1")
    if made.content_type == "application/problem+json" and content.startswith("{\n"):
        content = json.dumps(json.loads(content))
    return [f"{made.status} {json.dumps(headers)} {content}", *([f"note: {made.note}"] if made.note else [])]


def requests() -> Iterator[IncomingRequest]:
    """Yield the requests to the document of the tables."""
    path, query, headers = GOOD
    for one in QUERIES:
        name = one.partition("=")[0]
        rest = "&".join(part for part in query.split("&") if part.partition("=")[0] != name)
        yield IncomingRequest("GET", path, "&".join(filter(None, (rest, one))) if one else "", headers)
    for given in HEADERS:
        yield IncomingRequest("GET", path, query, {**headers, **given})
    for method, place, asked, given, content in REQUESTS:
        yield IncomingRequest(method, place, asked, {name: one for name, one in given.items() if one}, content)


def title(one: IncomingRequest) -> str:
    """Return a request in one line."""
    query = f"?{one.query}" if one.query else ""
    return ascii(f"{one.method} {one.path}{query} {json.dumps(dict(one.headers))} {one.content.decode('latin-1')}")[
        1:-1
    ].strip()


def paged(rule: str, example: str) -> str:
    """Return a document with a list in pages."""
    fields = dict(part.split(": ") for part in rule.split(", "))
    name = fields.get("query", "unused")
    return f"""
openapi: 3.1.0
info: {{title: Pages, version: "1"}}
paths:
  /things:
    get:
      x-clientwright-pagination: {{{rule}}}
      parameters: [{{name: {name}, in: query, schema: {{type: string}}}}, {{name: a, in: query, schema: {{type: string}}}}]
      responses:
        "200":
          description: ok
          headers: {{Link: {{required: true, schema: {{type: string}}}}, X-Other: {{required: true, schema: {{type: string}}}}}}
          content: {{application/json: {{schema: {{}}, example: {example}}}}}
"""


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    for schema in SCHEMAS:
        yield f"schema {json.dumps(schema)}", sampled(schema)
    with tempfile.TemporaryDirectory() as folder:
        served = mock(Path(folder), DOCUMENT)
        for one in requests():
            yield title(one), answered(served, one)
        served.asks_credentials = False
        for one in (IncomingRequest("GET", "/things"), IncomingRequest("POST", "/things")):
            yield f"without credentials {title(one)}", answered(served, one)
        for rule, example, queries in PAGES:
            served = mock(Path(folder), paged(rule, example))
            for query in queries:
                asked = IncomingRequest("GET", "/things", query, {"host": "localhost:1"})
                yield f"{rule}: {query}", answered(served, asked)


if __name__ == "__main__":
    recording.main(RECORD, cases())
