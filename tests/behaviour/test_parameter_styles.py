"""The table of styles (OpenAPI 3.1, 4.8.12.4 Style Values and Examples), each cell in each location that has it."""

from __future__ import annotations

from typing import Any

import pytest

from .cells import Cell, cells_document, check
from .conftest import Callers
from .packages import document, generated, outcome
from .wire import Server

VALUES: dict[str, Any] = {
    "empty": "",
    "string": "blue",
    "number": 1.5,
    "integer": -7,
    "boolean": True,
    "array": ["blue", "black", "brown"],
    "object": {"R": 100, "G": 200, "B": 150},
    "none": [],
    "single": ["blue"],
}
KINDS = {"empty": "string", "none": "array", "single": "array"}

PATH = {
    ("simple", False): {
        **{"string": "blue", "number": "1.5", "integer": "-7", "boolean": "true", "single": "blue"},
        **{"array": "blue,black,brown", "object": "R,100,G,200,B,150"},
    },
    ("simple", True): {
        **{"string": "blue", "number": "1.5", "integer": "-7", "boolean": "true", "single": "blue"},
        **{"array": "blue,black,brown", "object": "R=100,G=200,B=150"},
    },
    ("label", False): {
        **{"string": ".blue", "number": ".1.5", "integer": ".-7", "boolean": ".true", "single": ".blue"},
        **{"array": ".blue,black,brown", "object": ".R,100,G,200,B,150"},
    },
    ("label", True): {
        **{"string": ".blue", "number": ".1.5", "integer": ".-7", "boolean": ".true", "single": ".blue"},
        **{"array": ".blue.black.brown", "object": ".R=100.G=200.B=150"},
    },
    ("matrix", False): {
        **{"empty": ";color", "string": ";color=blue", "number": ";color=1.5", "integer": ";color=-7"},
        **{"boolean": ";color=true", "single": ";color=blue"},
        **{"array": ";color=blue,black,brown", "object": ";color=R,100,G,200,B,150"},
    },
    ("matrix", True): {
        **{"empty": ";color", "string": ";color=blue", "number": ";color=1.5", "integer": ";color=-7"},
        **{"boolean": ";color=true", "single": ";color=blue"},
        **{"array": ";color=blue;color=black;color=brown", "object": ";R=100;G=200;B=150"},
    },
}
"""Style and explode → kind of value → what takes the place of `{color}`."""

_SCALARS = {"empty": "color=", "string": "color=blue", "number": "color=1.5", "integer": "color=-7"}

QUERY = {
    ("form", True): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue", "none": None},
        **{"array": "color=blue&color=black&color=brown", "object": "R=100&G=200&B=150"},
    },
    ("form", False): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue", "none": None},
        **{"array": "color=blue,black,brown", "object": "color=R,100,G,200,B,150"},
    },
    ("spaceDelimited", False): {
        **{"array": "color=blue%20black%20brown", "object": "color=R%20100%20G%20200%20B%20150"},
        **{"single": "color=blue", "none": None},
    },
    ("spaceDelimited", True): {"array": "color=blue&color=black&color=brown"},
    ("pipeDelimited", False): {
        **{"array": "color=blue%7Cblack%7Cbrown", "object": "color=R%7C100%7CG%7C200%7CB%7C150"},
        **{"single": "color=blue", "none": None},
    },
    ("pipeDelimited", True): {"array": "color=blue&color=black&color=brown"},
    ("deepObject", True): {"object": "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"},
}

_PLAIN = {"empty": "", "string": "blue", "number": "1.5", "integer": "-7", "boolean": "true", "single": "blue"}

HEADER = {
    ("simple", False): {**_PLAIN, "array": "blue,black,brown", "object": "R,100,G,200,B,150"},
    ("simple", True): {**_PLAIN, "array": "blue,black,brown", "object": "R=100,G=200,B=150"},
}

COOKIE = {
    ("form", True): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue"},
        **{"array": "color=blue&color=black&color=brown", "object": "R=100&G=200&B=150"},
    },
    ("form", False): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue"},
        **{"array": "color=blue,black,brown", "object": "color=R,100,G,200,B,150"},
    },
}
COOKIE_3_2 = {
    ("cookie", True): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue"},
        **{"array": "color=blue; color=black; color=brown", "object": "R=100; G=200; B=150"},
    },
    ("cookie", False): {
        **{**_SCALARS, "boolean": "color=true", "single": "color=blue"},
        **{"array": "color=blue,black,brown", "object": "color=R,100,G,200,B,150"},
    },
}


def _cells(location: str, table: dict[tuple[str, bool], dict[str, Any]]) -> list[Cell]:
    return [
        Cell(
            f"{location}_{style.lower()}_{'exploded' if explode else 'joined'}_{kind}",
            location,
            VALUES[kind],
            expected,
            KINDS.get(kind, kind),
            {"style": style, "explode": explode},
        )
        for (style, explode), row in table.items()
        for kind, expected in row.items()
    ]


def _defaults(location: str, table: dict[str, Any]) -> list[Cell]:
    """The same without `style` and `explode`: the defaults of the location apply."""
    return [
        Cell(f"{location}_default_{kind}", location, VALUES[kind], expected, KINDS.get(kind, kind))
        for kind, expected in table.items()
    ]


CELLS = [
    *_cells("path", PATH),
    *_cells("query", QUERY),
    *_cells("header", HEADER),
    *_cells("cookie", COOKIE),
    *_defaults("path", PATH["simple", False]),
    *_defaults("query", QUERY["form", True]),
    *_defaults("header", HEADER["simple", False]),
    *_defaults("cookie", COOKIE["form", True]),
]
CELLS_3_2 = _cells("cookie", COOKIE_3_2)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_the_table_of_openapi_3_1(cell: Cell, caller: Callers, server: Server) -> None:
    check(cell, caller(generated(cells_document(CELLS))), server)


@pytest.mark.parametrize("cell", CELLS_3_2, ids=lambda cell: cell.name)
def test_the_style_that_openapi_3_2_adds(cell: Cell, caller: Callers, server: Server) -> None:
    check(cell, caller(generated(cells_document(CELLS_3_2, "3.2.0"))), server)


@pytest.mark.parametrize("version", ["3.0.4", "3.1.0", "3.2.0"])
def test_all_versions_mean_the_same(version: str) -> None:
    given, other = outcome(cells_document(CELLS)), outcome(cells_document(CELLS, version))
    assert given.files is not None
    assert other.files == given.files


def test_a_path_parameter_that_is_not_encoded_may_have_several_segments(caller: Callers, server: Server) -> None:
    unencoded = {"required": True, "schema": {"type": "string"}, "x-ms-skip-url-encoding": True}
    operation = {
        "operationId": "getItem",
        "tags": ["items"],
        "parameters": [
            {"name": "scope", "in": "path", **unencoded},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "q", "in": "query", **unencoded},
        ],
        "responses": {"204": {"description": "Nothing"}},
    }
    package = generated(document({"/at/{scope}/items/{id}": {"get": operation}}))
    call = caller(package)
    call("items.get", "groups/a b", "x/y", q="a/b?c")
    assert server.only.target == "/at/groups/a%20b/items/x%2Fy?q=a/b?c"
    with pytest.raises(package.errors.RequestError, match=r"must not contain `\.\.`"):
        call("items.get", "groups/../..", "x", q="")
