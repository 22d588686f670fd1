"""`model_json_schema` of generated models: what other libraries read of them, in both modes."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, create_model
from pydantic.json_schema import models_json_schema

from tests.behaviour.packages import Package, generated

Mode = Literal["validation", "serialization"]
MODES: tuple[Mode, Mode] = ("validation", "serialization")

DOCUMENT = """
openapi: 3.1.0
info: {title: Flows, version: "1"}
paths:
  /flows:
    post:
      operationId: createFlow
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Flow"}}}}
      responses: {"200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Flow"}}}}}
components:
  schemas:
    Flow:
      type: object
      required: [name, state, steps, secret]
      properties:
        id: {type: string, readOnly: true, description: Given by the server.}
        secret: {type: string, writeOnly: true}
        name: {type: string, pattern: "^[a-z]+$", maxLength: 20, description: What it is called.}
        state: {type: string, enum: [draft, live]}
        retries: {type: integer, minimum: 0, maximum: 5}
        rate: {type: number, multipleOf: 0.01}
        at: {type: string, format: date-time}
        token: {type: string, format: uuid}
        pause: {type: string, format: duration}
        recording: {type: string, contentEncoding: base64}
        price: {type: string, format: decimal}
        note: {type: [string, "null"]}
        parent: {$ref: "#/components/schemas/Flow", description: Where it is called.}
        steps: {type: array, minItems: 1, uniqueItems: true, items: {$ref: "#/components/schemas/Step"}}
        labels: {type: object, additionalProperties: {type: integer}}
        fallback: {oneOf: [{$ref: "#/components/schemas/Say"}, {type: string}]}
    Step:
      oneOf: [{$ref: "#/components/schemas/Say"}, {$ref: "#/components/schemas/Dial"}]
      discriminator: {propertyName: kind, mapping: {say: "#/components/schemas/Say", dial: "#/components/schemas/Dial"}}
    Say:
      type: object
      required: [kind, text]
      properties: {kind: {type: string, const: say}, text: {type: string}, then: {$ref: "#/components/schemas/Step"}}
      additionalProperties: false
    Dial:
      type: object
      required: [kind, number]
      properties: {kind: {type: string, const: dial}, number: {type: string}, ring-time: {type: integer}}
      dependentRequired: {ring-time: [number]}
      additionalProperties: {type: integer}
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(json.dumps(yaml.safe_load(DOCUMENT)))


def definition(package: Package, name: str, mode: Mode = "validation") -> dict[str, Any]:
    """Return the JSON Schema of a class within that of `Flow`."""
    return package.models.Flow.model_json_schema(mode=mode)["$defs"][name]


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        ("name", {"type": "string", "pattern": "^[a-z]+$", "maxLength": 20, "description": "What it is called."}),
        ("state", {"anyOf": [{"type": "string", "enum": ["draft", "live"]}, {"type": "string"}]}),
        ("retries", {"type": "integer", "minimum": 0, "maximum": 5}),
        ("rate", {"type": "number", "multipleOf": 0.01}),
        ("at", {"type": "string", "format": "date-time"}),
        ("token", {"type": "string", "format": "uuid"}),
        ("pause", {"type": "string", "format": "duration"}),
        ("recording", {"type": "string", "contentEncoding": "base64"}),
        ("price", {"type": "string", "pattern": r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"}),
        ("note", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("parent", {"$ref": "#/$defs/Flow", "description": "Where it is called."}),
        ("labels", {"type": "object", "additionalProperties": {"type": "integer"}}),
        ("fallback", {"anyOf": [{"$ref": "#/$defs/Say"}, {"type": "string"}]}),
        ("id", {"type": "string", "readOnly": True, "description": "Given by the server."}),
        ("secret", {"type": "string", "writeOnly": True}),
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_a_field_is_described_as_on_the_wire(field: str, schema: dict[str, Any], mode: Mode, package: Package) -> None:
    described = dict(definition(package, "Flow", mode)["properties"][field])
    described.pop("title", None)
    assert described == schema


def test_variants_are_told_apart_by_their_tag(package: Package) -> None:
    items = dict(definition(package, "Flow")["properties"]["steps"]["items"])
    assert items == {
        "anyOf": [{"$ref": "#/$defs/Dial"}, {"$ref": "#/$defs/Say"}],
        "discriminator": {"propertyName": "kind", "mapping": {"dial": "#/$defs/Dial", "say": "#/$defs/Say"}},
    }
    assert definition(package, "Flow")["properties"]["steps"]["uniqueItems"] is True
    assert definition(package, "Say")["properties"]["kind"]["const"] == "say"


def test_undeclared_properties_are_described_as_the_document_says(package: Package) -> None:
    assert "additionalProperties" not in definition(package, "Flow")
    assert definition(package, "Say")["additionalProperties"] is False
    assert definition(package, "Dial")["additionalProperties"] == {"type": "integer"}
    assert definition(package, "Dial")["dependentRequired"] == {"ring-time": ["number"]}


def test_what_only_a_caller_sends_is_not_required_of_a_server(package: Package) -> None:
    assert definition(package, "Flow")["required"] == ["name", "secret", "state", "steps"]
    assert definition(package, "Flow", "serialization")["required"] == ["name", "state", "steps"]


@pytest.mark.parametrize("mode", MODES)
def test_a_dumped_model_fits_its_schema(mode: Mode, package: Package) -> None:
    models = package.models
    say = models.Say(text="Hello", then=models.Dial(number="1", ring_time=2).with_extra({"priority": 3}))
    flow = models.Flow(
        name="a", state="new", steps=[say], secret="s", price="1.50", pause="P1M", parent=None, note=None, rate=0.5
    )
    outer = models.Flow(name="b", state="live", steps=[say], secret="s", parent=flow)
    schema = models.Flow.model_json_schema(mode=mode)
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    assert list(judge.iter_errors(json.loads(outer.model_dump_json()))) == []
    assert not judge.is_valid({**outer.model_dump(mode="json"), "steps": [{"kind": "say", "words": "Hello"}]})


@pytest.mark.parametrize("mode", MODES)
def test_types_that_hold_models_are_described(mode: Mode, package: Package) -> None:
    models = package.models
    foreign = create_model("Foreign", flow=(models.Flow, ...), step=(models.Step, ...))
    assert issubclass(foreign, BaseModel)
    for described in (
        TypeAdapter(list[models.Flow]).json_schema(mode=mode),
        TypeAdapter(models.Step).json_schema(mode=mode),
        foreign.model_json_schema(mode=mode),
    ):
        Draft202012Validator.check_schema(described)
        assert {"Dial", "Say"} <= described["$defs"].keys()


def test_both_modes_can_be_in_one_document(package: Package) -> None:
    """As a web framework does it for what its handlers take and return."""
    wanted = [(getattr(package.models, name), mode) for name in ("Flow", "Dial") for mode in MODES]
    names, schema = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    assert {one["$ref"].rpartition("/")[2] for one in names.values()} == {"Flow-Input", "Flow-Output", "Dial"}
    assert names.keys() == {*wanted}
    assert {"Flow-Input", "Flow-Output", "Say-Input", "Say-Output", "Dial"} <= schema["$defs"].keys()


def test_names_of_python_can_be_described(package: Package) -> None:
    schema = package.models.Dial.model_json_schema(by_alias=False)
    assert schema["properties"].keys() == {"kind", "number", "ring_time"}


def test_a_subclass_describes_its_own_fields_too(package: Package) -> None:
    own: type[BaseModel] = create_model("Own", __base__=package.models.Flow, owner=(str, ...))
    described = own.model_json_schema()
    schema = described["$defs"]["Own"] if "properties" not in described else described
    assert schema["properties"]["owner"]["type"] == "string"
    assert schema["properties"]["name"]["description"] == "What it is called."
    assert "owner" in schema["required"]
