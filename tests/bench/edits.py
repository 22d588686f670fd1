"""Edits as providers make them: each takes a document and returns it changed, or None if there is nothing to change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from tests.bench.descriptions import operations, schemas

Edit: TypeAlias = Callable[[Any], Any]

_FIELD = "postponed_until"
_DESCRIPTION = "When it is to be done, in the time zone of the account; at once where nothing is given."


def _optional_field(tree: Any) -> Any:
    return _with_field(tree, {"type": "string"})


def _described_field(tree: Any) -> Any:
    return _with_field(tree, {"type": "string", "description": _DESCRIPTION})


def _required_field(tree: Any) -> Any:
    changed = _with_field(tree, {"type": "string"})
    if changed:
        schema = _schema(changed)
        schema["required"] = [*schema.get("required", []), _FIELD]
    return changed


def _enum_value(tree: Any) -> Any:
    found = next((node for node in _nodes(schemas(tree)) if _is_enum(node)), None)
    if found:
        found["enum"] = [*found["enum"], "postponed"]
    return tree if found else None


def _operation(tree: Any) -> Any:
    _, _, like = next(operations(tree))
    added = {
        "operationId": "list-postponed",
        "summary": "List what was put off.",
        "tags": like.get("tags", []),
        "responses": {"200": {"description": "Some.", "content": {"application/json": {"schema": _ref(tree)}}}},
    }
    # At the beginning: whoever numbers what they find has to begin again.
    tree["paths"] = {"/postponed": {"get": added}, **tree["paths"]}
    return tree


def _status(tree: Any) -> Any:
    return _with_status(tree, "423")


def _known_status(tree: Any) -> Any:
    _, _, first = next(operations(tree))
    known = {status for _, _, operation in operations(tree) for status in operation.get("responses", {})}
    missing = sorted(status for status in known - set(first["responses"]) if status.startswith("4"))
    return _with_status(tree, missing[0]) if missing else None


def _words(tree: Any) -> Any:
    nodes = (*_properties(tree), *(operation for _, _, operation in operations(tree)))
    described = next((node for node in nodes if isinstance(node.get("description"), str)), None)
    if described:
        described["description"] = _DESCRIPTION
    return tree if described else None


def _name(tree: Any) -> Any:
    old = _chosen(tree)
    new = f"{old}Postponed"
    text = json.dumps(tree).replace(f'"#/components/schemas/{old}"', f'"#/components/schemas/{new}"')
    changed = json.loads(text)
    found = {new if name == old else name: schema for name, schema in schemas(changed).items()}
    changed["components"]["schemas"] = found
    if found[new].get("title") == old:
        found[new]["title"] = new
    return changed


def _order(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _order(value) for key, value in reversed(tree.items())}
    return [_order(value) for value in tree] if isinstance(tree, list) else tree


def _null(tree: Any) -> Any:
    plain = ("string", "integer", "number", "boolean")
    found = next((one for one in _properties(tree) if one.get("type") in plain and "enum" not in one), None)
    if found and tree["openapi"].startswith("3.0"):
        found["nullable"] = True
    elif found:
        found["type"] = [found["type"], "null"]
    return tree if found else None


def _place(tree: Any) -> Any:
    found, name = schemas(tree), _chosen(tree)
    found[name] = found.pop(name)
    return tree


def _inline(tree: Any) -> Any:
    others = [schema for name, schema in sorted(schemas(tree).items()) if name != _chosen(tree)]
    other = next((schema for schema in others if schema.get("properties")), None)
    if other:
        fields = {"type": "object", "properties": {"reason": {"type": "string"}}}
        other["properties"] = {"aa_postponement": fields, **other["properties"]}
    return tree if other else None


EDITS: dict[str, Edit] = {
    "an optional field": _optional_field,
    "an optional field, described": _described_field,
    "a required field": _required_field,
    "an enum value": _enum_value,
    "an operation": _operation,
    "a response status": _known_status,
    "a status new to the whole API": _status,
    "a description reworded": _words,
    "a schema renamed": _name,
    "all keys reordered": _order,
    "a field made nullable": _null,
    "a schema moved": _place,
    "an unrelated inline schema": _inline,
}
"""What was done to the document → how."""

OF_OPERATIONS = frozenset({"an operation", "a response status", "a status new to the whole API"})
"""The edits that whoever makes models alone has nothing to do with."""


def apply(edit: Edit, tree: Any) -> Any:
    """Return a copy of a document with an edit made, or None if it cannot be made."""
    return edit(json.loads(json.dumps(tree)))


def _chosen(tree: Any) -> str:
    """Return the name of the schema that is edited: an object with fields, which is used."""
    text = json.dumps(tree)
    found = [name for name, schema in sorted(schemas(tree).items()) if len(schema.get("properties", {})) > 1]
    return next(name for name in found if f'"#/components/schemas/{name}"' in text)


def _schema(tree: Any) -> Any:
    return schemas(tree)[_chosen(tree)]


def _ref(tree: Any, first: str = "2") -> Any:
    """Return a reference to a schema that is received already, with a status that begins with `first` if any is.

    One that is only sent would become another when it is received too.
    """
    responses = [one for _, _, operation in operations(tree) for one in operation.get("responses", {}).items()]
    for status, response in sorted(responses, key=lambda one: not one[0].startswith(first)):
        for node in _nodes(response) if status != "204" else ():
            if str(node.get("$ref")).startswith("#/components/schemas/"):
                return {"$ref": node["$ref"]}
    return {"$ref": f"#/components/schemas/{_chosen(tree)}"}


def _with_field(tree: Any, field: Any) -> Any:
    _schema(tree)["properties"][_FIELD] = field
    return tree


def _with_status(tree: Any, status: str) -> Any:
    _, _, operation = next(operations(tree))
    schema = _ref(tree, "4")
    operation["responses"][status] = {"description": "No.", "content": {"application/json": {"schema": schema}}}
    return tree


def _properties(tree: Any) -> Iterator[Any]:
    """Yield the fields of the chosen schema, then those of the others."""
    for schema in (_schema(tree), *schemas(tree).values()):
        yield from schema.get("properties", {}).values()


def _nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(one)


def _is_enum(node: Any) -> bool:
    values = node.get("enum")
    return isinstance(values, list) and len(values) > 1 and all(isinstance(value, str) for value in values)
