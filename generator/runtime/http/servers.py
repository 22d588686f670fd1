"""Servers and URLs: the address that an operation's requests go to (OpenAPI 3.1, 4.8.5 Server Object)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from .._http import URL, InvalidURL
from ..errors import RequestError


class ServerVariable(NamedTuple):
    """One variable of a server's URL: its default and the allowed values; empty if any value is allowed."""

    default: str
    values: tuple[str, ...] = ()


class Server(NamedTuple):
    """One server: the template of its URL and the variables in it."""

    url: str
    variables: Mapping[str, ServerVariable] = {}

    def resolve(self, chosen: Mapping[str, str]) -> str:
        """Return the URL with its variables filled in; raise `RequestError` for a value that is not allowed."""

        def value(match: re.Match[str]) -> str:
            name = match[1]
            variable = self.variables.get(name)
            text = chosen.get(name, variable.default if variable else None)
            if text is None:
                raise RequestError(f"server variable {name!r} has no value")
            if variable and variable.values and text not in variable.values:
                listed = ", ".join(variable.values)
                raise RequestError(f"server variable {name!r} must be one of {listed}: give it in `variables`")
            return text

        return re.sub(r"\{([^{}]+)\}", value, self.url)


class Base(NamedTuple):
    """A server's address, ready to have paths appended."""

    prefix: str
    """Scheme, authority and path, without a trailing slash."""
    query: str = ""
    """The query that every request carries, usually empty."""

    @classmethod
    def parse(cls, url: str) -> Base:
        """Split the URL; raises `RequestError` unless it is an absolute http or https URL."""
        try:
            parsed = URL(url.strip())
        except (InvalidURL, ValueError):
            raise RequestError("the server's URL, or `base_url`, is not a valid URL") from None
        if parsed.userinfo:
            raise RequestError(
                "the server's URL, or `base_url`, has a user name or password: give credentials to the client instead"
            )
        if parsed.scheme not in ("http", "https") or not parsed.host:
            shown = url.partition("?")[0]
            raise RequestError(f"{shown!r} is not an absolute http(s) URL: give `base_url`, with scheme and host")
        text = str(parsed.copy_with(fragment=None, query=None))
        return cls(text.rstrip("/"), parsed.query.decode("ascii"))

    def __repr__(self) -> str:
        return f"Base({self.prefix!r})"

    def resolve(self, url: str) -> URL:
        """Return `url`, which may be relative, resolved against this address (RFC 3986, section 5)."""
        return URL(self.prefix + "/").join(url)


def as_server(server: Server | str) -> Server:
    """Return the server; a plain string has no variables."""
    return Server(server) if isinstance(server, str) else server


def checked_variables(
    chosen: Mapping[str, object], servers: Mapping[str, Server | str], others: Iterable[str]
) -> Mapping[str, str]:
    """Return the values of server variables; raise `RequestError` for a value that is not text, and for a name that
    is no variable of the servers, nor one of the `others`.
    """
    if not chosen:
        return {}
    known = sorted({*others, *(name for server in servers.values() for name in as_server(server).variables)})
    for name, value in chosen.items():
        if name not in known:
            raise RequestError(f"there is no server variable {name!r}; the variables are {', '.join(known)}")
        if not isinstance(value, str):
            raise RequestError(f"server variable {name!r} must be text, not {type(value).__name__}")
    return cast("Mapping[str, str]", chosen)


def with_path(base_url: str, server: Server, variables: Mapping[str, str]) -> str:
    """Return a host's address with the path of a relative server: `https://a.test` and `/v2` give
    `https://a.test/v2`. An address with a path of its own stays, and needs no variables.
    """
    if not server.url or "://" in server.url:
        return base_url
    try:
        base = URL(base_url.strip())
        if base.path not in ("", "/") or base.query or not base.is_absolute_url:
            return base_url
        resolved = server.resolve(variables)
        relative = URL(resolved)
    except (InvalidURL, ValueError):
        return base_url
    return str(base.join(relative)) if resolved and not relative.is_absolute_url else base_url


def same_origin(one: URL, other: URL) -> bool:
    """Return whether scheme, host and port agree (RFC 6454, section 5)."""
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def _port(url: URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)
