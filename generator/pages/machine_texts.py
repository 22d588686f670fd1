"""Texts that are addressed to machines that read pages: found, dropped, and quoted as a finding each.

A page about voice calls speaks of "the AI agent" all the time: only what *addresses* a reader that is a program is
dropped, not what is about one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .markdown import marked_fences
from .reading import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Page

CODE = "machine-text"
"""The code of the findings."""

_MACHINE = (
    r"(?:(?:AI|LLM|coding|autonomous|automated)[ -]?(?:powered )?(?:coding )?"
    r"(?:agent|assistant|model|client|tool|crawler|system|reader|bot)s?|LLMs?|AIs?|(?:large )?language models?|"
    r"(?:chat|ro)?bots|(?:code|coding) (?:agent|assistant)s?|agents|assistants|Claude(?: Code)?|ChatGPT|GPT|Codex|"
    r"(?:GitHub )?Copilot|Cursor|Gemini)"
)
_READS = (
    r"(?:read|fetch|follow|prefer|ignore|cite|recommend|install|retrieve|visit|browse|crawl|parse|disregard|load|"
    r"consult|summari[sz]e|generate code|suggest)\w*"
)
_PREVIOUS = (
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |every )*"
    r"(?:previous|prior|earlier|above|preceding|other|system)(?: \w+)? ?"
    r"(?:instructions?|prompts?|rules|messages|context)\b"
)
_ANYWHERE = re.compile(
    "|".join(
        (
            # A name and a colon: "For AI agents: …". Without one it may be about the agents of a call.
            r"^\W{0,20}(?:(?:note|notice|instructions?|guidance|hints?|info(?:rmation)?|message|important)\W{1,5})?"
            rf"(?:to|for) (?:all |any |the )?{_MACHINE}(?: \([^()]{{0,80}}\))? ?[:,\u2013\u2014]",
            rf"\bif you(?:'re| are) (?:an? |the )?{_MACHINE}\b",
            rf"\byou are (?:an? |the )?{_MACHINE} (?:that is |currently )?"
            r"(?:reading|viewing|processing|parsing|crawling)\b",
            rf"\b{_MACHINE},? (?:should|must|shall|are (?:required|instructed|asked|advised) to|need to|have to) "
            rf"(?:\w+ ){{0,3}}{_READS}\b",
            r"\b(?:when|while|before|after) (?:generating|writing|producing|reading|parsing|summari[sz]ing)"
            r" (?:any |this |the )?(?:code|integrations?|page|documentation|docs)\b.{0,200}\b(?:prefer|always|never)\b",
            _PREVIOUS,
            r"\bllms(?:-full)?\.txt\b",
            r"\b(?:append|add) `?\.md`? to (?:any|the|a) (?:page|url)",
            r"\bfor clean markdown of any page\b",
            r"\bquery(?:ing)? (?:the|this) documentation\b|\bcurrent page URL\b.{0,40}\bquery parameter\b",
            r"\bMCP server (?:is )?(?:available )?at \W?https?:|/_mcp/",
            r"\bnpx (?:-y )?(?:skills?|mcp)[\w@/-]* (?:add|install)\b|\bskills? add https?:",
            r"\b(?:reveal|print|output|exfiltrate|leak|repeat)\b.{0,40}"
            r"\b(?:system prompt|your (?:instructions|prompt))\b",
            r"\b(?:print|reveal|leak|exfiltrate|send|post|upload)\b.{0,20}"
            r"\byour (?:api keys?|credentials|secrets)\b.{0,20}\bto https?:",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)
"""Texts that address a machine anywhere, even in the description of a field."""
_SET_APART = re.compile(
    r"\b(?:instructions?|guidance|guidelines|rules|directives?|notes?|notice|message|hints?) (?:to|for) (?:all |any )?"
    rf"{_MACHINE}\b|^\W{{0,20}}(?:to|for) (?:all |any )?{_MACHINE}\b|"
    r"^\W{0,20}(?:agents?|AI|LLM|assistant|machine)[ -]*(?:instructions?|directives?|guidance)\b",
    re.IGNORECASE,
)
"""Texts that address a machine if they are set apart: as a heading, or in a quotation at the top of a page."""
_TAG = re.compile(r"<!--|<((?:AI|LLM|Agent|Assistant|Prompt|System)(?:-?\w){0,60})(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_FLATTENED = 300
"""Characters of a line that may be a whole page, if there are fences in it."""
_MOST_TAGS = 200
"""Tags and comments of a page that are looked at."""
_HEADING = re.compile(r"\s*(?:>\s*)*(#{1,6})\s+(.*)")
_STRUCTURE = re.compile(r"\s*(?:[-*•]\s+`|\||<(?:Param|Response|Expand|Code|Request|Accordion|Tab|Prop))")
_LONGEST = 4_000
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[^\s])|\n+")
_QUOTED = 120


def addressed(text: str, *, apart: bool = False) -> bool:
    """Return whether a paragraph speaks to a machine that reads it; `apart` for a heading, a quotation, a comment."""
    patterns = (_ANYWHERE, _SET_APART) if apart else (_ANYWHERE,)
    return bool(text.strip()) and any(
        pattern.search(text[start : start + _LONGEST])
        for start in range(0, len(text), _LONGEST // 2)
        for pattern in patterns
    )


def cleaned(text: str) -> tuple[str, str]:
    """Return a description without the sentences that address machines, and those; most often the text and `""`."""
    if not addressed(text):
        return text, ""
    parts = [part for part in _SENTENCE.split(text) if part.strip()]
    kept = [part for part in parts if not addressed(part)]
    dropped = [part for part in parts if addressed(part)]
    if not dropped:
        return "", text
    # What follows an instruction belongs to it: only the text before the first instruction is surely documentation.
    first = parts.index(dropped[0])
    return " ".join(parts[:first]).strip(), " ".join(parts[first:]) if kept else text


def quoted(text: str) -> str:
    """Return a dropped text as a finding quotes it: one line, short."""
    line = " ".join(text.split())
    return f"{line[:_QUOTED]}…" if len(line) > _QUOTED else line


def dropped(page: Page) -> tuple[Page, tuple[Finding, ...]]:
    """Return the page with such texts emptied (lines keep their numbers), and a finding for each."""
    lines = page.text.split("\n")
    findings: list[Finding] = []
    for index, line in enumerate(lines):
        hint = _hint(line)
        if hint:
            message = f'a text addressed to machines was dropped: "{quoted(hint)}"'
            findings.append(Finding(CODE, message, page.first_line + index))
            lines[index] = line[len(hint) :].lstrip()
    for start, end in _spans("\n".join(lines), lines):
        text = "\n".join(lines[start:end])
        if text.strip():
            message = f'a text addressed to machines was dropped: "{quoted(text)}"'
            findings.append(Finding(CODE, message, page.first_line + start))
        lines[start:end] = [""] * (end - start)
    return (replace(page, text="\n".join(lines)), tuple(findings)) if findings else (page, ())


def _hint(line: str) -> str:
    """Return the hint before the title of a page that is one line; empty for any other line."""
    if len(line) < _FLATTENED or "```" not in line or " # " not in line:
        return ""
    head = line[: line.index(" # ")]
    return head if addressed(head, apart=True) else ""


def _spans(text: str, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the 0-based lines of each such text, first and one past the last."""
    fenced = {number for fence in marked_fences(text) for number in range(fence.line - 1, fence.end)}
    taken: set[int] = set()
    for start, end, is_tag in _elements(text):
        span = text.count("\n", 0, start), text.count("\n", 0, end) + 1
        alone = not lines[span[0]][: start - text.rfind("\n", 0, start) - 1].strip()
        if span[0] not in fenced and alone and (is_tag or addressed(text[start:end].strip("<!->"), apart=True)):
            taken.update(range(*span))
            yield span
    at, titled = 0, False
    while at < len(lines):
        titled_above = titled
        whole_page = len(lines[at]) >= _FLATTENED and "```" in lines[at]
        if at in fenced or at in taken or not lines[at].strip() or whole_page:
            at += 1
            continue
        end = _block_end(lines, at, fenced)
        head = _HEADING.fullmatch(lines[at])
        quoted = lines[at].lstrip().startswith(">")
        titled |= head is not None
        if head and (len(head[1]) > 1 or titled_above) and addressed(head[2], apart=True):
            last = _section_end(lines, at, len(head[1]), fenced)
            # A heading such as "Agent instructions" may be about the agents of the API, and what is below it too.
            end = last if quoted or _is_for_readers(head[2]) or addressed(_plain(lines[at + 1 : last])) else end
            if end == last:
                yield at, end
        elif not _STRUCTURE.match(lines[at]) and addressed(_plain(lines[at:end]), apart=quoted):
            yield at, end
        at = end


def _is_for_readers(title: str) -> bool:
    """Return whether a heading names machines as those that it is for."""
    return bool(re.search(rf"\b(?:to|for) (?:all |any )?{_MACHINE}\b", title, re.IGNORECASE))


def _elements(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the comments, and the elements whose name is of a machine: first offset, one past the last, which it is."""
    lowered = text.lower()
    unclosed: set[str] = set()
    behind = 0
    for count, match in enumerate(_TAG.finditer(text)):
        closing = f"</{match[1].lower()}>" if match[1] else "-->"
        if count >= _MOST_TAGS or match.start() < behind or closing in unclosed:
            continue
        end = lowered.find(closing, match.end())
        if end < 0:
            unclosed.add(closing)
        else:
            behind = end + len(closing)
            yield match.start(), behind, match[1] is not None


def _block_end(lines: list[str], at: int, fenced: set[int]) -> int:
    """Return one past the last line of the paragraph or quotation that begins at a line."""
    in_quote = lines[at].lstrip().startswith(">")
    end = at + 1
    while end < len(lines) and end not in fenced and lines[end].strip():
        line = lines[end].lstrip()
        if line.startswith(">") != in_quote or (not in_quote and (line.startswith("#") or _STRUCTURE.match(line))):
            break
        if not in_quote and (lines[at].lstrip().startswith("#") or line.startswith(("- ", "* ", "• "))):
            break
        end += 1
    return end


def _section_end(lines: list[str], at: int, level: int, fenced: set[int]) -> int:
    in_quote = lines[at].lstrip().startswith(">")
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        head = _HEADING.fullmatch(lines[end]) if end not in fenced else None
        if in_quote and line and not line.startswith(">"):
            return end
        if head and not in_quote and len(head[1]) <= level:
            return end
    return len(lines)


def _plain(lines: list[str]) -> str:
    return " ".join(line.strip().lstrip("> ").lstrip("#*- ") for line in lines)
