"""Reading schemas: references that mean something else, keywords of other dialects, schemas with an `$id`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.normalize.trees import codes, document, ref, response, run, schemas

Tree = dict[str, Any]
TEXT = {"type": "string"}
OBJECT = {"type": "object", "properties": {"a": TEXT}}


def settled(schemas: Tree, version: str = "3.1.0", **more: Any) -> tuple[Tree, set[str]]:
    canonical, report = run(document(schemas, version=version, **more))
    assert canonical is not None, list(report)
    return canonical.tree["components"]["schemas"], set(codes(report)) - {"no-paths"}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_recursive_reference_means_the_component_around_it(version: str) -> None:
    given = {"F": {"type": "object", "properties": {"x": {"type": "array", "items": {"$recursiveRef": "#"}}}}}
    out, warned = settled(given, version)
    assert out["F"]["properties"]["x"]["items"] == ref("F")
    assert warned == {"foreign-keyword"}


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.1.0", {"$recursiveRef": "#/nowhere"}),
        ("3.1.0", {"$recursiveRef": 5, "type": "string"}),
        ("3.0.3", {"$dynamicRef": "#nowhere"}),
        ("3.0.3", {"type": "string", "if": "odd", "contains": 3}),
        ("3.0.3", {"type": "object", "patternProperties": "x", "dependentSchemas": ["a"]}),
        ("3.0.3", {"type": "array", "prefixItems": "x", "items": TEXT}),
        ("3.0.3", {"$defs": ["x"], "$id": 7, "type": "string"}),
        ("3.1.0", {"definitions": ["x"], "dependencies": "x", "extends": {"$ref": "#/nowhere"}, "type": "string"}),
        ("3.1.0", {"disallow": "string", "divisibleBy": 2, "$recursiveAnchor": True, "id": 5, "type": "string"}),
    ],
)
def test_keywords_of_other_dialects_never_refuse(version: str, schema: Tree) -> None:
    out, _ = settled({"A": schema}, version)
    assert "A" in out


def test_a_recursive_reference_outside_of_components_means_any_value() -> None:
    canonical, report = run(
        document(paths={"/a": {"get": response({"type": "array", "items": {"$recursiveRef": "#"}})}})
    )
    assert canonical is not None
    assert codes(report) == ["foreign-keyword"]


@pytest.mark.parametrize("kind", ["responses", "requestBodies", "parameters", "headers"])
def test_a_reference_to_a_response_or_parameter_is_read_as_its_schema(kind: str) -> None:
    held: Tree = {
        "description": "",
        "content": {"text/plain": {"schema": TEXT}, "application/json": {"schema": OBJECT}},
    }
    if kind in ("parameters", "headers"):
        held = {"name": "x", "in": "query", "schema": OBJECT} if kind == "parameters" else {"schema": OBJECT}
    components = {kind: {"Held": held, "Alias": {"$ref": f"#/components/{kind}/Held"}}}
    given = {"A": {"type": "object", "properties": {"x": {"$ref": f"#/components/{kind}/Alias"}}}}
    out, warned = settled(given, components=components)
    name = out["A"]["properties"]["x"]["$ref"].rpartition("/")[2]
    assert out[name] == OBJECT
    assert warned == {"wrong-reference"}


def test_a_reference_to_a_response_without_a_schema_is_refused() -> None:
    components = {"responses": {"Empty": {"description": ""}}}
    _, report = run(document({"A": {"$ref": "#/components/responses/Empty"}}, components=components))
    assert "wrong-reference" in codes(report)


def test_a_reference_next_to_a_nested_id_is_resolved() -> None:
    given = {
        "A": {
            "$id": "https://e.example/base.json",
            "$ref": "nested/foo.json",
            "$defs": {
                "foo": {"$id": "nested/foo.json", "$ref": "bar.json"},
                "bar": {"$id": "nested/bar.json", "type": "number"},
            },
        }
    }
    out, warned = settled(given)
    assert out["A"] == {"type": "number"}
    assert warned == set()


@pytest.mark.parametrize("name", ["default", "enum", "const", "examples", "example"])
def test_a_property_that_is_called_like_a_keyword_is_followed(name: str) -> None:
    paths = {"/a": {"get": response(ref("A"))}}
    canonical, _ = run(document({"A": {"type": "object", "properties": {name: ref("B")}}, "B": OBJECT}, paths))
    assert canonical is not None
    from generator.diagnostics import Report
    from generator.ir.lower import lower

    assert lower(canonical, Report()).received == {"A", "B"}


@pytest.mark.parametrize("version", ["2.0", "3.1.0"])
def test_a_response_that_is_a_schema_is_read_as_one_of_json(version: str) -> None:
    target = {"$ref": "#/definitions/A" if version == "2.0" else "#/components/schemas/A"}
    paths = {"/a": {"get": {"responses": {"200": target}}}}
    tree = document({"A": OBJECT}, paths, version)
    if version == "2.0":
        tree = {"swagger": "2.0", "info": tree["info"], "paths": paths, "definitions": {"A": OBJECT}}
    canonical, report = run(tree)
    assert canonical is not None
    content = canonical.tree["paths"]["/a"]["get"]["responses"]["200"]["content"]
    assert content == {"application/json": {"schema": ref("A")}}
    assert codes(report) == ["wrong-reference"]


def test_a_request_body_that_is_a_schema_is_read_as_one_of_json() -> None:
    operation = {"requestBody": ref("A"), "responses": {"204": {"description": ""}}}
    canonical, report = run(document({"A": OBJECT}, {"/a": {"post": operation}}))
    assert canonical is not None
    assert canonical.tree["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"] == ref("A")
    assert codes(report) == ["wrong-reference"]


@pytest.mark.parametrize("value", [True, False, None, "true", "false", 1])
def test_only_true_makes_nullable_by_extension(value: object) -> None:
    """`x-nullable` of 2.0, at a schema and next to a reference; a text or a number is not true."""
    for schema in ({"type": "string"}, ref("Pet")):
        holder = {"type": "object", "properties": {"p": {**schema, "x-nullable": value}}}
        tree = schemas({"Pet": {"type": "object", "properties": {"id": {"type": "string"}}}, "Holder": holder}, "3.0.3")
        found = tree["Holder"]["properties"]["p"]
        assert ("null" in str(found)) is (value is True)


@pytest.mark.parametrize(("version", "limited"), [("3.0.3", False), ("3.1.0", True)])
def test_what_is_next_to_a_reference_limits_it_from_3_1_on(version: str, limited: bool) -> None:
    tree = schemas({"Name": {"type": "string"}, "Short": {**ref("Name"), "maxLength": 5}}, version)
    assert ("maxLength" in str(tree["Short"])) is limited


@pytest.mark.parametrize(
    "held",
    [5, None, [], "text", True, {}, {"content": 3}, {"content": {"application/json": 3}}, {"content": {}}],
    ids=str,
)
@pytest.mark.parametrize("section", ["responses", "requestBodies", "parameters", "headers"])
def test_a_reference_to_what_holds_no_schema_accepts_any_value(section: str, held: Any) -> None:
    given = document({"A": ref_to(section)}, components={section: {"R": held}})
    canonical, report = run(given, keep_going=True)
    assert canonical is not None
    assert canonical.tree["components"]["schemas"]["A"] in ({}, True)
    assert {one.where.pointer.split("/")[2] for one in report if one.where} & {"schemas", section}


def ref_to(section: str) -> Any:
    return {"$ref": f"#/components/{section}/R"}
