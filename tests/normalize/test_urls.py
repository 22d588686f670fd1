"""Paths and servers to which a request can be sent are not warned of; others are."""

from __future__ import annotations

from typing import Any

import pytest

from generator.normalize.urls import path_problem
from tests.normalize.trees import codes, document, response, run


@pytest.mark.parametrize(
    ("path", "warned"),
    [
        ("/{uuid}/stream", False),
        ("/media/{key}.{extension}", False),
        ("/{a}/{b}", False),
        ("/a/{b}..{c}", False),
        ("/{a}{b}", False),
        ("//{a}", True),
        ("/a/../b", True),
        ("/a/./b", True),
        ("a", True),
        ("/a?b={c}", True),
    ],
)
def test_a_variable_of_a_path_is_no_empty_text(path: str, warned: bool) -> None:
    _, report = run(document(paths={path: {"get": response({"type": "string"})}}))
    assert ("invalid-path" in codes(report)) is warned


@pytest.mark.parametrize(
    ("url", "variables", "warned"),
    [
        ("https://{user}.a.test:{port}/{base}", {"port": {"enum": ["8443", "443"], "default": "8443"}}, False),
        ("https://a.test:{port}", {"port": {"default": 8443}}, False),
        ("https://a.test:{port}", {}, False),
        ("{protocol}://{host}/api", {"protocol": {"default": "http"}, "host": {"default": "h"}}, False),
        ("{protocol}://{host}/api", {}, False),
        ("{url}/api", {"url": {"default": "https://a.test"}}, False),
        ("{protocol}://h", {"protocol": {"default": "https", "enum": ["https", "ftp"]}}, True),
        ("https://a.test:{port}", {"port": {"default": "many"}}, True),
        ("ftp://a.test", {}, True),
        ("https://a b.test", {}, True),
    ],
)
def test_a_server_is_judged_with_the_values_of_its_variables(url: str, variables: Any, warned: bool) -> None:
    _, report = run(document(servers=[{"url": url, "variables": variables}]))
    assert ("invalid-server" in codes(report)) is warned


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/calls/{id}", None),
        ("/calls/{a}-{b}.json", None),
        ("/", None),
        ("calls", "slash"),
        ("/a{", "brace"),
        ("/a}", "brace"),
        ("/{a}}", "brace"),
        ("/{{a}", "brace"),
        ("/{a}{b}/{", "brace"),
        ("/a?b=1", "query"),
        ("/{a?b}", None),
        ("/a#b", "fragment"),
        ("/a b", "space"),
        ("/a\x7f", "control"),
        ("/a/../b", "segment"),
        ("/a/.", "segment"),
        ("/a..b/.c", None),
        ("//a", "two slashes"),
        ("/a//b", None),
    ],
)
def test_what_is_wrong_with_a_path(path: str, problem: str | None) -> None:
    found = path_problem(path)
    assert found is None if problem is None else problem in (found or "")
