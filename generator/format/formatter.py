"""Formats generated modules: black defines the layout, and `ruff format` is the fast way to the same bytes.

The templates only write code that both programs format alike; a test holds them to that. If ruff is missing or cannot
run, black does the work.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from .black import format_by_black
from .ruff import Formatter, find_ruff, format_by_ruff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def format_modules(files: Mapping[str, str], formatter: Formatter = "ruff") -> dict[str, str]:
    """Return path → formatted text for Python modules; a file of another kind comes back unchanged.

    Raises:
        SyntaxError: a text is not Python. That is a bug of the templates.
    """
    modules = {path: text for path, text in files.items() if path.endswith(".py") and text}
    formatted = dict(zip(modules, _formatted(list(modules.values()), formatter), strict=True))
    return {path: formatted.get(path, text) for path, text in files.items()}


def _formatted(texts: Sequence[str], formatter: Formatter) -> list[str]:
    if program(formatter) == "ruff":
        with suppress(OSError):  # There is no room for ruff's files, or it cannot be started; black needs neither.
            return format_by_ruff(texts)
    return [format_by_black(text) for text in texts]


@cache
def program(formatter: Formatter) -> Formatter:
    """Return the formatter to use: the chosen one, or black if ruff is not installed."""
    return "black" if formatter == "black" or find_ruff() is None else "ruff"
