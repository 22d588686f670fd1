"""What a run finds that an earlier one left: it finishes or undoes it, and touches nothing that is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import filesystem
from generator.publish.journal import Work


@pytest.fixture
def work(tmp_path: Path) -> Work:
    output, folder = tmp_path / "generated", tmp_path / ".generated.publishing"
    for one in (output, folder, folder / "new", folder / "old"):
        one.mkdir()
    return Work(folder, output, shared=True)


def put(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text(text)
    return folder


def text(folder: Path) -> str | None:
    return (folder / "__init__.py").read_text() if folder.exists() else None


@pytest.mark.parametrize("name", ["../victim", "/victim", "a/b", "a b", "", ".", "..", "pets\\x"])
def test_a_journal_that_names_no_package_of_ours_moves_nothing(name: str, work: Work, tmp_path: Path) -> None:
    victim = put(tmp_path / "victim", "mine")
    put(work.new / "victim", "theirs")
    put(work.output / "pets", "old")
    work.journal.write_text(f"{name}\npets\n" if name != "." else "pets\n.\n")
    put(work.new / "pets", "new")
    work.recover()
    assert (text(victim), text(work.output / "pets")) == ("mine", "new")
    assert not work.journal.exists()


@pytest.mark.parametrize(
    ("published", "staged", "retired", "expected"),
    [
        ("old", "new", None, "new"),  # nothing had happened yet
        (None, "new", "old", "new"),  # the old one was taken away
        ("new", None, "old", "new"),  # the exchange was done
        (None, None, "old", "old"),  # the new one got lost: the old one comes back
        (None, "new", None, "new"),  # a package that is new
        ("old", "new", "older", "new"),  # something of an even earlier run is in the way
    ],
)
def test_an_exchange_is_finished_wherever_it_was_killed(
    published: str | None, staged: str | None, retired: str | None, expected: str, work: Work
) -> None:
    places = ((work.output, published), (work.new, staged), (work.old, retired))
    for folder, content in places:
        if content is not None:
            put(folder / "pets", content)
    work.journal.write_text("pets\n")
    work.recover()
    assert text(work.output / "pets") == expected
    assert not work.journal.exists()


def test_an_exchange_that_fails_is_undone_in_the_reverse_order(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = [put(work.output / name, f"old {name}") for name in ("cats", "dogs", "emus")]
    for target in targets:
        put(work.new / target.name, f"new {target.name}")
    rename, calls = filesystem.rename, 0

    def failing(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 6:  # the last of three exchanges, between its two steps
            raise OSError("full")
        rename(old, new)

    monkeypatch.setattr(filesystem, "rename", failing)
    with pytest.raises(OSError, match="full"):
        work.swap(targets)
    assert [text(target) for target in targets] == ["old cats", "old dogs", "old emus"]
    assert [text(work.new / target.name) for target in targets] == ["new cats", "new dogs", "new emus"]
    assert not work.journal.exists()


def test_what_cannot_be_undone_is_finished_by_the_next_run(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails for good: the run leaves journal and new folders alone, for whoever comes next."""
    targets = [put(work.output / name, f"old {name}") for name in ("cats", "dogs")]
    for target in targets:
        put(work.new / target.name, f"new {target.name}")
    rename, calls = filesystem.rename, 0

    def failing(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise OSError("gone")
        rename(old, new)

    monkeypatch.setattr(filesystem, "rename", failing)
    with pytest.raises(OSError, match="gone"):
        work.swap(targets)
    for target in targets:
        work.discard(target)
    work.leave()
    assert work.journal.exists()
    monkeypatch.setattr(filesystem, "rename", rename)
    work.recover()
    assert [text(target) for target in targets] == ["new cats", "new dogs"]
    assert not list(work.folder.iterdir())


def test_without_a_journal_nothing_is_left(work: Work) -> None:
    target = put(work.output / "pets", "old")
    put(work.new / "pets", "new")
    put(work.new / "cats", "new")
    work.discard(target)
    assert [one.name for one in work.new.iterdir()] == ["cats"]
    work.leave()
    assert not list(work.folder.iterdir())
    assert text(target) == "old"
