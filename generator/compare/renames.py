"""Tells which classes of `models` have another name, are gone or are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..diagnostics import Location
from ..inputs import Described
from .drafts import Drafts
from .places import Anchor
from .spots import Node
from .spread import Reach, Spread
from .walk import Walk


def tell_models(old: Described, new: Described, walk: Walk, spread: Spread, drafts: Drafts) -> None:
    """Add a change for every class that was renamed, went or came and that nothing else told of."""
    renamed = {key: node for key, node in walk.nodes.items() if node.old_symbol != node.new_symbol}
    genuine = {
        key: node
        for key, node in renamed.items()
        if key[0] == key[1] or (key[0] not in new.api.schemas and key[1] not in old.api.schemas)
    }
    _renamed(genuine, (old, new), spread, drafts)
    paired = {name for name, _ in genuine} | {name for name, _ in renamed}
    taken = set(new.names.schemas.values())
    for name in sorted(old.api.schemas.keys() - new.api.schemas.keys() - paired):
        symbol = old.names.schemas[name]
        if symbol in taken or _lies_in_one_of(name, old.api.origins, old.api.schemas.keys() - new.api.schemas.keys()):
            continue
        text = f"`{symbol}` is gone: code that imports it fails"
        drafts.add("api-schema-removed", text, symbols=(symbol,), old=Anchor(name), before=symbol)
    used = new.api.received | new.api.sent
    for name in sorted(new.api.schemas.keys() - old.api.schemas.keys() - {after for _, after in renamed}):
        if name not in used:
            symbol = new.names.schemas[name]
            drafts.add("api-schema-added", f"`{symbol}` is new", symbols=(symbol,), new=Anchor(name), after=symbol)


def _renamed(
    renamed: Mapping[tuple[str, str], Node], sides: tuple[Described, Described], spread: Spread, drafts: Drafts
) -> None:
    """Add a change for each renamed class; those that are named after another one that was renamed go with it."""
    old, new = sides
    heads: dict[tuple[str, str], list[Node]] = {}
    for key, node in sorted(renamed.items()):
        head = next((other for other in renamed if other != key and _lies_in(key, other, old, new)), None)
        while head is not None:
            higher = next((other for other in renamed if other != head and _lies_in(head, other, old, new)), None)
            if higher is None:
                break
            head = higher
        heads.setdefault(head or key, []).append(node)
    for key, members in heads.items():
        node = renamed[key]
        others = [one for one in members if one is not node]
        text = f"`{node.new_symbol}` was called `{node.old_symbol}`: code that imports it fails"
        if others:
            text += f" (and {len(others)} named after it)" if len(others) > 1 else " (and one named after it)"
        reach = spread.of(node)
        drafts.add(
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


def _lies_in(inner: tuple[str, str], outer: tuple[str, str], old: Described, new: Described) -> bool:
    """Say whether a class is described within another one, on both sides."""
    return _is_below(old.api.origins.get(inner[0]), old.api.origins.get(outer[0])) and _is_below(
        new.api.origins.get(inner[1]), new.api.origins.get(outer[1])
    )


def _is_below(inner: Location | None, outer: Location | None) -> bool:
    if inner is None or outer is None:
        return False
    return inner.file == outer.file and inner.pointer.startswith(f"{outer.pointer}/")


def _lies_in_one_of(name: str, origins: Mapping[str, Location], others: Iterable[str]) -> bool:
    mine = origins.get(name)
    return any(_is_below(mine, origins.get(other)) for other in others if other != name)
