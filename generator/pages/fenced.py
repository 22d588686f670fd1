"""A fence that holds an OpenAPI document, or a part of one: its tree, each value with its line on the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..diagnostics import Report, Severity
from ..document.document import join
from ..document.limits import LIMITS
from ..document.loader import load
from ..openapi.json_values import is_mapping, is_sequence
from . import machine_texts
from .conformance import at
from .reading import Finding, Reading, Repair, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..document.document import Document
    from .markdown import Fence
    from .reading import Page, PagePayload

_TEXTS = ("description", "summary", "title")
"""Fields of an OpenAPI document that people read."""
_MOST = 1_000_000
"""Values of a document that are looked at for texts; no page has as many."""


def document(page: Page, fence: Fence, report: Report) -> Document | None:
    """Return the document in a fence; None if it is no YAML or JSON, with each problem at its line of the page."""
    found = Report()
    loaded = load(fence.text.encode("utf-8", "surrogatepass"), page.name, found, LIMITS)
    for problem in found:
        where = problem.where
        if where is not None and where.line:
            where = replace(where, line=where.line + fence.line)
        tell = report.error if problem.severity is Severity.ERROR else report.warning
        tell(problem.code, problem.message, where)
    return loaded


def reading(
    reader: str,
    page: Page,
    fence: Fence,
    report: Report,
    *,
    examples: Sequence[PagePayload] = (),
    findings: Sequence[Finding] = (),
) -> Reading | None:
    """Return what a page says whose fence holds the document; None if the fence cannot be read.

    Texts of it that address machines are dropped, with a repair each. That it is valid OpenAPI is not looked at here.
    """
    loaded = document(page, fence, report)
    if loaded is None:
        return None
    made = Reading(
        reader,
        page,
        loaded.tree,
        verbatim=Verbatim(fence.text, fence.line + 1),
        positions=loaded.positions,
        examples=tuple(examples),
        findings=tuple(findings),
    )
    return without_machine_texts(made)


def without_machine_texts(given: Reading) -> Reading:
    """Return a reading whose document has no text that addresses machines."""
    repairs: list[Repair] = []
    findings: list[Finding] = []
    tree: Any = given.document
    for tokens, text in _texts(tree):
        kept, dropped = machine_texts.cleaned(text)
        if dropped:
            pointer = join(tokens)
            line = given.origin(pointer).line
            quoted = machine_texts.quoted(dropped)
            findings.append(Finding(machine_texts.CODE, f'a text addressed to machines was dropped: "{quoted}"', line))
            repairs.append(Repair(pointer, line, f"a text addressed to machines was dropped from `{tokens[-1]}`"))
            tree = _with(tree, tokens, kept)
    if not repairs:
        return given
    return replace(given, document=tree, repairs=(*given.repairs, *repairs), findings=(*given.findings, *findings))


def _texts(tree: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), tree)]
    for _ in range(_MOST):
        if not waiting:
            return
        tokens, value = waiting.pop()
        if is_mapping(value):
            members: dict[str, Any] = value
            for key, member in members.items():
                if isinstance(member, str):
                    if key in _TEXTS:
                        yield (*tokens, key), member
                else:
                    waiting.append(((*tokens, key), member))
        elif is_sequence(value):
            items: list[Any] = value
            waiting.extend(((*tokens, index), item) for index, item in enumerate(items))


def _with(tree: Any, tokens: tuple[str | int, ...], text: str) -> Any:
    """Return a copy of the tree with another text at a place."""
    if not tokens:
        return text
    copy: Any = tree.copy()
    copy[tokens[0]] = _with(tree[tokens[0]], tokens[1:], text)
    return copy


def resolves(document: Mapping[str, Any], ref: str) -> bool:
    """Return whether a `$ref` within the document leads to something; one to another file is not judged."""
    return not ref.startswith("#") or at(document, ref) is not None
