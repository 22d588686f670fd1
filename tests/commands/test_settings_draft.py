"""`inspect --write-settings`: the written file gives the present names, and keeps lines that a person wrote."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.settings_draft import draft, merged
from generator.config import Settings, load_settings
from generator.diagnostics import Report
from generator.document import loader

CASES = Path(__file__).resolve().parents[1] / "cases"
WITH_NAMES = (
    "names-at-scale",
    "operation-called-list",
    "model-identical-inline-objects",
    "parameter-names-that-collide",
    "security-alternatives",
    "servers-named",
)


def _named(case: str, settings: Settings) -> tuple[str, list[str]]:
    report = Report()
    source = loader.read(CASES / case / "spec.yaml", report)
    assert source is not None
    described = pipeline.describe(Inputs(source, settings, "shop"), report)
    assert described is not None, [*report]
    names = described.names
    tables = (names.operations, names.parameters, names.body, names.schemas, names.properties)
    more = (names.credentials, names.servers, names.errors)
    found = [names.client, *(str(sorted(one.items(), key=str)) for one in (*tables, *more))]
    assert not [one for one in report if one.code in ("unused-setting", "name-clash", "reserved-name")]
    return draft(described.api, described.names), found


@pytest.mark.parametrize("case", WITH_NAMES)
def test_a_drafted_settings_file_has_every_name(case: str) -> None:
    text, before = _named(case, Settings())
    report = Report()
    settings = load_settings(text, "provider.toml", report)
    assert settings is not None, [*report]
    again, after = _named(case, settings)
    assert after == before
    assert tomllib.loads(again) == tomllib.loads(text)


def test_lines_that_a_person_wrote_are_kept() -> None:
    text = '# ours\n[schemas] # models\nA = "B"\n\n[[accept]]\ncode = "x"\nreason = "y"\n'
    wanted = 'name = "Shop"\n[schemas]\nA = "A"\nC = "D"\n[operations]\n"GET /a" = "a.get"\n[credentials.k]\nargument = "z"\n'
    after = merged(text, wanted)
    assert after is not None
    assert "# ours" in after
    assert tomllib.loads(after) == {
        "name": "Shop",
        "schemas": {"A": "B", "C": "D"},
        "operations": {"GET /a": "a.get"},
        "accept": [{"code": "x", "reason": "y"}],
        "credentials": {"k": {"argument": "z"}},
    }
    assert merged(after, wanted) == after
    # A table that is no table of lines is not touched.
    assert merged('schemas = {A = "B"}\n', wanted) is None
