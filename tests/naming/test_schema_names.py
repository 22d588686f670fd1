"""Classes of schemas whose names hold a status, and how the names of inline schemas in an operation begin."""

from __future__ import annotations

import pytest

from generator.ir.schemas import ANYTHING
from generator.naming.schema_names import schema_names
from generator.text.path_words import stems


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("401Error", "Unauthorized"),
        ("404", "NotFound"),
        ("500ErrorDetail", "InternalServerErrorDetail"),
        ("5xx_Response", "ServerError"),
        ("499", "Response499"),
        ("CallResponse404", "CallNotFound"),
        ("2024Report", "Model2024Report"),
    ],
)
def test_a_status_becomes_words(wire: str, name: str) -> None:
    assert schema_names({wire: ANYTHING}, {}, {})[wire].name == name


@pytest.mark.parametrize(
    ("method", "path", "operation_id", "stem"),
    [
        ("get", "/v3/assistants", "list_assistants_v3_assistants_get", "ListAssistants"),
        ("post", "/v1/calls", "create-call-v-1-calls-post", "CreateCall"),
        ("get", "/items/{item_id}", "read_item_items__item_id__get", "ReadItem"),
        ("get", "/calls", "CallsController_findAll", "CallsFindAll"),
        ("get", "/x", "getXUsingGET", "GetX"),
        ("post", "/v2/custom_fields.json", "", "PostCustomFields"),
        ("get", "/users", "getUsers", "GetUsers"),
    ],
)
def test_inline_schemas_begin_with_what_a_person_wrote(method: str, path: str, operation_id: str, stem: str) -> None:
    """Without the path, the method and the class of the code that tools add to an operationId."""
    assert stems([(method, path, operation_id)]) == {(method, path): stem}


@pytest.mark.parametrize(
    ("namespaces", "count", "names"),
    [
        (["acme."], 20, ["Call0", "Call1"]),
        (["acme.v1."], 20, ["Call0", "Call1"]),
        (["acme.a.", "acme.b."], 20, ["ACall0", "BCall1"]),
        (["other.", "acme.", "acme.", "acme."], 20, ["OtherCall0", "Call1"]),
        (["other.", "acme.", "acme."], 21, ["OtherCall0", "AcmeCall1"]),
        (["acme."], 19, ["AcmeCall0", "AcmeCall1"]),
    ],
)
def test_a_namespace_that_three_of_four_schemas_have_is_not_said(
    namespaces: list[str], count: int, names: list[str]
) -> None:
    """Of few schemas it is, since one more could change all of their names."""
    wires = [f"{namespaces[number % len(namespaces)]}Call{number}" for number in range(count)]
    found = schema_names(dict.fromkeys(wires, ANYTHING), {}, {})
    assert [found[wire].name for wire in wires[:2]] == names
