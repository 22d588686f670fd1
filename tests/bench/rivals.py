"""The other generators: how each is installed, run, and asked what it made.

Where its environment cannot be made (no network, no build for this platform), the tables say so in place of its figures.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.descriptions import load, schemas
from tests.bench.environments import Environment
from tests.bench.measure import Run, clean, measure

PACKAGE = "rival"
"""The package that every one of them is asked for."""


@dataclass(frozen=True, slots=True)
class Call:
    """An operation in the words of a client: how a program imports it, and how it calls it."""

    imports: str
    client: str
    """Makes `client` for the server at `base`."""
    call: str


@dataclass(frozen=True, slots=True)
class Rival:
    """Another generator."""

    name: str
    environment: Environment
    command: Callable[[Path, Path], list[str]]
    """(document, folder) → program and arguments that write a client into the folder."""
    base: str = ""
    """The libraries that its clients import, as the statement that imports them."""
    operation: re.Pattern[str] | None = None
    """Matches once an operation in the modules of its client; None where it makes no client."""
    find: Callable[[Path, str, str], Call | None] = field(default=lambda _folder, _method, _path: None)
    """(folder, method, path) → the operation there."""
    probes: str = ""
    """Its program in `probes/programs`; none where it makes no client."""

    def generate(self, document: Path, folder: Path) -> Run:
        """Write its client of a document into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        programs = self.environment.programs
        program, *arguments = self.command(document.resolve(), folder.resolve())
        path = {"PATH": f"{programs}:{clean().get('PATH', '')}"}
        return measure([programs / program, *arguments], folder, path | {"REDOCLY_TELEMETRY": "off"})

    @property
    def python(self) -> Path:
        """The interpreter that imports its clients."""
        return self.environment.python

    @property
    def missing(self) -> str:
        """Say why it cannot be run here; nothing if it can."""
        return self.environment.missing

    def count(self, folder: Path) -> int:
        """Return how many operations its client in a folder has."""
        return sum(len(self.operation.findall(text)) for _, text in _texts(folder)) if self.operation else 0


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(folder), path.read_text("utf-8", "replace")


def _openapi_python_client(document: Path, folder: Path) -> list[str]:
    where = ["--path", str(document), "--output-path", str(folder / PACKAGE)]
    return ["openapi-python-client", "generate", "--meta", "none", "--overwrite", *where]


def _find_openapi_python_client(folder: Path, method: str, path: str) -> Call | None:
    for file, text in _texts(folder):
        if f'"method": "{method}"' in text and f'"url": "{path}"' in text:
            imports = f"from {_module(file)} import sync_detailed\nimport {PACKAGE}"
            client = f"client = {PACKAGE}.AuthenticatedClient(base_url=base, token='t')"
            return Call(imports, client, "sync_detailed(client=client)")
    return None


def _openapi_generator(document: Path, folder: Path) -> list[str]:
    # Its tests and pages are left out: the others write none.
    without = "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
    options = ["--package-name", PACKAGE, "--skip-validate-spec", "--global-property", without]
    return ["openapi-generator-cli", "generate", "-g", "python", "-i", str(document), "-o", str(folder), *options]


def _find_openapi_generator(folder: Path, method: str, path: str) -> Call | None:
    start = f"method='{method.upper()}',\n            resource_path='{path}'"
    for file, text in _texts(folder):
        before, found, _ = text.partition(start)
        if found:
            name = re.findall(r"def _(\w+)_serialize\(", before)[-1]
            resource = re.findall(r"^class (\w+)", before, re.MULTILINE)[-1]
            imports = f"from {_module(file)} import {resource}\nimport {PACKAGE}"
            client = f"client = {resource}({PACKAGE}.ApiClient({PACKAGE}.Configuration(host=base)))"
            return Call(imports, client, f"client.{name}()")
    return None


def _datamodel(document: Path, folder: Path) -> list[str]:
    options = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel", "--disable-timestamp"]
    # What has a dot in its name becomes a module, and then it wants a folder.
    modular = any("." in name for name in schemas(load(document)))
    output = folder / ("models" if modular else "models.py")
    return ["datamodel-codegen", "--input", str(document), "--output", str(output), *options]


def _datamodel_client(document: Path, folder: Path) -> list[str]:
    client = ["--client-output", str(folder / PACKAGE), "--client-package", PACKAGE, "--client-model-package", "models"]
    return [*_datamodel(document, folder), "--generate-client", "httpx2", *client]


def _find_datamodel_client(folder: Path, method: str, path: str) -> Call | None:
    plans = (folder / PACKAGE / "_operations.py").read_text("utf-8")
    before, found, _ = plans.partition(f"    method='{method.upper()}',\n    path='{path}',")
    if not found:
        return None
    number = re.findall(r"^(OPERATION_\d+)\b", before, re.MULTILINE)[-1]
    for file, text in _texts(folder / PACKAGE / "resources"):
        before, found, _ = text.partition(f"_operations.{number},")
        if found and file.stem == "_sync":
            name = re.findall(r"def (\w+)\(", before)[-1]
            call = f"client.{'.'.join((*file.parts[:-1], name))}()"
            return Call(f"from {PACKAGE} import Client", "client = Client(base_url=base)", call)
    return None


def _redocly(document: Path, folder: Path) -> list[str]:
    # It asks for the name of a TypeScript file and writes the Python module next to it.
    return ["redocly", "generate-client", str(document), "--generator", "python", "-o", str(folder / f"{PACKAGE}.ts")]


def _find_redocly(folder: Path, method: str, path: str) -> Call | None:
    text = (folder / f"{PACKAGE}.py").read_text("utf-8")
    for line in text.splitlines():
        if f'"method": "{method.upper()}", "path": "{path}"' in line:
            return Call(f"import {PACKAGE}", f"client = {PACKAGE}.Client(base)", f"client.{line.split(chr(34))[1]}()")
    return None


def _module(file: Path) -> str:
    return ".".join(file.with_suffix("").parts)


RIVALS = (
    Rival(
        "openapi-python-client",
        Environment("openapi-python-client"),
        _openapi_python_client,
        "import httpx, attrs",
        re.compile(r"^def _get_kwargs\(", re.MULTILINE),
        _find_openapi_python_client,
        "openapi_python_client",
    ),
    Rival(
        "openapi-generator",
        Environment("openapi-generator"),
        _openapi_generator,
        "import urllib3, pydantic",
        re.compile(r"^    def _\w+_serialize\(", re.MULTILINE),
        _find_openapi_generator,
        "openapi_generator",
    ),
    Rival("datamodel-code-generator, models", Environment("datamodel-code-generator"), _datamodel, "import pydantic"),
    Rival(
        "datamodel-code-generator, client",
        Environment("datamodel-code-generator"),
        _datamodel_client,
        "import httpx2, pydantic",
        re.compile(r"^OPERATION_\d+: Final\[OperationPlan", re.MULTILINE),
        _find_datamodel_client,
        "datamodel_code_generator",
    ),
    Rival(
        "Redocly CLI",
        Environment("redocly"),
        _redocly,
        "import httpx",
        re.compile(r'^    "\w+": \{"id": ', re.MULTILINE),
        _find_redocly,
        "redocly",
    ),
)


def rivals() -> list[Rival]:
    """Return those that `RIVALS` names, or all."""
    wanted = os.environ.get("RIVALS")
    return [rival for rival in RIVALS if wanted is None or any(name in rival.name for name in wanted.split(","))]
