"""Changes that were once reported wrongly, each with others of its kind: the message, and the severity."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.compare import Change, compare
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load

JSON = dict[str, Any]


def document(schema: JSON, *, sent: bool = False, parameters: list[JSON] | None = None, **more: Any) -> JSON:
    """Return a document with one operation that sends or receives a value."""
    content = {"content": {"application/json": {"schema": schema}}}
    operation: JSON = {"operationId": "doIt", "tags": ["things"], "responses": {"200": {"description": "ok"}}}
    if sent:
        operation["requestBody"] = {"required": True, **content}
    else:
        operation["responses"]["200"] |= content
    if parameters:
        operation["parameters"] = parameters
    servers = more.pop("servers", [{"url": "https://a.example"}])
    path = more.pop("path", "/things")
    method = "post" if sent else "get"
    info = {"title": "Shop", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "servers": servers, "paths": {path: {method: operation}}, **more}


def changes(old: JSON, new: JSON) -> list[Change]:
    report = Report()
    described = []
    for tree in (old, new):
        main = load(json.dumps(tree).encode(), "openapi.json", report)
        assert main is not None, list(report)
        side = pipeline.describe(Inputs(Source(main), Settings(), "shop"), report)
        assert side is not None, list(report)
        described.append(side)
    return list(compare(*described).changes)


def reported(old: JSON, new: JSON) -> list[tuple[str, str]]:
    """Return (level, message) of every change, words left out."""
    return [(one.level.value, one.message) for one in changes(old, new) if one.level.value != "docs"]


def values(old: JSON, new: JSON, *, sent: bool = False) -> list[tuple[str, str]]:
    """Return what is reported for a property `n` that changed."""
    sides = [{"type": "object", "properties": {"n": one}} for one in (old, new)]
    return reported(*(document(one, sent=sent) for one in sides))


@pytest.mark.parametrize(
    ("old", "new", "received"),
    [
        ({"enum": ["a", "failed"]}, {"enum": ["a"]}, "may wait"),
        ({"enum": ["a", "failed"]}, {"enum": ["a", "failed_client"]}, "may wait"),
        (
            {"type": "string", "x-extensible-enum": ["a", "b"]},
            {"type": "string", "x-extensible-enum": ["a"]},
            "may wait",
        ),
        ({"enum": [1, 2]}, {"enum": [1]}, "may wait"),
    ],
)
def test_a_value_that_no_longer_comes_is_waited_for(old: JSON, new: JSON, received: str) -> None:
    assert received == "may wait"
    found = values(old, new)
    assert {level for level, _ in found} == {"risky"}
    assert any("waits for ever" in message for _, message in found)
    assert "breaking" in {level for level, _ in values(old, new, sent=True)}


@pytest.mark.parametrize(
    ("types", "sent", "expected"),
    [
        ((["integer", "string"], "int64", "int32"), True, "breaking"),
        ((["integer", "string"], "int32", "int64"), True, "safe"),
        ((["integer", "string"], "int32", "int64"), False, "risky"),
        ((["number", "string"], "double", "float"), True, "breaking"),
        ((["boolean", "integer"], "uint64", "uint8"), True, "breaking"),
    ],
)
def test_a_number_format_among_several_types_applies_to_the_numbers(
    types: tuple[list[str], str, str], sent: bool, expected: str
) -> None:
    kinds, before, after = types
    ((level, message),) = values({"type": kinds, "format": before}, {"type": kinds, "format": after}, sent=sent)
    assert level == expected
    assert "`str`" not in message


FOO: JSON = {"foo": {"type": "string"}, "bar": {"type": "string"}}


def variant(*required: str, **more: Any) -> JSON:
    return {"type": "object", "required": list(required), "properties": copy.deepcopy(FOO), **more}


@pytest.mark.parametrize(
    ("old", "new", "overlap"),
    [
        (variant("foo", "bar"), {"oneOf": [variant("foo"), variant("bar")]}, True),
        (variant("foo"), {"oneOf": [variant("foo"), variant("bar")]}, True),
        ({"anyOf": [variant("foo"), variant("bar")]}, {"oneOf": [variant("foo"), variant("bar")]}, True),
        (
            variant("foo"),
            {"oneOf": [variant("foo"), {"type": "object", "required": ["other"], "properties": {"other": {}}}]},
            False,
        ),
        (variant("foo"), {"oneOf": [variant("foo"), {"type": "string"}]}, False),
        (
            {"oneOf": [variant("foo"), {"type": "string"}]},
            {"oneOf": [variant("foo"), {"type": "string"}, variant("bar")]},
            True,
        ),
    ],
)
def test_overlapping_variants_of_one_of_refuse_values_that_were_accepted(old: JSON, new: JSON, overlap: bool) -> None:
    found = reported(document(old, sent=True), document(new, sent=True))
    said = [level for level, message in found if "exactly one" in message]
    assert said == (["breaking"] if overlap else [])


@pytest.mark.parametrize("back", [False, True])
def test_a_value_that_is_no_longer_sent_is_not_reported_for_senders(back: bool) -> None:
    sides: tuple[JSON, JSON] = ({"enum": ["a", "b"]}, {"enum": ["a"], "readOnly": True})
    found = values(*(reversed(sides) if back else sides), sent=True)
    assert len(found) == 1
    assert found[0][0] == ("safe" if back else "risky")


def test_a_changed_default_of_a_received_value_is_documentation() -> None:
    old, new = {"type": "string", "default": "high"}, {"type": "string", "default": "low"}
    assert values(old, new) == []
    ((level, message),) = values(old, new, sent=True)
    assert (level, "the server now uses" in message) == ("risky", True)


@pytest.mark.parametrize(
    ("name", "schema", "level"),
    [
        ("limit", {"type": "integer", "default": 20}, "risky"),
        ("page_size", {"type": "integer", "default": 20}, "risky"),
        ("perPage", {"type": "integer", "default": 50}, "risky"),
        ("sort", {"type": "string", "default": "asc"}, "safe"),
        ("limit", {"type": "integer"}, "safe"),
    ],
)
def test_a_new_parameter_says_its_default(name: str, schema: JSON, level: str) -> None:
    plain = {"type": "array", "items": {"type": "string"}}
    new = document(plain, parameters=[{"name": name, "in": "query", "schema": schema}])
    ((found, message),) = reported(document(plain), new)
    assert found == level
    assert (repr(schema.get("default")) in message) == ("default" in schema)


def test_a_server_that_gets_a_name_is_renamed() -> None:
    plain = {"type": "string"}
    named = [{"url": "https://a.example", "description": "main"}, {"url": "https://eu.a.example", "description": "eu"}]
    found = reported(document(plain), document(plain, servers=named))
    assert ("breaking", "the server `main` was called `default`: code that names it fails") in found


def test_null_that_is_no_longer_declared_is_reported_as_such() -> None:
    old = {"type": ["object", "null"], "properties": {"a": {"type": "string"}}}
    new = {"properties": {"a": {"type": "string"}}}
    ((level, message),) = reported(document(old, sent=True), document(new, sent=True))
    assert level == "breaking"
    assert "takes null all the same" in message
    ((level, message),) = reported(document(old), document(new))
    assert level == "risky"
    typed = {"type": "object", **new}
    ((level, message),) = reported(document(old, sent=True), document(typed, sent=True))
    assert (level, "may no longer be null" in message) == ("breaking", True)


def test_a_renamed_tag_is_one_sentence() -> None:
    old = document({"type": "string"})
    old["paths"] |= {f"/things/{n}": copy.deepcopy(old["paths"]["/things"]) for n in "abc"}
    for number, item in enumerate(old["paths"].values()):
        item["get"]["operationId"] = f"read{number}"
    new = copy.deepcopy(old)
    for item in new["paths"].values():
        item["get"]["tags"] = ["objects"]
    ((level, message),) = reported(old, new)
    assert level == "breaking"
    assert "the resource `things` is now `objects`" in message


def test_the_same_change_of_many_operations_is_one() -> None:
    old = document({"type": "string"})
    old["paths"] |= {f"/things/{n}": copy.deepcopy(old["paths"]["/things"]) for n in "abc"}
    for number, item in enumerate(old["paths"].values()):
        item["get"]["operationId"] = f"read{number}"
    new = copy.deepcopy(old)
    for item in new["paths"].values():
        item["get"]["parameters"] = [{"name": "since", "in": "query", "schema": {"type": "string"}}]
    (one,) = changes(old, new)
    assert len(one.operations) == 4
    assert "and 2 more" in one.message or "2 more" in one.message


def test_a_rename_names_both_the_wire_and_python() -> None:
    sides = [{"type": "object", "properties": {name: {"type": "string"}}} for name in ("agentId", "assistantId")]
    ((_, message),) = reported(*(document(one) for one in sides))
    for name in ("agent_id", "agentId", "assistant_id", "assistantId"):
        assert name in message
    plain = {"type": "string"}
    named = [[{"name": name, "in": "query", "schema": plain}] for name in ("agentId", "assistantId")]
    ((_, message),) = reported(*(document(plain, parameters=one) for one in named))
    for name in ("agent_id", "agentId", "assistant_id", "assistantId"):
        assert name in message


def test_a_base_that_changed_breaks_types() -> None:
    error = {"type": "object", "properties": {"code": {"type": "integer"}}}
    special: JSON = {"allOf": [{"$ref": "#/components/schemas/Err"}, {"type": "object", "properties": {"x": {}}}]}
    flat = {"type": "object", "properties": {"code": {"type": "integer"}, "x": {}}}
    holder = {"type": "object", "properties": {n: {"$ref": f"#/components/schemas/{n}"} for n in ("Err", "Special")}}
    sides = [document(holder, components={"schemas": {"Err": error, "Special": one}}) for one in (special, flat)]
    ((level, message),) = reported(*sides)
    assert (level, "does not type-check" in message) == ("breaking", True)


@pytest.mark.parametrize(
    ("keyword", "before", "after"),
    [
        ("default", 1, True),
        ("default", [0], [False]),
        ("const", 1, True),
        ("enum", [0, 2], [False, 2]),
        ("enum", [[1]], [[True]]),
        ("not", {"const": 1}, {"const": True}),
    ],
)
@pytest.mark.parametrize("place", ["property", "parameter", "variant"])
def test_true_is_not_1_to_json(keyword: str, before: Any, after: Any, place: str) -> None:
    def of(value: Any) -> JSON:
        schema = {keyword: value}
        match place:
            case "property":
                return document({"type": "object", "properties": {"p": schema}}, sent=True)
            case "parameter":
                return document({}, parameters=[{"name": "q", "in": "query", "schema": schema}])
            case _:
                return document({"anyOf": [{"type": "array", "items": schema}, {"type": "string"}]})

    assert changes(of(before), of(after))
    assert not changes(of(before), of(json.loads(json.dumps(before))))


def test_true_is_not_1_among_the_values_of_an_open_enumeration() -> None:
    assert values({"x-extensible-enum": [1, 2]}, {"x-extensible-enum": [True, 2]})
