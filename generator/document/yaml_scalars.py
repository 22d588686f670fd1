"""The values of YAML scalars: JSON values by the core schema (YAML 1.2.2, 10.3), and strings for everything else."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeAlias

from .document import shortened

if TYPE_CHECKING:
    from yaml.events import ScalarEvent

Scalar: TypeAlias = str | int | float | bool | None

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAY_BE_SPECIAL = frozenset("-+.0123456789nNtTfF~")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_HEXADECIMAL = re.compile(r"0(?:x[0-9a-fA-F]+|o[0-7]+)")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONG = 300
_TAG = "tag:yaml.org,2002:"


class ScalarError(Exception):
    """A scalar has no JSON value, or cannot be a key; `code` is the diagnostic's code."""

    def __init__(self, code: str, message: str) -> None:
        """Keep code and message."""
        super().__init__(message)
        self.code = code


def scalar(event: ScalarEvent) -> Scalar:
    """Return the value of a scalar.

    Raises:
        ScalarError: it has a custom tag, or is a number that JSON does not have.
    """
    match event.tag:
        case None:
            return _plain(event.value) if event.implicit[0] else event.value
        case "!" | "tag:yaml.org,2002:str":
            return event.value
        case "tag:yaml.org,2002:null" | "tag:yaml.org,2002:bool" | "tag:yaml.org,2002:int" | "tag:yaml.org,2002:float":
            return _tagged(event.tag.removeprefix(_TAG), event.value)
        case _:
            raise ScalarError("yaml-tag", f"the tag {shortened(event.tag)!r} is not allowed: remove it")


def is_merge(event: ScalarEvent) -> bool:
    """Return whether a key is the plain `<<` that merges other mappings into this one."""
    return event.value == "<<" and event.implicit[0] and event.tag in (None, f"{_TAG}merge")


def mapping_key(event: ScalarEvent) -> str:
    """Return a key as written.

    Raises:
        ScalarError: it is neither a string nor an integer.
    """
    if is_merge(event):
        return event.value
    value = scalar(event)
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return event.value
    message = f"the key `{shortened(event.value)}` is not a string: put it in quotes"
    raise ScalarError("yaml-key", message)


def _plain(text: str) -> Scalar:
    if text and text[0] not in _MAY_BE_SPECIAL:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _REAL.fullmatch(text):
        return _finite(text)
    if _HEXADECIMAL.fullmatch(text) and len(text) <= _LONG:
        return int(text[2:], 16 if text[1] == "x" else 8)
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError("not-a-number", f"{text} is not a JSON value: write a number, or put it in quotes")
    return text


def _integer(text: str) -> int:
    if len(text) > _LONG:
        _finite(text)
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        message = f"the number {shortened(text)} is beyond the range of a double: write a smaller one, or quote it"
        raise ScalarError("number-out-of-range", message)
    return value


def _tagged(kind: str, text: str) -> Scalar:
    """Return the value of a tagged scalar such as `!!int "12"`."""
    value = _plain(text)
    names: dict[type, str] = {int: "int", float: "float", bool: "bool", type(None): "null", str: "str"}
    if kind == "float" and type(value) is int:
        return float(value)
    if names[type(value)] != kind:
        raise ScalarError("yaml-tag", f"`{shortened(text)}` is not what its tag `!!{kind}` says: remove the tag")
    return value
