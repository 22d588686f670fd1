"""Servers: several, with variables, of an operation or a path; relative ones; and what `base_url` replaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .packages import Package, document, generated, runtime
from .wire import Server

Make = Callable[..., Any]


def _package(server: Server) -> Package:
    host = server.url.removeprefix("http://")
    return generated(document(f"""
servers:
  - {{url: 'http://{host}/{{stage}}/v{{version}}', description: Main, variables: {{stage: {{default: live, enum: [live, test]}}, version: {{default: '1'}}}}}}
  - {{url: 'http://{host}/other/', description: Other}}
  - {{url: /relative, description: Relative}}
paths:
  /plain: {{get: {{operationId: plain, tags: [s], responses: &r {{204: {{description: Nothing}}}}}}}}
  /own: {{get: {{operationId: own, tags: [s], servers: [{{url: 'http://{host}/own'}}], responses: *r}}}}
  /variable: {{get: {{operationId: variable, tags: [s], servers: [{{url: 'http://{host}/{{zone}}', variables: {{zone: {{default: z1, enum: [z1, z2]}}}}}}], responses: *r}}}}
  /path: {{servers: [{{url: 'http://{host}/of-path'}}], get: {{operationId: path, tags: [s], responses: *r}}}}
  /near: {{get: {{operationId: near, tags: [s], servers: [{{url: ../near}}], responses: *r}}}}
"""))


ROWS: list[tuple[str, dict[str, Any], str]] = [
    ("plain", {}, "/live/v1/plain"),
    ("plain", {"variables": {"stage": "test", "version": "2"}}, "/test/v2/plain"),
    ("plain", {"server": "other"}, "/other/plain"),
    ("own", {}, "/own/own"),
    ("path", {}, "/of-path/path"),
    ("variable", {}, "/z1/variable"),
    ("variable", {"variables": {"zone": "z2"}}, "/z2/variable"),
    ("near", {}, "/live/near/near"),
]


@pytest.mark.parametrize(("name", "options", "path"), ROWS)
def test_addresses(name: str, options: dict[str, Any], path: str, fresh: Make, server: Server) -> None:
    fresh(_package(server), **{"base_url": None, **options})(f"s.{name}")
    assert server.only.line == f"GET {path} HTTP/1.1"
    assert server.only.header("Host") == server.url.removeprefix("http://")


def test_an_address_together_with_a_server_is_refused(fresh: Make, server: Server) -> None:
    package = _package(server)
    with pytest.raises(package.errors.RequestError, match="not both"):
        _ = fresh(package, server="other").client
    fresh(package, server="relative")("s.plain")
    assert server.only.path == "/relative/plain"


@pytest.mark.parametrize("name", ["plain", "near"])
def test_base_url_stands_for_the_server(name: str, fresh: Make, server: Server) -> None:
    fresh(_package(server), base_url=f"{server.url}/base/")(f"s.{name}")
    assert server.only.path == {"plain": "/base/plain", "near": "/near/near"}[name]


@pytest.mark.parametrize(
    "options",
    [{"variables": {"stage": "nowhere"}}, {"server": "relative"}, {"server": "unknown"}],
)
def test_invalid_server_addresses_are_refused(options: dict[str, Any], fresh: Make, server: Server) -> None:
    package = _package(server)
    with pytest.raises(package.errors.RequestError):
        fresh(package, **{"base_url": None, **options})("s.plain")
    assert server.sent == []


def test_without_servers_the_address_must_be_given(server: Server) -> None:
    package = generated(document({"/x": {"get": {"responses": {"204": {"description": "Nothing"}}}}}))
    with pytest.raises(TypeError, match="base_url"):
        (
            package.module.Wire0()
            if hasattr(package.module, "Wire0")
            else getattr(package.module, package.module.__all__[-1])()
        )


@pytest.mark.parametrize(
    ("url", "base", "path"),
    [
        ("/api/v2", "", "/api/v2/req"),
        ("/api/v2", "/", "/api/v2/req"),
        ("/api/v2/", "", "/api/v2/req"),
        ("api", "", "/api/req"),
        ("/api/v2", "/own", "/own/req"),
        ("/", "", "/req"),
        ("https://elsewhere.test/v9", "", "/req"),
    ],
)
def test_base_url_of_a_host_keeps_the_path_of_a_relative_server(
    url: str, base: str, path: str, fresh: Make, server: Server
) -> None:
    paths = {"/req": {"get": {"operationId": "req", "tags": ["s"], "responses": {"204": {"description": "ok"}}}}}
    fresh(generated(document(paths, servers=[{"url": url}])), base_url=f"{server.url}{base}")("s.req")
    assert server.only.path == path


_EMPTY = {
    "endpoint": {"default": ""},
    "version": {"default": "", "enum": ["v1", "v2"]},
    "stage": {"default": "", "enum": ["s"]},
}


def test_an_address_with_a_path_needs_no_variables(fresh: Make, server: Server) -> None:
    paths = {"/req": {"get": {"operationId": "req", "tags": ["s"], "responses": {"204": {"description": "ok"}}}}}
    servers = [{"url": "{endpoint}/at/{version}/{stage}", "variables": _EMPTY}]
    package = generated(document(paths, servers=servers))
    fresh(package, base_url=f"{server.url}/own")("s.req")
    with pytest.raises(package.errors.RequestError, match=r"'version' must be one of v1, v2: give it in `variables`"):
        fresh(package, base_url=server.url)("s.req")
    fresh(package, base_url=server.url, variables={"version": "v2"})("s.req")
    # The only value of `stage` stands for its empty default.
    assert [sent.path for sent in server.sent] == ["/own/req", "/at/v2/s/req"]


def test_a_relative_server_is_named_in_the_message(fresh: Make, server: Server) -> None:
    paths = {"/req": {"get": {"operationId": "req", "tags": ["s"], "responses": {"204": {"description": "ok"}}}}}
    package = generated(document(paths, servers=[{"url": "/api/v2"}]))
    with pytest.raises(runtime().RequestError, match=r"'/api/v2'.*`base_url`"):
        fresh(package, base_url=None)("s.req")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"stag": "test"}, "there is no server variable 'stag'; the variables are stage, version, zone$"),
        ({"version": 2}, "server variable 'version' must be text, not int$"),
        ({"stage": "beta"}, "server variable 'stage' must be one of live, test: give it in `variables`$"),
    ],
)
def test_a_wrong_variable_is_refused_by_the_constructor(
    variables: dict[str, Any], said: str, fresh: Make, server: Server
) -> None:
    package = _package(server)
    with pytest.raises(package.errors.RequestError, match=said):
        _ = fresh(package, base_url=None, variables=variables).client
