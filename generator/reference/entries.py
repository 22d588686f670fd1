"""The content of the reference for each operation, each model and each error class, as plain data."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..emit.codecs import codec, ordered
from ..emit.operation_view import signature_writer, signatures
from ..ir.api import Operation
from ..naming.operation_names import OperationName
from ..openapi.json_values import is_mapping
from . import texts

if TYPE_CHECKING:
    from ..diagnostics import Location
    from ..emit.type_expressions import TypeWriter
    from ..ir.api import Api
    from ..naming.assign import Names
    from ..schema.classes import JsonSchema
    from ..snippets.calls import Snippet


@dataclass(frozen=True, slots=True)
class ArgumentEntry:
    """One argument of a method."""

    name: str
    type: str
    required: bool
    keyword: bool
    default: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """One declared response."""

    status: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class OperationEntry:
    """One operation."""

    call: str
    """The method as a caller names it: `calls.create`."""
    method: str
    path: str
    operation_id: str
    tags: tuple[str, ...]
    title: str
    description: tuple[str, ...]
    deprecated: bool
    arguments: tuple[ArgumentEntry, ...]
    result: str
    answers: tuple[AnswerEntry, ...]
    fields: tuple[str, ...]
    """Wire names of the parameters and of the body's properties: what a search may look for."""
    where: str
    """The place in the description: `specs/acme/openapi.yaml:12`."""
    rule: str
    """The rule that named the method."""
    example: Snippet | None = None

    @property
    def signature(self) -> str:
        """`create(body: CreateCall, *, limit: int | None = None) -> Call`."""
        parts: list[str] = []
        starred = False
        for one in self.arguments:
            if one.keyword and not starred:
                parts.append("*")
                starred = True
            default = f" = {one.default}" if one.default else ""
            parts.append(f"{one.name}: {one.type}{default}")
        return f"{self.call}({', '.join(parts)}) -> {self.result}"


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field of a model."""

    name: str
    type: str
    default: str
    text: str


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A class, or an alias, of the package's public modules."""

    name: str
    module: str
    bases: str
    text: str
    fields: tuple[FieldEntry, ...]
    alias: str = ""
    """For an alias: the type that it stands for."""


def operations(
    api: Api, names: Names, snippets: Mapping[tuple[str, str], Snippet], *, alone: bool = False
) -> list[OperationEntry]:
    """Return all operations, in the order of the description; one that answers in two ways is there twice.

    Where the description stands `alone`, and not in the folder of a provider, places have the name of its file only.
    """
    writer = signature_writer(api, names)
    rules = {one.wire: one.reason for one in names.explanations if "method" in one.kind or "operation" in one.kind}
    found: list[OperationEntry] = []
    for one in api.operations:
        name = names.operations[one.key]
        calls = [name.call, *([name.stream_call] if name.stream_call else [])]
        for call, signature in zip(calls, signatures(api, names, one, frozenset(), writer), strict=False):
            arguments = tuple(
                ArgumentEntry(
                    argument.name,
                    _type(argument.type.text if argument.required else _optional(argument.type.text)),
                    argument.required,
                    argument.keyword,
                    texts.source(argument.default),
                    texts.plain(argument.description, 240),
                )
                for argument in signature.arguments
            )
            found.append(
                OperationEntry(
                    call,
                    one.method.upper(),
                    texts.path(one.path),
                    one.operation_id or "",
                    one.tags,
                    texts.plain(one.summary or one.description, 120),
                    tuple(texts.paragraphs(one.description)),
                    one.deprecated,
                    arguments,
                    _type(signature.result.text),
                    tuple(_answers(writer, one)),
                    _fields(api, one),
                    _place(one.where, alone=alone),
                    _rule(rules, name, one),
                    snippets.get(one.key) if call == name.call else None,
                )
            )
    return found


def _place(where: Location | None, *, alone: bool) -> str:
    if where is None:
        return ""
    file = where.file.replace("\\", "/").rpartition("/")[2] if alone else where.file
    return f"{file}:{where.line}"


def _type(text: str) -> str:
    text = texts.source(text)
    return " ".join(text.replace("models.", "").split()).replace("[ ", "[").replace(", ]", "]").replace(",]", "]")


def _optional(text: str) -> str:
    return text if text.endswith("None") else f"{text} | None"


def _answers(writer: TypeWriter, operation: Operation) -> Iterator[AnswerEntry]:
    for one in operation.responses:
        types = [codec(writer.plain, media, received=True).type.text for media in ordered(one.contents)]
        yield AnswerEntry(one.status, _type(" | ".join(dict.fromkeys(types))), texts.plain(one.description, 160))


def _fields(api: Api, operation: Operation) -> tuple[str, ...]:
    found = [one.name for one in operation.parameters]
    for media in operation.body.contents if operation.body is not None else ():
        found += _properties(api, media.schema.json if media.schema is not None else {})
    return tuple(dict.fromkeys(found))


def _properties(api: Api, schema: JsonSchema) -> list[str]:
    """Return the names of the properties of a body's schema, a reference followed once."""
    reference = schema.get("$ref") if isinstance(schema, Mapping) else None
    if isinstance(reference, str):
        schema = api.json_schemas.get(reference.rpartition("/")[2], {})
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    return list(properties) if is_mapping(properties) else []


def _rule(rules: Mapping[str, str], name: OperationName, operation: Operation) -> str:
    return texts.plain(next((rules[one] for one in operation.addresses if one in rules), ""), 200)


def classes(files: Mapping[str, str], modules: Sequence[str]) -> list[ClassEntry]:
    """Return the public classes and aliases of modules of a package, from the texts that were generated."""
    found: list[ClassEntry] = []
    for path in sorted(files):
        if path in modules or any(path.startswith(f"{one.removesuffix('.py')}/") for one in modules):
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found += _classes(ast.parse(files[path]), module)
    return sorted(found, key=lambda one: one.name.casefold())


def _classes(tree: ast.Module, module: str) -> Iterator[ClassEntry]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            bases = ", ".join(ast.unparse(base) for base in node.bases)
            text = texts.plain(ast.get_docstring(node) or "", 600)
            yield ClassEntry(node.name, module, bases, text, tuple(_class_fields(node)))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _is_alias(node):
            value = ast.unparse(node.value) if node.value is not None else ""
            yield ClassEntry(node.target.id, module, "", "", (), _short(value))


def _is_alias(node: ast.AnnAssign) -> bool:
    public = isinstance(node.target, ast.Name) and not node.target.id.startswith("_")
    return public and ast.unparse(node.annotation) == "TypeAlias"


def _class_fields(node: ast.ClassDef) -> Iterator[FieldEntry]:
    for index, one in enumerate(node.body):
        if not isinstance(one, ast.AnnAssign) or not isinstance(one.target, ast.Name):
            continue
        following = node.body[index + 1] if index + 1 < len(node.body) else None
        text = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            text = str(following.value.value)
        default = _short(ast.unparse(one.value)) if one.value is not None else ""
        yield FieldEntry(one.target.id, _short(ast.unparse(one.annotation)), default, texts.plain(text, 300))


def _short(source: str) -> str:
    source = texts.source(source)
    return source if len(source) <= _LONGEST else f"{source[: _LONGEST - 1]}…"


_LONGEST = 160
