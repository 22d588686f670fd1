"""What stands for something that readers of a page put in themselves."""

from __future__ import annotations

import pytest

from generator.pages import placeholders


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("api.example.com", True),
        ("your-domain.com", True),
        ("yourapp.com", True),
        ("my-company.acme.dev", True),
        ("mycompany.com", True),
        ("{region}.acme.dev", True),
        ("<host>", True),
        ("api.acme.dev", False),
        ("api.myaiapp.com", False),
        ("somersetapp.io", False),
        ("voice.acme.example-cloud.net", False),
    ],
)
def test_hosts(host: str, expected: bool) -> None:
    assert placeholders.is_host(host) is expected
    assert placeholders.is_address(f"https://{host}/v1") is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("<string>", True), ("YOUR_KEY", True), ("...", True), ("{{id}}", True), ("call_1", False)]
)
def test_values(text: str, expected: bool) -> None:
    assert placeholders.is_value(text) is expected
