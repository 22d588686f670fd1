"""A made-up API, and clients of it whose server is a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from generator.runtime import (
    JSON,
    Client,
    HTTPClient,
    Model,
    Operation,
    StatusError,
)


class Pet(Model):
    """A model."""

    name: str


class Problem(Model):
    """An error body."""

    detail: str


class BadRequestError(StatusError):
    """400."""

    body: Problem | None


class ServerError(StatusError):
    """5XX."""


class OtherError(StatusError):
    """default."""


GET: Operation[Pet] = Operation(
    "GET",
    "/pets/{id}",
    responses={200: JSON(Pet), 204: JSON(Pet), 400: JSON(Problem), "5XX": JSON(Problem), 302: None},
)
POST: Operation[Pet] = Operation("POST", "/pets", body=JSON(Pet), responses={201: JSON(Pet), "default": JSON(Problem)})
ERRORS: dict[int | str, type[StatusError]] = {400: BadRequestError, "5XX": ServerError, "default": OtherError}

Answer = Callable[[httpx.Request], httpx.Response]


def client(answer: Answer, **options: Any) -> Client:
    """Return a client whose server is a function."""
    http = HTTPClient(transport=httpx.MockTransport(answer))
    return Client(**{"base_url": "http://api.test/v1", "errors": ERRORS, "http_client": http, **options})


def always(status: int, content: bytes = b"", **headers: str) -> Answer:
    """Return a server that always answers the same."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, content=content, headers=named)


PROBLEM = b'{"detail":"no","new":1}'


class Script:
    """Answers in turn; an exception is raised."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer
