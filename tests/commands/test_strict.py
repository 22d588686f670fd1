"""`--strict`: a warning that something is left out becomes an error; and losses are never reported by a
warning alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.diagnostics import Diagnostic, Location, Severity, grouped

OPERATION = {"operationId": "a", "responses": {"204": {"description": "ok"}}}
TWICE = {"name": "q", "in": "query", "schema": {"type": "string"}}
LOSSES: dict[str, Any] = {
    "a response": {
        "/a": {"get": {**OPERATION, "responses": {"204": {"description": ""}, "2000": {"description": ""}}}}
    },
    "a parameter twice": {"/a": {"get": {**OPERATION, "parameters": [TWICE, TWICE]}}},
    "a parameter of no path": {"/a": {"get": {**OPERATION, "parameters": [{**TWICE, "in": "path", "required": True}]}}},
    "a misspelled field": {"/a": {"get": {**OPERATION, "parameter": [TWICE]}}},
}
LOST: dict[str, Any] = {
    "a list": [{"/a": {"get": OPERATION}}],
    "an empty list": [],
    "a misspelled method": {"/a": {"gett": OPERATION}},
    "an operation that is null": {"/a": {"get": None}},
    "an operation that is a list": {"/a": {"get": []}},
    "a path item that is a list": {"/a": [{"get": OPERATION}]},
}


def generate(folder: Path, paths: Any, *options: str, key: str = "paths") -> tuple[int, str]:
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "servers": [{"url": "http://h.test"}],
        key: paths,
    }
    (folder / "a.json").write_text(json.dumps(tree))
    arguments = ["generate", "--spec", str(folder / "a.json"), "--out", str(folder / "out"), "--name", "lab", *options]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout if "json" in options else result.output


@pytest.mark.parametrize("paths", LOSSES.values(), ids=LOSSES)
def test_a_loss_is_a_warning_and_with_strict_an_error(tmp_path: Path, paths: Any) -> None:
    assert generate(tmp_path, paths)[0] == 0
    status, output = generate(tmp_path, paths, "--strict")
    assert status == 1
    assert "error[" in output


@pytest.mark.parametrize("paths", LOST.values(), ids=LOST)
def test_a_lost_operation_is_always_an_error(tmp_path: Path, paths: Any) -> None:
    assert generate(tmp_path, paths)[0] == 1


def test_misspelled_paths_are_an_error_and_a_method_in_capitals_is_read(tmp_path: Path) -> None:
    assert generate(tmp_path, {"/a": {"get": OPERATION}}, key="Paths")[0] == 1
    status, output = generate(tmp_path, {"/a": {"GET": OPERATION}}, "--strict", "--format", "json")
    assert (status, json.loads(output)["counts"]["operations"]) == (0, 1)


def test_strict_minds_no_warning_that_loses_nothing(tmp_path: Path) -> None:
    odd = {"a": {"get": {**OPERATION, "summary": 5}}}
    assert generate(tmp_path, odd, "--strict")[0] == 0


def test_many_warnings_of_one_kind_are_one_line_with_a_count(tmp_path: Path) -> None:
    paths = {f"p{number}": {"get": {"responses": {"204": {"description": "ok"}}}} for number in range(160)}
    _, output = generate(tmp_path, paths)
    lines = [line for line in output.splitlines() if "warning[invalid-path]" in line]
    assert len(lines) == 1
    assert "159 more" in lines[0]
    _, listed = generate(tmp_path, paths, "--format", "json")
    assert sum(one["code"] == "invalid-path" for one in json.loads(listed)["diagnostics"]) == 160


def test_few_warnings_and_all_errors_are_printed_one_by_one() -> None:
    few = [Diagnostic(Severity.WARNING, "few", "odd", Location("f", line)) for line in range(3)]
    errors = [Diagnostic(Severity.ERROR, "bad", "wrong", Location("f", line)) for line in range(9)]
    assert len(grouped([*few, *errors])) == 12


@pytest.mark.parametrize(
    "command",
    [["inspect"], ["inspect", "--json"], ["inspect", "--write-settings"], ["inspect", "--example", "a"], ["mock"]],
)
def test_every_command_with_the_option_refuses_a_loss(tmp_path: Path, command: list[str]) -> None:
    generate(tmp_path, LOSSES["a response"])
    result = CliRunner().invoke(main, [*command, "--spec", str(tmp_path / "a.json"), "--strict"])
    assert result.exit_code == 1
    assert "error[invalid-status]" in result.output


@pytest.mark.parametrize("command", ["import", "drift"])
def test_commands_that_generate_nothing_do_not_take_the_option(command: str) -> None:
    assert CliRunner().invoke(main, [command, "--strict"]).exit_code == 2
