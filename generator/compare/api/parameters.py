"""Compares the parameters of an operation, and the arguments of its method."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

from ...emit.definitions import only_value
from ...ir.api import Operation, OperationKey, Parameter, ParameterLocation
from ...naming.names import Names
from ..changes import Direction, Level
from ..context import Subjects, Value, anchor_of
from ..operation_pairs import OperationPair
from ..rules.kind import Position
from ..schemas.schema_pairs import shown
from ..schemas.value_kinds import bare
from ..source_positions import Anchor
from .lifecycle import Lifecycle, compare_parameter_lifecycles

_Key: TypeAlias = tuple[ParameterLocation, str]
_SIMILAR = 0.6
_MOST_PAIRS = 2_500
"""How many pairs of parameters are looked at."""


def compare_parameters(both: OperationPair, subjects: Subjects) -> None:
    """Compare the parameters of an operation."""
    old, new = _by_key(both.old), _by_key(both.new)
    matched = [(key, key) for key in old.keys() & new.keys()]
    gone, added = dict(old), dict(new)
    for key, _ in matched:
        del gone[key], added[key]
    matched += _in_path(both, gone, added)
    matched += _renamed(gone, added)
    for before, after in sorted(matched):
        _Matched(both, subjects, old[before], new[after]).compare()
    for key in sorted(gone):
        _removed(both, subjects, gone[key])
    for key in sorted(added):
        _added(both, subjects, added[key])
    _order(both, subjects)


def _by_key(operation: Operation) -> dict[_Key, Parameter]:
    return {(one.location, _wire(one)): one for one in operation.parameters}


def _wire(parameter: Parameter) -> str:
    return parameter.name.lower() if parameter.location is ParameterLocation.HEADER else parameter.name


def _in_path(both: OperationPair, gone: dict[_Key, Parameter], added: dict[_Key, Parameter]) -> list[tuple[_Key, _Key]]:
    """Match the variables of a path by position, if the number of variables is the same."""
    before, after = (_variables(side) for side in (both.old, both.new))
    if len(before) != len(after):
        return []
    found: list[tuple[_Key, _Key]] = []
    for left, right in zip(before, after, strict=True):
        keys = (ParameterLocation.PATH, left), (ParameterLocation.PATH, right)
        if keys[0] in gone and keys[1] in added:
            found.append(keys)
            del gone[keys[0]], added[keys[1]]
    return found


def _variables(operation: Operation) -> list[str]:
    names = [one.name for one in operation.parameters if one.location is ParameterLocation.PATH]
    return sorted(names, key=lambda name: (operation.path.find(f"{{{name}}}"), name))


def _renamed(gone: dict[_Key, Parameter], added: dict[_Key, Parameter]) -> list[tuple[_Key, _Key]]:
    """Match parameters that moved to another location, then those of the same shape with another name."""
    found: list[tuple[_Key, _Key]] = []

    def take(before: _Key, after: _Key) -> None:
        found.append((before, after))
        del gone[before], added[after]

    for before in sorted(gone):
        moved = [key for key in sorted(added) if key[1].lower() == before[1].lower()]
        if moved:
            take(before, moved[0])
    alone = len(gone) == 1 and len(added) == 1
    for before in sorted(gone) if len(gone) * len(added) <= _MOST_PAIRS else ():
        likely = [
            (-SequenceMatcher(None, before[1].lower(), after[1].lower()).ratio(), after)
            for after in sorted(added)
            if after[0] == before[0] and _shape(gone[before]) == _shape(added[after])
        ]
        if likely and (alone or -min(likely)[0] >= _SIMILAR):
            take(before, min(likely)[1])
    return found


def _shape(parameter: Parameter) -> tuple[object, ...]:
    return (parameter.required, parameter.style, parameter.explode, repr(bare(parameter.schema.json)))


def _argument(names: Names, key: OperationKey, parameter: Parameter) -> str:
    return names.parameters.get((key, parameter.location, parameter.name), parameter.name)


def _place(parameter: Parameter, operation: Operation) -> Anchor | None:
    return Anchor("", parameter.origin) if parameter.origin is not None else anchor_of(operation)


def _symbol(call: str, argument: str) -> str:
    return f"{call}({argument})" if call else ""


class _Matched:
    """One parameter before and after."""

    def __init__(self, both: OperationPair, subjects: Subjects, old: Parameter, new: Parameter) -> None:
        self.both, self.subjects, self.old, self.new = both, subjects, old, new
        self.anchors = _place(old, both.old), _place(new, both.new)
        self.arguments = (
            _argument(subjects.old.names, both.old.key, old),
            _argument(subjects.new.names, both.new.key, new),
        )
        calls = subjects.calls(both)
        self.symbols = _symbol(calls[0], self.arguments[0]), _symbol(calls[1], self.arguments[1])

    def compare(self) -> None:
        """Compare everything about the parameter."""
        if self.old == self.new and self.arguments[0] == self.arguments[1] and not self.subjects.walk.extended:
            self._schemas()
            return
        self._names()
        self._required()
        self._written()
        compare_parameter_lifecycles(self.both, self.subjects, (self.old, self.new), self.anchors)
        if self.old.description != self.new.description:
            self._add(
                "parameter-description-changed", f"the description of {self.it} changed", "description", words=True
            )
        self._schemas()

    @property
    def it(self) -> str:
        """Its name in messages."""
        return f"`{self.arguments[1]}`"

    def _names(self) -> None:
        old, new = self.old, self.new
        if old.location is not new.location:
            text = f"{self.it} is now sent in the {new.location}, not in the {old.location}"
            texts = str(old.location), str(new.location)
            self._add("request-parameter-location-changed", f"{text}: older clients send it there", "in", texts=texts)
        elif _wire(old) != _wire(new) and old.location is not ParameterLocation.PATH:
            text = f"{self.it} ({new.name!r} on the wire) was called `{self.arguments[0]}` ({old.name!r}): "
            text += f"calls that give `{self.arguments[0]}` fail"
            self._add("request-parameter-renamed", text, "name", texts=(old.name, new.name))
        elif self.arguments[0] != self.arguments[1]:
            text = f"the argument {self.it} was called `{self.arguments[0]}`: calls that give it by name fail"
            self._add("argument-renamed", text, "name", texts=self.arguments)

    def _required(self) -> None:
        if self.old.required == self.new.required:
            return
        texts = tuple("required" if one.required else "optional" for one in (self.old, self.new))
        if self.both.pair.webhook:
            self._comes((texts[0], texts[1]))
        elif self.new.required:
            status = self.subjects.collector.status([self.both.pair.index])
            text = f"{self.it} is now required: calls without it fail{status}"
            self._add("request-parameter-became-required", text, "required", texts=(texts[0], texts[1]))
        else:
            text = f"{self.it} may now be left out"
            self._add("request-parameter-became-optional", text, "required", texts=(texts[0], texts[1]))

    def _comes(self, texts: tuple[str, str]) -> None:
        """Report whether a parameter of a webhook is now always present."""
        if self.new.required:
            self._add(
                *("request-parameter-became-required", f"{self.it} now always comes", "required"),
                texts=texts,
                level=Level.SAFE,
            )
        else:
            text = f"{self.it} may now be missing: code has to expect that"
            self._add("request-parameter-became-optional", text, "required", texts=texts, level=Level.BREAKING)

    def _written(self) -> None:
        old, new = self.old, self.new
        before, after = (f"{one.style}{', exploded' if one.explode else ''}" for one in (old, new))
        if old.content_type != new.content_type:
            texts = old.content_type or before, new.content_type or after
            text = f"{self.it} is now written as `{texts[1]}` (before: `{texts[0]}`): older clients write the old one"
            self._add("request-parameter-content-changed", text, "content", texts=texts)
        elif before != after and old.location is new.location:
            text = (
                f"{self.it} is now written in the style `{after}` (before: `{before}`): older clients write the old one"
            )
            step = "style" if old.style != new.style else "explode"
            self._add("request-parameter-serialization-changed", text, step, texts=(before, after))
        for rule, step, values, text in (
            (
                "request-parameter-reserved-changed",
                "allowReserved",
                (old.allow_reserved, new.allow_reserved),
                "is now written with reserved characters as they are",
            ),
            (
                "request-parameter-empty-value-changed",
                "allowEmptyValue",
                (old.allow_empty_value, new.allow_empty_value),
                "may now be empty",
            ),
        ):
            if values[0] != values[1]:
                words = (
                    text if values[1] else text.replace("is now", "is no longer").replace("may now", "may no longer")
                )
                level = Level.SAFE if rule.endswith("empty-value-changed") and values[1] else None
                self._add(
                    rule,
                    f"{self.it} {words}",
                    step,
                    texts=(step if values[0] else "", step if values[1] else ""),
                    level=level,
                )

    def _schemas(self) -> None:
        words = self.it if not self.both.pair.webhook else f"the parameter `{self.new.name}`"
        sides = zip((self.old, self.new), self.symbols, self.anchors, strict=True)
        old, new = (Value(one.schema.json, symbol, anchor and anchor.down("schema")) for one, symbol, anchor in sides)
        if self.new.content_type is not None:
            old, new = (
                Value(one.schema, one.symbol, anchor and anchor.down("content", parameter.content_type or "", "schema"))
                for one, anchor, parameter in zip((old, new), self.anchors, (self.old, self.new), strict=True)
            )
        position = Position.RESPONSE_HEADER if self.both.pair.webhook else Position.PARAMETER
        self.subjects.schemas(self.both, position, (old, new), words)

    def _add(
        self,
        rule: str,
        text: str,
        step: str,
        *,
        texts: tuple[str, str] = ("", ""),
        words: bool = False,
        level: Level | None = None,
    ) -> None:
        if words:
            texts = self.old.description, self.new.description
        self.subjects.collector.add(
            rule,
            text,
            symbols=self.symbols,
            pairs=(self.both.pair.index,),
            old=self.anchors[0] and self.anchors[0].down(step),
            new=self.anchors[1] and self.anchors[1].down(step),
            before=texts[0][:_LONGEST],
            after=texts[1][:_LONGEST],
            level=level,
            direction=Direction.RESPONSE if self.both.pair.webhook and not words else None,
        )


_LONGEST = 400


def _removed(both: OperationPair, subjects: Subjects, parameter: Parameter) -> None:
    anchor = _place(parameter, both.old)
    argument = _argument(subjects.old.names, both.old.key, parameter)
    life = Lifecycle.of(parameter, subjects.collector.places[0], anchor)
    rule, text = "request-parameter-removed", f"`{argument}` is gone: calls that give it fail"
    if both.pair.webhook:
        text = f"`{argument}` does not come any more: code that reads it breaks"
    if life.deprecated and life.sunset and subjects.today and subjects.today < life.sunset:
        rule = "request-parameter-removed-before-sunset"
        text = f"{text}, and was to stay until {life.sunset}"
    elif life.deprecated:
        rule, text = "request-parameter-removed-with-deprecation", f"{text}; it was deprecated"
    subjects.collector.add(
        rule,
        text,
        symbols=(_symbol(subjects.calls(both)[0], argument),),
        pairs=(both.pair.index,),
        old=anchor,
        new=anchor_of(both.new),
        before=f"{parameter.location} {parameter.name}",
        direction=Direction.RESPONSE if both.pair.webhook else None,
    )


def _added(both: OperationPair, subjects: Subjects, parameter: Parameter) -> None:
    argument = _argument(subjects.new.names, both.new.key, parameter)
    text = f"`{argument}` is new"
    rule = "new-optional-request-parameter"
    default, level = parameter.schema.notes.default, Level.SAFE if both.pair.webhook else None
    if parameter.required:
        in_path = parameter.location is ParameterLocation.PATH
        rule = "new-request-path-parameter" if in_path else "new-required-request-parameter"
        if both.pair.webhook:
            text = f"{text} and always comes"
        else:
            text, level = _required_text(both, subjects, parameter, text)
    if default is not None and not parameter.required and not both.pair.webhook:
        text = f"{text}: where it is left out, the server takes {shown(default)}"
        if both.new.method == "get" and _is_page_size(parameter.name) and isinstance(default, int | float):
            text, level = f"{text}, and whoever read the whole list gets a part of it now", Level.RISKY
    subjects.collector.add(
        rule,
        text,
        symbols=(_symbol(subjects.calls(both)[1], argument),),
        pairs=(both.pair.index,),
        old=anchor_of(both.old),
        new=_place(parameter, both.new),
        after=f"{parameter.location} {parameter.name}",
        level=level,
        direction=Direction.RESPONSE if both.pair.webhook else None,
    )


def _required_text(
    both: OperationPair, subjects: Subjects, parameter: Parameter, text: str
) -> tuple[str, Level | None]:
    """Return the sentence about a new required parameter, and its level where that is not the rule's."""
    default = parameter.schema.notes.default
    status = subjects.collector.status([both.pair.index])
    only = only_value(parameter.schema, subjects.new.api.schemas)
    if only and parameter.location is not ParameterLocation.PATH:
        return f"{text} and required: older clients fail{status}, this one sends its only value, `{only}`", Level.RISKY
    said = "" if default is None else f" (its default {shown(default)} does not make it optional)"
    return f"{text} and required{said}: calls without it fail{status}", None


_PAGE_SIZES = frozenset(
    {"limit", "size", "count", "top", "first", "max", "take", "rows", "pagesize", "perpage", "pagelimit", "maxresults"}
    | {"maxitems", "resultsperpage", "itemsperpage", "recordsperpage", "pagecount", "maxpagesize", "numresults"}
)
"""Names of parameters that limit the number of items, in small letters without separators."""


def _is_page_size(name: str) -> bool:
    return re.sub(r"[^a-z]", "", name.lower()) in _PAGE_SIZES


def _order(both: OperationPair, subjects: Subjects) -> None:
    """Report if positional arguments changed places, so that calls now pass other values."""
    if both.pair.webhook:
        return
    before = _positional(subjects.old.names, both.old)
    after = _positional(subjects.new.names, both.new)
    common = set(before) & set(after)
    if [one for one in before if one in common] == [one for one in after if one in common]:
        return
    calls = subjects.calls(both)
    subjects.collector.add(
        "argument-order-changed",
        f"the arguments are now `{', '.join(after)}` (before: `{', '.join(before)}`): "
        "calls that pass them by position mix them up",
        symbols=calls,
        pairs=(both.pair.index,),
        old=anchor_of(both.old),
        new=anchor_of(both.new),
        before=", ".join(before),
        after=", ".join(after),
    )


def _positional(names: Names, operation: Operation) -> Sequence[str]:
    arguments: Mapping[tuple[OperationKey, str, str], str] = names.parameters
    return [arguments.get((operation.key, ParameterLocation.PATH, one), one) for one in _variables(operation)]
