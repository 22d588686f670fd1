"""What is below a keyword that no one knows is data: a `$ref` in it refers to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.documents import generate

if TYPE_CHECKING:
    from pathlib import Path

DANGLING = {"properties": {"items": {"items": {"$ref": "#/components/schemas/Missing"}}}}


def document(version: str, media_type: str, prop: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose answer has one property."""
    content = {media_type: {"schema": {"$ref": "#/components/schemas/Answer"}}}
    return {
        **{"openapi": version, "info": {"title": "t", "version": "1"}},
        "paths": {"/a": {"post": {"operationId": "a", "responses": {"200": {"description": "", "content": content}}}}},
        "components": {"schemas": {"Answer": {"type": "object", "properties": {"method": prop}}}},
    }


@pytest.mark.parametrize("media_type", ["application/xml", "application/json"])
@pytest.mark.parametrize("version", ["3.0.0", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    "prop",
    [{"xml": {"const": DANGLING}}, {"xml": {"x-a": DANGLING}}, {"xml": {"name": "a", "unknown": DANGLING}}],
    ids=["a schema's keyword", "an extension", "an unknown keyword"],
)
def test_a_reference_below_a_keyword_of_an_xml_object(
    tmp_path: Path, version: str, media_type: str, prop: dict[str, Any]
) -> None:
    outcome = generate(document(version, media_type, prop), tmp_path)
    assert outcome.crash is None, outcome.crash
    assert outcome.files is not None, outcome.diagnostics
