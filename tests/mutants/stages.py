"""Which tests are run on a mutant: those of its module first, then those that reach it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from .copies import ROOT

Stages: TypeAlias = tuple[tuple[str, ...], ...]
"""Names of modules in `tests/`, or of single tests of them (`runtime/test_x.py::test_y`), a tuple for each run of pytest."""

_RUNTIME = (
    ("runtime", "laws"),
    ("behaviour", "contract"),
)
_STAGES = (
    ("schema", "laws"),
    ("normalize", "ir", "emit", "cases"),
    ("behaviour", "naming", "compare/test_schema_rules.py", "mock"),
)
FOLDERS: dict[str, Stages] = {
    "runtime": _RUNTIME,
    "mock": (("mock",), ("contract",)),
    "distribution": (("distribution",),),
    "compare": (("compare",),),
    "gate": (("gate",), ("hostile",), ("cases", "emit", "behaviour")),
    "publish": (("publish",), ("cli", "test_pipeline.py", "commands"), ("distribution",)),
    "pages": (("pages",), ("commands", "hostile/test_pages.py")),
    "commands": (("commands", "cli"), ("compare", "publish")),
    "document": (("document", "hostile"), ("cases", "normalize")),
    "snippets": (("snippets",), ("reference", "commands")),
    "reference": (("reference",), ("commands",)),
    "text": (("text",), ("naming", "emit"), ("cases", "laws")),
    "format": (("format", "emit"), ("cases",)),
    "openapi": (("openapi", "normalize", "schema"), ("behaviour", "cases", "hostile")),
    "ir": (("ir", "emit"), ("schema", "cases"), _STAGES[2]),
    "emit": (("emit", "cases"), ("schema", "laws", "ir"), _STAGES[2]),
    "schema": _STAGES,
    "normalize": (("normalize", "laws"), ("schema", "ir", "emit", "cases"), _STAGES[2]),
    "naming": (("naming",), ("cases", "emit", "laws"), ("behaviour", "commands/test_answers.py")),
}
"""Folder of `generator/` → the tests of the mutants in its modules, and in those of folders in it."""
DRAWN = (
    *("runtime", "normalize", "schema", "ir", "naming", "emit", "openapi"),
    *("compare", "gate", "publish", "mock", "pages", "document", "commands"),
    *("snippets", "distribution", "reference", "text", "format"),
)
"""The folders whose modules have drawn mutants."""

_FIRST = {
    "runtime/http/redirects": "runtime/test_redirect_rules.py runtime/test_laws.py",
    "runtime/http/retries": "runtime/test_retry_rules.py runtime/test_laws.py",
    "runtime/http/exchange": "runtime/test_laws.py runtime/test_call_rules.py runtime/test_http_client.py",
    "runtime/http/transmission": "runtime/test_call_rules.py runtime/test_laws.py runtime/test_http_client.py",
    "runtime/http/response": "runtime/test_laws.py runtime/test_call_rules.py runtime/test_lenient.py",
    "runtime/http/idempotency": "runtime/test_call_rules.py",
    "runtime/streams/saving": "runtime/test_call_rules.py",
    "runtime/paging/walk": "runtime/test_paging_rules.py runtime/test_paging.py runtime/test_paging_starts.py runtime/test_paging_hostile.py",
    "runtime/paging/answer": "runtime/test_paging_rules.py runtime/test_paging.py runtime/test_paging_starts.py runtime/test_paging_hostile.py",
    "runtime/paging/links": "runtime/test_paging_rules.py runtime/test_paging.py runtime/test_paging_hostile.py",
    "runtime/paging/values": "runtime/test_paging_rules.py runtime/test_paging.py runtime/test_paging_starts.py",
    "runtime/polling/wait": "runtime/test_polling.py",
    "runtime/webhooks/hmac_signatures": "runtime/test_webhook_rules.py runtime/test_webhooks.py",
    "runtime/webhooks/signed_content": "runtime/test_webhook_rules.py runtime/test_webhooks.py",
    "runtime/webhooks/verification": "runtime/test_webhook_rules.py runtime/test_webhooks.py",
    "runtime/webhooks/headers": "runtime/test_webhook_rules.py runtime/test_webhooks.py",
    "distribution/previous": "distribution/test_version_rules.py",
    "mock/answers": "mock/test_values.py",
    "compare/reports/groups": "compare/test_reworded.py",
    "runtime/wire/parameters": "runtime/test_wire_rules.py runtime/test_http_parameters.py",
    "runtime/wire/paths": "runtime/test_wire_rules.py runtime/test_http_parameters.py",
    "runtime/wire/forms": "runtime/test_wire_rules.py runtime/test_http_bodies.py",
    "runtime/wire/multipart": "runtime/test_wire_rules.py runtime/test_http_bodies.py",
}
"""Module → tests that are likely to notice at once."""
_LEFT_OUT = {"test_both_libraries.py"}
"""It runs the whole suite of the runtime once more."""


def stages(file: str) -> Stages:
    """Return the tests of a module: one run of the likely ones, then those of each stage of its folder."""
    folder, _, name = file.rpartition("/")
    while folder not in FOLDERS:
        folder = folder.rpartition("/")[0] or "commands"
    words = set(name.removesuffix(".py").split("_"))
    likely = _FIRST.get(file.removesuffix(".py"), "").split()
    whole = [_files(stage) for stage in FOLDERS[folder]]
    likely += [one for one in whole[0] if words & set(Path(one).stem.split("_")[1:]) and one not in likely]
    seen = set(likely)
    found: list[tuple[str, ...]] = [tuple(likely)] if likely else []
    for stage in whole:
        found.append(tuple(one for one in stage if one not in seen))
        seen |= set(stage)
    return tuple(found)


def files_of(test: str) -> str:
    """Return the module of a test, from `tests/`."""
    return test.partition("::")[0]


def _files(names: tuple[str, ...]) -> list[str]:
    """Return the test modules that some names stand for."""
    found: list[str] = []
    for name in names:
        path = ROOT / "tests" / name
        modules = sorted(path.glob("test_*.py")) if path.is_dir() else [path]
        found += [one.relative_to(ROOT / "tests").as_posix() for one in modules if one.name not in _LEFT_OUT]
    return found
