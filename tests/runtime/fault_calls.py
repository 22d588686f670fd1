"""What the tests of faults send: operations, a secret, and calls by each kind of client against a server that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import trio

from generator.runtime import (
    JSON,
    ClientCredentials,
    ClientError,
    EventStream,
    Model,
    OAuth2,
    Operation,
    Request,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .faults import FaultServer

SECRET = "sk-live-9f8e7d6c5b4a/+="


class Item(Model):
    text: str


class Problem(Model):
    message: str


GET: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any), 204: None, 400: JSON(Problem)})
POST: Operation[Any] = Operation("POST", "/x", body=JSON(Any), responses={200: JSON(Any)})
EVENTS: Operation[Item] = Operation("GET", "/x", responses={200: EventStream(Item), 400: JSON(Problem)})
SECURED: Operation[Any] = Operation("GET", "/x", security=[{"k": []}], responses={200: JSON(Any), 204: None})

Call = Callable[..., Any]


def run_in(library: str, main: Callable[[], Awaitable[Any]]) -> Any:
    start: Any = asyncio.run
    return start(main()) if library == "asyncio" else trio.run(main)


def sender(kind: str, server: FaultServer) -> Call:
    """Return a function that sends a request with a client of its own, and returns the response."""

    def call(operation: Operation[Any] = GET, /, base: str = "", body: Any = None, **options: Any) -> Any:
        call_options = options.pop("call", None)
        made = Request(operation, body=body, headers=options.pop("headers", {}))
        if kind == "sync":
            with Client(base_url=server.url + base, **options) as client:
                return client.send(made, options=call_options)

        async def main() -> Any:
            async with AsyncClient(base_url=server.url + base, **options) as client:
                return await client.send(made, options=call_options)

        return run_in(kind, main)

    return call


def reader(kind: str, server: FaultServer) -> Call:
    """Return a function that returns the items of a stream, and the error that ended it."""

    def call(operation: Operation[Any] = EVENTS, /, **options: Any) -> tuple[list[Any], ClientError | None]:
        found: list[Any] = []

        async def main() -> None:
            async with (
                AsyncClient(base_url=server.url, **options) as client,
                await client.stream(Request(operation)) as stream,
            ):
                async for item in stream:
                    found.append(item)

        try:
            if kind == "sync":
                with (
                    Client(base_url=server.url, **options) as client,
                    client.stream(Request(operation)) as stream,
                ):
                    found.extend(stream)
            else:
                run_in(kind, main)
        except ClientError as error:
            return found, error
        return found, None

    return call


def oauth() -> dict[str, Any]:
    """Return the option of a client whose token comes from the path `/token`."""
    grant = ClientCredentials("id", "the-client-secret")
    return {"credentials": {"k": OAuth2(grant, token_urls={"clientCredentials": "/token"}, argument="oauth")}}
