"""The objects of a document other than schemas: the root, paths, operations, parameters, bodies, answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from ...openapi.json_values import is_mapping, is_sequence
from ..text.targets import parameters, target, templated
from . import content, security
from .context import DROPPED, Context, Tokens

Mend = Callable[[Context, Mapping[str, Any], Tokens], Any]
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMA_KEYS = ("type", "format", "enum", "default", "items", "minimum", "maximum", "minLength", "maxLength", "pattern")


def before(name: str) -> Mend | None:
    """Return what mends an object of a name before its fields are looked at."""
    return _BEFORE.get(name)


def after(name: str) -> Mend | None:
    """Return what mends an object whose fields are mended."""
    return _AFTER.get(name)


def _root(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    made = dict(value)
    if is_sequence(made.get("tags")):
        made["tags"] = _root_tags(context, made["tags"], (*place, "tags"))
    if context.version == "2":
        _host(context, made, place)
        return made
    if not is_mapping(made.get("info")):
        made["info"] = {}
    if not is_mapping(made.get("paths")):
        made["paths"] = {}
    else:
        made["paths"] = _paths(context, made["paths"])
    return made


def _host(context: Context, made: dict[str, Any], place: Tokens) -> None:
    """Mend the host of OpenAPI 2.0, which has neither scheme nor path."""
    host = made.get("host")
    found = target(host) if isinstance(host, str) and "://" in host else None
    if found is not None and isinstance(host, str):
        context.note((*place, "host"), f"`{host}` became a host without scheme and path")
        made["host"] = found.server.partition("://")[2]
        made.setdefault("schemes", [found.server.partition("://")[0]])


def _root_tags(context: Context, tags: list[Any], place: Tokens) -> list[Any]:
    made: list[Any] = []
    names: set[str] = set()
    for index, one in enumerate(tags):
        name = one.get("name") if is_mapping(one) else one
        if not isinstance(name, str) or name in names:
            context.note((*place, index), "a tag without a name of its own was left out")
            continue
        names.add(name)
        if not is_mapping(one):
            context.note((*place, index), f"the text `{name}` became a tag of that name")
        made.append(one if is_mapping(one) else {"name": name})
    return made


def _paths(context: Context, paths: Mapping[str, Any]) -> dict[str, Any]:
    """Return the paths as templates that begin with a slash."""
    made: dict[str, Any] = {}
    for path, item in paths.items():
        new = path if path.startswith(("/", "x-")) else f"/{path.partition('://')[2].partition('/')[2] or path}"
        new = templated(new) if not new.startswith("x-") else new
        if "?" in new:
            new = new.partition("?")[0]
        if new != path:
            context.note(("paths", path), f"the path `{path}` became `{new}`")
        if new in made and is_mapping(item) and is_mapping(made[new]):
            made[new] = {**item, **made[new]}
        else:
            made[new] = item
    return made


def _root_after(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    """Leave out what names schemes that the document does not have, and servers that are none."""
    made = dict(value)
    if context.version == "2":
        return made
    components = made.get("components")
    schemes: Any = components.get("securitySchemes", {}) if is_mapping(components) else {}
    made = security.known_security(context, made, (), schemes)
    seen: set[str] = set()
    for path, item in made["paths"].items():
        for method in _METHODS if is_mapping(item) else ():
            operation = item.get(method)
            if not is_mapping(operation):
                continue
            here = ("paths", path, method)
            operation = security.known_security(context, operation, here, schemes)
            identity = operation.get("operationId")
            if identity in seen:
                context.note(
                    (*here, "operationId"), f"`{identity}` names two operations: of the second it was left out"
                )
                operation = {key: inner for key, inner in operation.items() if key != "operationId"}
            if isinstance(identity, str):
                seen.add(identity)
            item[method] = _path_parameters(context, operation, item, path, here)
    return made


def _path_parameters(
    context: Context, operation: dict[str, Any], item: Mapping[str, Any], path: str, place: Tokens
) -> dict[str, Any]:
    """Give each parameter of the path a description, and leave out those that the path does not have."""
    wanted = parameters(path)
    own = [one for one in operation.get("parameters", []) if is_mapping(one)]
    around = [one for one in item.get("parameters", []) if is_mapping(one)]
    resolved = [_resolved(context, one) for one in (*own, *around)]
    kept: list[Any] = []
    taken: set[tuple[Any, Any]] = set()
    for index, one in enumerate(own):
        found = _resolved(context, one)
        key = (found.get("in"), found.get("name"))
        if found.get("in") == "path" and found.get("name") not in wanted:
            context.note((*place, "parameters", index), f"the path has no parameter `{found.get('name')}`; left out")
        elif key in taken:
            context.note((*place, "parameters", index), f"the parameter `{found.get('name')}` stands twice; left out")
        else:
            taken.add(key)
            kept.append(one)
    for name in wanted:
        if not any(one.get("in") == "path" and one.get("name") == name for one in resolved):
            context.note((*place, "parameters"), f"the parameter `{name}` of the path is not described: a text is sent")
            kept.append({"name": name, "in": "path", "required": True, "schema": {"type": "string"}})
    if kept == operation.get("parameters", []):
        return operation
    rest = {key: inner for key, inner in operation.items() if key != "parameters"}
    return {**rest, "parameters": kept} if kept else rest


def _resolved(context: Context, value: Mapping[str, Any]) -> Mapping[str, Any]:
    found = context.target(value["$ref"]) if isinstance(value.get("$ref"), str) else value
    return found if is_mapping(found) else {}


def _operation(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    made = dict(value)
    tags = made.get("tags")
    if is_sequence(tags) and any(is_sequence(one) for one in tags):
        context.note((*place, "tags"), "lists within `tags` became their last names")
        made["tags"] = [one[-1] if is_sequence(one) and one else one for one in tags]
    if is_sequence(made.get("tags")):
        made["tags"] = [one for one in made["tags"] if isinstance(one, str | int)]
    if is_mapping(made.get("security")):
        made["security"] = [made["security"]]
    if context.version == "2":
        return made
    responses = made.get("responses")
    if not is_mapping(responses) or not responses:
        context.note((*place, "responses"), "no response is described: any is accepted")
        made["responses"] = {"default": {"description": ""}}
    else:
        made["responses"] = _responses(context, responses, (*place, "responses"))
    _body_parameter(context, made, place)
    return made


def _responses(context: Context, responses: Mapping[str, Any], place: Tokens) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for status, response in responses.items():
        name = str(status)
        match = re.match(r"[1-5]\d\d|[1-5]xx", name, re.IGNORECASE)
        if name != "default" and not name.startswith("x-") and (match is None or match[0] != name):
            new = match[0] if match else "default"
            if new in responses or new in made:
                context.note((*place, status), f"`{name}` is no status; left out")
                continue
            context.note((*place, status), f"the status `{name}` became `{new.upper() if match else new}`")
            name = new.upper() if match else new
        made[name] = response if response is not None else {}
    return made


def _body_parameter(context: Context, made: dict[str, Any], place: Tokens) -> None:
    """Turn a parameter `in: body`, which OpenAPI 3 does not have, into a request body."""
    listed = made.get("parameters")
    bodies = [one for one in listed if is_mapping(one) and one.get("in") == "body"] if is_sequence(listed) else []
    if not bodies or not is_sequence(listed):
        return
    context.note((*place, "parameters"), "a parameter `in: body` became the request body")
    made["parameters"] = [one for one in listed if one not in bodies]
    schema = bodies[0].get("schema", {})
    made.setdefault(
        "requestBody",
        {"content": {"application/json": {"schema": schema}}, "required": bodies[0].get("required") is True},
    )


def _parameter(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    if context.version == "2":
        return value
    made = dict(value)
    name, where = made.get("name"), made.get("in")
    if not isinstance(name, str) or not name or where not in ("query", "header", "path", "cookie"):
        context.note(place, "a parameter without a name, or without a place that there is, was left out")
        return DROPPED
    if where == "path" and made.get("required") is not True:
        context.note((*place, "required"), f"the path parameter `{name}` is required")
        made["required"] = True
    _valued(context, made, place)
    return made


def _header(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    if context.version == "2":
        return value
    made = dict(value)
    _valued(context, made, place)
    return made


def _valued(context: Context, made: dict[str, Any], place: Tokens) -> None:
    """Give a parameter or header a schema of its own."""
    moved = {
        key: made.pop(key) for key in _SCHEMA_KEYS if key in made and key not in context.shapes["Parameter"].fields
    }
    if moved and "schema" not in made:
        context.note(place, "the keywords of a schema stand in one")
        made["schema"] = moved
    if "schema" in made and "content" in made:
        context.note((*place, "content"), "of `schema` and `content` the first one is kept")
        made.pop("content")
    if "schema" not in made and "content" not in made:
        context.note(place, "it has no schema: any value is accepted")
        made["schema"] = {}
    content.named_examples(context, made, place)


def _request_body(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    made = dict(value)
    if "schema" in made and "content" not in made:
        context.note((*place, "schema"), "the schema of a body stands under its content type")
        made["content"] = {"application/json": {"schema": made.pop("schema")}}
    if not is_mapping(made.get("content")):
        context.note(place, "a body without content was left out")
        return DROPPED
    made["content"] = content.content_types(context, made["content"], (*place, "content"))
    return made


def _response(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    made = dict(value)
    if context.version == "2":
        return made
    if "schema" in made:
        context.note((*place, "schema"), "the schema of an answer stands under its content type")
        made.setdefault("content", {"application/json": {"schema": made["schema"]}})
        made.pop("schema")
    if is_mapping(made.get("content")):
        made["content"] = content.content_types(context, made["content"], (*place, "content"))
    if not isinstance(made.get("description"), str):
        context.note((*place, "description"), "an answer needs a description")
        made["description"] = _phrase(str(place[-1]))
    return made


def _phrase(status: str) -> str:
    return HTTPStatus(int(status)).phrase if status.isdecimal() and int(status) in set(HTTPStatus) else ""


def _needs(field: str, what: str) -> Mend:
    def mend(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
        if isinstance(value.get(field), str) and value[field]:
            return value
        context.note(place, f"{what} without `{field}` was left out")
        return DROPPED

    return mend


def _path_item(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    lowered = {key.lower() if key.lower() in _METHODS else key: inner for key, inner in value.items()}
    if list(lowered) != list(value):
        context.note(place, "methods are written in lower case")
    return lowered


def _variable(context: Context, value: Mapping[str, Any], place: Tokens) -> Any:
    values = value.get("enum")
    if "enum" in value and (not is_sequence(values) or value.get("default") not in values):
        context.note((*place, "enum"), "values of a variable that do not have its default were left out")
        return {key: inner for key, inner in value.items() if key != "enum"}
    return value


_BEFORE: dict[str, Mend] = {
    "OpenAPI": _root,
    "PathItem": _path_item,
    "Operation": _operation,
    "Parameter": _parameter,
    "Header": _header,
    "MediaType": content.media_type,
    "RequestBody": _request_body,
    "Response": _response,
    "SecurityScheme": security.scheme,
    "Server": security.server,
    "ServerVariable": _variable,
    "License": _needs("name", "a license"),
    "ExternalDocs": _needs("url", "external documentation"),
}
_AFTER: dict[str, Mend] = {"OpenAPI": _root_after}
