"""Point 2: what the client sends is what the document says, field for field, and nothing else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.support import calls, samples
from tests.support.payloads import canonical, sample, sent
from tests.support.server import Answer, LocalServer

if TYPE_CHECKING:
    from tests.support.providers import Operation, Provider

    from .cases import Count, RequestCase

_OF_HTTP = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type"}
_BOTH = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@_BOTH
def test_request_arrives(request_case: RequestCase, asynchronous: bool, server: LocalServer, count: Count) -> None:
    """Method, path, query, headers and body arrive as documented."""
    operation, provider = request_case.operation, request_case.provider
    if not calls.is_plain(operation):
        pytest.skip("a required parameter has a style that only the runtime's own tests know")
    call = calls.minimal(operation, request_case.value) if request_case.type else calls.minimal(operation)
    server.will(_success(operation))
    base_url = calls.base_url(provider, server.url)
    calls.run(call, asynchronous=asynchronous, base_url=base_url, max_retries=0)

    arrival = server.arrival
    assert arrival.method == operation.call["method"].upper()
    assert arrival.path == calls.expected_path(call, base_url.removeprefix(server.url))
    assert sorted(arrival.query) == sorted(calls.expected_query(call))
    expected = calls.expected_headers(call)
    assert {name: arrival.header(name) for name in expected} == {name: [value] for name, value in expected.items()}
    assert {name for name, _ in arrival.headers} <= _OF_HTTP | expected.keys()
    if request_case.type:
        assert arrival.header("content-type") == [operation.call["body"]["content_types"][0]]
        assert canonical(arrival.json) == canonical(sent(provider.judge, request_case.schema, request_case.value))
    else:
        assert arrival.body == b""
        assert arrival.header("content-type") == []
    count(provider.name, cases=1)


def test_model_is_built_by_its_python_names(request_case: RequestCase, count: Count) -> None:
    """The constructor, called with the names of the attributes, gives the same body as the payload does."""
    if not isinstance(request_case.value, dict):
        pytest.skip("the body is not an object")
    provider = request_case.provider
    model = provider.resolve(request_case.type or "None")
    if not hasattr(model, "model_fields"):
        pytest.skip("the body is not a model")
    attributes = {str(field.alias or name): name for name, field in model.model_fields.items()}
    payload: dict[str, Any] = request_case.value
    built = model(**{attributes.get(name, name): value for name, value in payload.items()})
    adapter = provider.adapter(request_case.type or "None", tolerant=False)
    expected = sent(provider.judge, request_case.schema, payload)
    assert canonical(adapter.dump_python(built)) == canonical(expected)
    count(provider.name, cases=1)


def test_named_servers_are_called(provider: Provider, count: Count) -> None:
    """Each named server gets the request at the document's own address."""
    operation = provider.operations[0]
    for server in provider.inspection["servers"]:
        address = calls.address(provider, server["url"])
        if "://" not in address:
            continue  # relative to where the document lies, which the client cannot know
        seen: list[httpx.URL] = []
        call = _first_call(operation)
        _run_offline(call, seen, server=server["name"])
        assert [str(url).partition("?")[0] for url in seen] == [calls.expected_path(call, address)]
        count(provider.name, cases=1)


def test_credentials_come_from_the_environment(
    provider: Provider, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that is given no credential reads the variable that provider.toml names."""
    credentials = provider.settings.credentials
    if not {entry["scheme"] for entry in provider.inspection["security"]} <= credentials.keys():
        pytest.skip("provider.toml does not name the variable of every credential")
    servers = provider.inspection["servers"]
    options = {} if servers and "://" in servers[0]["url"] else {"base_url": "https://api.example"}
    for credential in credentials.values():
        if credential.environment is not None:
            monkeypatch.setenv(credential.environment, calls.KEY)
    seen: list[httpx.Request] = []
    operation = provider.operations[0]

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _reply(_success(operation))

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        client = getattr(provider.package, provider.inspection["client"])(http_client=http, **options)
        assert calls.KEY not in repr(client)
        call = _first_call(operation)
        call.make(client)
    assert {name: seen[0].headers[name] for name in calls.expected_headers(call)} == calls.expected_headers(call)
    count(provider.name, cases=len(credentials))


def _first_call(operation: Operation) -> calls.Call:
    body = operation.call["body"]
    if body is None:
        return calls.minimal(operation)
    return calls.minimal(operation, samples.body(operation))


def _run_offline(call: calls.Call, seen: list[httpx.URL], **options: Any) -> None:
    answer = _success(call.operation)

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.url)
        return _reply(answer)

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
            await call.make(calls.async_client(call.operation.provider, http_client=http, **options))

    with httpx.Client(transport=httpx.MockTransport(handle)) as http:
        call.make(calls.sync_client(call.operation.provider, http_client=http, **options))
    (first,) = seen
    asyncio.run(main())
    assert seen.pop() == first


def _success(operation: Operation) -> Answer:
    """Return a sample of the first success that the operation declares."""
    declared = [entry for entry in operation.call["responses"] if str(entry["status"]).startswith("2")]
    for entry in declared:
        status = int(str(entry["status"]).upper().replace("XX", "00"))
        if entry["content_type"] is None:
            return Answer(status, b"", None)
        if "json" in entry["content_type"]:
            media = operation.description["responses"][str(entry["status"])]["content"][entry["content_type"]]
            value = sample(operation.provider.judge, media.get("schema", {}))
            return Answer(status, canonical(value).encode(), entry["content_type"])
    return Answer(204, b"", None)


def _reply(answer: Answer) -> httpx.Response:
    headers = {} if answer.content_type is None else {"Content-Type": answer.content_type}
    return httpx.Response(answer.status, content=answer.body, headers=headers)
