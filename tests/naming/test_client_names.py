"""Names of clients, credentials, servers and errors, and names that the settings choose."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.config import CredentialSettings, Settings, load_settings
from generator.diagnostics import Report
from generator.ir.api import (
    Api,
    Body,
    Response,
    SecurityScheme,
    Server,
)
from generator.naming.assign import name

from .apis import EMPTY, names, nodes, operation, parameters


def complaints(api: Api, chosen: Settings) -> list[str]:
    report = Report()
    name(api, chosen, "pets", report)
    return [f"{one.severity}: {one.code}: {one.message}" for one in report]


def test_credentials_servers_and_errors() -> None:
    one = operation(
        "get",
        "/a",
        responses=tuple(
            Response(status) for status in ("200", "304", "404", "422", "494", "501", "4XX", "5XX", "default")
        ),
    )
    api = replace(
        EMPTY,
        operations=(one,),
        security_schemes=(SecurityScheme("APIKeyHeader", "apiKey"), SecurityScheme("timeout", "apiKey")),
        servers=(
            Server("https://api.x.ai/v2"),
            Server("https://api.us.x.ai/v2"),
            Server("https://test.x.ai", "Sandbox server (for tests)"),
        ),
    )
    found = names(api, Settings(name="FormantAI"))
    assert (found.client, found.async_client) == ("FormantAI", "AsyncFormantAI")
    assert found.credentials["APIKeyHeader"].argument == "api_key_header"
    assert found.credentials["APIKeyHeader"].environment == "FORMANTAI_API_KEY_HEADER"
    assert found.credentials["timeout"].argument == "timeout_credential"
    assert [found.servers[one.url] for one in api.servers] == ["default", "us", "sandbox"]
    assert found.errors == {
        "304": "NotModifiedError",
        "404": "NotFoundError",
        "422": "UnprocessableContentError",
        "494": "Status494Error",
        "4XX": "ClientStatusError",
        "501": "NotImplementedStatusError",
        "5XX": "ServerStatusError",
        "default": "DefaultStatusError",
    }
    assert names(replace(api, servers=api.servers[:1])).servers == {"https://api.x.ai/v2": "default"}


@pytest.mark.parametrize(("package", "client"), [("pets", "Pets"), ("my_api", "MyApi"), ("client", "ClientAPI")])
def test_the_client_is_named_after_its_package(package: str, client: str) -> None:
    assert names(EMPTY, package=package).client == client


def test_settings_override_everything() -> None:
    one = operation("post", "/v1/call", "create-call", "subpackage_calls", parameters=parameters(("query", "pageSize")))
    other = operation("get", "/v1/call", "list-calls", "subpackage_calls")
    bare = operation("post", "/sendMessage", "sendMessage")
    api = replace(
        EMPTY,
        operations=(one, other, bare),
        schemas=nodes({"A_b": {"properties": {"x": {}}}}),
        security_schemes=(SecurityScheme("sec0", "http"),),
        servers=(Server("https://a"), Server("https://b")),
    )
    chosen = Settings(
        tags={"subpackage_calls": "voice"},
        resources={"messages": "texts"},
        operations={"POST /v1/call": "calls.create"},
        schemas={"A_b": "Result"},
        properties={"A_b.x": "y"},
        parameters={"create-call.query.pageSize": "size"},
        credentials={"sec0": CredentialSettings("api_key", "KEY")},
        servers={"https://a": "global"},
    )
    found = names(api, chosen)
    assert [found.operations[each.key].call for each in (one, other, bare)] == [
        "calls.create",
        "voice.list_calls",
        "texts.send_message",
    ]
    assert found.schemas == {"A_b": "Result"}
    assert found.properties == {("A_b", "x"): "y"}
    assert found.parameters == {(one.key, "query", "pageSize"): "size"}
    assert (found.credentials["sec0"].argument, found.credentials["sec0"].environment) == ("api_key", "KEY")
    assert found.servers == {"https://a": "global", "https://b": "b"}
    assert complaints(api, chosen) == []
    reasons = {(each.kind, each.wire): each.reason for each in found.explanations}
    assert reasons["schema", "A_b"] == reasons["property", "A_b.x"] == "set in provider.toml"
    assert reasons["resource", "messages"] == reasons["resource", "subpackage_calls"] == "set in provider.toml"


def test_a_setting_that_names_nothing_has_a_place_and_a_suggestion() -> None:
    api = replace(EMPTY, operations=(operation("patch", "/agents/{id}", None),))
    report = Report()
    chosen = load_settings('[operations]\n"patch /agents/{id}" = "agents.change"\n', "provider.toml", report)
    assert chosen is not None
    found = name(api, chosen, "acme", report)
    assert [(each.code, str(each.where)) for each in report] == [("unused-setting", "provider.toml:2:1")]
    assert next(iter(report)).message.endswith("; did you mean PATCH /agents/{id}?")
    assert "PATCH /agents/{id}" in {each.wire for each in found.explanations if each.kind == "operation"}


def test_settings_that_cannot_be_are_reported() -> None:
    sold = replace(operation("get", "/b", "y"), responses=(Response("409"),), body=Body(False, ()))
    api = replace(EMPTY, operations=(operation("get", "/a", "x"), sold), schemas=nodes({"A": True, "B": True}))
    for chosen, start in (
        (Settings(schemas={"C": "D"}), "warning: unused-setting: [schemas] 'C'"),
        (Settings(tags={"t": "u"}), "warning: unused-setting: [tags] 't'"),
        (Settings(resources={"t": "u"}), "warning: unused-setting: [resources] 't'"),
        (Settings(resources={"a": "send"}), "error: reserved-name: [resources] 'a'"),
        (Settings(operations={"z": "a.z"}), "warning: unused-setting: [operations] 'z'"),
        (Settings(schemas={"A": "X", "B": "X"}), "error: name-clash: [schemas] 'B': X is taken"),
        (Settings(schemas={"A": "Model"}), "error: "),
        (Settings(name="Client"), "error: reserved-name"),
        (Settings(operations={"x": "send.c"}), "error: reserved-name: [operations] 'x'"),
        (Settings(operations={"x": "a.b", "y": "a.b"}), "error: name-clash: [operations] 'y'"),
        (Settings(errors={"404": "Gone"}), "warning: unused-setting: [errors] '404'"),
        (Settings(errors={"409": "A"}), "error: name-clash: [errors] '409': A is taken"),
        (Settings(errors={"409": "NotFoundError"}), "error: name-clash: [errors] '409': NotFoundError is taken"),
        (Settings(parameters={"x.body": "b"}), "warning: unused-setting: [parameters] 'x.body'"),
        (Settings(parameters={"y.body": "self"}), "error: name-clash: [parameters] 'y.body': self is taken"),
    ):
        assert any(one.startswith(start) for one in complaints(api, chosen)), (start, complaints(api, chosen))


def test_a_number_is_the_last_resort_and_is_reported() -> None:
    two = replace(EMPTY, schemas=nodes({"\u0430\u0300": True, "\u00e0": True, "a": True, "A": True}))
    assert len(set(names(two).schemas.values())) == 4
