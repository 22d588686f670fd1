"""Indexes, full texts, and pages that are refused."""

from __future__ import annotations

import pytest

from generator.diagnostics import Report
from generator.pages import registry
from generator.pages.reading import Page, Reading

INDEX = """# Teashop

> Tea for machines.

## Docs

- [Brew a pot](https://docs.teashop.dev/api/brew.md): Starts brewing.
- [List shops](/api/shops.md)

## OpenAPI Specs

- [openapi](https://docs.teashop.dev/openapi.json)
"""

FULL = """# Brew a pot
Source: https://docs.teashop.dev/api/brew

Starts brewing.

```bash
curl -X POST https://api.teashop.dev/v1/pots -d '{"leaf": "oolong"}'
```

# List shops
Source: https://docs.teashop.dev/api/shops

`GET https://api.teashop.dev/v1/shops`

[... truncated: the text is longer than 100,000 characters]
"""


def read(text: str) -> tuple[Reading | None, Report]:
    report = Report()
    return registry.read(Page(text, "llms.txt"), report), report


def test_documents_come_first() -> None:
    reading, _ = read(INDEX)
    assert reading is not None
    assert [(one.address, one.document, one.line) for one in reading.links] == [
        ("https://docs.teashop.dev/openapi.json", True, 12),
        ("https://docs.teashop.dev/api/brew.md", False, 7),
        ("/api/shops.md", False, 8),
    ]


def test_a_full_text_is_parted_into_its_pages() -> None:
    reading, _ = read(FULL)
    assert reading is not None
    assert [(one.address, one.first_line) for one in reading.pages] == [
        ("https://docs.teashop.dev/api/brew", 1),
        ("https://docs.teashop.dev/api/shops", 10),
    ]
    assert all(one.text.split("\n")[0].startswith("# ") for one in reading.pages)
    assert [one.code for one in reading.findings] == ["page-cut"]
    lines = FULL.split("\n")
    for page in reading.pages:
        kept = [line for line in page.text.split("\n") if line and not line.startswith("Source")]
        at = page.first_line - 1 + page.text.split("\n").index(kept[1])
        assert lines[at] == kept[1]


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (
            '# Pots\n\n{% openapi src="https://docs.teashop.dev/openapi.yaml" path="/pots" method="post" %}\n{% endopenapi %}\n',
            "gitbook-page",
            "openapi.yaml",
        ),
        (
            '<!doctype html><html><body><script id="api-reference"></script>'
            '<script src="https://cdn.jsdelivr.net/npm/@scalar/api-reference"></script></body></html>',
            "scalar-page",
            "import the document",
        ),
        (
            "<!doctype html><html><body><div id='redoc'></div><script>Redoc.init(x)</script></body></html>",
            "no-document",
            "script",
        ),
        ("Nothing to see here.\n", "unknown-page", "looked for"),
        ("---\ntitle: x\napi: eJwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n---\n", "packed-operation", "unpacked"),
    ],
)
def test_refusals_say_what_was_found(text: str, code: str, named: str) -> None:
    reading, report = read(text)
    assert reading is None
    problems = list(report)
    assert [one.code for one in problems] == [code]
    assert named in problems[0].message
    assert "\n" not in problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        '<redoc spec-url="https://a.dev/openapi.yaml"></redoc>',
        "<script>Redoc.init('https://a.dev/openapi.yaml', {}, document.getElementById('redoc'))</script>",
        "<rapi-doc spec-url='https://a.dev/openapi.yaml'></rapi-doc>",
        '<script>SwaggerUIBundle({urls: [{url: "https://a.dev/openapi.yaml", name: "v1"}]})</script>',
        '<script id="api-reference" data-url="https://a.dev/openapi.yaml"></script><script src="x/@scalar/api-reference"></script>',
        "<script>Scalar.createApiReference('#app', { url: 'https://a.dev/openapi.yaml' })</script>",
    ],
)
def test_a_page_that_names_its_document_leads_there(body: str) -> None:
    reading, _ = read(f"<!doctype html><html><body>{body}</body></html>")
    assert reading is not None
    assert [(one.address, one.document) for one in reading.links] == [("https://a.dev/openapi.yaml", True)]


def test_a_packed_bomb_is_not_inflated() -> None:
    import base64
    import zlib

    packed = base64.b64encode(zlib.compress(b" " * 200_000_000, 9)).decode()
    reading, report = read(f"---\ntitle: x\napi: {packed}\n---\n")
    assert reading is None
    assert [one.code for one in report] == ["packed-operation"]
