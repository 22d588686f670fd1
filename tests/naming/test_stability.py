"""Names do not move when something unrelated comes, goes or is put elsewhere: through all stages that make names."""

from __future__ import annotations

import inspect
import json
import random
import shutil
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.inspect import as_json
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source

ROOT = Path(__file__).resolve().parents[2]

Tree = dict[str, Any]
Key = tuple[str, str]

OWNER: Tree = {"type": "object", "properties": {"login": {"type": "string"}, "url": {"type": "string"}}}
REPO: Tree = {"type": "object", "properties": {"id": {"type": "integer"}, "owner": OWNER}}
KINDS: Tree = {
    "oneOf": [
        {"type": "object", "properties": {"kind": {"const": "user"}, "name": {"type": "string"}}},
        {"type": "object", "properties": {"kind": {"const": "team"}, "size": {"type": "integer"}}},
    ]
}
ORDER: Tree = {
    "type": "object",
    "properties": {
        "order_item": {"type": "object", "properties": {"price": {"type": "number"}, "of": {"type": "string"}}},
        "orderPlace": {"type": "object", "properties": {"street": {"type": "string"}, "zip": {"type": "string"}}},
        "place": {"type": "object", "properties": {"row": {"type": "string"}, "seat": {"type": "string"}}},
    },
}


def _operation(schema: Tree | bool, identity: str | None = None, tag: str | None = None, **more: Any) -> Tree:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    named = {"operationId": identity} if identity else {}
    return {**named, **({"tags": [tag]} if tag else {}), "responses": answer, **more}


def document() -> Tree:
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}}}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    schemas: Tree = {f"Part{index}": {"type": "object", "properties": {f"p{index}": OWNER}} for index in range(4)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/repos": {
                "get": _operation({"type": "array", "items": REPO}, "listRepos", "repos"),
                "post": _operation(REPO, "createRepo", "repos", requestBody=body),
            },
            "/repos/{id}": {"parameters": [identity], "get": _operation(REPO, None, "repos")},
            "/v1/agents/{id}": {"parameters": [identity], "patch": _operation(KINDS, None, None, requestBody=body)},
            "/sendMessage": {"post": _operation({"$ref": "#/components/schemas/Part1"}, "sendMessage")},
            "/teams": {
                "get": _operation({"type": "object", "properties": {"members": {"type": "integer"}}}, "listTeams")
            },
            "/kinds": {"get": _operation(KINDS, "get_kind", "Repos")},
            "/v2/orders/v1": {"get": _operation({"$ref": "#/components/schemas/Order"}, None, "orders")},
            "/orders": {"get": _operation(True, None, "orders"), "delete": _operation(True, "ordersDelete", "orders")},
            "/users/{id}/keys": {
                "parameters": [identity],
                "get": _operation(True, "users.user.keys.list", "users.Actions"),
                "put": _operation(True, "users.keys.list", "users.Actions"),
            },
        },
        "components": {
            "schemas": {
                **schemas,
                "Order": ORDER,
                "Page_shop.api.Order_": ORDER,
                "foo-bar": OWNER,
                "FooBar": {"type": "string"},
                "list": REPO,
            }
        },
    }


def names(tree: Tree) -> dict[Key, str]:
    inputs = Inputs(Source(Document(json.loads(json.dumps(tree)), "things.json"), {}), Settings(), "things")
    found = pipeline.describe(inputs, Report())
    assert found is not None
    return {(one.kind, one.wire): one.name for one in found.names.explanations if one.wire}


def _insert(holder: Tree, key: str, value: Any, chance: random.Random) -> None:
    items = [*holder.items()]
    items.insert(chance.randint(0, len(items)), (key, value))
    holder.clear()
    holder.update(items)


def _shape(chance: random.Random) -> Tree:
    words = chance.sample(["zebra", "quokka", "id", "name", "owner", "login"], 3)
    return {"type": "object", "properties": {f"{word}{chance.randrange(99)}": {"type": "string"} for word in words}}


def _add_schema(tree: Tree, chance: random.Random) -> None:
    schema = {
        "type": "object",
        "properties": {"inner": _shape(chance), "repo": {"type": "array", "items": _shape(chance)}},
    }
    _insert(tree["components"]["schemas"], f"Aardvark{chance.randrange(99)}", schema, chance)


def _add_operation(tree: Tree, chance: random.Random) -> None:
    number = chance.randrange(99)
    operation = _operation(_shape(chance), chance.choice([None, f"doZebra{number}"]), chance.choice([None, "zebras"]))
    _insert(tree["paths"], f"/a{number}/zebras", {chance.choice(["get", "post"]): operation}, chance)


def _add_property(tree: Tree, chance: random.Random) -> None:
    holder = tree["components"]["schemas"][f"Part{chance.randrange(4)}"]
    _insert(holder["properties"], f"zz{chance.randrange(99)}", _shape(chance), chance)


def _add_parameter(tree: Tree, chance: random.Random) -> None:
    item = tree["paths"][chance.choice(["/repos", "/kinds"])]
    item["get"].setdefault("parameters", []).append({"name": "zz-top", "in": "query", "schema": {"type": "string"}})


def _remove_operation(tree: Tree, chance: random.Random) -> None:
    del tree["paths"][chance.choice(["/sendMessage", "/teams"])]


def _reorder(tree: Tree, chance: random.Random) -> None:
    for holder in (tree["paths"], tree["components"]["schemas"]):
        items = [*holder.items()]
        chance.shuffle(items)
        holder.clear()
        holder.update(items)


@pytest.mark.parametrize(
    "change", [_add_schema, _add_operation, _add_property, _add_parameter, _remove_operation, _reorder]
)
def test_unrelated_additions_rename_nothing(change: Callable[[Tree, random.Random], None]) -> None:
    before = names(document())
    for seed in range(8):
        tree, chance = document(), random.Random(seed)
        for _ in range(3 if change is not _remove_operation else 1):
            change(tree, chance)
        after = names(tree)
        moved = {key: (name, after.get(key)) for key, name in before.items() if after.get(key, name) != name}
        assert not moved
        assert change is _remove_operation or before.keys() <= after.keys()


def test_names_of_the_document() -> None:
    found = names(document())
    assert {name for (kind, _), name in found.items() if kind == "operation"} >= {
        *("orders.list", "orders.get_v2_orders_v1", "orders.delete"),
        *("users_actions.keys_list", "users_actions.users_user_keys_list"),
    }
    assert {name for (kind, _), name in found.items() if kind == "schema"} == {
        *("Order", "OrderItem", "OrderOrderPlace", "OrderPlace", "PageOrder"),
        *("CreateRepoRequest", "FooBar", "FooDashBar", "List", "ListTeamsResponse", "Owner", "Part0", "Part1", "Part2"),
        *("Part3", "PatchAgentsByIdRequest", "Repo", "Team", "User"),
    }


def _inspected(tree: Tree) -> dict[str, object]:
    inputs = Inputs(Source(Document(json.loads(json.dumps(tree)), "things.json"), {}), Settings(), "things")
    found = pipeline.describe(inputs, Report())
    assert found is not None
    return as_json(found.api, found.names, "things")


def _lineage(depth: int, own: Sequence[str]) -> Tree:
    """Return classes that derive from each other in a line, each with properties whose spellings meet."""
    schemas: Tree = {}
    for index in range(depth):
        part: Tree = {"type": "object", "properties": {name: {"type": "string"} for name in own[index :: depth or 1]}}
        base = [{"$ref": f"#/components/schemas/Level{index - 1}"}] if index else []
        schemas[f"Level{index}"] = {"allOf": [*base, part]} if base else part
    return schemas


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.integers(2, 5),
    st.lists(st.sampled_from(["fooBar", "foo_bar", "@foo", "foo", "Foo", "class", "a-b", "a.b"]), unique=True),
    st.sampled_from(["zebraStripes", "quokka", "xX"]),
)
def test_no_attribute_depends_on_an_unrelated_one_of_any_base(depth: int, own: list[str], more: str) -> None:
    tree = document()
    tree["components"]["schemas"] |= _lineage(depth, own)
    before = names(tree)
    for index in range(depth):
        changed = document()
        changed["components"]["schemas"] |= _lineage(depth, own)
        level = changed["components"]["schemas"][f"Level{index}"]
        (level["allOf"][-1] if "allOf" in level else level)["properties"][more] = {"type": "string"}
        after = names(changed)
        assert {key: after.get(key) for key in before} == before
    # What a class inherits and what it has itself are distinguished.
    line = [name for (kind, wire), name in before.items() if kind == "property" and wire.startswith("Level")]
    assert len({*line}) == len(line)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(["", "v1/", "v2/", "api/v1/", "api/", "2024-01-01/"]), min_size=1, max_size=4, unique=True
    ),
    st.sampled_from(["get", "post", "delete"]),
)
def test_versioned_paths_are_distinguished_and_not_moved(stems: list[str], method: str) -> None:
    def versions(several: list[str]) -> Tree:
        tree = document()
        for stem in several:
            tree["paths"][f"/{stem}wallets"] = {method: _operation(True)}
            tree["paths"][f"/{stem}wallets/{{id}}"] = {"get": _operation(True)}
        return tree

    before = names(versions(stems))
    calls = [name for (kind, wire), name in before.items() if kind == "operation" and "wallets" in wire]
    assert len({*calls}) == len(calls) == 2 * len(stems)
    assert all(call.startswith("wallets.") for call in calls)
    unrelated = versions(stems)
    unrelated["paths"]["/v1/zebras"] = {"get": _operation(True), "post": _operation(True)}
    after = names(unrelated)
    assert {key: after.get(key) for key in before} == before


def test_every_name_that_inspect_reports_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = document()
    tree["paths"]["/deep"] = {"post": {**_operation(OWNER, "make", "x"), "x-fern-sdk-group-name": ["deep", "er"]}}
    tree["components"]["securitySchemes"] = {"sec0": {"type": "http", "scheme": "basic"}}
    tree["security"] = [{"sec0": []}]
    inspected = cast("dict[str, Any]", _inspected(tree))
    inputs = Inputs(Source(Document(json.loads(json.dumps(tree)), "things.json"), {}), Settings(), "things")
    made = pipeline.generate(replace(inputs, runtime="._runtime"), Report())
    assert made is not None
    for path, text in made.files.items():
        file = tmp_path / "things_inspected" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    shutil.copytree(ROOT / "generated" / "_runtime", tmp_path / "things_inspected" / "_runtime")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = import_module("things_inspected")
    clients = [getattr(module, inspected[kind]) for kind in ("client", "async_client")]
    for client_class in clients:
        given = inspect.signature(client_class).parameters
        for scheme in inspected["security"]:
            assert {scheme["argument"], scheme.get("password", scheme["argument"])} <= given.keys()
        client = client_class(base_url="https://a.example")
        for operation in inspected["operations"]:
            method: Any = client
            for name in operation["call"].split("."):
                method = getattr(method, name)
            arguments = inspect.signature(method).parameters
            assert {one["argument"] for one in operation["parameters"]} <= arguments.keys()
            assert not operation["body"] or operation["body"]["argument"] in arguments
        # The asynchronous client has the same methods, and says the same about them.
        assert inspect.iscoroutinefunction(method) == (client_class is clients[1])
    sync, twin = (one(base_url="https://a.example").repos for one in clients)
    assert inspect.getdoc(type(sync).list) == inspect.getdoc(type(twin).list)
