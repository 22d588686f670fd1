"""Where models lie: one module for few, a package whose modules load on first use for many."""

from __future__ import annotations

import importlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.publication import runtime_files
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load
from generator.emit.definitions import MODEL, Definition
from generator.emit.expression import MODELS, Symbol, compose
from generator.emit.model_modules import LARGE, arrange
from generator.gate.check import check


def definitions(*names: str, **bases: str) -> list[Definition]:
    filler = [f"Filler{number}" for number in range(LARGE + 1)]
    return [
        Definition("class", name, name, base=compose(Symbol(bases[name], MODELS)) if name in bases else MODEL)
        for name in (*names, *filler)
    ]


def modules(found: list[Definition]) -> dict[str, str]:
    return {one.name: module for module, members in arrange(found).items() for one in members}


def test_few_definitions_need_one_module() -> None:
    assert arrange(definitions()[:LARGE]) == {}


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("User", "user"),
        ("UserEmail", "user"),
        ("ListUsersResponse", "user"),
        ("UpdateUserRequest", "user"),
        ("Delete", "delete"),
        ("ImportJob", "import_"),
        ("BasesThing", "base"),
        ("V1Pod", "v1"),
        ("AuxValue", "aux_"),
        ("名前", "other"),
        ("AProjectOfMine", "project"),
        ("ListOfRenditions", "rendition"),
        ("AssociateVpcRequest", "vpc"),
        ("NotifyRoomInput", "room"),
        ("CheckRun", "check"),
        ("NullableSimpleUser", "user"),
        ("ReRunJob", "run"),
        ("KMSFault", "kms"),
        ("KmsKey", "kms"),
        ("ODataError", "odata"),
        ("WebhooksIssue2", "webhook"),
        ("Milestone3", "milestone"),
        ("Ipv4Range", "ipv4"),
    ],
)
def test_the_name_of_a_model_gives_its_module(name: str, module: str) -> None:
    assert modules(definitions(name))[name] == module


def test_nothing_moves_when_something_else_is_added() -> None:
    before = modules(definitions("User", "UserEmail", "Pet"))
    after = modules(definitions("User", "UserEmail", "Pet", "Order", "UserOrder"))
    assert before.items() <= after.items()


def test_no_model_moves_when_anything_else_is_added() -> None:
    chance = random.Random(7)
    nouns = ["Hook", "User", "Order", "Line", "Item", "Push", "Pull", "Price", "Rule"]
    verbs = ["Create", "List", "Accept", ""]
    crowd = {f"{chance.choice(verbs)}{''.join(chance.choices(nouns, k=3))}{chance.choice('ABCD')}" for _ in range(900)}
    before = modules(definitions(*sorted(crowd)))
    assert len({*before.values()}) > len(nouns)
    for _ in range(20):
        others = [f"{chance.choice(verbs)}{noun}{chance.choice(nouns)}" for noun in ("Zebra", "Quokka", "Emu")]
        assert before.items() <= modules(definitions(*sorted({*crowd, *others}))).items()


def test_a_crowded_module_is_divided_by_the_next_noun() -> None:
    crowd = [f"Hook{word}{number}" for word in ("Push", "Pull") for number in range(150)]
    found = modules(definitions("Hook", *crowd))
    assert {found["Hook"], found["HookPush1"], found["HookPull1"]} == {"hook", "hook_push", "hook_pull"}


def test_a_crowded_module_is_not_divided_for_a_few() -> None:
    crowd = [f"HookPushOf{word}" for word in ("Cat", "Dog", "Owl", "Fox")]
    crowd += [f"HookPullOf{'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number}" for number in range(80)]
    few = [f"HookPing{word}" for word in ("Cat", "Dog", "Owl")]
    found = modules(definitions("Hook", *crowd, *few))
    assert {found[one] for one in few} == {"hook"}
    assert {found[one] for one in crowd[:4]} == {"hook_push"}
    assert modules(definitions("Hook", *crowd, *few, "HookPingFox"))["HookPingCat"] == "hook_ping"


def test_bases_of_classes_in_several_modules_are_in_their_own_module() -> None:
    found = modules(definitions("Entity", "Thing", "User", "UserAdmin", User="Thing", Thing="Entity", UserAdmin="User"))
    assert (found["Entity"], found["Thing"], found["User"], found["UserAdmin"]) == ("bases", "bases", "user", "user")


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def large_document() -> dict[str, Any]:
    """A large API whose models lean on each other across modules: recursion, inheritance, aliases, undeclared fields."""
    schemas: dict[str, Any] = {
        f"Filler{number}": {"type": "object", "properties": {"a": {"type": "string"}}} for number in range(LARGE)
    }
    schemas |= {
        "Node": {"type": "object", "properties": {"name": {"type": "string"}, "owner": ref("Owner")}},
        "Owner": {"type": "object", "properties": {"since": {"type": "string", "format": "date"}, "node": ref("Node")}},
        "Animal": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}, "born": {"type": "string", "format": "date"}, "at": ref("Node")},
        },
        "Cat": {"allOf": [ref("Animal"), {"type": "object", "properties": {"lives": {"type": "integer"}}}]},
        "Dog": {"allOf": [ref("Animal"), {"type": "object", "properties": {"walks": {"type": "integer"}}}]},
        "Pet": {
            "oneOf": [ref("Cat"), ref("Dog")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": ref("Cat")["$ref"], "dog": ref("Dog")["$ref"]},
            },
        },
        "Place": {"type": "array", "items": {"type": "number"}},
        "LineString": {"type": "array", "items": ref("Place")},
        "LinePolygon": {"type": "array", "items": ref("LineString")},
        "Area": {"type": "object", "properties": {"border": ref("LinePolygon")}},
        "House": {"type": "object", "properties": {"pets": {"type": "array", "items": ref("Pet")}}},
        "Scores": {
            "type": "object",
            "properties": {"name": {"type": "string"}},
            "additionalProperties": ref("Owner"),
        },
    }
    answers = {"house": ref("House"), "pet": ref("Pet"), "node": ref("Node"), "scores": ref("Scores")}
    paths = {
        f"/{name}": {
            "get": {
                "operationId": f"get-{name}",
                "tags": [name],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
            }
        }
        for name, schema in answers.items()
    }
    info = {"title": "Large", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = Report()
    main = load(json.dumps(large_document()).encode(), "large.json", report)
    assert main is not None
    generated = pipeline.generate(Inputs(Source(main), Settings(), "large", runtime="._runtime"), report)
    assert generated is not None, list(report)
    root = tmp_path_factory.mktemp("large")
    runtime = {f"_runtime/{path}": text for path, text in runtime_files().items()}
    for name, text in {**generated.files, **runtime}.items():
        path = root / "large" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def run(root: Path, code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOADED = "import sys; print(sorted(m for m in sys.modules if m.startswith('large.models.')))"


def test_importing_and_constructing_load_no_model(large: Path) -> None:
    assert run(large, f"import large; large.Large(base_url='http://x'); {LOADED}") == "[]"


def test_importing_a_model_loads_only_its_module(large: Path) -> None:
    assert run(large, f"from large.models import Node; {LOADED}") == "['large.models.node']"


def test_making_a_model_loads_the_models_in_its_annotations(large: Path) -> None:
    code = f"from large.models import Node; print(Node(name='a').name); {LOADED}"
    assert run(large, code) == "a\n['large.models.node', 'large.models.owner']"


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Node", {"name": "a", "owner": {"since": "2026-01-02", "node": {"name": "b"}}}),
        ("Cat", {"kind": "cat", "lives": 9, "born": "2026-01-02", "at": {"name": "sofa"}}),
        ("House", {"pets": [{"kind": "dog", "walks": 2, "at": {"owner": {"since": "2026-01-02"}}}, {"kind": "cat"}]}),
        ("Area", {"border": [[[1.5, 2.5], [2.5, 3.5]]]}),
        ("Scores", {"name": "a", "best": {"since": "2026-01-02"}}),
    ],
)
def test_models_of_several_modules_build_in_any_order(large: Path, name: str, document: Any) -> None:
    code = f"from large.models import {name}; print({name}.model_validate_json({json.dumps(document)!r}).model_dump_json())"
    assert json.loads(run(large, code)) == document


@pytest.mark.parametrize(("resource", "schema"), [("house", "House"), ("pet", "Pet"), ("node", "Node")])
def test_the_codecs_of_an_operation_build_by_themselves(large: Path, resource: str, schema: str) -> None:
    document = {"House": {"pets": [{"kind": "dog"}]}, "Pet": {"kind": "cat", "lives": 9}, "Node": {"name": "a"}}[schema]
    code = f"""
import large.{resource} as module
operation = next(value for value in vars(module).values() if type(value).__name__ == "Operation")
codec = operation.responses[200]
print(codec.encode(codec.decode({json.dumps(document)!r}.encode(), "application/json"))[1].decode())
"""
    assert json.loads(run(large, code)) == document


@pytest.mark.parametrize(
    "made",
    [
        "TypeAdapter(Node).validate_python({document})",
        "TypeAdapter(list[Node]).validate_python([{document}])[0]",
        "create_model('Mine', node=(Node, ...))(node={document}).node",
    ],
)
def test_other_types_of_pydantic_may_ask_for_a_model_first(large: Path, made: str) -> None:
    document = {"name": "a", "owner": {"node": {"name": "b"}}}
    code = f"from pydantic import TypeAdapter, create_model\nfrom large.models import Node\nprint({made.format(document=document)}.model_dump_json())"
    assert json.loads(run(large, code)) == document


def test_an_unknown_name_is_not_an_attribute(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(large))
    models = importlib.import_module("large.models")
    assert "Node" in dir(models)
    with pytest.raises(AttributeError, match=r"'large\.models' has no attribute 'Nobody'"):
        _ = models.Nobody


LAZY = """\
from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import LazyModels

if TYPE_CHECKING:
    from .user import User as User
else:
    {}
"""


def gate(statement: str) -> list[str]:
    return check({"models/__init__.py": LAZY.format(statement), "models/user.py": "", "client.py": ""}, ".._runtime")


def test_the_gate_lets_a_lazy_package_pass() -> None:
    assert gate('__getattr__ = LazyModels(__name__, {"user": ("User",)})') == []


@pytest.mark.parametrize(
    "statement",
    [
        "pass",
        "import os",
        '__getattr__ = eval(__name__, {"user": ("User",)})',
        '__getattr__ = LazyModels("os", {"os": ("system",)})',
        '__getattr__ = LazyModels(__name__, {"os.path": ("join",)})',
        '__getattr__ = LazyModels(__name__, {"user": (eval,)})',
        '__getattr__ = LazyModels(__name__, {"user": ["User"]})',
        '__getattr__ = LazyModels(__name__, {"user": ("User",)}, key=1)',
        '__dir__ = LazyModels(__name__, {"user": ("User",)})',
    ],
)
def test_the_gate_refuses_any_other_alternative(statement: str) -> None:
    assert gate(statement)


XML = """\
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._runtime import LazySchemas

if TYPE_CHECKING:
    XML_SCHEMAS: dict[str, Any]
else:
    {}
"""


def xml_gate(statement: str) -> list[str]:
    return check({"xml_schemas/__init__.py": XML.format(statement), "xml_schemas/a.py": ""}, "._runtime")


def test_the_gate_lets_lazy_schemas_pass() -> None:
    assert xml_gate('XML_SCHEMAS = LazySchemas(__name__, {"a": ("A.b", "not a name")})') == []


@pytest.mark.parametrize(
    "statement",
    [
        'XML_SCHEMAS = LazySchemas("os", {"a": ("A",)})',
        'XML_SCHEMAS = LazySchemas(__name__, {"a.b": ("A",)})',
        'XML_SCHEMAS = LazySchemas(__name__, {"a": (eval,)})',
        'XML_SCHEMAS = LazySchemas(__name__, {"a": ["A"]})',
        'XML_SCHEMAS = LazySchemas(__name__, {"a": ("A",)}, key=1)',
        'XML_SCHEMAS = LazySchemas(__name__, "a", {"a": ("A",)})',
        'XML_SCHEMAS = LazyModels(__name__, {"a": ("A",)})',
        '__getattr__ = LazySchemas(__name__, {"a": ("A",)})',
    ],
)
def test_the_gate_refuses_other_lazy_schemas(statement: str) -> None:
    assert xml_gate(statement)
