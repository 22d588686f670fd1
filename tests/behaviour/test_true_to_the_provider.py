"""Documents, services and callers that differ: no request or response has a wrong value without an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Callers, Make
from .packages import Package, document, generated, runtime
from .wire import Answer, Server

JSON = "application/json"
MERGE = "application/merge-patch+json"
SCHEMAS = """
components:
  securitySchemes:
    session: {type: apiKey, in: cookie, name: session}
    digest: {type: http, scheme: PrivateToken}
  schemas:
    User: {type: object, required: [id], properties: {id: {type: string}, phone: {type: string}, home: {$ref: '#/components/schemas/Home'}}}
    Home: {type: object, properties: {city: {type: string}}}
    Sheet: {type: object, required: [opt], properties: {opt: {anyOf: [{type: string, format: binary}, {type: 'null'}]}, note: {type: [string, 'null']}, tags: {type: array, items: {type: [string, 'null']}}}}
    Times: {type: object, properties: {when: {type: string, format: date-time}, at: {type: string, format: time}, day: {type: string, format: date}, stamp: {type: integer, format: unixtime}, id: {type: string, format: uuid}}}
    Price: {type: object, properties: {amount: {type: number, format: decimal}, text: {type: string, format: decimal}, free: {}}}
    Choice: {type: object, properties: {f: {oneOf: [{$ref: '#/components/schemas/E'}, {$ref: '#/components/schemas/Blank'}, {$ref: '#/components/schemas/NullEnum'}]}}}
    E: {type: string, enum: [a, b]}
    Blank: {enum: ['']}
    NullEnum: {enum: [null]}
    Call: {type: object, required: [to], properties: {to: {type: array, items: {oneOf: [{$ref: '#/components/schemas/Phone'}, {$ref: '#/components/schemas/Sip'}]}}, engine: {$ref: '#/components/schemas/Engine'}}}
    Phone: {type: object, required: [type, number], properties: {type: {type: string}, number: {type: string}}}
    Sip: {type: object, required: [type], properties: {type: {type: string}, uri: {type: string}}}
    Engine: {type: object, required: [type], properties: {type: {type: string, enum: [retell-llm, custom-llm]}, camelCase: {type: integer, minimum: 1}}}
    Item: {type: object, required: [id], properties: {id: {type: string}, count: {type: integer}}}
    Animal: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}
    Cat: {type: object, required: [kind, lives], properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [kind, bark], properties: {kind: {type: string}, bark: {type: string}}}
paths:
  /users: {patch: {operationId: patchUser, tags: [x], requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/User'}}}}, responses: {204: {description: Done}}}}
  /forms: {post: {operationId: sendForm, tags: [x], requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Sheet'}}}}, responses: {204: {description: Done}}}}
  /parts: {post: {operationId: sendParts, tags: [x], requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Sheet'}}}}, responses: {204: {description: Done}}}}
  /lines: {post: {operationId: sendLines, tags: [x], requestBody: {required: true, content: {application/x-ndjson: {schema: {type: string}}}}, responses: {204: {description: Done}}}}
  /items: {post: {operationId: sendItems, tags: [x], requestBody: {required: true, content: {application/x-ndjson: {schema: {type: array, items: {type: string}}}}}, responses: {204: {description: Done}}}}
  /times: {post: {operationId: sendTimes, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Times'}}}}, responses: {204: {description: Done}}}}
  /days/{day}: {get: {operationId: getDay, tags: [x], parameters: [{name: day, in: path, required: true, schema: {type: string, format: date}}, {name: since, in: query, schema: {type: string, format: date-time}}, {name: days, in: query, schema: {type: array, items: {type: string, format: date}}}, {name: X-At, in: header, schema: {type: string, format: time}}, {name: stamp, in: query, schema: {type: integer, format: unixtime}}], responses: {204: {description: Done}}}}
  /prices: {post: {operationId: sendPrice, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Price'}}}}, responses: {200: {description: The same, content: {application/json: {schema: {$ref: '#/components/schemas/Price'}}}}}}}
  /choices: {post: {operationId: sendChoice, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Choice'}}}}, responses: {200: {description: The same, content: {application/json: {schema: {$ref: '#/components/schemas/Choice'}}}}}}}
  /calls: {post: {operationId: sendCall, tags: [x], requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Call'}}}}, responses: {204: {description: Done}}}}
  /session: {get: {operationId: getSession, tags: [x], security: [{session: []}], responses: {204: {description: Done}}}}
  /scheme: {get: {operationId: getScheme, tags: [x], security: [{digest: []}], responses: {204: {description: Done}}}}
  /list: {get: {operationId: getItems, tags: [x], responses: {200: {description: Items, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}}}}}
  /one: {get: {operationId: getOne, tags: [x], responses: {200: {description: Item, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}}}
  /maybe: {get: {operationId: getMaybe, tags: [x], responses: {200: {description: Item, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}, 204: {description: None}}}}
  /animal: {get: {operationId: getAnimal, tags: [x], responses: {200: {description: Animal, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}}}}
  /events: {get: {operationId: getEvents, tags: [x], responses: {200: {description: Items, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Item'}}, application/x-ndjson: {schema: {$ref: '#/components/schemas/Item'}}}}}}}
"""

Body = Callable[[Any], Any]


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(SCHEMAS))


SENT: list[tuple[str, Body, bytes]] = [
    ("patch_user", lambda m: m.User(id="1", phone=None), b'{"id":"1","phone":null}'),
    ("patch_user", lambda m: m.User(id="1"), b'{"id":"1"}'),
    ("patch_user", lambda m: {"id": "1", "home": None}, b'{"home":null,"id":"1"}'),
    ("patch_user", lambda m: m.User(id="1", home=m.Home(city=None)), b'{"home":{"city":null},"id":"1"}'),
    ("send_form", lambda m: m.Sheet(opt=None, note=None), b""),
    ("send_form", lambda m: m.Sheet(opt=None, note="x", tags=["a", None]), b"note=x&tags=a"),
    ("send_lines", lambda m: '{"a":1}\n{"a":2}\n', b'{"a":1}\n{"a":2}\n'),
    ("send_lines", lambda m: b'{"a":1}\n', b'{"a":1}\n'),
    ("send_lines", lambda m: [{"a": 1}], b'{"a":1}\n'),
    ("send_items", lambda m: ["a", "b"], b'"a"\n"b"\n'),
    ("send_times", lambda m: m.Times(when=datetime(2024, 1, 2, tzinfo=UTC)), b'{"when":"2024-01-02T00:00:00Z"}'),
    ("send_times", lambda m: m.Times(at="09:00"), b'{"at":"09:00"}'),
    ("send_times", lambda m: m.Times(id="call_1"), b'{"id":"call_1"}'),
    ("send_times", lambda m: {"id": "6ba7b810"}, b'{"id":"6ba7b810"}'),
    ("send_price", lambda m: m.Price(amount=Decimal("12345678901234567.89")), b'{"amount":12345678901234567.89}'),
    ("send_price", lambda m: m.Price(amount=Decimal("0.1")), b'{"amount":0.1}'),
    ("send_price", lambda m: m.Price(amount=Decimal("1E+2")), b'{"amount":100}'),
    ("send_price", lambda m: m.Price(text=Decimal("12345678901234567.89")), b'{"text":"12345678901234567.89"}'),
    *[("send_choice", lambda m, f=f: m.Choice(f=f), json.dumps({"f": f}).replace(" ", "").encode()) for f in ("a", "")],
    ("send_call", lambda m: m.Call(to=[m.Sip(type="phone")]), b'{"to":[{"type":"phone"}]}'),
]


@pytest.mark.parametrize(("name", "make", "body"), SENT)
def test_what_is_sent(name: str, make: Body, body: bytes, package: Package, caller: Callers, server: Server) -> None:
    server.will(Answer(200, JSON, b"{}"))
    request = getattr(package.x, f"{name}_request")(make(package.models))
    caller(package).send(request)
    assert server.only.body == body


def test_null_is_no_part(package: Package, caller: Callers, server: Server) -> None:
    caller(package).send(package.x.send_parts_request(package.models.Sheet(opt=None, note=None, tags=["a", None])))
    assert server.only.body.count(b"Content-Disposition") == 1
    assert b"null" not in server.only.body


NAIVE = datetime(2024, 1, 2, 3, 4, 5)
REFUSED: list[tuple[str, Body, str]] = [
    ("send_lines", lambda m: 5, "iterable"),
    ("send_items", lambda m: "ab", "not 'ab'"),
    ("send_times", lambda m: m.Times(when=NAIVE), "offset"),
    ("send_times", lambda m: m.Times(when="2024-01-02T03:04:05"), "offset"),
    ("send_times", lambda m: m.Times(at=time(3, 4)), "offset"),
    ("send_times", lambda m: m.Times(stamp=NAIVE), "stamp"),
    ("send_times", lambda m: m.Times(day=NAIVE.replace(tzinfo=UTC)), "full-date"),
    ("send_times", lambda m: {"when": NAIVE}, "offset"),
    ("send_price", lambda m: m.Price(free=float("nan")), "NaN"),
    ("send_price", lambda m: m.Price(free=[{"a": float("inf")}]), "NaN"),
    ("send_price", lambda m: m.Price(amount=Decimal("NaN")), "amount"),
    (
        "send_call",
        lambda m: {"to": [{"type": "phone", "number": "1"}]},
        r"Phone and Sip: give an instance, as Phone\(…\)",
    ),
]


@pytest.mark.parametrize(("name", "make", "said"), REFUSED)
def test_what_is_refused(name: str, make: Body, said: str, package: Package, caller: Callers, server: Server) -> None:
    with pytest.raises((package.errors.RequestError, ValueError), match=said):
        caller(package)(f"x.{name}", make(package.models))
    assert not server.sent


DAY = date(2024, 1, 2)
PARAMETERS: list[tuple[dict[str, Any], str]] = [
    ({"day": DAY}, "/days/2024-01-02"),
    ({"day": DAY, "since": datetime(2024, 1, 2, tzinfo=UTC)}, "/days/2024-01-02?since=2024-01-02T00%3A00%3A00Z"),
    ({"day": DAY, "days": [DAY]}, "/days/2024-01-02?days=2024-01-02"),
]


@pytest.mark.parametrize(("arguments", "target"), PARAMETERS)
def test_parameters(arguments: dict[str, Any], target: str, package: Package, caller: Callers, server: Server) -> None:
    arguments = dict(arguments)
    caller(package)("x.get_day", arguments.pop("day"), **arguments)
    assert server.only.target == target


@pytest.mark.parametrize(
    "arguments",
    [
        {"day": NAIVE},
        {"day": NAIVE.replace(tzinfo=UTC)},
        {"day": "2024-1-2"},
        {"day": DAY, "since": NAIVE},
        {"day": DAY, "since": DAY},
        {"day": DAY, "days": [NAIVE.replace(tzinfo=UTC)]},
        {"day": DAY, "x_at": time(3, 4)},
        {"day": DAY, "stamp": NAIVE},
    ],
)
def test_parameters_are_as_strict_as_models(
    arguments: dict[str, Any], package: Package, caller: Callers, server: Server
) -> None:
    arguments = dict(arguments)
    with pytest.raises(package.errors.RequestError):
        caller(package)("x.get_day", arguments.pop("day"), **arguments)
    assert not server.sent


def test_credentials_as_they_are_given(package: Package, fresh: Make, server: Server) -> None:
    key = "eyJ+/a==:z%&"
    fresh(package, session=key)("x.get_session")
    assert server.only.header("Cookie") == f"session={key}"
    server.will(Answer(204, None))
    fresh(package, digest="k")("x.get_scheme")
    assert server.only.header("Authorization") == "PrivateToken k"
    for wrong in ("a;b", "a b", "a\tb"):
        with pytest.raises(package.errors.CredentialError):
            fresh(package, session=wrong)("x.get_session")


ITEMS = b'[{"id":"a","count":"5"},{"id":null},{"count":"x","id":"c"},7]'


def test_the_rest_is_delivered(package: Package, fresh: Make, server: Server) -> None:
    server.will(Answer(200, JSON, ITEMS))
    told: list[Any] = []
    call = fresh(package, hooks=runtime().Hooks(on_deviation=told.append))
    response = call.send(package.x.get_items_request())
    assert [(one.pointer, one.received, one.converted) for one in response.problems] == [
        ("/0/count", "5", True),
        ("/1/id", None, False),
        ("/2/count", "x", False),
        ("/3", 7, False),
    ]
    assert [(one.template, one.problems) for one in told] == [("/list", response.problems)]
    assert str(response.problems[1]) == "/1/id: expected text, received null"
    first, second, third = response.data
    assert (first.count, third.id) == (5, "c")
    with pytest.raises(package.errors.ClientError, match=r"`Item\.id` is absent: the server sent null"):
        print(second.id)
    assert len(call("x.get_items")) == 3


EVENTS = b'data: {"id":"a"}\n\ndata: {"id":"b","count":"5"}\n\ndata: {"id":"d","count":[]}\n\n'
LINES = b'{"id":"a"}\n{"id":"b","count":"5"}\n{"id":"d","count":[]}'


@pytest.mark.parametrize(("kind", "body"), [("text/event-stream", EVENTS), ("application/x-ndjson", LINES)])
def test_deviating_items_of_streams_are_delivered_and_reported(
    kind: str, body: bytes, package: Package, fresh: Make, server: Server
) -> None:
    server.will(Answer(200, kind, body))
    told: list[Any] = []
    call = fresh(package, hooks=runtime().Hooks(on_deviation=told.append))
    items = call.items(call("x.get_events"))
    assert [one.id for one in items] == ["a", "b", "d"]
    assert items[1].count == 5
    assert [(one.template, one.status, [(p.pointer, p.converted) for p in one.problems]) for one in told] == [
        ("/events", 200, [("/count", True)]),
        ("/events", 200, [("/count", False)]),
    ]


def test_an_error_of_the_hook_ends_the_stream_as_it_is(package: Package, fresh: Make, server: Server) -> None:
    server.will(Answer(200, "application/x-ndjson", LINES))

    def fail(_: object) -> None:
        raise ZeroDivisionError

    call = fresh(package, hooks=runtime().Hooks(on_deviation=fail))
    with pytest.raises(ZeroDivisionError):
        call.items(call("x.get_events"))


def test_strict_responses(package: Package, fresh: Make, server: Server) -> None:
    server.will(Answer(200, JSON, ITEMS))
    call = fresh(package, strict_responses=True)
    with pytest.raises(package.errors.DecodeError, match="/0/count: expected an integer, received '5'") as raised:
        call("x.get_items")
    assert "strict_responses=False" in str(raised.value)
    server.will(Answer(200, JSON, b'[{"id":"a","new":1}]'))
    assert call("x.get_items")[0].model_extra == {"new": 1}


@pytest.mark.parametrize("answer", [Answer(204, None), Answer(200, JSON, b""), Answer(200, JSON, b"null")])
def test_nothing_where_something_is_declared(answer: Answer, package: Package, fresh: Make, server: Server) -> None:
    server.will(answer)
    response = fresh(package).send(package.x.get_one_request())
    assert len(response.problems) == 1
    for strict in (False, True):
        with pytest.raises(package.errors.DecodeError):
            fresh(package, strict_responses=strict)("x.get_one")
    if answer.body != b"null":
        assert fresh(package)("x.get_maybe") is None


def test_a_page_in_place_of_json(package: Package, caller: Callers, server: Server) -> None:
    server.will(Answer(200, "text/html; charset=utf-8", b"<!DOCTYPE html><title>Log in</title>"))
    with pytest.raises(package.errors.DecodeError) as raised:
        caller(package)("x.get_one")
    assert "'text/html'" in str(raised.value)
    assert "<!DOCTYPE html>" in str(raised.value)


@pytest.mark.parametrize(
    ("body", "kind", "places"),
    [
        (b'{"kind":"dog","bark":"w"}', "Dog", []),
        (b'{"kind":"dog"}', "Dog", ["/bark"]),
        (b'{"kind":"cat","lives":"9"}', "Cat", ["/lives"]),
        (b'{"kind":"emu"}', "Unknown", []),
    ],
)
def test_a_known_tag_is_that_variant(
    body: bytes, kind: str, places: list[str], package: Package, caller: Callers, server: Server
) -> None:
    server.will(Answer(200, JSON, body))
    response = caller(package).send(package.x.get_animal_request())
    assert type(response.data).__name__ == kind
    assert [one.pointer for one in response.problems] == places


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b'{"id":"a\\ud83d"}', "a\ufffd"),
        (b'{"id":"\\ud83d\\ude00"}', "\U0001f600"),
        (b'{"id":"\\\\ud83d"}', "\\ud83d"),
        (b'{"id":"\xff"}', "\ufffd"),
        (b'{"id":"\\ude00x"}', "\ufffdx"),
    ],
)
def test_lone_surrogates_in_responses(
    body: bytes, data: str, package: Package, caller: Callers, server: Server
) -> None:
    server.will(Answer(200, JSON, body))
    assert caller(package)("x.get_one").id == data
    for kind, content in (("text/event-stream", b"data: " + body + b"\n\n"), ("application/x-ndjson", body + b"\n")):
        server.will(Answer(200, kind, content))
        call = caller(package)
        assert [one.id for one in call.items(call("x.get_events"))] == [data]


def test_nan_is_no_json(package: Package, fresh: Make, server: Server) -> None:
    server.will(Answer(200, JSON, b'{"free":NaN,"amount":Infinity,"text":"NaN"}'))
    request = package.x.send_price_request(package.models.Price())
    response = fresh(package).send(request)
    assert response.data.free is None
    assert {one.pointer for one in response.problems} >= {"/free", "/amount"}
    with pytest.raises(package.errors.DecodeError):
        fresh(package, strict_responses=True).send(request)


def test_digits_of_an_answer(package: Package, caller: Callers, server: Server) -> None:
    server.will(Answer(200, JSON, b'{"amount":0.12345678901234567890123456}'))
    answer = caller(package)("x.send_price", package.models.Price())
    assert answer.amount == Decimal("0.12345678901234567890123456")


def test_an_undeclared_error_with_json(package: Package, fresh: Make, server: Server) -> None:
    server.will(Answer(418, "application/problem+json", b'{"why":["teapot"]}'))
    with pytest.raises(package.errors.StatusError) as raised:
        fresh(package)("x.get_one")
    assert raised.value.body == {"why": ["teapot"]}
