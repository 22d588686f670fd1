"""What a published payload and its schema say differently: jsonschema contradicts exactly what is said to contradict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.pages.conformance import check

JSON = dict[str, Any]


def told(schema: Any, value: Any, **components: Any) -> list[tuple[str, str, str, bool]]:
    """Return code, place in the payload, place in the document, and whether it contradicts, of each difference."""
    document = {"s": schema, "components": {"schemas": components}}
    found = check(document, "/s", value)
    return [(one.code, one.at, one.schema, one.contradicts) for one in found]


SCALARS = (None, True, 0, 1, 3, 2.5, "a", "bbb")
NAMES = ("a", "b")


def plain() -> st.SearchStrategy[JSON]:
    """Draw a schema of a value without members."""
    kinds = st.sampled_from(
        ["string", "integer", "number", "boolean", "null", ["string", "null"], ["integer", "array"]]
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "type": kinds,
            "enum": st.lists(st.sampled_from(SCALARS), min_size=1, max_size=3, unique_by=repr),
            "const": st.sampled_from(SCALARS),
            "minimum": st.integers(0, 3),
            "maximum": st.integers(0, 3),
            "minLength": st.integers(0, 3),
            "maxLength": st.integers(0, 3),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 2),
        },
    )


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[JSON]:
    """Draw a schema of lists, objects or variants."""
    properties = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1)
    more = st.one_of(st.booleans(), inner)
    required = st.lists(st.sampled_from(NAMES), unique=True)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries(
            {"properties": properties},
            optional={"required": required, "additionalProperties": more, "type": st.just("object")},
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
        st.just({"$ref": "#/components/schemas/Shared"}),
    )


SCHEMAS = st.recursive(plain(), nested, max_leaves=6)
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from((*NAMES, "c")), inner)),
    max_leaves=5,
)


@given(SCHEMAS, plain(), VALUES)
def test_a_contradiction_is_what_json_schema_refuses(schema: Any, shared: Any, value: Any) -> None:
    whole = {**schema, "components": {"schemas": {"Shared": shared}}}
    accepted = Draft202012Validator(whole).is_valid(value)
    found = [one for one in told(schema, value, Shared=shared) if one[3]]
    assert (found == []) is accepted, found


OBJECT = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "string"}, 1, [("type", "", "/s", True)]),
        ({"type": "integer"}, 1.0, []),
        ({"type": "integer"}, True, [("type", "", "/s", True)]),
        ({"type": "integer"}, "<integer>", []),
        ({"type": "string", "nullable": True}, None, []),
        ({"type": "string"}, None, [("type", "", "/s", True)]),
        ({"enum": [1]}, True, [("enum", "", "/s", True)]),
        ({"const": "a"}, "b", [("enum", "", "/s", True)]),
        ({"format": "date"}, "2030-02-30", [("format", "", "/s", True)]),
        ({"format": "date"}, "2030-02-28", []),
        ({"format": "date-time"}, "2030-02-28T10:00:00Z", []),
        ({"format": "date-time"}, "2030-02-28", [("format", "", "/s", True)]),
        ({"format": "uuid"}, "x", [("format", "", "/s", True)]),
        ({"format": "uri"}, "a b:c", [("format", "", "/s", True)]),
        ({"format": "email"}, "a@b", []),
        ({"format": "email"}, "a@b@c", [("format", "", "/s", True)]),
        ({"format": "of ours"}, "x", []),
        ({"maxLength": 1}, "ab", [("limit", "", "/s", True)]),
        (OBJECT, {}, [("required", "", "/s", True)]),
        (OBJECT, {"id": 1, "x/y": 2}, [("undeclared", "/x~1y", "/s", False)]),
        ({**OBJECT, "additionalProperties": False}, {"id": 1, "x": 2}, [("undeclared", "/x", "/s", True)]),
        ({**OBJECT, "additionalProperties": True}, {"id": 1, "x": 2}, []),
        (
            {**OBJECT, "additionalProperties": {"type": "string"}},
            {"id": 1, "x": 2},
            [("type", "/x", "/s/additionalProperties", True)],
        ),
        ({"type": "object"}, {"x": 2}, [("empty-object", "/x", "/s", False)]),
        ({}, {"x": 2}, []),
        (
            {"type": "array", "items": OBJECT},
            [{"id": 1}, {"id": "a"}],
            [("type", "/1/id", "/s/items/properties/id", True)],
        ),
        ({"oneOf": [OBJECT, OBJECT]}, {"id": 1}, [("variants", "", "/s/oneOf", False)]),
        ({"anyOf": [OBJECT, OBJECT]}, {"id": 1}, []),
        ({"oneOf": [{"type": "string"}, OBJECT]}, 5, [("type", "", "/s/oneOf", True)]),
        ({"oneOf": [{"type": "string"}, OBJECT]}, {"id": "a"}, [("type", "/id", "/s/oneOf/1/properties/id", True)]),
        (
            {"$ref": "#/components/schemas/Base"},
            {"id": "a"},
            [("type", "/id", "/components/schemas/Base/properties/id", True)],
        ),
        ({"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"x": {}}}, {"id": 1, "x": 2}, []),
        (
            {"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"x": {}}},
            {"id": "a"},
            [("type", "/id", "/components/schemas/Base/properties/id", True)],
        ),
    ],
    ids=str,
)
def test_a_difference_names_both_places(schema: Any, value: Any, expected: list[tuple[str, str, str, bool]]) -> None:
    assert told(schema, value, Base=OBJECT) == expected


def test_a_schema_that_leads_to_itself_ends() -> None:
    assert told({"$ref": "#/s"}, {"a": 1}) == []
    endless: JSON = {"type": "object", "properties": {"next": {"$ref": "#/s"}}}
    assert told(endless, {"next": {"next": {"next": 1}}}) == [("type", "/next/next/next", "/s", True)]
