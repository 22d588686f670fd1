"""Scalars with the semantics of JSON, built from pydantic-core's own schemas: none calls into Python."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticKnownError

from ..json_schema.values import is_multiple
from .core_schema_nodes import ANY, MARK, Node, marked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

INTEGER_BOUNDS: Mapping[str, Callable[[float], int]] = {
    "ge": math.ceil,
    "gt": math.floor,
    "le": math.floor,
    "lt": math.ceil,
}
BOUND_ERRORS = {"ge": "greater_than_equal", "gt": "greater_than", "le": "less_than_equal", "lt": "less_than"}

_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
_OFFSET = r"([Zz]|[+-][0-9]{2}:?[0-9]{2})"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_UUID: Node = {"min_length": 36, "max_length": 36}
"""The length of a UUID as RFC 9562 writes it: the other forms that pydantic reads have other lengths."""
_DECIMAL = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_SENT: Mapping[str, tuple[Node, str]] = {
    "datetime": ({"pattern": rf"{_DAY}[Tt ]{_CLOCK}{_OFFSET}$"}, "a date-time with its offset, as in RFC 3339"),
    "date": ({"pattern": rf"{_DAY}$"}, "a full-date as in RFC 3339"),
    "time": ({"pattern": rf"^{_CLOCK}{_OFFSET}$"}, "a time with its offset, as in RFC 3339, or text"),
    "uuid": (_UUID, "a UUID as in RFC 9562, or text"),
    "decimal": ({"pattern": _DECIMAL}, "a decimal number as text"),
}
"""Type → what its text in a request is like, and what that is called."""
_RECEIVED: Mapping[str, tuple[Node, str]] = {
    "datetime": ({"pattern": rf"{_DAY}[Tt ]{_CLOCK}{_OFFSET}?$"}, "a date-time as in RFC 3339"),
    "time": ({"pattern": rf"^{_CLOCK}{_OFFSET}?$"}, "a time as in RFC 3339"),
    "uuid": (_UUID, "a UUID as in RFC 9562"),
}
"""The same in a response, where that is another: servers often leave the offset out."""


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
    """Return a schema that takes the first choice that fits; if none does, one error of pydantic's own catalogue."""
    node: Node = {
        "type": "union",
        "mode": "left_to_right",
        "choices": list(choices),
        "custom_error_type": error,
        "serialization": ANY,
    }
    return node if context is None else {**node, "custom_error_context": dict(context)}


INTEGER = marked(_first_of(_STRICT_INT, _WHOLE, error="int_type"), says="an integer", wire={"type": "int"})
"""An integer of JSON Schema: 1 and 1.0, both held as 1; neither true nor "1"."""

NUMBER = marked(
    {
        "type": "json-or-python",
        # Of both types in smart mode, int wins for an integer; with int as the first choice each fraction would cost
        # an error.
        "json_schema": {**_first_of(_STRICT_FLOAT, _STRICT_INT, error="float_type"), "mode": "smart"},
        "python_schema": _first_of(_STRICT_INT, _STRICT_FLOAT, error="float_type"),
        "serialization": ANY,
    },
    says="a number",
    wire={"type": "float"},
)
"""A number of JSON: an integer stays an int; neither NaN nor an infinity."""

STRING: Node = {"type": "str", "strict": True}
BOOLEAN: Node = {"type": "bool", "strict": True}


def _constrained(base: Node, steps: list[Node], wire: Node) -> Node:
    if not steps:
        return base
    chain: Node = {"type": "chain", "steps": [base, *steps], "serialization": ANY}
    return marked(chain, tolerant=base, says=base["metadata"][MARK]["says"], wire=wire)


def integer(node: Node) -> Node:
    """Return the schema of an int type. Bounds and multiples are exact, as decimal numbers."""
    bounds = {key: adjust(node[key]) for key, adjust in INTEGER_BOUNDS.items() if node.get(key) is not None}
    steps: list[Node] = [{**_STRICT_INT, **bounds}] if bounds else []
    return _constrained(INTEGER, steps + _multiple(node), node)


def number(node: Node) -> Node:
    """Return the schema of a float type. Bounds and multiples are exact, as decimal numbers."""
    steps: list[Node] = []
    for key, adjust in INTEGER_BOUNDS.items():
        if (bound := node.get(key)) is not None:
            choices = ({**_STRICT_INT, key: adjust(bound)}, {**_STRICT_FLOAT, key: bound})
            steps.append(_first_of(*choices, error=BOUND_ERRORS[key], context={key: bound}))
    return _constrained(NUMBER, steps + _multiple(node), node)


def _multiple(node: Node) -> list[Node]:
    return [multiple_of(node["multiple_of"])] if node.get("multiple_of") else []


def multiple_of(divisor: float) -> Node:
    """Return a schema that accepts exact multiples only, as decimal numbers: 19.99 is a multiple of 0.01."""

    def check(value: float) -> float:
        if not is_multiple(value, divisor):
            raise PydanticKnownError("multiple_of", {"multiple_of": divisor})
        return value

    metadata = {"multiple_of": divisor}
    return {"type": "function-plain", "function": {"type": "no-info", "function": check}, "metadata": metadata}


_JSON_WORDS: Mapping[str, str] = {"True": "true", "False": "false", "None": "null"}


def literal(node: Node) -> Node:
    """Return a schema that compares values with their JSON types: 0 is not false, 1.0 is 1. Enum classes are left as
    they are.
    """
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
    words = [value if isinstance(value, str) else _JSON_WORDS.get(repr(value), repr(value)) for value in expected]
    says = f"one of {', '.join(words)}" if expected[1:] else repr(expected[0]) if kinds == [str] else words[0]
    return marked(
        {**strict, "serialization": ANY}, strings=kinds == [str], says=says, values=tuple(expected), wire=node
    )


_KINDS: Mapping[type[object], Node] = {str: STRING, bool: BOOLEAN, int: INTEGER, type(None): {"type": "none"}}


_TEXTS: Mapping[str, Node] = {"uuid": STRING, "time": {**STRING, "pattern": rf"^{_CLOCK}$"}}
"""Types whose values may also be given as text, and stay text."""


def text(node: Node) -> Node:
    """Return a schema that accepts instances of the type or its text in Python, and only its text in JSON.

    A point in time needs its offset in a request (RFC 3339, 5.6); a local time of day can be given as text. A value
    declared as UUID may be any text there, since `format` is an annotation (JSON Schema 2020-12, 7.2.1) and providers
    use it for other ids.
    """
    kind: str = node["type"]
    instance: Node = {**node, "strict": True}
    sent = instance
    if kind == "datetime":
        sent = {**instance, "tz_constraint": "aware"}
    elif kind == "time":
        sent = {"type": "function-after", "function": {"type": "no-info", "function": _aware}, "schema": instance}
    wire: Node = {"type": "str", "pattern": _DECIMAL} if kind == "decimal" else node
    received = _form(node, instance, wire, *_RECEIVED.get(kind, _SENT[kind]))
    made = _form(node, sent, wire, *_SENT[kind])
    if kind in _TEXTS:
        made = {"type": "union", "mode": "left_to_right", "choices": [made, _TEXTS[kind]], "serialization": ANY}
    says = _RECEIVED.get(kind, _SENT[kind])[1]
    among = {"formed": _among_texts(received)} if kind == "uuid" else {}
    return marked(made, tolerant=received, says=says, wire=wire, **among)


_LIKE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}:\d{2}", re.ASCII)


def is_like_time(value: object) -> bool:
    """Return whether a value is text that begins like a date or a time: then it is no identifier."""
    return isinstance(value, str) and _LIKE_TIME.match(value) is not None


def _among_texts(formed: Node) -> Node:
    """Return the schema of a UUID in a union with other texts: an identifier may be any text but a date or a time."""

    def check(value: str) -> str:
        if is_like_time(value):
            raise PydanticKnownError("uuid_parsing", {"error": "it is like a date or a time"})
        return value

    other: Node = {"type": "function-after", "function": {"type": "no-info", "function": check}, "schema": STRING}
    either: Node = {"type": "union", "mode": "left_to_right", "choices": [formed, other], "serialization": ANY}
    notes = formed["metadata"][MARK]
    return marked(either, tolerant=formed, says=notes["says"], wire=notes["wire"])


def _form(node: Node, instance: Node, wire: Node, limits: Node, what: str) -> Node:
    written: Node = {"type": "chain", "steps": [{**STRING, **limits}, node]}
    return wire_form(written, instance, what, wire, writer=ANY)


def _aware(value: time) -> time:
    if value.tzinfo is None:
        raise ValueError("a time without its offset")
    return value


def wire_form(written: Node, instance: Node, what: str, wire: Node, *, writer: Node) -> Node:
    """Return the schema of a type with a wire form: JSON holds `written`, Python input that or an `instance`.

    `wire` is a node of pydantic's own for the same values in JSON.
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
    return marked(error, tolerant=error, says=what, wire=wire)
