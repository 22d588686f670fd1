"""The data of an operation for the templates: its arguments, its request and its result."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from ..ir.api import Api, MediaType, Operation, Parameter, ParameterLocation, Response
from ..naming.assign import Names
from ..naming.client_headers import of_method
from ..naming.operation_names import operation_name
from ..naming.reserved import TYPE_NAMES
from ..openapi.media_type_names import answers_both_ways, is_range, is_sequential
from ..schema.value_texts import value_texts
from ..text.python_source import literal, shown
from .client_view import server_value
from .codecs import FORM_TYPE, codec, ordered
from .definitions import only_value
from .docstrings import documentation
from .expression import (
    ANY,
    NONE,
    Expression,
    call,
    compose,
    display,
    joined,
    name,
    several,
    subscript,
    union,
    value,
)
from .idempotency_keys import idempotency_options
from .parameter_styles import style
from .type_expressions import TypeWriter
from .views.derived_methods import iterator, waiting
from .views.signature import MethodArgument, Signature

MODELS = "models"
"""How modules of operations find models: `from . import models` loads few or none before they are used."""
HIDDEN_MODELS = "all_models"
"""How they find them in a class with a method of that name."""

_HIDEABLE = frozenset({MODELS, *(one for one in TYPE_NAMES if hasattr(builtins, one))})

_OF_TYPES = frozenset({MODELS, "Annotated"})

_LOCATIONS: Mapping[ParameterLocation, str] = {
    ParameterLocation.PATH: "path",
    ParameterLocation.QUERY: "query",
    ParameterLocation.HEADER: "headers",
    ParameterLocation.COOKIE: "cookies",
}


def signature_writer(api: Api, names: Names) -> TypeWriter:
    """Return the type writer for signatures; all operations can share it."""
    return TypeWriter(api, names, qualified=True)


def signatures(
    api: Api, names: Names, operation: Operation, hidden: frozenset[str], writer: TypeWriter | None = None
) -> tuple[Signature, ...]:
    """Return the methods of one operation: one, or two if it can answer as a whole or as a stream."""
    writer = writer or signature_writer(api, names)
    contents = [media.content_type for one in operation.successes for media in one.contents]
    if answers_both_ways(contents):
        return tuple(_signature(writer, operation, hidden, streams=one) for one in (False, True))
    return (_signature(writer, operation, hidden, streams=any(map(is_sequential, contents))),)


def _signature(writer: TypeWriter, operation: Operation, hidden: frozenset[str], *, streams: bool) -> Signature:
    names = writer.names
    operation = replace(operation, parameters=of_method(operation, names.headers))
    called = names.operations[operation.key]
    if streams and called.stream:
        called = operation_name(called.resource, called.stream)
    arguments = list(_arguments(writer, names, operation))
    described = [(one.name, one.description) for one in arguments]
    contents = ordered(operation.body.contents) if operation.body else ()
    choice = len(contents) > 1 or any(is_range(one.content_type) for one in contents)
    if choice:
        of_bytes = all(codec(writer, one, received=False).function == "Binary" for one in contents)
        arguments.append(_content_type([one.content_type for one in contents], of_bytes=of_bytes))
    signature = Signature(
        method=called.method,
        builder=called.builder,
        constant=called.constant,
        http_method=operation.method.upper(),
        path=operation.template,
        options=_options(writer, operation),
        responses=tuple(
            (_status(one.status), _codecs(writer, _contents(operation, one, streams=streams), received=True))
            for one in operation.responses
        ),
        values=_values(names, operation, choice=choice),
        arguments=tuple(arguments),
        result=result_type(writer, operation, streams=streams),
        description=documentation(writer, names, operation, described),
        hidden=tuple(sorted(hidden & _HIDEABLE)),
        streams=streams,
    )
    pages, waits = iterator(writer, operation, signature), waiting(writer, operation, signature)
    return replace(signature, iterator=pages, waiting=waits) if pages or waits else signature


def _content_type(choice: Sequence[str], *, of_bytes: bool) -> MethodArgument:
    """Return the argument that chooses the media type of a request; for a range, callers give any type.

    If every type is sent as bytes, it may be left out: the name of a file often says of which type it is.
    """
    if any(map(is_range, choice)):
        return MethodArgument("content_type", name("str"), required=False, default="None")
    values = subscript("Literal", joined(literal(one) for one in choice))
    if of_bytes:
        return MethodArgument("content_type", values, required=False, default="None")
    return MethodArgument("content_type", values, required=True, default=literal(choice[0]))


def result_type(writer: TypeWriter, operation: Operation, *, streams: bool) -> Expression:
    """Return the type that the operation returns, or the type of its items: the union of its declared successes."""
    types: list[Expression] = []
    for one in operation.successes:
        contents = _contents(operation, one, streams=streams)
        found = [codec(writer.plain, media, received=True).type for media in contents]
        types += found or ([] if streams else [NONE])
    return union(types) if types else NONE


def response_types(writer: TypeWriter, response: Response) -> set[Expression]:
    """Return the types of the body of an error response, one for each content type."""
    contents = [media for media in response.contents if not is_sequential(media.content_type)]
    return {codec(writer.plain, media, received=True).type for media in contents}


def _contents(operation: Operation, response: Response, *, streams: bool) -> tuple[MediaType, ...]:
    """Return the relevant contents: of a success the streams or the others, of an error all but streams."""
    if str(response.status) in _BODILESS or operation.method == "head":
        return ()
    wanted = streams and response in operation.successes
    return tuple(media for media in ordered(response.contents) if is_sequential(media.content_type) == wanted)


_BODILESS = frozenset({"204", "205"})
"""Statuses whose responses have no body, whatever a document says (RFC 9110, 15.3.5 and 15.3.6)."""


def _codecs(writer: TypeWriter, contents: Iterable[MediaType], *, received: bool) -> Expression:
    """Return a codec, a tuple of them, or None."""
    found = [codec(writer, media, received=received).expression for media in contents]
    return found[0] if len(found) == 1 else several(found) if found else NONE


def _arguments(writer: TypeWriter, names: Names, operation: Operation) -> Iterable[MethodArgument]:
    in_path = [one for one in operation.parameters if one.location is ParameterLocation.PATH]
    for parameter in sorted(in_path, key=lambda one: _position(operation.path, one.name)):
        yield _argument(writer, names, operation, parameter, keyword=False)
    if operation.body:
        body = operation.body
        yield MethodArgument(
            names.body[operation.key],
            union(codec(writer.plain, media, received=False).type for media in ordered(body.contents)),
            body.required,
            body.description,
            keyword=False,
            default="" if body.required else "None",
        )
    for parameter in operation.parameters:
        if parameter.location is not ParameterLocation.PATH:
            yield _argument(writer, names, operation, parameter, keyword=True)


def _argument(
    writer: TypeWriter, names: Names, operation: Operation, parameter: Parameter, *, keyword: bool
) -> MethodArgument:
    description = parameter.description.strip()
    schema = parameter.schema
    documented = schema.notes.description.strip()
    description = "\n\n".join(filter(None, (description, value_texts(documented)))) if description else documented
    if schema.notes.default is not None and "default" not in description.lower():
        description = f"{description}\n\nDefault: `{shown(schema.notes.default)}`.".strip()
    if parameter.deprecated:
        description = f"{description}\n\nDeprecated.".strip()
    return MethodArgument(
        names.parameters[operation.key, parameter.location, parameter.name],
        writer.plain.expression(schema, received=False),
        parameter.required or not keyword,
        description,
        keyword,
        default="" if not keyword else only_value(schema, writer.api.schemas) if parameter.required else "None",
    )


def _options(writer: TypeWriter, operation: Operation) -> dict[str, Expression]:
    options: dict[str, Expression] = {}
    if operation.security:
        options["security"] = value([{key: list(scopes) for key, scopes in one.items()} for one in operation.security])
    for location, keyword in _LOCATIONS.items():
        here = (one for one in operation.parameters if one.location is location)
        styles = {one.name: found for one in here if (found := style(one, writer))}
        if styles:
            shown = display(styles, a_line_each=True)
            # A function, if there are types: it is called, and loads models, when the operation is first used.
            has_types = shown.uses(_OF_TYPES)
            options[keyword] = compose("lambda: ", shown) if has_types else shown
    querystring = [one for one in operation.parameters if one.location is ParameterLocation.QUERYSTRING]
    if querystring:
        kind = querystring[0].content_type or FORM_TYPE
        options["querystring"] = call("Form", [ANY]) if "form-urlencoded" in kind else value(kind)
    if operation.body:
        contents = ordered(operation.body.contents)
        options["body"] = compose("lambda: ", _codecs(writer, contents, received=False))
        types = union(codec(writer.plain, media, received=False).type for media in contents)
        if operation.body.required and types.allows_none:
            options["body_required"] = value(True)
    if (strict := writer.names.strict_responses.get(operation.key)) is not None:
        options["strict_responses"] = value(strict)
    options |= idempotency_options(operation, writer.api.schemas)
    if operation.servers:
        options["servers"] = several(server_value(server) for server in operation.servers)
    return options


def _values(names: Names, operation: Operation, *, choice: bool) -> dict[str, str]:
    values: dict[str, str] = {}
    for location, keyword in _LOCATIONS.items():
        entries = [
            f"{literal(one.name)}: {names.parameters[operation.key, one.location, one.name]}"
            for one in operation.parameters
            if one.location is location
        ]
        if entries:
            # Path parameters are on one line if possible: an additional one would make another operation.
            in_path = location is ParameterLocation.PATH
            comma = "," if len(entries) > 1 and not in_path else ""
            values[keyword] = f"{{{', '.join(entries)}{comma}}}"
    for one in operation.parameters:
        if one.location is ParameterLocation.QUERYSTRING:
            values["querystring"] = names.parameters[operation.key, one.location, one.name]
    if operation.body:
        values["body"] = names.body[operation.key]
        if choice:
            values["content_type"] = "content_type"
    return values


def _position(path: str, name: str) -> int:
    """Return the position of a parameter in a path template, by itself or in an expression of RFC 6570."""
    found = re.search(rf"\{{[^{{}}]*?(?<!\w){re.escape(name)}(?!\w)", path)
    return path.find(f"{{{name}}}") if found is None else found.end()


def _status(status: str) -> str:
    return status if status.isdigit() else literal(status)
