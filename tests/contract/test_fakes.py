"""The fakes of the four providers: the real clients call them, sync and async, and get answers that fit."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Any

import pytest

from tests.support import providers
from tests.support.calls import minimal
from tests.support.payloads import sample
from tests.support.providers import Operation, Provider

OPERATIONS = [operation for provider in map(providers.provider, providers.names()) for operation in provider.operations]


def _fake(provider: Provider) -> Any:
    module = import_module(f"{provider.inspection['module']}.testing")
    return getattr(module, f"Fake{provider.inspection['client']}")()


def _call(operation: Operation) -> Any:
    body = operation.description.get("requestBody")
    if not body:
        return minimal(operation)
    schema = next(iter(body["content"].values()))["schema"]
    return minimal(operation, sample(operation.provider.judge, schema, full=False))


def _answers(operation: Operation) -> bool:
    """Return whether a successful response has a body."""
    return any(str(one["status"])[0] == "2" and one["content_type"] is not None for one in operation.call["responses"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.provider.name}-{one.name}")
def test_a_fake_answers_the_real_client(operation: Operation) -> None:
    fake, call = _fake(operation.provider), _call(operation)
    with fake.sync_client() as client:
        answer = call.make(client)

    async def main() -> Any:
        async with fake.async_client() as client:
            return await call.make(client)

    assert asyncio.run(main()) == answer
    assert answer is not None or not _answers(operation)
    received = fake.fake_of(operation.call["call"]).requests
    assert [one.method for one in received] == [operation.call["method"].upper()] * 2
    assert all(isinstance(one.body, type(received[0].body)) for one in received)
    assert operation.call["body"] is None or all(one.body is not None for one in received)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.provider.name}-{one.name}")
def test_a_fake_raises_what_the_provider_declares(operation: Operation) -> None:
    fake, call = _fake(operation.provider), _call(operation)
    errors = import_module(f"{operation.provider.inspection['module']}.errors")
    fake.fake_of(operation.call["call"]).raises(400)
    with fake.sync_client(max_retries=0) as client, pytest.raises(errors.StatusError) as caught:
        call.make(client)
    assert caught.value.status == 400
