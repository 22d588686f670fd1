"""provider.toml: everything accepted, and every mistake named with its place."""

import re
from pathlib import Path

import pytest

from generator.commands.accepted_warnings import accept
from generator.config import Acceptance, CredentialSettings, Settings, load_settings
from generator.diagnostics import Location, Report
from generator.document.limits import Limits

FULL = '''\
name = "FormantAI"

[tags]
"" = "calls"

[operations]
create-call = "calls.create"
"POST /v1/call" = "calls.create_again"

[schemas]
"voice-call_Response_200" = "VoiceCallResponse"

[parameters]
"list.query.page size" = "page_size"

[properties]
"Pet.class" = "class_"

[credentials.bearerAuth]
argument = "api_key"
environment = "FORMANTAI_API_KEY"

[credentials.other]

[servers]
"https://api.voice.formantai.com" = "eu-west"

[[accept]]
example = "create-call.request.Scheduled call"
pointer = "/agent/id"
reason = """
Documented, [tags] and all, on
"another" page."""
'''


def failures(text):
    report = Report()
    settings = load_settings(text, "provider.toml", report)
    assert (settings is None) == report.failed
    assert all(diagnostic.where.file == "provider.toml" for diagnostic in report)
    return [(diagnostic.code, diagnostic.where.line) for diagnostic in report]


def test_everything_is_read():
    report = Report()
    settings = load_settings(FULL, "provider.toml", report)
    assert not list(report)
    assert settings == Settings(
        name="FormantAI",
        tags={"": "calls"},
        operations={"create-call": "calls.create", "POST /v1/call": "calls.create_again"},
        schemas={"voice-call_Response_200": "VoiceCallResponse"},
        parameters={"list.query.page size": "page_size"},
        properties={"Pet.class": "class_"},
        credentials={"bearerAuth": CredentialSettings("api_key", "FORMANTAI_API_KEY"), "other": CredentialSettings()},
        servers={"https://api.voice.formantai.com": "eu-west"},
        accept=(
            Acceptance(
                "create-call.request.Scheduled call", "/agent/id", 'Documented, [tags] and all, on\n"another" page.'
            ),
        ),
    )


def test_limits_are_raised_and_lowered():
    report = Report()
    settings = load_settings("[limits]\nnodes = 10_000_000\ndepth = 20\n", "provider.toml", report)
    assert settings is not None
    assert settings.limits == Limits(nodes=10_000_000, depth=20)


def test_empty_settings_are_valid():
    assert load_settings("", "provider.toml", Report()) == Settings()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = 1", [("wrong-type", 1)]),
        ('\nnames = "x"', [("unknown-setting", 2)]),
        ('name = "class"', [("invalid-setting", 1)]),
        ('name = "_Private"', [("invalid-setting", 1)]),
        (f'name = "{"x" * 101}"', [("invalid-setting", 1)]),
        ('name = "\uff21"', [("invalid-setting", 1)]),
        ("tags = 3", [("wrong-type", 1)]),
        ('# tags\n[tags]\na = "fine"\nb = "not fine"\n"c.d" = 4', [("invalid-setting", 4), ("wrong-type", 5)]),
        ('tags = { a = "b c" }', [("invalid-setting", 1)]),
        ('tags.x = "import"', [("invalid-setting", 1)]),
        ('[operations]\na = "calls..create"\nb = "calls.def"\nc = ""', [("invalid-setting", n) for n in (2, 3, 4)]),
        ('[operations]\na = "calls.x"\nb = "calls.x"', [("duplicate-name", 3)]),
        ('[schemas]\n"a" = "X"\n\'b\' = "X"', [("duplicate-name", 3)]),
        ('[servers]\na = "x"\nb = "x"\nc = "§"', [("duplicate-name", 3), ("invalid-setting", 4)]),
        ("[credentials]\nx = 1", [("wrong-type", 2)]),
        ('[credentials.x]\nargument = "a"\nenv = "B"', [("unknown-setting", 3)]),
        ('[credentials.x]\nenvironment = "A-B"', [("invalid-setting", 2)]),
        ('[limits]\nnodes = 0\nbytes = "1"\ndepth = 401\nname = 1\nfiles = true', [("invalid-limit", n) for n in range(2, 7)]),
        ("limits = 3", [("wrong-type", 1)]),
        ('format = "yapf"', [("invalid-setting", 1)]),
        ("format = 1", [("wrong-type", 1)]),
        ("accept = 1", [("wrong-type", 1)]),
        ("accept = [1]", [("wrong-type", 1)] + [("missing-setting", 1)] * 3),
        ('[[accept]]\nexample = "e"\npointer = ""\nreason = "r"\n[[accept]]\nexample = "e"\n'
         'pointer = "x"\nreason = " "', [("invalid-setting", 7), ("invalid-setting", 8)]),
        ('[[accept]]\nexample = "e"\nreason = "r"\nbecause = "x"', [("unknown-setting", 4), ("missing-setting", 1)]),
        (f"name = 1{'0' * 5000}", [("toml-syntax", 0)]),
        ("[tags\n", [("toml-syntax", 1)]),
        ('name = "a"\nname = "b"', [("toml-syntax", 2)]),
        ("a = " + "[" * 100_000, [("toml-syntax", 0)]),
        ("#" * 1_000_001, [("too-large", 0)]),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_line(text, expected):
    assert failures(text) == expected


def test_all_mistakes_are_reported_in_one_run():
    text = 'name = "1"\nwhat = 1\n[tags]\nx = "-"\n[accepted]\n[credentials.a]\nargument = 5\n'
    assert sorted(line for _, line in failures(text)) == [1, 2, 4, 5, 7]


def test_newlines_of_other_systems():
    assert failures('\ufeffname = "A"\r\n[tags]\r\nx = "-"\r\n') == [("invalid-setting", 3)]


def test_accepted_warnings() -> None:
    report = Report()
    text = '[[accept]]\ncode = "odd"\nreason = "it is"\n[[accept]]\ncode = "x"\npointer = "/a"\nreason = "so"\n'
    settings = load_settings(text, "provider.toml", report)
    assert settings is not None
    assert [(one.code, one.pointer, one.reason, one.where.line) for one in settings.accepted] == [
        ("odd", None, "it is", 1),
        ("x", "/a", "so", 4),
    ]
    assert settings.accept == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[[accept]]\ncode = "odd"', "missing-setting", 1),
        ('[[accept]]\ncode = "odd"\nreason = " "', "invalid-setting", 3),
        ('[[accept]]\ncode = 1\nreason = "x"', "wrong-type", 2),
        ('[[accept]]\ncode = "odd"\npointer = "a"\nreason = "x"', "invalid-setting", 3),
        ('[[accept]]\ncode = "odd"\nexample = "a"\nreason = "x"', "unknown-setting", 3),
        ("accept = 1", "wrong-type", 1),
        ("accept = [1]", "wrong-type", 1),
    ],
)
def test_acceptances_are_checked(text: str, code: str, line: int) -> None:
    report = Report()
    assert load_settings(text, "provider.toml", report) is None
    assert (report.diagnostics[0].code, report.diagnostics[0].where and report.diagnostics[0].where.line) == (
        code,
        line,
    )
    assert sum(one.code == "wrong-type" for one in report) <= 1


def test_an_accepted_warning_is_not_printed_and_an_unused_acceptance_is_a_warning() -> None:
    report = Report()
    for pointer in ("/a", "/b"):
        report.warning("odd", "it is odd", Location("spec.yaml", 1, 1, pointer))
    report.warning("other", "this too")
    text = "".join(
        f'[[accept]]\ncode = "{code}"\npointer = "{pointer}"\nreason = "known"\n'
        for code, pointer in (("odd", "/a"), ("other", "/a"), ("odd", "/c"))
    )
    settings = load_settings(text, "provider.toml", report)
    assert settings is not None
    accept(report, settings.accepted)
    assert [(one.code, one.where and one.where.pointer) for one in report] == [
        ("odd", "/b"),
        ("other", None),
        ("unused-setting", ""),
        ("unused-setting", ""),
    ]
    assert not report.failed


@pytest.mark.parametrize(
    ("text", "expected"), [("", "ruff"), ('format = "ruff"', "ruff"), ('format = "black"', "black")]
)
def test_the_formatter_is_ruff_unless_black_is_chosen(text: str, expected: str) -> None:
    settings = load_settings(text, "provider.toml", Report())
    assert settings
    assert settings.format == expected


@pytest.mark.parametrize(
    "table", ["", "[client]", "[pagination.a]", "[polling.a]", "[webhooks]", "[credentials.a]", "[limits]"]
)
def test_the_page_on_provider_toml_names_every_key(table: str) -> None:
    report = Report()
    load_settings(f"{table}\nunheard_of = 1", "provider.toml", report)
    known = {key for one in report for key in re.findall(r"`(\w+)`", one.message.partition("known are")[2])}
    assert known
    page = (Path(__file__).parents[1] / "docs" / "provider-toml.md").read_text("utf-8")
    code = re.findall(r"```toml.*?```|`[^`\n]+`", page, re.DOTALL)
    assert known - {word for one in code for word in re.findall(r"\w+", one)} == set()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("name = 'acme'", "begin with a capital"),
        ("name = '" + "A" * 101 + "'", "longer than 100"),
        ("[tags]\na = 'Things'", "begin resources and methods with a lower-case letter"),
        ("[tags]\na = 'a.b.c.d.e.f'", "at most 5 resources"),
        ("[tags]\na = '" + "a." * 4_999 + "a'", "at most 5 resources"),
        ("[operations]\na = 'things.Create'", "begin resources and methods with a lower-case letter"),
        ("[operations]\na = 'a.b.c.d.e.f.g'", "at most 5 resources"),
        ("[operations]\na = 'a.1'", "is not a dotted path"),
        ("[servers]\na = '" + "x" * 101 + "'", "longer than 100"),
        ("[credentials.a]\nenvironment = '" + "X" * 101 + "'", "longer than 100"),
    ],
)
def test_a_name_that_no_client_can_have(line, words):
    report = Report()
    assert load_settings(line, "provider.toml", report) is None
    (found,) = report
    assert words in found.message
    assert found.where is not None
    assert found.where.line == 1 + line.count("\n")
