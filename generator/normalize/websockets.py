"""Operations that open a WebSocket: OpenAPI has no words for them, and a client of HTTP does not speak it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..openapi.problems import Findings
from ..openapi.references import Place, is_mapping, is_sequence

_OPENS = re.compile(
    r"\b(opens?|establish(?:es)?|initiates?|upgrades?|connects? (?:to|via|over|through))\b"
    r"[^.\n]{0,60}\bweb ?sockets?\b",
    re.IGNORECASE,
)
_ROOT = ("x-websockets", "x-websocket", "x-webSockets", "x-asyncapi", "channels")
_MOST_NAMED = 10


def check_websocket(
    node: Mapping[str, Any], item: Mapping[str, Any], what: str, place: Place, findings: Findings
) -> None:
    """Warn of an operation that opens a WebSocket, as its document says in one of the ways that are usual.

    `item` is the path item around it, `what` its method and path.
    """
    reason = next(_reasons(node, item, what), None)
    if reason is not None:
        message = f"{what} opens a WebSocket ({reason}): the client makes the request, but speaks no WebSocket"
        findings.warning("websocket", message, place)


def check_root(tree: Mapping[str, Any], root: Place, findings: Findings) -> None:
    """Warn of WebSockets that a document describes next to its paths, in an extension or in the words of AsyncAPI."""
    for key in _ROOT:
        described = tree.get(key)
        if not described:
            continue
        names = [*described] if is_mapping(described) else []
        listed = ": " + ", ".join(f"`{name[:80]}`" for name in names[:_MOST_NAMED]) if names else ""
        message = f"`{key}` describes WebSockets, for which there is no client{listed}"
        findings.warning("websocket", message, root.down(key))


def _reasons(node: Mapping[str, Any], item: Mapping[str, Any], what: str) -> Iterator[str]:
    responses = node.get("responses")
    if is_mapping(responses) and "101" in responses:
        yield "it answers 101 Switching Protocols"
    yield from (f"it has `{key}`" for key in node if key.lower().startswith(("x-websocket", "x-ws")) and node[key])
    for holder in (node, item):
        servers = holder.get("servers")
        for server in servers if is_sequence(servers) else []:
            url = server.get("url") if is_mapping(server) else None
            if isinstance(url, str) and url.lower().startswith(("ws://", "wss://")):
                yield f"its server is {url[:80]}"
    if what.startswith("GET "):
        texts = (node.get(key) for key in ("summary", "description"))
        yield from ("its text says so" for text in texts if isinstance(text, str) and _opens(text[:5000]))


def _opens(text: str) -> bool:
    # Looking for the one word is much cheaper, and few texts have it.
    return "socket" in text.casefold() and _OPENS.search(text) is not None
