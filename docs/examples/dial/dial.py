"""Call a number with whichever provider is configured, and say what became of it: python dial.py +14155552671

A provider is configured by its key and by the agent that shall speak: FORMANTAI_API_KEY and FORMANTAI_AGENT, or the
same of SYNTHFLOW, THYMIA or VOCODE. None of the four publishes how to ask what became of a call later, so the outcome
is what it says when it takes the call. DIAL_SERVER is an address to call in place of the provider's own, such as that
of `clientwright mock formantai`. The exit status is 0 if the call is placed, 1 if it is not, 2 if nobody knows.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # not needed where the clients are installed

from generated._runtime import ClientError, StatusError, TransportError
from generated.formantai import FormantAI
from generated.formantai.models import CallParameter, CreateCallRequest
from generated.synthflow import Synthflow
from generated.synthflow.models import VoiceCallRequest
from generated.thymia import Thymia
from generated.thymia.models import UserDetails, VoiceAgentCallCreate, VoiceAgentCallCreateAgent
from generated.vocode import Vocode
from generated.vocode.models import CreateCallRequest as VocodeCall

PROVIDERS = ("formantai", "synthflow", "thymia", "vocode")
REFUSED_FOR_NOW = (429, 503)
"""Statuses of a provider that has not placed the call, and takes it later."""


@dataclass(frozen=True)
class Outcome:
    """What a provider said about a call."""

    call: str
    status: str


def by_formantai(client: FormantAI, number: str, agent: str) -> Outcome:
    """Call a number; the client adds a key, by which FormantAI knows a request that is sent twice."""
    phone = CallParameter(name="customer_phone", value=number)
    data = client.calls.create(CreateCallRequest(agent_id=int(agent), parameters=[phone])).data
    return Outcome(str(data.trace_id if data else None), str(data.status if data else None))


def by_synthflow(client: Synthflow, number: str, agent: str) -> Outcome:
    """Call a number."""
    placed = client.calls.create(VoiceCallRequest(model_id=agent, name="you", phone=number))
    return Outcome(str(placed.response.call_id if placed.response else None), str(placed.status))


def by_thymia(client: Thymia, number: str, agent: str) -> Outcome:
    """Call a number."""
    person = UserDetails(user_label=number, date_of_birth=date(1970, 1, 1), birth_sex="UNKNOWN")
    speaker = VoiceAgentCallCreateAgent(id=agent)
    placed = client.calls.create(
        VoiceAgentCallCreate(agent=speaker, language="en", phone_number=number, user=person),
    )
    return Outcome(str(placed.id), placed.status)


def by_vocode(client: Vocode, number: str, agent: str) -> Outcome:
    """Call a number, from the one in VOCODE_NUMBER."""
    origin = os.environ.get("VOCODE_NUMBER", number)
    placed = client.calls.create(VocodeCall(agent=agent, from_number=origin, to_number=number))
    return Outcome(placed.id, str(placed.status))


def dial(provider: str, number: str) -> Outcome:
    """Call a number with one provider, as the environment configures it."""
    agent, server = os.environ[f"{provider.upper()}_AGENT"], os.environ.get("DIAL_SERVER")
    match provider:
        case "formantai":
            with FormantAI(base_url=server) as formantai:
                return by_formantai(formantai, number, agent)
        case "synthflow":
            with Synthflow(base_url=server) as synthflow:
                return by_synthflow(synthflow, number, agent)
        case "thymia":
            with Thymia(base_url=server or "https://api.thymia.ai") as thymia:
                return by_thymia(thymia, number, agent)
        case _:
            with Vocode(base_url=server) as vocode:
                return by_vocode(vocode, number, agent)


def patiently(
    call: Callable[[], Outcome], seconds: float = 120, sleep: Callable[[float], None] = time.sleep
) -> Outcome:
    """Make a call, and wait as long as the provider asks for while it refuses.

    Nothing else is tried again: whoever did not answer may have placed the call.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return call()
        except StatusError as error:
            pause = error.retry_after
            if error.status not in REFUSED_FOR_NOW or pause is None or time.monotonic() + pause > end:
                raise
            sleep(pause)


def configured() -> str | None:
    """Return the first provider that the environment has a key and an agent for."""
    found = (one for one in PROVIDERS if {f"{one.upper()}_API_KEY", f"{one.upper()}_AGENT"} <= os.environ.keys())
    return next(found, None)


def main(number: str) -> int:
    """Call a number, print the outcome, and return the exit status."""
    provider = configured()
    if provider is None:
        print("No provider is configured: set FORMANTAI_API_KEY and FORMANTAI_AGENT, for one.", file=sys.stderr)
        return 1
    try:
        outcome = patiently(lambda: dial(provider, number))
    except ClientError as error:
        unknown = isinstance(error, TransportError) and error.sent
        said = "nobody knows whether the call was placed" if unknown else "the call was not placed"
        print(f"{provider}: {said}: {error}", file=sys.stderr)
        return 2 if unknown else 1
    print(f"{provider}: call {outcome.call} is {outcome.status}")
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case [number]:
            sys.exit(main(number))
        case _:
            sys.exit("usage: dial.py NUMBER, such as +14155552671")
