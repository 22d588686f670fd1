"""Requirements for the functions and fields that were read from their text.

The text of an argument, an option, a type or a field is parsed and judged once in a package, as long as the names in it
mean the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from .definitions import argument_problem
from .expressions import ANNOTATION, DATA, PUBLIC
from .forms import Is, Perhaps, Requirement, Violation
from .frequent import ConstantText, FieldText, FunctionText, LiteralText, PropertyText, parsed
from .imports import IMPORT, names_imported
from .scopes import Judgement, Meanings, Scope

_WORD = re.compile(r"\w+")
_TEXT = re.compile(r""""[^"\n]*+"|'[^'\n]*+'""")
_DEFAULT, _NO_DEFAULT = Perhaps(DATA), Is(None)
_DIFFERENT = Violation(1, "it has no frequent form")
"""Nobody reads this: the gate then looks at the syntax tree of the module, which says what is wrong."""


class KnownFunction(Struct, frozen=True):
    """A function that was read from its text."""

    name: Requirement
    client: str
    """The client that its body sends with; empty for the builder of a request."""
    kind: type[Any] = FunctionText

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return a problem if one of its names or types is not as required."""
        good = (
            found.client == self.client
            and self.name.problem(found.name, scope) is None
            and _is_type(found.result, scope)
            and _has_arguments(found.arguments, scope)
            and _body_is_bound(found, scope)
        )
        return None if good else _DIFFERENT


class KnownProperty(Struct, frozen=True):
    """A property that was read from its text."""

    owner: str
    """What the class is constructed with if it is not `self`: `self._client` or `self._fake`."""
    texts: Mapping[str, frozenset[int]]
    """Meaning of the class that is constructed → how many texts it may be given, with a builder if any."""
    always_imports: bool
    """Whether the body also imports a name if no texts are given."""
    kind: type[Any] = PropertyText

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return a problem if one of its names or its type is not as required."""
        local: dict[str, Meanings] = {}
        inner = scope.inside(local)
        if found.module:
            level = len(found.module) - len(found.module.lstrip("."))
            node = ast.ImportFrom(found.module[level:] or None, [ast.alias(found.imported, None)], level)
            if IMPORT.problem(node, inner) is not None:
                return _DIFFERENT
            local.update(names_imported(node, inner))
        good = (
            found.owner in ("self", self.owner)
            and bool(found.module) is (self.always_imports or found.texts > 0)
            and "cached_property" in scope.meanings("cached_property")
            and PUBLIC.problem(found.name, scope) is None
            and _is_type(found.result, scope)
            and any(found.texts in self.texts.get(one, ()) for one in inner.meanings(found.called))
            and (not found.builder or "builder" in inner.meanings(found.builder))
        )
        return None if good else _DIFFERENT


class KnownConstant(Struct, frozen=True):
    """A constant that was read from its text."""

    name: Requirement
    options: Mapping[str, Requirement]
    """What is called → the requirement for its keyword arguments."""
    kind: type[Any] = ConstantText

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return a problem if its name, its annotation or one of its options is not as required."""
        names = {one.partition("=")[0] for one in found.options}
        options = self.options[found.called]
        good = (
            found.called in scope.meanings(found.called)
            and self.name.problem(found.name, scope) is None
            and _is_type(found.annotation, scope)
            and len(names) == len(found.options)
            and all(_is_option(one, found.called, options, scope) for one in found.options)
        )
        return None if good else _DIFFERENT


class KnownLiteral(Struct, frozen=True):
    """A large literal that was read from its text."""

    name: Requirement
    kind: type[Any] = LiteralText

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return a problem if its name or its annotation is not as required."""
        good = self.name.problem(found.name, scope) is None and _is_type(found.annotation, scope)
        return None if good else _DIFFERENT


class KnownField(Struct, frozen=True):
    """A field of a model that was read from its text."""

    name: Requirement
    kind: type[Any] = FieldText

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return a problem if its name, its annotation or its default is not as required."""
        good = self.name.problem(found.name, scope) is None and _is_field(found.value, scope)
        return None if good else _DIFFERENT


def _has_arguments(texts: tuple[str, ...], scope: Scope) -> bool:
    """Return whether arguments are as required, have different names, and are in an order that Python accepts."""
    names = {_name_of(one) for one in texts}
    if len(names) < len(texts) or (texts and texts[-1] == "*"):
        return False
    keyword_only = optional = False
    for text in texts:
        if text == "*":
            keyword_only = True
            continue
        known = _argument(text, scope)
        if known is None or (optional and not known.has_default and not keyword_only):
            return False
        optional = known.has_default
    return True


def _name_of(argument: str) -> str:
    """Return the name in the text of an argument."""
    return argument.partition(":")[0]


def _body_is_bound(found: FunctionText, scope: Scope) -> bool:
    """Return whether the names in the body of a function mean what they mean there in all generated code."""
    arguments = {_name_of(one) for one in found.arguments}
    if not arguments.issuperset(found.used):
        return False
    inner = scope.inside({})
    if found.paginator:
        meant = {found.builder: "builder", found.paginator: found.paginator, found.rule: "a PaginationRule"}
    elif found.builder:
        meant = {found.builder: "builder"}
    elif "operation" in scope.meanings(found.operation):
        meant = {"Request": "Request", found.operation: "operation"}
    else:
        return False  # The decorator runs before the operation is bound.
    return arguments.isdisjoint(meant) and all(mean in inner.meanings(name) for name, mean in meant.items())


def _argument(text: str, scope: Scope) -> Judgement | None:
    known = scope.judged.arguments.get(text)
    if known is not None and known.holds(scope, scope.whole):
        return known
    match parsed(f"def _({text}): pass"):
        case [
            ast.FunctionDef(
                args=ast.arguments(
                    posonlyargs=[], args=[one], vararg=None, kwonlyargs=[], kwarg=None, defaults=defaults
                ),
                body=[ast.Pass()],
                returns=None,
            )
        ] if (
            _is_whole(text)
            and argument_problem(one, scope, unpacked=False) is None
            and all(DATA.problem(each, scope) is None for each in defaults)
        ):
            return _kept(scope.judged.arguments, text, scope, has_default=bool(defaults))
        case _:
            return None


def _is_option(text: str, called: str, options: Requirement, scope: Scope) -> bool:
    source = f"{called}({text})"
    known = scope.judged.options.get(source)
    if known is not None and known.holds(scope, scope.so_far):
        return True
    match parsed(source):
        case [ast.Expr(value=ast.Call(func=ast.Name(), args=[], keywords=[_] as given))] if (
            _is_whole(text) and options.problem(given, scope) is None
        ):
            _kept(scope.judged.options, source, scope)
            return True
        case _:
            return False


def _is_type(text: str, scope: Scope) -> bool:
    return _is_annotation(text, _NO_DEFAULT, scope.judged.types, scope)


def _is_field(text: str, scope: Scope) -> bool:
    return _is_annotation(text, _DEFAULT, scope.judged.fields, scope)


def _is_annotation(text: str, default: Requirement, table: dict[str, Judgement], scope: Scope) -> bool:
    """Return whether a text is an annotation as required, with a default as required behind it."""
    known = table.get(text)
    if known is not None and known.holds(scope, scope.whole):
        return True
    # The text must be a whole expression, without brackets around it.
    match parsed(f"_: {text}"):
        case [ast.AnnAssign(annotation=annotation, value=value, target=ast.Name())] if (
            _is_whole(text) and ANNOTATION.problem(annotation, scope) is None and default.problem(value, scope) is None
        ):
            _kept(table, text, scope)
            return True
        case _:
            return False


def _is_whole(text: str) -> bool:
    """Return whether a text means in its module what it means by itself: no space, comment or end is at its ends."""
    if text != text.strip() or text.endswith((",", ";", "\\")):
        return False
    return "#" not in text or ("\\" not in text and "#" not in _TEXT.sub("", text))


def _kept(table: dict[str, Judgement], text: str, scope: Scope, *, has_default: bool = False) -> Judgement:
    """Record a text that is as required here, unless words of it mean something else than in the module."""
    words = frozenset(_WORD.findall(text))
    names = tuple((one, scope.whole[one]) for one in words if one in scope.whole)
    judgement = Judgement(words, names, scope.whole, has_default)
    if scope.hidden.isdisjoint(words):
        table[text] = judgement
    return judgement
