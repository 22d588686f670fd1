"""Broken, cut and malicious pages: a refusal with a reason, or a reading; never an exception, never a long wait."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.pages.mending import mended
from generator.pages.readers import (
    apidog,
    docusaurus,
    har,
    html_document,
    llms,
    mintlify_document,
    mintlify_fields,
    mintlify_rendered,
    postman,
    readme,
    refused,
)
from generator.pages.readers.authored import curl_tables, gitbook, sphinx
from generator.pages.reading import Page, PageReader

from .evaluate import CORPUS

READERS: tuple[PageReader, ...] = (
    *(apidog.READER, docusaurus.READER, har.READER, html_document.READER, mintlify_document.READER),
    *(mintlify_fields.READER, mintlify_rendered.READER, postman.READER, readme.READER, llms.READER_OF_FULL),
    *(llms.READER_OF_INDEX, refused.GITBOOK, refused.SCALAR, curl_tables.READER),
    *(gitbook.READER, sphinx.READER),
)
SECONDS = 10
LARGE = 20_000
CALL = "curl --request POST --url https://api.acme.dev/x\n"
HOSTILE = {
    "ticks": "`" * LARGE,
    "quotes": '"' * LARGE,
    "brackets": "[" * LARGE,
    "components": '<ParamField body="x">' * (LARGE // 20),
    "braces of a component": '<ParamField body="x" type={' + "{" * LARGE,
    "an open quote": "curl -X POST https://api.acme.dev/x -d '" + "a" * LARGE,
    "deep JSON": CALL + '{"a":' * (LARGE // 5),
    "JSON in lines": CALL + "\n{" * LARGE,
    "bars": "| " * LARGE,
    "options": f"{CALL}Body\nx\nstring\nAvailable options:\n" + "a,\n" * (LARGE // 4),
    "glued": f"{CALL}Body" + "namestringrequired" * 1_000,
    "half glued": f"{CALL}Body\n" + "string" * 3_000,
    "links": "[" * LARGE + "](" * LARGE,
    "scripts": '<html><div id="swagger-ui"><script>SwaggerUIBundle({spec: {' + '"a":{' * (LARGE // 5),
    "folders": '{"info":{"_postman_id":"x"},"item":[' + '{"item":[' * 150 + "]}" * 150 + "]}",
    "a path": "POST /" + "{a}/" * LARGE,
    "operations": "\n".join(f"## h{number}\nPOST /a/{number}" for number in range(1_000)),
    "nested items": "POST /x\n## Body\n"
    + "".join("  " * min(number, 300) + "- `a` (string): b\n" for number in range(600)),
    "emphasis": "POST /x\n\n| name | type |\n|--|--|\n|" + "*a_ " * (LARGE // 4) + "| b |\n",
    "types": '<ParamField body="a" type="' + "array<" * 1_000 + '"/>\nPOST /x',
}


def read_by_all(text: str) -> None:
    """Read a text by every reader that knows it, and mend what comes out."""
    page = Page(text, "page")
    for reader in READERS:
        if not reader.knows(page):
            continue
        report = Report()
        reading = reader.read(page, report)
        assert reading is not None or report.failed, f"{reader.name} refuses without a word"
        if reading is not None and reading.document is not None:
            mended(reading.document, lambda pointer: 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_processing_time_is_bounded(name: str) -> None:
    before = time.process_time()
    read_by_all(HOSTILE[name])
    assert time.process_time() - before < SECONDS


PAGES = [path for path in sorted(CORPUS.glob("*")) if path.suffix != ".facts"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_damaged_pages(path: Path) -> None:
    chance = random.Random(path.name)
    for _ in range(6):
        read_by_all(damaged(path.read_text("utf-8"), chance))


def damaged(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    match chance.randrange(6):
        case 0:
            return text[: chance.randrange(len(text))]
        case 1:
            return text[chance.randrange(len(text)) :]
        case 2:
            return "\n".join(line for line in lines if chance.random() > 0.1)
        case 3:
            marks = list(text)
            for _ in range(8):
                marks[chance.randrange(len(marks))] = chance.choice("{}[]<>\"'`|:,-#*\n \\$é\x00")
            return "".join(marks)
        case 4:
            return text.replace("\n", chance.choice(["", " "]))
        case _:
            words = re.findall(r"[A-Za-z_]+", text)
            return text.replace(chance.choice(words), chance.choice(["string", "null", "5", "[]", "{}", "~"]))
