"""Evaluates JSONPath (RFC 9535) on a tree within a budget, so that a hostile query or document cannot run for long.

A library parses the queries; they are evaluated here, where every value that is looked at costs a step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, TypeAlias, cast

from iregexp_check import check as is_iregexp
from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError
from jsonpath_rfc9535.filter_expressions import (
    ComparisonExpression,
    FilterExpression,
    FilterExpressionLiteral,
    FunctionExtension,
    LogicalExpression,
    PrefixExpression,
    RelativeFilterQuery,
    RootFilterQuery,
)
from jsonpath_rfc9535.segments import JSONPathRecursiveDescentSegment
from jsonpath_rfc9535.selectors import FilterSelector, IndexSelector, NameSelector, SliceSelector, WildcardSelector
from pydantic_core import SchemaError, SchemaValidator, core_schema

from .document import JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonpath_rfc9535.filter_expressions import Expression, FilterQuery
    from jsonpath_rfc9535.query import JSONPathQuery
    from jsonpath_rfc9535.segments import JSONPathSegment
    from jsonpath_rfc9535.selectors import JSONPathSelector

Path: TypeAlias = tuple[str | int, ...]

_LONGEST_QUERY = 20_000
"""Characters of a query; the time of parsing grows faster than the text."""
_COMPARED_AT_ONCE = 256
"""Characters of a text that cost one step."""


class QueryError(Exception):
    """A text is no JSONPath query; the message says why."""


class BudgetError(Exception):
    """The queries look at more values than they may."""


@dataclass(slots=True)
class Budget:
    """How many values may still be looked at."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Spend steps.

        Raises:
            BudgetError: fewer steps are left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise BudgetError


def select(query: str, root: JSON, budget: Budget) -> Iterator[Path]:
    """Yield the paths of the values that a query selects, in the query's order; a path may come more than once.

    Raises:
        QueryError: the text is no query.
        BudgetError: evaluating it takes more steps than the budget has.
    """
    if len(query) > _LONGEST_QUERY:
        raise QueryError(f"it is longer than {_LONGEST_QUERY:,} characters")
    try:
        compiled = _ENVIRONMENT.compile(query)
        for node in _Evaluation(root, budget).nodes(compiled, root):
            yield _path(node)
    except JSONPathError as error:
        raise QueryError(str(error.args[0]) if error.args else "unreadable") from error
    except RecursionError as error:
        raise QueryError("it is nested too deeply") from error


def is_same(left: object, right: object, budget: Budget) -> bool:
    """Return whether two values are equal as JSON: unlike in Python, `true` is not equal to 1.

    Raises:
        BudgetError: comparing them takes more steps than the budget has.
    """
    budget.spend()
    match left, right:
        case str(), str():
            budget.spend(min(len(left), len(right)) // _COMPARED_AT_ONCE)
            return left == right
        case dict(), dict():
            one, other = cast("dict[str, JSON]", left), cast("dict[str, JSON]", right)
            budget.spend(len(one) if len(one) == len(other) else 0)
            return one.keys() == other.keys() and all(is_same(one[key], other[key], budget) for key in one)
        case list(), list():
            these, those = cast("list[JSON]", left), cast("list[JSON]", right)
            return len(these) == len(those) and all(map(is_same, these, those, repeat(budget)))
        case _:
            return isinstance(left, bool) == isinstance(right, bool) and left == right


_ENVIRONMENT = JSONPathEnvironment()


_Node: TypeAlias = "tuple[JSON, _Node | None, str | int]"
"""A value, the node that it is in (None of the first), and its key there. A tuple: most of the time goes into these."""


def _path(node: _Node) -> Path:
    keys: list[str | int] = []
    _, parent, key = node
    while parent is not None:
        keys.append(key)
        _, parent, key = parent
    return tuple(reversed(keys))


def _children(node: _Node) -> list[_Node]:
    value = node[0]
    if isinstance(value, dict):
        return [(member, node, key) for key, member in value.items()]
    return [(item, node, index) for index, item in enumerate(value)] if isinstance(value, list) else []


class _Nothing:
    """The result of a query that selects no value (RFC 9535, 2.4.1)."""


_NOTHING = _Nothing()
_Value: TypeAlias = "JSON | _Nothing"


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One evaluation of a query on a tree."""

    root: JSON
    budget: Budget

    def nodes(self, query: JSONPathQuery, start: JSON) -> Iterable[_Node]:
        """Return the nodes that a query selects, starting from a value."""
        nodes: Iterable[_Node] = ((start, None, ""),)
        for segment in query.segments:
            nodes = self._segment(segment, nodes)
        return nodes

    def _segment(self, segment: JSONPathSegment, nodes: Iterable[_Node]) -> Iterator[_Node]:
        selectors, spend = segment.selectors, self.budget.spend
        descends = isinstance(segment, JSONPathRecursiveDescentSegment)
        for node in nodes:
            for one in self._descendants(node) if descends else (node,):
                spend(len(selectors))
                if isinstance(one[0], dict | list):
                    for selector in selectors:
                        yield from self._selector(selector, one)

    def _descendants(self, node: _Node) -> Iterator[_Node]:
        """Yield a node and all containers within it, each before its own content (RFC 9535, 2.5.2.2)."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            yield node
            children = _children(node)
            self.budget.spend(1 + len(children))
            waiting.extend([child for child in reversed(children) if isinstance(child[0], dict | list)])

    def _selector(self, selector: JSONPathSelector, node: _Node) -> Iterable[_Node]:
        """Return the nodes that a selector selects of an object or array (RFC 9535, 2.3)."""
        value = node[0]
        if isinstance(selector, NameSelector):
            if not isinstance(value, dict) or selector.name not in value:
                return ()
            return ((value[selector.name], node, selector.name),)
        if isinstance(selector, WildcardSelector):
            return self._counted(_children(node))
        if isinstance(selector, FilterSelector):
            expression = selector.expression
            return [child for child in self._counted(_children(node)) if self._holds(expression, child[0])]
        if not isinstance(value, list):
            return ()
        match selector:
            case IndexSelector(index=index) if -len(value) <= index < len(value):
                return ((value[index], node, index % len(value)),)
            case SliceSelector(slice=chosen) if chosen.step != 0:
                return self._counted([(value[n], node, n) for n in range(*chosen.indices(len(value)))])
            case _:
                return ()

    def _counted(self, nodes: list[_Node]) -> list[_Node]:
        self.budget.spend(len(nodes))
        return nodes

    def _holds(self, expression: Expression, current: JSON) -> bool:
        """Return the truth of a logical expression (RFC 9535, 2.3.5)."""
        self.budget.spend()
        match expression:
            case FilterExpression(expression=inner):
                return self._holds(inner, current)
            case PrefixExpression(right=inner):
                return not self._holds(inner, current)
            case LogicalExpression(left=left, operator="&&", right=right):
                return self._holds(left, current) and self._holds(right, current)
            case LogicalExpression(left=left, right=right):
                return self._holds(left, current) or self._holds(right, current)
            case ComparisonExpression(left=left, operator=operator, right=right):
                return self._compared(self._value(left, current), operator, self._value(right, current))
            case RelativeFilterQuery() | RootFilterQuery():
                return any(True for _ in self._queried(expression, current))
            case FunctionExtension(name=name, args=[text, pattern]):
                return self._fits(self._value(text, current), self._value(pattern, current), whole=name == "match")
            case _:
                raise QueryError("a filter is neither a comparison nor a test")

    def _value(self, expression: Expression, current: JSON) -> _Value:
        """Return the value of a comparable: a literal, a query or a function."""
        match expression:
            case FilterExpressionLiteral():
                return cast("FilterExpressionLiteral[JSON]", expression).value
            case RelativeFilterQuery() | RootFilterQuery():
                return self._only(self._queried(expression, current))
            case FunctionExtension(name="length", args=[argument]):
                value = self._value(argument, current)
                return len(value) if isinstance(value, str | list | dict) else _NOTHING
            case FunctionExtension(name="count", args=[RelativeFilterQuery() | RootFilterQuery() as query]):
                return sum(1 for _ in self._queried(query, current))
            case FunctionExtension(name="value", args=[RelativeFilterQuery() | RootFilterQuery() as query]):
                return self._only(self._queried(query, current))
            case _:
                raise QueryError("a function stands where it has no value")

    def _queried(self, expression: FilterQuery, current: JSON) -> Iterable[_Node]:
        return self.nodes(expression.query, current if isinstance(expression, RelativeFilterQuery) else self.root)

    @staticmethod
    def _only(nodes: Iterable[_Node]) -> _Value:
        """Return the value of the only node; `_Nothing` if there is no node or more than one."""
        found = iter(nodes)
        first = next(found, None)
        return _NOTHING if first is None or next(found, None) is not None else first[0]

    def _compared(self, left: _Value, operator: str, right: _Value) -> bool:
        """Return the truth of a comparison (RFC 9535, 2.3.5.2.2)."""
        match operator:
            case "==":
                return is_same(left, right, self.budget)
            case "!=":
                return not is_same(left, right, self.budget)
            case "<" | "<=":
                return self._less(left, right) or (operator == "<=" and is_same(left, right, self.budget))
            case _:
                return self._less(right, left) or (operator == ">=" and is_same(left, right, self.budget))

    def _less(self, left: _Value, right: _Value) -> bool:
        match left, right:
            case str(), str():
                self.budget.spend(min(len(left), len(right)) // _COMPARED_AT_ONCE)
                return left < right
            case (bool(), _) | (_, bool()):
                return False
            case int() | float(), int() | float():
                return left < right
            case _:
                return False

    def _fits(self, text: _Value, pattern: _Value, *, whole: bool) -> bool:
        """Return what `match` and `search` return (RFC 9535, 2.4.6 and 2.4.7)."""
        if not isinstance(text, str) or not isinstance(pattern, str):
            return False
        # The engine's time is linear in the text, and at worst in the pattern too.
        self.budget.spend(1 + 2 * len(pattern) + len(text) * (1 + len(pattern) // 16) // 64)
        validator = _validator(pattern, whole)
        return validator is not None and validator.isinstance_python(text)


@cache
def _validator(pattern: str, whole: bool) -> SchemaValidator | None:
    """Return a validator that searches for an I-Regexp (RFC 9485) in linear time; None if the pattern is none."""
    if not is_iregexp(pattern):
        return None
    translated = _translated(pattern)
    expression = rf"\A(?:{translated})\z" if whole else translated
    try:
        return SchemaValidator(core_schema.str_schema(pattern=expression, regex_engine="rust-regex", strict=True))
    except SchemaError as error:
        raise QueryError(f"the pattern {pattern[:40]!r} is too large") from error


def _translated(pattern: str) -> str:
    """Return an I-Regexp in the engine's syntax: a dot matches no line end, classes have no set operators (RFC 9485,
    5).
    """
    parts: list[str] = []
    within = escaped = False
    for character in pattern:
        written = character
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif within:
            within = character != "]"
            # Two of them in a row would be a set operator of the engine.
            written = f"\\{character}" if character in "&~" else character
        elif character == "[":
            within = True
        elif character == ".":
            written = r"[^\n\r]"
        parts.append(written)
    return "".join(parts)
