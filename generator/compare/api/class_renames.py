"""Finds which classes of `models` were renamed, removed or added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...artifacts import Described
from ..collector import Collector
from ..impact import Impact, Reach
from ..schemas.schema_pairs import SchemaNode
from ..schemas.walk import SchemaWalk
from ..source_positions import Anchor


def report_classes(old: Described, new: Described, walk: SchemaWalk, impact: Impact, collector: Collector) -> None:
    """Add a change for every class that was renamed, removed or added, unless another change covers it."""
    renamed = {key: node for key, node in walk.nodes.items() if node.old_symbol != node.new_symbol}
    genuine = {
        (before, after): node
        for (before, after), node in renamed.items()
        if before == after or (before not in new.api.schemas and after not in old.api.schemas)
    }
    _renamed(genuine, (old, new), impact, collector)
    taken = set(new.names.schemas.values())
    gone = old.api.schemas.keys() - new.api.schemas.keys()
    places = {name: _place(name, old) for name in gone}
    for name in sorted(gone - {before for before, _ in renamed}):
        symbol = old.names.schemas[name]
        if symbol not in taken and not _lies_in_one_of(places[name], set(places.values())):
            text = f"`{symbol}` is gone: code that imports it fails"
            collector.add("api-schema-removed", text, symbols=(symbol,), old=Anchor(name), before=symbol)
    used = new.api.received | new.api.sent
    for name in sorted(new.api.schemas.keys() - old.api.schemas.keys() - {after for _, after in renamed}):
        if name not in used:
            symbol = new.names.schemas[name]
            collector.add("api-schema-added", f"`{symbol}` is new", symbols=(symbol,), new=Anchor(name), after=symbol)


def _renamed(
    renamed: Mapping[tuple[str, str], SchemaNode],
    sides: tuple[Described, Described],
    impact: Impact,
    collector: Collector,
) -> None:
    """Add a change for each renamed class; classes named after another renamed class are counted with that one."""
    old, new = sides
    taken = set(new.names.schemas.values())
    by_place = {(_place(before, old), _place(after, new)): (before, after) for before, after in renamed}
    heads: dict[tuple[str, str], list[SchemaNode]] = {}
    for (before, after), node in sorted(renamed.items()):
        around = zip(_around(_place(before, old)), _around(_place(after, new)), strict=False)
        known = [by_place[one] for one in around if one in by_place]
        heads.setdefault(known[-1] if known else (before, after), []).append(node)
    for key, members in heads.items():
        node = renamed[key]
        others = [one for one in members if one is not node]
        text = f"`{node.new_symbol}` was called `{node.old_symbol}`: code that imports it fails"
        if others:
            text += f" (and {len(others)} named after it)" if len(others) > 1 else " (and one named after it)"
        if node.old_symbol not in taken:
            text += "; `[schemas]` in provider.toml keeps the name"
        reach = impact.of(node)
        collector.add(
            "model-renamed",
            text,
            symbols=[symbol for one in (node, *others) for symbol in (one.old_symbol, one.new_symbol)],
            pairs=_pairs(reach),
            old=node.old,
            new=node.new,
            before=node.old_symbol,
            after=node.new_symbol,
        )


def _pairs(reach: Reach) -> list[int]:
    both = reach.sent | reach.received
    return [index for index in range(both.bit_length()) if both >> index & 1]


def _place(name: str, described: Described) -> tuple[str, str]:
    """Return the file and pointer of a component."""
    where = described.api.schemas[name].where
    return (where.file, where.pointer) if where is not None else ("", name)


def _around(place: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the places that contain a place, the nearest first."""
    file, pointer = place
    while "/" in pointer:
        pointer = pointer.rpartition("/")[0]
        yield file, pointer


def _lies_in_one_of(place: tuple[str, str], others: set[tuple[str, str]]) -> bool:
    return any(around in others for around in _around(place))
