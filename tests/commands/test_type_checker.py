"""The type checker works on a copy: nothing of the user's tree is changed, wherever the tree lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.commands.compare import type_checker
from generator.compare.usages import parse
from generator.diagnostics import Report

from ..support.trees import contents

ROOT = Path(__file__).resolve().parents[2]

SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example.com"}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      tags: [things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: string}, n: {type: string}}}
"""
CODE = """\
from collections.abc import Callable
from typing import TypeVar

from .shop import Shop

T = TypeVar("T")


def through(value: T, change: Callable[[T], T]) -> T:
    return change(value)


def show(client: Shop) -> None:
    print(through(client, lambda one: one).things.get("b").n)
"""

pytestmark = pytest.mark.skipif(type_checker.checker() is None, reason="mypy is not installed here")


@pytest.fixture(params=["plain", "above", "absolute", "hyphen", "hyphen above", "two up"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """Return a working folder, and how the caller's folder is named from there."""
    kind = request.param
    top = tmp_path / ("my-projects" if kind == "hyphen above" else "projects")
    here, code = top / "tool" / "deep", top / ("my-app" if kind == "hyphen" else "caller")
    here.mkdir(parents=True)
    (code / "app" / "shop").mkdir(parents=True)
    (code / "app" / "__init__.py").write_text("")
    (code / "app" / "dial.py").write_text(CODE)
    (code / "app" / "shop" / "client.pyi").write_text("# Written by hand.\n")
    named = {"plain": code.name, "hyphen": code.name, "above": f"../{code.name}", "two up": f"../../{code.name}"}
    place = {"above": top / "tool", "two up": here}.get(kind, top)
    return place, named.get(kind, str(code))


def test_the_callers_tree_is_only_read(tree: tuple[Path, str], tmp_path: Path) -> None:
    place, folder = tree
    (tmp_path / "old.yaml").write_text(SHOP)
    (tmp_path / "new.yaml").write_text(SHOP.replace("n: {type: string}", "n: {type: integer}"))
    before = contents(tmp_path)
    command = [sys.executable, "-m", "generator", "diff", "--old", str(tmp_path / "old.yaml")]
    command += ["--new", str(tmp_path / "new.yaml"), "--name", "shop", "--used-in", folder]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False, timeout=200)
    assert b"dial.py:14" in done.stdout, done.stdout + done.stderr
    assert contents(tmp_path) == before


def test_names_that_would_leave_the_copy_stay_in_it(tmp_path: Path) -> None:
    files = {
        f"{above}/app/dial.py": "from .shop import Shop\n" for above in ("/", "..", "../../../../..", "/../x", "a b")
    }
    report = Report()
    command = type_checker.checker()
    assert command
    assert (
        type_checker.check(command, "shop", {"__init__.pyi": "class Shop: ...\n"}, parse(files, report), report) == []
    )
    assert not list(report)


def test_a_checker_that_gives_up_is_a_warning() -> None:
    report = Report()
    program = parse({"dial.py": "from shop import Shop\n"}, report)
    quitter = [sys.executable, "-c", "raise SystemExit(2)"]
    assert type_checker.check(quitter, "shop", {"__init__.pyi": "class Shop: ...\n"}, program, report) == []
    assert [one.code for one in report] == ["no-checker"]
