"""Reading documents: what is accepted, what is refused and where, and that nothing outside the folder is read."""

import json
import math
import os
import pickle
import time

import pytest
import yaml

from generator.diagnostics import MOST_KEPT, Location, Report, to_terminal
from generator.document import yaml_reader
from generator.document.loader import LIMITS, Limits, join, load, read, split


def loaded(text, *, file="openapi.yaml", limits=LIMITS):
    """Return (document or None, [(code, line, column, pointer)])."""
    report = Report()
    document = load(text if isinstance(text, bytes) else text.encode(), file, report, limits)
    assert (document is None) == report.failed
    places = [diagnostic.where or Location("") for diagnostic in report]
    problems = [
        (diagnostic.code, where.line, where.column, where.pointer)
        for diagnostic, where in zip(report, places, strict=True)
    ]
    assert all(to_terminal(diagnostic).isprintable() for diagnostic in report)
    return document, problems


def tree(text, **options):
    document, problems = loaded(text, **options)
    assert not problems
    return document.tree


def place(document, pointer):
    where = document.where(pointer)
    return where.line, where.column, where.pointer


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """Run with libyaml, and as where PyYAML has none."""
    if request.param == "python":
        monkeypatch.delattr(yaml_reader.yaml, "CSafeLoader")
    assert hasattr(yaml, "CSafeLoader") == (request.param == "libyaml")


# ---------------------------------------------------------------------------------------------------------- values


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("2020-01-01", "2020-01-01"), ("1_000", "1_000"), ("012", "012"),
        ("12:30:00", "12:30:00"), ("1.2.3", "1.2.3"), ("0b1", "0b1"), ("=", "="), ("nan", "nan"), ("None", "None"),
        ("12", 12), ("-0", 0), ("+1", 1), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("0x1F", 31),
        ("0o17", 15), ("true", True), ("FALSE", False), ("null", None), ("~", None), ("", None), ("'12'", "12"),
        ('"\\x41\\u00e9\\n\\0"', "Aé\n\0"), ("!!str 12", "12"), ("! 12", "12"), ("!!int '12'", 12), ("!!float 1", 1.0),
        ("!!null ''", None), ("!!bool 'true'", True), ("|\n  a\n  b\n", "a\nb\n"), (">-\n  a\n  b\n", "a b"),
        ("!!seq []", []), ("!!map {}", {}), ("[1, {a: b}]", [1, {"a": "b"}]), ("😀\ufeff\xa0", "😀\ufeff\xa0"),
        ("a\u2028b\x85c", "a\u2028b\x85c"), (f"{10**200}", 10**200), ("1e-999", 0.0),
    ],
)  # fmt: skip
def test_scalars_of_yaml(text, value):
    found = tree(f"a: {text}\n")["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.usefixtures("parser")
def test_keys_of_yaml():
    assert tree("200: a\n'201': b\nno: c\n2020-01-01: d\n? e\n: f\n!!str 5: g\n") == {
        "200": "a", "201": "b", "no": "c", "2020-01-01": "d", "e": "f", "5": "g",
    }  # fmt: skip


def test_values_of_json():
    text = '{"a": 1, "b": 1.0, "c": "\\ud83d\\ude00 \\\\ud800 \\u0000\u2028", "d": [true, null, {}], "": {"/~": 1}}'
    found = tree(text)
    assert found == json.loads(text)
    assert type(found["b"]) is float


@pytest.mark.parametrize("text", ['{a: b, "c": [1, no], }', '{"a": 1, # comment\n}', "{\n\t'a': 1}"])
def test_flow_mappings_that_are_no_json(text):
    assert "a" in tree(text)


def test_json_file_read_as_yaml_is_a_warning():
    document, problems = loaded('{\n  "a": no,\n}', file="openapi.json")
    assert document.tree == {"a": "no"}
    assert problems == [("json-read-as-yaml", 2, 8, "")]


@pytest.mark.parametrize("text", ['{"a": {"b": [1, 2]}}', "a:\n  b:\n  - 1\n  - 2\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_newlines(text, newline):
    text = text.replace(" ", newline + " ") if text[0] == "{" else text.replace("\n", newline)
    assert tree(("\ufeff" + text).encode()) == {"a": {"b": [1, 2]}}


# ------------------------------------------------------------------------------------------------------- positions

YAML = """\
# comment
openapi: 3.1.0
paths:
  /pets/{id}:
    get: &get
      tags:
        - one
        -   two
        - [x, {y: z}]
      "responses": {200: {description: ok}}
    put: *get
    post:
      <<: *get
      tags: []
  "~weird": {}
"""
PLACES = {
    "": (2, 1),
    "/openapi": (2, 1),
    "/paths": (3, 1),
    "/paths/~1pets~1{id}": (4, 3),
    "/paths/~1pets~1{id}/get": (5, 5),
    "/paths/~1pets~1{id}/get/tags/1": (8, 13),
    "/paths/~1pets~1{id}/get/tags/2/1/y": (9, 16),
    "/paths/~1pets~1{id}/get/responses": (10, 7),
    "/paths/~1pets~1{id}/get/responses/200/description": (10, 27),
    "/paths/~1pets~1{id}/put": (11, 5),
    "/paths/~1pets~1{id}/put/tags/1": (8, 13),
    "/paths/~1pets~1{id}/post": (12, 5),
    "/paths/~1pets~1{id}/post/tags": (14, 7),
    "/paths/~1pets~1{id}/post/responses/200/description": (10, 27),
    "/paths/~0weird": (15, 3),
}


@pytest.mark.usefixtures("parser")
def test_places_in_yaml():
    document, _ = loaded(YAML)
    assert {pointer: place(document, pointer) for pointer in PLACES} == {
        pointer: (*where, pointer) for pointer, where in PLACES.items()
    }
    assert place(document, "/paths/~1pets~1{id}/get/nothing/x") == (5, 5, "/paths/~1pets~1{id}/get")
    assert place(document, "#/paths/~1pets~1{id}/get/tags/9") == (6, 7, "/paths/~1pets~1{id}/get/tags")


def test_places_in_json():
    text = '{\n  "a/b": {"~": [1,\n\t{"x" : [ ] , "": null}]},\r\n "c\\u0041": {}\n}'
    document, _ = loaded(text)
    expected = {"": (1, 1), "/a~1b": (2, 3), "/a~1b/~0/0": (2, 17), "/a~1b/~0/1": (3, 2), "/a~1b/~0/1/": (3, 15),
                "/cA": (4, 2)}  # fmt: skip
    assert {pointer: place(document, pointer)[:2] for pointer in expected} == expected
    assert place(document, "/a~1b/~0/2/q") == (2, 11, "/a~1b/~0")


def test_every_place_of_yaml_and_json_is_where_its_key_is():
    value = {"a": [{"b": {"c": [[], [1, "x"]]}}, {}], "d": {"e": {"f": None}}, "g": [[[{"h": 1}]]]}
    for text in (json.dumps(value, indent=2), yaml.safe_dump(value), json.dumps(value)):
        document, _ = loaded(text)
        rows = text.split("\n")
        waiting = [((), value)]
        while waiting:
            tokens, here = waiting.pop()
            if isinstance(here, dict | list):
                below = here.items() if isinstance(here, dict) else enumerate(here)
                waiting += [((*tokens, key), member) for key, member in below]
            line, column, pointer = place(document, join(tokens))
            assert split(pointer) == tuple(map(str, tokens))
            if tokens and isinstance(tokens[-1], str):
                assert rows[line - 1][column - 1 :].lstrip('"').startswith(tokens[-1])


def test_documents_can_be_sent_to_another_process():
    for text in ('{"a": 1}', "a: 1"):
        document = pickle.loads(pickle.dumps(loaded(text)[0]))
        assert place(document, "/a")[0] == 1


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


# ------------------------------------------------------------------------------------------------- files of a folder


def source(folder, files, *, main="openapi.yaml", limits=LIMITS):
    """Write files, read the main one: (Source or None, [(code, file within the folder, pointer)])."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    report = Report()
    found = read(folder / main, report, limits)
    assert (found is None) == report.failed
    return found, [
        (diagnostic.code, os.path.relpath(diagnostic.where.file, folder), diagnostic.where.pointer)
        for diagnostic in report
    ]


def test_files_that_refs_reach(tmp_path):
    found, problems = source(
        tmp_path,
        {
            "openapi.yaml": {
                "paths": {"/a": {"$ref": "paths/a.yaml"}, "/b": {"$ref": "./paths/../paths/a.yaml#/x~1y"}},
                "components": {"schemas": {"S": {"$ref": "#/x"}, "T": {"$ref": "schemas/my%20pet.json#/T"}}},
            },
            "paths/a.yaml": {"get": {"$ref": "../schemas/my%20pet.json#/%54"}, "x/y": {"$ref": "#/get"}},
            "schemas/my pet.json": {"T": {"$ref": "my pet.json#/U"}, "U": {"$ref": "../openapi.yaml#/components"}},
            "unrelated.yaml": "- broken: [",
        },
    )
    assert not problems
    assert list(found.others) == ["paths/a.yaml", "schemas/my pet.json"]
    assert found.others["paths/a.yaml"].where("/get").file == str(tmp_path / "paths/a.yaml")


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("https://example.com/a.yaml#/x", "ref-remote"),
        ("HTTP://example.com/a.yaml", "ref-remote"),
        ("//example.com/a.yaml", "ref-remote"),
        ("%2F%2Fexample.com/a.yaml", "ref-remote"),
        ("ftp:a", "ref-remote"),
        ("C:/a.yaml", "ref-remote"),
        ("urn:x", "ref-remote"),
        ("file:///etc/passwd", "ref-absolute"),
        ("FILE:x.yaml", "ref-absolute"),
        ("/etc/passwd", "ref-absolute"),
        ("%2fetc/passwd", "ref-absolute"),
        ("..\\x.yaml", "ref-absolute"),
        ("../x.yaml", "ref-outside-folder"),
        ("a/../../x.yaml", "ref-outside-folder"),
        ("%2e%2e/x.yaml", "ref-outside-folder"),
        ("..%2fx.yaml", "ref-outside-folder"),
        ("..", "ref-outside-folder"),
        ("x%00.yaml", "ref-file"),
        ("x.yaml?y", "ref-file"),
        ("missing.yaml", "ref-file"),
        (".", "ref-file"),
        ("folder", "ref-file"),
        ("x" * 5000, "ref-file"),
        ("link.yaml", "ref-file"),
        ("out/secret.yaml", "ref-file"),
        ("pipe", "ref-file"),
        ("loop", "ref-file"),
    ],
)
def test_refused_refs(tmp_path, ref, code):
    folder = tmp_path / "folder"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("a: 1")
    (tmp_path / "x.yaml").write_text("a: 1")
    (folder / "link.yaml").symlink_to("../secret.yaml")
    (folder / "out").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    found, problems = source(folder, {"openapi.yaml": {"paths": {"/a": {"$ref": ref}}}})
    assert found is None
    assert problems == [(code, "openapi.yaml", "/paths/~1a/$ref")]


def test_links_within_the_folder_are_followed(tmp_path):
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    found, problems = source(tmp_path, {"real.yaml": "a: 1", "openapi.yaml": {"x": {"$ref": "link.yaml"}}})
    assert not problems
    assert found.others["link.yaml"].tree == {"a": 1}


def test_all_problems_of_all_files_are_reported_once(tmp_path):
    found, problems = source(
        tmp_path,
        {
            "openapi.yaml": {
                "a": [
                    {"$ref": "b.yaml"},
                    {"$ref": "b.yaml#/x"},
                    {"$ref": "no.yaml"},
                    {"$ref": "c.json"},
                    {"$ref": "no.yaml"},
                ]
            },
            "b.yaml": "a: 1\na: 2\n",
            "c.json": {"$ref": "../d"},
        },
    )
    assert found is None
    assert problems == [
        ("duplicate-key", "b.yaml", "/a"),
        ("ref-file", "openapi.yaml", "/a/2/$ref"),
        ("ref-outside-folder", "c.json", "/$ref"),
    ]


def test_a_ref_key_in_example_data_is_not_a_reference(tmp_path):
    ref = {"$ref": "https://example.com"}
    found, problems = source(
        tmp_path,
        {
            "openapi.yaml": {
                "components": {
                    "examples": {"e": {"value": ref}, "f": {"$ref": "example.json"}},
                    "schemas": {
                        "S": {
                            "properties": {"$ref": {"type": "string"}, "example": {"$ref": "s.json"}},
                            "example": ref,
                        },
                        "T": {"enum": [ref], "default": [{"a": {"$ref": "gone.yaml"}}], "examples": [ref], "x-a": ref},
                        "U": {"discriminator": {"mapping": {"a": "u.json", "b": "S", "c": "gone.json"}}},
                    },
                    "responses": {"default": {"$ref": "s.json#/default"}},
                }
            },
            "example.json": {"value": 1},
            "s.json": {"default": {"$ref": "u.json"}},
            "u.json": {},
        },
    )
    assert not problems
    assert list(found.others) == ["example.json", "s.json", "u.json"]


def test_refs_to_an_identity_need_no_file(tmp_path):
    schemas = {
        "A": {"$id": "https://example.com/schemas/a", "properties": {"b": {"$ref": "b#/x"}, "c": {"$ref": "no.json"}}},
        "B": {"$id": "https://example.com/schemas/b", "$ref": "https://example.com/schemas/a"},
        "C": {"$ref": "https://example.com/schemas/c"},
        "D": {"$ref": "d.json"},
        "E": {"$ref": "https://example.com/d#/x"},
        "F": {"$ref": "http://[x"},
    }
    found, problems = source(
        tmp_path, {"openapi.yaml": {"components": {"schemas": schemas}}, "d.json": {"$id": "https://example.com/d"}}
    )
    assert found is None
    assert problems == [
        ("ref-file", "openapi.yaml", "/components/schemas/A/properties/c/$ref"),
        ("ref-remote", "openapi.yaml", "/components/schemas/C/$ref"),
        ("ref-remote", "openapi.yaml", "/components/schemas/F/$ref"),
    ]


def test_limits_are_of_all_files_together(tmp_path):
    files = {"openapi.yaml": {"a": [{"$ref": "a.json"}, {"$ref": "b.json"}]}, "a.json": {"x": [0] * 50}}
    files["b.json"] = files["a.json"]
    size = sum(len(json.dumps(content)) for content in files.values())
    assert source(tmp_path, files, limits=Limits(bytes=size))[0] is not None
    assert source(tmp_path, files, limits=Limits(bytes=size - 1))[1] == [("too-large", "b.json", "")]
    assert source(tmp_path, files, limits=Limits(nodes=100))[1] == [("too-many-nodes", "b.json", "/x/40")]
    assert source(tmp_path, files, limits=Limits(files=2))[1] == [("too-many-files", "openapi.yaml", "/a/1/$ref")]


def test_files_that_cannot_be_read(tmp_path):
    assert source(tmp_path, {}, main="missing.yaml")[1] == [("unreadable-file", "missing.yaml", "")]
    assert source(tmp_path, {"x/y": "a: 1"}, main="x")[1] == [("unreadable-file", "x", "")]
