"""Docusaurus OpenAPI MDX: the operation as JSON in the front matter's `api:`, plain, or base64 of zlib.

Taken: the operation with everything inlined, the schemes and servers next to it, title and version. Where a schema
holds itself, the tool writes the text `circular(Pet)`: the schema of that title around it becomes a component. Not
taken: names of other components, which the tool has resolved away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...diagnostics import Report
from ...document import json_reader, yaml_reader
from ...document.document import join
from ...document.limits import LIMITS
from ...openapi.json_values import is_mapping, is_sequence
from .. import fenced
from ..markdown import front_matter
from ..markup.inflated import inflated
from ..names import component_name
from ..reading import FactOrigin, OriginKind, PageReader, Reading, Repair
from ..text.targets import METHODS

if TYPE_CHECKING:
    from ..reading import Page

NAME = "docusaurus"
_API = re.compile(
    r"^api:[ \t]*(?:[|>][-+]?[ \t]*\n)?[ \t]*[\"']?((?:eJ|eN|eA|eF)[A-Za-z0-9+/=\s]{20,}?)[\"']?[ \t]*$", re.MULTILINE
)
_OWN = ("method", "path", "servers", "securitySchemes", "info", "postman", "jsonRequestBodyExample", "extensions")
_CIRCULAR = re.compile(r"circular\((.*)\)", re.IGNORECASE)
_MOST = 500_000
_LONGEST_HEAD = 9_000_000


def knows(page: Page) -> bool:
    """Return whether the front matter has an `api:` that is packed, or an object with method and path."""
    if not page.text.lstrip().startswith("---"):
        return False
    inner, _ = front_matter(page.text[:_LONGEST_HEAD])
    return _API.search(inner) is not None or re.search(r"^api:[ \t]*(?:\{|$)", inner, re.MULTILINE) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation; None with an error if it cannot be unpacked, or has no method and path."""
    inner, end = front_matter(page.text)
    start = page.first_line + end - 1 - inner.count("\n") - 1
    packed = _API.search(inner)
    line = start + (inner.count("\n", 0, packed.start()) if packed else 0)
    api = _unpacked(packed[1], page, line, report) if packed else _plain(inner, page, report)
    if api is None:
        if not report.failed:
            report.error("packed-operation", "`api:` of the front matter cannot be unpacked", page.where(line))
        return None
    method, path = str(api.get("method", "")).lower(), api.get("path")
    if method not in METHODS or not isinstance(path, str):
        report.error("no-operation", "`api:` of the front matter has no method and path", page.where(line))
        return None
    return _reading(page, api, method, path, line)


READER = PageReader(NAME, "Docusaurus OpenAPI", "front matter with `api:`, an operation as JSON or packed", knows, read)


def _unpacked(packed: str, page: Page, line: int, report: Report) -> dict[str, Any] | None:
    text = inflated(packed)
    found = Report()
    parsed = json_reader.parse(text, page.name, found, LIMITS) if text is not None else None
    for problem in found:
        report.error(problem.code, f"the packed operation: {problem.message}", page.where(line))
    return parsed.tree if parsed is not None and is_mapping(parsed.tree) else None


def _plain(inner: str, page: Page, report: Report) -> dict[str, Any] | None:
    parsed = yaml_reader.parse(inner, page.name, Report(), LIMITS)
    tree: Any = parsed.tree if parsed is not None else None
    api: Any = tree.get("api") if is_mapping(tree) else None
    return api if is_mapping(api) else None


def _reading(page: Page, api: Mapping[str, Any], method: str, path: str, line: int) -> Reading:
    operation = {key: value for key, value in api.items() if key not in _OWN}
    schemas: dict[str, Any] = {}
    repairs: list[Repair] = []
    here = ("paths", path, method)
    for names in _circular(operation):
        _hoisted(operation, names, schemas)
        text = f"the text `circular({names})` became a reference to the schema of that title around it"
        repairs.append(Repair(join(here), line, text))
    info: Any = api.get("info")
    old = _is_old(operation)
    tree: dict[str, Any] = {"openapi": "3.0.3" if old else "3.1.0", "info": info if is_mapping(info) else {}}
    tree["paths"] = {path: {method: operation}}
    if is_sequence(api.get("servers")):
        tree["servers"] = api["servers"]
    schemes: Any = api.get("securitySchemes")
    components = {"schemas": schemas, "securitySchemes": schemes if is_mapping(schemes) else {}}
    if filled := {key: value for key, value in components.items() if value}:
        tree["components"] = filled
    origins = {
        "": FactOrigin(OriginKind.PAGE, line),
        "/openapi": FactOrigin(OriginKind.GUESS, note="recognised by its keywords"),
    }
    return fenced.without_machine_texts(Reading(NAME, page, tree, origins=origins, repairs=tuple(repairs)))


def _is_old(tree: Any) -> bool:
    """Return whether schemas use keywords that OpenAPI 3.0 alone has."""
    waiting: list[Any] = [tree]
    for _ in range(_MOST):
        if not waiting:
            return False
        value = waiting.pop()
        if is_mapping(value):
            if isinstance(value.get("nullable"), bool) or isinstance(value.get("exclusiveMinimum"), bool):
                return True
            waiting.extend(value.values())
        elif is_sequence(value):
            waiting.extend(value)
    return False


def _circular(tree: Any) -> list[str]:
    """Return the titles in texts such as `circular(Pet)`, each once."""
    found: dict[str, None] = {}
    waiting: list[Any] = [tree]
    for _ in range(_MOST):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, str) and (match := _CIRCULAR.fullmatch(value)):
            found[match[1]] = None
        elif is_mapping(value):
            waiting.extend(value.values())
        elif is_sequence(value):
            waiting.extend(value)
    return list(found)


def _hoisted(tree: Any, title: str, schemas: dict[str, Any]) -> None:
    """Make a component of the outermost schema of a title that holds the text, and references of the texts."""
    name = component_name(title)
    holder = _holder(tree, title)
    if holder is None or not name:
        return
    parent, key = holder
    schemas[name] = _referring(parent[key], title, name, 0)
    parent[key] = {"$ref": f"#/components/schemas/{name}"}


def _holder(tree: Any, title: str) -> tuple[Any, Any] | None:
    """Return the container and key of the first schema of a title that has the text within it, breadth first."""
    waiting: list[tuple[Any, Any]] = [(tree, key) for key in tree]
    for index in range(_MOST):
        if index >= len(waiting):
            return None
        parent, key = waiting[index]
        value = parent[key]
        if is_mapping(value):
            if value.get("title") == title and title in _circular(value):
                return parent, key
            waiting.extend((value, inner) for inner in value)
        elif is_sequence(value):
            waiting.extend((value, number) for number in range(len(value)))
    return None


def _referring(value: Any, title: str, name: str, depth: int) -> Any:
    if depth > LIMITS.depth:
        return value
    if isinstance(value, str) and (match := _CIRCULAR.fullmatch(value)) and match[1] == title:
        return {"$ref": f"#/components/schemas/{name}"}
    if is_mapping(value):
        return {key: _referring(inner, title, name, depth + 1) for key, inner in value.items()}
    if is_sequence(value):
        return [_referring(inner, title, name, depth + 1) for inner in value]
    return value
