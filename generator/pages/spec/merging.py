"""The pages of one API as one document.

An operation, or a schema, that several pages describe must agree: the first page is believed, and each difference is
told with both lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...document.document import escape, is_within, join, split
from ...openapi.json_values import is_mapping, is_sequence
from ..conformance import at
from ..json_access import members
from ..names import own_response_name
from ..reading import NAMED, UNSAID, FactOrigin, OriginKind, PagePayload, Reading
from .differences import Difference, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SECTIONS = ("schemas", "parameters", "responses", "requestBodies", "headers", "securitySchemes", "examples", "links")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that two pages say differently."""

    pointer: str
    """Into the merged document."""
    difference: Difference
    first: Reading
    first_line: int
    second: Reading
    second_line: int


@dataclass(frozen=True, slots=True)
class Merged:
    """The document of all pages."""

    document: dict[str, Any]
    readings: tuple[Reading, ...]
    owners: Mapping[str, tuple[Reading, str]] = field(default_factory=dict[str, tuple[Reading, str]])
    """Pointer of an operation, a component or a server → the reading that it is from, and its pointer there."""
    examples: tuple[tuple[PagePayload, Reading], ...] = ()
    """With method and path as the merged document has them."""
    conflicts: tuple[Conflict, ...] = ()
    further: tuple[tuple[Reading, str, str], ...] = ()
    """Operations that a page describes again: the reading, its pointer there, and the pointer in the document."""

    def origin(self, pointer: str) -> tuple[Reading | None, FactOrigin]:
        """Return where a value comes from, and of which page."""
        near = pointer
        while near not in self.owners and near:
            near = near.rpartition("/")[0]
        if near not in self.owners:
            first = self.readings[0] if len(self.readings) == 1 else None
            return (
                (first, first.origin(pointer))
                if first
                else (None, FactOrigin(OriginKind.GUESS, note="of several pages"))
            )
        reading, place = self.owners[near]
        return reading, reading.origin(place + pointer.removeprefix(near))


def merged(readings: Sequence[Reading]) -> Merged:
    """Return the readings that describe operations as one document; a document comes before a mere description."""
    ranked = sorted((one for one in readings if one.document is not None), key=lambda reading: reading.verbatim is None)
    if not ranked:
        return Merged({}, tuple(readings))
    merger = _Merger(ranked[0])
    for reading in ranked[1:]:
        merger.add(reading)
    alone = [one for one in readings if one.document is None]
    for reading in alone:
        merger.observe(reading)
    return merger.result((*ranked, *alone))


class _Merger:
    def __init__(self, first: Reading) -> None:
        self.document: dict[str, Any] = dict(first.document or {})
        self.owners: dict[str, tuple[Reading, str]] = {}
        self.conflicts: list[Conflict] = []
        self.further: list[tuple[Reading, str, str]] = []
        self.examples: list[tuple[PagePayload, Reading]] = [(one, first) for one in first.examples]
        for pointer in _parts(self.document):
            self.owners[pointer] = (first, pointer)
        self.servers = _servers(self.document)
        self.first = first

    def result(self, readings: Sequence[Reading]) -> Merged:
        """Return what was merged."""
        return Merged(
            self.document,
            tuple(readings),
            self.owners,
            tuple(self.examples),
            tuple(self.conflicts),
            tuple(self.further),
        )

    def add(self, reading: Reading) -> None:
        """Add the operations that the document does not have, with what they refer to; compare those that it has."""
        document: Mapping[str, Any] = reading.document or {}
        moved: dict[tuple[str, str], str] = {}
        renamed = self._renamed(reading)
        for path, method in operations(document):
            known = self.known(path, method, _servers(document))
            moved[path, method] = known or path
            pointer, here = join(("paths", known or path, method)), join(("paths", path, method))
            if known is not None:
                self.further.append((reading, here, pointer))
                self._compare(reading, here, pointer)
            else:
                self._take(reading, here, pointer, renamed)
        for name, method in webhooks(document):
            pointer = join(("webhooks", name, method))
            if method in members(self.document, "webhooks", name):
                self.further.append((reading, pointer, pointer))
                self._compare(reading, pointer, pointer)
            else:
                self._take(reading, pointer, pointer, renamed)
        if not moved:
            # A page of objects alone: its schemas are what it adds.
            self._components(reading, renamed)
        self.examples += [
            (replace(one, path=moved.get((one.path, one.method), one.path)), reading) for one in reading.examples
        ]

    def observe(self, reading: Reading) -> None:
        """Add the payloads of a page that describes no operation (a recording) to the operations that they call."""
        found = list(operations(self.document))
        bases = {urlsplit(url).path.rstrip("/") for url in self.servers} | {""}
        for one in reading.examples:
            called = next(
                (
                    path
                    for path, method in found
                    if method == one.method and any(_is_of(base + path, one.path) for base in bases)
                ),
                None,
            )
            if called is not None:
                self.examples.append((replace(one, path=called), reading))

    def known(self, path: str, method: str, servers: Sequence[str]) -> str | None:
        """Return the path under which the document has the operation: servers may carry a part of it."""
        paths = self.document.get("paths", {})
        if method in paths.get(path, {}):
            return path
        for other, item in paths.items():
            if method not in item:
                continue
            if _whole(self.servers, other) & _whole(servers, path):
                return str(other)
            if not servers and any(url.endswith(path) for url in _whole(self.servers, other)):
                return str(other)
        return None

    def _renamed(self, reading: Reading) -> dict[str, str]:
        """Return new names for components that we named, if another page has the same names for others."""
        renamed: dict[str, str] = {}
        answers = dict(_answers(reading.document or {}))
        ours = reading.verbatim is None
        for section in _SECTIONS:
            mine = self.document.get("components", {}).get(section, {})
            for name in (reading.document or {}).get("components", {}).get(section, {}):
                pointer = join(("components", section, name))
                agrees = name not in mine or not any(
                    differences(self.document, pointer, reading.document or {}, pointer)
                )
                if ours and not agrees and not _is_stated(reading, section, name):
                    number = 2
                    while f"{name}{number}" in mine:
                        number += 1
                    own = answers.get(pointer, "")
                    renamed[pointer] = own if own and own not in mine else f"{name}{number}"
        return renamed

    def _take(self, reading: Reading, here: str, pointer: str, renamed: Mapping[str, str]) -> None:
        value = _referring(at(reading.document or {}, here), renamed)
        section, path, method = _tokens(pointer)
        servers = _servers(reading.document or {}) if section == "paths" else ()
        if servers and not self.servers:
            self.document["servers"] = (reading.document or {})["servers"]
            self.servers = servers
            self.owners["/servers"] = (reading, "/servers")
        elif servers and servers != self.servers and "servers" not in value:
            value = {**value, "servers": (reading.document or {})["servers"]}
        global_security = (reading.document or {}).get("security")
        if (
            section == "paths"
            and global_security is not None
            and "security" not in value
            and global_security != self.document.get("security")
        ):
            value = {**value, "security": global_security}
        items = self.document.get(section, {})
        self.document[section] = {**items, path: {**items.get(path, {}), method: value}}
        self.owners[pointer] = (reading, here)
        self._components(reading, renamed)

    def _components(self, reading: Reading, renamed: Mapping[str, str]) -> None:
        for section in _SECTIONS:
            for name, value in (reading.document or {}).get("components", {}).get(section, {}).items():
                here = join(("components", section, name))
                new = renamed.get(here, name)
                pointer = join(("components", section, new))
                components = self.document.get("components", {})
                if new in components.get(section, {}):
                    if self.owners.get(pointer, (reading,))[0] is not reading:
                        self._compare(reading, here, pointer)
                    continue
                held = {**components.get(section, {}), new: _referring(value, renamed)}
                self.document["components"] = {**components, section: held}
                self.owners[pointer] = (reading, here)

    def _compare(self, reading: Reading, here: str, pointer: str) -> None:
        owner, place = self.owners.get(pointer, (self.first, pointer))
        first, second = owner.document or {}, reading.document or {}
        for one in differences(first, place, second, here):
            sides = owner.origin(one.first), reading.origin(one.second)
            if one.code == "required" and any(side.note == UNSAID for side in sides):
                continue
            where = self._moved(owner, one.first)
            conflict = Conflict(where, one, owner, sides[0].line, reading, sides[1].line)
            if conflict not in self.conflicts:
                self.conflicts.append(conflict)

    def _moved(self, owner: Reading, pointer: str) -> str:
        """Return a pointer into a page's document as one into the merged document."""
        for mine, (reading, place) in self.owners.items():
            if reading is owner and is_within(pointer, place):
                return mine + pointer.removeprefix(place)
        return pointer


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield path and method of each operation."""
    for path, item in members(document, "paths").items():
        for method in METHODS:
            if is_mapping(item) and is_mapping(item.get(method)):
                yield path, method


def webhooks(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and method of each webhook."""
    for name, item in members(document, "webhooks").items():
        for method in METHODS:
            if is_mapping(item) and is_mapping(item.get(method)):
                yield name, method


def _answers(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the component of each success's answer, with the name that is its operation's alone."""
    for path, method in operations(document):
        operation = document["paths"][path][method]
        for status, answer in members(operation, "responses").items():
            for content in members(answer, "content").values() if str(status).startswith("2") else ():
                ref = members(content, "schema").get("$ref")
                if isinstance(ref, str):
                    yield ref.removeprefix("#"), own_response_name(str(operation.get("operationId", "")))


def _parts(document: Mapping[str, Any]) -> Iterator[str]:
    for path, method in operations(document):
        yield join(("paths", path, method))
    for name, method in webhooks(document):
        yield join(("webhooks", name, method))
    for section in _SECTIONS:
        for name in document.get("components", {}).get(section, {}):
            yield join(("components", section, name))
    for key in document:
        if key not in ("paths", "components", "webhooks"):
            yield f"/{escape(key)}"


def _servers(document: Mapping[str, Any]) -> tuple[str, ...]:
    found = document.get("servers")
    return tuple(str(one.get("url")) for one in found if is_mapping(one)) if is_sequence(found) else ()


def _whole(servers: Sequence[str], path: str) -> set[str]:
    return {f"{server.rstrip('/')}{path}" for server in servers}


def _is_of(template: str, path: str) -> bool:
    """Return whether a path is one of a template: `/things/7` of `/things/{id}`."""
    parts = re.split(r"(\{[^{}/]*\})", template)
    return bool(re.fullmatch("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts), path))


def _is_stated(reading: Reading, section: str, name: str) -> bool:
    """Return whether a component of a drafted document has a name that the page gave it."""
    return reading.origin(join(("components", section, name))).note == NAMED


def _tokens(pointer: str) -> tuple[str, str, str]:
    first, path, method = split(pointer)[:3]
    return first, path, method


def _referring(value: Any, renamed: Mapping[str, str]) -> Any:
    """Return a value whose references follow the new names of components."""
    if not renamed:
        return value
    if is_mapping(value):
        members: dict[str, Any] = value
        return {
            key: (
                f"#{member[1:].rpartition('/')[0]}/{escape(renamed[member[1:]])}"
                if key == "$ref" and isinstance(member, str) and member[1:] in renamed
                else _referring(member, renamed)
            )
            for key, member in members.items()
        }
    return [_referring(one, renamed) for one in value] if is_sequence(value) else value
