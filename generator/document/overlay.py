"""Applies OpenAPI Overlay 1.0 and 1.1: corrections to a description that somebody else owns; its file is
not changed.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from .document import JSON, Document, shortened
from .json_path import Budget, BudgetError, Path, QueryError, select
from .limits import LIMITS, Limits, beyond
from .overlay_patch import Edit, IncompatibleError, ValueOrigin, copied, fulfils, kind, measure

if TYPE_CHECKING:
    from ..diagnostics import Location, Report

_VERSION = re.compile(r"1\.([01])\.[0-9]+")
_ROOT = ("overlay", "info", "extends", "actions")
_INFO = ("title", "version", "description")
_ACTION = ("target", "description", "update", "remove", "copy")


def apply(document: Document, overlay: Document, report: Report, limits: Limits = LIMITS) -> Document:
    """Return the document with the actions of an overlay applied in order (Overlay 1.1, 4.4).

    `where` of a value that the overlay wrote names the overlay's file; of every other value, the document's. Stricter
    than the standard, an action that selects nothing is an error; an action whose effect is there already is a warning,
    and is not applied again. With errors in the report, the document comes back with the actions that were possible.
    """
    return _Overlay(document, overlay, report, limits).applied()


class _Overlay:
    """One application of an overlay."""

    def __init__(self, document: Document, overlay: Document, report: Report, limits: Limits) -> None:
        self.document, self.overlay, self.report, self.limits = document, overlay, report, limits
        self.edit = Edit(document)
        self.budget = Budget(limits.steps)
        """How much the queries of all actions may still look at."""
        self.nodes = 0
        """How many values the document has; counted when the first action needs it."""
        self.minor = 1

    def applied(self) -> Document:
        tree: dict[str, JSON] = self.overlay.tree
        self._version(tree.get("overlay"))
        self._known(tree, _ROOT, "")
        self._info(tree.get("info"))
        self._extends(tree.get("extends"))
        actions = tree.get("actions")
        if not isinstance(actions, list) or not actions:
            self._error("overlay-invalid", "`actions` must be an array with at least one action", "/actions")
            return self.document
        for index, action in enumerate(actions):
            place = f"/actions/{index}"
            if not isinstance(action, dict):
                self._error("overlay-invalid", f"an action must be an object, not {kind(action)}", place)
                continue
            try:
                self._action(action, place)
            except BudgetError:
                message = f"up to this action, the overlay looks at more than {self.limits.steps:,} values"
                self._error("overlay-too-large", beyond("steps", message), place)
                break
        return self.edit.document()

    def _version(self, version: JSON) -> None:
        found = _VERSION.fullmatch(version) if isinstance(version, str) else None
        if found is None:
            message = "`overlay` must be the version of the standard: write `overlay: 1.1.0` (known are 1.0 and 1.1)"
            self._error("overlay-version", message, "/overlay")
        else:
            self.minor = int(found[1])

    def _info(self, info: JSON) -> None:
        if not isinstance(info, dict):
            self._error("overlay-invalid", "`info` must be an object with `title` and `version`", "/info")
            return
        self._known(info, _INFO, "/info")
        for key in _INFO:
            if key in info and not isinstance(info[key], str):
                self._error("overlay-invalid", f"`{key}` must be a string", f"/info/{key}")
            elif key not in info and key != "description":
                self._error("overlay-invalid", f"`{key}` is missing", "/info")

    def _extends(self, extends: JSON) -> None:
        """Warn if the overlay names another file; an absolute URL cannot be compared."""
        if extends is None and "extends" not in self.overlay.tree:
            return
        if not isinstance(extends, str):
            self._error("overlay-invalid", "`extends` must be a URI reference", "/extends")
            return
        try:
            parts = urlsplit(extends)
        except ValueError:
            self._error("overlay-invalid", "`extends` must be a URI reference", "/extends")
            return
        name, actual = PurePath(unquote(parts.path)).name, PurePath(self.document.file).name
        if not parts.scheme and not parts.netloc and name != actual:
            message = f"the overlay extends {shortened(name)!r}, and is applied to {actual!r}: correct one of them"
            self.report.warning("overlay-extends", message, self.overlay.where("/extends"))

    def _action(self, action: dict[str, JSON], place: str) -> None:
        if not self._valid(action, place):
            return
        targets = self._select(action["target"], f"{place}/target")
        if targets is None:
            return
        if not targets:
            message = f"the target {_quoted(action['target'])} matches nothing: correct it, or remove the action"
            self._error("overlay-no-match", message, f"{place}/target")
        elif action.get("remove") is True:
            self._remove(targets, place)
        elif "update" in action:
            self._update(targets, action["update"], place, "update")
        else:
            self._copy(targets, action["copy"], place)

    def _valid(self, action: dict[str, JSON], place: str) -> bool:
        """Check the fields of an action (Overlay 1.1, 4.4.3.1)."""
        before = self.report.errors
        self._known(action, _ACTION, place)
        if "target" not in action:
            self._error("overlay-invalid", "`target` is missing", place)
        for key, types in (("target", str), ("description", str), ("copy", str), ("remove", bool)):
            if key in action and not isinstance(action[key], types):
                name = "a string" if types is str else "`true` or `false`"
                self._error("overlay-invalid", f"`{key}` must be {name}", f"{place}/{key}")
        if "copy" in action and self.minor == 0:
            self._error("overlay-invalid", "`copy` came with Overlay 1.1: write `overlay: 1.1.0`", f"{place}/copy")
        if "update" in action and "copy" in action:
            self._error("overlay-invalid", "an action has `update` or `copy`, not both", f"{place}/copy")
        if "update" not in action and "copy" not in action and action.get("remove") in (None, False):
            self._error("overlay-invalid", "the action does nothing: give it `update`, `copy` or `remove: true`", place)
        return self.report.errors == before

    def _select(self, query: JSON, place: str) -> list[Path] | None:
        """Return the paths that a query selects, each once; None if the text is no query."""
        paths: dict[Path, None] = {}
        try:
            for path in select(str(query), self.edit.tree, self.budget):
                paths[path] = None
        except QueryError as error:
            self._error("overlay-jsonpath", f"{_quoted(query)} is not JSONPath (RFC 9535): {error}", place)
            return None
        return list(paths)

    def _remove(self, targets: list[Path], place: str) -> None:
        if () in targets:
            self._error("overlay-invalid", "the whole document cannot be removed", f"{place}/target")
            return
        if self.minor == 0 and not self._containers(targets, place):
            return
        self.edit.remove(targets)

    def _copy(self, targets: list[Path], query: JSON, place: str) -> None:
        sources = self._select(query, f"{place}/copy")
        if sources is None:
            return
        if len(sources) != 1:
            message = f"`copy` must select one value, and {_quoted(query)} selects {len(sources)}: correct it"
            self._error("overlay-no-match" if not sources else "overlay-invalid", message, f"{place}/copy")
            return
        self._update(targets, copied(_value(self.edit.tree, sources[0])), place, "copy")

    def _update(self, targets: list[Path], value: JSON, place: str, field: str) -> None:
        kinds = {kind(_value(self.edit.tree, path)) for path in targets}
        if self.minor == 0 and not self._containers(targets, place):
            return
        if self.minor > 0 and len(kinds) > 1:
            message = f"the target selects {' and '.join(sorted(kinds))}: narrow it to values of one kind"
            self._error("overlay-incompatible", message, f"{place}/target")
            return
        waiting = [path for path in targets if not fulfils(_value(self.edit.tree, path), value, self.budget)]
        if not waiting:
            message = "the document has this already: remove the action"
            self.report.warning("overlay-already-fulfilled", message, self.overlay.where(place))
            return
        if not self._affordable(waiting, value, place):
            return
        source = ValueOrigin(self.overlay, ("actions", place.rpartition("/")[2], field))
        try:
            for path in waiting:
                self.edit.update(path, value, source)
        except IncompatibleError as error:
            where = self.overlay.positions.locate(self.overlay.file, error.tokens or source.tokens)
            self._error("overlay-incompatible", f"{error}: remove the value first, or correct the target", where)

    def _containers(self, targets: list[Path], place: str) -> bool:
        """Return whether all targets are objects or arrays, as Overlay 1.0 requires; report if not."""
        if all(isinstance(_value(self.edit.tree, path), dict | list) for path in targets):
            return True
        message = "the target selects a primitive value, which came with Overlay 1.1: write `overlay: 1.1.0`"
        self._error("overlay-invalid", message, f"{place}/target")
        return False

    def _affordable(self, targets: list[Path], value: JSON, place: str) -> bool:
        """Return whether the document stays within the limits; report if not. Repeated copies of copies would exceed
        them.
        """
        if not self.nodes:
            self.nodes = measure(self.edit.tree)[0]
        nodes, depth = measure(value)
        self.nodes += nodes * len(targets)
        if self.nodes <= self.limits.nodes and max(map(len, targets)) + depth <= self.limits.depth + 1:
            return True
        self._error("overlay-too-large", "the document would become too large or too deep", place)
        return False

    def _known(self, value: dict[str, JSON], known: tuple[str, ...], place: str) -> None:
        for key in value:
            if key not in known and not key.startswith("x-"):
                names = ", ".join(f"`{name}`" for name in known)
                where = self.overlay.positions.locate(self.overlay.file, (*place.split("/")[1:], key))
                self._error("overlay-invalid", f"unknown field {shortened(key)!r}: known are {names}", where)

    def _error(self, code: str, message: str, place: str | Location) -> None:
        self.report.error(code, message, self.overlay.where(place) if isinstance(place, str) else place)


def _value(tree: JSON, path: Path) -> JSON:
    for token in path:
        if isinstance(tree, dict):
            tree = tree[str(token)]
        elif isinstance(tree, list) and isinstance(token, int):
            tree = tree[token]
    return tree


def _quoted(query: JSON) -> str:
    return f"`{shortened(str(query), 120)}`"
