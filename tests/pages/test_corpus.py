"""Every page of the corpus is read by some reader, and each of its facts is found: none missing, wrong or invented."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from generator.diagnostics import Report
from generator.pages import registry
from generator.pages.reading import Page, Reading

from .evaluate import CORPUS, pages, read_page, score
from .imported import all_pages, imported, record_of
from .remarks import RECORD, record


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


def test_the_remarks_on_each_page_are_those_on_record() -> None:
    """If they are to change, or a page was added: `python -m tests.pages.remarks`, and read the difference."""
    found, recorded = sections(record()), sections(RECORD.read_text("ascii"))
    assert {name: found.get(name) for name in recorded} == recorded
    assert len(recorded) >= len(found) * 0.9


@pytest.mark.parametrize("path", all_pages(), ids=lambda path: path.name)
def test_import_writes_what_is_on_record(path: Path) -> None:
    """If it is to change, or a page was added: `python -m tests.pages.imported`, and read the difference."""
    assert imported(path) == record_of(path).read_text("utf-8")


def sections(text: str) -> dict[str, str]:
    """Return page → its remarks."""
    parts = (part.partition("\n") for part in text.split("# ")[1:])
    return {name: rest for name, _, rest in parts}


@pytest.mark.parametrize("path", [path for path, _ in pages()], ids=lambda path: path.name)
def test_lines_are_those_of_the_file_of_which_a_page_is_a_part(path: Path) -> None:
    """A page that begins on a later line of its file says the same, and every line is later by as much."""
    page = Page(path.read_text("utf-8"), path.name)
    first, later = (registry.read(replace(page, first_line=line), Report()) for line in (1, 1001))
    assert (first is None) is (later is None)
    if first is None or later is None:
        return
    assert numbers(later) == [line + 1000 if line else 0 for line in numbers(first)]
    assert later.document == first.document


@pytest.mark.parametrize("path", [path for path, _ in pages() if path.suffix != ".html"], ids=lambda path: path.name)
def test_blank_lines_before_a_page_change_nothing_but_lines(path: Path) -> None:
    text = path.read_text("utf-8")
    first, later = (registry.read(Page(one, path.name), Report()) for one in (text, f"\n\n\n{text}"))
    assert (first is None) is (later is None)
    if first is not None and later is not None:
        assert numbers(later) == [line + 3 if line else 0 for line in numbers(first)]
        assert later.document == first.document


def numbers(reading: Reading) -> list[int]:
    """Return the lines of all that a page shows."""
    listed = (*reading.findings, *reading.repairs, *reading.unknowns, *reading.calls, *reading.examples, *reading.links)
    origins = [origin.line for _, origin in sorted(reading.origins.items())]
    text = [reading.verbatim.line] if reading.verbatim is not None else []
    return [*(one.line for one in listed), *origins, *text, *(one.first_line for one in reading.pages)]


def test_the_corpus_is_large_enough() -> None:
    readers = {reading.reader for path, _ in pages() if (reading := read_page(path)[0]) is not None}
    assert len(list(CORPUS.glob("*.facts"))) >= 10
    assert len(readers) >= 10
    assert readers <= {one.name for one in registry.READERS} | {"mintlify-2025"}


@pytest.mark.parametrize("path", [path for path, _ in pages()], ids=lambda path: path.name)
def test_a_page_without_some_of_its_lines_is_read_or_refused(path: Path) -> None:
    rows = path.read_text("utf-8").split("\n")
    for seed in range(9):
        drawn = random.Random(f"{path.name} {seed}")
        share = (0.05, 0.3, 0.6)[seed % 3]
        text = "\n".join(row for row in rows if drawn.random() > share)
        report = Report()
        reading = registry.read(Page(text, path.name), report)
        assert reading is not None or report.failed or not text.strip()
