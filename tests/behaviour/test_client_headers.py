"""A header that every operation has is given once, to the client."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Make
from .packages import Package, document, generated, runtime
from .wire import Server

DONE = {"204": {"description": "Done"}}
VERSION = {"name": "X-Version", "in": "header", "required": True, "schema": {"type": "string", "enum": ["1", "2"]}}
REGION = {"name": "Region", "in": "header", "schema": {"type": "string", "maxLength": 3}}
DATED = {"name": "Api-Dated", "in": "header", "required": True, "schema": {"type": "string", "default": "2026-01-01"}}
KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
TRACE = {"name": "X-Request-Id", "in": "header", "schema": {"type": "string"}}
TIMES: dict[str, Any] = {"name": "X-Times", "in": "header", "schema": {"type": "integer"}}
OTHER_TIMES = {**TIMES, "schema": {"type": "string"}}
ALL = [VERSION, REGION, DATED, KEY, TRACE]


def _paths(*parameters: list[Any]) -> dict[str, Any]:
    return {
        f"/p{index}": {"get": {"operationId": f"get{index}", "tags": ["x"], "parameters": one, "responses": DONE}}
        for index, one in enumerate(parameters)
    }


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(_paths([*ALL, TIMES], [*ALL, OTHER_TIMES])))


def test_the_client_sends_it_with_every_request(package: Package, fresh: Make, server: Server) -> None:
    caller = fresh(package, x_version="2", region="eu")
    caller("x.get0")
    sent = server.only
    assert [sent.header(name) for name in ("X-Version", "Region", "Api-Dated")] == ["2", "eu", "2026-01-01"]


def test_it_is_encoded_as_the_header_of_an_operation_is(package: Package, fresh: Make, server: Server) -> None:
    fresh(package, x_version="2", region="ü", api_dated="Zürich")("x.get0", x_request_id="Zürich")
    sent = server.only
    assert sent.header("Api-Dated") == sent.header("X-Request-Id")
    assert (sent.header("Region") or "").encode("latin-1").decode() == "ü"


def test_an_optional_client_header_may_be_none(package: Package, fresh: Make, server: Server) -> None:
    fresh(package, x_version="2", region=None)("x.get0")
    assert server.only.header("Region") is None


def test_one_call_can_replace_a_client_header(package: Package, fresh: Make, server: Server) -> None:
    options = runtime().RequestOptions(headers={"X-Version": "3", "Region": None})
    fresh(package, x_version="2", region="eu")("x.get1", options=options)
    assert (server.only.header("X-Version"), server.only.header("Region")) == ("3", None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"x_version": "3"}, r"^x_version \(X-Version\): '3' is none of 1, 2$"),
        ({"x_version": "1", "region": "europe"}, r"^region \(Region\): .*3"),
        ({"x_version": "1", "region": 5}, r"^region \(Region\): expected text, got 5$"),
        ({"x_version": "1", "api_dated": "a\nb"}, "must not contain line breaks"),
        ({"x_version": None}, r"^x_version \(X-Version\): is required, and must not be None$"),
        ({"x_version": "1", "api_dated": None}, r"^api_dated \(Api-Dated\): is required, and must not be None$"),
        ({"x_version": "1", "api_dated": "\ud800"}, "characters that cannot be sent"),
    ],
)
def test_it_is_as_strict_as_an_argument(arguments: dict[str, Any], said: str, package: Package, fresh: Make) -> None:
    with pytest.raises(package.errors.RequestError, match=said):
        fresh(package, **arguments)("x.get0")


def test_a_required_client_header_must_be_given(package: Package, fresh: Make) -> None:
    with pytest.raises(TypeError, match="x_version"):
        fresh(package)("x.get0")


def test_headers_that_differ_from_call_to_call_stay_arguments_of_methods(package: Package) -> None:
    arguments = package.x.get0_request.__annotations__
    assert sorted(arguments) == ["idempotency_key", "return", "x_request_id", "x_times"]


def test_a_fake_client_has_a_value_for_a_required_header(package: Package) -> None:
    client = next(name for name in package.module.__all__ if not name.startswith("Async"))
    fake = getattr(package.testing, f"Fake{client}")()
    fake.sync_client().x.get0()
    assert fake.x.get0.requests[0].headers["X-Version"] == "1"


def test_a_client_says_which_package_it_belongs_to_also_to_a_subclass(
    package: Package, fresh: Make, server: Server, mode: str
) -> None:
    caller = fresh(package, x_version="2")
    caller("x.get0")
    name = package.module.__name__.rpartition(".")[2]
    said = server.only.header("User-Agent")
    assert said is not None
    assert said.startswith(f"clientwright-{name} python-httpx/")
    own = next(one for one in package.module.__all__ if one.startswith("Async") is (mode == "async"))
    derived = type("Derived", (getattr(package.module, own),), {})(base_url=server.url, x_version="2")
    server.sent.clear()
    caller.wait(derived.x.get0())
    caller.wait(derived.aclose() if mode == "async" else derived.close())
    assert server.only.header("User-Agent") == said
