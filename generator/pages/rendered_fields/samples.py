"""The samples of a rendered page, taken out of its text: the curl command, and the JSON glued to it or fenced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..markdown import marked_fences
from ..samples import curl
from ..samples.curl_samples import as_sample
from ..samples.sample import Sample
from ..text import loose_json
from ..text.page_examples import JSONBlock

_STATUS_LINE = re.compile(r"\s*([1-5]\d\d|[1-5]XX|default)\s*", re.IGNORECASE)
_JSON_START = re.compile(r"^[ \t`]*(?=[\[{])", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*\d{1,4}(?=[ \t{}\[\]])[ \t]?", re.MULTILINE)
_SHORTEST = 2


@dataclass(slots=True)
class Samples:
    """The samples that were taken out, and the remaining text: each line keeps its number, samples become
    white space.
    """

    text: str
    commands: list[curl.CurlCommand] = field(default_factory=list[curl.CurlCommand])
    payloads: list[JSONBlock] = field(default_factory=list[JSONBlock])
    """JSON that no command sends: the answers."""
    statuses: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """Status codes on lines of their own next to the samples, with their lines."""


def taken_out(text: str, first_line: int) -> Samples:
    """Return the samples of a page, and the text without them."""
    found = Samples(text)
    _fenced(found, first_line)
    _bare_commands(found, first_line)
    _bare_json(found, first_line)
    _tabs(found, first_line)
    return found


def as_samples(commands: Sequence[curl.CurlCommand]) -> list[Sample]:
    """Return the commands as samples, their bodies read where they are JSON."""
    return [as_sample(one) for one in commands]


def _fenced(found: Samples, first_line: int) -> None:
    lines = found.text.split("\n")
    for fence in marked_fences(found.text):
        body = fence.text.strip().strip("`").strip()
        number = first_line + fence.line
        commands = curl.commands(body, number)
        if commands:
            found.commands.extend(commands)
        elif body.startswith(("{", "[")) and (value := loose_json.read(body, number)) is not None:
            found.payloads.append(JSONBlock(value, number, fence.info, _status_above(lines, fence.line - 2)))
        lines[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
    found.text = "\n".join(lines)


def _status_above(lines: Sequence[str], index: int) -> str | None:
    """Return the status on the nearest lines above; of several tabs, the first is the one shown."""
    status = None
    for line in reversed(lines[max(0, index - 12) : index + 1]):
        match = _STATUS_LINE.fullmatch(line)
        if match:
            status = _status(match[1])
        elif line.strip():
            break
    return status


def _bare_commands(found: Samples, first_line: int) -> None:
    for one in curl.commands(found.text, first_line):
        found.commands.append(one)
        found.text = _blanked(found.text, one.start, one.end)


def _bare_json(found: Samples, first_line: int) -> None:
    """Take out JSON at the start of a line; more text may be glued to its end."""
    place = 0
    while (match := _JSON_START.search(found.text, place)) is not None:
        value = loose_json.read_prefix(found.text, match.end(), first_line)
        if value is None or (value.end - match.end() <= _SHORTEST and "\n" in found.text[match.end() : value.end]):
            place = match.end() + 1
            continue
        line = first_line + found.text.count("\n", 0, match.end())
        above = found.text[: match.start()].split("\n")
        found.payloads.append(JSONBlock(value, line, "", _status_above(above, len(above) - 2)))
        found.text = _blanked(found.text, match.start(), value.end)
        place = value.end


def _tabs(found: Samples, first_line: int) -> None:
    """Note the statuses between the first sample and the first section."""
    if not found.commands:
        return
    for number, line in enumerate(found.text.split("\n"), first_line):
        match = _STATUS_LINE.fullmatch(line)
        if match and all(_status(match[1]) != status for status, _ in found.statuses):
            found.statuses.append((_status(match[1]), number))


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _status(text: str) -> str:
    return text.lower() if text.lower() == "default" else text.upper()
