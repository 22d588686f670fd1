"""A distribution that was built before: its version, and what it was made from."""

from __future__ import annotations

import re
import tarfile
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..openapi.json_values import is_mapping, is_sequence
from ..paths import is_inside
from .project import PYPROJECT, SOURCES
from .version import order
from .version import problem as version_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_BYTES = 512 * 2**20
_MOST_FILES = 20_000
_SDIST = re.compile(r"(?P<name>[a-z0-9_]+)-(?P<version>[0-9][A-Za-z0-9.]*)\.tar\.gz")


class PreviousError(ValueError):
    """A previous distribution cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Previous:
    """A distribution of an earlier time."""

    version: str
    package: str
    names: str | None
    """The file that holds the names given."""
    document: str
    """The path of the main document below `source/document/`."""
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    files: Mapping[str, bytes]
    """Path in the project → content."""


def find(path: Path, package: str) -> Path | None:
    """Return the sdist that is meant: the file itself, the one next to a wheel, or the newest in a folder; or None.

    Raises:
        PreviousError: there is no sdist next to the wheel, or the file is neither.
    """
    if path.is_dir():
        found = [one for one in sdists(path) if _normal(_name(one)) == _normal(package)]
        return max(found, key=lambda one: order(_version(one)), default=None)
    if path.name.endswith(".whl"):
        start = "-".join(path.name.split("-")[:2])
        sdist = path.with_name(f"{start}.tar.gz")
        if not sdist.is_file():
            raise PreviousError(f"the sdist {sdist.name} is not next to it: it has the description to compare with")
        return sdist
    if not path.name.endswith(".tar.gz"):
        raise PreviousError("it is neither a wheel, nor an sdist, nor a folder of such")
    return path


def sdists(folder: Path) -> list[Path]:
    """Return the sdists in a folder, of any package, by name.

    Raises:
        OSError: the folder cannot be read.
    """
    return [one for one in sorted(folder.iterdir()) if _SDIST.fullmatch(one.name)]


def read(sdist: Path) -> Previous:
    """Return what an sdist of this program holds; nothing of it is written to disk, or run.

    Raises:
        PreviousError: it is broken, too large, or of another program.
        OSError: it cannot be read.
    """
    try:
        with tarfile.open(sdist, "r:gz") as archive:
            files = _files(archive)
        settings = tomllib.loads(files.get(PYPROJECT, b"").decode("utf-8"))
    except (
        tarfile.TarError,
        zlib.error,
        EOFError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        RecursionError,
    ) as error:
        raise PreviousError(f"it cannot be read: {error}") from None
    project, ours = _table(settings, "project"), _table(_table(settings, "tool"), "clientwright")
    package = str(_table(_table(_table(settings, "tool"), "flit"), "module").get("name", ""))
    version, document = str(project.get("version", "")), str(ours.get("document", ""))
    if version_problem(version) or f"{SOURCES}/document/{document}" not in files:
        raise PreviousError("it has no description: `clientwright package` did not make it")
    names = files.get(f"{package}/names.toml")
    text = names.decode("utf-8", "replace") if names is not None else None
    return Previous(version, package, text, document, _texts(ours, "include"), _texts(ours, "exclude"), files)


def _files(archive: tarfile.TarFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for count, member in enumerate(archive):
        total += member.size
        if total > _MOST_BYTES or count > _MOST_FILES:
            raise PreviousError("it is larger than any client")
        path = member.name.partition("/")[2]
        stream = archive.extractfile(member) if member.isreg() and path and is_inside(path) else None
        if stream is not None:
            found[path] = stream.read()
    return found


def _normal(name: str) -> str:
    """Return a name as it is in the names of distributions (Binary distribution format, Escaping and Unicode)."""
    return re.sub(r"[-_.]+", "_", name).strip("_").lower()


def _name(sdist: Path) -> str:
    found = _SDIST.fullmatch(sdist.name)
    return found["name"] if found else ""


def _version(sdist: Path) -> str:
    found = _SDIST.fullmatch(sdist.name)
    return found["version"] if found else ""


def _table(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = tree.get(name)
    return cast("Mapping[str, Any]", value) if is_mapping(value) else {}


def _texts(tree: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = tree.get(name)
    return tuple(one for one in value if isinstance(one, str)) if is_sequence(value) else ()
