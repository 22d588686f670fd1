"""Redirects (RFC 9110, 15.4): which are followed, and what the new request contains."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import unquote

from .._http import URL, ByteStream, HTTPResponse, InvalidURL, SafeHeaders, SafeRequest, new_request
from ..wire.streamed_body import StreamedBody
from .options import Redirects
from .servers import Base, same_origin

MOST = 10
"""Redirects that are followed one after the other."""
_METHOD_STAYS = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
_OTHERS = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER})
_SAFE = frozenset({"GET", "HEAD"})
_NEUTRAL = ("Accept", "Accept-Encoding", "User-Agent")
_LONGEST = 8192


def is_redirect(status: int) -> bool:
    """Return whether a status is a redirect."""
    return status in _METHOD_STAYS or status in _OTHERS


def redirected(outgoing: SafeRequest, response: HTTPResponse, base: Base, allowed: Redirects) -> SafeRequest | None:
    """Return the request that follows a redirect; None if the caller must decide.

    The method never changes, and https is never left for http. Credentials are sent only below the server's address: a
    request to another place has no body and no header of the client.
    """
    status, safe = response.status_code, outgoing.method in _SAFE
    if allowed == "never" or not (status in _METHOD_STAYS or (safe and status in _OTHERS)):
        return None
    url = target(outgoing.url, response)
    if url is None or (outgoing.url.scheme == "https" and url.scheme != "https"):
        return None
    if _is_below(url, base):
        if isinstance(outgoing.stream, StreamedBody) and outgoing.stream.spent:
            return None
        headers = SafeHeaders(outgoing.headers, encoding="utf-8")
        return new_request(outgoing.method, url, headers, outgoing.stream, dict(outgoing.extensions))
    if allowed != "anywhere" or not safe:
        return None
    kept = {name: outgoing.headers[name] for name in _NEUTRAL if name in outgoing.headers}
    headers = SafeHeaders({"Host": url.netloc.decode("ascii"), **kept}, encoding="utf-8")
    return new_request(outgoing.method, url, headers, ByteStream(b""), dict(outgoing.extensions))


def is_anonymous(request: SafeRequest, base: Base) -> bool:
    """Return whether a request goes elsewhere than to the server, so that nothing that identifies the client may be
    added.
    """
    return not _is_below(request.url, base)


def target(url: URL, response: HTTPResponse) -> URL | None:
    """Return the URL that a redirect leads to; None if it has no usable one."""
    location = response.headers.get("location", "")
    if not location or len(location) > _LONGEST:
        return None
    try:
        found = url.join(URL(location)).copy_with(fragment=None)
        usable = found.scheme in ("http", "https") and bool(found.host) and not found.userinfo
        return found if usable and found.netloc.isascii() else None
    except (InvalidURL, ValueError, TypeError):  # a host that IDNA refuses is a ValueError
        return None


def _is_below(url: URL, base: Base) -> bool:
    root = URL(base.prefix)
    if not same_origin(url, root):
        return False
    path = unquote(url.raw_path.partition(b"?")[0].decode("ascii", "replace"))
    if ".." in re.split(r"[/\\]", unquote(path)):
        return False
    prefix = unquote(root.path.rstrip("/"))
    return path == prefix or path.startswith(f"{prefix}/")
