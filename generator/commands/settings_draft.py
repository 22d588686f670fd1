"""`inspect --write-settings`: writes a `provider.toml` with all current names, for a person to edit."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..diagnostics import Diagnostic, Location, Report, Severity
from ..ir.proposals import Evidence, Proposal, proposed_pagination, proposed_polling
from ..ir.webhook_signatures import proved_scheme
from ..normalize.examples import examples
from ..runtime.paging.links import next_link
from ..text.toml_source import key_source, table, text_source
from ..written_files import replace
from .summary import Row, Status

if TYPE_CHECKING:
    from ..artifacts import Described
    from ..ir.api import Api, OperationKey
    from ..naming.names import Names

_NOTHING = Evidence({})
_TABLES = ("operations", "schemas", "parameters", "properties", "errors", "servers")


def evidence(described: Described, folder: Path) -> Evidence:
    """Return what the provider of a description publishes of successes: in a folder, and in the document."""
    bodies: dict[OperationKey, list[Any]] = {}
    linked: set[OperationKey] = set()
    for one in examples(described.canonical.tree, folder, Report()):
        if one.operation is None or str(one.status)[:1] not in "2d":
            continue
        if one.kind == "response":
            bodies.setdefault(one.operation, []).append(one.value)
        elif one.kind == "header" and _name(one.parameter) == "link" and _leads_on(one.value):
            linked.add(one.operation)
    return Evidence(bodies, frozenset(linked))


def _name(parameter: tuple[str, str] | None) -> str:
    return parameter[1].lower() if parameter else ""


def _leads_on(link: object) -> bool:
    return isinstance(link, str) and next_link([link]) is not None


def draft(api: Api, names: Names, published: Evidence = _NOTHING) -> str:
    """Return the text of a `provider.toml` with the current name of everything, and what payloads prove of pages.

    Arguments and attributes named as in the document are left out.
    """
    lines = [f"name = {text_source(names.client)}", ""]
    for name, entries in _entries(api, names).items():
        lines += table(name, entries)
    lines += _credentials(names)
    lines += _webhooks(api, names)
    lines += _proposed(api, published)
    return "\n".join(lines).rstrip("\n") + "\n"


def proved(described: Described, folder: Path) -> str:
    """Return the tables of what a description proves without declaring it: pages, waiting, signatures of webhooks."""
    remark = "  # parameters, answer and an example prove it"
    lines = [*_proposed(described.api, evidence(described, folder), remark), *_webhooks(described.api, described.names)]
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _proposed(api: Api, published: Evidence, remark: str = "") -> Iterator[str]:
    """Yield a table for each operation with pages or waiting that payloads prove; the remark follows its name."""
    for kind, proposed in _declarations(api, published).items():
        for address, said in sorted(proposed.items()):
            yield from (f"[{kind}.{key_source(address)}]{remark}", *_values(said), "")


def _entries(api: Api, names: Names) -> Mapping[str, Mapping[str, str]]:
    counts = Counter(operation.operation_id for operation in api.operations)
    called = {"parameter": "parameters", "body": "parameters", "property": "properties"}
    found: dict[str, dict[str, str]] = {name: {} for name in _TABLES}
    for operation in api.operations:
        identity = operation.operation_id
        key = identity if identity and counts[identity] == 1 else f"{operation.method.upper()} {operation.path}"
        found["operations"][key] = names.operations[operation.key].call
    for one in names.explanations:
        if (name := called.get(one.kind)) and one.wire.rpartition(".")[2] != one.name:
            found[name][one.wire] = one.name
    found["schemas"] = dict(names.schemas)
    found["errors"] = dict(names.errors)
    found["servers"] = dict(names.servers)
    # Names with letters beyond ASCII come from a rule, and settings cannot give them.
    return {table: {key: name for key, name in one.items() if name.isascii()} for table, one in found.items()}


def _credentials(names: Names) -> Iterator[str]:
    for key, one in sorted(names.credentials.items()):
        yield f"[credentials.{key_source(key)}]"
        if not one.password:
            # For user name and password, `argument` would mean one argument for both.
            yield f"argument = {text_source(one.argument)}"
        yield f"environment = {text_source(one.environment)}"
        yield ""


def _declarations(api: Api, published: Evidence) -> Mapping[str, Mapping[str, Proposal]]:
    """Return how lists are divided into pages, and which states end a waiting, where the document proves it."""
    return {"pagination": proposed_pagination(api, published), "polling": proposed_polling(api, published)}


def _values(entries: Proposal) -> Iterator[str]:
    for key, value in entries.items():
        match value:
            case list():
                yield f"{key} = [{', '.join(map(text_source, value))}]"
            case int():
                yield f"{key} = {value}"
            case str():
                yield f"{key} = {text_source(value)}"


def saved(row: Row, path: Path | None, text: str) -> tuple[Row, str]:
    """Write a draft, and return the row of its provider, refused where that fails, and what is to be printed."""
    try:
        return row, written(path, text)
    except OSError as error:
        problem = Diagnostic(
            Severity.ERROR, "cannot-write", error.strerror or str(error), Location(Path(path or ".").as_posix())
        )
        return dataclasses.replace(row, status=Status.REFUSED, diagnostics=(*row.diagnostics, problem)), ""


def _webhooks(api: Api, names: Names) -> Iterator[str]:
    """Yield how webhooks are signed, where the document proves it."""
    entries = proved_scheme(api)
    if entries and not names.webhooks.scheme:
        yield from table("webhooks", {**entries, "environment": names.webhooks.environment})


def written(path: Path | None, text: str) -> str:
    """Write a draft, and return what to print: the draft itself if it cannot be written.

    Existing settings keep their text; names that they lack are added.
    """
    if path is None:
        return text
    before = path.read_text("utf-8") if path.exists() else ""
    after = merged(before, text)
    if after is None:
        return text
    replace(path.parent.parent, f"{path.parent.name}/{path.name}", after.encode())
    return f"{path}: {_count(after) - _count(before)} names written"


def merged(before: str, text: str) -> str | None:
    """Return settings with those names of a draft that they lack; None if that cannot be done as text."""
    have, want = tomllib.loads(before), tomllib.loads(text)
    lines = before.rstrip("\n").split("\n") if before.strip() else []
    if "name" in want and "name" not in have:
        lines = [f"name = {text_source(want['name'])}", "", *lines]
    for name in (*_TABLES, "webhooks", "credentials", "pagination", "polling"):
        given = have.get(name, {})
        if name in ("pagination", "polling"):
            for key, entries in want.get(name, {}).items():
                if key not in given:
                    lines += ["", f"[{name}.{key_source(key)}]", *_values(entries)]
            continue
        if name == "credentials":
            for key, entries in want.get(name, {}).items():
                if key not in given:
                    lines += ["", f"[credentials.{key_source(key)}]", *_lines(entries)]
            continue
        added = list(_lines({key: value for key, value in want.get(name, {}).items() if key not in given}))
        if added and name in have:
            at = next((index for index, line in enumerate(lines) if re.match(rf"\s*\[{name}\]", line)), None)
            if at is None:
                return None
            lines[at + 1 : at + 1] = added
        elif added:
            lines += ["", f"[{name}]", *added]
    after = "\n".join(lines).lstrip("\n") + "\n"
    return after if _holds(after, have, want) else None


def _lines(entries: Mapping[str, str]) -> Iterator[str]:
    return (f"{key_source(key)} = {text_source(value)}" for key, value in sorted(entries.items()))


def _holds(after: str, have: Mapping[str, object], want: Mapping[str, object]) -> bool:
    """Return whether a text is TOML and still has the earlier settings."""
    try:
        tree = tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        return False
    return all(_within(value, tree.get(key)) for key, value in have.items()) and tree.keys() >= want.keys()


def _within(value: Any, other: Any) -> bool:
    if isinstance(value, dict) and isinstance(other, dict):
        theirs = cast("dict[str, Any]", other)
        return all(_within(one, theirs.get(key)) for key, one in cast("dict[str, Any]", value).items())
    return bool(value == other)


def _count(text: str) -> int:
    """Return the number of keys in the tables of a text."""
    tables = [cast("dict[str, Any]", one) for one in tomllib.loads(text).values() if isinstance(one, dict)]
    return sum(map(len, tables))
