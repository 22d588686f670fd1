"""Packages to publish, and the tree of files afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.git import indexed
from generator.publish.publisher import HEADER, Package, Publisher, PublishResult, Trial
from generator.publish.record import PackageRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
A = f"{HEADER}\nA = 1\n"
B = f"{HEADER}\nB = 1\n"


def package(files: Mapping[str, str], target: Path) -> Package:
    """A package whose record and edited texts are next to the folder that it is published to."""
    beside = target.parent.parent
    return Package(
        target.name, files, target, beside / "edited", PackageRecord(beside / f"{target.name}.json"), True, indexed
    )


def publish(files: Mapping[str, str], target: Path, trial: Trial | None = None) -> PublishResult:
    """Publish a package with its own runtime."""
    result = Publisher(target, trial).publish(package(files, target))[target.name]
    if isinstance(result, OSError):
        raise result
    return result


def publish_clients(
    folder: Path, clients: Mapping[str, Mapping[str, str]], trial: Trial | None = None
) -> dict[str, PublishResult | OSError]:
    packages = [package(files, folder / name) for name, files in clients.items()]
    return Publisher(folder, trial, "generated").publish(*packages)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example.com/v1"}]
paths:
  /pets/{petId}:
    get:
      operationId: get-pet
      tags: [pets]
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
"""
CHANGED = PETS.replace("age:", "height:").replace("The pet.", "A pet.")


def provider(folder: Path, name: str, text: str) -> None:
    """Write the document of a provider."""
    path = folder / "specs" / name / "openapi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def generate(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator generate` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "generator", "generate", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def generated(folder: Path) -> dict[str, bytes]:
    """Return the published files of a workspace."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "generated").rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def import_error(folder: Path, *modules: str) -> str:
    """Import modules as a program in a folder would; return what that says on stderr."""
    program = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stderr
