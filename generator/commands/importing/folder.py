"""A provider's folder: what `import` keeps, what it rewrites, and how it writes."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ... import written_files
from ...diagnostics import Location, Report
from ...document.payload_files import payload_order
from ...pages import registry
from ...pages.reading import Page, Reading
from ...pages.spec import sources
from ...pages.spec.sources import PageSource, Sources
from ...pages.spec.writing import ProviderFolder, RecordedPage, example_files
from ...paths import OutsidePathError, below, open_file
from ..workspace import DOCUMENTS, OVERLAY, SETTINGS

if TYPE_CHECKING:
    from ...document.document import JSON

_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class State:
    """The content of a provider's folder."""

    path: Path
    sources: Sources = field(default_factory=Sources)
    document: str | None = None
    """The text of its document."""
    document_name: str = "openapi.yaml"
    settings: bool = False
    overlay: str | None = None
    examples: Mapping[str, JSON] = field(default_factory=dict[str, "JSON"])

    @property
    def folder(self) -> ProviderFolder:
        """The facts about the folder that the writer needs."""
        return ProviderFolder(self.settings, self.examples, self.document if self.by_hand else None, self.document_name)

    @property
    def by_hand(self) -> bool:
        """Whether the document is one that `import` did not write: it is compared with the pages, and left alone."""
        return self.document is not None and (
            not self.sources.pages or self.sources.document.get("how", "") == sources.BY_HAND
        )

    @property
    def edited(self) -> bool:
        """Whether the document that `import` wrote was changed since."""
        recorded = self.sources.document.get("sha256")
        if self.by_hand or self.document is None or not self.sources.pages or not recorded:
            return False
        return sources.digest(self.document.encode("utf-8")) != recorded


def state(path: Path, report: Report) -> State | None:
    """Return the content of a folder, an empty one if it does not exist; None with an error if it cannot be used."""
    texts = {name: _text(path / name, report) for name in (*DOCUMENTS, OVERLAY, sources.NAME)}
    recorded = sources.load(texts[sources.NAME] or "", (path / sources.NAME).as_posix(), report)
    if recorded is None or report.failed:
        return None
    name = next((name for name in DOCUMENTS if texts[name] is not None), "openapi.yaml")
    folder = path / "examples"
    files = sorted(folder.glob("*.json"), key=lambda one: payload_order(one.name)) if folder.is_dir() else []
    found = {file.name: _text(file, report) or "" for file in files}
    return State(
        path,
        recorded,
        texts[name],
        name,
        (path / SETTINGS).is_file(),
        texts[OVERLAY],
        example_files(found),
    )


def kept(state: State, report: Report) -> list[RecordedPage]:
    """Return the recorded pages of a folder, parsed again from the kept texts."""
    found: list[RecordedPage] = []
    for source in state.sources.pages:
        text = _kept_text(state.path, source, report)
        if text is None:
            continue
        file = state.path / source.file
        reading = registry.read(Page(text, file.as_posix(), source.address or None), report)
        if reading is not None:
            found.append(RecordedPage(reading, source.page, source.sha256, source.date, source.file))
    return found


def by_hand(state: State, report: Report) -> Reading | None:
    """Return a document that `import` did not write as a reading; None if there is none."""
    if state.document is None or not state.by_hand:
        return None
    return registry.read(Page(state.document, (state.path / state.document_name).as_posix()), report)


def _kept_text(path: Path, source: PageSource, report: Report) -> str | None:
    file = path / source.file
    inside = not Path(source.file).is_absolute() and ".." not in Path(source.file).parts
    if not inside or not source.file.startswith(f"{sources.PAGES}/"):
        report.error(
            "source-file", f"{source.file!r} is not a file of pages/: correct it", Location(str(path / sources.NAME))
        )
        return None
    text = _text(file, report)
    if text is None:
        report.error("source-file", "the kept page is missing: import it again", Location(file.as_posix()))
    return text


def _text(path: Path, report: Report) -> str | None:
    """Return the text of a file; None if there is none, with an error if it cannot be read."""
    try:
        with open_file(path) as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError(f"larger than {_MOST_BYTES:,} bytes")
        return data.decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        report.error("unreadable-file", f"the file cannot be read: {reason}", Location(path.as_posix()))
        return None


def remove(folder: Path, names: Iterable[str]) -> list[str]:
    """Remove files of a folder, and return those that existed; the target of a link is left alone."""
    removed: list[str] = []
    for name in names:
        with suppress(OutsidePathError):
            if written_files.remove(folder, name):
                removed.append(name)
    return removed


@contextmanager
def staged(state: State, files: Mapping[str, str], gone: Iterable[str] = ()) -> Generator[Path]:
    """Yield a copy of the provider's future folder, in another place, to try it."""
    with tempfile.TemporaryDirectory(prefix="clientwright-import-") as temporary:
        folder = Path(temporary, "specs", state.path.name)
        if state.path.is_dir():
            written_files.copy_folder(state.path, Path(temporary), f"specs/{state.path.name}")
        write(folder, files)
        remove(folder, gone)
        yield folder


def write(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write files into a folder, each in one step, and return those that changed.

    Raises:
        OSError: the folder cannot be written to, or a link below it is in the way.
    """
    changed: list[str] = []
    for name, text in files.items():
        path = below(folder.parent, folder.name, name)
        data = text.encode("utf-8", "replace")
        if not path.is_file() or path.read_bytes() != data:
            written_files.replace(folder.parent, f"{folder.name}/{name}", data)
            changed.append(name)
    return changed
