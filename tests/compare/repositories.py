"""Small repositories with providers, and the commands run in them."""

from __future__ import annotations

import json
import os
import subprocess
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from generator.cli import main

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1.0.0"}
servers: [{url: "https://pets.example.com"}]
paths:
  /pets/{petId}:
    get:
      operationId: get-pet
      tags: [pets]
      parameters:
        - {name: petId, in: path, required: true, schema: {type: integer}}
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  /pets:
    post:
      operationId: add-pet
      tags: [pets]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/NewPet"}}}
      responses:
        "204": {description: Added.}
components:
  schemas:
    NewPet:
      type: object
      required: [name]
      properties:
        name: {type: string}
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
"""
REMOVED = PETS.replace(PETS[PETS.index("  /pets:\n") : PETS.index("components:")], "").replace("1.0.0", "2.0.0")
"""`add-pet` is gone: breaking whatever else the rules say."""
ADDED = PETS.replace(
    "  /pets:\n",
    '  /pets/all:\n    get: {operationId: list-pets, tags: [pets], responses: {"204": {description: Nothing.}}}\n  /pets:\n',
).replace("1.0.0", "1.1.0")
"""`list-pets` is new: safe."""


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository in a folder of a test."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Repo:
        """Begin a repository."""
        folder.mkdir(parents=True, exist_ok=True)
        repo = cls(folder)
        repo.git("init", "--quiet", "--initial-branch", "main")
        repo.git("config", "user.name", "A Test")
        repo.git("config", "user.email", "test@example.com")
        repo.git("config", "commit.gpgsign", "false")
        return repo

    def git(self, *arguments: str, date: str = "2026-03-04T12:00:00+00:00") -> str:
        """Run git, and return what it prints."""
        environment = os.environ | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), "utf-8")

    def provider(self, text: str = PETS, name: str = "pets") -> None:
        """Write a provider's document."""
        self.write(f"specs/{name}/openapi.yaml", text)

    def commit(self, message: str = "A change", date: str = "2026-03-04T12:00:00+00:00") -> str:
        """Commit everything, and return the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, date=date)
        return self.git("rev-parse", "HEAD")

    def run(self, *arguments: str) -> Result:
        """Run a command of the program here; stdout and stderr are apart."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(main, arguments)
        finally:
            os.chdir(before)

    def diff(self, *arguments: str, status: int = 0) -> dict[str, Any]:
        """Run `diff --format json`, and return what it prints."""
        done = self.run("diff", *arguments, "--format", "json")
        assert done.exit_code == status, done.stderr
        return dict(json.loads(done.stdout))


def rules(result: dict[str, Any], provider: str = "pets") -> list[str]:
    """Return the rules of the changes of a provider."""
    found = [one for one in result["comparisons"] if one["provider"] == provider]
    return [change["rule"] for one in found for change in one["changes"]]


def symbols(result: dict[str, Any]) -> set[str]:
    """Return all symbols of the changes."""
    return {symbol for one in result["comparisons"] for change in one["changes"] for symbol in change["symbols"]}
