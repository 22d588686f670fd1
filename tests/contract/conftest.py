"""Finds what there is to test: providers, their published payloads, their operations, and payloads made from schemas.

A provider that cannot be read yields one failing test, not an error of the collection.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support import providers
from tests.support.samples import MISSING, WHY_MISSING
from tests.support.server import LocalServer, serve

from . import cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _pytest.mark import ParameterSet

    from .cases import Count

_FINDERS = {
    "example": cases.published,
    "request_case": cases.requests,
    "response_case": cases.responses,
    "body_schema": cases.body_schemas,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise by discovery: whatever argument of a test is named above, and `provider`."""
    if "provider" in metafunc.fixturenames:
        found = [pytest.param(providers.provider(name), id=name) for name in providers.names()]
        metafunc.parametrize("provider", found)
    for argument, find in _FINDERS.items():
        if argument in metafunc.fixturenames:
            metafunc.parametrize(argument, [_param(case, argument) for case in _all(find)])


def _param(case: cases.Case, argument: str) -> ParameterSet:
    """Return the case, to be skipped where its value is needed and there is none."""
    skipped = case.value is MISSING and argument != "body_schema"
    return pytest.param(case, id=str(case), marks=pytest.mark.skip(reason=WHY_MISSING) if skipped else ())


def _all(find: Callable[[providers.Provider], list[cases.Case]]) -> list[cases.Case]:
    found: list[cases.Case] = []
    for name in providers.names():
        provider = providers.provider(name)
        with suppress(Exception):  # whatever it is: test_everything_in_a_providers_folder_is_read fails with it
            found += find(provider)
    return found


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    """A local server."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """An HTTP client to share, where a test makes many calls: a new one takes 40 ms."""
    with httpx.Client() as client:
        yield client


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Count:
    """Adds to the table at the end of the run: `count("acme", cases=3)`."""

    def add(provider: str, **counts: int) -> None:
        record_property("contract", (provider, counts))

    return add
