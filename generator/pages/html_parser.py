"""The standard library's parser of html, held to a time that grows with the length of the page.

The parser looks for the end of each comment and tag to the end of the page, and goes on behind the first `<` where
there is none: a page of comments that nothing ends costs the square of its length.
"""

from __future__ import annotations

from html.parser import HTMLParser

from . import cuts

_MOST_BROKEN = 20
"""The most tags and comments without an end that are read as text; what follows is no part of the page."""


class BoundedParser(HTMLParser):
    """Reads a page that is fed whole; a tag without an end belongs to the text, up to `_MOST_BROKEN` of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._broken = 0

    def parse_starttag(self, i: int) -> int:
        """Return one past the start tag at an offset, -1 where it has no end."""
        return self._bounded(super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        """Return one past the end tag at an offset, -1 where it has no end."""
        return self._bounded(super().parse_endtag(i))

    def parse_pi(self, i: int) -> int:
        """Return one past the processing instruction at an offset, -1 where it has no end."""
        return self._bounded(super().parse_pi(i))

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Return one past the comment at an offset, -1 where it has no end."""
        return self._bounded(super().parse_comment(i, report))

    def parse_html_declaration(self, i: int) -> int:
        """Return one past the declaration at an offset, -1 where it has no end.

        A marked section outside of foreign elements is a comment up to the next `>` (HTML Living Standard, 13.2.5.42).
        """
        if self.rawdata.startswith("<![", i):
            return self._bounded(self.parse_bogus_comment(i))
        return self._bounded(super().parse_html_declaration(i))

    def _bounded(self, end: int) -> int:
        """Return the end; the end of the page where too many tags before it had none."""
        self._broken += end < 0
        if end < 0 and self._broken > _MOST_BROKEN:
            cuts.note(f"behind {_MOST_BROKEN} tags or comments without an end, the rest of the page was left out")
        return end if end >= 0 or self._broken <= _MOST_BROKEN else len(self.rawdata)
