"""Reads extensions of several generators that declare pagination, and converts them to one form.

`x-fern-pagination`, `x-speakeasy-pagination`, `x-redoclyPagination` (once `x-redocly-pagination`), AutoRest's
`x-ms-pageable`, and what TypeSpec writes: `x-ms-list` with marks on parameters and properties. The form is that of
`[pagination]` in provider.toml: `style`, `items`, `parameter`, `next`, `more`, `total`, `pages`.
`x-clientwright-pagination` has this form itself, and `x-clientwright-polling` that of `[polling]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ..document.document import escape
from ..openapi.references import Place, ReferenceTarget, Resolver, is_mapping, is_sequence, is_true

_FERN, _SPEAKEASY, _MICROSOFT, _TYPESPEC = "x-fern-pagination", "x-speakeasy-pagination", "x-ms-pageable", "x-ms-list"
OWN = {"pagination": "x-clientwright-pagination", "polling": "x-clientwright-polling"}
"""Our own: the keys of the tables in provider.toml, for documents and overlays."""
_REDOCLY = ("x-redoclyPagination", "x-redocly-pagination")
_STEP = re.compile(r"\.?([A-Za-z_$][\w$-]*)|\[(?:'([^'\]]*)'|\"([^\"\]]*)\"|(\d{1,6})|(-1|\(@\.length\s*-\s*1\)))\]")
_DEEP = 4
"""Objects within each other in which a mark of TypeSpec is looked for."""
_MOST = 500
"""Properties that are looked at for marks."""


def paging_of(node: Mapping[str, Any], place: Place, root: Mapping[str, Any], resolver: Resolver) -> dict[str, Any]:
    """Return what the extensions of an operation declare: values by key, and `source`, the extension; empty for
    nothing.

    An extension that is not understood gives only its `source`.
    """
    if OWN["pagination"] in node:
        return own_extension("pagination", node)
    if _FERN in node:
        said = root.get(_FERN) if node[_FERN] is True else node[_FERN]
        return _read(_FERN, _fern, said) if said is not False else {}
    if _SPEAKEASY in node:
        return _read(_SPEAKEASY, _speakeasy, node[_SPEAKEASY])
    for key in _REDOCLY:
        if key in node:
            return _read(key, _redocly, node[key])
    if _MICROSOFT in node:
        if not _has_next(node[_MICROSOFT]):
            return {}
        known = frozenset(pointer for pointer, _ in _answered(node, place, resolver))
        return _read(_MICROSOFT, partial(_microsoft, known), node[_MICROSOFT])
    if is_true(node.get(_TYPESPEC)):
        return _typespec(node, place, resolver)
    return {}


def own_extension(kind: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """Return what our own extension of an operation declares; empty without it."""
    said = node.get(OWN[kind])
    if said is None:
        return {}
    return {"source": OWN[kind], **(said if is_mapping(said) else {})}


def _read(source: str, reader: Any, said: Any) -> dict[str, Any]:
    found: dict[str, Any] = reader(said) if is_mapping(said) else {}
    return {"source": source, **{key: value for key, value in found.items() if value is not None}}


def _fern(said: Mapping[str, Any]) -> dict[str, Any]:
    """Read Fern's form, in which places are `$request.cursor` and `$response.data.items`."""
    items = _after("$response", said.get("results"))
    if "cursor" in said or "next_cursor" in said:
        following = _after("$response", said.get("next_cursor"))
        return {"style": "cursor", "items": items, "parameter": _fern_parameter(said.get("cursor")), "next": following}
    if "offset" in said:
        # By Fern's rule the number grows by one, unless `step` names the parameter for the page size.
        style = "offset" if said.get("step") else "page"
        more = _after("$response", said.get("has-next-page"))
        return {"style": style, "items": items, "parameter": _fern_parameter(said["offset"]), "more": more}
    if "next_uri" in said or "next_path" in said:
        following = _after("$response", said.get("next_uri", said.get("next_path")))
        return {"style": "url", "items": items, "next": following}
    return {}


def _fern_parameter(value: Any) -> str | None:
    pointer = _after("$request", value)
    if pointer is None:
        return None
    return pointer[1:] if pointer.count("/") == 1 else f"body{pointer}"


def _speakeasy(said: Mapping[str, Any]) -> dict[str, Any]:
    """Read Speakeasy's form: `inputs` with their purposes, `outputs` as JSONPaths."""
    outputs: Mapping[str, Any] = said["outputs"] if is_mapping(said.get("outputs")) else {}
    inputs = [one for one in said.get("inputs", ()) if is_mapping(one)] if is_sequence(said.get("inputs", [])) else []
    by_type = {str(one.get("type")): one for one in reversed(inputs)}
    items = _path(outputs.get("results"))
    match said.get("type"):
        case "cursor":
            following = _path(outputs.get("nextCursor"))
            chosen = _speakeasy_input(by_type.get("cursor"))
            # Without `results`, only the cursor ends the list, and there is nothing to iterate over.
            return {"style": "cursor", "items": items, "parameter": chosen, "next": following}
        case "offsetLimit" if "offset" in by_type:
            return {"style": "offset", "items": items, "parameter": _speakeasy_input(by_type["offset"])}
        case "offsetLimit" if "page" in by_type:
            pages = _path(outputs.get("numPages"))
            chosen = _speakeasy_input(by_type["page"])
            return {"style": "page", "items": items, "parameter": chosen, "pages": pages}
        case "url":
            return {"style": "url", "items": items, "next": _path(outputs.get("nextUrl"))}
        case _:
            return {}


def _speakeasy_input(said: Any) -> str | None:
    if not is_mapping(said) or not isinstance(said.get("name"), str):
        return None
    return f"body/{escape(said['name'])}" if said.get("in") == "requestBody" else str(said["name"])


def _redocly(said: Mapping[str, Any]) -> dict[str, Any]:
    """Read Redocly's form: JSON pointers, and query parameters."""
    style = said.get("style")
    if style not in ("cursor", "offset", "page", "link"):
        return {}
    parameter = said.get("cursorParam") if style == "cursor" else said.get("offsetParam")
    return {
        "style": style,
        "items": _text(said.get("items")),
        "parameter": f"query.{parameter}" if isinstance(parameter, str) and style != "link" else None,
        "next": _text(said.get("nextCursor")) if style == "cursor" else None,
        "more": _text(said.get("hasMore")) if style == "cursor" else None,
    }


def _has_next(said: Any) -> bool:
    """Return whether there is a next page at all: `nextLinkName: null` means that the first is the only page."""
    return not is_mapping(said) or bool(said.get("nextLinkName"))


def _microsoft(known: frozenset[str], said: Mapping[str, Any]) -> dict[str, Any]:
    """Read AutoRest's form: names of properties, `value` for the items where none is given.

    A dot is part of a name where the response has such a property (`odata.nextLink`); otherwise it leads deeper.
    """
    items, following = said.get("itemName", "value"), said.get("nextLinkName")
    return {"style": "url", "items": _dotted(items, known), "next": _dotted(following, known)}


def _dotted(value: Any, known: frozenset[str]) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    whole = f"/{escape(value)}"
    return whole if whole in known else "".join(f"/{escape(part)}" for part in value.split("."))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _after(start: str, value: Any) -> str | None:
    """Return the pointer of `$response.data.items`; None if a text does not begin so."""
    if not isinstance(value, str) or not (value == start or value.startswith((f"{start}.", f"{start}["))):
        return None
    return _path(f"${value.removeprefix(start)}")


def _path(value: Any) -> str | None:
    """Return the JSON pointer of a plain JSONPath: names, indexes, and the last item of a list."""
    if not isinstance(value, str) or not value.startswith("$"):
        return None
    pointer, at = "", 1
    while at < len(value):
        found = _STEP.match(value, at)
        if found is None:
            return None
        dotted, single, double, index, last = found.groups()
        step = next((one for one in (dotted, single, double, index) if one is not None), "-1" if last else "")
        pointer, at = f"{pointer}/{escape(step)}", found.end()
    return pointer


def _typespec(node: Mapping[str, Any], place: Place, resolver: Resolver) -> dict[str, Any]:
    """Read TypeSpec's marks on parameters and on properties of the response."""
    found: dict[str, Any] = {"source": _TYPESPEC}
    marks = {"x-ms-list-continuation-token": "token", "x-ms-list-offset": "offset", "x-ms-list-page-index": "page"}
    listed = node.get("parameters")
    parameters = listed if is_sequence(listed) else []
    chosen: dict[str, str] = {}
    for index, one in enumerate(parameters):
        target = _resolved(one, place.down("parameters", str(index)), resolver)
        for mark, kind in marks.items():
            if target is not None and is_true(target.node.get(mark)):
                chosen[kind] = f"{target.node.get('in')}.{target.node.get('name')}"
    there = dict(_marked(node, place, resolver))
    found["items"] = there.get("x-ms-list-page-items")
    if link := there.get("x-ms-list-next-link"):
        found |= {"style": "url", "next": link}
    elif "token" in chosen:
        found |= {"style": "cursor", "parameter": chosen["token"], "next": there.get("x-ms-list-continuation-token")}
    elif numbered := [kind for kind in ("offset", "page") if kind in chosen]:
        found |= {"style": numbered[0], "parameter": chosen[numbered[0]]}
    else:
        return {}
    return {key: value for key, value in found.items() if value is not None}


def _marked(node: Mapping[str, Any], place: Place, resolver: Resolver) -> Iterator[tuple[str, str]]:
    """Yield the marks on properties and headers of an operation's first success, with the place of each."""
    for there, part in _answered(node, place, resolver):
        yield from ((mark, there) for mark in part if mark.startswith("x-ms-list-") and is_true(part[mark]))


def _answered(node: Mapping[str, Any], place: Place, resolver: Resolver) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the headers and properties of an operation's first success: `header.X-Next`, `/data`, and what each is."""
    responses = node.get("responses")
    if not is_mapping(responses):
        return
    for status in sorted(responses):
        target = _resolved(responses[status], place.down("responses", status), resolver)
        if str(status)[:1] != "2" or target is None:
            continue
        for name, header in _members(target.node, "headers"):
            if is_mapping(header):
                yield f"header.{name}", header
        for kind, media in _members(target.node, "content"):
            schema = media.get("schema") if is_mapping(media) else None
            if schema is not None:
                yield from _properties(schema, target.place.down("content", kind, "schema"), resolver)
        return


def _properties(schema: Any, place: Place, resolver: Resolver) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the pointer of each property of an object and of objects in it, and its schema as written."""
    waiting, left = [(schema, place, "", 0)], _MOST
    while waiting and left > 0:
        one, where, pointer, depth = waiting.pop(0)
        target = _resolved(one, where, resolver)
        if target is None:
            continue
        parts = target.node.get("allOf")
        for index, part in enumerate(parts if is_sequence(parts) and depth < _DEEP else []):
            waiting.append((part, target.place.down("allOf", str(index)), pointer, depth + 1))
        for name, inner in _members(target.node, "properties"):
            left -= 1
            if not is_mapping(inner):
                continue
            there = f"{pointer}/{escape(name)}"
            yield there, inner
            if depth < _DEEP:
                waiting.append((inner, target.place.down("properties", name), there, depth + 1))


def _members(node: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    value = node.get(key)
    return list(value.items()) if is_mapping(value) else []


def _resolved(node: Any, place: Place, resolver: Resolver) -> ReferenceTarget | None:
    """Return the object that a node or its reference leads to; None if it is no object."""
    for _ in range(_DEEP):
        if not is_mapping(node):
            return None
        if not isinstance(node.get("$ref"), str):
            return ReferenceTarget(node, place)
        found = resolver.resolve(node["$ref"], place)
        if not isinstance(found, ReferenceTarget):
            return None
        node, place = found.node, found.place
    return None
