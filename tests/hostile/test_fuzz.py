"""Fuzzing, in small: the long runs are `python -m tests.hostile.fuzz`; docs/security-testing.md has what they found."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.fuzz import judge, structure
from tests.hostile.fuzz.mutate import Corpus


def bytes_of(count: int, seed: int) -> None:
    corpus = Corpus(seed)
    for _ in range(count):
        data = corpus.next()
        corpus.tell(data, judge.judge(data, "openapi.json" if data[:1] == b"{" else "openapi.yaml"))


def test_bytes() -> None:
    bytes_of(3_000, 11)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_more_bytes(seed: int) -> None:
    bytes_of(100_000, seed)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_structure(data: st.DataObject) -> None:
    structure.judge(structure.document(lambda most: data.draw(st.integers(0, most - 1))))


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_more_structure(data: st.DataObject) -> None:
    structure.judge(structure.document(lambda most: data.draw(st.integers(0, most - 1))))


@pytest.mark.slow
def test_whole_packages() -> None:
    chosen = random.Random(5)
    for _ in range(200):
        structure.judge(structure.document(chosen.randrange), whole=True)
