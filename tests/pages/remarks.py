"""What a page of the corpus shows beside the facts of its document: findings, repairs, gaps, calls, payloads, origins.

`python -m tests.pages.remarks` writes the record; its difference is to be read like that of a golden tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.pages.reading import OriginKind, Reading

RECORD = Path(__file__).with_name("remarks.txt")


def lines(reading: Reading) -> Iterator[str]:
    """Yield a line for each remark, and for each kind of origin the lines of the page that facts come from."""
    yield f"reader {reading.reader}"
    yield from (f"finding {one.line} {one.code}: {one.text}" for one in reading.findings)
    yield from (f"repair {one.line} {one.pointer}: {one.text}" for one in reading.repairs)
    yield from (f"unknown {one.line} {one.pointer}: {one.text}" for one in reading.unknowns)
    for call in reading.calls:
        headers = ", ".join(f"{name}={value}" if value else name for name, value in call.headers)
        yield f"call {call.line} {call.language} {call.method} {call.url} [{headers}] {call.media_type}"
    for one in reading.examples:
        what = f"{one.kind} {one.status or ''} {one.method} {one.path} {one.label!r}{' form' if one.is_form else ''}"
        yield f"payload {one.line} {one.language} {what} of {len(repr(one.value))}"
    for kind in OriginKind:
        found = sorted({origin.line for origin in reading.origins.values() if origin.kind is kind})
        if found:
            yield f"{kind.value} {' '.join(map(str, found))}"
    yield from (f"link {one.line} {one.address} {one.title!r} {one.operation}" for one in reading.links)
    for page in reading.pages:
        yield f"page {page.name} {page.first_line} of {len(page.text)}"


def record() -> str:
    """Return the remarks of all pages."""
    from .evaluate import pages, read_page

    found: list[str] = []
    for path, _ in pages():
        reading, report = read_page(path)
        found.append(f"# {path.name}")
        found += [f"{one.severity.value} {one.code} {one.where.line if one.where else 0}" for one in report]
        found += lines(reading) if reading is not None else []
    return "".join(f"{ascii(one)[1:-1]}\n" for one in found)


if __name__ == "__main__":
    RECORD.write_text(record(), "ascii")
