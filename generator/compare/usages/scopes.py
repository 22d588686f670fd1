"""What is known about the names of a program, while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from .client_types import Foreign, Type, UnionType, either


@dataclass(slots=True)
class ProgramScope:
    """The names of a module, class or function."""

    path: str
    name: str = ""
    """Dotted name within the file; empty for the module."""
    outer: ProgramScope | None = None
    names: dict[str, Type | None] = field(default_factory=dict[str, "Type | None"])
    returns: list[Type | None] = field(default_factory=list["Type | None"])
    owner: str | None = None
    """The class whose body, or method, this is."""

    def get(self, name: str) -> tuple[bool, Type | None]:
        """Return whether a name is known here or in an outer scope, and its type."""
        scope: ProgramScope | None = self
        while scope is not None:
            if name in scope.names:
                return True, scope.names[name]
            scope = scope.outer
        return False, None

    def set(self, name: str, value: Type | None) -> None:
        """Bind a name; if it is bound more than once, to any of the types."""
        before = self.names.get(name)
        known = value if isinstance(before, Foreign) or before is None else either([before, value])
        self.names[name] = known if known is not None else value

    def down(self, name: str, owner: str | None = None) -> ProgramScope:
        """Return a scope within this one."""
        return ProgramScope(self.path, f"{self.name}.{name}" if self.name else name, self, owner=owner)


@dataclass(slots=True)
class ProgramFacts:
    """Facts about the whole program, gathered in one pass and used in the next."""

    exports: dict[str, dict[str, Type | None]] = field(default_factory=dict[str, "dict[str, Type | None]"])
    """File → the names of its module."""
    members: dict[tuple[str, str], dict[str, Type | None]] = field(
        default_factory=dict[tuple[str, str], "dict[str, Type | None]"]
    )
    """(file, class) → its attributes."""
    bases: dict[tuple[str, str], list[Type]] = field(default_factory=dict[tuple[str, str], "list[Type]"])
    returns: dict[tuple[str, str], Type | None] = field(default_factory=dict[tuple[str, str], "Type | None"])
    """(file, function) → what it returns."""
    parameters: dict[tuple[str, str], list[str]] = field(default_factory=dict[tuple[str, str], "list[str]"])
    passed: dict[tuple[str, str, str], Type | None] = field(default_factory=dict[tuple[str, str, str], "Type | None"])
    """(file, function, parameter) → what calls pass."""
    fixtures: dict[str, Type | None] = field(default_factory=dict[str, "Type | None"])
    """Fixture of the tests → the type of its value."""

    reported: dict[tuple[str, int, int, str], str] = field(default_factory=dict[tuple[str, int, int, str], str])
    """(file, line, column in bytes, name) → symbol, for attributes that a type checker reported."""
    ways: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """Dotted modules that only contain the client."""

    def learn(self, path: str, owner: str, name: str, value: Type | None) -> None:
        """Note a type of a class's attribute."""
        members = self.members.setdefault((path, owner), {})
        members[name] = either([members.get(name), value])

    def learn_passed(self, key: tuple[str, str], name: str, value: Type | None) -> None:
        """Note a type of a parameter."""
        if value is not None and not isinstance(value, Foreign):
            self.passed[(*key, name)] = either([self.passed.get((*key, name)), value])


def members_of(value: Type | None) -> tuple[Type, ...]:
    """Return the types that a value may have."""
    if value is None:
        return ()
    return value.members if isinstance(value, UnionType) else (value,)
