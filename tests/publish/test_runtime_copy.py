"""The runtime in a package of its own: what its imports reach, tested by importing and calling, with either library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.publish.runtime_copy import runtime_files

ROOT = Path(__file__).parents[2]

PLAIN = """
openapi: 3.1.0
info: {title: Lab, version: "1"}
servers: [{url: "http://127.0.0.1:1"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
"""
RICH = PLAIN + """
  /more:
    put:
      operationId: putMore
      tags: [pets]
      security: [{oauth: []}]
      requestBody:
        content:
          application/xml: {schema: {type: object, properties: {name: {type: string}}}}
          multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
components:
  securitySchemes: {oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {}}}}}
"""
CALL = """
import {library} as http
import sys, importlib, pathlib
import lab
answer = lambda request: http.Response(200, json={{"name": "Rex"}})
client = lab.Lab(http_client=http.Client(transport=http.MockTransport(answer)))
assert client.pets.{method}(1).name == "Rex"
runtime = importlib.import_module("lab._runtime")
assert [name for name in runtime.__all__ if getattr(runtime, name, None) is None] == []
for path in pathlib.Path(runtime.__file__).parent.rglob("*.py"):
    importlib.import_module(".".join(path.relative_to(pathlib.Path.cwd()).with_suffix("").parts))
foreign = {{"httpx", "httpx2"}} - {{"{library}"}}
assert not foreign & set(sys.modules), foreign
"""


def generated(folder: Path, document: str, *options: str) -> Path:
    spec = folder / "openapi.yaml"
    spec.write_text(document, "utf-8")
    command = [
        sys.executable,
        "-m",
        "generator",
        "generate",
        "--spec",
        str(spec),
        "--out",
        str(folder),
        "--name",
        "lab",
    ]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    return folder / "lab"


def method_of(package: Path) -> str:
    text = (package / "pets.py").read_text("utf-8")
    return "get" if "def get(" in text else "get_pet"


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_a_package_with_only_the_runtime_that_it_reaches_works(tmp_path: Path, library: str) -> None:
    package = generated(tmp_path, PLAIN, "--http", library)
    kept = {path.relative_to(package / "_runtime").as_posix() for path in (package / "_runtime").rglob("*.py")}
    assert kept < set(runtime_files())
    assert kept.isdisjoint(
        {
            *("wire/xml.py", "wire/multipart.py", "security/oauth.py", "http/resources.py", "models/one_of.py"),
            *("paging/walk.py", "paging/values.py", "polling/wait.py", "testing/pages.py"),
            *("json_schema/evaluate.py", "json_schema/patterns.py", "json_schema/pattern_texts.py", "models/lazy.py"),
            *("models/tagged_unions.py", "security/basic.py", "security/keys.py", "security/locks.py"),
            *("streams/client.py", "streams/streaming.py", "wire/uploads.py", "wire/forms.py", "webhooks/events.py"),
        }
    )
    call = CALL.format(library=library, method=method_of(package))
    run = subprocess.run([sys.executable, "-c", call], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    check = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "lab"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


STREAMS = PLAIN + """
  /events:
    get:
      operationId: watchPets
      tags: [pets]
      responses:
        '200': {description: ok, content: {text/event-stream: {schema: {type: object, properties: {name: {type: string}}}}}}
  /photos:
    put:
      operationId: putPhoto
      tags: [pets]
      requestBody:
        content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}
      responses: {'204': {description: ok}}
"""
CALL_STREAMS = """
import httpx, lab, lab.models, inspect
def answer(request):
    if request.method == "PUT":
        assert b'filename="a.txt"' in request.read() and b"hello" in request.content
        return httpx.Response(204)
    return httpx.Response(200, text='data: {"name": "Rex"}\\n\\n', headers={"Content-Type": "text/event-stream"})
client = lab.Lab(http_client=httpx.Client(transport=httpx.MockTransport(answer)))
names = [name for name in dir(client.pets) if not name.startswith("_")]
(watch,), (put,) = [n for n in names if "watch" in n or "event" in n], [n for n in names if "put" in n or "photo" in n]
with getattr(client.pets, watch)() as events:
    assert [one.name for one in events] == ["Rex"]
from lab._runtime import File
(body,) = [one for name, one in vars(lab.models).items() if name.endswith("Request")]
getattr(client.pets, put)(body(file=File(b"hello", name="a.txt")))
"""


def test_streams_and_uploads_bring_their_modules(tmp_path: Path) -> None:
    package = generated(tmp_path, STREAMS)
    kept = {path.relative_to(package / "_runtime").as_posix() for path in (package / "_runtime").rglob("*.py")}
    assert {"streams/client.py", "streams/streaming.py", "wire/multipart.py", "wire/uploads.py"} < kept
    assert kept.isdisjoint({"wire/xml.py", "security/oauth.py", "paging/walk.py", "polling/wait.py"})
    run = subprocess.run(
        [sys.executable, "-c", CALL_STREAMS], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_the_runtime_has_the_modules_that_operations_need(tmp_path: Path) -> None:
    package = generated(tmp_path, RICH)
    for path in ("wire/xml.py", "wire/multipart.py", "security/oauth.py"):
        assert (package / "_runtime" / path).is_file()


def test_pages_and_waiting_bring_their_modules(tmp_path: Path) -> None:
    pages = "x-clientwright-pagination: {style: link, items: /names}"
    listed = PLAIN.replace("{name: {type: string}}", "{names: {type: array, items: {type: string}}}")
    package = generated(tmp_path, listed.replace("operationId: getPet", f"operationId: getPet\n      {pages}"))
    kept = {path.relative_to(package / "_runtime").as_posix() for path in (package / "_runtime").rglob("*.py")}
    assert {"paging/walk.py", "paging/links.py", "testing/pages.py"} < kept
    assert "polling/wait.py" not in kept
    call = "import lab.testing as t; c = t.FakeLab().sync_client(); assert [*c.pets.get_all(1)] == ['names']"
    run = subprocess.run([sys.executable, "-c", call], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_setting_of_a_provider_applies_to_the_shared_runtime(tmp_path: Path) -> None:
    def run(command: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "generator", command, "--format", "json"],
            cwd=tmp_path,
            env={**__import__("os").environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr + done.stdout

    for name in ("one", "two"):
        (tmp_path / "specs" / name).mkdir(parents=True)
        (tmp_path / "specs" / name / "openapi.yaml").write_text(PLAIN, "utf-8")
    settings = tmp_path / "specs" / "two" / "provider.toml"
    assert run("generate")[0] == 0
    http = tmp_path / "generated" / "_runtime" / "_http.py"
    assert "\nimport httpx\n" in http.read_text("utf-8")
    settings.write_text('http = "httpx2"\n', "utf-8")
    assert run("check")[0] == 1
    assert run("generate")[0] == 0
    assert "\nimport httpx2 as httpx\n" in http.read_text("utf-8")
    assert run("check")[0] == 0
    (tmp_path / "specs" / "one" / "provider.toml").write_text('http = "httpx"\n', "utf-8")
    status, said = run("check")
    assert status == 1
    assert "share one runtime" in said
    settings.write_text('http = "requests"\n', "utf-8")
    status, said = run("generate")
    assert status == 1
    assert "is no HTTP library: choose `httpx` or `httpx2`" in said


def test_the_option_is_for_one_document() -> None:
    command = [sys.executable, "-m", "generator", "generate", "--http", "httpx2"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "--http is for --spec" in run.stderr
    assert json.dumps(run.stdout) == '""'
