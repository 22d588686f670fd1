"""What is reported if the values of a tag name other variants, together with variants that come and go."""

from __future__ import annotations

import pytest

from .test_found import JSON, changes, document

SCHEMAS = "#/components/schemas/"


def union(variants: str, **mapping: str) -> JSON:
    """Return a document that sends a union of `A`, `B` or `C`, whose mapping has these values."""
    schemas: JSON = {
        name: {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}, name: {"type": "integer"}}}
        for name in "ABC"
    }
    schemas["Union"] = {
        "oneOf": [{"$ref": f"{SCHEMAS}{one}"} for one in variants],
        "discriminator": {"propertyName": "k", "mapping": {key: f"{SCHEMAS}{one}" for key, one in mapping.items()}},
    }
    return document({"$ref": f"{SCHEMAS}Union"}, components={"schemas": schemas})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (union("AB", a="A", b="B"), []),
        (union("AB", a="A", b="B", x="A"), [("added", "", "'x'")]),
        # Without a value of its own, a variant is named by its schema.
        (union("AB", b="B"), [("added", "", "'A'"), ("deleted", "'a'", "")]),
        (union("AB", a="B", b="B"), [("added", "", "'A'"), ("changed", "A", "'a'")]),
        (union("AB", a="B", b="A"), [("changed", "A", "'a'"), ("changed", "B", "'b'")]),
        # Values of variants that come or go are not reported again.
        (union("ABC", a="A", b="B", c="C"), []),
        (union("BC", b="B", c="C"), []),
        (union("BC", a="C", b="B"), []),
        (union("BC", a="B", b="B"), [("changed", "A", "'a'")]),
        (union("ABC", a="C", b="B"), [("added", "", "'A'"), ("changed", "A", "'a'")]),
    ],
)
def test_a_value_that_names_another_variant_is_reported_once(new: JSON, expected: list[tuple[str, str, str]]) -> None:
    old = union("AB", a="A", b="B")
    back = {"added": "deleted", "deleted": "added", "changed": "changed"}
    assert mappings(old, new) == expected
    assert sorted(one for one, _, _ in mappings(new, old)) == sorted(back[one] for one, _, _ in expected)


def mappings(old: JSON, new: JSON) -> list[tuple[str, str, str]]:
    """Return what became of the mapping, before and after, of each change of it."""
    found = [one for one in changes(old, new) if "discriminator-mapping" in one.rule]
    return sorted((one.rule.rpartition("-")[2], one.before, one.after) for one in found)
