"""Places of schemas as JSON pointers give them, with the names that the document has there."""

from __future__ import annotations

from ..text.inflection import pascal
from .references import Place, is_mapping
from .schema_keywords import DEFINITIONS, LISTS, MAPS

_MAP_STEPS = LISTS | MAPS | DEFINITIONS


def regrouped(place: Place) -> Place:
    """Return the place of a JSON pointer with its tokens grouped as the steps of a schema, names included."""
    tokens = tokens_of(place)
    root = Place(place.resource, None, ())
    match tokens:
        case ["components", "schemas", name, *rest]:
            here = root.named(pascal(name), "components", "schemas", name)
        case ["definitions" | "$defs" as keyword, name, *rest]:
            here = root.named(pascal(name), keyword, name)
        case ["components", kind, name, *rest]:
            here = root.named(pascal(name), "components", kind, name)
        case ["paths", path, method, "requestBody", "content", media_type, "schema", *rest]:
            name, keys = f"{_operation(place, path, method)}Request", ("requestBody", "content", media_type, "schema")
            here = root.named(name, "paths", path, method, *keys)
        case ["paths", path, method, "responses", status, "content", media_type, "schema", *rest]:
            name = f"{_operation(place, path, method)}Response{'' if status.startswith('2') else pascal(status)}"
            here = root.named(name, "paths", path, method, "responses", status, "content", media_type, "schema")
        case [name, *rest] if name != "paths" and name not in _MAP_STEPS:
            here = root.named(pascal(name), name)
        case _:
            rest, here = tokens, root.named(pascal(place.resource.document.file.rpartition("/")[2].partition(".")[0]))
    while rest:
        count = 2 if rest[0] in _MAP_STEPS and len(rest) > 1 else 1
        here, rest = here.down(*rest[:count]), rest[count:]
    return here


def _operation(place: Place, path: str, method: str) -> str:
    """Return the operationId of the operation that contains a place, or its method and path, as a name."""
    operation = place.resource.root["paths"][path][method]
    identity = operation.get("operationId") if is_mapping(operation) else None
    return (pascal(identity) if isinstance(identity, str) else "") or pascal(method) + pascal(path)


def tokens_of(place: Place) -> list[str]:
    """Return the keys that lead to a place from the root of its document."""
    tokens: list[str] = []
    here: Place | None = place
    while here is not None:
        tokens.extend(reversed(here.keys))
        here = here.parent
    return tokens[::-1]
