"""The document of every page is OpenAPI: an independent validator accepts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_spec_validator import validate

from generator.commands.importing.prepared import prepared
from generator.diagnostics import Report
from generator.pages import registry
from generator.pages.reading import Page
from generator.pages.spec.writing import ProviderFolder, RecordedPage, written
from tests.pages.support import PAGES, SPECS, Parcels, merge

_CORPUS = PAGES.parent / "corpus"
_FOUND = (*PAGES.rglob("*"), *_CORPUS.rglob("*"), *SPECS.glob("*/pages/*"))
_PAGES = sorted(path for path in _FOUND if path.is_file() and path.suffix != ".facts")


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.name)
def test_document_is_valid(path: Path) -> None:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        pytest.skip("no text")
    reading = registry.read(Page(text, path.name), Report())
    inner = [registry.read(one, Report()) for one in reading.pages] if reading is not None else []
    found = [one for one in (reading, *inner) if one is not None and one.document is not None]
    if not found:
        pytest.skip("no operation")
    given = [
        prepared(RecordedPage(one, path.name, "", "", f"pages/{number}-{path.name}"), Path("specs/acme"))
        for number, one in enumerate(found)
    ]
    made = written("acme", given, ProviderFolder())
    validate(made.merged.document)


def test_pages_of_one_api_merge() -> None:
    """An operation of a second page joins the first, with what it refers to; what both have must agree."""
    first, second = Parcels(), Parcels()
    operation = second.document["paths"].pop("/v2/shipments")["post"]
    second.document["paths"]["/v2/returns"] = {"post": {**operation, "operationId": "book-return"}}
    second.path = "/v2/returns"
    second.document["components"]["schemas"]["Address"]["properties"]["zip"] = {"type": "string"}
    for sample in second.samples.values():
        sample["url"] = "https://api.parcel.dev/v2/returns"
    made = merge(first.text(), second.text())
    assert list(made.document["paths"]) == ["/v2/shipments", "/v2/returns"]
    assert [(one.difference.code, one.difference.text) for one in made.conflicts] == [
        ("type", "`type` of `zip` is `integer`, and `string`")
    ]
    lines = made.conflicts[0].first_line, made.conflicts[0].second_line
    assert all(lines)
    validate(made.document)


def test_bytes_of_the_fence_are_kept() -> None:
    text = Parcels().text()
    reading = registry.read(Page(text, "page.md"), Report())
    assert reading is not None
    made = written(
        "acme",
        [prepared(RecordedPage(reading, "page.md", "", "", "pages/page.md"), Path("specs/acme"))],
        ProviderFolder(),
    )
    fence = text.split("```yaml\n")[1].split("```")[0]
    assert made.files["openapi.json"] == fence
