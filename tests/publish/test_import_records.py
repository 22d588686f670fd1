"""A module that imported before need not be imported again; the records can do no harm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.publish.import_records import digests_of
from generator.publish.publisher import HEADER, Package, Publisher, PublishError, Trial
from generator.publish.record import PackageRecord
from generator.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.publish.import_check import ImportRequest

FILES = {
    "__init__.py": f"{HEADER}\n",
    "errors.py": f"{HEADER}\nERRORS = 1\n",
    "client.py": f"{HEADER}\nfrom .errors import ERRORS\n",
    "models/__init__.py": f"{HEADER}\n",
    "models/base.py": f"{HEADER}\nclass Base:\n    pass\n",
    "models/user.py": f"{HEADER}\nfrom .base import (\n    Base,\n)\n\nclass User(Base):\n    pass\n",
    "pets.py": f"{HEADER}\nfrom . import models\n",
}
ALL = {"acme", "acme.errors", "acme.client", "acme.models", "acme.models.base", "acme.models.user", "acme.pets"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The modules of each request."""
    found: list[set[str]] = []
    ask = Trial.ask

    def noted(self: Trial, request: ImportRequest) -> object:
        found.append({*request.modules})
        return ask(self, request)

    monkeypatch.setattr(Trial, "ask", noted)
    return found


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as one:
        yield one


def publish(folder: Path, files: Mapping[str, str], trial: Trial, *, imports_all: bool = False) -> None:
    target = folder / "out" / "acme"
    record = PackageRecord(folder / "cache" / "acme.json")
    package = Package("acme", files, target, folder / "edited", record, imports_all)
    result = Publisher(target, trial).publish(package)["acme"]
    if isinstance(result, OSError):
        raise result


@pytest.mark.parametrize(
    ("path", "again"),
    [
        ("errors.py", {"acme.errors", "acme.client"}),
        ("client.py", {"acme.client"}),
        ("models/base.py", {"acme.models.base", "acme.models.user"}),
        ("models/user.py", {"acme.models.user"}),
        ("models/__init__.py", {"acme.models", "acme.models.base", "acme.models.user", "acme.pets"}),
        ("__init__.py", ALL),
    ],
)
def test_only_changed_modules_and_their_importers_are_imported_again(
    tmp_path: Path, trial: Trial, asked: list[set[str]], path: str, again: set[str]
) -> None:
    publish(tmp_path, FILES, trial)
    publish(tmp_path, FILES | {path: f"{FILES[path]}X = 1\n"}, trial)
    assert asked == [ALL, again]


def test_of_a_package_that_asks_for_it_all_modules_are_imported_each_time(
    tmp_path: Path, trial: Trial, asked: list[set[str]]
) -> None:
    publish(tmp_path, FILES, trial)
    publish(tmp_path, FILES | {"pets.py": f"{FILES['pets.py']}X = 1\n"}, trial, imports_all=True)
    assert asked == [ALL, ALL]


def test_an_unchanged_module_is_imported_again_if_a_module_that_it_imports_changed(
    tmp_path: Path, trial: Trial
) -> None:
    publish(tmp_path, FILES, trial)
    with pytest.raises(PublishError, match=r"acme\.client cannot be imported: ImportError"):
        publish(tmp_path, FILES | {"errors.py": f"{HEADER}\nOTHERS = 1\n"}, trial)
    with pytest.raises(PublishError, match=r"acme\.client cannot be imported: ImportError"):
        publish(tmp_path, FILES | {"errors.py": f"{HEADER}\nOTHERS = 1\n"}, trial)


def test_a_removed_module_that_is_still_imported_is_found(tmp_path: Path, trial: Trial) -> None:
    publish(tmp_path, FILES, trial)
    with pytest.raises(PublishError, match=r"acme\.models\.user cannot be imported: ModuleNotFoundError"):
        publish(tmp_path, {path: text for path, text in FILES.items() if path != "models/base.py"}, trial)


def test_imports_outside_the_package_and_in_texts_are_ignored() -> None:
    files = {"a.py": '"""\nfrom .b import (\n"""\nfrom .....x import Y\nfrom .c import C\n', "b.py": "", "c.py": ""}
    before = digests_of(files, "")
    assert digests_of(files | {"c.py": "C = 1\n"}, "")["a.py"] != before["a.py"]
    assert {*digests_of(files, "another Python").values()}.isdisjoint(before.values())


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe", b"[]", b"{}", b'{"modules": 5}', b'{"modules": [["x"]]}', b"[" * 100_000, None]
)
def test_with_a_broken_record_everything_is_imported(
    tmp_path: Path, trial: Trial, asked: list[set[str]], text: bytes | None
) -> None:
    memory = tmp_path / "cache" / "acme.json"
    publish(tmp_path, FILES, trial)
    if text is None:
        memory.unlink()
        memory.mkdir()  # Nor can anything be written there.
    else:
        memory.write_bytes(text)
    publish(tmp_path, FILES | {"client.py": f"{HEADER}\n"}, trial)
    assert asked == [ALL, ALL]


def test_records_of_other_texts_do_not_skip_the_import_check(tmp_path: Path, trial: Trial) -> None:
    publish(tmp_path, FILES, trial)
    memory = tmp_path / "cache" / "acme.json"
    record = json.loads(unseal(memory, memory.read_bytes()) or b"{}")
    forged = json.dumps(record | {"modules": [*record["modules"], "*", "", "None", "acme.client"]}).encode()
    memory.write_bytes(seal(memory, forged) or b"")
    with pytest.raises(PublishError, match=r"acme\.client cannot be imported: ZeroDivisionError"):
        publish(tmp_path, FILES | {"client.py": f"{HEADER}\n1 / 0\n"}, trial)


def test_nothing_is_recorded_if_modules_are_loaded_dynamically(
    tmp_path: Path, trial: Trial, asked: list[set[str]]
) -> None:
    lazy = f"{HEADER}\nimport importlib\n\nimportlib.import_module('acme.models.user')\n"
    publish(tmp_path, FILES | {"client.py": lazy}, trial)
    publish(tmp_path, FILES | {"client.py": lazy, "models/user.py": f"{HEADER}\n"}, trial)
    assert asked == [ALL, ALL]
