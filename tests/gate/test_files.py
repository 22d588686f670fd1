"""Names and characters of generated files, and what a name means at a line."""

from __future__ import annotations

import pytest

from generator.gate.files import name_problems, text_problems
from generator.gate.scopes import Scope

CLASS, VALUE = frozenset({"class"}), frozenset({"value"})


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        (["client.py", "models/user.py", "py.typed", "names.toml"], None),
        (["models/user/more.py"], None),
        (["../client.py"], "not a path"),
        (["a/b/c/d.py"], "not a path"),
        (["client.txt"], "not a path"),
        (["client.py\n"], "not a path"),
        (["con.py"], "device"),
        (["models/NUL.py"], "device"),
        (["user.py", "User.py"], "another file"),
        (["straße.py", "strasse.py"], "another file"),
        (["\ufb01le.py", "file.py"], "another file"),  # a ligature: Python reads both as the same name
        (["\u212bngstrom.py", "\xe5ngstrom.py"], "another file"),
    ],
    ids=str,
)
def test_names_of_files(paths: list[str], problem: str | None) -> None:
    found = [*name_problems(paths)]
    assert found == [] if problem is None else problem in "\n".join(found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x = 1\n", None),
        ("x = 'ü 🐈'\n", None),
        *((f"x = '{hidden}'\n", "invisible") for hidden in "\x00\x1b\u200b\u202e\ufeff\u2028\u2029\ue000\xad\u2066"),
        ("# coding: utf-7\n", "encoding"),
        ("x = 1\n# -*- coding=latin-1 -*-\n", "encoding"),
        ("x = 1\ny = 2\n# coding: utf-7\n", None),
    ],
    ids=ascii,
)
def test_characters_of_files(text: str, problem: str | None) -> None:
    found = [*text_problems("client.py", text)]
    assert found == [] if problem is None else problem in "\n".join(found)


@pytest.mark.parametrize(("text", "good"), [("", True), ("x", False)])
def test_a_marker_is_empty(text: str, good: bool) -> None:
    assert ([*text_problems("py.typed", text)] == []) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ('[schemas]\nPet = "Pet"\n', True),
        ("[schemas]\nPet = 7\n", False),
        ('[schemas]\nPet = "a b"\n', False),
        ('[schemas]\n"ü" = "Pet"\n', False),
        ("[schemas\n", False),
        ('# A comment.\n\n[schemas]\n"a = \\"b" = "Pet"\nPet = "Pet"\n\n[servers]\nPet = "x-1.y"\n', True),
        ('[schemas]\n"a = \'b" = "Pet"\n\n[servers]\n"a = \'b" = "x"\n', True),
        ('[schemas]\nPet = "Pet"\n"Pet" = "Other"\n', False),
        ('[schemas]\nPet = "Pet"\n\n[schemas]\nCat = "Cat"\n', False),
        ('[schemas]\nPet = "Pet" # "\n', True),
        ('[schemas]\nPet = """Pet"""\n', True),
        ('[schemas]\nPet = ["Pet"]\n', False),
        ('[schemas]\n[schemas.deep]\nPet = "Pet"\n', False),
    ],
)
def test_the_record_of_names_holds_names_alone(text: str, good: bool) -> None:
    assert ([*text_problems("names.toml", text)] == []) is good


def test_a_name_means_what_is_bound_when_its_line_runs() -> None:
    scope = Scope({"early": CLASS}, {"early": CLASS, "late": CLASS}, {"int": VALUE})
    assert [scope.meanings(name) for name in ("early", "late", "int", "eval")] == [CLASS, set(), VALUE, set()]
    later = scope.later()
    assert [later.meanings(name) for name in ("early", "late", "int")] == [CLASS, CLASS, VALUE]
    assert later.later() is later


def test_a_name_of_a_class_body_hides_that_of_the_module_until_a_function_begins() -> None:
    scope = Scope({"early": CLASS}, {"early": CLASS}, {"int": VALUE}).within(frozenset({"early", "int"}))
    assert [scope.meanings(name) for name in ("early", "int")] == [set(), set()]
    assert scope.later().meanings("early") == set()
    inside = scope.inside({"own": VALUE})
    assert [inside.meanings(name) for name in ("early", "int", "own")] == [CLASS, VALUE, VALUE]
