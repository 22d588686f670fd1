"""A made-up client, whose server is a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import httpx

from generator.runtime import (
    Client,
    HTTPClient,
    Model,
    RetryPolicy,
    errors,
)


class Pet(Model):
    name: str
    age: int | None = None


class Problem(Model):
    detail: str | None = None


class NotFoundError(errors.StatusError):
    body: Problem | None


class OtherError(errors.StatusError):
    body: Any


ERRORS: dict[int | str, type[errors.StatusError]] = {404: NotFoundError, "default": OtherError}

Answer = Callable[[httpx.Request], httpx.Response]


def made_client(answer: Answer, **options: Any) -> Client:
    http = HTTPClient(transport=httpx.MockTransport(answer))
    return Client(**{"base_url": "http://api.test/v1", "errors": ERRORS, "http_client": http, **options})


def policy(policy: RetryPolicy) -> list[str]:
    values = {one.name: getattr(policy, one.name) for one in fields(policy)}
    return [f"{name}={sorted(one) if isinstance(one, frozenset) else one}" for name, one in values.items()]
