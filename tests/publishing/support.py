"""Packages to publish, and what is there afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.publish import HEADER, Package, Published, Publisher, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
A = f"{HEADER}\nA = 1\n"
B = f"{HEADER}\nB = 1\n"


def package(files: Mapping[str, str], target: Path) -> Package:
    """A package whose record and edited texts lie beside the folder that it is published to."""
    beside = target.parent.parent
    return Package(target.name, files, target, beside / "edited", beside / f"{target.name}.json")


def publish(files: Mapping[str, str], target: Path, trial: Trial | None = None) -> Published:
    """Publish a package that stands alone."""
    result = Publisher(target, trial).publish(package(files, target))[target.name]
    if isinstance(result, OSError):
        raise result
    return result


def publish_clients(
    folder: Path, clients: Mapping[str, Mapping[str, str]], trial: Trial | None = None
) -> dict[str, Published | OSError]:
    packages = [package(files, folder / name) for name, files in clients.items()]
    return Publisher(folder, trial, "generated").publish(*packages)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
