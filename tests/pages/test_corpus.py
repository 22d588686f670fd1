"""Every page of the corpus is read by some reader, and each of its facts is found: none missing, wrong or invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_spec_validator import validate

from generator.diagnostics import Report
from generator.pages import registry

from .evaluate import CORPUS, pages, read_page, score


@pytest.mark.parametrize(("path", "facts"), list(pages()), ids=lambda path: path.name)
def test_facts_of_a_page(path: Path, facts: Path) -> None:
    _, found = score(path, facts)
    assert (found.missing, found.wrong, found.invented) == ([], [], [])
    assert found.found


@pytest.mark.parametrize("path", [path for path, _ in pages()], ids=lambda path: path.name)
def test_the_document_of_each_page_is_valid_openapi(path: Path) -> None:
    reading, _ = read_page(path)
    assert reading is not None
    inner = [registry.read(one, Report()) for one in reading.pages]
    documents = [one.document for one in (reading, *inner) if one is not None and one.document is not None]
    assert documents
    for one in documents:
        validate({**one, "info": {"title": "A page", "version": "1", **one.get("info", {})}})


def test_every_origin_is_a_line_of_the_page() -> None:
    for path, _ in pages():
        reading, _ = read_page(path)
        assert reading is not None
        lines = reading.page.text.count("\n") + 1  # html is kept as the text that it shows
        assert all(0 <= origin.line <= lines for origin in reading.origins.values())


def test_the_corpus_is_large_enough() -> None:
    readers = {reading.reader for path, _ in pages() if (reading := read_page(path)[0]) is not None}
    assert len(list(CORPUS.glob("*.facts"))) >= 10
    assert len(readers) >= 10
    assert readers <= {one.name for one in registry.READERS} | {"mintlify-2025"}
