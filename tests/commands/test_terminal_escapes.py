"""A document's texts reach a terminal, a log or a pull request escaped, whatever command prints them."""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.hostile.documents import document

from .test_only_where_it_should import git

if TYPE_CHECKING:
    from pathlib import Path

ESCAPES = "x\x1b]0;owned\x07\x1b[2J\x9b2J\r\b\u202eevil\u2028::error::owned\n::set-output name=x::y\n"
COMMANDS = (
    *(["generate"], ["generate", "--format", "github"], ["generate", "--format", "json"], ["check"]),
    *(["inspect", "shop"], ["inspect", "shop", "--json"], ["inspect", "shop", "--write-settings"]),
    *(["diff"], ["diff", "--format", "github"], ["diff", "--format", "markdown"], ["diff", "--format", "json"]),
    *(["diff", "--format", "html"], ["changelog"], ["drift", "shop"], ["drift", "shop", "--format", "json"]),
    *(
        ["explain", "shop", "Thing"],
        ["explain", "shop", ESCAPES],
        ["inspect", ESCAPES],
        ["inspect", "shop", "--example", ESCAPES],
    ),
    *(
        ["generate", "--spec", ESCAPES],
        ["generate", "--spec", "specs/shop/openapi.json", "--out", "out", "--name", ESCAPES],
    ),
    *(
        ["docs", "shop", "--out", "site"],
        ["package", "shop", "--out", "dist"],
        ["import", ESCAPES, "--provider", "new"],
    ),
    *(["import", "specs/shop/openapi.json", "--provider", "again"],),
)


def hostile(text: str, description: str) -> dict[str, Any]:
    """Return a document that is generated, and has a text wherever it may have one."""
    tree = document(text)
    tree["paths"] = {
        "/a": {"post": {"operationId": "make", "tags": ["things"], "summary": text, "description": description}}
    }
    tree["paths"]["/a"]["post"] |= {
        "responses": {
            "200": {
                "description": text,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
        "parameters": [
            {"name": text, "in": "query", "description": text, "schema": {"enum": [text, "b"], "default": text}}
        ],
    }
    thing = {
        "type": "object",
        "description": text,
        "properties": {text: {"enum": [text]}, "b": {"type": "string", "default": description}},
    }
    return {
        **tree,
        "components": {"schemas": {"Thing": thing, f"S{text}": thing}},
        "servers": [{"url": "https://a.example"}],
    }


def put(folder: Path, tree: dict[str, Any]) -> None:
    place = folder / "specs" / "shop"
    place.mkdir(parents=True, exist_ok=True)
    (place / "openapi.json").write_text(json.dumps(tree))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("escapes")
    put(folder, hostile(ESCAPES, "before"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")
    put(folder, hostile(ESCAPES + "more", ESCAPES))
    return folder


def test_the_document_is_not_refused(workspace: Path) -> None:
    with contextlib.chdir(workspace):
        done = CliRunner().invoke(main, ["generate"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: " ".join(one[:4]).replace(ESCAPES, "ESCAPES"))
def test_a_command_prints_no_control_characters(workspace: Path, arguments: list[str]) -> None:
    with contextlib.chdir(workspace):
        done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.output
    for line in done.output.split("\n"):
        hidden = [one for one in line if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
        assert hidden == [], line
        # What begins like a command of a forge is one of ours.
        assert not line.startswith("::") or re.match(r"::(error|warning|notice|group|endgroup)( |::)", line), line
        assert not re.match(r"::error::owned|::set-output", line), line
