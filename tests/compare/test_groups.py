"""Many like changes are one sentence: what it names, counts and keeps, and what is no group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.compare.changes import Change, Direction, Level, Use
from generator.compare.reports.groups import grouped

GONE = "code that sends it breaks"


def _changes(*messages: str, level: Level = Level.BREAKING) -> list[Change]:
    return [Change("rule", level, Direction.REQUEST, message, (message,)) for message in messages]


@pytest.mark.parametrize(
    ("messages", "sentences"),
    [
        (
            [f"`calls.create`: `Request.{name}` is gone: {GONE}" for name in "abc"],
            [f"`calls.create`: each of `a`, `b` and `c` of `Request` is gone: {GONE}"],
        ),
        (
            [f"`{name}`: it is new" for name in ("a.b", "c.d", "e.f`, `g.h")],
            ["`a.b`, `c.d`, `e.f` and `g.h`: each is new"],
        ),
        ([f"`{name}` is gone: code fails" for name in "ABC"], ["each of `A`, `B` and `C` is gone: code fails"]),
        (
            [f"`a.{name}`: it was called `b.{name}`: calls of that name break" for name in "xyz"],
            [
                "`a.x` (before: `b.x`), `a.y` (before: `b.y`) and `a.z` (before: `b.z`) are new names: "
                "calls of the old names break"
            ],
        ),
        (
            [f"`a.b`, 2 more: `{name}2` was called `{name}`: code that imports it fails" for name in "ABC"],
            [
                "`A2` (before: `A`), `B2` (before: `B`) and `C2` (before: `C`) are new names: "
                "code that imports the old names fails"
            ],
        ),
        (
            [f"the tag `{name} x` is declared" for name in "abc"],
            ["each of the tags `a x`, `b x` and `c x` is declared"],
        ),
        (
            [f"`a.{name}`: it moved from `GET /v1/{name}` to `GET /v2/{name}`: old clients fail" for name in "abc"],
            ["`a.a`, `a.b` and `a.c`: each moved from `/v1/…` to `/v2/…`: old clients fail"],
        ),
    ],
)
def test_like_changes_are_one_sentence(messages: list[str], sentences: list[str]) -> None:
    found = grouped(_changes(*messages))
    assert [one.message for one in found] == sentences
    assert [one.count for one in found] == [3]
    assert found[0].symbols == tuple(messages)


@pytest.mark.parametrize(
    "messages",
    [
        ["`a`: it is new", "`b`: it is new"],
        ["`a`: `M.x` is gone: y", "`a`: `N.x` is gone: y", "`b`: `M.x` is gone: y"],
        ["`a`: it moved from `GET /a` to `GET /b`: y", "`b`: it moved from `GET /c` to `GET /d`: y", "`c`: it is new"],
        ["the version is now 2 (before: 1)", "the description of the API changed", "`a` is new"],
    ],
)
def test_what_differs_stays_apart(messages: list[str]) -> None:
    changes = _changes(*messages)
    assert grouped(changes) == changes


def test_all_that_breaks_is_named_and_the_rest_counted() -> None:
    messages = [f"`x`: `M.f{number}` is gone: y" for number in range(33)]
    breaking = grouped(_changes(*messages))
    assert [one.count for one in breaking] == [9, 9, 9, 6]
    assert all(any(f"`f{number}`" in one.message for one in breaking) for number in range(33))
    [safe] = grouped(_changes(*messages, level=Level.SAFE))
    assert safe.message.count("`f") == 10
    assert "and 23 more of `M`" in safe.message


def test_the_uses_of_all_are_kept() -> None:
    use = Use("a.py", 1, 1, "x", "M.a")
    first, *others = _changes(*(f"`x`: `M.{name}` is gone: y" for name in "abc"))
    [one] = grouped([replace(first, uses=(use,)), *(replace(other, uses=()) for other in others)])
    assert one.uses == (use,)


def test_what_is_sent_and_what_is_received_are_two_sentences() -> None:
    changes = _changes(*(f"`x`: `M.{name}` is gone: y" for name in "abcd"))
    turned = [replace(one, direction=Direction.RESPONSE) if index % 2 else one for index, one in enumerate(changes)]
    assert sorted(grouped(turned), key=turned.index) == turned


def test_values_are_shown_only_if_all_changes_have_them() -> None:
    changes = _changes(*(f"`x`: `M.{name}` is gone: y" for name in "abc"))
    [alike] = grouped([replace(one, before="1", after="2") for one in changes])
    assert (alike.before, alike.after) == ("1", "2")
    [unlike] = grouped([replace(one, before=str(index), after=str(index)) for index, one in enumerate(changes)])
    assert (unlike.before, unlike.after) == ("", "")


def test_what_is_many_already_counts_as_many() -> None:
    changes = _changes(*(f"`x`: `M.{name}` is gone: y" for name in "abc"))
    [one] = grouped([replace(change, count=count) for change, count in zip(changes, (1, 5, 2), strict=True)])
    assert one.count == 8
