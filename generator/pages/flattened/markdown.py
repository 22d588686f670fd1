"""A markdown page on one line → the same with lines: headings, fences, and what Fern puts at the top of a page."""

from __future__ import annotations

import re

_TOP = re.compile(
    r"^(?P<hint>.*?)(?P<title># .*?) (?P<method>GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE) (?P<url>(?:https?://|/)\S*)"
    r"(?: (?P<type>Content-Type: \S+))? ?(?P<text>.*?)(?: (?P<reference>Reference: \S+))? ?$",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"```([A-Za-z+#-]*)(.*)", re.DOTALL)
_HEADING = re.compile(r" (#{2,6}) (?=[A-Z0-9`])")
_BOLD = re.compile(r" ?(\*\*(?:Request|Response|SDK Code)\*\*) ?")
_LABEL = re.compile(r"### (.*?) *\n")
_MARK = re.compile(r"^[^\n]*## OpenAPI Specification +```ya?ml +openapi: [^\n]*\bpaths: [^\n]*```", re.MULTILINE)


def is_flattened(text: str) -> bool:
    """Return whether a line holds heading, fence and document at once."""
    return bool(_MARK.search(text))


def expanded(text: str) -> str:
    """Return the page with lines: each fence, heading and bold word on its own; what is in a fence stays one line."""
    parts = " ".join(text.split()).split("```")
    out: list[str] = []
    label = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            prose = _prose(part, top=index == 0)
            out.append(prose)
            label = next(iter(_LABEL.findall(prose)[-1:]), label)
            continue
        match = _LANGUAGE.match(f"```{part}")
        language, code = (match[1], match[2].strip()) if match else ("", part)
        if label and code.startswith(f"{label} "):
            language, code = f"{language} {label}", code[len(label) + 1 :]
        out.append(f"\n```{language}\n{code}\n```\n")
    return "".join(out)


def _prose(text: str, *, top: bool) -> str:
    text = _HEADING.sub(r"\n\n\1 ", f" {text}")
    text = _BOLD.sub(r"\n\n\1\n\n", text).strip(" ")
    head, line, rest = text.partition("\n")
    if top and (match := _TOP.match(head)):
        parts = (match["title"], f"{match['method']} {match['url']}", match["type"], match["text"], match["reference"])
        head = "\n\n".join(part for part in parts if part)
    return f"{head}\n{line}{rest}\n"
