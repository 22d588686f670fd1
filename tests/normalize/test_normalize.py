"""The canonical tree: references, versions, credentials, what is reported."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.behaviour.packages import outcome

from .trees import PET, Tree, codes, document, ref, response, run, schemas, settled


def test_answers_by_default_are_errors() -> None:
    failed = {"type": "object", "properties": {"error": {"type": "string"}, "code": {"type": "string"}}}
    operations = {f"/{one}": {"get": response(PET, operationId=f"{one}Pet")} for one in ("find", "get", "send")}
    for item in operations.values():
        item["get"]["responses"]["default"] = response(failed)["responses"]["200"]
    assert "PetErrorResponse" in settled(document(paths=operations))["components"]["schemas"]


def test_references_into_other_places() -> None:
    paths = {"/a b/{id}": {"get": response({"properties": {"deep": PET}})}}
    place = "#/paths/~1a%20b~1%7Bid%7D/get/responses/200/content/application~1json/schema"
    out = schemas(
        {
            "A": {"properties": {"inner": PET, "word": {"type": "string", "minLength": 1}}},
            "B": {"$ref": "#/components/schemas/A/properties/inner"},
            "C": {"properties": {"x": {"$ref": "#/components/schemas/A/properties/word"}, "y": {"$ref": place}}},
            "D": {"$ref": "#/components/schemas/B"},
            "E~/ %": {"type": "integer"},
            "F": {"items": {"$ref": "#/components/schemas/E~0~1%20%25"}, "type": "array"},
        },
        paths=paths,
    )
    assert out["B"] == ref("AInner")
    assert out["A"]["properties"]["inner"] == ref("AInner")
    assert out["C"]["properties"] == {"x": {"type": "string", "minLength": 1}, "y": ref("GetABByIdResponse")}
    assert out["D"] == ref("B")
    assert out["F"]["items"] == ref("E~/ %")


def test_cycles() -> None:
    node = {"properties": {"next": ref("Node"), "other": ref("Other")}}
    out = schemas(
        {"Node": node, "Other": {"items": ref("Node")}, "Json": {"anyOf": [{"type": "string"}, {"items": ref("Json")}]}}
    )
    assert out["Node"]["properties"]["next"] == ref("Node")
    assert out["Json"]["anyOf"][1] == {"type": "array", "items": ref("Json")}
    _, report = run(
        document({"A": ref("B"), "B": ref("A"), "C": {"items": {"$ref": "#/$x"}}}, **{"$x": {"$ref": "#/$x"}})
    )
    assert "reference-cycle" in codes(report)


def test_other_files() -> None:
    others = {
        "schemas/pet.yaml": {
            "properties": {"tag": {"$ref": "tags.yaml#/Tag"}, "up": {"$ref": "../api.yaml#/components/schemas/Up"}}
        },
        "schemas/tags.yaml": {"Tag": PET},
    }
    tree = document({"Up": {"type": "string"}}, {"/p": {"get": response({"$ref": "./schemas/pet.yaml"})}})
    out = settled(tree, others=others)["components"]["schemas"]
    assert out["Pet"]["properties"] == {"tag": ref("Tag"), "up": ref("Up")}


def test_anchors_and_ids() -> None:
    out = schemas(
        {
            "A": {
                "$id": "https://x.example/a",
                "$defs": {"n": {"$anchor": "num", "type": "number"}},
                "items": {"$ref": "#num"},
            },
            "B": {"items": {"$ref": "https://x.example/a#/$defs/n"}},
            "T": {"$dynamicAnchor": "node", "properties": {"kids": {"items": {"$dynamicRef": "#node"}}}},
        }
    )
    assert out["A"] == {"type": "array", "items": {"type": "number"}}
    assert out["B"]["items"] == {"type": "number"}
    assert out["T"]["properties"]["kids"]["items"] == ref("T")


def test_broken_references_are_reported_with_their_place_and_can_be_left_out() -> None:
    paths = {
        "/a": {"get": response(ref("Nope"))},
        "/b": {"get": {"parameters": [{"$ref": "#/components/parameters/P"}], "responses": {}}},
    }
    canonical, report = run(document(paths=paths))
    assert canonical is None
    assert sorted(str(one.where.pointer) for one in report if one.where) == [
        "/paths/~1a/get/responses/200/content/application~1json/schema/$ref",
        "/paths/~1b/get/parameters/0/$ref",
    ]
    canonical, report = run(document(paths=paths), keep_going=True)
    assert canonical is not None
    assert not report.failed
    assert list(canonical.tree["paths"]["/b"]) == []


def test_wrong_kinds() -> None:
    _, report = run(document({"A": {"properties": ["x"]}, "B": 3, "C": {"properties": []}}, {"/a": {"get": [1]}}))
    assert sorted(codes(report)) == ["invalid-operation", "invalid-schema", "invalid-schema", "wrong-type"]


def test_required_names_get_a_property() -> None:
    out = schemas(
        {
            "A": {"type": "object", "required": ["b", "a"], "properties": {"a": {"type": "string"}}},
            "M": {"additionalProperties": {"type": "integer"}, "required": ["n"]},
        }
    )
    assert out["A"]["properties"] == {"a": {"type": "string"}, "b": True}
    assert out["M"]["properties"] == {"n": {"type": "integer"}}


def test_parameters() -> None:
    def parameter(name: str, place: str = "query", **more: Any) -> Tree:
        return {"name": name, "in": place, "schema": {"type": "string"}, **more}

    item = {
        "parameters": [parameter("id", "path"), parameter("q"), parameter("over", description="outer")],
        "get": {
            "responses": {},
            "parameters": [
                parameter("over", description="inner"),
                parameter("dup"),
                parameter("dup"),
                parameter("Accept", "header"),
                parameter("gone", "path"),
            ],
        },
    }
    canonical, report = run(document(paths={"/a/{id}/{more}": item}))
    assert canonical is not None
    read = canonical.tree["paths"]["/a/{id}/{more}"]["get"]["parameters"]
    assert [(one["name"], one.get("description")) for one in read] == [
        ("id", None),
        ("q", None),
        ("over", "inner"),
        ("dup", None),
        ("more", None),
    ]
    assert sorted(codes(report)) == ["duplicate-parameter", "undeclared-path-parameter", "unused-path-parameter"]


def test_credentials_modelled_as_parameters_become_security() -> None:
    header = {"name": "Authorization", "in": "header", "required": True, "schema": {"type": "string"}}
    key = {**header, "name": "X-Api-Key"}
    schemes = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    }
    paths = {
        "/a": {"get": {"parameters": [header], "responses": {}}},
        "/b": {"get": {"parameters": [key], "responses": {}}},
    }
    tree = settled(document(paths=paths, components={"securitySchemes": schemes}))
    assert tree["paths"]["/a"]["get"]["security"] == [{"bearer": []}]
    assert tree["paths"]["/b"]["get"]["security"] == [{"key": []}]
    assert tree["paths"]["/b"]["get"]["parameters"] == []
    tree = settled(document(paths={"/a": {"get": {"parameters": [{**header, "required": False}], "responses": {}}}}))
    assert tree["paths"]["/a"]["get"]["security"] == [{"authorization": []}, {}]
    assert tree["components"]["securitySchemes"]["authorization"]["in"] == "header"


def test_defaults_and_enums_of_the_wrong_type() -> None:
    canonical, report = run(
        document(
            {"A": {"type": "integer", "default": "x"}, "E": {"type": "string", "enum": [1, True]}}, version="3.0.0"
        )
    )
    assert canonical is not None
    assert canonical.tree["components"]["schemas"] == {
        "A": {"type": "integer"},
        "E": {"type": "string", "enum": ["1", "true"]},
    }
    assert sorted(codes(report)) == ["default-type-mismatch", "enum-type-mismatch"]


def test_binary_is_text_in_json() -> None:
    blob = {"properties": {"f": {"type": "string", "format": "binary"}}}
    upload = {"requestBody": {"content": {"multipart/form-data": {"schema": ref("Form")}}}, **response(ref("Reply"))}
    out = settled(document({"Form": blob, "Reply": blob}, {"/u": {"post": upload}}))["components"]["schemas"]
    assert out["Form"]["properties"]["f"] == {"type": "string", "format": "binary"}
    assert out["Reply"]["properties"]["f"] == {"type": "string"}


def test_openapi_3_2() -> None:
    item = {
        "query": response({"type": "string"}),
        "additionalOperations": {
            "COPY": response(
                {"type": "string"}, parameters=[{"in": "querystring", "name": "q", "content": {"application/json": {}}}]
            )
        },
    }
    tree = settled(document(paths={"/a": item}, version="3.2.0"))
    assert sorted(tree["paths"]["/a"]) == ["copy", "query"]


def test_hostile_documents_end() -> None:
    deep = {
        "A0": PET,
        **{
            f"A{i}": {"allOf": [ref(f"A{i - 1}"), ref(f"A{i - 1}"), {"properties": {f"p{i}": PET}}]}
            for i in range(1, 60)
        },
    }
    schemas(deep)
    mutual = {
        "A": {"properties": {"c": ref("A"), "x": PET}},
        "B": {"properties": {"c": ref("B")}},
        "X": {"allOf": [ref("A"), ref("B")]},
    }
    schemas(mutual)
    schemas({"S": {"allOf": [ref("S"), PET]}, "T": {"allOf": [ref("U")]}, "U": {"allOf": [ref("T")]}})


def test_unsupported_documents() -> None:
    for tree in ({"swagger": "1.2"}, {"openapi": "4.0.0"}, {"info": {}}):
        canonical, report = run(tree)
        assert canonical is None
        assert report.failed


def test_a_description_is_not_changed_whatever_it_holds() -> None:
    """A keyword that nobody knows may hold anything, `$ref` and examples of something else too."""
    extension = {"example": 1, "$ref": "#/components/schemas/B", "schema": {"properties": {"a": {"example": 2}}}}
    tree = document({"A": {"properties": {"a": {"type": "object", "vendor": extension}}}, "B": {"type": "string"}})
    before = json.dumps(tree)
    canonical, report = run(tree)
    assert canonical is not None
    assert not report.failed
    assert json.dumps(tree) == before
    assert "vendor" not in json.dumps(canonical.tree)


def test_wrong_types_in_a_tuple_are_reported_at_their_place() -> None:
    _, report = run(document({"A": {"type": "array", "items": [{"type": "string"}, "text"]}}))
    assert [one.where.pointer for one in report if one.where] == ["/components/schemas/A/items/1"]


def flagged(flag: Any) -> str:
    """Return a document in which each flag of OpenAPI has a value."""
    words = {"type": "array", "items": {"type": "string"}}
    same = {"deprecated": flag, "required": flag}
    query = {"name": "q", "in": "query", "schema": words, "explode": flag, "allowReserved": flag, **same}
    header = {"schema": words, "explode": flag, **same}
    encoding = {"p": {"explode": flag, "allowReserved": flag, "style": "form"}}
    schema = {
        "type": "object",
        "properties": {
            "p": {**words, "uniqueItems": flag, "readOnly": flag},
            "r": {"type": "string", "writeOnly": flag, "deprecated": flag, "nullable": flag},
        },
    }
    form = {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"p": words}},
            "encoding": encoding,
        }
    }
    operation = {
        "operationId": "send",
        "deprecated": flag,
        "parameters": [query, {"name": "e", "in": "query", "schema": {"type": "string"}, "allowEmptyValue": flag}],
        "requestBody": {"content": form, "required": flag},
        "responses": {
            "200": {"description": "", "headers": {"X-A": header}, "content": {"application/json": {"schema": schema}}}
        },
    }
    return json.dumps(document(paths={"/a": {"post": operation}}, version="3.0.3"))


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("True", True), ("false", False)])
def test_flags_in_quotes_are_flags_with_a_warning(written: str, meant: bool) -> None:
    quoted, plain = (outcome(flagged(flag)) for flag in (written, meant))
    assert quoted.files == plain.files
    assert quoted.files is not None
    warned = [one for one in quoted.diagnostics if one.code in ("wrong-type", "invalid-keyword")]
    assert len(warned) == flagged(True).count(": true")


def test_a_text_that_is_no_flag_is_refused() -> None:
    assert outcome(flagged(" true")).files is None
