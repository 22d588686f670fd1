"""A page of html as the text that a reader sees, in markdown's marks: headings, fences, lists, tables, bold names.

Rendered pages are read from text; a page that a browser saved becomes such text here. Scripts, styles, navigation and
whatever is hidden is left out: nothing that no reader sees gets into a description. Where the page marks its main part,
only that is taken.
"""

from __future__ import annotations

import re

from ..html_parser import BoundedParser

_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
"""Elements without an end tag (HTML Living Standard, 13.1.2)."""
_UNSEEN = frozenset((
    "script", "style", "template", "noscript", "svg", "head", "nav", "footer", "aside", "textarea", "select",
    "iframe", "object", "dialog", "datalist",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "li", "ul", "ol", "dl", "dt", "dd", "figure", "figcaption",
    "form", "fieldset", "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr",
    "button", "label", "blockquote", "pre", "hr", "br",
))  # fmt: skip
_APART = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "p", "ul", "ol", "dl"))
"""Blocks before which a line is empty."""
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:[;\s]|$)|font-size\s*:\s*0", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
"""White space that browsers join; a no-break space stays (CSS Text 3, 4.1.1)."""
_TERM = re.compile(r" *`?[A-Za-z_$][\w.$\[\]-]{0,80}`? *")
_DEEPEST_LIST = 20
_LANGUAGE = re.compile(r"\blang(?:uage)?-([\w+#-]{1,20})")
_DEEPEST = 5_000
_NEAR = 60
"""The most open elements that an end tag closes; an end tag that closes none of these is ignored."""
_LEAST = 3


def visible(text: str) -> str:
    """Return the text of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.line()
    own = [line for line, main in reader.lines if main]
    lines = own if sum(1 for line in own if line.strip()) >= _LEAST else [line for line, _ in reader.lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(BoundedParser):
    """Writes lines; each knows whether it is in the main part."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, bool]] = []
        self._open: list[tuple[str, bool]] = []
        """Names of open elements, and whether their content is seen."""
        self._parts: list[str] = []
        self._fence = 0
        self._main = 0
        self._cells: list[str] | None = None
        self._header = False
        self._term = ""
        """The name of a definition list whose description is not read yet."""

    @property
    def _seen(self) -> bool:
        return not self._open or self._open[-1][1]

    @property
    def _in_heading(self) -> bool:
        return next((part for part in self._parts if part), "").startswith("#")

    def line(self, text: str | None = None) -> None:
        """End the line that is being written, and write another one if there is a text."""
        written = "".join(self._parts)
        self._parts = []
        if self._fence:
            self.lines += [(one, self._main > 0) for one in written.split("\n")] if written else []
        elif written.strip():
            indent = written[: len(written) - len(written.lstrip(" "))] if written.lstrip(" ").startswith("- ") else ""
            self.lines.append((indent + " ".join(written.split()), self._main > 0))
        if text is not None:
            self.lines.append((text, self._main > 0))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        seen = self._seen and tag not in _UNSEEN and not _is_hidden(given)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append((tag, seen))
        if not seen:
            return
        if tag in ("main", "article"):
            self._main += 1
        if self._fence:
            if tag == "br":
                self._parts.append("\n")
            elif tag == "code" and (found := _LANGUAGE.search(given.get("class", ""))) and not self._parts:
                self.lines[-1] = (f"```{found[1]}", self._main > 0)
            return
        if self._cells is not None:
            self._cell(tag)
            return
        self._start(tag, given)

    def _cell(self, tag: str) -> None:
        if tag in ("td", "th"):
            if self._cells is not None:
                self._cells.append("")
            self._header |= tag == "th"
            self._parts = []
        elif tag in ("br", "p", "li", "div"):
            self._parts.append(" ")
        elif tag == "code":
            self._parts.append("`")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "tr":
            self.line()
            self._cells, self._header = [], False
            return
        # A paragraph at the start of an item continues the line with its mark.
        if tag in _BLOCKS and not (tag in ("p", "div") and "".join(self._parts).strip() == "-"):
            self.line("" if tag in _APART else None)
        if re.fullmatch("h[1-6]", tag):
            self._parts.append("#" * int(tag[1]) + " ")
        elif tag == "pre":
            found = _LANGUAGE.search(given.get("class", ""))
            self.line(f"```{found[1] if found else ''}")
            self._fence = 1
        elif tag == "li":
            depth = sum(1 for name, _ in self._open if name in ("ul", "ol"))
            self._parts.append("  " * min(max(0, depth - 1), _DEEPEST_LIST) + "- ")
        elif tag == "dd" and self._term:
            self._parts.append(f"- **{self._term}**: ")
            self._term = ""
        elif tag == "code":
            self._parts.append("`")
        elif tag in ("strong", "b") and not self._in_heading:
            self._parts.append("**")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, with those in it that were left open."""
        near = [name for name, _ in self._open[-_NEAR:]]
        if tag in _VOID or tag not in near:
            return
        while True:
            name, seen = self._open.pop()
            if seen:
                self._end(name)
            if name == tag:
                return

    def _end(self, tag: str) -> None:
        if tag == "pre" and self._fence:
            self.line()
            self._fence = 0
            self.line("```")
        elif self._fence:
            if tag in ("div", "p", "li", "tr"):
                self._parts.append("\n")
        elif self._cells is not None:
            self._end_in_row(tag)
        elif tag == "code":
            self._parts.append("`")
        elif tag in ("strong", "b") and not self._in_heading:
            self._bold()
        elif tag == "dt" and _TERM.fullmatch("".join(self._parts)):
            # The name of a field: its description follows.
            self._term, self._parts = "".join(self._parts).strip(" `"), []
        elif tag in _BLOCKS:
            self.line("" if tag in _APART else None)
        if tag in ("main", "article"):
            self.line()
            self._main -= 1

    def _bold(self) -> None:
        """End a bold text; one without any is taken back."""
        start = next((at for at in range(len(self._parts) - 1, -1, -1) if self._parts[at] == "**"), -1)
        inner = "".join(self._parts[start + 1 :]).strip()
        self._parts[start:] = [f"**{inner}** "] if start >= 0 and inner else self._parts[start:]

    def _end_in_row(self, tag: str) -> None:
        if tag == "code":
            self._parts.append("`")
        elif tag in ("td", "th") and self._cells:
            text = "".join(self._parts).lstrip(" \n")
            indent = text[: len(text) - len(text.lstrip())]
            self._cells[-1] = indent + " ".join(text.split()).replace("|", "\\|")
            self._parts = []
        elif tag == "tr":
            cells, self._cells = self._cells or [], None
            self._parts = []
            if any(cells):
                self.line(f"| {' | '.join(cells)} |")
                if self._header:
                    self.line("|" + "---|" * len(cells))

    def handle_data(self, data: str) -> None:
        """Write a text that is seen."""
        if self._seen:
            self._parts.append(data if self._fence else _SPACE.sub(" ", data))


def _is_hidden(given: dict[str, str]) -> bool:
    return (
        "hidden" in given
        or given.get("aria-hidden", "").lower() == "true"
        or _HIDDEN.search(given.get("style", "")) is not None
        or "sr-only" in given.get("class", "").split()
    )
