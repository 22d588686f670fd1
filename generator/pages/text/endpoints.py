"""Finds which operation a page describes: `POST /v1/pets`, in any form that platforms and people write."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from .. import cuts
from ..markdown import Fence, unescaped, without_fences
from ..wording.plain_text import is_heading
from .targets import METHOD_WORD, URLParts, agrees, target

_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(([^()\s]{0,1000})\)")
_STYLE = re.compile(
    r"</?(?:mark|span|strong|b|code|kbd|summary|details|badge|tag|method|label)\b[^<>\n]{0,200}>", re.IGNORECASE
)
_BADGE = re.compile(
    r"<(?:Badge|Tag|Chip|Label|Method|HttpMethod)\b[^<>\n]{0,100}\b(?:text|label|method|name|value)=[\"'{]{1,2}"
    rf"({METHOD_WORD})[\"'}}]{{1,2}}[^<>\n]{{0,60}}/?>",
    re.IGNORECASE,
)
"""A component that shows the method: `<Badge type="tip" text="POST" />`."""
_BRACKETED = re.compile(r"(?<=/)\(([A-Za-z_]\w{0,40})(?: or [\w ]{1,30})?\)")
"""A parameter of a path in brackets: `/containers/(id or name)/json`."""
_LONGEST_LINE = 1_000
_NEAR = 6
"""The most lines between method and URL."""
_GLUED_WORD = re.compile(r"(\S*[a-z0-9}])(?:Input|Request|Headers|Parameters|Body|Arguments|Output|Response)")
_TABLE_BELOW = re.compile(r"\n[ \t]*[{\[][ \t\"]*\n|\n\|?[^\n|]{1,60}\|[^\n]*\n[ |:-]*-{3}[ |:-]*(?:\n|$)")
_GLUED_HEADING = re.compile(r"(\S*[a-z0-9}])([A-Z][a-z]+(?: [A-Za-z]+){1,3})")
_MOST_LINES = 2_000
"""The most lines of a text that are taken for the statement of an operation."""
_MOST_BASES = 200
"""The most base URLs of a text."""
_BLANKS = re.compile(r"[ \t]+")
_REST = r"[^\s`'\"<>|]*(?:<[\w-]+>[^\s`'\"<>|]*)*"
_BASE_VARIABLE = r"(?:\{\{?[ \w.$-]{1,60}\}?\}|<[\w .-]{1,60}>|\$\{?\w{1,60}\}?|\[[\w .-]{1,60}\]|~)"
"""Placeholders for the base URL: `{baseUrl}/pets`, `$HOST/pets`, `~/v1/pets`."""
_URL = (
    rf"(?:https?://(?:\{{[\w .-]{{1,40}}\}})?{_REST}|(?:{_BASE_VARIABLE})?/{_REST}"
    rf"|v\d{{1,3}}/{_REST}|api\.[\w.-]{{2,80}}/{_REST})"
)
_LABEL = r"(?:(?:\*\*|__)?(?:API |HTTP )?(?:Endpoint|Request|URL|Route|Path|Method and path)[ \t]*:?(?:\*\*|__)?:?)?"
_ROW = re.compile(r"[ \t]*(?:\||[-*+•][ \t]|\d{1,3}[.)][ \t])")
_COUNT = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?[ \t]{1,2})?"
_LINE = re.compile(
    rf"^[ \t>#*\-•|`]*{_COUNT}{_LABEL}[ \t`*|\[]*\b({METHOD_WORD})\b[`*\]]*[ \t:|]*[`*]*[ \t]*[`*]*({_URL})[`*]*",
    re.MULTILINE | re.IGNORECASE,
)
_BELOW = re.compile(
    rf"^({METHOD_WORD}|{METHOD_WORD.lower()})[ \t]*\n{{1,3}}[ \t]*"
    r"(https?://(?:\{[\w .-]{1,40}\})?[^\s`'\"<>|]+|/[^\s`'\"<>|]+)[ \t]*$",
    re.MULTILINE,
)
_WHOLE = re.compile(r"\n[ \t]*(https?://[^\s`'\"<>|]+)[ \t]*(?=\n|$)")
"""The whole address, below method and path: Redoc shows both."""
_RELATIVE = re.compile(
    rf"^[ \t>#*`]*({METHOD_WORD})[ \t`*]+([a-z][\w-]*(?:/[\w{{}}:.<>-]+)+(?:\?\S*)?)[`*]*[ \t]*$", re.MULTILINE
)
_ALONE = re.compile(
    rf"^[ \t]*[>`*][ \t>`*]*({METHOD_WORD})[ \t`*]+([a-z][\w-]{{2,40}}(?:/[\w{{}}:.<>/-]+)?)[`*]*[ \t]*$", re.MULTILINE
)
"""One word for a path, set apart: `> POST campaigns`. It is believed where the page shows `/campaigns`, too."""
_SHOWN = re.compile(r"/([a-z][\w-]{2,40})(?=[\s?/\"'`]|$)")
_MENTION = re.compile(rf"(?<![\w/-])({METHOD_WORD})[`*]*[ \t]+[`*]*((?:https?://|/)[^\s`'\"<>|*]+)")
_METHOD = re.compile(
    rf"^[ \t*\-|]*(?:HTTP[ -]?)?(?:Method|Verb|Request method|Request type|Méthode|Método"
    rf"|Methode|请求方式|请求方法|メソッド)[*`|]*[ \t]*[:\uff1a|]?[ \t*`|]*({METHOD_WORD})\b",
    re.MULTILINE | re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^[ \t*\-|]*(?:(?:API |HTTP |Request )?(?:Endpoint|URL|URI|Path|Route|Request URL|Address|Ruta"
    r"|(?:请求|接口)(?:URL|地址|路径)|エンドポイント))[*`|]*[ \t]*[:\uff1a|]?"
    rf"[ \t*`|]*({_URL})",
    re.MULTILINE | re.IGNORECASE,
)
_BASE = re.compile(
    r"(?:^|[.!?][ \t]{1,2})[ \t#*\->|`]*(?:(?:API|Production|Live|The) ){0,2}(?:Base|Root|Server|Host)[ -]?"
    r"(?:URL|URI|address|path|endpoint)?s?\b[^\n:|`]{0,40}[:|`\s][\s*`|>\-]*(?:(?:is|Production|Live)?[ \t:*`]*)?"
    r"(https?://[^\s`'\"<>|)\]]+)",
    re.MULTILINE | re.IGNORECASE,
)
_SERVERS = re.compile(
    r"^[ \t]*#{1,6}[ \t]+(?:Servers?|Base URLs?|Hosts?|Environments?)[ \t]*\n+((?:[ \t]*[-*|+][^\n]*\n+){1,12})",
    re.MULTILINE | re.IGNORECASE,
)
_REGIONS = re.compile(
    r"^\|?[^\n|]*\b(?:region|environment|env|location|data ?cent(?:er|re)|cluster)s?\b[^\n|]*\|[^\n]*"
    r"\b(?:url|host|endpoint|server|domain)s?\b[^\n]*\n[ |:-]+\n((?:[^\n]*\|[^\n]*(?:\n|$)){1,20})",
    re.MULTILINE | re.IGNORECASE,
)
"""A table of regions or environments and their base URLs."""
_CELL_URL = re.compile(r"(?:^|\|)[ \t`<]*(https?://[^\s`'\"<>|)\]]+)", re.MULTILINE)
_SERVER = re.compile(r"^[ \t]*[-*|+][^\n]*?(https?://[^\s`'\"<>|)\]]+)", re.MULTILINE)
_BASE_PROSE = re.compile(
    r"\b(?:requests? (?:go|are (?:sent|made)|(?:must|should) be (?:sent|made)) to"
    r"|(?:API|service|server|host|base) is(?: at)?"
    r"|(?:API|service|server|endpoints?|everything|calls|requests|paths) (?:(?:is|are) )?(?:all )?"
    r"(?:available|served|hosted|reachable|lives?|answers?|runs?|relative|found|listens?|start(?:s|ing)?)"
    r" (?:with|at|under|on|to|from|below|beneath)"
    r"|(?:endpoints|calls|requests|paths|routes|URLs) (?:are|begin|start) (?:all )?(?:at|under|below|beneath|with))"
    r"[ \t:]*[`*<(]{0,3}"
    r"(https?://[^\s`'\"<>|)\]]+)",
    re.IGNORECASE,
)
_ANY_URL = re.compile(r"https?://[^\s`'\"<>|)\]]+", re.IGNORECASE)
_SITE = re.compile(r"https?://(?:docs?|www|app|dashboard|console|status|help|support|developers?)\.", re.IGNORECASE)
_FAR = 12
"""The most lines between the base URLs of two regions."""
_STATES = re.compile(rf"[#>*`| -]{{0,8}}{METHOD_WORD}[ `*]{{1,4}}(?:https?:/)?/")
_HTTP_LINE = re.compile(rf"^[ \t]*({METHOD_WORD})[ \t]+(\S+)(?:[ \t]+HTTP/[\d.]+)?[ \t]*$", re.MULTILINE)
_HOST_LINE = re.compile(r"^[ \t]*Host:[ \t]*(\S+)[ \t]*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method and where it goes, with the page's line."""

    method: str
    """In lower case."""
    target: URLParts
    line: int


def rooted(text: str) -> str:
    """Return a text with a slash before a path that is one word, set apart, and that the page shows with one elsewhere:
    `> POST campaigns`.
    """
    if _ALONE.search(text) is None:
        return text
    shown = set(_SHOWN.findall(text))
    return _ALONE.sub(lambda found: _rooted(found, shown), text)


def _rooted(match: re.Match[str], shown: Collection[str]) -> str:
    at = match.start(2) - match.start()
    is_shown = match[2].partition("/")[0] in shown
    return f"{match[0][:at]}/{match[0][at:]}" if is_shown else match[0]


@cuts.cached(4)
def stated(text: str, first_line: int = 1) -> list[Endpoint]:
    """Return the operations that a text states in lines of their own, in their order, each once."""
    text = _LINK.sub(r"\1", _plain(text))
    found = [*_lines(text, first_line), *_apart(text, first_line), *_broken(text, first_line)]
    indexed = _indexed(text, first_line, {one.line for one in found})
    return _distinct(_without_words(sorted(found, key=lambda one: one.line)), indexed)


@cuts.cached(4)
def overview(text: str, first_line: int = 1) -> set[int]:
    """Return the lines of an overview of operations: rows of a table, or items of a list, with one operation each and
    nothing between them.
    """
    plain = _LINK.sub(r"\1", _plain(text))
    return _indexed(plain, first_line, {one.line for one in _lines(plain, first_line)})


def _indexed(text: str, first_line: int, found: Collection[int]) -> set[int]:
    lines = text.split("\n")
    rows = {line for line in found if _ROW.match(lines[line - first_line])}
    return {line for line in rows if line - 1 in rows or line + 1 in rows}


def mentioned(text: str, first_line: int = 1) -> list[Endpoint]:
    """Return the one operation that prose names: "POST /v1/pets creates a pet"; empty if it names several."""
    text = _LINK.sub(r"\1", _plain(text))
    found: list[Endpoint] = []
    for match in cuts.limited(_MENTION.finditer(text), _MOST_LINES, "operations in prose"):
        place = target(_trimmed(unescaped(_unglued(match[2], text, match.end()))))
        if place is not None and len(place.path) > 1:
            found.append(Endpoint(match[1].lower(), place, first_line + text.count("\n", 0, match.start(1))))
    found = _distinct(found)
    return found if len(found) == 1 else []


def fenced(blocks: Sequence[Fence]) -> list[Endpoint]:
    """Return the operations that blocks without a language state, or blocks of HTTP, in their first line; each once."""
    found: list[Endpoint] = []
    for block in blocks:
        first = block.text.lstrip().partition("\n")[0]
        if block.language in ("", "http", "text", "plaintext") and _HTTP_LINE.fullmatch(first):
            found += http_requests(first, block.line + 1)
    return _distinct(found)


def http_requests(text: str, first_line: int = 1) -> list[Endpoint]:
    """Return the request lines of a block of HTTP (RFC 9112, 3), with the host that its header names."""
    found: list[Endpoint] = []
    text = _bounded(text)
    hosts = deque(cuts.limited(_HOST_LINE.finditer(text), _MOST_LINES, "lines with a host"))
    for match in cuts.limited(_HTTP_LINE.finditer(text), _MOST_LINES, "lines of requests"):
        place = target(match[2])
        if place is None:
            continue
        while hosts and hosts[0].start() < match.end():
            hosts.popleft()
        host = hosts[0] if hosts else None
        if host and not place.server and not place.placeholder:
            named = target(f"https://{host[1]}")
            place = URLParts(named.server, place.path, place.query, named.placeholder) if named else place
        found.append(Endpoint(match[1].lower(), place, first_line + text.count("\n", 0, match.start(1))))
    return found


@cuts.cached(4)
def base_urls(text: str, first_line: int = 1) -> list[tuple[URLParts, int]]:
    """Return the base URLs that a text names as such, with their lines."""
    found: list[tuple[URLParts, int]] = []
    text = _LINK.sub(r"\2", _bounded(text))
    listed = (one for block in _SERVERS.finditer(text) for one in _SERVER.finditer(text, *block.span(1)))
    regions = (one for block in _REGIONS.finditer(text) for one in _CELL_URL.finditer(text, *block.span(1)))
    for matches in (_BASE.finditer(text), _BASE_PROSE.finditer(text), listed, regions):
        for match in cuts.limited(matches, _MOST_BASES, "base URLs"):
            place = target(_trimmed(match[1]))
            if place is not None and all(place != other for other, _ in found):
                found.append((place, first_line + text.count("\n", 0, match.start(1))))
    return [*found, *_siblings(text, first_line, found)]


def _siblings(text: str, first_line: int, bases: Sequence[tuple[URLParts, int]]) -> Iterator[tuple[URLParts, int]]:
    """Yield the base URLs of other regions: near a base URL, with its path, on another host of its domain."""
    known = {one.server for one, _ in bases}
    for match in cuts.limited(_ANY_URL.finditer(text), _MOST_LINES, "addresses") if bases else ():
        place = target(_trimmed(match[0]))
        line = first_line + text.count("\n", 0, match.start())
        if place is None or not place.server or place.server in known or _SITE.match(place.server):
            continue
        if any(_is_sibling(base, place) and abs(line - at) <= _FAR for base, at in bases):
            known.add(place.server)
            yield place, line


def _is_sibling(base: URLParts, other: URLParts) -> bool:
    domains = [one.server.rpartition("/")[2].partition(":")[0].split(".")[-2:] for one in (base, other)]
    regional = bool(base.path.strip("/")) or "api" in other.server
    return domains[0] == domains[1] and base.path.rstrip("/") == other.path.rstrip("/") and regional


def _plain(text: str) -> str:
    """Return a text without fences, long lines and elements around words."""
    text = _STYLE.sub("", _BADGE.sub(r"\1", _bounded(without_fences(text))))
    return _BRACKETED.sub(r"{\1}", text)


@cuts.cached(8)
def _bounded(text: str) -> str:
    """Return the text without its long lines, which state no operation and cost a search the square of their length."""
    stripped = (line.strip() for line in _BLANKS.sub(" ", text).split("\n"))
    kept: list[str] = []
    for line in stripped:
        if len(line) > _LONGEST_LINE and _STATES.match(line):
            cuts.note(f"no operation was looked for in lines of more than {_LONGEST_LINE:,} characters")
        kept.append(line if len(line) <= _LONGEST_LINE else "")
    return "\n".join(kept)


def _lines(text: str, first_line: int) -> Iterator[Endpoint]:
    for match in cuts.limited(_LINE.finditer(text), _MOST_LINES, "lines with an operation"):
        place = target(_trimmed(unescaped(_unglued(match[2], text, match.end()))))
        if place is not None and (place.path or place.server):
            yield Endpoint(match[1].lower(), place, first_line + text.count("\n", 0, match.start(1)))


def _apart(text: str, first_line: int) -> Iterator[Endpoint]:
    """Yield the operations of which a page states method and URL in two lines, near each other."""
    addresses = list(cuts.limited(_ADDRESS.finditer(text), _MOST_LINES, "lines with an address"))
    starts = [one.start() for one in addresses]
    taken: set[int] = set()
    for method in cuts.limited(_METHOD.finditer(text), _MOST_LINES, "lines with a method"):
        at = bisect_left(starts, method.start())
        near = [index for index in (at - 1, at) if 0 <= index < len(addresses) and index not in taken]
        near.sort(key=lambda index: abs(starts[index] - method.start()))
        if near and text.count("\n", *sorted((starts[near[0]], method.start()))) <= _NEAR:
            taken.add(near[0])
            address = addresses[near[0]]
            place = target(_trimmed(unescaped(address[1])))
            if place is not None and place.path:
                yield Endpoint(method[1].lower(), place, first_line + text.count("\n", 0, address.start(1)))


def _broken(text: str, first_line: int) -> Iterator[Endpoint]:
    """Yield the operations whose method has a line of its own, above the path, or whose path has no slash in front."""
    for match in cuts.limited(_BELOW.finditer(text), _MOST_LINES, "lines with a method"):
        place = target(_trimmed(unescaped(match[2])))
        if place is not None and len(place.path) > 1:
            whole = _WHOLE.match(text, match.end())
            full = target(whole[1]) if whole and whole[1].endswith(place.path) else None
            yield Endpoint(match[1].lower(), full or place, first_line + text.count("\n", 0, match.start(1)))
    for match in cuts.limited(_RELATIVE.finditer(text), _MOST_LINES, "lines with an operation"):
        place = target(f"/{_trimmed(unescaped(match[2]))}")
        if place is not None:
            yield Endpoint(match[1].lower(), place, first_line + text.count("\n", 0, match.start(1)))


def _without_words(found: list[Endpoint]) -> list[Endpoint]:
    """Return the operations; a word that is glued to a path is left out if another operation has the path alone."""
    paths = {one.target.path for one in found}
    made: list[Endpoint] = []
    for one in found:
        word = _GLUED_WORD.fullmatch(one.target.path)
        path = word[1] if word and word[1] in paths else one.target.path
        made.append(replace(one, target=replace(one.target, path=path)))
    return made


def _unglued(url: str, text: str, end: int) -> str:
    """Return a URL without the heading that an extraction has glued to it: `/chartsRequest Format`."""
    stop = text.find("\n", end)
    rest = text[end : stop if stop >= 0 else len(text)].rstrip()
    match = _GLUED_HEADING.fullmatch(url + rest)
    if match and is_heading(match[2]):
        return match[1]
    word = _GLUED_WORD.fullmatch(url) if not rest else None
    # One word may be the path's own: it is the heading of the table that follows at once.
    return word[1] if word and _TABLE_BELOW.match(text, max(stop, 0)) else url


def _trimmed(url: str) -> str:
    url = url.rstrip("*`|")
    while url and url[-1] in ".,;:)" and not (url[-1] == ")" and "(" in url):
        url = url[:-1]
    return url


def _distinct(found: list[Endpoint], indexed: Collection[int] = ()) -> list[Endpoint]:
    """Return the operations, each once: in its first line, or the first one that is not one of the `indexed` lines."""
    distinct: dict[tuple[str, str], Endpoint] = {}
    for one in found:
        key = (one.method, one.target.path)
        known = distinct.get(key)
        if known is None:
            distinct[key] = one
            continue
        line = one.line if known.line in indexed and one.line not in indexed else known.line
        has_more = one.target.server and not known.target.server
        distinct[key] = Endpoint(one.method, one.target if has_more else known.target, line)
    templates = [one for one in distinct.values() if "{" in one.target.path][:_MOST_BASES]
    kept = [one for one in distinct.values() if not any(_is_example(one, other) for other in templates)]
    return sorted(kept, key=lambda one: one.line)


def _is_example(one: Endpoint, other: Endpoint) -> bool:
    """Return whether an operation is another one with values in its path: `GET /pets/12` below `GET /pets/{id}`."""
    path, template = one.target.path, other.target.path
    if one.method != other.method or "{" in path or one.line <= other.line or not agrees(template, path):
        return False
    values = [value for value, name in zip(path.split("/"), template.split("/"), strict=False) if "{" in name]
    return any(re.search(r"\d|%", value) for value in values)
