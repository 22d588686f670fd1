"""Blocks of MkDocs and Material for MkDocs: `!!! note "Title"`, `??? success "200"`, `=== "Python"`.

What belongs to a block is indented by four spaces (Python-Markdown, "Admonition"); it is read as if it were not, below
the title as a label.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"(?P<indent>[ ]*)(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w -]{1,40}?)?(?:[ \t]+\"(?P<title>[^\"\n]{0,100})\")?[ \t]*"
    r"|(?P<tab_indent>[ ]*)===[!+]?[ \t]+\"(?P<tab>[^\"\n]{1,100})\"[ \t]*"
)
_KNOWN = re.compile(
    r"^[ ]*(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?:[\w-]+|\"[^\"\n]{1,100}\")[^\n]{0,120}\n(?:[ ]*\n)?[ ]*[ ]{4}\S", re.M
)
_STEP = 4


def knows(text: str) -> bool:
    """Return whether a text has such a block."""
    return ("!!!" in text or "???" in text or "===" in text) and _KNOWN.search(text) is not None


def as_markdown(text: str) -> str:
    """Return the text with the content of the blocks at the indentation of their heads."""
    made: list[str] = []
    open_blocks: list[int] = []
    """The indentation of the heads of the blocks around a line."""
    for line in text.split("\n"):
        width = len(line) - len(line.lstrip(" "))
        while line.strip() and open_blocks and width < open_blocks[-1] + _STEP:
            open_blocks.pop()
        shift = _STEP * len(open_blocks)
        match = _BLOCK.fullmatch(line)
        if match is None:
            made.append(line[min(shift, width) :])
            continue
        open_blocks.append(width)
        title = match["tab"] or match["title"] or ""
        made.append(f"**{title}**" if title else "")
    return "\n".join(made)
