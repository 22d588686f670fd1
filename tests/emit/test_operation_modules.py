"""Where operations lie, and what a call loads: its own models, and no other operation's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.publication import runtime_files
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load
from generator.emit.operation_modules import LARGE, arrange_operations
from generator.gate.check import check
from generator.ir.api import Operation

MANY = 320
"""Models, each in a module of its own."""


def operation(path: str, method: str = "get") -> Operation:
    return Operation(method, path, None, (), "", "", False, (), None, (), ())


def modules(*paths: str, resource: str = "repos") -> dict[str, str]:
    filler = [operation(f"/filler/{number}") for number in range(LARGE)]
    found = arrange_operations([*map(operation, paths), *filler], resource, {})
    return {one.path: name for name, members in found.items() for one in members}


def test_few_operations_need_one_module() -> None:
    assert arrange_operations([operation(f"/a/{number}") for number in range(LARGE)], "a", {}) == {}


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("/repos/{owner}/{repo}", "base"),
        ("/repos/{owner}/{repo}/hooks", "hooks"),
        ("/repos/{owner}/{repo}/hooks/{hook}/deliveries", "hooks"),
        ("/orgs/{org}/repos", "base"),
        ("/orgs/{org}/repo-rules/{rule}", "repo_rules"),
        ("/user/repos", "base"),
        ("/repos/{id}/import", "import_"),
        ("/repos/{id}/base", "base_"),
        ("/repos/{id}/nul", "nul_"),
        ("/repos/{id}/7days", "other"),
        ("/repos/{id}/名前", "other"),
        ("/repos/{id}/acme.copy", "base"),
        ("/repos/{id}/range(address='{address}')/cells", "cells"),
        ("/repos/{id}:archive", "base"),
    ],
)
def test_the_path_of_an_operation_gives_its_module(path: str, module: str) -> None:
    assert modules(path)[path] == module


def test_nothing_moves_when_an_operation_is_added() -> None:
    paths = ["/repos/{repo}/hooks", "/repos/{repo}/keys/{key}", "/repos"]
    before = modules(*paths)
    assert before.items() <= modules(*paths, "/repos/{repo}/hooks/{hook}/tests", "/repos/{repo}/keys", "/a/b").items()


def test_a_crowded_module_is_divided_by_the_next_segment() -> None:
    crowd = [f"/repos/{{repo}}/items/{{item}}/{part}/x{number}" for part in ("files", "notes") for number in range(60)]
    found = modules("/repos/{repo}/items", *crowd)
    assert (found["/repos/{repo}/items"], found[crowd[0]], found[crowd[-1]]) == ("items", "items_files", "items_notes")


def test_without_telling_paths_the_nouns_of_methods_divide_modules() -> None:
    names = [f"create_gateway_{kind}_{number}" for kind in ("route", "policy") for number in "abcdefghij" * 6]
    operations = [operation(f"/#Action={number}") for number in range(len(names))]
    methods = {one.key: name for one, name in zip(operations, names, strict=True)}
    found = arrange_operations(operations, "gateways", methods)
    assert {name: len(members) for name, members in found.items()} == {"policy": 60, "route": 60}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def document() -> dict[str, Any]:
    """Many operations on `things`, each with a model of its own, some on the client itself, and methods with odd names."""
    letters = [f"{a}{b}" for a in "bcdfghjklmnpqrstvwxz" for b in "aeiouy"][: LARGE + 10]
    nouns = [f"{word}thing".capitalize() for word in letters]
    schemas: dict[str, Any] = {
        f"{a}{b}{number}".capitalize(): {"type": "object", "properties": {"a": {"type": "string"}}}
        for number, (a, b) in enumerate((a, b) for a in "bcdfghjklmnpqrst" for b in ("ar", "er", "or", "ur") * 5)
    }
    paths: dict[str, Any] = {}
    for word, noun in zip(letters, nouns, strict=True):
        schemas[noun] = {"type": "object", "required": ["at"], "properties": {"at": ref(f"{noun}Place")}}
        schemas[f"{noun}Place"] = {"type": "object", "properties": {"on": {"type": "string", "format": "date"}}}
        path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        get = {"operationId": f"get-{word}", "tags": ["things"], "parameters": [path], "responses": answer(ref(noun))}
        paths[f"/things/{{id}}/{word}"] = {"get": get}
    odd = {"operationId": "models", "tags": ["odd"], "responses": answer(ref(nouns[0]))}
    body = {"content": {"application/json": {"schema": ref(nouns[2])}}}
    listed = {"operationId": "list", "tags": ["odd"], "responses": answer({"type": "array", "items": ref(nouns[1])})}
    paths |= {
        "/odd/models": {"get": odd},
        "/odd/list": {"get": listed, "post": {**odd, "operationId": "put", "requestBody": body}},
    }
    paths["/"] = {"get": {"operationId": "root", "responses": answer(ref(nouns[3]))}}
    paths["/models"] = {"get": {"operationId": "models-list", "tags": ["models"], "responses": answer(ref(nouns[4]))}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = Report()
    main = load(json.dumps(document()).encode(), "large.json", report)
    assert main is not None
    generated = pipeline.generate(Inputs(Source(main), Settings(), "large", runtime="._runtime"), report)
    assert generated is not None, list(report)
    assert generated.models > MANY
    root = tmp_path_factory.mktemp("large")
    runtime = {f"_runtime/{path}": text for path, text in runtime_files().items()}
    for name, text in {**generated.files, **runtime}.items():
        path = root / "large" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


START = """
import copy, inspect, pickle, sys, typing
import large

def loaded(below):
    return sorted(name.removeprefix(f"large.{below}") for name in sys.modules if name.startswith(f"large.{below}"))

"""
CLIENT = """
import httpx
def answer(request):
    return httpx.Response(200, json=[{"at": {}}] if request.url.path == "/odd/list" else {"at": {"on": "2026-01-02"}})
client = large.Large(base_url="http://x", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
"""


def run(root: Path, code: str) -> str:
    command = [sys.executable, "-c", START + code]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_and_constructing_load_neither_models_nor_operations(large: Path) -> None:
    code = "large.Large(base_url='http://x'); large.AsyncLarge(base_url='http://x')"
    assert (
        run(large, f"{code}; print(loaded('models'), loaded('things'), 'pydantic.main' in sys.modules)")
        == "[] [] False"
    )


def test_asking_for_a_resource_loads_no_model(large: Path) -> None:
    assert run(large, f"{CLIENT}client.things; print(loaded('models.'), loaded('things'))") == "[] ['']"


def test_a_call_loads_only_its_own_models(large: Path) -> None:
    code = f"{CLIENT}print(client.things.get_ba('1').at.on, loaded('models.'), loaded('things.'))"
    assert run(large, code) == "2026-01-02 ['bathing'] ['ba']"


def test_operations_of_the_client_itself_load_only_their_own_models(large: Path) -> None:
    assert (
        run(large, f"{CLIENT}print(loaded('models'), client.root().at.on, loaded('models.'))")
        == "[] 2026-01-02 ['bothing']"
    )


@pytest.mark.parametrize("kind", ["Things", "AsyncThings"])
def test_a_resource_of_many_modules_is_a_class_like_another(large: Path, kind: str) -> None:
    code = f"""
from large.things import {kind} as Things, get_be_request
from large import things
assert Things.get_ba is Things.get_ba and inspect.isfunction(Things.get_ba)
assert {{"get_ba", "get_be"}} <= set(dir(Things)) and "get_be_request" in dir(things)
assert get_be_request("1").operation.template == "/things/{{id}}/be"
assert pickle.loads(pickle.dumps(Things)) is Things and Things.__module__ == "large.things"
made = Things(None)
assert {{"get_ba", "get_be"}} <= set(dir(made)) and copy.copy(made).get_bi.__self__ is not made
assert not hasattr(Things, "get_nothing") and not hasattr(made, "get_nothing") and not hasattr(things, "nothing_request")
class Own(Things):
    get_bo = None
assert Own(None).get_bu.__func__ is Things.get_bu and Own.get_bo is None
print(inspect.signature(made.get_be))
"""
    assert run(large, code) == "(id: 'str', *, options: 'RequestOptions | None' = None) -> 'models.Bething'"


def test_hints_of_methods_and_models(large: Path) -> None:
    code = """
from large.models import Bathing, BathingPlace, Bething, Bithing, Bothing
client = large.Large(base_url="http://x")
methods = [client.things.get_ba, client.root, client.odd.models, client.odd.list, client.odd.put]
hints = [typing.get_type_hints(one) for one in methods]
assert [one["return"] for one in hints] == [Bathing, Bothing, Bathing, list[Bething], Bathing]
assert hints[-1]["body"] is Bithing
Bathing(at={})
assert typing.get_type_hints(Bathing)["at"] is BathingPlace
"""
    assert run(large, code) == ""


def test_models_and_clients_can_be_pickled_and_copied(large: Path) -> None:
    code = """
from large.models import Bathing
thing = Bathing.model_validate({"at": {"on": "2026-01-02"}})
print(pickle.loads(pickle.dumps(thing)) == copy.deepcopy(thing) == thing)
"""
    assert run(large, code) == "True"


USER = """
from large import AsyncLarge, Large
from large.models import Bathing
from large.things import Things, get_ba_request
def use(client: Large, things: Things) -> list[Bathing]:
    reveal_type(client.things.get_ba)
    return [client.things.get_ba("1"), client.send(get_ba_request("1")).data, things.get_ba("1"), client.odd.models()]
async def wait(client: AsyncLarge) -> Bathing:
    client.things.nothing()
    return await client.things.get_ba("1")
"""
SETTINGS = """
[tool.mypy]
strict = true
[tool.pyright]
typeCheckingMode = "strict"
include = ["large", "user.py"]
"""


@pytest.mark.types
@pytest.mark.parametrize(
    "command", [["mypy", "large", "user.py"], ["pyright", "--pythonpath", sys.executable]], ids=["mypy", "pyright"]
)
def test_type_checkers_know_every_method(large: Path, command: list[str]) -> None:
    (large / "user.py").write_text(USER, "utf-8")
    (large / "pyproject.toml").write_text(SETTINGS, "utf-8")
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    printed = subprocess.run(program, cwd=large, capture_output=True, text=True, check=False).stdout
    errors = [line for line in printed.splitlines() if re.search(r"\berror:|- error\b", line)]
    assert {"user.py:9" in line and "nothing" in line for line in errors} == {True}, printed
    assert re.search(
        r"\(id: (builtins\.)?str, .*options: .*RequestOptions.*\) -> (large\.models\.bathing\.)?Bathing", printed
    ), printed


PACKAGE = """\
from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime import LazyOperations

if TYPE_CHECKING:
    {}
else:
    {}
"""
IMPORT = "from .hooks import ReposHooks, get_request as get_request"
LAZY = '__getattr__ = LazyOperations(__name__, "Repos", {"hooks": ("get",)})'


def gate(imported: str, statement: str) -> list[str]:
    files = {"repos/__init__.py": PACKAGE.format(imported, statement), "repos/hooks.py": "", "client.py": ""}
    return check(files, "._runtime")


def test_the_gate_lets_a_lazy_resource_pass() -> None:
    assert gate(IMPORT, LAZY) == []


@pytest.mark.parametrize(
    ("imported", "statement"),
    [
        ("from .hooks import get_request as system", LAZY),
        ("from .hooks import _request as _request", LAZY),
        ("from os import get_request as get_request", LAZY),
        (IMPORT, '__getattr__ = LazyOperations("os", "Repos", {"hooks": ("get",)})'),
        (IMPORT, '__getattr__ = LazyOperations(__name__, "os.path", {"hooks": ("get",)})'),
        (IMPORT, '__getattr__ = LazyOperations(__name__, "Repos", {"os.path": ("get",)})'),
        (IMPORT, '__getattr__ = LazyOperations(__name__, "Repos", {"hooks": (get,)})'),
        (IMPORT, '__getattr__ = LazyOperations(__name__, eval, {"hooks": ("get",)})'),
    ],
)
def test_the_gate_refuses_anything_else(imported: str, statement: str) -> None:
    assert gate(imported, statement)
