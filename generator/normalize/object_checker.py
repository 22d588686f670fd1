"""Checks that every value of a description is of the kind that the standard requires; reports what the readers skip.

The readers of `normalize` take what they need and cope with the rest. So that nothing is dropped silently, this checks
every fixed field of every object, also of components that nothing refers to. A place is not reported twice. If the
meaning is plain, or nothing depends on it, a value of the wrong kind is a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct, field

from ..diagnostics import LEFT_OUT, did_you_mean
from ..document.document import join, shortened
from ..openapi.object_fields import FixedFields, ValueKind, shapes
from ..openapi.problems import Findings, kind_of
from ..openapi.references import LocatedDocument, is_mapping, is_sequence
from ..openapi.schema_keywords import KEYWORDS, OLDER

_FITTING: Mapping[str, frozenset[type]] = {
    **dict.fromkeys(("prose", "label", "text"), frozenset({str})),
    "flag": frozenset({bool}),
    "number": frozenset({int, float}),
    "types": frozenset({str}),
    "data": frozenset({dict, list, str, int, float, bool, type(None)}),
}
"""Kind → the Python types of which every value is right."""
_NONE = frozenset[type]()
_EXPECTED: Mapping[str, str] = {
    **dict.fromkeys(("prose", "label", "text"), "a text"),
    **{"flag": "`true` or `false`", "number": "a number", "bound": "a number", "list": "a list", "map": "an object"},
    **{"types": "a type or a list of types", "names": "a list of names", "items": "a schema", "Schema": "a schema"},
}
_LIKENESS = 0.8
"""How similar an unknown field must be to an existing one to be reported."""
_EXTENSIBLE = frozenset({"PathItem", "Response", "Operation"})
"""Maps that may also hold extensions, whose names begin with `x-`."""


_CALLED = frozenset({"paths", "webhooks"})
"""The fields of a description that contain operations."""
_LOSING = frozenset({"PathItem", "Operation", "Parameter", "RequestBody", "Response"})
"""Objects in which a misspelled field is a part of a call that is left out."""


def _is_operation(value: Any) -> bool:
    return is_mapping(value) and not {"responses", "operationId", "requestBody"}.isdisjoint(value)


def check_structure(document: LocatedDocument, findings: Findings, left_out: Collection[tuple[str, ...]] = ()) -> None:
    """Report every value of a document that is not of its field's kind, and fields that do not exist.

    What the keys of `left_out` lead to is skipped.
    """
    old = "2" if "swagger" in document.tree else "3.0" if str(document.tree.get("openapi")).startswith("3.0") else ""
    _Checker(document, findings, shapes(old or "3"), bool(old), left_out).object(document.tree, "OpenAPI")


class _Checker(Struct):
    """Walks one document; `path` are the keys that lead to the current value."""

    document: LocatedDocument
    findings: Findings
    shapes: Mapping[str, FixedFields]
    old_bounds: bool
    """Whether `exclusiveMinimum` is a boolean."""
    left_out: Collection[tuple[str, ...]] = ()
    path: list[str] = field(default_factory=list[str])
    _plain: dict[str, Mapping[str, frozenset[type]]] = field(default_factory=dict[str, "Mapping[str, frozenset[type]]"])
    _advice: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """(unknown key, kind of object) → the field that may be meant; the same keys recur all over a document."""

    def object(self, node: dict[str, Any], name: str) -> None:
        """Check the fields of an object."""
        shape, fitting = self.shapes[name], self._fitting(name)
        for key, value in node.items():
            fits = fitting.get(key)
            if fits is None:
                self._unknown(key, value, name, shape)
            elif type(value) not in fits:
                self._at(key, value, shape.fields[key])
        if shape.required and "$ref" not in node:
            for key in shape.required:
                if key not in node:
                    self._warn("missing-field", f"`{key}` is missing")

    def _fitting(self, name: str) -> Mapping[str, frozenset[type]]:
        """Return field → the Python types of which every value is right, for an object."""
        known = self._plain.get(name)
        if known is None:
            fields = self.shapes[name].fields
            known = self._plain[name] = {key: _FITTING.get(kind.name, _NONE) for key, kind in fields.items()}
        return known

    def _value(self, value: Any, kind: ValueKind) -> None:
        match kind.name:
            case "data":
                pass
            case "list":
                self._list(value, kind)
            case "map":
                self._map(value, kind)
            case "prose" | "label" | "text" | "flag" | "number" | "bound":
                self._leaf(value, kind)
            case "Schema" | "items" | "types" | "names":
                self._schema(value, kind)
            case name if is_mapping(value):
                self.object(value, name)
            case _:
                self._wrong(value, kind, "an object", empty=value is None or value == [])

    def _list(self, value: Any, kind: ValueKind) -> None:
        if not is_sequence(value):
            harmless = kind.of is None or kind.of.name == "data"
            self._wrong(value, kind, "a list", empty=harmless or value is None or value == {})
            return
        for index, item in enumerate(value):
            if kind.of is not None:
                self._member(str(index), item, kind.of)

    def _map(self, value: Any, kind: ValueKind) -> None:
        if not is_mapping(value):
            self._wrong(value, kind, "an object", empty=value is None or value == [])
            return
        of = kind.of
        if of is None or (isinstance(value.get("$ref"), str) and of.name not in ("data", "text", "prose")):
            return
        extensible = of.name in _EXTENSIBLE
        for key, member in value.items():
            if not (extensible and key.startswith("x-")):
                self._member(key, member, of)

    def _member(self, key: str, value: Any, kind: ValueKind) -> None:
        if type(value) not in _FITTING.get(kind.name, ()):
            self._at(key, value, kind)

    def _at(self, key: str, value: Any, kind: ValueKind) -> None:
        self.path.append(key)
        if self.left_out and tuple(self.path) in self.left_out:
            pass
        elif is_mapping(value) and kind.name in self.shapes:
            self.object(value, kind.name)
        else:
            self._value(value, kind)
        self.path.pop()

    def _schema(self, value: Any, kind: ValueKind) -> None:
        if is_mapping(value) and kind.name in ("Schema", "items"):
            self.object(value, "Schema")
        elif is_sequence(value) and kind.name == "items":
            for index, item in enumerate(value):
                self._member(str(index), item, _SCHEMA)
        elif is_sequence(value) and kind.name in ("types", "names"):
            for index, item in enumerate(value):
                self._member(str(index), item, _LABEL)
        elif isinstance(value, bool) and kind.name != "types":
            pass  # a schema, or the `required: true` of draft 3, which the reader of schemas reports
        else:
            self._wrong(value, kind, _EXPECTED[kind.name], empty=value is None or value == [])

    def _leaf(self, value: Any, kind: ValueKind) -> None:
        is_text = kind.name in ("prose", "label")
        if is_text and isinstance(value, int | float):
            self._warn("wrong-type", f"{self._here()} is a text, not {kind_of(value)}; it is read as one")
        elif kind.name == "flag" and str(value).lower() in ("true", "false"):
            self._warn("wrong-type", f"{self._here()} is `true` or `false`, not a text; it is converted")
        elif kind.name == "bound" and isinstance(value, bool | int | float):
            if isinstance(value, bool) is not self.old_bounds:
                self._warn("wrong-type", f"{self._here()} is {self._bound()}, not {kind_of(value)}; it is converted")
        elif kind.name in ("number", "bound") and isinstance(value, str):
            self._warn("wrong-type", f"{self._here()} is a number, not a text")
        else:
            harmless = value is None or kind.name == "prose"
            self._wrong(value, kind, _EXPECTED[kind.name], empty=harmless)

    def _wrong(self, value: Any, kind: ValueKind, expected: str, *, empty: bool) -> None:
        message = f"{self._here()} is {expected}, not {kind_of(value)}"
        if empty or kind.name == "Example":
            self._warn("wrong-type", f"{message}; it is left out" if value is not None else f"{message}")
        elif self.findings.keep_going:
            self._warn("wrong-type", f"{message}; it is left out")
        elif self._is_new():
            self.findings.report.error("wrong-type", message, self.document.where(join(self.path)))

    def _unknown(self, key: str, value: Any, name: str, shape: FixedFields) -> None:
        """Report a field that looks misspelled; other unknown fields count as extensions."""
        if key in OLDER or (name == "Schema" and key in KEYWORDS) or key.startswith("x-"):
            return
        if name == "PathItem" and key.lower() in shape.fields:
            self._report_unknown(key, f"there is no field {shortened(key)!r} here; it is read as `{key.lower()}`")
            return
        if (name == "PathItem" and _is_operation(value)) or (name == "OpenAPI" and key.lower() in _CALLED):
            self._lost(key, shape)
            return
        if (key, name) not in self._advice:
            self._advice[key, name] = did_you_mean(key, shape.fields, _LIKENESS)
        advice = self._advice[key, name]
        if (advice or name == "PathItem") and self._is_new():
            message = f"there is no field {shortened(key)!r} here; it is left out{advice}"
            self._report_unknown(key, message, loses=name in _LOSING)

    def _lost(self, key: str, shape: FixedFields) -> None:
        """Refuse a field that contains operations but would not get into any client."""
        advice = did_you_mean(key, shape.fields, _LIKENESS)
        message = f"there is no field {shortened(key)!r} here: the operations in it are lost{advice}"
        if self.findings.keep_going:
            self._report_unknown(key, f"{shortened(key)}{LEFT_OUT}{message}", loses=True)
            return
        self.path.append(key)
        if self._is_new():
            self.findings.report.error("unknown-field", message, self.document.where(join(self.path)))
        self.path.pop()

    def _report_unknown(self, key: str, message: str, *, loses: bool = False) -> None:
        self.path.append(key)
        self._warn("unknown-field", message, loses=loses)
        self.path.pop()

    def _warn(self, code: str, message: str, *, loses: bool = False) -> None:
        if self._is_new():
            self.findings.report.warning(code, message, self.document.where(join(self.path)), loses=loses)

    def _is_new(self) -> bool:
        return not self.findings.has_reported(self.document.file, join(self.path))

    def _bound(self) -> str:
        return "`true` or `false` before OpenAPI 3.1" if self.old_bounds else "a number since OpenAPI 3.1"

    def _here(self) -> str:
        return f"`{shortened(self.path[-1])}`"


_SCHEMA, _LABEL = ValueKind("Schema"), ValueKind("label")
