"""Using a client: what it costs to import it, and to make the first call."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.bench.descriptions import load, operations
from tests.bench.measure import Run, best, measure
from tests.bench.own import Own
from tests.bench.rivals import Call, rivals

REPEATS = 7
LIBRARIES = "import httpx, pydantic"
_CALL = """
{imports}
base = {base!r}
{client}
try:
    {call}
except Exception as error:
    print(type(error).__name__, str(error)[:300])
"""


def print_using(document: Path, folder: Path, ours: Own) -> None:
    """Print what importing and calling costs in the clients that `print_generating` left in a folder."""
    ours_python = Path(sys.executable)
    wanted = _simplest(load(document))
    print(f"\n{'':38}{'CPU s':>9}{'MB':>7}   ratio to importing the libraries")
    libraries = _python(ours_python, LIBRARIES, ours.folder)
    _print(f"{LIBRARIES}", libraries, libraries)
    _print("our package, its client constructed", _python(ours_python, ours.constructed, ours.folder), libraries)
    if wanted is None:
        print("no operation here can be called without arguments")
        return
    method, path = wanted
    print(f"one operation: {method.upper()} {path}")
    with _server(b"[]" if _is_list(load(document), method, path) else b"{}") as base:
        _print_call("Clientwright", ours_python, ours.folder, ours.find(method, path), base, libraries)
        for rival in rivals():
            target = folder / rival.name
            if rival.operation is None or rival.missing or not any(target.rglob("*.py")):
                continue
            beside = _python(rival.python, rival.base, target)
            _print_call(rival.name, rival.python, target, rival.find(target, method, path), base, beside)


def _print_call(name: str, python: Path, folder: Path, call: Call | None, base: str, libraries: Run) -> None:
    if call is None:
        print(f"{name:38}does not have it")
        return
    imported = _python(python, f"{call.imports}\nbase = {base!r}\n{call.client}", folder)
    used = _python(python, _CALL.format(imports=call.imports, base=base, client=call.client, call=call.call), folder)
    _print(f"{name}, imported", imported, libraries)
    _print(f"{name}, called once", used, libraries)


def _python(python: Path, program: str, folder: Path) -> Run:
    """Run a program with the packages of a folder to import from."""
    command = [python, "-W", "ignore", "-c", program]
    return best(REPEATS, lambda: measure(command, folder, {"PYTHONPATH": str(folder)}))


def _print(name: str, run: Run, libraries: Run) -> None:
    said = run.problem or " ".join(run.output.split())[:90]
    print(f"{name:38}{run.cpu:9.3f}{run.megabytes:7.0f}{run.cpu / libraries.cpu:8.2f}   {said}", flush=True)


def _simplest(tree: Any) -> tuple[str, str] | None:
    """Return a GET that needs no argument and answers with a JSON object, preferably one that has a schema of its own."""
    shared = {path: item.get("parameters", []) for path, item in (tree.get("paths") or {}).items()}
    found = [
        (_named(operation), method, path)
        for method, path, operation in operations(tree)
        if method == "get" and "{" not in path and not _needed([*shared[path], *operation.get("parameters", [])], tree)
    ]
    return max(found)[1:] if found else None


def _needed(parameters: list[Any], tree: Any) -> bool:
    return any(_resolved(one, tree).get("required") for one in parameters)


def _named(operation: Any) -> bool:
    return '"$ref"' in json.dumps(operation.get("responses", {}).get("200", {}))


def _resolved(value: Any, tree: Any) -> Any:
    if "$ref" in value:
        for part in value["$ref"].removeprefix("#/").split("/"):
            tree = tree[part.replace("~1", "/").replace("~0", "~")]
        return tree
    return value


def _is_list(tree: Any, method: str, path: str) -> bool:
    """Return whether an operation answers with an array."""
    found = _resolved(tree["paths"][path][method].get("responses", {}).get("200", {}), tree)
    contents = found.get("content", {}).values()
    schema = _resolved(next((one.get("schema", {}) for one in contents), found.get("schema", {})), tree)
    return schema.get("type") == "array"


@contextmanager
def _server(content: bytes) -> Iterator[str]:
    """Serve a JSON text at every path."""
    handler = type("_Server", (_Handler,), {"content": content})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    content = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
