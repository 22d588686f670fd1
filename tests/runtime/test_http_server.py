"""Both clients against a real server, with `httpx` and with `httpx2`, and what importing the runtime costs."""

from __future__ import annotations

import asyncio
import importlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RUNTIME = Path(__file__).parents[2] / "generator" / "runtime"


class Handler(BaseHTTPRequestHandler):
    """Says what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        if self.path.startswith("/events"):
            self._events()
        elif self.path.startswith("/moved"):
            self._answer(307, b"", {"Location": "/echo"})
        elif self.path.startswith("/truncated"):
            self._answer(200, b"{", {"Content-Length": "100"})
            self.close_connection = True
        else:
            said = {
                "method": self.command,
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": self._body().decode("latin-1"),
            }
            content = json.dumps(said).encode()
            self._answer(404 if self.path.startswith("/missing") else 200, content, {})

    do_POST = do_PUT = do_GET

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(3):
            event = f"data: {number}\n\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
        self.wfile.write(b"0\r\n\r\n")

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the URL of the server."""
    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


@pytest.fixture(scope="module", params=["httpx", "httpx2"])
def runtime(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield a copy of the runtime on either library: one line differs."""
    folder = tmp_path_factory.mktemp("runtime")
    name = f"runtime_on_{request.param}"
    shutil.copytree(RUNTIME, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    module = folder / name / "_http.py"
    if request.param == "httpx2":
        text = module.read_text()
        assert text.count("\nimport httpx\n") == 1
        module.write_text(text.replace("\nimport httpx\n", "\nimport httpx2 as httpx\n"))
    sys.path.insert(0, str(folder))
    yield importlib.import_module(name)
    sys.path.remove(str(folder))


def both(runtime: Any, server: str, request: Any) -> Any:
    """Return the data of the response, the same to both clients."""

    async def main() -> Any:
        async with runtime.AsyncClient(base_url=server, follow_redirects="server") as client:
            return (await client.send(request())).data

    with runtime.Client(base_url=server, follow_redirects="server") as client:
        found = client.send(request()).data
    other = asyncio.run(main())
    assert {**other, "headers": None} == {**found, "headers": None}
    return found


def test_a_request_arrives(runtime: Any, server: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")
    echo = runtime.Operation(
        "PUT", "/echo/{a}", body=(runtime.JSON(dict[str, Any]), runtime.Binary()), responses={200: runtime.JSON(Any)}
    )
    said = both(runtime, server, lambda: runtime.Request(echo, path={"a": "ü/"}, query={"q": [1, 2]}, body={"a": "ü"}))
    assert (said["method"], said["path"]) == ("PUT", "/echo/%C3%BC%2F?q=1&q=2")
    assert said["body"].encode("latin-1") == '{"a":"ü"}'.encode()
    assert said["headers"]["content-type"] == "application/json"
    assert said["headers"]["accept-encoding"] == "gzip, deflate"
    binary = "application/octet-stream"
    said = both(runtime, server, lambda: runtime.Request(echo, path={"a": 1}, body=path, content_type=binary))
    assert (said["body"], said["headers"]["content-length"]) == ("content", "7")
    said = both(
        runtime, server, lambda: runtime.Request(echo, path={"a": 1}, body=iter([b"a", b"b"]), content_type=binary)
    )
    assert (said["body"], said["headers"]["transfer-encoding"]) == ("ab", "chunked")
    moved = runtime.Operation("GET", "/moved", responses={200: runtime.JSON(Any)})
    assert both(runtime, server, lambda: runtime.Request(moved))["path"] == "/echo"


def test_streams_and_errors(runtime: Any, server: str) -> None:
    events = runtime.Operation("GET", "/events", responses={200: runtime.EventStream(int)})
    missing = runtime.Operation("GET", "/missing", responses={404: runtime.JSON(dict[str, Any])})
    truncated = runtime.Operation("POST", "/truncated", responses={200: runtime.JSON(Any)})

    async def main() -> list[int]:
        async with (
            runtime.AsyncStreamingClient(base_url=server) as client,
            await client.stream(runtime.Request(events)) as items,
        ):
            return [item async for item in items]

    with runtime.StreamingClient(base_url=server) as client:
        with client.stream(runtime.Request(events)) as items:
            assert list(items) == asyncio.run(main()) == [0, 1, 2]
        with pytest.raises(runtime.StatusError) as caught:
            client.send(runtime.Request(missing))
        assert caught.value.body["path"] == "/missing"
        with pytest.raises(runtime.TransportError):
            client.send(runtime.Request(truncated))
    with (
        runtime.Client(base_url="http://127.0.0.1:1", max_retries=0) as client,
        pytest.raises(runtime.TransportError) as refused,
    ):
        client.send(runtime.Request(missing))
    assert refused.value.sent is False


def test_cookies_of_servers_are_not_kept(runtime: Any, server: str) -> None:
    with runtime.Client(base_url=server) as client:
        echo = runtime.Operation("GET", "/echo", responses={200: runtime.JSON(Any)})
        client.send(runtime.Request(echo, headers={"X": "1"}))
        assert "cookie" not in client.send(runtime.Request(echo)).data["headers"]


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_the_user_agent_names_package_and_library(runtime: Any, server: str, kind: str) -> None:
    base: Any = getattr(runtime, kind)
    generated = type("Acme", (base,), {"__module__": "team.acme.client"})
    operation = runtime.Operation("GET", "/echo", responses={200: runtime.JSON(Any)})
    for client_class in (generated, type("Own", (generated,), {"__module__": "program"})):
        answer = client_class(base_url=server).send(runtime.Request(operation))
        answer = asyncio.run(answer) if kind == "AsyncClient" else answer
        name, library = answer.data["headers"]["user-agent"].split()
        assert name == "clientwright-acme"
        assert library.startswith("python-httpx")


def test_a_key_in_the_query_is_not_logged(runtime: Any, server: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    echo = runtime.Operation("GET", "/echo", security=[{"k": []}], responses={200: runtime.JSON(Any)})
    for http in (None, runtime.HTTPClient()):
        credentials = {"k": runtime.APIKey("s3cret", "query", "key")}
        with runtime.Client(base_url=server, credentials=credentials, http_client=http) as client:
            assert client.send(runtime.Request(echo)).data["path"] == "/echo?key=s3cret"
    assert "key=[secret]" in caplog.text  # in the line that the library writes for a client that was given
    assert caplog.text.count("GET /echo: 200 in ") == 2
    assert "s3cret" not in caplog.text


def test_importing_loads_what_is_used() -> None:
    script = (
        "import sys, httpx, pydantic; before = set(sys.modules)\n"
        "from generator.runtime import Bearer, Client, JSON, Model, Operation, Request, Resource, StatusError\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    result = subprocess.run(  # the interpreter that runs the tests, a fixed script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=RUNTIME.parents[1]
    )
    loaded = set(result.stdout.split())
    heavy = {"xml", "asyncio", "email.parser", "mimetypes"} | {
        f"generator.runtime.{name}"
        for name in ("wire.xml", "wire.multipart", "security.oauth", "streams.streaming", "wire.forms", "wire.headers")
    }
    assert loaded & heavy == set()


def test_every_exported_name_is_there() -> None:
    runtime: ModuleType = importlib.import_module("generator.runtime")
    exported: list[str] = list(runtime.__all__)
    assert [name for name in exported if getattr(runtime, name, None) is None] == []
    assert dir(runtime) == sorted(exported)
    modules = {module.stem for module in RUNTIME.iterdir()}
    assert modules & set(exported) == set()  # importing a module would hide the name
    with pytest.raises(AttributeError):
        _ = runtime.nothing
