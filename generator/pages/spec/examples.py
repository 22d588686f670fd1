"""The payloads of pages as files: each distinct one once, with a name by which tests and drift know it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...openapi.json_values import is_mapping
from ..reading import PagePayload, Reading

if TYPE_CHECKING:
    from ...document.document import JSON
    from .merging import Merged

_LONGEST = 60
_GENERIC = re.compile(r"example[\s_-]*\d*|request|response|default|json|sdk code examples|examples", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DistinctPayload:
    """One distinct payload, with all places at which the pages have it."""

    file: str
    """`create-call.request.scheduled-call.json`."""
    value: JSON
    places: tuple[tuple[PagePayload, Reading], ...]
    guessed_status: bool = False
    """Whether the page does not say which response it is."""

    @property
    def name(self) -> str:
        """Its name for `[[accept]]` in provider.toml."""
        return self.file.removesuffix(".json")

    @property
    def text(self) -> str:
        """The file's content."""
        return json.dumps(self.value, indent=2, ensure_ascii=False) + "\n"


def payloads(merged: Merged, existing: Mapping[str, JSON] | None = None) -> tuple[DistinctPayload, ...]:
    """Return the distinct payloads of all pages; one that a file has already keeps the name of that file."""
    groups: dict[tuple[str, str], list[tuple[PagePayload, Reading]]] = {}
    statuses: dict[tuple[str, str], tuple[str, bool]] = {}
    for example, reading in merged.examples:
        operation = merged.document.get("paths", {}).get(example.path, {}).get(example.method)
        if not is_mapping(operation):
            continue
        kind, guessed = _kind(example, operation)
        if kind:
            owner = f"{_owner(operation, example)}.{kind}"
            key = (owner, canonical(example.value))
            groups.setdefault(key, []).append((example, reading))
            statuses[key] = (owner, guessed)
    return tuple(_named(groups, statuses, existing or {}))


def canonical(value: JSON) -> str:
    """Return a text that is the same for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _named(
    groups: Mapping[tuple[str, str], Sequence[tuple[PagePayload, Reading]]],
    statuses: Mapping[tuple[str, str], tuple[str, bool]],
    existing: Mapping[str, JSON],
) -> Sequence[DistinctPayload]:
    found: list[DistinctPayload] = []
    held = {(_stem(file), canonical(value)): file for file, value in existing.items()}
    taken = set(existing)
    for key, places in groups.items():
        owner, guessed = statuses[key]
        file = held.get(key)
        if file is None:
            label = _label(places)
            file, number = f"{owner}.{label}.json", 1
            while file in taken:
                number += 1
                file = f"{owner}.{label}-{number}.json"
        taken.add(file)
        found.append(DistinctPayload(file, places[0][0].value, tuple(places), guessed))
    return found


def _stem(file: str) -> str:
    """Return the name of a file without its label."""
    match = re.match(r"(.+\.(?:request|response\.[^.]+))(?:\..*)?\.json$", file)
    return match[1] if match else file


def _kind(example: PagePayload, operation: Mapping[str, object]) -> tuple[str, bool]:
    """Return `request` or `response.200`, and whether the status is a guess; empty if there is no such response."""
    if example.kind == "request":
        return "request", False
    if example.status is not None:
        return f"response.{example.status}", False
    responses = operation.get("responses")
    statuses = [str(status) for status in responses if str(status)[:1] == "2"] if is_mapping(responses) else []
    return (f"response.{min(statuses)}", True) if statuses else ("", False)


def _owner(operation: Mapping[str, object], example: PagePayload) -> str:
    name = operation.get("operationId")
    given = name if isinstance(name, str) and name else f"{example.method}{example.path}"
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", given).strip("-.") or "operation"


def _label(places: Sequence[tuple[PagePayload, Reading]]) -> str:
    """Return the label that the page gives, in lower case with dashes; `page` for rendered text, else `reference`."""
    for example, _ in places:
        if example.label and not _GENERIC.fullmatch(example.label.strip()):
            slug = re.sub(r"[^a-z0-9]+", "-", example.label.casefold())[:_LONGEST].strip("-")
            if slug:
                return slug
    return "reference" if places[0][1].verbatim is not None else "page"
