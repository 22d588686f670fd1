"""Reference chains: components that are only a reference to another one; finds where each chain ends, or that it does
not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..openapi.problems import Findings
from ..openapi.references import SCHEMAS, Place, is_mapping

_LONG = 50
"""The links of a chain from which on each leads directly to its end: nobody names types in so many steps."""


def cut_reference_chains(components: dict[str, Any], places: Mapping[str, Place], findings: Findings) -> None:
    """Refuse components whose references lead in a cycle; shorten long chains."""
    ends: dict[str, tuple[str | None, int]] = {}
    for name in components:
        _follow(name, components, ends)
    for name, (end, links) in ends.items():
        if end is None and name in places:
            place = places[name].down("$ref")
            # A schema that only an anchor names has an internal name.
            what = "the schema" if "\0" in name else f"`{name}`"
            findings.broken_schema("reference-cycle", f"{what} leads back to itself, not to a schema", place)
        if end is None:
            components[name] = True
        elif links > _LONG:
            components[name] = {**components[name], "$ref": SCHEMAS + end}


def _follow(name: str, components: Mapping[str, Any], ends: dict[str, tuple[str | None, int]]) -> None:
    """Record for every component of a chain where it ends, None for a cycle, and after how many links."""
    chain: dict[str, None] = {}
    here: str | None = name
    while here is not None and here not in ends and here not in chain:
        chain[here] = None
        here = _next(components.get(here))
    if here in chain:
        end, links = None, 0
    elif here is None:
        end, links = next(reversed(chain), name), -1
    else:
        end, links = ends[here]
    for link in reversed(chain):
        links += 1
        ends[link] = (end, links)


def _next(schema: Any) -> str | None:
    ref = schema.get("$ref") if is_mapping(schema) else None
    return ref[len(SCHEMAS) :] if isinstance(ref, str) else None
