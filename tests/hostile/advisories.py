"""Published classes of attack on code generators since 2020 (and the one that began it): where each was found, and its kind of payload, in Python.

`python -m tests.hostile.advisories` writes the table of docs/security-testing.md. Every payload is put into every place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security-testing.md"
CANARY = "canary"
RUN = f"__import__('pathlib').Path('{CANARY}').touch()"
"""What would show that a text was run."""
_RUN = RUN
_BEGIN, _END = "<!-- advisories -->\n", "<!-- end of advisories -->\n"


@dataclass(frozen=True, slots=True)
class Advisory:
    """One class of attack."""

    id: str
    tool: str
    place: str
    kind: str
    payload: str
    """As somebody would write it who attacks code in Python."""


ADVISORIES: tuple[Advisory, ...] = (
    Advisory(
        "CVE-2020-15142", "openapi-python-client", "default of a property", "literal closed", f"x' or {_RUN} or '"
    ),
    Advisory("CVE-2020-15142", "openapi-python-client", "enum value", "line behind the literal", f'A = "x"\n{_RUN}'),
    Advisory(
        "CVE-2020-15141", "openapi-python-client", "name of a schema or tag", "path of a file", "../../../tmp/canary"
    ),
    Advisory("CVE-2020-15141", "openapi-python-client", "name of a schema", "path into a package", "a/../../__init__"),
    Advisory(
        "GHSA-rjwr-m7qx-3fjr", "oapi-codegen", "description of a server", "line behind a comment", f"x\n\n{_RUN}\n#"
    ),
    Advisory("GHSA-rjwr-m7qx-3fjr", "oapi-codegen", "description of a server", "carriage return", f"x\r{_RUN}\r#"),
    Advisory(
        "GHSA-xrqw-w576-xgj2", "oapi-codegen", "enum value", "block closed, code at import", f'a"]\n\n\n{_RUN}\nX = ["'
    ),
    Advisory("GHSA-jwgf-6xff-4hvp", "oapi-codegen", "path", "literal of a route closed", f'/a", responses={_RUN}) #'),
    Advisory(
        "GHSA-9c2f-gr95-7wqw", "oapi-codegen", "extension with an import", "a module to import", "os; import evil"
    ),
    Advisory("CVE-2026-54621", "datamodel-code-generator", "description", "carriage return in a comment", f"x\r{_RUN}"),
    Advisory(
        "CVE-2026-54653",
        "datamodel-code-generator",
        "`default_factory` in a schema",
        "expression",
        f"({_RUN}, lambda: [])[1]",
    ),
    Advisory(
        "CVE-2026-54655", "datamodel-code-generator", "`x-python-type`", "statement behind a type", f"MyType; {_RUN}"
    ),
    Advisory(
        "CVE-2026-54656",
        "datamodel-code-generator",
        "name of a field in a decorator",
        "argument added",
        f"v', {_RUN} and 'v",
    ),
    Advisory(
        "CVE-2026-55415",
        "datamodel-code-generator",
        "`x-python-import`, `customTypePath`",
        "line behind an import",
        "os.getcwd\nopen('canary', 'w')",
    ),
    Advisory(
        "CVE-2026-54690",
        "datamodel-code-generator",
        "`$ref`",
        "URL that is fetched",
        "http://127.0.0.1:9/canary.json#/a",
    ),
    Advisory("CVE-2026-55389", "datamodel-code-generator", "`$ref`", "file elsewhere", "file:///etc/../etc/passwd#/a"),
    Advisory(
        "GHSA-38c3-wv3c-v3xj", "swagger-typescript-api", "URL of a server", "double quote", f'https://a"+{_RUN}+"'
    ),
    Advisory("GHSA-5f94-x226-ccpm", "swagger-typescript-api", "enum value", "double quote", f'a", {_RUN}, "'),
    Advisory("GHSA-w284-33mx-6g9v", "swagger-typescript-api", "path", "template literal", "/a/${" + _RUN + "}`+`"),
    Advisory("GHSA-rcpr-mq4m-jx9j", "orval", "media type", "header added", "application/json', 'X-Canary': 'x"),
    Advisory("issue 9809", "openapi-generator", "path", "call closed, arguments added", f"/a','GET',{_RUN},('a:"),
    Advisory("issue 11309", "swagger-codegen", "path", "concatenation", f"/a'+str(exec(\"{_RUN}\"))+'"),
    Advisory("issue 2809", "openapi-typescript-codegen", "URL of a server", "single quote", f"https://a'+{_RUN}+'"),
    Advisory("issue 2809", "openapi-typescript-codegen", "version", "single quote", f"1'; {_RUN}; '"),
    Advisory("issue 2809", "openapi-typescript-codegen", "name of a parameter", "key of a mapping", f"q': {_RUN}, 'x"),
    Advisory("issue 2809", "openapi-typescript-codegen", "media type", "single quote", f"application/json'+{_RUN}+'"),
    Advisory("issue 2809", "openapi-typescript-codegen", "name of a header", "single quote", f"X-A'+{_RUN}+'"),
    Advisory("pull request 3364", "go-swagger", "summary", "end of a comment", f'*/ {_RUN} /* """ {_RUN}'),
    Advisory(
        "CVE-2016-5641", "swagger-codegen", "description", "end of a docstring", f'"""\n        {_RUN}\n        """'
    ),
    Advisory("CVE-2016-5641", "swagger-codegen", "operationId", "name of a function", f"a(): pass\n{_RUN}\ndef b"),
    Advisory("CVE-2021-21430", "openapi-generator", "name of a file", "place in a shared folder", "/tmp/canary"),
    Advisory("CVE-2024-35219", "openapi-generator", "name of a package", "folder elsewhere", "../../canary"),
    Advisory(
        "CVE-2020-14343",
        "PyYAML",
        "any YAML",
        "tag that makes an object",
        "!!python/object/new:os.system [touch canary]",
    ),
    Advisory("CVE-2020-1747", "PyYAML", "any YAML", "tag that makes an object", "!!python/object/apply:os.system"),
    Advisory("CVE-2024-56201", "Jinja2", "name of a template", "template in a name", "{% import 'os' as o %}{{ o.x }}"),
    Advisory(
        "CVE-2021-42574", "compilers", "any text", "text that runs the other way", f"a\u202e\u2066# {_RUN}\u2069\u2066"
    ),
    Advisory("CVE-2021-42694", "compilers", "any name", "letters that look alike", "\u0435val"),
    Advisory("a class", "generators for Python", "title", "encoding declared", "coding: utf-7 +AAoAX19pbXBvcnRfXw-"),
    Advisory("a class", "generators for Python", "default", "formatted string", "{" + _RUN + "!r:{x}}"),
    Advisory("a class", "generators for Python", "name of a property", "class attribute", "__class_getitem__"),
    Advisory(
        "a class", "generators for Python", "name of a property", "hook of pydantic", "__get_pydantic_core_schema__"
    ),
    Advisory("a class", "generators for Python", "type of an extension", "evaluated annotation", f"list[{_RUN}]"),
    Advisory(
        "a class",
        "generators with formatters",
        "any text",
        "comment that means something",
        "# fmt: off\n# type: ignore",
    ),
    Advisory(
        "a class", "generators with shells", "name", "command", f"$(touch {CANARY})`touch {CANARY}`;touch {CANARY}"
    ),
    Advisory("a class", "editors and terminals", "any text", "control sequence", "\x1b]0;owned\x07\x1b[2J\x9b2J"),
    Advisory(
        "a class", "continuous integration", "any text", "workflow command", "::set-output name=x::y\n::error::owned"
    ),
)


def payloads() -> dict[str, str]:
    """Return name → payload, each payload once."""
    found: dict[str, str] = {}
    for one in ADVISORIES:
        found.setdefault(one.payload, f"{one.id}, {one.tool}: {one.kind} ({one.place})")
    return {name: payload for payload, name in found.items()}


def counts() -> str:
    """Return how many rows there are, as the pages say it."""
    named = {one.id for one in ADVISORIES if one.id != "a class"}
    classes = sum(one.id == "a class" for one in ADVISORIES)
    return (
        f"{len(ADVISORIES)} rows of published attacks ({len(named)} publications, {classes} classes without a number)"
    )


def table() -> str:
    """Return the rows as the page has them."""
    lines = ["| published as | in | place | kind of payload |", "|---|---|---|---|"]
    lines += [f"| {one.id} | {one.tool} | {one.place} | {one.kind} |" for one in ADVISORIES]
    return "\n".join([*lines, ""])


def page() -> str:
    """Return the page with the table as it is now."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    return f"{before}{_BEGIN}{table()}{_END}{rest.partition(_END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
