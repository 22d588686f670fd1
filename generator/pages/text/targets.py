"""URLs as pages write them → server, path and query: `https://api.acme.com/v1/pets/:id?limit=5`.

A placeholder host (RFC 2606 and the habits of those who write documentation) is no server. Path parameters written
`:id`, `<id>`, `(int:id)`, `{{id}}`, `$ID` or `[id]` become `{id}` (OpenAPI 3.1.1, 4.8.8.1); values stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus

from .. import placeholders

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
METHOD_WORD = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST = re.compile(r"(?:[^@/]*@)?(\[[0-9a-fA-F:]+\]|[^/:?#\s]+)(?::(\d{1,5}|[^/?#]*))?")
_CONVERTED = re.compile(r"(?<=/)\((?:\w{1,20}:)?([A-Za-z_]\w{0,60})\)|(?<=/)<\w{1,20}:([A-Za-z_]\w{0,60})>")
"""Parameters with a converter, as Sphinx and Flask write them: `(int:id)`, `<int:id>`."""
_COLON = re.compile(r"(?<=/):([A-Za-z_]\w*)")
_LONGEST = 2_000
_LEGAL_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.?|\[[0-9a-f:]+\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class URLParts:
    """The parts of a URL."""

    server: str
    """Scheme, host and port, without a slash at the end; empty where there is none, or a placeholder."""
    path: str
    """From the host on: `/v1/pets/{id}`; empty if the URL has none."""
    query: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    """The host that is no server, as the page writes it."""
    user: str = ""
    """The text before `@`: a credential, which is never written anywhere."""


def target(url: str) -> URLParts | None:
    """Return the parts of an absolute URL or of a path; None if the text is neither."""
    if len(url) > _LONGEST:
        return None
    url = url.strip().strip("`'\"")
    if url.startswith("<") and url.endswith(">") and "://" in url:
        url = url[1:-1]
    elif url.count("<") < url.count(">"):
        url = url.rstrip(">")
    scheme = _SCHEME.match(url)
    if scheme:
        return _absolute(scheme[1].lower(), url[scheme.end() :])
    if url.startswith("/") and not url.startswith("//"):
        path, query = _path(url)
        return URLParts("", path, query)
    if re.match(r"v\d{1,3}/", url):
        path, query = _path(f"/{url}")
        return URLParts("", path, query)
    variable = re.match("~", url) or placeholders.VARIABLE.match(url)
    if variable and url[variable.end() : variable.end() + 1] in ("/", ""):
        path, query = _path(url[variable.end() :])
        return URLParts("", path, query, placeholder=variable[0])
    host, slash, rest = url.partition("/")
    if _LEGAL_HOST.fullmatch(host.partition(":")[0]) and ("." in host or host.startswith("localhost")):
        found = _absolute("https", url)
        path, query = _path(slash + rest)
        # Without a scheme, what looks like a host may be a relative path: only its path is believed.
        return URLParts("", path, query, placeholder=host) if found else None
    return None


def _absolute(scheme: str, rest: str) -> URLParts | None:
    if scheme not in ("http", "https"):
        return None
    host = _HOST.match(rest)
    variable = placeholders.VARIABLE.match(rest)
    if variable and rest[variable.end() : variable.end() + 1] in ("/", "", "?"):
        path, query = _path(rest[variable.end() :])
        return URLParts("", path, query, placeholder=variable[0])
    if host is None:
        return None
    path, query = _path(rest[host.end() :])
    user = rest[: rest.index("@")] if "@" in rest[: host.start(1)] else ""
    name, port = host[1], host[2]
    if placeholders.is_host(name) or not _LEGAL_HOST.fullmatch(name) or (port and not port.isdecimal()):
        return URLParts("", path, query, placeholder=name, user=user)
    netloc = f"{name.lower()}:{port}" if port else name.lower()
    return URLParts(f"{scheme}://{netloc}", path, query, user=user)


def with_variables(host: str, server: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return a server with the variables of a host as a page writes it (`{region}.acme.com`), and the values of these.

    None if the host has no variable, if the server is another one, or if not two labels at the end are the page's own:
    then the variable stands for anybody's host.
    """
    scheme, _, actual = server.partition("://")
    parts = list(placeholders.VARIABLE.finditer(host))
    ends = [0, *(one.end() for one in parts)]
    texts = [host[end : one.start()] for end, one in zip(ends, parts, strict=False)]
    last = host[ends[-1] :]
    names = [re.sub(r"\W+", "_", next(filter(None, one.groups())).strip()) for one in parts]
    owned = re.fullmatch(r"(?:[\w.-]*\.)?[a-z0-9-]+\.[a-z]{2,}", last, re.IGNORECASE)
    if not parts or owned is None or len(set(names)) < len(names):
        return None
    pattern = "".join(f"{re.escape(text)}([a-z0-9][a-z0-9-]*)" for text in texts) + re.escape(last)
    match = re.fullmatch(pattern, actual, re.IGNORECASE)
    if match is None:
        return None
    whole = "".join(f"{text}{{{name}}}" for text, name in zip(texts, names, strict=True)) + last
    return f"{scheme}://{whole}", tuple(zip(names, match.groups(), strict=True))


def _path(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    path, _, query = text.partition("#")[0].partition("?")
    return templated(path), tuple(_pairs(query))


def templated(path: str) -> str:
    """Return a path with its parameters in braces."""
    path = _CONVERTED.sub(_braced, path)
    path = placeholders.VARIABLE.sub(_braced, path)
    path = _COLON.sub(r"{\1}", path)
    return re.sub(r"//+", "/", path)


def _braced(found: re.Match[str]) -> str:
    name = next(one for one in found.groups() if one is not None)
    return "{" + re.sub(r"\s+", "_", name.strip()) + "}"


def _pairs(query: str) -> list[tuple[str, str]]:
    pairs = (one.partition("=") for one in query.split("&") if one)
    return [(unquote_plus(name), unquote_plus(value)) for name, _, value in pairs if name]


def parameters(path: str) -> list[str]:
    """Return the names in braces of a path, in their order."""
    return re.findall(r"\{([^{}/]+)\}", path)


def joined(base: str, path: str) -> str:
    """Return a base URL's path and a path as one, where the path does not begin with the base's already.

    Pages state `https://api.acme.com/v1` as the base URL and `/v1/pets` as the path: joining them would double `/v1`.
    """
    base = base.rstrip("/")
    if base and (path == base or path.startswith(f"{base}/")):
        return path
    return f"{base}/{path.lstrip('/')}" if path else base or "/"


def agrees(path: str, sample: str) -> bool:
    """Return whether a path of a sample, with values in the parameters' places, is one that a template stands for."""
    left, right = path.strip("/").split("/"), sample.strip("/").split("/")
    return len(left) == len(right) and all(_agrees(*pair) for pair in zip(left, right, strict=True))


def front(template: str, sampled: str) -> str | None:
    """Return what a sample's path has in front of an operation's: `/v1`, or nothing; None if it is another path.

    The operation's path may have parameters, the sample's has values there.
    """
    count = template.strip("/").count("/") + 1
    segments = sampled.strip("/").split("/")
    if not agrees(template, "/".join(segments[-count:])):
        return None
    before = "/".join(segments[:-count])
    return f"/{before}" if before else ""


def _agrees(template: str, segment: str) -> bool:
    if template == segment:
        return True
    pattern = "".join(
        "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^{}]*\})", template)
    )
    return "{" in template and re.fullmatch(pattern, segment) is not None
