"""Which codec of the runtime writes and reads each content: by its media type, its schema and its direction."""

from __future__ import annotations

from typing import Any

import pytest

from generator.config import Settings
from generator.diagnostics import Report
from generator.emit.codecs import CodecExpression, codec
from generator.emit.type_expressions import TypeWriter
from generator.ir.api import MediaType
from generator.naming.assign import name
from tests.ir.test_lower import api

Tree = dict[str, Any]
PET = {"$ref": "#/components/schemas/Pet"}
SCHEMAS: dict[str, Any] = {
    "text": {"type": "string"},
    "bytes": {"type": "string", "format": "binary"},
    "base64": {"type": "string", "format": "byte"},
    "number": {"type": "integer"},
    "any": True,
    "list": {"type": "array", "items": {"type": "integer"}},
    "object": PET,
    "union": {"oneOf": [PET, {"type": "array", "items": {"type": "string"}}]},
    "null": {"type": ["array", "null"], "items": {"type": "integer"}},
}
# With `+` values have the type of the schema, else they are text or bytes. Columns as in SCHEMAS.
SENT = {
    "application/json": "JSON+ Binary JSON+ JSON+ JSON+ JSON+ JSON+ JSON+ JSON+",
    "application/vnd.a+json": "JSON+ Binary JSON+ JSON+ JSON+ JSON+ JSON+ JSON+ JSON+",
    "application/x-www-form-urlencoded": "Form+ Binary Form+ Form+ Form+ Form+ Form+ Form+ Form+",
    "multipart/form-data": "Multipart+ Binary Multipart+ Multipart+ Multipart+ Multipart+ Multipart+ Multipart+ Multipart+",
    "application/xml": "Text Binary XML+ XML+ Text XML+ XML+ XML+ XML+",
    "application/yaml": "Text Binary Text Text Text JSON+ JSON+ JSON+ Text",
    "application/jsonl": "JSONLines+ Binary JSONLines+ JSONLines+ JSONLines+ JSONLines+ JSONLines+ JSONLines+ JSONLines+",
    "text/event-stream": "Text Binary Text+ Text+ Text Text+ Text+ Text+ Text+",
    "text/plain": "Text Binary Text+ Text+ Text Text+ Text+ Text+ Text+",
    "text/csv": "Text Binary Text Text Text Text Text Text Text",
    "application/sql": "Text Binary Text Text Text Text Text Text Text",
    "application/*": "JSON+ Binary JSON+ JSON+ Binary JSON+ JSON+ JSON+ JSON+",
    "application/vnd.acme": "Binary Binary Text+ Binary Binary JSON+ JSON+ JSON+ Binary",
    "application/cbor": "Binary Binary Text+ Binary Binary Binary Binary Binary Binary",
    "image/png": "Binary Binary Text+ Binary Binary Binary Binary Binary Binary",
}
RECEIVED = {
    **SENT,
    "application/yaml": "Text Binary Text Text Text Text Text Text Text",
    "text/event-stream": "EventStream EventStream+ EventStream+ EventStream+ EventStream EventStream+ EventStream+ EventStream+ EventStream+",
    "text/plain": "Text Binary Text+ Text+ Text Text Text Text Text+",
    "application/vnd.acme": "Binary Binary Text+ Binary Binary Binary Binary Binary Binary",
}


def read(schemas: list[Tree], components: Tree | None = None) -> tuple[TypeWriter, list[tuple[MediaType, MediaType]]]:
    """Return a writer, and the contents of the body and of the response of an operation for each media type object."""
    paths = {
        f"/{number:03}": {
            "post": {
                "requestBody": {"content": content},
                "responses": {"200": {"description": "", "content": content}},
            }
        }
        for number, content in enumerate(schemas)
    }
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    found = api(paths, "3.2.0", components={"schemas": {"Pet": pet, **(components or {})}})
    writer = TypeWriter(found, name(found, Settings(), "wire", Report()))
    contents = [
        (one.body.contents[0], one.responses[0].contents[0]) for one in found.operations if one.body is not None
    ]
    return writer, contents


def short(found: CodecExpression) -> str:
    """Return the class of a codec, with `+` if it is given a type."""
    first = found.expression.text.removeprefix(f"{found.expression.function}(")
    return f"{found.expression.function}{'' if first == ')' or first.startswith('content_type=') else '+'}"


@pytest.mark.parametrize("kind", SENT)
def test_the_codec_of_each_media_type_and_schema(kind: str) -> None:
    writer, contents = read([{kind: {"schema": schema}} for schema in SCHEMAS.values()])
    sent = [short(codec(writer, body, received=False)) for body, _ in contents]
    received = [short(codec(writer, response, received=True)) for _, response in contents]
    assert dict(zip(SCHEMAS, sent, strict=True)) == dict(zip(SCHEMAS, SENT[kind].split(), strict=True))
    assert dict(zip(SCHEMAS, received, strict=True)) == dict(zip(SCHEMAS, RECEIVED[kind].split(), strict=True))


EVENTS: dict[str, tuple[Any, str]] = {
    "an object": (PET, "EventStream(Event, json_data=True, envelope=True)"),
    "a list": ({"type": "array", "items": PET}, "EventStream(Event, json_data=True, envelope=True)"),
    "a map": ({"type": "object"}, "EventStream(Event, json_data=True, envelope=True)"),
    "a number": ({"type": "number"}, "EventStream(Event, json_data=True, envelope=True)"),
    "a flag": ({"type": "boolean"}, "EventStream(Event, json_data=True, envelope=True)"),
    "a text": ({"type": "string"}, "EventStream(Event, envelope=True)"),
    "a number or null": ({"type": ["number", "null"]}, "EventStream(Event, envelope=True)"),
    "a list or null": ({"type": ["array", "null"], "items": PET}, "EventStream(Event, envelope=True)"),
    "anything": (True, "EventStream(Event, envelope=True)"),
}


@pytest.mark.parametrize("kind", EVENTS)
def test_the_data_of_events_is_json_if_its_schema_is_no_text(kind: str) -> None:
    data, expected = EVENTS[kind]
    event = {"type": "object", "properties": {"event": {"type": "string"}, "data": data}}
    stream = {"text/event-stream": {"itemSchema": {"$ref": "#/components/schemas/Event"}}}
    writer, contents = read([stream], {"Event": event})
    found = codec(writer, contents[0][1], received=True).expression.text
    assert sorted(found.rstrip(")").split(", ")) == sorted(expected.rstrip(")").split(", "))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (True, "EventStream()"),
        ({"type": "object", "properties": {"event": {"type": "string"}}}, "EventStream(Event, envelope=True)"),
    ],
)
def test_events_without_data(event: Any, expected: str) -> None:
    given = event if event is True else {"$ref": "#/components/schemas/Event"}
    writer, contents = read([{"text/event-stream": {"itemSchema": given}}], {"Event": event})
    assert codec(writer, contents[0][1], received=True).expression.text == expected


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ({"const": "a"}, True),
        ({"enum": ["a"]}, True),
        ({"type": "string", "default": "a"}, True),
        ({"enum": ["a", "b"]}, False),
        ({"enum": ["b", "a"], "default": "a"}, True),
        ({"type": "string"}, False),
        ({"const": 1}, False),
    ],
)
def test_a_header_of_a_part_with_one_value_is_sent(header: Tree, sent: bool) -> None:
    encoding = {"name": {"headers": {"X-A": {"schema": header}}}}
    writer, contents = read([{"multipart/form-data": {"schema": PET, "encoding": encoding}}])
    text = codec(writer, contents[0][0], received=False).expression.text
    assert ('headers={"X-A": "a"}' in text) is sent
