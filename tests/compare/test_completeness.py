"""No relevant change goes unreported: documents are changed at random and compared both ways."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import yaml

from generator.artifacts import Inputs
from generator.compare import Described, compare
from generator.compare.rules.kind import POSITIONS
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.openapi.references import is_mapping, is_sequence
from generator.pipeline import describe

from .mutations import fingerprint, mutated
from .operation_changes import BASE
from .pairs import PACKAGE, everywhere
from .schema_changes import ANIMALS, OBJECTS, VALUES

_TREE: dict[str, Any] = yaml.safe_load(BASE)


def _tree(random: Random) -> dict[str, Any]:
    """Return the base, or a document with a schema out of the tables at every position."""
    if random.random() < 0.5:
        return _TREE
    schemas = {position: random.choice(random.choice([*VALUES.values(), *OBJECTS.values()])) for position in POSITIONS}
    return everywhere(schemas, ANIMALS)


def _described(tree: dict[str, Any]) -> Described | None:
    return describe(Inputs(Source(Document(tree, "openapi.yaml")), Settings(), PACKAGE), Report())


@pytest.mark.parametrize("start", range(0, 240, 12))
def test_what_changes_is_told(start: int) -> None:
    """If two documents mean different things, both directions report something; a document and itself
    report nothing.
    """
    seen = 0
    for seed in range(start, start + 12):
        random = Random(seed)
        before = mutated(_tree(random), random, random.randrange(3))
        after = mutated(before, random, random.randrange(1, 3))
        old, new = _described(before), _described(after)
        if old is None or new is None:
            continue
        seen += 1
        assert compare(old, old).changes == ()
        forth, back = compare(old, new), compare(new, old)
        if fingerprint(old) != fingerprint(new):
            assert all((forth.changes, back.changes)), seed
    assert seen


def test_the_order_of_keys_means_nothing() -> None:
    """A document whose keys are turned round is the same document."""
    old, new = _described(_TREE), _described(_turned(_TREE))
    assert old is not None
    assert new is not None
    assert compare(old, new).changes == ()
    assert compare(old, new).semver == "none"


def _turned(node: Any) -> Any:
    if is_mapping(node):
        return {key: _turned(value) for key, value in reversed(node.items())}
    return [_turned(value) for value in node] if is_sequence(node) else node
