"""Hosts with a variable: the server has it, with the value of the page's sample as its default."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.text.targets import with_variables
from tests.pages.support import reading

_PAGE = """# Create a call

{stated}

| Field | Type | Required | Description |
|---|---|---|---|
| `to` | string | yes | Number to call |

```bash
curl -X POST https://{sample}/v1/calls \\
  -H 'Content-Type: application/json' -d '{{"to": "+14155552671"}}'
```
"""


@pytest.mark.parametrize(
    ("stated", "sample", "servers"),
    [
        (
            "`POST https://{subdomain}.voxly.io/v1/calls`",
            "acme.voxly.io",
            [{"url": "https://{subdomain}.voxly.io", "variables": {"subdomain": {"default": "acme"}}}],
        ),
        (
            "Base URL: `https://{region}.api.voxly.io/v1`\n\n`POST /calls`",
            "eu-1.api.voxly.io",
            [{"url": "https://{region}.api.voxly.io/v1", "variables": {"region": {"default": "eu-1"}}}],
        ),
        # The sample calls another host than the page states: nothing says what the variable is.
        ("`POST https://{subdomain}.voxly.io/v1/calls`", "api.other.io", [{"url": "https://api.other.io"}]),
        # Anybody's host.
        ("`POST https://{host}/v1/calls`", "acme.voxly.io", [{"url": "https://acme.voxly.io"}]),
        ("`POST https://api.voxly.io/v1/calls`", "api.voxly.io", [{"url": "https://api.voxly.io"}]),
    ],
)
def test_the_server_of_a_page(stated: str, sample: str, servers: list[Any]) -> None:
    """The default is what the sample calls, so that a client without arguments calls the same server."""
    document: Any = reading(_PAGE.format(stated=stated, sample=sample)).document
    assert document["servers"] == servers
    assert "/v1" in servers[0]["url"] or list(document["paths"]) == ["/v1/calls"]


@pytest.mark.parametrize(
    ("host", "server", "found"),
    [
        ("<tenant>.acme.com", "https://a1.acme.com", ("https://{tenant}.acme.com", (("tenant", "a1"),))),
        ("api-${REGION}.acme.com", "https://api-eu.acme.com", ("https://api-{REGION}.acme.com", (("REGION", "eu"),))),
        (
            "{a}.{b}.acme.com",
            "http://x.y.acme.com",
            ("http://{a}.{b}.acme.com", (("a", "x"), ("b", "y"))),
        ),
        ("{a}.{a}.acme.com", "https://x.y.acme.com", None),
        ("{a}.acme.com", "https://x.y.acme.com", None),
        ("{a}.acme.com", "https://acme.com", None),
        ("{a}.com", "https://acme.com", None),
        ("api.acme.com", "https://api.acme.com", None),
        ("{a}.acme.com", "https://x.acme.com:8080", None),
    ],
)
def test_variables_of_hosts(host: str, server: str, found: Any) -> None:
    """Only a whole part of a host of the page's own domain is a variable."""
    assert with_variables(host, server) == found
