"""Containers of VitePress and Docusaurus: `:::info Base URL`, `::: details Fields`, `:::note[Title]`, closed by `:::`.

The marks are taken off; a title becomes a label.
"""

from __future__ import annotations

import re

_OPEN = re.compile(
    r"[ \t]*:{3,}[ \t]*(?P<kind>[a-z][\w-]{0,30})"
    r"(?:\[(?P<label>[^\[\]\n]{0,100})\])?(?:[ \t]+(?P<title>[^{\n]{1,100}))?"
    r"(?:[ \t]*\{[^{}\n]{0,100}\})?[ \t]*"
)
_CLOSE = re.compile(r"[ \t]*:{3,}[ \t]*")
_OPENED = re.compile(r"^[ \t]*:{3,}[ \t]*[a-z]", re.MULTILINE)
_CLOSED = re.compile(r"^[ \t]*:{3,}[ \t]*$", re.MULTILINE)


def knows(text: str) -> bool:
    """Return whether a text has a container."""
    return ":::" in text and _OPENED.search(text) is not None and _CLOSED.search(text) is not None


def as_markdown(text: str) -> str:
    """Return the text without the marks of containers."""
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    if not line.lstrip().startswith(":::"):
        return line
    match = _OPEN.fullmatch(line)
    title = (match["label"] or match["title"] or "").strip() if match else ""
    if title:
        return f"**{title}**"
    return "" if match or _CLOSE.fullmatch(line) else line
