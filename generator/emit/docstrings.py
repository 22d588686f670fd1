"""Writes the docstring of a method: what it does, its arguments, what it returns, what it raises."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from inspect import cleandoc

from ..ir.api import Header, Operation, Response
from ..naming.assign import Names
from ..text.wrap import wrap
from .type_expressions import TypeWriter


def documentation(writer: TypeWriter, names: Names, operation: Operation, arguments: Iterable[tuple[str, str]]) -> str:
    """Return the docstring of a method: what it does, its arguments, what it returns, what it raises."""
    summary = operation.summary.strip() or f"`{operation.method.upper()} {operation.path}`."
    if summary[-1] not in ".!?`":
        summary += "."
    parts = [summary]
    description = operation.description.strip()
    if description and description.rstrip(".") != summary.rstrip("."):
        parts.append(description)
    if operation.deprecated:
        parts.append("Deprecated.")
    described = [item(name, text) for name, text in arguments if text]
    if described:
        parts.append("Args:\n" + "\n".join(described))
    if texts := _returned(operation):
        parts.append("Returns:\n" + "\n".join(texts))
    headers = [item(header.name, _header(writer, header)) for one in operation.successes for header in one.headers]
    if headers:
        parts.append("Headers of the response, for `Response.header`:\n" + "\n".join(dict.fromkeys(headers)))
    raised = [
        item(names.errors[one.status], one.description.strip() or f"status {one.status}")
        for one in operation.responses
        if _is_error(one, operation)
    ]
    if raised:
        parts.append("Raises:\n" + "\n".join(raised))
    return "\n\n".join(parts)


def _header(writer: TypeWriter, header: Header) -> str:
    """Return the documentation of a response header: its type, for `Response.header`, and its description."""
    expression = writer.expression(header.schema, received=True)
    return f"`{expression}`. {header.description.strip()}".strip()


def _returned(operation: Operation) -> list[str]:
    """Return what the successes are, each with its status if several have different descriptions."""
    described = {one.status: one.description.strip() for one in operation.successes}
    described = {status: text for status, text in described.items() if _says_something(text)}
    if not any(one.contents for one in operation.successes if one.status in described):
        return []
    if len(set(described.values())) > 1:
        return [item(status, text) for status, text in described.items()]
    return [_indented(text) for text in dict.fromkeys(described.values())]


def _says_something(description: str) -> bool:
    return bool(description) and not description.isdigit() and description.lower() not in ("ok", "success")


def _is_error(response: Response, operation: Operation) -> bool:
    return response.status[0] in "45" or (
        response.status == "default" and any(one.status.startswith("2") for one in operation.responses)
    )


_DOCUMENTATION_WIDTH = 84
"""Columns for a text below `Args:`: 100 less the indentation of a method, of the section and of the text itself."""


@lru_cache(maxsize=4096)
def item(name: str, description: str) -> str:
    """Return a line of a section such as `Args:`: a name and its text, wrapped and indented."""
    first, *rest = wrap(f"{name}: {cleandoc(description)}", _DOCUMENTATION_WIDTH)
    return "\n".join([f"    {first}", *(f"        {line}" if line else "" for line in rest)])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in wrap(text, _DOCUMENTATION_WIDTH))
