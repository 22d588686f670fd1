"""Pages from addresses: what the user named, the `.md` next to it, and what an index of the same origin links.

https, or http on this machine; redirects within the origin; limits on size and time; no credentials, no cookies.
Nothing else in the program opens a socket.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from ...diagnostics import Location, Report

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 16 * 1024 * 1024
_MOST_REDIRECTS = 5
_SECONDS = 30.0
"""Seconds for one address, its redirects included."""
_TOO_LONG = f"the page takes longer than {_SECONDS:.0f} seconds"
_GRACE = 1.0
"""How much longer than `_SECONDS` an answer is waited for: the limits between two parts say more precisely why."""
_PATIENCE = 10.0
"""Seconds for one read from the network."""
_ACCEPT = "text/markdown, text/plain;q=0.9, application/yaml;q=0.8, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
_OK = 200
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """An address cannot be fetched; says why."""


class GoneError(FetchError):
    """There is nothing at an address: a link to it is dead, and asking again does not help."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The response of an address."""

    address: str
    """After redirects."""
    data: bytes
    html: bool


def is_address(text: str) -> bool:
    """Return whether an argument of `import` is an address and not a file."""
    return text.startswith(("https://", "http://"))


def same_origin(one: str, other: str) -> bool:
    """Return whether two addresses have scheme, host and port in common (RFC 6454, 5)."""
    return _origin(one) == _origin(other)


class Fetcher:
    """Fetches addresses, one after the other; a context manager."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._client = _client()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def page(
        self, address: str, report: Report, suffixes: Sequence[str] = (".md",), *, listed: bool = False
    ) -> Fetched | None:
        """Return a page: the markdown next to it where there is some, else the address itself; None with an error.

        `suffixes` are those of the markdown, in the order in which they are tried. A dead link of an index (`listed`)
        is a warning: what is there is imported.
        """
        if (found := self.first(_markdown(address, suffixes))) is not None:
            return found
        try:
            return self.get(address)
        except FetchError as error:
            if listed and isinstance(error, GoneError):
                report.warning("dead-link", f"a link of the index leads to nothing: {error}", Location(address))
                return None
            report.error("cannot-fetch", str(error), Location(address))
            return None

    def get(self, address: str) -> Fetched:
        """Return what an address gives; raise FetchError.

        A server that sends its head a byte at a time never meets a limit between two bytes, so the whole is done in a
        thread of its own, that is left behind when its time is over: its socket ends with the program.
        """
        answers: SimpleQueue[Fetched | BaseException] = SimpleQueue()

        def fetch() -> None:
            try:
                answers.put(self._get(address))
            except BaseException as error:  # passed on to the waiting thread
                answers.put(error)

        Thread(target=fetch, daemon=True, name="fetch").start()
        try:
            found = answers.get(timeout=_SECONDS + _GRACE)
        except Empty:
            self._client = _client()
            raise FetchError(_TOO_LONG) from None
        if isinstance(found, BaseException):
            raise found
        return found

    def _get(self, address: str) -> Fetched:
        deadline = time.monotonic() + _SECONDS
        here = address
        for _ in range(_MOST_REDIRECTS + 1):
            _check(here)
            found = self._once(here, deadline)
            if isinstance(found, Fetched):
                return found
            if not same_origin(address, found):
                raise FetchError(f"it redirects to another origin, {_shown(found)}: import that address")
            here = found
        raise FetchError(f"more than {_MOST_REDIRECTS} redirects")

    def first(self, addresses: Sequence[str]) -> Fetched | None:
        """Return what the first of some addresses gives that gives anything but html."""
        for address in addresses:
            found = self._quietly(address)
            if found is not None and not found.html:
                return found
        return None

    def _quietly(self, address: str) -> Fetched | None:
        try:
            return self.get(address)
        except FetchError:
            return None

    def _once(self, address: str, deadline: float) -> Fetched | str:
        """Return the answer, or the address that it redirects to."""
        import httpx

        self._client.cookies.clear()
        try:
            with self._client.stream("GET", address) as response:
                target = str(response.headers.get("location", ""))
                if response.status_code in _REDIRECTS and target:
                    return urljoin(address, target)
                if response.status_code in _GONE:
                    raise GoneError(f"the server answers {response.status_code}")
                if response.status_code != _OK:
                    raise FetchError(f"the server answers {response.status_code}")
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise FetchError("the server answers compressed, which was not asked for")
                kind = response.headers.get("content-type", "")
                return Fetched(address, _content(response, deadline), "html" in kind.casefold())
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchError(f"{type(error).__name__}: {error}".rstrip(": ")) from None


def _client() -> httpx.Client:
    import httpx

    return httpx.Client(
        headers={"Accept": _ACCEPT, "Accept-Encoding": "identity", "User-Agent": "clientwright-import"},
        timeout=_PATIENCE,
        follow_redirects=False,
    )


def _content(response: httpx.Response, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > _MOST_BYTES:
            raise FetchError(f"the page is larger than {_MOST_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise FetchError(_TOO_LONG)
        parts.append(part)
    return b"".join(parts)


def _check(address: str) -> None:
    """Refuse what is no https, no http on this machine, or has credentials in it."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        raise FetchError("this is not an address: write https://host/path") from None
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with credentials in it is not fetched: take them away")
    if not host or port == 0:
        raise FetchError("the address names no host")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise FetchError("only https is fetched (http on this machine): save the page, and import the file")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _markdown(address: str, suffixes: Sequence[str]) -> list[str]:
    """Return the address of the markdown next to a page, unless the address is a file's."""
    parts = urlsplit(address)
    last = parts.path.rpartition("/")[2]
    if not last or "." in last:
        return []
    return [urlunsplit(parts._replace(path=f"{parts.path}{one}", query="", fragment="")) for one in suffixes]


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return address, "", None
    return parts.scheme, (parts.hostname or "").casefold(), port


def _shown(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}"
