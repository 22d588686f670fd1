"""What `import` makes of a page that people write, as an OpenAPI document or a part of one."""

from __future__ import annotations

from typing import Any

from tests.pages.support import reading


def document(text: str) -> dict[str, Any]:
    return dict(reading(text).document or {})


def operation(text: str) -> dict[str, Any]:
    ((_, item),) = document(text)["paths"].items()
    ((_, found),) = item.items()
    return dict(found)


def field(row: str, kind: str) -> dict[str, Any]:
    text = f"POST /pots\n\n### Body\n\n| Field | Type | Description |\n|---|---|---|\n| one | {kind} | {row} |\n"
    (schema,) = document(text)["components"]["schemas"].values()
    return {key: value for key, value in schema["properties"]["one"].items() if key not in ("type", "description")}
