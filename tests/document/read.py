"""What is read from texts, and what queries and overlays make of a tree: `python -m tests.document.read` writes the record."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.diagnostics import Report, to_terminal
from generator.document.document import Document, is_within, join, shortened, split
from generator.document.file_references import file_refs, resolve
from generator.document.json_path import Budget, BudgetError, QueryError, select
from generator.document.limits import Limits
from generator.document.loader import load
from generator.document.overlay import apply
from generator.document.payload_files import parse_payload, payload_order
from generator.document.selection import Criterion
from generator.document.toml_positions import TomlLines

from .. import recording
from .test_json_path import TREE
from .test_overlay import DOCUMENT, HEAD

RECORD = Path(__file__).with_name("read.txt")

_SCALARS = ("1", "-1", "+1", "01", "0o17", "0x1F", "0b1", "1_000", "1.5", "-.5", "5.", "1e3", "1E+3", ".inf", ".NaN", "true", "True", "TRUE", "tRue", "yes", "on", "null", "~", "Null", "nUll", "", "2026-01-02", "12:30", "a", "'1'", '"1"', '"\\u0041\\n"', "!!str 1", "!!int '1'", "!!float 1", "!!bool 'true'", "!!null ''", "!!timestamp 2026-01-02", "! a", "|\n  x\n  y", "|-\n  x", "|+\n  x\n\n", ">\n  x\n  y\n\n  z", "'it''s'", "- a", "? a", "a: b", "{a: 1, b}", "[a, [b], {c: d}]", "&x 1", "*x", "0" * 30, "9" * 25, "-0", "-0.0", "1e400", "0x", "<<", "=", "@a", "`a", "%a", "!a b", "\ta", "a #b", "a#b", "[]", "{}", "[", "}", '"a', "'a")  # fmt: skip
_YAML = (
    *("a: 1\nb:\n  - c\n  - d: e\n    f: [1, 2]\n", "a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\nf: {<<: [*x, {g: 3}], b: 4}\n", "a: &x 1\na2: &x 2\nb: *x\n", "? a\n: b\n", "'a b': 1\n\"c\": 2\n3: 4\n-5: 6\n", "a: 1\na: 2\n", "a:\n - 1\n  - 2\n", "a: 1\n b: 2\n", "a: [1, 2\n", "a: {b: 1\nc: 2\n", "--- {a: 1}\n...\n", "--- {a: 1}\n--- {b: 1}\n", "%YAML 1.1\n---\na: 1\n", "%YAML 2.0\n---\na: 1\n", "# c\n\na: 1 # d\n", "\ufeffa: 1\n", "a: 1\r\nb: 2\r", "a: \x01\n", "a: \x85b\n", "a: \u2028b\n", "a: b: c\n", "a: 'b' c\n", "a\nb: 1\n", "- a\n", "", "null\n", "a: *none\n", "a: &a [*a]\n", "{a: 1, a: 1}\n", "a: !!map {b: 1}\n", "a: !!seq [1]\n", "a: !!set {b}\n", "? [a]\n: 1\n", "a: >\n b\n  c\n d\n", "a: |2\n    b\n", "\ta: 1\n", "a:\tb\n", "a: \"b\n  c\"\n", "a: 'b\n\n  c'\n"),
)  # fmt: skip
_JSON = ('{"a": 1, "b": [true, null, -1.5e3]}', '{"a": 1, "a": 2}', '{"a": {"b": 1, "b": 2}}', '{"a": }', '{"a": 1,}', "{'a': 1}", '{"a": NaN}', '{"a": Infinity}', '{"a": 1e999}', '{"a": 1} x', "[]", '"a"', "{", '{"a": "\\ud800"}', '{"a": "\\ud83d\\ude00"}', '{"a": "b\nc"}', '{"a": "\\x"}', '{"a" 1}', '{"a": 01}', '{"a": .5}', '{"a": tru}', '{"a": [1, 2}', "{" + '"a": {' * 3 + "}" * 4, '{"a": 123456789012345678901234567890}', ' \n {"a":\n  1}', '{"a": [ ] , "b": { } }', '{"\\u0061": 1, "a": 2}', '{"": 1}', "{a: 1}", '{"a": 1 /* c */}', '{"a": "\u2028"}')  # fmt: skip
_LIMITS = (
    *(("bytes", size, "a: 1\n") for size in (4, 5, 6)),
    *(("depth", size, text) for size in (2, 3, 4) for text in ("a: {b: {c: 1}}\n", '{"a": {"b": {"c": 1}}}', "a: &x {b: {}}\nc: [*x]\n")),
    *(("nodes", size, text) for size in (3, 4, 5, 6) for text in ("a: [1, 2, 3]\n", '{"a": [1, 2, 3]}', "a: &x [1]\nb: *x\n")),
)  # fmt: skip
_QUERIES = (
    *("$", "$.a", "$['a']", '$["a"]', "$.a[0]", "$.a[-1]", "$.a[5]", "$.a[-5]", "$.a[-6]", "$.a[1:3]", "$.a[:2]", "$.a[-2:]", "$.a[::2]", "$.a[::-1]", "$.a[3:0:-2]", "$.a[5:1:-1]", "$.a[1:1]", "$.a[::0]", "$.a[0,2]", "$.a[0,0]", "$.a['x']", "$[0]", "$.*", "$.a.*", "$..*", "$..b", "$..[0]", "$.a..b", "$.none", "$.b['c','none','d']", "$[*].e.b", "$.a[*]", "$.texts[?@]", "$.kilo[*]['name','n']"),
    *(f"$.mixed[?@ {operator} {value}]" for operator in ("==", "!=", "<", "<=", ">", ">=") for value in ("1", "true", "null", "'1'", "0", "$.a[0]", "$.none", "1.0", "-0", "1e0")),
    *(f"$.kilo[?@.n {operator} {value}]" for operator in ("==", "!=", "<", "<=", ">", ">=") for value in ("1", "2.5", "'1'", "@.name", "@.none")),
    *("$.kilo[?@.name && @.n > 1]", "$.kilo[?@.name || @.n]", "$.kilo[?!@.name]", "$.kilo[?!(@.n == 1)]", "$.kilo[?(@.n == 1 || @.n == 2.5) && @.name]", "$.kilo[?@['name'] == 'one']", "$.kilo[?length(@) == 2]", "$.kilo[?length(@.name) < 4]", "$.kilo[?count(@.*) > 1]", "$.kilo[?value(@.n) == 1]", "$.kilo[?value(@..n) == 1]", "$[?length(@) == 5]", "$.texts[?length(@) == 0]", "$.mixed[?length(@) == 1]", "$.texts[?match(@, 'a.b')]", "$.texts[?search(@, 'a.')]", "$.texts[?match(@, '[')]", "$.texts[?match(@, 1)]", "$.texts[?search(@, @)]", "$.texts[?match(@, '(a|b)*')]", "$.texts[?search(@, '^a')]", "$.texts[?search(@, 'b$')]", "$.texts[?match(@, '\\\\S+')]", "$.texts[?match(@, '\\\\p{L}.b')]"),
    *("", "a", "$.", "$a", "$[", "$[]", "$['a]", "$[?]", "$[?@.a ==]", "$[?(@.a]", "$[?nope(@)]", "$[?length()]", "$[?length(@, @)]", "$[?count(1)]", "$[?@.* == 1]", "$[?match(@.a)]", "$[01]", "$[1.0]", "$[9007199254740992]", "$[-0]", "$.a b", "$ .a", "$[ 0 ]", "$[?length(@)]", "$[?match(@, 'a') == true]", "$..", "$...a", "$[?@.a = 1]", "$[?'a']", "$[?1 == 1]", "$[?true]", "$['\\u0061']", "$['\\q']", "$[?@ == [1]]", "$" + ".a" * 300, "$[?" + "(" * 200 + "@" + ")" * 200 + "]"),
)  # fmt: skip
_COSTLY = (
    *("$", "$.a", "$..*", "$..b", "$.a[*]", "$.a[::2]", "$.kilo[?@.n == 1]", "$.kilo[?@.name < 'two']", "$.mixed[?@ == $.mixed[6]]", "$.mixed[?@ == $.mixed]", "$.kilo[?count(@.*) > 1]", "$.kilo[?length(@.name) > 3]", "$.texts[?match(@, 'a.b')]", "$.texts[?search(@, 'a.bcdefghijklmnopqrstuvwxyz')]", "$.texts[?@ == 'axb']", "$.texts[?@ < 'axb']", "$['a','b','kilo']"),
)  # fmt: skip
"""Queries of which the steps are counted."""
_ACTIONS = (
    *("[{target: $.info, update: {a: 1}}]", "[{target: $.info, update: {title: X, version: {a: 1}}}]", "[{target: $.info.title, update: Cats}]", "[{target: $.info.title, remove: true}]", "[{target: $.info.title, remove: false}]", "[{target: $.servers, update: {url: https://d}}]", "[{target: $.servers, update: [{url: https://d}]}]", "[{target: '$.servers[0]', remove: true}]", "[{target: '$.servers[*]', remove: true}]", "[{target: '$.servers[?@.url != \"https://a\"]', remove: true}]", "[{target: $, remove: true}]", "[{target: $, update: {x-a: 1}}]", "[{target: $.none, update: {}}]", "[{target: $.none, remove: true}]", "[{target: '$.paths..parameters[?@.name == \"dummy\"]', remove: true}]", "[{target: $.paths.*.get.tags, update: new}]", "[{target: '$.paths.*.get.tags[?@ == \"dummy\"]', update: kept}]"),
    *("[{target: $.info, copy: $.servers}]", "[{target: $.info, copy: '$.servers[0]'}]", "[{target: $.info, copy: $.none}]", "[{target: $.info, copy: '$.servers[*]'}]", "[{target: $.servers, copy: '$.servers[0]'}]", "[{target: $.info, copy: 5}]", "[{target: $.info, copy: $.info, update: {a: 1}}]", "[{target: $.info, update: {a: 1}, remove: true}]", "[{target: $.info}]", "[{update: {a: 1}}]", "[{target: 5, update: {}}]", "[{target: '', update: {}}]", "[{target: 'info', update: {}}]", "[{target: $.info, update: 5}]", "[{target: $.info, update: [1]}]", "[{target: $.info, remove: yes}]", "[{target: $.info, remove: 'true'}]", "[{target: $.info, update: {}, extra: 1}]", "[{target: $.info, update: {}, x-a: 1, description: d}]", "[{target: $.info, update: {}, description: 5}]", "[5]", "[]", "{}", "5", "[{target: $.info, update: {a: {b: 1}}}, {target: $.info.a, update: {c: 2}}, {target: $.info.a.b, remove: true}]", "[{target: $.info, update: {a: 1}}, {target: $.info, update: {a: 1}}]", "[{target: $.info.title, update: Pets}]", "[{target: '$[?', update: {}}]", "[{target: '$..*', update: {a: 1}}]", "[{target: $.paths, update: null}]"),
)  # fmt: skip
_HEADS = ("overlay: 1.0.0\n", "overlay: 1.1\n", "overlay: 1.2.0\n", "overlay: 2.0.0\n", "overlay: 1\n", "overlay: '1.0.0-rc'\n", "", "overlay: 1.1.0\nextends: openapi.yaml\n", "overlay: 1.1.0\nextends: 5\n", "overlay: 1.1.0\nunknown: 1\nx-a: 1\n", "overlay: 1.1.0\ninfo: {title: a}\n", "overlay: 1.1.0\ninfo: {title: a, version: b, x-a: 1, c: 1}\n", "overlay: 1.1.0\ninfo: a\n")  # fmt: skip
_REFS = ("#/a", "", "a.yaml", "a.yaml#/b", "./a.yaml", "../a.yaml", "../../a.yaml", "b/../a.yaml", "/a.yaml", "file:a.yaml", "FILE:///a", "http://a.example/b", "//a.example/b", "urn:a", "a\\b", "a%20b.yaml", "a%2Fb", "%2e%2e/%2e%2e/a", "a?b", "a%3Fb", "a%00b", "openapi.yaml", "./openapi.yaml#/a", "sub/../openapi.yaml", "c:/a", "~/a", ".", "..", "sub/")  # fmt: skip
_REFERRING = ({"$ref": "a.yaml"}, {"a": [{"$ref": "b.yaml#/c"}, {"$ref": "#/d"}]}, {"example": {"$ref": "a.yaml"}}, {"properties": {"example": {"$ref": "a.yaml"}, "$ref": {"type": "string"}}}, {"$ref": 5}, {"$id": "https://a.example/x/", "b": {"$ref": "c.yaml"}}, {"$id": "sub/d.json", "allOf": [{"$ref": "e.json"}]}, {"const": {"$ref": "a"}, "enum": [{"$ref": "b"}], "default": {"$ref": "c"}, "x-a": {"$ref": "d"}}, {"examples": {"a": {"$ref": "a.yaml"}}}, {"discriminator": {"mapping": {"a": "a.yaml", "b": "#/c", "d": "Pet"}}}, {"externalValue": "a.json"}, {"operationRef": "a.yaml#/b"}, {"$dynamicRef": "a.yaml"}, {"mapping": {"a": "b.yaml"}})  # fmt: skip
_TOML = 'a = 1\n"b c" = 2 # d\n\n[t]\nx = {y = 1, z = [2, 3]}\nlong = """\na = 1\n"""\n[t.u."v.w"]\nk.l = 1\n[[r]]\na = 1\n[[r]]\na = [\n  1,\n  2,\n]\nb = \'\'\'\n[no]\n\'\'\'\n[r.s]\nq = true\n'
_PAYLOADS = ("1", '"a"', "{}", '{"a": 1, "a": 2}', "[1, 2]", "NaN", "1e999", "-1e999", "[" * 199 + "]" * 199, "[" * 200 + "]" * 200, "[" * 201 + "]" * 201, "", "x", "{} {}", "\ufeff1", "9" * 4299, "9" * 4301, '"[[["', '{"a": "\\"]"}', " 1 ")  # fmt: skip
_NAMES = (
    "a.request.json",
    "a.response.200.x.json",
    "a.response.default.json",
    "b.json",
    "a.request.10.json",
    "a.request.2.json",
    "notes.txt",
)


def loaded(text: str, limits: Limits | None = None) -> list[str]:
    """Return the tree of a text with the place of each value, or its problems."""
    report = Report()
    document = load(text.encode("utf-8", "surrogatepass"), "a.yaml", report, limits or Limits())
    found = [to_terminal(one) for one in report]
    if document is not None:
        places = " ".join(f"{pointer or '/'}@{where.line}:{where.column}" for pointer, where in _places(document))
        found.append(f"{json.dumps(document.tree)}  {places}")
    return found


def _places(document: Document) -> Iterator[tuple[str, Any]]:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document.tree)]
    while waiting:
        path, value = waiting.pop(0)
        yield join(path), document.where(join(path))
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [((*path, key), one) for key, one in members]


def queried(query: str, steps: int = 100_000) -> str:
    """Return the paths that a query selects."""
    try:
        return json.dumps([list(one) for one in select(query, TREE, Budget(steps))])
    except (QueryError, BudgetError) as error:
        return f"{type(error).__name__}: {error}"


def _least(query: str) -> int:
    """Return the least number of steps with which a query ends."""
    return next(steps for steps in range(1_000) if not queried(query, steps).startswith("BudgetError"))


def overlaid(text: str, limits: Limits | None = None) -> list[str]:
    """Return what an overlay makes of the document, and its problems."""
    report = Report()
    document = load(DOCUMENT.encode(), "openapi.yaml", report)
    overlay = load(text.encode(), "overlay.yaml", report)
    if document is None or overlay is None:
        return [to_terminal(one) for one in report]
    made = apply(document, overlay, report, limits or Limits())
    changed = {key: one for key, one in made.tree.items() if one != document.tree.get(key)}
    places = [f"{pointer}@{where.file}:{where.line}:{where.column}" for pointer, where in _places(made) if where.file != "openapi.yaml"]  # fmt: skip
    gone = [f"no {key}" for key in document.tree if key not in made.tree]
    return [*(to_terminal(one) for one in report), " ".join([*gone, json.dumps(changed), *places])]


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    yield "scalars", [_of(f"a: {text}\n") for text in _SCALARS]
    yield "yaml", [_of(text) for text in _YAML]
    yield "json", [_of(text) for text in _JSON]
    yield "limits", [f"{name} {size} {_of(text, Limits(**{name: size}))}" for name, size, text in _LIMITS]
    for query in _QUERIES:
        shown = query if len(query) < 80 else f"{query[:30]}... {len(query)}"
        yield f"query {shown}", [queried(query)]
    yield "steps of queries", [f"{_least(query)} {query}" for query in _COSTLY]
    for actions in _ACTIONS:
        yield f"overlay {actions}", overlaid(f"{HEAD.removesuffix(chr(10))} {actions}\n")
    for head in _HEADS:
        info = "" if "info" in head else "info: {title: a, version: b}\n"
        yield f"overlay head {head!r}", overlaid(f"{head}{info}actions: [{{target: $.info, update: {{a: 1}}}}]\n")
    yield "overlay steps", [f"{steps} {' '.join(overlaid(f'{HEAD} - {{target: $..*, update: {{a: 1}}}}', Limits(steps=steps)))}"[:200] for steps in (1, 10, 30, 100)]  # fmt: skip
    yield "references", [f"{ref!r} {base} -> {resolve(ref, base, 'openapi.yaml')}" for ref in _REFS for base in ("openapi.yaml", "sub/a.yaml")]  # fmt: skip
    for tree in _REFERRING:
        document = load(json.dumps(tree).encode(), "a.json", Report())
        assert document is not None
        refs, others = file_refs(document)
        yield f"referring {json.dumps(tree)}", [*map(repr, refs), repr(sorted(others))]
    lines = TomlLines(_TOML)
    yield "toml", [f"{path} {lines.place(path)}" for path in _toml_paths(tomllib.loads(_TOML))]
    yield "toml unknown", [str(lines.place(path)) for path in ((), ("none",), ("t", "none"), ("r", 1, "none"))]
    yield "payloads", [f"{text[:20]!r} {len(text)} {_payload(text)}" for text in _PAYLOADS]
    yield "order of payloads", sorted(_NAMES, key=payload_order)
    yield "criteria", [
        f"{kind} {pattern!r} {[Criterion(kind, pattern).matches(*one) for one in _SELECTED]}"
        for kind in ("tag", "path", "operation") for pattern in ("a", "*", "a*", "*a", "a*b", "/a", "/a/*", "/a/**", "GET /a", "get /a", "GET *", "A", "")
    ]  # fmt: skip
    yield "pointers", [f"{text!r} {_tried_split(text)} {shortened(text)} {is_within(text, '/a')}" for text in ("", "/", "/a", "/a/b", "/ab", "/a~1b", "/~01", "/a~", "a", "/" + "x" * 38, "/" + "x" * 39, "/" + "x" * 40)]  # fmt: skip


_SELECTED: tuple[tuple[str, str, dict[str, Any]], ...] = (("get", "/a", {"tags": ["a", "b"], "operationId": "a"}), ("post", "/a/b", {"tags": "a"}), ("get", "/ab", {"operationId": "aXb"}), ("put", "/", {"tags": [5]}))  # fmt: skip


def _of(text: str, limits: Limits | None = None) -> str:
    return f"{text!r} => {' | '.join(loaded(text, limits))}"


def _tried_split(text: str) -> str:
    try:
        return str(split(text))
    except ValueError as error:
        return f"ValueError {error}"


def _payload(text: str) -> str:
    try:
        return repr(parse_payload(text))[:60]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


def _toml_paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in members:
        yield from _toml_paths(one, (*path, key))


if __name__ == "__main__":
    recording.main(RECORD, cases())
