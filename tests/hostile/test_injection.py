"""No text of a document becomes code: packages made of hostile ones are parsed, imported and their models built."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.documents import CANARY, PAYLOADS, RUN, document, generate, isolated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SPECIAL = [name for name, text in PAYLOADS.items() if name != text]
_NAMES = [name for name, text in PAYLOADS.items() if name == text]
_QUICK = ("statement", "docstring", "closed literal", "template call", "backslash at the end", "separators", "nul")

_FORBIDDEN = (
    *(ast.Global, ast.Nonlocal, ast.Delete, ast.For, ast.While, ast.With, ast.Try, ast.Raise, ast.Assert),
    *(ast.JoinedStr, ast.NamedExpr, ast.Starred, ast.Yield, ast.ListComp, ast.GeneratorExp, ast.IfExp, ast.Compare),
)
_MODULES = {
    *("__future__", "builtins", "collections.abc", "datetime", "decimal", "functools", "pydantic", "typing", "uuid"),
}
_IMPORT = """
import importlib, importlib.util, json, pathlib, sys
sys.dont_write_bytecode = True
problems = []
for name in json.load(sys.stdin):
    for path in sorted(pathlib.Path(name).rglob("*.py")):
        if "_runtime" in path.parts:
            continue
        module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        try:
            found = importlib.import_module(module)
            for value in list(vars(found).values()):
                if isinstance(value, type) and hasattr(value, "model_rebuild") and value.__module__ == module:
                    value.model_rebuild(force=True)
        except BaseException as error:
            problems.append(f"{module}: {type(error).__name__}: {str(error)[:300]}")
print(json.dumps(problems))
"""


def test_one_text_in_every_place(tmp_path: Path) -> None:
    described = {f"p{index}": document(PAYLOADS[name]) for index, name in enumerate(_QUICK)}
    assert check(described, tmp_path)


def test_a_payload_in_each_place(tmp_path: Path) -> None:
    places = isolated(PAYLOADS["docstring"])
    assert check({f"p{index}": one for index, one in enumerate(places.values())}, tmp_path)


def test_names_that_mean_something_to_python(tmp_path: Path) -> None:
    """All of them at once, each as a property, a schema, an operation, a tag and a parameter."""
    schemas = {name: {"type": "object", "properties": {one: {"type": "string"} for one in _NAMES}} for name in _NAMES}
    paths = {
        f"/{name}": {
            "get": {
                "operationId": name,
                "tags": [_NAMES[index]],
                "parameters": [{"name": one, "in": "query", "schema": {"type": "string"}} for one in _NAMES[::9]],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": schemas[name]}}}},
            }
        }
        for index, name in enumerate(_NAMES[::3])
    }
    description = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    chosen = dict(list(schemas.items())[::9])
    assert check({"shop": {**description, "components": {"schemas": chosen}}}, tmp_path)


OBEYED_ELSEWHERE = {
    "default_factory": f"({RUN}, list)[1]",
    "x-python-type": f"int; {RUN}",
    "x-python-import": {"module": "os", "name": f"getcwd\n{RUN}"},
    "customTypePath": f"os.getcwd\n{RUN}",
    "customBasePath": f"os.getcwd\n{RUN}",
    "x-go-type-import": {"path": f"os\n{RUN}", "name": RUN},
    "x-enum-varnames": [f"A = 1\n{RUN}"],
    "validators": [{"field": f"v', {RUN} and 'v", "function": RUN}],
    "decorators": [f"@{RUN}"],
}
"""Keys of a schema that name code to other generators, datamodel-code-generator among them."""


def test_extensions_that_name_code_are_ignored(tmp_path: Path) -> None:
    keys = OBEYED_ELSEWHERE
    array = {"type": "array", "items": {"type": "string", **keys}, **keys}
    thing = {"type": "object", "properties": {"a": array, "b": {"enum": ["x"], **keys}}, **keys}
    answer = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    described = {
        f"p{index}": {
            **{"openapi": version, "info": {"title": "t", "version": "1"}},
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": answer}}}},
            "components": {"schemas": {"Thing": thing}},
        }
        for index, version in enumerate(("3.0.3", "3.1.0", "3.2.0"))
    }
    assert check(described, tmp_path) == list(described)
    for path in (tmp_path / "out").rglob("*.py"):
        if "_runtime" not in path.parts:
            assert "getcwd" not in path.read_text("utf-8"), path


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_every_text_in_every_place(version: str, tmp_path: Path) -> None:
    check({f"p{index}": document(text, version) for index, text in enumerate(PAYLOADS.values())}, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*_SPECIAL, *_NAMES])
def test_every_payload_in_each_place(name: str, tmp_path: Path) -> None:
    places = isolated(PAYLOADS[name])
    check({f"p{index}": one for index, one in enumerate(places.values())}, tmp_path)


def check(described: Mapping[str, Any], folder: Path) -> list[str]:
    """Generate every document; what is not refused is parsed and imported. Return the names of the packages."""
    made: list[str] = []
    for name, description in described.items():
        outcome = generate(description, folder / "specs" / name, name)
        assert outcome.crash is None, f"{name}: {outcome.crash}"
        assert outcome.files is not None or any(one.severity == "error" for one in outcome.diagnostics)
        for path, text in (outcome.files or {}).items():
            inspect(path, text)
            target = folder / "out" / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        if outcome.files:
            made.append(name)
    if made:
        load_packages(made, folder)
    return made


def inspect(path: str, text: str) -> None:
    """Judge by rules of its own, as the gate has judged before: nothing runs but what our templates write."""
    assert path == path.lower() or path.isascii()
    assert not path.startswith("/")
    assert ".." not in path
    if not path.endswith(".py"):
        return
    tree = ast.parse(text)
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    imported = {one.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for one in node.names}
    for node in ast.walk(tree):
        assert not isinstance(node, _FORBIDDEN), f"{path}: {ast.dump(node)[:200]}"
        match node:
            case ast.Lambda(args=arguments):
                assert not ast.unparse(arguments), f"{path}: {ast.unparse(node)}"
            case ast.ImportFrom(module=module, level=0):
                assert module in _MODULES, f"{path}: {ast.unparse(node)}"
            case ast.Import(names=names):
                assert [one.name for one in names] == ["builtins"]
            case ast.Call(func=ast.Name(id=called)):
                assert called in defined | imported | {"super"}, f"{path}: {called}"
            case ast.Attribute(attr=attribute):
                assert not attribute.startswith("__") or attribute == "__init__", f"{path}: {attribute}"
            case _:
                pass


def load_packages(names: list[str], folder: Path) -> None:
    """Import every module of the packages in `folder/out` and build their models; nothing of them may have run."""
    from tests.cases.test_cases import RUNTIME

    if not names:
        return
    for name in names:
        (folder / "out" / name / "_runtime").symlink_to(RUNTIME)
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        cwd=folder / "out",
        check=False,
        timeout=600,
        env={"PYTHONPATH": "."},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    # A tag may be called like the canary: its module is one of the package.
    modules = {folder / "out" / name / f"{CANARY}.py" for name in names}
    assert not {*folder.rglob(f"{CANARY}*")} - modules
