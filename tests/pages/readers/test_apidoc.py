"""apidoc's blocks in comments of source code."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.reading import OriginKind
from tests.pages.support import reading


def operation(tags: str, head: str = "{post} /pets Make a pet") -> dict[str, Any]:
    block = "".join(f" * {line}\n" for line in f"@api {head}\n{tags}".split("\n"))
    found = reading(f"/**\n{block} */\nfunction make() {{}}\n", "pets.js")
    assert found.reader == "apidoc"
    ((_, item),) = (found.document or {})["paths"].items()
    ((_, made),) = item.items()
    schemas = (found.document or {}).get("components", {}).get("schemas", {})
    return {**made, "schemas": schemas, "findings": [one.code for one in found.findings], "reading": found}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            '{String{2..8}="a","b"} [kind="a"] Kind',
            {"type": "string", "minLength": 2, "maxLength": 8, "enum": ["a", "b"], "default": "a"},
        ),
        ("{Number{1-9}} kind", {"type": "number", "minimum": 1, "maximum": 9}),
        ("{String[]} kind", {"type": "array", "items": {"type": "string"}}),
        ("(Login) {Boolean} [kind=true] Whether", {"type": "boolean", "default": True}),
        ("kind Kind", {}),
    ],
)
def test_fields(field: str, expected: dict[str, Any]) -> None:
    (schema,) = operation(f"@apiBody {field}")["schemas"].values()
    made = dict(schema["properties"]["kind"])
    made.pop("description", "")
    assert (made, "kind" in schema.get("required", [])) == (expected, "[kind" not in field)


def test_nested_fields_and_comments_in_other_languages() -> None:
    text = "# @api {put} /pets/:id Change\n# @apiBody {Object} owner Owner\n# @apiBody {String} owner.name Name\n# @apiBody {String} owner[town] Town\n"
    document = reading(text, "pets.rb").document or {}
    (schema,) = document["components"]["schemas"].values()
    assert list(schema["properties"]["owner"]["properties"]) == ["name", "town"]
    assert list(document["paths"]) == ["/pets/{id}"]


def test_parameters_without_a_place() -> None:
    made = operation("@apiParam {String} id Id\n@apiParam {Number} [limit=5] Limit", "{get} /pets/:id Pets")
    assert [(one["name"], one["in"]) for one in made["parameters"]] == [("id", "path"), ("limit", "query")]
    assert made["findings"] == ["place-inferred"]
    sent = operation("@apiParam {String} name Name")
    assert sent["reading"].origin("/components/schemas/MakePetRequest/properties/name").kind is OriginKind.GUESS


def test_statuses_of_groups_and_examples() -> None:
    made = operation(
        "@apiSuccess (Created 201) {String} id Id\n@apiError NotFound There is none.\n@apiErrorExample {json} Error:\n"
        '    HTTP/1.1 404 Not Found\n    {"error": "NotFound"}\n@apiError (422) {String} field Field'
    )
    assert list(made["responses"]) == ["201", "404", "422"]
    assert made["responses"]["404"]["description"] == "NotFound: There is none."


@pytest.mark.parametrize(
    ("tags", "statuses"),
    [
        ('@apiSuccessExample {json} Success\n{"a": 1}', {"200": OriginKind.GUESS}),
        ('@apiSuccessExample {json} Success\nHTTP/1.1 201 Created\n{"a": 1}', {"201": OriginKind.PAGE}),
        ('@apiErrorExample {json} Error\n{"a": 1}', {}),
        ('@apiErrorExample {json} Error\nHTTP/1.1 404 Not Found\n{"a": 1}', {"404": OriginKind.PAGE}),
        (
            '@apiSuccess (201) {String} id Its id\n@apiSuccessExample {json} Success\n{"id": "a"}',
            {"201": OriginKind.PAGE},
        ),
    ],
)
def test_the_status_of_an_example_is_stated_or_that_of_a_success(tags: str, statuses: dict[str, OriginKind]) -> None:
    made = operation(tags)
    found = {
        status: made["reading"].origin(f"/paths/~1pets/post/responses/{status}").kind
        for status in made["responses"]
        if status != "default"
    }
    assert found == statuses


def test_errors_without_a_status_are_a_finding() -> None:
    made = operation("@apiSuccess {String} id Id\n@apiError Busy Try later.")
    assert (list(made["responses"]), made["findings"]) == (["200"], ["error-without-status"])


def test_definitions_are_put_in_and_ignored_blocks_left_out() -> None:
    text = (
        "/**\n * @apiDefine Pet\n * @apiSuccess {String} id Id\n */\n/**\n * @api {get} /pets Pets\n * @apiUse Pet\n */\n"
        "/**\n * @api {get} /secret Secret\n * @apiIgnore\n */\n"
    )
    document = reading(text, "pets.js").document or {}
    assert list(document["paths"]) == ["/pets"]
    assert [list(one["properties"]) for one in document["components"]["schemas"].values()] == [["id"]]


def test_a_definition_that_uses_itself_ends() -> None:
    text = "/**\n * @apiDefine A\n * @apiUse A\n */\n/**\n * @api {get} /pets Pets\n * @apiUse A\n */\n"
    assert list((reading(text, "pets.js").document or {})["paths"]) == ["/pets"]
