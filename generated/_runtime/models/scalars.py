"""Scalars with the semantics of JSON, put together of what pydantic-core has: none costs a call into Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticKnownError

from ..json_schema.values import is_multiple
from .core_schema_nodes import ANY, Node, marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INTEGER_BOUNDS: Mapping[str, Callable[[float], int]] = {
    "ge": math.ceil,
    "gt": math.floor,
    "le": math.floor,
    "lt": math.ceil,
}
BOUND_ERRORS = {"ge": "greater_than_equal", "gt": "greater_than", "le": "less_than_equal", "lt": "less_than"}

_TIME = r"\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?$"
_TEXT_FORMS = {
    "datetime": (r"^\d{4}-\d{2}-\d{2}[Tt ]" + _TIME, "a date-time as in RFC 3339"),
    "date": (r"^\d{4}-\d{2}-\d{2}$", "a full-date as in RFC 3339"),
    "time": ("^" + _TIME, "a time as in RFC 3339"),
    "uuid": (r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", "a UUID as in RFC 9562"),
    "decimal": (r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$", "a decimal number as text"),
}


def _whole(value: float) -> int:
    if value.is_integer():
        return int(value)
    raise PydanticKnownError("int_from_float")


_STRICT_INT: Node = {"type": "int", "strict": True}
_STRICT_FLOAT: Node = {"type": "float", "strict": True, "allow_inf_nan": False}
_WHOLE: Node = {
    "type": "chain",
    "steps": [_STRICT_FLOAT, {"type": "function-plain", "function": {"type": "no-info", "function": _whole}}],
}


def _first_of(*choices: Node, error: str, context: Mapping[str, Any] | None = None) -> Node:
    """The first choice that fits; one error of pydantic's own catalogue where none does."""
    node: Node = {
        "type": "union",
        "mode": "left_to_right",
        "choices": list(choices),
        "custom_error_type": error,
        "serialization": ANY,
    }
    return node if context is None else {**node, "custom_error_context": dict(context)}


INTEGER = marked(_first_of(_STRICT_INT, _WHOLE, error="int_type"))
"""An integer of JSON Schema: 1 and 1.0, both held as 1; neither true nor "1"."""

NUMBER = marked(_first_of(_STRICT_INT, _STRICT_FLOAT, error="float_type"))
"""A number of JSON: an integer stays an int; neither NaN nor an infinity."""

STRING: Node = {"type": "str", "strict": True}
BOOLEAN: Node = {"type": "bool", "strict": True}


def _constrained(base: Node, steps: list[Node]) -> Node:
    if not steps:
        return base
    chain: Node = {"type": "chain", "steps": [base, *steps], "serialization": ANY}
    return marked(chain, tolerant=base)


def integer(node: Node) -> Node:
    """A schema of type int. Bounds and multiples are exact, as decimal numbers."""
    bounds = {key: adjust(node[key]) for key, adjust in INTEGER_BOUNDS.items() if node.get(key) is not None}
    steps: list[Node] = [{**_STRICT_INT, **bounds}] if bounds else []
    return _constrained(INTEGER, steps + _multiple(node))


def number(node: Node) -> Node:
    """A schema of type float. Bounds and multiples are exact, as decimal numbers."""
    steps: list[Node] = []
    for key, adjust in INTEGER_BOUNDS.items():
        if (bound := node.get(key)) is not None:
            choices = ({**_STRICT_INT, key: adjust(bound)}, {**_STRICT_FLOAT, key: bound})
            steps.append(_first_of(*choices, error=BOUND_ERRORS[key], context={key: bound}))
    return _constrained(NUMBER, steps + _multiple(node))


def _multiple(node: Node) -> list[Node]:
    return [multiple_of(node["multiple_of"])] if node.get("multiple_of") else []


def multiple_of(divisor: float) -> Node:
    """A schema that takes exact multiples only, as decimal numbers: 19.99 is a multiple of 0.01."""

    def check(value: float) -> float:
        if not is_multiple(value, divisor):
            raise PydanticKnownError("multiple_of", {"multiple_of": divisor})
        return value

    return {"type": "function-plain", "function": {"type": "no-info", "function": check}}


def literal(node: Node) -> Node:
    """Every value by its own JSON type: 0 is not false, 1.0 is 1. Members of an enum class are left to pydantic."""
    expected: list[Any] = node["expected"]
    kinds = [kind for kind in _KINDS if any(type(value) is kind for value in expected)]
    if not all(type(value) in _KINDS for value in expected):
        return node
    groups: list[Node] = []
    for kind in kinds:
        listed: Node = {"type": "literal", "expected": [value for value in expected if type(value) is kind]}
        groups.append({"type": "chain", "steps": [_KINDS[kind], listed]} if kind in {int, bool} else listed)
    context = {"expected": ", ".join(repr(value) for value in expected)}
    strict = groups[0] if kinds == [str] else _first_of(*groups, error="literal_error", context=context)
    opened = _first_of(*(_KINDS[kind] for kind in kinds), error="literal_error", context=context)
    return marked({**strict, "serialization": ANY}, tolerant=opened, strings=kinds == [str])


_KINDS: Mapping[type[object], Node] = {str: STRING, bool: BOOLEAN, int: INTEGER, type(None): {"type": "none"}}


def text(node: Node) -> Node:
    """The type itself or its text in Python, its text alone in JSON; a tolerant decode keeps what is not in form."""
    pattern, what = _TEXT_FORMS[node["type"]]
    written: Node = {"type": "chain", "steps": [{**STRING, "pattern": pattern}, node]}
    return wire_form(written, {**node, "strict": True}, what, writer=ANY)


def wire_form(written: Node, instance: Node, what: str, writer: Node, raw: Node = STRING) -> Node:
    """A type with a wire form: JSON holds what is `written`, Python input that or an `instance`; `writer` writes.

    A tolerant decode keeps what is of the `raw` JSON type and not in form.
    """
    either: Node = {"type": "union", "mode": "left_to_right", "choices": [instance, written]}
    forms: Node = {"type": "json-or-python", "json_schema": written, "python_schema": either}
    error: Node = {
        "type": "custom-error",
        "schema": forms,
        "custom_error_type": "wire_form",
        "custom_error_message": f"Input should be {what}",
        "serialization": writer,
    }
    kept: Node = {"type": "union", "mode": "left_to_right", "choices": [forms, raw], "serialization": writer}
    return marked(error, tolerant=kept)
