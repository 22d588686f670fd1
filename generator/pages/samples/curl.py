"""curl commands as pages print them → the requests that they make.

The shell's quoting is undone (POSIX, Shell Command Language, 2.2): `'{"id": "'$ID'"}'` is one word, in which `$ID`
stays as it is written, since nothing on a page says what it is. Nothing is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MOST_CHARACTERS = 200_000
_START = re.compile(r"(?:(?<=^)|(?<=[\s`$(|;&>]))curl(?:\.exe)?(?=[ \t]+\S|[ \t]*\\\n)", re.MULTILINE)
_PROMPT = re.compile(r"^[ \t]*(?:>|&gt;)[ \t]?", re.MULTILINE)
_HERE_DOCUMENT = re.compile(r"<<-?[ \t]*(['\"]?)(\w+)\1[^\n]*\n(.*?)\n[ \t]*\2[ \t]*(?=\n|$)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", '"': '"'}
_WITH_VALUE = {
    "-X": "method",
    "--request": "method",
    "-H": "header",
    "--header": "header",
    "-d": "data",
    "--data": "data",
    "--data-raw": "data",
    "--data-binary": "data",
    "--data-ascii": "data",
    "--json": "json",
    "--data-urlencode": "encoded",
    "-F": "form",
    "--form": "form",
    "--form-string": "form",
    "-u": "user",
    "--user": "user",
    "--url": "url",
    "-b": "cookie",
    "--cookie": "cookie",
    "--oauth2-bearer": "bearer",
    "-T": "upload",
    "--upload-file": "upload",
    **dict.fromkeys(
        ("-o", "--output", "-A", "--user-agent", "-e", "--referer", "-m", "--max-time", "--connect-timeout"), "other"
    ),
    **dict.fromkeys(
        ("--retry", "-x", "--proxy", "--cert", "-E", "--key", "--cacert", "-w", "--write-out", "-D"), "other"
    ),
    **dict.fromkeys(("-c", "--cookie-jar", "--dump-header", "--resolve", "--aws-sigv4"), "other"),
}
_ENDS = frozenset({"|", "||", "&&", ";", "&", ">", ">>", "2>", "2>&1"})


@dataclass(frozen=True, slots=True)
class CurlCommand:
    """The request that one command makes, as far as the command says it."""

    method: str
    """In upper case; where the command names none, what curl would send: GET, POST with data, PUT with an upload."""
    url: str
    """As written, with its shell and template variables; query parameters that `-G` makes of data are in `query`."""
    headers: tuple[tuple[str, str], ...] = ()
    user: str | None = None
    """The value of `-u`: `user:password`."""
    data: str | None = None
    """The body, as one text; None where there is none, or where it comes from a file."""
    file: str | None = None
    """The name of the file that the body comes from."""
    form: tuple[tuple[str, str], ...] = ()
    """The parts of a multipart form: name and value, which for a file begins with `@`."""
    query: tuple[tuple[str, str], ...] = ()
    cookies: str | None = None
    line: int = 0
    """The page's line of the word `curl`."""
    start: int = 0
    """Offset of the word `curl` in the text that it was found in."""
    end: int = 0
    """The offset after the command."""

    def header(self, name: str) -> str | None:
        """Return the value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def commands(text: str, line: int = 1) -> list[CurlCommand]:
    """Return the curl commands of a text that begins on the page's line `line`."""
    found: list[CurlCommand] = []
    end = 0
    for start in _START.finditer(text):
        if start.start() < end:
            continue
        command = _command(text, start.start(), start.end(), line + text.count("\n", 0, start.start()))
        if command is not None:
            found.append(command)
            end = command.end
    return found


def _command(text: str, start: int, behind: int, line: int) -> CurlCommand | None:
    rest = text[behind : behind + MOST_CHARACTERS]
    prompted = _without_prompts(rest)
    words, used = _words(prompted)
    request = _Request()
    request.take(words)
    if not request.url:
        return None
    here = _HERE_DOCUMENT.search(prompted, 0) if request.file == "-" else None
    data, file = request.body()
    if here is not None:
        data, file, used = here[3], None, max(used, here.end())
    # Prompts were taken out, so that the end is known by lines alone.
    end = behind + (used if prompted == rest else _offset_of_line(rest, prompted.count("\n", 0, used) + 1))
    return CurlCommand(
        method=request.method.upper() or request.usual_method(),
        url=request.url,
        headers=tuple(request.headers),
        user=request.user,
        data=data,
        file=file,
        form=tuple(request.form),
        query=tuple(request.query()),
        cookies=request.cookies,
        line=line,
        start=start,
        end=end,
    )


def _without_prompts(text: str) -> str:
    """Return the text without the shell's second prompt, where each further line of the command has it."""
    lines = text.split("\n")
    following = [one for one in lines[1:6] if one.strip()]
    if lines[0].rstrip().endswith("\\") and following and _PROMPT.match(following[0]):
        kept = next((index for index, one in enumerate(lines[1:], 1) if not _PROMPT.match(one)), len(lines))
        return "\n".join([lines[0], *(_PROMPT.sub("", one, count=1) for one in lines[1:kept])])
    return text


def _offset_of_line(text: str, count: int) -> int:
    offset = 0
    for _ in range(count):
        offset = text.find("\n", offset) + 1
        if offset == 0:
            return len(text)
    return offset


@dataclass(slots=True)
class _Request:
    """The request that the options of a command build up."""

    method: str = ""
    url: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    user: str | None = None
    texts: list[str] = field(default_factory=list[str])
    encoded: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    file: str | None = None
    form: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    cookies: str | None = None
    in_query: bool = False
    upload: bool = False
    head: bool = False

    def take(self, words: Sequence[str]) -> None:
        """Read the words after `curl`."""
        waiting = iter(words)
        for word in waiting:
            self._word(word, waiting)

    def _word(self, word: str, waiting: Iterator[str]) -> None:
        name, sign, value = word.partition("=")
        if word in ("-G", "--get"):
            self.in_query = True
        elif word in ("-I", "--head"):
            self.head = True
        elif word in _WITH_VALUE:
            self._option(_WITH_VALUE[word], next(waiting, ""))
        elif sign and name.startswith("--") and name in _WITH_VALUE:
            self._option(_WITH_VALUE[name], value)
        elif len(word) > len("-X") and not word.startswith("--") and word[:2] in _WITH_VALUE:
            self._option(_WITH_VALUE[word[:2]], word[2:])
        elif not word.startswith("-") and not self.url and _LIKE_URL.search(word):
            self.url = word

    def _option(self, kind: str, value: str) -> None:
        match kind:
            case "method":
                self.method = value
            case "url":
                self.url = self.url or value
            case "header":
                name, _, rest = value.partition(":")
                self.headers.append((name.strip(), rest.strip()))
            case "user":
                self.user = value
            case "bearer":
                self.headers.append(("Authorization", f"Bearer {value}"))
            case "cookie":
                self.cookies = value
            case "form":
                name, _, rest = value.partition("=")
                self.form.append((name, rest))
            case "encoded":
                name, _, rest = value.partition("=")
                self.encoded.append((name, rest))
            case "upload":
                self.file, self.upload = value, True
            case "json":
                self.headers.append(("Content-Type", "application/json"))
                self._data(value)
            case "data":
                self._data(value)
            case _:
                pass

    def _data(self, value: str) -> None:
        if value.startswith("@"):
            self.file = value[1:]
        else:
            self.texts.append(value)

    def body(self) -> tuple[str | None, str | None]:
        """Return the body's text, and the file it comes from."""
        if self.in_query:
            return None, None
        parts = [*self.texts, *("=".join(pair) for pair in self.encoded)]
        return ("&".join(parts) if parts else None), self.file

    def query(self) -> list[tuple[str, str]]:
        """Return the query parameters that `-G` makes of data."""
        if not self.in_query:
            return []
        pairs = (one.partition("=") for text in self.texts for one in text.split("&"))
        return [*((name, value) for name, _, value in pairs), *self.encoded]

    def usual_method(self) -> str:
        """Return the method that curl sends if none is named."""
        if self.head:
            return "HEAD"
        if self.upload:
            return "PUT"
        has_body = bool(self.texts or self.encoded or self.form or self.file is not None)
        return "POST" if has_body and not self.in_query else "GET"


_LIKE_URL = re.compile(r"://|^\$|^\{|^[\w.-]+\.[a-z]{2,}(?:[:/]|$)|^localhost|^/|^<")


def _words(text: str) -> tuple[list[str], int]:
    """Return the words of the command at the text's beginning, and the offset after it."""
    words: list[str] = []
    place = 0
    while True:
        place = _after_blank(text, place)
        if place >= len(text) or text[place] in "\n`":
            return words, place
        quoted = text[place] in "\"'\u201c"
        word, place = _word(text, place)
        if word is None or (not quoted and (word in _ENDS or word.startswith("<<"))):
            return words, place
        words.append(word)
        if text[place : place + 1] in ("{", "[") and text[place - 1] == "'":
            return words, place


def _after_blank(text: str, place: int) -> int:
    while place < len(text):
        if text[place] in " \t\xa0":
            place += 1
        elif found := _CONTINUED.match(text, place):
            place = found.end()
        else:
            break
    return place


_CONTINUED = re.compile(r"[\\^`][ \t]*\n(?:[ \t]*\n)?|\n(?=[ \t]*-{1,2}[A-Za-z])|[\\^][ \t]*$")
"""A line that goes on: as the shells of Unix and Windows write it, or an option at the start of the next line."""


def _word(text: str, place: int) -> tuple[str | None, int]:
    """Read one word; None if a quote is never closed."""
    parts: list[str] = []
    while place < len(text):
        mark = text[place]
        if mark in " \t\n\xa0" or (mark in ";|" and not parts):
            break
        if mark == "'":
            end = text.find("'", place + 1)
            if end < 0:
                return None, len(text)
            parts.append(text[place + 1 : end])
            place = end + 1
            if text[place : place + 1] in ("{", "["):
                # An extraction glues the answer to the quote that ends the body.
                break
        elif mark == "$" and text[place + 1 : place + 2] == "'":
            part, place = _escaped(text, place + 2, "'")
            parts.append(part)
        elif mark in '"“”':
            part, place = _escaped(text, place + 1, '"' if mark == '"' else "”")
            parts.append(part)
        elif mark == "\\":
            if text[place + 1 : place + 2] in ("\n", ""):
                break
            parts.append(text[place + 1])
            place += 2
        else:
            parts.append(mark)
            place += 1
    if not parts and place < len(text) and text[place] in ";|":
        return text[place], place + 1
    return "".join(parts), place


def _escaped(text: str, place: int, closing: str) -> tuple[str, int]:
    """Read the content of quotes in which a backslash has a meaning."""
    parts: list[str] = []
    while place < len(text) and text[place] != closing:
        following = text[place + 1 : place + 2]
        if text[place] == "\\" and closing == "'":
            parts.append(_ESCAPES.get(following, following))
            place += 2
        elif text[place] == "\\" and following in ('"', "\\", "$", "`", "\n"):
            parts.append("" if following == "\n" else following)
            place += 2
        else:
            parts.append(text[place])
            place += 1
    return "".join(parts), place + 1
