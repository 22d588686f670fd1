"""How a run ends: exit status, counts, accepted warnings, `--strict`, and which providers are meant."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.accepted_warnings import accept
from generator.commands.drift import to_object
from generator.commands.git import GitError, Repository
from generator.commands.invocation import providers, subject
from generator.commands.job import names_of
from generator.commands.summary import Row, Status, exit_status, payload, table, verdict
from generator.commands.workspace import Workspace, shared_library
from generator.config import AcceptedWarning
from generator.diagnostics import Diagnostic, Location, Report, Severity
from generator.naming.published import HEADER
from generator.pages.drift import Drift
from generator.pages.drift.evidence import Action

HERE, THERE = Location("a.yaml", 3, 1, "/here"), Location("a.yaml", 9, 1, "/there")
SETTING = Location("provider.toml", 2, 1)


@pytest.mark.parametrize("status", Status)
def test_a_run_fails_if_a_provider_is_refused_different_or_crashed(status: Status) -> None:
    failed = status in ("different", "refused", "crashed")
    rows = [Row("fine", Status.UNCHANGED), Row("pets", status), Row("more", Status.WRITTEN)]
    assert exit_status(rows) == int(failed)
    assert payload("check", rows, 0.0)["exit_status"] == int(failed)
    assert (f"pets {status.value}" in verdict(rows)) is failed
    assert status.value in table(rows)


def test_a_line_that_stands_for_many_problems_counts_as_many() -> None:
    found = [
        Diagnostic(Severity.WARNING, "odd", "one"),
        Diagnostic(Severity.WARNING, "more", "and 312 more", count=312),
        Diagnostic(Severity.ERROR, "bad", "two"),
    ]
    row = Row("pets", Status.REFUSED, diagnostics=tuple(found))
    assert (row.count(Severity.WARNING), row.count(Severity.ERROR)) == (313, 1)
    counts: Any = payload("generate", [row, row], 0.0)["counts"]
    assert (counts["warnings"], counts["errors"]) == (626, 2)


def reported(*, error: str = "", loses: bool = False) -> Report:
    report = Report()
    report.warning("odd", "something is odd", HERE, loses=loses)
    report.warning("odd", "something is odd", THERE, loses=loses)
    if error:
        report.error(error, "something is wrong", HERE)
    return report


def left(report: Report) -> list[tuple[str, str, str]]:
    return [(str(one.severity), one.code, one.where.pointer if one.where else "") for one in report]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("code", "pointer", "remaining"),
    [
        ("odd", None, []),
        ("odd", "/here", ["/there"]),
        ("odd", "/elsewhere", ["/here", "/there"]),
        ("other", None, ["/here", "/there"]),
        ("drift-odd", None, ["/here", "/there"]),
    ],
)
def test_an_accepted_warning_is_gone_before_strictness_counts(
    code: str, pointer: str | None, remaining: list[str], strict: bool
) -> None:
    """An acceptance that matches nothing is a warning itself, unless `drift` handles it."""
    report = reported(loses=True)
    accept(report, [AcceptedWarning(code, pointer, "looked at", SETTING)], strict=strict)
    kind = "error" if strict else "warning"
    unused = [("warning", "unused-setting", "")] if code == "other" or pointer == "/elsewhere" else []
    assert sorted(left(report)) == sorted([*[(kind, "odd", one) for one in remaining], *unused])
    assert (report.errors, report.warnings) == (
        (len(remaining), len(unused)) if strict else (0, len(remaining) + len(unused))
    )
    assert report.failed is (strict and bool(remaining))


def test_an_error_cannot_be_accepted() -> None:
    report = reported(error="odd")
    accept(report, [AcceptedWarning("odd", None, "looked at", SETTING)])
    assert left(report) == [("error", "odd", "/here")]
    assert report.failed


def test_two_acceptances_of_one_warning_are_both_needed() -> None:
    report = reported()
    both = [AcceptedWarning("odd", None, "all", SETTING), AcceptedWarning("odd", "/here", "one", SETTING)]
    accept(report, both)
    assert left(report) == []


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ((), ("cats", "dogs", "emus")),
        (("dogs",), ("dogs",)),
        (("emus", "cats"), ("emus", "cats")),
        (("dogs", "dogs", "cats", "dogs"), ("dogs", "cats")),
    ],
    ids=str,
)
def test_each_provider_is_meant_once(
    named: tuple[str, ...], meant: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("emus", "cats", "dogs", ".hidden", "_shared"):
        (tmp_path / "specs" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert providers(named)[1] == meant
    with pytest.raises(click.UsageError, match="No provider 'bees'"):
        providers((*named, "bees"))


def test_no_name_of_a_folder_acts_on_a_terminal() -> None:
    rows = [Row("a\x1b[31m\u202eb", status, crash="x" if status is Status.CRASHED else None) for status in Status]
    for text in (verdict(rows), table(rows)):
        assert all(one.isprintable() or one == "\n" for one in text)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("nodes=1000", ("nodes", 1000)),
        ("depth=7", ("depth", 7)),
        *(
            (f"nodes={number}", None)
            for number in ("\u0663", "\u00b2", "1_000", "+5", "-5", " 5", "5 ", "1.0", "1e3", "0x10", "", "9" * 19)
        ),
        ("nodes", None),
        ("=5", None),
        ("other=5", None),
    ],
)
def test_a_limit_is_a_name_and_a_number(limit: str, expected: tuple[str, int] | None, tmp_path: Path) -> None:
    document = tmp_path / "openapi.yaml"
    document.write_text("openapi: 3.1.0\n")
    given: Any = {"name": "pets", "overlay": None, "settings": None, "root": None, "include": (), "exclude": ()}
    given["limits"] = (limit,)
    if expected is None:
        with pytest.raises(click.UsageError, match="--limit: "):
            subject(given, document, tmp_path, ())
    else:
        assert subject(given, document, tmp_path, ()).limits == (expected,)


@pytest.mark.parametrize(
    ("content", "ours"),
    [(f"{HEADER}\n[models]\n", True), ("[models]\n", False), (f" {HEADER}", False), (b"\xff", False), (None, False)],
)
def test_names_are_read_from_a_file_of_ours_alone(content: str | bytes | None, ours: bool, tmp_path: Path) -> None:
    if content is not None:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "names.toml").write_bytes(data)
    assert names_of(tmp_path) == (content if ours else None)


@pytest.mark.parametrize(
    ("settings", "library"),
    [
        ({}, "httpx"),
        ({"a": ""}, "httpx"),
        ({"a": 'http = "httpx2"\n'}, "httpx2"),
        ({"a": 'name = "A"\n', "b": "'http' = \"httpx2\"\n"}, "httpx2"),
        ({"a": 'http = "httpx"\n', "b": ""}, "httpx"),
        ({"a": 'http = "other"\n'}, "httpx"),
        ({"a": "http = [broken\n"}, "httpx"),
    ],
)
def test_the_library_of_the_shared_runtime_is_the_one_that_is_chosen(
    settings: dict[str, str], library: str, tmp_path: Path
) -> None:
    for name, text in settings.items():
        (tmp_path / "specs" / name).mkdir(parents=True)
        (tmp_path / "specs" / name / "provider.toml").write_text(text)
    assert shared_library(Workspace(tmp_path)) == library


def test_a_terminal_without_the_characters_of_a_report_gets_escapes(tmp_path: Path) -> None:
    for version in ("1", "2"):
        info = {"title": "A", "version": version}
        (tmp_path / f"{version}.json").write_text(json.dumps({"openapi": "3.1.0", "info": info, "paths": {}}))
    arguments = ["diff", "--old", str(tmp_path / "1.json"), "--new", str(tmp_path / "2.json"), "--name", "a"]
    for charset, arrow in (("ascii", "1 \\u2192 2"), ("utf-8", "1 \u2192 2")):
        result = CliRunner(charset=charset).invoke(main, arguments)
        assert result.exit_code == 0, result.output
        assert arrow in result.stdout_bytes.decode(charset)
    shown = CliRunner(charset="ascii").invoke(main, [*arguments, "--format", "markdown"])
    assert "1 \u2192 2" in shown.stdout_bytes.decode("utf-8")


def test_a_failure_of_git_is_an_error_of_its_own(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    with Repository.of(tmp_path) as repository:
        for asked in (lambda: repository.tree("0" * 40, "specs"), lambda: repository.history(None, "0" * 40, "specs")):
            with pytest.raises(GitError, match=r"git (?:ls-tree|rev-list): ") as caught:
                asked()
            assert caught.value.code == "git-failed"


@pytest.mark.parametrize("action", [Action("$.a", {"b": 1}), Action("$.a", None, remove=True), None])
def test_the_action_of_a_drift_is_an_update_or_a_removal(action: Action | None) -> None:
    made = to_object(Drift("drift-type", "/a", "differs", (Location("page.md", 3, 1),), action))
    assert made["places"] == [{"file": "page.md", "line": 3}]
    expected = action and {"target": "$.a", **({"remove": True} if action.remove else {"update": {"b": 1}})}
    assert made.get("action") == expected
