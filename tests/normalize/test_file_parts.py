"""Which parts of a form are files: by the media type of their encoding, and by what their schema says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.normalize.trees import PET, document, ref, settled

FILE = {"type": "string", "format": "binary"}
OTHERS = {"Empty": {}, "Any": True, "Text": {"type": "string"}, "Pet": PET, "Parts": {"properties": {"a": {}}}}
SCHEMAS: list[tuple[Any, str]] = [
    ({}, "file"),
    (True, "file"),
    ({"description": "words"}, "file"),
    (ref("Empty"), "file"),
    (ref("Any"), "file"),
    ({"type": "array"}, "files"),
    ({"type": "array", "items": {}}, "files"),
    ({"type": "string"}, "octets"),
    ({"type": "string", "maxLength": 3}, "as it is"),
    ({"type": "string", "enum": ["a"]}, "as it is"),
    ({"type": "integer"}, "as it is"),
    ({"type": "array", "items": {"type": "integer"}}, "as it is"),
    ({"format": "color"}, "as it is"),
    (ref("Text"), "as it is"),
    (ref("Pet"), "as it is"),
    (ref("Parts"), "as it is"),
]


def part(schema: Any, content_type: str) -> Any:
    """Return the final schema of the part `p`."""
    whole = {"type": "object", "properties": {"p": schema, "q": {"type": "string"}}}
    content = {"multipart/form-data": {"schema": whole, "encoding": {"p": {"contentType": content_type}}}}
    tree = settled(document(OTHERS, paths={"/a": {"post": {"requestBody": {"content": content}, "responses": {}}}}))
    (found,) = (one for name, one in tree["components"]["schemas"].items() if name not in OTHERS)
    return found["properties"]["p"]


@pytest.mark.parametrize("content_type", ["image/png", "image/png, image/jpeg", "text/csv", "application/json"])
@pytest.mark.parametrize(("schema", "outcome"), SCHEMAS, ids=str)
def test_a_part_is_a_file_if_its_media_type_and_its_schema_say_so(schema: Any, outcome: str, content_type: str) -> None:
    """Text is one, too, if its media type is of octets; JSON is none."""
    is_file = content_type != "application/json" and (outcome != "octets" or content_type != "text/csv")
    found = part(schema, content_type)
    if not is_file or outcome == "as it is":
        assert found == schema
    elif outcome == "files":
        assert found == {"type": "array", "items": FILE}
    else:
        assert {key: value for key, value in found.items() if key != "description"} == FILE
