"""What the templates need of an operation: its arguments, its request and its result as Python source text."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..ir.api import Api, MediaType, Operation, Parameter, ParameterLocation, Response
from ..naming.assign import Names
from ..naming.operation_names import operation_name
from ..naming.reserved import TYPE_NAMES
from ..openapi.media_type_names import answers_both_ways, is_range, is_sequence
from ..text.python_source import WIDTH, literal, shown
from .client_view import server_value
from .codecs import codec, ordered
from .docstrings import documentation
from .idempotency_keys import idempotency_options
from .parameter_styles import style
from .type_expressions import TypeWriter, is_union, union

MODELS = "models"
"""Where the modules of operations find models: `from . import models` loads few or none before they are used."""
HIDDEN_MODELS = "all_models"
"""Where they find them in a class that has a method of that name."""

_HIDEABLE = frozenset({MODELS, *(name for name in TYPE_NAMES if hasattr(builtins, name))})
_NAME = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|(?<![\w.])(?P<name>[a-z]+)(?![\w:])""")
"""A text, which is left alone, or the name of a type: no attribute, and no argument."""

_OPTIONS = ("options", "request_options", "call_options", "client_request_options")
"""What the argument for the options of a call may be called."""

_LOCATIONS: Mapping[ParameterLocation, str] = {
    ParameterLocation.PATH: "path",
    ParameterLocation.QUERY: "query",
    ParameterLocation.HEADER: "headers",
    ParameterLocation.COOKIE: "cookies",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method."""

    name: str
    type: str
    required: bool
    description: str = ""
    keyword: bool = True
    default: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """An operation as the templates write it."""

    method: str
    builder: str
    constant: str
    http_method: str
    path: str
    options: Mapping[str, str]
    """Keyword → source of what `Operation` takes besides method, path and responses."""
    responses: tuple[tuple[str, str], ...]
    """Status key and codec, as source."""
    values: Mapping[str, str]
    """Keyword → source of what `Request` takes besides the operation."""
    arguments: tuple[Argument, ...]
    content_types: tuple[str, ...]
    """The request's content types where there is a choice."""
    result: str
    description: str
    hidden: frozenset[str]
    """What the class of the method has: a type of such a name is written in another way."""
    streams: bool = False
    """The method returns a stream of items."""

    @property
    def builder_header(self) -> str:
        """The head of the request builder."""
        return f"def {self.builder}({self._parameters(0)}) -> Request[{self.result}]:"

    def method_header(self, define: str, prefix: str = "") -> str:
        """Return the head of the method; `prefix` is what the name of the stream that it returns begins with."""
        result = self._qualified(self.result)
        result = f"{prefix}Stream[{result}]" if self.streams else result
        return f"{define} {self.method}({self._parameters(4, 'self')}) -> {result}:"

    @property
    def request(self) -> str:
        """What the request builder does."""
        arguments = ", ".join([self.constant, *(f"{name}={value}" for name, value in self.values.items())])
        # An argument a line as soon as one line is too short, so that one more is one changed line.
        return f"return Request({arguments}{',' if len(arguments) + 20 > WIDTH else ''})"

    @property
    def returned(self) -> str:
        """What the method of a resource does."""
        if self.streams:
            return f"return self._client.stream({self.sent})"
        return f"return self._client.send({self.sent}).data"

    @property
    def async_returned(self) -> str:
        """What its asynchronous twin does."""
        if self.streams:
            return f"return await self._client.stream({self.sent})"
        return f"return (await self._client.send({self.sent})).data"

    @property
    def options_name(self) -> str:
        """The argument for the options of the call: another one where a parameter has its name."""
        taken = {one.name for one in self.arguments}
        return next(name for name in _OPTIONS if name not in taken)

    @property
    def sent(self) -> str:
        """What the client is given: the call of the request builder, and the options."""
        return f"{self.call}, options={self.options_name}"

    @property
    def call(self) -> str:
        """The call of the request builder with the arguments of the method."""
        arguments = [
            *(one.name for one in self.arguments if not one.keyword),
            *(f"{one.name}={one.name}" for one in self.arguments if one.keyword),
            *(["content_type=content_type"] if self.content_types else []),
        ]
        return f"{self.builder}({', '.join(arguments)})"

    def _parameters(self, indent: int, *first: str) -> str:
        """Return what stands between the brackets of a head, a line for each as soon as some are keyword-only.

        black puts a union that is too long for its line in brackets, and ruff keeps them where they are.
        """
        positional = [one for one in self.arguments if not one.keyword]
        keywords = [one for one in self.arguments if one.keyword]
        if self.content_types:
            type_, default = _content_type(self.content_types)
            keywords.append(Argument("content_type", type_, required=True, default=default))
        if first:  # a method, in whose class some names mean something else
            keywords.append(Argument(self.options_name, "RequestOptions", required=False, default="None"))
            positional, keywords = (
                [replace(x, type=self._qualified(x.type)) for x in each] for each in (positional, keywords)
            )
        declared = [*first, *map(self._declaration, positional)]
        if keywords or indent + 4 + len(", ".join(declared)) > WIDTH:
            room = WIDTH - indent - 5
            declared = [*first, *(self._declaration(one, room) for one in positional)]
            declared += ["*", *(self._declaration(one, room) for one in keywords)] if keywords else []
        return ", ".join([*declared, ""]) if keywords else ", ".join(declared)

    def _declaration(self, argument: Argument, room: int = WIDTH) -> str:
        type_ = argument.type if argument.required else _optional(argument.type)
        default = f" = {argument.default}" if argument.default else ""
        plain = f"{argument.name}: {type_}{default}"
        fits = len(plain) <= room and ",]" not in type_
        return plain if fits or not is_union(type_) else f"{argument.name}: ({type_}){default}"

    def _qualified(self, text: str) -> str:
        """Write `builtins.list` for `list` where the class has a method of that name; likewise for `models`."""
        return _NAME.sub(self._visible, text) if self.hidden else text

    def _visible(self, found: re.Match[str]) -> str:
        name = found["name"]
        if name not in self.hidden:
            return found[0]
        return HIDDEN_MODELS if name == MODELS else f"builtins.{name}"


def _content_type(names: tuple[str, ...]) -> tuple[str, str]:
    """Return type and default of the argument that chooses a media type; a range leaves that to the caller."""
    if any(map(is_range, names)):
        return "str | None", "None"
    return f"Literal[{', '.join(map(literal, names))}]", literal(names[0])


def signature_writer(api: Api, names: Names) -> TypeWriter:
    """Return what writes the types of signatures: one can serve all operations."""
    return TypeWriter(api, names, home=f"{MODELS}.")


def signatures(
    api: Api, names: Names, operation: Operation, hidden: frozenset[str], writer: TypeWriter | None = None
) -> tuple[Signature, ...]:
    """Return the Python form of one operation: a method, and one more where it can answer at once or as a stream."""
    writer = writer or signature_writer(api, names)
    contents = [media.content_type for one in operation.successes for media in one.contents]
    if answers_both_ways(contents):
        return tuple(_signature(writer, operation, hidden, streams=one) for one in (False, True))
    return (_signature(writer, operation, hidden, streams=any(map(is_sequence, contents))),)


def _signature(writer: TypeWriter, operation: Operation, hidden: frozenset[str], *, streams: bool) -> Signature:
    names = writer.names
    name = names.operations[operation.key]
    if streams and name.stream:
        name = operation_name(name.resource, name.stream)
    arguments = tuple(_arguments(writer, names, operation))
    contents = ordered(operation.body.contents) if operation.body else ()
    content_types = tuple(one.content_type for one in contents)
    choice = len(content_types) > 1 or any(map(is_range, content_types))
    return Signature(
        method=name.method,
        builder=name.builder,
        constant=name.constant,
        http_method=operation.method.upper(),
        path=operation.path,
        options=_options(writer, operation),
        responses=tuple(
            (_status(one.status), _codecs(writer, _contents(operation, one, streams=streams), received=True) or "None")
            for one in operation.responses
        ),
        values=_values(names, operation, choice=choice),
        arguments=arguments,
        content_types=content_types if choice else (),
        result=result_type(writer, operation, streams=streams),
        description=documentation(writer, names, operation, [(one.name, one.description) for one in arguments]),
        hidden=hidden & _HIDEABLE,
        streams=streams,
    )


def result_type(writer: TypeWriter, operation: Operation, *, streams: bool) -> str:
    """Return the type of what the operation gives back, or of an item: the union of its declared successes."""
    types: list[str] = []
    for one in operation.successes:
        contents = _contents(operation, one, streams=streams)
        found = [codec(writer.plain, media, received=True).type for media in contents]
        types += found or ([] if streams else ["None"])
    return union(types) or "None"


def response_types(writer: TypeWriter, response: Response) -> set[str]:
    """Return the types of the body of an error response: one for each content type."""
    contents = [media for media in response.contents if not is_sequence(media.content_type)]
    return {codec(writer.plain, media, received=True).type for media in contents}


def _contents(operation: Operation, response: Response, *, streams: bool) -> tuple[MediaType, ...]:
    """Return the contents that matter: of a success the streams or the others, of an error all but streams."""
    if str(response.status) in _BODILESS or operation.method == "head":
        return ()
    wanted = streams and response in operation.successes
    return tuple(media for media in ordered(response.contents) if is_sequence(media.content_type) == wanted)


_BODILESS = frozenset({"204", "205"})
"""Statuses whose responses have no body, whatever a document says (RFC 9110, 15.3.5 and 15.3.6)."""


def _codecs(writer: TypeWriter, contents: Iterable[MediaType], *, received: bool) -> str:
    """Return the source of a codec, of a tuple of them, or nothing."""
    found = [codec(writer, media, received=received).expression for media in contents]
    return found[0] if len(found) == 1 else _tuple(found) if found else ""


def _arguments(writer: TypeWriter, names: Names, operation: Operation) -> Iterable[Argument]:
    in_path = [one for one in operation.parameters if one.location is ParameterLocation.PATH]
    for parameter in sorted(in_path, key=lambda one: _position(operation.path, one.name)):
        yield _argument(writer, names, operation, parameter, keyword=False)
    if operation.body:
        body = operation.body
        yield Argument(
            names.body[operation.key],
            union(codec(writer.plain, media, received=False).type for media in ordered(body.contents)) or "Any",
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
) -> Argument:
    description = parameter.description.strip()
    schema = parameter.schema
    if not description and not isinstance(schema, bool):
        description = str(schema.get("description", "")).strip()
    default_is_said = "default" in description.lower()
    if not isinstance(schema, bool) and schema.get("default") is not None and not default_is_said:
        description = f"{description}\n\nDefault: `{shown(schema['default'])}`.".strip()
    if parameter.deprecated:
        description = f"{description}\n\nDeprecated.".strip()
    return Argument(
        names.parameters[operation.key, parameter.location, parameter.name],
        writer.plain.expression(schema, received=False),
        parameter.required or not keyword,
        description,
        keyword,
        default="" if parameter.required or not keyword else "None",
    )


def _options(writer: TypeWriter, operation: Operation) -> dict[str, str]:
    options: dict[str, str] = {}
    if operation.security:
        options["security"] = _tuple(
            _tuple(
                _tuple([literal(key), *(literal(scope) for scope in scopes)]) if scopes else literal(key)
                for key, scopes in alternative.items()
            )
            for alternative in operation.security
        )
    for location, keyword in _LOCATIONS.items():
        styles = [
            f"{literal(one.name)}: {text}"
            for one in operation.parameters
            if one.location is location and (text := style(one, writer))
        ]
        if styles:
            # A function, where it names models: they are loaded when the operation is first used.
            options[keyword] = f"{'lambda: ' if f'{MODELS}.' in ''.join(styles) else ''}{_dict(styles)}"
    querystring = [one for one in operation.parameters if one.location is ParameterLocation.QUERYSTRING]
    if querystring:
        options["querystring"] = literal(querystring[0].content_type or "application/x-www-form-urlencoded")
    if operation.body:
        contents = ordered(operation.body.contents)
        options["body"] = f"lambda: {_codecs(writer, contents, received=False) or 'None'}"
        types = union(codec(writer.plain, media, received=False).type for media in contents)
        if operation.body.required and (types == "None" or types.endswith(" | None")):
            options["body_required"] = "True"
    if (strict := writer.names.strict_responses.get(operation.key)) is not None:
        options["strict_responses"] = str(strict)
    options |= idempotency_options(operation, writer.api.schemas)
    if operation.servers:
        options["servers"] = _tuple(server_value(server) for server in operation.servers)
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
            # Those of the path stand in one line where they can: one more would be another operation.
            in_path = location is ParameterLocation.PATH
            values[keyword] = f"{{{', '.join(entries)}}}" if in_path else _dict(entries)
    for one in operation.parameters:
        if one.location is ParameterLocation.QUERYSTRING:
            values["querystring"] = names.parameters[operation.key, one.location, one.name]
    if operation.body:
        values["body"] = names.body[operation.key]
        if choice:
            values["content_type"] = "content_type"
    return values


def _position(path: str, name: str) -> int:
    """Return where a parameter stands in a path template, by itself or in an expression of RFC 6570."""
    found = re.search(rf"\{{[^{{}}]*?(?<!\w){re.escape(name)}(?!\w)", path)
    return path.find(f"{{{name}}}") if found is None else found.end()


def _status(status: str) -> str:
    return status if status.isdigit() else literal(status)


def _optional(text: str) -> str:
    return text if text in ("Any", "None") or text.endswith(" | None") else f"{text} | None"


def _dict(entries: list[str]) -> str:
    """Return a display, by a trailing comma with an entry a line where they are several."""
    return f"{{{', '.join(entries)}{',' if len(entries) > 1 else ''}}}"


def _tuple(items: Iterable[str]) -> str:
    members = list(items)
    return f"({', '.join(members)}{',' if len(members) == 1 else ''})"
