"""Texts of documents as they enter pages: the only module of this folder that writes them.

A page is read by people in a browser, and by machines. So nothing of a document may become an element of html, a link,
an attribute, or a directive of a markdown extension, and no sentence that addresses machines gets in.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ..pages import machine_texts

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]")
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,}).*?(?:^ {0,3}(?:`{3,}|~{3,})[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_ELEMENT = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]{0,500}>", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\([^)\n]{0,500}\)")
_TABLE = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?]+(?=\s)|\n|[.!?]|\Z)\s*")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$=^?<>&\"'@])")
_INLINE = re.compile(r"(?<!`)(`[^`|\\<>\s][^`|\\<>]{0,100}`)(?!`)")
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_LONGEST = 20_000
_OF_PATHS = "/{}:@!$&'()*+,;=-._~%#?"
"""Characters of path templates that stay as they are."""


def plain(text: str, most: int = 400) -> str:
    """Return a text as one line of plain text: no elements, links, fences, tables; cut at a word."""
    return shortened(" ".join(_bare(text).split()), most)


def paragraphs(text: str, most: int = 1_500) -> list[str]:
    """Return a text as paragraphs of plain text."""
    found: list[str] = []
    room = most
    for one in re.split(r"\n[ \t]*\n", _bare(text)):
        line = " ".join(one.split())
        if line and room > 0:
            found.append(shortened(line, room))
            room -= len(line)
    return found


def path(template: str) -> str:
    """Return the path of an operation: one word, as it is sent, that is neither a sentence nor markup.

    What no URL holds as it is, blanks and control characters among it, is percent-encoded (RFC 3986, 2.1). Of a path
    that addresses machines, only the names of its parameters stay.
    """
    if any(map(machine_texts.addressed, (template, re.sub(r"[\W_]+", " ", template)))):
        template = "/…/" + "/".join(re.findall(r"\{\w{1,40}\}", template))
    return quote(template.encode("utf-8", "replace"), safe=_OF_PATHS).replace("%E2%80%A6", "…")


def source(text: str) -> str:
    """Return Python source whose string literals end no inline code, and address no machine: those become `'…'`."""

    def shown(found: re.Match[str]) -> str:
        words = re.sub(r"[\W_]+", " ", found[0])
        return "'…'" if any(map(machine_texts.addressed, (found[0], words))) else found[0].replace("`", "\\x60")

    return _LITERAL.sub(shown, text)


def markdown(text: str) -> str:
    """Return plain text as markdown that shows just that, whatever extensions the site's generator has.

    Punctuation becomes a character reference: a backslash is not an escape in every extension. Only inline code stays
    such: between its marks nothing but they means anything.
    """
    parts = _INLINE.split(text)
    return "".join(
        part if index % 2 else _SPECIAL.sub(lambda found: f"&#{ord(found[1])};", part)
        for index, part in enumerate(parts)
    )


def code(text: str) -> str:
    """Return a text as inline code of markdown, on one line."""
    line = " ".join(_CONTROL.sub("", text).split()).replace("`", "'")
    return f"`{line}`" if line else ""


def fence(source: str, language: str) -> str:
    """Return source as a fenced block that nothing within it ends."""
    longest = max((len(one) for one in re.findall(r"`{3,}", source)), default=2)
    marks = "`" * max(longest + 1, 3)
    body = _CONTROL.sub("", source).rstrip("\n")
    return f"{marks}{language}\n{body}\n{marks}"


def _bare(text: str) -> str:
    text = _CONTROL.sub("", text[:_LONGEST].replace("\r\n", "\n"))
    text = _for_people(text)
    text = _FENCE.sub("", _SCRIPT.sub("", text))
    text = _TABLE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _ELEMENT.sub("", text))))
    text = re.sub(r"^[ \t]*(?:(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", "", text)
    return text.replace("<", "\u2039").replace(">", "\u203a").replace("**", "")


def _for_people(text: str) -> str:
    """Return a text up to the first sentence that addresses machines: what follows one belongs to it."""
    start = 0
    for match in _SENTENCE.finditer(text):
        if machine_texts.addressed(match[0].strip()):
            return text[:start]
        start = match.end()
    return machine_texts.cleaned(text)[0]


def shortened(text: str, most: int) -> str:
    """Return a text, cut at a word where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0] or text[: most - 1]}…"
