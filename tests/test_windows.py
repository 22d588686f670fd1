"""Paths as Windows has them: names of devices, names that differ in case alone, long paths, line ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource, default_package, package_problem
from generator.naming.reserved import DEVICES
from generator.normalize.examples import file_name
from generator.paths import is_inside

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 160
"""Characters of a path within a package: Windows takes 260 of a whole path, unless it is told otherwise."""
NAMES = ("con", "AUX", "Nul", "prn.", "com1", "LPT9", "Calls", "calls", "CALLS", "a:b", "x<y>|z?*", "very long " * 30)
ENDINGS = '<>:"|?*\\'


def operation(tag: str, number: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{key(tag)}"}
    return {
        "operationId": f"{tag} {number}",
        "tags": [tag],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}},
    }


def key(tag: str) -> str:
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in tag)[:200]


def document(names: tuple[str, ...]) -> str:
    paths = {
        f"/{number}/{other}": {"get": operation(tag, number * 100 + other)}
        for number, tag in enumerate(names)
        for other in range(12)
    }
    schemas = {key(tag): {"type": "object", "properties": {key(tag): {"type": "string"}}} for tag in names}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return json.dumps(tree, indent=1)


def generated(folder: Path, text: bytes) -> dict[str, str]:
    folder.mkdir()
    (folder / "openapi.json").write_bytes(text)
    made = run(Job(ClientSource("acme", folder / "openapi.json", None, None, folder / "none", "acme", alone=True)))
    assert made.files is not None, made.crash or "\n".join(map(str, made.diagnostics))
    return dict(made.files)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return generated(tmp_path_factory.mktemp("windows") / "spec", document(NAMES).encode())


def test_every_module_has_a_name_that_windows_takes(files: dict[str, str]) -> None:
    assert len(files) > len(NAMES)
    for path in files:
        for part in PureWindowsPath(path).parts:
            assert part.partition(".")[0].lower() not in DEVICES, path
            assert not set(part) & set(ENDINGS), path
            assert part == part.rstrip(". "), path
        assert len(path) <= LONGEST
        assert is_inside(path)


def test_no_two_modules_differ_in_case_alone(files: dict[str, str]) -> None:
    assert len({path.lower() for path in files}) == len(files)
    folders = {path.rpartition("/")[0] for path in files}
    assert not {f"{folder}.py".lower() for folder in folders if folder} & {path.lower() for path in files}


def test_a_document_with_the_line_ends_of_windows_is_the_same(files: dict[str, str], tmp_path: Path) -> None:
    text = document(NAMES).replace("\n", "\r\n").encode()
    assert generated(tmp_path / "spec", text) == files
    assert not any("\r" in content for content in files.values())


@pytest.mark.parametrize("name", ["con", "aux", "nul", "com1", "lpt9", "prn"])
def test_devices_are_no_packages(name: str, tmp_path: Path) -> None:
    assert package_problem(name)
    file = tmp_path / f"{name}.yaml"
    file.write_text("openapi: 3.1.0\n")
    assert package_problem(default_package(file), alone=True) is None


@pytest.mark.parametrize("name", ["con", "AUX", "get /nul", "POST /a:b?c=*|d", "a\\b", "../up", "end."])
def test_examples_have_names_that_windows_takes(name: str) -> None:
    made = file_name(name)
    assert made.partition(".")[0].lower() not in DEVICES
    assert not set(made) & set(ENDINGS + "/")
    assert len(made) <= LONGEST


@pytest.mark.parametrize("path", ["C:\\a", "C:a", "\\\\server\\share", "a\\..\\..\\b", "..\\b", "/a", "a\0b", ""])
def test_paths_of_windows_lead_nowhere(path: str) -> None:
    assert not is_inside(path)


def test_a_checkout_keeps_line_ends() -> None:
    """Specifications, payloads and clients are compared byte by byte."""
    paths = ["specs/formantai/openapi.yaml", "generated/formantai/calls.py", "tests/cases/swagger-2/spec.yaml"]
    done = subprocess.run(
        ["git", "check-attr", "text", "--", *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert [line.rpartition(": ")[2] for line in done.stdout.splitlines()] == ["unset"] * len(paths)
    done = subprocess.run(
        ["git", "check-attr", "eol", "--", "generator/cli.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("lf")
