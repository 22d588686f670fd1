"""Forms of real documents that the standard's examples do not show: requests and responses mean what they should."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Callers
from .packages import Package, document, generated
from .wire import Answer, Server

PARTS = """
components:
  schemas:
    Profile:
      type: object
      properties:
        fields: {items: {type: object}, nullable: true, oneOf: [{type: object}, {type: array, items: {}}]}
        named: {properties: {a: {type: string}}, anyOf: [{$ref: '#/components/schemas/Text'}, {type: object}]}
    Text: {type: string}
    Reply: {oneOf: [{type: object, required: [ok], properties: {ok: {enum: [true]}, note: {type: string}}}, {type: object, required: [ok], properties: {ok: {enum: [false]}, note: {type: string}}}]}
    Numbered: {discriminator: {propertyName: kind}, oneOf: [{type: object, required: [kind], properties: {kind: {const: 1}}}, {type: object, required: [kind], properties: {kind: {const: 2}}}]}
paths:
  /reply: {get: {operationId: getReply, tags: [x], responses: {200: {description: Reply, content: {application/json: {schema: {type: object, properties: {reply: {$ref: '#/components/schemas/Reply'}, numbered: {$ref: '#/components/schemas/Numbered'}}}}}}}}}
  /profile: {get: {operationId: getProfile, tags: [x], responses: {200: {description: Profile, content: {application/json: {schema: {$ref: '#/components/schemas/Profile'}}}}}}}
  /export?file={name}&kind=csv: {get: {operationId: getExport, tags: [x], parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {204: {description: Done}}}}
  /search/{id}?q={q}&page={page}: {get: {operationId: getSearch, tags: [x], parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: q, in: query, schema: {type: string}}], responses: {204: {description: Done}}}}
  /uploads: {put: {operationId: putUpload, tags: [x], parameters: [{name: Content-Length, in: header, required: true, schema: {type: number}}], requestBody: {required: true, content: {application/octet-stream: {}}}, responses: {204: {description: Done}}}}
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(PARTS, "3.0.3"))


@pytest.mark.parametrize(
    "value",
    [{"fields": {}}, {"fields": {"a": 1}}, {"fields": [{}]}, {"fields": None}, {"named": "x"}, {"named": {"a": "b"}}],
)
def test_keywords_next_to_a_union_imply_no_type(value: Any, package: Package, caller: Callers, server: Server) -> None:
    """`items` next to `oneOf` is about the lists among the variants, and excludes none of the others."""
    server.will(Answer(body=json.dumps(value).encode()))
    response = caller(package).send(package.x.get_profile_request())
    assert response.problems == ()
    assert response.data.model_dump(mode="json", exclude_unset=True) == value


def test_parameters_in_the_query_of_a_path_are_sent(package: Package, caller: Callers, server: Server) -> None:
    caller(package)("x.get_export", file="a&b.csv")
    assert server.only.target in ("/export?kind=csv&file=a%26b.csv", "/export?file=a%26b.csv&kind=csv")


def test_a_parameter_that_is_also_declared_in_the_query_is_one(
    package: Package, caller: Callers, server: Server
) -> None:
    caller(package)("x.get_search", 7, q="x", page="2")
    assert server.only.target in ("/search/7?q=x&page=2", "/search/7?page=2&q=x")


def test_content_length_is_not_an_argument(package: Package, caller: Callers, server: Server) -> None:
    """The HTTP library writes `Content-Length`; a value of the caller's could only contradict the body."""
    caller(package)("x.put_upload", b"four")
    assert (server.only.header("Content-Length"), server.only.body) == ("4", b"four")


@pytest.mark.parametrize(
    ("value", "attribute", "variant"),
    [
        ({"reply": {"ok": True}}, "reply", "ReplyWithOkTrue"),
        ({"reply": {"ok": False, "note": "x"}}, "reply", "ReplyWithOkFalse"),
        ({"numbered": {"kind": 1}}, "numbered", "NumberedKind1"),
        ({"numbered": {"kind": 2}}, "numbered", "NumberedKind2"),
    ],
)
def test_constants_that_are_no_texts_choose_the_variant(
    value: Any, attribute: str, variant: str, package: Package, caller: Callers, server: Server
) -> None:
    server.will(Answer(body=json.dumps(value).encode()))
    response = caller(package).send(package.x.get_reply_request())
    assert response.problems == ()
    assert type(getattr(response.data, attribute)).__name__ == variant
    assert response.data.model_dump(mode="json", exclude_unset=True) == value


def test_numbers_that_distinguish_variants_are_no_warning(package: Package) -> None:
    assert "ambiguous-discriminator" not in package.warnings
