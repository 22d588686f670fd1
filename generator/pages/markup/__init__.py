"""Other markup, as markdown: blocks of MkDocs and VitePress, AsciiDoc, packed text. Each line keeps its number.

In: a `Page`. Out: the page with other text, for the readers of markdown. Imports nothing of `pages` but `Page`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import asciidoc, containers, mkdocs

if TYPE_CHECKING:
    from ..reading import Page

_MARKUPS = (asciidoc, mkdocs, containers)


def as_markdown(page: Page) -> Page:
    """Return the page; one in another markup with its text in markdown, line by line."""
    text = page.text
    for one in _MARKUPS:
        if one.knows(text):
            text = one.as_markdown(text)
    return page if text == page.text else replace(page, text=text)
