"""Point 4: changed payloads are refused or kept as the rules say, on both sides, and as the judge says.

A request is strict: what does not conform is refused before it is sent. Two things are not refused although they do
not conform: None for an optional property, which is Python for "absent" and never sent; and an unknown value of an
enumeration that responses use too, which is open. A response is tolerant: see `tests.support.judge`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import ValidationError

from tests.support.compare import same
from tests.support.payloads import Mutation, canonical, mutations, sent, without
from tests.support.strategies import values

from .cases import RequestCase, ResponseCase
from .exchange import exchange

if TYPE_CHECKING:
    import httpx

    from tests.support.server import LocalServer

    from .cases import Case, Count

_SETTINGS = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def test_changed_request(request_case: RequestCase, count: Count) -> None:
    """Each mutation of a request body is judged the same by the model and by the judge."""
    if request_case.type is None:
        return
    wrong = []
    cases = list(mutations(request_case.provider.judge, request_case.schema, request_case.value))
    for mutation in cases:
        if not mutation.path and len(request_case.operation.call["body"]["content_types"]) > 1:
            continue  # a body of another content type may be anything
        problem = _request_problem(request_case, mutation)
        if problem:
            wrong.append(f"{mutation}: {problem}")
    assert not wrong, "\n".join(wrong)
    count(request_case.provider.name, cases=len(cases))


def test_changed_response(response_case: ResponseCase, server: LocalServer, http: httpx.Client, count: Count) -> None:
    """Each mutation of a response body is decoded or refused by a client that reads strictly, as the tolerant judge says."""
    wrong = []
    cases = list(mutations(response_case.provider.judge, response_case.schema, response_case.value))
    for mutation in cases:
        problem = _response_problem(response_case, mutation, server, http)
        if problem:
            wrong.append(f"{mutation}: {problem}")
    assert not wrong, "\n".join(wrong)
    count(response_case.provider.name, cases=len(cases))


def test_generated_payloads_survive(body_schema: Case, count: Count) -> None:
    """Payloads that hypothesis makes from a schema are read and written again without loss."""
    judge, provider = body_schema.provider.judge, body_schema.provider
    is_request = isinstance(body_schema, RequestCase)
    adapter = provider.adapter(_type(body_schema), tolerant=not is_request)
    ran = 0

    @_SETTINGS
    @given(values(judge, body_schema.schema))
    def check(value: Any) -> None:
        nonlocal ran
        assume(judge.strict(body_schema.schema, value) == [])
        ran += 1
        expected = sent(judge, body_schema.schema, value) if is_request else value
        for decoded in (adapter.validate_python(value), adapter.validate_json(json.dumps(value).encode())):
            assert same(adapter.dump_python(decoded), expected)
            assert same(json.loads(adapter.dump_json(decoded)), expected)

    with suppress(Unsatisfiable):
        check()
    if not ran:
        pytest.skip("hypothesis finds no payload that conforms")
    count(provider.name, cases=ran)


def _request_problem(case: RequestCase, mutation: Mutation) -> str | None:
    """Return what is wrong with how the model takes a mutation; None when nothing is."""
    judge, provider = case.provider.judge, case.provider
    adapter = provider.adapter(case.type or "None", tolerant=False)
    objections = judge.request(case.schema, mutation.value)
    try:
        written = adapter.dump_python(adapter.validate_python(mutation.value))
    except ValidationError as refusal:
        return None if objections else f"refused, though it conforms: {refusal}"
    expected = mutation.value
    if objections and mutation.change == "null":
        expected = without(mutation.value, mutation.path)
        objections = judge.request(case.schema, expected)
    if objections and mutation.change == "enum" and mutation.owners & provider.api.received:
        objections = []
    if objections:
        return f"accepted, though it does not conform: {objections}"
    expected = sent(judge, case.schema, expected)
    return None if canonical(written) == canonical(expected) else f"written as {canonical(written)}"


def _response_problem(case: ResponseCase, mutation: Mutation, server: LocalServer, http: httpx.Client) -> str | None:
    """Return what is wrong with how the client takes a mutation; None when nothing is."""
    objections = case.provider.judge.tolerant(case.schema, mutation.value)
    outcome = exchange(case, mutation.value, server, asynchronous=False, http_client=http, strict_responses=True)
    if objections and not outcome.refused and case.code >= 400:
        # An error status stays what it is, so its body is read leniently: all but the changed place is there.
        return None if _rest_is_kept(mutation, outcome.value) else f"read as {canonical(outcome.value)}"
    if outcome.refused or objections:
        if outcome.refused and objections:
            return None
        return f"refused: {outcome.error}" if outcome.refused else f"accepted in spite of {objections}"
    kept = [mutation.value, *([without(mutation.value, mutation.path)] if mutation.change == "null" else [])]
    written = canonical(outcome.value)
    return None if written in map(canonical, kept) else f"written as {written}"


def _rest_is_kept(mutation: Mutation, written: Any) -> bool:
    """Whether a value is the mutation without what was changed, or with something else in that place alone."""
    if not mutation.path:
        return False
    changed = mutation.value if mutation.change == "drop" else without(mutation.value, mutation.path)
    kept = [written]
    with suppress(KeyError, IndexError, TypeError):
        kept.append(without(written, mutation.path))
    return canonical(changed) in map(canonical, kept)


def _type(case: Case) -> str:
    found = case.type if isinstance(case, RequestCase | ResponseCase) else None
    return found or "None"
