"""Which redirects are followed, and with which headers: a row for each way to steal a credential."""

from __future__ import annotations

from typing import Literal

import httpx
import pytest

from generator.runtime.http.redirects import is_below, joined, redirected
from generator.runtime.http.servers import Base

BASE = "https://api.test/v1"
Allowed = Literal["never", "server", "anywhere"]


def following(
    location: str, allowed: Allowed = "server", status: int = 307, method: str = "GET", url: str = f"{BASE}/x?a=1"
) -> httpx.Request | None:
    headers = {"Authorization": "Bearer k", "X-Key": "k", "Accept": "text/plain", "User-Agent": "me"}
    outgoing = httpx.Request(method, url, headers=headers, content=b"" if method in ("GET", "HEAD") else b"body")
    response = httpx.Response(status, headers={"Location": location})
    return redirected(outgoing, response, Base(url.partition("/v1")[0] + "/v1"), allowed)


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/v1/y", f"{BASE}/y"),
        ("y", f"{BASE}/y"),
        ("?b=2", f"{BASE}/x?b=2"),
        ("https://api.test/v1", BASE),
        ("https://api.test:443/v1/y", f"{BASE}/y"),
        ("HTTPS://API.test/v1/y", f"{BASE}/y"),
        ("/v1/y#part", f"{BASE}/y"),
        ("//api.test/v1/y", f"{BASE}/y"),
    ],
)
def test_below_the_server(location: str, leads_to: str) -> None:
    found = following(location)
    assert found is not None
    assert (str(found.url), found.headers["Authorization"]) == (leads_to, "Bearer k")


ASTRAY = [
    "https://evil.test/v1/y",
    "//evil.test/v1/y",
    "http://api.test/v1/y",
    "https://api.test:444/v1/y",
    "https://sub.api.test/v1/y",
    "https://api.test.evil.test/v1/y",
    "/v2/y",
    "/v10/y",
    "/v1x",
    "/",
    "/v1/../v2",
    "/v1/%2e%2e/v2",
    "/v1/%2E./v2",
    "/v1/%252e%252e/v2",
    "/v1/a/..%2f..%2fv2",
    "/v1/..\\v2",
    "https://user@api.test/v1/y",
    "https://user:secret@api.test/v1/y",
    "https://api.test@evil.test/v1/y",
]


@pytest.mark.parametrize("location", ASTRAY)
def test_addresses_outside_the_server_get_no_credential(location: str) -> None:
    assert following(location) is None
    found = following(location, "anywhere")
    if found is not None:
        assert found.url.scheme == "https"
        assert not found.url.userinfo
        assert not {"authorization", "x-key"} & set(found.headers)
        assert (found.headers["Accept"], found.headers["User-Agent"], found.content) == ("text/plain", "me", b"")


@pytest.mark.parametrize("location", ["", "ftp://api.test/v1/y", "http://[::1", "javascript:1", "/v1/" + "y" * 9000])
def test_a_redirect_to_an_invalid_address_is_returned_to_the_caller(location: str) -> None:
    assert following(location, "anywhere") is None


@pytest.mark.parametrize("allowed", ["server", "anywhere"])
def test_https_is_never_left_and_http_may_be(allowed: Allowed) -> None:
    assert following("http://api.test/v1/y", allowed) is None
    assert following("http://evil.test/v1/y", allowed) is None
    plain = "http://api.test/v1/x"
    assert (following("https://api.test/v1/y", allowed, url=plain) is not None) == (allowed == "anywhere")
    assert following("/v1/y", allowed, url=plain) is not None


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 304, 305])
@pytest.mark.parametrize("allowed", ["never", "server", "anywhere"])
@pytest.mark.parametrize("location", ["/v1/y", "https://other.test/y"])
def test_which_methods_follow_which_status(method: str, status: int, allowed: Allowed, location: str) -> None:
    safe = method in ("GET", "HEAD")
    stays = status in (307, 308) or (safe and status in (301, 302, 303))
    here = location.startswith("/")
    found = following(location, allowed, status, method)
    assert (found is not None) == (
        stays and (allowed == "anywhere" if not here else allowed != "never") and (here or safe)
    )
    if found is not None:
        assert found.method == method
        assert found.content == (b"" if safe else b"body")


@pytest.mark.parametrize(
    ("url", "below"),
    [(BASE, True), (f"{BASE}/", True), (f"{BASE}/x", True), (f"{BASE}x", False), ("https://api.test", False)],
)
def test_a_path_is_below_by_whole_segments(url: str, below: bool) -> None:
    assert is_below(httpx.URL(url), Base(BASE)) == below
    assert is_below(httpx.URL(url), Base("https://api.test"))


def test_user_information_is_never_taken() -> None:
    assert joined(httpx.URL(BASE), "https://user@api.test/v1") is None
    assert joined(httpx.URL(BASE), "https://:secret@api.test/v1") is None
