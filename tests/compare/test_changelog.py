"""`changelog`: what each commit changed, in a real repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.compare import Change, Direction, Level
from generator.compare.changelog_sections import ChangelogSection, section_of

from .repositories import ADDED, PETS, REMOVED, Repo

OVERLAY = """\
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions:
  - target: $.components.schemas.Pet.properties
    description: The page says so.
    update: {owner: {type: string}}
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Five commits that change what two providers say, and two that change nothing of it."""
    made = Repo.at(tmp_path / "repo")
    made.write("README.md", "Nothing yet")
    made.commit("Begin", "2026-01-01T00:00:00+00:00")
    made.provider()
    made.commit("Pets", "2026-01-02T00:00:00+00:00")
    made.provider(ADDED)
    made.commit("More", "2026-02-03T00:30:00+09:00")
    made.write("README.md", "Something")
    made.write("specs/pets/examples/x.txt", "An example")
    made.commit("Examples", "2026-02-04T00:00:00+00:00")
    made.write("specs/pets/overlay.yaml", OVERLAY)
    made.commit("Corrected", "2026-02-05T00:00:00+00:00")
    made.provider(PETS, "shops")
    made.provider(REMOVED)
    made.commit("Less", "2026-03-04T00:00:00+00:00")
    made.git("rm", "-r", "--quiet", "specs/shops")
    made.commit("No shops", "2026-03-05T00:00:00+00:00")
    return made


def entries(repo: Repo, *arguments: str) -> dict[str, list[dict[str, Any]]]:
    done = repo.run("changelog", *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return {one["provider"]: one["entries"] for one in json.loads(done.stdout)["providers"]}


def test_the_whole_history(repo: Repo) -> None:
    found = entries(repo)
    assert [(one["date"], one["version"], one["semver"]) for one in found["pets"]] == [
        ("2026-03-04", "2.0.0", "major"),
        ("2026-02-05", "1.1.0", "minor"),
        ("2026-02-03", "1.1.0", "minor"),
        ("2026-01-02", "1.0.0", "minor"),
    ]
    assert [(one["date"], one["version"], one["semver"]) for one in found["shops"]] == [
        ("2026-03-05", "1.0.0", "major"),
        ("2026-03-04", "1.0.0", "minor"),
    ]
    pets = found["pets"]
    assert [change["rule"] for change in pets[3]["sections"]["Added"]] == ["provider-added"]
    assert "pets.list" in {symbol for change in pets[2]["sections"]["Added"] for symbol in change["symbols"]}
    assert "pets.add" in {symbol for change in pets[0]["sections"]["Removed"] for symbol in change["symbols"]}
    assert set(pets[1]["sections"]) == {"Fixed"}
    assert [one["rule"] for one in found["shops"][0]["sections"]["Removed"]] == ["provider-removed"]
    assert all(one["commit"] == repo.git("rev-parse", one["commit"]) for one in pets)


def test_markdown_keeps_a_changelog(repo: Repo) -> None:
    done = repo.run("changelog", "pets")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[:4] == ["# Changelog", "", "## pets", ""]
    headings = [line for line in lines if line.startswith("### ")]
    short = repo.git("rev-parse", "--short=12", "HEAD~1")
    assert headings[0] == f"### [2.0.0] - 2026-03-04 (`{short}`)"
    assert len(headings) == 4
    assert any(line.startswith("- **Breaking:** ") and "`pets.add`" in line for line in lines)
    assert "shops" not in done.stdout
    assert repo.run("changelog", "pets").stdout == done.stdout


def test_a_range_of_commits(repo: Repo) -> None:
    repo.git("tag", "v1", "HEAD~4")
    assert [one["date"] for one in entries(repo, "--from", "v1")["pets"]] == ["2026-03-04", "2026-02-05"]
    assert [one["date"] for one in entries(repo, "--from", "v1", "--to", "HEAD~2")["pets"]] == ["2026-02-05"]
    assert entries(repo, "--from", "HEAD") == {}
    assert entries(repo, "--from", "HEAD", "--to", "v1") == {}


def test_a_merged_branch_counts_as_its_merge(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.provider(REMOVED.replace("2.0.0", "2.1.0"))
    repo.commit("One", "2026-04-01T00:00:00+00:00")
    repo.provider(ADDED.replace("1.1.0", "3.0.0"))
    repo.commit("Two", "2026-04-02T00:00:00+00:00")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "Merge", "topic", date="2026-04-03T00:00:00+00:00")
    (entry,) = entries(repo, "--from", "HEAD^1")["pets"]
    assert (entry["date"], entry["version"]) == ("2026-04-03", "3.0.0")


def test_changes_of_a_refused_commit_are_listed_with_the_next_one(repo: Repo) -> None:
    repo.provider(PETS.replace("#/components/schemas/Pet", "#/components/schemas/Cat"))
    broken = repo.commit("Broken", "2026-05-01T00:00:00+00:00")
    (repo.folder / "specs/pets/overlay.yaml").unlink()
    repo.provider(ADDED.replace("1.1.0", "4.0.0"))
    repo.commit("Mended", "2026-05-02T00:00:00+00:00")
    done = repo.run("changelog", "--from", "HEAD~2")
    assert done.exit_code == 0
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{broken[:12]}:specs/pets/")
    assert "warning[" in done.stderr
    (entry,) = entries(repo, "--from", "HEAD~2")["pets"]
    assert (entry["date"], entry["version"]) == ("2026-05-02", "4.0.0")
    added = {symbol for change in entry["sections"]["Added"] for symbol in change["symbols"]}
    assert {"pets.list", "pets.add"} <= added


def test_a_shallow_clone_says_where_its_history_begins(repo: Repo, tmp_path: Path) -> None:
    clone = Repo(tmp_path / "clone")
    repo.git("clone", "--quiet", "--depth", "2", f"file://{repo.folder}", str(clone.folder))
    done = clone.run("changelog", "--format", "json")
    result = json.loads(done.stdout)
    assert [one["code"] for one in result["diagnostics"]] == ["shallow-history"]
    assert [one["provider"] for one in result["providers"]] == ["shops"]


@pytest.mark.parametrize("arguments", [("--from", "nowhere"), ("--to", "-h"), ("cats",), ("--from", "HEAD", "pets")])
def test_unknown_revisions_and_providers_give_one_line(repo: Repo, arguments: tuple[str, ...]) -> None:
    done = repo.run("changelog", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_texts_of_a_description_are_no_markup(repo: Repo) -> None:
    evil = "<img src=x> @octocat [a](b) #1"
    repo.provider(ADDED.replace("operationId: get-pet", f'operationId: get-pet\n      summary: "{evil}"'))
    repo.provider(PETS.replace("1.0.0", evil), "evil")
    repo.commit("Evil")
    text = repo.run("changelog", "--from", "HEAD~1").stdout
    assert "<img" not in text.replace("`", "")
    assert "@octocat" not in text


def change(rule: str, level: Level = Level.SAFE, before: str = "", after: str = "") -> Change:
    return Change(rule, level, Direction.BOTH, "", (), before=before, after=after)


@pytest.mark.parametrize(
    ("one", "corrected", "section"),
    [
        (change("endpoint-added", after="GET /"), False, ChangelogSection.ADDED),
        (change("new-optional-request-property"), False, ChangelogSection.ADDED),
        (change("new-required-request-property", Level.BREAKING, after="str"), False, ChangelogSection.CHANGED),
        (change("endpoint-deprecated"), False, ChangelogSection.DEPRECATED),
        (change("api-sunset-date-added", Level.RISKY), False, ChangelogSection.DEPRECATED),
        (change("api-removed-without-deprecation", Level.BREAKING, before="GET /"), False, ChangelogSection.REMOVED),
        (change("api-removed-with-deprecation", Level.RISKY, before="GET /"), False, ChangelogSection.REMOVED),
        (change("response-optional-property-removed", Level.BREAKING, before="str"), True, ChangelogSection.REMOVED),
        (change("api-security-removed", Level.SAFE), False, ChangelogSection.SECURITY),
        (change("api-global-security-scope-added", Level.BREAKING), False, ChangelogSection.SECURITY),
        (change("response-property-type-changed", Level.BREAKING, "int", "str"), False, ChangelogSection.CHANGED),
        (change("response-property-type-changed", Level.RISKY, "int", "str"), True, ChangelogSection.FIXED),
        (change("model-renamed", Level.BREAKING, "A", "B"), True, ChangelogSection.CHANGED),
        (change("description-changed", Level.DOCS), False, ChangelogSection.CHANGED),
    ],
)
def test_the_section_of_a_change(one: Change, corrected: bool, section: ChangelogSection) -> None:
    assert section_of(one, corrected=corrected) is section
