"""`[client]` of provider.toml: allowed values, and their effect on every call of the generated client."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.config import load_settings
from generator.diagnostics import Report

ROOT = Path(__file__).parents[1]
DOCUMENT = """
openapi: 3.1.0
info: {title: Lab, version: "1"}
servers: [{url: "http://127.0.0.1:1"}]
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {'204': {description: ok}}}
"""
SETTINGS = """
[client]
timeout = 30
deadline = 90.5
follow_redirects = "server"

[client.headers]
X-Tenant = "acme"

[client.retries]
attempts = 5
statuses = [503]
methods = ["GET", "POST"]
longest_retry_after = 5
"""
CALL = """
import httpx, lab
seen = []
def answer(request):
    seen.append(request)
    return httpx.Response(503 if len(seen) < 5 else 204, headers={"Retry-After": "0"})
client = lab.Lab(http_client=httpx.Client(transport=httpx.MockTransport(answer)))
options = client._options
assert (options.timeout, options.deadline, options.follow_redirects) == (30, 90.5, "server"), options
assert (options.retries.attempts, options.retries.longest_retry_after) == (5, 5), options.retries
assert options.retries.methods == {"GET", "POST"} and options.retries.statuses == {503}
quick = client.with_options(retries=lab._runtime.RetryPolicy(attempts=5, first_pause=0))
quick.pets.list() if hasattr(quick.pets, "list") else quick.pets.list_pets()
assert [one.headers["x-tenant"] for one in seen] == ["acme"] * 5
assert lab.Lab(max_retries=0)._options.retries.attempts == 1
"""


def test_client_defaults_of_the_settings_apply_to_every_call(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    (tmp_path / "provider.toml").write_text(SETTINGS, "utf-8")
    files = ["--spec", str(tmp_path / "openapi.yaml"), "--settings", str(tmp_path / "provider.toml")]
    command = [sys.executable, "-m", "generator", "generate", *files, "--out", str(tmp_path), "--name", "lab"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    run = subprocess.run([sys.executable, "-c", CALL], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    check = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "lab"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[client]\ntimeout = -1", "`timeout` must be a number of seconds above 0"),
        ("[client]\ndeadline = nan", "`deadline` must be a number of seconds above 0"),
        ("[client]\nfollow_redirects = true", "`follow_redirects` must be 'never', 'server' or 'anywhere'"),
        ("[client]\nretry = 3", "unknown key 'retry'"),
        ("[client]\nretries = 3", "`retries` must be a table"),
        ("[client.retries]\nattempts = 0", "`attempts` must be a number from 1"),
        ("[client.retries]\nstatuses = [99]", "`statuses` must be an array of status codes"),
        ('[client.retries]\nmethods = ["A B"]', "`methods` must be an array of methods"),
        ('[client.headers]\n"X\\nY" = "1"', "is not a header that can be set"),
        ('[client.headers]\nHost = "evil"', "is not a header that can be set"),
        ('[client.headers]\nX-Api-Key = "k"', "holds a credential, it seems"),
        ('[client.headers]\nX-A = "a\\r\\nB: c"', "must be text in ASCII"),
        ("client = 3", "`client` must be a table"),
    ],
)
def test_invalid_client_defaults_are_errors_with_their_line(text: str, message: str) -> None:
    report = Report()
    assert load_settings(text, "provider.toml", report) is None
    [found] = list(report)
    assert message in found.message
    assert found.where is not None
    assert found.where.line == text.count("\n") + 1
