"""Reads media types, headers, encodings and examples, and follows references to such parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeGuard

from msgspec import Struct, field

from ..openapi.json_values import flags_of
from ..openapi.media_type_names import JSON_TYPE, is_media_type
from ..openapi.problems import Findings, kind_of
from ..openapi.references import Missing, Place, ReferenceTarget, Resolver, is_mapping, is_sequence, is_true, wrong_kind
from ..schema.reader import SchemaReader
from ..text.inflection import pascal

_OF_CONTENT = frozenset({"response", "request body"})
"""Kinds of component in whose place a description may give only the schema of its content."""


class MediaReader(Struct):
    """Reads the parts that parameters, bodies and responses have in common."""

    resolver: Resolver
    schemas: SchemaReader
    findings: Findings
    _memo: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict[tuple[int, str], dict[str, Any]])
    _fitting: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    """Target of a reference, which the resolver keeps, and what was expected there and found."""

    def resolved(self, node: Any, place: Place, kind: str) -> ReferenceTarget | None:
        """Follow the references of a component that is not a schema; return None if it is broken, which is reported."""
        seen: set[int] = set()
        start = place
        while is_mapping(node) and isinstance(node.get("$ref"), str):
            target = self.resolver.resolve(node["$ref"], place)
            if isinstance(target, Missing):
                self.findings.broken(
                    "dangling-reference", f"`$ref: {node['$ref']}`: {target.reason}", start.down("$ref")
                )
                return None
            if id(target.node) in seen:
                self.findings.broken(
                    "reference-cycle", f"the references of this {kind} lead in a cycle", start.down("$ref")
                )
                return None
            seen.add(id(target.node))
            other = self._other_kind(target, kind)
            if other == "a schema" and kind in _OF_CONTENT:
                message = f"`$ref: {node['$ref']}` leads to a schema: it is read as a {kind} of JSON with that schema"
                self.findings.warning("wrong-reference", message, start.down("$ref"))
                return ReferenceTarget({"description": "", "content": {JSON_TYPE: {"schema": dict(node)}}}, place)
            if other is not None:
                message = f"`$ref: {node['$ref']}` leads to {other}: a {kind} is expected"
                self.findings.broken("wrong-reference", message, start.down("$ref"))
                return None
            node, place = target.node, target.place
        if not is_mapping(node):
            article = "an" if kind[0] in "aeiou" else "a"
            self.findings.broken(f"invalid-{kind.replace(' ', '-')}", f"{article} {kind} is an object", place)
            return None
        if "$ref" in node:
            message = f"`$ref` is a text, not {kind_of(node['$ref'])}"
            self.findings.broken(f"invalid-{kind.replace(' ', '-')}", message, place.down("$ref"))
            return None
        return ReferenceTarget(node, place)

    def _other_kind(self, target: ReferenceTarget, kind: str) -> str | None:
        """Return what a reference leads to if that is no `kind`; else None."""
        if (id(target), kind) in self._fitting:
            return None
        other = wrong_kind(target.place, kind) or (None if is_mapping(target.node) else kind_of(target.node))
        if other is None:
            self._fitting.add((id(target), kind))
        return other

    def once(self, node: dict[str, Any], kind: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Read a component that many operations share, only once."""
        key = (id(node), kind)
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = make()
        return known

    def described(self, node: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        """Return the texts of a node, and those of its `keys` that are kept as they are."""
        read = {key: node[key] for key in (*keys, "summary", "description") if node.get(key) is not None}
        keep_texts(read)
        return read | flags_of(read, ("deprecated",))

    def valued(self, node: dict[str, Any], read: dict[str, Any], place: Place) -> None:
        """Read the schema or content, and the examples, of a parameter or header."""
        content = node.get("content")
        if is_mapping(content) and content:
            if "schema" in node or len(content) > 1:
                message = "a parameter or header has one schema or one media type; the first of `content` is used"
                self.findings.warning("several-contents", message, place.down("content"))
            read["content"] = self.content(content, place)
        else:
            where = place.labelled("", "schema")
            read["schema"] = self.schemas.read(node["schema"], where) if "schema" in node else True
        self._examples(node, read, place)

    def content(self, content: Any, place: Place) -> dict[str, Any]:
        """Read media type → Media Type Object."""
        if content is None or content == []:
            return {}
        if not is_mapping(content):
            message = "`content` is an object: media type → its schema"
            self.findings.broken("invalid-content", message, place.down("content"))
            return {}
        read: dict[str, Any] = {}
        for media_type in sorted(content):
            where = place.down("content", media_type)
            if not self._is_media_type(media_type, where):
                continue
            resolved = self.resolved({} if content[media_type] is None else content[media_type], where, "media type")
            if resolved is not None:
                where = where if resolved.node is content[media_type] else resolved.place.labelled("")
                read[media_type] = self._media_type(resolved.node, where)
        return read

    def _is_media_type(self, name: str, place: Place) -> bool:
        """Return whether a name can be sent as a media type; report it if it is not valid."""
        if name.startswith("x-") and "/" not in name:
            return False
        if not name.isascii() or not name.isprintable():
            message = f"{name[:40]!r} cannot be sent as a media type: write one like `application/json`"
            self.findings.broken("invalid-media-type", message, place)
            return False
        if not is_media_type(name):
            message = f"{name[:40]!r} is not a media type: write one like `application/json`"
            self.findings.warning("invalid-media-type", message, place)
        return True

    def headers(self, headers: Any, place: Place) -> dict[str, Any]:
        """Read header name → Header Object; `Content-Type` is left out, since the media type defines it."""
        read: dict[str, Any] = {}
        for name, node in items_of(headers):
            if not is_token(name):
                message = f"{name[:40]!r} cannot be the name of a header; it is left out"
                self.findings.loss("invalid-header-name", message, place.down("headers", name))
                continue
            header = self._header(node, place.labelled(pascal(name), "headers", name))
            if header is not None and name.lower() != "content-type":
                read[name] = header
        return read

    def _header(self, node: Any, place: Place) -> dict[str, Any] | None:
        resolved = self.resolved(node, place, "header")
        if resolved is None:
            return None
        header, where = resolved.node, resolved.place if resolved.node is not node else place
        return self.once(header, "header", lambda: self._read_header(header, where))

    def _read_header(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read = self.described(node, ("deprecated",))
        read["required"] = is_true(node.get("required"))
        read |= flags_of(node, ("explode",))
        self.valued(node, read, place)
        return read

    def _media_type(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for key, label in (("schema", ""), ("itemSchema", "Item")):
            if key in node:
                schema = json_in_data(node[key]) if key == "itemSchema" else node[key]
                read[key] = self.schemas.read(schema, place.labelled(label, key))
        encoding = node.get("encoding")
        if is_mapping(encoding) and encoding:
            where = place.down("encoding")
            read["encoding"] = {
                name: self._encoding(encoding[name], where.labelled(pascal(name), name))
                for name in sorted(encoding)
                if is_mapping(encoding[name])
            }
        self._report_unsupported(node, ("prefixEncoding", "itemEncoding"), place)
        self._examples(node, read, place)
        return read

    def _encoding(self, node: dict[str, Any], place: Place) -> dict[str, Any]:
        read: dict[str, Any] = {key: node[key] for key in ("contentType", "style") if node.get(key) is not None}
        read |= flags_of(node, ("explode", "allowReserved"))
        headers = self.headers(node.get("headers"), place)
        if headers:
            read["headers"] = headers
        self._report_unsupported(node, ("encoding", "prefixEncoding", "itemEncoding"), place)
        return read

    def _report_unsupported(self, node: dict[str, Any], keys: tuple[str, ...], place: Place) -> None:
        for key in keys:
            if key in node:
                message = f"`{key}` is not written; parts are encoded by their own type"
                self.findings.warning("unsupported-encoding", message, place.down(key))

    def _examples(self, node: dict[str, Any], read: dict[str, Any], place: Place) -> None:
        if "example" in node:
            read["example"] = node["example"]
        examples = node.get("examples")
        if is_sequence(examples):
            examples = {str(index): {"value": value} for index, value in enumerate(examples, 1)}
        found: dict[str, Any] = {}
        for name, given in items_of(examples):
            example = given
            if is_mapping(given) and isinstance(given.get("$ref"), str):
                target = self.resolver.resolve(given["$ref"], place)
                if isinstance(target, Missing) or not is_mapping(target.node):
                    message = f"the example `{name}` leads nowhere; it is left out"
                    self.findings.warning("dangling-example", message, place.down("examples", name))
                    continue
                example = target.node
            found[name] = example if is_mapping(example) else {"value": example}
        if found:
            read["examples"] = found


def json_in_data(schema: Any) -> Any:
    """Return the schema of an event, with the text of its `data` replaced by the schema of its JSON (OpenAPI 3.2,
    4.14.3).

    Compositions are followed, references are not: they may mean the same schema outside event streams.
    """
    if not is_mapping(schema):
        return schema
    out = dict(schema)
    for key in ("allOf", "anyOf", "oneOf"):
        if is_sequence(out.get(key)):
            out[key] = [json_in_data(part) for part in out[key]]
    properties = out.get("properties")
    if not is_mapping(properties):
        return out
    data = properties.get("data")
    if is_mapping(data) and "json" in str(data.get("contentMediaType")) and "contentSchema" in data:
        out["properties"] = {**properties, "data": data["contentSchema"]}
    return out


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def is_token(name: str) -> bool:
    """Return whether a text can be the name of a header (RFC 9110, 5.6.2)."""
    return _TOKEN.fullmatch(name) is not None


def items_of(value: Any) -> list[tuple[str, Any]]:
    """Return the members of an object sorted by name; empty for anything else."""
    return sorted(value.items()) if is_mapping(value) else []


def is_scalar(value: Any) -> TypeGuard[str | int | float]:
    """Return whether a value can be read as a text."""
    return isinstance(value, str | int | float)


def scalar_text(value: object) -> str:
    """Return a scalar as the text that a document would write."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def keep_texts(read: dict[str, Any]) -> None:
    """Convert members that should be texts to texts, in place."""
    for key in ("summary", "description", "operationId"):
        value = read.get(key)
        if isinstance(value, int | float):
            read[key] = scalar_text(value)
        elif value is not None and not isinstance(value, str):
            del read[key]
