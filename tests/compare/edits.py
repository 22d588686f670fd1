"""What `diff` says of every small edit of three documents, and its reports: `python -m tests.compare.edits` writes the record.

Each value of a document is left out, or has another value, in both directions.
"""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.artifacts import Inputs
from generator.compare import Change, Described, Direction, Level, compare
from generator.compare.changelog_sections import section_of
from generator.compare.reports import BaseRevision, Comparisons, Refusal, github, html, markdown, terminal
from generator.compare.reports import json as objects
from generator.compare.reports.groups import grouped
from generator.compare.rules.table import standing
from generator.compare.usages import find_uses, parse
from generator.config import Settings
from generator.diagnostics import Diagnostic, Location, Report, Severity
from generator.document.document import Document, join
from generator.document.loader import Source
from generator.pipeline import describe
from tests.commands.scenarios import ODD, PAGED

from .. import recording
from .programs import PROGRAMS
from .samples import DOCS, ENUM, REMOVED, REQUIRED, SAFE, found
from .using_programs import VOICE

RECORD = Path(__file__).with_name("edits.txt")
DOCUMENTS = {"voice": VOICE, "odd": ODD, "paged": PAGED}
PARTS = (("voice", 6), ("odd", 1), ("paged", 1))
"""In how many parts the edits of each document are made: a test should take a second."""
_OTHER: dict[type, tuple[Any, ...]] = {str: ("changed",), bool: (), int: (7,), float: (7.5,), list: (), dict: ()}
_SAMPLES = (DOCS, ENUM, REMOVED, REQUIRED, SAFE)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(one, (*path, key))


def _edited(tree: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a tree without the value at a path, and trees with another one."""
    for what in ("without", "other", "not"):
        made = copy.deepcopy(tree)
        holder: Any = made
        for token in path[:-1]:
            holder = holder[token]
        value = holder[path[-1]]
        if what == "without":
            del holder[path[-1]]
        elif what == "not" and isinstance(value, bool):
            holder[path[-1]] = not value
        elif what == "other" and _OTHER[type(value)] and not isinstance(value, bool):
            holder[path[-1]] = _OTHER[type(value)][0]
        else:
            continue
        yield what, made


def _described(tree: dict[str, Any], name: str) -> Described | None:
    report = Report()
    return describe(Inputs(Source(Document(tree, f"{name}.yaml")), Settings(), name), report)


def _lines(old: Described, new: Described) -> Iterator[str]:
    for one in compare(old, new, "2026-01-02").changes:
        operations = " ".join(f"{method} {path}" for method, path in one.operations)
        values = f"{one.before} -> {one.after}" if one.before or one.after else "-"
        symbols = ", ".join(one.symbols) or "-"
        yield f"{one.level.value} {one.direction.value} {one.rule} {section_of(one).value}  {symbols}  {operations or '-'}  {values}  {one.message}"


def edits(name: str, part: int = 0, parts: int = 1) -> Iterator[tuple[str, list[str]]]:
    """Yield what is said of each edit of a document, or of those of every so many places."""
    tree = yaml.safe_load(DOCUMENTS[name])
    whole = _described(copy.deepcopy(tree), name)
    assert whole is not None
    changes: list[Change] = []
    for path in [*_places(tree)][part::parts]:
        for what, made in _edited(tree, path):
            other = _described(made, name)
            if other is None:
                continue
            lines = [*_lines(whole, other), *(f"back: {line}" for line in _lines(other, whole))]
            changes += compare(whole, other, "").changes if name == "voice" and what == "without" else ()
            if lines:
                yield f"{name} {what} {join(path)}", lines
    if changes:
        yield f"{name} uses {part}", _uses(changes, whole)


def _uses(changes: list[Change], whole: Described) -> list[str]:
    """Return where programs use what some changes concern."""
    texts = {f"app/{number}.py": textwrap.dedent(text) for number, text in enumerate(PROGRAMS.values())}
    distinct = {(one.rule, one.symbols, one.before, one.after): one for one in changes}
    lines: list[str] = []
    for one in find_uses([*distinct.values()], whole, parse(texts, Report())):
        places = " ".join(f"{use.path}:{use.line}:{use.column}{'' if use.sure else '?'}" for use in one.uses or ())
        lines.append(f"{one.rule} {', '.join(one.symbols)}: {places or one.uses}")
    return lines


def reports() -> Iterator[tuple[str, list[str]]]:
    """Yield reports in every format."""
    refusal = Refusal("broken", Diagnostic(Severity.ERROR, "code", "message", Location("a.yaml", 3, 5, "/x")))
    many = found(*_SAMPLES)
    lines = {"specs/acme/openapi.yaml": [f"line {number}" for number in range(1, 9)]}
    several = Comparisons((*many.comparisons, *found(SAFE, provider="other").comparisons), (refusal, Refusal("crashed", None)), BaseRevision("main", "c" * 40), ("app", "lib"), lines, lines, "https://x.example/{commit}/{file}#L{line}", "d" * 40)  # fmt: skip
    shown = {"samples": many, "several": several, "nothing": found(), "docs": found(DOCS), "files": Comparisons(many.comparisons), "refused": Comparisons((), (refusal,)), "many": found(*[SAFE] * 30, *[ENUM] * 12)}  # fmt: skip
    for name, one in shown.items():
        yield f"terminal {name}", [terminal.write(one)]
        yield f"markdown {name}", [markdown.write(one)]
        yield f"github {name}", [github.write(one)]
        yield f"json {name}", [objects.write(one)]
    yield "terminal coloured", [terminal.write(several, coloured=True)]
    body = html.write(several)
    yield "html several", [body[body.index("<body") : body.rindex("<script")]]
    yield "html nothing", [html.write(found()).partition("<body")[2].partition("<script")[0]]


_MOVES = (("/v1/calls", "/v2/calls"), ("/v1/calls/{id}", "/v2/calls/{id}"), ("/v1/calls", "/v1/pets"), ("/v1/a/calls", "/v2/b/calls"), ("/calls", "/pets"), ("/api/v1/a", "/api/v2/a"), ("/api/v1", "/api/v2"), ("/a/b/c", "/a/b/c/d"), ("/x/a/b", "/y/a/c"))  # fmt: skip


def tables() -> Iterator[tuple[str, list[str]]]:
    """Yield how like changes are said together, and where values stand."""
    moves = [
        f"`{name}`: it moved from `GET {old}` to `GET {new}`: calls work"
        for old, new in _MOVES
        for name in ("a.b", "c.d", "e.f", "g.h")
    ]
    renamed = [
        f"`{new}`: it was called `{old}`: calls of that name break"
        for new, old in (("a.b", "a.c"), ("d.e", "d.f"), ("g.h", "g.i"))
    ]
    for name, messages in {"moves": moves, "renames": renamed, "one": moves[:1]}.items():
        changes = [Change("rule", Level.SAFE, Direction.REQUEST, text, (text[1:4],)) for text in messages]
        yield f"grouped {name}", [f"{one.count} {one.message} {one.symbols}" for one in grouped(changes)]  # fmt: skip
    flags = [(deep, body, parameter) for deep in (False, True) for body in (False, True) for parameter in (False, True)]
    yield "positions", [
        f"{direction.value} deep={deep} body={body} parameter={parameter}: {standing(direction, deep=deep, body=body, parameter=parameter)}"
        for direction in (Direction.REQUEST, Direction.RESPONSE) for deep, body, parameter in flags
    ]  # fmt: skip


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    for name, parts in PARTS:
        for part in range(parts):
            yield from edits(name, part, parts)
    yield from reports()
    yield from tables()


if __name__ == "__main__":
    recording.main(RECORD, cases())
