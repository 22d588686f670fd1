"""html pages, read with the standard library's parser: scripts, the title, the text that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass

from ..html_parser import BoundedParser

_HIDDEN = frozenset({"script", "style", "template", "noscript", "svg"})
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "li", "ul", "ol", "dl", "dt"),
        *("dd", "tr", "table", "thead", "tbody", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "blockquote"),
    }
)


@dataclass(frozen=True, slots=True)
class Script:
    """A `<script>` element with content."""

    text: str
    line: int
    """The page's line on which the content begins."""
    kind: str
    """Its `type`, in lower case; empty for JavaScript without one."""
    id: str


@dataclass(frozen=True, slots=True)
class HTMLPage:
    """The content of an html page."""

    title: str
    scripts: tuple[Script, ...]
    elements: frozenset[str]
    """The names of all its elements, for marks such as `redoc` and `rapi-doc`."""
    attributes: tuple[tuple[str, str, str, int], ...]
    """Element, attribute, value, line: of custom elements and of ids."""


def is_html(text: str) -> bool:
    """Return whether a text is a page of html, or the body of one."""
    head = text[:3_000].lstrip("\ufeff \t\r\n").lower()
    while head.startswith("<!--") and "-->" in head:
        # Markdown may begin with a comment, too.
        head = head[head.index("-->") + 3 :].lstrip()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<script", "<!--")) or "<html" in head


def parse(text: str) -> HTMLPage:
    """Return the scripts, the title and the names of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return HTMLPage(
        " ".join("".join(reader.title).split()), tuple(reader.scripts), frozenset(reader.names), tuple(reader.marks)
    )


class _Reader(BoundedParser):
    """Collects what HTMLPage has."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self.scripts: list[Script] = []
        self.names: set[str] = set()
        self.marks: list[tuple[str, str, str, int]] = []
        self._in_title = False
        self._script: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, and what is to be collected in it."""
        self.names.add(tag)
        line = self.getpos()[0]
        custom = "-" in tag or tag == "redoc"
        for name, value in attrs:
            if value and (custom or name == "id"):
                self.marks.append((tag, name, value, line))
        given = {name: value or "" for name, value in attrs}
        if tag == "title":
            self._in_title = True
        elif tag == "script":
            self._script = (given.get("type", "").lower(), given.get("id", ""))

    def handle_endtag(self, tag: str) -> None:
        """End what is collected."""
        if tag == "title":
            self._in_title = False
        elif tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        """Collect a title or a script."""
        if self._in_title:
            self.title.append(data)
        elif self._script is not None and data.strip():
            kind, identity = self._script
            self.scripts.append(Script(data, self.getpos()[0], kind, identity))
