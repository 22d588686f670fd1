"""Classes of schemas whose names hold a status."""

from __future__ import annotations

import pytest

from generator.ir.schemas import ANYTHING
from generator.naming.schema_names import schema_names


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
