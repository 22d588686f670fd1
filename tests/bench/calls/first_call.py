"""A program that imports a package, makes a client and calls once, next to the same job by hand."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench.calls.loopback import serving
from tests.bench.descriptions import ROOT
from tests.bench.measure import clean

ROUNDS = int(os.environ.get("ROUNDS", "15"))
ANSWER = (
    b'{"data": {"agent_id": 456, "conversation_id": "c-1", "scheduled_for": null, "status": "initiated",'
    b' "trace_id": "t-1"}}'
)
_OURS = """
from generated.formantai import FormantAI
from generated.formantai.models import CallParameter, CreateCallRequest

with FormantAI(api_key="k", base_url={url!r}) as client:
    parameters = [CallParameter(name="customer_phone", value="+14155552671")]
    client.calls.create(CreateCallRequest(agent_id=456, parameters=parameters))
"""
_BY_HAND = """
from datetime import datetime
from typing import Any, Literal
import {library} as httpx
from pydantic import BaseModel

class RetryContext(BaseModel):
    collected_data: dict[str, Any] | None = None
    retry_initial_message: str | None = None
    retry_language: str | None = None
    retry_stage_id: str | None = None

class CallParameter(BaseModel):
    name: str
    value: str

class CreateCallRequest(BaseModel):
    agent_id: int
    conversation_id: str | None = None
    idempotency_key: str | None = None
    metadata: str | None = None
    parameters: list[CallParameter]
    retry_context: RetryContext | None = None
    scheduled_for: datetime | None = None

class CreateCallResponse(BaseModel):
    agent_id: int | None = None
    conversation_id: str | None = None
    retry_context: RetryContext | None = None
    scheduled_for: datetime | None = None
    status: Literal["initiated", "scheduled"] | str | None = None
    trace_id: str | None = None

class CreateCallResult(BaseModel):
    data: CreateCallResponse | None = None

with httpx.Client(base_url={url!r}, headers={{"Authorization": "Bearer k"}}) as client:
    request = CreateCallRequest(agent_id=456, parameters=[CallParameter(name="customer_phone", value="+14155552671")])
    headers = {{"Content-Type": "application/json"}}
    response = client.post("/v1/call", content=request.model_dump_json(exclude_unset=True), headers=headers)
    CreateCallResult.model_validate_json(response.raise_for_status().content)
"""


def show(library: str) -> None:
    """Print the CPU of both programs."""
    with serving(ANSWER) as url, tempfile.TemporaryDirectory() as name:
        folder = _package(Path(name), library)
        ours, by_hand = _OURS.format(url=url), _BY_HAND.format(url=url, library=library)
        # The first of the rounds compiles what is imported; the bytecode is kept for the others.
        environment = clean() | {"PYTHONPYCACHEPREFIX": name}
        pairs = [(_cpu(ours, folder, environment), _cpu(by_hand, folder, environment)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(one / other for one, other in pairs)
    base = statistics.median(other for _, other in pairs)
    print(f"import, construct, first call: by hand {base * 1e3:.0f} ms, ours {ratio:.2f}", flush=True)


def _package(folder: Path, library: str) -> Path:
    """Generate the package for a library, and return the folder to import it from."""
    if library == "httpx":
        return ROOT
    provider = folder / "specs" / "formantai"
    shutil.copytree(ROOT / "specs" / "formantai", provider)
    settings = provider / "provider.toml"
    settings.write_text(f'http = "{library}"\n{settings.read_text("utf-8")}', "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "generator", "generate"]
    subprocess.run(program, cwd=folder, env=environment, check=True, capture_output=True)
    return folder


def _cpu(program: str, folder: Path, environment: Mapping[str, str]) -> float:
    """Return the CPU seconds of a Python program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], cwd=folder, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
