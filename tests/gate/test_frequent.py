"""What is read from its text means what its syntax tree means."""

from __future__ import annotations

import ast
import random
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.gate import check as gate
from generator.gate.check import Examined, examine
from generator.gate.frequent import ConstantText, FunctionText, PropertyText, statements
from generator.gate.literals import is_literal
from generator.gate.modules import kind_of

from .text_mutations import mutant

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [
    *(one for one in sorted((ROOT / "generated").iterdir()) if one.is_dir() and one.name != "_runtime"),
    *sorted((ROOT / "tests" / "cases").glob("*/expected")),
]


def _files(folder: Path) -> dict[str, str]:
    files = {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in folder.rglob("*.py")}
    return {path: text for path, text in files.items() if "_runtime" not in path}


def _runtime(folder: Path) -> str:
    return ".._runtime" if folder.parent.name == "generated" else "._runtime"


def _by_tree(
    monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str], runtime: str, others: Mapping[str, str]
) -> Examined:
    """Examine modules by their syntax trees alone."""
    with monkeypatch.context() as patched:
        patched.setattr(gate, "statements", lambda _text, _kind: None)
        return examine(files, runtime, others=others)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_modules_are_read_alike_from_text_and_from_trees(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _files(folder)
    assert examine(files, _runtime(folder)) == _by_tree(monkeypatch, files, _runtime(folder), {})


def test_nearly_all_functions_and_operations_are_read_from_their_text() -> None:
    read = parsed = 0
    for folder in FOLDERS:
        for path, text in _files(folder).items():
            if kind_of(path) in ("operations", "testing"):
                found = statements(text, kind_of(path))
                assert found is not None, path
                members = [one for each in found for one in (each.body if isinstance(each, ast.ClassDef) else (each,))]
                read += sum(isinstance(one, FunctionText | ConstantText | PropertyText) for one in members)
                parsed += sum(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) for one in members)
    assert read > 30 * parsed


def _disagreements(monkeypatch: pytest.MonkeyPatch, seed: int, count: int) -> Iterator[tuple[Path, str, str]]:
    """Yield the mutants whose text and tree are judged differently."""
    rng = random.Random(seed)
    modules = [
        (folder, path, text) for folder in FOLDERS for path, text in _files(folder).items() if 200 < len(text) < 20_000
    ]
    for folder, path, text in rng.choices(modules, k=count):
        changed = mutant(text, rng)
        if rng.random() < 0.3:
            changed = mutant(changed, rng)
        others = _files(folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            by_text = examine({path: changed}, _runtime(folder), others=others)
            by_tree = _by_tree(monkeypatch, {path: changed}, _runtime(folder), others)
        if by_text != by_tree:
            yield folder, path, changed


def test_changed_modules_are_judged_alike_from_text_and_from_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(_disagreements(monkeypatch, 1, 1_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_changed_modules_are_judged_alike(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(_disagreements(monkeypatch, seed, 20_000)) == []


HEAD = '''"""The calls."""

from __future__ import annotations

from . import models
from ._runtime import JSON, Operation, PaginationRule, Paginator, Request, RequestOptions, Resource, Style

_GET: Operation[str] = Operation(
    "GET",
    "/calls/{id}",
    responses=lambda: {
        200: JSON(str),
    },
)
_ALL: PaginationRule[str] = PaginationRule(
    style="page",
    items="/items",
    query="page",
)


@_GET.builder
def get_request(id: str, *, page: int | None = None) -> Request[str]:
    """Build the request."""
    return Request(_GET, path={"id": id}, query={"page": page})


class Calls(Resource):
    """Calls."""

    def get(self, id: str, *, page: int | None = None, options: RequestOptions | None = None) -> str:
        """Get one."""
        return self._client.send(get_request(id, page=page), options=options).data

    def get_all(
        self,
        id: str,
        *,
        page: int | None = None,
        options: RequestOptions | None = None,
    ) -> Paginator[str, str]:
        """Get all."""
        return Paginator(self._client, get_request(id, page=page), _ALL, options)
'''


def test_the_module_that_is_changed_below_passes() -> None:
    assert examine({"calls.py": HEAD}, "._runtime", others={"models.py": "", "_runtime/__init__.py": ""}).problems == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A text that ends before it seems to: what follows would be code.
        (
            '"""Get one."""',
            '"""Get\n\n    def a(self) -> str:\n        """\n        evil()\n        """\n        return 1',
        ),
        ('"""Get one."""', '"""Get one.""" or evil("""x""")'),
        ('"""Get one."""', '"""Get one."""; evil()'),
        ('"""Get one."""', '"""Get \\x one."""'),
        ('"""Get one."""', 'f"""{evil()}"""'),
        # A comment, a line end or a bracket within what is judged by itself.
        ("id: str, *, page: int | None = None, options", "id: str): pass #, *, page: int | None = None, options"),
        ("page: int | None = None, options", "page: int | None = None,, options"),
        ("page: int | None = None, options", "page: int | None = None, page: int, options"),
        ("page: int | None = None, options", "page: (int | None) = evil(), options"),
        ("page: int | None = None, options", "page: 'evil()' = None, options"),
        ('-> str:\n        "', '-> str;:\n        "'),
        ("(self, id: str, *,", "(self, id: str = 'a', other: str, *,"),
        ("(self, id: str, *, page", "(self, id: str, *, *, page"),
        ('-> str:\n        "', '-> str) or (str:\n        "'),
        ('-> str:\n        "', "-> 'evil()':\n        \""),
        ("        200: JSON(str),", "        200: JSON(str) if evil() else JSON(str),"),
        ("        200: JSON(str),\n    },", "        200: JSON(str),\n    },\n    responses=lambda: {},"),
        ("        200: JSON(str),\n    },", '        200: JSON("str"),\n    },'),
        ('    "/calls/{id}",\n', '    "/calls/{id}",\n    evil(),\n'),
        # Names that mean something else.
        ("send(get_request(", "send(eval("),
        ("send(get_request(", "request(get_request("),
        ("get_request(id, page=page)", "get_request(id, page=page, page=page)"),
        ("get_request(id, page=page)", "get_request(page=page, id)"),
        ("get_request(id, page=page)", "get_request(id, page=other)"),
        ("get_request(id, page=page)", "get_request(id, class=page)"),
        ("options=options).data", "options=options).text"),
        ("options=options).data", "options=page).data()"),
        ("def get(self", "def class(self"),
        ("def get(self", "def __init_subclass__(self"),
        ("def get(self", "async def get(self"),
        ("@_GET.builder", "@_OTHER.builder"),
        ("return Request(_GET,", "return Request(_OTHER,"),
        ("return Request(_GET,", "return Response(_GET,"),
        ('path={"id": id}', 'path={"id": evil}'),
        ('path={"id": id}', 'path={"id": id}, path={"id": id}'),
        ('path={"id": id}', 'paths={"id": id}'),
        ("def get_request(id: str,", "def get_request(Request: str, id: str,"),
        ("    def get(self, id", "    id: int = 1\n\n    def get(self, id"),
        ('class Calls(Resource):\n    """Calls."""', "class Calls(Resource): 'Calls'"),
        ("class Calls(Resource)", "class str(Resource)"),
        ("return Paginator(self._client,", "return Paginator(self,"),
        ("return Paginator(self._client,", "return Paginator(evil,"),
        ("return Paginator(", "return Request("),
        (
            "return Paginator(self._client, get_request(id, page=page), _ALL",
            "return Paginator(self._client, get_request(id), _GET",
        ),
        ("_ALL, options)", "_ALL, page=options)"),
        ("    def get_all(", "    async def get_all("),
        ('    style="page",', '    style="evil",'),
        ('    style="page",', '    style="page",\n    responses=lambda: {},'),
        ('    query="page",\n', '    query="page",\n    query="page",\n'),
        ("_ALL: PaginationRule[str] = PaginationRule(", "_ALL: PaginationRule[str] = (PaginationRule("),
        ("_ALL: PaginationRule[str] = PaginationRule(", "_all: PaginationRule[str] = PaginationRule("),
    ],
)
def test_a_change_of_what_is_read_from_text_is_refused(old: str, new: str) -> None:
    changed = HEAD.replace(old, new, 1)
    assert changed != HEAD
    found = examine({"calls.py": changed}, "._runtime", others={"models.py": "", "_runtime/__init__.py": ""})
    assert len(found.problems) == 1, found.problems


LITERALS = """
[1, 2,] | {'a': 1} | (1,) | () | -1 | 1e999 | {'a': (1, [2])} | [None, True] | {1: {}} | [[], {}, ()] | "a\\u0301\\n" | 'a"b'
[,] | {'a' 1} | [1 2] | [1][0] | (1)(2) | {[]: 1} | 1-2 | f'' | 01 | [a] | {'a': 1, 2} | [1: 2] | 1 .a | Nonex | {**{}} | [*[]] | -True
[1 | 1] | (1] | {1] | "a | [a(1)] | [1, lambda: 1] | [1 if 1 else 2] | [x for x in []] | "\\x4" | "\\N{nothing}" | 1; 2 | `1`
"""


@pytest.mark.parametrize("text", [one.strip() for one in LITERALS.replace("\n", "|").split("|") if one.strip()])
def test_what_is_recognised_as_a_literal_is_one(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            ast.literal_eval(text)
        except (SyntaxError, ValueError, TypeError):
            assert not is_literal(text)
        else:
            assert is_literal(text)


def test_deep_literals_are_left_to_the_parser() -> None:
    assert is_literal("[" * 80 + "]" * 80)
    assert not is_literal("[" * 91 + "]" * 91)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "import JSON, Operation, PaginationRule, Paginator, Request, ",
            "import JSON, Operation, PaginationRule, Paginator, ",
        ),
        ("RequestOptions, Resource", "Resource"),
        ("from ._runtime import JSON, ", "from ._runtime import "),
        ("class Calls(Resource):\n", "class Calls(Resource):\n    RequestOptions = 1\n"),
    ],
)
def test_a_text_that_is_right_in_one_module_is_judged_anew_where_its_names_mean_something_else(
    old: str, new: str
) -> None:
    changed = HEAD.replace(old, new, 1)
    assert changed != HEAD
    found = examine(
        {"calls.py": HEAD, "other.py": changed}, "._runtime", others={"models.py": "", "_runtime/__init__.py": ""}
    )
    assert [one.partition(":")[0] for one in found.problems] == ["other.py"]
    assert list(found.facts) == ["calls.py"]
