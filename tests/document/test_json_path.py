"""JSONPath means what RFC 9535 says, and always ends."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonpath_rfc9535 import find

from generator.diagnostics import Report
from generator.document.json_path import Budget, BudgetError, QueryError, select
from generator.document.limits import Limits
from generator.document.loader import load
from generator.document.overlay import apply

TREE: Any = {
    "a": [1, 2, 3, {"b": "x"}, [4, [5]]],
    "b": {"c": True, "d": None, "e": {"b": 1}},
    "kilo": [{"name": "one", "n": 1}, {"name": "two", "n": 2.5}, {"name": "three", "n": "1"}, {}],
    "texts": ["a.b", "a\nb", "axb", "", "&&", "~~"],
    "mixed": [1, True, False, 0, [1], [True], {"x": 1}, {"x": True}, None],
}


def paths(query: str, tree: Any = TREE, steps: int = 100_000) -> list[tuple[str | int, ...]]:
    return list(select(query, tree, Budget(steps)))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$", [()]),
        ("$.a[0]", [("a", 0)]),
        ("$.a[-1]", [("a", 4)]),
        ("$.a[9]", []),
        ("$.a[::-2]", [("a", 4), ("a", 2), ("a", 0)]),
        ("$.a[1:3]", [("a", 1), ("a", 2)]),
        ("$.a[::0]", []),
        ("$['a','b']['c','d']", [("b", "c"), ("b", "d")]),
        ("$..b", [("b",), ("a", 3, "b"), ("b", "e", "b")]),
        ("$.kilo[?@.n > 1].name", [("kilo", 1, "name")]),
        ("$.kilo[?@.n == '1']", [("kilo", 2)]),
        ("$.kilo[?!@.n]", [("kilo", 3)]),
        ("$.kilo[?@.n != 1 && @.name]", [("kilo", 1), ("kilo", 2)]),
        ("$.kilo[?length(@.name) >= 5 || @.n == 1]", [("kilo", 0), ("kilo", 2)]),
        ("$.kilo[?count(@.*) == 0]", [("kilo", 3)]),
        ("$.kilo[?value(@.name) == 'two']", [("kilo", 1)]),
        ("$.kilo[?@.n == $.b.e.b]", [("kilo", 0)]),
        ("$.kilo[?@.nope == $.nope]", [("kilo", 0), ("kilo", 1), ("kilo", 2), ("kilo", 3)]),
        ("$.texts[?match(@, 'a.b')]", [("texts", 0), ("texts", 2)]),
        ("$.texts[?match(@, 'a[.]b')]", [("texts", 0)]),
        ("$.texts[?search(@, '[&&]')]", [("texts", 4)]),
        ("$.texts[?search(@, '[~~a]')]", [("texts", n) for n in (0, 1, 2, 5)]),
        ("$.texts[?match(@, 'a|axb')]", [("texts", 2)]),
        ("$.texts[?search(@, '(?=a)')]", []),
        ("$.mixed[?@ == 1]", [("mixed", 0)]),
        ("$.mixed[?@ == true]", [("mixed", 1)]),
        ("$.mixed[?@ == $.mixed[5]]", [("mixed", 5)]),
        ("$.mixed[?@ == $.mixed[6]]", [("mixed", 6)]),
        ("$.mixed[?@ <= 0]", [("mixed", 3)]),
        ("$.mixed[?@]", [("mixed", number) for number in range(9)]),
        ("$.b[?@ == null]", [("b", "d")]),
    ],
)
def test_queries(query: str, expected: list[tuple[str | int, ...]]) -> None:
    assert paths(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a",
        "$[",
        "$[?true]",
        "$[?nope(@)]",
        "$[?length(@.*) == 1]",
        "$[99999999999999999999]",
        "$" + "[0]" * 8000,
        "$[?" + "(" * 5000 + "@.a" + ")" * 5000 + "]",
        "$[?" + "!" * 4000 + "@.a]",
        "$" + "[?@" * 3000 + "]" * 3000,
    ],
)
def test_invalid_queries_are_refused(query: str) -> None:
    with pytest.raises(QueryError):
        paths(query)


SEGMENTS = st.sampled_from(
    [
        "..*",
        ".*",
        "[*]",
        ".a",
        "..b",
        "[0]",
        "[-1]",
        "[1:]",
        "[::-1]",
        "['a','b']",
        "[?@.b]",
        "[?@ == 1]",
        "..[?@.n > 1]",
        "[?@.n < 2]",
        "[?count(@..*) > 2]",
        "[?!@.a]",
        "[?@.b == 'x' || @[0]]",
        "[?$.a[0] == @.n]",
        "..[0]",
        "[?@.a && @.b]",
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(SEGMENTS, max_size=4))
def test_the_library_selects_the_same(segments: list[str]) -> None:
    query = "$" + "".join(segments)
    tree = {key: TREE[key] for key in ("a", "b", "kilo")}
    assert paths(query, tree, 10_000_000) == [node.location for node in find(query, tree)]


def wide(count: int) -> Any:
    return {"paths": {f"/{number}": {"get": {"description": "d" * 40, "tags": ["a", "b"]}} for number in range(count)}}


HOSTILE = {
    "a filter that searches": "$..[?$..description]",
    "a filter that finds nothing": "$..[?$..nothing]",
    "descents in descents": "$..*..*..*..*..*..*",
    "everything counted": "$..[?count($..*) == 7]",
    "nested filters": "$..[?@..[?@..[?@..[?$..nothing]]]]",
    "equal to the document": "$..[?$ == $ && $ == $ && $ == $ && $ == $]",
    "many tests": "$..[?" + "||".join(["$..nothing"] * 300) + "]",
    "names again and again": "$" + ("[" + ",".join(["*"] * 40) + "]") * 40,
    "patterns": "$..[?" + "||".join([f"search(@.description, '(d*)*{n}')" for n in range(200)]) + "]",
    "large patterns": "$..[?search(@.description, '(((d{30}){30}){30}){30}')]",
    "a function of a function": "$..[?length(value($..description)) == 3]",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_query_ends(query: str) -> None:
    """On a document of 3,000 paths, where some of these would take days."""
    tree = wide(3_000)
    begun = time.process_time()
    try:
        for _ in select(query, tree, Budget(500_000)):
            pass
    except (BudgetError, QueryError):
        pass
    assert time.process_time() - begun < 10


def test_the_limit_is_named() -> None:
    report = Report()
    document = load(
        b'{"openapi": "3.1.0", "a": {"description": "x"}, "b": {"description": "y"}}', "openapi.json", report
    )
    text = """\
overlay: 1.1.0
info: {title: T, version: "1"}
actions:
  - {target: "$.a", update: {x: 1}}
  - {target: "$..[?$..description]", update: {x: 1}}
  - {target: "$.b", update: {x: 1}}
"""
    overlay = load(text.encode(), "overlay.yaml", report)
    assert document is not None
    assert overlay is not None
    apply(document, overlay, report, Limits(steps=30))
    (problem,) = report
    assert (problem.code, problem.where and problem.where.line) == ("overlay-too-large", 5)
    assert re.search("more than 30 values.*limit `steps`", problem.message)


def test_comparing_long_lists_is_within_the_budget() -> None:
    report = Report()
    items = ", ".join(f'{{"n": {n}}}' for n in range(3_000))
    document = load(f'{{"a": [{items}]}}'.encode(), "openapi.json", report)
    other = items.replace("}", ', "m": 1}')
    text = f'{{"overlay": "1.1.0", "info": {{"title": "T", "version": "1"}}, "actions": [{{"target": "$", "update": {{"a": [{items.replace("2999", "x1").replace("x1", "-1")}, {other}]}}}}]}}'
    overlay = load(text.encode(), "overlay.json", report)
    assert document is not None
    assert overlay is not None
    apply(document, overlay, report, Limits(steps=100_000))
    assert [one.code for one in report] == ["overlay-too-large"]
