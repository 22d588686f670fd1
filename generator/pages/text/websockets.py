"""WebSockets that a page describes: by a statement of their address, or by a sample that opens one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = r"(wss?://[^\s\"'`<>()\[\]]{3,200})"
_OPENED = re.compile(
    r"(?:^[ \t>#*`]*(?:WSS?|GET)[ \t`*]+"
    r"|new[ ]WebSocket\(\s*[\"'`]"
    r"|websockets?\.(?:connect|create_connection)\(\s*f?[\"']"
    r"|\bwscat[ ](?:-c[ ])?[\"']?"
    r"|\bwebsocat[ ][\"']?)" + _ADDRESS,
    re.MULTILINE,
)
_MOST = 5


def websockets(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the address of each WebSocket, without its query; the first few of a page."""
    found: dict[str, int] = {}
    for match in _OPENED.finditer(text):
        address = match[1].partition("?")[0].rstrip(".,;")
        found.setdefault(address, text.count("\n", 0, match.start(1)) + 1)
        if len(found) == _MOST:
            break
    yield from ((line, address) for address, line in found.items())
