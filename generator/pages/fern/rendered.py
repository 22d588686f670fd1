"""Read Fern pages as rendered text: samples among prose, numbered lines of code, methods and paths on own lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import samples
from ..samples.literals import NoLiteralError, literal

if TYPE_CHECKING:
    from ...document.document import JSON
    from ..samples.sample import Sample

METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS")
_METHOD = re.compile(rf"({'|'.join(METHODS)})(?:\s+(\S+))?")
_PATH = re.compile(r"(?:https?://[^\s/]+)?/\S*")
_NUMBERED = re.compile(r"\s*(?:\| *)?(\d{1,4})(?: *\| ?| ?)(.*?)(?: \|)?\s*")
_CURL = re.compile(r"\s*(?:\$ ?|> ?)?curl\b")
_CURL_NUMBERED = re.compile(r"\s*1 ?\|? ?(?:\$ ?|> ?)?curl\b")


@dataclass(frozen=True, slots=True)
class ShownPayload:
    """A JSON value among the lines of a page."""

    value: JSON
    line: int
    end: int
    """One past its last line."""


@dataclass(frozen=True, slots=True)
class StatedCall:
    """A method and a path as the page shows them."""

    method: str
    """In lower case."""
    path: str
    line: int


def calls(lines: list[str], first_line: int = 1) -> list[StatedCall]:
    """Return methods with paths: `POST` and `/calls` on one line or on two."""
    found: list[StatedCall] = []
    for index, line in enumerate(lines):
        match = _METHOD.fullmatch(line.strip())
        if match is None:
            continue
        path = match[2] or next((one.strip() for one in lines[index + 1 : index + 3] if one.strip()), "")
        if _PATH.fullmatch(path):
            found.append(StatedCall(match[1].lower(), path, first_line + index))
    return found


def curl(lines: list[str], first_line: int = 1) -> list[tuple[Sample, int]]:
    """Return the curl commands of a page, each with the index one past its last line."""
    found: list[tuple[Sample, int]] = []
    index = 0
    while index < len(lines):
        numbered = _CURL_NUMBERED.match(lines[index]) is not None
        if numbered or _CURL.match(lines[index]):
            code = [*lines[:index], *_code(lines, index)] if numbered else lines
            end = _command_end(code, index)
            sample = samples.read("\n".join(code[index:end]), first_line + index, "bash")
            if sample is not None:
                found.append((sample, end))
            index = end
        else:
            index += 1
    return found


def _command_end(lines: list[str], start: int) -> int:
    """Return one past the last line of a command: it continues after a backslash, and within quotes."""
    quoted = False
    for index in range(start, len(lines)):
        line = lines[index]
        quoted ^= _without_escapes(line).count("'") % 2 == 1
        if not quoted and not line.rstrip().endswith("\\"):
            return index + 1
    return len(lines)


def _without_escapes(line: str) -> str:
    return re.sub(r"\\.|\"[^\"']*'[^\"']*\"", "", line)


def payloads(lines: list[str], first_line: int = 1, skipped: frozenset[int] = frozenset()) -> list[ShownPayload]:
    """Return the JSON objects and arrays that begin a line; line numbers before code are taken away.

    `skipped` has indices of lines that belong to something else, such as a command.
    """
    found: list[ShownPayload] = []
    index = 0
    while index < len(lines):
        payload = None if index in skipped else _numbered(lines, index, first_line) or _plain(lines, index, first_line)
        if payload is not None:
            found.append(payload)
        index = payload.end if payload else index + 1
    return found


def _plain(lines: list[str], index: int, first_line: int) -> ShownPayload | None:
    if lines[index].strip()[:1] not in ("{", "["):
        return None
    rest = "\n".join(lines[index:])
    try:
        value, end = literal(rest)
    except NoLiteralError:
        return None
    if not value or (isinstance(value, list) and not isinstance(value[0], dict)):
        return None
    return ShownPayload(value, first_line + index, index + rest.count("\n", 0, end) + 1)


def _code(lines: list[str], index: int) -> list[str]:
    """Return the lines of code that are numbered from 1, without their numbers: `1{`, `2 "id": 1`, `3}`."""
    code: list[str] = []
    for offset, line in enumerate(lines[index:]):
        match = _NUMBERED.fullmatch(line)
        if match is None or int(match[1]) != offset + 1:
            break
        code.append(match[2])
    return code


def _numbered(lines: list[str], index: int, first_line: int) -> ShownPayload | None:
    """Return the value of lines that are numbered."""
    code = _code(lines, index)
    if not code or code[0].strip()[:1] not in ("{", "["):
        return None
    try:
        value: JSON = json.loads("\n".join(code))
    except ValueError:
        return None
    return ShownPayload(value, first_line + index, index + len(code))
