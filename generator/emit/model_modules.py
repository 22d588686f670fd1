"""Divides the definitions of models: into one module, or, if there are very many, into a package of modules.

In a package, a class is in the module named after the first noun of its name: `User`, `UserEmail` and
`ListUsersResponse` are in `models/user.py`. So its place follows from its name alone, and nothing moves when something
else is added; only a module that grows too large to read is divided by the next noun, if several classes share it.
Bases of classes in several modules are in `models/bases.py`, the only module that others import: every other reference
between modules is in an annotation, and is loaded when its class is first used.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from ..naming.reserved import DEVICES
from ..text.casing import GLUE, words
from ..text.inflection import singular_word
from ..text.path_words import VERBS
from .definitions import Definition

LARGE = 300
"""Definitions that are still in one module."""

BASES = "bases"
_CROWDED = 60
"""Definitions that are still found in one module of a package."""
_FEW = 4
"""Definitions that are too few for a module of their own when a crowded one is divided."""
_DEPTH = 8
_NOUNS = frozenset(
    {
        *("answer", "batch", "change", "check", "clone", "close", "complete", "copy", "count", "estimate", "export"),
        *("failover", "forward", "import", "invite", "join", "merge", "move", "open", "pause", "poll", "purchase"),
        *("release", "request", "reset", "rollback", "run", "select", "send", "swap", "tag", "test", "upgrade"),
    }
)
"""Verbs that the name of a class may as well have as things: `CheckRun`, `TagList`."""
_FORMS = frozenset({"abstract", "basic", "full", "minimal", "nullable", "optional", "partial", "short", "simple"})
"""Words that distinguish forms of one thing, which belong together: `NullableSimpleUser`, `SimpleUser`, `User`."""
_NO_NOUNS = (VERBS | _FORMS | GLUE | {"retrieve"}) - _NOUNS
_NUMBERED = re.compile(r"([a-z]{4,})\d+")
_ACRONYM = 5
"""Letters of an acronym at most."""
_SHORTEST = 3
"""Letters of a word that a module may be called by: `ch` says nothing."""
_RESERVED = frozenset({BASES, *DEVICES, *keyword.kwlist, *keyword.softkwlist})
"""Names that a module cannot have: what is taken, what Windows reads as a device, what cannot be imported."""


def arrange(definitions: Sequence[Definition]) -> dict[str, tuple[Definition, ...]]:
    """Return module → its definitions in order, sorted by module; empty if one module is enough.

    An alias that needs a definition of another module becomes one that is evaluated on first use.
    """
    if len(definitions) <= LARGE:
        return {}
    by_name = {one.name: one for one in definitions}
    home = _homes(by_name)
    home |= dict.fromkeys(_shared_bases(by_name, home), BASES)
    far = _far(by_name, home)
    modules: dict[str, list[Definition]] = {}
    for one in definitions:
        modules.setdefault(home[one.name], []).append(replace(one, kind="recursive alias") if one.name in far else one)
    return {module: tuple(modules[module]) for module in sorted(modules)}


def _homes(names: Iterable[str]) -> dict[str, str]:
    """Return name → module by the words of each name, using as many words as needed to keep the modules small."""
    keys = {name: nouns(name) for name in names}
    return {name: module for group, module in _groups(list(keys), keys, 1) for name in group}


def _groups(names: Sequence[str], keys: Mapping[str, tuple[str, ...]], depth: int) -> Iterator[tuple[list[str], str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        groups.setdefault(keys[name][:depth], []).append(name)
    for key in [key for key, group in groups.items() if 1 < len(key) == depth and len(group) < _FEW]:
        groups.setdefault(key[:-1], []).extend(groups.pop(key))
    for key, group in groups.items():
        if len(group) > _CROWDED and depth < _DEPTH and len(key) == depth:
            yield from _groups(group, keys, depth + 1)
        else:
            yield group, module_name("_".join(key), {BASES})


def nouns(name: str) -> tuple[str, ...]:
    """Return the words that decide the module of a class: `ListUsersResponse` → `user`, `response`; `WebhookIssue2` →
    …, `issue`."""
    found = _whole(words(name))
    kept = [word for word in found if not (word.lower() in _NO_NOUNS or word.isdigit())] or found
    kept = [word for word in kept if len(word) >= _SHORTEST or word.isupper()] or kept
    return tuple(map(_one, kept))


def _whole(parts: Iterable[str]) -> list[str]:
    """Join single letters to the word after them, except the article `A`: `O`, `Data` → `OData`."""
    found: list[str] = []
    letter = ""
    for word in parts:
        if len(word) == 1 and word.isalpha() and word.lower() != "a":
            letter += word
        else:
            found.append(letter + word)
            letter = ""
    return [*found, letter] if letter else found


@lru_cache(maxsize=4096)
def _one(word: str) -> str:
    """Return a word in the singular, without a number behind it, for a module's name; acronyms such as `KMS` or `Kms`
    stay.
    """
    one = word.lower() if word.isupper() and len(word) <= _ACRONYM else singular_word(word)
    return _NUMBERED.sub(r"\1", one)


def module_name(text: str, taken: Collection[str] = ()) -> str:
    """Return a text as a module name: with an underscore if it is reserved or taken, `other` if it is empty."""
    if not text.isascii() or not text.isidentifier():
        return "other"
    return f"{text}_" if text in _RESERVED or text in taken else text


def _shared_bases(by_name: Mapping[str, Definition], home: Mapping[str, str]) -> set[str]:
    """Return the classes that a class of another module derives from, and their own bases."""
    found: set[str] = set()
    waiting = [base for one in by_name.values() if (base := one.base_model) and home[base] != home[one.name]]
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting.append(by_name[name].base_model)
    return found


def _far(by_name: Mapping[str, Definition], home: Mapping[str, str]) -> set[str]:
    """Return the aliases that need definitions of other modules, directly or through other aliases."""
    aliases = {name: one.uses & by_name.keys() for name, one in by_name.items() if one.kind != "class"}
    found = {name for name, uses in aliases.items() if any(home[used] != home[name] for used in uses)}
    waiting = list(found)
    users: dict[str, list[str]] = {}
    for name, uses in aliases.items():
        for used in uses:
            users.setdefault(used, []).append(name)
    while waiting:
        new = [name for name in users.get(waiting.pop(), ()) if name not in found]
        found.update(new)
        waiting.extend(new)
    return found
