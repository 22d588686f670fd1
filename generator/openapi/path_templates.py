"""Path templates (OpenAPI 3.1, 4.8.8.1) as expressions of RFC 6570, which the runtime expands."""

from __future__ import annotations

from collections.abc import Collection


def with_segments(path: str, names: Collection[str]) -> str:
    """Return a path in which some parameters may have several segments: `/{scope}/items` gives `/{+scope}/items`."""
    for name in names:
        path = path.replace(f"{{{name}}}", f"{{+{name}}}")
    return path
