"""Generated models agree with `jsonschema`: what conforms is accepted and comes back equal, what does not is refused.

The JSON Schemas of the models themselves accept what conforms, too.

A package is made for many schemas at once: each is the type of the items of a list, a property of `Sent`, every second one of `Received`, too.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.both_ways import BothWays
from tests.laws.judges import HARMLESS
from tests.laws.packages import Models, models
from tests.laws.strategies import VERSIONS, Drawn, near, networks, reference
from tests.laws.test_schemas import QUICK
from tests.support.compare import same

COUNT = 12
"""Schemas of a document."""
FEW = settings(QUICK, max_examples=2)
SOME = settings(QUICK, max_examples=60)


def check(data: st.DataObject, drawn: Drawn, most: int) -> None:
    judge = BothWays(drawn)
    made = models(judge.document)
    exact = set(made.package.warnings) <= HARMLESS
    for name in drawn.schemas:
        for value in data.draw(st.lists(near(reference(name), drawn.schemas), min_size=most, max_size=most)):
            # What cannot be expressed is widened with a warning. Null of several variants is one null.
            check_value(judge, made, name, value, exact=exact and not has_null(value))


def check_value(judge: BothWays, made: Models, name: str, value: Any, *, exact: bool) -> None:
    """Check what the models of a document do with a value of a schema; with `exact` they refuse what the document does."""
    fits, whole, shown = judge.fits(name, value), {name.lower(): [value]}, (name, value, judge.drawn.schemas[name])
    accepted = made.accepts("Sent", whole)
    assert accepted or not fits, shown
    assert not accepted or not exact or judge.may_be_sent(name, value), shown
    for holder in (*(["Sent"] if fits else []), *(["Received"] if fits and judge.is_received(name) else [])):
        assert same(made.back(holder, whole, strict=holder == "Sent"), whole), shown
        assert made.describes(holder, whole), shown


def has_null(value: Any) -> bool:
    """Return whether null stands anywhere in a value."""
    if isinstance(value, dict | list):
        return any(map(has_null, value.values() if isinstance(value, dict) else value))
    return value is None


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
@FEW
@given(st.data())
def test_models_agree_with_the_judge(version: str, data: st.DataObject) -> None:
    drawn = data.draw(networks(version, COUNT))
    check(data, drawn, 4)


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@SOME
@given(st.data())
def test_many_models_agree_with_the_judge(version: str, data: st.DataObject) -> None:
    drawn = data.draw(networks(version, COUNT))
    check(data, drawn, 6)
