"""Checks requests against the description: parameters and bodies, reporting every difference at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, unquote

from ..openapi.json_values import is_mapping
from ..runtime.wire.paths import PathTemplate
from .values import Sampler, Schema

Tree: TypeAlias = Mapping[str, Any]
JSONValue: TypeAlias = Any

_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI 3.2, 4.12.2.1: parameters of these names are ignored."""
_AS_NUMBER, _AS_NULL = 1, 2
_FORMS = (0, _AS_NUMBER, _AS_NULL)
_LONGEST_SHOWN = 60
_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


@dataclass(frozen=True, slots=True)
class RequestDifference:
    """One way in which a request differs from the description."""

    place: str
    """`body`, `path`, `query`, `header` or `cookie`."""
    name: str
    """The parameter's name, or a JSON pointer into the body."""
    message: str


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """A request as it arrived."""

    method: str
    path: str
    """Percent-encoded, without the query."""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names in lower case."""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the description."""

    method: str
    path: str
    operation: Tree
    template: PathTemplate


def routes(tree: Tree) -> list[Route]:
    """Return the operations of a canonical tree, in the order in which they are tried."""
    found: list[Route] = []
    for path, item in tree.get("paths", {}).items():
        # The canonical tree has the further methods of OpenAPI 3.2 next to the others.
        operations: dict[str, Tree] = {method: one for method, one in item.items() if is_mapping(one)}
        for method, operation in operations.items():
            found.append(Route(method.upper(), path, operation, PathTemplate(path)))
    return sorted(found, key=lambda route: route.template.rank)


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
    if place == "querystring" or "content" in parameter:
        # A whole query string, or a parameter with a media type, is only checked for presence.
        if parameter.get("required") and not _raw(parameter, route, request):
            yield RequestDifference(place, name, "is required, and missing")
        return
    raw = _raw(parameter, route, request)
    schema: Schema = parameter.get("schema", True)
    if raw is None:
        # The properties of an exploded object are separate pairs without the parameter's name.
        if parameter.get("required") and not (place in ("query", "cookie") and sampler.is_object(schema)):
            yield RequestDifference(place, name, "is required, and missing")
        return
    if any(sampler.failure(schema, value) is None for value in _readings(raw, parameter)):
        return
    failure = sampler.failure(schema, next(_readings(raw, parameter)))
    yield RequestDifference(place, name, f"{failure.message if failure else 'is not accepted'}: {_short(raw)}")


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
            return _cookie(request.headers.get("cookie", ""), name)
        case "querystring":
            return [request.query] if request.query else None
        case _:
            pairs = parse_qsl(request.query, keep_blank_values=True)
            values = [value for key, value in pairs if key in (name, f"{name}[]")]
            deep = {key: value for key, value in pairs if key.startswith(f"{name}[")}
            return values or (["&".join(f"{key}={value}" for key, value in deep.items())] if deep else None)


def _cookie(header: str, name: str) -> list[str] | None:
    # Imported late: it takes long to import, and few operations have cookies.
    from http.cookies import CookieError, SimpleCookie

    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return None
    return [cookies[name].value] if name in cookies else None


def _readings(raw: list[str], parameter: Tree) -> Iterator[JSONValue]:
    """Yield the possible values of a parameter's texts: scalars, then lists, then an object."""
    first = raw[0] if len(raw) == 1 else ",".join(raw)
    yield from _scalars(first)
    delimiter = _DELIMITERS.get(str(parameter.get("style")), ",")
    text = first.lstrip(".;") if parameter.get("style") in ("label", "matrix") else first
    parts = (
        raw if len(raw) > 1 else re.split(r"[.,]", text) if parameter.get("style") == "label" else text.split(delimiter)
    )
    for form in _FORMS:
        yield [_reading(part, form) for part in parts]
    pairs = dict(part.split("=", 1) for part in re.split(r"[&,;]", text) if "=" in part)
    flat = {key.partition("[")[2].rstrip("]") or key: value for key, value in pairs.items()}
    alternate = dict(zip(parts[::2], parts[1::2], strict=False))
    for found in (flat, alternate):
        for form in _FORMS:
            yield {key: _reading(value, form) for key, value in found.items()}


def _scalars(text: str) -> Iterator[JSONValue]:
    for form in _FORMS:
        yield _reading(text, form)


def _reading(text: str, form: int) -> JSONValue:
    """Return a text as it is, as the number or boolean that it spells, or as null if it is empty."""
    if form == _AS_NUMBER:
        try:
            value: JSONValue = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, (int, float)) else text
    return None if form == _AS_NULL and text in ("", "null") else text


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
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    media = _media(contents, given)
    if media is None:
        yield RequestDifference(
            "header", "Content-Type", f"is {given or 'missing'}; declared: {', '.join(contents) or 'none'}"
        )
        return
    if not given.endswith(("/json", "+json")):
        return
    try:
        value: JSONValue = json.loads(request.content)
    except (ValueError, RecursionError) as error:
        yield RequestDifference("body", "", f"is not JSON: {error}")
        return
    for failure in sampler.failures(media.get("schema", True), value):
        yield RequestDifference("body", failure.pointer, failure.message)


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
