"""The HTML page, in headless Chromium: what it shows, how it is used, and that no text of a description acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.compare import Comparison, Use
from generator.compare.reports import html

from .browser import PROGRAM, Page, browser
from .samples import DOCS, ENUM, EVIL, HOSTILE, REMOVED, REQUIRED, SAFE, found

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here (Debian: apt-get install chromium)")

EVERYTHING = replace(
    found(replace(REQUIRED, uses=(Use("app/dial.py", 7, 5, "create(…)", "CreateCall"),)), REMOVED, ENUM, SAFE, DOCS),
    comparisons=(
        Comparison("acme", "1.0.0", "2.0.0", (REQUIRED, REMOVED, ENUM, SAFE, DOCS)),
        Comparison("zeta", "1", "1", (SAFE, DOCS)),
    ),
)
VISIBLE = "[...document.querySelectorAll('.change')].filter(one => one.checkVisibility()).length"
STATUS = "document.getElementById('shown').textContent"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser for the tests of this file."""
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def everything(page: Page, tmp_path: Path) -> Page:
    """The page with a change of each level, and two providers."""
    return shown(page, tmp_path, html.write(EVERYTHING))


def shown(page: Page, folder: Path, text: str) -> Page:
    path = folder / "page.html"
    path.write_text(text, "utf-8")
    page.open(path)
    return page


def test_the_page_shows_all_changes_and_both_sides(everything: Page) -> None:
    assert everything.value(VISIBLE) == 7
    assert everything.value(STATUS) == "7 of 7 changes shown"
    headings = everything.value("[...document.querySelectorAll('h1, h2')].map(one => one.textContent)")
    assert headings == ["API changes: 2 breaking, 1 risky, 2 safe, 2 in the documentation", "acme", "zeta"]
    before, after = everything.value("[...document.querySelectorAll('#c2 .side')].map(one => one.innerText)")
    assert "'ringing'" in before
    assert "'queued' | 'ringing'" in after


def test_the_page_loads_no_other_file(everything: Page) -> None:
    assert all(address.startswith("file:") for address in everything.requested())
    assert len(everything.requested()) == 1


def test_hostile_texts_are_texts(page: Page, tmp_path: Path) -> None:
    evil = replace(
        found(HOSTILE, provider=EVIL, refused=True),
        used_in=(EVIL,),
        comparisons=(Comparison(EVIL, EVIL, EVIL, (HOSTILE,)),),
    )
    shown(page, tmp_path, html.write(evil))
    assert page.value("document.title") == "API changes: 1 breaking"
    assert page.value("document.querySelectorAll('script').length") == 1
    assert page.value("document.querySelectorAll('img, svg, iframe, object, [onload], [onerror]').length") == 0
    assert page.value("document.querySelector('h3 code').textContent").startswith("</script></style><script>")
    links = page.value("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)
    assert len(page.requested()) == 1
    assert "\u202e" not in page.value("document.body.textContent")


def test_the_content_security_policy_blocks_injected_scripts(everything: Page) -> None:
    inject = """new Promise(done => {
        document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1"><a href="https://x.example">x</a>');
    })"""
    assert everything.value(inject) in ("img-src", "script-src-attr")
    assert everything.value("document.title").startswith("API changes")


def test_filter_by_severity(everything: Page) -> None:
    everything.value("document.querySelector('input[value=breaking]').click()")
    assert everything.value(STATUS) == "5 of 7 changes shown"
    assert everything.value(VISIBLE) == 5
    for level in ("risky", "safe", "docs"):
        everything.value(f"document.querySelector('input[value={level}]').click()")
    assert everything.value(VISIBLE) == 0
    assert everything.value("document.getElementById('nothing').checkVisibility()")
    assert not everything.value("document.querySelector('h2').checkVisibility()")
    everything.value("document.querySelector('button[type=reset]').click()")
    assert everything.value(f"new Promise(done => setTimeout(() => done({VISIBLE}), 20))") == 7


def test_filter_by_provider(everything: Page) -> None:
    everything.value(
        "(() => { const one = document.querySelector('select'); one.value = 'zeta';"
        " one.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    assert everything.value(STATUS) == "2 of 7 changes shown"


def test_search_with_only_the_keyboard(everything: Page) -> None:
    everything.press("/")
    assert everything.value("document.activeElement.name") == "search"
    everything.type("TRACE_ID gone")
    assert everything.value(STATUS) == "1 of 7 changes shown"
    everything.press("Escape")
    assert everything.value(STATUS) == "7 of 7 changes shown"


def test_the_first_thing_that_tab_reaches_skips_to_the_changes(everything: Page) -> None:
    everything.press("Tab")
    assert everything.value("document.activeElement.className") == "skip"
    assert everything.value("document.activeElement.getBoundingClientRect().left >= 0")
    everything.press("Enter")
    assert everything.value("document.activeElement.id") == "changes"
    assert everything.value("location.hash") == "#changes"


def test_every_control_is_reached_and_works_with_the_keyboard(everything: Page) -> None:
    reached = []
    for _ in range(9):
        everything.press("Tab")
        reached.append(everything.value("document.activeElement.value || document.activeElement.name || 'other'"))
        outline = everything.value("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        if reached[-1] == "breaking":
            everything.press("Space")
            assert everything.value(STATUS) == "5 of 7 changes shown"
    assert reached[1:7] == ["breaking", "risky", "safe", "docs", "provider", "search"]


def test_every_control_has_a_name(everything: Page) -> None:
    nodes = everything.send("Accessibility.getFullAXTree")["nodes"]
    roles: dict[str, list[str]] = {}
    for node in nodes:
        if not node.get("ignored"):
            roles.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert sorted(roles["checkbox"]) == ["breaking (2)", "docs (2)", "risky (1)", "safe (2)"]
    assert roles["searchbox"] == ["Search"]
    assert roles["combobox"] == ["Provider"]
    assert roles["button"] == ["Show all"]
    assert roles["search"] == ["Filter the changes"]
    assert roles["region"] == ["acme", "zeta"]
    assert roles["group"] == ["Severity"]
    assert roles["main"]
    assert roles["status"]
    assert all(roles["link"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_can_be_read(everything: Page, scheme: str) -> None:
    everything.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page = everything.value("getComputedStyle(document.body).backgroundColor")
    assert (luminance(page) > 0.5) == (scheme == "light")
    texts = everything.value(
        "[...document.querySelectorAll('.level, h1, .quiet, .about li, .side h4 a, .number, .value')].map(one => {"
        " let behind = one; while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)')"
        " behind = behind.parentElement;"
        " return [one.className, getComputedStyle(one).color, getComputedStyle(behind).backgroundColor]; })"
    )
    assert len(texts) > 20
    for name, colour, behind in texts:
        assert contrast(colour, behind) >= 4.5, (name, colour, behind)


@pytest.mark.parametrize("width", [320, 500, 1600])
def test_no_width_needs_sideways_scrolling(everything: Page, width: int) -> None:
    everything.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    assert everything.value("document.documentElement.scrollWidth <= innerWidth")
    old, new = everything.value(
        "[...document.querySelectorAll('#c2 .side')].map(one => one.getBoundingClientRect().top)"
    )
    assert (old == new) == (width > 1000)
    everything.send("Emulation.clearDeviceMetricsOverride")


def test_lines_of_the_description_stand_in_the_page(everything: Page) -> None:
    link = everything.value("document.querySelector('#c1 .old a').getAttribute('href')")
    assert link == "#c1-old"
    assert everything.value("document.querySelector('#c1-old').textContent").startswith("2line 2 ")
    numbers = everything.value("[...document.querySelectorAll('#c1 .old .number')].map(one => one.textContent)")
    assert numbers == ["1", "2", "3", "4"]


def test_without_scripts_everything_can_be_read(page: Page, tmp_path: Path) -> None:
    page.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        shown(page, tmp_path, html.write(EVERYTHING))
        nodes = page.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        page.send("Emulation.setScriptExecutionDisabled", value=False)
    visible = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    assert visible.count("listitem") >= 7
    assert "searchbox" not in visible


def luminance(colour: str) -> float:
    """WCAG 2.2: relative luminance."""
    channels = [int(text) / 255 for text in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> Any:
    """WCAG 2.2: contrast ratio."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
