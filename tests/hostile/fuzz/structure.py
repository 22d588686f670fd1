"""Documents of nearly the right structure: a complete one with some of its values exchanged, removed and repeated."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from typing import Any

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from tests.hostile.complete import COMPLETE

Choose = Callable[[int], int]
"""Returns a number from 0 up to, not including, the given one."""

SLOW = 10.0
_TREES = tuple(COMPLETE.values())
_WORDS = (
    *(
        "",
        "a",
        "id",
        "type",
        "string",
        "object",
        "array",
        "integer",
        "null",
        "query",
        "path",
        "header",
        "cookie",
        "body",
    ),
    *("#/components/schemas/Thing", "#/components/schemas/A", "#", "#/", "#/paths/~1things~1{id}/post", "x.yaml#/a"),
    *("#/components/schemas/Nope", "#/components/parameters/P", "#/components/responses/R", "#thing", "other.json"),
    *("3.0.3", "2.0", "application/json", "multipart/form-data", "text/event-stream", "form", "deepObject", "simple"),
    *(
        "date-time",
        "uuid",
        "binary",
        "byte",
        "__class__",
        "class",
        "\u202e",
        "x" * 300,
        "{id}",
        "{",
        "^(a+)+$",
        "(?=a)b",
    ),
    *(
        "default",
        "200",
        "4XX",
        "$ref",
        "properties",
        "allOf",
        "oneOf",
        "items",
        "required",
        "enum",
        "const",
        "nullable",
    ),
)
_SCALARS: tuple[Any, ...] = (None, True, False, 0, -1, 1.5, 10**400, -0.0, 1e308, *_WORDS)


def document(choose: Choose) -> dict[str, Any]:
    """Return a document made by choices."""
    tree = copy.deepcopy(_TREES[choose(len(_TREES))])
    places = _containers(tree)
    for _ in range(1 + choose(6)):
        _edit(tree, places, choose)
    # As it would be read: no two places share a container.
    read: dict[str, Any] = json.loads(json.dumps(tree))
    return read


def _containers(tree: Any) -> list[Any]:
    found: list[Any] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            found.append(node)
            waiting.extend(node.values() if isinstance(node, dict) else node)
    return found


def _edit(tree: Any, places: list[Any], choose: Choose) -> None:
    node = places[choose(len(places))]
    value = _value(places, choose)
    if not node or choose(4) == 0:
        if isinstance(node, dict):
            node[_WORDS[choose(len(_WORDS))]] = value
        else:
            node.append(value)
        return
    key: Any = list(node)[choose(len(node))] if isinstance(node, dict) else choose(len(node))
    match choose(5):
        case 0:
            del node[key]
        case 1 if isinstance(node, dict):
            node[_WORDS[choose(len(_WORDS))]] = node.pop(key)
        case _:
            node[key] = value


def _value(places: list[Any], choose: Choose) -> Any:
    match choose(6):
        case 0:
            return {"$ref": _WORDS[choose(len(_WORDS))]}
        case 1:
            return [_SCALARS[choose(len(_SCALARS))]]
        case 2 | 3:
            return copy.deepcopy(places[choose(len(places))])
        case _:
            return _SCALARS[choose(len(_SCALARS))]


def judge(tree: dict[str, Any], *, whole: bool = False) -> str:
    """Describe a document, or generate it as a whole, and check what must hold; return a signature of what happened."""
    start = time.process_time()
    report = Report()
    before = json.dumps(tree)
    inputs = Inputs(
        Source(Document(tree, "openapi.json")), Settings(), "shop", None, "._runtime", bool(len(before) % 2)
    )
    made = pipeline.generate(inputs, report) if whole else pipeline.describe(inputs, report)
    assert json.dumps(tree) == before, "the document was changed"
    assert (made is None) == report.failed, [one.code for one in report]
    for one in report:
        assert one.code != "gate", one
        assert one.message, one
    assert time.process_time() - start < SLOW, "slow"
    return " ".join(sorted({f"{one.severity}:{one.code}" for one in report}))
