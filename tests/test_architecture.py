"""The architecture: which folder may import which, and how large modules and folders may be.

The arrows point down: a folder imports what is before it in `ORDER`, never what is behind it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
GENERATOR = ROOT / "generator"

ORDER = (
    *(
        "process_state",
        "program_files",
        "diagnostics",
        "paths",
        "written_files",
        "seal",
        "content_cache",
        "text",
        "format",
        "document",
        "client_defaults",
        "declarations",
        "setting_values",
        "webhook_settings",
        "config",
        "runtime",
        "openapi",
    ),
    *(
        "pages",
        "schema",
        "normalize",
        "mock",
        "ir",
        "naming",
        "gate",
        "artifacts",
        "emit",
        "publish",
        "compare",
        "pipeline",
        "snippets",
        "reference",
        "distribution",
    ),
    *("commands", "cli", "__main__"),
)
"""Folders and modules at the top of `generator/`, the ground first. `emit` formats and checks what it writes."""

WALLS = {
    "gate": {"emit", "schema", "normalize", "ir", "publish", "document", "openapi"},
    "publish": {"emit", "gate", "format", "schema", "normalize", "ir", "naming", "document", "openapi", "compare"},
    "document": {"socket", "httpx", "urllib.request", "http.client"},
    "format": {"emit", "ir", "naming", "schema", "normalize"},
    "text": {"document", "openapi", "schema", "config"},
}
"""What a folder must not import, though it may be before it in `ORDER`."""

MOST_LINES = 401
MOST_MODULES = 20


def _modules() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def _room(path: Path) -> str:
    relative = path.relative_to(GENERATOR)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module imports, within `generator` as its folder (`schema`), others as the whole name."""
    package = ["generator", *path.relative_to(GENERATOR).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.removeprefix("generator."), node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            names = [*base, *(node.module.split(".") if node.module else [])]
            if names == ["generator"]:
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif names[0] == "generator":
                yield names[1], node.lineno
            else:
                yield ".".join(names), node.lineno


def test_arrows_point_down() -> None:
    wrong: list[str] = []
    for path in _modules():
        room = _room(path)
        if room == "__init__":
            continue
        assert room in ORDER, f"{room} has no place in ORDER"
        wrong += [
            f"{path.relative_to(ROOT)}:{line}: {room} imports {other}"
            for other, line in _imports(path)
            if other in ORDER and ORDER.index(other) > ORDER.index(room)
        ]
    assert wrong == []


@pytest.mark.parametrize("room", WALLS)
def test_walls_hold(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {room} imports {other}"
        for path in sorted((GENERATOR / room).rglob("*.py"))
        for other, line in _imports(path)
        if other in WALLS[room]
    ]
    assert found == []


def test_only_one_module_writes_text_of_documents_into_python() -> None:
    """`repr` of a string makes a literal: that is for `text/python_source.py` alone."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((GENERATOR / "emit").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"repr", "ascii"})
        or (isinstance(node, ast.FormattedValue) and node.conversion in {ord("r"), ord("a")})
    ]
    assert found == []


_WRITES = frozenset(
    {
        *("write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rmtree", "symlink_to", "hardlink_to"),
        *(
            "O_CREAT",
            "O_TRUNC",
            "O_APPEND",
            "touch",
            "chmod",
            "copytree",
            "copy2",
            "copyfile",
            "mkstemp",
            "mkdtemp",
            "link",
            "symlink",
            "truncate",
        ),
    }
)
"""Attributes that change the disk, whatever they are called on."""
_OF_MODULES = {"os": {"replace", "rename", "remove", "removedirs", "write", "mkfifo"}, "shutil": {"copy", "move"}}
_DOORS = ("written_files.py", "publish/", "runtime/", "emit/templates.py")
"""What writes: the one door, the publisher, what is copied into packages, whose files are a caller's, and what keeps
compiled templates where Python keeps its own bytecode."""


def _written(path: Path) -> Iterator[int]:
    """Yield the lines of a module that change the disk by themselves."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(attr=name) if name in _WRITES:
                yield node.lineno
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in _OF_MODULES.get(module, ()):
                yield node.lineno
            case ast.ImportFrom(module="os" | "shutil", names=names):
                yield from (node.lineno for one in names if one.name not in {"PathLike"})
            case ast.Call(func=ast.Name(id="open") | ast.Attribute(attr="open")):
                given = [*node.args, *(word.value for word in node.keywords)]
                modes = {str(one.value) for one in given if isinstance(one, ast.Constant)}
                if any(set(mode) & set("wax+") and set(mode) <= set("rwaxbt+") for mode in modes):
                    yield node.lineno
            case _:
                pass


def test_one_module_writes_to_the_disk() -> None:
    """`written_files` joins every path that is written by `paths.below`; only `publish` exchanges whole packages."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in _modules()
        if not path.relative_to(GENERATOR).as_posix().startswith(_DOORS)
        for line in _written(path)
    ]
    assert found == []
    assert list(_written(GENERATOR / "written_files.py"))


def test_modules_and_folders_are_of_a_size_that_can_be_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := path.read_text("utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}
    folders = {path.parent for path in _modules()}
    crowded = {
        str(folder.relative_to(ROOT)): count
        for folder in folders
        if (count := sum(path.name != "__init__.py" for path in folder.glob("*.py"))) > MOST_MODULES
    }
    assert crowded == {}


def test_each_folder_documents_its_input_and_output() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if path.name == "__init__.py"
        and path.parent != GENERATOR
        and path.parent.name not in {"runtime", "wrap"}
        and not {"In:", "Out:", "Imports"}
        <= set((ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").replace(".", " ").split())
    ]
    assert silent == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/design/decisions.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_modules_that_the_documentation_names_exist(page: str) -> None:
    paths = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|jinja))`", (ROOT / page).read_text("utf-8")))
    assert paths
    roots = (ROOT, GENERATOR, GENERATOR / "runtime")
    missing = {one for one in paths if not any((root / one).is_file() for root in roots)}
    assert missing <= {
        "models/bases.py",
        "models/user.py",
        "repos/base.py",
        "repos/hooks.py",
        "generated/formantai/calls.py",
    }


@pytest.mark.parametrize("page", ["docs/testing.md", "docs/security-testing.md", "docs/pages.md", "SECURITY.md"])
def test_tests_that_the_documentation_names_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    modules = [one for one in sorted((ROOT / "tests").rglob("*.py")) if "expected" not in one.parts]
    functions = {
        name for one in modules for name in re.findall(r"^ *(?:async )?def (test_\w+)", one.read_text("utf-8"), re.M)
    }
    assert {*re.findall(r"`(?:[\w/]+/)?(test_\w+\.py)`", text)} <= {one.name for one in modules}
    assert {*re.findall(r"`(test_\w+)`", text)} <= functions


def test_the_pipeline_is_read_in_one_breath() -> None:
    assert len((GENERATOR / "pipeline.py").read_text("utf-8").splitlines()) < 60
