"""A payload for tests that need any: a published one that conforms, or one made from the schema, or none."""

from __future__ import annotations

import copy
import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import HypothesisException

from .payloads import canonical, sample, sent
from .strategies import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .judge import Judge
    from .providers import Operation

Mood: TypeAlias = Literal["strict", "request", "response"]

MISSING: Final[Any] = object()
"""In place of a value that nobody publishes and that cannot be made."""
WHY_MISSING = "no payload is published, and none that conforms can be made: add one to examples/"
_SEARCH = settings(
    max_examples=50,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def _conforming(judge: Judge, mood: Mood, schema: str) -> Any:
    rule, described = getattr(judge, mood), json.loads(schema)

    def prepared(value: Any) -> Any:
        return sent(judge, described, value) if mood == "request" else value

    for full in (False, True):
        if not rule(described, value := prepared(sample(judge, described, full=full))):
            return value
    candidates = values(judge, described).map(prepared)
    try:
        return find(candidates, lambda found: not rule(described, found), settings=_SEARCH, random=Random(0))
    except HypothesisException:
        return MISSING


def conforming(judge: Judge, mood: Mood, schema: object) -> Any:
    """Return a value made from the schema that the judge accepts in a mood, the same every time; or MISSING."""
    return copy.deepcopy(found) if (found := _conforming(judge, mood, canonical(schema))) is not MISSING else MISSING


def body(operation: Operation) -> Any:
    """Return the body of a call as it is in JSON; bytes or no items where they are sent; skips the test without any."""
    judge, content_type = operation.provider.judge, operation.call["body"]["content_types"][0]
    type_ = operation.call["body"]["type"]
    if type_.startswith("Iterable["):
        return ()
    if "BinaryContent" in type_ and "json" not in content_type:
        return b"content"
    schema = operation.description["requestBody"]["content"].get(content_type, {}).get("schema", {})
    for value in published(operation, "request", None, content_type).values():
        if not judge.request(schema, value):
            return value
    return _or_skip(conforming(judge, "request", schema))


def parameter(operation: Operation, described: dict[str, Any]) -> Any:
    """Return a value of a parameter; skips the test where there is none to send."""
    judge, schema = operation.provider.judge, described.get("schema", {})
    for value in _of_parameter(operation, (described["in"], described["name"])):
        if not judge.request(schema, value):
            return value
    value = sample(judge, schema)
    return value if not judge.request(schema, value) else _or_skip(conforming(judge, "request", schema))


def published(operation: Operation, kind: str, status: str | None, content_type: str) -> dict[str, Any]:
    """Return label → value of what the provider publishes for a body of that content type, conforming or not."""
    key = (operation.call["method"], operation.call["path"])
    return {
        example.label: example.value
        for example in operation.provider.examples
        if (example.kind, example.operation, example.status, example.content_type) == (kind, key, status, content_type)
    }


def _of_parameter(operation: Operation, key: tuple[str, str]) -> Iterator[Any]:
    place = (operation.call["method"], operation.call["path"])
    for example in operation.provider.examples:
        if (example.kind, example.operation, example.parameter) == ("parameter", place, key):
            yield example.value


def _or_skip(value: Any) -> Any:
    if value is MISSING:
        pytest.skip(WHY_MISSING)
    return value
