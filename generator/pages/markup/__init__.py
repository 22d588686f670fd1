"""Other markup, as markdown: MkDocs, VitePress, AsciiDoc, reStructuredText; packed text. Lines keep their numbers.

In: a `Page`. Out: the page with other text, for the readers of markdown. Imports nothing of `pages` but `Page`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import asciidoc, containers, mkdocs, restructured

if TYPE_CHECKING:
    from ..reading import Page

_MARKUPS = (asciidoc, restructured, mkdocs, containers)


def as_markdown(page: Page) -> Page:
    """Return the page; one in another markup with its text in markdown, line by line."""
    text = page.text
    for one in _MARKUPS:
        if one.knows(text):
            text = one.as_markdown(text)
    return page if text == page.text else replace(page, text=text)
