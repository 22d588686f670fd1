"""The header `Link` (RFC 8288, 3), which may lead to the next page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TARGET = re.compile(r"[\s,]*<([^<>]*)>")
_PARAMETER = re.compile(r'\s*;\s*([A-Za-z0-9!#$&+.^_`|~*-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s",;]*))?')
_MOST = 100
"""The most links that are read."""
_LONGEST = 64 * 1024


def next_link(values: Iterable[str]) -> str | None:
    """Return the target of the first link with the relation type `next`, as it is written; None if there is none."""
    for target, parameters in _links(values):
        relations = parameters.get("rel", "").lower().split()
        if "next" in relations and not parameters.get("anchor"):
            return target
    return None


def _links(values: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield targets and their parameters; of a repeated parameter, the first (RFC 8288, 3.3)."""
    for value in values:
        text, at = value[:_LONGEST], 0
        for _ in range(_MOST):
            found = _TARGET.match(text, at)
            if found is None:
                break
            at = found.end()
            parameters: dict[str, str] = {}
            while parameter := _PARAMETER.match(text, at):
                at = parameter.end()
                parameters.setdefault(parameter[1].lower(), _unquoted(parameter[2] or ""))
            yield found[1].strip(), parameters


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] == '"' and text[-1:] == '"' and len(text) > 1 else text
