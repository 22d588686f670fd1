"""Python source of types and values that knows which names it uses, and where they are imported from."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from ..text.python_source import literal

STANDARD: Mapping[str, str] = {
    "builtins": "builtins",
    "AsyncIterable": "collections.abc",
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "cached_property": "functools",
    "TYPE_CHECKING": "typing",
    "Annotated": "typing",
    "Any": "typing",
    "ClassVar": "typing",
    "Literal": "typing",
    "Optional": "typing",
    "TypeAlias": "typing",
    "Unpack": "typing",
    "UUID": "uuid",
    "Field": "pydantic",
}
"""Name → module of what generated code may import from outside its package and the runtime."""

RUNTIME = "runtime"
"""Stands for the runtime, whose place depends on the package."""
MODELS = "models"
"""Stands for the module that defines a model, which depends on how many there are."""

_SIBLINGS: Mapping[str, str] = {
    "models": ".",
    "STATUS_ERRORS": ".errors",
    "XML_SCHEMAS": ".xml_schemas",
    "WEBHOOKS": ".webhook_events",
    "EXAMPLES": ".published_examples",
}
"""Name → the module of the package that has it."""
_BUILTINS = frozenset(dir(builtins))


class Symbol(NamedTuple):
    """A name in code, and the module that it is imported from; empty for a builtin."""

    name: str
    module: str = ""


class Expression(Struct, frozen=True, eq=False):
    """The source of one Python expression. Two expressions are equal if their texts are."""

    text: str
    parts: tuple[str | Symbol, ...]
    """The text in parts: names that are looked up in the module, and the text between them."""
    members: tuple[Expression, ...] = ()
    """The members of a union; empty for everything else."""

    def __eq__(self, other: object) -> bool:
        """Return whether another expression has the same text."""
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        """Return the hash of the text."""
        return hash(self.text)

    def __str__(self) -> str:
        """Return the source, as templates print it."""
        return self.text

    def uses(self, names: Collection[str]) -> bool:
        """Return whether it uses one of some names."""
        return any(isinstance(part, Symbol) and part.name in names for part in self.parts)

    @property
    def function(self) -> str:
        """The name of the function that it calls; empty if it is no call."""
        first = self.parts[0]
        return first.name if isinstance(first, Symbol) else ""

    @property
    def models(self) -> list[str]:
        """Return the names of model definitions in it, one for each use."""
        return [part.name for part in self.parts if isinstance(part, Symbol) and part.module == MODELS]

    @property
    def allows_none(self) -> bool:
        """Whether it is `None` or a union with `None`."""
        return self == NONE or NONE in self.members

    def within(self, hidden: Collection[str]) -> Expression:
        """Return the expression for a class whose attributes hide some names: `builtins.list` for `list`."""
        if not hidden or not self.uses(hidden):
            return self
        members = tuple(member.within(hidden) for member in self.members)
        whole = compose(*(one for part in self.parts for one in _visible(part, hidden)))
        return Expression(whole.text, whole.parts, members)


Source: TypeAlias = "str | Symbol | Expression"


def compose(*sources: Source) -> Expression:
    """Return the concatenation of sources: text without names, names, expressions."""
    texts: list[str] = []
    parts: list[str | Symbol] = []
    for one in sources:
        if isinstance(one, Expression):
            texts.append(one.text)
            parts += one.parts
        else:
            texts.append(one if isinstance(one, str) else one.name)
            parts.append(one)
    return Expression("".join(texts), tuple(parts))


@lru_cache(maxsize=1024)
def name(text: str) -> Expression:
    """Return a name that generated code uses: a builtin, or one of the standard library, the package or the runtime."""
    if text in _BUILTINS:
        return compose(Symbol(text))
    return compose(Symbol(text, STANDARD.get(text) or _SIBLINGS.get(text, RUNTIME)))


def value(what: object) -> Expression:
    """Return the literal of a JSON value, or of a tuple of such."""
    text = literal(what)
    return Expression(text, (text,))


def joined(items: Iterable[Source], separator: str = ", ") -> Expression:
    """Return items with a separator between them."""
    sources: list[Source] = []
    for one in items:
        sources += (separator, one) if sources else (one,)
    return compose(*sources)


def call(function: str, arguments: Iterable[Source] = (), /, **keywords: Source) -> Expression:
    """Return the call of a function."""
    given = [*map(_evaluated, arguments)]
    given += [compose(f"{key}=", _evaluated(argument)) for key, argument in keywords.items()]
    return compose(name(function), "(", joined(given), ")")


def _evaluated(source: Source) -> Source:
    """Return a type in a form that may be evaluated: type checkers refuse `Annotated[…] | None` as a value."""
    match source:
        case Expression(members=(Expression() as one, Expression() as none)) if none == NONE:
            return subscript("Optional", one) if one.text.startswith("Annotated[") else source
        case _:
            return source


def subscript(base: str, *arguments: Source) -> Expression:
    """Return a generic type with its arguments: `dict[str, int]`."""
    return compose(name(base), "[", joined(arguments), "]")


def display(entries: Mapping[str, Source], *, a_line_each: bool = False) -> Expression:
    """Return a dict display from the source of each value; with `a_line_each`, a trailing comma puts each entry on a
    line.
    """
    comma = "," if a_line_each and len(entries) > 1 else ""
    return compose("{", joined(compose(f"{literal(key)}: ", one) for key, one in entries.items()), comma, "}")


def several(items: Iterable[Source]) -> Expression:
    """Return a tuple display, also of one item."""
    members = list(items)
    return compose("(", joined(members), ",)" if len(members) == 1 else ")")


def union(types: Iterable[Expression]) -> Expression:
    """Return the union of types, each once, `None` last; `Any` absorbs the rest, and no types give `Any`."""
    distinct: dict[Expression, None] = {}
    for one in types:
        distinct.update(dict.fromkeys(one.members or (one,)))
    if len(distinct) == 1:
        return next(iter(distinct))
    if ANY in distinct or not distinct:
        return ANY
    if NONE in distinct:
        del distinct[NONE]
        distinct[NONE] = None
    whole = joined(distinct, " | ")
    return Expression(whole.text, whole.parts, tuple(distinct))


def _visible(part: str | Symbol, hidden: Collection[str]) -> tuple[str | Symbol, ...]:
    """Return a name in a form that a class can use although one of its attributes hides it."""
    if isinstance(part, str) or part.name not in hidden:
        return (part,)
    if part.name in _SIBLINGS:
        return (Symbol(f"all_{part.name}", part.module),)
    return (Symbol("builtins", "builtins"), f".{part.name}") if not part.module else (part,)


ANY = name("Any")
NONE = Expression("None", ("None",))
