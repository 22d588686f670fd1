"""The names that are taken before a document has any."""

from __future__ import annotations

from generator import runtime
from generator.emit.expression import STANDARD
from generator.naming.reserved import CLASS_NAMES, CLIENT_ATTRIBUTES, CLIENT_MODULE_NAMES, MODEL_ATTRIBUTES, TYPE_NAMES
from generator.runtime.models.model import Model


def test_every_name_of_the_runtime_is_reserved() -> None:
    # The modules of events and of fakes define no resource, and name the classes of others through their modules.
    home: dict[str, str] = vars(runtime)["_HOME"]
    apart = {name for name, module in home.items() if module.startswith(("webhooks.", "testing."))} - {"Fake"}
    exported = {one for one in runtime.__all__ if one[0].isupper()} - {"RESERVED"} - apart
    assert exported <= CLIENT_MODULE_NAMES
    public = {one for client in (runtime.Client, runtime.AsyncClient) for one in dir(client) if not one.startswith("_")}
    assert public <= CLIENT_ATTRIBUTES
    assert not [one for one in dir(runtime.Resource) if not one.startswith("_")]


def test_everything_generated_code_imports_is_reserved() -> None:
    assert {one for one in STANDARD if one[0].isupper()} <= CLASS_NAMES
    assert {one for one in STANDARD if one[0].islower()} & set(TYPE_NAMES) == {"date", "datetime", "time"}


def test_no_field_hides_an_attribute_of_a_model() -> None:
    attributes = {*dir(Model), *dir(type(Model)), *Model.__annotations__}
    assert {name for name in attributes if not name.startswith("_")} <= MODEL_ATTRIBUTES
