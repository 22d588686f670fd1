"""Responses that a provider publishes: a fake answers with them if the test says nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from ..openapi.media_type_names import is_json
from .examples import OperationKey, Tree, response_examples

LONGEST = 16_384
"""Characters of an answer that is kept: a package holds one for each operation."""
_SUCCESS = "2XX"


def published_answers(tree: Tree, payloads: Mapping[str, Any]) -> dict[OperationKey, str]:
    """Return operation → JSON text of the first published body of its first success.

    `payloads` are the files of the provider's examples, file name → JSON value; the others are in the canonical tree.
    """
    found: dict[OperationKey, str] = {}
    success = cache(partial(_first_success, tree))
    for one in response_examples(tree, payloads, success):
        key = one.operation
        if key is None or key in found:
            continue
        if one.status == success(key) and is_json(one.content_type or ""):
            text = json.dumps(one.value, separators=(",", ":"))
            if len(text) <= LONGEST:
                found[key] = text
    return found


def _first_success(tree: Tree, key: OperationKey) -> str:
    """Return the status that a fake answers with: the least of the declared ones, as it is declared."""
    method, path = key
    operation = tree.get("paths", {}).get(path, {}).get(method, {})
    declared = [str(status) for status in operation.get("responses", {}) if str(status).startswith("2")]
    return min(declared, key=lambda status: status.replace(_SUCCESS, "200"), default="")
