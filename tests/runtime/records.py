"""Tables of what functions of the runtime return for many values, as text: what an edit of them changes is then read."""

from __future__ import annotations

import difflib
import inspect
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.runtime.problems import reading

RECORDS = Path(__file__).with_name("recorded")
GOLDEN = os.environ.get("CLIENTWRIGHT_GOLDEN") == "1"
Row = tuple[str, str]
Table = Callable[[], Iterable[Row]]
_SHOWN = 40
"""Lines of a difference in the message of a test."""
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def outcome(function: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """Return the result of a call as text, or the error that it raises; what was read otherwise follows it."""
    with reading() as found:
        try:
            result = function(*arguments, **named)
            text = repr(list(result) if isinstance(result, Iterator) else result)
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
    told = [f"{one} ({'converted' if one.converted else 'left out'})" for one in found.problems]
    return " | ".join((text, *told))


def check(name: str, table: Table) -> None:
    """Compare a table with its record; `make records` writes the record anew."""
    path = RECORDS / f"{name}.txt"
    found = [_line(f"{case}  ->  {result}") for case, result in table()]
    if GOLDEN:
        path.write_text("".join(f"{line}\n" for line in found), "utf-8")
    recorded = path.read_text("utf-8").split("\n")[:-1]
    different = [one for one in difflib.unified_diff(recorded, found, n=0, lineterm="") if not one.startswith("@@")]
    assert not different, "\n".join(different[:_SHOWN])


def _line(text: str) -> str:
    return _ADDRESS.sub("", text).replace("\r", " ␍ ").replace("\n", " ␊ ")


def tables(module: Any) -> dict[str, Table]:
    """Return the tables of a module: its public functions without arguments, by name."""
    functions = inspect.getmembers(module, inspect.isfunction)
    return {name: one for name, one in functions if one.__module__ == module.__name__ and not name.startswith("_")}
