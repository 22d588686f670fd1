"""Which version comes after which, and which of several distributions is the newest."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.distribution.previous import find
from generator.distribution.version import declared, following, order

IN_ORDER = [
    "0.9",
    "0.10",
    "1.0a1",
    "1.0a2",
    "1.0b1",
    "1.0rc1",
    "1.0rc2",
    "1.0rc10",
    "1",
    "1.0.1",
    "1.2",
    "1.10",
    "2026.11.30",
]


def test_versions_are_ordered_by_their_numbers() -> None:
    assert sorted(set(IN_ORDER), key=order) == IN_ORDER
    assert order("1") == order("1.0") == order("1.0.0")


@pytest.mark.parametrize(
    ("previous", "step", "now", "version"),
    [
        ("1.2.3", "major", "1.0", "2.0.0"),
        ("1.2.3", "minor", "1.0", "1.3.0"),
        ("1.2.3", "patch", "1.0", "1.2.4"),
        ("1.2.3", "none", "1.0", "1.2.4"),
        ("0.2.3", "major", "0.1", "0.3.0"),
        ("0.2.3", "minor", "0.1", "0.3.0"),
        ("0.2.3", "patch", "0.1", "0.2.4"),
        ("1.9.0", "minor", "1.0", "1.10.0"),
        ("9.0.0", "patch", "10.0.0", "10.0.0"),
        ("1.2.3", "patch", "1.2.4rc1", "1.2.4"),
        ("1", "patch", "1", "1.0.1"),
    ],
)
def test_the_version_after_a_change(previous: str, step: str, now: str, version: str) -> None:
    assert following(previous, step, now) == version


@pytest.mark.parametrize(
    ("text", "version"),
    [("v1", "1"), ("2022-11-28", "2022.11.28"), ("1.2-beta", "1.2b0"), ("1.0.0-rc.2", "1.0.0rc2"), ("latest", "0.1.0")],
)
def test_the_version_of_a_description(text: str, version: str) -> None:
    assert declared(text) == version


def test_the_newest_sdist_of_the_package_is_found(tmp_path: Path) -> None:
    for name in ("acme-0.9.0", "acme-0.10.0", "acme-0.2.0", "acme_other-3.0.0", "zoo-9.0.0"):
        (tmp_path / f"{name}.tar.gz").touch()
    found = find(tmp_path, "acme")
    assert found is not None
    assert found.name == "acme-0.10.0.tar.gz"
    assert find(tmp_path, "nothing") is None
