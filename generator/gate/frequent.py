"""Reads the frequent statements of generated code by regular expressions; Python's parser takes five times as long.

A module is divided at its blank lines. The builder of a request, a method that sends one and a field of a model are
read from their text: the parts whose form varies (the types and defaults in them) are judged like all others, once for
each text. Everything else is parsed. Each part is complete by itself, so the parts mean together what the text means:
a part that begins or ends within a text, a comment or a bracket is no complete part.

What is not read here is no problem: the gate then parses the whole module, and its syntax tree decides.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from .literals import is_literal

_BETWEEN_STATEMENTS = re.compile(r"\n\n\n(?=\S)")
_DATA = re.compile(r"\n\n([A-Z_]++): ([^\n=]+) = ", re.ASCII)
_BETWEEN_MEMBERS = re.compile(r"\n\n(?=    (?:def|async|@))")
_BETWEEN_CONSTANTS = re.compile(r"\n(?=_[A-Z])")
_BETWEEN_OPTIONS = re.compile(r",\n    (?=\w+=)", re.ASCII)
_BETWEEN_INNER_OPTIONS = re.compile(r",\n        (?=\w+=)", re.ASCII)
_BETWEEN_ARGUMENTS = re.compile(r",\s+(?=\w+: |\*)", re.ASCII)


class FunctionText(Struct, frozen=True):
    """A function whose form is known: the builder of a request, or a method that sends what a builder returns."""

    name: str
    result: str
    """The annotation of what it returns."""
    arguments: tuple[str, ...]
    """The arguments with their annotations and defaults, without `self`, and `*`."""
    operation: str
    """The operation that is built; empty for a method."""
    builder: str
    """The builder that a method calls; empty for a builder."""
    used: tuple[str, ...]
    """The names of arguments that the body passes on."""
    client: str
    """The client that sends, `self` or `self._client`; empty for a builder."""
    paginator: str = ""
    """The class of what a method returns that iterates over pages; empty for other methods."""
    rule: str = ""
    """The rule by which it finds the pages."""
    lineno: int = 0


class PropertyText(Struct, frozen=True):
    """A property that is made when it is first asked for: a resource of a client, or a fake."""

    name: str
    result: str
    module: str
    """The module that the body imports a name from, as a relative import; empty if it imports nothing."""
    imported: str
    called: str
    """The class that is constructed."""
    owner: str
    """The first argument: `self`, `self._client` or `self._fake`."""
    texts: int
    """How many texts are given; 0 if the owner is the only argument."""
    builder: str
    """The builder that is given between texts; empty if the owner is the only argument."""
    lineno: int = 0


class ConstantText(Struct, frozen=True):
    """A constant that describes an operation, or how its pages or its end are found."""

    name: str
    annotation: str
    called: str
    """`Operation`, `PaginationRule` or `PollingRule`."""
    options: tuple[str, ...]
    """The keyword arguments, each with its value; an operation has a method and a path before them."""
    lineno: int = 0


class LiteralText(Struct, frozen=True):
    """A constant that is one large literal."""

    name: str
    annotation: str
    lineno: int = 0


class FieldText(Struct, frozen=True):
    """A field of a model."""

    name: str
    value: str
    """The annotation, and the default."""
    lineno: int = 0


Statement: TypeAlias = "ast.stmt | FunctionText | PropertyText | ConstantText | LiteralText | FieldText"


class _Patterns(NamedTuple):
    constant: re.Pattern[str]
    builder: re.Pattern[str]
    method: re.Pattern[str]
    property: re.Pattern[str]
    made: re.Pattern[str]
    built: re.Pattern[str]
    sent: re.Pattern[str]
    paged: re.Pattern[str]
    values: re.Pattern[str]
    model: re.Pattern[str]
    field: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return the patterns, which are compiled when the first module is read."""
    name = r"[A-Za-z_]\w*+"
    text = r"""(?:"[^"\\\n]*+"|'[^'\\\n]*+')"""
    docstring = r'"""(?:[^"\\]++|\\[\\"]|"(?!""))*+"""\n'
    gap = r"[ \n]*+"
    comma = rf"{gap}(?:,{gap}|(?=[)}}]))"
    values = rf"\{{{gap}(?:{text}: {name}{comma})*+\}}"
    keywords = rf"(?:(?:path|query|headers|cookies)={values}|(?:querystring|body|content_type)={name})"
    built = rf"({name})\({gap}((?:{name}(?:={name})?{comma})*+)\)"
    return _Patterns(
        constant=re.compile(
            rf"(_[A-Z0-9_]++): (\w+\[.*?\]) = (\(\n    )?(Operation|PaginationRule|PollingRule)\(\n *"
            rf"({text},\n *{text},\n *)?(\w+=.*),\n *\)(\n\))?\n*+",
            re.ASCII | re.DOTALL,
        ),
        builder=re.compile(rf"@({name})\.builder\ndef ({name})\(", re.ASCII),
        method=re.compile(rf"    (async )?def ({name})\(\s*+self(?:,\s++|(?=\)))", re.ASCII),
        property=re.compile(rf"    @cached_property\n    def ({name})\({gap}self(?:{gap}|,{gap})\) -> ", re.ASCII),
        made=re.compile(
            rf"        {docstring}(?:        from (\.+\w*) import (?:\({gap}({name}){gap},?{gap}\)|({name}))\n\n)?"
            rf"        return ({name})\({gap}(self(?:\._(?:client|fake))?)"
            rf"(?:,{gap}({text}),{gap}({name})(?:,{gap}({text}))?)?{comma}\)\n*+",
            re.ASCII,
        ),
        built=re.compile(
            rf"    (?:{docstring}    )?return Request\({gap}({name}){comma}((?:{keywords}{comma})*+)\)\n*+", re.ASCII
        ),
        sent=re.compile(
            rf"        (?:{docstring}        )?return (\({gap})?(await )?(self(?:\._client)?)\.(send|stream)\({gap}"
            rf"{built},{gap}options=({name}){comma}\)(?:{gap}(\)))?(\.data)?\n*+",
            re.ASCII,
        ),
        paged=re.compile(
            rf"        (?:{docstring}        )?return ((?:Async)?Paginator)\({gap}(self(?:\._client)?),{gap}"
            rf"{built},{gap}({name}),{gap}({name}){comma}\)\n*+",
            re.ASCII,
        ),
        values=re.compile(rf"""{text}: ({name})|({name})=({name})?|({name})""", re.ASCII),
        model=re.compile(rf"class {name}\({name}(?:, extra=\"\w+\")?\):\n(?:    {docstring}\n*+)?", re.ASCII),
        field=re.compile(
            rf"    ([A-Za-z]\w*+): ([^\n]++(?:\n(?:     [^\n]++|    [\])][^\n]*+))*+)(?:\n+    {docstring}|\n)\n*+",
            re.ASCII,
        ),
    )


def statements(text: str, kind: str) -> Sequence[Statement] | None:
    """Return the statements of a module of some kind; None if the syntax tree of the module must say what they are.

    The positions of the statements are those within their part.
    """
    read = _READ.get(kind)
    if read is None:
        return None
    found: list[Statement] = []
    for part in (text,) if read is _data else _BETWEEN_STATEMENTS.split(text):
        some = read(part)
        if some is None:
            return None
        found += some
    return found


def _data(text: str) -> Sequence[Statement] | None:
    constant = _DATA.search(text)
    if constant is None or not is_literal(text[constant.end() :]):
        return None
    head = parsed(text[: constant.start()])
    return None if head is None else (*head, LiteralText(constant[1], constant[2]))


def _operations(part: str) -> Sequence[Statement] | None:
    if part.startswith("@"):
        builder = _builder(part)
        return parsed(part) if builder is None else (builder,)
    if not part.startswith("class "):
        return _constants(part)
    head, *members = _BETWEEN_MEMBERS.split(part)
    statement = _class(head)
    if statement is None:
        return None
    body: list[Statement] = [*statement.body]
    for member in members:
        known = _property(member) if member.startswith("    @") else _method(member)
        if known is not None:
            body.append(known)
            continue
        other = _class(f"class _:\n{member}")
        if other is None:
            return None
        body += other.body
    # The grammar judges each statement of a class by its kind, also those that are no nodes.
    vars(statement)["body"] = body
    return (statement,)


def _model(part: str) -> Sequence[Statement] | None:
    head = _patterns().model.match(part)
    if head is None:
        return parsed(part)
    body: list[Statement] = []
    end = head.end()
    part = f"{part}\n"
    while found := _patterns().field.match(part, end):
        end = found.end()
        name, value = found.groups()
        if keyword.iskeyword(name):
            return None
        body.append(FieldText(name, value))
    if not body or end != len(part):
        return parsed(part)
    statement = _class(f"{head[0]}    pass\n")
    if statement is None:
        return None
    vars(statement)["body"] = [*statement.body[:-1], *body]
    return (statement,)


def parsed(part: str) -> list[ast.stmt] | None:
    """Return the statements of a text; None if it is not complete by itself."""
    if part.rstrip().endswith("\\"):
        return None  # It goes on in the next line.
    try:
        return ast.parse(part).body
    except (SyntaxError, ValueError, MemoryError):
        return None


def _class(text: str) -> ast.ClassDef | None:
    match parsed(text):
        case [ast.ClassDef(body=[ast.stmt(col_offset=4), *_]) as statement]:
            return statement
        case _:
            return None


def _constants(part: str) -> Sequence[Statement] | None:
    """Return the statements of a part with constants, before which the module's docstring and imports may be."""
    found: list[Statement] = []
    for one in _BETWEEN_CONSTANTS.split(part):
        constant = _constant(one)
        some: Sequence[Statement] | None = parsed(one) if constant is None else (constant,)
        if some is None:
            return None
        found += some
    return found


def _constant(part: str) -> ConstantText | None:
    found = _patterns().constant.fullmatch(part)
    if found is None:
        return None
    name, annotation, opened, called, texts, given, closed = found.groups("")
    if bool(opened) is not bool(closed) or bool(texts) is not (called == "Operation"):
        return None
    options = tuple((_BETWEEN_INNER_OPTIONS if opened else _BETWEEN_OPTIONS).split(given))
    # What names models at once, or lacks a keyword that it must have, is imported on trial: the syntax tree shows it.
    at_once = any("models." in one and not one.partition("=")[2].startswith("lambda: ") for one in options)
    whole = called != "PaginationRule" or {"style", "items"} <= {one.partition("=")[0] for one in options}
    return ConstantText(name, annotation, called, options) if whole and not at_once else None


def _builder(part: str) -> FunctionText | None:
    patterns = _patterns()
    head = patterns.builder.match(part)
    if head is None:
        return None
    operation, name = head.groups()
    arguments, result, rest = _head(part[head.end() :])
    found = patterns.built.fullmatch(rest)
    if found is None or found[1] != operation or keyword.iskeyword(name):
        return None
    used: list[str] = []
    keys: list[str] = []
    for entry, key, value, _ in patterns.values.findall(found[2]):
        if key:
            keys.append(key)
        if entry or value:
            used.append(entry or value)
    if len(set(keys)) < len(keys):
        return None
    return FunctionText(name, result, arguments, operation, "", tuple(used), "")


def _method(member: str) -> FunctionText | None:
    patterns = _patterns()
    head = patterns.method.match(member)
    if head is None:
        return None
    is_async, name = head.groups()
    arguments, result, rest = _head(member[head.end() :])
    if keyword.iskeyword(name):
        return None
    if (sent := patterns.sent.fullmatch(rest)) is not None:
        opened, awaited, client, how, builder, given, options, closed, data = sent.groups("")
        if (is_async, bool(opened), awaited, how, closed, data) not in _SENT:
            return None
        paginator = rule = ""
    elif (paged := patterns.paged.fullmatch(rest)) is not None and not is_async:
        paginator, client, builder, given, rule, options = paged.groups()
    else:
        return None
    used = _passed_on(given)
    return (
        None
        if used is None
        else FunctionText(name, result, arguments, "", builder, (options, *used), client, paginator, rule)
    )


def _passed_on(given: str) -> list[str] | None:
    """Return the names that a call of a builder is given; None if Python would refuse the call."""
    names: list[str] = []
    keys: list[str] = []
    for _, key, value, alone in _patterns().values.findall(given):
        if key:
            keys.append(key)
        elif keys:
            return None
        names.append(value or alone)
    # A keyword that is also the name of an argument is no word of Python's own.
    return names if len(set(keys)) == len(keys) and set(keys) <= set(names) else None


def _property(member: str) -> PropertyText | None:
    patterns = _patterns()
    head = patterns.property.match(member)
    if head is None or keyword.iskeyword(head[1]):
        return None
    result, _, rest = member[head.end() :].partition(":\n")
    found = patterns.made.fullmatch(rest)
    if found is None:
        return None
    module, bracketed, single, called, owner, key, builder, next_key = found.groups("")
    texts = bool(key) + bool(next_key)
    return PropertyText(head[1], result, module, bracketed or single, called, owner, texts, builder)


_SENT = frozenset(
    {
        (None, False, "", "send", "", ".data"),
        (None, False, "", "stream", "", ""),
        ("async ", True, "await ", "send", ")", ".data"),
        ("async ", False, "await ", "stream", "", ""),
    }
)
"""How methods send: `async`, whether a bracket is opened, `await`, the client's method, a closed bracket, `.data`."""


def _head(text: str) -> tuple[tuple[str, ...], str, str]:
    """Return the arguments of a function, its result and its body; what is cut in a wrong place is no type later."""
    arguments, _, rest = text.partition(") -> ")
    result, _, body = rest.partition(":\n")
    listed = arguments.strip().removesuffix(",")
    return tuple(_BETWEEN_ARGUMENTS.split(listed)) if listed else (), result, body


_READ: Mapping[str, Callable[[str], Sequence[Statement] | None]] = {
    **dict.fromkeys(("client", "operations", "testing"), _operations),
    **dict.fromkeys(("examples", "schemas"), _data),
    "models": _model,
}
"""Kind of module → what reads a part of it."""
