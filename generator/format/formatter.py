"""The layout of generated modules: black defines it, and `ruff format` is the fast way to the same bytes.

The templates write plain code, in such forms as both programs lay out alike; a test holds them to that. Where ruff's
program is missing, black does the work.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from ..text.python_source import WIDTH
from .black import format_by_black
from .ruff import Formatter, find_ruff, format_by_ruff

if TYPE_CHECKING:
    from collections.abc import Mapping


def format_modules(files: Mapping[str, str], formatter: Formatter = "ruff") -> dict[str, str]:
    """Return path → formatted text for Python modules; a file of another kind comes back unchanged.

    Raises:
        SyntaxError: a text is not Python. That is a bug of the templates.
    """
    modules = {path: text for path, text in files.items() if path.endswith(".py") and text}
    if program(formatter) == "black":
        formatted = {path: format_by_black(text) for path, text in modules.items()}
    else:
        formatted = dict(zip(modules, format_by_ruff(list(modules.values())), strict=True))
    return {path: formatted.get(path, text) for path, text in files.items()}


@cache
def program(formatter: Formatter) -> Formatter:
    """Return the program that formats: the chosen one, or black where ruff is not installed."""
    return "black" if formatter == "black" or find_ruff() is None else "ruff"


@cache
def style(formatter: Formatter) -> str:
    """Return what decides on the layout of a module: the program, its version and its options."""
    name = program(formatter)
    return f"{name} {version(name)} {WIDTH}"
