"""Components that are references to files: the schema of the file has the component's name."""

from __future__ import annotations

from pathlib import Path

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource

FILES = {
    "openapi.yaml": """
openapi: 3.0.3
info: {title: Multi, version: '1'}
servers: [{url: http://h.test}]
paths:
  /a: {get: {operationId: getA, tags: [a], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: schemas/pet.yaml}}}}}}}
  /b: {get: {operationId: getB, tags: [b], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}}}
components: {schemas: {Pet: {$ref: ./schemas/pet.yaml}, Order: {$ref: ./schemas/order.yaml}, Kind: {$ref: './schemas/kind.yaml#/Kind'}, Alias: {$ref: '#/components/schemas/Pet'}}}
""",
    "schemas/pet.yaml": "{type: object, properties: {n: {type: string}, kind: {$ref: 'kind.yaml#/Kind'}}}",
    "schemas/order.yaml": "{type: object, properties: {pets: {type: array, items: {$ref: pet.yaml}}, by: {$ref: '../openapi.yaml#/components/schemas/Pet'}, a: {$ref: '../openapi.yaml#/components/schemas/Alias'}}}",
    "schemas/kind.yaml": "Kind: {type: string, enum: [a, b]}",
}


def test_the_schema_of_a_file_is_the_component(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    outcome = run(Job(ClientSource("multi", tmp_path / "openapi.yaml", None, None, tmp_path / "out", "multi")))
    assert outcome.files is not None, outcome.diagnostics or outcome.crash
    models = outcome.files["models.py"]
    for line in (
        "class Pet(Model):",
        "class Order(Model):",
        "Alias: TypeAlias = Pet",
        "    pets: list[Pet] | None = None",
    ):
        assert f"\n{line}\n" in models
    assert "    kind: Kind | None = None\n" in models
    assert "Object" not in models
