"""Other markup than markdown's, as markdown: blocks of MkDocs, AsciiDoc; packed text. Each line keeps its number.

In: a `Page`. Out: the page with other text, for the readers of markdown. Imports nothing of `pages` but `Page`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import asciidoc, mkdocs

if TYPE_CHECKING:
    from ..reading import Page

_MARKUPS = (mkdocs, asciidoc)


def as_markdown(page: Page) -> Page:
    """Return the page; one in another markup with its text in markdown, line by line."""
    for one in _MARKUPS:
        if one.knows(page.text):
            return replace(page, text=one.as_markdown(page.text))
    return page
