"""Describes the content of a page in a few words, for the message about a page that no reader knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .markdown import fences, sections

if TYPE_CHECKING:
    from .reading import Page

_MOST = 5


def described(page: Page) -> str:
    """Return for example "3 headings, 2 fences (json, bash) and 120 lines"."""
    text = page.text
    if not text.strip():
        return "an empty text"
    parts: list[str] = []
    if re.match(r"\s*(<!doctype html|<html)", text, re.IGNORECASE):
        parts.append("html")
    heads = sections(text)
    if heads:
        parts.append(_counted(len(heads), "heading"))
    blocks = fences(text)
    if blocks:
        languages = list(dict.fromkeys(block.language for block in blocks if re.fullmatch(r"\w{1,20}", block.language)))
        words = f" ({', '.join(languages[:_MOST])})" if languages else ""
        parts.append(f"{_counted(len(blocks), 'fence')}{words}")
    parts.append(_counted(text.count("\n") + 1, "line"))
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
