"""Formatting a definition at a time gives what black gives for the whole module, and remembers it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import black
import pytest
from black.mode import TargetVersion
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.format import formatter as module
from generator.format.formatter import format_modules
from generator.format.module_layout import parts
from generator.format.ruff import find_ruff

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "generator").rglob("*.py"))[::4]
MODE = black.Mode(target_versions={TargetVersion.PY311}, line_length=100)

CLASSES = (
    "class C(A):\n    'Text.'\n    def k(self): return 1\n\n\n    async def l(self): ...\n\n"
    "    @p\n    def m(self):\n        'Text.'\n\n        return [1,]",
    "class D:\n    def n(self): ...\n    def o(self): ...\n\n    def p(self): ...\n    # comment\n\n    def q(self): 1",
    "class E:\n    x = 1\n    def r(self): ...\n\n    y = 2\n\n    def s(self): ...\n\n"
    "    class F:\n\n        def t(self): 1",
    "class G:\n    import a\n\n\n    def u(self): 1\n\n    if x:\n        def v(self): 1\n\n"
    "    def w(self): 1\n\n    z = 1",
)
LINES = (
    st.lists(
        st.sampled_from(
            [
                '"""Text."""',
                "# comment",
                "",
                "",
                "",
                "import os",
                "x = f(a,b)",
                "y: int = 1",
                "class A: pass",
                "class B(A):\n    '''Text.'''\n    x: int\n\n\n\n    y: int",
                "def f(a,b,): return a",
                "def g(): ...",
                "@cached\ndef h():\n\n    return 1",
                "async def i():\n    pass\n    # trailing",
                "if TYPE_CHECKING:\n    import a\n    def j(): pass",
                "Z = [1,2,]",
                *CLASSES,
            ]
        ),
        max_size=14,
    )
    .map("\n".join)
    .filter(str.strip)
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_samples_are_formatted_as_whole_modules_are(sample: Path) -> None:
    text = sample.read_text("utf-8")
    wanted = black.format_str(text, mode=MODE)
    assert format_modules({"a.py": text}) == {"a.py": wanted}


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_any_order_of_definitions_is_formatted_as_black_does(text: str) -> None:
    assert format_modules({"a.py": text})["a.py"] == black.format_str(text, mode=MODE)


def test_other_files_and_empty_modules() -> None:
    assert format_modules({"py.typed": "", "a.py": ""}) == {"py.typed": "", "a.py": ""}


def test_the_order_of_the_files_is_kept() -> None:
    files = {"b.py": "x=1\n", "py.typed": "", "a.py": "y=1\n"}
    assert [*format_modules(files).items()] == [("b.py", "x = 1\n"), ("py.typed", ""), ("a.py", "y = 1\n")]


def test_magic_trailing_commas_are_kept() -> None:
    assert format_modules({"a.py": "x = [1,]\n"})["a.py"] == "x = [\n    1,\n]\n"


def test_what_was_formatted_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "class A:\n    x=1 if z else 2\n\n\nclass B:\n    y=1 if z else 2\n"
    first = format_modules({"a.py": text}, cache=tmp_path)
    asked: list[str] = []
    original: Callable[..., str] = black.format_str

    def counted(text: str, **options: Any) -> str:
        asked.append(text)
        return original(text, **options)

    monkeypatch.setattr(black, "format_str", counted)
    assert format_modules({"a.py": text}, cache=tmp_path) == first
    assert asked == []
    format_modules({"a.py": text.replace("y=1", "y=2")}, cache=tmp_path)
    assert [piece.split(":")[0] for piece in asked] == ["class B"]


def test_what_is_remembered_is_whole_or_forgotten(tmp_path: Path) -> None:
    text = "class A:\n    x=1 if z else 2\n"
    first = format_modules({"a.py": text}, cache=tmp_path)
    for broken in (b"", b"class A:\n", b"\xff"):
        for file in (path for path in tmp_path.rglob("*") if path.is_file()):
            file.write_bytes(broken)
        assert format_modules({"a.py": text}, cache=tmp_path) == first


def test_not_being_able_to_remember_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    text = "class A:\n    x=1 if z else 2\n"
    assert format_modules({"a.py": text}, cache=tmp_path / "cache") == format_modules({"a.py": text})


def test_what_is_not_python_is_a_bug() -> None:
    with pytest.raises(SyntaxError):
        format_modules({"a.py": "class :\n"})


PACKAGES = sorted((ROOT / "tests" / "cases").glob("*/expected/*.py")) + sorted((ROOT / "generated").glob("[a-z]*/*.py"))


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_generated_modules_are_laid_out_without_black_as_black_does(path: Path) -> None:
    text = path.read_text("utf-8")
    assert black.format_str(text, mode=MODE) == text
    # Only black knows how wide the characters of other scripts are.
    assert all(part.settled for part in parts(text, 100) or () if part.text.isascii())
    assert format_modules({"a.py": text}) == {"a.py": text}


@pytest.mark.parametrize(
    "text",
    [
        "class A(Model):\n    x : int\n",
        "class A(Model):\n    x: int=1\n",
        "class A(Model):\n    x: int\n\n\n    y: int\n",
        'class A(Model):\n    """Text."""\n    x: int\n',
        'class A(Model):\n    """ Text."""\n',
        'class A(Model):\n    """Text. """\n',
        'class A(Model):\n    """Text\n       deeper.\n    """\n',
        "class A(Model):\n    x: Literal['a']\n",
        'class A(Model):\n    x: Literal[\n        "a",\n    ]\n',
        "class A(Model):\n    x: dict[str,int]\n",
        "class A(Model):\n    x: Annotated[int, Field(ge = 1)]\n",
        "class A(Model):\n    x: Annotated[int, Field(ge=0X1F)]\n",
        f"class A(Model):\n    x: {'A' * 100}[int]\n",
        "X = f(a,)\n",
        "X = f(\n    a\n)\n",
        "X = (\n    a,\n)\n",
        "X = (a)\n",
        "X = f(  a)\n",
        "X = {1: 2,}\n",
        "def f(a: int) -> int: return a\n",
        "def f(a: int) -> int:\n    return (a)\n",
        'def f(a: int) -> int:\n    """Text."""\n\n    return a\n\n\n\n    return b\n',
    ],
)
def test_what_black_changes_is_changed(text: str) -> None:
    assert black.format_str(text, mode=MODE) != text
    assert format_modules({"a.py": text}) == {"a.py": black.format_str(text, mode=MODE)}


@pytest.mark.parametrize("first", ["curl", "curl \\\\"])
def test_a_text_that_black_leaves_as_it_is_costs_no_other_definition(first: str) -> None:
    text = f'class A(Model):\n    """{first}\n      -d x \\\\\n      -v\n    """\n\n\nclass B(Model):\n    x: int\n'
    assert format_modules({"a.py": text}) == {"a.py": black.format_str(text, mode=MODE)}
    assert [part.settled for part in parts(text, 100) or ()] == [False, True]


def test_a_line_that_is_continued_is_left_to_black() -> None:
    text = "x = 1 + \\\n    2\n"
    assert parts(text, 100) is None
    assert format_modules({"a.py": text}) == {"a.py": black.format_str(text, mode=MODE)}


UNSETTLED = "x = 1 if y else 2\n\n\ndef f(a, b):\n    return a if b else [a for b in a if b]\n"


@pytest.mark.skipif(find_ruff() is None, reason="ruff is not installed")
def test_both_formatters_give_the_same() -> None:
    modules = {str(path): path.read_text("utf-8") for path in PACKAGES} | {"a.py": UNSETTLED.replace(" = ", "=")}
    assert format_modules(modules, formatter="ruff") == format_modules(modules)


def test_what_one_formatter_gave_is_not_taken_for_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    format_modules({"a.py": UNSETTLED}, cache=tmp_path)
    monkeypatch.setitem(module._BY, "ruff", lambda pieces: ["y = 0\n"] * len(pieces))
    assert format_modules({"a.py": UNSETTLED}, cache=tmp_path, formatter="ruff")["a.py"] != UNSETTLED
    assert format_modules({"a.py": UNSETTLED}, cache=tmp_path)["a.py"] == UNSETTLED
