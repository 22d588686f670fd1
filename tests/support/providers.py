"""The providers of `specs/`: their canonical description, their examples and their generated client, each made once."""

from __future__ import annotations

import dataclasses
import json
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

from click.testing import CliRunner
from msgspec.structs import replace

from generator.cli import main as command
from generator.commands import job
from generator.commands.workspace import Workspace
from generator.diagnostics import Report
from generator.document import overlay
from generator.ir import lower
from generator.normalize import normalize
from generator.normalize.examples import PublishedExample, examples

from .judge import Judge

if TYPE_CHECKING:
    from types import ModuleType

    from generator.artifacts import Inputs
    from generator.config import Settings
    from generator.ir.api import Api

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Operation:
    """One operation, as the canonical tree describes it and as `inspect` says to call it."""

    provider: Provider
    description: dict[str, Any]
    """The Operation Object of the canonical tree."""
    pointer: str
    call: dict[str, Any]
    """The entry of `inspect --json`."""

    @property
    def name(self) -> str:
        """Its operationId, or method and path."""
        return str(self.description.get("operationId") or f"{self.call['method'].upper()} {self.call['path']}")


@dataclasses.dataclass(frozen=True)
class Provider:
    """One folder of `specs/`."""

    name: str

    @cached_property
    def report(self) -> Report:
        """What the stages said; complete once `tree` was read."""
        return Report()

    @cached_property
    def _inputs(self) -> Inputs:
        subject = Workspace(ROOT).subject(self.name, self.report)
        inputs = job.read(job.Job(subject), self.report) if subject else None
        return _there(inputs, self.report)

    @property
    def settings(self) -> Settings:
        """Its provider.toml."""
        return self._inputs.settings

    @cached_property
    def _canonical(self) -> normalize.Canonical:
        main = self._inputs.source.main
        if self._inputs.overlay is not None:
            main = overlay.apply(main, self._inputs.overlay, self.report)
        source = replace(self._inputs.source, main=main)
        return _there(normalize.normalize(source, self.report), self.report)

    @property
    def tree(self) -> dict[str, Any]:
        """The canonical tree, overlay applied."""
        return self._canonical.tree

    @cached_property
    def upstream(self) -> dict[str, Any]:
        """The canonical tree of the document alone, as the provider publishes it."""
        report = Report()
        return _there(normalize.normalize(self._inputs.source, report), report).tree

    @cached_property
    def api(self) -> Api:
        """The semantic form."""
        return lower.lower(self._canonical, self.report)

    @cached_property
    def examples(self) -> tuple[PublishedExample, ...]:
        """Every payload that the provider publishes."""
        return examples(self.tree, ROOT / "specs" / self.name / "examples", self.report, self._canonical.origins)

    @cached_property
    def judge(self) -> Judge:
        """The judge of its schemas."""
        return Judge(self.tree)

    @cached_property
    def inspection(self) -> dict[str, Any]:
        """What `python -m generator inspect NAME --json` prints."""
        result = CliRunner().invoke(command, ["inspect", self.name, "--json"], catch_exceptions=False)
        if result.exit_code != 0:
            raise AssertionError(f"inspect {self.name} ended with {result.exit_code}: {result.output}")
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation that `inspect` lists."""
        return tuple(self._operation(call) for call in self.inspection["operations"])

    def operation(self, key: tuple[str, str]) -> Operation:
        """Return the operation of a method and path."""
        return next(found for found in self.operations if (found.call["method"], found.call["path"]) == key)

    @cached_property
    def package(self) -> ModuleType:
        """The generated package."""
        return import_module(self.inspection["module"])

    def module(self, name: str) -> ModuleType:
        """Return a module of the generated package: `models`, `errors`."""
        return import_module(f"{self.inspection['module']}.{name}")

    def resolve(self, expression: str) -> Any:
        """Return the type that an expression of `inspect` stands for."""
        return resolve(expression, self.module("models"))

    def adapter(self, expression: str, *, tolerant: bool) -> Any:
        """Return the runtime's codec of a type that `inspect` names."""
        return adapter(self.resolve(expression), tolerant=tolerant)

    def _operation(self, call: dict[str, Any]) -> Operation:
        method, path = call["method"], call["path"]
        item = self.tree["paths"][path]
        description = item[method] if method in item else item["additionalOperations"][method.upper()]
        token = path.replace("~", "~0").replace("/", "~1")
        return Operation(self, description, f"/paths/{token}/{method}", call)


def resolve(expression: str, module: ModuleType) -> Any:
    """Return the type that an expression stands for in a module."""
    holder = type("Holder", (), {"__annotations__": {"found": expression}})
    try:
        return get_type_hints(holder, vars(module), include_extras=True)["found"]
    except NameError:  # of a signature alone: the models need neither `Annotated` nor what the runtime adds
        runtime = import_module("generated._runtime")
        names = {"Annotated": Annotated, **{name: getattr(runtime, name) for name in runtime.__all__}, **vars(module)}
        return get_type_hints(holder, names, include_extras=True)["found"]


def adapter(type_: Any, *, tolerant: bool) -> Any:
    """Return the generated runtime's codec of a type."""
    return import_module("generated._runtime.models.adapter").adapter(type_, tolerant=tolerant)


def names() -> tuple[str, ...]:
    """Return the names of all providers."""
    return Workspace(ROOT).providers()


@cache
def provider(name: str) -> Provider:
    """Return a provider; the same object every time."""
    return Provider(name)


def _there(found: T | None, report: Report) -> T:
    if found is None or report.failed:
        raise AssertionError("\n".join(f"{entry.where}: {entry.message}" for entry in report))
    return found
