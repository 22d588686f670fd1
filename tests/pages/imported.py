"""What `import` makes of each page of the corpus, whole: every file of the folder, and what it prints.

`python -m tests.pages.imported` writes the record, a file a page; its difference is to be read like that of a golden tree.
"""

from __future__ import annotations

from pathlib import Path

from generator.commands.importing import output
from generator.commands.importing.inputs import gather
from generator.commands.importing.prepared import prepared
from generator.commands.importing.run import ImportResult
from generator.diagnostics import Report
from generator.pages.spec.writing import ProviderFolder, written

from .evaluate import pages
from .support import PAGES

RECORD = Path(__file__).with_name("imported")


def all_pages() -> list[Path]:
    """Return the pages that are on record."""
    return [*(path for path, _ in pages()), *sorted(PAGES.iterdir())]


def imported(path: Path) -> str:
    """Return the texts that `import` writes for a page, and what it prints."""
    report = Report()
    gathered = gather([str(path)], "2026-01-02", report, lambda done, count: None)
    given = [prepared(one, Path("specs/acme")) for one in gathered.given]
    made = written("acme", given, ProviderFolder()) if given else None
    kept = {one.file for one in given}
    parts = [f"{one.severity.value} {one.code} {one.where.line if one.where else 0}: {one.message}" for one in report]
    if made is not None:
        parts += [f"==> {name}\n{text}" for name, text in sorted(made.files.items()) if name not in kept]
        parts.append(f"==> printed\n{output.text(ImportResult('acme', [], made, given))}")
    whole = "\n".join(parts).replace(str(path.parent), "corpus")
    return "".join(f"{line}\n".lstrip(" ") if not line.strip() else f"{line.rstrip()}\n" for line in whole.split("\n"))


def record_of(path: Path) -> Path:
    """Return the file of the record for a page."""
    return RECORD / f"{path.stem}.txt"


def main() -> None:
    """Write the record."""
    RECORD.mkdir(exist_ok=True)
    wanted = {record_of(path): imported(path) for path in all_pages()}
    for old in set(RECORD.iterdir()) - set(wanted):
        old.unlink()
    for file, text in wanted.items():
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
