"""Versions from descriptions, and behind one another."""

from __future__ import annotations

import pytest

from generator.compare.changes import Semver
from generator.distribution.version import declared, following, order, problem


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.0.0", "1.0.0"),
        ("v3", "3"),
        ("2022-11-28", "2022.11.28"),
        ("2024-09-30.acacia", "2024.9.30"),
        ("1.2-beta", "1.2b0"),
        ("1.2.0-rc.3", "1.2.0rc3"),
        ("1.0.0+build.5", "1.0.0"),
        ("1.2.3.4.5", "0.1.0"),
        ("latest", "0.1.0"),
        ("", "0.1.0"),
        ("1.0\nLicense: evil", "0.1.0"),
        ("1.0 ; import os", "0.1.0"),
        ("\u0661.\u0660", "0.1.0"),
        ("9" * 50, "0.1.0"),
    ],
)
def test_declared(text: str, version: str) -> None:
    assert declared(text) == version
    assert problem(version) is None


@pytest.mark.parametrize(
    ("previous", "step", "now", "version"),
    [
        ("1.2.3", "major", "1.2.3", "2.0.0"),
        ("1.2.3", "minor", "1.2.3", "1.3.0"),
        ("1.2.3", "patch", "1.2.3", "1.2.4"),
        ("1.2.3", "none", "1.2.3", "1.2.4"),
        ("0.4.1", "major", "0.4.1", "0.5.0"),
        ("1", "minor", "1", "1.1.0"),
        ("1.0.0", "minor", "3.0.0", "3.0.0"),
        ("1.0.0", "major", "1.1.0", "2.0.0"),
        ("2022.11.28", "minor", "2026.3.1", "2026.3.1"),
        ("1.0.0rc1", "patch", "1.0.0", "1.0.1"),
    ],
)
def test_following(previous: str, step: Semver, now: str, version: str) -> None:
    assert following(previous, step, now) == version


def test_order() -> None:
    versions = ["0.9", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.1", "1.10", "2"]
    assert sorted([*versions[4:], *versions[:4]], key=order) == versions
    assert order("1.0") == order("1")


@pytest.mark.parametrize("text", ["1.0 ", "v1", "1.0\n", "../1", "1.0+local", "", "1..0"])
def test_invalid_versions_are_refused(text: str) -> None:
    assert problem(text)
