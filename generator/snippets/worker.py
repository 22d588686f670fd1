"""Runs in a process of its own: decodes payloads with a generated package, and says how Python code would write them.

`process` starts it as a script, without site, environment or working directory. The audit hook of the trial import
refuses what decoding has no need for. The first line of stdin is a JSON object: the import path, the package. Each
further line asks for one call; the answer is a line of JSON:

    {"call": "calls.create", "body": [candidate, …], "content_type": "application/json", "parameters":
     [{"argument": "id", "location": "path", "name": "id", "candidates": [1, …]}]}
    {"arguments": [["", ["model", "CreateCall", [["agent_id", ["value", 4]]], []]]], "exact": true, "chosen": 0}

A tree is `["value", JSON]`, `["list", [tree, …]]`, `["tuple", [tree, …]]`, `["dict", [[key, tree], …]]`,
`["model", class, [[field, tree], …], [[wire name, tree], …]]`, or a kind of `_SCALARS` with its numbers or its text.
"""

from __future__ import annotations

import base64
import importlib
import inspect
import json
import os
import runpy
import sys
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeGuard, cast
from uuid import UUID

Tree = list[Any]
JSONValue = Any

_LONGEST = 500


class UnwritableError(ValueError):
    """A value has no form in source."""


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    setting: dict[str, Any] = json.loads(sys.stdin.readline())
    sys.path[:] = [setting["folder"], *setting["path"]]
    importlib.import_module("pydantic")
    importlib.import_module("httpx")
    # What is imported must not find the names of this module: they are what the answers are made of.
    sys.modules["__main__"] = types.ModuleType("__main__")
    sys.addaudithook(_guard(setting["guard"]))
    package = ImportedPackage(setting["module"], setting["client"])
    for line in sys.stdin:
        answers.write(json.dumps(_answer(package, json.loads(line))) + "\n")
        answers.flush()


def _guard(script: str) -> Any:
    """Return the audit hook of the trial import."""
    return runpy.run_path(script)["guard"]([])


def _answer(package: ImportedPackage, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return package.arguments(request)
    except Exception as error:
        lines = str(error).strip().splitlines()
        return {"error": f"{type(error).__name__}: {lines[0][:_LONGEST] if lines else ''}"}


class ImportedPackage:
    """The generated package."""

    def __init__(self, name: str, client: str) -> None:
        self.name = name
        self.models = importlib.import_module(f"{name}.models")
        self.fake: Any = getattr(importlib.import_module(f"{name}.testing"), f"Fake{client}")()
        # Only its methods are looked up: no constructor checks what it would be given.
        self.client: Any = object.__new__(getattr(importlib.import_module(name), client))
        bases = [one.__module__ for one in type(self.client).__mro__ if one.__name__ == "Client"]
        self._runtime = bases[0].removesuffix(".http.client")
        self._model_class: Any = self._module("models.model").Model
        self._read_only: object = self._module("models.model").READ_ONLY

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"{self._runtime}.{name}")

    def arguments(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call, positional ones under an empty name, and whether they say the payload."""
        operation = self.fake.fake_of(request["call"]).operation
        method: Any = self.client
        for name in request["call"].split("."):
            method = getattr(method, name)
        hints = _hints(method)
        positional = {
            one.name
            for one in inspect.signature(method).parameters.values()
            if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        }
        found: dict[str, Tree] = {}
        for parameter in request["parameters"]:
            found[parameter["argument"]] = self._parameter(operation, parameter, hints)
        exact, chosen = True, None
        if request["body"] is not None:
            codec = _codec(operation, request["content_type"])
            value, exact, chosen = self._body(codec, request["body"])
            found[request["argument"]] = value
        order = [name for name in inspect.signature(method).parameters if name in found]
        arguments = [["" if name in positional else name, found[name]] for name in order]
        return {"arguments": arguments, "exact": exact, "chosen": chosen}

    def _parameter(self, operation: Any, parameter: dict[str, Any], hints: Mapping[str, Any]) -> Tree:
        places = {"path": "path", "query": "query", "header": "headers", "cookie": "cookies"}
        styles = getattr(operation, places.get(parameter["location"], ""), {})
        declared = getattr(styles.get(parameter["name"]), "type", None) or hints.get(parameter["argument"])
        for candidate in parameter["candidates"]:
            try:
                value = candidate if declared is None else self._decoded(declared, candidate)
                return self.tree(value)
            except ValueError:
                continue
        raise UnwritableError(f"no value is known for {parameter['argument']}")

    def _body(self, codec: Any, candidates: Sequence[JSONValue]) -> tuple[Tree, bool, int | None]:
        """Return the tree of the first candidate that the type takes, whether it is sent as it is, and its index."""
        found: tuple[Tree, bool, int | None] | None = None
        for index, candidate in enumerate(candidates):
            try:
                value = self._decoded(codec.type, candidate)
                tree = self.tree(value)
                exact = _same(self._sent(codec.type, self.built(tree)), candidate)
            except ValueError:
                continue
            if exact:
                return tree, True, index
            found = found or (tree, False, index)
        if found is None:
            made = self._module("testing.values").sample(codec.type)
            found = self.tree(self._decoded(codec.type, made)), True, None
        return found

    def _decoded(self, type_: Any, document: JSONValue) -> Any:
        if type_ is bytes:
            return document.encode() if isinstance(document, str) else json.dumps(document).encode()
        if type_ is str:
            return document if isinstance(document, str) else json.dumps(document)
        return self._adapter(type_).validate_json(json.dumps(document))

    def _sent(self, type_: Any, value: Any) -> JSONValue:
        if isinstance(value, (bytes, str)):
            return value if isinstance(value, str) else value.decode()
        writer = self._adapter(type_)
        return json.loads(writer.dump_json(writer.validate_python(value)))

    def _adapter(self, type_: Any) -> Any:
        return self._module("models.adapter").adapter(type_, tolerant=False)

    # -- values and trees ---------------------------------------------------------------------------------------------

    def tree(self, value: Any) -> Tree:
        """Return how code writes a value.

        Raises:
            UnwritableError: it has no form in source.
        """
        if isinstance(value, self._model_class):
            return self._model(value)
        match value:
            case float() if hasattr(value, "text"):
                return ["value", float(value)]
            case None | bool() | int() | float() | str():
                return ["value", value]
            case list() | tuple() | set() | frozenset():
                items = [self.tree(one) for one in cast("list[Any]", value)]
                return ["tuple" if isinstance(value, tuple) else "list", items]
            case dict():
                return ["dict", [[key, self.tree(one)] for key, one in cast("dict[str, Any]", value).items()]]
            case _:
                return _scalar(value)

    def _model(self, value: Any) -> Tree:
        kind: Any = cast("Any", type(value))
        if not self._is_model(kind):
            raise UnwritableError(f"{kind.__name__} is no model of the package")
        by_itself = {name: constant for name, _, constant in self._module("models.given").constants(kind)}
        fields: list[Any] = []
        for name, field in kind.__pydantic_fields__.items():
            given = name in value.__pydantic_fields_set__ and hasattr(value, name)
            own = getattr(value, name) if given else None
            # Values that a class sets itself are left out, and read-only fields unless they are required.
            silent = (name in by_itself and by_itself[name] == own) or (
                self._read_only in field.metadata and not field.is_required()
            )
            if given and not silent:
                fields.append([name, self.tree(own)])
        undeclared: dict[str, Any] = value.__pydantic_extra__ or {}
        extra = [[key, self.tree(one)] for key, one in undeclared.items()]
        return ["model", kind.__name__, fields, extra]

    def _is_model(self, kind: Any) -> bool:
        return getattr(self.models, kind.__name__, None) is kind

    def built(self, tree: Tree) -> Any:
        """Return what the source of a tree would evaluate to."""
        match tree[0]:
            case "model":
                made = getattr(self.models, tree[1])(**{name: self.built(one) for name, one in tree[2]})
                return made.with_extra({key: self.built(one) for key, one in tree[3]}) if tree[3] else made
            case "list":
                return [self.built(one) for one in tree[1]]
            case "tuple":
                return tuple(self.built(one) for one in tree[1])
            case "dict":
                return {key: self.built(one) for key, one in tree[1]}
            case "value":
                return tree[1]
            case kind:
                return _made(kind, tree[1])


def _codec(operation: Any, content_type: str | None) -> Any:
    body: Any = operation.body
    declared: list[Any] = [*body] if isinstance(body, tuple) else [body]
    return next((one for one in declared if one.content_type == content_type), declared[0])


def _hints(method: Any) -> Mapping[str, Any]:
    try:
        return typing.get_type_hints(method.__func__, include_extras=True)
    except (NameError, TypeError, AttributeError):
        return {}


def _scalar(value: Any) -> Tree:
    match value:
        case datetime():
            offset = value.utcoffset()
            parts = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
            return ["datetime", [*parts, None if offset is None else int(offset.total_seconds())]]
        case date():
            return ["date", [value.year, value.month, value.day]]
        case time():
            offset = value.utcoffset()
            parts = [value.hour, value.minute, value.second, value.microsecond]
            return ["time", [*parts, None if offset is None else int(offset.total_seconds())]]
        case timedelta():
            return ["timedelta", [value.days, value.seconds, value.microseconds]]
        case UUID():
            return ["uuid", str(value)]
        case Decimal():
            return ["decimal", str(value)]
        case bytes():
            return ["bytes", base64.b64encode(value).decode()]
        case _:
            raise UnwritableError(f"{type(value).__name__} has no form in source")


def _made(kind: str, parts: Any) -> Any:
    from datetime import UTC, timezone

    def zone(seconds: int | None) -> Any:
        return None if seconds is None else UTC if seconds == 0 else timezone(timedelta(seconds=seconds))

    match kind:
        case "datetime":
            return datetime(*parts[:-1]).replace(tzinfo=zone(parts[-1]))
        case "date":
            return date(*parts)
        case "time":
            return time(*parts[:-1]).replace(tzinfo=zone(parts[-1]))
        case "timedelta":
            return timedelta(*parts)
        case "uuid":
            return UUID(parts)
        case "decimal":
            return Decimal(parts)
        case _:
            return base64.b64decode(parts)


def _same(sent: JSONValue, published: JSONValue) -> bool:
    """Return whether two JSON documents are equal; points in time are compared as such."""
    if _is_object(sent) and _is_object(published):
        return sent.keys() == published.keys() and all(_same(sent[key], published[key]) for key in sent)
    if _is_list(sent) and _is_list(published):
        return len(sent) == len(published) and all(map(_same, sent, published))
    if isinstance(sent, bool) or isinstance(published, bool):
        return sent is published
    if isinstance(sent, str) and isinstance(published, str):
        return sent == published or _instant(sent) == _instant(published) != ""
    return bool(sent == published)


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _instant(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return ""


if __name__ == "__main__":
    main()
