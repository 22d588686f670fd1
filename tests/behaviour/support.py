"""Support of every field of the standards, and the test that shows it; makes `docs/openapi-support.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .documentation import KEPT, SHOWN, TOLD
from .keywords import KEYWORDS
from .standards import JSON_SCHEMA, OPENAPI, SWAGGER
from .support_rows import OPENAPI_ROWS, SCHEMA_ROWS, SWAGGER_ROWS


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page."""

    group: str
    field: str
    since: str
    fate: str
    evidence: str
    """`tests/….py::test_name`, or the folder of a case."""


def _row(group: str, field: str, since: str, rows: dict[str, tuple[str, str]], key: str) -> Row:
    if key in rows:
        return Row(group, field, since, *rows[key])
    fates: list[str] = []
    found: list[str] = []
    if key in SHOWN:
        fates.append("documentation: shown in docstrings")
        found.append("tests/behaviour/test_documentation.py::test_text_is_shown")
    if key in KEPT:
        fates.append("documentation: changes no call")
        found.append("tests/behaviour/test_documentation.py::test_fields_that_do_not_change_the_code")
    if key in TOLD:
        fates.append(f"not done: warning `{TOLD[key][2]}`")
        found.append("tests/behaviour/test_documentation.py::test_fields_without_a_place_in_code_are_reported")
    if not fates:
        raise KeyError(f"no row says what happens to `{key}`")
    return Row(group, field, since, "; ".join(fates), found[0])


def openapi_rows() -> Iterator[Row]:
    """Yield the rows of OpenAPI 3."""
    for group, fields in OPENAPI.items():
        for entry in fields.split():
            field, _, since = entry.partition("@")
            yield _row(group, field, since or "3.0", OPENAPI_ROWS, f"{group}.{field}")


def schema_rows() -> Iterator[Row]:
    """Yield the rows of JSON Schema."""
    for group, keywords in JSON_SCHEMA.items():
        for keyword in keywords.split():
            if keyword in KEYWORDS and keyword not in SCHEMA_ROWS:
                test = "tests/behaviour/test_keywords.py::test_refused"
                yield Row(group, keyword, "", "supported", test)
            else:
                yield _row(
                    group, keyword, "", SCHEMA_ROWS, keyword if keyword in SCHEMA_ROWS else f"Schema Object.{keyword}"
                )


def swagger_rows() -> Iterator[Row]:
    """Yield the rows of Swagger 2.0."""
    for group, fields in SWAGGER.items():
        for field in fields.split():
            yield _row(group, field, "", SWAGGER_ROWS, f"{group}.{field}")


_HEAD = """# What happens to every field

Made from the tables in `tests/behaviour` by `make support`; a test proves that it is current, that every field of the
standards has a row, and that every test it names exists. *Supported* fields do what the standard says.
*Documentation* changes no call. What cannot be done as written is reported by a diagnostic: a *warning* falls back to a
wider type or a simpler form, and only what is broken or hostile is *refused*.
"""


def page() -> str:
    """Return the text of the page."""
    parts = [_HEAD]
    for title, rows, versions in (
        ("OpenAPI 3.0, 3.1 and 3.2", list(openapi_rows()), True),
        ("JSON Schema 2020-12 (OpenAPI 3.1 and later)", list(schema_rows()), False),
        ("Swagger 2.0, where it differs", list(swagger_rows()), False),
    ):
        parts.append(f"## {title}\n")
        for group in dict.fromkeys(row.group for row in rows):
            parts.append(_table(group, [row for row in rows if row.group == group], versions))
    return "\n".join(parts)


def _table(group: str, rows: list[Row], versions: bool) -> str:
    head = ["field", *(["since"] if versions else []), "what happens", "shown by"]
    lines = [f"### {group}\n", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        cells = [f"`{row.field}`", *([row.since] if versions else []), row.fate, f"`{_short(row.evidence)}`"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _short(evidence: str) -> str:
    return evidence.removeprefix("tests/").replace(".py::", " ")


if __name__ == "__main__":
    from .packages import ROOT

    (ROOT / "docs" / "openapi-support.md").write_text(page(), "utf-8")
