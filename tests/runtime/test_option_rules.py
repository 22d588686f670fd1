"""What an option leaves as it was, which of two places counts, and errors without a body."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    Binary,
    Client,
    DecodeError,
    HTTPClient,
    Operation,
    Request,
    RequestOptions,
    RetryPolicy,
    StatusError,
    Text,
)

from .clock import Clock

OWN = RetryPolicy(attempts=5, statuses=frozenset({418}), methods=frozenset({"POST"}), first_pause=0, budget=9)


def asked(given: dict[str, Any], how: str, method: str, status: int) -> int:
    """Return how often a request is sent by a client with `OWN` whose retries are then given in some place."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(status)

    http = HTTPClient(transport=httpx.MockTransport(answer))
    client = Client(base_url="http://api.test", http_client=http, retries=OWN)
    operation: Operation[Any] = Operation(method, "/x", responses={200: JSON(int)})
    if how == "client":
        client = client.with_options(**given)
    options = RequestOptions(**given) if how == "call" else None
    with pytest.raises(StatusError):
        client.send(Request(operation), options=options)
    return len(requests)


@pytest.mark.parametrize("how", ["client", "call"])
@pytest.mark.parametrize(
    ("method", "status", "sent"),
    [("POST", 418, 3), ("POST", 503, 1), ("GET", 418, 1)],
    ids=str,
)
def test_a_number_of_retries_keeps_the_rest_of_the_policy(
    how: str, method: str, status: int, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock().used(monkeypatch)
    assert asked({"retries": 2}, how, method, status) == sent


@pytest.mark.parametrize("of_client", [None, True, False])
@pytest.mark.parametrize("of_operation", [None, True, False])
def test_what_an_operation_says_of_strictness_counts_before_the_client(
    of_client: bool | None, of_operation: bool | None
) -> None:
    http = HTTPClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json="7")))
    given = {} if of_client is None else {"strict_responses": of_client}
    client = Client(base_url="http://api.test", http_client=http, **given)
    operation: Operation[Any] = Operation("GET", "/x", responses={200: JSON(int)}, strict_responses=of_operation)
    if of_operation or (of_operation is None and of_client):
        with pytest.raises(DecodeError):
            client.send(Request(operation))
    else:
        found = client.send(Request(operation))
        assert (found.data, len(found.problems)) == (7, 1)


@pytest.mark.parametrize("codec", [JSON(int), Text(), Binary(), None], ids=repr)
@pytest.mark.parametrize(("content", "is_none"), [(b"", True), (b"7", False)])
def test_an_error_without_a_body_has_none_whatever_is_declared(codec: Any, content: bytes, is_none: bool) -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: JSON(int), 400: codec})
    kind = {"Content-Type": codec.concrete if codec else "application/json"}
    http = HTTPClient(transport=httpx.MockTransport(lambda _: httpx.Response(400, content=content, headers=kind)))
    with pytest.raises(StatusError) as caught:
        Client(base_url="http://api.test", http_client=http).send(Request(operation))
    assert (caught.value.body is None) is is_none
