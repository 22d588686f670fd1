"""Checks that requests can be sent to the paths and server URLs of a description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from ..openapi.problems import Findings
from ..openapi.references import Place, is_mapping, is_sequence

_MOST_EXAMPLES = 500
"""The most URLs of one server that are checked: it has as many as its variables have values."""
_MOST_CHARACTERS = 1_000_000
"""The most characters of all these URLs together."""
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_HIDDEN = re.compile(r"[\x00-\x20\x7f]")


def path_problem(path: str) -> str | None:
    """Return what is wrong with a path template (OpenAPI 3.2, 4.8.2); None if nothing is."""
    if not path.startswith("/"):
        return "does not begin with a slash"
    bare = _VARIABLE.sub("", path)
    if "{" in bare or "}" in bare:
        return "has a brace without its other half: it is taken as a character like any other"
    if "?" in bare:
        return "has a query, which is sent: declare what the caller gives there as parameters in `query`"
    if "#" in bare:
        return "has a fragment, which only distinguishes operations: it is never sent"
    if _HIDDEN.search(bare):
        return "has a space or a control character, which is sent percent-encoded"
    # A variable is a segment or a part of one, and the caller gives its value.
    if any(part in (".", "..") for part in path.split("/")):
        return "has the segment `.` or `..`, which many servers and proxies resolve"
    return "begins with two slashes" if path.startswith("//") else None


def report_equal_paths(paths: Iterable[str], place: Place, findings: Findings) -> None:
    """Warn of paths that differ only in the names of their variables (OpenAPI 3.2, 4.8.2)."""
    first: dict[str, str] = {}
    for path in paths:
        same = first.setdefault(_VARIABLE.sub("{}", path), path)
        if same != path:
            message = f"the paths `{path}` and `{same}` are the same to a server: only the names of variables differ"
            findings.warning("equal-paths", message, place.down(path))


def check_servers(servers: Any, place: Place, findings: Findings) -> None:
    """Warn of servers whose URL cannot be used, and of variables in it that are not declared."""
    for index, server in enumerate(servers if is_sequence(servers) else []):
        url = server.get("url") if is_mapping(server) else None
        if not isinstance(url, str):
            continue
        where = place.down(str(index), "url")
        declared = server.get("variables")
        names = declared if is_mapping(declared) else {}
        most = max(1, min(_MOST_EXAMPLES, _MOST_CHARACTERS // (len(url) + 1)))
        problem = next(filter(None, map(_url_problem, islice(_examples(url, names), most))), None)
        if problem is not None:
            findings.warning("invalid-server", f"{url[:80]!r} {problem}", where)
        _check_variables(names, place.down(str(index), "variables"), findings)
        for name in dict.fromkeys(_VARIABLE.findall(url)):
            if name not in names:
                message = f"the variable `{{{name}}}` of the URL is not declared: it has no default"
                findings.warning("undeclared-server-variable", message, where)


def _check_variables(variables: dict[str, Any], where: Place, findings: Findings) -> None:
    for name, variable in variables.items():
        values = variable.get("enum") if is_mapping(variable) else None
        default = variable.get("default") if is_mapping(variable) else None
        if is_sequence(values) and default is not None and str(default) not in map(str, values):
            message = f"the default of the variable {name[:80]!r} is none of its `enum`"
            findings.warning("invalid-server-variable", message, where.down(name, "default"))


_UNKNOWN = "1"
"""Stands for a variable of which nothing is known: it may be part of a host, a port or a path."""


def _examples(url: str, variables: dict[str, Any]) -> Iterator[str]:
    """Yield the URL with the defaults of its variables, then with every other value that a variable lists."""
    values: dict[str, list[str]] = {}
    for name in _VARIABLE.findall(url):
        variable = variables.get(name)
        listed = variable.get("enum") if is_mapping(variable) else None
        given = [variable["default"]] if is_mapping(variable) and variable.get("default") not in (None, "") else []
        given += listed if is_sequence(listed) else []
        values[name] = [str(value) for value in given if isinstance(value, str | int)] or [_UNKNOWN]
    first = {name: one[0] for name, one in values.items()}
    yield _filled(url, first)
    for name, several in values.items():
        for value in several[1:]:
            yield _filled(url, {**first, name: value})


def _filled(url: str, values: dict[str, str]) -> str:
    filled = _VARIABLE.sub(lambda variable: values[variable[1]], url)
    # An unknown scheme cannot be wrong.
    return "https" + filled[len(_UNKNOWN) :] if filled.startswith(f"{_UNKNOWN}:") else filled


def _url_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        scheme, _ = parts.scheme, parts.port
    except ValueError:
        return "is no URL"
    if _HIDDEN.search(url.strip()):
        return "has a space or a control character: no URL has"
    if scheme not in ("", "http", "https"):
        return f"has the scheme `{scheme}`: requests go by http and https alone"
    return "has a password in it: give credentials to the client" if parts.password else None
