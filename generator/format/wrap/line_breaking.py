"""Where a line is broken: at its last brackets, at the first of a function's head, or at its delimiters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace

from .line import COMMA, DOT, INDENT, Line, columns, head_of, line_of, opens
from .tokens import Leaf, Role


class _CannotSplitError(Exception):
    """That way of splitting does not work for a line."""


def broken(leaves: list[Leaf], depth: int, width: int) -> tuple[list[str], bool]:
    """Return a statement as the lines that black would write, and whether commas were added."""
    lines = _Breaker(width).lines(line_of(leaves, depth, inside=False), force=False)
    return [str(line) for line in lines], any(leaf.added for line in lines for leaf in line.leaves[-1:])


@dataclass(slots=True)
class _Parts:
    """A line broken at a pair of brackets."""

    head: Line
    body: Line
    tail: Line
    opening: Leaf
    closing: Leaf

    @property
    def lines(self) -> list[Line]:
        return [line for line in (self.head, self.body, self.tail) if line.leaves]


@dataclass(frozen=True, slots=True)
class _Breaker:
    """Breaks lines that are wider than `width`.

    `force` says that optional parentheses are to be written: what was tried without them became too wide.
    """

    width: int

    def lines(self, line: Line, *, force: bool) -> list[Line]:
        if not line.must_break and not line.magic and line.fits(self.width):
            return [line]
        ways: list[Callable[[Line, bool], list[Line]]]
        if line.leaves[0].value in ("def", "async") and not _has_magic_result(line):
            ways = [_at_first_brackets]
        elif line.inside:
            ways = [_at_delimiters, self._at_last_brackets]
        else:
            ways = [self._at_last_brackets]
        for way in ways:
            try:
                return self._tried(line, way, force=force)
            except _CannotSplitError:
                continue
        return [line]

    def _tried(self, line: Line, way: Callable[[Line, bool], list[Line]], *, force: bool) -> list[Line]:
        outer = [leaf for leaf in line.optional if not leaf.level]
        result = [one for part in way(line, force) for one in self.lines(part, force=force)]
        settled = (
            force
            or way != self._at_last_brackets
            or not line.optional
            or any(leaf.value for leaf in outer)
            or result[0].fits(self.width)
            or any(leaf.added for leaf in line.leaves)
        )
        if settled:
            return result
        other = self._tried(_copied(line), way, force=True)
        return other if all(one.fits(self.width) for one in other) else result

    def _at_last_brackets(self, line: Line, force: bool) -> list[Line]:
        first: list[Line] | None = None
        for omit in self._omitted(line):
            if omit and self._is_vain(line, omit):
                continue
            lines = self._at_brackets(line, omit, force=force)
            if first is None and not omit:
                first = lines
            if lines[0].fits(self.width):
                return lines
        return self._at_brackets(line, frozenset(), force=force) if first is None else first

    def _is_vain(self, line: Line, omit: Set[Leaf]) -> bool:
        """Say whether the brackets that are broken next open where the line is too wide already."""
        closing = next((leaf for leaf in reversed(line.leaves) if leaf.opening is not None and leaf not in omit), None)
        if closing is None or closing.opening is None or not closing.opening.value:
            return False
        if closing.opening not in line.leaves:
            return False
        before = line.leaves[: line.leaves.index(closing.opening)]
        return INDENT * line.depth + columns(before) > self.width

    def _omitted(self, line: Line) -> Iterator[set[Leaf]]:
        """Yield closing brackets to pass over, more each time, as long as what is behind them fits on a line."""
        omit: set[Leaf] = set()
        if not line.magic:
            yield omit
        length = INDENT * line.depth
        opening: Leaf | None = None
        closing: Leaf | None = None
        inner: set[Leaf] = set()
        for place in range(len(line.leaves) - 1, -1, -1):
            leaf = line.leaves[place]
            length += (len(leaf.space) if place else 0) + len(leaf.value)
            if length > self.width:
                return
            if opening is not None:
                if leaf is opening:
                    opening = None
                elif leaf.opening is not None:
                    if leaf.magic:
                        return
                    inner.add(leaf)
            elif leaf.opening is not None:
                if place and opens(line.leaves[place - 1]):
                    inner.add(leaf)
                    continue
                if closing is not None:
                    omit |= {closing, *inner}
                    inner.clear()
                    yield omit
                if leaf.magic:
                    return
                if leaf.value:
                    opening, closing = leaf.opening, leaf

    def _at_brackets(self, line: Line, omit: Set[Leaf], *, force: bool) -> list[Line]:
        return self._without_optional(_at_last_pair(line, omit), line, omit, force=force)

    def _without_optional(self, parts: _Parts, line: Line, omit: Set[Leaf], *, force: bool) -> list[Line]:
        """Return the parts, or better ones where those are of optional parentheses that need not be written."""
        optional = parts.opening.sign == "(" and not parts.opening.value and not parts.closing.value
        if not force and optional and parts.opening.role is not Role.IMPORT and self._can_omit(parts):
            more = {parts.closing, *omit}
            try:
                other = _at_last_pair(line, more)
                if self._is_better(other, parts):
                    return self._without_optional(other, line, more, force=force)
            except _CannotSplitError:
                chained = sum(leaf.sign == "=" for leaf in line.leaves) > 1
                if not chained and not _can_be_split(parts.body) and not parts.body.fits(self.width):
                    raise
        parts.opening.value, parts.closing.value = parts.opening.sign, parts.closing.sign
        return parts.lines

    def _can_omit(self, parts: _Parts) -> bool:
        """Say whether what is in optional parentheses has a shape that can do without."""
        line = parts.body
        if not line.delimiters:
            return True
        strongest = line.strongest()
        if line.count(strongest) > 1:
            return False
        if strongest == DOT:
            return True
        first, second, last = line.leaves[0], line.leaves[1], line.leaves[-1]
        if opens(first) and second.opening is None and self._can_omit_opening(line, first):
            return True
        if last.opening is None or last.role is Role.SUBSCRIPT:
            return False
        return not opens(line.leaves[-2]) and self._can_omit_closing(line, last)

    def _can_omit_opening(self, line: Line, first: Leaf) -> bool:
        remainder = False
        length = INDENT * line.depth
        for leaf in line.leaves:
            remainder = remainder or leaf.opening is first
            if remainder:
                length += len(leaf.space) + len(leaf.value)
                if length > self.width:
                    return False
                if opens(leaf):
                    remainder = False
        return True

    def _can_omit_closing(self, line: Line, last: Leaf) -> bool:
        for place, leaf in enumerate(line.leaves):
            if leaf is last.opening:
                before = INDENT * line.depth + columns(line.leaves[: place + 1])
                return before <= self.width or any(map(opens, line.leaves[:place]))
        return False

    def _is_better(self, other: _Parts, parts: _Parts) -> bool:
        """Say whether parts without optional parentheses are to be preferred."""
        head = parts.head.leaves
        if not head[1:] or head[-2].sign != "=" or not any(_is_bracket(leaf) for leaf in head[:-1]):
            return True
        if not parts.head.fits(self.width - 1) or parts.head.magic:
            return True
        equals, other_equals = (sum(leaf.sign == "=" for leaf in one.head.leaves) for one in (parts, other))
        if equals > 1 and equals > other_equals:
            return False
        for leaf in reversed(other.head.leaves):
            if leaf.sign == "=":
                break
            if leaf.opening is not None:
                return True
        return other_equals > 0 and other.head.fits(self.width)


def _at_last_pair(line: Line, omit: Set[Leaf]) -> _Parts:
    """Break a line at its last brackets, but for those whose closing one is to be omitted."""
    leaves = line.leaves
    for closed in range(len(leaves) - 1, -1, -1):
        closing = leaves[closed]
        # Brackets with nothing between them stay with what is behind them.
        if closing.opening is None or closing in omit or (closed and leaves[closed - 1] is closing.opening):
            continue
        opened = next((place for place in range(closed - 1, -1, -1) if leaves[place] is closing.opening), -1)
        if opened < 0:
            break
        return _parts(line, leaves[: opened + 1], leaves[opened + 1 : closed], leaves[closed:], closing)
    raise _CannotSplitError


def _parts(line: Line, head: list[Leaf], body: list[Leaf], tail: list[Leaf], closing: Leaf) -> _Parts:
    opening = closing.opening
    if opening is None:
        raise _CannotSplitError
    made = _body(line, body, opening)
    return _Parts(head_of(head, line.depth), made, Line(line.depth, tail), opening, closing)


def _body(line: Line, leaves: list[Leaf], opening: Leaf) -> Line:
    if _needs_comma(leaves, opening):
        leaves = [*leaves, Leaf(",", ",", added=True)]
    made = line_of(leaves, line.depth + 1, inside=True)
    has_comma = bool(leaves) and leaves[-1].sign == ","
    made.must_break = made.strongest(but_last=has_comma) == COMMA and (
        has_comma or opening.role in (Role.DISPLAY, Role.OPTIONAL, Role.IMPORT)
    )
    return made


def _needs_comma(leaves: list[Leaf], opening: Leaf) -> bool:
    """Say whether black ends what is in brackets with a comma by itself: imports, and the only parameter."""
    if not leaves or leaves[-1].sign == ",":
        return False
    if opening.role is Role.IMPORT:
        return True
    if opening.role is not Role.PARAMETERS:
        return False
    depth = 0
    for leaf in leaves:
        depth += opens(leaf) - (leaf.opening is not None)
        if leaf.sign == "," and not depth:
            return False
    return True


def _at_first_brackets(line: Line, _force: bool) -> list[Line]:
    """Break the head of a function at its first brackets that have something in them."""
    leaves = line.leaves
    for sign in ("(", "["):
        for start, opening in enumerate(leaves):
            end = next((place for place, leaf in enumerate(leaves) if leaf.opening is opening), None)
            if opening.sign != sign or end is None or end == start + 1:
                continue
            opening.value, leaves[end].value = opening.sign, leaves[end].sign
            return _parts(line, leaves[: start + 1], leaves[start + 1 : end], leaves[end:], leaves[end]).lines
    raise _CannotSplitError


def _at_delimiters(line: Line, _force: bool) -> list[Line]:
    """Break a line at all of its strongest delimiters; behind the last item of several stands a comma, too."""
    strength = line.strongest(but_last=True)
    if not strength or (strength == DOT and line.count(DOT) == 1):
        raise _CannotSplitError
    made: list[Line] = []
    items: list[Leaf] = []
    for place, leaf in enumerate(line.leaves):
        items.append(leaf)
        if line.delimiters.get(place) == strength:
            made.append(_item(items, line))
            items = []
    if items:
        if strength == COMMA and items[-1].sign != ",":
            items.append(Leaf(",", ",", added=True))
        made.append(_item(items, line))
    return made


def _item(leaves: list[Leaf], line: Line) -> Line:
    leaves[0].space = ""
    return line_of(leaves, line.depth, inside=line.inside)


def _has_magic_result(line: Line) -> bool:
    """Say whether a trailing comma is in the type of a function's result."""
    arrow = next((place for place, leaf in enumerate(line.leaves) if leaf.sign == "->"), len(line.leaves))
    return any(leaf.magic for leaf in line.leaves[arrow:])


def _can_be_split(line: Line) -> bool:
    # More than that is only known of methods of string literals, which generated code does not call.
    return len(line.leaves) > 1


def _copied(line: Line) -> Line:
    """Return a line of the same leaves, so that what is tried with them leaves the others as they are."""
    copies: dict[Leaf, Leaf] = {}
    for leaf in line.leaves:
        opening = copies.get(leaf.opening, leaf.opening) if leaf.opening is not None else None
        copies[leaf] = replace(leaf, opening=opening)
    made = line_of(list(copies.values()), line.depth, inside=line.inside)
    made.must_break, made.magic = line.must_break, made.magic or line.magic
    return made


def _is_bracket(leaf: Leaf) -> bool:
    return leaf.opening is not None or opens(leaf)
