"""What docs/diff.md shows is what the program prints."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .repositories import Repo

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs/diff.md").read_text("utf-8")
PROGRAM = """\
from generated.formantai import FormantAI
from generated.formantai.models import CallParameter, CreateCallRequest


def dial(client: FormantAI) -> str | None:
    call = client.calls.create(
        CreateCallRequest(agent_id=456, parameters=[CallParameter(name="customer_phone", value="+14155552671")])
    )
    return call.data.trace_id if call.data else None
"""
EDITS = (
    ("version: 1.0.0", "version: 1.1.0"),
    ("summary: Make an outbound call", "summary: Place an outbound call"),
    ("        - initiated\n", "        - initiated\n        - queued\n"),
    ("        - agent_id\n        - parameters\n", "        - agent_id\n        - parameters\n        - timezone\n"),
    ("        trace_id:\n          type: string\n", ""),
)
TIMEZONE = "        tags:\n          type: array\n          items:\n            type: string\n        timezone:\n          type: string\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """The repository of the page: FormantAI's description as it is, then edited."""
    made = Repo.at(tmp_path)
    shutil.copytree(ROOT / "specs/formantai", made.folder / "specs/formantai")
    made.write("app/dial.py", PROGRAM)
    made.commit("One")
    path = made.folder / "specs/formantai/openapi.yaml"
    text = path.read_text("utf-8")
    for before, after in EDITS:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    # The request's properties end where its list of what is required begins.
    request, rest = text.split("      required:\n        - agent_id\n", 1)
    path.write_text(f"{request}{TIMEZONE}      required:\n        - agent_id\n{rest}", "utf-8")
    return made


def shown(command: str) -> str:
    """Return what the page shows below a command."""
    return re.split(r"```", DOCS.split(f"$ .venv/bin/python -m generator {command}\n", 1)[1])[0]


def test_the_diff_of_the_page(repo: Repo) -> None:
    assert repo.run("diff", "--used-in", "app").stdout == shown("diff --used-in app")


def test_the_changelog_of_the_page(repo: Repo) -> None:
    repo.commit("Two", date="2026-11-20T12:00:00+00:00")
    # Of the oldest entry, that the provider came, the page has nothing; the name of a commit is never the same.
    entries = re.sub(r"\(`[0-9a-f]{12}`\)", "", repo.run("changelog", "formantai").stdout).split("\n### ")
    assert (
        "\n### ".join(entries[:2]).rstrip() == re.sub(r"\(`[0-9a-f]{12}`\)", "", shown("changelog formantai")).rstrip()
    )


def test_the_page_names_every_option() -> None:
    text = Repo(ROOT).run("diff", "--help").stdout + Repo(ROOT).run("changelog", "--help").stdout
    options = set(re.findall(r"--[a-z-]+", text)) - {"--help", "--keep-going", "--debug"}
    assert not {option for option in options if option not in DOCS}
