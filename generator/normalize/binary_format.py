"""Keeps `format: binary` where it has a meaning: a whole body is octets, whatever its media type; JSON contains none.

OpenAPI 3.0.4, Data Types; 3.1.1, Considerations for File Uploads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..openapi.json_values import is_mapping
from ..openapi.media_type_names import essence, is_json
from ..openapi.reachability import graph_of, reachable, references
from ..openapi.references import SCHEMAS
from ..openapi.schema_keywords import ANNOTATIONS, subschemas, with_subschemas
from ..schema.json_types import types_of

_OCTET_KINDS = (
    *("image/", "audio/", "video/", "font/"),
    *("application/octet-stream", "application/pdf", "application/zip", "application/gzip", "application/x-gzip"),
)
_PLAIN_TEXT = frozenset({*ANNOTATIONS, "type"})
"""The keywords of text that may be octets: it has neither a form nor listed values."""
_BINARY = {"type": "string", "format": "binary"}


def place_binary_format(tree: dict[str, Any]) -> None:
    """Keep `format: binary` in a canonical tree where bytes are meant, and add it to files; changes the tree.

    A body that is binary as a whole stays so under every media type. Within JSON the format is dropped: the value is
    text. A part of a multipart body with a media type but no schema is a file.
    """
    components: dict[str, Any] = tree["components"]["schemas"]
    holders = list(_holders(tree))
    octets: list[dict[str, Any]] = []
    for media_type, holder in holders:
        if essence(media_type).startswith("multipart/"):
            _type_files(holder, components)
        elif (whole := _whole(holder.get("schema"), components)) is not None:
            holder["schema"] = whole
            octets.append(holder)
    marked = {name for name, schema in components.items() if _has_binary(schema)}
    if marked:
        schemas = [holder.get("schema") for media_type, holder in holders if not is_json(media_type)]
        kept = reachable([name for one in schemas for name in references(one)], graph_of(components))
        for name in sorted(marked - kept):
            components[name] = _without(components[name])
    for media_type, holder in holders:
        if is_json(media_type) and _has_binary(holder.get("schema")) and not any(one is holder for one in octets):
            holder["schema"] = _without(holder["schema"])


def _holders(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (media type, Media Type Object) of every body and response."""
    for item in (*tree["paths"].values(), *tree["webhooks"].values()):
        for operation in item.values():
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            for part in parts:
                yield from part.get("content", {}).items()


def _whole(schema: Any, components: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the schema of octets if a body is nothing else, also through references or with null."""
    seen: set[str] = set()
    while is_mapping(schema):
        variants = [one for one in schema.get("oneOf", schema.get("anyOf", ())) if one != {"type": "null"}]
        if len(variants) == 1:
            schema = variants[0]
            continue
        name = str(schema.get("$ref", "")).removeprefix(SCHEMAS)
        if not name or name in seen:
            break
        seen.add(name)
        schema = components.get(name)
    if not is_mapping(schema) or schema.get("format") != "binary":
        return None
    is_text = [kind for kind in types_of(schema) if kind != "null"] in (["string"], [])
    return {**schema, **_BINARY} if is_text else None


def _type_files(holder: dict[str, Any], components: dict[str, Any]) -> None:
    """Make parts without a type files if `encoding` gives them a media type other than JSON and plain text.

    Text is a file, too, if its media type is one of octets.
    """
    encodings: Mapping[str, Any] = holder.get("encoding", {})
    types = {name: encoding.get("contentType") for name, encoding in encodings.items()}
    files = {name: _is_of_octets(one) for name, one in types.items() if _is_of_file(one)}
    if not files:
        return
    schema = holder.get("schema")
    if is_mapping(schema) and "$ref" in schema:
        name = schema["$ref"][len(SCHEMAS) :]
        components[name] = _with_files(components.get(name, True), files, components)
    else:
        holder["schema"] = _with_files(schema, files, components)


def _is_of_file(content_type: Any) -> bool:
    names = [essence(one) for one in content_type.split(",")] if isinstance(content_type, str) else []
    return bool(names) and not any(is_json(name) or name == "text/plain" for name in names)


def _is_of_octets(content_type: str) -> bool:
    names = [essence(one) for one in content_type.split(",")]
    return all(name.startswith(_OCTET_KINDS) and not name.endswith("+xml") for name in names)


def _with_files(schema: Any, files: Mapping[str, bool], components: Mapping[str, Any]) -> Any:
    """Return the schema of a body with its files; `files` says of each whether it is one of octets."""
    if not is_mapping(schema):
        return schema
    made = dict(schema)
    if "allOf" in schema:
        made["allOf"] = [_with_files(member, files, components) for member in schema["allOf"]]
    properties: Mapping[str, Any] = schema.get("properties", {})
    if files.keys() & properties.keys():
        made["properties"] = {
            name: _file(one, components, octets=files[name]) if name in files else one
            for name, one in properties.items()
        }
    return made


def _file(schema: Any, components: Mapping[str, Any], *, octets: bool) -> Any:
    """Return a part as a file, or as a list of files, unless it has another type."""
    if not is_mapping(schema):
        return dict(_BINARY) if schema is True else schema
    if schema.get("type") == "array":
        return {**schema, "items": _file(schema.get("items", True), components, octets=octets)}
    target = components.get(str(schema.get("$ref", "")).removeprefix(SCHEMAS))
    if target is True or (is_mapping(target) and not _says_type(target) and not _has_parts(target)):
        return {**{key: value for key, value in schema.items() if key != "$ref"}, **_BINARY}
    if octets and "string" in types_of(schema) and {*schema} <= _PLAIN_TEXT:
        return {**schema, "format": "binary"}
    return schema if _says_type(schema) else {**schema, **_BINARY}


def _has_parts(schema: Mapping[str, Any]) -> bool:
    return any(True for _ in subschemas(schema))


def _says_type(schema: Mapping[str, Any]) -> bool:
    return not {"type", "$ref", "enum", "const", "format", "allOf", "oneOf", "anyOf"}.isdisjoint(schema)


def _has_binary(schema: Any) -> bool:
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if is_mapping(one):
            if one.get("format") == "binary" and one.get("type") != "object":
                return True
            waiting.extend(part for _, part in subschemas(one))
    return False


def _without(schema: Any) -> Any:
    if not is_mapping(schema):
        return schema
    kept = {key: value for key, value in schema.items() if not (key == "format" and value == "binary")}
    return with_subschemas(kept, _without)
