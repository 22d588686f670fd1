"""A value of the wrong kind, in every place of a document that has every field, is always reported at its
exact place.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, join, load
from tests.hostile.complete import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = frozenset({"example", "default", "const", "value", "requestBody", "parameters"})
"""Keys whose value may be of any kind; the last two are those of a Link Object."""
_ANY = frozenset({"enum", "examples"})
"""Keys of containers whose members may be of any kind."""
VALUES: tuple[Any, ...] = (None, True, 5, "text", ["text"], {"text": 1})
_SCHEMA_PLACES = frozenset(
    {
        *("items", "not", "if", "then", "else", "contains", "propertyNames", "contentSchema", "schema", "itemSchema"),
        *("additionalProperties", "unevaluatedProperties", "unevaluatedItems"),
    }
)
_SCHEMA_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "schemas", "definitions"})
_SCHEMA_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})


def places(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every value of a document whose kind the standard fixes, with the path to it."""
    if path:
        yield path, node
    members = list(node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ())
    for key, member in members:
        name, here = str(key), (*path, str(key))
        in_names = bool(path) and path[-1] in ("properties", "schemas", "definitions", "responses", "securitySchemes")
        if (name in _DATA and not in_names and not _is_structure(name, path)) or (
            path and path[-1] in _ANY and len(path) > 1 and _is_values(path)
        ):
            continue
        yield from places(member, here)


def _is_structure(name: str, path: tuple[str, ...]) -> bool:
    return name in ("requestBody", "parameters") and "links" not in path


def _is_values(path: tuple[str, ...]) -> bool:
    """Return whether the members of what is here are values of the API: not those of named examples."""
    return path[-1] == "enum" or (
        path[-1] == "examples" and ("schemas" in path or ("responses" in path and "content" not in path))
    )


def fits(path: tuple[str, ...], right: Any, value: Any) -> bool:
    """Return whether a value is as good in a place as the one that is there."""
    if isinstance(right, dict) and isinstance(value, dict):
        return True  # the field `text` is an extension of somebody's
    if (
        isinstance(right, list)
        and isinstance(value, list)
        and (path[-1] == "examples" or not right or isinstance(right[0], str))
    ):
        return True
    if type(value) is type(right) and not isinstance(right, list | dict | str):
        return True
    if isinstance(right, str):
        return isinstance(value, str) or (path[-1] == "type" and isinstance(value, list))
    if isinstance(right, int | float) and not isinstance(right, bool):
        return isinstance(value, int | float) and not isinstance(value, bool)
    schema = path[-1] in _SCHEMA_PLACES or (len(path) > 1 and (path[-2] in _SCHEMA_MAPS or path[-2] in _SCHEMA_LISTS))
    if schema and isinstance(value, bool):
        return True
    if path[-1] == "items" and isinstance(value, list):
        return True
    if path[-1] == "type" and isinstance(right, list):
        return isinstance(value, str)
    return False


def replaced(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    out = copy.deepcopy(tree)
    node: Any = out
    for key in path[:-1]:
        node = node[int(key)] if isinstance(node, list) else node[key]
    node[int(path[-1]) if isinstance(node, list) else path[-1]] = value
    return out


def wrong(tree: dict[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    return [(path, value) for path, right in places(tree) for value in VALUES if not fits(path, right, value)]


def judge(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> str | None:
    """Return what is not as it should be; None if the value is reported exactly."""
    text = json.dumps(replaced(tree, path, value), indent=1)
    report = Report()
    document = load(text.encode(), "openapi.json", report)
    assert document is not None, list(report)
    pipeline.describe(Inputs(Source(document), Settings(), "shop", None, "._runtime", False), report)
    where = document.where(join(path))
    told = [one for one in report if one.where is not None and one.where.pointer.startswith(join(path))]
    if not told:
        found = [f"{one.code} {one.where.pointer if one.where else ''}" for one in report]
        return f"{join(path)} = {value!r}: silent ({found[:4]})"
    if told[0].where is None or told[0].where.line < where.line:
        return f"{join(path)} = {value!r}: line {told[0].where}"
    return None


@pytest.mark.parametrize("version", COMPLETE)
def test_the_documents_are_sound(version: str) -> None:
    report = Report()
    document = load(json.dumps(COMPLETE[version]).encode(), "openapi.json", report)
    assert document is not None
    pipeline.describe(Inputs(Source(document), Settings(), "shop", None, "._runtime", False), report)
    assert [one for one in report if one.code in ("wrong-type", "unknown-field") or one.severity == "error"] == []


@pytest.mark.parametrize("version", COMPLETE)
def test_some_wrong_values(version: str) -> None:
    """Every twentieth of all: the others are slow."""
    tree = COMPLETE[version]
    problems = [judge(tree, path, value) for path, value in wrong(tree)[::20]]
    assert [problem for problem in problems if problem] == []


@pytest.mark.slow
@pytest.mark.parametrize("version", COMPLETE)
def test_every_wrong_value(version: str) -> None:
    tree = COMPLETE[version]
    problems = [judge(tree, path, value) for path, value in wrong(tree)]
    assert [problem for problem in problems if problem] == []
