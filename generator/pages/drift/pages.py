"""Contradictions between pages, and within a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...diagnostics import Location
from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from ...openapi.references import unescape
from ..conformance import at
from ..spec.examples import canonical
from .evidence import Action, Drift, json_path

if TYPE_CHECKING:
    from ..reading import PagePayload, Reading
    from ..spec.merging import Conflict
    from .evidence import DriftSubject

_DEEPEST = 20
_TOLD = {
    "address": "drift-address",
    "described-twice": "drift-described-twice",
    "path-parameter": "drift-path-parameter",
    "sample-syntax": "drift-sample-syntax",
    "contradiction": "drift-contradiction",
}
"""Findings of readers that are contradictions."""


def drifts(subject: DriftSubject) -> Iterator[Drift]:
    """Yield contradictions between pages, those that readers found, and samples of one group that disagree."""
    for conflict in subject.merged.conflicts:
        yield from _conflict(subject, conflict)
    for reading in subject.merged.readings:
        for finding in reading.findings:
            if finding.code in _TOLD:
                yield Drift(_TOLD[finding.code], _of(reading), finding.text, (reading.page.where(finding.line),))
        for repair in reading.repairs:
            if repair.text.startswith("a reference"):
                yield Drift("drift-reference", repair.pointer, repair.text, (reading.page.where(repair.line),))
        yield from _samples(reading)


def _conflict(subject: DriftSubject, conflict: Conflict) -> Iterator[Drift]:
    one = conflict.difference
    places = (
        Location(conflict.first.page.name, conflict.first_line, 1),
        Location(conflict.second.page.name, conflict.second_line, 1),
    )
    if one.code == "only-first":
        yield Drift("drift-pages", conflict.pointer, _named(one.text, conflict), places, note=True)
        return
    if one.code == "only-second" and _is_declared(subject, conflict):
        return
    action = None
    if one.code == "only-second" and conflict.pointer.endswith("/properties"):
        name = unescape(one.second.rpartition("/")[2])
        update = {name: _whole(one.value, conflict.second.document or {}, 0)}
        action = Action(json_path(conflict.pointer), update)
    code = "drift-page-alone" if one.code == "only-second" else "drift-pages"
    yield Drift(code, conflict.pointer, _named(one.text, conflict), places, action)


def _is_declared(subject: DriftSubject, conflict: Conflict) -> bool:
    """Return whether the overlay has added what one page alone describes."""
    here = at(subject.document, conflict.pointer)
    name = unescape(conflict.difference.second.rpartition("/")[2])
    return is_mapping(here) and name in here


def _named(text: str, conflict: Conflict) -> str:
    """Return the words of a difference with the names of the pages."""
    first, second = conflict.first.page.name, conflict.second.page.name
    return text.replace("the one alone", f"`{first}` alone").replace("the other alone", f"`{second}` alone")


def _whole(value: Any, document: Mapping[str, Any], depth: int) -> Any:
    """Return a schema of a page without references, which the document may not have."""
    if depth > _DEEPEST:
        return {}
    if is_mapping(value):
        members: dict[str, Any] = value
        ref = members.get("$ref")
        if isinstance(ref, str):
            return _whole(at(document, ref), document, depth + 1)
        return {key: _whole(member, document, depth + 1) for key, member in members.items()}
    return [_whole(one, document, depth + 1) for one in value] if is_sequence(value) else value


def _of(reading: Reading) -> str:
    paths = [(path, method) for path, item in (reading.document or {}).get("paths", {}).items() for method in item]
    return join(("paths", *paths[0])) if len(paths) == 1 else ""


def _samples(reading: Reading) -> Iterator[Drift]:
    """Yield the samples of one group that send something else than the others."""
    groups: dict[tuple[str, str, str, str], list[PagePayload]] = {}
    for example in reading.examples:
        if example.kind == "request":
            groups.setdefault((example.method, example.path, example.kind, example.label), []).append(example)
    for (method, path, _, label), examples in groups.items():
        counts: dict[str, list[PagePayload]] = {}
        for example in examples:
            counts.setdefault(canonical(example.value), []).append(example)
        if len(counts) == 1 or len({one.language for one in examples}) == 1:
            continue
        most = max(counts.values(), key=len)
        for group in counts.values():
            if group is not most and len(group) < len(most):
                languages = ", ".join(dict.fromkeys(one.language for one in group))
                text = f"the {languages} sample{f' of `{label}`' if label else ''} sends something else than the others"
                places = tuple(reading.page.where(one.line) for one in (group[0], most[0]))
                yield Drift("drift-samples", join(("paths", path, method)), text, places)
