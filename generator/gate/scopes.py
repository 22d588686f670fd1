"""What the names of a generated module mean, and from which line on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

Meanings = frozenset[str]
_NOTHING: Meanings = frozenset()


class Judgement(Struct, frozen=True):
    """What is known of a text that was judged and found right in the scope of its module."""

    words: frozenset[str]
    """All words in it: the names among them must mean in other scopes what they mean in the module's."""
    has_default: bool = False
    """Whether it is an argument with a default."""


class Judged(Struct):
    """Text → its judgement, for each kind of text."""

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
