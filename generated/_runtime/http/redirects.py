"""Redirects (RFC 9110, 15.4): which are followed, and what the new request contains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import unquote

from .._http import URL, HTTPResponse, InvalidURL, SafeHeaders, SafeRequest, new_request
from ..errors import RequestError, is_redirect
from ..secrets import Secret
from ..wire.parameters import pair_name
from ..wire.streamed_body import StreamedBody
from .options import Redirects
from .servers import Base, same_origin

MOST = 10
"""The most redirects that are followed in a row."""
_METHOD_STAYS = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
_SAFE = frozenset({"GET", "HEAD"})
_NEUTRAL = ("Accept", "Accept-Encoding", "User-Agent")
_LONGEST = 8192


def redirected(outgoing: SafeRequest, response: HTTPResponse, base: Base, allowed: Redirects) -> SafeRequest | None:
    """Return the request that follows a redirect; None if the caller must decide.

    The method never changes, and https is never left for http. Credentials are sent only below the server's address: a
    request to another place has no body and no header of the client.
    """
    status, safe = response.status_code, outgoing.method in _SAFE
    if allowed == "never" or not (status in _METHOD_STAYS or (safe and is_redirect(status))):
        return None
    url = target(outgoing.url, response)
    if url is None or (outgoing.url.scheme == "https" and url.scheme != "https"):
        return None
    if is_below(url, base):
        if isinstance(outgoing.stream, StreamedBody) and outgoing.stream.spent:
            return None
        headers = SafeHeaders(outgoing.headers, encoding="utf-8")
        return new_request(outgoing.method, url, headers, outgoing.stream, dict(outgoing.extensions))
    if allowed != "anywhere" or not safe:
        return None
    kept = {name: outgoing.headers[name] for name in _NEUTRAL if name in outgoing.headers}
    headers = SafeHeaders({"Host": url.netloc.decode("ascii"), **kept}, encoding="utf-8")
    return new_request(outgoing.method, url, headers, b"", dict(outgoing.extensions))


def target(url: URL, response: HTTPResponse) -> URL | None:
    """Return the URL that a redirect leads to; None if it has no usable one."""
    return joined(url, response.headers.get("location", ""))


def joined(url: URL, location: str) -> URL | None:
    """Return a URL resolved against another one (RFC 3986, 5), without its fragment; None if it is not usable."""
    if not location or len(location) > _LONGEST:
        return None
    try:
        found = url.join(URL(location)).copy_with(fragment=None)
        usable = found.scheme in ("http", "https") and bool(found.host) and not found.userinfo
        return found if usable and found.netloc.isascii() else None
    except (InvalidURL, ValueError, TypeError):  # a host that IDNA refuses is a ValueError
        return None


def is_below(url: URL, base: Base) -> bool:
    """Return whether a URL has the origin of a server, and its path or a path below that."""
    root = URL(base.prefix)
    if not same_origin(url, root):
        return False
    path = unquote(url.raw_path.partition(b"?")[0].decode("ascii", "replace"))
    if ".." in re.split(r"[/\\]", unquote(path)):
        return False
    prefix = unquote(root.path.rstrip("/"))
    return path == prefix or path.startswith(f"{prefix}/")


def followed(url: URL, location: str, pairs: Iterable[str], base: Base) -> URL:
    """Return a URL from a response of the server, with those query pairs added that it lacks.

    Credentials among the pairs replace its own. Raises `RequestError` if it is not below the server's address:
    otherwise the author of the response would choose who receives the credentials.
    """
    found = joined(url, location)
    if found is None or not is_below(found, base):
        where = f"{found.scheme}://{found.netloc.decode('ascii')}" if found is not None else "no usable address"
        raise RequestError(f"the server leads to {where}, which is not below {base.prefix}: nothing was sent")
    own = [pair for pair in found.query.decode("ascii", "replace").split("&") if pair]
    ours = [(pair, isinstance(piece, Secret)) for piece in pairs for pair in piece.split("&") if pair]
    secrets = {pair_name(pair) for pair, is_secret in ours if is_secret}
    kept = [pair for pair in own if pair_name(pair) not in secrets]
    there = {pair_name(pair) for pair in kept}
    query = "&".join([*kept, *(pair for pair, _ in ours if pair_name(pair) not in there)])
    return found.copy_with(query=query.encode("ascii") or None)
