"""A module that the gate shows to be importable is importable; each way in which an import can fail is seen."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

import generator.runtime as whole_runtime
from generator.gate import imports
from generator.gate.check import examine, importable
from generator.gate.importable import TAKEN
from generator.runtime.models.model import Model

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "tests" / "cases").glob("*/expected"))
RUNTIME = ".._runtime"
PACKAGE = "shown"
"""The package that holds the runtime and the client `acme`."""


def shown(files: Mapping[str, str]) -> frozenset[str] | None:
    """Return the modules that can be imported, by the gate; None if it refuses one."""
    found = examine(files, RUNTIME)
    return None if found.problems else importable(list(files), files, found.facts, RUNTIME)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which modules are the client `shown.acme`, with the program's runtime next to it."""
    parent = ModuleType(PACKAGE)
    parent.__path__ = [str(tmp_path)]
    sys.modules[PACKAGE] = parent
    yield tmp_path / "acme"
    forget()
    del sys.modules[PACKAGE]


def forget() -> None:
    """Unload the client."""
    for name in [one for one in sys.modules if one.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def failing(folder: Path, files: Mapping[str, str]) -> dict[str, Exception]:
    """Import all modules of a client, each by itself; return path → error of those that cannot be imported."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    errors: dict[str, Exception] = {}
    for path in files:
        forget()
        sys.modules[f"{PACKAGE}._runtime"] = whole_runtime
        name = path.removesuffix(".py").removesuffix("__init__").replace("/", ".").rstrip(".")
        try:
            importlib.import_module(f"{PACKAGE}.acme.{name}" if name else f"{PACKAGE}.acme")
        except Exception as error:  # Whatever an import raises.
            errors[path] = error
    return errors


def golden(case: Path) -> dict[str, str]:
    files = {one.relative_to(case).as_posix(): one.read_text("utf-8") for one in case.rglob("*.py")}
    return {path: text.replace("._runtime", RUNTIME) for path, text in files.items() if "/" not in path}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.parent.name)
def test_nearly_all_that_is_generated_is_shown_to_be_importable(case: Path) -> None:
    files = {one.relative_to(case).as_posix(): one.read_text("utf-8") for one in case.rglob("*.py")}
    found = examine(files, "._runtime")
    assert not found.problems
    assert files.keys() - importable(list(files), files, found.facts, "._runtime") <= {"webhook_events.py"}


FUTURE = "from __future__ import annotations\n"
MODEL = f"{FUTURE}from typing import Any, TypeAlias\nfrom {RUNTIME} import Model\n"
CLIENT = f"{FUTURE}from {RUNTIME} import Client\nfrom .errors import STATUS_ERRORS\n"
ERRORS = f"{FUTURE}from {RUNTIME} import StatusError\n"
FAILING: Mapping[str, Mapping[str, str]] = {
    "a name that the module does not define": {"client.py": CLIENT, "errors.py": ERRORS},
    "a name that only type checkers see": {
        "client.py": CLIENT,
        "errors.py": f"{FUTURE}from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .models import STATUS_ERRORS\n",
        "models.py": MODEL,
    },
    "a circle": {
        "models/__init__.py": FUTURE,
        "models/a.py": f"{FUTURE}from .b import B\nfrom .{RUNTIME} import Model\n\n\nclass A(Model):\n    pass\n",
        "models/b.py": f"{FUTURE}from .a import A\nfrom .{RUNTIME} import Model\n\n\nclass B(Model):\n    pass\n",
    },
    "a base that is no class": {
        "models/__init__.py": FUTURE,
        "models/a.py": f"{FUTURE}from .b import B\n\n\nclass A(B):\n    pass\n",
        "models/b.py": f"{FUTURE}from typing import Literal, TypeAlias\n\nB: TypeAlias = Literal[1]\n",
    },
    "a union of None and an alias of None": {
        "models.py": f"{MODEL}\nN: TypeAlias = None\n\n\nclass A(Model):\n    a: N | None = None\n"
    },
    "the same, by an alias of the alias": {
        "models.py": f"{MODEL}\nN: TypeAlias = None\nO: TypeAlias = N\n\nP: TypeAlias = O | None\n"
    },
    "an imported alias of None": {
        "models/__init__.py": FUTURE,
        "models/a.py": f"{FUTURE}from .b import N\nfrom typing import TypeAlias\n\nA: TypeAlias = N | None\n",
        "models/b.py": f"{FUTURE}from typing import TypeAlias\n\nN: TypeAlias = None\n",
    },
    "a field that pydantic refuses": {"models.py": f"{MODEL}\n\nclass A(Model):\n    model_config: Any = None\n"},
    "a rule without its items": {
        "calls.py": f"{FUTURE}from typing import Any\nfrom {RUNTIME} import PaginationRule\n\n"
        "_A: PaginationRule[Any] = PaginationRule(style='url')\n"
    },
    "a signature that the runtime does not know": {
        "webhook_events.py": f"{FUTURE}from typing import Any\nfrom {RUNTIME} import BodySignature, Webhooks\n\n"
        "WEBHOOKS: Webhooks[Any] = Webhooks(lambda: (), verification=BodySignature(digest='md4'))\n"
    },
    "a model that is not there": {
        "calls.py": f"{FUTURE}from typing import Any\nfrom {RUNTIME} import JSON, Operation\nfrom . import models\n\n"
        "_A: Operation[Any] = Operation('GET', '/', querystring='a', path={'b': Style('form', type=models.Gone)})\n".replace(
            "import JSON, Operation", "import Operation, Style"
        ),
        "models.py": MODEL,
    },
}


@pytest.mark.parametrize("files", FAILING.values(), ids=FAILING)
def test_what_cannot_be_imported_is_not_shown_to_be(folder: Path, files: Mapping[str, str]) -> None:
    files = {"__init__.py": "", **files}
    known = shown(files)
    assert known is not None, "the gate refuses it, so it is no test of this"
    failed = failing(folder, files)
    assert failed
    assert not known & failed.keys(), failed


@pytest.mark.parametrize(
    "expression",
    [
        "None | None",
        "int | None | None",
        "Annotated[int]",
        "Nullable[int, str]",
        "Nullable[()]",
        "int[str]",
        "ClassVar[int, str]",
        "Operation[int, str]",
    ],
)
def test_a_type_that_cannot_be_evaluated_is_refused(expression: str) -> None:
    text = (
        f"{FUTURE}from typing import Annotated, ClassVar, TypeAlias\n"
        f"from {RUNTIME} import Model, Nullable, Operation\n\nA: TypeAlias = {expression}\n"
    )
    assert bool(examine({"models.py": text}, RUNTIME).problems) == (expression != "int | None | None")


def test_a_union_that_not_every_python_compiles_is_not_shown() -> None:
    for count, can in ((900, True), (1_100, False)):
        union = " | ".join(["int", *["None"] * count])
        found = examine({"models.py": f"{MODEL}\nA: TypeAlias = {union}\n"}, RUNTIME)
        assert importable(["models.py"], {"models.py": ""}, found.facts, RUNTIME) == ({"models.py"} if can else set())


def test_keys_that_cannot_be_hashed_are_refused() -> None:
    text = f"{FUTURE}from typing import Any\n\nXML_SCHEMAS: Any = {{[1]: 2}}\n"
    assert examine({"xml_schemas.py": text}, RUNTIME).problems


def test_modules_that_the_gate_has_not_seen_now_are_looked_at() -> None:
    files = {"models.py": f"{MODEL}\n\nreturn\n", "errors.py": ERRORS}
    assert importable(list(files), files, {}, RUNTIME) == {"errors.py"}


def test_a_name_that_the_packages_own_runtime_lacks() -> None:
    files = {
        "models.py": MODEL.replace(RUNTIME, "._runtime"),
        "_runtime/__init__.py": '_MODULES = {"a": ("Client",)}\n',
    }
    found = examine({"models.py": files["models.py"]}, "._runtime")
    assert not found.problems
    assert importable(list(files), files, found.facts, "._runtime") == frozenset()
    files["_runtime/__init__.py"] = '_MODULES = {"a": ("Model",)}\n'
    assert importable(list(files), files, found.facts, "._runtime") == {"models.py"}


def test_fields_with_the_name_of_an_attribute_are_not_shown() -> None:
    """Of pydantic's attributes only `model_config` is refused today; a later version may refuse more."""
    names = {name for name in (*dir(Model), *dir(type(Model))) if not name.startswith("_")}
    assert names <= TAKEN


def test_names_of_the_runtime_are_there_and_are_what_the_tables_say() -> None:
    for name, meanings in imports.RUNTIME.items():
        value = getattr(whole_runtime, name)
        if "type" in meanings:
            assert (value | None) is not None
        if "generic_of_one" in meanings:
            assert value[int] is not None
        if "generic_of_two" in meanings:
            assert value[int, str] is not None
        if "base" in meanings:
            assert value is Model


# -- laws: what is drawn from the grammar, and what is taken out of real packages ---------------------------------------

NAMES = ("name", "type", "model_id", "json", "date_", "a", "b", "value", "items", "id", "class_", "x")
LEAVES = (
    *(
        "int",
        "str",
        "float",
        "bool",
        "None",
        "Any",
        "datetime",
        "Decimal",
        "UUID",
        "Base64",
        "DecimalNumber",
        "Duration",
    ),
    *(
        "Unknown",
        "A",
        "B",
        "C",
        "Literal[1, 'a', None, -2, True]",
        "Literal['x']",
    ),
)
METADATA = (
    *(
        "Field(ge=1, lt=-2.5)",
        "Field(alias='a-b')",
        "Field(min_length=1, max_length=2)",
        "Field(init=False, repr=True)",
    ),
    *("READ_ONLY", "WRITE_ONLY", "Asserts({'a': [1, {'b': None}]})", "MultipleOf(0)", "Pattern('(')", "UniqueItems()"),
    *("Tagged('a', {'b': 'C'})", "Tagged('a', {}, optional=True, default='X')", "OneOf()", "OneOf(int, None)"),
)
HEAD = f"""{FUTURE}from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias
from uuid import UUID
from pydantic import Field
from {RUNTIME} import READ_ONLY, WRITE_ONLY, Asserts, Base64, DecimalNumber, Duration, Model, MultipleOf, Nullable
from {RUNTIME} import OneOf, Pattern, Tagged, TypeAliasType, TypedEvent, UniqueItems, Unknown


"""


def drawn_type(random: Random, depth: int = 3) -> str:
    """Return a type that the grammar allows, or nearly allows."""
    if depth == 0 or random.random() < 0.25:
        return random.choice(LEAVES)

    def inner() -> str:
        return drawn_type(random, depth - 1)

    match random.randrange(7):
        case 0:
            return f"{random.choice(('list', 'tuple', 'type', 'list'))}[{inner()}]"
        case 1:
            return f"{random.choice(('dict', 'Mapping', 'tuple'))}[{inner()}, {inner()}]"
        case 2:
            return f"tuple[{inner()}, ...]"
        case 3:
            return f"{random.choice(('Nullable', 'TypedEvent'))}[{inner()}]"
        case 4:
            metadata = ", ".join(random.sample(METADATA, random.randrange(1, 3)))
            return f"Annotated[{inner()}, {metadata}]"
        case _:
            return " | ".join(inner() for _ in range(random.randrange(2, 5)))


def drawn_module(random: Random) -> str:
    """Return a module of models."""
    parts: list[str] = []
    bases = ["Model"]
    for name in "ABC":
        match random.randrange(5):
            case 0:
                parts.append(f"{name}: TypeAlias = {drawn_type(random)}\n")
            case 1:
                parts.append(f"{name} = TypeAliasType({name!r}, {drawn_type(random)!r})\n")
            case _:
                base = random.choice(bases) + random.choice(("", "", ", extra='forbid'"))
                bases.append(name)
                fields = random.sample(NAMES, random.randrange(4))
                ends = ("", " = None", " = 'x'", " = {'a': [1]}", " = -1")
                lines = [f"    {one}: {drawn_type(random)}{random.choice(ends)}\n" for one in fields]
                if random.random() < 0.1:
                    lines.append("    __asserts__ = Asserts({'a': 1})\n")
                if random.random() < 0.1:
                    lines.append(f"    __pydantic_extra__: dict[str, {drawn_type(random)}] = Field(init=False)\n")
                parts.append(f"class {name}({base}):\n    pass\n{''.join(lines)}\n\n")
    return HEAD + "\n".join(parts)


def import_drawn(random: Random, count: int) -> int:
    """Import the drawn modules that are shown to be importable, and return how many these are."""
    found = 0
    for _ in range(count):
        text = drawn_module(random)
        if not shown({"models.py": text}):
            continue
        found += 1
        module = ModuleType(f"{PACKAGE}.acme.models")
        module.__package__ = f"{PACKAGE}.acme"
        sys.modules |= {module.__name__: module, f"{PACKAGE}._runtime": whole_runtime}
        try:
            exec(compile(text, "models.py", "exec"), vars(module))
        except Exception as error:
            raise AssertionError(text) from error
    return found


@pytest.mark.filterwarnings("ignore:Field name:UserWarning")
def test_drawn_modules_that_are_shown_can_be_imported(folder: Path) -> None:
    assert import_drawn(Random(18), 200) > 50


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Field name:UserWarning")
def test_many_drawn_modules_that_are_shown_can_be_imported(folder: Path) -> None:
    assert import_drawn(Random("many"), 4_000) > 1_200


def thinned(files: Mapping[str, str], random: Random) -> dict[str, str]:
    """Return the files of a package without one statement of one module."""
    path = random.choice(sorted(path for path in files if files[path].count("\n") > 5))
    tree = ast.parse(files[path])
    body: list[Any] = random.choice(
        [tree.body, *(one.body for one in tree.body if isinstance(one, ast.ClassDef | ast.If))]
    )
    body.pop(random.randrange(len(body)))
    if not body:
        body.append(ast.Pass())
    return {**files, path: ast.unparse(tree)}


def import_thinned(folder: Path, case: str, count: int) -> int:
    """Import packages without one of their statements, and return how many have a module that cannot be imported."""
    files = golden(ROOT / "tests" / "cases" / case / "expected")
    random, broken = Random(case), 0
    for _ in range(count):
        changed = thinned(files, random)
        known = shown(changed)
        if known is None:
            continue
        failed = failing(folder, changed)
        broken += bool(failed)
        # A module fails with the one that it imports; at least one of them must have been imported on trial.
        assert not failed or failed.keys() - known, failed
    return broken


THIN = ("model-union-discriminated", "parameter-typed-styles", "security-alternatives", "paging-and-polling")


def test_packages_that_lack_a_statement(folder: Path) -> None:
    assert import_thinned(folder, "model-union-discriminated", 25)


@pytest.mark.slow
@pytest.mark.parametrize("case", THIN)
def test_many_packages_that_lack_a_statement(folder: Path, case: str) -> None:
    assert import_thinned(folder, case, 400)
