"""Files of example payloads are a stranger's: what is no JSON, or does not end, is refused with its reason."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from generator.commands.job import payloads_in
from generator.diagnostics import Report
from generator.document import payload_files
from generator.document.limits import Limits
from generator.document.payload_files import parse_payload, read_payload
from generator.normalize.examples import examples
from generator.pages.spec.writing import example_files

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = {
    "nothing": "",
    "no JSON": "{",
    "YAML": "a: 1",
    "code": "__import__('os').system('true')",
    "two values": "{} {}",
    "NaN": '{"a": NaN}',
    "Infinity": "[-Infinity]",
    "a number too large": '{"a": 1e999}',
    "a number of a million digits": "1" * 1_000_000,
    "a key twice": '{"a": 1, "a": 2}',
    "half a character": '{"a": "\\ud800"}',
    "half a character as a key": '{"\\udfff": 1}',
    "lists without end": "[" * 1_000_000,
    "nested lists": "[" * 900 + "]" * 900,
    "nested objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "nested behind a quote": '"\\"", [' + "[" * 500,
}
HARMLESS = {
    "brackets in a text": (json.dumps({"a": "[{" * 5_000}), {"a": "[{" * 5_000}),
    "a quote before brackets": (json.dumps(['"', "\\", '\\"' + "[" * 500]), ['"', "\\", '\\"' + "[" * 500]),
    "many lists side by side": (json.dumps([[]] * 5_000), [[]] * 5_000),
    "a pair of halves": ('"\\ud83d\\ude00"', "😀"),
    "a mark of the order of bytes": ("\ufeff1", 1),
    "a name that means something": ('{"__class__": {"__init__": 1}}', {"__class__": {"__init__": 1}}),
}
DOCUMENT = {"paths": {"/pets": {"get": {"operationId": "list-pets", "responses": {"200": {"description": ""}}}}}}
NAME = "list-pets.response.200.json"


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_refused(text: str) -> None:
    for given in (text, text.encode()):
        with pytest.raises(ValueError, match=r"\w"):
            parse_payload(given)
    assert example_files({NAME: text}) == {}


@pytest.mark.parametrize(("text", "value"), HARMLESS.values(), ids=HARMLESS)
def test_what_is_read(text: str, value: object) -> None:
    assert parse_payload(text.encode()) == value


def test_other_encodings_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_payload('{"a": "é"}'.encode("latin-1"))
    with pytest.raises(ValueError, match=r"\w"):
        parse_payload("{}".encode("utf-16"))


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload_files, "LIMITS", Limits(bytes=100))
    (tmp_path / "a.json").write_text('"' + "x" * 100 + '"')
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        read_payload(tmp_path / "a.json")


def test_numbered_files_follow_the_file_that_they_repeat(tmp_path: Path) -> None:
    """Given: the names of `import` for several bodies of one operation. The first is what a fake answers with."""
    labels = ["", ".page", ".page-2", ".page-10", ".page-big"]
    for index, label in enumerate(labels):
        (tmp_path / f"list-pets.response.200{label}.json").write_text(str(index))
    assert [one.value for one in examples(DOCUMENT, tmp_path, Report())] == [0, 1, 2, 3, 4]
    files = payloads_in(tmp_path)
    assert list(files.values()) == [0, 1, 2, 3, 4]
    assert [one.value for one in examples(DOCUMENT, dict(reversed(files.items())), Report())] == [0, 1, 2, 3, 4]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
def test_hostile_files_give_one_line_each(tmp_path: Path) -> None:
    folder = tmp_path / "examples"
    folder.mkdir()
    hostile = {
        "list-pets.response.200.json": "{}",
        "list-pets.response.200.bomb.json": "[" * 100_000,
        "list-pets.response.200.nan.json": "NaN",
        "list-pets.response.200.\x1b[2J\u202e.json": "no",
        "list-pets.response.999.json": "{}",
        "..json": "{}",
        "$(touch canary).json": "{}",
    }
    for name, text in hostile.items():
        (folder / name).write_text(text)
    os.mkfifo(folder / "list-pets.response.200.pipe.json")
    (folder / "list-pets.response.200.folder.json").mkdir()
    (folder / "list-pets.response.200.device.json").symlink_to("/dev/zero")
    (folder / "list-pets.response.200.nowhere.json").symlink_to("nothing")
    (folder / "list-pets.response.200.loop.json").symlink_to("list-pets.response.200.loop.json")
    report = Report()
    found = examples(DOCUMENT, folder, report)
    assert [one.label for one in found] == ["example"]
    assert len(report.diagnostics) == len(hostile) - 1 + 5
    assert {one.code for one in report} == {"example-json", "example-name", "unreadable-file"}
