"""The `.cache/` of a tree may be a link: nothing is read or written at its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.publish.packages import PublishError
from generator.publish.publisher import Package, Publisher
from generator.publish.record import PackageRecord
from tests.publish.support import CHANGED, PETS, A, B, generate, provider, tree
from tests.support.trees import contents

if TYPE_CHECKING:
    from pathlib import Path

PLACES = (".cache", ".cache/packages", ".cache/edited", ".cache/edited/pets", ".cache/packages/pets.json")


def linked(root: Path, place: str) -> Path:
    """Put a link in place of a folder or file below a root, and return where it leads."""
    outside = root.parent / "outside"
    outside.mkdir()
    link = root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "note.json" if place.endswith(".json") else outside)
    if place.endswith(".json"):
        (outside / "note.json").write_text("theirs")
    return outside


def package(root: Path, text: str) -> Package:
    """Return a client of a workspace."""
    record = PackageRecord(root / ".cache" / "packages" / "pets.json", root)
    target = root / "generated" / "pets"
    return Package("pets", {"a.py": text}, target, root / ".cache" / "edited" / "pets", record, root=root)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_in_the_cache_is_not_followed(tmp_path: Path, place: str) -> None:
    root = tmp_path / "tree"
    outside = linked(root, place)
    before = contents(outside)
    publisher = Publisher(root / "generated", None, "generated")
    publisher.publish(package(root, A))
    (root / "generated" / "pets" / "a.py").write_text(f"{A}\n# mine\n")
    result = publisher.publish(package(root, B))["pets"]
    if place in (".cache", ".cache/edited", ".cache/edited/pets"):
        # What somebody wrote cannot be kept: then it is not replaced.
        assert isinstance(result, PublishError)
        assert "its text cannot be kept" in str(result)
        assert tree(root / "generated") == {"pets/a.py": f"{A}\n# mine\n"}
    else:
        assert tree(root / "generated") == {"pets/a.py": B}
    assert contents(outside) == before


def test_a_run_does_not_follow_a_linked_cache(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    outside = linked(root, ".cache")
    provider(root, "pets", PETS)
    done = generate(root)
    assert (done.returncode, done.stderr) == (0, "")
    provider(root, "pets", CHANGED)
    before = contents(root)
    done = generate(root)
    # Without a record, every file may have been edited, and there is nowhere to keep its text.
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert ".cache is a symbolic link, which is not followed: remove it" in done.stderr
    assert contents(root) == before
    (root / ".cache").unlink()
    assert generate(root).returncode == 0
    assert "height" in (root / "generated" / "pets" / "models.py").read_text()
    assert contents(outside) == {}
