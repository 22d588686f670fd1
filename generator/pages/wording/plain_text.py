"""Finds blocks of code and headings in a text without marks: a copy from a browser, or what an extraction left of one.

A curl command and a JSON value are recognised by how they begin, and end where they are whole. A line counts as a
heading if it says, in the words that pages use for it, what comes next; the first line may be the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .. import cuts

_CURL = re.compile(r"[ \t]*(?:\$[ \t]*)?curl(?:[ \t]+(?:-|['\"]?https?:|['\"]?[{$<]|\\|[A-Z]+\b).*|[ \t]*\\?)")
_OPTION = re.compile(r"[ \t]*(?:-{1,2}[A-Za-z]|['\"]?https?://)")
_JSON = re.compile(r"[ \t]*(?:\{[ \t]*(?:$|[\"'}]|//)|\[[ \t]*(?:$|[\[{\"\]]))")
_MOST_COMMAND = 300
_MOST_VALUE = 3_000
_MOST_TRIED = 200
"""The most blocks that begin and do not end: a text with more of them is no page."""
_LONGEST_TITLE = 90
_LONGEST_HEADING = 60
_THINGS = r"(?:parameters?|params?|fields?|attributes?|arguments?|propert(?:y|ies)|variables?|schema|headers?)"
_HEADING = re.compile(
    r"(?:\d+\.[ ])?(?:"
    r"(?:optional |required |additional |common |http |request |response )?"
    r"(?:path|query|url|uri|headers?|body|form|cookie|json)"
    rf"(?: string| data| body| request)?[ -]?{_THINGS}"
    rf"|(?:http |json |api |sample |example |successful |success |error )?(?:request|response|reply)s?"
    r"(?: (?:body|json|payload|message|format|headers?|query|elements?|format|model|examples?|samples?|codes?|object"
    rf"|{_THINGS}))*"
    r"|(?:example|sample)s?(?: (?:curl|api|http|json|successful|error))? ?(?:requests?|responses?|calls?|usage)?"
    r"|(?:request |form |json |post )?(?:headers?|body|payload)(?: (?:params|parameters|example|schema|json|required))?"
    r"|parameters|params|arguments|attributes|input|inputs|output|outputs|returns?|return values?"
    r"|(?:http )?(?:status|error|response)(?: codes?| responses?)|errors|authori[sz]ations?|authentication"
    r"|status code: ?[1-5]\d\d|[1-5]\d\d(?: ?[:\u2013\u2014-])?(?: [A-Z][a-z]+){0,4}"
    r"|(?:success|error|errors)"
    r")(?: ?\([^()\n]{1,30}\))?:?(?:[ ][a-z]+/[\w.+-]+)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"^[^\w\s.,:;(){}\[\]\"'`<>|*#@$-]{1,3}[\ufe0f ]*")
"""Signs such as a tick or a cross in front of a heading."""
_MARKED = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+\S")
_CODE = re.compile(
    r"[A-Za-z_][\w.]{0,60} ?= ?\S|(?:import|from|const|let|var|curl|export|pip|npm|def|return|print)\b.*[=({\"'./]"
    r"|\$ \S"
)
_LOWER = re.compile(r"(?:path|query|header|cookie) Parameters")
_METHOD = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)\b")


def is_heading(text: str) -> bool:
    """Return whether a text says, in the words that pages use for it, what comes next: "Request Body"."""
    if len(text) > _LONGEST_HEADING or not (text[:1].isupper() or text[:1].isdigit() or _LOWER.fullmatch(text)):
        return False
    return _HEADING.fullmatch(text) is not None


def has_headings(lines: Sequence[str]) -> bool:
    """Return whether a text has headings in markdown's marks, so that none of its other lines are taken for one."""
    return any(
        line.lstrip().startswith("#") and _MARKED.match(line) and not is_comment(lines, number)
        for number, line in enumerate(lines)
    )


def is_comment(lines: Sequence[str], number: int) -> bool:
    """Return whether a line is a comment of code that an extraction left without its fence: code follows at once."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return lines[number].startswith("# ") and _CODE.match(following) is not None


def blocks(lines: Sequence[str]) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield first and last line of each block (from 0, both of it), language, text, and what stands behind it."""
    at = tried = 0
    while at < len(lines):
        if tried == _MOST_TRIED:
            cuts.note(f"behind {_MOST_TRIED} beginnings of code without an end, no more code was looked for")
            return
        line, rest = lines[at], 0
        if _CURL.fullmatch(line):
            end, language = _command_end(lines, at), "bash"
        elif _JSON.match(line):
            end, rest = _value_end(lines, at)
            language = "json"
        else:
            at += 1
            continue
        if end < 0:
            tried += 1
            at += 1
            continue
        last = lines[end][:rest] if rest else lines[end]
        body = "".join(f"{one}\n" for one in (*lines[at:end], last))
        yield at, end, language, body, lines[end][rest:].strip(" \t,;") if rest else ""
        at = end + 1


def headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line (from 0), level and title of the lines that stand for headings; lines of blocks are given empty."""
    first = True
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        bare = _SIGNS.sub("", text)
        if is_heading(bare):
            yield number, 3, bare.rstrip(":")
        elif first and _is_title(line):
            yield number, 1, text
        first = False


def _is_title(line: str) -> bool:
    text = line.strip()
    return (
        len(text) <= _LONGEST_TITLE
        and not line.startswith((" ", "\t"))
        and text[0].isalnum()
        and text[-1] not in ".,;:!?|>"
        and not _METHOD.match(text)
        and "://" not in text
        and "\t" not in text
    )


def _command_end(lines: Sequence[str], start: int) -> int:
    """Return the last line of a command: it continues after a backslash, in quotes, or with an option."""
    quote = ""
    for number in range(start, min(len(lines), start + _MOST_COMMAND)):
        quote = _open_quote(lines[number], quote)
        if quote or lines[number].rstrip().endswith("\\"):
            continue
        if number + 1 < len(lines) and _OPTION.match(lines[number + 1]):
            continue
        return number
    return -1 if quote else min(len(lines), start + _MOST_COMMAND) - 1


def _open_quote(line: str, quote: str) -> str:
    """Return the quotation mark that is open at the end of a line of a shell command; empty if none is."""
    escaped = False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
    return quote


def _value_end(lines: Sequence[str], start: int) -> tuple[int, int]:
    """Return the line on which a JSON value closes, and the offset behind it; -1 if there is none.

    Behind a value of several lines an extraction may have glued what comes next.
    """
    depth, seen, in_string = 0, False, False
    for number in range(start, min(len(lines), start + _MOST_VALUE)):
        line, escaped = lines[number], False
        for at, character in enumerate(line):
            if escaped:
                escaped = False
            elif in_string:
                escaped, in_string = character == "\\", character != '"'
            elif character == '"':
                seen = in_string = True
            elif character in "{[":
                depth += 1
            elif character in "}]":
                depth -= 1
                if depth == 0:
                    ends = number > start or not line[at + 1 :].strip(" \t,;")
                    return (number, at + 1) if seen and ends else (-1, 0)
        in_string = False
    return -1, 0
