"""Names that callers use already stay, whatever is added; a thing that changes its own words changes its name."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.naming.names import Names
from generator.naming.published import PublishedNames, published_names, read, source

REVIEW = {"type": "object", "properties": {"review_id": {"type": "integer"}, "note": {"type": "string"}}}


def _operation(identity: str, schema: Any = REVIEW, **more: Any) -> dict[str, Any]:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    return {"operationId": identity, "tags": ["reviews"], "responses": answer, **more}


def _tree(paths: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {path: {"get": node} for path, node in paths.items()},
        **more,
    }


def _named(tree: dict[str, Any], published: PublishedNames | None = None) -> tuple[Names, PublishedNames]:
    main = Document(json.loads(json.dumps(tree)), "x.json")
    inputs = Inputs(Source(main, {}), Settings(), "x", published=published)
    found = pipeline.describe(inputs, Report())
    assert found is not None
    api, names = found.api, found.names
    # What a package keeps is read again as it was written.
    kept = read(tomllib.loads(source(published_names(api, names))))
    assert kept == published_names(api, names)
    return names, kept


def test_a_twin_of_an_inline_schema_renames_nothing() -> None:
    before, published = _named(_tree({"/secret": _operation("review_secret_alert")}))
    after, _ = _named(
        _tree({"/secret": _operation("review_secret_alert"), "/code": _operation("review_code_alert")}), published
    )
    assert set(before.schemas.values()) == set(after.schemas.values()) == {"ReviewSecretAlertResponse"}


def test_a_component_does_not_take_the_class_of_an_inline_schema_or_of_another_component() -> None:
    owner = {"type": "object", "properties": {"owner": {**REVIEW, "title": "x"}}}
    paths = {"/a": _operation("get_thing", owner)}
    before, published = _named(_tree(paths, components={"schemas": {"foo-bar": REVIEW}}))
    inline = before.schemas.get("GetThingResponseOwner", "Owner")
    more = {"foo-bar": REVIEW, "FooBar": {"type": "string"}, inline: {"type": "object", "properties": {"z": {}}}}
    after, _ = _named(_tree(paths, components={"schemas": more}), published)
    assert after.schemas["foo-bar"] == before.schemas["foo-bar"] == "FooBar"
    assert set(before.schemas.values()) <= set(after.schemas.values())
    assert after.schemas["FooBar"] != "FooBar"


def test_methods_fields_arguments_and_servers_stay() -> None:
    symbol = {"type": "object", "properties": {"@type": {"type": "string"}}}
    get = _operation("getReviews", symbol)
    tree = _tree({"/reviews": get})
    before, published = _named(tree)
    assert before.operations["get", "/reviews"].call == "reviews.list"
    both = {"type": "object", "properties": {"@type": {"type": "string"}, "type": {"type": "string"}}}
    larger = _tree({"/reviews": _operation("getReviews", both), "/all": _operation("listReviews")})
    larger["servers"].append({"url": "https://b.example"})
    after, _ = _named(larger, published)
    assert after.operations["get", "/reviews"] == before.operations["get", "/reviews"]
    assert after.operations["get", "/all"].call == "reviews.list_reviews"
    assert after.servers["https://a.example"] == before.servers["https://a.example"] == "default"
    (schema,) = {wire for wire, prop in after.properties if prop == "@type"}
    assert after.properties[schema, "@type"] == "type"
    assert after.properties[schema, "type"] != "type"


def test_a_credential_keeps_its_argument_when_another_one_is_added() -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key"}
    tree = _tree({"/a": _operation("x", security=[{"sec": []}])}, components={"securitySchemes": {"sec": scheme}})
    before, published = _named(tree)
    assert before.credentials["sec"].argument == "api_key"
    tree["components"]["securitySchemes"]["other"] = {"type": "http", "scheme": "bearer"}
    after, _ = _named(tree, published)
    assert after.credentials["sec"].argument == "api_key"


def test_a_thing_whose_own_text_changes_gets_a_new_name() -> None:
    _, published = _named(_tree({"/a": _operation("getReviews")}))
    after, _ = _named(_tree({"/a": _operation("searchReviews")}), published)
    assert after.operations["get", "/a"].call == "reviews.search"
    named = _tree({"/a": _operation("getReviews")})
    named["servers"] = [{"url": "https://a.example", "description": "main"}]
    after, _ = _named(named, published)
    assert after.servers["https://a.example"] == "main"


@pytest.mark.parametrize("name", ["import", "Client", "a b", "x'); import os", "", "é" * 300, "1a"])
def test_a_name_that_cannot_be_is_not_taken_from_the_file(name: str) -> None:
    tree = _tree({"/a": _operation("review")})
    published = PublishedNames(
        operations={"GET /a": f"reviews.{name}"},
        schemas={"ReviewResponse": name},
        servers={"https://a.example": name},
    )
    assert _named(tree, published)[0] == _named(tree)[0]


VERSION = {"name": "X-Version", "in": "header", "required": True, "schema": {"type": "string"}}


def test_a_header_of_the_client_stays_one_when_an_operation_comes_without_it() -> None:
    first = {"/a": _operation("a", parameters=[VERSION]), "/b": _operation("b", parameters=[VERSION])}
    before, published = _named(_tree(first))
    after, _ = _named(_tree({**first, "/c": _operation("c")}), published)
    assert before.headers == after.headers == {"X-Version": "x_version"}


def test_a_header_of_methods_stays_one_when_all_operations_have_it() -> None:
    first = {"/a": _operation("a", parameters=[VERSION]), "/b": _operation("b")}
    before, published = _named(_tree(first))
    after, _ = _named(_tree({**first, "/b": _operation("b", parameters=[VERSION])}), published)
    assert before.headers == after.headers == {}


@pytest.mark.parametrize(("chosen", "headers"), [("version", {"X-Version": "version"}), ("", {})])
def test_the_settings_say_whose_a_header_is(chosen: str, headers: dict[str, str]) -> None:
    paths = {name: _operation(name[1:], parameters=[VERSION]) for name in ("/a", "/b")}
    settings = Settings(headers={"X-Version": chosen})
    described = pipeline.describe(Inputs(Source(Document(_tree(paths), "x.json"), {}), settings, "x"), Report())
    assert described is not None
    assert described.names.headers == headers


@pytest.mark.parametrize(
    ("published", "call"),
    [
        ("closes.close", "closes.close"),
        ("calls.close", "calls.close"),
        ("closes.shut", "closes.close"),
        ("Closes.close", "service.close"),
        ("import.close", "service.close"),
        ("a b.close", "service.close"),
        ("close", "service.close"),
    ],
)
def test_an_operation_without_a_tag_stays_in_its_published_resource(published: str, call: str) -> None:
    """Rules for resources of paths may change; what callers wrote stays, if it can be a name at all."""
    tree = _tree({"/close": {"operationId": "close", "responses": {"200": {"description": ""}}}})
    names, _ = _named(tree, PublishedNames(operations={"GET /close": published}))
    assert [one.call for one in names.operations.values()] == [call]


def test_a_new_tag_of_the_provider_moves_a_published_operation() -> None:
    tree = _tree({"/close": _operation("close")})
    names, _ = _named(tree, PublishedNames(operations={"GET /close": "closes.close"}))
    assert [one.call for one in names.operations.values()] == ["reviews.close"]


@pytest.mark.parametrize(
    ("identity", "published", "call"),
    [
        ("listSiteReviews", "reviews.list_site_reviews", "reviews.list_site_reviews"),
        ("reviewsAll", "reviews.all", "reviews.all"),
        ("getReviewSettings", "reviews.list_settings", "reviews.list_settings"),
        ("fetchReview", "reviews.find", "reviews.fetch"),
        ("fetchReview", "reviews.find_review", "reviews.fetch"),
        ("fetchReview", "reviews.fetch_import", "reviews.fetch"),
        ("fetchReview", "reviews.Fetch", "reviews.fetch"),
        ("", "reviews.anything", "reviews.anything"),
    ],
)
def test_a_published_method_stays_if_the_operation_still_says_it(identity: str, published: str, call: str) -> None:
    """Also if the rules would choose another one; of another operationId it is no name."""
    operation = _operation(identity)
    if not identity:
        del operation["operationId"]
    names, _ = _named(_tree({"/sites": operation}), PublishedNames(operations={"GET /sites": published}))
    assert [one.call for one in names.operations.values()] == [call]
