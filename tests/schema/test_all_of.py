"""`allOf`: inheritance, merging, conflicts, discriminated hierarchies; and unions with keywords next to them."""

from __future__ import annotations

from typing import Any

from tests.normalize.trees import codes, document, nullable, ref, response, run, schemas, settled

Tree = dict[str, Any]
BASE = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}


def part(name: str, **more: Any) -> Tree:
    return {"type": "object", "properties": {name: {"type": "string"}}, **more}


def test_one_reference_and_new_properties_are_inheritance() -> None:
    out = schemas({"Base": BASE, "Heir": {"allOf": [ref("Base"), part("a", required=["a"])], "description": "d"}})
    assert out["Heir"] == {"allOf": [ref("Base"), part("a", required=["a"])], "description": "d"}


def test_inheritance_of_an_inline_schema_is_hoisted() -> None:
    out = schemas({"Base": BASE, "X": {"properties": {"y": {"allOf": [ref("Base"), part("a")]}}}})
    assert out["X"]["properties"]["y"] == ref("XY")
    assert out["XY"]["allOf"][0] == ref("Base")


def test_a_schema_with_only_annotations_is_an_alias() -> None:
    out = schemas(
        {
            "Base": BASE,
            "A": {"allOf": [ref("Base")], "description": "d"},
            "B": {"properties": {"x": {"allOf": [ref("Base")], "readOnly": True}}},
        }
    )
    assert out["A"] == {**ref("Base"), "description": "d"}
    assert out["B"]["properties"]["x"] == {**ref("Base"), "readOnly": True}


def test_clashes_are_merged() -> None:
    out = schemas(
        {
            "Base": BASE,
            "Redefined": {"allOf": [ref("Base"), {"properties": {"id": {"minimum": 3}}}]},
            "Narrowed": {"allOf": [ref("Base"), part("a"), {"required": ["a"]}]},
            "Both": {"allOf": [ref("Base"), ref("Other")]},
            "Other": part("o"),
            "Required": {"allOf": [ref("Other"), {"required": ["o"]}]},
        }
    )
    assert out["Redefined"]["properties"] == {"id": {"type": "integer", "minimum": 3}}
    assert out["Narrowed"]["allOf"][1]["required"] == ["a"]
    assert sorted(out["Both"]["properties"]) == ["id", "o"]
    assert out["Required"] == part("o", required=["o"])


def test_two_references_that_are_merged_have_a_name() -> None:
    more = {"allOf": [ref("Key"), part("secret")]}
    members = [{"type": "object", "properties": {"key": one}} for one in (ref("Key"), more)]
    out = schemas(
        {
            "Key": part("id"),
            "Other": part("o"),
            "Made": {"allOf": members},
            "Both": {"allOf": [{"properties": {"x": ref("Key")}}, {"properties": {"x": ref("Other")}}]},
        }
    )
    assert sorted(out) == ["Both", "BothX", "Key", "Made", "MadeKey", "Other"]


def test_any_object_and_a_reference_is_the_reference() -> None:
    page = {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {}}}}}
    items = {"properties": {"items": {"type": "array", "items": ref("Other")}}}
    out = schemas({"Other": part("o"), "Page": page, "OtherPage": {"allOf": [ref("Page"), items]}})
    assert out["OtherPage"]["properties"]["items"] == {"type": "array", "items": ref("Other")}
    assert sorted(out) == ["Other", "OtherPage", "Page"]


def test_siblings_of_a_reference_constrain_in_3_1() -> None:
    out = schemas(
        {"S": {"type": "string"}, "A": {"properties": {"x": {**ref("S"), "minLength": 2, "description": "d"}}}}
    )
    assert out["A"]["properties"]["x"] == {"type": "string", "minLength": 2, "description": "d"}
    out = schemas({"S": {"type": "string"}, "A": {"properties": {"x": {**ref("S"), "minLength": 2}}}}, version="3.0.0")
    assert out["A"]["properties"]["x"] == ref("S")


def test_scalars_are_intersected() -> None:
    out = schemas(
        {
            "A": {"allOf": [{"type": "number", "minimum": 1, "maximum": 9}, {"type": "integer", "minimum": 3}]},
            "B": {"allOf": [{"type": "string", "pattern": "a"}, {"pattern": "b"}]},
            "C": {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"], "type": "string"}]},
        }
    )
    assert out["A"] == {"type": "integer", "minimum": 3, "maximum": 9}
    assert out["B"] == {"type": "string", "pattern": "a", "allOf": [{"pattern": "b"}]}
    assert out["C"] == {"type": "string", "enum": ["b"]}


def test_conflicts_are_reported_and_never_refused() -> None:
    canonical, report = run(document({"A": {"allOf": [{"type": "string"}, {"type": "integer"}]}}))
    assert canonical is not None
    assert canonical.tree["components"]["schemas"]["A"] == {"type": "integer", "allOf": [{"type": "string"}]}
    assert codes(report) == ["all-of-conflict"]


def test_a_closed_member_is_opened_for_the_properties_of_the_others() -> None:
    out = schemas({"Base": BASE, "A": {"allOf": [ref("Base"), part("a", additionalProperties=False)]}})
    assert sorted(out["A"]["properties"]) == ["a", "id"]
    assert "additionalProperties" not in out["A"]
    closed = {"allOf": [ref("Base"), part("a")], "unevaluatedProperties": False}
    assert schemas({"Base": BASE, "A": closed})["A"]["additionalProperties"] is False


def test_a_subclass_may_state_its_own_tag() -> None:
    own = "x-ms-discriminator-value"
    base = {**BASE, "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat"}}}
    heirs = {
        "Cat": {"allOf": [ref("Pet"), part("purr")], own: "never"},
        "Dog": {"allOf": [ref("Pet"), part("bark")], own: "#Shop.Dog"},
        "Wolf": {"allOf": [ref("Pet"), part("howl")], own: "#Shop.Dog"},
        "Newt": {"allOf": [ref("Pet"), part("swim")], own: 4},
    }
    out = schemas({"Pet": base, **heirs, "Zoo": {"properties": {"pet": ref("Pet")}}})
    assert out["PetUnion"]["discriminator"]["mapping"] == {
        "#Shop.Dog": "#/components/schemas/Dog",
        "Newt": "#/components/schemas/Newt",
        "Pet": "#/components/schemas/Pet",
        "Wolf": "#/components/schemas/Wolf",
        "c": "#/components/schemas/Cat",
    }


def test_a_discriminated_base_is_a_union_in_annotations() -> None:
    base = {**BASE, "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat", "d": "Dog"}}}
    heirs = {
        "Cat": {"allOf": [ref("Pet"), part("purr")]},
        "Dog": {"allOf": [ref("Pet")]},
        "Puppy": {"allOf": [ref("Dog"), part("age")]},
    }
    out = schemas({"Pet": base, **heirs, "Zoo": {"properties": {"pet": ref("Pet"), "pets": {"items": ref("Pet")}}}})
    assert out["Zoo"]["properties"]["pet"] == ref("PetUnion")
    assert out["Zoo"]["properties"]["pets"]["items"] == ref("PetUnion")
    assert out["PetUnion"]["oneOf"] == [ref("Cat"), ref("Dog"), ref("Puppy"), ref("Pet")]
    assert out["PetUnion"]["discriminator"]["mapping"] == {
        "Pet": "#/components/schemas/Pet",
        "Puppy": "#/components/schemas/Puppy",
        "c": "#/components/schemas/Cat",
        "d": "#/components/schemas/Dog",
    }
    assert out["Dog"]["allOf"][0] == ref("Pet")


def test_keywords_next_to_a_union_are_merged_into_its_variants() -> None:
    out = schemas({"A": {**BASE, "oneOf": [part("a", title="first"), part("b", title="second")]}})
    assert out["A"]["oneOf"] == [ref("AFirst"), ref("ASecond")]
    assert sorted(out["AFirst"]["properties"]) == ["a", "id"]


def test_unions_that_only_require_stay_assertions() -> None:
    either = [{"required": ["a"]}, {"required": ["b"]}]
    properties = {"a": {"type": "string"}, "b": {"type": "string"}}
    out = schemas({"A": {"type": "object", "properties": properties, "anyOf": either}})
    assert out["A"] == {"type": "object", "properties": properties, "allOf": [{"anyOf": either}]}


def test_asserted_schemas_contain_no_references() -> None:
    out = schemas(
        {"S": {"type": "string", "maxLength": 2}, "A": {"properties": {"x": {"type": "string", "not": ref("S")}}}}
    )
    assert out["A"]["properties"]["x"]["not"] == {"type": "string", "maxLength": 2}


def test_nullable_components_are_nullable_where_they_are_used() -> None:
    given = {
        "N": {**BASE, "type": ["object", "null"]},
        "A": {"properties": {"x": ref("N"), "y": {"items": ref("N")}, "z": {"allOf": [ref("N"), part("q")]}}},
        "U": {"anyOf": [ref("N"), {"type": "string"}]},
        "L": ref("N"),
        "B": {"properties": {"u": ref("U"), "l": ref("L")}},
    }
    out = schemas(given)
    assert out["N"]["type"] == "object"
    assert out["A"]["properties"]["x"] == nullable(ref("N"))
    assert out["A"]["properties"]["y"]["items"] == nullable(ref("N"))
    assert out["A"]["properties"]["z"] == ref("AZ")
    assert out["U"] == {"anyOf": [ref("N"), {"type": "string"}]}
    assert out["B"]["properties"] == {"l": nullable(ref("L")), "u": nullable(ref("U"))}


def test_required_bodies_are_seen_through_inheritance() -> None:
    body = {"content": {"application/json": {"schema": ref("Heir")}}}
    given = {"Base": BASE, "Heir": {"allOf": [ref("Base"), part("a")]}}
    tree = settled(document(given, {"/a": {"post": response({}, requestBody=body)}}))
    assert tree["paths"]["/a"]["post"]["requestBody"]["required"] is True


def test_a_long_line_of_bases_is_read() -> None:
    """Each is read within the one before; Python's own limit of 1,000 calls within each other would end at about 100."""
    count = 300
    given: dict[str, Any] = {f"A{count}": {"type": "object", "properties": {"last": {"type": "string"}}}}
    for number in range(count):
        own = {"type": "object", "properties": {f"p{number}": {"type": "string"}}}
        given[f"A{number}"] = {"allOf": [{"$ref": f"#/components/schemas/A{number + 1}"}, own], "minProperties": 1}
    canonical, report = run(document(given))
    assert canonical is not None, list(report)
