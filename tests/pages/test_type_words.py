"""Words for types, and glued columns: what they mean, and what is not understood."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.fern.columns import Columns, unglued
from generator.pages.type_words import schema_of


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("enum<string>", {"type": "string"}),
        ("string<uuid>", {"type": "string", "format": "uuid"}),
        ("list of strings", {"type": "array", "items": {"type": "string"}}),
        ("object[]", {"type": "array", "items": {"type": "object"}}),
        ("string | null", {"type": ["string", "null"]}),
        ('"a" | "b"', {"type": "string", "enum": ["a", "b"]}),
        ("1 | 2", {"type": "integer", "enum": [1, 2]}),
        ("x · object", {"type": "object"}),
        ("string · uuid", {"type": "string", "format": "uuid"}),
        ("array<Foo>", {"type": "array", "items": {"$ref": "#/components/schemas/Foo"}}),
        ("map from strings to any", {"type": "object", "additionalProperties": True}),
        ("string or integer", {"type": ["string", "integer"]}),
        ("Foo or null", {"anyOf": [{"$ref": "#/components/schemas/Foo"}, {"type": "null"}]}),
        ("any", {}),
        ("foo bar", None),
        ("Bar", None),
        ("", None),
        ("list of " * 50 + "strings", None),
    ],
)
def test_words(words: str, schema: dict[str, Any] | None) -> None:
    assert schema_of(words, {"Foo"}) == schema


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("model_idstringRequired", Columns("model_id", "string", True)),
        ("custom_variableslist of objectsOptional", Columns("custom_variables", "list of objects", False)),
        ("etainteger", Columns("eta", "integer", None)),
        ('line_idstringRequiredformat: "uuid"', Columns("line_id", "string", True, rest='format: "uuid"')),
        ("org\\_idstringOptional>=1", Columns("org_id", "string", False, rest=">=1")),
        ("requiredstringRequired", Columns("required", "string", True)),
        ("phonestring or nullOptionalDeprecated", Columns("phone", "string or null", False, deprecated=True)),
        ("This endpoint expects an object.", None),
        ("AuthorizationBearer", None),
    ],
)
def test_glued_columns(line: str, columns: Columns | None) -> None:
    assert unglued(line) == columns


def test_names_of_samples_decide() -> None:
    """`updatedatetime` is `update` and `datetime`, unless a sample has a field `updated…`."""
    assert unglued("start_datedate") == Columns("start_date", "date", None)
    assert unglued("candidatestring", known={"candidate"}) == Columns("candidate", "string", None)
