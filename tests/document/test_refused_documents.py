"""Documents that are refused, and where; the limits of a document."""

import json
import math
import time

import pytest
import yaml

from generator.diagnostics import MOST_KEPT
from generator.document.loader import Limits

from .loading import loaded, place, tree

# --------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty-document", 1, 1, "")]),
        ("# nothing\n", [("empty-document", 1, 1, "")]),
        ("---\n", [("empty-document", 1, 1, "")]),
        ("- a\n", [("not-an-object", 1, 1, "")]),
        ("just text", [("not-an-object", 1, 1, "")]),
        ("12", [("not-an-object", 1, 1, "")]),
        ("a: 1\nb: 2\na: 3\nb: 4\n", [("duplicate-key", 3, 1, "/a"), ("duplicate-key", 4, 1, "/b")]),
        ("a:\n  - 200: 1\n    '200': 2\n", [("duplicate-key", 3, 5, "/a/0/200")]),
        ("a: 1\n---\nb: 2\n", [("yaml-multiple-documents", 2, 1, "")]),
        ("a: .nan\nb: [1, -.inf]\n", [("not-a-number", 1, 4, "/a"), ("not-a-number", 2, 8, "/b/1")]),
        ("a: 1e999\n", [("number-out-of-range", 1, 4, "/a")]),
        (f"a: {'9' * 5000}\n", [("number-out-of-range", 1, 4, "/a")]),
        ("a: !!binary aGk=\n", [("yaml-tag", 1, 4, "/a")]),
        ("a: !!python/object:os.system x\nb: !x {a: 1}\n", [("yaml-tag", 1, 4, "/a"), ("yaml-tag", 2, 4, "/b")]),
        ("a: !!int x\n", [("yaml-tag", 1, 4, "/a")]),
        *(
            (f"a: !!{tag} {value}\n", [("yaml-tag", 1, 4, "/a")])
            for tag, value in [("float", "x"), ("float", "true"), ("float", "null"), ("int", "1.5"), ("int", "true"),
                               ("bool", "1"), ("bool", "yes"), ("null", "0"), ("null", "none")]
        ),
        ("a: !e!x y\n", [("yaml-tag", 1, 4, "")]),
        ("a: !!set {b, c}\n", [("yaml-tag", 1, 4, "/a")]),
        ("true: 1\nnull: 2\n1.5: 3\n", [("yaml-key", line, 1, "") for line in (1, 2, 3)]),
        ("a: {? [b] : c, ? {d: e} : f}\n", [("yaml-key", 1, 7, "/a"), ("yaml-key", 1, 18, "/a")]),
        ("a: *b\n", [("yaml-alias", 1, 4, "/a")]),
        ("a: &b\n  c: [*b]\n", [("yaml-alias", 2, 7, "/a/c/0")]),
        ("a: &b [*b]\n", [("yaml-alias", 1, 8, "/a/0")]),
        ("a: &x {b: 1}\nc: {*x : 1}\n", [("yaml-key", 2, 5, "/c")]),
        ("a:\n  <<: 5\n  b: 1\n", [("yaml-merge", 2, 3, "/a/<<")]),
        ("a:\n  <<: {b: 1}\n  <<: {c: 1}\n", [("duplicate-key", 3, 3, "/a/<<")]),
        ("a:\n\tb: 1\n", [("yaml-tab", 2, 1, "")]),
        ("a: @b\n", [("yaml-syntax", 1, 4, "")]),
        ("a: b: c\n", [("yaml-syntax", 1, 5, "")]),
        ("a: [1, 2\nb: 3\n", [("yaml-syntax", 2, 2, "")]),
        ("a: 'x\n", [("yaml-syntax", 2, 1, "")]),
        ("%TAG !a! b\n" * 20 + "--- {}\n", [("yaml-syntax", 1, 1, "")]),
    ],
)  # fmt: skip
def test_refused_yaml(text, expected):
    found = loaded(text)[1]
    if expected[0][0] == "yaml-syntax":  # the two parsers give up at different columns
        assert found[0][0] == "yaml-syntax"
        assert len(found) == 1
    else:
        assert found == expected


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\x9b", "\uffff"])
def test_control_characters_in_yaml(character):
    expected = [("control-character", 1, 5, ""), ("control-character", 2, 4, "")]
    assert loaded(f"aaa:{character}\nb: {character}\n".encode())[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "b": {"a": 1, "a": 2, "a": 3}, "a": 4}',
         [("duplicate-key", 2, 16, "/b/a"), ("duplicate-key", 2, 24, "/b/a"), ("duplicate-key", 2, 33, "/a")]),
        ('{"a": 1, "\\u0061": 2}', [("duplicate-key", 1, 10, "/a")]),
        ('{"a": [1, NaN, {"b": -Infinity}]}', [("not-a-number", 1, 11, "/a/1"), ("not-a-number", 1, 22, "/a/2/b")]),
        ('{"a": 1e999, "b": -1E400}', [("number-out-of-range", 1, 7, "/a"), ("number-out-of-range", 1, 19, "/b")]),
        ('{"a": ' + "1" * 5000 + "}", [("number-out-of-range", 1, 7, "/a")]),
        ('{"a": "\\ud800", "b\\udc00": 1}', [("lone-surrogate", 1, 7, "/a"), ("lone-surrogate", 1, 17, "")]),
        ('{"a": "\\\\ud800\\ude00"}', [("lone-surrogate", 1, 7, "/a")]),
        ("[]", [("not-an-object", 1, 1, "")]),
        ('{"a": 1 "b": 2}', [("json-syntax", 1, 9, "")]),
        ('{"a": [1, 2}', [("json-syntax", 1, 12, "")]),
        ('{"a": "b\0"}', [("json-syntax", 1, 9, "")]),
        ('{"a": 1} {"b": 2}', [("json-syntax", 1, 10, "")]),
        ('{"a": "never closed', [("json-syntax", 1, 7, "")]),
        ("{", [("json-syntax", 1, 2, "")]),
    ],
)  # fmt: skip
def test_refused_json(text, expected):
    assert loaded(text, file="openapi.json")[1] == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('{"a": 1}'.encode("utf-16"), ("encoding", 1, 1, "")),
        ('{"a": 1}'.encode("utf-16-le"), ("encoding", 1, 1, "")),
        ("a: 1".encode("utf-16-be"), ("encoding", 1, 1, "")),
        ("a: 1".encode("utf-32"), ("encoding", 1, 1, "")),
        ("a: 1".encode("utf-32-be"), ("encoding", 1, 1, "")),
        ("x: ok\r\na: é".encode("latin-1"), ("encoding", 2, 4, "")),
        (b'{"a": "\xed\xa0\x80"}', ("encoding", 1, 8, "")),
        (b"a: \xff", ("encoding", 1, 4, "")),
    ],
)
def test_other_encodings(data, expected):
    assert loaded(data)[1] == [expected]


def test_the_error_of_the_parser_that_read_further_is_reported():
    assert loaded('{"a": 1, "b": "x" "c": 2}')[1][0][0] == "json-syntax"
    assert loaded("{a: b,\n c: d,\n e: @}")[1][0] == ("yaml-syntax", 3, 5, "")


def test_long_lists_of_problems_are_cut():
    for text in ("a: 1\n" * 2000, "{" + ",".join(['"a": 1'] * 2000) + "}"):
        problems = loaded(text)[1]
        assert len(problems) == MOST_KEPT + 1
        assert problems[-1] == ("more-problems", 0, 0, "")


# ----------------------------------------------------------------------------------------------------------- limits


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text", ["{a: " * 300, "a: " + "[" * 100_000, "\n".join(" " * n + "- - a:" for n in range(150))]
)
def test_deep_yaml(text):
    assert loaded(text)[1][0][0] in ("too-deep", "not-an-object", "yaml-syntax")


@pytest.mark.parametrize("depth", [201, 999, 1_001, 100_000, 1_000_000])
def test_deep_json(depth):
    for text in ('{"a":' * depth + "1" + "}" * depth, '{"a":' + "[" * depth, '{"a":' + "[" * depth + "]" * depth + "}"):
        problems = loaded(text, file="x.json")[1]
        assert problems[0][0] in ("too-deep", "json-syntax")
        assert len(problems) == 1


def test_as_deep_as_allowed():
    for text in ('{"a":' * 200 + "1" + "}" * 200, "a: " + "[" * 199 + "]" * 199):
        document, problems = loaded(text)
        assert not problems
        assert document.where("/a").line == 1


def test_nodes():
    limits = Limits(nodes=1000)
    for text in (json.dumps({"a": [0] * 1000}), yaml.safe_dump({"a": [0] * 1000}), json.dumps({"a": [{}] * 2000})):
        assert loaded(text, limits=limits)[1][0][0] == "too-many-nodes"
    assert not loaded(json.dumps({"a": [0] * 998}), limits=limits)[1]
    assert not loaded(json.dumps({"a": ",[{" * 998}), limits=limits)[1]


def test_bytes():
    assert loaded("a: 1", limits=Limits(bytes=3))[1] == [("too-large", 0, 0, "")]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("last", ["[*x8, *x8, *x8]", "{<<: [*y, *y]}"], ids=["aliases", "merges"])
def test_alias_bombs(last):
    text = "x0: &x0 [a, b, c, d, e, f, g, h, i, j]\n"
    text += "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 9))
    text += f"y: &y {{{', '.join(f'k{n}: *x4' for n in range(100))}}}\nz: {last}\n"
    started = time.process_time()
    assert loaded(text, limits=Limits(nodes=100_000))[1][0][0] == "too-many-nodes"
    assert time.process_time() - started < 5


def test_aliases_that_deepen():
    text = "x0: &x0 []\n" + "".join(f"x{n}: &x{n} [*x{n - 1}]\n" for n in range(1, 300))
    assert loaded(text)[1] == [("too-deep", 200, 14, "/x199/0")]


def test_merges_do_not_deepen():
    # What aliases may expand to grows with the text.
    text = f"#{'-' * 200_000}\nx0: &x0 {{k: 1}}\n"
    text += "".join(f"x{n}: &x{n} {{<<: [*x{n - 1}], k{n}: 1}}\n" for n in range(1, 300))
    assert len(tree(text)["x299"]) == 300


@pytest.mark.usefixtures("parser")
def test_aliases_share_nothing():
    found = tree(
        "a: &a {b: [1]}\nc: *a\nd: [*a, *a]\n&k e: &s 5\nf: *s\ng: *k\n*k : 1\n".replace("*k : 1", "h: {*k : 1}")
    )
    found["a"]["b"].append(2)
    found["d"][0]["b"].append(3)
    assert found["c"] == {"b": [1]}
    assert found["d"] == [{"b": [1, 3]}, {"b": [1]}]
    assert (found["f"], found["g"], found["h"]) == (5, "e", {"e": 1})


@pytest.mark.usefixtures("parser")
def test_merge_keys():
    text = (
        "a: &a {x: 1, y: {z: 1}}\nb: &b {y: 2, w: 3}\nc: {<<: [*a, *b], x: 9}\nd: {q: 1, <<: {r: [2]}}\ne: {'<<': 1}\n"
    )
    document, problems = loaded(text)
    assert not problems
    assert document.tree["c"] == {"x": 9, "y": {"z": 1}, "w": 3}
    assert document.tree["d"] == {"q": 1, "r": [2]}
    assert document.tree["e"] == {"<<": 1}
    assert place(document, "/c/y/z") == (1, 18, "/c/y/z")
    assert place(document, "/c/w") == (2, 14, "/c/w")
    assert place(document, "/c/x") == (3, 19, "/c/x")
    assert place(document, "/d/r/0") == (4, 20, "/d/r/0")
    document.tree["c"]["y"]["z"] = 5
    assert document.tree["a"]["y"]["z"] == 1


def test_speed():
    value = {
        f"path{n}": {"get": {"a": n, "description": "some text " * 5, "b": [1, 2, {"c": "d"}]}} for n in range(20_000)
    }
    text = json.dumps(value, indent=1)
    started = time.process_time()
    document, _ = loaded(text)
    assert time.process_time() - started < 2
    assert document.where("/path19999/get/b/2/c").line > 100_000
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "text", ["1" * 5_000_000, "0." + "1" * 5_000_000, "[" * 100_000, '"' + "\\u00e9" * 500_000 + '"']
)
def test_long_tokens_are_read_quickly(text):
    for whole in ('{"a": ' + text + "}", "a: " + text):
        started = time.process_time()
        loaded(whole, file="a.json")
        assert time.process_time() - started < 3


def test_numbers_that_fit_are_kept():
    assert tree('{"a": 18446744073709551616, "b": 1e308, "c": 5e-324}') == {"a": 2**64, "b": 1e308, "c": 5e-324}
    assert math.isfinite(tree("a: 1.7976931348623157e+308")["a"])
