"""The texts of a package in two parts, each rendered, formatted and looked at by the gate: neither needs the other.

The modules of operations need what everything is called, and not what the models are made of. So one process can write
them while another makes the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from .format import engine, format_modules
from .gate import check
from .remembered import Finished
from .render import render_models, render_operations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from .config import Formatter
    from .ir import Api
    from .models import Definition
    from .naming import Names
    from .remembered import Published

_OF_MODELS = ("__init__.py", "errors.py", "models.py", "models/__init__.py", "xml_schemas.py")
"""What the modules of operations may import that is made elsewhere."""
_OF_OPERATIONS = ("client.py",)
"""What other modules may import of those of operations."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a package."""

    files: Mapping[str, str]
    """Path within the package → text."""
    problems: Sequence[str]
    """What the gate has against them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How the parts of one package are made. It can be pickled, and so can what it returns."""

    package: str
    runtime: str
    """How its modules name the runtime."""
    formatter: Formatter
    cache: Path | None
    """A folder that remembers what was formatted."""
    published: Published
    """Reads the modules that stand where these will: one that stays the same is not made again."""

    def operations(self, api: Api, names: Names) -> Part:
        """Return the client and its resources."""
        return self._part("operations", render_operations(api, names, self.runtime), _OF_MODELS)

    def models(self, api: Api, names: Names, definitions: Sequence[Definition]) -> Part:
        """Return everything else."""
        return self._part("models", render_models(api, names, definitions, self.runtime), _OF_OPERATIONS)

    def _part(self, name: str, texts: Mapping[str, str], beside: Sequence[str]) -> Part:
        file = self.cache / "finished" / f"{self.package}.{name}.json" if self.cache else None
        finished = Finished(file, engine(self.formatter), self.published)
        files = format_modules(texts, self.cache, self.formatter, finished)
        return Part(files, check(files, self.runtime, self.published, beside))


def begun(executor: Executor | None, work: Callable[..., _Result], *arguments: object) -> Callable[[], _Result]:
    """Begin some work, on an executor where there is one; return what waits for its result."""
    return executor.submit(work, *arguments).result if executor else lambda: work(*arguments)
