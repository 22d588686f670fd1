"""A response with very many deviations: the first are listed, the others counted, and all data are delivered."""

from __future__ import annotations

import copy
import json
import pickle
import tracemalloc
from typing import Any

import httpx
import pytest

from generator.runtime import JSON, Client, Hooks, Operation, Request
from generator.runtime.models.adapter import adapter
from generator.runtime.problems import MOST_PROBLEMS, Problem, Problems, Unreadable, reading
from tests.runtime.deviating import Cat, Dog

_MANY = 3 * MOST_PROBLEMS
_REST = _MANY - MOST_PROBLEMS


@pytest.mark.parametrize(
    ("type_", "document", "value"),
    [
        (list[int], ["x"] * _MANY, []),
        (list[int], ["1"] * _MANY, [1] * _MANY),
        (list[int] | None, ["1"] * _MANY, [1] * _MANY),
        (list[list[int]], [["1"]] * (_MANY - 1) + [["x", 1]], [[1]] * (_MANY - 1)),
        (dict[str, list[int]], {str(n): ["x"] for n in range(_MANY)}, {str(n): [] for n in range(_MANY)}),
        (list[Cat], [{"kind": "cat", "lives": "7"}] * _MANY, [Cat(kind="cat", lives=7)] * _MANY),
        (tuple[int, ...], ["1"] * _MANY, (1,) * _MANY),
    ],
)
def test_all_data_are_delivered(type_: Any, document: Any, value: Any) -> None:
    """However many items are wrong; what is not listed is counted."""
    with reading() as found:
        read = adapter(type_, tolerant=True).read_json(json.dumps(document))
    assert read == value
    assert (len(found.problems), found.problems.more, found.problems.total) == (MOST_PROBLEMS, _REST, _MANY)


def test_a_variant_is_chosen_by_all_deviations() -> None:
    """Also those behind the last that is listed."""
    cat, dog = {"kind": "cat", "lives": "7"}, {"kind": "dog", "bark": "b"}
    half = MOST_PROBLEMS + 1
    with reading() as found:
        read = adapter(list[Cat] | list[Dog], tolerant=True).read_python([cat] * half + [dog] * (half + 5))
    assert {type(one) for one in read} == {Dog}
    assert found.problems.total > MOST_PROBLEMS


def test_memory_is_that_of_the_data() -> None:
    """A hundred thousand wrong items are not kept as so many problems."""
    read = adapter(list[int], tolerant=True).read_json
    tracemalloc.start()
    with reading():
        read(json.dumps(["x"] * 20 * MOST_PROBLEMS))
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_the_response_its_repr_and_hooks_say_how_many_there_are(caplog: pytest.LogCaptureFixture) -> None:
    deviations: list[Problems] = []
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=["x"] * _MANY)))
    hooks = Hooks(on_deviation=lambda deviation: deviations.append(deviation.problems))
    operation: Operation[list[int]] = Operation("GET", "/x", responses={200: JSON(list[int])})
    caplog.set_level("INFO", logger="generator.runtime")
    response = Client(base_url="http://a", http_client=http, hooks=hooks).send(Request(operation))
    assert (len(response.problems), response.problems.more) == (MOST_PROBLEMS, _REST)
    assert repr(response).endswith(f", … and {_REST} more))")
    assert deviations == [response.problems]
    assert f"{_MANY} problems with a response" in caplog.text


def test_the_error_of_a_body_that_cannot_be_read_counts_them() -> None:
    with pytest.raises(Unreadable, match=f"; and {_MANY - 5} more$") as caught:
        adapter(list[int], tolerant=True).read_python(["x"] * _MANY)
    assert caught.value.problems.total == _MANY


def test_problems_are_joined_copied_and_pickled() -> None:
    one = Problem("/0", "an integer", "x")
    joined = Problems([one] * 600).joined(Problems([one] * 600, more=7))
    assert (len(joined), joined.more) == (MOST_PROBLEMS, 207)
    assert pickle.loads(pickle.dumps(joined)).more == copy.copy(joined).more == 207
    assert repr(Problems([one])) == f"({one!r},)"
    assert not Problems()
