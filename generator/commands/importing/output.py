"""What `import` prints at its end: the table of facts, the findings, and one call to paste."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...diagnostics import printable
from ...pages.reading import OriginKind

if TYPE_CHECKING:
    from .run import ImportResult

_MOST = 12
"""Findings, and unknown things, that are listed."""


def text(result: ImportResult) -> str:
    """Return the table of pages and facts, what was repaired and found, and the call to paste."""
    if result.written is None:
        return ""
    parts = [_pages(result), _summary(result)]
    unknowns = [one.text for one in result.written.facts.unknowns]
    parts += [_list("unknown", unknowns)] if len(unknowns) > 1 else []
    parts += [_list("repaired", (one.text for given in result.given for one in given.reading.repairs))]
    findings = (f"{given.file}:{one.line}: {one.text}" for given in result.given for one in given.reading.findings)
    parts += [_list("found on the pages", findings)]
    drifts = [one for one in result.drifts if not one.note]
    parts += [_list("drift (`drift --suggest` proposes corrections)", (f"{one.code}: {one.text}" for one in drifts))]
    if result.done:
        parts.append(result.call)
    return "\n\n".join(part for part in parts if part)


def payload(result: ImportResult) -> dict[str, object]:
    """Return the same as a JSON object."""
    made = result.written
    if made is None:
        return {"provider": result.provider, "written": False}
    return {
        "provider": result.provider,
        "written": True,
        "how": made.how,
        "pages": [_page(result, index) for index in range(len(result.given))],
        "facts": {
            "pages": made.facts.stated,
            "samples": made.facts.samples,
            "guesses": made.facts.guesses,
            "unknown": [one.text for one in made.facts.unknowns],
        },
        "samples": sum(len(one.places) for one in made.payloads),
        "payloads": [one.name for one in made.payloads],
        "changed": list(result.changed),
        "drift": [{"code": one.code, "pointer": one.pointer, "text": one.text} for one in result.drifts],
        "contract_tests": result.proof,
        "call": result.call if result.done else "",
    }


def _page(result: ImportResult, index: int) -> dict[str, object]:
    one = result.given[index]
    return {
        "file": one.file,
        "page": one.page,
        "reader": one.reading.reader,
        "repairs": [{"pointer": fix.pointer, "line": fix.line, "what": fix.text} for fix in one.reading.repairs],
        "findings": [{"code": it.code, "line": it.line, "text": it.text} for it in one.reading.findings],
    }


def _pages(result: ImportResult) -> str:
    if result.written is None:
        return ""
    facts = result.written.facts.by_page
    rows = [("page", "reader", "facts", "samples", "guesses", "repairs")]
    for one in result.given:
        counts = facts.get(one.reading.page.name, dict[OriginKind, int]())
        rows.append(
            (
                printable(one.file or "openapi.yaml"),
                one.reading.reader,
                str(counts.get(OriginKind.PAGE, 0)),
                str(counts.get(OriginKind.SAMPLE, 0)),
                str(counts.get(OriginKind.GUESS, 0)),
                str(len(one.reading.repairs)),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(_cells(row, widths)).rstrip() for row in rows)


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    words = 2
    return [
        cell.ljust(width) if at < words else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _summary(result: ImportResult) -> str:
    made = result.written
    if made is None:
        return ""
    samples = sum(len(one.places) for one in made.payloads)
    lines = [f"specs/{result.provider}/: {made.how}", printable(str(made.facts))]
    lines.append(f"{_counted(samples, 'sample')}, {_counted(len(made.payloads), 'payload')}")
    if result.proof:
        lines.append(f"contract tests: {printable(result.proof)}")
    if result.passed_over:
        lines.append(f"{_counted(result.passed_over, 'page')} without an operation passed over")
    if made.facts.guesses or made.facts.unknowns:
        folder = f"specs/{result.provider}"
        lines.append(f"guesses and what is unknown are marked in {folder}/openapi.yaml; correct them in overlay.yaml")
    return "\n".join(lines)


def _list(title: str, lines: Iterable[str]) -> str:
    found = list(dict.fromkeys(printable(line) for line in lines))
    if not found:
        return ""
    shown = [f"  {line}" for line in found[:_MOST]]
    if len(found) > _MOST:
        shown.append(f"  and {len(found) - _MOST} more")
    return "\n".join((f"{title}:", *shown))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
