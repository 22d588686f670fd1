"""The printers: one line for each problem, with texts of documents escaped."""

import json

import pytest

from generator.diagnostics import (
    MOST_KEPT,
    MOST_SHOWN,
    Diagnostic,
    Location,
    Report,
    Severity,
    ordered,
    to_github,
    to_json,
    to_object,
    to_terminal,
)

PLACE = Location("specs/acme/openapi.yaml", 120, 9, "/paths/~1calls/post")
HOSTILE = "\x1b[2J\r\n::set-env name=x::y\x00\u202e\u2028\ud800\x9b"


def error(message, where=None, code="some-code"):
    return Diagnostic(Severity.ERROR, code, message, where)


def test_terminal():
    line = to_terminal(error("is wrong: correct it", PLACE))
    assert line == "specs/acme/openapi.yaml:120:9 #/paths/~1calls/post: error[some-code]: is wrong: correct it"
    assert to_terminal(error("is wrong")) == "error[some-code]: is wrong"
    assert to_terminal(Diagnostic(Severity.WARNING, "w", "odd", Location("f"))) == "f: warning[w]: odd"


def test_github():
    assert to_github(error("100% wrong,\nreally: yes", PLACE)) == (
        "::error file=specs/acme/openapi.yaml,line=120,col=9,title=some-code"
        "::100%25 wrong,\\nreally: yes (#/paths/~1calls/post)"
    )
    assert to_github(Diagnostic(Severity.WARNING, "w", "odd", Location("C:\\a,b"))) == (
        "::warning file=C%3A\\a%2Cb,title=w::odd"
    )
    assert to_github(error("odd")) == "::error title=some-code::odd"


def test_json():
    report = Report()
    report.error("a", "b", PLACE)
    report.warning("c", "d", Location("file"))
    report.warning("e", "f")
    assert json.loads(to_json(report)) == [
        {
            "severity": "error",
            "code": "a",
            "message": "b",
            "file": "specs/acme/openapi.yaml",
            "line": 120,
            "column": 9,
            "pointer": "/paths/~1calls/post",
        },
        {"severity": "warning", "code": "c", "message": "d", "file": "file", "pointer": ""},
        {"severity": "warning", "code": "e", "message": "f"},
    ]
    assert to_json(Report()) == "[]"


def test_the_most_precise_pointers_come_first_and_long_lists_are_cut():
    report = Report()
    report.warning("odd", "odd", Location("f", 1, 1, "/a/b/c"))
    for line in range(1, MOST_KEPT + 313):
        report.error("bad", "bad", Location("f", line, 1, "/a/b" if line == 3 else "/a"))
    assert report.errors == MOST_KEPT + 312
    assert len(report.diagnostics) == MOST_KEPT + 1
    shown = ordered(report, MOST_SHOWN)
    assert [one.where.line for one in shown[:3] if one.where] == [3, 1, 2]
    assert len(shown) == MOST_SHOWN + 2
    hidden = MOST_KEPT + 312 - MOST_SHOWN
    assert to_terminal(shown[MOST_SHOWN]) == f"error[more-problems]: and {hidden:,} more"
    assert to_github(shown[MOST_SHOWN]) == f"::error title=more-problems::and {hidden:,} more"
    assert to_object(shown[MOST_SHOWN])["count"] == hidden
    assert shown[-1].code == "odd"
    assert ordered(shown, MOST_SHOWN) == shown
    assert json.loads(to_json(report))[MOST_KEPT]["message"] == "and 312 more"


@pytest.mark.parametrize("printer", [to_terminal, to_github])
@pytest.mark.parametrize(
    "diagnostic",
    [error(HOSTILE), error("x", Location(HOSTILE, 1, 1, HOSTILE)), error("x", code=HOSTILE)],
    ids=["message", "place", "code"],
)
def test_text_of_a_document_does_not_act(printer, diagnostic):
    line = printer(diagnostic)
    assert line.isprintable()
    line.encode()
    assert len(line.splitlines()) == 1


def test_json_is_ascii_and_keeps_the_text():
    written = to_json([error(HOSTILE)])
    assert written.isascii()
    assert "\x1b" not in written
    assert json.loads(written)[0]["message"] == HOSTILE


def test_endless_text_is_cut():
    assert len(to_terminal(error("x" * 10_000_000, Location("f", 1, 1, "/y" * 10_000_000)))) < 5_000
