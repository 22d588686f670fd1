"""Checks requests against the description: parameters and bodies, reporting every difference at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, unquote

from .forms import form_value, is_form
from .incoming import IncomingRequest, RequestDifference, Route, cookie
from .readings import fitted, structures
from .values import Sampler, Schema

Tree: TypeAlias = Mapping[str, Any]
JSONValue: TypeAlias = Any

_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI 3.2, 4.12.2.1: parameters of these names are ignored."""
_LONGEST_SHOWN = 60


def differences(route: Route, request: IncomingRequest, sampler: Sampler) -> list[RequestDifference]:
    """Return every difference between a request and the description of its operation."""
    found = [one for parameter in _parameters(route) for one in _of_parameter(parameter, route, request, sampler)]
    return [*found, *_of_body(route, request, sampler)]


def _parameters(route: Route) -> list[Tree]:
    return [one for one in route.operation.get("parameters", ()) if isinstance(one, Mapping)]


def _of_parameter(
    parameter: Tree, route: Route, request: IncomingRequest, sampler: Sampler
) -> Iterator[RequestDifference]:
    place, name = str(parameter["in"]), str(parameter["name"])
    if place == "header" and name.lower() in _IGNORED_HEADERS:
        return
    raw = _raw(parameter, route, request)
    schema: Schema = parameter.get("schema", True)
    if raw is None:
        # The properties of an exploded object are separate pairs without the parameter's name.
        is_apart = place in ("query", "cookie") and sampler.is_object(schema)
        if parameter.get("required") and not is_apart and not _takes_null(schema, sampler):
            yield RequestDifference(place, name, "is required, and missing")
        return
    if "content" in parameter:
        yield from _of_content(parameter, raw[0], sampler)
        return
    if parameter.get("allowEmptyValue") and raw == [""]:
        return
    for given in structures(raw, str(parameter.get("style", ""))):
        if sampler.failure(schema, fitted(given, schema, sampler)) is None:
            return
    failure = sampler.failure(schema, fitted(next(structures(raw)), schema, sampler))
    yield RequestDifference(place, name, f"{failure.message if failure else 'is not accepted'}: {_short(raw)}")


def _takes_null(schema: Schema, sampler: Sampler) -> bool:
    """Return whether a schema names null among its values: a missing parameter is null then (RFC 6570, 2.3)."""
    return isinstance(schema, Mapping) and bool(schema.keys() & _TYPED) and sampler.failure(schema, None) is None


_TYPED = frozenset({"type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"})


def _of_content(parameter: Tree, raw: str, sampler: Sampler) -> Iterator[RequestDifference]:
    """Yield the differences of a parameter that is written in a media type (OpenAPI 3.2, 4.12.2.3)."""
    contents: Tree = parameter["content"]
    content_type = next(iter(contents), "")
    media: Tree = contents.get(content_type, {})
    kind = content_type.partition(";")[0].strip().lower()
    for pointer, message in _content_failures(raw.encode(), kind, kind, media.get("schema", True), sampler):
        at = f" (at {pointer})" if pointer else ""
        yield RequestDifference(str(parameter["in"]), str(parameter["name"]), f"{message}{at}: {_short([raw])}")


def _raw(parameter: Tree, route: Route, request: IncomingRequest) -> list[str] | None:
    """Return the values of a parameter as texts; None if it is missing."""
    name = str(parameter["name"])
    match parameter["in"]:
        case "path":
            parts = route.template.match(request.path) or {}
            return [unquote(parts[name])] if name in parts else None
        case "header":
            value = request.headers.get(name.lower())
            return None if value is None else [value]
        case "cookie":
            value = cookie(request.headers.get("cookie", ""), name)
            return None if value is None else [value]
        case "querystring":
            return [request.query] if request.query else None
        case _:
            pairs = parse_qsl(request.query, keep_blank_values=True)
            values = [value for key, value in pairs if key in (name, f"{name}[]")]
            deep = {key: value for key, value in pairs if key.startswith(f"{name}[")}
            return values or (["&".join(f"{key}={value}" for key, value in deep.items())] if deep else None)


def _of_body(route: Route, request: IncomingRequest, sampler: Sampler) -> Iterator[RequestDifference]:
    body = route.operation.get("requestBody")
    if not isinstance(body, Mapping):
        return
    declared = cast("Tree", body)
    contents: Tree = declared.get("content", {})
    if not request.content:
        if declared.get("required"):
            yield RequestDifference("body", "", "is required, and missing")
        return
    content_type = request.headers.get("content-type", "")
    given = content_type.partition(";")[0].strip().lower()
    media = _media(contents, given)
    if media is None:
        yield RequestDifference(
            "header", "Content-Type", f"is {given or 'missing'}; declared: {', '.join(contents) or 'none'}"
        )
        return
    schema: Schema = media.get("schema", True)
    for pointer, message in _content_failures(request.content, given, content_type, schema, sampler):
        yield RequestDifference("body", pointer, message)


def _content_failures(
    content: bytes, kind: str, content_type: str, schema: Schema, sampler: Sampler
) -> Iterator[tuple[str, str]]:
    """Yield pointers and messages of what is wrong in JSON or a form; content of another kind is not looked at."""
    if kind.endswith(("/json", "+json")):
        try:
            value: JSONValue = json.loads(content)
        except (ValueError, RecursionError) as error:
            yield "", f"is not JSON: {error}"
            return
    elif is_form(kind):
        try:
            value = form_value(content, content_type, schema, sampler)
        except ValueError as error:
            yield "", f"is not {kind}: {error}"
            return
    else:
        return
    for failure in sampler.failures(schema, value):
        yield failure.pointer, failure.message


def _media(contents: Tree, given: str) -> Tree | None:
    """Return the Media Type Object for a content type: its own, else that of a range."""
    by_type = {key.partition(";")[0].strip().lower(): one for key, one in contents.items()}
    for key in (given, f"{given.partition('/')[0]}/*", "*/*"):
        if key in by_type:
            return cast("Tree", by_type[key])
    return None


def _short(raw: list[str]) -> str:
    text = ", ".join(raw)
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")
