"""The formats for terminals, pull requests and programs: what they say, and that no text of a description acts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from generator.compare import Change, Comparison, Level, Use
from generator.compare.reports import Comparisons, github, html, markdown, terminal
from generator.compare.reports import json as objects
from generator.compare.reports.report import parts, used, verdict
from generator.diagnostics import Location

from .samples import DOCS, ENUM, EVIL, HOSTILE, REMOVED, REQUIRED, SAFE, SPEC, found

FIRST = Use("app/dial.py", 31, 5, "create(body)", "calls.create")
SECOND = replace(FIRST, line=44)
UNSURE = replace(FIRST, line=60, sure=False)


def test_terminal_lists_the_most_severe_changes_first() -> None:
    text = terminal.write(found(DOCS, SAFE, ENUM, REQUIRED))
    lines = text.splitlines()
    assert lines[0] == "acme 1.0.0 → 1.1.0: major (1 breaking, 1 risky, 1 safe, 1 in the documentation)"
    assert [line.split()[0] for line in lines[1:5]] == ["breaking", "risky", "safe", "docs"]
    assert lines[1].endswith("[new-required-request-property]  specs/acme/openapi.yaml:3 → 4")
    assert lines[-1] == "1 breaking change: 1 operation affected."


@pytest.mark.parametrize("change", [SAFE, REMOVED, DOCS, ENUM], ids=lambda one: one.rule)
def test_terminal_shows_a_place_if_there_is_one(change: Change) -> None:
    nowhere = replace(change, old=None, new=None)
    line = terminal.write(found(nowhere)).splitlines()[1]
    assert line == f"  {change.level.value.ljust(8)}  {change.message}  [{change.rule}]"
    assert terminal.write(found(change)).splitlines()[1].startswith(f"{line}  {SPEC}:")


def test_terminal_is_coloured_when_asked() -> None:
    plain, coloured = (terminal.write(found(REQUIRED, SAFE), coloured=one) for one in (False, True))
    assert "\x1b" not in plain
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[31;1mbreaking" in coloured


def test_terminal_is_safe_from_texts() -> None:
    text = terminal.write(found(HOSTILE, refused=True))
    assert all(character.isprintable() or character == "\n" for character in text)
    assert len(text.splitlines()) == 7


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((), "nothing that a caller could notice has changed"),
        ((SAFE,), "1 safe change; nothing of yours breaks"),
        ((SAFE, replace(SAFE, rule="endpoint-added")), "2 safe changes; nothing of yours breaks"),
        ((DOCS,), "only words changed; nothing of yours breaks"),
        ((ENUM, SAFE), "nothing breaks; 1 change may still surprise a caller"),
        ((REMOVED, REQUIRED), "2 breaking changes: 1 operation affected"),
        ((replace(REMOVED, uses=()),), "1 breaking change, but nothing in `app` uses what breaks"),
        (
            (replace(REMOVED, uses=(FIRST, SECOND)), replace(REQUIRED, uses=())),
            "2 breaking changes, 2 call sites in `app` to look at",
        ),
    ],
)
def test_the_summary_sentence(changes: tuple[Change, ...], sentence: str) -> None:
    assert verdict(found(*changes)) == sentence


@pytest.mark.parametrize(
    ("change", "uses", "text"),
    [
        (REMOVED, None, ""),
        (REMOVED, (), "nobody in `app` uses it"),
        (REMOVED, (FIRST,), "breaks 1 of your call sites: `app/dial.py:31`"),
        (REMOVED, (FIRST, SECOND), "breaks 2 of your call sites: `app/dial.py:31`, `app/dial.py:44`"),
        (
            REMOVED,
            (FIRST, SECOND, UNSURE),
            "breaks 2 of your call sites: `app/dial.py:31`, `app/dial.py:44`; perhaps 1 more",
        ),
        (REMOVED, (UNSURE,), "perhaps breaks 1 of your call sites: `app/dial.py:60`"),
        (ENUM, (FIRST,), "touches 1 of your call sites: `app/dial.py:31`"),
        (SAFE, (FIRST,), ""),
        (
            REMOVED,
            tuple(replace(FIRST, line=line) for line in range(1, 6)),
            "breaks 5 of your call sites: `app/dial.py:1`, `app/dial.py:2`, `app/dial.py:3` and 2 more",
        ),
    ],
)
def test_the_sentence_about_affected_call_sites(change: Change, uses: tuple[Use, ...] | None, text: str) -> None:
    assert used(replace(change, uses=uses), ["app"]) == text


def test_changes_that_affect_the_users_code_come_first_in_their_level() -> None:
    result = found(replace(REMOVED, uses=()), replace(REQUIRED, uses=(FIRST,)), ENUM)
    for text in (terminal.write(result), github.write(result), html.write(result)):
        assert text.index("CreateCall.timezone") < text.index("Call.trace_id") < text.index("Call.status")
    written = markdown.write(result)
    assert written.index("- **breaks 1 of your call sites: `app/dial.py:31`**: `calls.create`") < written.index(
        "`Call.trace_id` is gone (nobody in `app` uses it)"
    )


class Tags(HTMLParser):
    """Collects what a browser would see as markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.comments: list[str] = []
        self.code = 0
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {f"{name}={value}" for name, value in attrs}
        self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag == "code"

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.texts.append(data)


def test_markdown_is_safe_from_texts() -> None:
    result = replace(
        found(HOSTILE, refused=True), comparisons=(Comparison(EVIL, EVIL, EVIL, (HOSTILE,)),), used_in=(EVIL,)
    )
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown.write(result))
    tags = Tags(rendered)
    tables = {"table", "thead", "tbody", "tr", "th", "td"}
    assert tags.tags == {"h3", "p", "details", "summary", "ul", "li", "strong", "code", "br"} | tables
    assert not any(one.startswith(("href", "src", "on")) for one in tags.attributes)
    assert tags.comments == [" clientwright diff "]
    visible = "".join(tags.texts)
    assert not re.search(r"@\w|#\d|https?://|www\.|\bdeadbeef1\b|\bGH-\d", visible)
    assert "owned" in visible
    assert "document.title" in visible


@pytest.mark.parametrize("text", ["`", "``", "` `", "a`b", "``a```", " a ", "a\\", "\\`", "|", "a\nb", "\x00", "é<b>"])
def test_a_code_span_shows_its_text_as_it_is(text: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).render(f"x {markdown.code(text)} y")
    inner = Tags(rendered)
    assert inner.tags == {"p", "code"}
    shown = {"a\nb": "a\\nb", "\x00": "\\x00"}.get(text, text)
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert rendered == f"<p>x <code>{escaped}</code> y</p>\n"


@pytest.mark.parametrize(
    "text", ["*a*", "_a_", "# a", "[a](b)", "<b>", "&lt;", "~~a~~", "1. a", "a | b", "![a](b)", "`a`"]
)
def test_an_escaped_text_is_shown_as_it_is(text: str) -> None:
    rendered = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(f"- {markdown.escape(text)}")
    )
    inner = Tags(rendered)
    assert inner.tags <= {"ul", "li", "ol", "p"}
    assert "".join(inner.texts).replace("\u200b", "").strip() in (text, text.removeprefix("1. "))


def test_markdown_folds_all_changes_except_breaking_ones() -> None:
    text = markdown.write(found(REQUIRED, ENUM, SAFE, DOCS))
    assert text.splitlines()[0] == markdown.MARKER
    assert text.splitlines()[1] == "### API changes: 1 breaking, 1 risky, 1 safe, 1 in the documentation"
    assert re.findall(r"<details( open)?><summary>(\S+) acme: 1 ([a-z ]+)</summary>", text) == [
        (" open", "🔴", "breaking"),
        ("", "🟡", "risky"),
        ("", "🟢", "safe"),
        ("", "⚪", "in the documentation"),
    ]
    assert "| acme | 1.0.0 → 1.1.0 | 1 | 1 | 1 | 1 | major |" in text


@pytest.mark.parametrize("filler", ["x", "`", "&", "😀", "<"])
def test_markdown_stays_under_the_limit_and_counts_the_rest(filler: str) -> None:
    many = [replace(SAFE, message=f"`a{number}` {filler * 300}") for number in range(900)]
    grave = [replace(REMOVED, message=f"`b{number}` is gone") for number in range(30)]
    text = markdown.write(found(*many, *grave))
    size = len(text.encode("utf-16-le")) // 2
    assert markdown.LIMIT // 2 < size <= markdown.LIMIT
    shown = [int(number) for number in re.findall(r"`b(\d+)`", text)]
    assert sorted(shown) == list(range(30))
    rest = 900 - len(set(re.findall(r"`a(\d+)`", text)))
    assert f"**{rest} more changes do not fit into a comment: {rest} safe.**" in text
    assert text.count("<details") == text.count("</details>")


def test_markdown_stays_under_the_limit_whatever_the_names_are() -> None:
    comparisons = tuple(Comparison(f"p{number}" * 60, "&" * 90_000, "<" * 90_000, (SAFE,)) for number in range(3_000))
    text = markdown.write(replace(found(), comparisons=comparisons))
    assert len(text.encode("utf-16-le")) // 2 <= markdown.LIMIT
    assert "| and 2,960 more |" in text


def test_links_lead_to_the_lines_of_both_commits() -> None:
    result = replace(found(REQUIRED), links="https://git.example/{commit}/{file}#L{line}")
    old = f"https://git.example/{'a' * 40}/specs/acme/openapi.yaml#L3"
    new = f"https://git.example/{'b' * 40}/specs/acme/openapi.yaml#L4"
    assert f"[`specs/acme/openapi.yaml:3`]({old}) → [`specs/acme/openapi.yaml:4`]({new})" in markdown.write(result)
    assert f'href="{old}"' in html.write(result)
    odd = replace(REQUIRED, old=Location("a) b/ü.yaml", 3, 1), new=None)
    assert "(https://git.example/aaaa" in markdown.write(
        replace(result, comparisons=(Comparison("x", "", "", (odd,)),))
    )
    assert "/a%29%20b/%C3%BC.yaml#L3)" in markdown.write(
        replace(result, comparisons=(Comparison("x", "", "", (odd,)),))
    )


def test_github_annotates_the_lines() -> None:
    lines = github.write(found(REQUIRED, replace(REMOVED, uses=(FIRST,)), ENUM, SAFE, DOCS)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::warning", "::notice"]
    removed, required = lines[:2]
    assert required == (
        "::error file=specs/acme/openapi.yaml,line=4,col=7,title=acme%3A breaking [new-required-request-property]::"
        "`calls.create`: `CreateCall.timezone` is now required: calls without it fail with 422"
    )
    assert removed.startswith("::error file=specs/acme/openapi.yaml,title=acme")
    assert removed.endswith("breaks 1 of your call sites: `app/dial.py:31`; it was at specs/acme/openapi.yaml:2")


def test_github_is_safe_from_texts() -> None:
    text = github.write(replace(found(HOSTILE), comparisons=(Comparison(EVIL, "", "", (HOSTILE,)),)))
    (line,) = text.splitlines()
    match = re.fullmatch(r"::error ([^:]*)::(.*)", line)
    assert match
    assert [one.partition("=")[0] for one in match[1].split(",")] == ["file", "line", "col", "title"]
    assert not re.search(r"%(?!25|3A|2C)", match[1] + match[2])


def test_json_has_everything() -> None:
    (comparison,) = json.loads(objects.write(found(replace(ENUM, uses=(UNSURE,)))))
    assert comparison["summary"] == {"breaking": 0, "risky": 1, "safe": 0, "docs": 0}
    assert comparison["semver"] == "minor"
    place = {"file": "specs/acme/openapi.yaml", "line": 5, "column": 7, "pointer": "/paths/x"}
    assert comparison["changes"] == [
        {
            "rule": "response-property-enum-value-added",
            "level": "risky",
            "direction": "response",
            "message": "`Call.status` may be `'queued'`",
            "symbols": ["Call.status"],
            "operations": [],
            "old": place,
            "new": place,
            "before": "'ringing'",
            "after": "'queued' | 'ringing'",
            "uses": [
                {
                    "path": "app/dial.py",
                    "line": 60,
                    "column": 5,
                    "text": "create(body)",
                    "symbol": "calls.create",
                    "sure": False,
                }
            ],
        }
    ]


@pytest.mark.parametrize("message", ["", "`a`", "a `b` c", "a ` b", "`a` b ` c", "```", "a``b"])
def test_the_parts_of_a_message_add_up_to_it(message: str) -> None:
    assert "".join(f"`{part.text}`" if part.code else part.text for part in parts(message)).replace(
        "``", ""
    ) == message.replace("``", "")


@pytest.mark.parametrize("level", list(Level))
def test_every_level_is_written_by_every_format(level: Level) -> None:
    result = found(replace(SAFE, level=level))
    assert level.value in terminal.write(result)
    assert f'data-level="{level.value}"' in html.write(result)
    assert objects.to_object(result.comparisons[0])["summary"] == {one.value: int(one is level) for one in Level}
    assert (github.write(result) == "") == (level is Level.DOCS)


def test_reports_without_changes() -> None:
    nothing = Comparisons(())
    assert terminal.write(nothing) == "Nothing that a caller could notice has changed."
    assert markdown.write(nothing).splitlines()[1] == "### API changes: no changes"
    assert github.write(nothing) == ""
    assert "no changes" in html.write(nothing)
