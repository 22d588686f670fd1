"""When the runtime changes, unchanged clients are imported only if this program wrote them, or could have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.commands.publication import Publication, for_clients
from generator.commands.workspace import Workspace
from generator.publish.import_check import Trial
from generator.publish.inventory import HEADER, present
from generator.publish.packages import Package, PublishError
from generator.publish.publisher import Publisher
from tests.publish.support import package, publish_clients

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    """A workspace with a client that was committed, and without any record of it."""
    shutil.copytree(ROOT / "generated" / "thymia", tmp_path / "generated" / "thymia")
    return for_clients(Workspace(tmp_path), Trial(), lambda _: None)


def test_a_client_that_passes_the_gate_may_be_imported(publication: Publication) -> None:
    folder = publication.output / "thymia"
    assert publication.may_be_imported(folder)
    (folder / "own.py").write_text("print('not imported by ours')\n")
    assert publication.may_be_imported(folder)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("models.py", f"{HEADER}\nimport os\nos.system('x')\n"),
        ("more.py", f"{HEADER}\nimport os\n"),
        ("models.py", f"{HEADER}\n\xff"),
        ("models/__init__.py", "import os\n"),
        ("client/__init__.py", f"{HEADER}\nimport os\n"),
    ],
)
def test_a_client_with_foreign_code_may_not_be_imported(publication: Publication, path: str, text: str) -> None:
    file = publication.output / "thymia" / path
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode("latin-1"))
    assert not publication.may_be_imported(publication.output / "thymia")


def test_a_client_with_a_linked_package_may_not_be_imported(publication: Publication, tmp_path: Path) -> None:
    (tmp_path / "evil").mkdir()
    (publication.output / "thymia" / "models").symlink_to(tmp_path / "evil")
    assert not publication.may_be_imported(publication.output / "thymia")


def test_a_recorded_client_may_be_imported_even_if_the_gate_refuses_it(publication: Publication) -> None:
    folder = publication.output / "thymia"
    (folder / "models.py").write_text(f"{HEADER}\nimport former\n")
    texts = {path: data.decode() for path, data in (present(folder) or {}).items() if data is not None}
    record = publication.record("thymia")
    results = Publisher(publication.output, module="generated").publish(
        Package("thymia", {**texts, "new.py": HEADER}, folder, folder, record)
    )
    assert not isinstance(results["thymia"], OSError)
    assert publication.may_be_imported(folder)


def test_a_client_that_may_not_be_imported_counts_as_broken_before(tmp_path: Path) -> None:
    """A client that would not fit the new runtime refuses it only if it may be imported."""
    folder = tmp_path / "generated"
    client = {"__init__.py": f"{HEADER}\nfrom .._runtime import Old\n"}
    publish_clients(folder, {"_runtime": {"__init__.py": f"{HEADER}\nOld = 1\n"}, "cats": client})
    changed = package({"__init__.py": f"{HEADER}\nNew = 1\n"}, folder / "_runtime")
    with Trial() as trial:
        refused = Publisher(folder, trial, "generated").publish(changed)["_runtime"]
        assert isinstance(refused, PublishError)
        assert refused.code == "runtime-mismatch"
        done = Publisher(folder, trial, "generated", checked=lambda _: False).publish(changed)["_runtime"]
        assert not isinstance(done, OSError)
