"""Source that knows which names it uses: what a module imports follows from it."""

from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from generator.emit.expression import (
    ANY,
    MODELS,
    NONE,
    RUNTIME,
    Expression,
    Source,
    Symbol,
    call,
    compose,
    display,
    name,
    several,
    subscript,
    union,
    value,
)
from generator.emit.imports import Home, imports

ROOT = Path(__file__).resolve().parents[2]
STR, LIST = name("str"), subscript("list", name("str"))
PET = compose(Symbol("Pet", MODELS))


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([STR], "str"),
        ([], "Any"),
        ([STR, ANY], "Any"),
        ([NONE, STR], "str | None"),
        ([STR, NONE, STR, NONE], "str | None"),
        ([union([STR, NONE]), LIST], "str | list[str] | None"),
        ([subscript("Annotated", union([STR, NONE]), "1"), NONE], "Annotated[str | None, 1] | None"),
    ],
)
def test_unions_are_flat_and_name_each_type_once(types: list[Expression], expected: str) -> None:
    assert union(types).text == expected


@pytest.mark.parametrize(
    ("type_", "allows"),
    [
        (NONE, True),
        (ANY, False),
        (STR, False),
        (union([STR, NONE]), True),
        (value("x | None"), False),
        (subscript("Literal", value(" | None")), False),
        (subscript("dict", STR, union([STR, NONE])), False),
    ],
)
def test_nullability_comes_from_the_type_not_from_its_text(type_: Expression, allows: bool) -> None:
    assert type_.allows_none is allows


def symbols_of(*sources: Source) -> set[Symbol]:
    return {part for part in compose(*sources).parts if isinstance(part, Symbol)}


def test_names_in_texts_of_a_document_are_no_names() -> None:
    tagged = call("Tagged", [value("list"), display({"models": value("Pet")})], optional="True")
    assert tagged.text == 'Tagged("list", {"models": "Pet"}, optional=True)'
    assert symbols_of(tagged) == {Symbol("Tagged", RUNTIME)}
    assert tagged.within({"list", "models", "Tagged"}).text == 'Tagged("list", {"models": "Pet"}, optional=True)'


@pytest.mark.parametrize(
    ("type_", "hidden", "expected"),
    [
        (LIST, {"list"}, "builtins.list[str]"),
        (union([LIST, NONE]), {"list", "str"}, "builtins.list[builtins.str] | None"),
        (compose(name("models"), ".Pet"), {"models"}, "all_models.Pet"),
        (name("datetime"), {"datetime"}, "datetime"),
        (LIST, {"dict"}, "list[str]"),
    ],
)
def test_a_class_uses_builtins_that_its_attributes_hide(type_: Expression, hidden: set[str], expected: str) -> None:
    assert type_.within(hidden).text == expected


def test_an_annotated_type_that_may_be_null_is_evaluated_in_a_form_that_type_checkers_accept() -> None:
    limited = subscript("Annotated", name("str"), call("Pattern", [value("^a")]))
    assert call("JSON", [union([limited, NONE])]).text == 'JSON(Optional[Annotated[str, Pattern("^a")]])'
    assert call("Style", type=union([limited, NONE])).text == 'Style(type=Optional[Annotated[str, Pattern("^a")]])'
    assert call("JSON", [union([name("str"), NONE])]).text == "JSON(str | None)"
    assert call("JSON", [union([limited, name("int"), NONE])]).text.endswith(" | int | None)")


def test_an_entry_a_line_by_a_trailing_comma() -> None:
    assert display({"a": STR, "b": NONE}, a_line_each=True).text == '{"a": str, "b": None,}'
    assert display({"a": STR}, a_line_each=True).text == '{"a": str}'
    assert several([STR]).text == "(str,)"
    assert several([]).text == "()"


def test_a_module_imports_each_name_from_the_module_that_defines_it() -> None:
    used = symbols_of(
        *(name(one) for one in ("Any", "datetime", "builtins", "Field", "JSON", "models", "STATUS_ERRORS", "str")),
        *(Symbol(one, MODELS) for one in ("Pet", "Base", "Own")),
        name("models").within({"models"}),
    )
    found = imports(used, Home(".._runtime", {"Pet": ".pet", "Base": ".bases"}, True, {"Base"}))
    assert found.plain == ("builtins",)
    assert found.sections == (
        {"datetime": ("datetime",), "typing": ("TYPE_CHECKING", "Any")},
        {"pydantic": ("Field",)},
        {
            "..._runtime": ("JSON",),
            "..": ("models", "models as all_models"),
            "..errors": ("STATUS_ERRORS",),
            ".bases": ("Base",),
        },
    )
    assert found.checking == {".pet": ("Pet",)}


def test_a_module_does_not_import_names_that_it_defines() -> None:
    assert imports(symbols_of(name("models"), PET), Home("._runtime", {}, own={"models"})).sections == ({},)


@pytest.mark.parametrize("folder", ["generated", "tests/cases"])
def test_no_generated_module_lacks_a_name_or_imports_one_too_many(folder: str) -> None:
    ruff = Path(sysconfig.get_path("scripts")) / "ruff"
    if not ruff.is_file():
        pytest.skip("ruff is not installed")
    command = [str(ruff), "check", "--isolated", "--no-cache", "--select", "F", "--exclude", "_runtime", folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
