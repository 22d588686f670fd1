"""Resolves a link of a page or of settings: files next to it, or addresses of its origin; never outside the docs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from ...pages.readers.mintlify_settings import FILES
from .fetching import same_origin

_SUFFIXES = ("", ".mdx", ".md")
_MOST_FOLDERS = 8


def root_of(page: Path, named: Path | None) -> Path:
    """Return the folder of the docs that a page is in: that of the settings, else the folder that the user named.

    Settings are looked for in the page's folder and those around it; a page that has none has its own folder.
    """
    folders = [page.parent, *list(page.parent.parents)[:_MOST_FOLDERS]]
    for folder in folders:
        if any((folder / name).is_file() for name in FILES):
            return folder
    return page.parent if named is None else named


def settings_of(root: Path) -> Path | None:
    """Return the settings of docs, None if they have none."""
    return next((root / name for name in FILES if (root / name).is_file()), None)


def files(address: str, page: Path, root: Path) -> Iterator[Path]:
    """Yield the files that a link can mean, those that are there and are below the root of the docs."""
    relative = unquote(address.partition("#")[0]).lstrip("/")
    if not relative or "://" in address or "\0" in relative:
        return
    for folder in dict.fromkeys((page.parent, *(one for one in page.parents if one.is_relative_to(root)), root)):
        for suffix in _SUFFIXES:
            file = folder / f"{relative}{suffix}"
            if ".." not in file.relative_to(folder).parts and file.is_file() and _inside(file, root):
                yield file


def _inside(file: Path, root: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def addresses(address: str, page: str) -> list[str]:
    """Return the addresses that a link of a fetched page can mean, of its own origin: its folder first, then above."""
    if "://" in address:
        return [address] if same_origin(address, page) else []
    relative = address.partition("#")[0].lstrip("/")
    path = urlsplit(page).path.rpartition("/")[0]
    found: list[str] = []
    while relative and len(found) < _MOST_FOLDERS:
        base = urlunsplit(urlsplit(page)._replace(path=f"{path}/", query="", fragment=""))
        found.append(urljoin(base, relative))
        if not path:
            break
        path = path.rpartition("/")[0]
    return [one for one in found if same_origin(one, page)]
