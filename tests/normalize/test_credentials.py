"""Credentials as they are really given: parameters that are keys, schemes that write one header, schemes that say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.ir.api import Api
from generator.naming.names import Names

KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}


def _described(parameters: list[list[dict[str, Any]]], **more: Any) -> tuple[Api, Names]:
    schemes, security = more.get("schemes", {}), more.get("security")
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            f"/p{index}": {"get": {"operationId": f"x{index}", "parameters": own, "responses": {}}}
            for index, own in enumerate(parameters)
        },
        "components": {"securitySchemes": schemes},
        **({"security": security} if security is not None else {}),
    }
    found = pipeline.describe(
        Inputs(Source(Document(json.loads(json.dumps(tree)), "x.json"), {}), Settings(), "x"), Report()
    )
    assert found is not None
    return found.api, found.names


def _header(name: str, description: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}, **more}


@pytest.mark.parametrize(
    "parameter",
    [
        _header("xi-api-key"),
        _header("api-key"),
        _header("X-API-KEY", required=True),
        _header("token"),
        _header("Ocp-Apim-Subscription-Key"),
        _header("X-Auth-Token"),
        _header("x-acme", "Your API key. It is required by most endpoints."),
        _header("x-acme", "The API token of your workspace"),
        {"name": "api_key", "in": "query", "schema": {"type": "string"}},
        _header("x-acme", "Your API secret key"),
        {"name": "token", "in": "query", "description": "Authentication token", "schema": {"type": "string"}},
        {"name": "appid", "in": "query", "description": "Your API key", "schema": {"type": "string"}},
        {"name": "session_token", "in": "cookie", "description": "An access token", "schema": {"type": "string"}},
        {"name": "access_token", "in": "query", "schema": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
    ],
)
def test_a_parameter_of_most_operations_that_is_a_key(parameter: dict[str, Any]) -> None:
    api, names = _described([[parameter], [parameter], []])
    assert [(one.type, one.location, one.name) for one in api.security_schemes] == [
        ("apiKey", parameter["in"], parameter["name"])
    ]
    assert [one.argument for one in names.credentials.values()] == ["api_key"]
    assert not [one for operation in api.operations for one in operation.parameters]
    optional: tuple[dict[str, Any], ...] = () if parameter.get("required") else ({},)
    assert api.operations[0].security == ({"apiKey": ()}, *optional)
    assert api.operations[2].security == ()


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        (("X-Api-Key",), True),
        (("X-App-Id", "The API secret key"), False),
        (("X-Api-Key", "The API secret key"), True),
    ],
)
def test_the_only_operation_has_a_credential_if_its_name_says_so(header: tuple[str, ...], is_one: bool) -> None:
    """A description alone is no evidence; that of most operations is."""
    assert bool(_described([[_header(*header)]])[0].security_schemes) is is_one
    assert _described([[_header(*header)]] * 2)[0].security_schemes


@pytest.mark.parametrize(
    "parameters",
    [
        [[_header("X-Api-Key")], [], []],
        [[_header("X-Acme", "Says whether the API key of the customer was checked by you before.")], [], []],
        [[_header("X-Trace", "An id")], [_header("X-Trace", "An id")]],
        [[{"name": "token", "in": "query", "schema": {"type": "string"}}]] * 2,
        [[{"name": "q", "in": "query", "description": "Your API key", "schema": {"type": "string"}}]] * 2,
        [[{"name": "pageToken", "in": "query", "description": "Of the next page", "schema": {"type": "string"}}]] * 2,
    ],
)
def test_a_parameter_that_is_no_credential_of_the_client(parameters: list[list[dict[str, Any]]]) -> None:
    api, _ = _described(parameters)
    assert not api.security_schemes
    assert any(operation.parameters for operation in api.operations)


def test_a_second_key_has_the_name_of_its_parameter() -> None:
    _, names = _described([[_header("X-Auth-Token"), _header("X-App-Key", "The API secret key")]] * 2)
    assert {key: one.argument for key, one in names.credentials.items()} == {
        "apiKey": "api_key",
        "X-App-Key": "x_app_key",
    }


def test_schemes_that_write_the_same_header_are_alternatives() -> None:
    schemes = {
        "ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "authorization"},
        "JwtAuth": {"type": "http", "scheme": "bearer"},
    }
    api, _ = _described([[_header("Authorization", required=True)]], schemes=schemes)
    assert api.operations[0].security == ({"ApiKeyAuth": ()}, {"JwtAuth": ()})
    both, _ = _described([[]], schemes={**schemes, "k": KEY}, security=[{"ApiKeyAuth": [], "JwtAuth": [], "k": []}])
    assert both.operations[0].security == ({"ApiKeyAuth": (), "k": ()}, {"JwtAuth": (), "k": ()})


def test_schemes_that_say_the_same_are_one() -> None:
    schemes = {"a": KEY, "b": {**KEY, "name": "x-key", "description": "The same."}, "c": {**KEY, "in": "query"}}
    api, names = _described([[]], schemes=schemes, security=[{"a": []}, {"b": []}, {"b": [], "c": []}])
    assert api.operations[0].security == ({"a": ()}, {"a": (), "c": ()})
    assert {*names.credentials} == {"a", "c"}


@pytest.mark.parametrize(
    ("text", "type_", "scheme"),
    [
        ("Your key with the `Bearer` prefix", "http", "bearer"),
        ("Use `Token YOUR_KEY`", "http", "Token"),
        ("Basic authentication", "http", "basic"),
        ("The key itself", "apiKey", None),
    ],
)
def test_the_scheme_of_an_authorization_header_is_in_its_text(text: str, type_: str, scheme: str | None) -> None:
    api, _ = _described([[_header("Authorization", text, required=True)]])
    (found,) = api.security_schemes
    assert (found.type, found.scheme, found.description) == (type_, scheme, text)


@pytest.mark.parametrize(
    ("scheme", "arguments"),
    [
        (KEY, ("api_key",)),
        ({"type": "http", "scheme": "bearer"}, ("api_key",)),
        ({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}, ("token",)),
        ({"type": "http", "scheme": "basic"}, ("username", "password")),
        ({"type": "openIdConnect", "openIdConnectUrl": "https://a.example"}, ("token",)),
    ],
)
def test_a_single_credential_is_named_after_its_kind(scheme: dict[str, Any], arguments: tuple[str, ...]) -> None:
    _, names = _described([[]], schemes={"sec0": scheme}, security=[{"sec0": []}])
    assert names.credentials["sec0"].arguments == arguments
