"""Collects every example payload of a provider: the files of its `examples/` folder and those in its description.

They are the contract between the documentation and the client: tests send, serve and judge each of them. They are read
from the canonical tree, in which references of parameters, bodies, responses and headers are resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from ..diagnostics import Location, Report, did_you_mean
from ..document.document import escape
from ..document.payload_files import payload_order, read_payload

if TYPE_CHECKING:
    from pathlib import Path


Kind: TypeAlias = Literal["request", "response", "parameter", "header", "schema"]
Tree: TypeAlias = Mapping[str, Any]
OperationKey: TypeAlias = tuple[str, str]
"""`(method, path)`, the method in lower case."""

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_FILE = re.compile(r"\.(?P<kind>request|response\.(?P<status>[1-5]\d\d|[1-5]XX|default))(?:\.(?P<label>.+))?\.json$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_MAPS_OF_SCHEMAS = ("properties", "patternProperties", "dependentSchemas", "$defs")
_LISTS_OF_SCHEMAS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMAS = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "contentSchema")
_UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")


class PublishedExample(Struct, frozen=True):
    """One payload that a provider publishes."""

    kind: Kind
    label: str = "example"
    """The provider's name for it; `example` if it gives none."""
    value: Any = None
    schema: str = ""
    """Pointer into the canonical tree to the schema of the value; empty if there is none."""
    operation: OperationKey | None = None
    """None for an example of a schema under `components/schemas`."""
    status: str | None = None
    """For a response or a response header: `200`, `4XX` or `default`."""
    content_type: str | None = None
    parameter: tuple[str, str] | None = None
    """For a parameter `(in, name)`; for a response header `("header", name)`."""
    owner: str = ""
    """The operation's id, or its method and path; the name of the schema for an example of a schema."""
    where: Location | None = None

    @property
    def name(self) -> str:
        """Its name for `accept` in provider.toml, such as `create-call.response.200.scheduled`."""
        status = (self.status,) if self.status else ()
        parts = (self.owner, self.kind, *status, *(self.parameter or ()), self.label)
        return ".".join(parts)


class _Scope(Struct, frozen=True):
    """One operation of the tree, and the places of its parts in the description."""

    key: OperationKey
    tree: Tree
    pointer: str
    origins: Mapping[str, Location]

    @property
    def owner(self) -> str:
        return str(self.tree.get("operationId") or " ".join((self.key[0].upper(), self.key[1])))

    @property
    def file_names(self) -> frozenset[str]:
        """The names by which an example file may refer to the operation."""
        method, path = self.key
        return frozenset({file_name(f"{method} {path}"), file_name(self.owner)})


def examples(
    tree: Tree,
    folder: Path | Mapping[str, Any] | None,
    report: Report,
    origins: Mapping[str, Location] | None = None,
) -> tuple[PublishedExample, ...]:
    """Return the examples of the files in `folder` (which may be missing), then those of the canonical tree.

    The order is fixed. A file that is not JSON, or whose name fits no operation, is an error in the report.
    """
    scopes = tuple(_scopes(tree, origins or {}))
    found = list(_of_files(scopes, folder, report)) if folder is not None else []
    for scope in scopes:
        found.extend(_of_operation(scope))
    found.extend(_of_components(tree, origins or {}))
    return tuple(found)


def response_examples(
    tree: Tree, payloads: Mapping[str, Any], status_of: Callable[[OperationKey], str]
) -> Iterator[PublishedExample]:
    """Yield the bodies of responses alone: those in the files of a provider's examples first.

    `payloads` are these files, file name → JSON value. Of an operation of the tree, only the response with the status
    that `status_of` returns is looked at.
    """
    scopes = tuple(_scopes(tree, {}))
    if payloads:
        yield from (one for one in _of_files(scopes, payloads, Report()) if one.kind == "response")
    for scope in scopes:
        status = status_of(scope.key)
        response = _mapping(_mapping(scope.tree.get("responses")).get(status))
        base = PublishedExample("response", status=status, operation=scope.key, owner=scope.owner)
        pointer = _join(scope.pointer, "responses", status)
        yield from (one for one in _of_contents(scope, base, pointer, response) if one.kind == "response")


def file_name(operation: str) -> str:
    """Return the filesystem-safe form of an operationId, or of a method and path: `post_v1_calls_create`."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", operation.replace("{", "").replace("}", "")).strip("_")
    # `con.request.json` is a device on Windows, regardless of what follows the first dot.
    return _DEVICE.sub(r"\1_", name, 1) if _DEVICE.match(name) else name


def _scopes(tree: Tree, origins: Mapping[str, Location]) -> Iterator[_Scope]:
    for path, item in sorted(_mapping(tree.get("paths")).items()):
        pointer = _join("/paths", path)
        # The canonical tree has the further methods of OpenAPI 3.2 next to the others.
        further = sorted(method for method in _mapping(item) if method not in _METHODS)
        for method in (*_METHODS, *further):
            if operation := _mapping(_mapping(item).get(method)):
                yield _Scope((method, path), operation, _join(pointer, method), origins)


def _of_files(scopes: Iterable[_Scope], folder: Path | Mapping[str, Any], report: Report) -> Iterator[PublishedExample]:
    """Yield the examples of the files of a folder, or of such that are read already."""
    names = {name: scope for scope in scopes for name in scope.file_names}
    files = folder.items() if isinstance(folder, Mapping) else ((path.name, path) for path in folder.glob("*.json"))
    title = "examples" if isinstance(folder, Mapping) else folder.name
    for file, content in sorted(files, key=lambda one: payload_order(one[0])):
        where = Location(f"{title}/{file}")
        operation = max((name for name in names if file.startswith(name + ".")), key=len, default=None)
        match = _FILE.fullmatch(file, len(operation)) if operation is not None else None
        if operation is None or match is None:
            report.error("example-name", _misnamed(file, names), where)
            continue
        try:
            value = content if isinstance(folder, Mapping) else read_payload(content)
        except OSError as problem:
            report.error("unreadable-file", f"the file cannot be read: {problem.strerror}", where)
            continue
        except ValueError as problem:
            report.error("example-json", f"not a JSON document: {problem}", where)
            continue
        yield _file_example(names[operation], match, value, where)


def _misnamed(name: str, operations: Mapping[str, _Scope]) -> str:
    """Return what is wrong with a file name: its operation, with the one that is meant, or what follows it."""
    rest = _FILE.search(name)
    if rest is None:
        return "the name fits no operation; it must be <operation>.<request|response.STATUS>.<label>.json"
    stem = name[: rest.start()]
    return f"no operation {stem!r}{did_you_mean(stem, operations)}"


def _file_example(scope: _Scope, match: re.Match[str], value: object, where: Location) -> PublishedExample:
    """Return the example in a file, with the schema of the first JSON content of its body or response."""
    status = match["status"]
    if status is None:
        pointer, holder = _join(scope.pointer, "requestBody"), _mapping(scope.tree.get("requestBody"))
    else:
        pointer = _join(scope.pointer, "responses", status)
        holder = _mapping(_mapping(scope.tree.get("responses")).get(status))
    contents = _mapping(holder.get("content"))
    content_type = next((name for name in contents if "json" in name.lower()), next(iter(contents), None))
    has_schema = content_type is not None and "schema" in _mapping(contents[content_type])
    return PublishedExample(
        kind="request" if status is None else "response",
        label=match["label"] or "example",
        value=value,
        schema=_join(pointer, "content", content_type or "", "schema") if has_schema else "",
        operation=scope.key,
        status=status,
        content_type=content_type,
        owner=scope.owner,
        where=where,
    )


def _of_operation(scope: _Scope) -> Iterator[PublishedExample]:
    for index, parameter in enumerate(scope.tree.get("parameters", ())):
        yield from _of_parameter(scope, _join(scope.pointer, "parameters", str(index)), parameter)
    request = PublishedExample("request", operation=scope.key, owner=scope.owner)
    body = _mapping(scope.tree.get("requestBody"))
    yield from _of_contents(scope, request, _join(scope.pointer, "requestBody"), body)
    for status, pointer, response in _responses(scope):
        base = PublishedExample("response", status=status, operation=scope.key, owner=scope.owner)
        yield from _of_contents(scope, base, pointer, response)
        for name, header in sorted(_mapping(response.get("headers")).items()):
            named = replace(base, kind="header", parameter=("header", name))
            yield from _of_holder(scope, named, _join(pointer, "headers", name), _mapping(header))


def _responses(scope: _Scope) -> Iterator[tuple[str, str, Tree]]:
    """Yield status, pointer and Response Object of the responses of an operation."""
    for status, response in sorted(_mapping(scope.tree.get("responses")).items()):
        yield status, _join(scope.pointer, "responses", status), _mapping(response)


def _of_parameter(scope: _Scope, pointer: str, parameter: Tree) -> Iterator[PublishedExample]:
    identity = (str(parameter.get("in")), str(parameter.get("name")))
    base = PublishedExample("parameter", operation=scope.key, owner=scope.owner, parameter=identity)
    yield from _of_holder(scope, base, pointer, parameter)
    yield from _of_contents(scope, base, pointer, parameter)


def _of_contents(scope: _Scope, base: PublishedExample, pointer: str, holder: Tree) -> Iterator[PublishedExample]:
    for content_type, media in sorted(_mapping(holder.get("content")).items()):
        place = _join(pointer, "content", content_type)
        yield from _of_holder(scope, replace(base, content_type=content_type), place, _mapping(media))


def _of_holder(scope: _Scope, base: PublishedExample, pointer: str, holder: Tree) -> Iterator[PublishedExample]:
    """Yield `example` and `examples` of a media type, parameter or header, then those within its schema."""
    schema = _join(pointer, "schema")
    ruled = replace(base, schema=schema if "schema" in holder else "")
    for place, label, value in _published(pointer, holder):
        yield replace(ruled, label=label, value=value, where=_nearest(place, scope.origins))
    for place, label, value in _of_schema(schema, holder.get("schema")):
        where = _nearest(place, scope.origins)
        if place == schema:
            yield replace(ruled, label=label, value=value, where=where)
        else:
            owner = scope.owner + place.removeprefix(scope.pointer)
            yield PublishedExample("schema", label, value, place, scope.key, owner=owner, where=where)


def _published(pointer: str, holder: Tree) -> Iterator[tuple[str, str, Any]]:
    """Yield (pointer, label, value) of the Example Objects of a holder; those given by URL or as text are skipped."""
    if "example" in holder:
        yield _join(pointer, "example"), "example", holder["example"]
    for label, example in sorted(_mapping(holder.get("examples")).items(), key=lambda one: payload_order(one[0])):
        for key in ("value", "dataValue"):
            if key in _mapping(example):
                yield _join(pointer, "examples", label), label, example[key]


def _of_components(tree: Tree, origins: Mapping[str, Location]) -> Iterator[PublishedExample]:
    schemas = _mapping(_mapping(tree.get("components")).get("schemas"))
    for name, schema in sorted(schemas.items()):
        root = _join("/components/schemas", name)
        for place, label, value in _of_schema(root, schema):
            owner = name + place.removeprefix(root)
            yield PublishedExample("schema", label, value, place, owner=owner, where=_nearest(place, origins))


def _of_schema(pointer: str, schema: object) -> Iterator[tuple[str, str, Any]]:
    """Yield (pointer of the subschema, label, value) of every example in a schema, without following references."""
    keywords = _mapping(schema)
    given = keywords.get("examples")
    several = cast("Sequence[Any]", given) if isinstance(given, list) else ()
    if "example" in keywords:
        yield pointer, "example", keywords["example"]
    for index, value in enumerate(several):
        yield pointer, "example" if len(several) == 1 else f"example {index + 1}", value
    for place, child in _subschemas(pointer, keywords):
        yield from _of_schema(place, child)


def _subschemas(pointer: str, schema: Tree) -> Iterator[tuple[str, object]]:
    for keyword in _MAPS_OF_SCHEMAS:
        for name, child in sorted(_mapping(schema.get(keyword)).items()):
            yield _join(pointer, keyword, name), child
    for keyword in _LISTS_OF_SCHEMAS:
        for index, child in enumerate(schema.get(keyword) or ()):
            yield _join(pointer, keyword, str(index)), child
    for keyword in (*_SCHEMAS, *_UNEVALUATED):
        if keyword in schema:
            yield _join(pointer, keyword), schema[keyword]


def _nearest(pointer: str, origins: Mapping[str, Location]) -> Location | None:
    """Return the place of the pointer, or of its nearest known ancestor."""
    while pointer and pointer not in origins:
        pointer = pointer.rpartition("/")[0]
    return origins.get(pointer)


def _join(pointer: str, *tokens: str) -> str:
    return "/".join((pointer, *(escape(token) for token in tokens)))


def _mapping(value: object) -> Tree:
    return cast("Tree", value) if isinstance(value, Mapping) else {}
