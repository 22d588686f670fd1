"""Names are valid and distinct, and depend on nothing unrelated."""

from __future__ import annotations

import ast
import keyword
import random
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.ir.api import (
    Api,
)
from generator.naming.reserved import CLASS_NAMES, CLIENT_MODULE_NAMES, MODEL_ATTRIBUTES
from generator.text.casing import is_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping

from .apis import EMPTY, names, nodes, operation, parameters

WIRE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "id",
            "ID",
            "Id",
            "_id",
            "@id",
            "$id",
            "class",
            "copy",
            "date",
            "a-b",
            "a.b",
            "aB",
            "a_b",
            "",
            "1",
            "+1",
            "Model",
            "None",
            "self",
        ]
    ),
)


def everything(schemas: Mapping[str, list[str]], tags: list[str], ids: list[str]) -> Api:
    operations = tuple(
        operation(
            "get",
            f"/p/{number}/{{id}}",
            one,
            *tags[number % 3 : number % 3 + 1],
            parameters=parameters(*{("query", tag) for tag in tags}, ("path", "id")),
        )
        for number, one in enumerate(ids)
    )
    return replace(
        EMPTY,
        operations=operations,
        schemas=nodes({wire: {"properties": {one: {} for one in found}} for wire, found in schemas.items()}),
    )


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(WIRE, st.lists(WIRE, max_size=6), max_size=6),
    st.lists(WIRE, max_size=4, unique=True),
    st.lists(WIRE, max_size=5),
    st.randoms(),
)
def test_names_are_valid_distinct_and_do_not_depend_on_order(
    schemas: dict[str, list[str]], tags: list[str], ids: list[str], chance: random.Random
) -> None:
    api = everything(schemas, tags, ids)
    found = names(api)
    groups: list[list[str]] = [
        [*found.schemas.values()],
        [one.attribute for one in found.resources],
        [one.module for one in found.resources],
    ]
    groups += [[found.properties[wire, one] for one in {*properties}] for wire, properties in schemas.items()]
    groups += [
        [found.parameters[one.key, str(each.location), each.name] for each in one.parameters] for one in api.operations
    ]
    groups += [[one.call for one in found.operations.values()]]
    for group in groups:
        assert len({*group}) == len(group)
        for one in (part for call in group for part in call.split(".")):
            assert is_identifier(one)
            assert not keyword.iskeyword(one)
            assert not one.startswith("_")
            ast.parse(f"{one} = 1")
    assert not {*found.schemas.values()} & CLASS_NAMES
    assert not {*found.properties.values()} & MODEL_ATTRIBUTES
    assert not {one.class_name for one in found.resources} & (CLIENT_MODULE_NAMES | {*found.schemas.values()})
    shuffled = chance.sample([*schemas], len(schemas))
    again = names(
        replace(
            api,
            schemas=nodes(
                {
                    wire: {"properties": {one: {} for one in chance.sample(schemas[wire], len(schemas[wire]))}}
                    for wire in shuffled
                }
            ),
        )
    )
    assert dict(again.schemas) == dict(found.schemas)
    assert dict(again.properties) == dict(found.properties)


ZEBRAS = ("zebra", "Zebra", "_zebra", "zebra_", "__zebra", "zebra__", "_zebra_")
"""Names that clash with each other, until only numbers distinguish them, and with no other."""
HORSES = tuple(one.replace("ebra", "ony").replace("z", "p").replace("Z", "P") for one in ZEBRAS)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(WIRE, st.lists(WIRE, max_size=6), max_size=6),
    st.lists(WIRE, max_size=4, unique=True),
    st.lists(WIRE, max_size=5),
)
@example({one: [*HORSES] for one in HORSES}, ["pony", "_pony"], [*HORSES[:5]])
def test_unrelated_additions_change_no_name(schemas: dict[str, list[str]], tags: list[str], ids: list[str]) -> None:
    """What is added has clashes and numbers of its own, and stands before and behind what was there."""
    api = everything(schemas, tags, ids)
    found = names(api)
    added = {wire: {"properties": {key: {} for key in ZEBRAS}} for wire in ZEBRAS}
    before, behind = ({wire: added[wire] for wire in part} for part in (ZEBRAS[:3], ZEBRAS[3:]))
    more = replace(
        api,
        schemas={**nodes(before), **api.schemas, **nodes(behind)},
        operations=(
            operation("get", "/zebras", "zebras/list", "zebras"),
            *api.operations,
            *(operation("get", f"/zebras/{number}", "zebras/list", "zebras") for number in range(3)),
        ),
    )
    again = names(more)
    assert {wire: again.schemas[wire] for wire in found.schemas} == found.schemas
    assert {key: again.properties[key] for key in found.properties} == found.properties
    assert {key: again.operations[key] for key in found.operations} == found.operations
    assert {key: again.parameters[key] for key in found.parameters} == found.parameters
    assert {*found.resources} <= {*again.resources}
