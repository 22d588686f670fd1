"""The part of an API that is wanted, by tags, paths and operations."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

from msgspec import Struct

if TYPE_CHECKING:
    from ..diagnostics import Location

Kind: TypeAlias = Literal["tag", "path", "operation"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclasses.dataclass(frozen=True)
class Criterion:
    """What selects an operation: a tag, a path, or an operationId or `GET /pets`; `*` stands for any text."""

    kind: Kind
    pattern: str
    where: Location | None = dataclasses.field(default=None, compare=False)

    def matches(self, method: str, path: str, operation: Mapping[str, Any]) -> bool:
        """Return whether the criterion selects an operation."""
        return any(self._pattern.fullmatch(text) for text in self._texts(method, path, operation))

    def _texts(self, method: str, path: str, operation: Mapping[str, Any]) -> list[str]:
        match self.kind:
            case "tag":
                tags = operation.get("tags")
                return [str(tag) for tag in cast("list[object]", tags)] if isinstance(tags, list) else []
            case "path":
                return [path]
            case "operation":
                return [str(operation.get("operationId", "")), f"{method.upper()} {path}"]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(".*".join(map(re.escape, re.split(r"\*+", self.pattern))), re.DOTALL)


class Selection(Struct, frozen=True):
    """The selected operations: all, those of `include`, or all except those of `exclude`."""

    include: tuple[Criterion, ...] = ()
    exclude: tuple[Criterion, ...] = ()
    only_needed: bool = False
    """Leave out components that no operation needs, even if all operations are selected."""

    @property
    def prunes(self) -> bool:
        """Return whether components that no selected operation needs are left out."""
        return bool(self.include or self.exclude or self.only_needed)


EVERYTHING = Selection()
