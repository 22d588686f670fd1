"""Place a call with all four providers, against a server on this machine: python docs/examples/four_calls.py

Nothing leaves the machine. The server answers as the providers' documentation says, with an unknown field and a new
enumeration value added; then it refuses with 429.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generated.formantai import AsyncFormantAI, FormantAI
from generated.formantai.errors import TooManyRequestsError
from generated.formantai.models import CallParameter, CreateCallRequest
from generated.synthflow import AsyncSynthflow, Synthflow
from generated.synthflow.models import VoiceCallRequest
from generated.thymia import AsyncThymia, Thymia
from generated.thymia.models import UserDetails, VoiceAgentCallCreate, VoiceAgentCallCreateAgent
from generated.vocode import AsyncVocode, Vocode
from generated.vocode.models import CreateCallRequest as VocodeCall

UUID_1 = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
ANSWERS = {
    "/calls": {"status": "success", "response": {"answer": "ok", "call_id": "1691579123700"}, "queue": 3},
    "/v1/call": {"data": {"agent_id": 456, "status": "queued", "trace_id": "9f8b7c6d", "region": "eu"}},
    "/v1/calls": {
        "id": UUID_1,
        "user": {"userLabel": "42"},
        "status": "created",
        "createdAt": "2026-04-08T14:00:00Z",
        "agent": {"id": "patient-intake"},
    },
    "/v1/calls/create": {
        "id": UUID_1,
        "user_id": UUID_1,
        "status": "ringing",
        "to_number": "+12345678987",
        "from_number": "+14155552671",
        "agent": {"prompt": "…"},
    },
}


class Provider(BaseHTTPRequestHandler):
    """Answers every call; a FormantAI call for agent 0 is one too many."""

    def do_POST(self) -> None:
        """Answer as the provider whose path it is."""
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = 200, ANSWERS[self.path]
        if sent.get("agent_id") == 0:
            status, answer = 429, {"error": {"type": "rate_limit", "message": "Rate limit exceeded"}}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


SYNTHFLOW = VoiceCallRequest(model_id="1696372226173x164740052408336400", phone="+12345678987", name="David")
FORMANTAI = CreateCallRequest(agent_id=456, parameters=[CallParameter(name="customer_phone", value="+14155552671")])
THYMIA = VoiceAgentCallCreate(
    user=UserDetails(user_label="42", date_of_birth=date(1990, 8, 24), birth_sex="MALE"),
    language="en-GB",
    agent=VoiceAgentCallCreateAgent(id="patient-intake", context={"name": "Greg"}),
)
VOCODE = VocodeCall(from_number="+14155552671", to_number="+12345678987", agent=UUID_1)


def synchronous(url: str) -> None:
    """Make the four calls, one after the other."""
    with Synthflow(api_key="secret", base_url=url) as synthflow:
        print("synthflow", repr(synthflow.calls.create(SYNTHFLOW)))
    with FormantAI(api_key="secret", base_url=url) as formantai:
        print("formantai", repr(formantai.calls.create(FORMANTAI)))
        try:
            formantai.calls.create(CreateCallRequest(agent_id=0, parameters=[]))
        except TooManyRequestsError as error:
            print("formantai", error.status, repr(error.body))
    with Thymia(api_key="secret", base_url=url) as thymia:
        print("thymia   ", repr(thymia.calls.create(THYMIA)))
    with Vocode(api_key="secret", base_url=url) as vocode:
        print("vocode   ", repr(vocode.calls.create(VOCODE)))


async def asynchronous(url: str) -> None:
    """Make the four calls at once."""
    async with (
        AsyncSynthflow(api_key="secret", base_url=url) as synthflow,
        AsyncFormantAI(api_key="secret", base_url=url) as formantai,
        AsyncThymia(api_key="secret", base_url=url) as thymia,
        AsyncVocode(api_key="secret", base_url=url) as vocode,
    ):
        results = await asyncio.gather(
            synthflow.calls.create(SYNTHFLOW),
            formantai.calls.create(FORMANTAI),
            thymia.calls.create(THYMIA),
            vocode.calls.create(VOCODE),
        )
        print("at once  ", len(results), "answers")


def main() -> None:
    """Start the server, make the calls, stop it."""
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        synchronous(url)
        asyncio.run(asynchronous(url))
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
