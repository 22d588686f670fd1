"""Docstrings of modules and of classes of errors, where the document has none."""

from __future__ import annotations

from ...naming.reserved import PHRASES
from ..model_modules import BASES
from ..operation_modules import BASE


def status_text(status: str) -> str:
    """Return the docstring of the exception class of a status key."""
    match status.upper():
        case "DEFAULT":
            return "A status that the operation does not declare by itself."
        case text if text.endswith("XX"):
            return f"A status from {text[0]}00 to {text[0]}99."
        case text:
            phrase = PHRASES.get(int(text)) if text.isdigit() else None
            return f"Status {text} {phrase}." if phrase else f"Status {text}."


def models_text(module: str, client: str) -> str:
    """Return the docstring of one module of models."""
    if module == BASES:
        return f"The models of {client} that those of several modules derive from."
    return f"The models of {client} that are called after `{module}`."


def part_text(module: str, resource: str) -> str:
    """Return the docstring of one module of a resource's operations."""
    if module == BASE:
        return f"The operations behind `client.{resource}` on the resource itself."
    return f"The operations behind `client.{resource}` on {module.replace('_', ' ').strip()}."
