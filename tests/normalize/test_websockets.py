"""WebSockets are named in a warning, whatever way a document or a page describes them in."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.text.websockets import websockets
from tests.behaviour.packages import document, outcome

OK = {"200": {"description": "ok"}}
OPERATIONS: dict[str, tuple[dict[str, Any], bool]] = {
    "101": ({"get": {"responses": {"101": {"description": "Switching Protocols"}}}}, True),
    "an extension": ({"get": {"responses": OK, "x-websocket": True}}, True),
    "an extension that says no": ({"get": {"responses": OK, "x-websocket": False}}, False),
    "its server": ({"get": {"responses": OK, "servers": [{"url": "wss://live.test"}]}}, True),
    "the server of its path": ({"servers": [{"url": "ws://live.test"}], "get": {"responses": OK}}, True),
    "its summary": ({"get": {"summary": "Opens a WebSocket for audio", "responses": OK}}, True),
    "its description": ({"get": {"description": "Upgrades the connection to a web socket.", "responses": OK}}, True),
    "only a word": ({"get": {"summary": "List WebSocket connections", "responses": OK}}, False),
    "a post": ({"post": {"summary": "Opens a WebSocket later", "responses": OK}}, False),
    "nothing": ({"get": {"responses": OK}}, False),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations(name: str) -> None:
    item, warned = OPERATIONS[name]
    found = [one for one in outcome(document({"/live": item}), "live").diagnostics if one.code == "websocket"]
    assert len(found) == warned
    if warned:
        assert found[0].message.startswith("GET /live opens a WebSocket (")
        assert found[0].where is not None
        assert found[0].where.line is not None


@pytest.mark.parametrize("key", ["x-websockets", "channels"])
def test_websockets_declared_at_the_root_are_a_warning(key: str) -> None:
    text = document({"/a": {"get": {"responses": OK}}}, **{key: {"/live": {}, "/audio": {}}})
    [found] = [one for one in outcome(text, "live").diagnostics if one.code == "websocket"]
    assert found.message == f"`{key}` describes WebSockets, for which there is no client: `/live`, `/audio`"


PAGES = {
    "GET wss://api.test/v1/live?token=x": [(1, "wss://api.test/v1/live")],
    "# Live\n\n`WSS` wss://api.test/v1/live": [(3, "wss://api.test/v1/live")],
    "```js\nconst s = new WebSocket('wss://api.test/a')\n```": [(2, "wss://api.test/a")],
    'async with websockets.connect(f"wss://api.test/a") as s:': [(1, "wss://api.test/a")],
    "wscat -c wss://api.test/a\nwscat -c wss://api.test/a": [(1, "wss://api.test/a")],
    '{"monitor_url": "wss://api.test/a"}': [],
    "The answer has an address that begins with wss:// for listening.": [],
}


@pytest.mark.parametrize("text", PAGES)
def test_pages(text: str) -> None:
    assert [*websockets(text)] == PAGES[text]
