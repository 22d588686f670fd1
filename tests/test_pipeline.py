"""The whole line as a function: plain data in, texts out, the same on any executor."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from msgspec.structs import replace

from generator import pipeline
from generator.artifacts import Generated, Inputs
from generator.config import Settings
from generator.content_cache import Before
from generator.diagnostics import Report
from generator.document.loader import Source, load

DOCUMENT = b"""\
openapi: 3.0.3
info: {title: Zoo, version: "1"}
paths:
  /animals:
    get:
      operationId: list-animals
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Animal"}}
components:
  schemas:
    Animal: {type: object, required: [name], properties: {name: {type: string}}}
"""
OVERLAY = b"""\
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions:
  - target: $.components.schemas.Animal.properties
    update: {age: {type: integer}}
"""


def inputs(document: bytes = DOCUMENT, overlay: bytes | None = None) -> Inputs:
    report = Report()
    main = load(document, "zoo.yaml", report)
    corrections = load(overlay, "overlay.yaml", report) if overlay else None
    assert main is not None
    assert not report.failed
    return Inputs(Source(main), Settings(), "zoo", corrections)


def generate(given: Inputs) -> tuple[Generated | None, Report]:
    report = Report()
    return pipeline.generate(given, report), report


def test_a_document_becomes_the_texts_of_a_package() -> None:
    generated, report = generate(inputs())
    assert not list(report)
    assert generated is not None
    assert {"__init__.py", "client.py", "models.py", "py.typed"} <= set(generated.files)
    assert all(isinstance(text, str) for text in generated.files.values())
    assert [one.operation_id for one in generated.api.operations] == ["list-animals"]
    assert generated.names.client == "Zoo"
    assert generated.models == 1


def test_an_overlay_is_applied_first() -> None:
    plain, _ = generate(inputs())
    corrected, _ = generate(inputs(overlay=OVERLAY))
    assert plain is not None
    assert corrected is not None
    assert [path for path in plain.files if plain.files[path] != corrected.files[path]] == ["models.py"]


def test_a_refused_document_gives_none_and_reasons() -> None:
    generated, report = generate(inputs(DOCUMENT.replace(b"schemas/Animal", b"schemas/Plant")))
    assert generated is None
    assert report.failed
    assert all(one.where is not None and one.where.file == "zoo.yaml" for one in report)


@pytest.mark.parametrize(
    "executor", [lambda: ThreadPoolExecutor(1), lambda: ProcessPoolExecutor(1, mp_context=get_context("spawn"))]
)
def test_it_runs_on_any_executor(executor: type[ThreadPoolExecutor]) -> None:
    here, _ = generate(inputs())
    with executor() as pool:
        there, report = pool.submit(generate, inputs()).result()
    assert there == here
    assert not report.failed


def test_unchanged_modules_are_copied_from_the_published_package() -> None:
    first, _ = generate(inputs())
    assert first is not None
    again = pipeline.generate(inputs(), Report(), Before(first.made, first.files.get))
    assert again == replace(first, facts={})  # The gate looks at none of them again.


def test_what_goes_in_and_out_can_be_pickled() -> None:
    given = inputs(overlay=OVERLAY)
    generated, _ = generate(pickle.loads(pickle.dumps(given)))
    assert generated == generate(given)[0]
    assert pickle.loads(pickle.dumps(generated)) == generated
