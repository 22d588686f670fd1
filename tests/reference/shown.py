"""The reference of some clients, whole, with a program for each call, and what searches find: `python -m tests.reference.shown`
writes the record.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.commands.shipping.reference import Docs, answer, gather
from generator.commands.workspace import ClientSource
from generator.reference import search, site
from tests.commands.scenarios import ODD, PAGED
from tests.compare.using_programs import VOICE
from tests.mock.tables import DOCUMENT

from .. import recording

RECORD = Path(__file__).with_name("shown.txt")
_CASES = Path(__file__).parents[1] / "cases"
_OF_CASES = ("webhooks-signed", "model-hostile-text", "operation-fastapi-id", "body-several-content-types", "multipart-3-1", "parameter-styles", "schema-read-only", "model-union-discriminated", "model-assertions")  # fmt: skip
_BARE = """\
openapi: 3.1.0
info: {title: Bare, version: "1"}
paths:
  /a:
    get:
      responses: {"204": {description: ""}, "404": {description: ""}, "500": {description: " "}, 5XX: {description: Broken..., content: {text/plain: {}}}}
"""
_SENTENCES = ("list calls", "cancel a call", "how do I make a thing?", "create", "get one call by id", "delete things", "statuses", "send a file", "calls", "", "the", "zzz", "show me all of the calls that are running", "read item", "pay")  # fmt: skip
_WORDS = ("calls", "statuses", "running", "created", "boxes", "making", "tries", "is", "the", "stopped", "buses", "Payments", "ran", "phone_numbers", "createCall", "deletes", "agreed", "x1")  # fmt: skip
_CALLS = ("calls.list", "calls.list_all", "calls.create", "calls.get", "calls.delete", "calls.update", "calls.cancel", "calls.send", "calls.none", "list")  # fmt: skip


def texts() -> dict[str, str]:
    """Return the document of each client by its name."""
    found = {"bare": _BARE, "odd": ODD, "paged": PAGED, "voice": VOICE, "lab": DOCUMENT}
    return found | {name.replace("-", "_"): (_CASES / name / "spec.yaml").read_text("utf-8") for name in _OF_CASES}


def documented(*names: str, examples: bool = True) -> Docs:
    """Return the reference of some clients."""
    with tempfile.TemporaryDirectory() as folder:
        subjects = []
        for name in names:
            path = Path(folder, f"{name}.yaml")
            path.write_text(texts()[name], "utf-8")
            subjects.append(ClientSource(name, path, None, None, Path(folder, "out", name), name, alone=True))
        return gather(subjects, keep_going=False, strict=False, examples=examples)


def client(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the pages of a client."""
    docs = documented(name)
    yield f"row {name}", [f"{row.status.value} {row.operations} {len(row.diagnostics)}" for row in docs.rows]
    for path, text in docs.pages.items():
        if path.startswith(name):
            yield path, [text]
    for path, text in site.sources(docs.references, "Clients").items():
        if path.startswith(f"docs/{name}/"):
            yield f"site {path}", [text]


def searches() -> Iterator[tuple[str, list[str]]]:
    """Yield what is about all clients, and what searches find."""
    docs = documented(*texts(), examples=False)
    sources = site.sources(docs.references, "Clients")
    yield "llms.txt", [docs.pages["llms.txt"]]
    yield "site", [sources["docs/index.md"]]
    yield "settings", [site.sources(docs.references[:2], "Clients")[site.SETTINGS]]
    for sentence in _SENTENCES:
        yield f"search {sentence!r}", [answer(docs, sentence)]
    index = search.Index([one for reference in docs.references for one in reference.operations])
    yield "scores", [f"{sentence}: {[(found.entry.call, round(found.score, 3)) for found in index.search(sentence, 4)]}" for sentence in _SENTENCES]  # fmt: skip
    yield "words", [json.dumps([word, search.forms(word), search.stems(word)]) for word in _WORDS]
    yield "verbs", [f"{call}: {search.other_verbs(call)}" for call in _CALLS]


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    for name in texts():
        yield from client(name)
    yield from searches()


if __name__ == "__main__":
    recording.main(RECORD, cases())
