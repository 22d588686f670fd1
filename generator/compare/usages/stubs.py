"""Writes stubs of a client with every changed part marked as deprecated, so that a type checker reports each use.

PEP 702: a checker reports where a deprecated function, class or property is used, with the text of the decorator.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client_types import Surface

MARK = "clientwright="
_REPORT = re.compile(rf"^(.+?):(\d+):(\d+): \w+: .*{MARK}(\S+?)(?:\s|$)")

_BASE = """\
from collections.abc import AsyncIterator, Iterator, Mapping as Mapping
from datetime import date as date, datetime as datetime, time as time, timedelta as timedelta
from decimal import Decimal as Decimal
from typing import Annotated as Annotated, Any as Any, Generic, Literal as Literal, TypeAlias as TypeAlias, TypeVar
from uuid import UUID as UUID
from typing_extensions import Self, deprecated as deprecated

T = TypeVar("T")
Base64: TypeAlias = Any
Base64Url: TypeAlias = Any
DecimalNumber: TypeAlias = Any
Duration: TypeAlias = Any
HttpDate: TypeAlias = Any
ServerSentEvent: TypeAlias = Any
UnixTime: TypeAlias = Any
Unknown: TypeAlias = Any
Upload: TypeAlias = Any

class Request(Generic[T]): ...

class Response(Generic[T]):
    data: T
    def __getattr__(self, name: str) -> Any: ...

class Stream(Generic[T]):
    def __iter__(self) -> Iterator[T]: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...

class AsyncStream(Generic[T]):
    def __aiter__(self) -> AsyncIterator[T]: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...

class Model:
    def __init__(self, **data: Any) -> None: ...
    @classmethod
    def model_validate(cls, value: Any) -> Self: ...
    def model_copy(self, **options: Any) -> Self: ...
    def model_dump(self, **options: Any) -> dict[str, Any]: ...

class Client:
    def __init__(self, **options: Any) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def send(self, request: Request[T], **options: Any) -> Response[T]: ...
    def stream(self, request: Request[T], **options: Any) -> Stream[T]: ...

class AsyncClient:
    def __init__(self, **options: Any) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *error: object) -> None: ...
    async def send(self, request: Request[T], **options: Any) -> Response[T]: ...
    async def stream(self, request: Request[T], **options: Any) -> AsyncStream[T]: ...
"""


def stubs(surface: Surface, symbols: Collection[str]) -> dict[str, str]:
    """Return path within the package → text of its stub; what `symbols` name is marked as deprecated."""
    marked = set(symbols)
    files = {
        "_base.pyi": _BASE,
        "models/__init__.pyi": _models(surface, marked),
        "errors.pyi": _errors(surface, marked),
    }
    for module, attribute in surface.modules.items():
        files[f"{module}.pyi"] = _resource(surface, attribute, marked)
    files["client.pyi"] = _client(surface, marked)
    files["__init__.pyi"] = "".join(f"from .client import {name} as {name}\n" for name in surface.clients)
    return files


def reports(output: str) -> list[tuple[str, int, int, str]]:
    """Return (path, line, 1-based column, symbol) of every use that a checker reported."""
    found = (_REPORT.match(line) for line in output.splitlines())
    return [(match[1], int(match[2]), int(match[3]), match[4]) for match in found if match]


def _models(surface: Surface, marked: set[str]) -> str:
    lines = ["from .._base import *", ""]
    for name in surface.schemas:
        if not surface.is_model(name):
            lines.append(f"{name}: TypeAlias = {surface.expression(name)}")
            continue
        lines += [*_mark(name, marked, ""), f"class {name}({surface.base(name) or 'Model'}):"]
        for field in surface.fields(name):
            symbol, text = f"{name}.{field}", surface.field_expression(name, field)
            if symbol in marked:
                lines += ["    @property", *_mark(symbol, marked, "    "), f"    def {field}(self) -> {text}: ..."]
            else:
                lines.append(f"    {field}: {text}")
        lines.append("    ...")
    return "\n".join([*lines, ""])


def _errors(surface: Surface, marked: set[str]) -> str:
    lines = ["from ._base import *", "from .models import *", "class ClientError(Exception): ..."]
    for name in sorted(surface.errors):
        body = surface.error_expression(name)
        lines += [*_mark(f"errors.{name}", marked, ""), f"class {name}(ClientError):", f"    body: {body}"]
    return "\n".join([*lines, ""])


def _resource(surface: Surface, attribute: str, marked: set[str]) -> str:
    lines = ["from ._base import *", "from .models import *"]
    within = [module for module, one in surface.modules.items() if one.rpartition(".")[0] == attribute]
    lines += [f"from . import {module} as _{module}" for module in within]
    names = [name for name, one in surface.resource_classes.items() if one == attribute]
    for name, define, prefix in zip(names, ("def", "async def"), ("", "Async"), strict=True):
        lines.append(f"class {name}:")
        for method in surface.methods(attribute):
            result = surface.result_expression(method)
            result = f"{prefix}Stream[{result}]" if method.streams else result
            short = method.name.rpartition(".")[2]
            lines += [*_mark(method.name if method.name in marked else method.call, marked, "    ")]
            how = "def" if method.streams and method.name in surface.derived else define
            lines.append(f"    {how} {short}(self, *values: Any, **named: Any) -> {result}: ...")
        lines += _attributes(surface, attribute, asynchronous=bool(prefix))
        lines.append("    ...")
    for (module, builder), call in surface.builders.items():
        if surface.modules.get(module) == attribute and (built := surface.method(call)):
            lines += [*_mark(call, marked, "")]
            lines.append(
                f"def {builder}(*values: Any, **named: Any) -> Request[{surface.result_expression(built)}]: ..."
            )
    return "\n".join([*lines, ""])


def _client(surface: Surface, marked: set[str]) -> str:
    lines = ["from ._base import *", "from .models import *", "from . import _base"]
    lines += [f"from . import {module} as _{module}" for module in surface.modules]
    for name, asynchronous in surface.clients.items():
        base, define = ("AsyncClient", "async def") if asynchronous else ("Client", "def")
        lines.append(f"class {name}(_base.{base}):")
        lines += _attributes(surface, "", asynchronous=asynchronous)
        for method in surface.methods(""):
            result = surface.result_expression(method)
            lines += [*_mark(method.call, marked, "    ")]
            lines.append(f"    {define} {method.name}(self, *values: Any, **named: Any) -> {result}: ...")
        lines.append("    ...")
    return "\n".join([*lines, ""])


def _attributes(surface: Surface, holder: str, *, asynchronous: bool) -> list[str]:
    """Return the resources within another resource or the client, as lines that declare attributes."""
    homes = {attribute: module for module, attribute in surface.modules.items()}
    lines: list[str] = []
    for attribute in sorted(surface.resources):
        parent, _, name = attribute.rpartition(".")
        if parent == holder:
            classes = [one for one, its in surface.resource_classes.items() if its == attribute]
            lines.append(f"    {name}: _{homes[attribute]}.{classes[asynchronous]}")
    return lines


def _mark(symbol: str, marked: set[str], margin: str) -> list[str]:
    return [f'{margin}@deprecated("{MARK}{symbol}")'] if symbol in marked else []
