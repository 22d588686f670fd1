"""The language of the grammar: a few kinds of requirement that say what may be in a field of a syntax tree.

A requirement looks at one value and returns its problem, or None. What no requirement allows is refused.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Mapping
from types import EllipsisType
from typing import Any, Protocol, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from .scopes import Scope

_NO_NODE = object()
_PLAIN = (str, int, float, bool, EllipsisType, type(None))
_UNREAD = frozenset({"ctx", "type_comment"})
"""Fields that say nothing which the place of the node does not say: `type_comment` is only filled when asked for."""


class Violation(Struct, frozen=True):
    """A node that is not allowed where it is."""

    line: int
    what: str
    """What would be allowed there; the whole message if there is no node."""
    node: Any = _NO_NODE

    @property
    def message(self) -> str:
        """Say what is wrong; most problems are those of alternatives that are not meant, and nobody reads them."""
        return self.what if self.node is _NO_NODE else f"{shown(self.node)} has no place here: {self.what}"

    def at(self, line: int) -> Violation:
        """Return the problem with a line, unless it has one."""
        return self if self.line else replace(self, line=line)


_Check: TypeAlias = Callable[[Any, Scope], Violation | None]


class Requirement(Protocol):
    """A requirement for one value of a syntax tree."""

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of a value; None if it is as required."""
        ...


def shown(found: object) -> str:
    """Return a node for a message: the beginning of its source, in ASCII."""
    try:
        text = ast.unparse(found) if isinstance(found, ast.AST) else repr(found)
    except (ValueError, RecursionError, AttributeError):
        text = type(found).__name__
    return ascii(text.partition("\n")[0][:80])


def refusal(found: Any, what: str) -> Violation:
    """Return the problem that a node is not what is expected in its place."""
    return Violation(getattr(found, "lineno", 0), what, found)


@dataclasses.dataclass(frozen=True)
class Node:
    """A node of one kind. Fields that are not listed must be empty."""

    kind: type[ast.AST]
    fields: Mapping[str, Requirement]
    _checks: tuple[tuple[str, _Check], ...] = dataclasses.field(init=False)
    _empty: tuple[str, ...] = dataclasses.field(init=False)

    def __init__(self, kind: type[ast.AST], /, **fields: Requirement) -> None:
        """Set the kind, and what may be in each of its fields."""
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "_checks", tuple((name, one.problem) for name, one in fields.items()))
        empty = tuple(name for name in kind._fields if name not in fields and name not in _UNREAD)
        object.__setattr__(self, "_empty", empty)

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of a node or of one of its fields."""
        if found.__class__ is not self.kind:
            return refusal(found, f"{self.kind.__name__} is expected")
        for name, check in self._checks:
            problem = check(getattr(found, name), scope)
            if problem is not None:
                return problem.at(getattr(found, "lineno", 0))
        for name in self._empty:
            value = getattr(found, name, None)
            if value is not None and value != []:
                return refusal(found, f"its {name} must be empty")
        return None


@dataclasses.dataclass(frozen=True)
class Either:
    """One of several alternatives: the first that accepts the kind of the node and finds no problem."""

    what: str
    """What is expected here, for messages."""
    alternatives: tuple[Requirement, ...]
    _of_kind: dict[type[object], tuple[_Check, ...]]
    """Kind of node → the checks of the alternatives that accept this kind, for the kinds met so far."""

    def __init__(self, what: str, *alternatives: Requirement) -> None:
        """Set the description for messages, and the alternatives."""
        object.__setattr__(self, "what", what)
        object.__setattr__(self, "alternatives", alternatives)
        object.__setattr__(self, "_of_kind", {})

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of the alternative that goes furthest, or the problem that none accepts the kind."""
        possible = self._of_kind.get(found.__class__) or self._possible(found.__class__)
        problems: list[Violation] = []
        for check in possible:
            problem = check(found, scope)
            if problem is None:
                return None
            problems.append(problem)
        here = refusal(found, f"{self.what} is expected")
        deepest = max(problems, key=lambda each: each.line, default=here)
        return deepest if len(possible) == 1 or deepest.line > here.line else here

    def _possible(self, kind: type[object]) -> tuple[_Check, ...]:
        possible = tuple(one.problem for one in self.alternatives if getattr(one, "kind", kind) is kind)
        return self._of_kind.setdefault(kind, possible)


class TableEntry(Struct, frozen=True):
    """The requirement under a name in a table, looked up late so that forms can contain each other."""

    table: Mapping[str, Requirement]
    name: str

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that the requirement in the table finds."""
        return self.table[self.name].problem(found, scope)


class Each(Struct, frozen=True):
    """A list in which every item is as required."""

    item: Requirement
    most: int | None = None

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the first problem of an item."""
        if found.__class__ is not list or (self.most is not None and len(found) > self.most):
            return refusal(found[-1] if found else found, f"at most {self.most} may stand here")
        check = self.item.problem
        for one in found:
            problem = check(one, scope)
            if problem is not None:
                return problem
        return None


@dataclasses.dataclass(frozen=True)
class ItemRow:
    """A list with a requirement for each item, then optional items, then perhaps any number of further ones."""

    items: tuple[Requirement, ...]
    known: tuple[Requirement, ...]
    """The items, then the optional ones."""
    rest: Each | None

    def __init__(
        self, *items: Requirement, optional: tuple[Requirement, ...] = (), rest: Requirement | None = None
    ) -> None:
        """Set the requirements in order; `rest` applies to all items after the optional ones."""
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "known", (*items, *optional))
        object.__setattr__(self, "rest", None if rest is None else Each(rest))

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the first problem of an item, or the problem that there are too few or too many."""
        known = self.known
        if len(found) < len(self.items) or (len(found) > len(known) and self.rest is None):
            message = f"{len(self.items)} to {len(known)} are expected here, and there are {len(found)}"
            return refusal(found[-1] if found else found, message)
        for one, requirement in zip(found, known, strict=False):
            problem = requirement.problem(one, scope)
            if problem is not None:
                return problem
        return self.rest.problem(found[len(known) :], scope) if self.rest is not None else None


class Perhaps(Struct, frozen=True):
    """None, or what is required."""

    requirement: Requirement

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of the value unless it is None."""
        return None if found is None else self.requirement.problem(found, scope)


@dataclasses.dataclass(frozen=True)
class Is:
    """One of a few values, compared with their types."""

    values: frozenset[tuple[type[object], object]]

    def __init__(self, *values: object) -> None:
        """Set the values."""
        object.__setattr__(self, "values", frozenset((type(one), one) for one in values))

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that it is another value."""
        known = isinstance(found, _PLAIN) and (type(found), found) in self.values
        return None if known else refusal(found, f"only {', '.join(sorted(str(one) for _, one in self.values))} is")


class Typed(Struct, frozen=True):
    """A plain value of one of a few types, or a node without fields, such as an operator."""

    types: frozenset[type[object]]

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that it is of another type."""
        return None if found.__class__ in self.types else refusal(found, "a value of another type is expected")


class Word(Struct, frozen=True):
    """A text that passes a test."""

    test: Callable[[str, Scope], bool]
    what: str

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that the text does not pass."""
        return (
            None if isinstance(found, str) and self.test(found, scope) else refusal(found, f"{self.what} is expected")
        )


@dataclasses.dataclass(frozen=True)
class Named:
    """A name with one of a few meanings, bound when the line runs."""

    meanings: frozenset[str]
    listed: str
    """The meanings, for messages."""
    kind: type[Any] = ast.Name

    def __init__(self, *meanings: str) -> None:
        """Set the meanings, which `imports` lists."""
        object.__setattr__(self, "meanings", frozenset(meanings))
        object.__setattr__(self, "listed", " or ".join(sorted(meanings)))

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem that the name means something else, or is not bound yet."""
        if found.__class__ is not ast.Name:
            return refusal(found, f"the name of {self.listed} is expected")
        if not self.meanings.isdisjoint(scope.meanings(found.id)):
            return None
        return refusal(found, f"it is not the name of {self.listed} that is bound when this line runs")


class Later(Struct, frozen=True):
    """Code that runs after the whole module has run: its names may be bound further down."""

    requirement: Requirement

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of the code at that time."""
        return self.requirement.problem(found, scope.later())


@dataclasses.dataclass(frozen=True)
class Both:
    """A value that meets all of several requirements."""

    requirements: tuple[Requirement, ...]

    def __init__(self, *requirements: Requirement) -> None:
        """Set the requirements."""
        object.__setattr__(self, "requirements", requirements)

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the first problem."""
        return next((one for each in self.requirements if (one := each.problem(found, scope)) is not None), None)


class Keywords(Struct, frozen=True):
    """The keyword arguments of a call: each in the table, and at most once."""

    table: Mapping[str | None, Requirement]
    """Keyword → the requirement for its value; None stands for what is unpacked with `**`."""
    others: Requirement | None = None
    """The requirement for keywords that are not in the table; None if there may be none."""

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of the first keyword that is not in the table, or whose value is not as required."""
        seen: set[str | None] = set()
        for one in found:
            requirement = self.table.get(one.arg, self.others if one.arg is not None else None)
            if requirement is None or one.arg in seen:
                return Violation(one.value.lineno, f"the argument {one.arg!a} has no place here")
            seen.add(one.arg)
            problem = requirement.problem(one.value, scope)
            if problem is not None:
                return problem
        return None


class Chain(Struct, frozen=True):
    """Operands joined by one binary operator, any number of them, all as required."""

    operator: type[ast.operator]
    operand: Requirement
    kind: type[Any] = ast.BinOp

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the first problem of an operand; the tree leans to the left, and may be hundreds of operands deep."""
        right = None
        while found.__class__ is ast.BinOp:
            right = found.right
            if found.op.__class__ is not self.operator:
                return refusal(found, "another operator is expected")
            problem = self.operand.problem(right, scope)
            if problem is not None:
                return problem
            found = found.left
        if _is_none(found) and _is_none(right):
            return refusal(found, "None is no operand of None")
        return self.operand.problem(found, scope)


def _is_none(found: Any) -> bool:
    return found.__class__ is ast.Constant and found.value is None


NO_ITEMS = Each(Is(), most=0)
"""An empty list."""
NO_KEYWORDS = Keywords({})
