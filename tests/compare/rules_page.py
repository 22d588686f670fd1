"""Makes `docs/rules.md` from the rules and from the messages about the pairs in the tables.

`python -m tests.compare.rules_page` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.compare import Direction
from generator.compare.rules.catalogue import KINDS
from generator.compare.rules.kind import POSITIONS, Position
from generator.compare.rules.table import RULES, Rule, rule_of

from .operation_changes import edited
from .pairs import compared, everywhere
from .schema_changes import TOGETHER
from .test_document_rules import TABLES
from .test_schema_rules import cases, change_of

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"

_HEAD = """\
# Rules of `diff`

Each rule names a difference between two descriptions of an API, says what it means for a caller of the generated client, and
shows an example of its message. This page is made from the rules and their tests: `python -m tests.compare.rules_page`.

- **breaking**: correct code now fails, when it runs or in a type checker.
- **risky**: code keeps working, but may meet values that it was not written for.
- **safe**: correct code is not affected.
- **docs**: only documentation changed.

Ids marked with ● are those of [oasdiff](https://www.oasdiff.com) and mean the same there; the others are ours, formed in
the same way. The level is that of oasdiff (its errors are breaking, its warnings risky), except where a caller in Python is
affected more: a removed or renamed field, argument, method or class breaks code, even if the wire stays the same. It is milder
in these cases, and the message says why:

- a caller need not send what is `readOnly`, and does not receive what is `writeOnly`: such a change is safe in that direction;
- a received property that could be missing and may now be null, or could be null and may now be missing, is None either way: safe;
- another `format` of the same Python type (`email`, `int64`): the client does not check it, and whether a server does cannot be told: risky;
- the removal of something deprecated was announced: it is risky, unless it comes before its day (`x-sunset`);
- an operation of the level `draft` or `alpha` (`x-stability-level`) promised nothing: what breaks is risky;
- a schema that no operation uses: `unused-schema-changed` is always safe;
- a body that the client always required, because its schema has required properties: if the description now says so, or no longer
  does, only documentation changed. A webhook that now always has a body is safe.

A change in a shared schema is one change, with all operations that it reaches. If the same operations send and receive it, the
more severe level counts, and the message names both rules; if others send it than receive it, there is a change for each
direction, with the operations that it reaches there.
"""


def page() -> str:
    """Return the text of the page."""
    examples = {**dict(_of_schemas()), **dict(_of_documents())}
    sections: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        sections.setdefault(rule.section, []).append(rule)
    ordered = [*TABLES, *(section for section in sections if section not in TABLES)]
    parts = [_HEAD, *(_section(name, sections[name], examples) for name in ordered)]
    return "\n".join(parts)


def _section(name: str, rules: list[Rule], examples: dict[str, str]) -> str:
    lines = [
        f"## {name}",
        "",
        "| rule | | level | direction | what happened, and an example |",
        "|---|---|---|---|---|",
    ]
    for rule in sorted(rules, key=lambda one: one.id):
        direction = "" if rule.direction is Direction.NONE else rule.direction.value
        mark = "●" if rule.oasdiff else ""
        example = examples[rule.id].replace("|", "\\|")
        lines.append(f"| `{rule.id}` | {mark} | {rule.level} | {direction} | {rule.meaning}<br>{example} |")
    return "\n".join([*lines, ""])


def _of_schemas() -> Iterator[tuple[str, str]]:
    for name, position in cases():
        yield _rule(name, position), change_of(name, position).message
    for name, (old, new) in TOGETHER.items():
        for position in POSITIONS:
            changes = compared(*(everywhere({position: one}, {}) for one in (old, new))).changes
            yield from ((one.rule, one.message) for one in changes if one.rule == _rule(name, position))


def _rule(name: str, position: Position) -> str:
    return rule_of(KINDS[name], position).id


def _of_documents() -> Iterator[tuple[str, str]]:
    for row in (row for rows in TABLES.values() for row in rows):
        for change in compared(edited(row.old), edited(row.new), row.today, row.settings).changes:
            if change.rule in row.rules:
                yield change.rule, change.message


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
