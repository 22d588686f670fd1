"""Lists divided into pages, and waiting for states, in generated packages: methods, fakes, `inspect`."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest

from generator.commands.inspect import as_json, describe, table
from generator.commands.shipping.mock import prepare
from generator.mock.incoming import IncomingRequest

from .packages import document, generated, subject

_CALL = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "status": {"type": "string"}, "created": {"type": "string", "format": "date-time"}},
}  # fmt: skip
_ITEMS = {"type": "array", "items": {"$ref": "#/components/schemas/Call"}}


def _answer(properties: dict[str, Any] | None = None, *, required: tuple[str, ...] = ()) -> dict[str, Any]:
    schema = _ITEMS if properties is None else {"type": "object", "properties": {"data": _ITEMS, **properties}}
    schema = {**schema, "required": [*required]} if required else schema
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def _query(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": kind}, **more}


_SEARCH = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}, "page": {"type": "object", "properties": {"after": {"type": "string"}}}},
}
DOCUMENT = document(
    {
        "/calls": {
            "get": {
                "operationId": "list",
                "tags": ["calls"],
                "parameters": [_query("status"), _query("cursor")],
                "responses": _answer({"next": {"type": "string"}}, required=("data", "next")),
            }
        },
        "/calls/search": {
            "post": {
                "operationId": "search",
                "tags": ["calls"],
                "requestBody": {"content": {"application/json": {"schema": _SEARCH}}},
                "responses": _answer({"after": {"type": ["string", "null"]}}),
            }
        },
        "/calls/old": {
            "get": {
                "operationId": "list_old",
                "tags": ["calls"],
                "parameters": [_query("page", "integer", required=True)],
                "responses": _answer(),
            }
        },
        "/calls/latest": {
            "get": {
                "operationId": "latest",
                "tags": ["calls"],
                "parameters": [_query("since")],
                "responses": _answer({"more": {"type": "boolean"}}),
            }
        },
        "/calls/linked": {"get": {"operationId": "linked", "tags": ["calls"], "responses": _answer()}},
        "/calls/urls": {"get": {"operationId": "urls", "tags": ["calls"], "responses": _answer({"up": {"type": "string"}})}},
        "/calls/by_offset": {
            "get": {
                "operationId": "by_offset",
                "tags": ["calls"],
                "parameters": [_query("offset", "string")],
                "responses": _answer({"total": {"type": "integer"}}),
            }
        },
        "/calls/{id}": {
            "get": {
                "operationId": "get",
                "tags": ["calls"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}, _query("until")],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": _ITEMS["items"]}}}, "404": {"description": "Gone."}},
            }
        },
    },
    servers=[{"url": "https://shop.example/v1"}],
    components={"schemas": {"Call": _CALL}},
)  # fmt: skip
SETTINGS = """
name = "Wire"

[pagination.list]
style = "cursor"
items = "/data"
parameter = "cursor"
next = "/next"

[pagination.search]
style = "cursor"
items = "/data"
parameter = "body/page/after"
next = "/after"

[pagination.list_old]
style = "page"
items = ""
parameter = "page"

[pagination.latest]
style = "cursor"
items = "/data"
parameter = "since"
next = "/data/-1/created"
more = "/more"

[pagination.linked]
style = "link"
items = ""

[pagination.urls]
style = "url"
items = "/data"
next = "/up"

[pagination.by_offset]
style = "offset"
items = "/data"
parameter = "offset"
total = "/total"
method = "each_by_offset"

[polling.get]
state = "/status"
success = ["ended"]
failure = ["failed"]
statuses = { 404 = "success" }
delay = 0.001
"""
CALLS = ("list_all", "search_all", "list_old_all", "latest_all", "linked_all", "urls_all", "each_by_offset")


def _arguments(made: Any, method: str) -> tuple[Any, ...]:
    return (made.models.SearchRequest(text="a"),) if method == "search_all" else ()


def _pages(made: Any) -> list[list[Any]]:
    """Return pages whose last items were created at moments that JSON can hold more exactly than Python."""
    moments = [f"2026-01-02T03:04:0{number}Z" for number in range(4)]
    calls = [made.models.Call(id=str(number), created=moment) for number, moment in enumerate(moments)]
    return [calls[:2], calls[2:3], calls[3:]]


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("mode", ["sync", "asyncio", "trio"])
def test_all_items_of_a_fake(method: str, mode: str) -> None:
    made = generated(DOCUMENT, SETTINGS)
    fake = made.testing.FakeWire()
    operation = method.removesuffix("_all").removeprefix("each_")
    getattr(fake.calls, operation).pages(*_pages(made)).waits(0.001)
    arguments = _arguments(made, method)

    async def main() -> list[str]:
        async with fake.async_client() as client:
            return [one.id async for one in getattr(client.calls, method)(*arguments)]

    if mode == "sync":
        with fake.sync_client() as client:
            found = [one.id for one in getattr(client.calls, method)(*arguments)]
            pages = list(getattr(client.calls, method)(*arguments).pages())
            rest = getattr(client.calls, method)(*arguments).from_cursor(pages[0].next_cursor)
            assert [one.id for one in rest] == ["2", "3"]
            assert [len(one) for one in pages][:3] == [2, 1, 1]
            assert pages[0].data is not None
    else:
        found = anyio.run(main, backend=mode)
    assert found == ["0", "1", "2", "3"]


def test_an_unprogrammed_fake_has_one_page() -> None:
    made = generated(DOCUMENT, SETTINGS)
    with made.testing.FakeWire().sync_client() as client:
        for method in CALLS:
            assert len(list(getattr(client.calls, method)(*_arguments(made, method)))) == 1


@pytest.mark.parametrize("method", CALLS)
def test_the_lists_of_the_mock_end(method: str) -> None:
    """What the mock makes up announces a second page, which is the last; a URL leads to the mock itself."""
    made = generated(DOCUMENT, SETTINGS)
    _, mock = prepare(subject(DOCUMENT, "mocked", SETTINGS), keep_going=False)
    assert mock is not None
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        headers = {name.lower(): value for name, value in request.headers.items()}
        path, _, query = request.url.raw_path.decode().partition("?")
        got = mock.respond(IncomingRequest(request.method, path, query, headers, request.content))
        kind = {"Content-Type": got.content_type} if got.content_type else {}
        return httpx.Response(got.status, headers={**got.headers, **kind}, content=got.content)

    with made.client.Wire(
        base_url="http://shop.example/v1", http_client=httpx.Client(transport=httpx.MockTransport(answer))
    ) as client:
        items = list(getattr(client.calls, method)(*_arguments(made, method)))
    assert items
    assert len(asked) == (1 if method in ("linked_all", "each_by_offset") else 2), asked


def test_waiting_against_a_fake() -> None:
    made = generated(DOCUMENT, SETTINGS)
    fake, call = made.testing.FakeWire(), made.models.Call
    fake.calls.get.returns(call(id="1", status="queued"), call(id="1", status="ringing"), call(id="1", status="ended"))
    with fake.sync_client() as client:
        # The operation has a parameter `until`: what the waiting takes is called otherwise.
        assert client.calls.wait("1", until="tomorrow").status == "ended"
        assert [one.query["until"] for one in fake.calls.get.requests] == [["tomorrow"]] * 3
        fake.calls.get.returns(call(id="1", status="failed"))
        with pytest.raises(made.errors.WaitFailedError):
            client.calls.wait("1", until_this=lambda one: one.status == "busy")
    gone = made.testing.FakeWire()
    gone.calls.get.raises(404)
    with gone.sync_client() as client:
        assert client.calls.wait("1") is None


def test_the_exact_text_of_a_cursor_goes_back() -> None:
    """A moment is a `datetime` in the model, which knows no nanoseconds: the next request has those of the server."""
    made = generated(DOCUMENT, SETTINGS)
    asked: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("since"))
        call = {"id": "1", "created": "2026-01-02T03:04:05.123456789Z"}
        return httpx.Response(200, json={"data": [call], "more": len(asked) == 1})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http, made.module.Wire(http_client=http) as client:
        assert len(list(client.calls.latest_all())) == 2
    assert asked == [None, "2026-01-02T03:04:05.123456789Z"]


def test_inspect_names_them() -> None:
    _, found = describe(subject(DOCUMENT, "inspected", SETTINGS), keep_going=False)
    assert found is not None
    shown = as_json(found.api, found.names, "wire")
    operations: Any = shown["operations"]
    by_call = {one["call"]: one for one in operations}
    assert by_call["calls.list"]["iterator"] == {
        "call": "calls.list_all",
        "style": "cursor",
        "type": "Call",
        "declared": "[pagination]",
    }
    assert by_call["calls.get"]["wait"]["call"] == "calls.wait"
    assert "wait" not in by_call["calls.list"]
    text = table(found.api, found.names, "wire")
    assert "calls.list_all" in text
    assert "waits for ended, failed ([polling])" in text


@pytest.mark.slow
def test_in_a_resource_of_several_modules() -> None:
    listed = {"x-clientwright-pagination": {"style": "page", "items": "", "parameter": "page"}}
    operation = {"tags": ["calls"], "parameters": [_query("page", "integer")], "responses": _answer(), **listed}
    paths = {
        f"/calls/{{id}}/part{number}": {"get": {**operation, "operationId": f"part{number}"}} for number in range(52)
    }
    made = generated(
        document(paths, servers=[{"url": "https://a.test"}], components={"schemas": {"Call": _CALL}}), 'name = "Wire"'
    )
    assert hasattr(made.calls, "__path__")
    fake = made.testing.FakeWire()
    fake.calls.part7.pages(*_pages(made))
    with fake.sync_client() as client:
        assert [one.id for one in client.calls.part7_all("x")] == ["0", "1", "2", "3"]
        assert "part7_all" in dir(client.calls)
    assert all(hasattr(made.calls, name) for name in made.calls.__all__)
