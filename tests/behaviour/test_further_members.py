"""Further members of kinds of faults: what is sent for them, what is refused and how, and what is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from .conftest import Callers
from .packages import Package, document, generated
from .wire import Answer, Server

JSON = "application/json"
SCHEMAS = """
components:
  schemas:
    Ids: {type: object, properties: {
      number: {anyOf: [{type: string, format: uuid}, {type: integer}]},
      moment: {anyOf: [{type: string, format: uuid}, {type: string, format: date-time}]},
      day: {oneOf: [{type: string, format: uuid}, {type: string, format: date}]},
      price: {oneOf: [{type: string, format: decimal}, {type: string, format: uuid}]}}}
    Order: {type: object, required: [lines], properties: {
      lines: {type: array, items: {$ref: '#/components/schemas/Line'}},
      homes: {type: object, additionalProperties: {$ref: '#/components/schemas/Line'}},
      amounts: {type: [integer, string, array], items: {type: integer}},
      pair: {type: array, prefixItems: [{type: integer}], items: false},
      level: {not: {const: 5}},
      pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}}}
    Line: {type: object, required: [sku], properties: {sku: {type: string, maxLength: 3}, itemCount: {type: integer}}}
    Patch: {type: object, properties: {labels: {type: object, additionalProperties: {type: string}}, lines: {type: object, additionalProperties: {$ref: '#/components/schemas/Part'}}}, additionalProperties: {type: integer}}
    Part: {type: object, properties: {x: {type: string}}}
    Parts: {type: object, properties: {photo: {type: string, format: binary}, sound: {type: [string, 'null']}, free: {$ref: '#/components/schemas/Free'}, sheet: {type: string}, meta: {type: object, properties: {a: {type: integer}}}}}
    Free: {description: Any value}
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Dog: {type: object, required: [kind], properties: {kind: {const: dog}}}
paths:
  /ids: {post: {operationId: sendIds, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Ids'}}}}, responses: &r {204: {description: Done}}}}
  /orders: {post: {operationId: sendOrder, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}, responses: {200: {description: The same, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}}}
  /svg: {post: {operationId: sendSvg, tags: [x], requestBody: {required: true, content: {image/svg+xml: {schema: {type: string}}}}, responses: *r}}
  /csv: {post: {operationId: sendCsv, tags: [x], requestBody: {required: true, content: {text/csv: {}}}, responses: *r}}
  /short: {post: {operationId: sendShort, tags: [x], requestBody: {required: true, content: {text/plain: {schema: {type: string, maxLength: 3}}}}, responses: *r}}
  /lines: {post: {operationId: sendLines, tags: [x], requestBody: {required: true, content: {application/x-ndjson: {schema: {type: string}}}}, responses: *r}}
  /blob: {post: {operationId: sendBlob, tags: [x], requestBody: {required: true, content: {application/zip: {schema: {type: string, format: binary}}}}, responses: *r}}
  /patch: {patch: {operationId: sendPatch, tags: [x], requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Patch'}}}}, responses: *r}}
  /parts: {post: {operationId: sendParts, tags: [x], requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Parts'}, encoding: {photo: {contentType: image/*}, sound: {contentType: audio/mpeg}, free: {contentType: 'image/png, image/jpeg'}, sheet: {contentType: text/csv}, meta: {contentType: application/xml}}}}}, responses: *r}}
  /sound: {post: {operationId: sendSound, tags: [x], requestBody: {required: true, content: {audio/*: {schema: {type: string, format: binary}}, audio/wav: {schema: {type: string, format: binary}}}}, responses: *r}}
  /image: {post: {operationId: sendImage, tags: [x], requestBody: {required: true, content: {image/png: {schema: {type: string, format: binary}}, image/jpeg: {schema: {type: string, format: binary}}}}, responses: *r}}
"""
ID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
Body = Callable[[Any], Any]


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(SCHEMAS))


SENT: list[tuple[str, Body, bytes]] = [
    (
        "send_ids",
        lambda m: m.Ids(number="a-1", moment="a-2", day="a-3"),
        b'{"day":"a-3","moment":"a-2","number":"a-1"}',
    ),
    (
        "send_ids",
        lambda m: m.Ids(number=5, moment=ID, day="2026-01-02"),
        f'{{"day":"2026-01-02","moment":"{ID}","number":5}}'.encode(),
    ),
    ("send_ids", lambda m: m.Ids(price="1.50"), b'{"price":"1.50"}'),
    (
        "send_patch",
        lambda m: m.Patch(labels={"a": None, "b": "x"}, lines={"k": None, "l": m.Part(x=None)}).with_extra({"n": None}),
        b'{"labels":{"a":null,"b":"x"},"lines":{"k":null,"l":{"x":null}},"n":null}',
    ),
    ("send_patch", lambda m: {"labels": {"a": None}, "n": None}, b'{"labels":{"a":null},"n":null}'),
    ("send_svg", lambda m: b"<svg>\xe9</svg>", b"<svg>\xe9</svg>"),
    ("send_csv", lambda m: bytearray(b"a;\xe9"), b"a;\xe9"),
    ("send_lines", lambda m: bytearray(b'{"a":1}\n'), b'{"a":1}\n'),
]


@pytest.mark.parametrize(("name", "make", "body"), SENT)
def test_what_is_sent(name: str, make: Body, body: bytes, package: Package, caller: Callers, server: Server) -> None:
    caller(package)(f"x.{name}", make(package.models))
    assert server.only.body == body


def _changed(change: Callable[[Any], object]) -> Body:
    def make(models: Any) -> Any:
        order = models.Order(lines=[models.Line(sku="a")], homes={"a": models.Line(sku="b")}, pet=models.Cat())
        change(order)
        return order

    return make


REFUSED: list[tuple[str, Body, str]] = [
    ("send_svg", lambda m: {"a": 1}, r"expected text, got an object$"),
    ("send_svg", lambda m: BytesIO(b"<svg/>"), r"expected text, got a BytesIO$"),
    ("send_csv", lambda m: ["a", "b"], r"expected text, got a list$"),
    ("send_csv", lambda m: 5, r"expected text, got 5$"),
    ("send_short", lambda m: "abcd", r"should have at most 3 characters, and is 'abcd'$"),
    ("send_lines", lambda m: {"a": 1}, r"an iterable of items, not an object$"),
    ("send_lines", lambda m: m.Line(sku="a"), r"an iterable of items, not a Line$"),
    ("send_lines", lambda m: BytesIO(b"{}"), r"not a BytesIO: read its lines$"),
    ("send_blob", lambda m: {"a": 1}, r"expected bytes, a path, .*, got an object$"),
    ("send_blob", lambda m: m.Line(sku="a"), r"expected bytes, a path, .*, got a Line$"),
    ("send_blob", lambda m: 5, r"expected bytes, a path, .*, got 5$"),
    ("send_parts", lambda m: m.Parts(photo=b"x"), r"the type of the file `photo` is left open by the API \(image/\*\)"),
    (
        "send_parts",
        lambda m: m.Parts(meta={"a": 1}),
        r"the part `meta` cannot be sent: .* application/xml is declared$",
    ),
    ("send_svg", lambda m: None, r"^body: the request body is required, and must not be None$"),
    ("send_ids", lambda m: None, r"^body: the request body is required"),
    ("send_ids", lambda m: m.Ids(moment="2026-01-02T03:04:05"), r"got '2026-01-02T03:04:05'"),
    ("send_ids", lambda m: m.Ids(day="2026-13-01"), r"got '2026-13-01'"),
    ("send_order", lambda m: m.Order(lines=[], amounts=["a"]), r"amounts\.0\n  expected an integer, got 'a'"),
    ("send_order", lambda m: m.Order(lines=[], pair=[1, 2]), r"pair\.1\n  is not allowed \[type=assertion\]$"),
    (
        "send_order",
        lambda m: m.Order(lines=[], level=5),
        r"level\n  should not fit the schema of `not` \[type=assertion\]$",
    ),
    ("send_order", _changed(lambda one: setattr(one.lines[0], "sku", 5)), r": lines\[0\]\.sku: expected text, got 5$"),
    (
        "send_order",
        _changed(lambda one: setattr(one.lines[0], "sku", "abcd")),
        r"lines\[0\]\.sku: should have at most 3 characters, and is 'abcd'$",
    ),
    (
        "send_order",
        _changed(lambda one: setattr(one.homes["a"], "item_count", "1")),
        r"homes\.a\.item_count \(itemCount\): expected an integer, got '1'$",
    ),
    ("send_order", _changed(lambda one: delattr(one.homes["a"], "sku")), r"homes\.a\.sku: is missing$"),
    (
        "send_order",
        _changed(lambda one: setattr(one.pet, "kind", "dog")),
        r": pet: kind 'dog' means Dog, and this is Cat$",
    ),
    ("send_order", _changed(lambda one: one.lines.append({"sku": 1})), r"lines\[1\]\.sku: expected text, got 1$"),
]


@pytest.mark.parametrize(("name", "make", "said"), REFUSED)
def test_what_is_refused(name: str, make: Body, said: str, package: Package, caller: Callers, server: Server) -> None:
    with pytest.raises((package.errors.RequestError, ValueError), match=said) as error:
        caller(package)(f"x.{name}", make(package.models))
    assert not server.sent
    assert not {"input_value", "Input", "valid string"} & set(str(error.value).replace("=", " ").split())


FILES = [
    ("send_sound", "a.mp3", "audio/mpeg"),
    ("send_sound", "a.wav", "audio/wav"),
    ("send_sound", "a.txt", "audio/wav"),
    ("send_image", "a.png", "image/png"),
    ("send_image", "a.jpg", "image/jpeg"),
    ("send_blob", "a.mp3", "application/zip"),
]


@pytest.mark.parametrize(("name", "file", "sent"), FILES)
def test_the_name_of_a_file_chooses_among_declared_types(
    name: str, file: str, sent: str, package: Package, caller: Callers, server: Server, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(b"\xff")
    caller(package)(f"x.{name}", tmp_path / file)
    assert (server.only.header("content-type") or "").replace("x-wav", "wav") == sent


def test_a_part_of_octets_is_a_file(package: Package, caller: Callers, server: Server) -> None:
    parts = package.models.Parts(sound=b"\xff", free=b"\xfe", sheet="a;b")
    caller(package)("x.send_parts", parts)
    content_type = server.only.header("content-type") or ""
    boundary = content_type.partition("boundary=")[2].encode()
    heads = [part.split(b"\r\n\r\n") for part in server.only.body.split(b"--" + boundary)[1:-1]]
    assert [
        (head.split(b'name="')[1].split(b'"')[0], head.split(b"Content-Type: ")[1], body) for head, body in heads
    ] == [
        (b"free", b"image/png", b"\xfe\r\n"),
        (b"sheet", b"text/csv", b"a;b\r\n"),
        (b"sound", b"audio/mpeg", b"\xff\r\n"),
    ]


def test_a_received_model_may_be_sent_back(package: Package, caller: Callers, server: Server) -> None:
    call = caller(package)
    server.will(Answer(200, JSON, b'{"lines":[{"sku":"longer"}]}'))
    order = call("x.send_order", {"lines": []})
    order.lines.append({"sku": 5})
    with pytest.raises(package.errors.RequestError, match=r"body: lines\[1\]\.sku: expected text, got 5$"):
        call("x.send_order", order)


DISCRIMINATED = """
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, x-discriminator-value: feline, properties: {lives: {type: integer}}}]}
    Dog: {x-ms-discriminator-value: hound, allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: boolean}}}]}
paths:
  /pet: {get: {operationId: getPet, tags: [x], responses: {200: {description: Pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
"""


@pytest.mark.parametrize(("body", "name"), [(b'{"kind":"feline","lives":9}', "Cat"), (b'{"kind":"hound"}', "Dog")])
def test_a_variant_states_its_own_value(body: bytes, name: str, caller: Callers, server: Server) -> None:
    server.will(Answer(200, JSON, body))
    assert type(caller(generated(document(DISCRIMINATED)))("x.get_pet")).__name__ == name


CLAIMED = """
components:
  schemas:
    Done: {type: object, properties: {state: {type: string, enum: [done, cached]}, info: {type: string}, at: {type: string, format: date-time}}}
    Failed: {type: object, properties: {state: {type: string, enum: [failed, cancelled]}, info: {type: string}, n: {type: integer}}}
    Tool: {type: object, required: [calls], properties: {type: {type: string, enum: [tool]}, calls: {type: array, items: {type: object}}}}
    Note: {type: object, required: [text], properties: {type: {type: string, enum: [text]}, text: {type: string}}}
    One: {type: object, required: [k], properties: {k: {type: integer, enum: [1, 2]}}}
    Two: {type: object, required: [k], properties: {k: {type: integer, enum: [3, 4]}}}
    Box: {type: object, properties: {
      one: {oneOf: [{$ref: '#/components/schemas/Done'}, {$ref: '#/components/schemas/Failed'}]},
      any: {anyOf: [{$ref: '#/components/schemas/Tool'}, {$ref: '#/components/schemas/Note'}, {type: string}]},
      list: {type: array, items: {anyOf: [{$ref: '#/components/schemas/Tool'}, {$ref: '#/components/schemas/Note'}]}},
      number: {anyOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]},
      rows: {type: array, items: {type: array, items: {type: string}}}}}
paths:
  /box: {post: {operationId: sendBox, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}, responses: {200: {description: The same, content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}}}}}
"""
READ = [
    ({"one": {"state": "failed", "n": "5"}}, "Box(one=Failed(n=5, state='failed'))"),
    ({"one": {"state": "done", "at": "x"}}, "Box(one=Done(state='done'))"),
    ({"one": {"state": "new", "n": 5}}, "Box(one=Failed(n=5, state='new'))"),
    ({"any": {"type": "text", "calls": []}}, "Box(any=Note(type='text', calls=[]))"),
    ({"any": {"type": "tool", "text": "x"}}, "Box(any=Tool(type='tool', text='x'))"),
    ({"any": {"type": "new", "text": "x"}}, "Box(any=Note(text='x', type='new'))"),
    ({"list": [{"type": "tool", "text": "t", "calls": "x"}]}, "Box(list_=[Tool(type='tool', text='t')])"),
    ({"number": {"k": "4"}}, "Box(number=Two(k=4))"),
    ({"number": {"k": 9}}, "Box(number=One(k=9))"),
    ({"list": '[{"type": "text", "text": 5}]'}, "Box(list_=[Note(text='5', type='text')])"),
    ({"one": '{"state": "failed"}'}, "Box(one=Failed(state='failed'))"),
    ({"any": '{"type": "text", "text": "x"}'}, """Box(any='{"type": "text", "text": "x"}')"""),
    ({"list": "[not JSON"}, "Box()"),
    ({"list": {"type": "text", "text": 5}}, "Box(list_=[Note(text='5', type='text')])"),
    ({"list": {"type": "text"}}, "Box()"),
    ({"list": "text"}, "Box()"),
    ({"rows": [["a", None, "c"], ["d", 5, "f"]]}, "Box(rows=[['d', '5', 'f']])"),
]


@pytest.mark.parametrize(("body", "shown"), READ)
def test_the_variant_that_lists_a_value_is_meant(
    body: dict[str, Any], shown: str, caller: Callers, server: Server
) -> None:
    server.will(Answer(200, JSON, json.dumps(body).encode()))
    assert repr(caller(generated(document(CLAIMED)))("x.send_box", {})) == shown


def test_a_field_given_by_both_of_its_names_is_refused(package: Package) -> None:
    with pytest.raises(ValueError, match=r"item_count \(itemCount\) is given twice, by both of its names"):
        package.models.Line(sku="a", item_count=1, itemCount=2)


def test_an_object_that_another_variant_claims_is_refused() -> None:
    models = generated(document(CLAIMED)).models
    assert repr(models.Box(one={"state": "failed", "n": 5}).one) == "Failed(n=5, state='failed')"
    with pytest.raises(ValueError, match=r"one\n  state 'failed' means Failed, and the rest does not fit"):
        models.Box(one={"state": "failed", "n": "5"})


def test_a_body_of_another_type_leaves_the_response(caller: Callers, server: Server) -> None:
    package = generated(document(CLAIMED))
    server.will(Answer(201, JSON, b'[{"one": {}}]'))
    response = caller(package).send(package.x.send_box_request({}))
    assert (response.status, response.headers["content-type"]) == (201, JSON)
    assert [(one.pointer, one.expected, one.received) for one in response.problems] == [
        ("", "an object", [{"one": {}}])
    ]
    with pytest.raises(package.errors.DecodeError, match="the body: expected an object, received a list"):
        _ = response.data


RECURSIVE = """
components:
  schemas:
    Value: {oneOf: [{type: string}, {type: number}, {type: array, items: {$ref: '#/components/schemas/Value'}}, {type: object, additionalProperties: {$ref: '#/components/schemas/Value'}}]}
    Lists: {type: array, items: {$ref: '#/components/schemas/Lists'}}
    A: {type: object, required: [x], properties: {x: {type: string}}}
    B: {type: object, required: [y], properties: {y: {type: integer}}}
    Held: {type: object, properties: {
      value: {$ref: '#/components/schemas/Value'}, lists: {$ref: '#/components/schemas/Lists'}, rows: {type: array, items: {type: array, items: {type: integer}}},
      many: {oneOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: array, items: {$ref: '#/components/schemas/B'}}]}}}
paths:
  /held: {get: {operationId: getHeld, tags: [x], responses: {200: {description: Held, content: {application/json: {schema: {$ref: '#/components/schemas/Held'}}}}}}}
"""
HELD = [
    ({"value": [1, "a", {"k": [2, {"l": "m"}]}]}, "Held(value=[1, 'a', {'k': [2, {'l': 'm'}]}])", 0),
    ({"lists": [[], [[]]]}, "Held(lists=[[], [[]]])", 0),
    ({"lists": 5}, "Held()", 1),
    ({"lists": [{"a": 1}, []]}, "Held(lists=[[]])", 1),
    ({"rows": 5}, "Held(rows=[[5]])", 2),
    ({"many": [{"y": "1"}]}, "Held(many=[B(y=1)])", 1),
]


@pytest.mark.parametrize(("body", "shown", "count"), HELD)
def test_values_that_contain_themselves(
    body: dict[str, Any], shown: str, count: int, caller: Callers, server: Server
) -> None:
    package = generated(document(RECURSIVE))
    server.will(Answer(200, JSON, json.dumps(body).encode()))
    response = caller(package).send(package.x.get_held_request())
    assert (repr(response.data), len(response.problems)) == (shown, count)
