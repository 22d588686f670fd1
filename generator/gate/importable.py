"""Shows of modules that passed the gate that they can be imported, without importing them.

The grammar leaves few ways in which a module could fail when it is imported, and this looks for each of them:

- it imports a name that the other module does not define, or one that is of another kind there;
- modules import each other in a circle;
- both operands of a union are None, because one of them is an alias of None;
- a field has the name of an attribute of pydantic's classes;
- an expression is nested more deeply than Python compiles;
- a call with a text that the runtime refuses: only modules of webhooks have those.

A model's class is created without its validator (`defer_build`): pydantic looks at the names of the fields, evaluates
the annotations whose names are bound, and leaves the others for later. A module about which nothing can be shown is
imported on trial by `publish`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, field

from .definitions import bound_in_class
from .frequent import ConstantText, FunctionText, LiteralText, Statement
from .modules import kind_of

Kind: TypeAlias = Literal["class", "type", "value", "unknown"]
"""What a module binds: a class, a type that is not None, any other value, or what may be None."""

RUNTIME = "_runtime"
"""The folder of a package's own runtime."""
_MOST_OPERANDS = 1_000
"""Operators `|` in one union that Python surely compiles: its limit is nearly 3,000."""
TAKEN = frozenset(
    {
        *("construct", "copy", "dict", "from_orm", "json", "mro", "parse_file", "parse_obj", "parse_raw", "register"),
        *("schema", "schema_json", "update_forward_refs", "validate", "with_extra"),
        *("model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"),
        *("model_extra", "model_fields", "model_fields_set", "model_json_schema", "model_parametrized_name"),
        *("model_post_init", "model_rebuild", "model_validate", "model_validate_json", "model_validate_strings"),
    }
)
"""Public attributes of a model's class. pydantic refuses one of them as a field; of most it only warns."""
_NOTHING = frozenset[str]()
_NEEDED: Mapping[str, frozenset[str]] = {"PaginationRule": frozenset({"style", "items"})}
"""Class → the keywords that its constructor must have; the others have none."""


class Facts(Struct, frozen=True):
    """What the import of one module depends on."""

    certain: bool = False
    """Whether it can be imported if its imports can be."""
    defines: Mapping[str, Kind] = field(default_factory=dict[str, Kind])
    imports: tuple[tuple[int, str, str], ...] = ()
    """Level, module and name of what it imports from the package when it is imported; the module may be empty."""
    bases: frozenset[str] = frozenset()
    """Names of these that must be classes."""
    runtime: frozenset[str] = frozenset()
    """Names that it imports from the runtime."""


NOTHING_KNOWN = Facts()

_EXPORT = re.compile(r'"(\w+)"')


def facts_of(path: str, body: Sequence[Statement], text: str) -> Facts:
    """Return what is known of a module that passed the gate."""
    kind = kind_of(path)
    found = _Found(models=kind == "models")
    for statement in body:
        found.add(statement)
    certain = found.certain and kind != "webhooks" and _is_flat(text)
    bases = frozenset(found.bases & found.imported)
    certain &= not bases or kind in ("models", "testing")
    return Facts(certain, found.defines, tuple(found.imports), bases, frozenset(found.runtime))


def can_be_imported(files: Mapping[str, str], known: Mapping[str, Facts]) -> frozenset[str]:
    """Return which of the `known` modules can be imported, provided that the runtime and the other modules can be.

    `files` are all files of the package. Those that are not known passed the gate when they were published.
    """
    package = _Package(files, known)
    return frozenset(path for path in known if package.can_import(path))


def _is_flat(text: str) -> bool:
    """Return whether no union of a module can have more than `_MOST_OPERANDS`."""
    if text.count("|") <= _MOST_OPERANDS:
        return True
    # No union is divided by an empty line, and few lines are in a text with many of these.
    return all(part.count("|") <= _MOST_OPERANDS for part in text.split("\n\n"))


class _Found:
    """Collects the facts of a module."""

    def __init__(self, *, models: bool) -> None:
        self.models = models
        self.certain = True
        self.defines: dict[str, Kind] = {}
        self.imports: list[tuple[int, str, str]] = []
        self.imported: set[str] = set()
        self.runtime: set[str] = set()
        self.bases: set[str] = set()

    def add(self, statement: Statement) -> None:
        """Add what a statement at the top of the module does when it runs."""
        match statement:
            case ast.ImportFrom():
                self._import(statement)
            case ast.If(orelse=otherwise):
                for one in otherwise:
                    self.add(one)
            case ast.ClassDef():
                self._class(statement)
            case (
                ast.FunctionDef(name=name) | FunctionText(name=name) | ConstantText(name=name) | LiteralText(name=name)
            ):
                self.defines[name] = "value"
            case ast.AnnAssign(
                target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias"), value=ast.expr() as value
            ):
                self.defines[name] = self._aliased(value)
                self.certain &= self.defines[name] != "unknown"
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as value):
                self.defines[name] = "value"
                self.certain &= not any(_names_models(one.value) for one in value.keywords) and _has_all(value)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                self.defines[name] = "type" if _is_alias_type(statement) else "value"
            case _:
                pass

    def _import(self, statement: ast.ImportFrom) -> None:
        module = statement.module or ""
        if not statement.level or module == RUNTIME:
            self.runtime.update(one.name for one in statement.names if statement.level)
            return
        for one in statement.names:
            self.imports.append((statement.level, module, one.name))
            self.imported.add(one.asname or one.name)
        # A module of models evaluates its types at once, and those of the package are loaded by that.
        self.certain &= not (self.models and not module)

    def _class(self, statement: ast.ClassDef) -> None:
        self.defines[statement.name] = "class"
        for base in statement.bases:
            self.bases.update(one.id for one in ast.walk(base) if isinstance(one, ast.Name))
        if self.models:
            for one in statement.body:
                self.certain &= TAKEN.isdisjoint(bound_in_class(one))

    def _aliased(self, value: ast.expr) -> Kind:
        match value:
            case ast.Name(id=name):
                known = self.defines.get(name, "unknown" if name in self.imported else "type")
                return "type" if known == "class" else known
            case ast.Constant():
                return "unknown"
            case _:
                return "type"


def _is_alias_type(statement: ast.AnnAssign | ast.Assign) -> bool:
    match statement.value:
        case ast.Call(func=ast.Name(id="TypeAliasType")):
            return True
        case _:
            return False


def _has_all(value: ast.Call) -> bool:
    """Return whether a call has the keywords without which it fails."""
    needed = _NEEDED.get(value.func.id, _NOTHING) if isinstance(value.func, ast.Name) else _NOTHING
    return needed <= {one.arg for one in value.keywords}


def _names_models(value: ast.expr) -> bool:
    """Return whether an argument names a class of `models` at once, not in a function that is called later."""
    return not isinstance(value, ast.Lambda) and any(
        isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id.endswith("models")
        for one in ast.walk(value)
    )


class _Package:
    """The modules of a package, and what they import of each other."""

    def __init__(self, files: Mapping[str, str], known: Mapping[str, Facts]) -> None:
        self.files = files
        self.known = dict(known)
        self.straight: dict[str, bool] = {}
        """Module → whether no circle is reached from it; False while that is not known yet."""
        start = files.get(f"{RUNTIME}/__init__.py")
        self.runtime = None if start is None else frozenset(_EXPORT.findall(start))
        """The names of the package's own runtime; None if it shares one, which is whole."""

    def can_import(self, path: str) -> bool:
        """Return whether a module can be imported, provided that those that it imports can be."""
        facts = self._facts(path)
        if not facts.certain or (self.runtime is not None and not facts.runtime <= self.runtime):
            return False
        return self._is_straight(path) and all(self._finds(path, one, facts.bases) for one in facts.imports)

    def _facts(self, path: str) -> Facts:
        if path not in self.known:
            self.known[path] = _read(path, self.files[path])
        return self.known[path]

    def _finds(self, path: str, wanted: tuple[int, str, str], bases: frozenset[str]) -> bool:
        """Return whether what a module imports is there, and of the right kind."""
        target = self._target(path, wanted)
        if target is None:
            return False
        _, module, name = wanted
        if not module:
            return True
        kind = self._facts(target).defines.get(name, "unknown")
        return kind == "class" and kind_of(path) in (kind_of(target), "testing") if name in bases else kind != "unknown"

    def _target(self, path: str, wanted: tuple[int, str, str]) -> str | None:
        """Return the path of the module that an import names; None if the package has none."""
        level, module, name = wanted
        folder = path.split("/")[:-1]
        base = folder[: len(folder) - level + 1]
        stem = "/".join([*base, *(module.split(".") if module else [name])])
        return next((one for one in (f"{stem}.py", f"{stem}/__init__.py") if one in self.files), None)

    def _is_straight(self, path: str) -> bool:
        if path not in self.straight:
            self.straight[path] = False
            self.straight[path] = all(self._is_straight(one) for one in self._runs(path))
        return self.straight[path]

    def _runs(self, path: str) -> Iterator[str]:
        """Yield the modules that an import of a module runs: those that it names, and the packages that hold these.

        The packages that hold the module itself run before it, and it takes nothing of them but modules.
        """
        own = _packages(path)
        for wanted in self._facts(path).imports:
            target = self._target(path, wanted)
            if target is not None:
                yield target
                yield from (one for one in _packages(target) if one not in own and one != target and one in self.files)


def _packages(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join([*parts[:length], "__init__.py"]) for length in range(len(parts) + 1)]


def _read(path: str, text: str) -> Facts:
    try:
        return facts_of(path, ast.parse(text).body, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return NOTHING_KNOWN
