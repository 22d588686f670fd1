"""The methods derived from an operation: an iterator over pages, and a wait."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ...ir.api import Operation
from ...ir.paging import Pagination, Polling, State
from ...naming.assign import Names
from ...text.python_source import literal
from ..docstrings import item
from ..expression import NONE, Expression, name, several, subscript, union, value
from ..type_expressions import TypeWriter
from .signature import DerivedMethod, MethodArgument, Signature

DEADLINE = 600.0
"""The default deadline of a wait in seconds, the same as the runtime's."""
_UNTIL = ("until", "until_this")
_DEADLINES = ("deadline", "polling_deadline")
"""Possible names of the arguments of a wait."""


def iterator(writer: TypeWriter, operation: Operation, signature: Signature) -> DerivedMethod | None:
    """Return the method that iterates over the items of all pages; None if there are no pages."""
    pagination, method = operation.pagination, writer.names.iterators.get(operation.key)
    if pagination is None or method is None or signature.streams:
        return None
    described = (
        f"Iterate over the items of all pages of `{signature.method}`, with the same arguments.\n\n"
        "A page is requested when its first item is needed. `pages()` of the result iterates over whole pages, and"
        " `from_cursor(…)` continues from a saved cursor."
    )
    arguments = tuple(_chooses(one, pagination, operation, writer.names) for one in signature.arguments)
    return DerivedMethod(
        head=replace(signature, method=method, arguments=arguments, description=described),
        constant=f"_{method.upper()}",
        rule=_pages(pagination),
        of=union(writer.plain.expression(one, received=True) for one in pagination.item),
    )


def waiting(writer: TypeWriter, operation: Operation, signature: Signature) -> DerivedMethod | None:
    """Return the method that waits for the result of an operation; None if no state of it ends a wait."""
    polling, method = operation.polling, writer.names.waits.get(operation.key)
    if polling is None or method is None or signature.streams:
        return None
    taken = {one.name for one in signature.arguments}
    until, deadline = (next(one for one in names if one not in taken) for names in (_UNTIL, _DEADLINES))
    added = (
        MethodArgument(until, subscript("Until", signature.result), required=False, default="None"),
        MethodArgument(deadline, name("float"), required=False, default="None"),
    )
    result = union([signature.result, NONE]) if polling.may_give_nothing else signature.result
    head = replace(
        signature,
        method=method,
        arguments=(*signature.arguments, *added),
        result=result,
        description=_said(polling, signature.method, until, deadline),
    )
    return DerivedMethod(head, f"_{method.upper()}", _polled(polling), signature.result, f"{until}, {deadline}")


def _chooses(argument: MethodArgument, pagination: Pagination, operation: Operation, names: Names) -> MethodArgument:
    """Return an argument; a required one that chooses the page by number gets the first page as its default."""
    place = pagination.parameter
    if place is None or place.location == "body" or pagination.style == "cursor" or not argument.required:
        return argument
    own = {
        names.parameters[operation.key, one.location, one.name]
        for one in operation.parameters
        if one.location.value == place.location and one.name == place.name
    }
    return replace(argument, default=literal(pagination.first)) if argument.name in own else argument


def _pages(pagination: Pagination) -> dict[str, Expression]:
    found: dict[str, Expression] = {"style": value(pagination.style), "items": value(pagination.items)}
    if pagination.parameter is not None:
        found[pagination.parameter.location] = value(pagination.parameter.name)
    for key in ("next", "next_header", "more", "total", "pages"):
        if (text := getattr(pagination, key)) is not None:
            found[key] = value(text)
    if pagination.first:
        found["first"] = value(pagination.first)
    return found


def _polled(polling: Polling) -> dict[str, Expression]:
    found: dict[str, Expression] = {"state": value(polling.state)} if polling.state is not None else {}
    for key in ("success", "failure", "retry"):
        if states := getattr(polling, key):
            found[key] = several(value(one) for one in states)
    if polling.statuses:
        found["statuses"] = value(dict(polling.statuses))
    for key in ("delay", "longest_delay", "deadline"):
        if (seconds := getattr(polling, key)) is not None:
            found[key] = value(seconds)
    return found


def _said(polling: Polling, method: str, until: str, deadline: str) -> str:
    """Return the docstring of a method that waits."""
    ends = _ends(polling, "success")
    parts = [f"Call `{method}` with the same arguments until {ends}."]
    seconds = f"{polling.deadline or DEADLINE:g}"
    described = (
        item(until, "A function that decides whether a result ends the wait, instead of this condition."),
        item(deadline, f"Seconds for the whole wait; default {seconds}. `options` apply to each call."),
    )
    parts.append("Args:\n" + "\n".join(described))
    raised = [item("WaitTimeoutError", "The deadline has passed.")]
    if polling.failure or "failure" in polling.statuses.values():
        raised.insert(0, item("WaitFailedError", f"{_sentence(_ends(polling, 'failure'))}"))
    parts.append("Raises:\n" + "\n".join(raised))
    return "\n\n".join(parts)


def _ends(polling: Polling, outcome: str) -> str:
    states: Sequence[State] = getattr(polling, outcome)
    where = f"`{polling.state}`" if polling.state else "the result"
    said = [f"{where} is {' or '.join(f'`{one}`' for one in states)}"] if states else []
    statuses = [str(status) for status, means in polling.statuses.items() if means == outcome]
    return " or ".join([*said, *([f"the HTTP status is {' or '.join(statuses)}"] if statuses else [])])


def _sentence(text: str) -> str:
    """Return a text as a sentence; the states in it keep their letters."""
    return f"{text[0].upper()}{text[1:]}."
