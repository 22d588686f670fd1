"""The header `Link` (RFC 8288, 3), which may lead to the next page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TARGET = re.compile(r"[\s,]*<([^<>]*)>")
_NAME = re.compile(r"\s*;[\s;]*([^\s=;,]*)\s*")
_VALUE = re.compile(
    r"""=\s*(?: "(?P<quoted>(?:[^"\\]|\\.)*)" | '(?P<single>[^'<>]*)'(?=\s*(?:[;,]|\Z)) | (?P<token>[^";,<>]*) )""",
    re.VERBOSE,
)
_END = re.compile(r"\s*(?:,|\Z)")
_REST = re.compile(r"[\s,;]*\Z")
_LONGEST = 64 * 1024


def next_link(values: Iterable[str]) -> str | None:
    """Return the target of the first link with the relation type `next`, as it is written; None if there is none.

    Empty parameters, empty links and values in single quotes are accepted. Raises `ValueError` for text that is no
    link, and for a header of more than 64 Ki characters, if no such link comes before: what follows may be that link.
    """
    for target, parameters in _links(values):
        relations = parameters.get("rel", "").lower().split()
        if "next" in relations and not parameters.get("anchor"):
            return target
    return None


def _links(values: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield targets and their parameters; of a repeated parameter, the first (RFC 8288, 3.3 and B.2)."""
    for value in values:
        text, at = value[:_LONGEST], 0
        while not _REST.match(text, at):
            found = _TARGET.match(text, at)
            if found is None:
                raise ValueError("the header `Link` has text that is not a link")
            parameters, at = _parameters(text, found.end())
            yield found[1].strip(), parameters
        if len(value) > _LONGEST:
            raise ValueError(f"the header `Link` is longer than {_LONGEST} characters")


def _parameters(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return the parameters of a link, and where the next link begins (RFC 8288, B.3)."""
    parameters: dict[str, str] = {}
    while name := _NAME.match(text, at):
        at, value = name.end(), ""
        if found := _VALUE.match(text, at):
            at, value = found.end(), _unquoted(found)
        if name[1]:
            parameters.setdefault(name[1].lower(), value)
    end = _END.match(text, at)
    if end is None:
        raise ValueError("the header `Link` has an invalid parameter")
    return parameters, end.end()


def _unquoted(found: re.Match[str]) -> str:
    if (quoted := found["quoted"]) is not None:
        return re.sub(r"\\(.)", r"\1", quoted)
    return found["single"] or (found["token"] or "").strip()
