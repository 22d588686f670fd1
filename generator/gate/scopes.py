"""What the names of a generated module mean, and from which line on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

Meanings = frozenset[str]
_NOTHING: Meanings = frozenset()


class Judgement(Struct):
    """What is known of a text that was judged and found right in a module."""

    words: frozenset[str]
    """All words in it."""
    names: tuple[tuple[str, Meanings], ...]
    """The words that the module binds, with their meanings: the text is right wherever they mean the same."""
    module: Mapping[str, Meanings]
    """What is bound in the module where it was found right last."""
    has_default: bool = False
    """Whether it is an argument with a default."""

    def holds(self, scope: Scope, bound: Mapping[str, Meanings]) -> bool:
        """Return whether the text is right in a scope, of whose module `bound` are the names that it may use."""
        if not scope.hidden.isdisjoint(self.words):
            return False
        if self.module is not bound:
            if any(bound.get(name) != meanings for name, meanings in self.names):
                return False
            self.module = bound
        return True


class Judged(Struct):
    """Text → its judgement, for each kind of text of a package."""

    arguments: dict[str, Judgement] = field(default_factory=dict[str, Judgement])
    types: dict[str, Judgement] = field(default_factory=dict[str, Judgement])
    options: dict[str, Judgement] = field(default_factory=dict[str, Judgement])
    fields: dict[str, Judgement] = field(default_factory=dict[str, Judgement])


class Scope(Struct):
    """The names visible at a line: those bound so far, those of the whole module, and those around the line."""

    so_far: Mapping[str, Meanings]
    """The names bound when the line runs, if it runs with the module."""
    whole: Mapping[str, Meanings]
    """The names bound after the module has run, and those that only type checkers import."""
    builtins: Mapping[str, Meanings]
    """The few built-in names that generated code uses."""
    modules: frozenset[str] = frozenset()
    """The modules that may be imported, as this module's relative imports."""
    kind: str = ""
    """The kind of the module, by its name in the grammar."""
    runtime: str = ""
    """The runtime, as this module's relative import."""
    local: Mapping[str, Meanings] = field(default_factory=dict[str, Meanings])
    """The names that the function around the line binds: its arguments, and its imports."""
    hidden: frozenset[str] = frozenset()
    """The names that the class around the line binds; they hide the module's names."""
    runs_later: bool = False
    judged: Judged = field(default_factory=Judged)
    """The texts that were judged in the module so far."""
    _later: Scope | None = None

    def meanings(self, name: str) -> Meanings:
        """Return what a name means here; empty if it is not bound when the line runs."""
        if name in self.local:
            return self.local[name]
        if name in self.hidden:
            return _NOTHING
        found = (self.whole if self.runs_later else self.so_far).get(name)
        return found if found is not None else self.builtins.get(name, _NOTHING)

    def later(self) -> Scope:
        """Return the scope of code that runs after the module has run."""
        if self.runs_later:
            return self
        if self._later is None:
            self._later = self._other(self.local, self.hidden, runs_later=True)
        return self._later

    def inside(self, local: Mapping[str, Meanings]) -> Scope:
        """Return the scope of a function's body, which does not see the names of the class around it."""
        return self._other(local, _NO_NAMES, runs_later=True)

    def within(self, bound: frozenset[str]) -> Scope:
        """Return the scope of a class's body, which binds names of its own."""
        return self._other(self.local, bound, self.runs_later)

    def _other(self, local: Mapping[str, Meanings], hidden: frozenset[str], runs_later: bool) -> Scope:
        # `dataclasses.replace` would take half of the gate's time.
        return Scope(
            self.so_far,
            self.whole,
            self.builtins,
            self.modules,
            self.kind,
            self.runtime,
            local,
            hidden,
            runs_later,
            self.judged,
        )


_NO_NAMES = frozenset[str]()
ARGUMENT: Meanings = frozenset({"an argument"})
