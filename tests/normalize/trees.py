"""Reads documents into canonical trees."""

from __future__ import annotations

import copy
import json
from typing import Any

from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.normalize.normalize import Canonical, normalize

Tree = dict[str, Any]


def document(schemas: Tree | None = None, paths: Tree | None = None, version: str = "3.1.0", **more: Any) -> Tree:
    components = {"schemas": schemas or {}, **more.pop("components", {})}
    info = {"title": "T", "version": "1"}
    return {"openapi": version, "info": info, "paths": paths or {}, "components": components, **more}


def run(tree: Tree, keep_going: bool = False, others: dict[str, Tree] | None = None) -> tuple[Canonical | None, Report]:
    report = Report()
    tree = json.loads(json.dumps(tree))
    before = copy.deepcopy(tree)
    files = {key: Document(one, key) for key, one in (others or {}).items()}
    canonical = normalize(Source(Document(tree, "api.yaml"), files), report, keep_going=keep_going)
    assert tree == before
    return canonical, report


def settled(tree: Tree, **options: Any) -> Tree:
    canonical, report = run(tree, **options)
    assert canonical is not None, list(report)
    return canonical.tree


def schemas(given: Tree, version: str = "3.1.0", **more: Any) -> Tree:
    return settled(document(given, version=version, **more))["components"]["schemas"]


def response(schema: Any, **more: Any) -> Tree:
    return {"responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}, **more}


def ref(name: str) -> Tree:
    return {"$ref": f"#/components/schemas/{name}"}


PET = {"type": "object", "properties": {"id": {"type": "integer"}}}


def codes(report: Report) -> list[str]:
    return [diagnostic.code for diagnostic in report]


def nullable(schema: Tree) -> Tree:
    return {"anyOf": [schema, {"type": "null"}]}
