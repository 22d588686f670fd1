"""Parameters on the wire: the styles of OpenAPI 3.2 (4.12.4 Style Values), based on RFC 6570."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import quote, unquote, unquote_plus

from ..errors import RequestError
from ..secrets import Secret
from .json_values import JSONValue, compact, text, wire

StyleName: TypeAlias = Literal[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject", "cookie"
]
"""The styles of OpenAPI, and `tabDelimited` of Swagger 2.0, which allows all delimiters in every location."""


class Style(NamedTuple):
    """How a parameter is written. `explode` is true by default for `form`, `deepObject` and `cookie`."""

    name: StyleName = "simple"
    explode: bool | None = None
    allow_reserved: bool = False
    """Reserved characters and percent-encoded triples are sent as they are, where the location allows them."""
    allow_empty_value: bool = False
    """An empty array or object is sent as an empty value; otherwise it is left out."""
    type: Any = None
    """The type whose wire form is written, if the value alone does not show it (`UnixTime`, `Base64Url`)."""

    @property
    def exploded(self) -> bool:
        """Whether arrays and objects are written as several parameters or key-value pairs."""
        return self.name in ("form", "deepObject", "cookie") if self.explode is None else self.explode


class Content(NamedTuple):
    """A parameter written as a media type: JSON as JSON text, anything else as plain text."""

    content_type: str = "application/json"
    nullable: bool = False
    """None is JSON's null and is written; otherwise None leaves the parameter out."""
    type: Any = None


ParameterStyle: TypeAlias = Style | Content
Encode: TypeAlias = Callable[[str], str]

SIMPLE = Style("simple")
LABEL = Style("label")
MATRIX = Style("matrix")
FORM = Style("form")
COOKIE = Style("form")

DELIMITERS: Mapping[str, str] = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
"""Style → what is between items, percent-encoded."""
_TRIPLE = re.compile(r"(%[0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_BLANKS = (" ", "\t")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_QUERY_RESERVED = (
    ":/?@!$'()*,;=[]"  # of the reserved set all but `#`, which ends a query, and `&` and `+`, which forms read
)


def is_sent(value: object, style: ParameterStyle) -> bool:
    """Return whether a parameter is sent: null is undefined, and an undefined parameter is left out (RFC 6570, 2.3;
    OpenAPI 3.2, 4.12.4), unless the parameter is JSON, which can write null.
    """
    return value is not None or (isinstance(style, Content) and style.nullable)


def encoded(value: str) -> str:
    """Percent-encode all but unreserved characters, as UTF-8."""
    return quote(value, safe="")


def query(values: Mapping[str, object], styles: Mapping[str, ParameterStyle]) -> str:
    """Return the query string of the parameters, without `?`; parameters that are None are left out."""
    pairs: list[str] = []
    for name, value in values.items():
        style = styles.get(name, FORM)
        if is_sent(value, style):
            pairs.extend(_query_pairs(name, value, style))
    return "&".join(pairs)


def add_pairs(pieces: list[str], added: str) -> None:
    """Add pairs to the pieces of a query string; they replace the pairs of the same names, but for credentials."""
    if not added:
        return
    if pieces:
        names = {pair_name(pair) for pair in added.split("&")}
        kept = [piece if isinstance(piece, Secret) else _without(piece, names) for piece in pieces]
        pieces[:] = [piece for piece in kept if piece]
    pieces.append(added)


def pair_name(pair: str) -> str:
    """Return the name in a pair of a query string."""
    return unquote_plus(pair.partition("=")[0])


def _without(piece: str, names: Collection[str]) -> str:
    return "&".join(pair for pair in piece.split("&") if pair_name(pair) not in names)


def header(name: str, value: object, style: ParameterStyle = SIMPLE) -> str:
    """Return the text of a header parameter; raise `RequestError` for control characters such as line breaks."""
    if not _TOKEN.fullmatch(name):
        raise RequestError(f"{name!r} is not a header name")
    return checked(simple(value, style, str), f"header {name!r}")


def cookies(values: Mapping[str, object], styles: Mapping[str, ParameterStyle]) -> list[str]:
    """Return the cookie pairs of the parameters (`name=value`)."""
    pairs: list[str] = []
    for name, value in values.items():
        style = styles.get(name, COOKIE)
        if is_sent(value, style):
            pairs.extend(checked(pair, f"cookie {name!r}") for pair in _cookie_pairs(name, value, style))
    return pairs


def checked(value: str, what: str) -> str:
    """Return a value that is safe in a header field; raise `RequestError`, without showing the value, if it is not."""
    if _CONTROL.search(value):
        raise RequestError(f"{what} must not contain line breaks or other control characters")
    if value[:1] in _BLANKS or value[-1:] in _BLANKS:
        raise RequestError(f"{what} must not begin or end with a blank")
    return value


def simple(value: object, style: ParameterStyle, encode: Encode) -> str:
    """Return a value in style `simple`, or as its media type; used for headers and paths."""
    if isinstance(style, Content):
        return encode(content_text(value, style))
    return listed(inner_value(value, style), style.exploded, encode, unquote(DELIMITERS.get(style.name, ",")))


def inner_value(value: object, style: ParameterStyle) -> JSONValue:
    """Return the JSON form of a parameter, by the style's declared type if there is one."""
    if style.type is None:
        return wire(value)
    from ..models.adapter import adapter

    typed = adapter(style.type, tolerant=False)
    try:
        found: JSONValue = typed.dump_python(typed.validate_python(value))
    except ValueError as error:
        from ..models.complaints import explained

        raise RequestError(f"not a value of the parameter: {explained(error, style.type, value)}") from None
    return found


def content_text(value: object, style: Content) -> str:
    """Return the text of a parameter that has `content` (OpenAPI 3.2, 4.12.2.3)."""
    inner = inner_value(value, style)
    kind = style.content_type.partition(";")[0].strip().lower()
    return compact(inner) if kind.endswith(("/json", "+json")) else text(inner)


def listed(value: JSONValue, explode: bool, encode: Encode, separator: str) -> str:
    """Return a scalar, or the items of an array or object joined by a separator; `k=v` for an exploded object.

    Null within an array or object is left out: it is undefined (RFC 6570, 2.3), and defined members alone are written
    (RFC 6570, Appendix A). OpenAPI follows that (3.2, 4.12.5, the column `undefined`).
    """
    match value:
        case list():
            return separator.join(encode(text(item)) for item in value if item is not None)
        case dict():
            equals = "=" if explode else separator
            members = [(key, item) for key, item in value.items() if item is not None]
            return separator.join(f"{encode(key)}{equals}{encode(text(item))}" for key, item in members)
        case _:
            return encode(text(value))


def form_pairs(name: str, value: JSONValue, style: Style, encode: Encode = encoded) -> Iterable[str]:
    """Return the `name=value` pairs of styles `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`."""
    if style.name == "deepObject":
        return _deep(encode(name), value, encode)
    match value:
        case list() | dict() if not value:
            return [f"{encode(name)}="] if style.allow_empty_value else []
        case list() if style.exploded:
            return [f"{encode(name)}={encode(text(item))}" for item in value if item is not None]
        case dict() if style.exploded:
            return [f"{encode(key)}={encode(text(item))}" for key, item in value.items() if item is not None]
        case _:
            return [f"{encode(name)}={listed(value, False, encode, DELIMITERS.get(style.name, ','))}"]


def _query_pairs(name: str, value: object, style: ParameterStyle) -> Iterable[str]:
    if isinstance(style, Content):
        return [f"{encoded(name)}={encoded(content_text(value, style))}"]
    pairs = form_pairs(name, inner_value(value, style), style, query_reserved if style.allow_reserved else encoded)
    return pairs if not style.allow_reserved else [_encoded_name(pair, name) for pair in pairs]


def _encoded_name(pair: str, name: str) -> str:
    """Return a pair with the name's characters encoded: `allowReserved` applies only to the value."""
    reserved = query_reserved(name)
    return encoded(name) + pair[len(reserved) :] if pair.startswith(f"{reserved}=") else pair


def query_reserved(value: str) -> str:
    """Percent-encode for a query, but keep reserved characters and triples (RFC 6570, 3.2.3)."""
    return keep_triples(value, _QUERY_RESERVED)


def keep_triples(value: str, safe: str) -> str:
    """Percent-encode all but unreserved characters, `safe` characters and existing triples."""
    return "".join(part if index % 2 else quote(part, safe=safe) for index, part in enumerate(_TRIPLE.split(value)))


def _deep(prefix: str, value: JSONValue, encode: Encode) -> Iterable[str]:
    """Yield `name[key]=value`, deeper objects as `name[key][key]`, arrays by index."""
    match value:
        case dict():
            for key, item in value.items():
                if item is not None:
                    yield from _deep(f"{prefix}%5B{encode(key)}%5D", item, encode)
        case list():
            for index, item in enumerate(item for item in value if item is not None):
                yield from _deep(f"{prefix}%5B{index}%5D", item, encode)
        case _:
            yield f"{prefix}={encode(text(value))}"


def _cookie_pairs(name: str, value: object, style: ParameterStyle) -> Iterable[str]:
    if isinstance(style, Content):
        return [f"{encoded(name)}={encoded(content_text(value, style))}"]
    inner = inner_value(value, style)
    if style.name == "cookie":  # separate cookies, nothing encoded (OpenAPI 3.2)
        return form_pairs(name, inner, style, _plain_cookie)
    joined = "&".join(form_pairs(name, inner, style))
    return [joined] if joined else []


def _plain_cookie(value: str) -> str:
    if ";" in value:
        raise RequestError("a cookie must not contain `;`")
    return value
