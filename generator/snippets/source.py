"""Values as `worker` describes them, written as Python source, with the imports that they need."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..text.python_source import identifier, literal

_STANDARD = {"datetime": "datetime", "date": "datetime", "time": "datetime", "timedelta": "datetime"}
_CLASSES = {"uuid": ("uuid", "UUID"), "decimal": ("decimal", "Decimal")}


@dataclass(slots=True)
class ValueWriter:
    """Writes values; afterwards it knows what its source has to import."""

    qualified: bool = False
    """Models are written as `models.Pet`, because one of them is called as something else that the program uses."""
    models: set[str] = field(default_factory=set[str])
    """The models used."""
    standard: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """`(module, name)` of the standard library."""

    def source(self, tree: Sequence[Any]) -> str:
        """Return the source of a value, on one line."""
        kind, content = tree[0], tree[1]
        match kind:
            case "value":
                return literal(content)
            case "list":
                return f"[{self._joined(content)}]"
            case "tuple":
                return f"({self._joined(content)}{',' if len(content) == 1 else ''})"
            case "dict":
                return self._dict(content)
            case "model":
                return self._model(content, tree[2], tree[3])
            case "bytes":
                return ascii(base64.b64decode(content))
            case "uuid" | "decimal":
                return f"{self._from(*_CLASSES[kind])}({literal(content)})"
            case _:
                return self._time(kind, content)

    def _joined(self, items: Iterable[Sequence[Any]]) -> str:
        return ", ".join(map(self.source, items))

    def _dict(self, items: Iterable[Sequence[Any]]) -> str:
        return "{" + ", ".join(f"{literal(key)}: {self.source(one)}" for key, one in items) + "}"

    def _model(self, name: str, fields: Iterable[Sequence[Any]], extra: Sequence[Any]) -> str:
        self.models.add(identifier(name))
        called = f"models.{name}" if self.qualified else name
        made = f"{called}({', '.join(f'{identifier(key)}={self.source(one)}' for key, one in fields)})"
        return f"{made}.with_extra({self._dict(extra)})" if extra else made

    def _from(self, module: str, name: str) -> str:
        self.standard.add((module, name))
        return name

    def _time(self, kind: str, parts: Sequence[int | None]) -> str:
        """Return a date, a time, both, or a length of time; zeroes at the end are left out."""
        numbers = [*parts]
        zone = numbers.pop() if kind in ("datetime", "time") else None
        least = {"datetime": 5, "time": 2, "date": 3}.get(kind, 1)
        while len(numbers) > least and not numbers[-1]:
            numbers.pop()
        arguments = [str(int(one or 0)) for one in numbers]
        if zone is not None:
            arguments.append(f"tzinfo={self._zone(zone)}")
        return f"{self._from(_STANDARD[kind], kind)}({', '.join(arguments)})"

    def _zone(self, seconds: int) -> str:
        if not seconds:
            return self._from("datetime", "UTC")
        length = self._from("datetime", "timedelta")
        return f"{self._from('datetime', 'timezone')}({length}(seconds={int(seconds)}))"
