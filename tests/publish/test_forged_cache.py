"""A tree may come from a stranger, its `.cache/` included: nothing in there changes what is published."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands.incremental import state
from generator.seal import VARIABLE

from .support import CHANGED, PETS, generate, generated, provider

EVIL = "https://evil.example.com/v1"


def forge_providers(folder: Path) -> None:
    """Say of the published files, as they are now, that they were made from the description as it is now."""
    note = folder / ".cache" / "packages" / "pets.json"
    seal, _, text = note.read_text().partition("\n")
    record = json.loads(text)
    record["generated"]["published"] = state(folder / "generated" / "pets")
    for path in record["files"]:
        record["files"][path] = [hashlib.sha256((folder / "generated" / "pets" / path).read_bytes()).hexdigest()]
    note.write_text(f"{seal}\n{json.dumps(record)}")


def forge_digests(folder: Path) -> None:
    """Replace the digest of the file as it was by that of the file as it is, wherever it is in the cache."""
    client = folder / "generated" / "pets" / "client.py"
    now = hashlib.sha256(client.read_bytes()).hexdigest()
    before = hashlib.sha256(client.read_text().replace(EVIL, "https://pets.example.com/v1").encode()).hexdigest()
    for note in (folder / ".cache").rglob("*"):
        if note.is_file():
            note.write_text(note.read_text("utf-8", "replace").replace(before, now))


def sign_anew(folder: Path) -> None:
    """Let the stranger's own program write the whole cache, with the stranger's key."""
    mine = (folder / "specs" / "pets" / "openapi.yaml").read_text()
    provider(folder, "pets", mine.replace("https://pets.example.com/v1", EVIL))
    shutil.rmtree(folder / ".cache")
    assert generate(folder, **{VARIABLE: "the stranger's"}).returncode == 0
    provider(folder, "pets", mine)
    note = folder / ".cache" / "packages" / "pets.json"
    text = note.read_text()
    note.write_text(text)


@pytest.mark.parametrize("forge", [forge_providers, forge_digests, sign_anew])
@pytest.mark.parametrize("document", [PETS, CHANGED], ids=["the same", "changed"])
def test_a_forged_cache_publishes_no_other_bytes(tmp_path: Path, forge: Callable[[Path], None], document: str) -> None:
    honest, hostile = tmp_path / "honest", tmp_path / "hostile"
    provider(honest, "pets", document)
    assert generate(honest).returncode == 0
    provider(hostile, "pets", PETS)
    assert generate(hostile).returncode == 0
    client = hostile / "generated" / "pets" / "client.py"
    client.write_text(client.read_text().replace("https://pets.example.com/v1", EVIL))
    assert EVIL in client.read_text()
    forge(hostile)
    provider(hostile, "pets", document)
    assert generate(hostile).returncode == 0
    assert generated(hostile) == generated(honest)


def test_without_a_cache_key_everything_is_generated_again(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way of the key")
    provider(tmp_path, "pets", PETS)
    for _ in range(2):
        done = generate(tmp_path, XDG_STATE_HOME=str(tmp_path / "state"))
        assert done.returncode == 0, done.stderr
    assert not list((tmp_path / ".cache").rglob("*.json"))
