"""The gate lets through what the templates write, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.gate.check import check

from . import attacks, attacks_elsewhere, swaps
from .mutations import mutants, samples

ROOT = Path(__file__).resolve().parents[2]
GENERATED = [one for one in sorted((ROOT / "generated").iterdir()) if one.name != "_runtime"]
CASES = sorted((ROOT / "tests" / "cases").glob("*/expected"))
FILES = {**dict.fromkeys(attacks.HEADS, ""), "models/user.py": "", "calls_more/part.py": "", "py.typed": ""}


def problems(path: str, text: str) -> list[str]:
    return check({**FILES, path: text}, ".._runtime")


def _texts() -> Iterator[tuple[str, str]]:
    """Yield all attacks, each with the module that it is appended to."""
    for path, listed in (
        (
            "calls.py",
            (*attacks.IN_OPERATIONS, *attacks.BOUND_LATER_OR_NEVER, *attacks_elsewhere.IN_CALLS, *attacks.IN_RULES),
        ),
        ("models.py", attacks_elsewhere.IN_TYPES),
        ("client.py", attacks_elsewhere.IN_CLIENTS),
    ):
        yield from ((path, text) for text in listed)
    yield from attacks_elsewhere.ELSEWHERE


TEXTS = tuple(_texts())


@pytest.mark.parametrize("folder", [*GENERATED, *CASES], ids=lambda path: path.parent.name + "/" + path.name)
def test_all_generated_modules_pass(folder: Path) -> None:
    files = {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in folder.rglob("*.py")}
    files = {path: text for path, text in files.items() if "_runtime" not in path}
    assert check(files, ".._runtime" if folder in GENERATED else "._runtime") == []


@pytest.mark.parametrize("path", attacks.HEADS)
def test_the_module_without_the_attack_passes(path: str) -> None:
    assert problems(path, attacks.HEADS[path]) == []


@pytest.mark.parametrize(("path", "text"), TEXTS)
def test_an_attack_is_refused_at_its_line(path: str, text: str) -> None:
    head = attacks.HEADS.get(path, "")
    (problem,) = problems(path, head + text)
    if not problem.startswith(f"{path}: is not Python"):  # in this version
        assert int(problem.removeprefix(f"{path}:").partition(":")[0]) > head.count("\n")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "client.py",
            "class Acme(Client):\n    def __init__(self, *, key: str = 'a', **options: Unpack[ClientOptions]) -> None:\n"
            "        super().__init__(base_url=key, servers={'a': 'b'}, **options)\n",
        ),
        (
            "client.py",
            "class Acme(Client):\n    @cached_property\n    def calls(self) -> Calls:\n        from .calls import Calls\n\n"
            "        return Calls(self)\n",
        ),
        (
            "client.py",
            "if TYPE_CHECKING:\n    from . import models\nelse:\n    models = LazyModule(__name__, 'models')\n",
        ),
        (
            "calls.py",
            "class Calls(Resource):\n    def get(self, id: str, options: Any = None) -> Any:\n"
            "        return self._client.send(get_request(id), options=options).data\n",
        ),
        (
            "calls.py",
            "class Calls(Resource):\n    def list(self, filter: str) -> builtins.list[models.Call]:\n"
            "        return self._client.stream(get_request(filter))\n",
        ),
        (
            "calls.py",
            "class A(Resource):\n    def all(self, id: str, options: Any = None) -> Paginator[Any, Any]:\n"
            "        return Paginator(self._client, get_request(id), _ALL, options)\n\n"
            "    def wait(self, id: str, until: Until[Any] | None = None, options: Any = None) -> Any:\n"
            "        return Poller(self._client, get_request(id), _WAIT, options).wait(until, id)\n",
        ),
        (
            "calls.py",
            "class A(AsyncResource):\n    def all(self, id: str, options: Any = None) -> AsyncPaginator[Any, Any]:\n"
            "        return AsyncPaginator(self._client, get_request(id), _ALL, options)\n\n"
            "    async def wait(self, id: str, options: Any = None) -> Any:\n"
            "        return await AsyncPoller(self._client, get_request(id), _WAIT, options).wait(id, id)\n",
        ),
        (
            "calls.py",
            "@_GET.builder\ndef x_request(id: str) -> Request[Any]:\n    return Request(_GET, path={'id': id})\n",
        ),
        ("calls.py", "_O: Operation[Any] = Operation('GET', '/', body=lambda: JSON(models.Call))\n"),
        ("models.py", "class A(Model):\n    x: Annotated[int, Tagged('a', {'b': 'C'}), OneOf(int, str)] = -1\n"),
        (
            "models.py",
            "class Later(Model):\n    x: Later | None = None\n\n\nT = TypeAliasType('T', 'list[T] | Later')\n",
        ),
        ("models.py", "T: TypeAlias = tuple[int, ...]\n"),
        (
            "models/__init__.py",
            "if TYPE_CHECKING:\n    from .user import User\nelse:\n"
            "    __getattr__ = LazyModels(__name__, {'user': ('User',)})\n",
        ),
        ("errors.py", "class A(StatusError):\n    body: Any\n\n\nSTATUS_ERRORS: Mapping[Any, Any] = {404: A}\n"),
        ("xml_schemas.py", "XML_SCHEMAS: Mapping[str, Any] = {'a': {'b': [1, -2.5, None, True, (1,)]}}\n"),
        ("__init__.py", "__all__ = ['Acme']\n"),
    ],
)
def test_the_harmless_form_of_each_attack_passes(path: str, text: str) -> None:
    """An attack is refused for what it adds, not for what it begins with."""
    assert problems(path, attacks.HEADS[path] + text) == []


@pytest.mark.parametrize(
    ("path", "line", "passes"),
    [
        ("calls.py", "from .errors import STATUS_ERRORS", True),
        ("calls.py", "from .errors import NotFoundError", True),
        ("calls.py", "from .errors import _hidden", False),
        ("calls.py", "from .errors import __builtins__", False),
        ("calls.py", "from .nowhere import Thing", False),
        ("calls.py", "from .models.user import User", True),
        ("calls.py", "from ..errors import STATUS_ERRORS", False),
        # Modules with a part of the operations import from the folder above, and from no other.
        ("calls_more/part.py", "from ..errors import STATUS_ERRORS", True),
        ("calls_more/part.py", "from ..calls import get_request", True),
        ("calls_more/part.py", "from .. import models", True),
        ("calls_more/part.py", "from .other import get_request", True),
        ("calls_more/part.py", "from ..models.user import User", False),
        ("calls_more/part.py", "from ...errors import STATUS_ERRORS", False),
        ("calls_more/part.py", "from ..nowhere import Thing", False),
        # Models import models alone.
        ("models/user.py", "from .pet import Pet", True),
        ("models/user.py", "from ..errors import NotFoundError", False),
        ("models/user.py", "from ..calls import Calls", False),
        ("models/user.py", "from .. import models", False),
    ],
)
def test_a_module_imports_what_its_folder_may(path: str, line: str, passes: bool) -> None:
    files = {**FILES, "calls_more/other.py": "", "models/pet.py": "", path: f"{attacks.FUTURE}{line}\n"}
    found = check(files, ".._runtime")
    assert found == [] if passes else [one.partition(": ")[0] for one in found] == [f"{path}:2"]


HEAD = "class Acme(Client):\n    def __init__(self, *, key: str = 'a', **options: Unpack[ClientOptions]) -> None:\n"
CALL = "        super().__init__(base_url=key, servers={'a': 'b'}, **options)\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(self, *, key", "(self, *keys: str, key"),
        ("(self, *, key", "(self, *keys, key"),
        ("(self, *, key", "(*, key"),
        ("(self, *, key", "(this, *, key"),
        ("(self, *, key", "(self: str, *, key"),
        ("(self, *, key", "(self, *, _hidden: str = 'a', key"),
        ("(self, *, key", "(self, *, __class__: str = 'a', key"),
        ("(self, *, key", "(self, /, *, key: str = 'b', key"),
        ("key: str = 'a'", "key: str = 'a', self: str = 'a'"),
        ("key: str = 'a'", "key='a'"),
        ("key: str = 'a'", "key: str = Client"),
        ("key: str = 'a'", "key: str = f'{1}'"),
        ("**options: Unpack[ClientOptions]", "**options"),
        ("**options: Unpack[ClientOptions]", "**_options: Unpack[ClientOptions]"),
        ("**options: Unpack[ClientOptions]", "**key: Unpack[ClientOptions]"),
        (" -> None", ""),
        (" -> None", " -> 'None'"),
        ("    def", "    @cached_property\n    def"),
        ("    def", "    async def"),
        ("class Acme(Client)", "class Acme"),
        ("class Acme(Client)", "class _Acme(Client)"),
        ("class Acme(Client)", "class Acme(Client, Client)"),
        ("class Acme(Client)", "class Acme(Client, metaclass=Client)"),
        ("class Acme", "@cached_property\nclass Acme"),
        ("class Acme", "@Client\nclass Acme"),
    ],
)
def test_the_head_of_a_function_or_class_has_one_form(old: str, new: str) -> None:
    """Each row changes one thing in a client that passes."""
    assert problems("client.py", f"{attacks.HEADS['client.py']}{HEAD}{CALL}") == []
    text = f"{HEAD}{CALL}".replace(old, new)
    assert text != f"{HEAD}{CALL}"
    assert len(problems("client.py", f"{attacks.HEADS['client.py']}{text}")) == 1


def test_the_attacks_are_many() -> None:
    assert len(set(TEXTS)) >= 300


GOLDEN = ("parameter-typed-styles", "model-union-discriminated", "multipart-3-1", "security-alternatives")


@pytest.mark.parametrize("case", GOLDEN)
def test_a_real_module_changed_in_one_place_is_refused(case: str) -> None:
    files = samples(ROOT / "tests" / "cases" / case / "expected")
    for path, text, change in mutants(files, 60):
        found = check({**files, path: text}, "._runtime")
        assert found, f"{change} in {path}:\n{text}"


def looped(text: str) -> Iterator[str]:
    """Yield a module with a loop in place of each of its statements, also of those in classes and functions."""
    count = sum(isinstance(one, ast.stmt) for one in ast.walk(ast.parse(text)))
    for number in range(count):
        tree = ast.parse(text)
        bodies = [one.body for one in ast.walk(tree) if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef)]
        places = [(body, at) for body in bodies for at in range(len(body))]
        for body, at in places[number : number + 1]:
            body[at] = ast.While(ast.Constant(True), [ast.Pass()], [])
            yield ast.unparse(ast.fix_missing_locations(tree))


def test_a_loop_in_place_of_any_statement_is_refused() -> None:
    """No form of the grammar takes a node for one of its own kind."""
    files = samples(ROOT / "tests" / "cases" / "security-alternatives" / "expected")
    for path in ("client.py", "models.py"):
        for text in looped(files[path]) if path in files else ():
            assert check({**files, path: text}, "._runtime"), text


@pytest.mark.slow
def test_thousands_of_changed_modules_are_refused() -> None:
    for folder in CASES:
        files = samples(folder)
        for path, text, change in mutants(files, 100, seed=len(files)) if files else ():
            assert check({**files, path: text}, "._runtime"), f"{folder.parent.name}: {change} in {path}:\n{text}"


@pytest.mark.parametrize(
    "text", ["# -*- coding: utf-7 -*-\n", "# x\n# vim: set fileencoding=latin-1\n", "\n #coding=utf-7\n"]
)
def test_a_file_cannot_say_that_it_has_another_encoding(text: str) -> None:
    assert problems("calls.py", text) == ["calls.py: says that it has another encoding"]


@pytest.mark.parametrize("text", ["x = 'a\u202eb'\n", '"""zero\u200bwidth"""\n', "x = '\0'\n", "x =\n", "'\ud800'\n"])
def test_invisible_characters_are_refused(text: str) -> None:
    assert problems("calls.py", attacks.FUTURE + text)


@pytest.mark.parametrize("depth", [50, 500, 5_000])
def test_deeply_nested_files_are_refused(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    found = problems("xml_schemas.py", f"{attacks.FUTURE}from typing import Any\n\nXML_SCHEMAS: Any = {deep}\n")
    assert bool(found) == (depth > 150)
    union = " | ".join(["int", *["None"] * depth])
    assert problems("models.py", f"{attacks.HEADS['models.py']}X: TypeAlias = {union}\n") == [] or depth > 1_000


def test_a_problem_of_the_gate_names_its_line() -> None:
    (problem,) = problems("calls.py", attacks.HEADS["calls.py"] + "\n\nX = eval('1')\n")
    assert re.fullmatch(r"calls\.py:\d+: .*has no place here.*", problem)


def test_files_that_a_disk_would_confuse() -> None:
    found = check({"Straße.py": "", "strasse.py": "", "a/B.py": "", "A/b.py": "", "x.py": ""})
    assert len(found) == 2


@pytest.mark.parametrize("path", ["con.py", "nul.py", "models/aux.py", "com1.py", "LPT9.py", "x" * 200 + ".py"])
def test_files_that_windows_cannot_have(path: str) -> None:
    assert check({path: ""})


@pytest.mark.parametrize("path", ["../a.py", "/a.py", "a.sh", "a b.py", "a.py\n", "a/../b.py", "sub/a.txt"])
def test_paths_are_checked(path: str) -> None:
    assert check({path: ""})


def test_py_typed_must_be_empty() -> None:
    assert check({"py.typed": "x"})


def _golden(case: str) -> dict[str, str]:
    return samples(ROOT / "tests" / "cases" / case / "expected")


@pytest.mark.parametrize(("case", "path", "old", "new"), swaps.SWAPS)
def test_a_swapped_text_in_a_real_module_is_refused(case: str, path: str, old: str, new: str) -> None:
    files = _golden(case)
    assert old in files[path]
    found = check({**files, path: files[path].replace(old, new, 1)}, "._runtime")
    assert found, new


@pytest.mark.parametrize("text", swaps.EXAMPLES)
def test_a_module_of_examples_holds_texts(text: str) -> None:
    head = f"{attacks.FUTURE}from collections.abc import Mapping\n\n"
    assert check({"published_examples.py": f"{head}EXAMPLES: Mapping[str, str] = {{'a': 'b'}}\n"}, "._runtime") == []
    assert check({"published_examples.py": head + text}, "._runtime")


@pytest.mark.parametrize("case", ["paging-and-polling", "webhooks-signed"])
def test_a_module_of_pages_or_webhooks_changed_in_one_place_is_refused(case: str) -> None:
    files = _golden(case)
    for path, text, change in mutants(files, 120, seed=30):
        assert check({**files, path: text}, "._runtime"), f"{change} in {path}:\n{text}"
