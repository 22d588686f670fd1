"""The program without a network: `python -m pytest docs/examples/dial`."""

from __future__ import annotations

import dial
import pytest

from generated._runtime import StatusError, TransportError
from generated.formantai.models import CreateCallResponse, CreateCallResult, ErrorResponse
from generated.formantai.testing import FakeFormantAI
from generated.synthflow.testing import FakeSynthflow
from generated.thymia.testing import FakeThymia
from generated.vocode.testing import FakeVocode

NUMBER = "+14155552671"
PLACED = CreateCallResult(data=CreateCallResponse(trace_id="9f8b7c6d", status="initiated"))


def test_the_call_is_placed(fake_formantai: FakeFormantAI) -> None:
    fake_formantai.calls.create.returns(PLACED)
    with fake_formantai.sync_client() as client:
        assert dial.by_formantai(client, NUMBER, "456") == dial.Outcome("9f8b7c6d", "initiated")
    body = fake_formantai.calls.create.body
    assert (body.agent_id, body.parameters[0].value) == (456, NUMBER)


def test_a_provider_that_asks_for_patience_gets_it(fake_formantai: FakeFormantAI) -> None:
    fake_formantai.calls.create.raises(429, ErrorResponse(), retry_after=30).returns(PLACED)
    pauses: list[float] = []
    with fake_formantai.sync_client(max_retries=0) as client:
        outcome = dial.patiently(lambda: dial.by_formantai(client, NUMBER, "456"), sleep=pauses.append)
    assert outcome.status == "initiated"
    assert pauses == [30]


def test_too_much_patience_is_not_had(fake_formantai: FakeFormantAI) -> None:
    fake_formantai.calls.create.raises(429, ErrorResponse(), retry_after=3600)
    with fake_formantai.sync_client(max_retries=0) as client, pytest.raises(StatusError):
        dial.patiently(lambda: dial.by_formantai(client, NUMBER, "456"))


def test_a_call_that_may_have_been_placed_is_not_placed_again(fake_vocode: FakeVocode) -> None:
    fake_vocode.calls.create.times_out()
    with fake_vocode.sync_client() as client, pytest.raises(TransportError):
        dial.patiently(lambda: dial.by_vocode(client, NUMBER, "agent"))
    assert len(fake_vocode.calls.create.requests) == 1


def test_the_others(fake_synthflow: FakeSynthflow, fake_thymia: FakeThymia) -> None:
    with fake_synthflow.sync_client() as synthflow, fake_thymia.sync_client() as thymia:
        assert dial.by_synthflow(synthflow, NUMBER, "agent").status
        assert dial.by_thymia(thymia, NUMBER, "patient-intake").status
    assert fake_synthflow.calls.create.body.phone == fake_thymia.calls.create.body.phone_number == NUMBER


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in dial.PROVIDERS:
        monkeypatch.delenv(f"{name.upper()}_API_KEY", raising=False)
    assert dial.configured() is None
    monkeypatch.setenv("VOCODE_API_KEY", "secret")
    monkeypatch.setenv("VOCODE_AGENT", "agent")
    assert dial.configured() == "vocode"
