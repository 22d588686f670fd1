"""The mock over HTTP, as a program in any language meets it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example.com/v2"}]
paths:
  /things/{id}:
    get:
      operationId: get-thing
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: tags, in: query, required: true, schema: {type: array, items: {type: string, enum: [a, b]}}}
        - {name: filter, in: query, required: true, style: form, explode: true, schema: {type: object}}
      responses:
        "200":
          description: One.
          headers: {X-Count: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Thing"}
              examples: {small: {value: {id: 1}}, large: {value: {id: 1000}}}
        "404": {description: None., content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}}
  /things:
    post:
      operationId: add-thing
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
      responses: {"204": {description: Added.}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}}}
"""
THING = "/things/7?tags=a&tags=b&x=1"


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("mock")
    (folder / "shop.yaml").write_text(SPEC)
    command = [sys.executable, "-m", "generator", "mock", "--spec", str(folder / "shop.yaml")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rpartition(" ")[2]
        assert process.stdout.readline() == "  POST   /things\n"
        with httpx.Client(base_url=address) as client:
            yield client
        process.terminate()


def test_examples_and_values_that_fit(mock: httpx.Client) -> None:
    answer = mock.get(THING)
    assert (answer.status_code, answer.json()) == (200, {"id": 1000})
    assert answer.headers["X-Count"] == "1"
    assert mock.get(f"/v2{THING}").status_code == 200  # the server's own path may stand in front
    assert mock.get(THING, headers={"Prefer": "example=small"}).json() == {"id": 1}
    assert mock.get(THING, headers={"Prefer": "dynamic=true"}).json() == {"id": 1, "name": "name"}
    missing = mock.get(THING, headers={"Prefer": "code=404"})
    assert (missing.status_code, missing.json()) == (404, {"why": "why"})
    assert "small" in mock.get(THING, headers={"Prefer": "example=none"}).text
    added = mock.post("/things", json={"id": 1})
    assert (added.status_code, added.content) == (204, b"")


def test_a_refusal_lists_every_difference(mock: httpx.Client) -> None:
    refused = mock.get("/things/seven?tags=c")
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [(one["in"], one["name"]) for one in refused.json()["errors"]] == [("path", "id"), ("query", "tags")]
    body = mock.post("/things", json={"name": 1})
    assert [one["name"] for one in body.json()["errors"]] == ["/id", "/name"]
    assert mock.post("/things").json()["errors"][0]["message"] == "is required, and missing"
    assert "not JSON" in mock.post("/things", content=b"{", headers={"Content-Type": "application/json"}).text
    assert (
        "declared: application/json" in mock.post("/things", content=b"x", headers={"Content-Type": "text/plain"}).text
    )


def test_requests_to_undescribed_paths_and_methods(mock: httpx.Client) -> None:
    assert mock.get("/nothing").status_code == 404
    wrong = mock.delete("/things")
    assert (wrong.status_code, wrong.json()["title"]) == (405, "/things takes POST, not DELETE")
    assert wrong.headers["Allow"] == "POST"  # RFC 9110, 15.5.6


def test_answers_do_not_wait_for_acknowledgements(mock: httpx.Client) -> None:
    seconds = []
    for _ in range(50):
        start = time.perf_counter()
        mock.get(THING)
        seconds.append(time.perf_counter() - start)
    # A delayed acknowledgement takes 40 ms in each of the later calls; a busy machine does not delay all of them.
    assert min(seconds[20:]) < 0.03


def test_bodies_in_chunks_and_bodies_that_lie(mock: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"id"'
        yield b": 1}"

    headers = {"Content-Type": "application/json"}
    assert mock.post("/things", content=chunks(), headers=headers).status_code == 204
    with socket.create_connection(("127.0.0.1", mock.base_url.port or 0), timeout=60) as raw:
        raw.sendall(b"POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 413")


def test_a_taken_port_is_one_line(mock: httpx.Client) -> None:
    port = mock.base_url.port
    done = subprocess.run(
        [sys.executable, "-m", "generator", "mock", "formantai", "--port", str(port)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"error: port {port} cannot be used: Address already in use\n"


def test_what_a_request_needs_is_not_imported_at_the_start() -> None:
    program = (
        "import sys; from generator import cli; from generator.commands.shipping import mock;"
        " print([name for name in ('difflib', 'hashlib', 'subprocess', 'yaml', 'generator.format', 'generator.emit',"
        " 'generator.publish', 'generator.mock.values', 'generator.mock.answers', 'generator.normalize.swagger2')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_answers_without_a_body_leave_the_connection_in_order(mock: httpx.Client) -> None:
    """After a HEAD, and after a 204, the next answer of the same connection begins with its status (RFC 9110, 9.3.2)."""
    body = b'{"id": 1}'
    added = b"POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    asked = [b"HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n", added + body, b"HEAD /nothing HTTP/1.1\r\nHost: x\r\n\r\n"]
    with socket.create_connection(("127.0.0.1", mock.base_url.port or 0), timeout=60) as raw:
        raw.sendall(b"".join(asked) + b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers = b""
        while piece := raw.recv(65_536):
            answers += piece
    heads = answers.split(b"HTTP/1.1 ")[1:]
    assert [head[:3] for head in heads] == [b"404", b"204", b"404", b"404"]
    assert [bool(head.partition(b"\r\n\r\n")[2]) for head in heads] == [False, False, False, True]
