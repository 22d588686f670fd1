"""Generated models agree with `jsonschema`: what conforms is accepted and comes back equal, what does not is refused.

The JSON Schemas of the models themselves accept what conforms, too.

A package is made for many schemas at once: each is the type of the items of a list, a property of `Sent` or `Received`.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.judges import HARMLESS, meant
from tests.laws.packages import Models, models
from tests.laws.strategies import VERSIONS, Drawn, content, near, networks, reference
from tests.laws.test_schemas import QUICK
from tests.support.compare import same

COUNT = 12
"""Schemas of a document."""
FEW = settings(QUICK, max_examples=2)
SOME = settings(QUICK, max_examples=60)


def in_both_directions(drawn: Drawn) -> dict[str, Any]:
    """Return the document with each schema in what is sent and in what is received."""
    document = drawn.document
    operation = document["paths"]["/hold"]["get"]
    lists = {name.lower(): {"type": "array", "items": reference(name)} for name in drawn.schemas}
    holder = {"type": "object", "properties": lists}
    place = "#/definitions/" if drawn.version == "2.0" else "#/components/schemas/"
    for one in lists.values():
        one["items"] = {"$ref": place + one["items"]["$ref"].rpartition("/")[2]}
    components = document["definitions"] if drawn.version == "2.0" else document["components"]["schemas"]
    del components["Holder"]
    components["Sent"], components["Received"] = holder, {**holder, "description": "What the server sends."}
    sent, received = {"$ref": f"{place}Sent"}, {"$ref": f"{place}Received"}
    operation["responses"] = {"200": {"description": "", **content(received, drawn.version)}}
    if drawn.version == "2.0":
        operation["parameters"] = [{"name": "body", "in": "body", "schema": sent}]
    else:
        operation["requestBody"] = content(sent, drawn.version)
    document["paths"]["/hold"] = {"post": operation}
    return document


def check(data: st.DataObject, drawn: Drawn, made: Models, most: int) -> None:
    exact = set(made.package.warnings) <= HARMLESS
    for name in drawn.schemas:
        values = st.lists(near(reference(name), drawn.schemas), min_size=most, max_size=most)
        for value in data.draw(values):
            fits = meant(drawn.schemas, reference(name), value)
            whole = {name.lower(): [value]}
            accepted = made.accepts("Sent", whole)
            # What cannot be expressed is widened with a warning. Null of several variants is one null.
            exactly = exact and not has_null(value)
            assert accepted == fits if exactly else accepted or not fits, (name, value, drawn.schemas[name])
            if fits:
                assert same(made.back("Sent", whole, strict=True), whole), (name, value, drawn.schemas[name])
                assert same(made.back("Received", whole, strict=False), whole), (name, value, drawn.schemas[name])
                assert made.describes("Sent", whole), (name, value, drawn.schemas[name])
                assert made.describes("Received", whole), (name, value, drawn.schemas[name])


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
    check(data, drawn, models(in_both_directions(drawn)), 4)


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
@SOME
@given(st.data())
def test_many_models_agree_with_the_judge(version: str, data: st.DataObject) -> None:
    drawn = data.draw(networks(version, COUNT))
    check(data, drawn, models(in_both_directions(drawn)), 6)
