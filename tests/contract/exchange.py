"""One call that is answered with a given body, and what the client makes of it, back in wire form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support import calls, samples
from tests.support.payloads import canonical
from tests.support.server import Answer

if TYPE_CHECKING:
    from tests.support.server import LocalServer

    from .cases import ResponseCase


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: `value` is the decoded body in wire form, `refused` says that the client could not decode it."""

    value: Any
    refused: bool
    error: Exception | None


def exchange(case: ResponseCase, value: Any, server: LocalServer, *, asynchronous: bool, **options: Any) -> Outcome:
    """Serve the value as the response of the case to a call through the generated client, made with the options."""
    provider, operation = case.provider, case.operation
    has_body = operation.call["body"] is not None
    call = calls.minimal(operation, samples.body(operation)) if has_body else calls.minimal(operation)
    server.will(Answer(case.code, canonical(value).encode(), case.content_type))
    errors = provider.module("errors")
    adapter = provider.adapter(case.type, tolerant=True)
    base_url = calls.base_url(provider, server.url)
    try:
        data = calls.run(call, asynchronous=asynchronous, base_url=base_url, max_retries=0, **options)
    except errors.DecodeError as error:
        return Outcome(None, True, error)
    except errors.StatusError as error:
        refused = error.body is None and value is not None
        return Outcome(None if refused else adapter.dump_python(error.body), refused, error)
    return Outcome(adapter.dump_python(data), False, None)
