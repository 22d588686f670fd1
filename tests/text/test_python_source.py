"""Text of a document as Python source: it may say anything, and changes nothing but the text."""

from __future__ import annotations

import ast
import inspect
import keyword
import textwrap
import unicodedata
from typing import Any

import black
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.format.formatter import format_modules
from generator.text.python_source import WIDTH, comment, docstring, identifier, literal, visible
from generator.text.wrap import _by_words, wrap

SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(st.characters())
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(st.text(), inner)),
    max_leaves=12,
)
PARTS = (
    *(
        '"""',
        '"',
        "'''",
        "\\",
        "\\\n",
        "\n",
        "\r",
        "\t",
        "\x00",
        "\x0c",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ud800",
        " ",
        "a",
    ),
    *("```\n", "| a | b |\n", "- item ", "1. ", "> ", "    code\n", "<p>", "{{ x }}", "%s", "# fmt: off", "word " * 30),
)
HOSTILE = st.lists(st.sampled_from(PARTS)).map("".join)


@given(VALUES)
@example(float("inf"))
@example(-float("inf"))
@example(10**5000)
@example(-(1 << 64))
@example("\ud800\u202e\"'\\\n")
def test_a_literal_evaluates_to_its_value(value: Any) -> None:
    source = literal(value)
    assert source.isascii()
    assert "\n" not in source
    assert ast.literal_eval(source) == value
    assert repr(ast.literal_eval(source)) == repr(value) if not _has_huge_number(value) else True


def _has_huge_number(value: Any) -> bool:
    return isinstance(value, int) and abs(value) > 10**4000


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "x"', "'say \"x\"'"),
        ("a\nb", '"a\\nb"'),
        ("é", '"\\xe9"'),
        ((1,), "(1,)"),
        ({"a": [True, None]}, '{"a": [True, None]}'),
        (1e400, "1e999"),
    ],
)
def test_literals_are_written_as_black_writes_them(value: object, source: str) -> None:
    assert literal(value) == source
    assert black.format_str(f"x = {source}\n", mode=black.Mode()) == f"x = {source}\n"


@pytest.mark.parametrize("value", [float("nan"), b"bytes", {1, 2}, object()])
def test_values_that_are_not_json_have_no_literal(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        literal(value)


@given(st.one_of(st.text(st.characters()), HOSTILE), st.sampled_from([0, 4, 8]))
def test_a_docstring_never_changes_the_code_around_it(text: str, indent: int) -> None:
    doc = docstring(text, indent)
    frames = {0: "{}\nx = 1\n", 4: "class A:\n{}\n    x = 1\n", 8: "class A:\n    def f(self):\n{}\n        x = 1\n"}
    tree = ast.parse(frames[indent].format(doc or " " * indent + '"""empty"""'))
    holder: Any = tree
    for _ in range(indent // 4):
        assert len(holder.body) == (1 if holder is tree else len(holder.body))
        holder = holder.body[0]
    assert len(holder.body) == 2
    assert isinstance(holder.body[0], ast.Expr)
    assert isinstance(holder.body[1], ast.Assign)
    if doc:
        found = ast.get_docstring(holder)
        assert found is not None
        wanted = inspect.cleandoc("\n".join(wrap(visible(text), WIDTH - indent)))
        assert found.split() == wanted.split()


@given(st.one_of(st.text(st.characters()), HOSTILE))
def test_docstrings_and_comments_hide_nothing(text: str) -> None:
    for source in (docstring(text, 4), comment(text, 4)):
        assert not [
            one
            for one in source
            if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} - {"\n"} and one != "\n"
        ]
        source.encode()
    for line in comment(text, 4).splitlines():
        assert line.startswith("    #")


@given(HOSTILE)
def test_black_keeps_the_words_of_docstrings(text: str) -> None:
    if doc := docstring(text, 4):
        tree = ast.parse(format_modules({"a.py": f"class A:\n{doc}\n\n    x: int\n"})["a.py"])
        definition = tree.body[0]
        assert isinstance(definition, ast.ClassDef)
        found = ast.get_docstring(definition)
        assert found is not None
        assert found.split() == "\n".join(wrap(visible(text), WIDTH - 4)).split()


@pytest.mark.parametrize("text", ["One line.", "First.\n\nSecond:\n\n- item\n  more", 'Ends "so"', "word " * 60])
def test_black_does_not_change_docstrings(text: str) -> None:
    source = f"class A:\n{docstring(text, 4)}\n\n    x: int\n"
    assert format_modules({"a.py": source})["a.py"] == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.", '"""One line."""'),
        ("  Spaces.  \n", '"""Spaces."""'),
        ("First.\n\nSecond.", '"""First.\n\nSecond.\n"""'),
        ('Ends with "quotes"', '"""Ends with "quotes" """'),
        ('"Quotes" first', '""" "Quotes" first"""'),
        ('A """ inside', '"""A \\"\\"\\" inside"""'),
        ("back\\slash\\", '"""back\\\\slash\\\\"""'),
        ("bidi \u202e zero\u200bwidth", '"""bidi <U+202E> zerowidth"""'),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_docstrings(text: str, expected: str) -> None:
    assert docstring(text) == expected


@given(
    st.lists(st.text("ab-é\u00a0\t", max_size=20), min_size=1, max_size=30),
    st.integers(5, 60),
    st.sampled_from(["", "  ", "> "]),
)
def test_lines_are_filled_as_the_standard_library_does_it(words: list[str], width: int, hanging: str) -> None:
    text = " ".join(words).rstrip()
    filled = textwrap.wrap(text, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    assert (_by_words(text, width, hanging) if text else []) == filled


def test_prose_is_wrapped_and_the_rest_is_kept() -> None:
    text = "\n".join(
        [
            "word " * 30,
            "- " + "item " * 30,
            "| a | " + "b" * 120 + " |",
            "```",
            "code " * 30,
            "```",
            "1. " + "step " * 25,
        ]
    )
    lines = wrap(text, 80)
    assert max(len(line) for line in lines if "word" in line or "item" in line or "step" in line) <= 80
    assert "  item item" in "\n".join(lines)
    assert "   step step" in "\n".join(lines)
    assert "| a | " + "b" * 120 + " |" in lines
    assert ("code " * 30).strip() in lines


def test_comments() -> None:
    assert comment("a\nb\r\n\x0cc", 2) == "  # a\n  # b\n  #\n  # c"
    assert comment("") == ""


@pytest.mark.parametrize("name", ["a", "A1", "_a", "名前"])
def test_identifiers_pass(name: str) -> None:
    assert identifier(name) == name


@pytest.mark.parametrize(
    "name", ["", "1a", "a-b", "a b", "a\n", "é", "class", "x;import os", "\u0430", *keyword.kwlist]
)
def test_texts_that_are_not_identifiers_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not an identifier"):
        identifier(name)
