"""Checks declarations of pagination and polling against the operations of an Api.

A declaration for an operation in provider.toml must fit it; an extension of the document that does not fit is left out
with a warning; a declaration for all operations (`*`) applies to those it fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from msgspec.structs import replace

from ..declarations.declaration import Declaration
from ..diagnostics import Report, did_you_mean
from ..runtime.paging.rule import Style
from ..schema.json_types import shown
from .api import Api, Operation
from .fitting import Misfit, OperationParts
from .paging import Pagination, Polling, RequestPlace, State
from .schema_pointers import kinds
from .schemas import Array, Enumeration, Scalar, Schema

Declarations = Mapping[str, Declaration]
"""operationId, `GET /calls`, or `*` → what is declared for it."""

_CHOOSING = frozenset({"string", "integer", "number"})
"""Types of what may choose a page."""
_NUMBERS = ("integer", "number")
_READ_ONLY = ("get", "head", "query")
"""Methods that may be sent again and again."""


def declared(api: Api, paginations: Declarations, pollings: Declarations, report: Report) -> Api:
    """Return the Api with the declarations for its operations; declarations that do not fit are reported."""
    known = {address for operation in api.operations for address in operation.addresses}
    for table, declarations in (("pagination", paginations), ("polling", pollings)):
        for address in declarations:
            if address not in known and address != "*":
                advice = did_you_mean(address, known) or ": correct or remove it"
                message = f"[{table}] {address!a} matches nothing in the document{advice}"
                report.warning("unused-setting", message, declarations[address].find(""))
    own = any(operation.extensions for operation in api.operations)
    if not (own or paginations or pollings):
        return api
    return replace(api, operations=tuple(_declared(api, one, paginations, pollings, report) for one in api.operations))


def _declared(
    api: Api, operation: Operation, paginations: Declarations, pollings: Declarations, report: Report
) -> Operation:
    pagination = _first(
        (_chosen(operation, paginations), operation.extensions.get("pagination"), paginations.get("*")),
        lambda one: _Fitter(api, operation, one).pagination(),
        report,
    )
    polling = _first(
        (_chosen(operation, pollings), operation.extensions.get("polling")),
        lambda one: _Fitter(api, operation, one).polling(report),
        report,
    )
    return replace(operation, pagination=pagination, polling=polling, extensions={})


def _chosen(operation: Operation, declarations: Declarations) -> Declaration | None:
    return next((declarations[one] for one in operation.addresses if one in declarations), None)


def _first(declarations: tuple[Declaration | None, ...], fit: Callable[[Declaration], Any], report: Report) -> Any:
    """Return what the first declaration of an operation gives; None if there is none, or it does not fit."""
    for one in declarations:
        if one is None:
            continue
        if one.values.get("style") == "none":
            return None
        try:
            return fit(one)
        except Misfit as problem:
            if one.is_general:
                return None
            tell = report.error if one.binding else report.warning
            message = f"{problem}" if one.binding else f"{problem}; `{one.source}` is not used"
            tell("declaration-does-not-fit", message, one.find(problem.key))
            if one.binding:
                return None
    return None


@dataclass(frozen=True)
class _Fitter:
    """Checks one declaration against one operation; raises `Misfit` if it does not fit."""

    api: Api
    operation: Operation
    declaration: Declaration

    @property
    def shape(self) -> OperationParts:
        return OperationParts(self.api.schemas, self.operation)

    def pagination(self) -> Pagination:
        """Return the pagination of the operation."""
        style = cast("Style", self.declaration.text("style"))
        for key in _NEEDED[style]:
            if self.declaration.values.get(key) is None:
                raise Misfit("", f"{self._name} is divided into pages by `{style}`: `{key}` is missing")
        for key in self.declaration.values:
            if key not in _ALLOWED[style]:
                raise Misfit(key, f"`{key}` means nothing where `style` is `{style}`")
        items = self.declaration.text("items") or ""
        arrays = self._found("items", items)
        item = tuple(one.items for one in arrays if isinstance(one, Array))
        if len(item) < len(arrays):
            raise Misfit(
                "items", f"{_at(items)} in the response of {self._name} is not an array: say where the items are"
            )
        following = self.declaration.text("next")
        in_header = following is not None and following.startswith("header.")
        if following is not None and not in_header:
            self._typed("next", following, ("string",) if style == "url" else ("string", "integer"))
        for key, kind in (("more", ("boolean",)), ("total", _NUMBERS), ("pages", _NUMBERS)):
            if (pointer := self.declaration.text(key)) is not None:
                self._typed(key, pointer, kind)
        parameter = self._parameter() if style not in ("url", "link") else None
        return Pagination(
            style=style,
            items=items,
            item=item,
            parameter=parameter,
            next=None if in_header else following,
            next_header=following.removeprefix("header.") if following is not None and in_header else None,
            more=self.declaration.text("more"),
            total=self.declaration.text("total"),
            pages=self.declaration.text("pages"),
            first=self._begins(style, parameter),
            method=self.declaration.text("method") or "",
            source=self.declaration.source,
        )

    def polling(self, report: Report) -> Polling:
        """Return the polling of the operation."""
        values = self.declaration.values
        if self.operation.method not in _READ_ONLY:
            message = f"{self._name} may change something each time it is sent: wait with an operation that only reads"
            raise Misfit("", message)
        pointer = self.declaration.text("state")
        lists = {key: self._states(key) for key in ("success", "failure", "retry")}
        if pointer is not None:
            self._typed("state", pointer, ("string", "integer", "boolean"))
            self._check_states(pointer, lists, report)
        statuses = {int(status): outcome for status, outcome in values.get("statuses", {}).items()}
        return Polling(
            state=pointer,
            **lists,
            statuses=dict(sorted(statuses.items())),
            delay=values.get("delay"),
            longest_delay=values.get("longest_delay"),
            deadline=values.get("deadline"),
            method=self.declaration.text("method") or "",
            source=self.declaration.source,
        )

    @property
    def _name(self) -> str:
        return f"{self.operation.method.upper()} {self.operation.path}"

    def _found(self, key: str, pointer: str) -> list[Schema]:
        """Return the schemas at a pointer into the response."""
        found = self.shape.in_response(pointer)
        if not found:
            nearest = self.shape.nearest(pointer)
            raise Misfit(key, f"{_at(pointer)} is nowhere in the response of {self._name}{nearest}")
        return found

    def _typed(self, key: str, pointer: str, wanted: tuple[str, ...]) -> None:
        for schema in self._found(key, pointer):
            types = kinds(schema)
            if not types or not types <= {*wanted}:
                what = " or ".join(sorted(types)) or "anything"
                raise Misfit(key, f"{_at(pointer)} in the response is {what}, not {' or '.join(wanted)}")

    def _parameter(self) -> RequestPlace:
        schema, found = self.shape.in_request(self.declaration.text("parameter") or "")
        types = kinds(schema)
        if not types <= _CHOOSING:
            raise Misfit(
                "parameter",
                f"`{self.declaration.text('parameter')}` is {' or '.join(sorted(types))}: it chooses no page",
            )
        return found

    def _begins(self, style: Style, parameter: RequestPlace | None) -> int:
        """Return the first number: as declared, by the parameter itself, else 1 for pages."""
        given = self.declaration.values.get("first")
        if isinstance(given, int):
            return given
        if style not in ("offset", "page"):
            return 0
        schema = self.shape.in_request(self.declaration.text("parameter") or "")[0]
        least = schema.limits.minimum.value if isinstance(schema, Scalar) and schema.limits.minimum else None
        numbers = [one for one in (schema.notes.default, least) if isinstance(one, int) and not isinstance(one, bool)]
        return next((one for one in numbers if one in (0, 1)), 1 if style == "page" else 0)

    def _states(self, key: str) -> tuple[State, ...]:
        return tuple(self.declaration.values.get(key, ()))

    def _check_states(self, pointer: str, lists: Mapping[str, tuple[State, ...]], report: Report) -> None:
        """Check states against the enumeration of the schema, if it has one: each known, and each in one list."""
        there = self.shape.in_response(pointer)
        declared_values = [one.values if isinstance(one, Enumeration) else () for one in there]
        known = {value for values in declared_values for value in values if isinstance(value, str | int)}
        seen: dict[tuple[bool, State], str] = {}
        for key, states in lists.items():
            for state in states:
                first = seen.setdefault((isinstance(state, bool), state), key)
                if first != key:
                    raise Misfit(key, f"{shown(state)} is both a {first} and a {key}: leave one of them out")
                if known and all(declared_values) and state not in known:
                    near = did_you_mean(str(state), {str(one) for one in known}) or ""
                    raise Misfit(key, f"{shown(state)} is not a value of {_at(pointer)}{near}")
        listed = {state for states in lists.values() for state in states}
        if left := sorted(str(one) for one in known - listed) if lists["retry"] else []:
            message = (
                f"[polling] {self._name}: {', '.join(left)} in none of the lists: the wait continues in these states"
            )
            report.warning("polling-state-not-listed", message, self.declaration.find(""))


def _at(pointer: str) -> str:
    return f"`{pointer}`" if pointer else "the response itself"


_REST = ("style", "items", "method")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "offset": ("items", "parameter"),
    "page": ("items", "parameter"),
    "cursor": ("items", "parameter", "next"),
    "url": ("items", "next"),
    "link": ("items",),
}
"""Keys that a style requires."""
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "offset": (*_REST, "parameter", "total", "more", "first"),
    "page": (*_REST, "parameter", "pages", "more", "first"),
    "cursor": (*_REST, "parameter", "next", "more"),
    "url": (*_REST, "next", "more"),
    "link": (*_REST, "more"),
}
