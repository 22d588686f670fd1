"""Cycles in a graph of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def cycles(graph: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """Return the sets of names that all lead to each other; a single name only if it leads to itself.

    In time linear in the graph (Tarjan, 1972), and without recursion, as a description may be deep.
    """
    found: list[frozenset[str]] = []
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_names: dict[str, None] = {}
    finished: set[str] = set()
    for start in graph:
        if start in numbers:
            continue
        numbers[start] = lowest[start] = len(numbers)
        open_names[start] = None
        way: list[tuple[str, Iterator[str]]] = [(start, iter(graph[start]))]
        while way:
            name, following = way[-1]
            after = next(following, None)
            if after is not None:
                if after in graph and after not in numbers:
                    numbers[after] = lowest[after] = len(numbers)
                    open_names[after] = None
                    way.append((after, iter(graph[after])))
                elif after in graph and after not in finished:
                    lowest[name] = min(lowest[name], numbers[after])
                continue
            way.pop()
            if way:
                lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[name])
            if lowest[name] == numbers[name]:
                group = {name}
                while (last := open_names.popitem()[0]) != name:
                    group.add(last)
                finished |= group
                if len(group) > 1 or name in graph[name]:
                    found.append(frozenset(group))
    return found
