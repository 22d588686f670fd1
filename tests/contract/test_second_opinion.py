"""Point 7: datamodel-code-generator's models judge every payload next to ours; where they differ, the judge decides.

Our models and the tests of them are written by the same people, who may read a keyword wrong twice. These models are
not ours, nor is the judge.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from tests.support.payloads import Mutation, mutations, without
from tests.support.providers import provider as provider_of
from tests.support.second_opinion import SecondOpinion

from . import cases
from .cases import RequestCase, ResponseCase

if TYPE_CHECKING:
    from tests.support.providers import Provider

    from .cases import Case, Count


def test_requests_are_judged_alike_or_ours_is_right(request_case: RequestCase, count: Count) -> None:
    if request_case.type is not None:
        _compare(request_case, count, tolerant=False)


def test_responses_are_judged_alike_or_ours_is_right(response_case: ResponseCase, count: Count) -> None:
    _compare(response_case, count, tolerant=True)


@pytest.mark.parametrize(
    ("schema", "value", "accepted"),
    [
        ({"type": "object", "properties": {"a": {"type": "integer", "maximum": 3}}, "required": ["a"]}, {"a": 3}, True),
        (
            {"type": "object", "properties": {"a": {"type": "integer", "maximum": 3}}, "required": ["a"]},
            {"a": 4},
            False,
        ),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {}, False),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Colour"}}, ["red"], True),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Colour"}}, ["loud"], False),
    ],
)
def test_the_second_opinion_is_one(schema: Any, value: object, accepted: bool) -> None:
    tree = {"components": {"schemas": {"Colour": {"type": "string", "enum": ["red", "blue"]}}}}
    assert SecondOpinion("sample", tree, [schema]).accepts(schema, value) is accepted


def _compare(case: RequestCase | ResponseCase, count: Count, *, tolerant: bool) -> None:
    adapter = case.provider.adapter(case.type or "None", tolerant=tolerant)
    other = second_opinion(case.provider.name)
    wrong: list[str] = []
    payloads = [Mutation("extra", (), case.value), *mutations(case.provider.judge, case.schema, case.value)]
    for payload in payloads:
        ours = _accepts(adapter, payload.value)
        if ours != other.accepts(case.schema, payload.value) and ours == bool(_objections(case, payload)):
            wrong.append(f"{payload}: {'accepted' if ours else 'refused'}, {_objections(case, payload)}")
    assert not wrong, "\n".join(wrong)
    count(case.provider.name, cases=len(payloads))


@cache
def second_opinion(name: str) -> SecondOpinion:
    """Return the models of one provider: of its components, and of every schema that a payload has."""
    provider: Provider = provider_of(name)
    found: list[Case] = [*cases.requests(provider), *cases.responses(provider)]
    return SecondOpinion(name, provider.tree, [one.schema for one in found if one.schema is not None])


def _accepts(adapter: Any, value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def _objections(case: RequestCase | ResponseCase, payload: Mutation) -> list[str]:
    """Return what the judge has against a payload, by the rules of `test_mutations`."""
    judge = case.provider.judge
    if isinstance(case, ResponseCase):
        return judge.tolerant(case.schema, payload.value)
    found = judge.request(case.schema, payload.value)
    if found and payload.change == "null":
        found = judge.request(case.schema, without(payload.value, payload.path))
    return [] if payload.change == "enum" and payload.owners & case.provider.api.received else found
