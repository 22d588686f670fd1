"""Reads the provider's own names in its SDKs from extensions of several generators.

The names are kept as written; `naming` turns them into Python names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..openapi.references import is_mapping, is_sequence

_GROUPS = (
    "x-fern-sdk-group-name",
    "x-speakeasy-group",
    "x-stainless-resource",
    "x-stainless-resource-name",
    "x-stainless-group",
    "x-openapi-codegen-group",
    "x-codegen-group",
    "x-sdk-group",
    "x-groupName",
)
_METHODS = (
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
    "x-stainless-method",
    "x-stainless-method-name",
    "x-ms-client-name",
    "x-openapi-codegen-method",
    "x-openapi-codegen-method-name",
    "x-codegen-method-name",
    "x-sdk-method",
    "x-methodName",
    "x-client-action",
    "x-ds-methodname",
)
_BOTH = ("x-operation-group",)
"""A dotted path whose last part is the method: `indices.create`."""
_STAINLESS = "x-stainless-naming"
_NAMES = (
    "x-fern-parameter-name",
    "x-fern-property-name",
    "x-fern-type-name",
    "x-speakeasy-name-override",
    "x-stainless-name",
    "x-stainless-model-name",
    "x-ms-client-name",
    "x-codegen-param-name",
    "x-python-name",
)
_NAMING = frozenset({*_NAMES, _STAINLESS})
"""The extensions that name a parameter, a property or a schema."""
_BODY = ("x-codegen-request-body-name", "x-speakeasy-name-override", "x-ms-client-name", "x-ms-requestBody-name")
_OVERRIDES = "x-speakeasy-name-override"
_SEPARATOR = re.compile(r"[./]")
_NAME = re.compile(r"\S(?:.{0,98}\S)?", re.DOTALL)
_MOST_GROUPS = 5
"""The most levels of resources within resources."""


class Overrides(Struct, frozen=True):
    """Speakeasy's rules at the root of a document, which name the operations with matching operationIds."""

    rules: tuple[tuple[str, str], ...] = ()

    def method(self, operation_id: object) -> str:
        """Return the name of an operation by the first matching rule; empty if none matches. Only plain
        rules are read.
        """
        for pattern, name in self.rules:
            if isinstance(operation_id, str) and _matches(pattern, operation_id):
                return name
        return ""


NO_OVERRIDES = Overrides()


def overrides_of(tree: Mapping[str, Any]) -> Overrides:
    """Return the rules at the root of a document."""
    listed = tree.get(_OVERRIDES)
    rules = [
        (rule["operationId"], rule["methodNameOverride"])
        for rule in (listed if is_sequence(listed) else ())
        if is_mapping(rule) and _is_name(rule.get("operationId")) and _is_name(rule.get("methodNameOverride"))
    ]
    return Overrides(tuple(rules))


def _matches(pattern: str, text: str) -> bool:
    """Return whether a simple pattern matches: only anchors and `.*`, so that a hostile one costs no time."""
    inner = pattern.removeprefix("^").removesuffix("$").removesuffix(".*")
    if re.search(r"[^\w.-]", inner.replace(".*", "")) or ".*" in inner:
        return False
    if pattern.endswith("$"):
        return text == inner if pattern.startswith("^") else text.endswith(inner)
    return text.startswith(inner) if pattern.startswith("^") else inner in text


def suggested_call(node: Mapping[str, Any], overrides: Overrides = NO_OVERRIDES) -> dict[str, Any]:
    """Return `group`, `method` and `source` of an operation, as far as its extensions give them."""
    for key in _BOTH:
        *group, method = _parts(node.get(key)) or [""]
        if group:
            return {"group": group, "method": method, "source": key}
    found: dict[str, Any] = {}
    for key in _GROUPS:
        if key in node and (parts := _parts(node[key])) is not None:
            found = {"group": parts, "source": key}
            break
    for key in (key for key in _METHODS if _is_name(node.get(key))):
        return {"source": key, **found, "method": str(node[key])}
    if method := _of_stainless(node, "method_name") or overrides.method(node.get("operationId")):
        return {"source": _STAINLESS if _STAINLESS in node else _OVERRIDES, **found, "method": method}
    return found


def suggested_name(node: Any) -> str:
    """Return the provider's own name for a parameter, a property or a schema; empty if there is none."""
    if not is_mapping(node) or _NAMING.isdisjoint(node):
        return ""
    named = next((str(node[key]) for key in _NAMES if _is_name(node.get(key))), "")
    return named or next(
        (name for kind in ("method_argument", "property_name", "type_name") if (name := _of_stainless(node, kind))), ""
    )


def suggested_body(operation: Mapping[str, Any], body: Any) -> str:
    """Return the provider's own name for the argument of a request body; empty if there is none."""
    nodes = (operation.get("x-codegen-request-body-name"), *(body.get(key) for key in _BODY if is_mapping(body)))
    return next((str(name) for name in nodes if _is_name(name)), "")


def suggested_names(schemas: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield `schema` and `schema.property` with the provider's own name, for components that have one."""
    for name, schema in schemas.items():
        if not is_mapping(schema):
            continue
        if own := suggested_name(schema):
            yield name, own
        properties = schema.get("properties")
        for prop, node in properties.items() if is_mapping(properties) else ():
            if own := suggested_name(node):
                yield f"{name}.{prop}", own


def _of_stainless(node: Mapping[str, Any], kind: str) -> str:
    naming = node.get(_STAINLESS)
    python = naming.get("python") if is_mapping(naming) else None
    name = python.get(kind) if is_mapping(python) else None
    return str(name) if _is_name(name) else ""


def _parts(value: Any) -> list[str] | None:
    """Return the parts of a group, written as a list or with dots; None if it is neither."""
    listed = _SEPARATOR.split(value) if isinstance(value, str) else value
    parts: Sequence[Any] = listed if is_sequence(listed) else [None]
    return [str(one).strip() for one in parts] if all(map(_is_name, parts)) and len(parts) <= _MOST_GROUPS else None


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None and any(map(str.isalnum, value))
