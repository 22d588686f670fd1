"""The call of an operation as a program: which payload it sends, and what the program looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..emit.client_view import needs_value
from ..emit.codecs import ordered
from ..emit.expression import NONE
from ..emit.operation_view import signatures
from ..format.formatter import format_modules
from ..ir.api import Operation, OperationKey, Parameter
from ..ir.schemas import Enumeration
from ..mock.values import NoSampleError, Sampler, Schema
from ..naming.client_headers import declarations
from ..naming.names import Names
from ..normalize.examples import PublishedExample
from ..text.python_source import identifier, literal
from .source import ValueWriter

if TYPE_CHECKING:
    from ..ir.api import Api
    from .process import PayloadDecoder

_MOST_CANDIDATES = 20
"""Published payloads, or values of a parameter, that are tried."""
_TAKEN = frozenset({"UTC", "UUID", "Decimal", "client", "result", "stream", "item", "main", "asyncio", "models"})


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program that makes one call."""

    call: str
    """The method as a caller names it: `calls.create`."""
    source: str
    """The program, sync; ends with a line break."""
    async_source: str
    label: str
    """The provider's name for the payload; empty if it is invented, or if nothing is sent."""
    exact: bool
    """The body that is sent is equal to the published payload: readOnly properties, for one, are not sent."""


@dataclass(frozen=True, slots=True)
class NoSnippet:
    """Why there is no snippet for a call."""

    call: str
    message: str


@dataclass(frozen=True, slots=True)
class SnippetSource:
    """A described API with what its provider publishes."""

    api: Api
    names: Names
    module: str
    """The module name of the package."""
    tree: Mapping[str, Any]
    """The canonical tree."""
    published: Sequence[PublishedExample]


def snippets(
    subject: SnippetSource, decoder: PayloadDecoder, operations: Iterable[Operation]
) -> list[Snippet | NoSnippet]:
    """Return a snippet for each operation: with the first payload that the provider publishes and that fits.

    Raises:
        DecodingError: the process that decodes is gone.
    """
    maker = _Maker(subject)
    return _made(maker, decoder, [(one, maker.bodies(one)) for one in operations])


def each_payload(subject: SnippetSource, decoder: PayloadDecoder, operation: Operation) -> list[Snippet | NoSnippet]:
    """Return a snippet for each published payload of one operation."""
    maker = _Maker(subject)
    return _made(maker, decoder, [(operation, [one]) for one in maker.bodies(operation) if one.label])


def _made(
    maker: _Maker, decoder: PayloadDecoder, wanted: Sequence[tuple[Operation, Sequence[_Body]]]
) -> list[Snippet | NoSnippet]:
    requests = [maker.request(operation, bodies) for operation, bodies in wanted]
    answers = [*decoder.answers(requests)]
    found = [
        maker.snippet(operation, request, answer)
        for (operation, _), request, answer in zip(wanted, requests, answers, strict=True)
    ]
    # All at once: starting the program that lays out takes longer than its work.
    texts = format_modules(dict(_texts(found)))
    return [
        (
            replace(one, source=texts[f"{index}.py"], async_source=texts[f"{index}_async.py"])
            if isinstance(one, Snippet)
            else one
        )
        for index, one in enumerate(found)
    ]


def _texts(found: Iterable[Snippet | NoSnippet]) -> Iterator[tuple[str, str]]:
    for index, one in enumerate(found):
        if isinstance(one, Snippet):
            yield f"{index}.py", one.source
            yield f"{index}_async.py", one.async_source


@dataclass(frozen=True, slots=True)
class _Body:
    label: str
    value: Any
    content_type: str


class _Maker:
    """Makes the snippets of one API."""

    def __init__(self, subject: SnippetSource) -> None:
        self._subject = subject
        self._names = subject.names
        self._sampler = Sampler(subject.tree.get("components", {}).get("schemas", {}))
        self._published: dict[OperationKey, list[PublishedExample]] = {}
        for one in subject.published:
            if one.operation is not None:
                self._published.setdefault(one.operation, []).append(one)

    def bodies(self, operation: Operation) -> list[_Body]:
        """Return the payloads for an operation: those published, in the type that is sent by default first."""
        if operation.body is None:
            return []
        contents = ordered(operation.body.contents)
        types = [one.content_type for one in contents]
        published = [one for one in self._of(operation, "request") if one.content_type in types]
        published.sort(key=lambda one: types.index(str(one.content_type)))
        found = [_Body(one.label, one.value, str(one.content_type)) for one in published[:_MOST_CANDIDATES]]
        schema = contents[0].schema
        made = self._made_up(True if schema is None else schema.json)
        if made not in (None, {}) or operation.body.required:
            found.append(_Body("", made, types[0]))
        # One request has one content type.
        return [one for one in found if one.content_type == found[0].content_type]

    def _made_up(self, schema: Schema) -> Any:
        """Return a small value that a schema accepts, a larger one where only that is told from its like, or None."""
        for full in (False, True):
            with suppress(NoSampleError):
                return self._sampler.value(schema, "value", received=False, full=full)
        return None

    def request(self, operation: Operation, bodies: Sequence[_Body]) -> dict[str, Any]:
        """Return what the decoder is asked; the labels of the bodies are for `snippet`."""
        key = operation.key
        return {
            "call": self._names.operations[key].call,
            "argument": self._names.body.get(key),
            "content_type": bodies[0].content_type if bodies else None,
            "body": [one.value for one in bodies] or None,
            "labels": [one.label for one in bodies],
            "parameters": [self._parameter(operation, one) for one in operation.parameters if one.required],
        }

    def snippet(
        self, operation: Operation, request: Mapping[str, Any], answer: Mapping[str, Any]
    ) -> Snippet | NoSnippet:
        """Return the snippet for the answer of the worker process, not yet formatted."""
        call = request["call"]
        if "error" in answer:
            return NoSnippet(call, str(answer["error"]))
        chosen = answer["chosen"]
        label = request["labels"][chosen] if chosen is not None else ""
        program = _Program(self._subject, operation, request, answer["arguments"])
        sync, twin = program.text(asynchronous=False), program.text(asynchronous=True)
        return Snippet(call, sync, twin, label, bool(answer["exact"]) or not label)

    def _of(self, operation: Operation, kind: str) -> list[PublishedExample]:
        return [one for one in self._published.get(operation.key, ()) if one.kind == kind]

    def _parameter(self, operation: Operation, parameter: Parameter) -> dict[str, Any]:
        location, schema = str(parameter.location), parameter.schema
        candidates = [
            one.value for one in self._of(operation, "parameter") if one.parameter == (location, parameter.name)
        ][:_MOST_CANDIDATES]
        candidates += [schema.notes.default] if schema.notes.default is not None else []
        if isinstance(schema, Enumeration) and not schema.constant:
            candidates += [one for one in schema.values if one is not None][:1]
        try:
            candidates.append(self._sampler.value(schema.json, parameter.name, received=False))
        except NoSampleError:
            candidates.append(parameter.name)
        return {
            "argument": self._names.parameters[operation.key, parameter.location, parameter.name],
            "location": location,
            "name": parameter.name,
            "candidates": candidates,
        }


class _Program:
    """One call as a program."""

    def __init__(
        self,
        subject: SnippetSource,
        operation: Operation,
        request: Mapping[str, Any],
        arguments: Sequence[Sequence[Any]],
    ) -> None:
        self._names, self._module = subject.names, subject.module
        self._api, self._operation = subject.api, operation
        self._call = ".".join(map(identifier, request["call"].split(".")))
        signature = next(iter(signatures(subject.api, subject.names, operation, frozenset())))
        self._streams, self._returns = signature.streams, signature.result != NONE
        plain = ValueWriter()
        sources = self._arguments(plain, arguments)
        hidden = _TAKEN | {"date", "datetime", "time", "timedelta", "timezone", subject.names.client}
        if plain.models & (hidden | {subject.names.async_client}):
            plain = ValueWriter(qualified=True)
            sources = self._arguments(plain, arguments)
        contents = ordered(operation.body.contents) if operation.body else ()
        if contents and request["body"] is not None and request["content_type"] != contents[0].content_type:
            sources.append(f"content_type={literal(request['content_type'])}")
        self._values, self._sources = plain, sources
        self._headers = _client_headers(subject.api, subject.names, request)

    def text(self, *, asynchronous: bool) -> str:
        """Return the program, not yet formatted."""
        lines = self._imports(asynchronous=asynchronous)
        body = self._body(asynchronous=asynchronous)
        if asynchronous:
            lines += [
                "",
                "",
                "async def main() -> None:",
                *(f"    {line}" for line in body),
                "",
                "",
                "asyncio.run(main())",
            ]
        else:
            lines += ["", *body]
        return "\n".join(lines) + "\n"

    def _arguments(self, writer: ValueWriter, arguments: Sequence[Sequence[Any]]) -> list[str]:
        return [f"{identifier(name)}={writer.source(one)}" if name else writer.source(one) for name, one in arguments]

    def _imports(self, *, asynchronous: bool) -> list[str]:
        names = self._names
        lines = ["import asyncio"] if asynchronous else []
        for module in sorted({module for module, _ in self._values.standard}):
            used = sorted(name for one, name in self._values.standard if one == module)
            lines.append(f"from {module} import {', '.join(used)}")
        lines += [""] if lines else []
        client = names.async_client if asynchronous else names.client
        if self._values.qualified:
            lines.append(f"from {self._module} import {client}, models")
        else:
            lines.append(f"from {self._module} import {client}")
            if self._values.models:
                lines.append(f"from {self._module}.models import {', '.join(sorted(self._values.models))}")
        return lines

    def _body(self, *, asynchronous: bool) -> list[str]:
        names, prefix = self._names, "async " if asynchronous else ""
        client = names.async_client if asynchronous else names.client
        given = [] if self._api.servers or self._operation.servers else ['base_url="https://api.example.com"']
        given += [f"{identifier(name)}={literal(value)}" for name, value in self._headers]
        environment = self._environment()
        reads = f"  # {' and '.join(environment)} in the environment" if environment else ""
        head = f"{prefix}with {identifier(client)}({', '.join(given)}) as client:{reads}"
        call = f"{'await ' if asynchronous else ''}client.{self._call}({', '.join(self._sources)})"
        if self._streams:
            return [
                head,
                f"    {prefix}with {call} as stream:",
                f"        {prefix}for item in stream:",
                "            print(item)",
            ]
        return [head, f"    result = {call}", "    print(result)"] if self._returns else [head, f"    {call}"]

    def _environment(self) -> list[str]:
        """Return the variables that hold the credentials of the first requirement."""
        for requirement in self._operation.security:
            found = [self._names.credentials[key] for key in requirement if key in self._names.credentials]
            variables = [name for one in found for name in (one.environment, one.password_environment) if name]
            return [name for name in variables if _VARIABLE.fullmatch(name)]
        return []


def _client_headers(api: Api, names: Names, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the headers that the client cannot do without, and a value for each."""
    declared = declarations(api, names.headers)
    asked = {one["argument"]: one["candidates"] for one in request["parameters"] if one["location"] == "header"}
    needed = [names.headers[wire] for wire, one in declared.items() if needs_value(one, api)]
    return [(name, asked[name][0]) for name in needed if asked.get(name)]


_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
