"""No step of the generator changes which values a document accepts; a step that has to widen a type says so.

Merging `allOf`, hoisting, sharing, moving null to references, flattening unions: all of them are between a document and
its canonical tree. The judges are `jsonschema` for the document, and the runtime's own evaluator for the tree.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.laws.judges import made, meant
from tests.laws.strategies import COMPONENTS, PROPERTIES, VERSIONS, Drawn, documents, near, reference, schemas
from tests.normalize.trees import document, run

QUICK = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # what is drawn is small enough to be read
    suppress_health_check=list(HealthCheck),
)
MANY = settings(QUICK, max_examples=400)
KINDS = ("allOf", "oneOf", "anyOf", "object", "array", "$ref")
OLD, NEW = VERSIONS[:-2], VERSIONS[-2:]


def _accepts_the_same(data: st.DataObject, kinds: tuple[str, ...], versions: tuple[str, ...] = VERSIONS) -> None:
    drawn = data.draw(documents(versions, kinds))
    understood = made(drawn)
    for name in COMPONENTS:
        for value in data.draw(st.lists(near(reference(name), drawn.schemas), min_size=3, max_size=5)):
            expected = meant(drawn.schemas, reference(name), value)
            got = understood.accepts(name, value)
            # What cannot be expressed is widened with a warning, and never narrowed. Null of several variants is one null.
            exact = understood.is_exact and value is not None
            assert got == expected if exact else got or not expected, (name, value, drawn, list(understood.report))


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(st.data())
def test_normalizing_changes_no_accepted_value(kind: str, data: st.DataObject) -> None:
    _accepts_the_same(data, (kind,))


@pytest.mark.slow
@pytest.mark.parametrize("versions", [("2.0",), OLD, NEW], ids=["2.0", "3.0", "3.1"])
@pytest.mark.parametrize("kind", KINDS)
@MANY
@given(st.data())
def test_normalizing_changes_no_accepted_value_of_many_documents(
    kind: str, versions: tuple[str, ...], data: st.DataObject
) -> None:
    _accepts_the_same(data, (kind,), versions)


@QUICK
@given(st.data())
def test_a_merged_schema_accepts_what_every_member_accepts(data: st.DataObject) -> None:
    """`required` of the parts is their union; a keyword of one member does not cover the whole."""
    version = data.draw(st.sampled_from(NEW))
    parts = {name: data.draw(schemas(version, (), ("object",), 1)) for name in COMPONENTS[:3]}
    whole = {"allOf": [reference(name) for name in parts]}
    drawn = Drawn(version, {**parts, COMPONENTS[3]: whole})
    understood = made(drawn)
    for value in data.draw(st.lists(near(whole, drawn.schemas), min_size=6, max_size=8)):
        every = all(understood.accepts(name, value) for name in parts)
        got = understood.accepts(COMPONENTS[3], value)
        assert got == every if understood.is_exact else got or not every, (value, drawn, list(understood.report))


@QUICK
@given(st.data())
def test_every_patch_of_3_0_is_read_as_3_0(data: st.DataObject) -> None:
    drawn = data.draw(documents(("3.0.0",)))
    first = made(drawn)
    for version in ("3.0.1", "3.0.2", "3.0.3", "3.0.4"):
        other = made(Drawn(version, drawn.schemas))
        assert (other.schemas, [*other.report]) == (first.schemas, [*first.report])


OF_3_0 = {
    "Listed": {"type": "string", "nullable": True, "enum": ["a", None]},
    "Reference": {"$ref": "#/components/schemas/Listed", "minLength": 5, "nullable": True},
    "Above": {"type": "number", "minimum": 1, "exclusiveMinimum": True},
    "Bytes": {"type": "string", "format": "binary"},
    "Null": {"enum": [None, "b"]},
}


@pytest.mark.parametrize("version", ["3.0.1", "3.0.2", "3.0.3", "3.0.4"])
def test_what_only_3_0_means_is_meant_in_every_patch(version: str) -> None:
    first, others = run(document(OF_3_0, version="3.0.0")), run(document(OF_3_0, version=version))
    assert first[0] is not None
    assert others[0] is not None
    assert others[0].tree == first[0].tree
    assert [one.message for one in others[1]] == [one.message for one in first[1]]
    newer, _ = run(document(OF_3_0, version="3.1.0"))
    assert newer is None or newer.tree["components"] != first[0].tree["components"]


@QUICK
@given(st.data())
def test_the_order_of_keys_and_components_means_nothing(data: st.DataObject) -> None:
    drawn = data.draw(documents())
    turned = Drawn(drawn.version, _turned(dict(drawn.schemas)))
    one, other = made(drawn).schemas, made(turned).schemas
    assert other == one
    assert _properties(other) == _properties(one)


def _properties(schemas: Any) -> dict[str, list[str]]:
    """Return the properties of each class in their order."""
    return {name: list(one["properties"]) for name, one in schemas.items() if "properties" in one}


def _turned(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _turned(value) if key != "enum" else value for key, value in reversed(node.items())}
    return [_turned(one) for one in node] if isinstance(node, list) else node


@QUICK
@given(st.data())
def test_two_inline_schemas_share_a_class_if_and_only_if_they_mean_the_same(data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(VERSIONS))
    inner = schemas(version, COMPONENTS[:1], depth=1)
    first = {"type": "object", "properties": {name: data.draw(inner) for name in PROPERTIES}}
    second = json.loads(json.dumps(first))
    changed = data.draw(st.booleans())
    if changed:
        second["properties"]["a"] = data.draw(inner.filter(lambda one: not _same(one, first["properties"]["a"])))
    holders = {
        name: {"type": "object", "properties": {"item": one}} for name, one in (("Berry", first), ("Cherry", second))
    }
    understood = made(Drawn(version, {"Apple": data.draw(schemas(version, (), ("object",), 1)), **holders}))
    names = {name: understood.schemas[name]["properties"]["item"] for name in holders}
    assert (names["Berry"] == names["Cherry"]) == (not changed), (names, first, second)


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
