"""Point 3: a response is decoded and can be written again without loss; an error status raises its own typed error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.payloads import canonical

from .exchange import exchange

if TYPE_CHECKING:
    from tests.support.server import LocalServer

    from .cases import Count, ResponseCase


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_response_survives(response_case: ResponseCase, asynchronous: bool, server: LocalServer, count: Count) -> None:
    """What was served is what comes out of decoding and encoding again."""
    outcome = exchange(response_case, response_case.value, server, asynchronous=asynchronous)
    assert not outcome.refused, outcome.error
    assert canonical(outcome.value) == canonical(response_case.value)
    if response_case.is_error:
        _check_error(response_case, outcome.error)
    count(response_case.provider.name, cases=1)


def _check_error(case: ResponseCase, error: Exception | None) -> None:
    """The error is the class that the generated package has for the status, and holds the typed body."""
    errors = case.provider.module("errors")
    declared = case.status if case.status == "default" or case.status.endswith("XX") else case.code
    assert type(error) is errors.STATUS_ERRORS[declared]
    assert isinstance(error, errors.ClientError)
    assert error.status == case.code
    expected = case.provider.resolve(case.type)
    if isinstance(expected, type):
        assert isinstance(error.body, expected)
