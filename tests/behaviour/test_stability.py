"""The same description gives the same bytes, with any hash seed, any order of keys, and other files around it."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.commands import job
from generator.commands.workspace import Workspace
from generator.diagnostics import Report
from generator.document.loader import load

ROOT = Path(__file__).resolve().parents[2]
_PROVIDERS = Workspace(ROOT).providers()
_PROGRAM = """
import json, sys
from pathlib import Path
from tests.behaviour.test_stability import generate_all
print(json.dumps(generate_all(Path(sys.argv[1]))))
"""

_STORE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Store", "version": "1"},
    "servers": [{"url": "https://store.example"}],
    "tags": [{"name": "pets", "description": "All pets."}, {"name": "owners"}],
    "security": [{"token": []}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["pets"],
                "parameters": [
                    {"name": "tag", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string", "format": "uuid"}},
                ],
                "responses": {
                    "200": {
                        "description": "Pets",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    },
                    "4XX": {"$ref": "#/components/responses/Problem"},
                    "default": {"$ref": "#/components/responses/Problem"},
                },
            },
            "post": {
                "operationId": "createPet",
                "tags": ["pets"],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["name", "kind"],
                                "properties": {
                                    "name": {"type": "string", "minLength": 1},
                                    "kind": {"enum": ["dog", "cat"]},
                                    "home": {"type": "object", "properties": {"street": {"type": "string"}}},
                                },
                            }
                        }
                    }
                },
                "responses": {
                    "201": {
                        "description": "Made",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
        },
        "/owners/{ownerId}": {
            "parameters": [{"name": "ownerId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "delete": {"operationId": "deleteOwner", "tags": ["owners"], "responses": {"204": {"description": "Gone"}}},
        },
    },
    "components": {
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        },
        "responses": {
            "Problem": {
                "description": "A problem",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        },
        "schemas": {
            "Pet": {
                "oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}],
                "discriminator": {"propertyName": "kind"},
            },
            "Animal": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
            "Dog": {
                "allOf": [
                    {"$ref": "#/components/schemas/Animal"},
                    {
                        "type": "object",
                        "required": ["kind"],
                        "properties": {"kind": {"const": "Dog"}, "barks": {"type": ["boolean", "null"]}},
                    },
                ]
            },
            "Cat": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"const": "Cat"},
                    "lives": {"type": "integer", "default": 9},
                    "kittens": {"type": "array", "items": {"$ref": "#/components/schemas/Cat"}},
                },
            },
            "Problem": {
                "type": "object",
                "properties": {"detail": {"type": "string"}, "code": {"type": "string", "enum": ["a", "b"]}},
            },
        },
    },
}

_MORE: dict[str, Any] = {
    "paths": {
        "/visits": {
            "get": {
                "operationId": "listVisits",
                "tags": ["visits"],
                "responses": {
                    "200": {
                        "description": "Visits",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Visit"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Animals": {"type": "object", "properties": {"id": {"type": "string"}}},
            "Visit": {"type": "object", "properties": {"reason": {"type": "string"}, "street": {"type": "string"}}},
        }
    },
}


def generate_all(root: Path) -> dict[str, dict[str, str]]:
    """Return provider → path → text for the workspace at `root`; raise AssertionError for a refused document."""
    workspace = Workspace(root)
    found: dict[str, dict[str, str]] = {}
    for name in workspace.providers():
        report = Report()
        subject = workspace.subject(name, report)
        outcome = job.run(job.Job(subject)) if subject else None
        if outcome is None or outcome.files is None:
            diagnostics = [*report, *(outcome.diagnostics if outcome else ())]
            crash = outcome.crash if outcome else None
            raise AssertionError(crash or "\n".join(f"{entry.where}: {entry.message}" for entry in diagnostics))
        found[name] = dict(outcome.files)
    return found


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What this process generates for every provider and for the store."""
    return generate_all(_workspace(tmp_path_factory.mktemp("baseline")))


@pytest.mark.parametrize("seed", ["1", "2147483647"])
def test_hash_seed_and_order_of_keys_change_nothing(
    baseline: dict[str, dict[str, str]], tmp_path: Path, seed: str
) -> None:
    """Given: every provider and the store, keys of all objects shuffled, in a process with another hash seed."""
    root = _workspace(tmp_path, shuffle=seed)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _PROGRAM, str(root)]
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    other = json.loads(result.stdout)
    assert other.keys() == baseline.keys()
    for name, files in baseline.items():
        assert other[name] == files, name


def test_unrelated_additions_only_add_lines(baseline: dict[str, dict[str, str]], tmp_path: Path) -> None:
    """Given: the store with one more operation under a tag of its own, and two more schemas."""
    more = json.loads(json.dumps(_STORE))
    more["paths"].update(_MORE["paths"])
    more["components"]["schemas"].update(_MORE["components"]["schemas"])
    _write(tmp_path / "specs" / "store", more)
    files = generate_all(tmp_path)["store"]
    for path, text in baseline["store"].items():
        lines = difflib.unified_diff(text.splitlines(), files[path].splitlines(), n=0, lineterm="")
        assert [line for line in lines if line.startswith("-") and not line.startswith("---")] == [], path
    changed = {path for path, text in baseline["store"].items() if files[path] != text}
    assert changed <= {"client.py", "models.py", "names.toml", "testing.py"}


def _workspace(root: Path, shuffle: str | None = None) -> Path:
    """Make a workspace with every provider and the store, their documents as JSON with the keys in another order."""
    for name in _PROVIDERS:
        target = root / "specs" / name
        shutil.copytree(ROOT / "specs" / name, target, ignore=shutil.ignore_patterns("examples"))
        if shuffle is not None:
            (path,) = target.glob("openapi.*")
            document = load(path.read_bytes(), path.name, Report())
            assert document is not None
            path.unlink()
            _write(target, document.tree, shuffle)
    _write(root / "specs" / "store", _STORE, shuffle)
    return root


def _write(folder: Path, tree: dict[str, Any], shuffle: str | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(_shuffled(tree, shuffle) if shuffle else tree))


def _shuffled(value: Any, shuffle: str) -> Any:
    """Return the value with the keys of every object in an order that depends on `shuffle` alone."""
    if isinstance(value, list):
        return [_shuffled(item, shuffle) for item in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: hashlib.sha256((shuffle + key).encode()).digest())
    return {key: _shuffled(value[key], shuffle) for key in keys}
