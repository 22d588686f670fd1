"""Overlays: what the standard says, where everything comes from afterwards, and every mistake as a diagnostic."""

import copy
import json

import pytest

from generator.diagnostics import Report
from generator.document.loader import LIMITS, Limits, load
from generator.document.overlay import apply
from generator.document.overlay_patch import measure

DOCUMENT = """\
openapi: 3.1.0
info:
  title: Pets
  version: "1"
servers:
  - url: https://a
  - url: https://b
  - url: https://c
paths:
  /pets:
    get:
      tags: [dummy, pets]
      parameters:
        - name: limit
          in: query
        - name: dummy
          in: query
    post: {}
"""
OLD = "overlay: 1.0.0\ninfo: {title: a, version: b}\nactions: "
FINE = "info: {title: a, version: b}\nactions: [{target: $.info, update: {a: 1}}]"
HEAD = "overlay: 1.1.0\ninfo: {title: Fix, version: '1'}\nactions:\n"


def overlaid(actions, *, document=DOCUMENT, head=HEAD, limits=LIMITS):
    """Return (edited document, [(code, line in the overlay)])."""
    report = Report()
    main = load(document.encode(), "openapi.yaml", report)
    before = copy.deepcopy(main.tree)
    overlay = load((head + actions).encode(), "overlay.yaml", report)
    assert not list(report)
    edited = apply(main, overlay, report, limits)
    assert main.tree == before
    assert all(diagnostic.where.file == "overlay.yaml" for diagnostic in report)
    return edited, [(diagnostic.code, diagnostic.where.line) for diagnostic in report]


def place(document, pointer):
    where = document.where(pointer)
    return where.file, where.line, where.pointer


def test_update_merges_recursively():
    edited, problems = overlaid("""\
  - target: $
    update:
      info:
        title: Better
        contact: {name: me}
      servers:
        - url: https://d
""")
    assert not problems
    assert edited.tree["info"] == {"title": "Better", "version": "1", "contact": {"name": "me"}}
    assert [server["url"][-1] for server in edited.tree["servers"]] == ["a", "b", "c", "d"]
    assert place(edited, "/info/title") == ("overlay.yaml", 7, "/actions/0/update/info/title")
    assert place(edited, "/info/contact/name") == ("overlay.yaml", 8, "/actions/0/update/info/contact/name")
    assert place(edited, "/info/version") == ("openapi.yaml", 4, "/info/version")
    assert place(edited, "/servers/3/url") == ("overlay.yaml", 10, "/actions/0/update/servers/0/url")
    assert place(edited, "/servers/2/url") == ("openapi.yaml", 8, "/servers/2/url")
    assert place(edited, "/info/none") == ("openapi.yaml", 2, "/info")


def test_removal_from_an_array_moves_the_positions():
    edited, problems = overlaid("""\
  - target: $.servers[?@.url == 'https://a' || @.url == 'https://b']
    remove: true
  - target: $.servers
    update: {url: https://d}
  - target: $.servers[0]
    update: {description: third}
  - target: $.servers[0]
    remove: true
""")
    assert not problems
    assert edited.tree["servers"] == [{"url": "https://d"}]
    assert place(edited, "/servers/0/url") == ("overlay.yaml", 7, "/actions/1/update/url")
    assert place(edited, "/servers/1") == ("openapi.yaml", 5, "/servers")
    edited, _ = overlaid("  - target: $.servers[1]\n    remove: true\n")
    assert place(edited, "/servers/0/url") == ("openapi.yaml", 6, "/servers/0/url")
    assert place(edited, "/servers/1/url") == ("openapi.yaml", 8, "/servers/2/url")


def test_removal_of_members_and_primitives():
    edited, problems = overlaid("""\
  - target: $.paths.*.get.tags[?@ == 'dummy']
    remove: true
  - target: $.paths.*.get.parameters[?@.name == 'dummy']
    remove: true
  - target: $.paths['/pets'].post
    remove: true
""")
    assert not problems
    assert edited.tree["paths"]["/pets"] == {
        "get": {"tags": ["pets"], "parameters": [{"name": "limit", "in": "query"}]},
    }
    assert place(edited, "/paths/~1pets/post") == ("openapi.yaml", 10, "/paths/~1pets")


def test_removing_all_at_once():
    edited, problems = overlaid("  - target: $..*\n    remove: true\n")
    assert not problems
    assert edited.tree == {}


def test_a_removed_member_can_come_back():
    edited, problems = overlaid(
        "  - target: $.servers\n    remove: true\n  - target: $\n    update:\n      servers: [{url: https://z}]\n"
    )
    assert not problems
    assert edited.tree["servers"] == [{"url": "https://z"}]
    assert place(edited, "/servers/0/url")[0] == "overlay.yaml"


def test_primitives_are_replaced():
    edited, problems = overlaid("  - target: $.info['title','version']\n    update: x\n")
    assert not problems
    assert edited.tree["info"] == {"title": "x", "version": "x"}
    assert place(edited, "/info/title") == ("overlay.yaml", 5, "/actions/0/update")


def test_an_array_is_concatenated_and_anything_else_appended():
    edited, problems = overlaid(
        "  - target: $.servers\n    update: [{url: https://d}, {url: https://e}]\n"
        "  - target: $.paths['/pets'].get.tags\n    update: more\n"
    )
    assert not problems
    assert [server["url"][-1] for server in edited.tree["servers"]] == list("abcde")
    assert edited.tree["paths"]["/pets"]["get"]["tags"] == ["dummy", "pets", "more"]


def test_copy_and_move():
    edited, problems = overlaid("""\
  - target: $.paths
    update: {/new: {}}
  - target: $.paths['/new']
    copy: $.paths['/pets']
  - target: $.paths['/pets']
    remove: true
  - target: $.info
    copy: $
""")
    assert not problems
    assert list(edited.tree["paths"]) == ["/new"]
    assert edited.tree["paths"]["/new"]["get"]["tags"] == ["dummy", "pets"]
    assert edited.tree["info"]["info"] == {"title": "Pets", "version": "1"}
    assert place(edited, "/paths/~1new/get/tags/0") == ("overlay.yaml", 7, "/actions/1/copy")


def test_targets_share_nothing():
    edited, _ = overlaid("  - target: $.servers[*]\n    update: {x: {y: []}}\n")
    edited.tree["servers"][0]["x"]["y"].append(1)
    assert edited.tree["servers"][1]["x"] == {"y": []}


def test_an_overlay_of_an_overlaid_document():
    edited, _ = overlaid("  - target: $.info\n    update: {summary: s}\n")
    report = Report()
    second = load((HEAD + "  - target: $.info\n    update: {description: d}\n").encode(), "second.yaml", report)
    edited = apply(edited, second, report)
    assert [place(edited, f"/info/{key}")[0] for key in ("title", "summary", "description")] == [
        "openapi.yaml",
        "overlay.yaml",
        "second.yaml",
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ("  - target: $.nothing\n    remove: true", [("overlay-no-match", 4)]),
        ("  - target: $.info\n    description: d\n    update: {title: Pets}", [("overlay-already-fulfilled", 4)]),
        ("  - target: $.servers\n    update: {url: https://b}", [("overlay-already-fulfilled", 4)]),
        ("  - target: $.info\n    update: {title: true}\n  - target: $.info.title\n    update: 1", []),
        ("  - target: $.info[\n    remove: true", [("overlay-jsonpath", 4)]),
        ("  - target: info\n    remove: true", [("overlay-jsonpath", 4)]),
        ("  - target: $[99999999999999999999]\n    remove: true", [("overlay-jsonpath", 4)]),
        ("  - target: $[?nope(@)]\n    remove: true", [("overlay-jsonpath", 4)]),
        (f"  - target: '$[?{'(' * 5000}@.a{')' * 5000}]'\n    remove: true", [("overlay-jsonpath", 4)]),
        ("  - target: $\n    remove: true", [("overlay-invalid", 4)]),
        ("  - target: $.info\n    update: text", [("overlay-incompatible", 5)]),
        ("  - target: $\n    update:\n      info:\n        title: {}", [("overlay-incompatible", 7)]),
        ("  - target: $.*\n    update: {a: 1}", [("overlay-incompatible", 4)]),
        ("  - target: $.info\n    copy: $.servers[*]", [("overlay-invalid", 5)]),
        ("  - target: $.info\n    copy: $.x", [("overlay-no-match", 5)]),
        ("  - target: $.info\n    copy: $.x\n    update: {}", [("overlay-invalid", 5)]),
        ("  - target: $.info\n    remove: false", [("overlay-invalid", 4)]),
        ("  - update: {}", [("overlay-invalid", 4)]),
        ("  - target: 1\n    remove: 1\n    what: 1", [("overlay-invalid", n) for n in (6, 4, 5)]),
        ("  - target: $.info\n    x-reason: fine\n    update: {a: 1}", []),
        ("  - 1\n  - target: $.nothing\n    update: {}", [("overlay-invalid", 4), ("overlay-no-match", 5)]),
    ],
)
def test_mistakes(actions, expected):
    assert overlaid(actions)[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", ["overlay-version", "overlay-invalid", "overlay-invalid"]),
        ("overlay: 1.2.0\ninfo: {title: a, version: b}\nactions: []", ["overlay-version", "overlay-invalid"]),
        ("overlay: 1.1\ninfo: 1\nactions: {}\nmore: 1", ["overlay-version"] + ["overlay-invalid"] * 3),
        ("overlay: 1.0.3\ninfo: {title: 1, b: 1}\nextends: 3\nactions: 4", ["overlay-invalid"] * 5),
        (OLD + "[{target: $.info.title, update: x}]", ["overlay-invalid"]),
        (OLD + "[{target: $.info.title, remove: true}]", ["overlay-invalid"]),
        (OLD + "[{target: $.info, copy: $}]", ["overlay-invalid"]),
        ("overlay: 1.1.0\nextends: http://[x\n" + FINE, ["overlay-invalid"]),
        ("overlay: 1.1.0\nextends: other.yaml\n" + FINE, ["overlay-extends"]),
        ("overlay: 1.1.0\nextends: ./openapi.yaml\n" + FINE, []),
        ("overlay: 1.1.0\nextends: https://x/y\n" + FINE, []),
    ],
)  # fmt: skip
def test_mistakes_of_the_overlay_itself(text, expected):
    assert [code for code, _ in overlaid("", head=text)[1]] == expected


def test_copies_of_copies_stay_within_the_limits():
    actions = [{"target": "$", "update": {"z": {}}}]
    for number in range(60):
        actions += [{"target": "$.z", "update": {f"k{number}": {}}}, {"target": f"$.z.k{number}", "copy": "$"}]
    head = {"overlay": "1.1.0", "info": {"title": "t", "version": "v"}, "actions": actions}
    _, problems = overlaid("", head=json.dumps(head), limits=Limits(nodes=10_000))
    assert "overlay-too-large" in {code for code, _ in problems}


def test_a_document_as_deep_as_allowed_is_searched():
    deep = '{"a":' * 199 + '{"b": 1}' + "}" * 199
    edited, problems = overlaid("  - target: $..[?@.b == 1]\n    update: {c: 2}\n", document=deep)
    assert not problems
    assert '"c": 2' in json.dumps(edited.tree)


def test_a_message_says_what_an_update_meets():
    report = Report()
    main = load(DOCUMENT.encode(), "openapi.yaml", report)
    overlay = load((HEAD + "  - target: $.info\n    update: text").encode(), "overlay.yaml", report)
    apply(main, overlay, report, LIMITS)
    (problem,) = report
    assert problem.message.endswith(": remove the value first, or correct the target")
    assert not problem.message.startswith("(")


@pytest.mark.parametrize(
    ("value", "nodes", "depth"),
    [
        (1, 1, 1),
        ([], 1, 1),
        ({}, 1, 1),
        ([1, [2, [3]]], 6, 4),
        ({"a": {"b": [1, {"c": 2}]}}, 6, 5),
        ([[], [], {}], 4, 2),
    ],
)
def test_values_are_measured_through_lists_and_objects(value, nodes, depth):
    assert measure(value) == (nodes, depth)
