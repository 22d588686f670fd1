"""The names that are taken before a document has any."""

from __future__ import annotations

from generator.naming.reserved import MODEL_ATTRIBUTES
from generator.runtime.models.model import Model


def test_no_field_hides_an_attribute_of_a_model() -> None:
    attributes = {*dir(Model), *dir(type(Model)), *Model.__annotations__}
    assert {name for name in attributes if not name.startswith("_")} <= MODEL_ATTRIBUTES
