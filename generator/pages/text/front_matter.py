"""The front matter of a page as a mapping of texts: `title`, `api`, `openapi`, …; nothing of it is more than text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...diagnostics import Report
from ...document import yaml_reader
from ...document.limits import Limits
from ..markdown import front_matter

_LIMITS = Limits(bytes=4_000_000, depth=20, nodes=5_000)
_KEY = re.compile(r"([A-Za-z_][\w.:-]*)[ \t]*:[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The scalars at the top of a page, with their lines."""

    values: Mapping[str, str]
    lines: Mapping[str, int]
    end: int
    """The number of lines that it takes; 0 if there is none."""

    def get(self, name: str) -> str:
        """Return a value, or an empty text."""
        return self.values.get(name, "")


def read(text: str, first_line: int = 1) -> FrontMatter:
    """Return the front matter of a page that begins on `first_line`; empty if it has none.

    What is no YAML is read line by line, as platforms do: `title: Create: a call` is one of those.
    """
    inner, end = front_matter(text)
    if not end:
        return FrontMatter({}, {}, 0)
    start = end - 1 - inner.count("\n") - 1
    lines: dict[str, int] = {}
    plain: dict[str, str] = {}
    for number, line in enumerate(inner.split("\n")):
        match = _KEY.fullmatch(line)
        if match and match[1] not in plain:
            plain[match[1]] = match[2].strip().strip("\"'")
            lines[match[1]] = first_line + start + number
    parsed = yaml_reader.parse(inner, "", Report(), _LIMITS)
    if parsed is not None and isinstance(parsed.tree, dict):
        scalars = {key: str(value) for key, value in parsed.tree.items() if isinstance(value, str | int | float | bool)}
        return FrontMatter({key: " ".join(value.split()) for key, value in scalars.items()}, lines, end)
    return FrontMatter(plain, lines, end)


def body(text: str, end: int) -> str:
    """Return the page with the lines of its front matter emptied, so that line numbers stay."""
    lines = text.split("\n")
    return "\n".join([*[""] * end, *lines[end:]])
