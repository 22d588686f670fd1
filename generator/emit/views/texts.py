"""Docstrings of modules and of error classes that the document does not give."""

from __future__ import annotations

from ...naming.reserved import PHRASES
from ..model_modules import BASES
from ..operation_modules import BASE


def status_text(status: str) -> str:
    """Return the docstring of the exception class of a status key."""
    match status.upper():
        case "DEFAULT":
            return "A status that has no exception class of its own."
        case text if text.endswith("XX"):
            return f"A status from {text[0]}00 to {text[0]}99."
        case text:
            phrase = PHRASES.get(int(text)) if text.isdigit() else None
            return f"Status {text} {phrase}." if phrase else f"Status {text}."


def models_text(module: str, client: str) -> str:
    """Return the docstring of one module of models."""
    if module == BASES:
        return f"The base classes of models of {client} in several modules."
    return f"The models of {client} that are named after `{module}`."


def part_text(module: str, resource: str) -> str:
    """Return the docstring of one module of a resource's operations."""
    if module == BASE:
        return f"The operations of `client.{resource}` on the resource itself."
    return f"The operations of `client.{resource}` on {module.replace('_', ' ').strip()}."
