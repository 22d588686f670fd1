"""Reads curl commands: shell quoting, continued lines, and the options that define the request."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from .literals import NoLiteralError, whole
from .sample import Sample

_WORD = re.compile(r"[^\s\"'\\]+")
_WITH_VALUE = {
    **dict.fromkeys(("-X", "--request"), "method"),
    **dict.fromkeys(("-H", "--header"), "header"),
    **dict.fromkeys(("-d", "--data", "--data-raw", "--data-ascii", "--data-binary"), "data"),
    "--json": "json",
    "--data-urlencode": "urlencode",
    **dict.fromkeys(("-F", "--form", "--form-string"), "form"),
    **dict.fromkeys(("-u", "--user"), "user"),
    "--url": "url",
    **dict.fromkeys(("-A", "--user-agent", "-o", "--output", "-b", "--cookie", "-c", "--cookie-jar"), "ignored"),
    **dict.fromkeys(("-m", "--max-time", "--connect-timeout", "--retry", "-w", "--write-out", "-e"), "ignored"),
    **dict.fromkeys(("-T", "--upload-file", "--cacert", "--cert", "--key", "-x", "--proxy", "--http"), "ignored"),
}
_PROMPT = re.compile(r"^[ \t]*(?:\$|%)[ \t]*(?=curl\b)")
_CONTINUED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LONGEST = 200_000


@dataclass(slots=True)
class _Call:
    method: str = ""
    url: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    data: list[str] = field(default_factory=list[str])
    form: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    user: str = ""
    get: bool = False
    head: bool = False


def read(text: str, line: int, label: str = "") -> Sample | None:
    """Return the first curl command of a text; None if there is none, or it names no address."""
    start = re.search(r"(?:^|[\s;&|$>%])curl(?=\s)", text)
    if start is None or len(text) > _LONGEST:
        return None
    command = text[start.end() :]
    if re.search(r"(?:^|\n)[ \t]*\$[ \t]*$", text[: start.end() - len("curl")]) and "\n>" in command:
        command = _CONTINUED.sub("", command)
    call = _Call()
    _take(_words(command), call)
    return _sample(call, line + text.count("\n", 0, start.end()), label) if call.url else None


def _take(words: list[str], call: _Call) -> None:
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if not word.startswith("--") and word[:2] in _WITH_VALUE and word[2:]:
            name, equals, value = word[:2], "=", word[2:]
        kind = _WITH_VALUE.get(name)
        if kind is not None:
            if not equals:
                value = words[at] if at < len(words) else ""
                at += 1
            _set(call, kind, value)
        elif word in ("-G", "--get"):
            call.get = True
        elif word in ("-I", "--head"):
            call.head = True
        elif not word.startswith("-") and not call.url:
            call.url = word


def _set(call: _Call, kind: str, value: str) -> None:
    if kind == "method":
        call.method = value.lower() if re.fullmatch(r"[A-Za-z]{1,20}", value) else call.method
    elif kind == "header":
        name, colon, content = value.partition(":")
        if colon:
            call.headers.append((name.strip(), content.strip()))
    elif kind in ("data", "json"):
        call.data.append(value)
        if kind == "json":
            call.headers.append(("Content-Type", "application/json"))
    elif kind in ("form", "urlencode"):
        name, _, content = value.partition("=")
        (call.form if name else []).append((name, content))
    elif kind == "user":
        call.user = value
    elif kind == "url":
        call.url = value


def _sample(call: _Call, line: int, label: str) -> Sample:
    sends = bool(call.data or call.form) and not call.get
    method = call.method or ("head" if call.head else "post" if sends else "get")
    url, user = without_userinfo(call.url.rstrip(";,"))
    body, has_body, text = None, False, "&".join(call.data)
    if call.data and not call.get:
        with suppress(NoLiteralError):
            body, has_body = whole(text), True
    if call.get and text:
        url = f"{url}{'&' if '?' in url else '?'}{text}"
    return Sample(
        "curl",
        line,
        label,
        method,
        url,
        tuple(call.headers),
        body,
        has_body,
        "" if has_body or call.get else text,
        tuple(call.form),
        call.user or user,
    )


def without_userinfo(url: str) -> tuple[str, str]:
    """Return an address without the credentials that it has in it, and those (RFC 3986, 3.2.1)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    user, at, host = parts.netloc.rpartition("@")
    return (urlunsplit(parts._replace(netloc=host)), user) if at else (url, "")


def _words(command: str) -> list[str]:
    """Return the words of the command by the rules of the shell (POSIX.1-2017, 2.2), up to its end."""
    words, word, started, at = list[str](), list[str](), False, 0
    while at < len(command):
        character = command[at]
        if character == "\\":
            gap = re.compile(r"\\[ \t]*\r?\n").match(command, at)
            word += [] if gap else [command[at + 1 : at + 2]]
            started = started or gap is None
            if gap and started:
                words.append("".join(word))
                word, started = [], False
            at = gap.end() if gap else at + 2
        elif character == "'":
            at = _single_quoted(command, at, word)
            started = True
        elif character == '"':
            at = _double_quoted(command, at, word)
            started = True
        elif character.isspace():
            if started:
                words.append("".join(word))
            word, started = [], False
            if character == "\n" and _ends(command, at):
                return words
            at += 1
        elif character in "|;&" and not started:
            return words
        else:
            word.append(character)
            started = True
            at += 1
    return [*words, "".join(word)] if started else words


def _ends(command: str, at: int) -> bool:
    """Return whether a line break ends the command: pages lose the backslash, an option on the next line goes on."""
    rest = command[at:].lstrip()
    return not (rest.startswith("-") and not rest.startswith("---"))


def _single_quoted(command: str, at: int, word: list[str]) -> int:
    end = command.find("'", at + 1)
    end = len(command) if end < 0 else end
    word.append(command[at + 1 : end])
    return end + 1


def _double_quoted(command: str, at: int, word: list[str]) -> int:
    at += 1
    while at < len(command) and command[at] != '"':
        if command[at] == "\\" and command[at + 1 : at + 2] in ('"', "\\", "$", "`", "\n"):
            word.append(command[at + 1].strip("\n"))
            at += 2
        else:
            word.append(command[at])
            at += 1
    return at + 1
