"""The canonical tree: names of inline schemas, unions, null."""

from __future__ import annotations

import pytest

from .trees import PET, Tree, document, nullable, ref, response, schemas, settled


def test_inline_objects_are_hoisted_under_names_of_their_context() -> None:
    inner = {"type": "object", "properties": {"x": {"type": "string"}}}
    out = schemas(
        {
            "pet": {
                "properties": {
                    "owner": inner,
                    "tags": {"type": "array", "items": inner},
                    "labels": {"additionalProperties": inner},
                    "size": {"type": ["string", "null"]},
                    "boss": {**inner, "type": ["object", "null"]},
                }
            }
        }
    )
    assert out["pet"]["properties"] == {
        "boss": nullable(ref("PetBoss")),
        "labels": {"type": "object", "additionalProperties": ref("PetLabel")},
        "owner": ref("PetOwner"),
        "size": {"type": ["string", "null"]},
        "tags": {"type": "array", "items": ref("PetTag")},
    }
    assert sorted(out) == ["PetBoss", "PetLabel", "PetOwner", "PetTag", "pet"]
    assert out["PetBoss"]["type"] == "object"


def test_operations_name_their_bodies_and_responses() -> None:
    inner = {"type": "object", "properties": {"x": {"type": "string"}}}
    body = {"content": {"application/json": {"schema": {**inner, "required": ["x"]}}}}
    operation = response(inner, operationId="create-pet", requestBody=body)
    operation["responses"]["404"] = response({**inner, "description": "Gone."})["responses"]["200"]
    listed = {"type": "array", "items": {**inner, "required": ["x"], "title": "Listed"}}
    tree = settled(document(paths={"/pets": {"post": operation, "get": response(listed)}}))
    assert sorted(tree["components"]["schemas"]) == [
        "CreatePetRequest",
        "CreatePetResponse",
        "CreatePetResponse404",
        "GetPetsResponseItem",
    ]
    assert tree["paths"]["/pets"]["post"]["requestBody"]["required"] is True


def test_a_hoisted_name_never_takes_a_declared_one() -> None:
    out = schemas({"Pet": {"properties": {"owner": PET}}, "PetOwner": {"type": "string"}})
    assert out["PetOwner"] == {"type": "string"}
    assert out["Pet"]["properties"]["owner"] == ref("PetOwnerObject")


def test_words_at_the_seam_of_a_name_are_not_repeated() -> None:
    def with_words(**properties: Tree) -> Tree:
        return {"type": "object", "properties": properties}

    inner = {name: with_words(**{name: {"type": "string"}}) for name in ("orderItem", "order", "order_owner", "owner")}
    out = schemas({"Order": with_words(**inner)})
    assert sorted(out) == ["Order", "OrderItem", "OrderOrder", "OrderOrderOwner", "OrderOwner"]
    assert out["Order"]["properties"]["owner"] == ref("OrderOwner")
    parts = {"Order": with_words(order_item=with_words(part=with_words(x={}))), "OrderItem": with_words(part=PET)}
    out = schemas(parts)
    assert sorted(out) == ["Order", "OrderItem", "OrderItemPart", "OrderOrderItem", "OrderOrderItemPart"]
    assert out["OrderItem"]["properties"]["part"] == ref("OrderItemPart")


def test_a_shared_class_whose_places_have_different_names_is_named_after_its_properties() -> None:
    done = {"type": "object", "properties": {"result": {"type": "boolean"}, "ok": {"type": "boolean"}}}
    words = ("sendCat", "moveDog", "feedOwl", "washFox", "kickBall")
    out = settled(document(paths={f"/{one}": {"post": response(done, operationId=one)} for one in words}))
    assert [*out["components"]["schemas"]] == ["OkResultResponse"]


def test_names_do_not_depend_on_order_or_on_other_parts() -> None:
    first = {"Pet": {"properties": {"owner": PET, "a": {"items": PET}}}, "Dog": {"properties": {"owner": PET}}}
    second = {"Zoo": {"properties": {"x": PET}}, **{name: first[name] for name in reversed(first)}}
    out, more = schemas(first), schemas(second)
    assert {name: more[name] for name in out} == out


def test_nullable_of_3_0() -> None:
    out = schemas(
        {
            "A": {"type": "string", "nullable": True},
            "B": {
                "properties": {
                    "a": ref("A"),
                    "b": {"allOf": [ref("P")], "nullable": True},
                    "c": {"type": "string", "enum": ["x"], "nullable": True},
                }
            },
            "P": PET,
            "N": {"type": "number", "minimum": 1, "exclusiveMinimum": True, "example": 3},
        },
        version="3.0.3",
    )
    assert out["A"] == {"type": "string"}
    assert out["B"]["properties"] == {
        "a": nullable(ref("A")),
        "b": nullable(ref("P")),
        "c": {"type": ["string", "null"], "enum": ["x", None]},
    }
    assert out["N"] == {"type": "number", "exclusiveMinimum": 1, "examples": [3]}


def test_unions_are_folded() -> None:
    out = schemas(
        {
            "P": PET,
            "A": {
                "properties": {
                    "one": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}], "description": "d"},
                    "two": {"oneOf": [ref("P")]},
                    "three": {"oneOf": [ref("P"), {"type": "null"}]},
                    "four": {"type": ["string", "integer", "null"], "minLength": 2, "minimum": 1},
                    "five": {"anyOf": [{"anyOf": [{"type": "string"}, ref("P")]}, {"type": "null"}]},
                }
            },
        }
    )
    assert out["A"]["properties"] == {
        "five": {"anyOf": [{"type": "string"}, ref("P"), {"type": "null"}]},
        "four": {"anyOf": [{"type": "string", "minLength": 2}, {"type": "integer", "minimum": 1}, {"type": "null"}]},
        "one": {"type": ["string", "null"], "format": "date", "description": "d"},
        "three": nullable(ref("P")),
        "two": ref("P"),
    }


def test_variants_are_named_after_what_distinguishes_them() -> None:
    def kind(value: str) -> Tree:
        return {"type": "object", "properties": {"kind": {"const": value}}}

    tag = {"propertyName": "kind"}
    a = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    out = schemas(
        {
            "U": {"oneOf": [kind("cat"), kind("big-dog")], "discriminator": tag},
            "V": {
                "properties": {
                    "x": {"oneOf": [a, {"title": "the other", **kind("z")}]},
                    "y": {"anyOf": [{"type": "string"}, a]},
                }
            },
        }
    )
    assert out["U"]["oneOf"] == [ref("UCat"), ref("UBigDog")]
    assert out["U"]["discriminator"]["mapping"] == {
        "big-dog": "#/components/schemas/UBigDog",
        "cat": "#/components/schemas/UCat",
    }
    assert out["V"]["properties"]["x"]["oneOf"] == [ref("VXWithA"), ref("VXTheOther")]
    assert out["V"]["properties"]["y"]["anyOf"] == [{"type": "string"}, ref("VY")]


def test_shared_responses_give_their_schemas_their_own_name() -> None:
    components = {"responses": {"NotFound": {"description": "", "content": {"application/json": {"schema": PET}}}}}
    shared = {"responses": {"404": {"$ref": "#/components/responses/NotFound"}}}
    tree = settled(document(paths={"/a": {"get": shared}, "/b": {"get": shared}}, components=components))
    assert list(tree["components"]["schemas"]) == ["NotFoundResponse"]


@pytest.mark.parametrize(
    ("section", "component", "expected"),
    [
        ("requestBodies", "Pet", "PetRequest"),
        ("requestBodies", "PetBody", "PetRequest"),
        ("requestBodies", "PetRequest", "PetRequest"),
        ("requestBodies", "Body", "BodyRequest"),
        ("responses", "Pet", "PetResponse"),
        ("responses", "PetBody", "PetBodyResponse"),
        ("responses", "PetResponse", "PetResponse"),
        ("responses", "PetError", "PetError"),
    ],
)
def test_the_inline_schema_of_a_shared_body_or_response_has_its_name(
    section: str, component: str, expected: str
) -> None:
    shared = {"description": "", "content": {"application/json": {"schema": PET}}}
    target = {"$ref": f"#/components/{section}/{component}"}
    operation = {"requestBody": target} if section == "requestBodies" else {}
    responses = {"200": target if section == "responses" else {"description": ""}}
    paths = {"/a": {"post": {"operationId": "make", **operation, "responses": responses}}}
    found = settled(document(paths=paths, components={section: {component: shared}}))
    assert [*found["components"]["schemas"]] == [expected]


def test_examples_in_a_list_are_numbered() -> None:
    """A list is wrong there, so it is read only if the rest of the document is wanted all the same."""
    media = {"schema": {"type": "string"}, "examples": ["a", {"b": 1}]}
    responses = {"200": {"description": "", "content": {"application/json": media}}}
    found = settled(document(paths={"/a": {"get": {"responses": responses}}}), keep_going=True)
    examples = found["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    assert {name: one["value"] for name, one in examples.items()} == {"1": "a", "2": {"b": 1}}
