"""Two keywords next to each other mean both, in generated models: each pair of those of `test_pairs`."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest

from tests.laws.both_ways import BothWays
from tests.laws.judges import HARMLESS
from tests.laws.packages import Models, models
from tests.laws.strategies import Drawn
from tests.laws.test_models import check_value
from tests.laws.test_pairs import SCHEMAS, VALUES

Schema = dict[str, Any]


PARTS = 2
"""Each kind is tried in so many tests, so that they spread over the processors."""


def pairs(kind: str) -> dict[str, Schema]:
    """Return a schema for each two that have no keyword in common."""
    found = [{**one, **other} for one, other in combinations(SCHEMAS[kind], 2) if one.keys().isdisjoint(other)]
    return {f"Pair{number:03}": one for number, one in enumerate(found)}


def widened(made: Models) -> set[str]:
    """Return the schemas of which a warning says that they accept more than is written."""
    told = [str(one) for one in made.package.outcome.diagnostics if one.code not in HARMLESS]
    return {name for one in told for name in re.findall(r"Pair\d+", one)}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", SCHEMAS)
def test_two_keywords_next_to_each_other_mean_both(kind: str, part: int) -> None:
    judge = BothWays(Drawn("3.1.0", dict([*pairs(kind).items()][part::PARTS])))
    made = models(judge.document)
    wider = widened(made)
    for name in judge.drawn.schemas:
        # Listed values of which none fits what stands next to them count nevertheless: then the description is wrong.
        exact = name not in wider and any(judge.fits(name, value) for value in VALUES[kind])
        for value in VALUES[kind]:
            check_value(judge, made, name, value, exact=exact)
