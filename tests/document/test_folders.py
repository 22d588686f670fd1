"""Documents of several files: what references reach, and that nothing outside the folder is read."""

import json
import os

import pytest
import yaml

from generator.diagnostics import Report
from generator.document.loader import LIMITS, Limits, read

# ------------------------------------------------------------------------------------------------- files of a folder


WRITTEN = {"json": json.dumps, "yaml": yaml.safe_dump}


@pytest.fixture(autouse=True, params=WRITTEN)
def written(request, monkeypatch):
    """Write the files as JSON, which is read fast, and as YAML."""
    monkeypatch.setitem(globals(), "text_of", WRITTEN[request.param])


text_of = json.dumps


def source(folder, files, *, main="openapi.yaml", limits=LIMITS):
    """Write files, read the main one: (Source or None, [(code, file within the folder, pointer)])."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else text_of(content))
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
                        "V": {"discriminator": {"propertyName": "a", "defaultMapping": "v.json"}},
                    },
                    "responses": {"default": {"$ref": "s.json#/default"}},
                }
            },
            "example.json": {"value": 1},
            "s.json": {"default": {"$ref": "u.json"}},
            "u.json": {},
            "v.json": {},
        },
    )
    assert not problems
    assert list(found.others) == ["example.json", "s.json", "u.json", "v.json"]


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
    size = sum(len(text_of(content)) for content in files.values())
    assert source(tmp_path, files, limits=Limits(bytes=size))[0] is not None
    assert source(tmp_path, files, limits=Limits(bytes=size - 1))[1] == [("too-large", "b.json", "")]
    place = "/x/40" if text_of is json.dumps else "/x"
    assert source(tmp_path, files, limits=Limits(nodes=100))[1] == [("too-many-nodes", "b.json", place)]
    assert source(tmp_path, files, limits=Limits(files=2))[1] == [("too-many-files", "openapi.yaml", "/a/1/$ref")]


def test_files_that_cannot_be_read(tmp_path):
    assert source(tmp_path, {}, main="missing.yaml")[1] == [("unreadable-file", "missing.yaml", "")]
    assert source(tmp_path, {"x/y": "a: 1"}, main="x")[1] == [("unreadable-file", "x", "")]


NAMED = (
    *("paths", "webhooks", "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "links"),
    *("securitySchemes", "callbacks", "pathItems", "mediaTypes", "content", "encoding", "variables", "properties"),
    *("patternProperties", "$defs", "definitions", "dependentSchemas"),
)


@pytest.mark.parametrize("name", ["example", "default", "const", "enum", "value", "x-data", "extends"])
@pytest.mark.parametrize("keyword", [*NAMED, "schema", "items", "allOf", "info"])
def test_what_an_author_names_like_data_is_no_data(keyword, name, tmp_path):
    """`properties: {default: {$ref: …}}` refers to a file, `schema: {default: {$ref: …}}` only may look like it."""
    document = {"openapi": "3.1.0", "at": {keyword: {name: {"$ref": "missing.yaml"}}}}
    expected = [("ref-file", "openapi.yaml", f"/at/{keyword}/{name}/$ref")] if keyword in NAMED else []
    assert source(tmp_path, {"openapi.yaml": document})[1] == expected


def test_a_folder_that_has_no_document_is_an_error(tmp_path):
    class Nothing:
        def file(self, key):
            return "does not exist: correct it, or add the file"

    report = Report()
    assert read(tmp_path / "openapi.yaml", report, folder=Nothing()) is None
    assert [(one.code, one.message) for one in report] == [
        ("unreadable-file", "the file does not exist: correct it, or add the file")
    ]
