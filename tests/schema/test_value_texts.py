"""What extensions say of the values of an enumeration becomes a part of its description."""

from __future__ import annotations

from typing import Any

import pytest

from generator.schema.value_texts import value_texts, with_value_texts

ROWS: list[tuple[dict[str, Any], list[str]]] = [
    ({"enum": [0, 1], "x-enum-varnames": ["QUIET", "LOUD"]}, ["- `0`: QUIET", "- `1`: LOUD"]),
    ({"enum": [0, 1], "x-enumNames": ["Quiet", "Loud"]}, ["- `0`: Quiet", "- `1`: Loud"]),
    ({"enum": ["a", "b"], "x-enum-descriptions": ["First.", ""]}, ["- `a`: First"]),
    ({"enum": ["a", "b"], "x-enumDescriptions": {"b": "Second"}}, ["- `b`: Second"]),
    ({"enum": ["<"], "x-fern-enum": {"<": {"name": "LESS", "description": "Is less."}}}, ["- `<`: LESS. Is less"]),
    ({"enum": [1, 2], "x-speakeasy-enums": {"1": "ONE", "2": "TWO"}}, ["- `1`: ONE", "- `2`: TWO"]),
    (
        {"enum": [1], "x-ms-enum": {"values": [{"value": 1, "name": "in", "description": "Calls."}]}},
        ["- `1`: in. Calls"],
    ),
    ({"enum": [1], "x-enum-varnames": ["ONE"], "x-enum-descriptions": ["one"]}, ["- `1`: ONE"]),
    # What says nothing, or nothing that can be understood.
    ({"enum": ["in-progress", "done"], "x-enum-varnames": ["IN_PROGRESS", "Done"]}, []),
    ({"enum": [1, 2], "x-enum-varnames": ["ONE"]}, []),
    ({"enum": [1, None], "x-enum-varnames": ["ONE", "NOTHING"]}, ["- `1`: ONE"]),
    ({"enum": [1], "x-enum-varnames": "ONE", "x-ms-enum": 5, "x-fern-enum": []}, []),
    ({"enum": [1], "x-ms-enum": {"values": [5, {"value": 7}]}}, []),
    ({"x-enum-varnames": ["ONE"]}, []),
    ({"enum": list(range(200)), "x-enum-varnames": [f"N{index}" for index in range(200)]}, []),
]


@pytest.mark.parametrize(("schema", "lines"), ROWS)
def test_values_are_explained(schema: dict[str, Any], lines: list[str]) -> None:
    found = with_value_texts("The level. ", schema)
    assert found == ("\n".join(["The level.\n\nValues:", *lines]) if lines else "The level. ")
    assert value_texts(str(found)) == "\n".join(["Values:", *lines] if lines else [])
