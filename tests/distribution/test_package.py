"""Wheel and sdist of a client: what is in them, the same bytes every time, and nothing of what a document tries."""

from __future__ import annotations

import csv
import email
import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.commands.shipping.package import Built, PackageOptions, package
from generator.commands.shipping.project import write_project
from generator.commands.workspace import ClientSource, Workspace
from generator.diagnostics import Report

HOSTILE = 'Acme"\n[project.scripts]\nevil = "os:abort"\n\r\nLicense: EVIL\n\n<script>alert(1)</script> ```\n# [x](http://evil.example) \u202e'
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Acme", "version": "1.0.0", "license": {"name": "MIT"}},
    "servers": [{"url": "https://acme.example"}],
    "paths": {
        "/things": {
            "post": {
                "operationId": "create_thing",
                "tags": ["things"],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": {"name": "a"}}
                    },
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {"Thing": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}
    },
}


def written(folder: Path, document: dict[str, Any], name: str = "acme") -> ClientSource:
    folder.mkdir(exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    return ClientSource(name, folder / "openapi.json", None, None, folder / "none", name, alone=True)


def built(subject: ClientSource, dist: Path, **options: Any) -> Built:
    row, found = package(subject, PackageOptions(dist, **options))
    assert found is not None, row.crash or "\n".join(map(str, row.diagnostics))
    return found


def changed(**info: Any) -> dict[str, Any]:
    return {**DOCUMENT, "info": {**DOCUMENT["info"], **info}}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acme")
    built(written(folder / "spec", DOCUMENT), folder / "dist")
    return folder / "dist"


def test_a_wheel_holds_a_package_and_its_metadata(dist: Path) -> None:
    wheel = zipfile.ZipFile(dist / "acme-1.0.0-py3-none-any.whl")
    names = set(wheel.namelist())
    assert {"acme/__init__.py", "acme/py.typed", "acme/testing.py", "acme/_runtime/__init__.py"} <= names
    assert "acme/_runtime/wire/xml.py" not in names, "the runtime is there as far as it is needed"
    metadata = email.message_from_bytes(wheel.read("acme-1.0.0.dist-info/METADATA"))
    assert (metadata["Name"], metadata["Version"]) == ("acme", "1.0.0")
    assert metadata["Requires-Dist"].startswith("httpx")
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert 'Thing(name="a")' in str(metadata.get_payload())
    licence = wheel.read("acme-1.0.0.dist-info/licenses/LICENSE").decode()
    assert "licensed as: MIT" in licence
    assert "Apache License" in licence
    assert b"fake_" not in wheel.read("acme-1.0.0.dist-info/entry_points.txt")
    recorded = {row[0] for row in csv.reader(io.StringIO(wheel.read("acme-1.0.0.dist-info/RECORD").decode()))}
    assert recorded == names


def test_a_wheel_is_imported_and_called(dist: Path) -> None:
    """From the wheel itself, with the libraries and nothing of this repository."""
    program = """
import sys; sys.path.insert(0, sys.argv[1])
from acme import Acme
from acme.models import Thing
from acme.testing import FakeAcme
import acme
assert acme.__file__.startswith(sys.argv[1]), acme.__file__
fake = FakeAcme()
fake.things.create.returns(Thing(name="b"))
with fake.sync_client() as client:
    print(client.things.create(Thing(name="a")).name, fake.things.create.body.name)
"""
    wheel = next(dist.glob("*.whl"))
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(wheel)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout == "b a\n", done.stderr


def test_files_have_the_first_moment_of_2020(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        assert {one.date_time for one in wheel.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_two_builds_are_equal_to_the_byte(dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = os.umask(0o077)
    try:
        built(written(tmp_path / "elsewhere", DOCUMENT), tmp_path / "dist")
    finally:
        os.umask(before)
    for path in dist.iterdir():
        assert (tmp_path / "dist" / path.name).read_bytes() == path.read_bytes(), path.name


def test_what_a_document_says_is_only_text(tmp_path: Path) -> None:
    document = changed(title=HOSTILE, version=HOSTILE, license={"name": HOSTILE})
    built(written(tmp_path / "spec", document), tmp_path / "dist")
    wheel = zipfile.ZipFile(next((tmp_path / "dist").glob("acme-0.1.0-*.whl")))
    metadata = email.message_from_bytes(wheel.read("acme-0.1.0.dist-info/METADATA"))
    assert metadata["License"] is None
    assert wheel.read("acme-0.1.0.dist-info/entry_points.txt").decode().split() == [
        *("[pytest11]", "acme=acme._runtime.testing.pytest_plugin")
    ]
    readme = str(metadata.get_payload())
    assert "<script" not in readme
    assert "](" not in readme
    assert "http://" not in readme
    assert "\u202e" not in readme
    assert readme.count("\n```") == 4, "no fence is ended by a title"
    [sdist] = (tmp_path / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert all(member.name.startswith("acme-0.1.0/") and member.isreg() for member in archive)
        stream = archive.extractfile("acme-0.1.0/pyproject.toml")
        assert stream
        project = tomllib.loads(stream.read().decode())
    assert set(project["project"]["entry-points"]) == {"pytest11"}
    assert "\n" not in project["project"]["description"]


def test_files_and_links_of_a_description_are_kept(tmp_path: Path) -> None:
    """A document of several files, reached by a link: its successor is compared with the same files."""
    document = json.loads(json.dumps(DOCUMENT))
    document["paths"]["/things"]["post"]["responses"]["200"]["content"]["application/json"]["schema"] = {
        "$ref": "schemas/answer.json"
    }
    spec = written(tmp_path / "spec", document)
    (tmp_path / "spec" / "schemas").mkdir()
    (tmp_path / "spec" / "schemas" / "answer.json").write_text('{"type": "object", "properties": {"a": {}}}')
    (tmp_path / "spec" / "link.json").symlink_to(spec.document)
    linked = ClientSource("acme", tmp_path / "spec" / "link.json", None, None, tmp_path / "none", "acme", alone=True)
    assert built(linked, tmp_path / "dist").version == "1.0.0"
    with tarfile.open(tmp_path / "dist" / "acme-1.0.0.tar.gz") as archive:
        assert "acme-1.0.0/source/document/schemas/answer.json" in archive.getnames()
    (tmp_path / "spec" / "schemas" / "answer.json").write_text('{"type": "object", "properties": {"b": {}}}')
    assert built(linked, tmp_path / "dist", previous=tmp_path / "dist").version == "2.0.0"


@pytest.mark.parametrize("name", ["json", "httpx", "con", "a/b", "..", "Acme", "lambda"])
def test_names_that_no_package_can_have(name: str, tmp_path: Path) -> None:
    row, found = package(written(tmp_path / "spec", DOCUMENT, name), PackageOptions(tmp_path / "dist"))
    assert found is None
    assert [one.code for one in row.diagnostics] == ["provider-name"]
    assert not (tmp_path / "dist").exists()


def test_the_version_follows_the_change(dist: Path, tmp_path: Path) -> None:
    same = built(written(tmp_path / "same", DOCUMENT), tmp_path / "dist", previous=dist)
    assert (same.version, same.step) == ("1.0.0", "none")
    words = {**DOCUMENT, "components": {"schemas": {"Thing": {**_thing(), "description": "A thing."}}}}
    assert built(written(tmp_path / "words", words), tmp_path / "dist", previous=dist).version == "1.0.1"
    field = {**_thing(), "properties": {**_thing()["properties"], "size": {"type": "integer"}}}
    more = {**DOCUMENT, "components": {"schemas": {"Thing": field}}}
    assert built(written(tmp_path / "more", more), tmp_path / "dist", previous=dist).version == "1.1.0"
    gone = {**_thing(), "properties": {"title": {"type": "string"}}, "required": ["title"]}
    other = {**DOCUMENT, "components": {"schemas": {"Thing": gone}}}
    wheel = tmp_path / "dist" / "acme-1.1.0-py3-none-any.whl"
    assert built(written(tmp_path / "other", other), tmp_path / "dist", previous=wheel).version == "2.0.0"
    chosen = built(written(tmp_path / "same", DOCUMENT), tmp_path / "dist", previous=dist, version="7.1rc2")
    assert chosen.version == "7.1rc2"


@pytest.mark.parametrize("name", ["acme_", "acme__v"])
def test_a_name_that_flit_writes_otherwise(name: str, tmp_path: Path) -> None:
    subject = written(tmp_path / "spec", DOCUMENT, name)
    built(subject, tmp_path / "dist")
    assert built(subject, tmp_path / "again", previous=tmp_path / "dist").step == "none"


def test_a_folder_with_sdists_of_others_only(dist: Path, tmp_path: Path) -> None:
    subject = written(tmp_path / "spec", DOCUMENT, "other")
    row, found = package(subject, PackageOptions(tmp_path / "dist", previous=dist))
    assert found is not None
    assert [one.message for one in row.diagnostics if one.code == "previous-distribution"] == [
        "it has sdists, acme-1.0.0.tar.gz for one, but none of other: this counts as the first version"
    ]


def _damaged() -> bytes:
    data = bytearray(gzip.compress(bytes(range(256)) * 4_000))
    data[20:60] = b"\xff" * 40
    return bytes(data)


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", b"\x1f\x8b\x08\x00broken", _damaged(), gzip.compress(b"x" * 9_000)[:-9]],
    ids=["empty", "text", "broken", "damaged", "cut"],
)
def test_a_broken_previous_distribution_is_reported(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "acme-1.0.0.tar.gz").write_bytes(content)
    row, found = package(
        written(tmp_path / "spec", DOCUMENT), PackageOptions(tmp_path / "dist", previous=tmp_path / "acme-1.0.0.tar.gz")
    )
    assert found is None
    assert row.crash is None
    assert [one.code for one in row.diagnostics] == ["previous-distribution"]


def test_links_and_paths_of_a_previous_distribution_write_nothing(dist: Path, tmp_path: Path) -> None:
    attack = tmp_path / "acme-1.0.0.tar.gz"
    with tarfile.open(next(dist.glob("*.tar.gz"))) as good, tarfile.open(attack, "w:gz") as bad:
        for member in good:
            bad.addfile(member, good.extractfile(member))
        for name in ("acme-1.0.0/source/../../../escaped", "acme-1.0.0//etc/escaped", "/source/escaped"):
            bad.addfile(tarfile.TarInfo(name), io.BytesIO())
        link = tarfile.TarInfo("acme-1.0.0/source/link")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path / "secret")
        bad.addfile(link)
    assert built(written(tmp_path / "spec", DOCUMENT), tmp_path / "dist", previous=attack).version == "1.0.0"
    assert not list(tmp_path.rglob("escaped"))


def test_payloads_of_a_provider_make_the_first_call(tmp_path: Path) -> None:
    subject = Workspace(Path()).subject("formantai", Report())
    assert subject
    built(subject, tmp_path)
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    readme = wheel.read("formantai-1.0.0.dist-info/METADATA").decode()
    assert "from formantai import FormantAI" in readme
    assert "agent_id=456" in readme
    assert 'CallParameter(name="customer_phone", value="+14155552671")' in readme


def test_a_package_on_disk_becomes_a_project(tmp_path: Path) -> None:
    spec = written(tmp_path / "spec", DOCUMENT)
    subject = ClientSource("acme", spec.document, None, None, tmp_path / "out" / "acme", "acme", alone=True)
    (tmp_path / "out").mkdir()
    assert write_project(subject, keep_going=False) == ()
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["LICENSE", "README.md", "pyproject.toml"]
    (tmp_path / "out" / "README.md").write_text("# Ours\n")
    [told] = write_project(subject, keep_going=False)
    assert told.code == "kept-file"
    assert (tmp_path / "out" / "README.md").read_text() == "# Ours\n"
    assert tomllib.loads((tmp_path / "out" / "pyproject.toml").read_text("utf-8"))["project"]["name"] == "acme"


def _thing() -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["components"]["schemas"]["Thing"]
    return found
