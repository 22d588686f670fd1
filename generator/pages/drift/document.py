"""Contradictions within a document: credentials as parameters, unused schemes, defaults that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...document.document import escape, join
from ...openapi.json_values import is_mapping, is_sequence
from ..conformance import at, check
from ..credentials import credential
from ..json_access import entries, members
from ..operations import Field
from ..spec.merging import operations
from .evidence import Action, Drift, json_path, name_filter

if TYPE_CHECKING:
    from .evidence import DriftSubject

_DEEPEST = 60


def drifts(subject: DriftSubject) -> Iterator[Drift]:
    """Yield what the document alone shows."""
    document = subject.document
    schemes = members(document, "components", "securitySchemes")
    for path, method in operations(document):
        yield from _credentials(document["paths"][path][method], join(("paths", path, method)), schemes)
    yield from _unused(document, schemes)
    for name in members(document, "components", "schemas"):
        yield from _schema(document, join(("components", "schemas", name)), 0)
    for path, method in operations(document):
        yield from _inline(document, document["paths"][path][method], join(("paths", path, method)))


def _credentials(operation: Mapping[str, Any], pointer: str, schemes: Mapping[str, Any]) -> Iterator[Drift]:
    """Yield the parameters that are credentials: OpenAPI has security schemes for them (3.1.1, 4.8.30)."""
    parameters = operation.get("parameters")
    for index, one in enumerate(parameters if is_sequence(parameters) else ()):
        if not is_mapping(one):
            continue
        name, place = str(one.get("name", "")), str(one.get("in", ""))
        scheme = next((key for key, scheme in schemes.items() if _is_of(scheme, name, place)), None)
        field = Field(name, 0, description=str(one.get("description", "")))
        if scheme is None and credential(place, field) is None:
            continue
        told = f"the security scheme `{scheme}` is about it" if scheme else "no security scheme is about it"
        text = f"the credential `{name}` is a {place} parameter; {told}"
        action = Action(f"{json_path(pointer)}.parameters{name_filter(name)}", remove=True) if scheme else None
        yield Drift("drift-credential-parameter", f"{pointer}/parameters/{index}", text, action=action)


def _is_of(scheme: Any, name: str, place: str) -> bool:
    if not is_mapping(scheme):
        return False
    if scheme.get("type") == "apiKey":
        return scheme.get("in") == place and str(scheme.get("name", "")).casefold() == name.casefold()
    return scheme.get("type") in ("http", "oauth2", "openIdConnect") and name.casefold() == "authorization"


def _unused(document: Mapping[str, Any], schemes: Mapping[str, Any]) -> Iterator[Drift]:
    lists = [document.get("security")]
    lists += [document["paths"][path][method].get("security") for path, method in operations(document)]
    used = {name for found in lists if is_sequence(found) for one in found if is_mapping(one) for name in one}
    if any(found is not None for found in lists):
        for name in used - set(schemes):
            text = f"the requirement names the security scheme `{name}`, which is not declared"
            yield Drift("drift-scheme", "/security", text)
    for name in schemes:
        if name not in used:
            pointer = join(("components", "securitySchemes", name))
            text = f"the security scheme `{name}` is declared, and no operation says that it needs it"
            action = Action("$", {"security": [{name: []}]}, guess="that every operation needs it")
            yield Drift("drift-scheme", pointer, text, action=action, note=True)


def _inline(document: Mapping[str, Any], operation: Mapping[str, Any], pointer: str) -> Iterator[Drift]:
    for index in range(len(entries(operation, "parameters"))):
        yield from _schema(document, f"{pointer}/parameters/{index}/schema", 0)
    holders = [f"{pointer}/requestBody"]
    holders += [f"{pointer}/responses/{escape(str(status))}" for status in members(operation, "responses")]
    for holder in holders:
        found = at(document, f"{holder}/content")
        for media in found if is_mapping(found) else ():
            yield from _schema(document, f"{holder}/content/{escape(str(media))}/schema", 0)


def _schema(document: Mapping[str, Any], pointer: str, depth: int) -> Iterator[Drift]:
    schema = at(document, pointer)
    if not is_mapping(schema) or depth > _DEEPEST:
        return
    if "default" in schema and schema["default"] is not None:
        for one in check(document, pointer, schema["default"]):
            if one.contradicts and one.code in ("type", "enum"):
                yield Drift("drift-default", pointer, f"the default does not fit: {one.text}")
    properties = schema.get("properties")
    required = schema.get("required")
    if is_mapping(properties) and is_sequence(required) and "allOf" not in schema and properties:
        for name in required:
            if name not in properties:
                yield Drift("drift-required", pointer, f"the required `{name}` is no property")
    for name in properties if is_mapping(properties) else ():
        yield from _schema(document, f"{pointer}/properties/{escape(str(name))}", depth + 1)
    for key in ("items", "additionalProperties"):
        yield from _schema(document, f"{pointer}/{key}", depth + 1)
    for key in ("oneOf", "anyOf", "allOf"):
        for index in range(len(schema.get(key) or ())):
            yield from _schema(document, f"{pointer}/{key}/{index}", depth + 1)
