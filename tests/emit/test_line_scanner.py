"""The quick way to a module's names says what its syntax tree says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.emit.imports import Needs, needs, needs_of_tree
from generator.emit.line_scanner import names_in_lines

ROOT = Path(__file__).resolve().parents[2]
BEGINNING = '# Generated.\n"""A module."""\n\nfrom __future__ import annotations\n\n'
IMPORTED = frozenset({"date", "models", "time"})


def quick(code: str) -> Needs | None:
    found = names_in_lines(BEGINNING + code, IMPORTED)
    return found and Needs(sorted(found.names), sorted(found.bases), found.line)


def without_imports(text: str) -> str:
    """Return a finished module as it was before its imports were put in, as far as the quick way cares."""
    kept: list[str] = []
    inside = False
    for line in text.split("\n"):
        if line.startswith(("from ", "import ")) and not line.startswith("from __future__"):
            inside = line.endswith("(")
        elif inside:
            inside = line != ")"
        else:
            kept.append(line)
    return "\n".join(kept)


@pytest.mark.parametrize("folder", ["generated", "tests/cases"])
def test_both_ways_agree_on_what_is_generated(folder: str) -> None:
    answers = 0
    for file in sorted((ROOT / folder).rglob("*.py")):
        if "_runtime" in file.parts or file.parent == ROOT / folder:
            continue
        text = without_imports(file.read_text("utf-8"))
        found = names_in_lines(text, IMPORTED)
        if found is not None:
            answers += 1
            assert Needs(sorted(found.names), sorted(found.bases), found.line) == needs_of_tree(text), file
    assert answers > 5


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("class Pet(Model):\n    a: int | None = None\n", ["Model"]),
        ('class Pet(Model, extra="forbid"):\n    a: Annotated[UUID, Field(alias="A")]\n', "Annotated Field Model UUID"),
        ("def f(*, a: Literal['Any', \"b\"] = X) -> Request[models.B]:\n    return Request(a=a, b={'a': a})\n", None),
        ("X: TypeAlias = Mapping[str, 'Any']\n", ["Mapping", "TypeAlias"]),
        ('X = TypeAliasType("X", "list[X | Y] | Literal[\'Z\']")\n', ["Literal", "TypeAliasType", "Y"]),
        (
            'class A(Model):\n    """from here: Any"""\n\n    b: C.D\n    """Any\n    Decimal = UUID\n    """\n',
            "C Model",
        ),
        ("_A: Operation[None] = Operation(\n    body=lambda: JSON(\n        Date,\n    ),\n)\n", "Date JSON Operation"),
        ("def f(a: int) -> A:\n    b = a\n    return b.C(D.e)\n", ["A", "D"]),
    ],
)
def test_lines_tell(code: str, names: str | list[str] | None) -> None:
    expected = needs_of_tree(BEGINNING + code)
    assert quick(code) == expected
    if names is not None:
        assert list(expected.names) == (names.split() if isinstance(names, str) else names)


@pytest.mark.parametrize(
    "code",
    [
        "def f(date: str, b: date) -> None:\n    return g(date)\n",
        "class A(Model):\n    date: date\n",
        "class A(Model):\n    Any: Any\n",
        "if TYPE_CHECKING:\n    from .a import B\n",
        "from .a import B\n\nx: B\n",
        '__all__ = ["A"]\n',
        'X = TypeAliasType("X", y)\n',
        "@cached_property\ndef f(self) -> A:\n    return A()\n",
        "x = 'a' # 'b\n",
        "x = 1; y = A\n",
        "x = A \\\n    + B\n",
        "é: A\n",
    ],
)
def test_what_lines_do_not_tell_is_left_to_the_tree(code: str) -> None:
    assert quick(code) is None
    assert needs(BEGINNING + code) == needs_of_tree(BEGINNING + code)


def test_a_text_may_say_what_code_says() -> None:
    text = '"""A text\nfrom __future__ import annotations\nclass A(B):\n"""\n\nfrom __future__ import annotations\n\nx: C\n'
    assert needs(text) == needs_of_tree(text) == Needs(["C"], [], 6)


def test_without_the_future_import_the_tree_is_asked() -> None:
    assert names_in_lines("x: A\n", IMPORTED) is None
    assert names_in_lines("x: A\nfrom __future__ import annotations\n", IMPORTED) is None


def test_a_model_may_have_a_name_in_lower_case() -> None:
    code = BEGINNING + "class A(Model):\n    b: dict[str, pet]\n    pet: str | None = None\n"
    assert needs(code, frozenset({"pet"})) == needs_of_tree(code)
    assert "pet" in needs(code, frozenset({"pet"})).names
