"""Large bodies: a check of scalars costs little for each of them, and still says which one is wrong."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.runtime.json_schema.evaluate import Evaluator
from generator.runtime.json_schema.outcomes import Failure

_MANY = 100_000
_INTEGER = {"type": "integer"}
_CASES: list[tuple[Any, Any, Any, str]] = [
    ({"items": _INTEGER}, [1] * _MANY, "x", "should be integer"),
    ({"items": {"type": "number", "description": "d"}}, [1] * _MANY, True, "should be number"),
    ({"items": {"type": ["string", "null"]}}, ["a", None] * (_MANY // 2), 5, "should be string or null"),
    ({"items": {"$ref": "#/components/schemas/Small"}}, [3] * _MANY, 10, "should be at most 9"),
    ({"prefixItems": [False], "items": {"enum": [1, "a"]}}, [1.0] * _MANY, True, "should be one of 1, "),
    ({"items": {"type": "string", "pattern": "^a+$"}}, ["aa"] * _MANY, "b", "should match the pattern"),
]


@pytest.mark.parametrize(("schema", "values", "wrong", "message"), _CASES)
def test_each_item_is_checked(schema: Any, values: list[Any], wrong: Any, message: str) -> None:
    """In an array and in an object; the failure has the place of the value."""
    evaluator = Evaluator(
        schema, {"Small": {"$ref": "#/components/schemas/Least"}, "Least": {**_INTEGER, "maximum": 9}}
    )
    given = values if "prefixItems" not in schema else []
    started = time.process_time()
    evaluator.check(given)
    assert time.process_time() - started < 3
    if given:
        with pytest.raises(Failure, match=message) as caught:
            evaluator.check([*given, wrong])
        assert caught.value.pointer == f"/{len(given)}"
    with pytest.raises(Failure, match=message) as caught:
        Evaluator({"additionalProperties": schema["items"]}, evaluator.definitions).check({"a": values[0], "b/": wrong})
    assert caught.value.pointer == "/b~1"


def test_a_reference_that_leads_nowhere_or_to_itself_is_not_followed_for_nothing() -> None:
    """An empty array has no item to be checked."""
    loop = {"$ref": "#/components/schemas/Loop"}
    assert Evaluator({"items": loop}, {"Loop": loop}).accepts([1])
    missing = Evaluator({"items": {"$ref": "#/components/schemas/Missing"}})
    assert missing.accepts([])
    with pytest.raises(LookupError):
        missing.accepts([1])
