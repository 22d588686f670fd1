"""Overlay actions as text: active, or commented out as proposals, each with its reason and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...diagnostics import printable
from ..spec import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .evidence import Drift

_MOST_PLACES = 3
BEGIN = "# Proposals of `drift --suggest`: take the marks away from those that you agree with."


def header(provider: str) -> str:
    """Return the head of a new overlay."""
    title = yaml_text.text({"title": f"Corrections to the {provider} description", "version": "1.0.0"}, {})
    lines = "".join(f"  {line}\n" for line in title.splitlines())
    return f"overlay: 1.1.0\ninfo:\n{lines}actions:\n"


def actions(drifts: Iterable[Drift]) -> list[str]:
    """Return the text of an action for each drift that has one, indented as an item of `actions`."""
    return [_action(one) for one in drifts if one.action is not None]


def commented(texts: Sequence[str]) -> str:
    """Return actions commented out."""
    lines = [line for text in texts for line in text.splitlines()]
    return "".join(f"# {line}\n" if line else "#\n" for line in lines)


def _action(drift: Drift) -> str:
    action = drift.action
    if action is None:
        return ""
    places = ", ".join(str(place).partition(" #")[0] for place in drift.places[:_MOST_PLACES])
    evidence = f" Evidence: {places}." if places else ""
    guess = f" A guess: {action.guess}." if action.guess else ""
    description = printable(f"{drift.text}.{evidence}{guess} Delete when upstream agrees.")
    tree: dict[str, object] = {"target": action.target, "description": description}
    if action.remove:
        tree["remove"] = True
    else:
        tree["update"] = action.update
    first, *rest = yaml_text.text(tree, {}).splitlines()
    return "".join((f"  - {first}\n", *(f"    {line}\n" for line in rest)))
