"""The walk over a document by the standard's own tables: what each field is, and which fields an object has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from ...openapi.object_fields import ValueKind, shapes
from . import objects, schemas
from .context import DROPPED, Context, Dropped, Tokens

if TYPE_CHECKING:
    from ..reading import Repair

_COMPONENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
_TEXTS = frozenset({"prose", "label", "text"})
_MOST_DEPTH = 180
_OWN = frozenset({"type", "required"})
"""Keywords of a schema that are mended with the schema as a whole."""


def mended(tree: Mapping[str, Any], line_of: Callable[[str], int]) -> tuple[dict[str, Any], tuple[Repair, ...]]:
    """Return the document as OpenAPI, and what was changed for that."""
    version = _version(tree)
    context = Context(tree, line_of, version, shapes(version), _renamed(tree))
    made = _Walk(context).value(tree, ValueKind("OpenAPI"), ())
    return (made if is_mapping(made) else {}), tuple(context.repairs)


def _version(tree: Mapping[str, Any]) -> str:
    if "swagger" in tree and "openapi" not in tree:
        return "2"
    return "3.0" if str(tree.get("openapi", "3.1.0")).startswith("3.0") else "3"


def _renamed(tree: Mapping[str, Any]) -> dict[str, str]:
    """Return new pointers for components whose names the standard does not allow (OpenAPI 3.1.1, 4.8.7)."""
    found: dict[str, str] = {}
    components = tree.get("components")
    for group, members in components.items() if is_mapping(components) else ():
        if not is_mapping(members) or str(group).startswith("x-"):
            continue
        taken = {name for name in members if _COMPONENT_NAME.fullmatch(str(name))}
        for name in members:
            if name in taken:
                continue
            plain = re.sub(r"[^A-Za-z0-9._-]+", "_", unquote(str(name))).strip("_") or "unnamed"
            free = plain
            number = 1
            while free in taken:
                number += 1
                free = f"{plain}{number}"
            taken.add(free)
            found[join(("components", group, name))] = join(("components", group, free))
    return found


class _Walk:
    """Mends values by their kind, from the root down."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def value(self, value: Any, kind: ValueKind, place: Tokens) -> Any:
        """Return a value as its kind allows it, or DROPPED."""
        if len(place) > _MOST_DEPTH:
            return value
        match kind.name:
            case "list":
                return self._list(value, kind.of or kind, place)
            case "map":
                return self._map(value, kind.of or kind, place)
            case "Schema":
                return self._schema(value, place)
            case "items":
                return self._items(value, place)
            case name if name in self.context.shapes:
                return self._object(value, name, place)
            case name:
                return self._leaf(value, name, place)

    def _list(self, value: Any, kind: ValueKind, place: Tokens) -> Any:
        if value is None:
            return self._drop(place, "it is null where a list is expected")
        if not is_sequence(value):
            self.context.note(place, "one value where a list is expected became a list of it")
            value = [value]
        kept = [(item, self.value(item, kind, (*place, index))) for index, item in enumerate(value)]
        return [made for _, made in kept if not isinstance(made, Dropped)]

    def _map(self, value: Any, kind: ValueKind, place: Tokens) -> Any:
        if not is_mapping(value):
            return self._drop(place, "no names with a value each stand here")
        made: dict[str, Any] = {}
        for key, inner in value.items():
            name = self._key(str(key), place)
            if name.startswith("x-") and len(place) < _PATHS and place[:1] == ("paths",):
                made[name] = inner
                continue
            found = self.value(inner, kind, (*place, key))
            if not isinstance(found, Dropped):
                made[name] = found
        return made

    def _key(self, name: str, place: Tokens) -> str:
        new = self.context.renamed.get(join((*place, name)))
        if new is None:
            return name
        short = new.rpartition("/")[2]
        self.context.note((*place, name), f"a component cannot be called `{name}`: it is `{short}`")
        return short

    def _object(self, value: Any, name: str, place: Tokens) -> Any:
        if not is_mapping(value):
            return self._drop(place, f"no {name} object stands here")
        if isinstance(value.get("$ref"), str) and name != "PathItem":
            return self._reference(value, name, place)
        before = objects.before(name)
        given: Any = before(self.context, value, place) if before else value
        if isinstance(given, Dropped):
            return given
        made = self._fields(given, name, place)
        after = objects.after(name)
        return after(self.context, made, place) if after else made

    def _fields(self, value: Mapping[str, Any], name: str, place: Tokens) -> dict[str, Any]:
        fields = self.context.shapes[name].fields
        made: dict[str, Any] = {}
        for key, inner in value.items():
            kind = fields.get(key)
            if kind is None:
                if key.startswith("x-"):
                    made[key] = inner
                else:
                    self.context.note((*place, key), f"`{key}` is no field of a {name} object and was left out")
                continue
            found = self.value(inner, kind, (*place, key))
            if not isinstance(found, Dropped):
                made[key] = found
        return made

    def _reference(self, value: Mapping[str, Any], name: str, place: Tokens) -> Any:
        ref = str(value["$ref"])
        if ref.startswith("#/") and not isinstance(self.context.target(ref), Dropped):
            return {**value, "$ref": self.context.pointer(ref)}
        self.context.note((*place, "$ref"), f"`{ref}` leads nowhere: the {name} object is left out")
        return {"description": ""} if name == "Response" else DROPPED

    def _items(self, value: Any, place: Tokens) -> Any:
        if is_sequence(value):
            self.context.note(place, "`items` that are a list became any items")
            return {}
        return self._schema(value, place)

    def _schema(self, value: Any, place: Tokens) -> Any:
        given = schemas.before(self.context, value, place)
        if not is_mapping(given) or ("$ref" in given and self.context.is_old):
            return given
        fields = self.context.shapes["Schema"].fields
        made: dict[str, Any] = {}
        for key, inner in given.items():
            kind = fields.get(key)
            found = self.value(inner, kind, (*place, key)) if kind and key not in _OWN else inner
            if not isinstance(found, Dropped):
                made[key] = found
        return schemas.after(self.context, made, place)

    def _leaf(self, value: Any, kind: str, place: Tokens) -> Any:
        if kind in _TEXTS:
            return self._text(value, place)
        if kind == "flag":
            return self._flag(value, place)
        if kind == "number":
            return self._number(value, place)
        return value

    def _text(self, value: Any, place: Tokens) -> Any:
        if isinstance(value, str):
            return value
        if value is None or isinstance(value, dict | list):
            return self._drop(place, "a text is expected here")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        self.context.note(place, f"`{text}` became a text")
        return text

    def _flag(self, value: Any, place: Tokens) -> Any:
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in ("true", "false"):
            self.context.note(place, f"`{word}` in quotes became a boolean")
            return word == "true"
        return self._drop(place, "true or false is expected here")

    def _number(self, value: Any, place: Tokens) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value.strip()):
            self.context.note(place, f"`{value.strip()}` in quotes became a number")
            return float(value) if "." in value else int(value)
        return self._drop(place, "a number is expected here")

    def _drop(self, place: Tokens, why: str) -> Dropped:
        self.context.note(place, f"{why}; left out")
        return DROPPED


_PATHS = 2
"""Tokens of a place within `paths` that is no operation yet."""
