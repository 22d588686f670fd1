"""Path templates: turn `/pets/{petId}` and values into a path that cannot leave its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import quote

from ..errors import RequestError
from .json_values import JSONValue, text
from .parameters import (
    DELIMITERS,
    SIMPLE,
    Content,
    Encode,
    ParameterStyle,
    Style,
    content_text,
    encoded,
    inner_value,
    is_sent,
    keep_triples,
    listed,
)

_EXPRESSION = re.compile(r"\{([^{}]+)\}")
_FROM_CALLER = re.compile(r"[^=&{}]+=\{[^{}]+\}")
_SEGMENT = ":@!$&'()*+,;="  # what a path segment may hold in addition to unreserved characters (RFC 3986, 3.3)
_OPERATORS: Mapping[str, tuple[Style, str, str]] = {
    "": (Style("simple"), "", ","),
    "+": (Style("simple", allow_reserved=True), "", ","),
    ".": (Style("label"), "", ""),
    ";": (Style("matrix"), "", ""),
    "/": (Style("simple"), "/", "/"),
}
"""Operator of RFC 6570 → the style of each variable, the text before them and between them."""


_OPERATOR = "".join(_OPERATORS)


class PathTemplate:
    """A path with `{parameters}`, split once: expanded for each request, and found again in paths."""

    __slots__ = ("_parts", "_pattern", "query", "static")

    def __init__(self, template: str) -> None:
        template = template.partition("#")[0]
        path, _, query = _EXPRESSION.sub(_drop_query_expression, template).partition("?")
        self.query = "&".join(pair for pair in query.split("&") if not _FROM_CALLER.fullmatch(pair))
        """The constant part of the query; what the caller gives is added with the other query parameters."""
        path = path if path.startswith("/") else f"/{path}"
        self._parts = _EXPRESSION.split(path)
        self.static: str | None = _literal(path) if len(self._parts) == 1 else None
        """The path where it has no parameters."""
        self._pattern: re.Pattern[str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, one for each pair of braces."""
        return tuple(part.lstrip(_OPERATOR).partition(",")[0].rstrip("*") for part in self._parts[1::2])

    @property
    def rank(self) -> tuple[int, int]:
        """Few parameters first, then long paths: of the templates that match, `/calls/active` goes before
        `/calls/{id}`.
        """
        return len(self._parts), -sum(map(len, self._parts))

    def match(self, path: str) -> dict[str, str] | None:
        """Return the parameters in a path as they are written there; None if it is another path.

        The path of a server may come first.
        """
        if len(path) > _LONGEST_MATCHED:
            return None
        if self._pattern is None:
            self._pattern = re.compile(f"(?:/.*)?{_pattern(self._parts)}/?", re.DOTALL)
        found = self._pattern.fullmatch(path)
        return dict(zip(self.names, found.groups(), strict=True)) if found else None

    def expand(self, values: Mapping[str, object], styles: Mapping[str, ParameterStyle]) -> str:
        """Return the path, percent-encoded; raise `RequestError` for a value that is missing, empty, or would leave the
        path.
        """
        path = "".join(
            _expression(part, values, styles) if index % 2 else _literal(part) for index, part in enumerate(self._parts)
        )
        if any(segment in (".", "..") for segment in path.split("/")):
            raise RequestError("a path parameter must not make a path segment `.` or `..`")
        return path


_LONGEST_MATCHED = 8_000
"""The longest path that is looked for among templates: servers need not accept longer ones (RFC 9110, 4.1)."""


def _pattern(parts: Sequence[str]) -> str:
    """Return the pattern of a template's parts: texts, and expressions in braces between them.

    A value ends where the text behind it first occurs, and no other end is tried (an atomic group): otherwise a path
    that does not fit would be divided in all possible ways. Only the last value must reach the end of the path, and the
    last `{+rest}`, which may have several segments (RFC 6570, 3.2.3), may have to go on.
    """
    last = len(parts) - 2
    last_rest = max((index for index in range(1, len(parts), 2) if parts[index].startswith("+")), default=last)
    pattern = _written(parts[0])
    for index in range(1, len(parts), 2):
        value = "(.+?)" if parts[index].startswith("+") else "([^/]+?)"
        group = "(?:" if index in (last, last_rest) else "(?>"
        pattern += f"{group}{value}{_written(parts[index + 1])})"
    return pattern


def _written(part: str) -> str:
    """Return the pattern of a literal part, percent-encoded or not."""
    forms = dict.fromkeys((part, _literal(part)))
    return f"(?:{'|'.join(map(re.escape, forms))})" if len(forms) > 1 else re.escape(part)


def _drop_query_expression(match: re.Match[str]) -> str:
    """Drop `{?page,size}` (RFC 6570, 3.2.8): query parameters are added elsewhere."""
    return "" if match[1][0] in "?&" else match[0]


def _literal(part: str) -> str:
    return quote(part, safe=f"/%{_SEGMENT}")


def _expression(expression: str, values: Mapping[str, object], styles: Mapping[str, ParameterStyle]) -> str:
    """Return the value of one pair of braces: a parameter, or an expression of RFC 6570 such as `{+rest}`
    or `{;a,b*}`.
    """
    if expression in values:
        return _value(expression, values, styles.get(expression, SIMPLE), _SEGMENT)
    operator = expression[:1] if expression[:1] in _OPERATORS else ""
    style, before, between = _OPERATORS[operator]
    safe = f"/{_SEGMENT}" if operator == "+" else _SEGMENT
    written: list[str] = []
    for variable in expression.removeprefix(operator).split(","):
        name = variable.removesuffix("*")
        own = style._replace(explode=True) if name != variable else style
        written.append(_value(name, values, styles.get(name, own), safe))
    return before + between.join(written)


def _value(name: str, values: Mapping[str, object], style: ParameterStyle, safe: str) -> str:
    if name not in values:
        raise RequestError(f"path parameter {name!r} is missing")
    value = values[name]
    if not is_sent(value, style):
        raise RequestError(f"path parameter {name!r} must not be None")
    inner = content_text(value, style) if isinstance(style, Content) else inner_value(value, style)
    _refuse_escape(name, inner)
    if isinstance(style, Content):
        written = encoded(text(inner))
    else:
        encode = partial(keep_triples, safe=safe) if style.allow_reserved else encoded
        written = _styled(name, inner, style, encode)
    if not written:
        raise RequestError(f"path parameter {name!r} must not be empty")
    return written


def _refuse_escape(name: str, value: JSONValue) -> None:
    """Refuse `..` as a segment of a value: a server that decodes `%2F` early would walk up the path."""
    match value:
        case str():
            if ".." in re.split(r"[/\\]|%2[fF]|%5[cC]", re.sub("%2[eE]", ".", value)):
                raise RequestError(f"path parameter {name!r} must not contain `..` as a path segment")
        case list():
            for item in value:
                _refuse_escape(name, item)
        case dict():
            for key, item in value.items():
                _refuse_escape(name, key)
                _refuse_escape(name, item)
        case _:
            pass


def _styled(name: str, value: JSONValue, style: Style, encode: Encode) -> str:
    match style.name:
        case "label":
            return "." + listed(value, style.exploded, encode, "." if style.exploded else ",")
        case "matrix":
            return _matrix(encoded(name), value, style.exploded, encode)
        case _:
            return listed(value, style.exploded, encode, DELIMITERS.get(style.name, ","))


def _matrix(name: str, value: JSONValue, explode: bool, encode: Encode) -> str:
    """Return `;name=value`, or `;name` for an empty value (RFC 6570, 3.2.7)."""
    match value:
        case list() if explode:
            return "".join(_matrix(name, text(item), False, encode) for item in value if item is not None)
        case dict() if explode:
            members = [(key, item) for key, item in value.items() if item is not None]
            return "".join(_matrix(encode(key), text(item), False, encode) for key, item in members)
        case _:
            written = listed(value, False, encode, ",")
            return f";{name}={written}" if written else f";{name}"
