"""What is reported of each seeded change: code, place in the document, text, places of the other side, and action.

`python -m tests.pages.drift.recorded` writes the record; its difference is to be read like that of a golden tree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from generator.pages.drift import Drift

RECORD = Path(__file__).with_name("recorded.txt")
_CASE = "# "


def lines(found: Sequence[Drift]) -> list[str]:
    """Return a line for each difference."""
    return [ascii_of(one) for one in found]


def ascii_of(one: Drift) -> str:
    places = " ".join(f"{place.file}:{place.line}" for place in one.places)
    parts = [one.code, one.pointer, one.text, places, "note" if one.note else ""]
    if one.action is not None:
        what = "remove" if one.action.remove else json.dumps(one.action.update)
        parts.append(f"{one.action.target} {what}")
    return "  ".join(ascii(part)[1:-1] for part in parts if part)


def text_of(found: dict[str, list[str]]) -> str:
    """Return the record of case → lines."""
    return "".join(f"{line}\n" for case, lines in found.items() for line in (f"{_CASE}{case}", *lines))


def main() -> None:
    """Write the record anew."""
    from .test_seeded import CHANGES

    RECORD.write_text(text_of({name: lines(run()) for name, run in CHANGES}), "ascii")


if __name__ == "__main__":
    main()
