"""Reading documents: values and their places."""

import json
import pickle

import pytest
import yaml

from generator.document.loader import join, split

from .loading import loaded, place, tree

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
