"""The texts of a package in two parts, each rendered, formatted and looked at by the gate: neither needs the other.

The modules of operations need what everything is called, and not what the models are made of. So one process can write
them while another makes the models.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..content_cache import Finished, program
from ..format.formatter import format_modules, style
from ..gate.check import check_texts
from .render import load_templates, render_models, render_operations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from ..content_cache import Published
    from ..format.ruff import Formatter
    from ..ir.api import Api
    from ..naming.assign import Names
    from .models import Definition

_OF_MODELS = ("__init__.py", "errors.py", "models.py", "models/__init__.py", "xml_schemas.py")
"""What the modules of operations may import that is made elsewhere."""
_OF_OPERATIONS = ("client.py",)
"""What other modules may import of those of operations."""

_MODEL = 0.6
"""What a model costs, where an operation costs 1."""

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

    def prepare(self) -> None:
        """Load what every part needs, before there are two processes that would."""
        load_templates()
        style(self.formatter)

    def operations(self, api: Api, names: Names, resources: Collection[str | None]) -> Part:
        """Return resources, and the client itself where None is among them."""
        beside = [*_OF_MODELS, *(f"{one.module}.py" for one in names.resources)]
        texts = render_operations(api, names, self.runtime, resources)
        return self._part("client" if None in resources else "resources", texts, beside)

    def models(self, api: Api, names: Names, definitions: Sequence[Definition]) -> Part:
        """Return everything else."""
        return self._part("models", render_models(api, names, definitions, self.runtime), _OF_OPERATIONS)

    def _part(self, name: str, texts: Mapping[str, str], beside: Sequence[str]) -> Part:
        file = self.cache / "finished" / f"{self.package}.{name}.json" if self.cache else None
        finished = Finished(file, f"{style(self.formatter)} {program()}", self.published)
        known = {path: text for path, raw in texts.items() if (text := finished.recall(path, raw)) is not None}
        made = format_modules({path: raw for path, raw in texts.items() if path not in known}, self.formatter)
        files = {path: known[path] if path in known else made[path] for path in texts}
        finished.remember(files)
        return Part(files, check_texts(files, self.runtime, self.published, beside))


def divided(api: Api, names: Names) -> tuple[list[str | None], list[str | None]]:
    """Return the resources, with None for the client itself, that one process should write while another makes the
    models; and those for which the latter will still have time.
    """
    counts = Counter(names.operations[one.key].resource for one in api.operations)
    half = (counts.total() + _MODEL * len(api.schemas)) / 2
    there: list[str | None] = [None]
    here: list[str | None] = []
    load = float(counts[None])
    for resource in sorted((one.attribute for one in names.resources), key=lambda one: (-counts[one], one)):
        fits = load + counts[resource] <= half
        (there if fits else here).append(resource)
        load += counts[resource] if fits else 0
    return there, here


def begun(executor: Executor | None, work: Callable[..., _Result], *arguments: object) -> Callable[[], _Result]:
    """Begin some work, on an executor where there is one; return what waits for its result."""
    return executor.submit(work, *arguments).result if executor else lambda: work(*arguments)
