"""What is known of the models engine by heart is what it says when it is asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest

from generator.emit import models

DEPTH = 3
LEAVES: tuple[dict[str, Any], ...] = (
    *({"type": name} for name in ("string", "integer", "number", "boolean")),
    {"type": "string", "customTypePath": "leaves.L0"},
    {},
)


def common(depth: int = DEPTH) -> Iterator[dict[str, Any]]:
    """Yield the leaves, and arrays and maps of them, in each other so deep."""
    yield from LEAVES
    if depth:
        for inner in common(depth - 1):
            yield {"type": "array", "items": inner}
            yield {"type": "object", "additionalProperties": inner}


def asked() -> dict[str, str]:
    return models.rendered_shapes(sorted({json.dumps(shape) for shape in common()}))


def test_the_engine_says_the_same() -> None:
    engine, found = version("datamodel-code-generator"), asked()
    if os.environ.get("CLIENTWRIGHT_GOLDEN"):
        shapes = dict(sorted(found.items(), key=lambda one: (len(one[0]), one)))
        models.KNOWN_SHAPES.write_text(json.dumps({"engine": engine, "shapes": shapes}, indent=1) + "\n", "utf-8")
        pytest.skip("the known shapes were written anew")
    assert models.known_shapes(engine) == found
    assert models.known_shapes("0.0.1") == {}


def test_a_document_of_common_shapes_does_not_need_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> Iterator[tuple[str, str, str]]:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(models, "_generated_fields", refused)
    structure = {"type": "object", "properties": {f"f{place}": one for place, one in enumerate(common())}}
    types = models.rendered_types({"C0": structure}, {"models.Pet": "L0"}, None)
    assert types["C0.f4"] == "models.Pet"
    assert "list[dict[str, models.Pet]]" in types.values()


def test_another_engine_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "version", lambda _: "0.0.1")
    monkeypatch.setattr(models, "rendered_shapes", lambda shapes: dict.fromkeys(shapes, "asked"))
    structure = {"type": "object", "properties": {"f0": {"type": "string"}}}
    assert models.rendered_types({"C0": structure}, {}, None) == {"C0.f0": "asked"}
