"""What the programs of this folder share: run each probe, and print what the caller got as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable


def report(**probes: Callable[[], object]) -> None:
    """Run some probes; print a mapping of their names to what they returned, or to the error that they raised."""
    print(json.dumps({name: _run(probe) for name, probe in probes.items()}))


def _run(probe: Callable[[], object]) -> dict[str, object]:
    try:
        return {"value": probe()}
    # A client may raise anything: that is what is being looked at.
    except Exception as error:
        return {"error": " ".join(f"{type(error).__name__}: {error}".split())[:120]}
