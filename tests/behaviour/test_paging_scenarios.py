"""Ways of paging and waiting that the scenarios of `@typespec/http-specs` and `@azure-tools/azure-http-specs` have.

`docs/testing.md` has the comparison with their own server; here their kinds are answered in the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from .packages import document, generated, runtime

_PET = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
_PETS = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
_TOKEN = {"name": "token", "schema": {"type": "string"}}
_BAR = {"name": "bar", "in": "query", "schema": {"type": "string"}}
_XML = {
    "type": "object",
    "xml": {"name": "List"},
    "properties": {
        "pets": {**_PETS, "xml": {"name": "Pets", "wrapped": True}},
        "marker": {"type": "string", "xml": {"name": "NextMarker"}},
        "link": {"type": "string", "xml": {"name": "NextLink"}},
    },
}


def _operation(name: str, schema: Any, rule: dict[str, str], *parameters: Any, kind: str = "json") -> dict[str, Any]:
    body = {"description": "", "content": {f"application/{kind}": {"schema": schema}}}
    return {
        "operationId": name,
        "tags": ["pets"],
        "parameters": [*parameters],
        "responses": {"200": body},
        "x-clientwright-pagination": rule,
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


_TEXT = {"type": "string"}
_NESTED = _object(inner=_object(pets=_PETS), after=_object(token=_TEXT))
_LINKED = _object(pets=_PETS, next=_TEXT)
_CURSOR = {"style": "cursor", "items": "/pets"}
DOCUMENT = document(
    {
        "/nested": {
            "get": _operation(
                "nested",
                _NESTED,
                {"style": "cursor", "items": "/inner/pets", "next": "/after/token", "parameter": "header.token"},
                {**_TOKEN, "in": "header"},
                _BAR,
            )
        },
        "/headers": {
            "get": _operation(
                "headers",
                _object(pets=_PETS),
                {**_CURSOR, "next": "header.next-token", "parameter": "header.token"},
                {**_TOKEN, "in": "header"},
                _BAR,
            )
        },
        "/marker": {
            "get": _operation(
                "marker",
                _XML,
                {"style": "cursor", "items": "/pets", "next": "/marker", "parameter": "query.token"},
                {**_TOKEN, "in": "query"},
                kind="xml",
            )
        },
        "/link": {"get": _operation("link", _XML, {"style": "url", "items": "/pets", "next": "/link"}, kind="xml")},
        "/posted": {
            "post": {
                **_operation("posted", _LINKED, {"style": "url", "items": "/pets", "next": "/next"}, _BAR),
                "requestBody": {"required": True, "content": {"application/json": {"schema": _object(name=_TEXT)}}},
            }
        },
        "/results/{id}": {
            "get": {
                "operationId": "result",
                "tags": ["pets"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": _TEXT}],
                "responses": {"202": {"description": ""}, "204": {"description": ""}},
                "x-clientwright-polling": {"statuses": {"202": "retry", "204": "success"}, "delay": 0.001},
            }
        },
    },
    servers=[{"url": "https://shop.example/v1"}],
    components={"schemas": {"Pet": _PET}},
)
SETTINGS = 'name = "Wire"\n'
FIRST, SECOND = [{"id": "1"}, {"id": "2"}], [{"id": "3"}]
_PET_TEXTS = {"": "<pet><id>1</id></pet><pet><id>2</id></pet>", "2": "<pet><id>3</id></pet>"}


def _nested(request: httpx.Request) -> httpx.Response:
    token = request.headers.get("token", "")
    after = {} if token else {"after": {"token": "2"}}
    return httpx.Response(200, json={"inner": {"pets": SECOND if token else FIRST}, **after})


def _headers(request: httpx.Request) -> httpx.Response:
    token = request.headers.get("token", "")
    return httpx.Response(200, json={"pets": SECOND if token else FIRST}, headers={} if token else {"next-token": "2"})


def _xml(token: str, after: str) -> httpx.Response:
    content = f"<List><Pets>{_PET_TEXTS[token]}</Pets>{'' if token else after}</List>"
    return httpx.Response(200, text=content, headers={"Content-Type": "application/xml"})


def _marker(request: httpx.Request) -> httpx.Response:
    return _xml(request.url.params.get("token", ""), "<NextMarker>2</NextMarker>")


def _link(request: httpx.Request) -> httpx.Response:
    return _xml("2" if "more" in request.url.path else "", "<NextLink>/v1/link/more</NextLink>")


def _posted(request: httpx.Request) -> httpx.Response:
    assert (request.method, request.content) == ("POST", b'{"name":"Rex"}')
    more = "more" in request.url.path
    return httpx.Response(
        200, json={"pets": SECOND if more else FIRST, **({} if more else {"next": "/v1/posted/more"})}
    )


Answer = Callable[[httpx.Request], httpx.Response]


@pytest.mark.parametrize("mode", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize(
    ("name", "answer"),
    [("nested", _nested), ("headers", _headers), ("marker", _marker), ("link", _link), ("posted", _posted)],
)
def test_every_page_is_read(name: str, answer: Answer, mode: str) -> None:
    made = generated(DOCUMENT, SETTINGS)
    seen: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    arguments: list[Any] = [made.models.PostedRequest(name="Rex")] if name == "posted" else []
    named = {"bar": "b"} if name in ("nested", "headers") else {}

    async def main() -> list[str]:
        http = httpx.AsyncClient(transport=httpx.MockTransport(answered))
        async with made.module.AsyncWire(http_client=http) as client:
            return [one.id async for one in getattr(client.pets, f"{name}_all")(*arguments, **named)]

    if mode == "sync":
        client = made.module.Wire(http_client=httpx.Client(transport=httpx.MockTransport(answered)))
        found = [one.id for one in getattr(client.pets, f"{name}_all")(*arguments, **named)]
    else:
        found = anyio.run(main, backend=mode)
    assert found == ["1", "2", "3"]
    if named:
        assert [request.url.params.get("bar") for request in seen] == ["b", "b"]


def test_a_parameter_that_the_next_url_lacks_is_given_as_an_option() -> None:
    """A next URL is complete, unless the caller says otherwise: what it has is neither changed nor sent twice."""
    made = generated(DOCUMENT, SETTINGS)
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.query.decode())
        following = {"next": "/v1/posted/more?select=name"} if len(asked) == 1 else {}
        return httpx.Response(200, json={"pets": FIRST, **following})

    client = made.module.Wire(http_client=httpx.Client(transport=httpx.MockTransport(answer)))
    options = runtime().RequestOptions(query={"pending": "true", "select": "name"})
    body = made.models.PostedRequest(name="Rex")
    assert len([*client.pets.posted_all(body, bar="b", options=options)]) == 4
    assert asked == ["bar=b&pending=true&select=name", "select=name&pending=true"]


def test_a_wait_that_ends_without_a_body() -> None:
    made = generated(DOCUMENT, SETTINGS)
    left = [202, 202, 204]
    transport = httpx.MockTransport(lambda _: httpx.Response(left.pop(0)))
    client = made.module.Wire(http_client=httpx.Client(transport=transport))
    assert client.pets.wait_for_result("7") is None
    assert not left
